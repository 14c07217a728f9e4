"""Every test of Matrix has an account of its own for the bot, on the homeserver of the session."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.demo.synapse import Synapse
from bot.late_box import LateEvents
from storage import schema
from storage.database import Database
from tests.bot.matrix.matrix_stage import PASSWORD, Stage


@pytest.fixture
async def stage(synapse: Synapse, tmp_path: Path) -> Stage:
    """Set the stage with a new account for the bot."""
    await synapse.start()
    bot = await synapse.register(f"hafenbote-{secrets.token_hex(4)}", PASSWORD, display_name="Hafenbote")
    return Stage(synapse, tmp_path, bot)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[LateEvents]:
    """Give the database's place for what cannot be read yet."""
    database = Database(f"sqlite:///{tmp_path / 'hafenbote.db'}")
    schema.upgrade(database)
    yield LateEvents(database, Clock())
    database.close()
