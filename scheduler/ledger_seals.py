"""Seals of the ledger in time: on every day on which it has grown, and on the first day on which there is a key."""

from __future__ import annotations

from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.due import DueItem, latest_planned, plan
from storage.ledger_seals import seal

NAME, SUBJECT = "ledger-seal", "ledger"


def plan_seals(strike: Strike) -> None:
    """Write down the seal of the day, once: where the service was down at midnight, when it is back."""
    if not strike.office.ledger_key:
        return
    last, today = latest_planned(strike.session, NAME, SUBJECT, ""), strike.today.isoformat()
    if last is None or last.occurrence != today:  # a later one was written by a clock that was wrong
        item = DueItem(rule=NAME, subject=SUBJECT, recipient="", occurrence=today, due_at=strike.now)
        plan(strike.session, item)


def seal_ledger(strike: Strike, _: DueItem) -> Deed:
    """Seal what was written since the last seal."""
    if not strike.office.ledger_key:
        return Skip("there is no key any more")
    made = seal(strike.session, strike.office.ledger_key, strike.now)
    return Say() if made else Skip("nothing was written since the last seal")


LEDGER_SEAL = Rule(NAME, seal_ledger, plan_seals)
