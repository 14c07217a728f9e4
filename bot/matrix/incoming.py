"""From a Matrix event to an :class:`Incoming`: pure, and deaf to everything that is not somebody talking to us.

Works on the event's own JSON (client-server API, "Instant messaging" and "Event format") and not on nio's classes, so
that an event is read the same whether it was encrypted or not. What is malformed is something else or nothing, never an
error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.json_parts import inner as _inner
from bot.json_parts import text as _text
from handlers.messages import Incoming, IncomingFile, Kind

NETWORK = "matrix"
_DIRECT_MEMBERS = 2
_KINDS = {
    "m.text": Kind.TEXT,
    "m.emote": Kind.TEXT,
    "m.image": Kind.IMAGE,
    "m.audio": Kind.VOICE,
    "m.video": Kind.VIDEO,
    "m.file": Kind.FILE,
    "m.location": Kind.LOCATION,
}
_WITH_FILE = {Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE}
_STANDINGS = {"join": Kind.ADMITTED, "leave": Kind.REMOVED, "ban": Kind.REMOVED}
_MACHINES = ("m.notice", "m.server_notice", "m.key.verification.")
"""Messages of machines: answering a notice would let two bots talk for ever ("m.notice")."""
_SHOWN = {
    "m.poll.start": Kind.POLL,
    "org.matrix.msc3381.poll.start": Kind.POLL,
    "m.call.invite": Kind.OTHER,
}
"""Events we do not understand but a person expects an answer to; all other unknown ones are invisible to people."""
_VOTES = {"m.poll.response", "org.matrix.msc3381.poll.response"}
_QUOTE = re.compile(r"\A(?:>[^\n]*\n)+\n?")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What must be known of the room to read an event in it. ``ours`` are ids of events we sent, as far as it matters.

    A room with a name is a group, even while its first member is still alone with us.
    """

    room: str
    us: str
    our_name: str = ""
    members: int = 0
    is_named: bool = False
    ours: Collection[str] = field(default=frozenset())


def translate(event: Mapping[str, Any], where: Surroundings, sender_name: str = "") -> Incoming | None:
    """Read an event of a room's timeline; ``None`` if there is nothing in it for us."""
    event_id, sender, content = _text(event, "event_id"), _text(event, "sender"), _inner(event, "content")
    if not event_id or not sender or _is_redacted(event):
        return None
    said = _standing(event, where.us) if "state_key" in event else _said(event, where.us)
    if said is None:
        return None
    kind, text, refers_to = said
    if kind is Kind.EDIT and refers_to in where.ours:
        return None  # nobody edits what others have said: "Validity of replacement events"
    return Incoming(
        network=NETWORK,
        event_id=event_id,
        account=sender,
        chat=where.room,
        direct=where.members <= _DIRECT_MEMBERS and not where.is_named,
        kind=kind,
        text=text,
        sender_name=sender_name,
        refers_to=refers_to,
        replies_to=_answered(content),
        thread=_thread(content),
        addressed=_is_addressed(content, text, where) or (kind is Kind.VOTE and refers_to in where.ours),
        file=_file(content) if kind in _WITH_FILE else None,
    )


def _standing(event: Mapping[str, Any], us: str) -> tuple[Kind, str, str] | None:
    """Read what we are in a room from now on, if it is about us ("m.room.member")."""
    if _text(event, "type") != "m.room.member" or event.get("state_key") != us:
        return None
    before = _inner(_inner(event, "unsigned"), "prev_content")
    was, now = _text(before, "membership"), _text(_inner(event, "content"), "membership")
    kind = _STANDINGS.get(now) if was != now else None  # a change of our own name is a "join" after a "join"
    return (kind, "", "") if kind else None


def _said(event: Mapping[str, Any], us: str) -> tuple[Kind, str, str] | None:
    return _read(_text(event, "type"), _inner(event, "content")) if _text(event, "sender") != us else None


def _read(event_type: str, content: Mapping[str, Any]) -> tuple[Kind, str, str] | None:
    if event_type == "m.room.message":
        return _read_message(content)
    if event_type == "m.room.encrypted":
        return Kind.UNDECRYPTABLE, "", ""
    if event_type == "m.sticker":
        return Kind.STICKER, "", ""
    if event_type == "m.reaction":
        return _read_reaction(content)
    if event_type in _VOTES:
        return _read_vote(content)
    return (_SHOWN[event_type], "", "") if event_type in _SHOWN else None


def _read_message(content: Mapping[str, Any]) -> tuple[Kind, str, str] | None:
    relation = _inner(content, "m.relates_to")
    if relation.get("rel_type") == "m.replace":
        # "Event replacements": the content itself is a fallback for old clients, with a "* " in front.
        new = _inner(content, "m.new_content")
        kind, text = _kind_and_text(new)
        return None if kind is None else (Kind.EDIT, text, _text(relation, "event_id"))
    kind, text = _kind_and_text(content)
    return None if kind is None else (kind, text, "")


def _kind_and_text(content: Mapping[str, Any]) -> tuple[Kind | None, str]:
    msgtype, body = _text(content, "msgtype"), _text(content, "body")
    if not content or msgtype.startswith(_MACHINES):
        return None, ""
    kind = _KINDS.get(msgtype, Kind.OTHER) if "body" in content else Kind.OTHER
    if kind is Kind.TEXT:
        return kind, _without_quote(content, body)
    # "Media captions": what somebody typed under a picture is the body, if the file's name stands elsewhere.
    name = _text(content, "filename")
    return kind, body if name and name != body else ""


def _file(content: Mapping[str, Any]) -> IncomingFile | None:
    """Describe the file that came: where it lies and, in an encrypted room, its keys ("Encrypted files")."""
    sealed, info = _inner(content, "file"), _inner(content, "info")
    where = sealed if _text(sealed, "url") else {"url": _text(content, "url")}
    if not where["url"]:
        return None
    size, name = info.get("size"), _text(content, "filename") or _text(content, "body")
    return IncomingFile(name, _text(info, "mimetype"), size if isinstance(size, int) else 0, json.dumps(where))


def _read_reaction(content: Mapping[str, Any]) -> tuple[Kind, str, str] | None:
    relation = _inner(content, "m.relates_to")
    key, target = _text(relation, "key"), _text(relation, "event_id")
    if relation.get("rel_type") != "m.annotation" or not key or not target:
        return None
    return Kind.REACTION, key, target


def _read_vote(content: Mapping[str, Any]) -> tuple[Kind, str, str] | None:
    """Read a vote (MSC3381, "Responding to a poll"): as today's clients send it, or as it shall be once it is stable.

    The ids of our own polls' options are their numbers; without any option the vote is taken back.
    """
    relation, target = _inner(content, "m.relates_to"), _text(_inner(content, "m.relates_to"), "event_id")
    wrapped = (_inner(content, name).get("answers") for name in sorted(_VOTES))
    chosen = next((each for each in (content.get("m.selections"), *wrapped) if isinstance(each, list)), [])
    if relation.get("rel_type") != "m.reference" or not target:
        return None
    return Kind.VOTE, ",".join(each for each in chosen if isinstance(each, str)), target


def _without_quote(content: Mapping[str, Any], body: str) -> str:
    """Drop what older clients repeat of the message that is answered ("Fallbacks for rich replies")."""
    return _QUOTE.sub("", body, count=1) if _answered(content) else body


def _answered(content: Mapping[str, Any]) -> str:
    """Find the event this one answers; in a thread that is a fallback and answers nothing ("Threading")."""
    relation = _inner(content, "m.relates_to")
    return "" if relation.get("is_falling_back") is True else _text(_inner(relation, "m.in_reply_to"), "event_id")


def _thread(content: Mapping[str, Any]) -> str:
    """Find the root of the thread this event stands in ("Threading")."""
    relation = _inner(content, "m.relates_to")
    return _text(relation, "event_id") if relation.get("rel_type") == "m.thread" else ""


def related(event: Mapping[str, Any]) -> set[str]:
    """List the events that an event says it belongs to: whether it is meant for us may depend on whose they are."""
    content = _inner(event, "content")
    return {_text(_inner(content, "m.relates_to"), "event_id"), _answered(content)} - {""}


def _is_addressed(content: Mapping[str, Any], text: str, where: Surroundings) -> bool:
    mentioned = _inner(content, "m.mentions").get("user_ids")
    if isinstance(mentioned, list) and where.us in mentioned:
        return True
    answered = _answered(content)
    if answered and (answered in where.ours or _text(content, "body").startswith(f"> <{where.us}>")):
        return True
    if _thread(content) in where.ours:
        return True
    return _names(text, where.us) or _names(text, where.our_name)


def _names(text: str, name: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _is_redacted(event: Mapping[str, Any]) -> bool:
    return "redacted_because" in _inner(event, "unsigned")
