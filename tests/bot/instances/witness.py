"""What the database saw, in order: who took which lease, and who wrote what.

Triggers note each change with the name that its session goes by. They are numbered as they happen; and since a writer
that confirms its lease locks it until its commit, a lease that somebody else has taken comes after all it has written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

WATCHED = {
    "lease": ("NEW.name", "NEW.owner", "NEW.fence", "NEW.until > clock_timestamp()"),
    "outbox": ("NEW.network", "NEW.id::text", "NEW.fence", "NEW.state"),
    "inbox": ("NEW.network", "NEW.event_id", "0", "'handled'"),
    "network_cursor": ("NEW.network", "NEW.position", "0", "'moved'"),
    "due": ("'clock'", "NEW.id::text", "0", "NEW.state"),
}
"""By table: whose turn it is (the name of a lease), what is written, its fence, and what becomes of it."""

PREPARE = """
CREATE SCHEMA witness;
CREATE TABLE witness.note (
    number bigserial PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    who text NOT NULL DEFAULT current_setting('application_name'),
    subject text NOT NULL, lease text NOT NULL, name text NOT NULL, fence bigint NOT NULL, state text NOT NULL
);
"""

WATCH = """
CREATE FUNCTION witness.see_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO witness.note (subject, lease, name, fence, state)
    VALUES ('{table}', {lease}, {name}, {fence}, ({state})::text);
    RETURN NULL;
END $$;
CREATE TRIGGER see AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION witness.see_{table}();
"""


@dataclass(frozen=True, slots=True)
class Note:
    """One change that was committed: ``who`` made it, under whose turn (``lease``), of what (``subject``, ``name``)."""

    number: int
    at: datetime
    who: str
    subject: str
    lease: str
    name: str
    fence: int
    state: str


def watch(session: Session) -> None:
    """Note all changes from now on."""
    connection = session.connection()
    connection.execute(text(PREPARE))
    for table, (lease, name, fence, state) in WATCHED.items():
        told = {"table": table, "lease": lease, "name": name, "fence": fence, "state": state}
        connection.exec_driver_sql(WATCH.format(**told))


def notes(session: Session) -> Sequence[Note]:
    """List what was noted, in order."""
    found = session.connection().execute(text("SELECT * FROM witness.note ORDER BY number"))
    return [Note(*row) for row in found]


def holder(session: Session, lease: str) -> str:
    """Name who took a lease last; empty if nobody has it now."""
    held = "SELECT 1 FROM lease WHERE name = :lease AND until > clock_timestamp()"
    last = "SELECT who FROM witness.note WHERE subject = 'lease' AND lease = :lease ORDER BY number DESC LIMIT 1"
    asked = text(f"SELECT ({last}) WHERE EXISTS ({held})")
    return session.connection().execute(asked, {"lease": lease}).scalar() or ""
