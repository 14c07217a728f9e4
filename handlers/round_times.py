"""When a reporting round asks whom: at its start, halfway, on its last day, and anew who has put it off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from handlers.courtesy import lands_resting
from handlers.meeting_times import person_key
from handlers.recurrence import moment_of
from handlers.turn import Office, identity
from storage.audience_criteria import Audience, Criteria
from storage.audiences import Reach, reach
from storage.due import DueItem, DueState, finish, pending_of, plan, plan_again
from storage.municipalities import MemberStatus
from storage.rounds import ReportingRound, ask, open_round, parts_of
from storage.speakers import speakers_by_place

OPENING, STEP, NOTICE = "round-opening", "round-step", "round-notice"
"""The clock's rules: a round opens, it is time to look who is missing, one person is asked for one municipality."""

AT = time(9)
DAY = timedelta(days=1)
PUT_OFF = timedelta(days=3)
"""When somebody is asked again who has no time now."""

MEMBERS = Audience(anyone_of=(Criteria(statuses=(MemberStatus.MEMBER,)),))


class Step(StrEnum):
    """Why somebody is asked just now; END asks nobody."""

    START = "start"
    HALF = "half"
    LAST = "last"
    END = "end"
    BY_HAND = "hand"
    LATER = "later"


def subject_of(held: ReportingRound) -> str:
    """Name a round as the subject of due rows."""
    return f"round:{held.id}"


def last_day(held: ReportingRound, zone: ZoneInfo) -> date:
    """Say on which day a round can be answered last."""
    return (held.closes_at - datetime.resolution).astimezone(zone).date()


def last_call(held: ReportingRound, zone: ZoneInfo) -> date:
    """Say on which day a round asks last: its last one, or the one before where somebody has a holiday then."""
    day = last_day(held, zone)
    while lands_resting(day) and day > held.opens_at.astimezone(zone).date():
        day -= DAY
    return day


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a day is over."""
    return moment_of(datetime.combine(day + DAY, time()), zone)


def begin(session: Session, office: Office, last: date, by: int | None, now: datetime) -> ReportingRound:
    """Open a round until a day and write down when it asks; whoever calls holds the clock's lock."""
    held = open_round(session, now, end_of(last, office.timezone), by)
    ask_members(session, held, office.day(now))
    for step, due_at in steps_of(held, office.timezone):
        plan(session, _item(STEP, held, due_at, step))
    return held


def end(session: Session, held: ReportingRound, now: datetime) -> None:
    """End a round before its time; what it still had to ask is dropped."""
    held.closes_at = now
    for rule in (STEP, NOTICE):
        for item in pending_of(session, rule, subject_of(held)):
            finish(item, DueState.SKIPPED, now, "the round was ended")


def steps_of(held: ReportingRound, zone: ZoneInfo) -> Iterator[tuple[Step, datetime]]:
    """List when a round looks who is missing."""
    first, last = held.opens_at.astimezone(zone).date(), last_call(held, zone)
    half = first + (last_day(held, zone) - first) // 2
    yield Step.START, held.opens_at
    if first < half < last:
        yield Step.HALF, _morning(half, zone)
    if first < last:
        yield Step.LAST, _morning(last, zone)
    yield Step.END, held.closes_at


def ask_members(session: Session, held: ReportingRound, day: date) -> Reach:
    """Ask every member with a contact who can be reached, newcomers too; gives who is and who is not."""
    found = reach(session, MEMBERS, day)
    ask(session, held.id or 0, {recipient.ags for recipient in found.recipients if recipient.ags})
    return found


def hand_on(session: Session, held: ReportingRound, step: Step, now: datetime, day: date) -> int:
    """Let everybody be asked who speaks for a municipality that is missing; gives how many people.

    Nobody has two questions waiting for one municipality; who has put it off is left alone until then, or the last day.
    """
    ask_members(session, held, day)
    missing = [part.ags for part in parts_of(session, held.id or 0) if part.answer is None]
    occurrence = step if step is not Step.BY_HAND else f"{step} {day}"
    known = _known(session, held, occurrence)
    for item in pending_of(session, NOTICE, subject_of(held)):
        if step is not Step.LAST and item.occurrence.startswith(Step.LATER):
            known.add((item.recipient, item.anchor))
        else:
            finish(item, DueState.SKIPPED, now, "a later one was due as well")
    speakers = speakers_by_place(session, missing, day)
    asked = {(person_key(identity(person)), ags): None for ags in missing for person, _ in speakers.get(ags, ())}
    items = [_item(NOTICE, held, now, occurrence, *pair) for pair in asked if pair not in known]
    session.add_all(items)
    session.flush()
    return len({item.recipient for item in items})


def put_off(  # noqa: PLR0913 - who, for which municipality, in which round, and when
    session: Session, office: Office, held: ReportingRound, person: int, ags: str, now: datetime
) -> date | None:
    """Ask somebody again in some days, at the last call at the latest; None where that has been."""
    last = last_call(held, office.timezone)
    day = min(office.day(now) + PUT_OFF, last)
    if day <= office.day(now):
        return None
    for item in pending_of(session, NOTICE, subject_of(held)):
        if (item.recipient, item.anchor) == (person_key(person), ags):
            finish(item, DueState.SKIPPED, now, "put off")
    session.flush()
    if day < last:  # then everybody is asked who is missing
        occurrence = f"{Step.LATER} {day}"
        plan_again(session, _item(NOTICE, held, _morning(day, office.timezone), occurrence, person_key(person), ags))
    return day


def was_by_hand(session: Session, held: ReportingRound, day: date) -> bool:
    """Say whether somebody has reminded of a round by hand on a day."""
    return bool(_known(session, held, f"{Step.BY_HAND} {day}"))


def _known(session: Session, held: ReportingRound, occurrence: str) -> set[tuple[str, str]]:
    found = select(DueItem.recipient, DueItem.anchor).where(
        DueItem.rule == NOTICE, DueItem.subject == subject_of(held), col(DueItem.occurrence) == occurrence
    )
    return set(session.exec(found).all())


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(datetime.combine(day, AT), zone)


def _item(  # noqa: PLR0913 - the keys of a due row, and its time
    rule: str, held: ReportingRound, due_at: datetime, occurrence: str, recipient: str = "", ags: str = ""
) -> DueItem:
    return DueItem(
        rule=rule, subject=subject_of(held), recipient=recipient, anchor=ags, occurrence=occurrence, due_at=due_at
    )
