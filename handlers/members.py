"""The network's members: how many, where, and who speaks for one of them."""

from __future__ import annotations

from collections import Counter

from sqlmodel import select

from handlers.messages import Message
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.synonyms import named
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.municipalities import Land, MemberStatus, Municipality
from storage.persons import colleagues


def show_members(turn: Turn, typed: str) -> Replies:
    """Count the members by Land, list those of one (``mitglieder NRW``), or show who speaks for a municipality."""
    land = named(Land, typed) if typed else None
    if land is not None:
        return [_of_land(turn, land)]
    if not typed:
        return [_count(turn)]
    try:
        municipality = read_municipality(turn.session, turn.wording, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    if municipality is None:
        return [turn.reply("place-unknown", typed=typed)]
    return [_one(turn, municipality)]


def _count(turn: Turn) -> Outgoing:
    everyone = turn.session.exec(select(Municipality.land, Municipality.status)).all()
    joined = Counter(land for land, status in everyone if status is MemberStatus.MEMBER)
    lines = [
        turn.wording("members-count", members=joined.total(), declared=len(everyone) - joined.total()),
        "",
        *(turn.wording("members-land", land=land, count=joined[land]) for land in Land if joined[land]),
    ]
    return Outgoing(Message(Markdown("\n".join(lines))))


def _of_land(turn: Turn, land: Land) -> Outgoing:
    places = turn.session.exec(
        select(Municipality).where(Municipality.land == land).order_by(Municipality.folded_name)
    ).all()
    if not places:
        return turn.reply("members-land-none", land=land)
    lines = [turn.wording("members-land-heading", land=land, count=len(places)), ""]
    lines += [turn.wording("members-place", name=place.name, status=place.status) for place in places]
    return Outgoing(Message(Markdown("\n".join(lines))))


def _one(turn: Turn, municipality: Municipality) -> Outgoing:
    people = [
        turn.wording("members-person", label=person.label)
        for person in colleagues(turn.session, municipality.ags, turn.today)
    ]
    heading = turn.wording(
        "members-one",
        name=municipality.name,
        land=municipality.land,
        ags=municipality.ags,
        status=municipality.status,
    )
    return Outgoing(Message(Markdown("\n".join([heading, "", *(people or [turn.wording("members-nobody")])]))))
