"""Every test of Matrix has an account of its own for the bot, on the homeserver of the session."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from bot.demo.synapse import Synapse
from tests.bot.matrix.matrix_stage import PASSWORD, Stage


@pytest.fixture
async def stage(synapse: Synapse, tmp_path: Path) -> Stage:
    """Set the stage with a new account for the bot."""
    await synapse.start()
    bot = await synapse.register(f"hafenbote-{secrets.token_hex(4)}", PASSWORD, display_name="Hafenbote")
    return Stage(synapse, tmp_path, bot)
