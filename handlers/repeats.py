"""How a meeting repeats: its rule (RFC 5545), what comes next by it, and how that reads.

A rule is two lines: ``DTSTART:20210803T140000``, the wall time whose turn it is, and ``RRULE:FREQ=WEEKLY``. So whoever
moves one meeting of a series moves none of the others, and every second week stays the same weeks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from babel.dates import get_day_names

from handlers.courtesy import rests_everywhere
from handlers.recurrence import START, moment_of, occurrences_after
from handlers.wording import Markdown, Wording
from storage.meetings import Meeting

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTH_WEEKDAY = re.compile(r"BYDAY=(-?\d)([A-Z]{2})")
WEEKLY, FORTNIGHTLY, MONTHLY = "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY"
LAST_DAY = re.compile(r"UNTIL=(\d{8})")
WEEKS_OF_EVERY_MONTH = 4


def beginning(rule: str, wall: datetime) -> str:
    """Let a rule begin at a wall time, unless it has begun already or there is none.

    Monthly is on the same weekday of the month: on the second Tuesday; on a fifth one means on the last.
    """
    if not rule or rule.startswith("DTSTART"):
        return rule
    if rule.startswith(MONTHLY) and not NTH_WEEKDAY.search(rule):
        week = (wall.day - 1) // 7 + 1
        rule += f";BYDAY={week if week <= WEEKS_OF_EVERY_MONTH else -1}{CODES[wall.weekday()]}"
    return f"{wall:{START}}\nRRULE:{rule}"


def ending(rule: str, last: date) -> str:
    """Let a rule that has not begun end with a day, which is still part of it."""
    return f"{rule};UNTIL={last:%Y%m%d}T235959"


def going_on(rule: str, wall: datetime) -> str:
    """Give the rule of the meeting whose turn it is at a wall time."""
    return beginning(rule.partition("RRULE:")[2], wall)


def turn_of(rule: str) -> datetime:
    """Say at which wall time it is the turn of the meeting that has a rule."""
    return datetime.strptime(rule.partition("\n")[0], START)  # noqa: DTZ007 - a wall time has no zone


def turns_after(meeting: Meeting) -> Iterator[datetime]:
    """Yield the wall times whose turn it is after that of a meeting; none if it does not repeat."""
    return occurrences_after(meeting.rule, turn_of(meeting.rule)) if meeting.rule else iter(())


def next_turn(meeting: Meeting, now: datetime) -> datetime | None:
    """Say when it is the turn of the next meeting that is still to come: on the wall clocks where it hangs.

    None takes place before this one has begun, wherever that was moved: the next is made only then.
    """
    after = max(now, meeting.begins)
    return next((wall for wall in turns_after(meeting) if moment_of(wall, meeting.zone) > after), None)


def repeat_words(wording: Wording, rule: str) -> Markdown:
    """Write how a rule repeats: "jeden Dienstag um 14:00 Uhr", perhaps "bis 31.12.2021"."""
    begins = turn_of(rule)
    weekday, nth, kind = begins.weekday(), 0, "fortnightly" if FORTNIGHTLY in rule else "weekly"
    if found := NTH_WEEKDAY.search(rule):
        nth, weekday, kind = int(found[1]), CODES.index(found[2]), "monthly"
    name = get_day_names("wide", locale=wording.language)[weekday]
    words = wording(f"meeting-repeat-{kind}", weekday=name, time=f"{begins:%H:%M}", nth=nth)
    last = LAST_DAY.search(rule)
    return wording("meeting-repeat-until", repeat=words, last=date.fromisoformat(last[1])) if last else words


def next_words(wording: Wording, meeting: Meeting, now: datetime) -> list[Markdown]:
    """Write when a repeating meeting takes place the next time, and warn of a holiday then."""
    wall = next_turn(meeting, now)
    if wall is None:
        return []
    following = Wording(wording.language, meeting.zone)("meeting-repeat-next", next=moment_of(wall, meeting.zone))
    return [following, *holiday_words(wording, wall)]


def holiday_words(wording: Wording, wall: datetime) -> list[Markdown]:
    """Point out that a day is a public holiday all over Germany."""
    return [wording("meeting-repeat-holiday", day=wall.date())] if rests_everywhere(wall.date()) else []
