"""Which copies are kept: one of each of the last days, weeks and months with a copy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.copies.rotation import moment_of, name_of, rotate, superfluous

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def days(*ago: int) -> list[datetime]:
    """Name noons so many days ago."""
    return [NOON - timedelta(days=each) for each in ago]


@pytest.mark.parametrize(
    ("made", "gone"),
    [
        ([], []),
        (days(0), []),
        (days(0, 1, 2, 3, 4, 5, 6), []),
        ([NOON, NOON - timedelta(hours=1)], [NOON - timedelta(hours=1)]),  # of one day, the newest
        (days(*range(10)), days(7, 9)),  # 8 is a Sunday, the last of its week
        (days(0, 100, 200, 2000), []),  # months without a copy do not count
        (days(*range(0, 14 * 31, 31)), days(12 * 31, 13 * 31)),  # twelve months, not fourteen
    ],
    ids=["none", "one", "a week", "twice a day", "ten days", "rarely", "monthly"],
)
def test_one_a_day_a_week_and_a_month(made: list[datetime], gone: list[datetime]) -> None:
    """The newest copy of 7 days, 4 weeks and 12 months is kept; what is asked again keeps the same."""
    assert sorted(superfluous(made)) == sorted(gone)
    assert not superfluous(set(made) - set(gone))


def test_a_year_of_daily_copies_needs_few_files() -> None:
    """However long it runs, at most 23 copies are kept, and the newest is always among them."""
    kept: set[datetime] = set()
    for day in range(500, -1, -1):
        kept |= {NOON - timedelta(days=day)}
        kept -= set(superfluous(kept))
        assert NOON - timedelta(days=day) in kept
    assert len(kept) in range(18, 24)
    assert min(kept) < NOON - timedelta(days=320)


def test_only_our_own_files_are_deleted(tmp_path: Path) -> None:
    """A name that is not exactly ours is none of our business, whatever it looks like."""
    ours = [tmp_path / name_of(each, sealed=True) for each in days(0, 7, 8)]
    others = [tmp_path / name for name in ("notes.txt", "hafenbote-20200101T000000Z.tar.gz.bak", "hafenbote-x.tar.gz")]
    for path in (*ours, *others):
        path.touch()
    folder = tmp_path / name_of(NOON - timedelta(days=9), sealed=False)
    folder.mkdir()
    assert rotate(tmp_path) == []
    twice = tmp_path / name_of(NOON - timedelta(hours=2), sealed=False)
    twice.touch()
    assert rotate(tmp_path) == [twice]
    assert set(tmp_path.iterdir()) == {*ours, *others, folder}
    assert moment_of("hafenbote-20219901T000000Z.tar.gz") is None
