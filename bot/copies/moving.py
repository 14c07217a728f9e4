"""Moving to another database: from SQLite to PostgreSQL, or the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

from bot.copies.backup import CopyError, check_schema
from bot.copies.putting_in import check_sound, put_in
from storage.at_rest import at_rest, exists
from storage.beside import beside, is_empty
from storage.database import Database
from storage.ledger_check import LedgerReport, check_ledger
from storage.revisions import revisions
from storage.snapshots import Count, last_number, lines, shapes, snapshot


def move(source: Database, target: Database, ledger_key: str) -> tuple[Mapping[str, Count], LedgerReport]:
    """Copy everything into an empty database, all or nothing, while nobody works at either. Raises :class:`CopyError`.

    The ledger is read over in its new place; it may have been broken before.
    """
    if not exists(source):
        raise CopyError(f"there is no database {source.engine.url.database}")
    if source.engine.url == target.engine.url:
        raise CopyError("both are the same database: name the new one")
    with at_rest(source), at_rest(target):
        check_schema(source)
        if not is_empty(target):
            raise CopyError("the other database has data: name an empty one")
        with beside(target) as place, closing(Database(place.url, patient=True)) as new:
            with snapshot(source) as connection:
                numbers = {shape.name: last_number(connection, shape) for shape in shapes()}
                tables = put_in(new, revisions()[-1], shapes(), numbers, partial(lines, connection))
            check_sound(new)
            ledger = check_ledger(new, ledger_key)
            new.close()
            place.take_over(f"before-{datetime.now(UTC):%Y%m%d}")
    return tables, ledger
