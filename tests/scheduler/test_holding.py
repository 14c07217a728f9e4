"""What was held back goes at its moment, once, to where its reader is then; low ones beyond a few go as one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from handlers.courtesy import LOW_PER_WEEK, Circumstances, next_good_moment
from handlers.messages import Attachment, Choice
from storage.audit import AuditEntry
from storage.due import DueItem, DueState
from storage.municipalities import Land
from storage.outbox import OutboxMessage, OutboxState, Urgency
from storage.persons import Address, Person, RoleAssignment
from storage.restraints import Restraint, RestraintReason
from tests.scheduler.conftest import BERLIN, MINUTE, SECOND, WEEK, World
from tests.scheduler.readers import Reader, at

NORMAL, LOW, URGENT = Urgency.NORMAL, Urgency.LOW, Urgency.URGENT
NIGHT, PAUSED, CAP = RestraintReason.QUIET_HOURS, RestraintReason.PAUSED, RestraintReason.WEEKLY_CAP
WEEKEND = RestraintReason.WEEKEND
DAY = timedelta(days=1)
COLLECTED = "Das hat sich in den letzten Tagen für Sie gesammelt:"
LOOK = Choice("Ansehen", "/freigaben")
FILE = Attachment("termin.ics", "text/calendar", b"BEGIN:VCALENDAR")


@pytest.fixture
def reader(world: World) -> Reader:
    """Give a contact of Bielefeld: the test runs once on SQLite and once on PostgreSQL."""
    return Reader(world)


def tick_at_once(world: World, now: datetime) -> int:
    """Let the clock strike on two instances at the same moment; gives how many messages went."""
    start = Barrier(2, timeout=10)

    def strike(_: int) -> int:
        start.wait()
        return world.tick(now)

    with ThreadPoolExecutor(2) as executor:
        return sum(executor.map(strike, range(2)))


# One message.


def test_what_may_wait_is_held_until_the_morning(world: World, reader: Reader) -> None:
    """A message of the evening goes at seven, not a second before, with the reason written down."""
    reader.tell("Neue Meldung", at("05. 21:30"))
    assert (reader.texts(), reader.held()) == ([], 1)
    assert reader.restraints() == [(NIGHT, at("06. 07:00"))]
    assert world.tick(at("06. 07:00") - SECOND) == 0
    assert world.tick(at("06. 07:00")) == 1
    [heard] = reader.heard()
    assert (heard.text, heard.when) == ("Neue Meldung", at("06. 07:00"))
    assert world.tick(at("06. 07:00") + SECOND) == 0


def test_what_is_urgent_or_has_no_person_is_never_held(reader: Reader) -> None:
    """An urgent message goes at once, in the night, too."""
    reader.tell("Abgesagt", at("05. 23:00"), URGENT)
    assert (reader.texts(), reader.restraints()) == (["Abgesagt"], [])


def test_order_is_kept(world: World, reader: Reader) -> None:
    """What was said in the night comes in the order in which it was said."""
    for number in range(5):
        reader.tell(f"Nr. {number}", at(f"05. 2{number % 4}:00"))
    world.tick(at("06. 07:00"))
    assert reader.texts() == [f"Nr. {number}" for number in range(5)]


def test_two_instances_release_once(world: World, reader: Reader) -> None:
    """Of two instances whose clocks strike at the same moment, one lets a message go."""
    for day in (5, 6, 7, 8):
        reader.tell(f"Tag {day}", at(f"0{day}. 22:00"))
        assert tick_at_once(world, at(f"0{day + 1}. 07:00")) == 1
    assert reader.texts() == ["Tag 5", "Tag 6", "Tag 7", "Tag 8"]


def test_after_a_downtime_it_goes_late_in_the_day(world: World, reader: Reader) -> None:
    """Due at seven, and the service is back at noon: it goes at noon, and its item says that it was late."""
    reader.tell("Neue Meldung", at("05. 21:30"))
    assert world.tick(at("06. 12:00")) == 1
    with world.database.transaction() as session:
        [item] = session.exec(select(DueItem).where(DueItem.rule == "held"))
    assert (item.state, item.late) == (DueState.DONE, True)


def test_after_a_downtime_into_the_night_it_waits_again(world: World, reader: Reader) -> None:
    """Due at seven, and the service is back at ten in the evening: nobody is woken, it goes the next morning."""
    reader.tell("Neue Meldung", at("05. 21:30"))
    assert world.tick(at("06. 22:00")) == 0
    assert world.tick(at("07. 07:00")) == 1
    assert reader.restraints() == [(NIGHT, at("06. 07:00")), (NIGHT, at("07. 07:00"))]
    assert len(reader.texts()) == 1


def test_a_cancelled_one_does_not_go(world: World, reader: Reader) -> None:
    """What was cancelled while it was held stays so."""
    number = reader.tell("Neue Meldung", at("05. 21:30"))
    with world.database.transaction() as session:
        session.get_one(OutboxMessage, number).state = OutboxState.CANCELLED
    assert world.tick(at("06. 07:00")) == 0
    assert reader.items() == [("held", DueState.SKIPPED, "held no more")]


# Where its reader is then.


def test_it_goes_to_the_address_of_the_morning(world: World, reader: Reader) -> None:
    """Who left the chat in the night gets it at their next address; what it should replace stands in the old chat."""
    number = reader.tell("Neue Meldung", at("05. 21:30"))
    with world.database.transaction() as session:
        session.get_one(OutboxMessage, number).replaces = "an earlier one"
    reader.lives_at("matrix", "Anderswo", position=1)
    reader.leaves("Bielefeld")
    world.tick(at("06. 07:00"))
    assert [heard.chat for heard in reader.heard()] == ["Anderswo"]
    assert (reader.row(number).network, reader.row(number).replaces) == ("matrix", None)


def test_without_an_address_left_it_is_cancelled(world: World, reader: Reader) -> None:
    """Who is reached nowhere any more gets nothing; row, item and audit log say so."""
    number = reader.tell("Neue Meldung", at("05. 21:30"))
    reader.leaves("Bielefeld")
    assert world.tick(at("06. 07:00")) == 0
    row = reader.row(number)
    assert (row.state, row.failure_detail) == (OutboxState.FAILED, "no address left")
    assert reader.items() == [("held", DueState.SKIPPED, "no address left")]
    with world.database.transaction() as session:
        [entry] = session.exec(select(AuditEntry).where(AuditEntry.action == "undeliverable"))
    assert entry.subject == f"person:{reader.number}"


def test_who_is_erased_gets_nothing_and_stops_nobody(world: World, reader: Reader) -> None:
    """What the clock had for somebody who is erased is skipped; what is due for others goes."""
    other = Reader(world, "Potsdam")
    reader.tell("Neue Meldung", at("05. 21:30"))
    for number in range(LOW_PER_WEEK + 2):
        reader.tell(f"Nr. {number}", at("05. 12:00"), LOW)
    other.tell("Neue Meldung", at("05. 22:30"))
    with world.database.transaction() as session:
        for table in (OutboxMessage, Restraint, Address, RoleAssignment):
            for row in session.exec(select(table).where(table.person_id == reader.number)):  # type: ignore[arg-type]
                session.delete(row)
        session.flush()
        session.delete(session.get_one(Person, reader.number))
    assert world.tick(at("06. 07:00")) == 1
    assert world.tick(at("12. 08:00")) == 0
    assert other.texts() == ["Neue Meldung"]
    assert {state for _, state, _ in reader.items()} == {DueState.SKIPPED}


# Silence on request.


def test_a_silence_begun_in_the_night_holds_what_waits(world: World, reader: Reader) -> None:
    """What waited for the morning waits for the end of a silence that began meanwhile."""
    reader.tell("Neue Meldung", at("05. 21:30"))
    reader.rests(date(2021, 7, 9), at("05. 23:00"))
    assert world.tick(at("06. 07:00")) == 0
    assert world.tick(at("09. 07:00")) == 1
    assert reader.restraints() == [(NIGHT, at("06. 07:00")), (PAUSED, at("09. 07:00"))]


def test_a_silence_ended_early_lets_go(world: World, reader: Reader) -> None:
    """Whoever ends a silence hears at the next tick what waited for its end; in the night, the next morning."""
    reader.rests(date(2021, 7, 20), at("05. 08:00"))
    reader.tell("Neue Meldung", at("05. 12:00"))
    reader.rests(None, at("06. 22:00"))
    assert world.tick(at("06. 22:00")) == 0
    assert world.tick(at("07. 07:00")) == 1
    reader.rests(date(2021, 7, 20), at("07. 08:00"))
    reader.tell("Noch eine", at("07. 12:00"))
    reader.rests(None, at("07. 13:00"))
    assert world.tick(at("07. 13:00")) == 1
    assert reader.texts() == ["Neue Meldung", "Noch eine"]


def test_silences_that_come_and_go_lose_nothing(world: World, reader: Reader) -> None:
    """A silence until the same day, ended and begun again, with a tick after each step, still lets the message go."""
    end = date(2021, 7, 9)
    reader.rests(end, at("05. 08:00"))
    reader.tell("Neue Meldung", at("05. 12:00"))
    for until, when in ((None, "05. 22:00"), (end, "05. 23:00"), (None, "06. 03:00"), (end, "06. 06:00")):
        reader.rests(until, at(when))
        world.tick(at(when) + SECOND)
    world.tick(at("06. 07:00"))
    assert reader.texts() == []
    world.tick(at("09. 07:00"))
    assert reader.texts() == ["Neue Meldung"]


def test_a_long_silence_is_not_made_up_for_at_one_go(world: World, reader: Reader) -> None:
    """Of ten low ones that waited for the end of a silence three go then, the others together on Monday."""
    reader.rests(date(2021, 7, 20), at("05. 08:00"))
    for number in range(10):
        reader.tell(f"Nr. {number}", at("06. 12:00"), LOW)
    assert world.tick(at("20. 07:00")) == LOW_PER_WEEK
    assert world.tick(at("26. 08:00")) == 1
    singles, collected = reader.texts()[:-1], reader.texts()[-1]
    assert singles == ["Nr. 0", "Nr. 1", "Nr. 2"]
    assert collected.split("\n\n") == [COLLECTED, *(f"Nr. {number}" for number in range(3, 10))]


# Enough for a week.


def test_the_fourth_low_one_of_a_week_waits_for_monday(world: World, reader: Reader) -> None:
    """Three low ones go when they are said; what is more comes on Monday at eight, in one message with its reason."""
    for number in range(6):
        reader.tell(f"Nr. {number}", at("06. 10:00") + number * MINUTE, LOW, why=f"Weil {number % 2}.")
    assert reader.texts() == ["Nr. 0", "Nr. 1", "Nr. 2"]
    assert reader.restraints() == [(CAP, at("12. 08:00"))] * 3
    assert world.tick(at("12. 08:00") - SECOND) == 0
    assert world.tick(at("12. 08:00")) == 1
    assert reader.texts()[3:] == [f"{COLLECTED}\n\nNr. 3\n\nNr. 4\n\nNr. 5"]
    assert world.tick(at("19. 08:00")) == 0
    assert reader.held() == 0
    with world.database.transaction() as session:
        told = session.exec(select(OutboxMessage).where(OutboxMessage.text.startswith(COLLECTED))).one()  # type: ignore[attr-defined]
    reason, *whys = told.why.split("\n\n")
    assert f"höchstens {LOW_PER_WEEK}" in reason
    assert whys == ["Weil 1.", "Weil 0."]


def test_several_said_at_once_count_like_several(reader: Reader) -> None:
    """Of five low ones said in one go, exactly three go."""
    for number in range(5):
        reader.tell(f"Nr. {number}", at("06. 10:00"), LOW)
    assert (reader.texts(), reader.held()) == (["Nr. 0", "Nr. 1", "Nr. 2"], 2)


def test_two_instances_collect_once(world: World, reader: Reader) -> None:
    """Of two instances whose clocks strike at the same moment, one tells what was collected."""
    for number in range(6):
        reader.tell(f"Nr. {number}", at("06. 10:00"), LOW)
    assert tick_at_once(world, at("12. 08:00")) == 1
    assert len(reader.texts()) == 4


def test_a_single_one_needs_no_cover(world: World, reader: Reader) -> None:
    """Where only one was collected, it goes as it is."""
    for number in range(LOW_PER_WEEK + 1):
        reader.tell(f"Nr. {number}", at("06. 10:00"), LOW)
    assert world.tick(at("12. 08:00")) == 1
    assert reader.texts()[-1] == "Nr. 3"


def test_choices_and_files_are_not_lost(world: World, reader: Reader) -> None:
    """What offers choices or brings a file goes by itself on Monday, whole, beside what is told as one."""
    for number in range(LOW_PER_WEEK + 2):
        reader.tell(f"Nr. {number}", at("06. 10:00"), LOW)
    asked = reader.tell("Sehen Sie nach?", at("06. 11:00"), LOW, choices=(LOOK,))
    brought = reader.tell("Termin", at("06. 12:00"), LOW, attachment=FILE)
    assert world.tick(at("12. 08:00")) == 3
    assert sorted(reader.texts()[3:]) == [f"{COLLECTED}\n\nNr. 3\n\nNr. 4", "Sehen Sie nach?", "Termin"]
    assert reader.row(asked).choices == [["Ansehen", "/freigaben"]]
    assert reader.row(brought).attachment == FILE.content


def test_what_is_collected_waits_like_a_low_one(world: World, reader: Reader) -> None:
    """On a Monday in a silence, or after a downtime into a Saturday, what was collected waits for a better moment."""
    for number in range(LOW_PER_WEEK + 2):
        reader.tell(f"Nr. {number}", at("06. 10:00"), LOW)
    reader.rests(date(2021, 7, 15), at("10. 10:00"))
    assert world.tick(at("12. 08:00")) == 0
    assert world.tick(at("17. 12:00")) == 0
    assert world.tick(at("19. 07:00")) == 1
    assert [reason for reason, _ in reader.restraints()] == [CAP, CAP, PAUSED, PAUSED, WEEKEND, WEEKEND]


def test_what_is_collected_without_an_address_is_cancelled(world: World, reader: Reader) -> None:
    """Who is reached nowhere on Monday gets nothing, and each row says why."""
    numbers = [reader.tell(f"Nr. {number}", at("06. 10:00"), LOW) for number in range(LOW_PER_WEEK + 2)]
    reader.leaves("Bielefeld")
    assert world.tick(at("12. 08:00")) == 0
    rows = [reader.row(number) for number in numbers[LOW_PER_WEEK:]]
    assert {(row.state, row.failure_detail) for row in rows} == {(OutboxState.FAILED, "no address left")}


def test_what_comes_while_monday_is_being_told_is_told_later(world: World, reader: Reader) -> None:
    """One that is held for a Monday another instance has just told makes it due again: it is not forgotten."""
    for number in range(LOW_PER_WEEK + 2):
        reader.tell(f"Nr. {number}", at("06. 10:00"), LOW)
    world.tick(at("12. 08:00"))
    # This instance took its moment before, and got its turn only now.
    reader.tell("Zu spät", at("12. 07:59"), LOW)
    assert reader.held() == 1
    world.tick(at("12. 08:00") + SECOND)
    assert reader.texts()[-1] == "Zu spät"


# All of it together.

STEPS = st.lists(
    st.tuples(
        st.integers(1, 60 * 40),
        st.sampled_from(["low", "low", "low", "normal", "choices", "tick", "rest", "wake"]),
        st.integers(1, 12),
    ),
    min_size=5,
    max_size=40,
)
a_few = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Examples share the database of their test; each one has a reader of its own."""


@a_few
@given(STEPS)
def test_nothing_is_lost_doubled_or_said_at_a_bad_moment(world: World, steps: list[tuple[int, str, int]]) -> None:
    """Whatever is said when, with silences and downtimes in between: each text arrives once, and when it may.

    Low ones that did not wait for Monday are never more than three in seven days.
    """
    reader, said, rests = Reader(world), list[str](), list[tuple[datetime, date | None]]()
    now = at("05. 09:00")
    for minutes, deed, days in steps:
        now += minutes * MINUTE
        if deed == "tick":
            world.tick(now)
        elif deed in {"rest", "wake"}:
            rests.append((now, (now + days * DAY).date() if deed == "rest" else None))
            reader.rests(rests[-1][1], now)
        else:
            said.append(f"Text {len(said)}.")
            urgency, choices = NORMAL if deed == "normal" else LOW, (LOOK,) if deed == "choices" else ()
            reader.tell(said[-1], now, urgency, choices=choices)
    for _ in range(60):
        now += timedelta(hours=12, minutes=7)
        world.tick(now)
    arrived = reader.arrived()
    whole = "\n".join(row.text for row in arrived)
    assert {text: whole.count(text) for text in said} == dict.fromkeys(said, 1)
    assert reader.held() == 0
    for row in arrived:
        until = next((until for when, until in reversed(rests) if when < row.created_at), None)
        here = Circumstances(BERLIN, lambda _: (Land.NW,), until)
        assert next_good_moment(here, row.urgency, row.created_at)[1] is None
    waited = {restraint.subject for restraint in reader.restraints_for(CAP)}
    singles = [row.created_at for row in arrived if row.urgency is LOW and f"outbox:{row.id}" not in waited]
    assert all(later - first >= WEEK for first, later in zip(singles, singles[LOW_PER_WEEK:], strict=False))
