"""Digests that were lost are made up for, time alone changes numbers, and a group that comes back is told again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.clock import Clock
from bot.intake import Intake
from handlers.messages import Incoming
from storage.claims import claim
from storage.database import Database
from storage.groups import Group
from storage.ledger import decide, propose
from storage.outbox import FailureKind, OutboxMessage, OutboxState, put_back, record_failed, record_sent
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.scheduler.conftest import BIELEFELD, FRIDAY, MINUTE, MONDAY, WEEK, World

TUESDAY = MONDAY + timedelta(days=1)
NOTHING = "hat sich nichts geändert"
BY_TIME = "gab es keine neuen Meldungen. Die Zahlen haben sich geändert"


class Office:
    """A world with a group, whose outbox ends as a test says, and to which the group can write."""

    def __init__(self, world: World, threads: ThreadPoolExecutor) -> None:
        self.world = world
        self.database: Database = world.database
        self.chat = world.group()
        self._clock = Clock(FRIDAY)
        self._intake = Intake(self.database, world.office, self._clock, threads, wake=lambda: None)

    def digest(self, weeks: int) -> str:
        """Let the clock strike on a Monday; gives the digest that was written, or nothing."""
        before = len(self.world.told(self.chat))
        self.world.tick(MONDAY + weeks * WEEK)
        return "\n".join(self.world.told(self.chat)[before:])

    def claimed(self, limit: int = 10) -> list[OutboxMessage]:
        """Claim what waits, as a delivery does: in a transaction of its own."""
        with self.database.transaction() as session:
            return claim(session, "test", ["core"], limit)

    def sent(self) -> None:
        """Let what waits arrive."""
        for message in self.claimed():
            with self.database.transaction() as session:
                assert record_sent(session, message, "event", MONDAY)

    def refused(self, limit: int = 10) -> None:
        """Let the network refuse what waits, for good."""
        for message in self.claimed(limit):
            with self.database.transaction() as session:
                assert record_failed(session, message, FailureKind.REFUSED, "too long", MONDAY)

    def unreachable(self) -> None:
        """Let what waits wait on."""
        for message in self.claimed():
            with self.database.transaction() as session:
                assert put_back(session, message, FailureKind.UNREACHABLE, "no route", wait=timedelta())

    def given_up(self, state: OutboxState) -> None:
        """Let what waits be given up."""
        with self.database.transaction() as session:
            for message in session.exec(select(OutboxMessage).where(OutboxMessage.state == OutboxState.QUEUED)):
                message.state = state

    def write(self, text: str, now: datetime) -> None:
        """Let somebody write in the group."""
        self._clock.set(now)
        self._intake.take(Incoming("core", f"says {text}", account="gast", chat=self.chat, direct=False, text=text))

    def confirm_later(self, places: int, begin: date) -> None:
        """Let Bielefeld report an offer that begins later, and Potsdam confirm it."""
        with self.database.transaction() as session:
            line = Line(BIELEFELD, Programme.NEST, TargetGroup.EVERYONE)
            entry = propose(session, standing(session, line), Offer(places, begin), self.world.contact, FRIDAY)
            decide(session, entry, PledgeState.CONFIRMED, self.world.coordinator, FRIDAY)


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    """Give a world with a group of spokespersons."""
    with ThreadPoolExecutor(1) as threads:
        yield Office(world, threads)


# Lost and found.


def test_a_digest_that_failed_is_told_again(office: Office) -> None:
    """After a digest that could not be sent, the next one covers the same entries, with the same difference."""
    office.world.confirm(20)
    first = office.digest(0)
    office.refused()
    second = office.digest(1)
    for text in (first, second):
        assert "**Bestätigt (1)**" in text
        assert "NEST: 20 (+20)" in text
    office.sent()
    third = office.digest(2)
    assert NOTHING in third
    assert "12.07.2021" in third


@pytest.mark.parametrize("state", [OutboxState.EXPIRED, OutboxState.CANCELLED])
def test_a_digest_that_was_given_up_is_told_again(office: Office, state: OutboxState) -> None:
    """A digest that expired or was cancelled told nobody anything either."""
    office.world.confirm(20)
    office.digest(0)
    office.given_up(state)
    assert "**Bestätigt (1)**" in office.digest(1)


def test_a_digest_that_was_sent_counts(office: Office) -> None:
    """What a group was told it is not told again."""
    office.world.confirm(20)
    assert "**Bestätigt (1)**" in office.digest(0)
    office.sent()
    second = office.digest(1)
    assert "**Bestätigt" not in second
    assert "am 05.07.2021 hat sich nichts geändert" in second
    assert "NEST: 20 (unverändert)" in second


def test_a_digest_that_is_still_waiting_counts(office: Office) -> None:
    """A digest that waits for its next try will be read: the next one goes on behind it."""
    office.world.confirm(20)
    office.digest(0)
    office.unreachable()
    assert NOTHING in office.digest(1)


def test_lost_digests_do_not_take_others_along(office: Office) -> None:
    """After a digest that arrived and one that was lost, the next one goes on where the last that arrived ended."""
    office.world.confirm(20)
    office.digest(0)
    office.sent()
    office.world.confirm(5, programme=Programme.LAND)
    office.digest(1)
    office.refused()
    third = office.digest(2)
    assert "**Bestätigt (1)**" in third
    assert "Landesaufnahmeprogramm: 5 (+5)" in third
    assert "NEST: 20 (unverändert)" in third


def test_the_loss_of_one_group_is_none_of_another(office: Office) -> None:
    """A group whose digest arrived is not told twice because another group's was lost."""
    office.world.confirm(20)
    other = office.world.group()
    office.digest(0)
    office.refused(limit=1)
    office.sent()
    assert "**Bestätigt (1)**" in office.digest(1)
    assert NOTHING in office.world.told(other)[-1]


def test_an_offer_that_ran_out_is_said_to_have_changed_the_numbers(office: Office) -> None:
    """Without a new report, an offer that has run out since the last digest explains the lower number."""
    office.world.confirm(20, until=(MONDAY + timedelta(days=3)).date())
    office.digest(0)
    second = office.digest(1)
    assert f"Seit dem letzten Digest am 05.07.2021 {BY_TIME}" in second
    assert NOTHING not in second
    assert "(−20)" in second
    assert NOTHING in office.digest(2)


def test_an_offer_that_began_is_said_to_have_changed_the_numbers(office: Office) -> None:
    """Without a new report, an offer that has begun since the last digest explains the higher number."""
    office.confirm_later(7, (MONDAY + timedelta(days=3)).date())
    assert "Kumuliert: 0 Plätze" in office.digest(0)
    second = office.digest(1)
    assert BY_TIME in second
    assert "NEST: 7 (+7)" in second
    assert NOTHING in office.digest(2)


def test_an_offer_that_takes_the_place_of_another_changes_the_numbers(office: Office) -> None:
    """From its begin a confirmed change counts instead of the old offer, and the digest says so."""
    office.world.confirm(20)
    office.confirm_later(30, (MONDAY + timedelta(days=3)).date())
    assert "NEST: 20" in office.digest(0)
    second = office.digest(1)
    assert BY_TIME in second
    assert "NEST: 30 (+10)" in second


def test_what_neither_begins_nor_ends_changes_nothing(office: Office) -> None:
    """An offer that counts throughout, and one that begins later, change no number in between."""
    office.world.confirm(20)
    office.digest(0)
    assert NOTHING in office.digest(1)


# Coming back.


def test_a_group_that_was_gone_and_writes_again_gets_digests_again(office: Office) -> None:
    """A group marked as gone that gives us a command has not thrown us out: its next digest comes."""
    office.world.confirm(20)
    office.world.tick(FRIDAY)
    office.world.leave(office.chat)
    assert office.digest(0) == ""
    office.write("!hilfe", TUESDAY)
    assert office.world.tick(TUESDAY + MINUTE) == 0
    assert "**Bestätigt (1)**" in office.digest(1)


def test_a_group_that_was_gone_for_long_is_told_everything_once(office: Office) -> None:
    """After weeks away a group gets one digest with all that is new to it, and from then on every Monday's."""
    office.world.tick(FRIDAY)
    office.world.leave(office.chat)
    office.world.confirm(20)
    assert [office.digest(week) for week in range(3)] == ["", "", ""]
    office.write("!hilfe", TUESDAY + 2 * WEEK)
    office.world.tick(TUESDAY + 2 * WEEK + MINUTE)
    office.digest(3)
    told = [text for text in office.world.told(office.chat) if "**Bestätigt (1)**" in text]
    assert len(told) == 1
    assert NOTHING in office.digest(4)


def test_a_group_that_is_gone_stays_gone(office: Office) -> None:
    """As long as nobody there writes to us, a group that threw us out gets nothing."""
    office.world.leave(office.chat)
    assert [office.digest(0), office.digest(1)] == ["", ""]
    with office.database.transaction() as session:
        assert session.exec(select(Group.gone)).one() is True
