"""The codebook of a survey: what each column of an export means, and how the survey went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from handlers.spreadsheets import SHIELD, Cell, Rows
from handlers.survey_cells import SKIPPED, shielded
from handlers.wording import Wording
from handlers.xlsform_writing import in_languages, said
from storage.municipalities import Land
from storage.persons import Language
from storage.survey_forms import Form, Labels, Question, QuestionType
from storage.survey_participation import Rate
from storage.surveys import Survey, SurveyVersion

UTC = ZoneInfo("UTC")
CODEBOOK = (
    "part",
    "name",
    "value",
    *in_languages("label"),
    *in_languages("hint"),
    *in_languages("group"),
    "required",
    "relevant",
    "constraint",
    *in_languages("constraint_message"),
    "choice_filter",
    "calculation",
    "default",
    "parameters",
)


def codebook(survey: Survey, form: Form, versions: Sequence[SurveyVersion], rates: dict[Land, Rate]) -> Rows:
    """Describe a survey and its newest form: how it was asked, who answered, and what each column means."""
    table: list[list[Cell]] = [list(CODEBOOK)]
    table += _facts(survey, versions)
    table += _response(rates)
    for question in form.questions:
        table.append(_described(question))
        table += [
            ["option", shielded(f"{question.name}/{option.name}"), shielded(option.name), *_spoken(option.label)]
            for option in question.options
        ]
    width = len(CODEBOOK)
    return [[*row, *[None] * (width - len(row))] for row in table]


def _facts(survey: Survey, versions: Sequence[SurveyVersion]) -> Iterator[list[Cell]]:
    yield _fact("title", shielded(survey.title))
    yield _fact("anonymity", survey.anonymity, survey.anonymity)
    yield _fact("opens_at", survey.opens_at.isoformat())
    yield _fact("closes_at", survey.closes_at.isoformat())
    yield _fact("state", survey.state, survey.state)
    yield _fact("version", survey.published)
    yield _fact("empty", None)
    yield _fact("skipped", SKIPPED)
    yield _fact("shield", SHIELD)
    for version in versions:
        yield ["version", version.number, version.published_at.isoformat(), _shielded(version.reason)]


def _fact(name: str, value: Cell, meaning: str = "") -> list[Cell]:
    """Write a line about the survey as a whole, with what it means in both languages."""
    key = f"survey-export-book-{(meaning or name).replace('_', '-')}"
    return ["survey", name, value, *(Wording(language, UTC)(key) for language in Language)]


def _response(rates: dict[Land, Rate]) -> Iterator[list[Cell]]:
    """Say how many were asked, have begun and have sent; taking part is no secret in any survey."""
    named = {land.removeprefix("DE-"): rate for land, rate in rates.items()}
    for name, rate in {"all": sum(rates.values(), start=Rate()), **named}.items():
        for measure in ("invited", "begun", "sent"):
            yield ["response", f"{name} {measure}", getattr(rate, measure)]


def _described(question: Question) -> list[Cell]:
    groups = [
        " / ".join(label.get(language) or label.get(Language.GERMAN, "") for label in question.group) or None
        for language in Language
    ]
    limits = (
        f"start={question.start:g} end={question.end:g} step={question.step:g}"
        if question.type is QuestionType.RANGE
        else ""
    )
    expressions = [question.relevant, question.constraint]
    rest = [question.choice_filter, question.calculation, question.default, limits]
    return [
        "question",
        question.name,
        question.type,
        *_spoken(question.label),
        *_spoken(question.hint),
        *map(_shielded, groups),
        int(question.required),
        *map(_shielded, expressions),
        *_spoken(question.constraint_message),
        *map(_shielded, rest),
    ]


def _spoken(labels: Labels) -> list[Cell]:
    return [_shielded(text) for text in said(labels)]


def _shielded(cell: Cell) -> Cell:
    return shielded(cell) if isinstance(cell, str) and cell else None
