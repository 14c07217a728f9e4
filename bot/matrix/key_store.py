"""The database of our device's keys: nio's, made cheap to ask."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from nio.crypto import InboundGroupSession
from nio.store import DefaultStore
from nio.store.models import MegolmInboundSessions
from peewee import JOIN, Model, SqliteDatabase, TextField


class BackedUp(Model):  # type: ignore[misc]
    """A room key that is in a version of the account's backup."""

    session_id = TextField(primary_key=True)
    version = TextField()


class KeyStore(DefaultStore):  # type: ignore[misc]
    """nio's store on a database that is asked at less cost, and knows which room keys are backed up.

    ``behind`` says that there may be one that is not.
    """

    models = (*DefaultStore.models, BackedUp)
    behind = True
    failure = None

    def save_inbound_group_session(self, session: InboundGroupSession) -> None:
        """Store a room key; it is to be backed up, even where an earlier one for its session was."""
        super().save_inbound_group_session(session)
        with self.database.bind_ctx(self.models):
            BackedUp.delete().where(BackedUp.session_id == session.id).execute()
        self.behind = True

    def not_backed_up(self, version: str, most: int) -> list[tuple[str, str, str]]:
        """Name room keys that are not in a version of the backup: by room, sender's key and session."""
        keys = MegolmInboundSessions
        known = (BackedUp.session_id == keys.session_id) & (BackedUp.version == version)
        with self.database.bind_ctx(self.models):
            lacking = keys.select(keys.room_id, keys.sender_key, keys.session_id)
            lacking = lacking.join(BackedUp, JOIN.LEFT_OUTER, on=known)
            ours = (keys.account == self._get_account(), BackedUp.session_id.is_null())
            return list(lacking.where(*ours).limit(most).tuples())

    def mark_backed_up(self, version: str, keys: Sequence[tuple[str, str, str]]) -> None:
        """Note that room keys, named in the same way, are in a version of the backup."""
        with self.database.bind_ctx(self.models), self.database.atomic():
            for _, _, session in keys:
                BackedUp.replace(session_id=session, version=version).execute()

    async def settle(self) -> None:
        """Wait until everything is written: here it always is."""

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def _create_database(self) -> SqliteDatabase:
        # As with ours, a commit is on the disk before anybody is told of it, but with one wait for the disk each.
        safe = {"journal_mode": "wal", "synchronous": "full"}
        return _KeyDatabase(self.database_path, pragmas={"foreign_keys": 1, "secure_delete": 1, **safe})


class _KeyDatabase(SqliteDatabase):  # type: ignore[misc]
    """Binds nio's tables once.

    nio binds them to their database before each statement, and peewee walks through all tables that refer to each
    other every time: a third of what it cost to send a message. All of them stand in nio's list anyway.
    """

    def bind_ctx(self, models: Sequence[type[Model]], *_: object) -> AbstractContextManager[Any]:
        for model in models:
            if model._meta.database is not self:  # noqa: SLF001 - where peewee keeps it
                model._meta.set_database(self)  # noqa: SLF001 - the same
        return nullcontext(models)
