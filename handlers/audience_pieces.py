"""One piece of an audience in words: a role, a Land, a programme, a name, with what its phrases ask besides."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlmodel import select

from handlers.audience_phrases import MARK, Phrases, together
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.typed import fold
from storage.audience_criteria import Criteria
from storage.municipalities import Land, MemberStatus, Municipality, SizeClass, find_municipalities
from storage.persons import Person, Role
from storage.pledges import Programme, TargetGroup

ALL = {"alle", "aller", "allen", "all", "everyone", "everybody", "jeder", "jede"}
PLACES = {"kommunen", "kommune", "staedte", "staedten", "stadt", "gemeinden", "municipalities", "towns", "cities"}
PEOPLE = {"personen", "leute", "people"}
OFFERS = {"zusage", "zusagen", "pledge", "pledges", "plaetze", "plaetzen"}
JOINTS = {"oder", "or", "bzw"}
SMALL = {"in", "aus", "der", "die", "den", "fuer", "mit", "von", "im", "unter", "wer", "haben", "land", "programm"}
SMALL |= {"from", "with", "of", "the", "for", "under"}
FILLER = ALL | PLACES | PEOPLE | OFFERS | JOINTS | SMALL
EITHER = re.compile(r"\s+(?:oder|or|bzw\.?)\s+", re.IGNORECASE)
ALL_GROUPS = re.compile(r"\b(?:für|fuer|for) (?:alle Gruppen|alle Geflüchteten|alle|everyone|all)\b", re.IGNORECASE)
KEY = re.compile(r"\(?\b(\d{8}|\d{5})\b\)?")

Named = TypeVar("Named", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a piece of a text means, and whether it says itself who is meant ("Kommunen über 100.000 Einwohner")."""

    criteria: Criteria
    has_subject: bool
    begins_with_phrase: bool = False

    @property
    def is_addition(self) -> bool:
        """Whether it only asks something of whom the pieces before it mean ("…, die bei Termin 3 zugesagt haben")."""
        is_narrow = self.begins_with_phrase or not self.criteria.lands
        return not self.has_subject and not self.criteria.places and is_narrow

    @property
    def conditions(self) -> Criteria:
        """What it asks besides who is meant."""
        return self.criteria.model_copy(update={"lands": (), "places": ()})


def read_piece(phrases: Phrases, text: str) -> Piece:
    """Read one piece. Raises :class:`Problem` with the words that nobody knows."""
    conditions, quoted, rest = phrases.said_in(text)
    said, rest = _named_things(rest)
    words = [fold(word) for word in rest.split()]
    if OFFERS & set(words) and not (said.programmes or said.groups):
        said = said.model_copy(update={"programmes": tuple(Programme)})
    named = _places_or_people(phrases, text, rest, said.lands, quoted)
    elsewhere = {land for land in said.lands if land not in _lands_of(phrases, named)}
    whole = together(said, named, conditions)
    nobody = whole == Criteria() and not set(words) & (ALL | PLACES)
    nobody |= bool(said.groups) and not (said.programmes or OFFERS & set(words))  # for minors is not of minors
    if nobody or (named.places and elsewhere):
        raise Problem("audience-unclear", typed=phrases.written(text))
    whole = whole.model_copy(update={"lands": ()}) if named.places else whole
    if sum(word in JOINTS for word in words) != _alternatives(whole):
        raise Problem("audience-either", typed=phrases.written(text))
    names_whom = said != Criteria(lands=said.lands) or bool(whole.people)
    has_subject = names_whom or bool(set(words) & (ALL | PLACES | PEOPLE))
    return Piece(whole, has_subject, begins_with_phrase=bool(MARK.match(text.strip())))


def _named_things(text: str) -> tuple[Criteria, str]:
    """Find all that has a name in a text; returns it, and the text without the names."""
    every_group = [TargetGroup.EVERYONE] if ALL_GROUPS.search(text) and OFFERS & set(fold(text).split()) else []
    programmes, rest = _all_of(Programme, ALL_GROUPS.sub(" ", text) if every_group else text)
    groups, rest = _all_of(TargetGroup, rest)
    roles, rest = _all_of(Role, rest)
    sizes, rest = _all_of(SizeClass, rest)
    statuses, rest = _all_of(MemberStatus, rest)
    lands, rest = _all_of(Land, rest)
    found = {"programmes": programmes, "groups": (*every_group, *groups), "roles": roles, "lands": lands}
    return Criteria.model_validate({**found, "sizes": sizes, "statuses": statuses}), rest


def _all_of(kind: type[Named], text: str) -> tuple[tuple[Named, ...], str]:
    """Find all members of a kind in a text. "Alle" is everybody here, never a target group."""
    found: set[Named] = set()
    kept: list[str] = []
    while named := find_name(kind, text):
        member, rest = named
        if member is TargetGroup.EVERYONE:
            kept = [word for word in text.split() if fold(word) in ALL]
            rest = " ".join(word for word in text.split() if fold(word) not in ALL)
            text = rest
            continue
        found.add(member)
        text = rest
    return tuple(member for member in kind if member in found), " ".join([*kept, text])


def _alternatives(one: Criteria) -> int:
    """Count the "oder" between what criteria name of one kind; between different kinds it would have no meaning."""
    listed = (one.roles, one.groups, one.lands, one.places, one.statuses, one.sizes, one.people)
    programmes = () if one.programmes == tuple(Programme) else one.programmes
    return sum(max(0, len(names) - 1) for names in (*listed, programmes))


def _lands_of(phrases: Phrases, named: Criteria) -> set[Land]:
    return {phrases.turn.session.get_one(Municipality, ags).land for ags in named.places}


def _places_or_people(phrases: Phrases, text: str, rest: str, lands: Collection[Land], quoted: list[str]) -> Criteria:
    """Find who is called by a name: municipalities, and single persons by what we call them."""
    words = rest.split()
    while words and fold(words[-1]) in FILLER:
        words.pop()
    while words and fold(words[0]) in FILLER:
        words.pop(0)
    name = " ".join(words)
    whole = _place(phrases, name, lands) if name else None
    names = ([name] if whole else EITHER.split(name) if name else []) + quoted
    places = [place for each in names if (place := _place(phrases, each, lands))]
    if len(places) == len(names):
        return Criteria(places=tuple(dict.fromkeys(place.ags for place in places)))
    label = quoted[0] if len(names) == 1 and quoted else phrases.written(text)
    people = phrases.turn.session.exec(select(Person.id).where(Person.label == label)).all()
    if len(people) > 1:
        raise Problem("audience-person-several", typed=label, found=", ".join(f"Person {number}" for number in people))
    if people and not places:
        return Criteria(people=tuple(number for number in people if number))
    unknown = next(each for each in names if _place(phrases, each, lands) is None)
    raise Problem("audience-unclear", typed=phrases.written(unknown))


def _place(phrases: Phrases, typed: str, lands: Collection[Land]) -> Municipality | None:
    """Find a municipality by its name, by its AGS, or by both; of several with one name the one in a Land that is said.

    Raises :class:`Problem` for a name of several.
    """
    session = phrases.turn.session
    key = KEY.search(typed)
    if key is None:
        there = [each for each in find_municipalities(session, typed) if each.land in lands]
        return there[0] if len(there) == 1 else read_municipality(session, phrases.turn.wording, typed)
    place, name = session.get(Municipality, key[1]), KEY.sub(" ", typed).strip()
    return place if place and (not name or place in find_municipalities(session, name)) else None
