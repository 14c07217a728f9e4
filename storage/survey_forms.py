"""A survey's questions as data: what an XLSForm says, without its spreadsheet.

The names of types and columns are those of XLSForm (https://xlsform.org/en/). A form is kept as JSON with its published
version and never changed; a correction is a new version.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

Labels = dict[str, str]
"""One text in several languages, by :class:`storage.persons.Language`; German is always there."""

Answer = str | int | float | list[str] | None
"""What an answer is kept as, fit for JSON. A date is ISO 8601, an option its name; None means skipped."""


def label_of(labels: Labels, language: str) -> str:
    """Give a text in a language, or in German; empty where there is none at all."""
    return labels.get(language) or labels.get("de", "")


class QuestionType(StrEnum):
    """What a question wants for an answer."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    CALCULATE = "calculate"
    FILE = "file"
    IMAGE = "image"


SILENT = frozenset({QuestionType.CALCULATE})
"""Types that nobody is asked."""

UNANSWERED = frozenset({QuestionType.NOTE, QuestionType.CALCULATE})
"""Types that nobody answers: a note is shown with the next question."""


SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})
"""Types whose answer is several of the options."""

BY_OPTION = SEVERAL | {QuestionType.SELECT_ONE}
"""Types that are answered with what is offered."""

FILES = frozenset({QuestionType.FILE, QuestionType.IMAGE})
"""Types that are answered with a file, which tells whose it is."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Frozen):
    """One offered answer. ``filters`` are further columns of its row, for ``choice_filter``."""

    name: str
    label: Labels
    filters: dict[str, str] = {}


class Question(_Frozen):
    """One row of the survey sheet. Expressions are XPath as XLSForm writes them, empty where there is none.

    ``relevant`` holds for the question and for all groups it is in. ``start``, ``end`` and ``step`` are a range's.
    """

    name: str
    type: QuestionType
    label: Labels = {}
    hint: Labels = {}
    required: bool = False
    required_message: Labels = {}
    relevant: str = ""
    constraint: str = ""
    constraint_message: Labels = {}
    default: str = ""
    calculation: str = ""
    choice_filter: str = ""
    options: tuple[Option, ...] = ()
    start: float = 0
    end: float = 10
    step: float = 1
    group: tuple[Labels, ...] = ()
    """The labels of the groups it is in, the outermost first."""


class Form(_Frozen):
    """A whole survey: its name and its questions in the order they are asked, groups flattened."""

    title: Labels
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question | None:
        """Find a question by its name."""
        return next((question for question in self.questions if question.name == name), None)


@lru_cache(maxsize=16)
def parse_form(text: str) -> Form:
    """Read a form from its JSON. A form never changes, so that those in use are shared by all who answer them."""
    return Form.model_validate_json(text)
