"""Digests in time: planned as due rows for each group of spokespersons, sent once, caught up once after downtime."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from handlers.digests import digest_for
from handlers.sending import post
from handlers.turn import Office
from scheduler.recurrence import due_by, moment_of, wall_before
from storage.due import DueItem, DueState, latest_planned, plan, take_due
from storage.groups import Group, groups_of
from storage.persons import Role

log = structlog.get_logger(__name__)

RULE = "digest"

LATE = timedelta(minutes=15)
"""From here on people wonder where it was, and are told."""


def plan_digests(session: Session, office: Office, schedule: str, now: datetime) -> None:
    """Write down every digest that was due since the last one planned, and the next."""
    for group in groups_of(session, Role.SPOKESPERSON):
        last = _last_planned(session, group, schedule, now)
        if last is not None and last.due_at > now:
            continue
        begin = datetime.fromisoformat(last.occurrence) if last else wall_before(group.created_at, office.timezone)
        for wall in due_by(schedule, begin, now, office.timezone):
            due_at = moment_of(wall, office.timezone)
            if due_at > group.created_at:
                plan(session, _item(group, schedule, wall, due_at))


def _last_planned(session: Session, group: Group, schedule: str, now: datetime) -> DueItem | None:
    """Find the last digest planned for a group; what another schedule planned ahead is taken back."""
    last = latest_planned(session, RULE, recipient_of(group))
    if last is None or last.anchor == schedule or last.due_at <= now:
        return last
    session.delete(last)
    session.flush()
    return latest_planned(session, RULE, recipient_of(group))


def _item(group: Group, schedule: str, wall: datetime, due_at: datetime) -> DueItem:
    return DueItem(
        rule=RULE,
        subject="pledges",
        recipient=recipient_of(group),
        anchor=schedule,
        occurrence=wall.isoformat(),
        due_at=due_at,
    )


def send_digests(session: Session, office: Office, now: datetime) -> int:
    """Send what is due, to each group only the newest; older ones are skipped. Returns how many went."""
    newest = {item.recipient: item for item in take_due(session, RULE, now)}
    for item in take_due(session, RULE, now):
        if item is not newest[item.recipient]:
            _close(item, DueState.SKIPPED, now, reason="a later digest was due as well")
    return sum(_send(session, office, item, now) for item in newest.values())


def _send(session: Session, office: Office, item: DueItem, now: datetime) -> int:
    group = session.get(Group, int(item.recipient.removeprefix("group:")))
    if group is None or group.gone:
        _close(item, DueState.SKIPPED, now, reason="the group is gone")
        return 0
    item.late = now - item.due_at > LATE
    outgoing, digest = digest_for(session, office, group, now, missed=item.due_at if item.late else None)
    _close(item, DueState.DONE, now)
    [row] = post(session, office, [outgoing], now)
    digest.outbox_id = row.id
    session.add(digest)
    return 1


def _close(item: DueItem, state: DueState, now: datetime, reason: str = "") -> None:
    item.state, item.finished_at, item.reason = state, now, reason
    log.info("digest", due=item.id, state=state, late=item.late, reason=reason)


def recipient_of(group: Group) -> str:
    """Name a group as the recipient of a due row."""
    return f"group:{group.id}"
