"""Rows of the tables of refusals, and how one is asked."""

from __future__ import annotations

import json

import pytest

from tests.telegram_double.stage import Ask, Scene


def keyboard(*buttons: dict[str, object], per_row: int = 8) -> dict[str, object]:
    """Make an inline keyboard."""
    rows = [list(buttons[at : at + per_row]) for at in range(0, len(buttons), per_row)]
    return {"inline_keyboard": rows}


def button(**more: object) -> dict[str, object]:
    """Make a button."""
    return {"text": "Ja", **more}


def row(method: str, status: int, description: str, name: str, **params: object) -> object:
    """Make a row of the table; ``$contact`` and the like stand for ids of the scene."""
    return pytest.param(method, params, status, description, id=name)


def says(status: int, description: str, name: str, **params: object) -> object:
    """Make a row for sendMessage to the contact."""
    return row("sendMessage", status, description, name, **{"chat_id": "$contact", "text": "Hallo", **params})


async def check_refusal(
    scene: Scene, ask: Ask, method: str, params: dict[str, object], expected: tuple[int, str]
) -> None:
    """Ask, with the scene's ids put in, and compare status and very words."""
    text = json.dumps(params)
    ids = {"contact": scene.contact.user.id, "stranger": scene.stranger.user.id}
    for name, number in {**ids, "group": scene.group.id, "forum": scene.forum.id}.items():
        text = text.replace(f'"${name}"', str(number))
    status, description = expected
    answer = await ask(method, **json.loads(text))
    assert answer == (status, {"ok": False, "error_code": status, "description": description})
