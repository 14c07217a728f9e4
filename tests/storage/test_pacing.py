"""A network's limits are kept by all instances together, in true windows, and whoever is answered goes first."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select, update

from storage.database import Database, database_now
from storage.outbox import LEASE, Lane, OutboxMessage, record_all_sent, record_part
from storage.pacing import AHEAD, REMEMBERED, Limits, SendSlot, Taken, Usage, Window, forget_slots, rest, settle, take
from storage.pauses import OutboxPause

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITS = Limits(
    overall=Window(30, SECOND),
    chat=Window(1, SECOND),
    group=Window(20, timedelta(minutes=1)),
    scope=lambda address: address.partition("/")[0],
    is_group=lambda address: address.startswith("-"),
)


@dataclass
class Server:
    """A network with a clock of its own that counts what arrives; sends take as long as they like."""

    arrived: list[tuple[float, str]] = field(default_factory=list)

    def most(self, length: float, chat: str | None = None) -> int:
        """Return the highest number of arrivals in any window of a length."""
        at = sorted(moment for moment, where in self.arrived if chat in {None, where})
        return max((sum(1 for each in at if start <= each < start + length) for start in at), default=0)


@given(
    st.lists(st.tuples(st.sampled_from(["1", "2", "3", "-9"]), st.sampled_from(Lane)), max_size=60),
    st.lists(st.tuples(st.floats(0, 0.4), st.floats(0, 0.4)), min_size=1, max_size=8),
    st.integers(1, 6),
)
def test_no_window_ever_holds_too_many(
    wanted: list[tuple[str, Lane]], delays: list[tuple[float, float]], overall: int
) -> None:
    """However long requests and answers travel, no window of the network's clock holds more than is allowed."""
    limits = Limits(Window(overall, SECOND), Window(1, SECOND), Window(4, 8 * SECOND), LIMITS.scope, LIMITS.is_group)
    server, slots, now = Server(), list[tuple[str, datetime, datetime]](), NOW
    for number, (chat, lane) in enumerate(wanted):
        there, back = delays[number % len(delays)]
        usage = Usage(limits, now, slots)
        at = max(usage.free_at(lane), usage.scope_free_at(chat))
        arrived, answered = at + there * SECOND, at + (there + back) * SECOND
        server.arrived.append(((arrived - NOW).total_seconds(), chat))
        slots.append((chat, at, answered))
        now = at
    assert server.most(0.999) <= overall
    assert all(server.most(0.999, chat) <= 1 for chat in "123")
    assert server.most(7.999, "-9") <= 4


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_limit_is_used_up(sends: int, more: int) -> None:
    """With answers at once, a queue of bulk takes as long as the limit says and hardly longer."""
    limits = Limits(Window(sends, SECOND), Window(1, SECOND), Window(4, SECOND), LIMITS.scope, LIMITS.is_group)
    slots, now = list[tuple[str, datetime, datetime]](), NOW
    for number in range(sends + more):
        now = Usage(limits, now, slots).free_at(Lane.BULK)
        slots.append((f"{number}", now, now))
    assert now - NOW <= SECOND * ((sends + more) / sends + 1)


def message(said: str, chat: str = "", lane: Lane = Lane.REPLY) -> OutboxMessage:
    """Make a message as a handler would; with no chat named, it goes to a chat of its own."""
    return OutboxMessage(network="telegram", chat=chat or f"chat of {said}", text=said, lane=lane, created_at=NOW)


def enqueue(database: Database, *messages: OutboxMessage) -> None:
    """Queue messages, in this order."""
    with database.transaction() as session:
        for each in messages:
            session.add(each)
            session.flush()


def taken(database: Database, most: int = 100, limits: Limits | None = LIMITS) -> Taken:
    """Claim what may go."""
    with database.transaction() as session:
        return take(session, "instance 1", "telegram", limits, most)


def texts(of: Taken) -> list[str]:
    """Say what the messages say."""
    return [each.text for each in of.messages]


def end(database: Database, messages: Sequence[OutboxMessage], ago: timedelta = timedelta(0)) -> None:
    """Let messages have arrived a while ago."""
    with database.transaction() as session:
        settle(session, [(each, ago) for each in messages])
        record_all_sent(session, [(each, "1") for each in messages], NOW)


def test_the_overall_limit_holds(database: Database) -> None:
    """Of many replies to many chats so many go as are allowed; the others when the first are a second old."""
    enqueue(database, *(message(f"{number}") for number in range(40)))
    first = taken(database)
    assert len(first.messages) == 30
    assert taken(database).messages == []
    end(database, first.messages, SECOND)
    assert len(taken(database).messages) == 10


def test_bulk_is_spread_and_replies_go_at_once(database: Database) -> None:
    """Bulk leaves gaps: a reply that is written meanwhile is first in the next one, without any wait of its own."""
    enqueue(database, *(message(f"bulk {number}", lane=Lane.BULK) for number in range(60)))
    begun = taken(database)
    assert 3 <= len(begun.messages) <= 7
    assert begun.wait is not None
    assert begun.wait < 0.1
    enqueue(database, message("reply"))
    now = time.monotonic()
    answered = taken(database)
    assert texts(answered)[0] == "reply"
    assert answered.starts[answered.messages[0].id] <= now + 0.5


def test_messages_of_a_batch_start_one_after_the_other(database: Database) -> None:
    """What is claimed ahead of its moment knows its moment, and that is near."""
    enqueue(database, *(message(f"bulk {number}", lane=Lane.BULK) for number in range(60)))
    begun, now = taken(database), time.monotonic()
    starts = [begun.starts[each.id] for each in begun.messages]
    assert starts == sorted(starts)
    assert starts[-1] - now <= AHEAD.total_seconds()


def test_a_chat_gets_one_message_a_second(database: Database) -> None:
    """The second message to a chat waits, that to another does not."""
    enqueue(database, message("a1", "a"), message("a2", "a"), message("b1", "b"))
    first = taken(database)
    assert texts(first) == ["a1", "b1"]
    end(database, first.messages)
    again = taken(database)
    assert again.messages == []
    assert again.wait is not None
    assert 0.5 < again.wait <= 1
    with database.transaction() as session:
        session.exec(update(SendSlot).values(counts_from=database_now(session) - SECOND))
    assert texts(taken(database)) == ["a2"]


def test_a_group_gets_twenty_a_minute_and_holds_up_nobody(database: Database) -> None:
    """A group that has had its share waits, with all its topics; private chats go on past thousands of its rows."""
    enqueue(database, *(message(f"g{number}", f"-1/{number % 3}") for number in range(25)), message("private", "p"))
    for _ in range(20):
        got = taken(database)
        assert [each.chat.partition("/")[0] for each in got.messages if each.text != "private"] == ["-1"]
        end(database, got.messages, 2 * SECOND)
    enqueue(database, message("private again", "p"))
    assert texts(taken(database)) == ["private again"]
    with database.transaction() as session:
        session.exec(update(SendSlot).values(counts_from=database_now(session) - 61 * SECOND))
    assert len(taken(database).messages) == 1


def test_a_send_under_way_counts_until_it_has_ended(database: Database) -> None:
    """As long as nobody knows when a send reached the network, its slot is not free, however old it is."""
    enqueue(database, *(message(f"{number}") for number in range(31)))
    first = taken(database)
    with database.transaction() as session:
        slots = session.exec(select(SendSlot)).all()
        assert all(slot.counts_from > database_now(session) + LEASE - timedelta(seconds=30) for slot in slots)
    end(database, first.messages[:-1], 5 * SECOND)
    assert len(taken(database).messages) == 1


def test_two_instances_share_the_limits(postgres_url: str) -> None:
    """What one instance has used up the other cannot use again."""
    one, two = Database(postgres_url), Database(postgres_url)
    enqueue(one, *(message(f"{number}") for number in range(50)))
    assert len(taken(one, 18).messages) + len(taken(two, 100).messages) == 30
    assert taken(one).messages == taken(two).messages == []
    one.close()
    two.close()


def test_each_part_of_a_long_message_is_a_send(database: Database) -> None:
    """A row whose first part arrived waits its turn for the second, and keeps its place before later rows."""
    enqueue(database, message("long", "a"), message("later", "a"))
    [first] = taken(database).messages
    with database.transaction() as session:
        settle(session, [(first, timedelta(0))])
        assert record_part(session, first)
    assert taken(database).messages == []
    with database.transaction() as session:
        session.exec(update(SendSlot).values(counts_from=database_now(session) - SECOND))
    [second] = taken(database).messages
    assert (second.text, second.parts, second.attempts, second.fence) == ("long", 1, 0, 2)
    with database.transaction() as session:
        assert len(session.exec(select(SendSlot)).all()) == 2


PAUSED = [
    pytest.param(["-1"], {"-1"}, id="a group has a limit of its own"),
    pytest.param(["-1/7"], {"-1/7"}, id="a topic too"),
    pytest.param(["a"], {"a"}, id="one private chat may be alone"),
    pytest.param(["a", "a"], {"a"}, id="also twice"),
    pytest.param(["-1", "a"], {"-1", "a"}, id="a group says nothing about the network"),
    pytest.param(["a", "b"], {"a", "b", ""}, id="two private chats mean the network"),
]


@pytest.mark.parametrize(("throttled", "paused"), PAUSED)
def test_only_what_asked_for_it_rests(database: Database, throttled: list[str], paused: set[str]) -> None:
    """A network does not say which of its limits was hit; it follows from who was throttled."""
    for chat in throttled:
        with database.transaction() as session:
            rest(session, "telegram", LIMITS, timedelta(minutes=1), chat)
    with database.transaction() as session:
        assert {each.chat for each in session.exec(select(OutboxPause))} == paused


def test_all_topics_of_a_resting_group_rest(database: Database) -> None:
    """A pause of a group reaches its topics, and no other chat."""
    with database.transaction() as session:
        rest(session, "telegram", LIMITS, timedelta(minutes=1), "-1/7")
    enqueue(database, message("g", "-1/8"), message("a", "a"))
    assert texts(taken(database)) == ["a"]


def test_a_network_without_limits_puts_nothing_down(database: Database) -> None:
    """Where the network itself says when it is too much, everything is claimed at once."""
    enqueue(database, *(message(f"{number}") for number in range(40)))
    got = taken(database, limits=None)
    assert (len(got.messages), got.wait, got.starts) == (40, None, {})
    with database.transaction() as session:
        assert session.exec(select(SendSlot)).all() == []


def test_old_slots_are_forgotten(database: Database) -> None:
    """What no window reaches any more is thrown away."""
    enqueue(database, message("a"), message("b"))
    end(database, taken(database).messages[:1], REMEMBERED + SECOND)
    with database.transaction() as session:
        forget_slots(session)
        assert len(session.exec(select(SendSlot)).all()) == 1


def test_ten_thousand_waiting_rows_cost_nothing(database: Database) -> None:
    """A claim reads the beginning of the queue, however long it is, and passes over a crowded chat quickly."""
    with database.transaction() as session:
        session.add_all([message(f"{number}", f"-1/{number % 2}", Lane.BULK) for number in range(5000)])
        session.add_all([message(f"p{number}", lane=Lane.BULK) for number in range(5000)])
    assert min(_seconds_of(lambda: taken(database)) for _ in range(5)) < 0.2  # the others ran beside something else


def _seconds_of(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_nothing_starves(database: Database) -> None:
    """With every kind of chat and lane waiting, all of it arrives, each chat in order."""
    chats = ["-1", "-2", *(f"{number}" for number in range(1, 8))]
    order = [message(f"{n}", chat, Lane(n % 3)) for n in range(3) for chat in chats]
    enqueue(database, *order)
    heard: defaultdict[str, list[int]] = defaultdict(list)
    for _ in range(60):
        got = taken(database)
        for each in got.messages:
            heard[each.chat].append(int(each.text))
        end(database, got.messages, 2 * SECOND)
        with database.transaction() as session:
            session.exec(update(SendSlot).values(taken_at=database_now(session) - SECOND))
    assert heard == {chat: [0, 1, 2] for chat in chats}
