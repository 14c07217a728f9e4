"""Described time zones: whoever knows no zone by name still gets every moment right, on clock changes, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from handlers.time_zones import described

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
numbers = count()


def read(zone: Timezone, shown: Sequence[str]) -> dict[str, list[datetime]]:
    """Read local times by nothing but a described zone, as two parsers do that have never heard of its name."""
    name = f"Nowhere/Zone{next(numbers)}"
    described_zone = zone.to_ical().decode().strip().replace(f"TZID:{zone.tz_name}", f"TZID:{name}")
    events = [f"BEGIN:VEVENT\r\nUID:{each}\r\nDTSTART;TZID={name}:{each}\r\nEND:VEVENT" for each in shown]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//DE", described_zone, *events])
    text += "\r\nEND:VCALENDAR\r\n"
    return {
        "icalendar": [event.start.astimezone(UTC) for event in Calendar.from_ical(text).events],
        "vobject": [event.dtstart.value.astimezone(UTC) for event in vobject.readOne(text).vevent_list],
    }


def written(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as a file does that names a zone."""
    return f"{moment.astimezone(zone):%Y%m%dT%H%M%S}"


BERLINS_DAYS = [
    pytest.param("20210115T100000", "2021-01-15T09:00Z", id="winter"),
    pytest.param("20210715T100000", "2021-07-15T08:00Z", id="summer"),
    pytest.param("20210328T015900", "2021-03-28T00:59Z", id="the last minute of winter"),
    pytest.param("20210328T030000", "2021-03-28T01:00Z", id="the first minute of summer"),
    pytest.param("20210328T033000", "2021-03-28T01:30Z", id="half an hour into summer"),
    pytest.param("20211031T015900", "2021-10-30T23:59Z", id="before the hour that comes twice"),
    pytest.param("20211031T023000", "2021-10-31T00:30Z", id="its first half past two"),
    pytest.param("20211031T030000", "2021-10-31T02:00Z", id="after it"),
]


@pytest.mark.parametrize(("shown", "moment"), BERLINS_DAYS)
def test_berlin_around_the_clock_changes(shown: str, moment: str) -> None:
    """The days of 2021 on which clocks changed, and one of each season."""
    expected = [datetime.fromisoformat(moment)]
    assert read(described(BERLIN, 2021, 2021), [shown]) == {"icalendar": expected, "vobject": expected}


def test_icalendars_own_description_is_an_hour_late() -> None:
    """Why we do not use it: the control. When this fails, the library has been mended and ours can go."""
    theirs = read(Timezone.from_tzinfo(BERLIN, "Europe/Berlin"), ["20210328T033000"])
    assert theirs["vobject"] == [datetime(2021, 3, 28, 2, 30, tzinfo=UTC)]


ZONES = [
    pytest.param("Europe/Berlin", id="the last Sundays"),
    pytest.param("America/New_York", id="the second and the first Sunday"),
    pytest.param("Australia/Lord_Howe", id="the south, by half an hour"),
    pytest.param("Africa/Casablanca", id="Ramadan: no yearly rule"),
    pytest.param("America/Sao_Paulo", id="gave it up in 2019"),
    pytest.param("Asia/Pyongyang", id="half an hour once, in 2018"),
    pytest.param("Europe/Dublin", id="winter is the exception"),
    pytest.param("Asia/Kolkata", id="never changes"),
]


def critical(zone: ZoneInfo) -> Iterator[datetime]:
    """Give noon of each day of 2017 to 2022, and where clocks change until the next, each half hour to the minute."""
    noons = [datetime(2017, 1, 1, 12, tzinfo=UTC) + day * DAY for day in range(6 * 365)]
    for noon, following in pairwise(noons):
        yield noon
        if noon.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            hours = [noon + hour * HOUR / 2 for hour in range(1, 48)]
            yield from (moment + off for moment in hours for off in (-MINUTE, 0 * MINUTE))


@pytest.mark.parametrize("name", ZONES)
def test_every_change_of_a_zone_is_dated_to_the_minute(name: str) -> None:
    """On each day, and around each half hour of those on which clocks change, parsers agree with the zone's data."""
    zone = ZoneInfo(name)
    moments = [moment for moment in critical(zone) if not moment.astimezone(zone).fold]
    shown = [written(moment, zone) for moment in moments]
    assert read(described(zone, 2017, 2022), shown) == {"icalendar": moments, "vobject": moments}


def test_a_zone_that_keeps_rules_is_described_by_rules() -> None:
    """Outlook reads one yearly rule for each season and nothing else (MS-OXCICAL 2.1.3.1.1.19)."""
    text = described(BERLIN, 2021, 2040).to_ical().decode().splitlines()
    assert [line for line in text if line.startswith(("BEGIN", "DTSTART", "RRULE", "RDATE"))] == [
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "DTSTART:20200329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "BEGIN:STANDARD",
        "DTSTART:20201025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)), min_size=1))  # noqa: DTZ001 - bounds have no zone
def test_any_moments_until_2040(moments: list[datetime]) -> None:
    """Whatever the moments, what is written as Berlin's time is read as those moments, near and far ones together."""
    whole = [moment.replace(microsecond=0) for moment in moments if not moment.astimezone(BERLIN).fold]
    zone = described(BERLIN, min(moments).year, max(moments).year)
    if whole:
        assert read(zone, [written(moment, BERLIN) for moment in whole]) == {"icalendar": whole, "vobject": whole}
