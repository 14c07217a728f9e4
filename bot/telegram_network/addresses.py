"""Telegram's chats as addresses of ours, and what may be sent to them. Only this package takes them apart.

An address is the chat's id, or ``chat/topic`` for a topic of a group
(https://core.telegram.org/bots/api#forumtopic); :mod:`storage.groups` counts on the slash. Ids of groups are negative.
"""

from __future__ import annotations

from datetime import timedelta

from storage.pacing import Limits, Window


def address_of(chat: int, topic: int | None = None) -> str:
    """Write the address of a chat, or of a topic in it."""
    return f"{chat}/{topic}" if topic else str(chat)


def target(address: str) -> dict[str, object]:
    """Write an address as parameters of a call."""
    chat, _, topic = address.partition("/")
    number = int(chat) if chat.removeprefix("-").isdecimal() else chat
    return {"chat_id": number, "message_thread_id": int(topic)} if topic.isdecimal() else {"chat_id": number}


def scope_of(address: str) -> str:
    """Name the chat whose limits an address falls under: all topics of a group together are one."""
    return address.partition("/")[0]


def is_group(address: str) -> bool:
    """Whether an address is in a group."""
    return address.startswith("-")


# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
LIMITS = Limits(
    overall=Window(30, timedelta(seconds=1)),
    chat=Window(1, timedelta(seconds=1)),
    group=Window(20, timedelta(minutes=1)),
    scope=scope_of,
    is_group=is_group,
)
