"""What we said and people refer to: by a number, a reaction or a button.

What we said to strangers stands under the trace of their chat, which they still can refer to.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.inbox import trace
from storage.outbox import OutboxMessage

IN_VIEW = 5
"""How many of the last messages of a chat somebody can be expected to see on a phone."""


def with_choices(session: Session, network: str, chat: str) -> list[OutboxMessage]:
    """List the messages in a chat that offered choices and are still in view, the newest first."""
    here = col(OutboxMessage.chat).in_(_names(network, chat))
    newest = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.network == network, here, col(OutboxMessage.menu).is_(None))
        .order_by(col(OutboxMessage.id).desc())
        .limit(IN_VIEW)
    ).all()
    return [message for message in newest if message.choices]


def by_external_id(session: Session, network: str, chat: str, external_id: str) -> OutboxMessage | None:
    """Find a message of ours by the network's name for it: what a reaction or a button refers to."""
    return session.exec(
        select(OutboxMessage).where(
            OutboxMessage.network == network,
            col(OutboxMessage.chat).in_(_names(network, chat)),
            OutboxMessage.external_id == external_id,
        )
    ).first()


def by_key(session: Session, key: str) -> OutboxMessage | None:
    """Find a message of ours by its key: what a button carries."""
    return session.exec(select(OutboxMessage).where(OutboxMessage.key == key)).first()


def stands_in(message: OutboxMessage, network: str, chat: str) -> bool:
    """Say whether a message of ours stands in a chat."""
    return message.network == network and message.chat in _names(network, chat)


def _names(network: str, chat: str) -> tuple[str, str]:
    return chat, trace(network, chat)
