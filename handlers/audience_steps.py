"""The question who gets something: answered in words or by buttons, and made narrower step by step until "Fertig".

What was chosen so far is kept as the audience itself, with the list that was asked for last, if one was: so the answer
of the whole step is an :class:`storage.audience_criteria.Audience` as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from sqlmodel import select

from handlers.audience_grammar import read_criteria
from handlers.audience_narrowing import narrowed, with_more, without
from handlers.audiences import allowed, audience_words
from handlers.dialogues import Answers, Step, Understood, begun
from handlers.messages import Choice
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audience_criteria import Audience, Criteria
from storage.audiences import reach
from storage.meetings import MeetingState, upcoming
from storage.municipalities import Land, Municipality
from storage.persons import Role
from storage.rounds import running_round
from storage.survey_lists import surveys
from storage.surveys import Survey, SurveyState

KEY = "audience"
ANEW = {"neu", "von vorn", "neu beginnen", "again", "anew", "start again"}
ADDRESSED = re.compile(r"(?:an|empfänger(?:\*?innen)?|to|recipients)[\s:]+(?P<answer>.+)", re.IGNORECASE | re.DOTALL)
"""How it is corrected at a review: "an NRW und Hessen", "Empfänger: alle"."""

NOBODY = Audience(anyone_of=())


class Asked(StrEnum):
    """What the next words are about."""

    NOTHING = ""
    LAND = "land"
    ONLY = "only"
    ONLY_IN = "only-in"
    EXCEPT = "except"
    MORE = "more"


OPENERS: dict[Asked, tuple[set[str], re.Pattern[str]]] = {
    Asked.LAND: ({"ein land", "land", "a land", "one land"}, re.compile(r"(?!)")),
    Asked.ONLY_IN: ({"nur in", "only in"}, re.compile(r"(?:nur|only) in\s+", re.IGNORECASE)),
    Asked.ONLY: ({"nur", "only"}, re.compile(r"(?:nur|only)\s+", re.IGNORECASE)),
    Asked.EXCEPT: (
        {"ausser", "ohne", "except", "without"},
        re.compile(r"(?:außer|ausser|ohne(?! (?:eine )?Antwort)|except|without(?! an)|nicht|not)\s+", re.IGNORECASE),
    ),
    Asked.MORE: ({"dazu", "auch", "plus", "also"}, re.compile(r"(?:dazu|auch|plus|und|also|and)\s+", re.IGNORECASE)),
}
"""By which words each is asked for, and how a line begins that answers it at once."""

CHANGES: dict[Asked, Callable[[Audience, list[Criteria]], Audience]] = {
    Asked.ONLY: narrowed,
    Asked.ONLY_IN: narrowed,
    Asked.EXCEPT: without,
    Asked.MORE: with_more,
    Asked.LAND: lambda _, chosen: Audience(anyone_of=tuple(chosen)),
}

CHANGING = {"only": "nur", "only-in": "nur in", "except": "außer", "more": "dazu", "anew": "neu"}
"""What the buttons below a chosen audience say."""

OFTEN = {
    "members": "Mitgliedskommunen",
    "declared": "erklärte Kommunen",
    "offers": "Kommunen mit Zusagen",
    "cities": "Großstädte",
}
"""What an audience is often narrowed to, beside roles and answers."""


class Begun(Audience, frozen=True):
    """What was chosen so far, and what was asked for last."""

    asked: Asked = Asked.NOTHING


def audience_step(needed: Callable[[Turn, Answers], bool] = lambda *_: True, *, optional: bool = False) -> Step:
    """Give the question who gets something; texts: ``<dialogue>-ask-audience`` and ``<dialogue>-more-audience``."""
    return Step(
        KEY, read_step, step_choices, needed=needed, optional=optional, several=True, whole=True, known_by=ADDRESSED
    )


def _so_far(answers: Answers) -> Begun:
    kept = answers.get(begun(KEY))
    return Begun.model_validate_json(kept) if kept else Begun(anyone_of=())


def read_step(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read one more step: whom it is for, or what makes them fewer or more. Raises :class:`Problem`."""
    if KEY in answers:  # corrected at a review, where nothing can be asked back
        return _changed(turn, NOBODY, Asked.LAND, typed)
    so_far, words = _so_far(answers), fold(typed.rstrip("…"))
    if words in ANEW:
        return Understood(Begun(anyone_of=()).model_dump_json(), turn.wording("audience-step-anew"), begun=True)
    for asked, (calls, opening) in OPENERS.items():
        if words in calls and (so_far.anyone_of or asked is Asked.LAND):
            remark = turn.wording(f"audience-step-{asked}")
            return Understood(_kept(so_far, asked), remark, begun=True)
        if so_far.anyone_of and (lead := opening.match(typed)):
            return _changed(turn, so_far, asked, typed[lead.end() :])
    if so_far.asked:
        return _changed(turn, so_far, so_far.asked, typed)
    if so_far.anyone_of:
        raise Problem("audience-step-how", typed=typed)
    return _changed(turn, so_far, Asked.LAND, typed)


def _kept(audience: Audience, asked: Asked = Asked.NOTHING) -> str:
    return Begun(anyone_of=audience.anyone_of, asked=asked).model_dump_json()


def _changed(turn: Turn, so_far: Audience, how: Asked, typed: str) -> Understood:
    """Take one step. One after which nobody is left is not taken."""
    criteria, unknown = read_criteria(turn, typed)
    if unknown or not criteria:
        raise unknown[0] if unknown else Problem("audience-unclear", typed=typed)
    audience = allowed(turn, CHANGES[how](so_far, criteria))
    return Understood(_kept(audience), _step_words(turn, audience), begun=True)


def _step_words(turn: Turn, audience: Audience) -> Markdown:
    """Write who is chosen, and how many of them are reached. Raises :class:`Problem` where nobody is meant."""
    wording, found = turn.wording, reach(turn.session, audience, turn.today)
    if not (found.recipients or found.unreachable or found.silent_places):
        raise Problem("audience-reaches-nobody")
    people = {recipient.person.id for recipient in found.recipients}
    places = {recipient.ags for recipient in found.recipients if recipient.ags}
    lines = [
        wording("audience-step-now", whom=audience_words(turn, audience)),
        wording("reach-count", people=len(people), places=len(places)) if people else wording("reach-nobody"),
    ]
    if found.unreachable or found.silent_places:
        counts = {"people": len(found.unreachable), "places": len(found.silent_places)}
        lines.append(wording("audience-step-unreachable", **counts))
    return Markdown("\n".join(lines))


def step_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer what is often wanted, and then what makes it narrower."""
    so_far, wording = _so_far(answers), turn.wording
    if so_far.asked is Asked.ONLY:
        return [*_kinds(turn), *_unanswered(turn)]
    if so_far.asked:
        return _lands(turn, so_far)
    if not so_far.anyone_of:
        everyone = Choice(wording("audience-step-all-contacts"), "Ansprechpersonen")
        land = Choice(wording("audience-step-a-land"), "ein Land")
        spokespersons = [Choice(wording.name(Role.SPOKESPERSON), "Sprecher*innen")]
        office = turn.holds(Role.COORDINATOR)
        return [everyone, land, *_unanswered(turn), *(spokespersons if office else [])]
    return [Choice(wording(f"audience-step-choose-{how}"), value) for how, value in CHANGING.items()]


def _kinds(turn: Turn) -> list[Choice]:
    """Offer what a network's people differ in."""
    wording = turn.wording
    roles = [Choice(wording.name(role), wording.name(role)) for role in (Role.CONTACT, Role.DEPUTY)]
    return [*roles, *(Choice(wording(f"audience-step-{kind}"), value) for kind, value in OFTEN.items())]


def _unanswered(turn: Turn) -> list[Choice]:
    """Offer who has not answered the running round, the newest survey, and the next meeting."""
    open_ones = [each for each in surveys(turn.session, SurveyState.PUBLISHED) if each.is_open(turn.now)]
    latest: Survey | None = max(open_ones, key=lambda each: each.id or 0, default=None)
    meeting = next((each for each in upcoming(turn.session, turn.now) if each.state is MeetingState.PLANNED), None)
    offered: list[Choice] = []
    if held := running_round(turn.session, turn.now):
        offered.append(Choice(turn.wording("audience-step-no-round"), f"ohne Antwort auf Runde {held.id}"))
    if latest:
        label = turn.wording("audience-step-no-survey", title=latest.title)
        offered.append(Choice(label, f"ohne Antwort auf Umfrage {latest.id}"))
    if meeting:
        label = turn.wording("audience-step-no-meeting", title=meeting.title)
        offered.append(Choice(label, f"ohne Antwort auf Termin {meeting.id}"))
    return offered


def _lands(turn: Turn, so_far: Begun) -> list[Choice]:
    """Offer the Länder in which there are municipalities, and for which the person may write."""
    there = set(turn.session.exec(select(Municipality.land).distinct())) & turn.lands()
    named = {land for one in so_far.anyone_of for land in one.lands}
    wanted = there & named if named and so_far.asked is not Asked.MORE else there
    return [Choice(turn.wording.name(land), turn.wording.name(land)) for land in Land if land in wanted]
