"""What a Matrix client shows of the bot's messages: read from their events, as Element would read them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from nio import RoomMessage


@dataclass(frozen=True, slots=True)
class Received:
    """One message of the bot as a client shows it.

    ``replaces`` is the event it edits, ``removes`` one that is redacted, ``thread`` the root of the thread in which it
    stands, ``file`` what opens its file.
    """

    room: str
    event_id: str
    body: str = ""
    html: str = ""
    msgtype: str = ""
    media_type: str = ""
    file: str = ""
    replaces: str = ""
    removes: str = ""
    thread: str = ""
    encrypted: bool = False
    undecryptable: bool = False

    @property
    def answered_as(self) -> str:
        """Name the event that somebody answers who answers this message."""
        return self.replaces or self.event_id


def received(room: str, event: RoomMessage) -> Received:
    """Read a message."""
    content = event.source["content"]
    relation, shown = content.get("m.relates_to", {}), content.get("m.new_content", content)
    related = {relation.get("rel_type", ""): relation.get("event_id", "")}
    return Received(
        room=room,
        event_id=event.event_id,
        body=str(shown.get("body", "")),
        html=str(shown.get("formatted_body", "")),
        msgtype=str(shown.get("msgtype", "")),
        media_type=str(shown.get("info", {}).get("mimetype", "")),
        file=json.dumps(shown.get("file") or {"url": shown.get("url", "")}),
        replaces=related.get("m.replace", ""),
        thread=related.get("m.thread", ""),
        encrypted=event.decrypted,
    )


def removed(heard: list[Received], event_id: str, redacted: str) -> Received | None:
    """Say what is gone with a redacted message: its newest text. Who redacts an edit redacts nothing that is shown."""
    if not any(message.event_id == redacted and not message.replaces for message in heard):
        return None
    versions = [message for message in heard if redacted in {message.event_id, message.replaces}]
    return replace(versions[-1], event_id=event_id, removes=redacted, replaces="")
