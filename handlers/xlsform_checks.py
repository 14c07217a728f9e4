"""What an XLSForm's rows say about each other: names that must exist, expressions that must be read, no circles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from handlers.problems import Problem
from handlers.survey_expressions import read_expression
from handlers.survey_functions import NUMBER
from handlers.survey_logic import CALL, REFERENCE, CircularError, Logic
from handlers.xlsform_files import Row
from storage.survey_forms import Form, Question, QuestionType

EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter")
QUOTING = ("label", "hint", "constraint_message", "required_message")
WITHOUT_DEFAULT = {QuestionType.FILE, QuestionType.IMAGE, QuestionType.RANK, QuestionType.NOTE}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its row, and the rows of the groups it is in."""

    question: Question
    row: Row
    groups: tuple[Row, ...]


def check(form: Form, asked: Iterable[Asked], names: Mapping[str, int], problems: list[Problem]) -> Form:
    """Put the questions into the form, note all that is wrong between them, and leave that out.

    ``names`` are all names of the sheet, also of rows that were refused: to name those is no second mistake.
    """
    checker = _Checker(names, problems)
    groups: dict[int, str] = {}
    questions: list[Question] = []
    rows: dict[str, int] = {}
    for one in asked:
        for group in one.groups:
            if group.number not in groups:
                groups[group.number] = checker.expression(group, "relevant", group["bind", "relevant"])
        questions.append(checker.checked(one, [groups[group.number] for group in one.groups]))
        rows[one.question.name] = one.row.number
    return _without_circles(form.model_copy(update={"questions": tuple(questions)}), rows, problems)


def _without_circles(form: Form, rows: Mapping[str, int], problems: list[Problem]) -> Form:
    """Note every circle; each time it is cut, to see the next."""
    while True:
        try:
            Logic(form)
        except CircularError as error:
            names = list(error.args)
            first = min(names, key=lambda name: rows[name])
            turned = [*names[names.index(first) :], *names[: names.index(first)], first]
            problems.append(Problem("xlsform-circular", sheet="survey", row=str(rows[first]), names=" → ".join(turned)))
            cut = {"relevant": "", "calculation": "", "choice_filter": ""}
            questions = (q.model_copy(update=cut) if q.name in names else q for q in form.questions)
            form = form.model_copy(update={"questions": tuple(questions)})
        except Problem as problem:  # only groups within groups can make one from parts that could be read
            problems.append(Problem(problem.key, sheet="survey", row="2", column="relevant", **problem.values))
            return form
        else:
            return form


class _Checker:
    """Checks the rows, one after the other."""

    def __init__(self, names: Mapping[str, int], problems: list[Problem]) -> None:
        self._names = names
        self._problems = problems

    def checked(self, asked: Asked, conditions: Iterable[str]) -> Question:
        """Give the question without what cannot be read, its groups' conditions joined to its own."""
        question, row = asked.question, asked.row
        filters = {"name", *(column for option in question.options for column in option.filters)}
        read = {
            column: self.expression(
                row, column, getattr(question, column), filters if column == "choice_filter" else ()
            )
            for column in EXPRESSIONS
        }
        joined = [condition for condition in (*conditions, read["relevant"]) if condition]
        read["relevant"] = joined[0] if len(joined) == 1 else " and ".join(f"({one})" for one in joined)
        self._calculated(question, row)
        for words in (words for column in QUOTING for words in getattr(question, column).values()):
            for name in REFERENCE.findall(words):
                self._known(row, "label", name)
        return question.model_copy(update=read | {"default": self._default(question, row)})

    def expression(self, row: Row, column: str, written: str, columns: Collection[str] = ()) -> str:
        """Check an expression, which may name the choices' ``columns``; one that cannot be read becomes none."""
        if not written:
            return ""
        try:
            read = read_expression(written)
        except Problem as problem:
            self._fault(row, problem.key, column=column, **problem.values)
            return ""
        unknown = [name for name in sorted(read.references) if not self._known(row, column, name)]
        bare = sorted(read.columns - set(columns))
        for name in bare:
            self._fault(row, "xlsform-bare-name", column=column, name=name)
        return "" if unknown or bare else written

    def _known(self, row: Row, column: str, name: str) -> bool:
        if name in self._names:
            return True
        key, meant = guessed("xlsform-reference-unknown", name, self._names)
        self._fault(row, key, column=column, name=name, **meant)
        return False

    def _calculated(self, question: Question, row: Row) -> None:
        calculates = question.type is QuestionType.CALCULATE
        if calculates and not question.calculation:
            self._fault(row, "xlsform-calculation-missing", name=question.name)
        elif question.calculation and not calculates:
            self._fault(row, "xlsform-calculation-elsewhere", name=question.name)

    def _default(self, question: Question, row: Row) -> str:
        """Check a default: an expression, or a value that would be an answer."""
        written = question.default.removesuffix(" 00:00:00")  # a day in a cell of days
        if CALL.search(written):
            return self.expression(row, "default", written)
        if written and not _fits(question, written):
            self._fault(row, "xlsform-default", name=question.name, typed=written)
            return ""
        return written

    def _fault(self, row: Row, key: str, **values: object) -> None:
        self._problems.append(Problem(key, sheet="survey", row=str(row.number), **values))


def _fits(question: Question, written: str) -> bool:
    """Say whether a default is an answer of its type."""
    names = {option.name for option in question.options}
    match question.type:
        case QuestionType.INTEGER:
            return bool(NUMBER.fullmatch(written)) and float(written).is_integer()
        case QuestionType.DECIMAL | QuestionType.RANGE:
            return bool(NUMBER.fullmatch(written))
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE:
            return not names or names.issuperset(written.split())
        case QuestionType.DATE:
            return _is_day(written)
        case kind:
            return kind not in WITHOUT_DEFAULT


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def guessed(key: str, word: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Give the sentence for a word that is not known, with what was probably meant if something is near."""
    near = get_close_matches(word, list(known), n=1)
    return (f"{key}-meant", {"meant": near[0]}) if near else (key, {})
