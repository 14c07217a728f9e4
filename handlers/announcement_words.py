"""An announcement in words: what it says, whom it is for, how it goes, and who did what to it when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from handlers.announcement_letters import addressees
from handlers.announcement_status import status_words
from handlers.announcement_steps import group_words
from handlers.audience_lists import time_words
from handlers.audiences import audience_words, reach_words
from handlers.turn import Turn
from handlers.wording import Markdown, unmarked
from storage.announcement_deliveries import Addressee, standing
from storage.announcements import BEFORE, Announcement
from storage.audiences import reach
from storage.files import names_of
from storage.groups import Group
from storage.persons import Person

BEGINNING = 400
"""Characters of a letter that a card shows."""


def named(turn: Turn, announcement: Announcement) -> Markdown:
    """Write its subject and number."""
    return turn.wording("announcement-named", subject=announcement.subject, number=announcement.id)


def beginning(turn: Turn, text: str) -> Markdown:
    """Show how a letter begins, on one line and without its marks, and how long it is."""
    plain = shorten(unmarked(Markdown(text)), BEGINNING, placeholder=" …")
    key = "announcement-text-begins" if len(text) > BEGINNING else "announcement-text-whole"
    return turn.wording(key, text=plain, length=len(text))


def card(turn: Turn, announcement: Announcement) -> Markdown:
    """Show an announcement: what it says, to whom, how far it is, and who did what."""
    parts = [
        [Markdown(f"**{named(turn, announcement)}**"), state_words(turn, announcement)],
        [beginning(turn, announcement.text)],
        plan_lines(turn, announcement),
        audience_lines(turn, announcement),
        list(history(turn, announcement)),
    ]
    return Markdown("\n\n".join("\n".join(lines) for lines in parts if lines))


def state_words(turn: Turn, announcement: Announcement) -> Markdown:
    """Say how far it is; once it goes, with its figures."""
    if announcement.state in BEFORE:
        return turn.wording(f"announcement-is-{announcement.state}", at=announcement.begins_at or turn.now)
    return status_words(
        turn.wording,
        announcement,
        standing(turn.session, announcement.id or 0, announcement.removal_batch_id),
        turn.now,
    )


def plan_lines(turn: Turn, announcement: Announcement) -> list[Markdown]:
    """Say how it goes: how urgent, with which files, in which languages, and when."""
    wording = turn.wording
    lines = [wording(f"announcement-goes-{announcement.urgency}")]
    if files := names_of(turn.session, announcement.files):
        lines.append(wording("announcement-has-files", files=", ".join(files), count=len(files)))
    if announcement.text_english:
        lines.append(wording("announcement-has-english", subject=announcement.subject_english))
    if announcement.starts_at is not None:
        lines.append(wording("announcement-starts-at", at=announcement.starts_at))
    return lines


def audience_lines(turn: Turn, announcement: Announcement) -> list[Markdown]:
    """Say whom it is for, how many these are, and who of them cannot be reached."""
    wording = turn.wording
    if announcement.corrects is not None:
        found = addressees(turn.session, turn.office, announcement, turn.now)
        return [wording("announcement-corrects", number=announcement.corrects, count=len(found))]
    lines: list[Markdown] = []
    if (whom := announcement.whom) is not None:
        lines.append(wording("announcement-to", whom=audience_words(turn, whom)))
        if announcement.state in BEFORE:
            lines.append(reach_words(wording, reach(turn.session, whom, turn.today)))
    if announcement.state in BEFORE and (time := _time(turn, announcement)):
        lines.append(wording("announcement-takes", time=time))
    groups = [group for number in announcement.groups if (group := turn.session.get(Group, number))]
    if groups:
        key = "announcement-in-groups-pinned" if announcement.pinned else "announcement-in-groups"
        lines.append(wording(key, groups=Markdown(", ".join(group_words(turn, group) for group in groups))))
    return lines or [wording("announcement-to-nobody")]


def _time(turn: Turn, announcement: Announcement) -> Markdown:
    """Say how long it takes on each network."""
    found = addressees(turn.session, turn.office, announcement, turn.now)
    people = [each.person_id for each in found if each.person_id is not None]
    return time_words(turn.session, turn.wording, people, turn.office)


def history(turn: Turn, announcement: Announcement) -> Iterator[Markdown]:
    """Say who did what to it when."""
    deeds = (
        ("created", announcement.created_by, announcement.created_at),
        ("edited", announcement.edited_by, announcement.edited_at if announcement.version > 1 else None),
        ("requested", announcement.requested_by, announcement.requested_at),
        ("released", announcement.released_by, announcement.released_at),
        ("withdrawn", announcement.withdrawn_by, announcement.withdrawn_at),
    )
    for deed, by, at in deeds:
        if at is not None:
            person = turn.session.get(Person, by)
            yield turn.wording(f"announcement-was-{deed}", by=person.label if person else "–", at=at)


def count_words(turn: Turn, found: Sequence[Addressee]) -> Markdown:
    """Say how many people, municipalities and groups these are."""
    places = {ags for each in found for ags in each.places}
    people = sum(each.person_id is not None for each in found)
    return turn.wording("announcement-count", people=people, places=len(places), groups=len(found) - people)
