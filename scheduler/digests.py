"""Digests in time: planned as due rows for each group of spokespersons, sent once, caught up once after downtime."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.digests import digest_for
from handlers.recurrence import due_by, moment_of, wall_before
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_late
from storage.due import DueItem, is_newest_due, latest_planned, plan
from storage.groups import Group, groups_of
from storage.outbox import OutboxMessage
from storage.persons import Role

NAME = "digest"


def plan_digests(strike: Strike) -> None:
    """Write down every digest that was due since the last one planned, and the next."""
    zone, schedule = strike.office.timezone, strike.office.digest_schedule
    for group in groups_of(strike.session, Role.SPOKESPERSON):
        last = _last_planned(strike, group)
        if last is not None and last.due_at > strike.now:
            continue
        begin = datetime.fromisoformat(last.occurrence) if last else wall_before(group.created_at, zone)
        for wall in due_by(schedule, begin, strike.now, zone):
            due_at = moment_of(wall, zone)
            if due_at > group.created_at:
                plan(strike.session, _item(group, schedule, wall, due_at))


def _last_planned(strike: Strike, group: Group) -> DueItem | None:
    """Find the last digest planned for a group; what another schedule planned ahead is taken back."""
    last = latest_planned(strike.session, NAME, recipient_of(group))
    if last is None or last.anchor == strike.office.digest_schedule or last.due_at <= strike.now:
        return last
    strike.session.delete(last)
    strike.session.flush()
    return latest_planned(strike.session, NAME, recipient_of(group))


def _item(group: Group, schedule: str, wall: datetime, due_at: datetime) -> DueItem:
    return DueItem(
        rule=NAME,
        subject="pledges",
        recipient=recipient_of(group),
        anchor=schedule,
        occurrence=wall.isoformat(),
        due_at=due_at,
    )


def send_digest(strike: Strike, item: DueItem) -> Deed:
    """Tell a group the newest digest that is due; older ones are skipped."""
    session = strike.session
    group = session.get(Group, int(item.recipient.removeprefix("group:")))
    if group is None or group.gone:
        return Skip("the group is gone")
    if not is_newest_due(session, item, strike.now):
        return Skip("a later digest was due as well")
    missed = item.due_at if is_late(strike, item) else None
    outgoing, digest = digest_for(session, strike.office, group, strike.now, missed=missed)

    def keep(rows: Sequence[OutboxMessage]) -> None:
        digest.outbox_id = rows[0].id
        session.add(digest)

    return Say([outgoing], keep)


def recipient_of(group: Group) -> str:
    """Name a group as the recipient of a due row."""
    return f"group:{group.id}"


DIGEST = Rule(NAME, send_digest, plan_digests)
