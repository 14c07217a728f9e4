"""The database of our device's keys: nio's, made cheap to ask."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from nio.store import DefaultStore
from peewee import Model, SqliteDatabase


class KeyStore(DefaultStore):  # type: ignore[misc]
    """nio's store on a database that is asked at less cost."""

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
