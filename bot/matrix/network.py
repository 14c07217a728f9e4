"""Matrix as a network of ours: the loop that receives, and the sending into it.

Not nio's own loop: that one acknowledges a sync before anybody has read it, and a crash in between loses what people
said. Here the next sync starts only after everything of the last one is committed.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import replace

import structlog
from nio import MegolmEvent, SyncResponse

from bot.matrix import timeline
from bot.matrix.attachments import download
from bot.matrix.backup.duty import KeyBackup
from bot.matrix.client import PatientClient
from bot.matrix.courtesies import Courtesies
from bot.matrix.direct import DirectRooms
from bot.matrix.duties import Heard
from bot.matrix.failures import check, from_exception, is_logged_out
from bot.matrix.incoming import NETWORK, translate
from bot.matrix.invitations import Invitations
from bot.matrix.known_rooms import know_all
from bot.matrix.late import Late, LateBox, NoBox, notice_id
from bot.matrix.patience import KEY_WAIT, Patience
from bot.matrix.rooms import Kept, Ours, Rooms, name_of, remember_nothing
from bot.matrix.sending import Sender
from bot.matrix.session import MatrixAccount, log_in
from bot.matrix.timeline import Arrived
from bot.matrix.trust.cross_signing import CrossSigning
from bot.matrix.trust.fingerprints import fingerprints
from bot.matrix.trust.verification import Verification
from bot.matrix.upgrades import Upgrades
from bot.networks import Failure, FileUnavailableError, Outcome, Receive
from handlers.messages import FileProblem, Incoming, IncomingFile
from storage.outbox import FailureKind, OutboxMessage
from storage.pacing import Limits

log = structlog.get_logger(__name__)

POLL = 30_000
SEND_WITHIN = 20.0
SYNC_WITHIN = 120.0
LONGEST_PAUSE = 30.0
STALE_AFTER = 90.0
FEW_ECHOES, BREATH, LONGEST_BREATH = 2, 0.1, 0.5
"""After so many syncs in a row that brought only what we sent, each next one waits so many seconds longer: in a bulk
send, to tell us of every single message would cost the homeserver a third of its time."""


class MatrixNetwork:
    """The bot's Matrix account, at work.

    ``known`` says whether an account may invite us, ``kept`` which events in a room are ours, ``late`` keeps what
    cannot be read yet; all run in threads.
    """

    name = NETWORK
    repeatable = True
    limits: Limits | None = None
    at_once = 8

    def __init__(
        self,
        account: MatrixAccount,
        known: Callable[[str], bool],
        kept: Kept = remember_nothing,
        late: LateBox | None = None,
    ) -> None:
        self._account = account
        self._backup = KeyBackup(account)
        self._identity = CrossSigning(account)
        direct, upgrades = DirectRooms(), Upgrades()
        self._sender = Sender(direct)
        self._duties = (
            self._identity,
            self._backup,
            upgrades,
            Invitations(account.allowed_servers, known, upgrades.awaits),
            Rooms(),
            direct,
            Courtesies(),
            Verification(direct, self._sender, lambda: self._identity.seeds),
        )
        self._beside: list[Incoming] = []
        self._ours = Ours(kept)
        self._late = Late(late or NoBox(), self._backup.restore)
        self._client: PatientClient | None = None
        self._begun = False
        self._patience = Patience()
        self._ready = asyncio.Event()
        self._echoes = 0
        self._synced_at = -math.inf
        self._trouble = "not connected yet"

    async def run(self, receive: Receive, cursor: str) -> None:
        """Connect and receive until cancelled."""
        pause = 1.0
        self._forget_rooms()
        try:
            while True:
                try:
                    cursor = await self._once(receive, cursor)
                    await self._connected().tend_keys()
                    pause = 1.0
                    await asyncio.sleep(min(LONGEST_BREATH, max(0, self._echoes - FEW_ECHOES) * BREATH))
                except Exception as error:  # noqa: BLE001 - nothing may end the loop: what failed is done again
                    pause = await self._recover(error, pause)
        finally:
            await self._rest()

    async def send(self, message: OutboxMessage) -> Outcome:
        """Send one row of the outbox."""
        client = self._client
        try:
            async with asyncio.timeout(SEND_WITHIN):
                await self._ready.wait()
                client = self._connected()
                sent = await self._sender.send(client, message)
                self._ours.add(sent)
                return sent
        except Exception as error:  # noqa: BLE001 - a failure is data
            # What breaks because we log in anew is not the message's fault.
            renewed = client is not self._client
            failure = Failure(FailureKind.UNREACHABLE, "logged in anew") if renewed else from_exception(error)
            log.info("matrix_send_failed", key=message.key, kind=failure.kind.value, detail=failure.detail)
            return failure

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a file that somebody sent."""
        try:
            return await download(self._connected(), file.reference)
        except FileUnavailableError:
            raise
        except Exception as error:  # whatever it is, the file cannot be had
            raise FileUnavailableError(FileProblem.UNREACHABLE, type(error).__name__) from error

    async def close(self) -> None:
        """Let go of connections and files."""
        await self._rest()
        self._ready.clear()
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def fingerprints(self) -> dict[str, str]:
        """Tell by what people's apps can tell that it is us; nothing until we are logged in."""
        return fingerprints(self._client, self._identity.seeds) if self._client else {}

    async def _rest(self) -> None:
        for duty in self._duties:
            await duty.close()

    def fault(self) -> str:
        """Say what keeps us from working."""
        age = self.sync_age()
        if self._client is None or not self._ready.is_set():
            return f"not logged in: {self._trouble}" if self._client is None else f"not synced: {self._trouble}"
        return f"no sync for {age:.0f} seconds: {self._trouble}" if age > STALE_AFTER else ""

    def sync_age(self) -> float:
        """Say how many seconds ago the homeserver last answered a sync."""
        return time.monotonic() - self._synced_at

    async def _once(self, receive: Receive, cursor: str) -> str:
        """Take in one sync and return where to go on."""
        client = await self._session()
        if not self._ready.is_set():
            await client.fetch_keys()
        response, events = await self._sync(client, cursor, POLL)
        self._mark_synced()
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
            # The first one does not wait: until it has come we are not ready.
            response = await client.sync(
                timeout=wait if self._ready.is_set() else 0, sync_filter=timeline.FILTER, since=since or None
            )
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

    async def _session(self) -> PatientClient:
        if self._client is not None and not self._client.logged_in:
            await self._start_over()  # nio drops the token by itself when a logout is "soft"
        if self._client is None:
            self._client, self._begun = await log_in(self._account), False
        if not self._begun:
            await self._client.tend_keys()
            for duty in self._duties:
                await duty.begin(self._client)
            self._begun = True
        return self._client

    def _forget_rooms(self) -> None:
        """Know no rooms: since the last run, another instance may have been at work."""
        self._ready.clear()
        self._late.look_at_all()
        if self._client is not None:
            self._client.rooms.clear()

    def _connected(self) -> PatientClient:
        if self._client is None:
            raise ConnectionError
        return self._client

    def _mark_synced(self) -> None:
        self._synced_at = time.monotonic()
        if not self._ready.is_set():
            log.info("matrix_ready")
        self._ready.set()

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

    async def _recover(self, error: Exception, pause: float) -> float:
        """Note what went wrong, wait, and return how long to wait the next time."""
        failure = from_exception(error)
        self._trouble = failure.detail
        log.warning("matrix_loop", kind=failure.kind.value, detail=failure.detail, pause=pause)
        if is_logged_out(failure):
            await self._start_over()
        await asyncio.sleep(max(pause, failure.after))
        return min(pause * 2, LONGEST_PAUSE)

    async def _start_over(self) -> None:
        """Our token is no longer known: log in anew, where there is a password."""
        await self.close()
