"""What hangs on the day of the election: the countdown for the spokespersons, and a digest every day in the last month.

The clock writes it down as due rows; who is about to move the day is shown the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, select

from handlers.election_day import election_of
from handlers.lapses import lapse_line
from handlers.messages import Message
from handlers.recurrence import moment_of
from handlers.turn import Office, Outgoing
from handlers.wording import Markdown
from storage.anchors import ELECTION
from storage.due import DueItem, DueState, Replanning, replan, replanning
from storage.groups import Group, groups_of
from storage.outbox import Lane
from storage.persons import Role
from storage.totals import municipalities_counted, newest_entry_id, totals

COUNTDOWN = "countdown"
"""The name of the clock's rule; its subject is the election."""

DAYS_BEFORE = (100, 60, 30, 14, 7, 1)
AT = time(8)
DAILY = 30
"""Days before the election on which a digest goes out."""

TOLD_ENOUGH = timedelta(days=7)
"""Within this time the same number of days is not told twice, though the election has moved."""


def daily_digests(election: date) -> tuple[date, date]:
    """Say from which day until which a digest goes out every day."""
    return election - timedelta(days=DAILY), election - timedelta(days=1)


def replan_countdown(session: Session, office: Office, now: datetime) -> None:
    """Write down what is left of the countdown, for the day the election is on now."""
    election = election_of(session, office)
    change = countdown_change(session, office, election.day, election.set_at or now)
    replan(session, change, now, f"not wanted any more: the election is on {election.day}")


def countdown_change(session: Session, office: Office, election: date | None, since: datetime) -> Replanning:
    """Compare what is planned with the countdown to a day, which counts since a moment; writes nothing."""
    return replanning(session, COUNTDOWN, ELECTION, _wanted(session, office, election), since)


def _wanted(session: Session, office: Office, election: date | None) -> list[DueItem]:
    """List the countdown for all groups of spokespersons from when each of them joined.

    What a group was told a few days before or after is left out: an election that moves by a week is not counted twice.
    """
    if election is None:
        return []
    told, groups = _told(session, office), groups_of(session, Role.SPOKESPERSON)
    items = [(group, _item(office, group, election, days)) for group in groups for days in DAYS_BEFORE]
    return [
        item
        for group, item in items
        if item.due_at > group.created_at
        and not _is_near(told.get((item.recipient, item.occurrence), ()), office.day(item.due_at))
    ]


def _told(session: Session, office: Office) -> dict[tuple[str, str], list[date]]:
    """Give the days on which each group was told each number of days, as they were due."""
    told: dict[tuple[str, str], list[date]] = {}
    done = select(DueItem).where(DueItem.rule == COUNTDOWN, DueItem.subject == ELECTION, DueItem.state == DueState.DONE)
    for item in session.exec(done):
        told.setdefault((item.recipient, item.occurrence), []).append(office.day(item.due_at))
    return told


def _is_near(told: Sequence[date], day: date) -> bool:
    return any(abs(day - each) <= TOLD_ENOUGH for each in told)


def _item(office: Office, group: Group, election: date, days: int) -> DueItem:
    return DueItem(
        rule=COUNTDOWN,
        subject=ELECTION,
        recipient=group.recipient,
        anchor=election.isoformat(),
        occurrence=str(days),
        due_at=moment_of(datetime.combine(election - timedelta(days=days), AT), office.timezone),
    )


def countdown_for(  # noqa: PLR0913 - to whom, about which day, at which moment
    session: Session, office: Office, group: Group, election: date, now: datetime, *, missed: datetime | None
) -> Outgoing:
    """Tell a group how many days are left and what counts today. ``missed``: when it was due, if long past."""
    today, wording = office.day(now), office.wording(group.language)
    through = newest_entry_id(session)
    places = sum(total.places for total in totals(session, today, through=through))
    counted = municipalities_counted(session, today, through=through)
    parts = [
        wording("countdown", days=(election - today).days, day=election),
        wording("countdown-places", places=places, municipalities=counted) if places else wording("countdown-none"),
        lapse_line(session, wording, office, today),
        *([wording("reminder-late", due=missed)] if missed else []),
    ]
    text = Markdown("\n\n".join(filter(None, parts)))
    return Outgoing(Message(text), group=group, lane=Lane.NOTICE, why=wording("why-countdown"))
