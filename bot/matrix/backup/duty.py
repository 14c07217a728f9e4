"""The duty that backs room keys up after syncs, beside everything else, and fetches one where it is missing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import structlog
from nio import MegolmEvent

from bot.matrix.backup.sealing import SpoiltKeyError
from bot.matrix.backup.versions import Backup, BackupError, open_backup
from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import HomeserverError, from_exception
from bot.matrix.session import MatrixAccount
from bot.matrix.timeline import Arrived
from handlers.messages import Incoming

log = structlog.get_logger(__name__)

BATCH = 50
"""Room keys in one request: of a few kilobytes, and quick to seal."""

BREATH = 0.2
"""Seconds between two requests: an old store with many keys must not keep the homeserver from its work."""

AGAIN_AFTER = 600.0
"""Seconds until what failed is tried again."""


class KeyBackup(Duty):
    """Backs up every room key once. What is done is marked in the store, so a restart goes on where it was."""

    def __init__(self, account: MatrixAccount) -> None:
        self._account = account
        self._backup: Backup | None = None
        self._opening = asyncio.Lock()
        self._work: asyncio.Task[None] | None = None
        self._again_at = 0.0

    async def begin(self, client: PatientClient) -> None:  # noqa: ARG002 - as all duties
        """Look for the backup anew."""
        self._backup, self._again_at = None, 0.0

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:  # noqa: ARG002 - the store knows
        """Back up what is new, without anybody waiting for it."""
        idle = self._work is None or self._work.done()
        if idle and client.olm.store.behind and time.monotonic() >= self._again_at:
            self._work = asyncio.create_task(self._back_up(client))
        return ()

    async def close(self) -> None:
        """Stop backing up."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def restore(self, client: PatientClient, events: Sequence[Arrived]) -> bool:
        """Take in what the backup holds of the keys that some events need; whether it could be looked through."""
        sealed = [one for one in events if isinstance(one.event, MegolmEvent)]
        wanted = dict.fromkeys((one.room, str(one.event.session_id)) for one in sealed)
        if wanted and time.monotonic() < self._again_at:
            return False
        try:
            for room, session in wanted:
                await self._restore(client, await self._open(client), room, session)
        except Exception as error:  # noqa: BLE001 - whatever it is, the messages are kept
            self._note(error)
            return isinstance(error, BackupError)  # there is none to look through
        return True

    async def _restore(self, client: PatientClient, backup: Backup, room: str, session: str) -> None:
        try:
            found = await backup.fetch(client, room, session)
        except SpoiltKeyError as error:
            log.warning("matrix_backup_spoilt", reason=str(error))
            return
        if found is not None:
            client.olm.take_in(found)
            client.olm.store.mark_backed_up(backup.version, [(room, found.sender_key, session)])
            log.info("matrix_key_restored")

    async def _back_up(self, client: PatientClient) -> None:
        for first in (True, False):
            try:
                await self._go_on(client, await self._open(client))
            except Exception as error:  # noqa: BLE001 - it is tried again
                if not first or not _is_replaced(error):
                    self._note(error)
                    return
                self._backup = None
            else:
                return

    async def _go_on(self, client: PatientClient, backup: Backup) -> None:
        store, keys = client.olm.store, client.olm.inbound_group_store
        while lacking := store.not_backed_up(backup.version, BATCH):
            sessions = [keys.get(*names) for names in lacking]
            await backup.put(client, sessions)
            # A better key that has come meanwhile is to be backed up, too.
            done = [names for each, names in zip(sessions, lacking, strict=True) if each is keys.get(*names)]
            store.mark_backed_up(backup.version, done)
            await asyncio.sleep(BREATH)
        store.behind = False

    async def _open(self, client: PatientClient) -> Backup:
        async with self._opening:
            if self._backup is None:
                self._backup = await open_backup(client, self._account)
                log.info("matrix_backup", version=self._backup.version)
            return self._backup

    def _note(self, error: Exception) -> None:
        reason = str(error) if isinstance(error, BackupError) else from_exception(error).detail
        log.warning("matrix_not_backed_up", reason=reason)
        self._backup, self._again_at = None, time.monotonic() + AGAIN_AFTER


def _is_replaced(error: Exception) -> bool:
    """Whether another version has taken the place of ours, or it was deleted."""
    replaced = {"M_WRONG_ROOM_KEYS_VERSION", "M_NOT_FOUND"}
    return isinstance(error, HomeserverError) and error.failure.detail in replaced
