"""How an announcement goes, in a message to its author that is edited in place; and when it had better stop."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.messages import Choice, Message
from handlers.turn import Office, Outgoing
from handlers.wording import Markdown, Wording
from storage.announcement_deliveries import Standing
from storage.announcements import Announcement, AnnouncementState
from storage.outbox import Lane, OutboxState
from storage.persons import Person

FEW = 10
"""Failures that are no reason to stop, however few messages have gone."""

TOO_MANY = 0.2
"""Share of failures among all that has ended, from which somebody must look at it before it goes on."""

SHORTEST, LONGEST = timedelta(seconds=10), timedelta(minutes=5)
"""How often its author is told at most and at least; in between ever more seldom, the longer it takes."""


def is_failing(announcement: Announcement, standing: Standing) -> bool:
    """Say whether so many messages have failed since somebody let it go on that it must stop."""
    failed = standing.failed.total()
    new = failed - announcement.tolerated
    return new >= FEW and failed >= TOO_MANY * (standing.sent + failed)


def is_time_to_tell(announcement: Announcement, now: datetime) -> bool:
    """Say whether its author has waited long enough for the next figures; or since another time, if a clock was set."""
    if announcement.told_at is None or announcement.started_at is None:
        return True
    wait = min(max((announcement.told_at - announcement.started_at) / 5, SHORTEST), LONGEST)
    return not timedelta() <= now - announcement.told_at < wait


def status(
    session: Session, office: Office, announcement: Announcement, standing: Standing, now: datetime
) -> list[Outgoing]:
    """Tell its author how it goes, in the place of what they were told before; nothing where that is the same."""
    author = session.get(Person, announcement.requested_by or announcement.created_by)
    if author is None:
        return []
    wording = office.wording(author.language)
    text = status_words(wording, announcement, standing, now)
    announcement.told_at = now
    if text == announcement.status:
        return []
    first = f"announcement:{announcement.id}:status:{announcement.batch_id}"
    is_first, announcement.status = not announcement.status, text
    message = Message(text, _choices(wording, announcement), replaces=None if is_first else first)
    return [Outgoing(message, author, lane=Lane.NOTICE, key=first if is_first else None)]


def status_words(wording: Wording, announcement: Announcement, standing: Standing, now: datetime) -> Markdown:
    """Write how an announcement goes: what was sent, whom it reached, what failed and why, and what is left."""
    told = {"number": announcement.id, "subject": announcement.subject}
    figures = {"sent": standing.sent, "count": standing.total}
    state = "withdrawn" if announcement.withdrawn_at else announcement.state
    lines = [
        wording(f"announcing-is-{state}", **told),
        wording("announcing-sent", **figures),
        wording("announcing-places", reached=len(standing.reached), count=len(standing.places)),
        *_reasons(wording, "announcing-failed", standing.failed),
        *_reasons(wording, "announcing-dropped", standing.dropped),
        *([wording("announcing-cancelled", count=standing.cancelled)] if standing.cancelled else []),
        *([wording("announcing-doubled", count=standing.doubled)] if standing.doubled else []),
        *([wording("announcing-unclear", count=standing.unclear)] if standing.unclear else []),
    ]
    if standing.removals:
        done, failed = standing.removals[OutboxState.SENT], standing.removals[OutboxState.FAILED]
        lines.append(wording("announcing-removed", count=done, total=standing.removals.total()))
        lines += [wording("announcing-not-removed", count=failed)] if failed else []
    waiting = standing.waiting.total()
    if waiting and announcement.state is AnnouncementState.RUNNING:
        left = time_left(announcement, standing, now)
        key = "announcing-left" if left else "announcing-waiting"
        lines.append(wording(key, count=waiting, minutes=max(1, round(left / timedelta(minutes=1))) if left else 0))
    return Markdown("\n".join(lines))


def time_left(announcement: Announcement, standing: Standing, now: datetime) -> timedelta | None:
    """Estimate how long it still takes at the pace it has had; None as long as that cannot be told."""
    if announcement.started_at is None or standing.sent < FEW:
        return None
    return (now - announcement.started_at) * (standing.waiting.total() / standing.sent)


def _reasons(wording: Wording, key: str, counted: Counter[str]) -> list[Markdown]:
    if not counted:
        return []
    reasons = ", ".join(
        wording("announcing-reason", reason=wording(f"announcing-why-{reason}"), count=count)
        for reason, count in counted.most_common()
    )
    return [wording(key, count=counted.total(), reasons=Markdown(reasons))]


def _choices(wording: Wording, announcement: Announcement) -> tuple[Choice, ...]:
    """Offer what fits: to stop while it goes, to go on or end it while it rests."""
    deeds = {
        AnnouncementState.RUNNING: (("pause", "pause"), ("cancel", "abbrechen")),
        AnnouncementState.PAUSED: (("go-on", "weiter"), ("cancel", "abbrechen")),
    }
    return tuple(
        Choice(wording(f"announcing-do-{deed}"), f"/rundschreiben {announcement.id} {word}")
        for deed, word in deeds.get(announcement.state, ())
    )
