"""Telling the office that somebody is no longer reached where they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from handlers.messages import Message
from handlers.sending import post
from handlers.turn import Office, notice
from storage.outbox import OutboxMessage, Urgency
from storage.persons import Person, Role, holders
from storage.said import by_key


def tell_office(office: Office, session: Session, message: OutboxMessage, network: str, now: datetime) -> None:
    """Tell each coordinator that a person's messages go to another network now: once a day, not with each message."""
    person = session.get_one(Person, message.person_id)
    for coordinator in holders(session, Role.COORDINATOR, office.day(now)):
        key = _key(coordinator, person, message.network, office, now)
        if by_key(session, key) is None:
            wording = office.wording(coordinator.language)
            was, following = wording.network(message.network), wording.network(network)
            said = Message(wording("failover-told", label=person.label, network=was, next=following))
            told = replace(notice(said, coordinator, wording("why-office"), Urgency.LOW), key=key)
            post(session, office, [told], now)


def _key(coordinator: Person, person: Person, network: str, office: Office, now: datetime) -> str:
    """Name the notice, so that the outbox has it once."""
    named = f"failover:{coordinator.id}:{person.id}:{network}:{office.day(now)}"
    return sha256(named.encode()).hexdigest()[:32]
