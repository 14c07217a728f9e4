"""The daily job that forgets: each night, what is older than the rules keep it, in portions."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from handlers.erasing import erase_quietly
from scheduler.timetable import Deed, Later, Rule, Say, Skip, Strike
from storage.database import ERASED
from storage.due import DueItem, latest_planned, plan
from storage.leaving import without_role
from storage.retention import Rule as Limit
from storage.retention import go_by
from storage.retention_rules import BY_THE_DAY

log = structlog.get_logger(__name__)

NAME, SUBJECT = "retention", "tables"
AT = time(3)
"""When most are asleep and no day is shorter: clocks change at two."""

PORTION = 500
"""Rows of a table at once: few enough that an answer need not wait long."""

PEOPLE = 5
"""Persons at once: each takes some hundred statements."""


def plan_forgetting(strike: Strike) -> None:
    """Write down the next night, once the last one has come."""
    last = latest_planned(strike.session, NAME, SUBJECT, "")
    if last is None or last.due_at <= strike.now:
        day = strike.today + timedelta(days=1)
        night = datetime.combine(day, AT, strike.office.timezone)
        item = DueItem(rule=NAME, subject=SUBJECT, recipient="", occurrence=day.isoformat(), due_at=night)
        plan(strike.session, item)


def forget_some(strike: Strike, _: DueItem) -> Deed:
    """Forget a portion of each table, and persons who left long ago; each portion in a transaction of its own."""
    if strike.rehearsed:
        return Skip("nothing is said")
    done = [_go_by(strike, rule) for rule in BY_THE_DAY]
    left = without_role(strike.session, strike.now, strike.today, PEOPLE)
    for person in left:
        erase_quietly(strike.session, strike.office, person, strike.now)
    strike.session.info[ERASED] = True  # also where nothing was: what was erased by day still stands in SQLite's log
    more = max(done) == PORTION or len(left) == PEOPLE
    return Later(strike.now, "there is more to forget") if more else Say()


def _go_by(strike: Strike, rule: Limit) -> int:
    """Go by one rule; one that fails holds up no other."""
    try:
        with strike.session.begin_nested():
            return go_by(strike.session, rule, strike.now, PORTION)
    except OperationalError:  # the database is away
        raise
    except Exception:
        log.exception("rule failed", table=rule.table)
        return 0


RETENTION = Rule(NAME, forget_some, plan_forgetting)
