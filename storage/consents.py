"""Consent: which networks the office allows for a municipality, and which account agreed to which notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, col, select

from storage.municipalities import Municipality
from storage.records import Record, UtcDateTime

NOTICES = {
    1: {
        ("telegram", "de"): "41b0d28a30a1ace91df9755c49457215022d2eec443f425c80b01c3b0e70f87c",
        ("telegram", "en"): "d50ef8ef07fba66db3490c0b2b5c78a51d1c1e7bef5f4022f9697e6b3560db49",
    },
}
"""The versions of the notices, each with the SHA-256 of its text by network and language.

The texts themselves lie in ``deploy/privacy/notices``, so that it can be shown what somebody agreed to; a test holds
the newest against what is said. Another text is another version, and who agreed to an older one is asked again.
"""

NOTICE_VERSION = max(NOTICES)


class NetworkAllowance(Record, table=True):
    """The office allows a network for a municipality."""

    __tablename__ = "network_allowance"

    ags: str = Field(primary_key=True, foreign_key="municipality.ags")
    network: str = Field(primary_key=True)
    allowed_by: int | None = Field(default=None, foreign_key="person.id")
    """None where an operator allowed it, not a coordinator in a chat."""
    allowed_at: datetime = Field(sa_type=UtcDateTime)


class Consent(Record, table=True):
    """An account agreed to a network's notice in a version (:data:`NOTICES`)."""

    __tablename__ = "consent"

    network: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    agreed_at: datetime = Field(sa_type=UtcDateTime)


def has_agreed(session: Session, network: str, account: str) -> bool:
    """Say whether an account agreed to the notice as it stands."""
    return session.get(Consent, (network, account, NOTICE_VERSION)) is not None


def agree(session: Session, network: str, account: str, now: datetime) -> None:
    """Keep an account's agreement to the notice as it stands, beside those to earlier ones."""
    session.merge(Consent(network=network, account=account, version=NOTICE_VERSION, agreed_at=now))


def withdraw(session: Session, network: str, account: str) -> bool:
    """Forget an account's agreements; returns whether there was one."""
    agreements = consents_of(session, network, account)
    for consent in agreements:
        session.delete(consent)
    return bool(agreements)


def consents_of(session: Session, network: str, account: str) -> Sequence[Consent]:
    """List to which versions of the notice an account agreed, in their order."""
    of_account = select(Consent).where(Consent.network == network, Consent.account == account)
    return session.exec(of_account.order_by(col(Consent.version))).all()


def is_allowed(session: Session, ags: str, network: str) -> bool:
    """Say whether the office allows a network for a municipality."""
    return session.get(NetworkAllowance, (ags, network)) is not None


def allow(session: Session, ags: str, network: str, person_id: int | None, now: datetime) -> None:
    """Allow a network for a municipality."""
    session.merge(NetworkAllowance(ags=ags, network=network, allowed_by=person_id, allowed_at=now))


def refuse(session: Session, ags: str, network: str) -> None:
    """Allow a network for a municipality no more; who has joined there stays, but nobody new joins."""
    allowance = session.get(NetworkAllowance, (ags, network))
    if allowance is not None:
        session.delete(allowance)


def allowed_places(session: Session, network: str) -> Sequence[Municipality]:
    """List the municipalities a network is allowed for."""
    return session.exec(
        select(Municipality)
        .join(NetworkAllowance)
        .where(NetworkAllowance.network == network)
        .order_by(Municipality.folded_name)
    ).all()
