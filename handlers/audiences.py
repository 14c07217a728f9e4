"""Audiences in words: "alle", "NRW und Hessen", "Sprecher*innen", "NEST in NRW", "Köln, Bielefeld"."""

from __future__ import annotations

import re

from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Turn
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.audience_criteria import Audience, Criteria
from storage.audiences import Reach
from storage.municipalities import Land, Municipality
from storage.persons import Role
from storage.pledges import Programme

SEPARATOR = re.compile(r"\s*([,;]|\bund\b|\bsowie\b|\band\b|\+)\s*", re.IGNORECASE)
FILLER = {
    "alle",
    "aller",
    "all",
    "everyone",
    "in",
    "aus",
    "der",
    "die",
    "den",
    "fuer",
    "mit",
    "von",
    "zusage",
    "kommunen",
}
FILLER |= {"staedte", "mitglieder", "zusagen", "from", "with", "members", "of", "the", "land", "stadt", "programm"}
EVERYONE = {"alle", "alle kommunen", "alle mitglieder", "alle staedte", "everyone", "all", "all members"}
NAMED = 6
"""Places listed by name; more are only counted."""


def read_audience(turn: Turn, typed: str) -> Audience:
    """Read whom something is for; parts are joined by commas and "und". Raises :class:`Problem`."""
    audience, unknown = read_known(turn, typed)
    if unknown:
        raise Problem("audience-unclear", typed=unknown[0])
    return audience


def read_known(turn: Turn, typed: str) -> tuple[Audience, list[str]]:
    """Read whom something is for as far as they are known, and the parts that are not. Raises :class:`Problem`."""
    parts: list[Criteria] = []
    unknown: list[Problem] = []
    joint, *pieces = ("", *SEPARATOR.split(typed))
    for piece in pieces:
        if SEPARATOR.fullmatch(piece):
            joint = piece
        elif piece:
            try:
                one = _criteria(turn, piece)
            except Problem as problem:
                if problem.key != "audience-unclear":
                    raise
                unknown.append(problem)
                continue
            parts.append(_continued(parts[-1], one) if parts and joint.isalpha() else one)
    if not parts:
        raise unknown[0] if unknown else Problem("audience-unclear", typed=typed)
    return _allowed(turn, Audience(anyone_of=tuple(parts))), [str(each.values["typed"]) for each in unknown]


def _continued(before: Criteria, one: Criteria) -> Criteria:
    """Read "NEST in NRW und Hessen" as NEST in both: what is named before several Länder is meant in each."""
    narrow = {"roles": before.roles, "programmes": before.programmes}
    only_lands = one == Criteria(lands=one.lands)
    return one.model_copy(update=narrow) if only_lands and one.lands and before.lands else one


def _criteria(turn: Turn, part: str) -> Criteria:
    if fold(part) in EVERYONE:
        return Criteria()
    rest = part
    role, rest = find_name(Role, rest) or (None, rest)
    programme, rest = find_name(Programme, rest) or (None, rest)
    land, rest = find_name(Land, rest) or (None, rest)
    words = [word for word in rest.split() if fold(word) not in FILLER]
    place = _place(turn, " ".join(words)) if words else None
    if not (role or programme or land or place) or (land and place and place.land is not land):
        raise Problem("audience-unclear", typed=part)
    return Criteria(
        roles=(role,) if role else (),
        programmes=(programme,) if programme else (),
        lands=(land,) if land and not place else (),
        places=(place.ags,) if place else (),
    )


def _place(turn: Turn, typed: str) -> Municipality:
    place = read_municipality(turn.session, turn.wording, typed)
    if place is None:
        raise Problem("audience-unclear", typed=typed)
    return place


def _allowed(turn: Turn, audience: Audience) -> Audience:
    """Hold an audience against the rights of whoever asks: who coordinates one Land writes to that Land."""
    if turn.holds(Role.COORDINATOR):
        return audience
    own = turn.lands()
    parts: list[Criteria] = []
    for one in audience.anyone_of:
        lands = one.lands or tuple(turn.session.get_one(Municipality, ags).land for ags in one.places)
        if not set(lands) <= own:
            raise Problem("audience-not-yours", lands=", ".join(turn.wording.name(land) for land in sorted(own)))
        parts.append(one if lands else one.model_copy(update={"lands": tuple(sorted(own))}))
    return Audience(anyone_of=tuple(parts))


def audience_words(turn: Turn, audience: Audience) -> Markdown:
    """Write whom something is for."""
    return Markdown(", ".join(_criteria_words(turn, one) for one in audience.anyone_of))


def _criteria_words(turn: Turn, one: Criteria) -> Markdown:
    wording = turn.wording
    places = [turn.session.get_one(Municipality, ags).name for ags in one.places]
    named = [wording.name(role) for role in one.roles] or ([] if places else [wording("audience-everyone")])
    where = [*(wording.name(land) for land in one.lands), *places]
    words = ", ".join(named)
    if where:
        words = wording("audience-in", whom=Markdown(words), where=", ".join(where)) if named else ", ".join(where)
    if one.programmes:
        programmes = ", ".join(wording.name(programme) for programme in one.programmes)
        words = wording("audience-with", whom=Markdown(words), programmes=Markdown(programmes))
    return Markdown(words)


def reach_words(wording: Wording, found: Reach) -> Markdown:
    """Write how many are reached, and who is not."""
    places = {recipient.ags for recipient in found.recipients if recipient.ags}
    people = {recipient.person.id for recipient in found.recipients}
    lines = [wording("reach-count", people=len(people), places=len(places)) if people else wording("reach-nobody")]
    silent = [place.name for place in found.silent_places]
    if silent:
        more = len(silent) - NAMED
        key = "reach-silent-more" if more > 0 else "reach-silent"
        lines.append(wording(key, places=", ".join(silent[:NAMED]), count=len(silent), more=more))
    if found.unreachable:
        lines.append(wording("reach-gone", people=", ".join(person.label for person in found.unreachable[:NAMED])))
    return Markdown("\n".join(lines))
