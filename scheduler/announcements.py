"""Announcements in time: they begin after the undo window, go out bit by bit, and end with a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlmodel import Session

from handlers.announcement_reports import report
from handlers.announcement_rights import still_holds
from handlers.announcement_sending import delivery_named, next_letters, removals
from handlers.announcement_status import is_failing, is_time_to_tell, status
from handlers.messages import Choice, Message
from handlers.turn import Outgoing
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.announcement_deliveries import frozen, link_messages, next_pending, standing
from storage.announcement_release import (
    BEGIN,
    addressees_of_correction,
    begin,
    finish,
    left_to_remove,
    occurrence_of,
    pause,
    seal_of,
    stop,
    subject_of,
    void,
)
from storage.announcements import UNDER_WAY, Announcement, AnnouncementState, under_way
from storage.batches import waiting_in_batch
from storage.due import DueItem, plan_again
from storage.outbox import Lane, OutboxMessage
from storage.persons import Person

log = structlog.get_logger(__name__)

POST, LOOK, REMOVE = "announcement-post", "announcement-look", "announcement-removal"

TOO_LATE = timedelta(hours=3)
"""How late one may begin on its own: later, what it says may have been overtaken, and somebody must release it anew."""


def plan_announcements(strike: Strike) -> None:
    """Write down what every announcement that has begun needs next."""
    for announcement in under_way(strike.session):
        _plan_next(strike, announcement)
        if is_time_to_tell(announcement, strike.now) or _is_over(strike, announcement):
            _plan(strike, LOOK, announcement)


def _is_over(strike: Strike, announcement: Announcement) -> bool:
    """Say, at little cost, whether nothing of it waits any more: then its report need not wait, either."""
    if announcement.state is AnnouncementState.PAUSED or next_pending(strike.session, announcement.id or 0, 1):
        return False
    return not waiting_in_batch(strike.session, announcement.batch_id or 0) and _is_removed(
        strike.session, announcement
    )


def begin_released(strike: Strike, item: DueItem) -> Deed:
    """Let a released announcement begin, if all that was released is still as it was."""
    session, now = strike.session, strike.now
    announcement = _named(session, item)
    if announcement is None or announcement.state is not AnnouncementState.RELEASED:
        return Skip("it is released no more")
    if announcement.released_at is None or occurrence_of(announcement.released_at) != item.occurrence:
        return Skip("it was released anew")
    if fault := _fault(strike, announcement):
        log.warning("release void", announcement=announcement.id, fault=fault)
        said = _tell(strike, announcement, f"announcing-void-{fault}")
        is_asked_for = announcement.requested_by is not None
        void(session, announcement, AnnouncementState.REQUESTED if is_asked_for else AnnouncementState.DRAFT)
        return Say(said)
    begin(session, announcement, now)
    _plan_next(strike, announcement)
    return Say(status(session, strike.office, announcement, standing(session, announcement.id or 0), now))


def _fault(strike: Strike, announcement: Announcement) -> str:
    """Say why a release holds no more, in a word; empty where it does."""
    corrected = strike.session.get(Announcement, announcement.corrects) if announcement.corrects else None
    if corrected is not None and corrected.withdrawn_at is not None:
        return "withdrawn"
    if announcement.begins_at is None or strike.now - announcement.begins_at > TOO_LATE:
        return "late"
    if not still_holds(strike.session, announcement, strike.today):
        return "role"
    if corrected is not None and corrected.state in UNDER_WAY:
        return "changed"  # who is reached by it meanwhile would keep what is wrong
    whom = (
        addressees_of_correction(strike.session, announcement)
        if corrected
        else frozen(strike.session, announcement.id or 0)
    )
    return "" if seal_of(strike.session, announcement, whom) == announcement.seal else "changed"


def post_some(strike: Strike, item: DueItem) -> Deed:
    """Post the messages of those who are next; what each became is written down in the same commit."""
    session, announcement = strike.session, _named(strike.session, item)
    if announcement is None or announcement.state is not AnnouncementState.RUNNING:
        return Skip("it does not go")
    said = next_letters(session, strike.office, announcement, strike.now)

    def then(rows: Sequence[OutboxMessage]) -> None:
        link_messages(session, {delivery: row.id or 0 for row in rows if (delivery := delivery_named(row.key))})
        _plan_next(strike, announcement)

    return Say(said, then)


def look(strike: Strike, item: DueItem) -> Deed:
    """Count how it goes: tell its author, stop it where too much fails, and end it where nothing waits any more."""
    session, now, announcement = strike.session, strike.now, _named(strike.session, item)
    if announcement is None or announcement.started_at is None or announcement.finished_at is not None:
        return Skip("it is over")
    if announcement.state is AnnouncementState.CANCELLED:
        stop(session, announcement, now)  # what was on its way may have come back
    counted = standing(session, announcement.id or 0, announcement.removal_batch_id)
    said: list[Outgoing] = []
    if announcement.state is AnnouncementState.RUNNING and is_failing(announcement, counted):
        log.warning("announcement stopped", announcement=announcement.id, failed=counted.failed.total())
        pause(session, announcement.id or 0)
        said += _tell(strike, announcement, "announcing-stopped", count=counted.failed.total())
    if announcement.state is not AnnouncementState.PAUSED and counted.is_over and _is_removed(session, announcement):
        finish(announcement, now)
        said += [_reported(strike, announcement, person) for person in _concerned(strike, announcement)]
    return Say([*status(session, strike.office, announcement, counted, now), *said])


def remove_some(strike: Strike, item: DueItem) -> Deed:
    """Take a withdrawn announcement back from those who are next."""
    announcement = _named(strike.session, item)
    if announcement is None or announcement.removal_batch_id is None:
        return Skip("it is not withdrawn")
    said = removals(strike.session, strike.office, announcement, strike.now)
    return Say(said, lambda _: _plan_next(strike, announcement))


def _plan_next(strike: Strike, announcement: Announcement) -> None:
    """Plan what is next, in a transaction of its own: somebody who writes meanwhile gets their turn in between."""
    number = announcement.id or 0
    if announcement.state is AnnouncementState.RUNNING and (pending := next_pending(strike.session, number, 1)):
        _plan(strike, POST, announcement, str(pending[0].id))
    if announcement.withdrawn_at is not None and (left := left_to_remove(strike.session, announcement, 1)):
        _plan(strike, REMOVE, announcement, str(left[0].id))


def _plan(strike: Strike, rule: str, announcement: Announcement, occurrence: str = "") -> None:
    """Let the clock do something now, also if it has done the same before."""
    due = DueItem(rule=rule, subject=subject_of(announcement), recipient="", occurrence=occurrence, due_at=strike.now)
    plan_again(strike.session, due)


def _is_removed(session: Session, announcement: Announcement) -> bool:
    """Say whether nothing of it is left to be taken back."""
    if announcement.removal_batch_id is None:
        return True
    left = left_to_remove(session, announcement, 1)
    return not left and not waiting_in_batch(session, announcement.removal_batch_id)


def _concerned(strike: Strike, announcement: Announcement) -> list[Person]:
    """List who hears what becomes of an announcement: who asked for its release, and who released it."""
    numbers = [announcement.requested_by or announcement.created_by, announcement.released_by]
    found = (strike.session.get(Person, number) for number in dict.fromkeys(filter(None, numbers)))
    return [person for person in found if person is not None]


def _tell(strike: Strike, announcement: Announcement, key: str, **values: object) -> list[Outgoing]:
    said: list[Outgoing] = []
    for person in _concerned(strike, announcement):
        wording = strike.office.wording(person.language)
        text = wording(key, number=announcement.id, subject=announcement.subject, **values)
        card = Choice(wording("announcing-open"), f"/rundschreiben {announcement.id}")
        said.append(Outgoing(Message(text, (card,)), person, lane=Lane.NOTICE))
    return said


def _reported(strike: Strike, announcement: Announcement, person: Person) -> Outgoing:
    wording = strike.office.wording(person.language)
    return Outgoing(report(strike.session, wording, announcement, strike.now), person, lane=Lane.NOTICE)


def _named(session: Session, item: DueItem) -> Announcement | None:
    """Look up, to change it, what an item is about."""
    return session.get(Announcement, int(item.subject.rpartition(":")[2]), with_for_update=True)


ANNOUNCEMENT_BEGIN = Rule(BEGIN, begin_released, plan_announcements)
ANNOUNCEMENT_POST = Rule(POST, post_some)
ANNOUNCEMENT_LOOK = Rule(LOOK, look)
ANNOUNCEMENT_REMOVAL = Rule(REMOVE, remove_some)
