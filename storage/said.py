"""What we said and people refer to: by a number, a reaction, a button or an answer.

What we said to strangers stands under the trace of their chat, which they still can refer to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import String, bindparam, cast, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.inbox import trace
from storage.outbox import Lane, OutboxMessage, OutboxState
from storage.persons import Address

EVER = datetime.min.replace(tzinfo=UTC)
IN_VIEW = 5
"""How many of the last messages of a chat somebody can be expected to see on a phone."""


def with_choices(session: Session, network: str, chat: str) -> list[OutboxMessage]:
    """List the messages in a chat that offered choices and are still in view, the newest first."""
    return [message for message in _shown(session, network, chat, EVER) if message.choices]


def newest_since(session: Session, network: str, chat: str, moment: datetime) -> OutboxMessage | None:
    """Find the newest message in a chat that offered choices, if it came after a moment."""
    return next((message for message in _shown(session, network, chat, moment) if message.choices), None)


def newest_unasked(session: Session, network: str, chat: str) -> OutboxMessage | None:
    """Find the newest message in a chat that nobody there had asked for; one that only took another out is none."""
    unasked = or_(col(OutboxMessage.person_id).is_not(None), col(OutboxMessage.lane) != Lane.REPLY)
    here = {"network": network, "chats": _names(network, chat)}
    return session.exec(_newest().where(unasked, col(OutboxMessage.removes).is_(None)).limit(1), params=here).first()


def is_answer(message: OutboxMessage) -> bool:
    """Say whether a message answers what somebody had written."""
    return message.person_id is None and message.lane is Lane.REPLY


def _shown(session: Session, network: str, chat: str, since: datetime) -> Sequence[OutboxMessage]:
    here = {"network": network, "chats": _names(network, chat), "since": since}
    return _in_place(session.exec(_in_view(), params=here).all())


def _in_place(newest_first: Sequence[OutboxMessage]) -> Sequence[OutboxMessage]:
    """Put what was changed where it stands in the chat, as it reads now; of what stands further up, nothing is in view.

    A status that changes below a question must not take the number that somebody answers the question with.
    """
    now: dict[str | None, OutboxMessage] = {}
    for message in newest_first:
        now.setdefault(message.replaces, message)
    return [now.get(message.key, message) for message in newest_first if message.replaces is None]


@cache
def _in_view() -> SelectOfScalar[OutboxMessage]:
    """Write the query, once: nearly every message needs it."""
    return _newest().where(col(OutboxMessage.created_at) > bindparam("since")).limit(IN_VIEW)


def _newest() -> SelectOfScalar[OutboxMessage]:
    """Write the query for what people see in a chat, the newest first: what was held back came when it was let go."""
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.network == bindparam("network"),
            col(OutboxMessage.chat).in_(bindparam("chats", expanding=True)),
            col(OutboxMessage.state).not_in((OutboxState.HELD, OutboxState.CANCELLED)),
            col(OutboxMessage.menu).is_(None),
        )
        .order_by(col(OutboxMessage.created_at).desc(), col(OutboxMessage.id).desc())
    )


def forget_taken(session: Session, people: Collection[int]) -> None:
    """Forget what people were offered and took below secret messages that are sent, whose texts are forgotten."""
    session.flush()
    chats = select(Address.network, Address.chat).where(col(Address.person_id).in_(people))
    for network, chat in set(session.exec(chats)):
        here = (col(OutboxMessage.network) == network, col(OutboxMessage.chat) == chat)
        secret = (col(OutboxMessage.secret).is_(True), col(OutboxMessage.state) == OutboxState.SENT)
        session.connection().execute(update(OutboxMessage).where(*here, *secret).values(choices=[], answered=None))


def by_external_id(session: Session, network: str, chat: str, external_id: str) -> OutboxMessage | None:
    """Find a message of ours by the network's name for it: what a reaction, an answer or a thread refers to.

    Of a message that was edited that is its newest version. Each part of a message stands for it.
    """
    if not external_id:
        return None
    here = (OutboxMessage.network == network, col(OutboxMessage.chat).in_(_names(network, chat)))
    newest = select(OutboxMessage).order_by(col(OutboxMessage.id).desc())
    named = session.exec(newest.where(*here, OutboxMessage.external_id == external_id)).first()
    return named or session.exec(newest.where(*here, _has_part(external_id))).first()


def ours_among(session: Session, network: str, chat: str, names: Collection[str]) -> set[str]:
    """Say which of these are names of messages of ours in a chat, of their parts, or of their polls."""
    return {name for name in names if by_external_id(session, network, chat, name) or by_poll(session, network, name)}


def _has_part(name: str) -> ColumnElement[bool]:
    """Write that one of the parts of a message has this name, as rows keep it."""
    quoted = name.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return cast(col(OutboxMessage.part_names), String).like(f'%:{quoted}"%', escape="\\")


def by_poll(session: Session, network: str, poll_name: str) -> OutboxMessage | None:
    """Find the message of ours with a poll by the network's name for that; a vote may not say in which chat it was."""
    here = (OutboxMessage.network == network, OutboxMessage.poll_name == poll_name)
    return session.exec(select(OutboxMessage).where(*here)).first()


def by_key(session: Session, key: str) -> OutboxMessage | None:
    """Find a message of ours by its key: what a button carries."""
    return session.exec(select(OutboxMessage).where(OutboxMessage.key == key)).first()


def stands_in(message: OutboxMessage, network: str, chat: str) -> bool:
    """Say whether a message of ours stands in a chat."""
    return message.network == network and message.chat in _names(network, chat)


def _names(network: str, chat: str) -> tuple[str, str]:
    return chat, trace(network, chat)


def name_poll(session: Session, claimed: OutboxMessage, name: str) -> None:
    """Write down what the network calls the poll of a message that arrived."""
    here = col(OutboxMessage.id) == claimed.id
    session.connection().execute(update(OutboxMessage).where(here).values(poll_name=name))
