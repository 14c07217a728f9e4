"""Reading a survey: who has sent, what was answered, by Land and by size, its texts, and beside the wave before.

``umfragen 3 ergebnisse`` shows all in short, ``… nach Land``, ``… nach Größe``, ``… Frage 4``, ``… Texte`` and
``… Vergleich`` one thing in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.survey_result_charts import land_chart, picture, rate_chart, total_chart
from handlers.survey_result_lines import (
    footnote,
    heading,
    land_rates,
    own_lines,
    rate_line,
    row_lines,
    text_lines,
    total_lines,
)
from handlers.survey_result_pages import as_messages, paragraph, paragraphs
from handlers.survey_result_views import Shown, View, view_for
from handlers.survey_result_waves import change_message, compared_paragraphs, wave_before
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.survey_tallies import LISTED, Line
from storage.surveys import Anonymity, Survey, SurveyState

QUESTION = re.compile(r"(?:frage|question|nr\.?|bild)? ?(\d{1,9})")
TEXTS = re.compile(r"(?:frei)?texte?s?(?: (?:zu )?(?:frage |question )?(\d{1,9}))?")
FILLERS = re.compile(r"^(?:nach|by|den|der|die|im|mit|with) (?:den |der |dem )?")

Reading = Callable[[Turn, View], list[Message]]


def show_results(turn: Turn, survey: Survey, rest: str) -> Replies:
    """Show a survey's results to whoever may see them; ``rest`` says which, nothing means all in short."""
    try:
        show = _reading(survey, rest)
        found = show(turn, view_for(turn, survey))
    except Problem as problem:
        found = [Message(turn.wording.problem(problem))]
    return [Outgoing(message) for message in found]


def overview(view: View) -> list[Message]:
    """Show all questions in short, with the first picture there is."""
    if view.found is None:
        return [Message(paragraphs([paragraph(_head(view)), view.wording.problem(_nothing(view)), *_named(view)]))]
    shown = list(view.questions())
    parts = [
        paragraph(_head(view)),
        *(paragraph([heading(view, each), *total_lines(view, each), *own_lines(view, each)]) for each in shown),
        *footnote(view, chain.from_iterable((each.result.total, *view.by_land(each).values()) for each in shown)),
        view.wording("survey-result-more", number=view.survey.id or 0),
        *_named(view),
    ]
    first = next((chart for each in shown if (chart := total_chart(view, each)) and not chart.is_blank), None)
    return as_messages(view.wording, _name(view), parts, choices_of(view), picture(first))


def _named(view: View) -> list[Markdown]:
    """Tell who may see each municipality's answers where they are: results hide what is about a few."""
    if view.survey.anonymity is not Anonymity.COORDINATORS or not view.rights.everywhere or not view.rate.sent:
        return []
    return [view.wording("survey-result-named", number=view.survey.id or 0)]


def choices_of(view: View) -> tuple[Choice, ...]:
    """Offer what else there is to read."""
    questions = list(view.questions())
    offered = {
        "nach Land": bool(questions),
        "nach Größe": any(view.by_size(each) for each in questions),
        "Texte": any(each.result.texts for each in questions),
        "Vergleich": view.survey.follows is not None,
    }
    keys = ("survey-result-do-land", "survey-result-do-size", "survey-result-do-texts", "survey-result-do-compare")
    return tuple(_choice(view, key, words) for key, (words, there) in zip(keys, offered.items(), strict=True) if there)


def _reading(survey: Survey, rest: str) -> Reading:
    """Find what is to be shown. Raises :class:`Problem` with what can be said instead."""
    words = FILLERS.sub("", fold(rest))
    readings: dict[str, Reading] = {
        "": lambda _, view: overview(view),
        **dict.fromkeys(("land", "laender", "laendern", "bundesland", "state", "states"), _by_land),
        **dict.fromkeys(("groesse", "groessen", "size", "sizes"), _by_size),
        **dict.fromkeys(("vergleich", "vergleichen", "vorwelle", "comparison", "compare"), _comparison),
    }
    if words in readings:
        return readings[words]
    if texts := TEXTS.fullmatch(words):
        return lambda _, view: _texts(view, int(texts[1]) if texts[1] else None)
    if number := QUESTION.fullmatch(words):
        return lambda turn, view: _question(turn, view, int(number[1]))
    raise Problem("survey-result-how", typed=rest, number=survey.id or 0)


def _head(view: View) -> list[Markdown]:
    heading_line = view.wording("survey-result-heading", number=view.survey.id or 0, survey=view.title)
    return [heading_line, rate_line(view), *land_rates(view, view.rights.own)]


def _nothing(view: View) -> Problem:
    """Say why there is nothing to see."""
    survey = view.survey
    is_closed = survey.state is SurveyState.CLOSED
    if not view.rights.answers:
        until = survey.closes_at
        return Problem("survey-result-not-asked") if is_closed else Problem("survey-result-after-closing", until=until)
    if survey.anonymity is Anonymity.OPEN:
        return Problem("survey-result-none")
    if is_closed:
        return Problem("survey-result-too-few-closed")
    return Problem("survey-result-running", until=survey.closes_at)


def _by_land(_: Turn, view: View) -> list[Message]:
    rates = paragraph([*_head(view)[:1], rate_line(view), *land_rates(view, view.rates)])
    parts = [rates]
    if view.found is None:
        parts.append(view.wording.problem(_nothing(view)))
    elif not view.rights.everywhere:
        parts.append(view.wording("survey-result-own-rows"))
    parts += _crossed(view, view.by_land)
    return as_messages(view.wording, _name(view), parts, _back(view), picture(rate_chart(view)))


def _by_size(_: Turn, view: View) -> list[Message]:
    _seen(view)
    rows = _crossed(view, view.by_size) or [view.wording("survey-result-no-sizes")]
    return as_messages(view.wording, _name(view), [paragraph(_head(view)), *rows], _back(view))


def _crossed(view: View, rows_of: Callable[[Shown], dict[str, Line]]) -> list[Markdown]:
    rows = [(each, rows_of(each)) for each in view.questions()]
    told = [paragraph([heading(view, each), *row_lines(view, each, lines)]) for each, lines in rows if lines]
    return [*told, *footnote(view, chain.from_iterable(lines.values() for _, lines in rows))]


def _question(turn: Turn, view: View, number: int) -> list[Message]:
    """Show one question in full: all together, by Land, by size, and beside the wave before."""
    shown, wording = _numbered(view, number), view.wording
    total = shown.result.total
    parts = [paragraph([heading(view, shown), *total_lines(view, shown)]), *footnote(view, [total])]
    texts = text_lines(shown)
    parts += [paragraph(texts)] if texts else []
    messages = as_messages(wording, _name(view), parts, picture=picture(total_chart(view, shown)))
    if lands := view.by_land(shown):
        rows = {wording("survey-result-all"): total} | lands
        lines = [wording("survey-result-lands"), *row_lines(view, shown, rows)]
        text = paragraphs([paragraph(lines), *footnote(view, rows.values())])
        messages.append(Message(text, attachment=picture(land_chart(view, shown, rows))))
    if sizes := view.by_size(shown):
        lines = [wording("survey-result-sizes"), *row_lines(view, shown, sizes)]
        messages.append(Message(paragraphs([paragraph(lines), *footnote(view, sizes.values())])))
    wave = wave_before(turn.session, view, turn.now)
    if wave and shown.question.name in wave.pairs:
        messages.append(change_message(view, shown, wave))
    return [*messages[:-1], replace(messages[-1], choices=_beside(view, number))]


def _texts(view: View, number: int | None) -> list[Message]:
    asked = [_numbered(view, number)] if number else list(_seen(view).questions())
    if number and asked[0].question.type not in LISTED:
        raise Problem("survey-result-not-texts", nth=number)
    told = [paragraph([heading(view, each), *text_lines(each)]) for each in asked if each.result.texts]
    if not told:
        raise Problem("survey-result-no-texts")
    return as_messages(view.wording, _name(view), told, _back(view))


def _comparison(turn: Turn, view: View) -> list[Message]:
    wave = wave_before(turn.session, _seen(view), turn.now)
    if wave is None:
        raise Problem("survey-result-no-wave")
    return as_messages(view.wording, _name(view), [*_head(view)[:1], *compared_paragraphs(view, wave)], _back(view))


def _seen(view: View) -> View:
    """Give the view if there are answers in it. Raises :class:`Problem` that says why not."""
    if view.found is None:
        raise _nothing(view)
    return view


def _numbered(view: View, number: int) -> Shown:
    questions = list(_seen(view).questions())
    if not 1 <= number <= len(questions):
        raise Problem("survey-result-no-question", nth=number, most=len(questions))
    return questions[number - 1]


def _name(view: View) -> str:
    return view.wording("survey-result-file", number=view.survey.id or 0)


def _back(view: View) -> tuple[Choice, ...]:
    return (_choice(view, "survey-result-do-all", ""),)


def _beside(view: View, number: int) -> tuple[Choice, ...]:
    """Offer the next question, and all of them."""
    is_last = number == len(list(view.questions()))
    return (*([] if is_last else [_choice(view, "survey-result-do-next", f"Frage {number + 1}")]), *_back(view))


def _choice(view: View, key: str, words: str) -> Choice:
    return Choice(view.wording(key), f"/umfragen {view.survey.id} ergebnisse {words}".strip())
