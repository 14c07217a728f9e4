"""Calendar feeds: the command that gives out their addresses, and what stands behind one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from handlers.calendar_files import ORGANIZER, Attendee, Listed, feed_file
from handlers.messages import Message
from handlers.synonyms import find_name
from handlers.turn import Office, Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audiences import parties_of
from storage.audit import note
from storage.calendar_feeds import CalendarFeed, feed_at, meetings_in, meetings_of, open_feed, revoke_feeds
from storage.municipalities import Land
from storage.persons import Person, lands_of, roles_of

PATH = "/calendar/{token}.ics"
"""Where our web server shows a feed."""

OFF = {"aus", "sperren", "loeschen", "off", "revoke"}
FILLERS = {"fuer", "in", "for"}
KEPT = timedelta(days=90)
"""How long a meeting stays in a feed after it has begun."""


def calendar(turn: Turn, typed: str) -> Replies:
    """Give out the address of a feed, or end feeds: ``kalender``, ``kalender NRW``, ``kalender aus``."""
    land, rest = find_name(Land, typed) or (None, typed)
    words = set(fold(rest).split()) - FILLERS
    if words and words <= OFF:
        return [_ended(turn, land)]
    if words:
        return [turn.reply("calendar-how", typed=typed)]
    return [_opened(turn, land)]


def _opened(turn: Turn, land: Land | None) -> Outgoing:
    if land is not None and land not in turn.lands():
        return turn.reply("calendar-not-your-land", land=land)
    if not turn.office.public_url:
        return turn.reply("calendar-no-address")
    token = open_feed(turn.session, turn.sender_id, turn.now, land=land)
    note(turn.session, turn.now, turn.sender_id, "calendar-opened", f"person:{turn.sender_id}", land=land or "")
    heading = turn.wording("calendar-of-land", land=land) if land else turn.wording("calendar-own")
    address = turn.office.public_url.rstrip("/") + PATH.format(token=token)
    # As code: clients make a preview of a link, and for that some server would read the calendar.
    text = Markdown(f"{heading}\n\n`{address}`\n\n{turn.wording('calendar-how-to')}")
    return Outgoing(Message(text, secret=True))


def _ended(turn: Turn, land: Land | None) -> Outgoing:
    """End the feed of a Land, or all the person has: who fears that an address is known should not have to think."""
    ended = revoke_feeds(turn.session, turn.sender_id, turn.now, *([land] if land else []))
    if ended:
        note(turn.session, turn.now, turn.sender_id, "calendar-ended", f"person:{turn.sender_id}", count=ended)
    return turn.reply("calendar-ended", count=ended)


def published(session: Session, office: Office, token: str, now: datetime) -> Callable[[], bytes] | None:
    """Look up the calendar behind a token; returns what writes it, which needs no transaction, or None for no feed.

    Who no longer holds a role, or no longer coordinates the Land, gets a calendar without meetings: it empties what
    their devices have kept, links and all, where an error would leave it there.
    """
    feed = feed_at(session, token)
    if feed is None:
        return None
    person = session.get_one(Person, feed.person_id)
    wording = office.wording(person.language)
    name = f"{ORGANIZER} {wording.name(feed.land)}" if feed.land else ORGANIZER
    return partial(feed_file, wording, name, _listed(session, office, feed, person, now), now)


def _listed(session: Session, office: Office, feed: CalendarFeed, person: Person, now: datetime) -> list[Listed]:
    roles, since = roles_of(session, feed.person_id, office.day(now)), now - KEPT
    if feed.land is None:
        parties = parties_of(feed.person_id, roles)
        mine = meetings_of(session, feed.person_id, parties, since)
        return [(meeting, Attendee(person.label, said)) for meeting, said in mine]
    if feed.land not in lands_of(roles):
        return []
    return [(meeting, None) for meeting in meetings_in(session, feed.land, since)]
