"""Reporting rounds in time: one opens by the schedule, asks who is missing at its steps, and tells how it ended."""

from __future__ import annotations

from datetime import timedelta

from handlers.messages import Choice, Message
from handlers.round_times import NOTICE, OPENING, STEP, Step, begin, hand_on, last_day
from handlers.round_words import question
from handlers.turn import Outgoing, identity, notice
from scheduler.recurring import Series, counted, plan_series
from scheduler.subjects import person_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_newest
from storage.due import DueItem
from storage.municipalities import Municipality
from storage.outbox import Lane, Urgency
from storage.persons import Role, holders, roles_of
from storage.rounds import ReportingRound, part_of, parts_of, running_round


def plan_rounds(strike: Strike) -> None:
    """Write down when the next round opens, where the house holds any by a schedule."""
    schedule = strike.office.round_schedule
    series = [Series("pledges", "", counted(schedule), strike.now, schedule)] if schedule else []
    plan_series(strike, OPENING, series)


def open_in_time(strike: Strike, item: DueItem) -> Deed:
    """Open a round, unless one is running; of several missed, one."""
    if item.anchor != strike.office.round_schedule:
        return Skip("the schedule is another one")
    if not is_newest(strike, item):
        return Skip("a later one was due as well")
    if running_round(strike.session, strike.now):
        return Skip("a round is running")
    last = strike.today + timedelta(days=strike.office.round_days)
    held = begin(strike.session, strike.office, last, None, strike.now)
    count = len(parts_of(strike.session, held.id or 0))
    return Say(_to_office(strike, "round-opened", count=count, day=last))


def look(strike: Strike, item: DueItem) -> Deed:
    """Let those be asked who are missing at a step of a round; at its end, tell the office."""
    held = _round(strike, item)
    if item.occurrence == Step.END:
        parts = parts_of(strike.session, held.id or 0)
        answered = sum(part.answer is not None for part in parts)
        return Say(_to_office(strike, "round-closed", asked=len(parts), answered=answered))
    if not held.is_open(strike.now):
        return Skip("the round is over")
    if not is_newest(strike, item):
        return Skip("a later one was due as well")
    hand_on(strike.session, held, Step(item.occurrence), strike.now, strike.today)
    return Say([])


def ask(strike: Strike, item: DueItem) -> Deed:
    """Ask one person about one municipality, if it is still missing and they still speak for it."""
    held, person, ags = _round(strike, item), person_named(strike, item), item.anchor
    if not held.is_open(strike.now):
        return Skip("the round is over")
    part = part_of(strike.session, held.id or 0, ags)
    if part is None or part.answer is not None:
        return Skip("answered")
    if ags not in {role.ags for role in roles_of(strike.session, identity(person), strike.today)}:
        return Skip("speaks for the municipality no more")
    wording, place = strike.office.wording(person.language), strike.session.get_one(Municipality, ags)
    last = last_day(held, strike.office.timezone)
    step = Step(item.occurrence.split()[0])
    words = Step.LAST if strike.today == last else Step.HALF if step is Step.LAST else step
    heading = wording(f"round-ask-{words}", municipality=place.name, day=last)
    message = question(strike.session, wording, place, strike.today, heading, held.id)
    why = wording("round-why", municipality=place.name)
    lane = Lane.BULK if step == Step.START else Lane.NOTICE
    return Say([Outgoing(message, person, lane=lane, urgency=Urgency.NORMAL, why=why)])


def _to_office(strike: Strike, key: str, **values: object) -> list[Outgoing]:
    """Tell the office of a round, with a look at how it stands."""
    told: list[Outgoing] = []
    for person in holders(strike.session, Role.COORDINATOR, strike.today):
        wording = strike.office.wording(person.language)
        look_at_it = Choice(wording("round-look"), "/runde")
        told.append(notice(Message(wording(key, **values), (look_at_it,)), person, wording("why-office")))
    return told


def _round(strike: Strike, item: DueItem) -> ReportingRound:
    number = int(item.subject.removeprefix("round:"))
    return strike.once(("round", number), lambda: strike.session.get_one(ReportingRound, number))


ROUND_OPENING = Rule(OPENING, open_in_time, plan_rounds)
ROUND_STEP = Rule(STEP, look)
ROUND_NOTICE = Rule(NOTICE, ask, urgency=Urgency.NORMAL)
