"""Who blocks us or throws us out is noticed at once, without a message that fails; nothing is kept of strangers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlmodel import col, select

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from handlers.messages import Incoming, Kind, Message
from handlers.sending import post
from handlers.turn import Outgoing
from storage.database import Database
from storage.groups import Group, groups_of
from storage.links import leave
from storage.outbox import Lane, OutboxMessage
from storage.persons import Address, Person, Role, preferred_address
from storage.posting import messages
from tests.core_stage import BY_CONSENT, NETWORK, START, CoreStage
from tests.handlers.test_consent import tables_with

WHO = "Köln per Telegram"
KNOWN_TWICE = """
Fremd: Köln per Telegram
Code A: Länderkoordination DE-NW
Köln per Telegram schreibt: einverstanden
Hafenbote an Köln per Telegram: Danke. …
Köln per Telegram schreibt: start {Code A}
Hafenbote an Köln per Telegram: Willkommen! …
"""


class Presence:
    """A stage with somebody on Telegram, whose second address is on Matrix."""

    def __init__(self, database: Database) -> None:
        self.stage = CoreStage(database)
        self.database = database
        self._events = 0

    async def prepare(self) -> None:
        """Let them join, and be known on Matrix, too."""
        await Player(self.stage).play(read_transcript(KNOWN_TWICE))
        with self.database.transaction() as session:
            self.person_id = session.exec(select(Person.id)).one() or 0
            where = {"network": NETWORK, "account": "Köln", "chat": "Köln", "position": 1}
            session.add(Address(person_id=self.person_id, created_at=START, **where))

    def happens(self, kind: Kind, chat: str = WHO, *, direct: bool = True, **more: str) -> None:
        """Let something happen to a chat on Telegram."""
        self._events += 1
        event = Incoming(
            network=BY_CONSENT,
            event_id=f"standing {self._events}",
            account=chat,
            chat=chat,
            direct=direct,
            kind=kind,
            **more,
        )
        self.stage._intake.take(event)

    def reached_at(self) -> str:
        """Say on which network a message would go out now."""
        with self.database.transaction() as session:
            address = preferred_address(session, self.person_id)
            return address.network if address else ""

    def with_polls(self) -> Sequence[str]:
        """List the networks on which their app has shown that it knows polls."""
        with self.database.transaction() as session:
            return session.exec(select(Address.network).where(col(Address.shows_polls))).all()

    def group(self, chat: str) -> None:
        """Serve a group on Telegram."""
        with self.database.transaction() as session:
            session.add(Group(network=BY_CONSENT, chat=chat, role=Role.SPOKESPERSON, created_at=START))

    def groups(self) -> Sequence[str]:
        """List the chats of the groups that get a digest."""
        with self.database.transaction() as session:
            return [group.chat for group in groups_of(session, Role.SPOKESPERSON)]

    def said(self) -> int:
        """Count what we have said."""
        with self.database.transaction() as session:
            return len(session.exec(select(OutboxMessage)).all())


@pytest.fixture
async def presence(database: Database) -> Presence:
    """Give a stage on which somebody has joined."""
    stage = Presence(database)
    await stage.prepare()
    return stage


async def test_who_blocks_us_is_written_to_elsewhere_at_once(presence: Presence) -> None:
    """The next message goes to the next address without having failed before; unblocking brings the first one back."""
    before = presence.said()
    assert presence.reached_at() == BY_CONSENT
    presence.happens(Kind.REMOVED)
    assert presence.reached_at() == NETWORK
    presence.happens(Kind.ADMITTED)
    assert presence.reached_at() == BY_CONSENT
    assert presence.said() == before


async def test_of_strangers_nothing_is_kept(presence: Presence) -> None:
    """Somebody who never agreed blocks and unblocks us: the inbox has its trace, and nothing else has anything."""
    for kind in (Kind.REMOVED, Kind.ADMITTED, Kind.MOVED):
        presence.happens(kind, "Gast", refers_to="Gast nebenan")
    assert tables_with(presence.database, "Gast") == set()


async def test_who_took_the_yes_back_is_not_written_to_before_another(presence: Presence) -> None:
    """Neither writing nor unblocking makes up for a yes; only a new one brings the address back."""
    await presence.stage.write(WHO, "nichteinverstanden", None)
    assert presence.reached_at() == NETWORK
    await presence.stage.write(WHO, "status", None)
    presence.happens(Kind.ADMITTED)
    assert presence.reached_at() == NETWORK
    await presence.stage.write(WHO, "einverstanden", None)
    assert presence.reached_at() == BY_CONSENT


async def test_what_waits_for_an_address_that_is_left_goes_to_the_next(presence: Presence) -> None:
    """Who takes the yes back gets on Matrix what was still waiting for Telegram."""
    with presence.database.transaction() as session:
        person = session.get_one(Person, presence.person_id)
        notice = Outgoing(Message("Termin"), person=person, lane=Lane.NOTICE)
        [row] = messages(session, post(session, presence.stage.office, [notice], START))
        assert row.network == BY_CONSENT
        leave(session, session.exec(select(Address).where(Address.network == BY_CONSENT)).one())
        session.refresh(row)
        assert (row.network, row.chat) == (NETWORK, "Köln")


async def test_a_group_that_throws_us_out_is_gone_with_its_topics(presence: Presence) -> None:
    """Nothing is written to a group any more, nor to topics in it, until we are let in again; others stay."""
    for chat in ("-100", "-100/7", "-1001"):
        presence.group(chat)
    presence.happens(Kind.REMOVED, "-100", direct=False)
    assert presence.groups() == ["-1001"]
    presence.happens(Kind.ADMITTED, "-100", direct=False)
    assert presence.groups() == ["-100", "-100/7", "-1001"]


async def test_a_group_that_moved_is_served_where_it_is(presence: Presence) -> None:
    """The group goes on at its new address, and nobody has to bring a code again."""
    presence.group("-5")
    presence.happens(Kind.MOVED, "-5", direct=False, refers_to="-1005")
    assert presence.groups() == ["-1005"]


@pytest.mark.parametrize("kind", [Kind.VOTE, Kind.POLL])
async def test_who_votes_or_asks_has_an_app_that_shows_polls(presence: Presence, kind: Kind) -> None:
    """It is noted of the address they do it from, and of no other; before that it is not."""
    presence.happens(Kind.TEXT)
    assert presence.with_polls() == []
    presence.happens(kind)
    assert presence.with_polls() == [BY_CONSENT]
