"""The office's side of an enquiry: the room in which it is a thread, and who gets it in their own chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from sqlmodel import Session

from handlers.messages import Choice, Message
from handlers.turn import Office, Outgoing, Turn, identity
from handlers.wording import Markdown, Wording
from storage.enquiries import Enquiry, new_key
from storage.groups import Group, groups_of
from storage.outbox import Lane, Urgency
from storage.persons import Person, Role, holders

Words = Callable[[Wording], Markdown]
Choices = Callable[[Wording], tuple[Choice, ...]]


class Occasion(Protocol):
    """When something is said about an enquiry: somebody's turn, or a stroke of the clock."""

    @property
    def session(self) -> Session:
        """The open unit of work."""

    @property
    def office(self) -> Office:
        """The house."""

    @property
    def now(self) -> datetime:
        """The moment."""

    @property
    def today(self) -> date:
        """The day it is for the people of the network."""


def room_for(session: Session) -> Group | None:
    """Find the room in which new enquiries stand: the first group of coordinators that has us."""
    return next(iter(groups_of(session, Role.COORDINATOR)), None)


def room_of(session: Session, enquiry: Enquiry) -> Group | None:
    """Find the room in which an enquiry stands, unless it has thrown us out."""
    room = session.get(Group, enquiry.group_id) if enquiry.group_id else None
    return None if room is None or room.gone else room


def people_of(occasion: Occasion, enquiry: Enquiry, *, everybody: bool = False) -> list[Person]:
    """List who gets an enquiry in their own chat: its Land's coordination, else the office where it has no room.

    Once somebody looks after it, they alone, unless ``everybody`` is meant.
    """
    session, day = occasion.session, occasion.today
    if enquiry.land is not None:
        people = holders(session, Role.LAND_COORDINATOR, day, land=enquiry.land)
    else:
        people = [] if room_of(session, enquiry) else holders(session, Role.COORDINATOR, day)
    others = [person for person in people if person.id != enquiry.person_id]
    claimed = [person for person in others if person.id == enquiry.claimed_by]
    return others if everybody or not claimed else claimed


def tell(  # noqa: PLR0913 - what about which enquiry, to whom, and how
    occasion: Occasion,
    enquiry: Enquiry,
    words: Words,
    *,
    choices: Choices = lambda _: (),
    by: Turn | None = None,
    everybody: bool = False,
    file_id: int | None = None,
) -> list[Outgoing]:
    """Tell the office's side something; whoever did it, and the room in which they did it, know already."""
    told: list[Outgoing] = []
    room = room_of(occasion.session, enquiry)
    if room is not None and not (by and by.group and by.group.id == room.id):
        text = words(occasion.office.wording(room.language))
        message = Message(text, thread=enquiry.root, file_id=file_id)
        told.append(Outgoing(message, group=room, lane=Lane.NOTICE, key=new_key(enquiry.id or 0)))
    for person in people_of(occasion, enquiry, everybody=everybody):
        if by is None or by.person is None or by.person.id != identity(person):
            wording = occasion.office.wording(person.language)
            message = Message(words(wording), choices(wording), file_id=file_id)
            told.append(to_coordinator(occasion, enquiry, person, message))
    return told


def to_coordinator(occasion: Occasion, enquiry: Enquiry, person: Person, message: Message) -> Outgoing:
    """Give a coordinator a message about an enquiry in their own chat; an answer to it goes to the enquiry."""
    why = occasion.office.wording(person.language)("why-enquiry-desk")
    key = new_key(enquiry.id or 0)
    return Outgoing(message, person, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why, key=key)


def here(turn: Turn, enquiry: Enquiry, text: Markdown, *choices: Choice) -> Outgoing:
    """Answer a coordinator where they wrote: in the enquiry's thread, if that stands there."""
    in_room = turn.group is not None and turn.group.id == enquiry.group_id
    message = Message(text, () if turn.group else choices, thread=enquiry.root if in_room else None)
    return Outgoing(message, key=new_key(enquiry.id or 0))
