"""From a row of the outbox to the content of a Matrix event: pure.

The body is what clients without HTML show, with choices as a numbered list in both.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from bot.markdown import numbered, to_html, to_plain
from storage.outbox import OutboxMessage
from storage.parts import PartKind, read_parts

_START, _END = "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.end"
_TEXT = "org.matrix.msc1767.text"


def render(message: OutboxMessage) -> dict[str, Any]:
    """Write the event. A notice, as the specification asks of bots; ``m.mentions`` is empty, so nobody is pinged."""
    new = written(message.text, [label for label, _ in message.choices])
    return replacing(edited(message.replaces), new) if message.replaces else new | in_thread(message)


def written(text: str, labels: Sequence[str] = ()) -> dict[str, Any]:
    """Write the content of a text, with choices below it."""
    return _content(_joined(to_plain(text), numbered(labels), "\n\n"), to_html(text) + _list(labels))


def replacing(event_id: str, new: dict[str, Any]) -> dict[str, Any]:
    """Write an edit ("Event replacements"): the outer content is what clients without edits show."""
    fallback = {**new, "body": f"* {new['body']}"}
    if "formatted_body" in new:
        fallback["formatted_body"] = f"* {new['formatted_body']}"
    return fallback | {"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": event_id}}


def edited(replaces: str) -> str:
    """Find, among the parts of a message, the event that an edit replaces: never an earlier edit."""
    parts = read_parts(replaces)
    texts = [part.name for part in parts if part.kind is PartKind.TEXT]
    return texts[0] if texts else parts[0].name


def in_thread(message: OutboxMessage) -> dict[str, Any]:
    """Write the relation of a message that stands in a thread ("Threading"), with one for clients without threads."""
    if not message.thread:
        return {}
    root, _, answered = message.thread.partition(" ")
    answer = {"is_falling_back": not answered, "m.in_reply_to": {"event_id": answered or root}}
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": root, **answer}}


def render_end(message: OutboxMessage) -> tuple[str, dict[str, Any]] | None:
    """Write the event that ends an earlier poll: its type and content; None for a row that ends none."""
    if not message.ends_poll or not message.poll_name:
        return None
    relation = {"rel_type": "m.reference", "event_id": message.poll_name}
    return _END, {_END: {}, "m.relates_to": relation, _TEXT: to_plain(message.text), "m.mentions": {}}


def render_poll(message: OutboxMessage) -> tuple[str, dict[str, Any]] | None:
    """Write the event that shows a row's poll: its type and content; None if it has none.

    As MSC3381 has it until it is stable, which is what clients send and read; the options' ids are their numbers.
    """
    if not message.poll:
        return None
    question, options = str(message.poll["question"]), [str(option) for option in message.poll["options"]]
    start = {
        "question": {"msgtype": "m.text", "body": question, _TEXT: question},
        "kind": "org.matrix.msc3381.poll.disclosed",
        "max_selections": len(options) if message.poll["several"] else 1,
        "answers": [{"id": str(number), _TEXT: option} for number, option in enumerate(options, 1)],
    }
    listed = "\n".join([question, *(f"{number}. {option}" for number, option in enumerate(options, 1))])
    return _START, {_START: start, _TEXT: listed, "m.mentions": {}}


def render_file(file: dict[str, Any], media_type: str) -> dict[str, Any]:
    """Write the event of an uploaded file."""
    msgtype = "m.image" if media_type.startswith("image/") else "m.file"
    return {"msgtype": msgtype, "m.mentions": {}, **file}


def _content(body: str, formatted: str) -> dict[str, Any]:
    content: dict[str, Any] = {"msgtype": "m.notice", "body": body, "m.mentions": {}}
    if formatted == html.escape(body, quote=False):
        return content
    return content | {"format": "org.matrix.custom.html", "formatted_body": formatted}


def _list(labels: Sequence[str]) -> str:
    items = "".join(f"<li>{html.escape(to_plain(label), quote=False)}</li>" for label in labels)
    return f"<ol>{items}</ol>" if items else ""


def _joined(first: str, second: str, between: str) -> str:
    return between.join(part for part in (first, second) if part)
