"""May this go now? The one place that decides when somebody is left alone.

Urgent messages always go. Normal ones wait through the night, through public holidays of the person's Land, and until
the day up to which the person has asked for silence; low ones wait through weekends, too, and beyond a few in a week
they are collected for the next Monday.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from sqlmodel import Session, col, func, select

from handlers.turn import Office, identity
from storage.municipalities import Land
from storage.outbox import OutboxMessage, OutboxState, Urgency
from storage.persons import Person, municipalities_of, roles_of
from storage.restraints import RestraintReason

MORNING, EVENING = time(7), time(20)
COLLECTED_AT = time(8)
LOW_PER_WEEK = 3
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides when somebody may be written to: where they are, whose holidays they have, what they asked for."""

    zone: ZoneInfo
    lands: Collection[Land] = ()
    paused_until: date | None = None
    low_this_week: int = 0


Wait = tuple[datetime, RestraintReason | None]


def good_moment(session: Session, office: Office, person: Person, urgency: Urgency, now: datetime) -> Wait:
    """Say when a message may go to somebody: now, without a reason, or later and why."""
    if urgency is Urgency.URGENT:
        return now, None
    return next_good_moment(_circumstances(session, office, person, urgency, now), urgency, now)


def next_good_moment(here: Circumstances, urgency: Urgency, moment: datetime) -> Wait:
    """Say when a message may go, from a moment on; the reason is the first thing in its way. Pure."""
    reason: RestraintReason | None = None
    if urgency is Urgency.LOW and here.low_this_week >= LOW_PER_WEEK:
        local = moment.astimezone(here.zone)
        monday = local.date() + timedelta(days=7 - local.weekday())
        moment, reason = datetime.combine(monday, COLLECTED_AT, here.zone), RestraintReason.WEEKLY_CAP
    while obstacle := _obstacle(here, urgency, moment.astimezone(here.zone)):
        moment, reason = datetime.combine(obstacle[0], MORNING, here.zone), reason or obstacle[1]
    return moment, reason


def _obstacle(here: Circumstances, urgency: Urgency, local: datetime) -> tuple[date, RestraintReason] | None:
    """Find what is in the way, and the day whose morning to look at next."""
    today, tomorrow = local.date(), local.date() + DAY
    if here.paused_until and today < here.paused_until:
        return here.paused_until, RestraintReason.PAUSED
    if not MORNING <= local.time() < EVENING:
        return (today if local.time() < MORNING else tomorrow), RestraintReason.QUIET_HOURS
    if urgency is Urgency.LOW and today.weekday() >= SATURDAY:
        return tomorrow, RestraintReason.WEEKEND
    if any(is_holiday(land, today) for land in here.lands or (None,)):
        return tomorrow, RestraintReason.HOLIDAY
    return None


SATURDAY = 5


def is_holiday(land: Land | None, day: date) -> bool:
    """Say whether a day is a public holiday in a Land; without one, whether it is one everywhere in Germany."""
    return day in _holidays(land)


@cache
def _holidays(land: Land | None) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv=land.removeprefix("DE-") if land else None)


def _circumstances(session: Session, office: Office, person: Person, urgency: Urgency, now: datetime) -> Circumstances:
    roles = roles_of(session, identity(person), office.day(now))
    lands = {place.land for place in municipalities_of(session, roles)} | {role.land for role in roles if role.land}
    low = _low_since(session, identity(person), now - WEEK) if urgency is Urgency.LOW else 0
    zone = ZoneInfo(person.timezone) if person.timezone else office.timezone
    return Circumstances(zone, lands, person.paused_until, low)


def _low_since(session: Session, person_id: int, moment: datetime) -> int:
    gone = (
        select(func.count())
        .select_from(OutboxMessage)
        .where(
            OutboxMessage.person_id == person_id,
            OutboxMessage.urgency == Urgency.LOW,
            col(OutboxMessage.state).not_in((OutboxState.HELD, OutboxState.CANCELLED)),
            col(OutboxMessage.created_at) > moment,
        )
    )
    return session.exec(gone).one()
