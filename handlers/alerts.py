"""What operators are told when something is out of order, and when it is over again, and who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from handlers.messages import Message
from handlers.turn import Office, Outgoing, identity
from handlers.wording import Markdown, Wording
from storage.groups import groups_of
from storage.outbox import Lane
from storage.persons import Role, holders, preferred_addresses


class AlertKind(StrEnum):
    """What can be out of order. ``alert-name-…`` is its name for people, ``alert-do-…`` what to do about it."""

    NETWORK_DOWN = "network-down"
    UPDATES_ENDING = "updates-ending"
    DEVICE_UNSIGNED = "device-unsigned"
    QUEUE_STUCK = "queue-stuck"
    CLOCK_LATE = "clock-late"
    LEASE_FREE = "lease-free"
    BACKUP_OLD = "backup-old"
    DISK_FULL = "disk-full"
    SENDS_IN_DOUBT = "sends-in-doubt"
    LEDGER_BROKEN = "ledger-broken"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class News:
    """Something that is out of order since a moment, or, with ``over_at``, was until another."""

    kind: AlertKind
    subject: str
    since: datetime
    over_at: datetime | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def tell_operators(session: Session, office: Office, news: News, down: Collection[str], today: date) -> list[Outgoing]:
    """Tell the operators on networks that work; where they have no chat there, the office, which can pass it on.

    To a network that is ``down`` nothing is written: there it would be read when it is over.
    """
    up = (office.networks or frozenset()) - set(down)
    for role in (Role.OPERATOR, Role.COORDINATOR):
        told = _to(session, role, up, today)
        if told:
            return [_say(office, news, each, passing_on=role is Role.COORDINATOR) for each in told]
    return []


def _to(session: Session, role: Role, up: Collection[str], today: date) -> Sequence[Outgoing]:
    """List the chats of a role: its groups, and without any, its people."""
    blank = Outgoing(Message(Markdown()), lane=Lane.NOTICE)
    groups = [group for group in groups_of(session, role) if group.network in up]
    if groups:
        return [replace(blank, group=group) for group in groups]
    people = holders(session, role, today)
    addresses = preferred_addresses(session, {identity(person) for person in people}, up)
    found = [(person, addresses.get(identity(person))) for person in people]
    return [replace(blank, person=person, address=at) for person, at in found if at is not None and at.network in up]


def _say(office: Office, news: News, to: Outgoing, *, passing_on: bool) -> Outgoing:
    reader = to.group or to.person
    wording = office.wording(reader.language if reader else None)
    said = _over(wording, news) if news.over_at else _begun(wording, news)
    text = Markdown(f"{said}\n\n{wording('alert-pass-on')}") if passing_on and not news.over_at else said
    return replace(to, message=Message(text))


def named(wording: Wording, news: News) -> tuple[Markdown, Markdown]:
    """Say what is out of order, and what to do about it."""
    values = {"subject": _subject(wording, news)} | dict(news.values)
    return wording(f"alert-name-{news.kind}", **values), wording(f"alert-do-{news.kind}", **values)


def _begun(wording: Wording, news: News) -> Markdown:
    name, deed = named(wording, news)
    return wording("alert-begun", name=name, since=news.since, deed=deed)


def _over(wording: Wording, news: News) -> Markdown:
    name = wording(f"alert-name-{news.kind}", subject=_subject(wording, news))
    return wording("alert-over", name=name, since=news.since, until=news.over_at)


def _subject(wording: Wording, news: News) -> Markdown:
    """Name what it is about: a network, or the clock."""
    return wording("alert-clock") if news.subject == "clock" else wording.network(news.subject)
