"""``umfragen``: which surveys there are for somebody, and the way into each: answering it, or its results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.commands import COORDINATORS
from handlers.messages import Choice, Message
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.survey_conversation import SURVEY, open_survey
from handlers.survey_papers import logic_of
from handlers.survey_planning import deeds
from handlers.survey_reach_words import progress
from handlers.survey_results import show_results
from handlers.survey_rights import may_manage
from handlers.survey_words import card
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from handlers.wording import Markdown
from storage.dialogues import running_dialogue
from storage.municipalities import Municipality
from storage.survey_lists import surveys
from storage.survey_participation import Participation, part_of, rate
from storage.surveys import Anonymity, Survey, SurveyState, form_text

FOR = {"fuer", "for"}
RESULTS = {"ergebnisse", "ergebnis", "results", "result"}
SHOWN_FOR = timedelta(days=90)
"""How long after its closing a survey is listed."""

LISTED = 12


def overview(turn: Turn, typed: str) -> Replies:
    """List the surveys of whoever writes, or do with one of them what is said behind its number."""
    if not typed:
        return [_list(turn)]
    found = NUMBERED.fullmatch(typed)
    survey = turn.session.get(Survey, int(found[1])) if found else None
    if found is None or survey is None or not may_see(turn, survey):
        return [turn.reply("survey-unknown", typed=found[1] if found else typed)]
    deed, rest = fold(found["deed"] or ""), found["rest"] or ""
    if not deed or deed in FOR:
        return _open(turn, survey, rest)
    if deed in RESULTS:
        return show_results(turn, survey, rest)
    return [turn.reply("survey-deeds", typed=found["deed"] or "", number=survey.id)]


def survey_name(turn: Turn, number: int) -> str | None:
    """Say what the survey with a number is called, if the person may see it."""
    survey = turn.session.get(Survey, number)
    return survey.title if survey and may_see(turn, survey) else None


def may_see(turn: Turn, survey: Survey) -> bool:
    """Say whether somebody may know of a survey: drafts are for who looks after them."""
    if may_manage(turn, survey):
        return True
    return survey.state is not SurveyState.DRAFT and (turn.holds(*COORDINATORS) or bool(_parts(turn, survey)))


def _parts(turn: Turn, survey: Survey) -> list[Participation]:
    """List the parts of the municipalities somebody speaks for."""
    found = (part_of(turn.session, survey.id or 0, place.ags) for place in turn.places)
    return [part for part in found if part]


def _open(turn: Turn, survey: Survey, whom: str) -> Replies:
    """Open a survey for the municipality that somebody speaks for; which one is asked where there are several."""
    running = running_dialogue(turn.session, turn.sender_id)
    if running is not None and running.dialogue != SURVEY.name:
        return [turn.reply("survey-after-this", title=survey.title, number=survey.id)]
    try:
        places = _places(turn, survey, whom)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    if len(places) == 1:
        return open_survey(turn, survey, places[0].ags)
    choices = [Choice(place.name, f"/umfragen {survey.id} für {place.ags}") for place in places]
    return [turn.reply("survey-which-place", *choices, title=survey.title)] if places else [_state(turn, survey)]


def _places(turn: Turn, survey: Survey, whom: str) -> Sequence[Municipality]:
    """List for which of their municipalities somebody may mean it. Raises :class:`Problem`."""
    if not whom:
        asked = {part.ags for part in _parts(turn, survey)}
        return [place for place in turn.places if place.ags in asked] or turn.places
    place = next((each for each in turn.places if each.ags == whom), None)
    place = place or read_municipality(turn.session, turn.wording, whom)
    if place is None or place.ags not in [each.ags for each in turn.places]:
        raise Problem("survey-not-your-place", typed=whom)
    return [place]


def _list(turn: Turn) -> Outgoing:
    found = [each for each in surveys(turn.session) if _is_shown(turn, each) and may_see(turn, each)]
    if not found:
        return turn.reply("survey-none")
    lines = [turn.wording("survey-list-heading"), "", *(line for each in found[:LISTED] for line in _lines(turn, each))]
    choices = [Choice(turn.wording("survey-choice", title=each.title), f"/umfragen {each.id}") for each in found]
    if len(found) > LISTED:
        lines.append(turn.wording("digest-more", count=len(found) - LISTED))
    return Outgoing(Message(Markdown("\n".join(lines)), tuple(choices[:LISTED])))


def _is_shown(turn: Turn, survey: Survey) -> bool:
    return turn.now - survey.closes_at < SHOWN_FOR or (survey.state is SurveyState.DRAFT and may_manage(turn, survey))


def _lines(turn: Turn, survey: Survey) -> list[Markdown]:
    """Describe a survey in a list: for each municipality of the reader's, else as a whole."""
    parts = _parts(turn, survey)
    values = {"title": survey.title, "number": survey.id, "until": survey.closes_at}
    if not parts or not survey.is_open(turn.now):
        return [turn.wording("survey-list-line", state=_words(turn, survey), **values)]
    several = len(turn.places) > 1
    lines = []
    for part in parts:
        place = turn.session.get_one(Municipality, part.ags).name
        key = "survey-list-line-of" if several else "survey-list-line"
        lines.append(turn.wording(key, state=_own_words(turn, survey, part), place=place, **values))
    return lines


def _own_words(turn: Turn, survey: Survey, part: Participation) -> Markdown:
    """Say how far a municipality is."""
    sent, is_cast = part.sent_at, part.sent_at is not None and survey.anonymity is Anonymity.ANONYMOUS
    logic = logic_of(form_text(turn.session, survey))
    done, count = (0, 0) if is_cast else progress(logic, part.sheet, turn.today)
    if sent is not None:
        key = "survey-own-sent-partly" if done < count else "survey-own-sent"
        return turn.wording(key, sent=turn.office.day(sent), count=count - done)
    return turn.wording("survey-own-begun" if done else "survey-own-new", done=done, count=count)


def _words(turn: Turn, survey: Survey) -> Markdown:
    """Say where a survey stands as a whole."""
    wording = turn.wording
    if survey.state is SurveyState.DRAFT:
        return wording("survey-is-draft")
    if turn.now < survey.opens_at:
        return wording("survey-is-planned", opens=survey.opens_at)
    rated = rate(turn.session, survey.id or 0)
    key = "survey-is-open" if survey.is_open(turn.now) else "survey-is-closed"
    return wording(key, sent=rated.sent, invited=rated.invited, until=survey.closes_at)


def _state(turn: Turn, survey: Survey) -> Outgoing:
    """Tell a coordinator where a survey stands; whoever looks after it, what can be done with it."""
    if may_manage(turn, survey):
        return Outgoing(Message(card(turn, survey), deeds(turn, survey)))
    state = turn.wording("survey-list-line", title=survey.title, number=survey.id, state=_words(turn, survey))
    by_proxy = [turn.wording("survey-state-proxy", number=survey.id)] if survey.is_open(turn.now) else []
    results = Choice(turn.wording("survey-see-results"), f"/umfragen {survey.id} ergebnisse")
    return Outgoing(Message(Markdown("\n\n".join([state, *by_proxy])), (results,)))
