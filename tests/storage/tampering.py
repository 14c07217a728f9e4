"""Somebody with the database in their hands: statements that neither triggers nor foreign keys hold up."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
from sqlmodel import col, select

from storage.database import Database
from storage.ledger_chain import FIRST, digest_of
from storage.pledges import PledgeEntry

LIFTED = ("DROP TRIGGER IF EXISTS pledge_entry_no_update", "DROP TRIGGER IF EXISTS pledge_entry_no_delete")


def tamper(database: Database, *statements: str) -> None:
    """Run statements on a database as no user of ours could."""
    url = database.engine.url
    if database.is_sqlite:
        with closing(sqlite3.connect(url.database or "")) as connection, connection:
            for statement in (*LIFTED, *statements):
                connection.execute(statement)
        return
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as server:
        server.execute("SET session_replication_role = replica")
        for statement in statements:
            server.execute(statement.encode())


def write_anew(database: Database) -> None:
    """Compute all digests anew, so that the chain holds again: anybody can, the way is public."""
    with database.transaction() as session:
        entries = session.exec(select(PledgeEntry).order_by(col(PledgeEntry.id))).all()
        before, statements = FIRST, []
        for entry in entries:
            before = digest_of(entry, before, "")
            statements.append(f"UPDATE pledge_entry SET digest = '{before}' WHERE id = {entry.id}")  # noqa: S608 - ours
    tamper(database, *statements)
