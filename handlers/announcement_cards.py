"""The card of an announcement with what can be done with it, and the list of all."""

from __future__ import annotations

from textwrap import shorten

from handlers.announcement_rights import may_manage, may_release, may_see
from handlers.announcement_words import card
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.announcement_deliveries import standing
from storage.announcement_release import was_corrected
from storage.announcements import Announcement, AnnouncementState, announcements
from storage.dialogues import running_dialogue
from storage.outbox import Urgency
from storage.persons import Role

LISTED = 12
LONGEST_LABEL = 40
"""Characters of a subject on a button."""

OFFERED = {
    AnnouncementState.DRAFT: ("preview", "test", "ask", "change", "people", "delete"),
    AnnouncementState.REQUESTED: ("preview", "test", "take-back", "change", "people"),
    AnnouncementState.RELEASED: ("take-back", "preview", "people"),
    AnnouncementState.RUNNING: ("pause", "cancel", "report"),
    AnnouncementState.PAUSED: ("go-on", "cancel", "report", "withdraw"),
    AnnouncementState.FINISHED: ("report", "correct", "withdraw"),
    AnnouncementState.CANCELLED: ("report", "correct", "withdraw"),
}
WORDS = {
    "preview": "vorschau",
    "test": "test",
    "ask": "freigabe",
    "release": "freigeben",
    "alone": "allein",
    "change": "ändern",
    "people": "empfänger",
    "delete": "löschen",
    "take-back": "zurückziehen",
    "pause": "pause",
    "go-on": "weiter",
    "cancel": "abbrechen",
    "retry": "wiederholen",
    "report": "bericht",
    "correct": "korrigieren",
    "withdraw": "widerrufen",
}
"""What is written behind an announcement's number, by what it does."""


def deed(turn: Turn, announcement: Announcement, name: str, more: str = "") -> Choice:
    """Offer one thing to do with an announcement."""
    value = f"/rundschreiben {announcement.id} {WORDS[name]} {more}".strip()
    return Choice(turn.wording(f"announcement-do-{name}"), value)


def deeds(turn: Turn, announcement: Announcement) -> tuple[Choice, ...]:
    """Offer what somebody can do with an announcement as it is."""
    if not may_manage(turn, announcement):
        names = ["preview", "people"]
    else:
        is_withdrawn = announcement.withdrawn_at is not None
        names = [name for name in OFFERED[announcement.state] if not (is_withdrawn and name in {"correct", "withdraw"})]
    if announcement.state is AnnouncementState.REQUESTED and _may_release(turn, announcement):
        names = ["release", *names]
    return tuple(deed(turn, announcement, name) for name in names)


def may_go_alone(turn: Turn, announcement: Announcement) -> bool:
    """Say whether somebody may let an announcement go without a second person."""
    is_urgent = announcement.urgency is Urgency.URGENT and turn.office.urgent_alone
    return is_urgent and turn.holds(Role.COORDINATOR)


def _may_release(turn: Turn, announcement: Announcement) -> bool:
    return may_release(turn.session, announcement, turn.sender, turn.today)


def offered(turn: Turn, announcement: Announcement) -> tuple[Choice, ...]:
    """Offer what somebody can do with an announcement as it is and as it went."""
    names: list[str] = []
    if _may_retry(turn, announcement):
        names.append("retry")
    if announcement.state is AnnouncementState.DRAFT and may_go_alone(turn, announcement):
        names.append("alone")
    return (*deeds(turn, announcement), *(deed(turn, announcement, name) for name in names))


def _may_retry(turn: Turn, announcement: Announcement) -> bool:
    number = announcement.id or 0
    if announcement.state is not AnnouncementState.FINISHED or announcement.withdrawn_at is not None:
        return False
    return not was_corrected(turn.session, number) and bool(standing(turn.session, number).failed)


def shown(turn: Turn, announcement: Announcement, remark: Markdown | None = None) -> Outgoing:
    """Show the card, perhaps below a remark."""
    text = card(turn, announcement)
    return Outgoing(Message(Markdown(f"{remark}\n\n{text}") if remark else text, offered(turn, announcement)))


def say(turn: Turn, announcement: Announcement, key: str, **values: object) -> Outgoing:
    """Say something about an announcement, and offer what can be done with it."""
    return turn.reply(key, *offered(turn, announcement), number=announcement.id, **values)


def not_now(turn: Turn, announcement: Announcement, done: str) -> Replies:
    """Say why something cannot be done now, and offer what can."""
    at = announcement.begins_at or turn.now
    state = "withdrawn" if announcement.withdrawn_at else announcement.state
    why = turn.wording(f"announcement-state-is-{state}", number=announcement.id, at=at)
    return [say(turn, announcement, "announcement-not-now", why=why, deed=turn.wording(f"announcement-deed-{done}"))]


def overview(turn: Turn, remark: Markdown | None = None) -> Outgoing:
    """List the newest announcements, perhaps below a remark, and offer to write one."""
    wording = turn.wording
    found = [each for each in announcements(turn.session) if may_see(turn, each)]
    new = Choice(wording("announcement-do-new"), "/rundschreiben neu")
    if not found:
        return Outgoing(Message(wording("announcement-none"), (new,)))
    lines = [remark or wording("announcement-list"), "", *(_line(turn, each) for each in found[:LISTED])]
    if len(found) > LISTED:
        lines.append(wording("digest-more", count=len(found) - LISTED))
    choices = [Choice(_label(turn, each), f"/rundschreiben {each.id}") for each in found[:LISTED]]
    return Outgoing(Message(Markdown("\n".join(lines)), (*choices, new)))


def _label(turn: Turn, announcement: Announcement) -> Markdown:
    subject = shorten(announcement.subject, LONGEST_LABEL, placeholder="…")
    return turn.wording("announcement-named", subject=subject, number=announcement.id)


def _line(turn: Turn, announcement: Announcement) -> Markdown:
    state = turn.wording(f"announcement-state-{announcement.state}")
    if announcement.withdrawn_at is not None:
        state = turn.wording("announcement-state-withdrawn")
    values = {"subject": announcement.subject, "number": announcement.id, "at": announcement.edited_at}
    return turn.wording("announcement-line", state=state, **values)


def announcement_name(turn: Turn, number: int) -> str | None:
    """Say what the announcement with a number is about, if the person may see it."""
    announcement = turn.session.get(Announcement, number)
    return announcement.subject if announcement and may_see(turn, announcement) else None


def busy(turn: Turn) -> Replies:
    """Say what somebody is in the middle of, where something would begin another conversation; nothing if they are not.

    All else can be done in the middle of one: whoever sees a mistake must be able to stop it at once.
    """
    running = running_dialogue(turn.session, turn.sender_id)
    return [turn.reply("dialogue-running", title=turn.wording(f"{running.dialogue}-title"))] if running else []
