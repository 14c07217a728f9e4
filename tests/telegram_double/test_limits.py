"""The limits are counted in true windows: one message too early is one violation, and how early is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram_double.limits import Limits

ROWS = [
    pytest.param([(1, 0.0), (1, 1.0)], [], id="a chat gets one each second"),
    pytest.param([(1, 0.0), (1, 0.9)], [("private chat", 2, 0.1)], id="a second in one second is too early"),
    pytest.param([(at, 0.0) for at in range(1, 31)], [], id="thirty at once are allowed"),
    pytest.param([(at, 0.0) for at in range(1, 32)], [("overall", 31, 1.0)], id="the thirty-first is not"),
    pytest.param([(-1, at * 3.0) for at in range(40)], [], id="a group gets twenty each minute"),
    pytest.param([(-1, at * 0.1) for at in range(21)], [("group", 21, 58.0)], id="the twenty-first is too early"),
    pytest.param(
        [(-1, 59.0 + at * 0.05) for at in range(20)] + [(-1, 60.5)],
        [("group", 21, 58.5)],
        id="a window knows no full minutes",
    ),
]


@pytest.mark.parametrize(("sent", "violations"), ROWS)
def test_counted(sent: list[tuple[int, float]], violations: list[tuple[str, int, float]]) -> None:
    """Each violation names its limit, the count and by how much it was too early."""
    limits = Limits()
    for chat_id, at in sent:
        limits.count("sendmessage", chat_id, at)
    assert [(each.limit, each.sent, round(each.too_early, 3)) for each in limits.violations] == violations


def test_a_leaky_bucket_is_caught() -> None:
    """Twenty at once and then one every three seconds is no twenty per minute."""
    limits = Limits()
    for at in [0.0] * 20 + [3.0 * number for number in range(1, 20)]:
        limits.count("sendmessage", -1, at)
    assert len(limits.violations) == 19
    assert limits.peak("group") == 39


def test_enforced_limits_say_how_long_to_wait() -> None:
    """A refused message is not in the window, and coming back too early is noted."""
    limits = Limits(enforced=True)
    assert limits.count("sendmessage", 1, 0.0) is None
    refused = limits.count("sendmessage", 1, 0.5)
    assert refused is not None
    assert (refused.status, refused.parameters) == (429, {"retry_after": 1})
    limits.count("sendmessage", 1, 1.2)
    assert [each.limit for each in limits.violations] == ["private chat", "pause"]
    assert limits.count("sendmessage", 1, 2.5) is None


def test_a_pause_binds_its_scope_only() -> None:
    """A chat's pause leaves the others alone; a pause of all binds everybody."""
    limits = Limits()
    limits.pause(1, 0.0, 5)
    limits.count("sendmessage", 2, 1.0)
    assert limits.violations == []
    limits.pause(None, 1.0, 5)
    limits.count("sendmessage", 3, 2.0)
    assert [(each.limit, each.chat_id) for each in limits.violations] == [("pause", None)]


@given(st.lists(st.floats(0, 5, allow_nan=False), max_size=80).map(sorted))
def test_no_window_is_missed(moments: list[float]) -> None:
    """There is a violation exactly if some second holds more than thirty."""
    limits = Limits()
    for number, at in enumerate(moments, start=1):
        limits.count("sendmessage", number, at)
    overfull = any(sum(at - 1.0 < each <= at for each in moments[: end + 1]) > 30 for end, at in enumerate(moments))
    assert bool(limits.violations) == overfull
