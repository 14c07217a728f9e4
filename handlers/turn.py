"""What a handler is given, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers.messages import Choice, Incoming, Message
from handlers.wording import Markdown, Wording
from storage.groups import Group
from storage.municipalities import Land, Municipality
from storage.outbox import Lane, Urgency
from storage.pacing import Window
from storage.persons import Address, Language, Person, Role, RoleAssignment, lands_of

MONDAYS_AT_EIGHT = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0;BYSECOND=0"
QUARTERLY = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
"""In the middle of January, April, July and October."""


def foresee_nothing(*_: object) -> Sequence[Foreseen]:
    """Say of a house without a clock what will be said by it."""
    return ()


@dataclass(frozen=True, slots=True)
class BotLink:
    """How people open a chat with the bot on a network, or bring it into a group.

    ``{token}`` is where an invitation's token goes, on networks whose links can carry one.
    """

    network: str
    direct: str
    group: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A network on which the bot can write to somebody first.

    ``account`` finds one as people write it, as the group of this name; ``ours`` is the bot's own.
    """

    network: str
    account: re.Pattern[str]
    ours: str


class MessagesFor(Protocol):
    """How a network splits texts."""

    def __call__(self, text: str, *, with_file: bool = False) -> int:
        """Say in how many messages a text arrives, a file that goes with it included."""


@dataclass(frozen=True, slots=True)
class Office:
    """What handlers need to know of the installation."""

    timezone: ZoneInfo
    language: Language = Language.GERMAN
    networks: frozenset[str] | None = None
    """Networks that are on; None where that does not matter."""
    links: tuple[BotLink, ...] = ()
    """How people open a chat with the bot, one for each network."""
    openings: tuple[Opening, ...] = ()
    """Networks on which the bot can write to somebody first."""
    windows: Mapping[str, Window] = field(default_factory=dict)
    """How many messages networks take in a span of time; one that says itself when it is enough is missing."""
    networks_by_consent: frozenset[str] = frozenset()
    """Networks that see what is said: off for a municipality until the office allows them, and only after a yes."""
    networks_with_menus: frozenset[str] = frozenset()
    """Networks whose chats offer commands while somebody types."""
    networks_with_polls: frozenset[str] = frozenset()
    """Networks where choices are no buttons: a poll beside them spares whose client shows polls the typing."""
    digest_schedule: str = MONDAYS_AT_EIGHT
    """When digests go out: a recurrence rule in local time (RFC 5545)."""
    round_schedule: str = ""
    """When municipalities are asked whether their pledges are still so: a recurrence rule; empty means never."""
    round_days: int = 21
    """On how many days such a round can be answered."""
    election: date | None = None
    """The day of the election, unless the office has set another (:mod:`storage.anchors`)."""
    urgent_alone: bool = False
    """Whether the office may let an urgent announcement go without a second person."""
    two_confirmations_from: int | None = None
    """From how many places on a report needs two confirmations; None for never."""
    ledger_key: str = field(default="", repr=False)
    """With what the ledger is sealed; empty where it is not."""
    public_url: str = ""
    """Where the world reaches our web server; empty where it does not."""
    messages_for: Mapping[str, MessagesFor] = field(default_factory=dict)
    """In how many messages a text arrives, by networks that split long ones. Given by the networks."""
    fingerprints: Mapping[str, Callable[[], Mapping[str, str]]] = field(default_factory=dict)
    """Say by what people's apps can tell that it is us, by networks where they can: names of facts, and what apps show;
    nothing until we are connected. Given by the networks."""
    forecast: Forecast = foresee_nothing
    """Says what will be sent by a moment. Given by the scheduler, which handlers do not know."""

    def wording(self, language: Language | None = None, today: date | None = None) -> Wording:
        """Give the sentences of a language, or of the house's own; with a day, its examples too."""
        return Wording(language or self.language, self.timezone, today)

    def day(self, moment: datetime) -> date:
        """Say which day a moment falls on for the people of the network."""
        return moment.astimezone(self.timezone).date()


NOTHING = Markdown()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and whom it is for: a person, a group, one address, or, with none, the chat that is being answered.

    ``stranger`` is the network and account of somebody we do not know, on a network where we can write first.
    """

    message: Message
    person: Person | None = None
    group: Group | None = None
    address: Address | None = None
    stranger: tuple[str, str] | None = None
    lane: Lane = Lane.REPLY
    key: str | None = None
    """Names a message that must not be said twice; None lets the outbox name it."""
    urgency: Urgency = Urgency.URGENT
    """Whether it may wait for a good moment of its person's."""
    why: Markdown = NOTHING
    """Why its person gets it, in their language, for who asks."""
    due_id: int | None = None
    """The clock's item that says it, if one does."""
    batch_id: int | None = None
    """The batch it goes with (:mod:`storage.batches`), if it does."""


def notice(message: Message, person: Person, why: Markdown, urgency: Urgency = Urgency.NORMAL) -> Outgoing:
    """Tell somebody what they had not asked for: not at night."""
    return Outgoing(message, person, lane=Lane.NOTICE, urgency=urgency, why=why)


Replies = Sequence[Outgoing]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that will go: when, to whom (a person, or the group of a role), and its text.

    What many are told for the same reason is about the same: a rule of the clock and its subject.
    """

    at: datetime
    text: str
    person: Person | None
    role: Role | None
    about: str


Forecast = Callable[[Session, Office, datetime, datetime], Sequence[Foreseen]]
"""From a session, the office, now and a moment to what will be said until then; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing somebody said, with all a handler may use: the open unit of work, who it was, and the moment."""

    session: Session
    incoming: Incoming
    text: str
    now: datetime
    office: Office
    person: Person | None = None
    address: Address | None = None
    """The person's address that this came from."""
    roles: tuple[RoleAssignment, ...] = ()
    group: Group | None = None
    places: tuple[Municipality, ...] = ()
    """The municipalities the person speaks for."""
    crowded: bool = False
    """Whether more comes in, from everybody together, than should."""

    @property
    def wording(self) -> Wording:
        """The sentences in the language of whoever is answered."""
        reader = self.person if self.incoming.direct else self.group
        return self.office.wording(reader.language if reader else None, self.today)

    @property
    def today(self) -> date:
        """The day it is for the people of the network."""
        return self.office.day(self.now)

    @property
    def sender(self) -> Person:
        """The person who wrote; only for handlers that strangers never reach."""
        if self.person is None:
            raise LookupError("a stranger has reached a handler for members")
        return self.person

    @property
    def sender_id(self) -> int:
        """The number of the person who wrote."""
        return identity(self.sender)

    def holds(self, *roles: Role) -> bool:
        """Say whether the person holds one of these roles today."""
        return any(assignment.role in roles for assignment in self.roles)

    def is_one_of(self, roles: frozenset[Role] | None) -> bool:
        """Say whether something is for the person: for one of their roles, or, with None, for everybody we know."""
        return roles is None or self.holds(*roles)

    def lands(self) -> set[Land]:
        """List the Länder the person coordinates; the office coordinates all."""
        return lands_of(self.roles)

    def saying(self, text: str) -> Turn:
        """Give the same turn with another text: what a button says when it is pressed."""
        return replace(self, text=text)

    def reply(self, key: str, *choices: Choice, **values: object) -> Outgoing:
        """Answer with a sentence and, perhaps, choices."""
        return Outgoing(Message(self.wording(key, **values), choices))


def identity(person: Person) -> int:
    """Return a stored person's number."""
    if person.id is None:
        raise LookupError("this person was never stored")
    return person.id
