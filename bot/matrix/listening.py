"""Taking in what happens: one sync after the other, each read, handled and only then acknowledged.

Not nio's own loop: that one acknowledges a sync before anybody has read it, and a crash in between loses what people
said. Here the next sync starts only after everything of the last one is committed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog
from nio import MegolmEvent, SyncResponse

from bot.matrix import timeline
from bot.matrix.backup.duty import KeyBackup
from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import check, from_exception
from bot.matrix.incoming import translate
from bot.matrix.known_rooms import know_all
from bot.matrix.late import Late, LateBox, notice_id
from bot.matrix.patience import KEY_WAIT, Patience
from bot.matrix.rooms import Ours, name_of
from bot.matrix.timeline import Arrived
from bot.networks import Receive
from handlers.messages import Incoming
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

POLL = 30_000
"""Milliseconds a sync waits for something new."""

SYNC_WITHIN = 120.0
FEW_ECHOES, BREATH, LONGEST_BREATH = 2, 0.1, 0.5
"""After so many syncs in a row that brought only what we sent, each next one waits so many seconds longer: in a bulk
send, to tell us of every single message would cost the homeserver a third of its time."""


class Listening:
    """Reads syncs, lets each duty look at them, and hands on what people did.

    What could not be read waits in ``late``; ``backup`` may have its key. ``ours`` knows which events are our own.
    """

    def __init__(self, duties: Sequence[Duty], backup: KeyBackup, ours: Ours, late: LateBox) -> None:
        self._duties = duties
        self._backup = backup
        self._ours = ours
        self._late = Late(late, backup.restore)
        self._beside: list[Incoming] = []
        self._patience = Patience()
        self._echoes = 0

    @property
    def breath(self) -> float:
        """How many seconds to wait before the next sync."""
        return min(LONGEST_BREATH, max(0, self._echoes - FEW_ECHOES) * BREATH)

    def begin(self) -> None:
        """Begin anew: since we last listened, another instance may have been at work."""
        self._late.look_at_all()

    async def once(
        self, client: PatientClient, receive: Receive, cursor: str, synced: Callable[[], None], *, first: bool
    ) -> str:
        """Take in one sync and return where to go on; ``synced`` is told when the homeserver has answered.

        The ``first`` one does not wait: until it has come we are not ready.
        """
        if first:
            await client.fetch_keys()
        response, events = await self._sync(client, cursor, 0 if first else POLL)
        synced()
        if missing := self._patience.newly_missing(events, client.user_id):
            await self._backup.restore(client, missing)
            timeline.read_again(client, events)
        for wait in KEY_WAIT:
            if not self._patience.is_worth_waiting(events, client.user_id):
                break
            response, more = await self._sync(client, response.next_batch, wait)
            events += more
            timeline.read_again(client, events)
        self._patience.give_up(events, client.user_id)
        late = await self._late.readable(client, events)
        if opened := [one for one in [*late, *events] if one.late]:
            await self._attend(client, Heard(cursor, response, opened))
        await self._late.keep(client, events)
        await self._ours.note([*late, *events], client.user_id)
        batch = [*self._translated(client, [*late, *events]), *self._beside]
        if batch or response.next_batch != cursor:
            await receive(batch, response.next_batch)
        self._beside.clear()
        self._patience.forgive(client.olm.arrived)
        await self._late.handled(client, late, events)
        await self._handled(client)
        return str(response.next_batch)

    async def _sync(self, client: PatientClient, since: str, wait: int) -> tuple[SyncResponse, list[Arrived]]:
        # nio passes over a response whose token it has seen; a sync that is done again must be read again.
        client.next_batch = ""
        async with asyncio.timeout(SYNC_WITHIN):
            response = await client.sync(timeout=wait, sync_filter=timeline.FILTER, since=since or None)
        check(response)
        if since:
            await know_all(client, response)
        events = await timeline.arrived(client, response, since)
        self._echoes = self._echoes + 1 if response.rooms.join and not events else 0
        await self._attend(client, Heard(since, response, events))
        return response, events

    async def _attend(self, client: PatientClient, heard: Heard) -> None:
        """Let each duty look. What they return waits until it is taken in, even if the sync must be done again."""
        for duty in self._duties:
            try:
                self._beside += await duty.attend(client, heard)
            except Exception as error:
                if from_exception(error).kind is not FailureKind.REFUSED:
                    raise
                log.warning("matrix_duty_failed", duty=type(duty).__name__, error=type(error).__name__)

    async def _handled(self, client: PatientClient) -> None:
        for duty in self._duties:
            try:
                await duty.handled(client)
            except Exception as error:  # noqa: BLE001 - what was said is taken in, whatever becomes of the rest
                log.warning("matrix_duty_failed", duty=type(duty).__name__, error=type(error).__name__)

    def _translated(self, client: PatientClient, events: list[Arrived]) -> list[Incoming]:
        read: list[Incoming] = []
        for one in events:
            told = timeline.source(one.event)
            where = self._ours.surroundings(client, one.room)
            incoming = translate(told, where, name_of(client, one.room, str(told.get("sender", ""))))
            if incoming is not None and isinstance(one.event, MegolmEvent):
                incoming = replace(incoming, event_id=notice_id(one.room, incoming.account, one.event.session_id))
            if incoming is not None:
                read.append(incoming)
        return read
