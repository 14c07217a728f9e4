"""Texts that are too large for one event."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.matrix.fitting import LARGEST, fitted
from bot.matrix.outgoing import render, replacing
from storage.outbox import OutboxMessage

SIGNS = st.sampled_from(["a", "ü", "😀", "\n\n", "\\"])


@given(sign=SIGNS, count=st.integers(1, 60_000), is_edit=st.booleans())
def test_every_text_fits(sign: str, count: int, is_edit: bool) -> None:  # noqa: FBT001
    """Small enough, its beginning kept, edits still edits; what is small is left as it is."""
    told = {"msgtype": "m.notice", "body": sign * count, "formatted_body": f"<b>{sign * count}</b>", "m.mentions": {}}
    whole = replacing("$1", told) if is_edit else told
    content, is_cut = fitted(whole)
    assert len(json.dumps(content, separators=(",", ":"))) <= LARGEST
    shown = content.get("m.new_content", content)["body"]
    assert shown == told["body"] if not is_cut else (sign * count).startswith(shown.removesuffix(" …"))
    assert content.get("m.relates_to") == whole.get("m.relates_to")
    if len(json.dumps(whole, separators=(",", ":"))) <= LARGEST:
        assert content == whole


def test_a_long_letter_can_be_edited_and_keeps_its_formatting() -> None:
    """Twenty thousand characters, the longest letter there is, with bold words: as a message and as an edit of one."""
    text = "Sehr geehrte Damen und Herren, **bitte** melden Sie uns bis Freitag, wie viele Plätze Sie haben. " * 206
    for replaces in (None, "$1"):
        letter = OutboxMessage(network="matrix", chat="!x", text=text, replaces=replaces, created_at=datetime.now(UTC))
        content, is_cut = fitted(render(letter))
        assert not is_cut
        assert "<strong>bitte</strong>" in content.get("m.new_content", content)["formatted_body"]
