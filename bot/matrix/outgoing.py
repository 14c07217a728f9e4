"""From a row of the outbox to the content of a Matrix event: pure.

The body is what clients without HTML show, with choices as a numbered list in both.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from bot.markdown import numbered, to_html, to_plain
from storage.outbox import OutboxMessage


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
