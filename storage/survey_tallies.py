"""Counting a survey: from what municipalities answered to numbers, by Land and by size. Pure, over plain values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from statistics import quantiles

from pydantic import BaseModel

from storage.municipalities import Land, SizeClass
from storage.survey_forms import UNANSWERED, Answer, Form, Question, QuestionType
from storage.survey_hiding import hidden

Stratum = tuple[Land | None, SizeClass | None]
Values = Counter[Hashable]
"""How often each answer was given; a list as a tuple, None for skipped."""
Tally = Mapping[str, Mapping[Stratum, Values]]
"""The answers to each question, by where they come from."""

NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
LISTED = frozenset({QuestionType.TEXT, QuestionType.FILE, QuestionType.IMAGE})
"""Types of which every answer is its own: they are listed, not counted."""
ISO_PERIODS, MOST_PERIODS = (10, 7, 4), 8
"""How much of an ISO 8601 date is its day, its month and its year, and how many of them a result has at most."""
ALL = ""
"""The row of all municipalities."""
UNKNOWN = "unknown"
"""The row of those whose Land or size is not known, or must not be."""


class Numbers(BaseModel, frozen=True):
    """What numbers come to; ``lower`` and ``upper`` are the quartiles (inclusive method)."""

    total: float
    median: float
    lower: float
    upper: float


class Line(BaseModel, frozen=True):
    """One row of a result: how many municipalities answered, and how often what. None is hidden: it may be under five.

    ``counts`` has every option, also those never chosen; of a ranking, how often each was put first.
    """

    answered: int | None
    counts: dict[str, int | None] = {}
    numbers: Numbers | None = None

    def share(self, option: str) -> float | None:
        """Which part of those who answered chose an option, 0 to 1; None where that is hidden or nobody answered."""
        count = self.counts.get(option)
        return count / self.answered if self.answered and count is not None else None


class QuestionResult(BaseModel, frozen=True):
    """The result of one question. ``by_land`` and ``by_size`` have rows only for whoever answered.

    ``skipped`` and ``texts`` (in alphabetical order; of files their names) are of all.
    """

    name: str
    type: QuestionType
    total: Line
    by_land: dict[str, Line]
    by_size: dict[str, Line]
    skipped: int | None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """What is counted of a row before anything is hidden."""

    answered: int
    counts: dict[str, int]


def key_of(value: Answer) -> Hashable:
    """Turn an answer into what it is counted by."""
    return tuple(value) if isinstance(value, list) else value


def tally(found: Iterable[tuple[Stratum, Mapping[str, Answer]]]) -> Tally:
    """Count whole sheets."""
    by_stratum: dict[Stratum, dict[str, list[Hashable]]] = defaultdict(lambda: defaultdict(list))
    for stratum, sheet in found:
        said = by_stratum[stratum]
        for name, value in sheet.items():  # the one loop over everything that was answered
            said[name].append(key_of(value) if isinstance(value, list) else value)
    counted: dict[str, dict[Stratum, Values]] = defaultdict(dict)
    for stratum, said in by_stratum.items():
        for name, values in said.items():
            counted[name][stratum] = Counter(values)
    return counted


def results_of(form: Form, tallied: Tally, *, protected: bool) -> tuple[QuestionResult, ...]:
    """Give the results of all questions of a form; ``protected`` hides what may be under five, and who skipped."""
    asked = (question for question in form.questions if question.type not in UNANSWERED)
    return tuple(_result(question, tallied.get(question.name, {}), protected=protected) for question in asked)


def _result(question: Question, by_stratum: Mapping[Stratum, Values], *, protected: bool) -> QuestionResult:
    texts: list[str] = []
    if question.type in LISTED:
        texts = sorted(str(value) for said in by_stratum.values() for value in said.elements() if value is not None)
        by_stratum = {stratum: _answered_at_all(said) for stratum, said in by_stratum.items()}
    elif question.type is QuestionType.DATE:
        by_stratum = _in_periods(by_stratum)
    by_land = _grouped((land or UNKNOWN, values) for (land, _), values in by_stratum.items())
    groups = {
        ALL: {ALL: _merged(by_land.values())},
        "land": by_land,
        "size": _grouped((size or UNKNOWN, values) for (_, size), values in by_stratum.items()),
    }
    keys = _keys(question, groups[ALL][ALL])
    rows = {(kind, name): _row(question, keys, said) for kind, named in groups.items() for name, said in named.items()}
    gone = _hidden(question, rows) if protected else set[_Cell]()
    lines: dict[str, dict[str, Line]] = {ALL: {}, "land": {}, "size": {}}
    for (kind, name), row in rows.items():
        lines[kind][name] = _line(
            question, row, groups[kind][name], {cell[2] for cell in gone if cell[:2] == (kind, name)}
        )
    total = lines[ALL][ALL]
    return QuestionResult(
        name=question.name,
        type=question.type,
        total=total,
        by_land=lines["land"],
        by_size=lines["size"],
        skipped=None if protected else groups[ALL][ALL][None],
        texts=() if total.answered is None else tuple(texts),
    )


_Cell = tuple[str, str, str | None]
"""Which rows (all, land, size), which of them, and which option; ``~option`` is not choosing it, None is answering."""


def _grouped(found: Iterable[tuple[str, Values]]) -> dict[str, Values]:
    groups: dict[str, Values] = {}
    for name, values in found:
        groups.setdefault(name, Counter()).update(values)
    return {name: groups[name] for name in (*Land, *SizeClass, UNKNOWN) if name in groups}


def _answered_at_all(said: Values) -> Values:
    return Counter({True: said.total() - said[None], None: said[None]})


def _in_periods(by_stratum: Mapping[Stratum, Values]) -> Mapping[Stratum, Values]:
    """Count days as days, months or years: the finest of which there are few enough to be read."""
    days = {str(value) for said in by_stratum.values() for value in said if value is not None}
    length = next((size for size in ISO_PERIODS if len({day[:size] for day in days}) <= MOST_PERIODS), ISO_PERIODS[-1])
    counted: dict[Stratum, Values] = {}
    for stratum, said in by_stratum.items():
        periods = counted.setdefault(stratum, Counter())
        for value, times in said.items():
            periods[None if value is None else str(value)[:length]] += times
    return counted


def _merged(found: Iterable[Values]) -> Values:
    merged: Values = Counter()
    for values in found:
        merged.update(values)
    return merged


def _keys(question: Question, said: Values) -> list[str]:
    """List what is counted of a question."""
    if question.type in NUMBERS or question.type in LISTED:
        return []
    if question.options:
        return [option.name for option in question.options]
    return sorted(str(value) for value in said if value is not None)


def _row(question: Question, keys: list[str], said: Values) -> _Row:
    counts = dict.fromkeys(keys, 0)
    for value, number in said.items() if keys else ():
        for chosen in _chosen(question, value):
            if chosen in counts:
                counts[chosen] += number
    return _Row(said.total() - said[None], counts)


def _chosen(question: Question, value: Hashable) -> list[str]:
    if isinstance(value, tuple):
        return list(value[:1] if question.type is QuestionType.RANK else value)
    return [] if value is None else [str(value)]


def _line(question: Question, row: _Row, said: Values, gone: set[str | None]) -> Line:
    answered = None if None in gone else row.answered
    numbers = _numbers(said) if answered and question.type in NUMBERS else None
    return Line(
        answered=answered,
        counts={key: None if key in gone else number for key, number in row.counts.items()},
        numbers=numbers,
    )


def _numbers(said: Values) -> Numbers | None:
    known = sorted((value, times) for value, times in said.items() if isinstance(value, int | float))
    values = list(chain.from_iterable(repeat(value, times) for value, times in known))
    if not values:
        return None
    cuts = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return Numbers(total=sum(values), lower=cuts[0], median=cuts[1], upper=cuts[2])


def _hidden(question: Question, rows: Mapping[tuple[str, str], _Row]) -> set[_Cell]:
    """Choose what to hide of all rows of a question: no option, no row, and no difference of them tells a small one."""
    several = question.type is QuestionType.SELECT_MULTIPLE
    cells: dict[_Cell, int] = {}
    lines: list[tuple[_Cell, list[_Cell]]] = []
    for (kind, name), row in rows.items():
        cells[kind, name, None] = row.answered
        cells |= {(kind, name, key): number for key, number in row.counts.items()}
        parts: list[_Cell] = [(kind, name, key) for key in row.counts]
        if several:
            cells |= {(kind, name, f"~{key}"): row.answered - number for key, number in row.counts.items()}
            lines += [((kind, name, None), [part, (kind, name, f"~{part[2]}")]) for part in parts]
        elif parts:
            lines.append(((kind, name, None), parts))
    for key in list(dict.fromkeys(cell[2] for cell in cells)):
        for wanted in ("land", "size"):
            lines.append(((ALL, ALL, key), [cell for cell in cells if cell[2] == key and cell[0] == wanted]))
    return hidden(cells, [line for line in lines if line[1]])
