"""The release of announcements: nothing goes that a second person has not seen as it goes.

Whoever releases has seen text, audience and count; their release names all of it by a seal, and does not hold if one
sign or one recipient is another by then.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, select

from storage.announcement_deliveries import (
    CANCELLED,
    Addressee,
    arrived,
    drop_pending,
    forget_deliveries,
    freeze,
    standing,
)
from storage.announcements import (
    UNDER_WAY,
    VOID,
    Announcement,
    AnnouncementState,
    ChangedError,
    CorrectedError,
    NotNowError,
    OwnDraftError,
    locked,
)
from storage.batches import cancel_waiting, halt, open_batch, to_remove
from storage.batches import retry_failed as retry
from storage.due import DueItem, plan
from storage.files import StoredFile
from storage.links import were_linked
from storage.outbox import OutboxMessage

UNDO = timedelta(minutes=2)
"""How long a released announcement waits, so that whoever sees a mistake now can stop it."""

BEGIN = "announcement-begin"
"""The clock's rule that lets a released announcement go."""


def seal_of(session: Session, announcement: Announcement, addressees: Sequence[Addressee]) -> str:
    """Name all that is released: what is said, how, when and to whom; as 64 hexadecimal digits (SHA-256)."""
    files = session.exec(select(StoredFile.id, StoredFile.digest).where(col(StoredFile.id).in_(announcement.files)))
    digests = dict(files.all())
    said = announcement.model_dump(
        mode="json",
        include={"subject", "text", "subject_english", "text_english", "urgency", "audience", "groups", "pinned"}
        | {"starts_at", "corrects"},
    )
    to = sorted((each.person_id or 0, each.group_id or 0, each.places) for each in addressees)
    whole = {"said": said, "files": [digests.get(number) for number in announcement.files], "to": to}
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def addressees_of_correction(session: Session, announcement: Announcement) -> list[Addressee]:
    """List who got, or may have got, what an announcement corrects."""
    return [
        Addressee(each.person_id, each.group_id, tuple(each.places), each.land)
        for each, _ in arrived(session, announcement.corrects or 0)
    ]


def ask_for_release(session: Session, number: int, version: int, by: int, now: datetime) -> Announcement:
    """Ask somebody else to release a draft. Raises :class:`NotNowError`, :class:`ChangedError`."""
    announcement = _as_seen(session, number, version, AnnouncementState.DRAFT)
    announcement.state = AnnouncementState.REQUESTED
    announcement.requested_by, announcement.requested_at = by, now
    return announcement


def release(  # noqa: PLR0913 - who lets what go to whom
    session: Session, number: int, seal: str, by: int, now: datetime, addressees: Sequence[Addressee]
) -> Announcement:
    """Let an announcement go that somebody else has asked for, as it was seen under this seal.

    Raises :class:`NotNowError`, :class:`OwnDraftError`, and :class:`ChangedError` where it is not what was seen.
    """
    announcement = locked(session, number, AnnouncementState.REQUESTED)
    if is_own(session, announcement, by):
        raise OwnDraftError
    if not seal or seal_of(session, announcement, addressees) != seal:
        raise ChangedError
    return _let_go(session, announcement, seal, by, now, addressees)


def release_alone(  # noqa: PLR0913 - as for release
    session: Session, number: int, version: int, by: int, now: datetime, addressees: Sequence[Addressee]
) -> Announcement:
    """Let one's own draft go without anybody else; who calls this has made sure that the house allows it.

    Raises :class:`NotNowError`, :class:`ChangedError`.
    """
    announcement = _as_seen(session, number, version, AnnouncementState.DRAFT)
    return _let_go(session, announcement, seal_of(session, announcement, addressees), by, now, addressees)


def is_own(session: Session, announcement: Announcement, person_id: int) -> bool:
    """Say whether somebody wrote an announcement as it is or asked for its release, perhaps as somebody else."""
    theirs = {each for each in (announcement.edited_by, announcement.requested_by) if each is not None}
    return person_id in theirs or any(were_linked(session, person_id, each) for each in theirs)


def take_back(session: Session, number: int) -> Announcement:
    """Make a draft of what was to be released or has not begun. Raises :class:`NotNowError`."""
    announcement = locked(session, number, AnnouncementState.REQUESTED, AnnouncementState.RELEASED)
    void(session, announcement, AnnouncementState.DRAFT)
    return announcement


def void(session: Session, announcement: Announcement, state: AnnouncementState) -> None:
    """Take a release back; if it is still asked for, the request stays."""
    kept = {"requested_by", "requested_at"} if state is AnnouncementState.REQUESTED else set()
    for name in VOID.keys() - kept:
        setattr(announcement, name, None)
    announcement.state, announcement.seal = state, ""
    session.flush()
    forget_deliveries(session, announcement.id or 0)


def begin(session: Session, announcement: Announcement, now: datetime) -> None:
    """Let a released announcement begin. Its messages are posted bit by bit."""
    announcement.batch_id = open_batch(session, now)
    announcement.state, announcement.started_at = AnnouncementState.RUNNING, now
    session.flush()


def was_corrected(session: Session, number: int) -> bool:
    """Say whether a correction of an announcement has begun, also where that is withdrawn by now."""
    begun = (Announcement.corrects == number, col(Announcement.started_at).is_not(None))
    return session.exec(select(Announcement.id).where(*begun).limit(1)).first() is not None


def corrections_of(session: Session, number: int) -> Sequence[int]:
    """List the corrections of an announcement that have begun and were not withdrawn themselves."""
    begun = (col(Announcement.started_at).is_not(None), col(Announcement.withdrawn_at).is_(None))
    found = select(Announcement.id).where(Announcement.corrects == number, *begun)
    return [each for each in session.exec(found) if each]


def left_to_remove(session: Session, announcement: Announcement, most: int) -> Sequence[OutboxMessage]:
    """List the messages of a withdrawn announcement that nothing takes back yet.

    What a correction has changed in place goes with what it corrects, if that is withdrawn as well.
    """
    corrected = session.get(Announcement, announcement.corrects) if announcement.corrects else None
    goes_with_it = corrected is not None and corrected.withdrawn_at is not None
    return to_remove(session, announcement.batch_id or 0, most, edits=not goes_with_it)


def pause(session: Session, number: int) -> Announcement:
    """Let no further message go. Raises :class:`NotNowError`."""
    announcement = locked(session, number, AnnouncementState.RUNNING)
    halt(session, announcement.batch_id or 0)
    announcement.state, announcement.told_at = AnnouncementState.PAUSED, None
    return announcement


def go_on(session: Session, number: int) -> Announcement:
    """Go on after a pause, in spite of the failures there were. Raises :class:`NotNowError`."""
    announcement = locked(session, number, AnnouncementState.PAUSED)
    halt(session, announcement.batch_id or 0, halted=False)
    announcement.tolerated = standing(session, number).failed.total()
    announcement.state = AnnouncementState.RUNNING
    return announcement


def cancel(session: Session, number: int, now: datetime) -> Announcement:
    """End an announcement for who has not got it yet. Raises :class:`NotNowError`."""
    announcement = locked(session, number, *UNDER_WAY)
    announcement.state = AnnouncementState.CANCELLED
    stop(session, announcement, now)
    return announcement


def stop(session: Session, announcement: Announcement, now: datetime) -> None:
    """Let nothing more go: neither what waits, nor what comes back to the line."""
    halt(session, announcement.batch_id or 0)
    drop_pending(session, announcement.id or 0, CANCELLED)
    cancel_waiting(session, announcement.batch_id or 0, now)


def finish(announcement: Announcement, now: datetime) -> None:
    """Write down that an announcement is over; one that was cancelled stays that."""
    announcement.finished_at = now
    if announcement.state is AnnouncementState.RUNNING:
        announcement.state = AnnouncementState.FINISHED


def retry_failed(session: Session, number: int, day: date) -> int:
    """Try again to reach those who were not and still hold a role; returns how many.

    Raises :class:`NotNowError`, also for what was withdrawn, and :class:`CorrectedError`.
    """
    announcement = locked(session, number, AnnouncementState.RUNNING, AnnouncementState.FINISHED)
    if announcement.withdrawn_at is not None:
        raise NotNowError(announcement.state)
    if was_corrected(session, number):
        raise CorrectedError
    count = retry(session, announcement.batch_id or 0, day)
    if count:
        announcement.state, announcement.finished_at, announcement.tolerated = AnnouncementState.RUNNING, None, 0
    return count


def withdraw(session: Session, number: int, by: int, now: datetime) -> Announcement:
    """Take an announcement back, also from those who have got it: the clock removes it there.

    Raises :class:`NotNowError`, also where it was withdrawn already.
    """
    announcement = locked(session, number, *UNDER_WAY, AnnouncementState.FINISHED, AnnouncementState.CANCELLED)
    if announcement.withdrawn_at is not None:
        raise NotNowError(announcement.state)
    if announcement.state in UNDER_WAY:
        announcement.state = AnnouncementState.CANCELLED
    stop(session, announcement, now)
    announcement.withdrawn_by, announcement.withdrawn_at = by, now
    announcement.removal_batch_id = open_batch(session, now)
    announcement.finished_at = None
    for correction in corrections_of(session, number):
        withdraw(session, correction, by, now)
    return announcement


def _as_seen(session: Session, number: int, version: int, *states: AnnouncementState) -> Announcement:
    announcement = locked(session, number, *states)
    if announcement.version != version:
        raise ChangedError
    return announcement


def _let_go(  # noqa: PLR0913 - as for release
    session: Session, announcement: Announcement, seal: str, by: int, now: datetime, addressees: Sequence[Addressee]
) -> Announcement:
    number = announcement.id or 0
    earliest = now + UNDO
    announcement.state, announcement.seal = AnnouncementState.RELEASED, seal
    announcement.released_by, announcement.released_at = by, now
    announcement.begins_at = max(announcement.starts_at or earliest, earliest)
    forget_deliveries(session, number)
    freeze(session, number, addressees)
    subject = subject_of(announcement)
    plan(
        session,
        DueItem(
            rule=BEGIN, subject=subject, recipient="", occurrence=occurrence_of(now), due_at=announcement.begins_at
        ),
    )
    session.flush()
    return announcement


def occurrence_of(released_at: datetime) -> str:
    """Name a release as what the clock does once: taken back and released anew, it is another."""
    return released_at.astimezone(UTC).isoformat()


def subject_of(announcement: Announcement) -> str:
    """Name an announcement as the subject of what the clock does."""
    return f"announcement:{announcement.id}"
