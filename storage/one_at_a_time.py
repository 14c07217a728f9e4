"""What one person does, on all their accounts and at all instances, is handled one after the other."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from storage.engine import Subject

TURN = text(
    "SELECT pg_advisory_xact_lock(:subject, coalesce("
    "(SELECT person_id FROM address WHERE network = :network AND account = :account), hashtext(:account)))"
)
"""Who is nobody's account yet has a turn of its own; sharing it by chance with somebody costs only a moment."""


def one_at_a_time(session: Session, network: str, account: str) -> None:
    """Wait until nothing else of this person is being handled; it lasts until the end of the transaction.

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        told = {"subject": Subject.PERSON, "network": network, "account": account}
        session.connection().execute(TURN, told)
