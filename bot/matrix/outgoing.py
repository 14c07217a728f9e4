"""From a row of the outbox to the content of a Matrix event: pure.

The body is what clients without HTML show, with choices as a numbered list in both.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from bot.markdown import numbered, to_html, to_plain
from storage.outbox import OutboxMessage

_START, _END = "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.end"
_TEXT = "org.matrix.msc1767.text"


def render(message: OutboxMessage) -> dict[str, Any]:
    """Write the event. A notice, as the specification asks of bots; ``m.mentions`` is empty, so nobody is pinged."""
    labels = [label for label, _ in message.choices]
    new = _content(_joined(to_plain(message.text), numbered(labels), "\n\n"), to_html(message.text) + _list(labels))
    if not message.replaces:
        return new
    # "Event replacements": the outer content is what clients without edits show.
    fallback = {**new, "body": f"* {new['body']}"}
    if "formatted_body" in new:
        fallback["formatted_body"] = f"* {new['formatted_body']}"
    return fallback | {"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": message.replaces}}


def render_poll(message: OutboxMessage) -> tuple[str, dict[str, Any]] | None:
    """Write the event that shows a row's poll, or ends an earlier one: its type and content; None if it does neither.

    As MSC3381 has it until it is stable, which is what clients send and read; the options' ids are their numbers.
    """
    if message.poll:
        question, options = str(message.poll["question"]), [str(option) for option in message.poll["options"]]
        start = {
            "question": {"msgtype": "m.text", "body": question, _TEXT: question},
            "kind": "org.matrix.msc3381.poll.disclosed",
            "max_selections": len(options) if message.poll["several"] else 1,
            "answers": [{"id": str(number), _TEXT: option} for number, option in enumerate(options, 1)],
        }
        listed = "\n".join([question, *(f"{number}. {option}" for number, option in enumerate(options, 1))])
        return _START, {_START: start, _TEXT: listed, "m.mentions": {}}
    if message.ends_poll and message.poll_name:
        relation = {"rel_type": "m.reference", "event_id": message.poll_name}
        return _END, {_END: {}, "m.relates_to": relation, _TEXT: to_plain(message.text), "m.mentions": {}}
    return None


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
