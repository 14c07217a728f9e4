"""A survey beside the wave before it: what was said then and now, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlmodel import Session

from handlers.messages import Message
from handlers.survey_result_charts import pair_chart, picture
from handlers.survey_result_figures import HIDDEN, number, percent, points
from handlers.survey_result_lines import footnote
from handlers.survey_result_pages import paragraph, paragraphs
from handlers.survey_result_views import Shown, View, plain_name
from handlers.wording import Markdown, unmarked
from storage.survey_forms import QuestionType
from storage.survey_results import Results, compared, earlier_wave
from storage.survey_tallies import LISTED, Line, QuestionResult
from storage.surveys import Anonymity, Survey, SurveyState

UNCOMPARED = LISTED | {QuestionType.DATE}
"""Types without answers that two waves would share."""


@dataclass(frozen=True, slots=True)
class Wave:
    """An earlier survey and its results, by the questions that are compared with it."""

    survey: Survey
    found: Results
    pairs: dict[str, tuple[QuestionResult, QuestionResult]]


def wave_before(session: Session, view: View, now: datetime) -> Wave | None:
    """Look up the wave before, if there is one whose results everybody asked may see, and questions to compare."""
    if view.found is None or view.survey.follows is None:
        return None
    survey = session.get_one(Survey, view.survey.follows)
    if survey.state is SurveyState.DRAFT:
        return None
    if survey.state is not SurveyState.CLOSED and survey.anonymity is not Anonymity.OPEN:
        return None
    found = earlier_wave(session, view.survey, now)
    if found is None or not found.sent:
        return None
    pairs = {name: pair for name, pair in compared(view.found, found).items() if pair[0].type not in UNCOMPARED}
    return Wave(survey, found, pairs) if pairs else None


def wave_line(view: View, wave: Wave) -> Markdown:
    """Say which waves are compared, and how many sent in each."""
    before, now = (_name(view, survey, found) for survey, found in _both(view, wave))
    return view.wording("survey-result-waves", before=before, line=now)


def change_lines(view: View, shown: Shown, wave: Wave) -> list[Markdown]:
    """Write for each answer its share then and now; of numbers their sum and median."""
    now, before = (result.total for result in wave.pairs[shown.question.name])
    if not now.answered or not before.answered:
        return [view.wording("survey-result-too-few-answers")]
    if now.numbers and before.numbers:
        wording = view.wording
        said = (("survey-result-sum", "sum", "total"), ("survey-result-median", "median", "median"))
        return [
            Markdown(
                f"- {wording(key, **{value: _number(view, getattr(before.numbers, name), getattr(now.numbers, name))})}"
            )
            for key, value, name in said
        ]
    return [
        Markdown(f"- {plain_name(label)}: {_shares(view, before, now, name)}")
        for name, label in view.options(shown).items()
    ]


def change_message(view: View, shown: Shown, wave: Wave) -> Message:
    """Say and draw how the answers to one question have changed."""
    before = wave.pairs[shown.question.name][1]
    names = [unmarked(_name(view, survey, found)) for survey, found in _both(view, wave)]
    chart = pair_chart(view, shown, before, (names[0], names[1]))
    lines = [wave_line(view, wave), *change_lines(view, shown, wave)]
    text = paragraphs([paragraph(lines), *footnote(view, (shown.result.total, before.total))])
    return Message(text, attachment=picture(chart))


def compared_paragraphs(view: View, wave: Wave) -> list[Markdown]:
    """Write a paragraph for each question that both waves asked."""
    shown = [each for each in view.questions() if each.question.name in wave.pairs]
    told = [
        paragraph(
            [
                view.wording("survey-result-question", nth=each.number, question=view.question(each)),
                *change_lines(view, each, wave),
            ]
        )
        for each in shown
    ]
    lines = chain.from_iterable((now.total, before.total) for now, before in wave.pairs.values())
    return [wave_line(view, wave), *told, *footnote(view, lines)]


def _both(view: View, wave: Wave) -> list[tuple[Survey, Results]]:
    return [(wave.survey, wave.found), *([(view.survey, view.found)] if view.found else [])]


def _name(view: View, survey: Survey, found: Results) -> Markdown:
    day = survey.closes_at.astimezone(view.wording.timezone).date()
    return view.wording("survey-result-wave", survey=view.label({}, survey.title), day=day, sent=found.sent)


def _shares(view: View, before: Line, now: Line, option: str) -> str:
    shares = (before.share(option), now.share(option))
    said = [HIDDEN if share is None else percent(view.wording, share) for share in shares]
    if option not in before.counts:
        return view.wording("survey-result-new", share=Markdown(said[1]))
    arrow = f"{said[0]} → {said[1]}"
    if shares[0] is None or shares[1] is None:
        return arrow
    change = points(shares[1]) - points(shares[0])
    return f"{arrow} ({view.wording('survey-result-points', sign=Markdown(_sign(change)), count=abs(change))})"


def _number(view: View, before: float, now: float) -> Markdown:
    said = [number(view.wording, value) for value in (before, now, abs(now - before))]
    return Markdown(f"{said[0]} → {said[1]} ({_sign(now - before)}{said[2]})")


def _sign(change: float) -> str:
    return "±" if not change else "+" if change > 0 else "−"
