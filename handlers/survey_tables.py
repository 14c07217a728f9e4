"""What an export of a survey shows: a row for each municipality, or protected results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handlers.spreadsheets import Cell, Rows
from handlers.survey_cells import asked, cells_of, columns_of, shielded
from storage.survey_exports import AnswerRow
from storage.survey_forms import Form
from storage.survey_results import Results
from storage.survey_tallies import ALL, Line, QuestionResult

ABOUT = ("ags", "name", "land", "size", "sent_at", "by_proxy", "contradicted")
"""The first columns of the answers, before those of the questions, which may have the same names."""

RESULTS = ("question", "by", "row", "measure", "option", "value")


def answers_table(form: Form, rows: Iterable[AnswerRow]) -> Rows:
    """Write the answers: a row for each municipality that is asked, empty until it has sent."""
    questions = asked(form)
    heading = [*ABOUT, *(column for question in questions for column in columns_of(question))]
    return [heading, *([*_about(row), *(c for each in questions for c in cells_of(each, row.sheet))] for row in rows)]


def _about(row: AnswerRow) -> list[Cell]:
    sent = row.sent_at.isoformat() if row.sent_at else None
    place = [row.ags, shielded(row.name), row.land.removeprefix("DE-"), row.size]
    return [*place, sent, int(row.by_proxy) if sent else None, " ".join(row.contradicted) or None]


def results_table(results: Results | None) -> Rows:
    """Write results, a number in each row; what is hidden, because it may be under five, is empty."""
    table: list[Sequence[Cell]] = [RESULTS]
    for question in results.questions if results else ():
        table += _lines_of(question)
    return table


def _lines_of(question: QuestionResult) -> Iterator[list[Cell]]:
    by = {"all": {ALL: question.total}, "land": question.by_land, "size": question.by_size}
    for kind, lines in by.items():
        for name, line in lines.items():
            for measure, option, value in _measures(line):
                yield [question.name, kind, name.removeprefix("DE-") or None, measure, option, value]
    for text in question.texts:
        yield [question.name, "all", None, "text", None, shielded(text)]


def _measures(line: Line) -> Iterator[tuple[str, str | None, Cell]]:
    yield "answered", None, line.answered
    for option, count in line.counts.items():
        yield "count", shielded(option), count
    for name, value in line.numbers or ():
        yield name, None, value
