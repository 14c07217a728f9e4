"""What lies before whoever may release an announcement, and what they are told once it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from handlers.announcement_cards import WORDS, deed
from handlers.announcement_letters import addressees
from handlers.announcement_rights import may_manage
from handlers.announcement_words import audience_lines, history, named, plan_lines
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Turn, identity
from handlers.wording import Markdown
from storage.announcement_deliveries import Addressee
from storage.announcement_release import seal_of
from storage.announcements import Announcement
from storage.outbox import Lane
from storage.persons import Person, roles_of

MARK = 8
"""Hexadecimal digits that tell whether a part is as it was; the seal tells it of the whole."""


MARKED = {
    "text": ("subject", "text", "subject_english", "text_english"),
    "plan": ("urgency", "starts_at", "pinned"),
    "files": ("files",),
    "whom": ("audience", "groups"),
}
"""What is marked together, besides the people."""


def as_reader(turn: Turn, person: Person) -> Turn:
    """Give the turn as if somebody else took it, to tell them what concerns them in their words."""
    roles = tuple(roles_of(turn.session, identity(person), turn.today))
    return replace(
        turn, person=person, roles=roles, places=(), group=None, incoming=replace(turn.incoming, direct=True)
    )


def paper(turn: Turn, announcement: Announcement, lead: Markdown) -> Message:
    """Show all that is released: the whole text, whom it is for and how many these are; the button is bound to that."""
    found = addressees(turn.session, turn.office, announcement, turn.now)
    parts = [lead, Markdown(f"**{named(turn, announcement)}**"), Markdown(announcement.text)]
    if announcement.text_english:
        parts += [Markdown(f"**{announcement.subject_english}**"), Markdown(announcement.text_english)]
    lines = [*plan_lines(turn, announcement), *audience_lines(turn, announcement)]
    parts += [Markdown("\n".join(lines)), Markdown("\n".join(history(turn, announcement)))]
    seal = f"{seal_of(turn.session, announcement, found)} {marks(announcement, found)}"
    names = ("preview", "test", "people", *(["change"] if may_manage(turn, announcement) else []))
    others = (deed(turn, announcement, name) for name in names)
    return Message(Markdown("\n\n".join(parts)), (deed(turn, announcement, "release", seal), *others))


def marks(announcement: Announcement, found: Sequence[Addressee]) -> str:
    """Mark each part of what is released, to tell later which of them has changed; the last is the count."""
    marked = (_mark(part) for part in _parts(announcement, found).values())
    return "-".join([*marked, str(len(found))])


def _parts(announcement: Announcement, found: Sequence[Addressee]) -> dict[str, list[object]]:
    said = announcement.model_dump(mode="json")
    parts = {part: [said[name] for name in fields] for part, fields in MARKED.items()}
    return parts | {"people": sorted((each.person_id or 0, each.group_id or 0, each.places) for each in found)}


def _mark(part: object) -> str:
    return sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:MARK]


def changes(turn: Turn, announcement: Announcement, seen: str) -> list[Markdown]:
    """Say what of an announcement is not as it was when it was marked."""
    found = addressees(turn.session, turn.office, announcement, turn.now)
    *before, count = seen.split("-")
    named_parts = zip(_parts(announcement, found).items(), before, strict=False)
    changed = [name for (name, part), mark in named_parts if _mark(part) != mark]
    return [turn.wording(f"announcement-new-{name}", count=len(found), before=count) for name in changed]


def going(turn: Turn, announcement: Announcement, person: Person, key: str, **values: object) -> Outgoing:
    """Tell somebody that an announcement is about to go, with a button that stops it."""
    wording = turn.office.wording(person.language)
    stop = Choice(wording("announcement-do-stop"), f"/rundschreiben {announcement.id} {WORDS['take-back']}")
    told = {"subject": announcement.subject, "number": announcement.id, "at": announcement.begins_at}
    message = Message(wording(key, **told, **values), (stop,))
    if person.id == turn.sender_id:
        return Outgoing(message)
    return Outgoing(message, person, lane=Lane.NOTICE, why=wording("why-announcement-colleague"))
