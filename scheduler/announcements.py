"""Announcements in time: they begin after the undo window, go out bit by bit, tell how they go, and end with a report."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from handlers.announcement_reports import report
from handlers.announcement_rights import still_holds
from handlers.announcement_sending import CHUNK, next_letters, removals
from handlers.announcement_status import is_failing, is_time_to_tell, status
from handlers.messages import Message
from handlers.turn import Outgoing
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.announcement_deliveries import (
    Delivery,
    frozen,
    link_messages,
    link_removals,
    next_pending,
    standing,
    to_remove,
)
from storage.announcement_release import BEGIN, begin, seal_of, stop, subject_of, void
from storage.announcements import Announcement, AnnouncementState, locked, under_way
from storage.batches import halt, waiting_of
from storage.due import DueItem, plan, plan_again
from storage.outbox import Lane, OutboxMessage
from storage.persons import Person

log = structlog.get_logger(__name__)

POST, LOOK, REMOVE = "announcement-post", "announcement-look", "announcement-removal"

TOO_LATE = timedelta(hours=3)
"""How late one may begin on its own: later, what it says may have been overtaken, and somebody must release it anew."""


def plan_announcements(strike: Strike) -> None:
    """Write down what every announcement that has begun needs next."""
    for announcement in under_way(strike.session):
        number = announcement.id or 0
        if announcement.state is AnnouncementState.RUNNING and next_pending(strike.session, number, 1):
            _plan(strike, POST, announcement)
        if announcement.withdrawn_at is not None and to_remove(strike.session, number, 1):
            _plan(strike, REMOVE, announcement)
        if is_time_to_tell(announcement, strike.now):
            _plan(strike, LOOK, announcement)


def begin_released(strike: Strike, item: DueItem) -> Deed:
    """Let a released announcement begin, if all that was released is still as it was."""
    session, now = strike.session, strike.now
    announcement = _named(session, item)
    if announcement is None or announcement.state is not AnnouncementState.RELEASED:
        return Skip("it is released no more")
    if announcement.released_at is None or announcement.released_at.isoformat() != item.occurrence:
        return Skip("it was released anew")
    if fault := _fault(strike, announcement):
        log.warning("release void", announcement=announcement.id, fault=fault)
        said = _tell(strike, announcement, f"announcing-void-{fault}")
        void(session, announcement, AnnouncementState.REQUESTED if announcement.requested_by else AnnouncementState.DRAFT)
        return Say(said)
    begin(session, announcement, now)
    _plan(strike, POST, announcement)
    return Say(status(session, strike.office, announcement, standing(session, announcement.id or 0), now))


def _fault(strike: Strike, announcement: Announcement) -> str:
    """Say why a release holds no more, in a word; empty where it does."""
    if announcement.begins_at is None or strike.now - announcement.begins_at > TOO_LATE:
        return "late"
    if not still_holds(strike.session, announcement, strike.today):
        return "role"
    addressees = frozen(strike.session, announcement.id or 0)
    return "" if seal_of(strike.session, announcement, addressees) == announcement.seal else "changed"


def post_some(strike: Strike, item: DueItem) -> Deed:
    """Post the messages of those who are next."""
    announcement = _named(strike.session, item)
    if announcement is None or announcement.state is not AnnouncementState.RUNNING:
        return Skip("it does not go")
    said = next_letters(strike.session, strike.office, announcement, strike.now)
    strike.session.flush()
    following = next_pending(strike.session, announcement.id or 0, CHUNK + 1)
    ...


def _named(session: Session, item: DueItem) -> Announcement | None:
    return session.get(Announcement, int(item.subject.rpartition(":")[2]), with_for_update=True)
