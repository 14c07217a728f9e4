"""May this go now? The one place that decides when somebody is left alone.

Urgent messages always go. Normal ones wait through the night, through public holidays of the person's Land, and until
the day up to which the person has asked for silence; low ones wait through weekends, too, and beyond a few in a week
they are collected for the next Monday.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

from holidays import country_holidays
from sqlmodel import Session

from handlers.turn import Office, identity
from storage.held import count_since
from storage.municipalities import Land
from storage.outbox import Urgency
from storage.persons import Person, lands_of_person
from storage.restraints import RestraintReason

MORNING, EVENING = time(7), time(20)
COLLECTED_AT = time(8)
LOW_PER_WEEK = 3
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides when somebody may be written to: where they are, whose holidays they have, what they asked for.

    ``lands`` says for which Länder they have a role on a day. It is asked only on a day that is a holiday somewhere.
    """

    zone: ZoneInfo
    lands: Callable[[date], Collection[Land]] = lambda _: ()
    paused_until: date | None = None
    low_this_week: int = 0

    def is_silent(self, moment: datetime) -> bool:
        """Whether they have asked for silence over a moment: then what is said waits for its end, and counts there."""
        return self.paused_until is not None and moment.astimezone(self.zone).date() < self.paused_until


Wait = tuple[datetime, RestraintReason | None]


def good_moment(session: Session, office: Office, person: Person, urgency: Urgency, now: datetime) -> Wait:
    """Say when a message may go to somebody: now, without a reason, or later and why."""
    return next_good_moment(circumstances(session, office, person), urgency, now)


def moment_for_one_more(  # noqa: PLR0913 - to whom, how urgent, when, and beside how many others
    session: Session, office: Office, person: Person, urgency: Urgency, now: datetime, *, beside: int = 0
) -> Wait:
    """Say the same of one more message: a low one waits for Monday, too, if there have been enough in a week.

    ``beside`` are low ones that go at the same moment and are not written down yet.
    """
    here = circumstances(session, office, person)
    if urgency is Urgency.LOW:
        here = replace(here, low_this_week=beside + count_since(session, identity(person), urgency, now - WEEK))
    return next_good_moment(here, urgency, now)


def next_good_moment(here: Circumstances, urgency: Urgency, moment: datetime) -> Wait:
    """Say when a message may go, from a moment on; the reason is the first thing in its way. Pure."""
    reason: RestraintReason | None = None
    if urgency is Urgency.URGENT:
        return moment, reason
    if urgency is Urgency.LOW and here.low_this_week >= LOW_PER_WEEK and not here.is_silent(moment):
        moment, reason = _next_monday(moment.astimezone(here.zone)), RestraintReason.WEEKLY_CAP
    while obstacle := _obstacle(here, urgency, moment.astimezone(here.zone)):
        moment, reason = datetime.combine(obstacle[0], MORNING, here.zone), reason or obstacle[1]
    return moment, reason


def _next_monday(local: datetime) -> datetime:
    """Give the next Monday at eight, perhaps of today."""
    monday = local.date() + DAY * (-local.weekday() % 7)
    eight = datetime.combine(monday, COLLECTED_AT, local.tzinfo)
    return eight if eight > local else datetime.combine(monday + WEEK, COLLECTED_AT, local.tzinfo)


def _obstacle(here: Circumstances, urgency: Urgency, local: datetime) -> tuple[date, RestraintReason] | None:
    """Find what is in the way, and the day whose morning to look at next."""
    today, tomorrow = local.date(), local.date() + DAY
    if here.paused_until and here.is_silent(local):
        return here.paused_until, RestraintReason.PAUSED
    if not MORNING <= local.time() < EVENING:
        return (today if local.time() < MORNING else tomorrow), RestraintReason.QUIET_HOURS
    if urgency is Urgency.LOW and today.weekday() >= SATURDAY:
        return tomorrow, RestraintReason.WEEKEND
    if _has_a_holiday(here, today):
        return tomorrow, RestraintReason.HOLIDAY
    return None


def _has_a_holiday(here: Circumstances, day: date) -> bool:
    """Say whether a day is a holiday for somebody: in a Land of theirs; whoever has none rests when everybody does."""
    resting = lands_resting(day)
    mine = here.lands(day) if resting else ()
    return bool(resting.intersection(mine)) if mine else rests_everywhere(day)


def rests_everywhere(day: date) -> bool:
    """Say whether a day is a public holiday all over Germany."""
    return lands_resting(day) == frozenset(Land)


def lands_resting(day: date) -> frozenset[Land]:
    """List the Länder in which a day is a public holiday by law. What only some of its places keep is none."""
    return _holidays(day.year).get(day, frozenset())


@cache
def _holidays(year: int) -> Mapping[date, frozenset[Land]]:
    """List a year's holidays. Made whole before anybody sees it: the library's own fill up while others read them."""
    of_land = {land: country_holidays("DE", subdiv=land.removeprefix("DE-"), years=year) for land in Land}
    days = {day for found in of_land.values() for day in found}
    return {day: frozenset(land for land, found in of_land.items() if day in found) for day in days}


def circumstances(session: Session, office: Office, person: Person) -> Circumstances:
    """Look up what decides when a person may be written to, without counting."""
    lands = partial(lands_of_person, session, identity(person))
    return Circumstances(zone_of(office, person), lands, person.paused_until)


def zone_of(office: Office, person: Person) -> ZoneInfo:
    """Say in which time zone somebody lives: the house's own, unless they have named another."""
    return ZoneInfo(person.timezone) if person.timezone else office.timezone


def paused_until(office: Office, person: Person, now: datetime) -> date | None:
    """Say on which day we may write to somebody again who wants silence now; None if they do not."""
    silent = Circumstances(zone_of(office, person), paused_until=person.paused_until).is_silent(now)
    return person.paused_until if silent else None
