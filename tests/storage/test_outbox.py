"""Every message that leaves is a row, and its row says what became of it: none is lost, none overtakes in its chat."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from storage.claims import claim
from storage.database import Database, database_now
from storage.held import count_by_state
from storage.inbox import trace
from storage.outbox import (
    LEASE,
    FailureKind,
    Lane,
    OutboxMessage,
    OutboxState,
    put_back,
    record_all_sent,
    record_failed,
    record_part,
    record_sent,
)
from storage.pauses import OutboxPause, pause
from storage.recovery import expire, recover
from storage.said import IN_VIEW, by_external_id, is_answer, newest_unasked, stands_in, with_choices

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
BOTH = ("matrix", "telegram")
NO_WAIT, AN_HOUR = timedelta(0), timedelta(hours=1)


def message(said: str, chat: str = "a", lane: Lane = Lane.REPLY, **more: object) -> OutboxMessage:
    """Make a message as a handler would."""
    return OutboxMessage(**{"network": "telegram", "created_at": NOW, **more}, text=said, chat=chat, lane=lane)


def enqueue(database: Database, *messages: OutboxMessage) -> None:
    """Queue messages, in this order."""
    with database.transaction() as session:
        for each in messages:
            session.add(each)
            session.flush()


def take(
    database: Database, limit: int = 10, networks: Sequence[str] = BOTH, owner: str = "instance 1"
) -> list[OutboxMessage]:
    """Claim messages."""
    with database.transaction() as session:
        return claim(session, owner, networks, limit)


def texts(messages: Sequence[OutboxMessage]) -> list[str]:
    """Say what the messages say."""
    return [each.text for each in messages]


def sent(database: Database, claimed: OutboxMessage, external_id: str = "1") -> bool:
    """Record that a message arrived."""
    with database.transaction() as session:
        return record_sent(session, claimed, external_id, NOW)


def failed(database: Database, claimed: OutboxMessage) -> bool:
    """Record that a message will never arrive."""
    with database.transaction() as session:
        return record_failed(session, claimed, FailureKind.REFUSED, "message too long", NOW)


def returned(database: Database, claimed: OutboxMessage, wait: timedelta = NO_WAIT) -> bool:
    """Queue a message again."""
    with database.transaction() as session:
        return put_back(session, claimed, FailureKind.UNREACHABLE, "no route", wait=wait)


def run_out(database: Database) -> None:
    """Let all leases run out, as if their holders had died a while ago."""
    with database.transaction() as session:
        past = database_now(session) - timedelta(seconds=1)
        session.connection().execute(
            OutboxMessage.__table__.update().where(OutboxMessage.lease_until.is_not(None)).values(lease_until=past)
        )


def rescue(database: Database, repeatable: Sequence[str] = ("matrix",)) -> int:
    """Recover what was being sent by an instance that is gone."""
    with database.transaction() as session:
        return recover(session, repeatable, {"matrix", "telegram"} - set(repeatable))


def look(database: Database, of: OutboxMessage) -> OutboxMessage:
    """Read a row anew."""
    with database.transaction() as session:
        return session.get_one(OutboxMessage, of.id)


def test_a_message_begins_in_the_queue(database: Database) -> None:
    """A new row waits, with a key of its own, and everything a network needs to send it."""
    first = message("Wie viele Plätze?", choices=[["Zehn", "10"]], attachment=b"\x00\xff", attachment_name="t.ics")
    enqueue(database, first, message("second"))
    kept = look(database, first)
    assert (kept.state, kept.attempts, kept.fence, kept.unknown_sends) == (OutboxState.QUEUED, 0, 0, 0)
    assert (kept.text, kept.choices, kept.attachment) == ("Wie viele Plätze?", [["Zehn", "10"]], b"\x00\xff")
    assert len(kept.key) == 32


def test_a_key_exists_once(database: Database) -> None:
    """Two rows cannot share the key by which a network recognises a message it has seen."""
    with pytest.raises(IntegrityError):
        enqueue(database, message("first", key="same"), message("second", key="same"))


def test_replies_go_before_notices_before_bulk(database: Database) -> None:
    """Who waits for an answer comes first, whatever else was queued before; within a lane the older message."""
    lanes = {
        "bulk 1": Lane.BULK,
        "notice": Lane.NOTICE,
        "reply 1": Lane.REPLY,
        "bulk 2": Lane.BULK,
        "reply 2": Lane.REPLY,
    }
    enqueue(database, *(message(said, chat=said, lane=lane) for said, lane in lanes.items()))
    assert texts(take(database, 3)) == ["reply 1", "reply 2", "notice"]
    assert texts(take(database)) == ["bulk 1", "bulk 2"]


def test_a_chat_gets_one_message_at_a_time_in_order(database: Database) -> None:
    """While a message is on its way to a chat, the next one waits; other chats are not held up."""
    enqueue(database, message("a1"), message("a2"), message("b1", chat="b"), message("a3"))
    first = take(database)
    assert texts(first) == ["a1", "b1"]
    assert take(database) == []
    assert sent(database, first[0])
    assert texts(second := take(database)) == ["a2"]
    assert failed(database, second[0])
    assert texts(take(database)) == ["a3"]


def test_a_reply_overtakes_bulk_in_its_chat(database: Database) -> None:
    """Within a chat, too, an answer goes before an announcement that is still waiting."""
    enqueue(database, message("bulk", lane=Lane.BULK), message("reply"))
    assert texts(take(database)) == ["reply"]


def test_nothing_comes_between_the_parts_of_a_message(database: Database) -> None:
    """What has begun in a chat is said to its end, though a reply waits there; a reply elsewhere goes first."""
    enqueue(database, message("long", lane=Lane.BULK))
    [begun] = take(database)
    with database.transaction() as session:
        assert record_part(session, begun)
    enqueue(database, message("reply"), message("elsewhere", chat="b"))
    first = take(database)
    assert texts(first) == ["elsewhere", "long"]
    assert sent(database, first[1])
    assert texts(take(database)) == ["reply"]


def test_chats_of_two_networks_are_two(database: Database) -> None:
    """The same name on another network is another chat, and only the networks asked for are served."""
    enqueue(database, message("t"), message("m", network="matrix"), message("x", network="sms"))
    assert texts(take(database, networks=["matrix"])) == ["m"]
    assert texts(take(database)) == ["t"]
    assert take(database, networks=[]) == []


def test_a_claim_is_a_lease(database: Database) -> None:
    """Who claims a row holds it for a while by the database's clock, under a fence that rises with every claim."""
    enqueue(database, message("a1"))
    (claimed,) = take(database, owner="instance 7")
    kept = look(database, claimed)
    with database.transaction() as session:
        left = (kept.lease_until or NOW) - database_now(session)
    assert (kept.state, kept.lease_owner, kept.fence) == (OutboxState.SENDING, "instance 7", 1)
    assert LEASE - timedelta(seconds=10) < left <= LEASE


def test_a_sent_message_stays_sent(database: Database) -> None:
    """What arrived keeps the network's name for it and when, is held by nobody, and cannot be recorded again."""
    enqueue(database, message("a1"))
    (claimed,) = take(database)
    assert sent(database, claimed, "$event")
    assert not failed(database, claimed)
    assert not returned(database, claimed)
    kept = look(database, claimed)
    assert (kept.state, kept.external_id, kept.finished_at) == (OutboxState.SENT, "$event", NOW)
    assert (kept.lease_owner, kept.lease_until, kept.failure) == (None, None, None)


def test_a_failed_message_says_why(database: Database) -> None:
    """What will never arrive keeps the kind of failure and the beginning of what the network said."""
    enqueue(database, message("a1"))
    (claimed,) = take(database)
    with database.transaction() as session:
        assert record_failed(session, claimed, FailureKind.GONE, "x" * 5000, NOW)
    kept = look(database, claimed)
    assert (kept.state, kept.failure, kept.failure_detail) == (OutboxState.FAILED, FailureKind.GONE, "x" * 500)
    assert kept.finished_at == NOW
    assert take(database) == []


def test_a_returned_message_waits_and_keeps_its_place(database: Database) -> None:
    """What is to be tried again later holds up the later messages of its chat, but no other chat."""
    enqueue(database, message("a1"), message("a2"), message("b1", chat="b"))
    first, _ = take(database)
    assert returned(database, first, AN_HOUR)
    assert take(database) == []
    with database.transaction() as session:
        session.connection().execute(text("UPDATE outbox SET not_before = created_at WHERE text = 'a1'"))
    (again,) = take(database)
    assert (again.text, again.attempts, again.failure, again.fence) == ("a1", 1, FailureKind.UNREACHABLE, 2)


def test_being_throttled_costs_no_attempt(database: Database) -> None:
    """A return that was nobody's fault is not counted among the attempts."""
    enqueue(database, message("a1"))
    (claimed,) = take(database)
    with database.transaction() as session:
        assert put_back(session, claimed, FailureKind.THROTTLED, "429", wait=NO_WAIT, counts=False)
    assert look(database, claimed).attempts == 0


def test_a_moved_chat_gets_its_message_at_the_new_address(database: Database) -> None:
    """When the network names a new address, the message goes there."""
    enqueue(database, message("a1"))
    (claimed,) = take(database)
    with database.transaction() as session:
        assert put_back(session, claimed, FailureKind.MOVED, "", wait=NO_WAIT, counts=False, chat="-100")
    (again,) = take(database)
    assert (again.text, again.chat) == ("a1", "-100")


def test_a_paused_network_rests(database: Database) -> None:
    """While a network is paused nothing is taken for it; the other one goes on."""
    enqueue(database, message("t"), message("m", network="matrix"))
    with database.transaction() as session:
        pause(session, "telegram", database_now(session) + AN_HOUR)
    assert texts(take(database)) == ["m"]
    with database.transaction() as session:
        pause(session, "telegram", database_now(session) + NO_WAIT)  # a shorter pause does not end a longer one
    assert take(database) == []
    with database.transaction() as session:
        session.get_one(OutboxPause, ("telegram", "")).until = database_now(session) - timedelta(seconds=1)
    assert texts(take(database)) == ["t"]


def test_a_paused_chat_rests(database: Database) -> None:
    """A pause of one chat holds up that chat of that network only."""
    enqueue(database, message("a"), message("b", chat="b"), message("m", network="matrix"))
    with database.transaction() as session:
        pause(session, "telegram", database_now(session) + AN_HOUR, chat="a")
    assert texts(take(database)) == ["b", "m"]


def test_two_instances_may_pause_at_once(database: Database, at_once: Callable[..., list[object]]) -> None:
    """Two instances that are throttled at the same moment both write their pause; neither fails by the other."""
    enqueue(database, message("t"))

    def throttled() -> None:
        with database.transaction() as session:
            pause(session, "telegram", database_now(session) + AN_HOUR)
            session.flush()
            time.sleep(0.1)

    assert at_once(throttled, throttled) == [None, None]
    assert take(database) == []


def test_a_lease_that_runs_is_left_alone(database: Database) -> None:
    """Nothing is recovered from an instance that may still be sending."""
    enqueue(database, message("a1"))
    (claimed,) = take(database)
    assert rescue(database) == 0
    assert look(database, claimed).state is OutboxState.SENDING


def test_where_sending_again_is_invisible_the_row_waits_again(database: Database) -> None:
    """On a network that recognises the key, a send that was cut off is simply repeated under the same key."""
    enqueue(database, message("m1", network="matrix"))
    (claimed,) = take(database)
    run_out(database)
    assert rescue(database) == 1
    kept = look(database, claimed)
    assert (kept.state, kept.unknown_sends, kept.lease_owner) == (OutboxState.QUEUED, 0, None)
    (again,) = take(database)
    assert (again.key, again.fence) == (claimed.key, 2)


def test_where_nobody_can_tell_the_send_is_unknown_and_counted(database: Database) -> None:
    """On other networks a send that was cut off is sent again, never lost, and counted as possibly doubled."""
    enqueue(database, message("t1"), message("t2"))
    for times in (1, 2):
        (claimed,) = take(database)
        run_out(database)
        assert rescue(database) == 1
        kept = look(database, claimed)
        assert (kept.text, kept.state, kept.unknown_sends) == ("t1", OutboxState.UNKNOWN, times)
    (again,) = take(database)
    assert sent(database, again)
    kept = look(database, again)
    assert (kept.state, kept.unknown_sends) == (OutboxState.SENT, 2)


def test_networks_are_recovered_each_in_its_way(database: Database) -> None:
    """One recovery serves all networks at once, and a second finds nothing left to do."""
    enqueue(database, message("t"), message("m", network="matrix"))
    take(database)
    run_out(database)
    assert rescue(database) == 2
    assert rescue(database) == 0
    with database.transaction() as session:
        assert count_by_state(session) == {OutboxState.UNKNOWN: 1, OutboxState.QUEUED: 1}


@pytest.mark.parametrize("taken_over", [False, True])
@pytest.mark.parametrize("record", [sent, failed, returned])
def test_who_comes_back_too_late_cannot_write(
    database: Database, record: Callable[[Database, OutboxMessage], bool], *, taken_over: bool
) -> None:
    """An instance whose message was recovered can record nothing, be the message waiting or in other hands."""
    enqueue(database, message("a1"))
    (late,) = take(database)
    run_out(database)
    rescue(database)
    taken = take(database, owner="instance 2") if taken_over else []
    before = look(database, late).model_dump()
    assert not record(database, late)
    assert look(database, late).model_dump() == before
    assert all(record(database, each) for each in taken)


def test_late_is_better_than_unknown(database: Database) -> None:
    """As long as nobody has recovered the message, its holder may still record what it knows."""
    enqueue(database, message("a1"))
    (late,) = take(database)
    run_out(database)
    assert sent(database, late)
    assert rescue(database) == 0


def test_what_waited_past_its_time_is_closed(database: Database) -> None:
    """Waiting and unknown rows expire at their moment; rows on their way, without a time or finished are left alone."""
    soon = {"expires_at": NOW}
    enqueue(database, message("sending", chat="s", **soon), message("unknown", chat="u", **soon))
    unknown = next(each for each in take(database) if each.text == "unknown")
    with database.transaction() as session:
        session.get_one(OutboxMessage, unknown.id).state = OutboxState.UNKNOWN
    enqueue(database, message("due", **soon), message("later", expires_at=NOW + AN_HOUR), message("never"))
    with database.transaction() as session:
        assert expire(session, NOW - timedelta(seconds=1)) == 0
        assert expire(session, NOW) == 2
        assert expire(session, NOW) == 0
    with database.transaction() as session:
        states = {each.text: each.state.value for each in session.exec(select(OutboxMessage))}
    assert states == {
        "sending": "sending",
        "unknown": "expired",
        "due": "expired",
        "later": "queued",
        "never": "queued",
    }


def test_two_instances_never_get_the_same_row(database: Database, at_once: Callable[..., list[object]]) -> None:
    """However many instances claim at the same moment, each row goes to exactly one of them."""
    chats = [f"chat {number}" for number in range(60)]
    enqueue(database, *(message(chat, chat=chat) for chat in chats))

    def work(owner: str) -> Callable[[], list[str]]:
        def run() -> list[str]:
            got: list[str] = []
            while len(batch := take(database, 4, owner=owner)):
                got += texts(batch)
                time.sleep(0.005)
            return got

        return run

    shares = at_once(*map(work, ("instance 1", "instance 2", "instance 3")))
    got = [each for share in shares if isinstance(share, list) for each in share]
    with database.transaction() as session:
        assert count_by_state(session) == {OutboxState.SENDING: 60}
    assert sorted(got) == sorted(chats)


def test_a_chat_gets_one_message_even_from_two_instances(database: Database) -> None:
    """A reply queued while another instance is just claiming an older notice for the chat does not go beside it."""
    enqueue(database, message("notice", lane=Lane.NOTICE))
    taken: list[OutboxMessage] = []

    def answer() -> None:
        enqueue(database, message("reply"))
        taken.extend(take(database, owner="instance 2"))

    other = Thread(target=answer)
    with database.transaction() as session:
        assert texts(claim(session, "instance 1", BOTH, 10)) == ["notice"]
        session.flush()
        other.start()
        other.join(0.5)
    other.join(15)
    assert taken == []
    with database.transaction() as session:
        assert count_by_state(session) == {OutboxState.SENDING: 1, OutboxState.QUEUED: 1}


def test_a_claim_that_broke_off_claims_nothing(database: Database) -> None:
    """When the claiming transaction fails, the rows wait as before."""
    enqueue(database, message("a1"))
    with database.transaction() as session:
        assert len(claim(session, "instance 1", BOTH, 10)) == 1
        session.flush()
        session.rollback()
    assert texts(take(database)) == ["a1"]


def test_a_bare_number_answers_the_newest_choices_still_in_view(database: Database) -> None:
    """Choices stand until newer ones are offered in that chat, or so much was said since that nobody sees them."""
    ten, twenty = [["Zehn", "10"]], [["Zwanzig", "20"]]
    with database.transaction() as session:
        assert with_choices(session, "telegram", "a") == []
    enqueue(database, message("first?", choices=ten), message("second?", choices=twenty), message("b", chat="b"))
    enqueue(database, *(message(f"said {number}") for number in range(IN_VIEW - 1)))
    with database.transaction() as session:
        found = with_choices(session, "telegram", "a")
        assert [(each.text, each.choices) for each in found] == [("second?", twenty)]
        assert with_choices(session, "telegram", "b") == []
        assert with_choices(session, "matrix", "a") == []
    enqueue(database, message("one more"))
    with database.transaction() as session:
        assert with_choices(session, "telegram", "a") == []


def test_nobody_chooses_from_what_they_have_not_seen(database: Database) -> None:
    """Choices of a held or cancelled message are not on offer; once it is let go, it is what came last."""
    ten, twenty = [["Zehn", "10"]], [["Zwanzig", "20"]]
    held = message("held", choices=twenty, state=OutboxState.HELD)
    enqueue(
        database, held, message("asked", choices=ten), message("dropped", choices=twenty, state=OutboxState.CANCELLED)
    )
    with database.transaction() as session:
        assert [each.text for each in with_choices(session, "telegram", "a")] == ["asked"]
        session.get_one(OutboxMessage, held.id).state = OutboxState.QUEUED
        session.get_one(OutboxMessage, held.id).created_at = NOW + AN_HOUR
    with database.transaction() as session:
        assert [each.text for each in with_choices(session, "telegram", "a")] == ["held", "asked"]


def test_the_newest_that_nobody_asked_for_is_known(database: Database, people: dict[str, int]) -> None:
    """Answers are passed over, in a person's chat and in a group; so is what was never sent."""
    [person] = [number for label, number in people.items() if label == "Koordinierungsstelle"]
    notice = message("notice", lane=Lane.NOTICE, person_id=person)
    held = message("held", lane=Lane.NOTICE, person_id=person, state=OutboxState.HELD)
    enqueue(
        database, notice, message("answer"), held, message("digest", chat="g", lane=Lane.NOTICE), message("x", chat="g")
    )
    with database.transaction() as session:
        found = [newest_unasked(session, "telegram", chat) for chat in ("a", "g", "b")]
        assert [each and each.text for each in found] == ["notice", "digest", None]
        assert [is_answer(each) for each in session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)))] == [
            False,
            True,
            False,
            False,
            True,
        ]


def test_a_reaction_finds_what_it_refers_to(database: Database) -> None:
    """A message of ours is found by the network's name for it, in its chat only: Telegram numbers each chat anew."""
    enqueue(database, message("in a"), message("in b", chat="b"))
    for claimed in take(database):
        sent(database, claimed, "17")
    with database.transaction() as session:
        found = by_external_id(session, "telegram", "b", "17")
        assert found is not None
        assert found.text == "in b"
        assert by_external_id(session, "telegram", "a", "18") is None
        assert by_external_id(session, "matrix", "a", "17") is None


def test_an_empty_outbox_counts_nothing(database: Database) -> None:
    """Without messages there are no states to count, and nothing to claim, recover or expire."""
    with database.transaction() as session:
        assert count_by_state(session) == {}
        assert claim(session, "instance 1", BOTH, 10) == []
        assert (recover(session, [], BOTH), expire(session, NOW)) == (0, 0)


def test_what_is_replaced_is_named_as_its_network_does(database: Database) -> None:
    """A row says by our key what it replaces; once claimed it names the message that stands in the chat."""
    enqueue(database, message("before"))
    [before] = take(database)
    with database.transaction() as session:
        record_sent(session, before, "17", NOW)
    enqueue(database, message("after", replaces=before.key), message("elsewhere", chat="b", replaces=before.key))
    enqueue(database, message("of nothing", chat="c", replaces="never said"))
    assert {each.text: each.replaces for each in take(database)} == {
        "after": "17",
        "elsewhere": None,
        "of nothing": None,
    }
    with database.transaction() as session:
        kept = session.exec(select(OutboxMessage.replaces).where(OutboxMessage.text == "after")).one()
    assert kept == before.key


def test_of_a_strangers_chat_a_trace_is_left(database: Database) -> None:
    """While a message waits its chat is needed; once it arrived or failed nothing names the chat, and it is found."""
    for said in ("arrives", "fails", "arrives with others"):
        enqueue(database, message(said, chat="17", of_stranger=True, choices=[["Ja", "/ja"]]))
    enqueue(database, message("of somebody known"))
    [first, known] = take(database)
    assert returned(database, first, -AN_HOUR)
    assert look(database, first).chat == "17"
    assert sent(database, take(database)[0], "m1")
    assert failed(database, take(database)[0])
    [last] = take(database)
    with database.transaction() as session:
        assert record_all_sent(session, [(last, "m3"), (known, "m4")], NOW) == {last.id, known.id}
        assert [row.chat for row in session.exec(select(OutboxMessage)) if row.of_stranger] == [
            trace("telegram", "17")
        ] * 3
        assert session.get_one(OutboxMessage, known.id).chat == "a"
        found = by_external_id(session, "telegram", "17", "m1")
        assert found is not None
        assert stands_in(found, "telegram", "17")
        assert not stands_in(found, "telegram", "18")
        assert len(with_choices(session, "telegram", "17")) == 3


def test_a_menu_takes_no_place_in_a_chat(database: Database) -> None:
    """However often a chat's menu changes, the question above is still in view; a menu is kept, an empty one too."""
    enqueue(database, message("Sind Sie das?", choices=[["Ja", "/ja"]]))
    menus = [message("", lane=Lane.BULK, menu=[["hilfe", "diese Übersicht"]] if number else []) for number in range(9)]
    enqueue(database, *menus)
    assert (look(database, menus[0]).menu, look(database, menus[1]).menu) == ([], [["hilfe", "diese Übersicht"]])
    with database.transaction() as session:
        assert [row.text for row in with_choices(session, "telegram", "a")] == ["Sind Sie das?"]


def test_what_was_changed_stands_where_it_stood(database: Database) -> None:
    """A status that changes below a question does not take the numbers of the question's answers."""
    status = message("0 von 2", key="status", choices=[["Anhalten", "/pause"]])
    question = message("Wirklich?", created_at=NOW + timedelta(minutes=1), choices=[["Ja", "ja"]])
    changed = message(
        "1 von 2", created_at=NOW + timedelta(minutes=2), replaces="status", choices=[["Weiter", "/weiter"]]
    )
    enqueue(database, status, question, changed)
    with database.transaction() as session:
        assert texts(with_choices(session, "telegram", "a")) == ["Wirklich?", "1 von 2"]


def test_what_was_changed_above_all_that_is_in_view_is_not_in_view(database: Database) -> None:
    """Nobody scrolls up to answer it by a number."""
    enqueue(database, message("0 von 2", key="status", choices=[["Anhalten", "/pause"]]))
    said = [message(f"{each}", created_at=NOW + timedelta(minutes=each)) for each in range(1, IN_VIEW + 1)]
    changed = message(
        "1 von 2", created_at=NOW + timedelta(hours=1), replaces="status", choices=[["Weiter", "/weiter"]]
    )
    enqueue(database, *said, changed)
    with database.transaction() as session:
        assert with_choices(session, "telegram", "a") == []
