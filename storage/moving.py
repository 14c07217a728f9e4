"""A chat that goes on under another address: who is reached there, and what waits for it, move along."""

from __future__ import annotations

from sqlmodel import Session, col, select, update

from storage.groups import move_group
from storage.outbox import WAITING, OutboxMessage
from storage.persons import Address, note_chat


def move_chat(session: Session, network: str, chat: str, to: str) -> None:
    """Write to the new address from now on, to groups and persons alike. What removes something stays: it is there."""
    move_group(session, network, chat, to)
    for address in session.exec(select(Address).where(Address.network == network, Address.chat == chat)):
        note_chat(address, to)
    session.flush()
    here = (col(OutboxMessage.network) == network, col(OutboxMessage.chat) == chat)
    waiting = (col(OutboxMessage.state).in_(WAITING), col(OutboxMessage.removes).is_(None))
    session.connection().execute(update(OutboxMessage).where(*here, *waiting).values(chat=to))
