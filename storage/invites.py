"""Invite codes: how somebody becomes known. Only hashes are kept; one use, an end, and a lock against guessing."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, Session, col, delete, select

from storage.database import serialize
from storage.engine import Subject
from storage.inbox import trace
from storage.municipalities import Land
from storage.persons import Role
from storage.records import Record, UtcDateTime, enum_column

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that nobody mixes up when reading aloud or typing: no 0/O, no 1/I."""

CODE_LENGTH = 12
"""Signs to type: 12 of 32 are 60 bits."""

LINK_BYTES = 16
"""Random bytes in a link: 128 bits, 22 characters."""

KEY = re.compile(r"invite-(?P<number>\d+)-[0-9a-f]{16}")
VALIDITY = timedelta(days=14)
WRONG_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


class Invite(Record, table=True):
    """An invitation to one role, or of one's own other account. The first to bring code or token gets it."""

    __tablename__ = "invite"

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    link_hash: str = Field(unique=True)
    role: Role | None = Field(default=None, sa_type=enum_column(Role))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom the bringer's account is to be linked to; then there is no role."""
    ags: str | None = Field(default=None, foreign_key="municipality.ags")
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    for_group: bool = False
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="person.id")
    leaver_id: int | None = Field(default=None, foreign_key="person.id")
    """Who hands this role over: whoever takes it takes their place."""
    erases_leaver: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})


class CodeTries(Record, table=True):
    """How often somebody has tried a wrong code. Forgotten a while after the last one, be it a lock or not."""

    __tablename__ = "code_tries"

    network: str = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    """Who it was, by :func:`storage.inbox.trace`: whoever tries codes is nobody we know yet."""
    wrong: int = 0
    until: datetime = Field(sa_type=UtcDateTime, index=True)


def role_of(invite: Invite) -> Role:
    """Return the role an invitation gives; only for those that give one."""
    if invite.role is None:
        raise LookupError("this invitation links an account and gives no role")
    return invite.role


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the invited person is given, known only at the moment of inviting."""

    code: str
    link_token: str


def create_invite(session: Session, invite: Invite) -> Secrets:
    """Store an invitation with fresh secrets and return them; hashes in ``invite`` are overwritten."""
    signs = _code()
    token = secrets.token_urlsafe(LINK_BYTES)
    invite.code_hash, invite.link_hash = _hash(_canonical(signs)), _hash(token)
    session.add(invite)
    session.flush()
    return Secrets("-".join(signs[i : i + 4] for i in range(0, CODE_LENGTH, 4)), token)


def _code() -> str:
    """Draw a code with a digit in it, so that it is known as one when somebody types nothing else."""
    while True:
        signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        if any(map(str.isdigit, signs)):
            return signs


def redeem(session: Session, typed: str, now: datetime) -> Invite | None:
    """Take an invitation by its code or link token and mark it used; None for unknown, used and expired alike."""
    return _take(session, with_secret(typed), now)


def with_secret(typed: str) -> ColumnElement[bool]:
    """Write that a code or a link token is an invitation's."""
    return or_(col(Invite.code_hash) == _hash(_canonical(typed)), col(Invite.link_hash) == _hash(typed.strip()))


def redeem_number(session: Session, number: int, now: datetime) -> Invite | None:
    """Take an invitation that its message has shown to be theirs, and mark it used; None if it is over."""
    return _take(session, col(Invite.id) == number, now)


def _take(session: Session, which: ColumnElement[bool], now: datetime) -> Invite | None:
    is_open = (col(Invite.used_at).is_(None), col(Invite.expires_at) > now)
    invite = session.exec(select(Invite).where(which, *is_open).with_for_update()).first()
    if invite is not None:
        invite.used_at = now
    return invite


def new_key(invite: Invite) -> str:
    """Name the message that brings an invitation to an account."""
    return f"invite-{invite.id}-{secrets.token_hex(8)}"


def number_in(key: str) -> int | None:
    """Read which invitation a message of ours brings, by its key."""
    found = KEY.fullmatch(key)
    return int(found["number"]) if found else None


def locked_until(session: Session, network: str, account: str, now: datetime) -> datetime | None:
    """Say until when an account may not try codes, or None."""
    tries = session.get(CodeTries, (network, trace(network, account)))
    return tries.until if tries and tries.wrong >= WRONG_TRIES and tries.until > now else None


def count_wrong_try(session: Session, network: str, account: str, now: datetime) -> datetime | None:
    """Count a wrong code; the fifth locks the account for 15 minutes. Returns until when, or None.

    After 15 minutes without a wrong code counting starts anew.
    """
    forget_old_tries(session, now)
    who = (network, trace(network, account))
    tries = session.get(CodeTries, who, populate_existing=True) or CodeTries(network=who[0], sender=who[1], until=now)
    tries.wrong += 1
    tries.until = now + LOCKED_FOR
    session.add(tries)
    return tries.until if tries.wrong >= WRONG_TRIES else None


def forget_tries(session: Session, network: str, account: str) -> None:
    """Start counting anew after a right code."""
    tries = session.get(CodeTries, (network, trace(network, account)))
    if tries is not None:
        session.delete(tries)


def forget_old_tries(session: Session, now: datetime) -> None:
    """Forget the wrong codes of everybody who has tried none for a while."""
    serialize(session, Subject.CODE_TRIES)  # guessing through several instances at once must not outrun the count
    session.exec(delete(CodeTries).where(col(CodeTries.until) <= now))


def _canonical(typed: str) -> str:
    """Read a code as people type it: any case, with or without dashes, spaces and what else is no sign of it."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def _hash(secret: str) -> str:
    # The secrets are random, 60 bits and more, and live for two weeks: a fast hash is enough, there is no list to try.
    return hashlib.sha256(f"hafenbote-invite:{secret}".encode()).hexdigest()
