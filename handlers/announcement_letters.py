"""An announcement as each of its recipients gets it, and who these are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from babel.lists import format_list
from sqlmodel import Session, col, select

from handlers.announcement_fields import PersonalField, fill
from handlers.meeting_sending import fairly
from handlers.messages import Message
from handlers.open_items import open_words
from handlers.turn import Office, identity
from handlers.wording import Markdown, Wording, unmarked
from storage.announcement_deliveries import Addressee
from storage.announcement_release import addressees_of_correction
from storage.announcements import Announcement
from storage.audience_criteria import Audience
from storage.audiences import reach
from storage.groups import Group
from storage.municipalities import Municipality, land_of
from storage.persons import Language, Person, lands_by_person, roles_of


def addressees(session: Session, office: Office, announcement: Announcement, now: datetime) -> Sequence[Addressee]:
    """List whom an announcement is for as of now: each person once, for all they speak for, then the groups.

    First contacts of all municipalities come before anybody's second. A correction is for who got what it corrects.
    """
    if announcement.corrects is not None:
        return addressees_of_correction(session, announcement)
    return [*_people(session, office, announcement, now), *_groups(session, announcement)]


def _people(session: Session, office: Office, announcement: Announcement, now: datetime) -> list[Addressee]:
    if announcement.audience is None:
        return []
    found = fairly(reach(session, Audience.model_validate(announcement.audience), office.day(now)).recipients)
    places: dict[int, list[str]] = {}
    for each in found:
        places.setdefault(each.person.id or 0, []).extend([each.ags] if each.ags else [])
    others = lands_by_person(session, office.day(now)) if any(not theirs for theirs in places.values()) else {}
    return [
        Addressee(
            person_id=number,
            places=tuple(theirs),
            land=land_of(theirs[0]) if theirs else next(iter(sorted(others.get(number, ()))), None),
        )
        for number, theirs in places.items()
    ]


def _groups(session: Session, announcement: Announcement) -> list[Addressee]:
    there = select(Group.id).where(col(Group.id).in_(announcement.groups), col(Group.gone).is_(False))
    found = set(session.exec(there))
    return [Addressee(group_id=number) for number in announcement.groups if number in found]


def letter(  # noqa: PLR0913 - what is written, to whom, when, and perhaps in which language
    session: Session,
    office: Office,
    announcement: Announcement,
    addressee: Addressee,
    now: datetime,
    *,
    language: Language | None = None,
) -> Message:
    """Write an announcement as one of its recipients gets it: in their language, or another, where there is that."""
    person = session.get(Person, addressee.person_id) if addressee.person_id else None
    group = session.get(Group, addressee.group_id) if addressee.group_id else None
    reader = person or group
    wording = office.wording(language or (reader.language if reader else None))
    subject, text = written_in(announcement, wording.language)
    said = fill(text, values_of(session, wording, person, addressee.places, now) if person and "{" in text else {})
    key = "announcement-head-corrected" if announcement.corrects is not None else "announcement-head"
    return Message(
        Markdown(f"{wording(key, subject=subject)}\n\n{said}"),
        file_id=announcement.files[0] if announcement.files else None,
        pinned=announcement.pinned and group is not None,
    )


def enclosures(announcement: Announcement, within: int | None) -> list[Message]:
    """List the messages that follow a letter: each file but the one within it has its own."""
    return [Message("", file_id=number) for number in announcement.files if number != within]


def written_in(announcement: Announcement, language: Language) -> tuple[str, str]:
    """Give subject and text in a language; in German where there is no variant in it."""
    if language is Language.ENGLISH and announcement.text_english:
        return announcement.subject_english or announcement.subject, announcement.text_english
    return announcement.subject, announcement.text


def values_of(
    session: Session, wording: Wording, person: Person, places: Sequence[str], now: datetime
) -> dict[PersonalField, Callable[[], str]]:
    """Say what the personal fields of a letter are for somebody, each looked up only where it is used."""
    number = identity(person)
    return {
        PersonalField.MUNICIPALITY: lambda: _names(session, wording, places),
        PersonalField.ROLE: lambda: _roles(session, wording, number, now),
        PersonalField.OPEN: lambda: open_words(session, wording, number, places, now),
    }


def _names(session: Session, wording: Wording, places: Sequence[str]) -> str:
    names = [session.get_one(Municipality, ags).name for ags in places]
    return format_list(names, locale=wording.language) if names else unmarked(wording("announcement-no-place"))


def _roles(session: Session, wording: Wording, person_id: int, now: datetime) -> str:
    held = roles_of(session, person_id, now.astimezone(wording.timezone).date())
    names = dict.fromkeys(unmarked(wording.name(each.role)) for each in held)
    return format_list(list(names), locale=wording.language)
