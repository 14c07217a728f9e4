"""``umfrage``: the coordinators' command: a new survey, or by its number one to try, publish, change or close."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from handlers.messages import Choice, Message
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.survey_answer_files import show_files
from handlers.survey_conversation import begin_preview, begin_proxy, open_survey
from handlers.survey_correcting import correct_survey
from handlers.survey_exports import export
from handlers.survey_planning import change_survey, deeds, plan_survey
from handlers.survey_publishing import close_survey, delete_survey, publish_survey
from handlers.survey_reminding import remind_now
from handlers.survey_results import show_results
from handlers.survey_rights import coordinates, may_manage
from handlers.survey_steps import QUICK_WORDS
from handlers.survey_words import card, named
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from storage.municipalities import Municipality
from storage.survey_participation import part_of
from storage.surveys import Survey, SurveyState

ALIKE = 0.6
"""How much of a word must be one of ours (difflib's ratio) for us to ask whether it was meant."""


def survey_command(turn: Turn, typed: str) -> Replies:
    """Make a survey, or do something with the one whose number is given."""
    typed = typed.strip()
    found = NUMBERED.fullmatch(typed)
    if found is None:
        return _new(turn, typed)
    survey, word, rest = turn.session.get(Survey, int(found[1])), found["deed"] or "", found["rest"] or ""
    if survey is not None and fold(word) in PROXY and survey.state is not SurveyState.DRAFT:
        return _answer_for(turn, survey, rest)
    if survey is None or not may_manage(turn, survey):
        return [turn.reply("survey-author-unknown", number=int(found[1]))]
    if not word and turn.incoming.content is None:
        return [Outgoing(Message(card(turn, survey), deeds(turn, survey)))]
    do = DEEDS.get(fold(word)) if word else _take_file
    return do(turn, survey, rest) if do else [_unclear(turn, survey, word, rest)]


def _new(turn: Turn, typed: str) -> Replies:
    """Begin a new survey; a word that is neither a question nor a number was meant otherwise."""
    if turn.incoming.content is None and typed and "?" not in typed and fold(typed) not in QUICK_WORDS:
        return [turn.reply("survey-author-unclear", typed=typed)]
    try:
        return plan_survey(turn, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]


def _take_file(turn: Turn, survey: Survey, rest: str) -> Replies:
    """Take a file that came with nothing but a number: new questions for a draft, else a correction."""
    return (change_survey if survey.state is SurveyState.DRAFT else correct_survey)(turn, survey, rest)


def _preview(turn: Turn, survey: Survey, _rest: str) -> Replies:
    if survey.state is not SurveyState.DRAFT:
        return [turn.reply("survey-author-published-already", title=named(turn, survey))]
    return begin_preview(turn, survey)


def _change(turn: Turn, survey: Survey, _rest: str) -> Replies:
    return _closed(turn, survey) or change_survey(turn, survey)


def _extend(turn: Turn, survey: Survey, rest: str) -> Replies:
    return _closed(turn, survey) or change_survey(turn, survey, rest, closes=True)


def _closed(turn: Turn, survey: Survey) -> Replies:
    """Say that a survey is over, if it is."""
    is_over = survey.state is SurveyState.CLOSED
    return [turn.reply("survey-author-over", title=named(turn, survey))] if is_over else []


def _answer_for(turn: Turn, survey: Survey, typed: str) -> Replies:
    """Answer in the place of a municipality: the office for all, a Land's coordination in their Land.

    Whoever speaks for it does not stand in for anybody.
    """
    try:
        place = _place(turn, survey, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    if place in turn.places and survey.is_open(turn.now):
        return open_survey(turn, survey, place.ags)
    if not coordinates(turn, place):
        return [turn.reply("survey-author-not-your-land", place=place.name)]
    if not survey.is_open(turn.now):
        return [turn.reply("survey-author-not-open", title=named(turn, survey))]
    if part_of(turn.session, survey.id or 0, place.ags) is None:
        return [turn.reply("survey-author-not-asked", place=place.name, title=named(turn, survey))]
    return begin_proxy(turn, survey, place.ags)


def _place(turn: Turn, survey: Survey, typed: str) -> Municipality:
    """Read for which municipality somebody wants to answer. Raises :class:`Problem`."""
    if not typed:
        raise Problem("survey-author-whom", number=survey.id or 0)
    place = read_municipality(turn.session, turn.wording, typed)
    if place is None:
        raise Problem("survey-author-place-unknown", typed=typed)
    return place


def _unclear(turn: Turn, survey: Survey, word: str, rest: str) -> Outgoing:
    """Say what can be done with a survey, and offer what was probably meant."""
    near = get_close_matches(fold(word), SPELLED, n=1, cutoff=ALIKE)
    if not near:
        return turn.reply("survey-author-deeds", *deeds(turn, survey), typed=word, title=named(turn, survey))
    meant = f"umfrage {survey.id} {SPELLED[near[0]]} {rest}".strip()
    return turn.reply("survey-author-deed-meant", Choice(meant, f"/{meant}"), typed=word)


Deed = Callable[[Turn, Survey, str], Replies]
PROXY = {"fuer", "for"}
TABLE: tuple[tuple[tuple[str, ...], Deed], ...] = (
    (("vorschau", "preview"), _preview),
    (("veröffentlichen", "publish"), publish_survey),
    (("ändern", "bearbeiten", "change", "edit"), _change),
    (("verlängern", "extend"), _extend),
    (("korrigieren", "berichtigen", "correct"), correct_survey),
    (("schließen", "beenden", "close", "end"), close_survey),
    (("löschen", "verwerfen", "delete"), delete_survey),
    (("für", "for"), _answer_for),
    (("erinnern", "remind"), lambda turn, survey, _rest: remind_now(turn, survey)),
    (("ergebnisse", "results"), show_results),
    (("export", "exportieren"), export),
    (("dateien", "files"), show_files),
)
"""What can be done with a survey of one's own, by the words for it."""

SPELLED = {fold(word): word for words, _ in TABLE for word in words}
DEEDS = {fold(word): do for words, do in TABLE for word in words}
