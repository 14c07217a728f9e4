"""Pacing: how fast a network may be written to, counted in the database, so that all instances share its limits.

Each send takes a slot. A slot counts from the latest moment at which the send can have reached the network: while it
is under way that lies a lease ahead, afterwards it is the moment of the network's answer. So no window of the network's
own clock ever holds more sends than allowed, however long each of them took.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from time import monotonic

from sqlalchemy import Executable, Index, and_, bindparam, or_
from sqlmodel import Field, Session, col, delete, insert, select, update
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.claims import begin_claim, claim, heads, lease, waiting_in
from storage.database import database_now
from storage.outbox import LEASE, Lane, OutboxMessage
from storage.pauses import OutboxPause, forget_pauses, pause, pause_left
from storage.records import Record, UtcDateTime

EVENLY = 0.85
"""Share of a window over which bulk is spread: who is answered finds a slot soon, and the limit is still used up."""

CATCHING_UP = 3
"""Bulk messages that may go at once after a pause."""

AHEAD = timedelta(seconds=0.1)
"""How long before its moment a send is claimed: else each slot would stay empty while the database works."""

FEW = 8
"""Rows read at a time: within the limits of a network, the next few are all that may go."""

REMEMBERED = timedelta(minutes=2)
"""Longer than any window."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many sends within any such span of time."""

    sends: int
    length: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network allows: over all, to one chat, and to one group chat.

    ``scope`` names the chat an address counts for (several topics are one group), ``is_group`` says what it is.
    """

    overall: Window
    chat: Window
    group: Window
    scope: Callable[[str], str]
    is_group: Callable[[str], bool]


class SendSlot(Record, table=True):
    """One send of one row of the outbox, told apart from its other sends by the fence of the claim."""

    __tablename__ = "send_slot"
    __table_args__ = (Index("ix_send_slot_window", "network", "grouped", "counts_from"),)

    outbox_id: int = Field(primary_key=True)
    fence: int = Field(primary_key=True)
    network: str
    scope: str
    grouped: bool
    taken_at: datetime = Field(sa_type=UtcDateTime)
    counts_from: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Taken:
    """Messages to send, and the seconds after which to ask again; None when nothing holds anything back.

    ``starts`` are their moments by this process' steady clock; without one, a message goes at once.
    """

    messages: list[OutboxMessage]
    wait: float | None = None
    starts: dict[int | None, float] = field(default_factory=dict)


class Usage:
    """How much of the limits is used at a moment: pure, so that its windows can be tested for every case."""

    def __init__(self, limits: Limits, moment: datetime, slots: Iterable[tuple[str, datetime, datetime]]) -> None:
        self._limits = limits
        self._moment = moment
        self._all: list[datetime] = []
        self._scopes: defaultdict[str, list[datetime]] = defaultdict(list)
        newest = None
        for scope, taken_at, counts_from in slots:
            self._count(scope, counts_from)
            newest = max(newest or taken_at, taken_at)
        self._spacing = limits.overall.length * EVENLY / limits.overall.sends
        self._bulk_at = moment - self._spacing * (CATCHING_UP - 1)
        if newest is not None:
            self._bulk_at = max(self._bulk_at, newest + self._spacing)

    def free_at(self, lane: Lane) -> datetime:
        """Say from when on one more message may go at all. Only replies are not spread out."""
        free = self._free(self._limits.overall, self._all)
        return free if lane is Lane.REPLY else max(free, self._bulk_at)

    def scope_free_at(self, scope: str) -> datetime:
        """Say from when on one more message may go to a chat."""
        times = self._scopes.get(scope, [])
        free = self._free(self._limits.chat, times)
        return max(free, self._free(self._limits.group, times)) if self._limits.is_group(scope) else free

    def resting(self) -> set[str]:
        """List the chats that must be left alone for now."""
        return {scope for scope in self._scopes if self.scope_free_at(scope) > self._moment + AHEAD}

    def rests(self, scopes: Iterable[str]) -> list[datetime]:
        """List the ends of rests, but for those that last until a send under way has ended."""
        ends = [self.scope_free_at(self._limits.scope(scope)) for scope in scopes]
        return [end for end in ends if self._moment + AHEAD < end < self._moment + LEASE / 2]

    def take(self, scope: str, lane: Lane, at: datetime) -> None:
        """Use up one send, which will be at a moment."""
        self._count(scope, at + LEASE)
        if lane is not Lane.REPLY:
            self._bulk_at = max(self._bulk_at + self._spacing, at - self._spacing * (CATCHING_UP - 1))

    def _count(self, scope: str, counts_from: datetime) -> None:
        insort(self._all, counts_from)
        insort(self._scopes[scope], counts_from)

    def _free(self, window: Window, times: Sequence[datetime]) -> datetime:
        if len(times) < window.sends:
            return self._moment
        return max(self._moment, times[-window.sends] + window.length)


def take(session: Session, owner: str, network: str, limits: Limits | None, most: int) -> Taken:
    """Claim what may be sent within a network's limits, now or in a moment, and put down that it is."""
    if limits is None:
        claimed = claim(session, owner, [network], most)
        return Taken(claimed, None if claimed else pause_left(session, network))
    moment, began = begin_claim(session), monotonic()
    usage = Usage(limits, moment, _slots(session, network, limits, moment))
    chosen = _Chosen(moment, usage, limits, usage.resting() | _paused(session, network, limits, moment))
    while len(chosen.sends) < most and not chosen.full:
        found = heads(session, network, moment, min(FEW, most - len(chosen.sends)), chosen.passed)
        if not found:
            break
        chosen.choose(found)
    messages = lease(session, [row for row, _ in chosen.sends], owner, moment)
    _put_down(session, chosen.sends, limits, moment)
    starts = {row.id: began + (at - moment).total_seconds() for row, at in chosen.sends}
    return Taken(messages, _wait(session, network, chosen), starts)


class _Chosen:
    """Chooses, of what is found, what fits the limits: each row with its moment."""

    def __init__(self, moment: datetime, usage: Usage, limits: Limits, resting: set[str]) -> None:
        self.moment = moment
        self.usage = usage
        self.passed = set(resting)
        self.sends: list[tuple[OutboxMessage, datetime]] = []
        self.full: datetime | None = None
        """When one more message may go at all, if that is too far away."""
        self._limits = limits
        self._resting = resting

    def choose(self, found: Sequence[OutboxMessage]) -> None:
        """Go through rows in their order. A chat that must wait holds up no other."""
        horizon = self.moment + AHEAD
        for row in found:
            self.passed.add(row.chat)
            free = self.usage.free_at(row.lane)
            if free > horizon:
                self.full = free
                return
            scope = self._limits.scope(row.chat)
            at = max(free, self.usage.scope_free_at(scope))
            if at <= horizon and scope not in self._resting:
                self.usage.take(scope, row.lane, at)
                self.sends.append((row, at))


def _wait(session: Session, network: str, chosen: _Chosen) -> float | None:
    """Say when to ask again: when the next slot is near, or the end of the first rest in which somebody waits."""
    again = chosen.full
    if again is None:
        rests = chosen.usage.rests(waiting_in(session, network, chosen.passed))
        again = min(rests) if rests else None
    return None if again is None else max(0.0, (again - chosen.moment - AHEAD / 2).total_seconds())


def _slots(
    session: Session, network: str, limits: Limits, moment: datetime
) -> Sequence[tuple[str, datetime, datetime]]:
    """Read the slots of all windows; those of groups reach further back."""
    recent = max(limits.overall.length, limits.chat.length)
    reach = {"recent": moment - recent, "in_groups": moment - max(recent, limits.group.length)}
    return session.exec(_recent_slots(), params={"paced": network, **reach}).all()


@cache
def _recent_slots() -> Select[str, datetime, datetime]:
    """Write the query, once, as those below: that takes longer than the query itself."""
    grouped, counts_from = col(SendSlot.grouped), col(SendSlot.counts_from)
    recent, in_groups = (bindparam(name, type_=UtcDateTime) for name in ("recent", "in_groups"))
    reached = or_(and_(grouped.is_(False), counts_from > recent), and_(grouped.is_(True), counts_from > in_groups))
    return select(SendSlot.scope, SendSlot.taken_at, SendSlot.counts_from).where(
        col(SendSlot.network) == bindparam("paced"), reached
    )


def _paused(session: Session, network: str, limits: Limits, moment: datetime) -> set[str]:
    chats = session.exec(_paused_chats(), params={"paced": network, "moment": moment})
    return {limits.scope(chat) for chat in chats}


@cache
def _paused_chats() -> SelectOfScalar[str]:
    until, moment = col(OutboxPause.until), bindparam("moment", type_=UtcDateTime)
    here = (col(OutboxPause.network) == bindparam("paced"), col(OutboxPause.chat) != "")
    return select(OutboxPause.chat).where(*here, until > moment)


def _put_down(
    session: Session, sends: Sequence[tuple[OutboxMessage, datetime]], limits: Limits, moment: datetime
) -> None:
    slots = [
        {
            "outbox_id": row.id,
            "fence": row.fence,
            "network": row.network,
            "scope": limits.scope(row.chat),
            "grouped": limits.is_group(row.chat),
            "taken_at": at,
            "counts_from": moment + LEASE,
        }
        for row, at in sends
    ]
    if slots:
        session.connection().execute(insert(SendSlot), slots)


def settle(session: Session, ended: Sequence[tuple[OutboxMessage, timedelta]]) -> None:
    """Put down how long ago each of these sends ended: from then on its windows run."""
    if not ended:
        return
    moment = database_now(session)
    ends = [{"row": row.id, "claim": row.fence, "ended_at": moment - ago} for row, ago in ended]
    session.connection().execute(_settle(), ends)


@cache
def _settle() -> Executable:
    this = (col(SendSlot.outbox_id) == bindparam("row"), col(SendSlot.fence) == bindparam("claim"))
    return update(SendSlot).where(*this).values(counts_from=bindparam("ended_at", type_=UtcDateTime))


def rest(session: Session, network: str, limits: Limits | None, wait: timedelta, chat: str) -> None:
    """Leave alone what asked for it: one chat, or the network.

    A network may throttle us without saying what it means. A group has a limit of its own; a second private chat while
    one rests already means the network.
    """
    moment = database_now(session)
    if limits is not None and chat and not limits.is_group(chat):
        others = _paused(session, network, limits, moment) - {chat}
        if not all(limits.is_group(other) for other in others):
            pause(session, network, moment + wait)
    pause(session, network, moment + wait, chat=chat)


def forget_slots(session: Session) -> None:
    """Throw away slots that no window reaches any more, and pauses that are over: both name chats."""
    long_ago = database_now(session) - REMEMBERED
    session.exec(delete(SendSlot).where(col(SendSlot.counts_from) < long_ago))
    forget_pauses(session, long_ago)
