"""Telegram's edge is loaded only where it is on."""

from __future__ import annotations

import subprocess
import sys


def test_without_a_token_the_library_is_not_loaded() -> None:
    """It would cost every installation without Telegram 17 MB and a fifth of a second at each start."""
    code = "import sys, bot.cli; print('telegram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout.strip() == "False"
