"""XLSForms: a spreadsheet (https://xlsform.org/en/) becomes a form, or a list of everything that is wrong with it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from handlers.problems import Problem
from handlers.survey_functions import NUMBER
from handlers.xlsform_checks import Asked, check, guessed
from handlers.xlsform_files import BadForm, Row, Workbook, pyxform, read_workbook
from storage.survey_forms import UNANSWERED, Form, Labels, Option, Question, QuestionType

MOST_QUESTIONS = 300
NAME = re.compile(r"[^\W\d][\w.-]*")
"""A name as XML has it, without a prefix; letters of any language."""

BRACKET = re.compile(r"(begin|end)[ _](group|repeat|loop|lgroup)")
TRUTHS = {"ja": True, "nein": False, "": False}
SYNONYMS = {"string": "text", "int": "integer", "photo": "image", "trigger": "acknowledge", "hidden": "calculate"}
LISTED = {"select one": "select_one", "select all that apply": "select_multiple", "rank": "rank"}
"""pyxform's words for types with options."""

BINDS = {"relevant", "constraint", "required", "calculate", "jr:constraintMsg", "jr:requiredMsg"}
MEANINGLESS = {("bind", "jr:noAppErrorString")}
REFUSED = {"trigger", "media"}
NOT_LISTED = {"name", "label", "list name", "media", "hint"}
HARMLESS = {"max-pixels", "quality", "rows", "randomize=false"}


def read_xlsform(content: bytes, name: str) -> Form:
    """Read a survey from the bytes of an XLSX or CSV file; ``name`` is the title where the settings sheet has none.

    Raises :class:`handlers.xlsform_files.BadForm` with all that is wrong, each by its sheet and row.
    """
    book = read_workbook(content)
    reading = _Reading(book, _choices(book))
    for row in book.sheets["survey"]:
        reading.take(row)
    reading.finish()
    title = next((row.labels("title") for row in book.sheets["settings"][:1]), {})
    form = check(Form(title={"de": name} | title, questions=()), reading.asked, reading.seen, book.problems)
    if book.problems:
        raise BadForm(*sorted(book.problems, key=_place))
    return form


def _place(problem: Problem) -> tuple[int, int]:
    sheets = ["survey", "choices", "settings"]
    sheet = str(problem.values.get("sheet", "")).lower()
    return sheets.index(sheet) if sheet in sheets else -1, int(str(problem.values.get("row", 0)))


def _choices(book: Workbook) -> dict[str, list[Option]]:
    lists: dict[str, list[Option]] = {}
    for row in book.sheets["choices"]:
        if not row.cells:
            continue
        listed, name, labels = row["list name"], row["name"], row.labels("label")
        where = {"sheet": "choices", "row": str(row.number)}
        if not listed or not name:
            book.problems.append(Problem("xlsform-choice-incomplete", **where))
            continue
        options = lists.setdefault(listed, [])
        if " " in name:
            book.problems.append(Problem("xlsform-choice-name", **where, name=name))
        if name in {option.name for option in options}:
            book.problems.append(Problem("xlsform-choice-twice", **where, name=name, list=listed))
        if "de" not in labels:
            book.problems.append(Problem("xlsform-label-missing", **where, name=name))
        _refuse(row, "choices", book.problems)
        filters = {column[0]: words for column, words in row.cells.items() if column[0] not in NOT_LISTED}
        options.append(Option(name=name, label=labels, filters=filters))
    return lists


def _refuse(row: Row, sheet: str, problems: list[Problem]) -> None:
    """Name the columns that would change what people see, and that we cannot follow."""
    for column, words in row.cells.items():
        bound = column[0] == "bind" and column[1] not in BINDS and column not in MEANINGLESS
        if (column[0] in REFUSED or bound) and not _no(words):
            problems.append(
                Problem("xlsform-column-unsupported", sheet=sheet, row=str(row.number), column="::".join(column))
            )


def _no(words: str) -> bool:
    return _truth(words) is False


def _truth(words: str) -> bool | None:
    """Read yes or no as pyxform does, and in German; None for what is neither."""
    known: dict[str, bool] = TRUTHS | pyxform("aliases").yes_no
    return known.get(words, known.get(words.lower()))


@dataclass
class _Reading:
    """What was read of the survey sheet so far."""

    book: Workbook
    choices: dict[str, list[Option]]
    asked: list[Asked] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    groups: list[tuple[Row, str, Labels]] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Take the next row: a question, or where a group begins or ends."""
        written = " ".join(row["type"].split())
        if not row.cells or _truth(row["disabled"]):
            return
        if not written:
            if row["name"] or row.labels("label"):
                self.fault(row, "xlsform-type-missing")
        elif bracket := BRACKET.fullmatch(written.lower()):
            self._bracket(row, bracket[1], bracket[2])
        else:
            self._question(row, written)

    def finish(self) -> None:
        """Say what holds for the sheet as a whole."""
        for row, kind, _ in self.groups:
            self.fault(row, "xlsform-group-open", kind=kind)
        if len(self.asked) > MOST_QUESTIONS:
            self.fault(self.asked[MOST_QUESTIONS].row, "xlsform-too-many", most=MOST_QUESTIONS, count=len(self.asked))
        if not any(asked.question.type not in UNANSWERED for asked in self.asked) and not self.book.problems:
            self.book.problems.append(Problem("xlsform-empty"))

    def fault(self, row: Row, key: str, **values: object) -> None:
        """Note what is wrong with a row."""
        self.book.problems.append(Problem(key, sheet="survey", row=str(row.number), **values))

    def _bracket(self, row: Row, edge: str, kind: str) -> None:
        if edge == "begin":
            if kind != "group":
                self.fault(row, "xlsform-type-unsupported", type=row["type"])
            self.groups.append((row, kind, row.labels("label")))
        elif not self.groups or self.groups[-1][1] != kind:
            self.fault(row, "xlsform-group-end", kind=kind)
        else:
            self.groups.pop()

    def _question(self, row: Row, written: str) -> None:
        name = self._named(row, written)
        kind, listed = self._type(row, written)
        if not name or kind is None:
            return
        _refuse(row, "survey", self.book.problems)
        question = Question(
            name=name,
            type=kind,
            label=self._label(row, kind, name),
            hint=row.labels("hint"),
            required=self._required(row),
            required_message=row.labels("bind", "jr:requiredMsg"),
            relevant=row["bind", "relevant"],
            constraint=row["bind", "constraint"],
            constraint_message=row.labels("bind", "jr:constraintMsg"),
            default=row["default"],
            calculation=row["bind", "calculate"],
            choice_filter=row["choice_filter"],
            options=self._options(row, listed),
            group=tuple(label for _, _, label in self.groups if label),
            **self._parameters(row, kind),
        )
        self.asked.append(Asked(question, row, tuple(group for group, _, _ in self.groups)))

    def _named(self, row: Row, written: str) -> str:
        name = row["name"] or (f"note_{row.number}" if written.lower() == "note" else "")
        if not name:
            self.fault(row, "xlsform-name-missing")
        elif not NAME.fullmatch(name):
            self.fault(row, "xlsform-name", name=name)
        elif name in self.seen:
            self.fault(row, "xlsform-name-twice", name=name, first=str(self.seen[name]))
            return ""
        self.seen.setdefault(name, row.number)
        return name if NAME.fullmatch(name) else ""

    def _type(self, row: Row, written: str) -> tuple[QuestionType | None, str]:
        """Read a type, and the list it takes its options from."""
        aliases = pyxform("aliases")
        for alias in sorted(aliases.select, key=len, reverse=True):
            if written.lower().startswith(f"{alias} "):
                kind, listed = LISTED.get(aliases.select[alias]), written[len(alias) + 1 :]
                if kind is None or alias in aliases.select_from_file or re.search(r" or[_ ](specify )?other$", listed):
                    break
                return QuestionType(kind), listed
        else:
            plain = SYNONYMS.get(written.lower(), written.lower())
            if plain in set(QuestionType) - set(LISTED.values()):
                return QuestionType(plain), ""
            known = pyxform("question_type_dictionary").QUESTION_TYPE_DICT
            if written not in known and plain not in known:
                if written.lower() in aliases.select:
                    self.fault(row, "xlsform-list-missing", type=written)
                else:
                    key, meant = guessed("xlsform-type-unknown", plain, map(str, QuestionType))
                    self.fault(row, key, type=written, **meant)
                return None, ""
        self.fault(row, "xlsform-type-unsupported", type=written)
        return None, ""

    def _label(self, row: Row, kind: QuestionType, name: str) -> Labels:
        labels = row.labels("label")
        if kind is not QuestionType.CALCULATE and "de" not in labels:
            self.fault(row, "xlsform-label-missing", name=name)
        return labels

    def _required(self, row: Row) -> bool:
        wanted = _truth(row["bind", "required"])
        if wanted is None:
            self.fault(row, "xlsform-required", typed=row["bind", "required"])
        return bool(wanted)

    def _options(self, row: Row, listed: str) -> tuple[Option, ...]:
        if listed and listed not in self.choices:
            key, meant = guessed("xlsform-list-unknown", listed, self.choices)
            self.fault(row, key, list=listed, **meant)
        return tuple(self.choices.get(listed, ()))

    def _parameters(self, row: Row, kind: QuestionType) -> dict[str, float]:
        """Read a range's start, end and step; other parameters are refused unless they change nothing."""
        try:
            given: dict[str, str] = pyxform("parsing.parameters").parse(row["parameters"], row.number)
        except pyxform("errors").PyXFormError:
            self.fault(row, "xlsform-parameters", typed=row["parameters"])
            return {}
        if kind is not QuestionType.RANGE:
            if not {name if name in HARMLESS else f"{name}={value}" for name, value in given.items()} <= HARMLESS:
                self.fault(row, "xlsform-column-unsupported", column=f"parameters {row['parameters']}")
            return {}
        limits = {"start": 0.0, "end": 10.0, "step": 1.0}
        read = {name: float(value) for name, value in given.items() if name in limits and NUMBER.fullmatch(value)}
        bounds = limits | read
        if len(read) < len(given) or bounds["step"] <= 0 or bounds["end"] <= bounds["start"]:
            self.fault(row, "xlsform-range", typed=row["parameters"])
            return {}
        return read if all(map(math.isfinite, read.values())) else {}
