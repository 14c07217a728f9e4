"""The auditor: reconciles what was said, what was written down, and what people were shown, row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from scheduler.group_reminders import NAME
from storage.due import DueItem
from storage.inbox import InboxEvent, trace
from storage.outbox import OutboxMessage, OutboxState
from tests.bot.instances import witness
from tests.bot.instances.stage import STRIKES, Stage
from tests.bot.instances.witness import Note

ALONE = {
    "outbox": {"sending"},
    "inbox": {"handled"},
    "network_cursor": {"moved"},
    "due": {"done", "skipped"},
}
"""What only the holder of a lease may do, by table."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn: who had a lease, under which fence, from when, and until when (None: to the end)."""

    who: str
    fence: int
    since: datetime
    until: datetime | None = None


async def audit(here: Stage) -> str:
    """Compare everything with everything; gives a line of figures."""
    with here.database.transaction() as session:
        notes, rows = witness.notes(session), session.exec(select(OutboxMessage)).all()
        events, dues = session.exec(select(InboxEvent)).all(), session.exec(select(DueItem)).all()
    turns = {name: turns_of(notes, name) for name in ("matrix", "telegram", "clock")}
    no_two_interleave(notes, here.shared)
    nobody_sends_out_of_turn(here, turns)
    answered(here, events)
    states = Counter(row.state for row in rows)
    assert set(states) == {OutboxState.SENT}, states
    await shown_on_matrix(here, [row for row in rows if row.network == "matrix"])
    doubled = shown_on_telegram(here, [row for row in rows if row.network == "telegram"])
    struck_once(here, dues, notes)
    assert here.double.violations == []
    holders = {name: len(found) for name, found in turns.items()}
    told = f"{len(events)} events, {len(rows)} messages, all sent; on Telegram {doubled} doubled"
    return f"{told}, {sum(row.unknown_sends for row in rows)} marked unknown; turns {holders}; {len(notes)} notes"


def turns_of(notes: Sequence[Note], lease: str) -> list[Turn]:
    """List whose turn it was: fences rise, and each belongs to one start of one instance."""
    turns: list[Turn] = []
    for note in notes:
        if note.subject != "lease" or note.lease != lease or note.fence == 0:
            continue
        if turns and note.fence == turns[-1].fence:
            assert note.who == turns[-1].who, f"{note.who} has inherited the lease of {turns[-1].who}"
            continue
        assert not turns or note.fence == turns[-1].fence + 1
        if turns:
            turns[-1] = Turn(turns[-1].who, turns[-1].fence, turns[-1].since, note.at)
        turns.append(Turn(note.who, note.fence, note.at))
    return turns


def no_two_interleave(notes: Sequence[Note], shared: Sequence[str]) -> None:
    """Nothing is written in anybody's turn by another: by a sleeper that wakes up, say."""
    holders: dict[str, str] = {}
    for note in notes:
        if note.subject == "lease":
            holders[note.lease] = note.who
        elif note.state in ALONE[note.subject] and not (note.subject == "inbox" and note.lease in shared):
            assert note.who == holders.get(note.lease), f"{note}, in the turn of {holders.get(note.lease)}"


def nobody_sends_out_of_turn(here: Stage, turns: dict[str, list[Turn]]) -> None:
    """Each send begins in the turn of whoever sends."""
    for network in ("matrix", "telegram"):
        for send in here.sends(network):
            mine = [turn for turn in turns[network] if turn.who == send.who]
            assert any(turn.since <= send.at and (turn.until is None or send.at < turn.until) for turn in mine), send


def answered(here: Stage, events: Sequence[InboxEvent]) -> None:
    """Each line was handled once, answered once, and each person's in order; twice at most on Telegram."""
    senders = Counter(event.sender for event in events if event.kind == "text")
    accounts = here.accounts()
    for one in here.people.talkers:
        assert senders[trace(one.network, accounts[one.name])] == one.said, one.name
        answers = one.answers if one.network == "matrix" else list(dict.fromkeys(one.answers))
        assert answers == list(range(1, one.said + 1)), (one.name, answers)


async def shown_on_matrix(here: Stage, rows: Sequence[OutboxMessage]) -> None:
    """Each part of each row is one event that the clients of its chat show, and nothing else is there."""
    meant = Counter((row.chat, name) for row in rows for name in _names(row))
    assert not any(said.undecryptable for person in here.persons for said in person.heard)
    heard = Counter((said.room, said.event_id) for person in here.persons for said in person.heard)
    rooms = {row.chat for row in rows} - {chat for chat, _ in heard}
    heard.update((chat, event["event_id"]) for chat, event in await here.rooms.said(sorted(rooms)))
    assert heard == meant, (heard - meant, meant - heard)


def _names(row: OutboxMessage) -> Sequence[str]:
    """Name the events of a row: its parts, or the one that it is. An edit names what it edits, too."""
    parts = [part for part in row.part_names if not row.replaces or part.startswith("edit:")]
    return [part.partition(":")[2] for part in parts] or [row.external_id or ""]


def shown_on_telegram(here: Stage, rows: Sequence[OutboxMessage]) -> int:
    """Each row was sent, and no more often than it is marked as perhaps doubled; gives how many were doubled."""
    meant, marked = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows:
        if row.menu is None:
            meant[row.chat, _plain(row.text)] += 1
            marked[row.chat, _plain(row.text)] += row.unknown_sends
    sends = [call for call in here.double.calls_of("sendMessage") if call.done]
    shown = Counter((str(call.chat_id), _plain(call.params["text"])) for call in sends)
    assert not meant - shown, meant - shown
    assert shown - meant <= marked, (shown - meant, marked)
    return (shown - meant).total()


def _plain(text: str) -> str:
    """Leave of a text what is the same however it is marked."""
    return re.sub(r"<[^>]*>|[*]", "", text)


def struck_once(here: Stage, dues: Sequence[DueItem], notes: Sequence[Note]) -> None:
    """Each reminder that was due was done once, and shown once."""
    reminders = {str(item.id) for item in dues if item.rule == NAME}
    done = Counter(note.name for note in notes if note.subject == "due" and note.state == "done")
    assert {done[number] for number in reminders} == {1}, done
    struck = here.struck()
    assert len(struck) == len(set(struck)) == len(reminders) == STRIKES, struck
