"""An announcement on a homeserver that lets few messages through; what takes minutes in operation takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.matrix.limits_stage import run_flood

pytestmark = pytest.mark.synapse

LIMIT = {"per_second": 2, "burst_count": 4}


async def test_a_question_is_answered_first_while_an_announcement_waits(sqlite_url: str, tmp_path: Path) -> None:
    """Four messages at once and then two in a second: nothing is lost or doubled, and the next one is the answer."""
    flood = await run_flood(tmp_path, sqlite_url, 16, rc_message=LIMIT)
    assert (flood.lost, flood.doubled) == (0, 0)
    assert flood.waited > 4
    assert flood.answered_in < 3
    assert flood.seconds < 16
