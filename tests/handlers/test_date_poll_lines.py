"""Several starts in one text, as people write and paste them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.date_poll_lines import find_moments

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2021, 7, 1)


def found(text: str) -> tuple[list[str], list[str], str]:
    """Give the starts in a text, what is wrong with others, and the rest."""
    read = find_moments(text, TODAY, BERLIN)
    starts = [f"{each.moment.astimezone(BERLIN):%d.%m. %H:%M}" for each in read.moments]
    return starts, [problem.key for problem in read.problems], " ".join(read.rest)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("12.08. 14:00, 13.08. 10 Uhr, 16.08. 9:00", ["12.08. 14:00", "13.08. 10:00", "16.08. 09:00"]),
        ("12.08. 14:00,13.08. 10:00", ["12.08. 14:00", "13.08. 10:00"]),
        ("Donnerstag, 12.08.2021, 14:00 Uhr; Freitag, 13.08.2021, 10:00 Uhr", ["12.08. 14:00", "13.08. 10:00"]),
        ("- 12.08. um 14 Uhr\n- 13.08. um 10 Uhr", ["12.08. 14:00", "13.08. 10:00"]),
        ("1. 12.08. 14:00\n2. 13.08. 10:00", ["12.08. 14:00", "13.08. 10:00"]),
        ("Do. 12.08., 14:00 oder Fr. 13.08., 10:00", ["12.08. 14:00", "13.08. 10:00"]),
        ("am 12.8. um 14 Uhr oder am 13.8. um 15 Uhr", ["12.08. 14:00", "13.08. 15:00"]),
        ("12.08. 14:00 oder 16:00 und 13.08. 9 Uhr", ["12.08. 14:00", "12.08. 16:00", "13.08. 09:00"]),
        ("12.08. 14:00/16:00", ["12.08. 14:00", "12.08. 16:00"]),
        ("12. August um 14.30 Uhr und 13. August um 9 Uhr", ["12.08. 14:30", "13.08. 09:00"]),
        ("nächsten Montag 10 Uhr, Dienstag 11 Uhr", ["05.07. 10:00", "06.07. 11:00"]),
    ],
)
def test_all_starts_are_found(text: str, starts: list[str]) -> None:
    """Commas may stand inside and between, a list may have numbers or dashes, and nothing is left over."""
    assert found(text) == (starts, [], "")


def test_a_title_around_them_stays_whole() -> None:
    """Also one with an "und", a number and a length; a length is no time of the day before it."""
    text = "Asyl und Integration 90min für NRW: 12.08. 14:00, 13.08. 10 Uhr 2h"
    assert found(text) == (["12.08. 14:00", "13.08. 10:00"], [], "Asyl und Integration 90min für NRW: 2h")


def test_what_does_not_exist_is_told_one_by_one() -> None:
    """Each impossible day, time and skipped hour keeps its own reason, and hides no other start."""
    starts, problems, _ = found("31.02. 14:00, 12.08. 25:00, 27.03.2022 02:30, 13.08. 10 Uhr")
    assert starts == ["13.08. 10:00"]
    assert problems == ["date-does-not-exist", "time-does-not-exist", "time-skipped"]


WALLS = st.builds(
    datetime.combine,
    st.dates(date(2021, 7, 2), date(2023, 12, 31)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
)


@given(
    st.lists(WALLS, unique=True, min_size=1, max_size=10), st.sampled_from([", ", "; ", "\n", " und ", "\n- ", " / "])
)
def test_starts_in_full_are_all_found(walls: list[datetime], between: str) -> None:
    """Whatever stands between them: each that exists is found once, in order; the others are told."""
    read = find_moments(between.join(f"{wall:%d.%m.%Y %H:%M}" for wall in walls), TODAY, BERLIN)
    existing = [wall for wall in walls if _exists(wall)]
    assert [each.moment.astimezone(BERLIN).replace(tzinfo=None) for each in read.moments] == existing
    assert len(read.problems) == len(walls) - len(existing)
    assert not read.rest


def _exists(wall: datetime) -> bool:
    """Say whether clocks show a time, by way of UTC."""
    moment = wall.replace(tzinfo=BERLIN).astimezone(ZoneInfo("UTC"))
    return moment.astimezone(BERLIN).replace(tzinfo=None) == wall


@given(st.text(alphabet="0123456789 .,:;-/\nuhrmdoantg", max_size=80))
def test_every_word_is_somewhere(text: str) -> None:
    """Any text is read to its end; what belongs to no start is given back as it was."""
    assert all(word.strip(",") in text for word in find_moments(text, TODAY, BERLIN).rest)
