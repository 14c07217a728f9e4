"""From an update of Telegram to an :class:`Incoming`: pure, and deaf to everything that is not somebody talking to us.

Works on the update's own JSON (https://core.telegram.org/bots/api#update) and not on the library's classes: they know
the kinds of their day, and raise for what is malformed. Here that is something else or nothing, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.json_parts import inner as _inner
from bot.json_parts import text as _text
from bot.telegram_network.addresses import address_of
from bot.telegram_network.mentions import Us, is_for_another_bot, mentions, without_our_name
from handlers.messages import Incoming, IncomingFile, Kind

NETWORK = "telegram"
UPDATES = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "poll_answer")
"""The kinds of updates we ask for (https://core.telegram.org/bots/api#getupdates, ``allowed_updates``)."""

_KINDS = {
    "animation": Kind.VIDEO,  # comes with a "document", too, so it is looked for first
    "photo": Kind.IMAGE,
    "sticker": Kind.STICKER,
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "video": Kind.VIDEO,
    "video_note": Kind.VIDEO,
    "document": Kind.FILE,
    "location": Kind.LOCATION,
}
_WITH_FILE = {Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE}
_SHOWN = {"contact", "dice", "game", "poll", "story", "checklist", "paid_media", "giveaway", "invoice", "live_photo"}
"""Content we do not understand but a person expects an answer to; what has none of all these is a service message."""
_MEMBERS = {"creator", "administrator", "member"}
_CHANNELS_HERALD = 777000
"""Telegram itself, which carries a channel's posts into its group."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was pressed: what must be answered, and where its keyboard stands."""

    query: str
    chat: int
    message: int


def translate(update: Mapping[str, Any], us: Us) -> Incoming | None:
    """Read an update; ``None`` if there is nothing in it for us."""
    number = update.get("update_id")
    if not isinstance(number, int):
        return None
    event_id = f"{us.id}:{number}"
    for kind, read in _READ.items():
        if told := _inner(update, kind):
            return read(told, event_id)
    if edited := _inner(update, "edited_message"):
        return _edit(edited, event_id, us)
    message = _inner(update, "message")
    return _message(message, event_id, us) if message else None


def tap(update: Mapping[str, Any]) -> Tap | None:
    """Find the pressed button in an update."""
    query = _inner(update, "callback_query")
    message = _inner(query, "message")
    if not _text(query, "id"):
        return None
    return Tap(_text(query, "id"), _number(_inner(message, "chat"), "id"), _number(message, "message_id"))


def _message(message: Mapping[str, Any], event_id: str, us: Us) -> Incoming | None:
    if moved_to := _number(message, "migrate_to_chat_id"):
        return _about_chat(message, event_id, Kind.MOVED, refers_to=address_of(moved_to))
    kind = _kind(message)
    said = _text(message, "text") or _text(message, "caption")
    if kind is None or is_for_another_bot(said, us):
        return None
    album = _text(message, "media_group_id")
    return _incoming(
        message,
        # An album arrives as a message for each picture: to the inbox they are one.
        f"{us.id}:album:{album}" if album else event_id,
        kind,
        without_our_name(said, us),
        addressed=mentions(message, us),
        file=_file(message),
    )


def _file(message: Mapping[str, Any]) -> IncomingFile | None:
    """Describe the file that came; a picture comes in several sizes, the largest last."""
    name = next((name for name, kind in _KINDS.items() if kind in _WITH_FILE and name in message), "")
    sizes = message.get(name)
    file = {name: sizes[-1]} if isinstance(sizes, list) and sizes else message
    told = _inner(file, name)
    if not _text(told, "file_id"):
        return None
    media_type = _text(told, "mime_type") or ("image/jpeg" if name == "photo" else "")
    return IncomingFile(_text(told, "file_name"), media_type, _number(told, "file_size"), _text(told, "file_id"))


def _edit(message: Mapping[str, Any], event_id: str, us: Us) -> Incoming | None:
    # A live location "edits" its message every few seconds.
    if _kind(message) is None or "location" in message:
        return None
    said = without_our_name(_text(message, "text") or _text(message, "caption"), us)
    number = str(_number(message, "message_id"))
    return _incoming(message, event_id, Kind.EDIT, said, refers_to=number, addressed=mentions(message, us))


def _button(query: Mapping[str, Any], event_id: str) -> Incoming | None:
    """Read a pressed button: ``refers_to`` is the key of our row, ``text`` the number of the choice, from 1.

    The data is whatever the sender's client says it is; what it refers to is looked up, with its chat, by the router.
    """
    key, _, place = _text(query, "data").rpartition(":")
    number = str(int(place) + 1) if place.isascii() and place.isdecimal() else ""
    message = _inner(query, "message")
    return _incoming({**message, "from": query.get("from")}, event_id, Kind.BUTTON, number, refers_to=key)


def _reaction(reaction: Mapping[str, Any], event_id: str) -> Incoming | None:
    before, after = _emoji(reaction, "old_reaction"), _emoji(reaction, "new_reaction")
    added = [emoji for emoji in after if emoji not in before]
    if not added:
        return None
    told = {**reaction, "from": reaction.get("user")}
    return _incoming(told, event_id, Kind.REACTION, added[0], refers_to=str(_number(reaction, "message_id")))


def _vote(vote: Mapping[str, Any], event_id: str) -> Incoming | None:
    """Read a vote in one of our polls (https://core.telegram.org/bots/api#pollanswer): it names no chat.

    Who votes as a chat is that chat; the user that is named as well stands for nobody.
    """
    voter = _number(_inner(vote, "voter_chat") or _inner(vote, "user"), "id")
    options, poll = vote.get("option_ids"), _text(vote, "poll_id")
    if not voter or not poll or not isinstance(options, list):
        return None
    return Incoming(
        network=NETWORK,
        event_id=event_id,
        account=str(voter),
        chat=str(voter),
        direct=False,
        kind=Kind.VOTE,
        text=",".join(str(each + 1) for each in options if isinstance(each, int)),
        refers_to=poll,
        addressed=True,
    )


def _standing(changed: Mapping[str, Any], event_id: str) -> Incoming | None:
    """Read what we are in a chat from now on (https://core.telegram.org/bots/api#chatmemberupdated)."""
    was, now = (_is_in(_inner(changed, name)) for name in ("old_chat_member", "new_chat_member"))
    if was == now or not _inner(changed, "new_chat_member"):
        return None
    return _about_chat(changed, event_id, Kind.ADMITTED if now else Kind.REMOVED)


_READ: Mapping[str, Callable[[Mapping[str, Any], str], Incoming | None]] = {
    "callback_query": _button,
    "message_reaction": _reaction,
    "poll_answer": _vote,
    "my_chat_member": _standing,
}


def _is_in(member: Mapping[str, Any]) -> bool:
    if _text(member, "status") == "restricted":
        return member.get("is_member") is True
    return _text(member, "status") in _MEMBERS


def _about_chat(told: Mapping[str, Any], event_id: str, kind: Kind, refers_to: str = "") -> Incoming | None:
    """Say what became of a chat, whoever did it: that may be a bot, which stands for anonymous administrators.

    A private chat has the number of its person.
    """
    chat = _inner(told, "chat")
    return _incoming({"chat": chat, "from": {"id": chat.get("id")}}, event_id, kind, "", refers_to=refers_to)


def _incoming(  # noqa: PLR0913 - everything that can be known of what somebody did
    message: Mapping[str, Any],
    event_id: str,
    kind: Kind,
    text: str,
    *,
    refers_to: str = "",
    addressed: bool = False,
    file: IncomingFile | None = None,
) -> Incoming | None:
    sender, chat = _inner(message, "from"), _inner(message, "chat")
    account, where = _number(sender, "id"), _number(chat, "id")
    if not account or not where or _is_nobody(message, sender) or _text(chat, "type") == "channel":
        return None
    direct = _text(chat, "type") == "private"
    # "message_thread_id" also numbers threads of replies; only in a forum it is a topic.
    topic = _number(message, "message_thread_id") if message.get("is_topic_message") is True and not direct else 0
    return Incoming(
        network=NETWORK,
        event_id=event_id,
        account=str(account),
        chat=address_of(where, topic),
        direct=direct,
        kind=kind,
        text=text,
        sender_name=" ".join(filter(None, (_text(sender, "first_name"), _text(sender, "last_name")))),
        refers_to=refers_to,
        replies_to=_answered(message),
        addressed=addressed,
        file=file,
    )


def _answered(message: Mapping[str, Any]) -> str:
    """Find the message this one answers; in a forum, what answers nothing answers the beginning of its topic."""
    answered = _inner(message, "reply_to_message")
    return "" if "forum_topic_created" in answered else str(_number(answered, "message_id") or "")


def _kind(message: Mapping[str, Any]) -> Kind | None:
    if isinstance(message.get("text"), str):
        return Kind.TEXT
    known = next((kind for name, kind in _KINDS.items() if name in message), None)
    return known or (Kind.OTHER if _SHOWN & message.keys() else None)


def _is_nobody(message: Mapping[str, Any], sender: Mapping[str, Any]) -> bool:
    """Whether no person said this: bots (also those that stand for anonymous administrators), posts of channels."""
    herald = sender.get("id") == _CHANNELS_HERALD or message.get("is_automatic_forward") is True
    return sender.get("is_bot") is True or herald


def _emoji(reaction: Mapping[str, Any], name: str) -> list[str]:
    kinds = reaction.get(name)
    found = [_text(kind, "emoji") for kind in kinds if isinstance(kind, dict)] if isinstance(kinds, list) else []
    return [emoji for emoji in found if emoji]


def _number(value: Mapping[str, Any], key: str) -> int:
    number = value.get(key)
    return number if isinstance(number, int) and not isinstance(number, bool) else 0
