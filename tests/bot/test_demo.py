"""The demo as `make demo ONCE=1 JSON=1` plays it: a real Synapse with real clients, and Telegram beside it."""

from __future__ import annotations

import json

import pytest

from bot.demo.run import run_demo


@pytest.mark.synapse
@pytest.mark.usefixtures("logged")
async def test_the_demo_ends_well_and_counts_right(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything is as the scenes say; the last line has the figures. Nine accounts are eight people."""
    assert await run_demo(once=True, as_json=True) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures.pop("seconds") > 0
    assert figures == {
        "network": "matrix",
        "people": 8,
        "accounts": 9,
        "messages_in": 69,
        "messages_out": 88,
        "pledges_confirmed": 5,
        "pledges_rejected": 1,
        "places_confirmed": 90,
        "digests_sent": 1,
    }
