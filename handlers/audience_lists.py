"""Who is in an audience as a list, who of them cannot be reached and why, and how long it takes to write to all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlmodel import Session, col, select

from handlers.courtesy import paused_until
from handlers.messages import Attachment
from handlers.spreadsheets import CSV, csv_file, harmless
from handlers.turn import Office, Turn, identity
from handlers.wording import Markdown, Wording, unmarked
from storage.audience_criteria import Audience
from storage.audiences import members, reach
from storage.municipalities import Municipality, municipalities_by_ags
from storage.persons import Address, Person, persons_by_number, preferred_addresses
from storage.throughput import paced, rate, recent_sends, unpaced

HOURLY = 120
"""Minutes from which on a time is told in hours."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up once for a whole list."""

    people: Mapping[int, Person]
    places: Mapping[str, Municipality]
    addresses: Mapping[int, Address]
    had_one: Collection[int]


def reach_file(turn: Turn, audience: Audience) -> Attachment:
    """Write who is in an audience today, each with municipality, Land and network, or why nothing reaches them."""
    found = members(turn.session, audience, turn.today)
    known = _known(turn, found)
    silent = reach(turn.session, audience, turn.today).silent_places
    spoken_for = {ags for _, ags in found}
    rows = [
        *(_row(turn, known, number, ags) for number, ags in found),
        *(_row_of_place(turn, place) for place in silent if place.ags not in spoken_for),
    ]
    header = turn.wording("reach-columns").split(";")
    table = [[harmless(cell) for cell in row] for row in [header, *rows]]
    return Attachment(turn.wording("reach-file"), CSV, csv_file(table))


def _known(turn: Turn, found: Sequence[tuple[int, str | None]]) -> _Known:
    session, numbers = turn.session, {number for number, _ in found}
    had_one = session.exec(select(Address.person_id).where(col(Address.person_id).in_(numbers))) if numbers else ()
    return _Known(
        people=persons_by_number(session, numbers),
        places=municipalities_by_ags(session, {ags for _, ags in found if ags}),
        addresses=preferred_addresses(session, numbers, turn.office.networks),
        had_one=set(had_one),
    )


def _row(turn: Turn, known: _Known, number: int, ags: str | None) -> list[str]:
    wording, person = turn.wording, known.people[number]
    address, place = known.addresses.get(number), known.places.get(ags or "")
    network = unmarked(wording.network(address.network)) if address else ""
    where = [place.name, place.ags, unmarked(wording.name(place.land))] if place else ["", "", ""]
    return [person.label, *where, network, unmarked(_obstacle(turn, person, address, known))]


def _obstacle(turn: Turn, person: Person, address: Address | None, known: _Known) -> Markdown:
    """Say why somebody is not written to now; nothing where they are."""
    wording = turn.wording
    if address is None:
        return wording("reach-address-gone" if identity(person) in known.had_one else "reach-address-never")
    if turn.office.networks is not None and address.network not in turn.office.networks:
        return wording("reach-network-off")
    until = paused_until(turn.office, person, turn.now)
    return wording("reach-paused", day=until) if until else Markdown()


def _row_of_place(turn: Turn, place: Municipality) -> list[str]:
    wording = turn.wording
    land = unmarked(wording.name(place.land))
    return ["", place.name, place.ags, land, "", unmarked(wording("reach-nobody-speaks"))]


def time_words(session: Session, wording: Wording, people: Collection[int], office: Office) -> Markdown:
    """Write how long it takes to write to people, on each network that is used for it."""
    times = times_by_network(session, people, office)
    return Markdown(", ".join(_time_words(wording, network, time) for network, time in times))


def times_by_network(session: Session, people: Collection[int], office: Office) -> Iterator[tuple[str, timedelta]]:
    """Reckon how long one message to each of some people takes; the networks work side by side."""
    counts = Counter(each.network for each in preferred_addresses(session, people, office.networks).values())
    for network, count in sorted(counts.items()):
        if window := office.windows.get(network):
            yield network, paced(count, window)
        else:
            yield network, unpaced(count, rate(recent_sends(session, network)))


def _time_words(wording: Wording, network: str, time: timedelta) -> Markdown:
    minutes = max(1, int(time.total_seconds() / 60 + 0.5))
    name = wording.network(network)
    if minutes < HOURLY:
        return wording("reach-minutes", network=name, count=minutes)
    return wording("reach-hours", network=name, count=ceil(minutes / 60))
