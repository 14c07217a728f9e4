"""Matrix as a network of ours: the account at work, what goes into it, and what is known of how it goes."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

import structlog

from bot.matrix.attachments import download
from bot.matrix.backup.duty import KeyBackup
from bot.matrix.client import PatientClient
from bot.matrix.courtesies import Courtesies
from bot.matrix.direct import DirectRooms
from bot.matrix.duties import Duty
from bot.matrix.failures import from_exception, is_logged_out
from bot.matrix.incoming import NETWORK
from bot.matrix.invitations import Invitations
from bot.matrix.late import LateBox, NoBox
from bot.matrix.listening import Listening
from bot.matrix.rooms import Kept, Ours, Rooms, remember_nothing
from bot.matrix.sending import Sender
from bot.matrix.session import MatrixAccount, log_in
from bot.matrix.taking_over import take_over
from bot.matrix.trust.cross_signing import CrossSigning
from bot.matrix.trust.fingerprints import fingerprints
from bot.matrix.trust.verification import Verification
from bot.matrix.upgrades import Upgrades
from bot.networks import Failure, FileUnavailableError, Outcome, Receive
from handlers.messages import FileProblem, IncomingFile
from storage.outbox import FailureKind, OutboxMessage
from storage.pacing import Limits

log = structlog.get_logger(__name__)

SEND_WITHIN = 20.0
LONGEST_PAUSE = 30.0
STALE_AFTER = 90.0


class MatrixNetwork:
    """The bot's Matrix account, at work.

    ``known`` says whether an account may invite us, ``kept`` which events in a room are ours, ``late`` keeps what
    cannot be read yet; all run in threads.
    """

    name = NETWORK
    repeatable = True
    shared = False
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
        self._duties: tuple[Duty, ...] = (
            self._identity,
            self._backup,
            upgrades,
            Invitations(account.allowed_servers, known, upgrades.awaits),
            Rooms(),
            direct,
            Courtesies(),
            Verification(direct, self._sender, lambda: self._identity.seeds),
        )
        self._ours = Ours(kept)
        self._listening = Listening(self._duties, self._backup, self._ours, late or NoBox())
        self._client: PatientClient | None = None
        self._begun = False
        self._ready = asyncio.Event()
        self._synced_at = -math.inf
        self._trouble = "not connected yet"

    async def run(self, receive: Receive, cursor: str) -> None:
        """Connect and receive until cancelled."""
        pause = 1.0
        await self._begin_anew()
        try:
            while True:
                try:
                    client, first = await self._session(), not self._ready.is_set()
                    cursor = await self._listening.once(client, receive, cursor, self._mark_synced, first=first)
                    await client.tend_keys()
                    pause = 1.0
                    await asyncio.sleep(self._listening.breath)
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

    def unsigned(self) -> str:
        """Say why people's apps cannot trust our device; empty where nothing speaks against it."""
        return self._identity.lacking

    async def _session(self) -> PatientClient:
        if self._client is not None and not self._client.is_well:
            await self._start_over()  # nio drops the token by itself when a logout is "soft"
        if self._client is None:
            take_over(self._account)
            self._client, self._begun = await log_in(self._account), False
        if not self._begun:
            await self._client.tend_keys()
            for duty in self._duties:
                await duty.begin(self._client)
            self._begun = True
        return self._client

    async def _begin_anew(self) -> None:
        """Know nothing of what was: since the last run, another instance may have been at work."""
        await self._start_over()
        self._listening.begin()

    def _connected(self) -> PatientClient:
        if self._client is None:
            raise ConnectionError
        return self._client

    def _mark_synced(self) -> None:
        self._synced_at = time.monotonic()
        if not self._ready.is_set():
            log.info("matrix_ready")
        self._ready.set()

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
        """Read everything anew, and log in where our token is no longer known and there is a password."""
        await self.close()
