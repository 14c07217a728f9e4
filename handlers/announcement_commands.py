"""``rundschreiben``: the coordinators' command: a new announcement, or by its number one to try, release or stop."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from handlers.announcement_asking import ask, go_alone
from handlers.announcement_cards import busy, deeds, not_now, overview, say, shown
from handlers.announcement_course import cancel, go_on, pause, retry, show_report, withdraw
from handlers.announcement_previews import preview, send_test, show_people
from handlers.announcement_releasing import release, take_back
from handlers.announcement_rights import may_manage, may_see
from handlers.announcement_words import named
from handlers.announcement_writing import change, correct, write
from handlers.choosing import YES
from handlers.messages import Choice
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from storage.announcements import BEFORE, Announcement, AnnouncementState, NotNowError, delete_draft
from storage.audit import note

ALIKE = 0.6
"""How much of a word must be one of ours (difflib's ratio) for us to ask whether it was meant."""

NEW = {"neu", "neues", "new"}


def announcement_command(turn: Turn, typed: str) -> Replies:
    """List announcements, begin a new one, or do something with the one whose number is given."""
    typed = typed.strip()
    found = NUMBERED.fullmatch(typed)
    if found is None and not typed and turn.incoming.content is None:
        return [overview(turn)]
    if fold(typed) in DEEDS:
        return [overview(turn, turn.wording("announcement-which", typed=typed))]
    if found is None:
        return busy(turn) or write(turn, "" if fold(typed) in NEW else typed)
    announcement = turn.session.get(Announcement, int(found[1]))
    if announcement is None or not may_see(turn, announcement):
        return [turn.reply("announcement-unknown", number=int(found[1]))]
    return _about(turn, announcement, found["deed"] or "", found["rest"] or "")


def steers(typed: str) -> bool:
    """Say whether words behind the command stop an announcement, hold it or let it go on, which cannot wait."""
    found = NUMBERED.fullmatch(typed)
    return found is not None and not found["rest"] and DEEDS.get(fold(found["deed"] or "")) in STEERING


def _about(turn: Turn, announcement: Announcement, word: str, rest: str) -> Replies:
    if not word:
        return [shown(turn, announcement)]
    do = DEEDS.get(fold(word))
    if do is None:
        return [_unclear(turn, announcement, word)]
    if do not in FOR_READERS and not may_manage(turn, announcement):
        return [say(turn, announcement, "announcement-not-yours")]
    return (busy(turn) if do in TALKING else []) or do(turn, announcement, rest)


def _change(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    if announcement.state not in BEFORE:
        return not_now(turn, announcement, "edited")
    return change(turn, announcement)


def _correct(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    is_over = announcement.state in {AnnouncementState.FINISHED, AnnouncementState.CANCELLED}
    if not is_over or announcement.withdrawn_at is not None:
        return not_now(turn, announcement, "corrected")
    return correct(turn, announcement)


def _delete(turn: Turn, announcement: Announcement, rest: str) -> Replies:
    """Throw a draft away, after asking."""
    title = named(turn, announcement)
    if fold(rest) not in YES and announcement.state in BEFORE:
        sure = Choice(turn.wording("announcement-delete-yes"), f"/rundschreiben {announcement.id} löschen ja")
        keep = Choice(turn.wording("announcement-delete-no"), f"/rundschreiben {announcement.id}")
        return [turn.reply("announcement-delete-sure", sure, keep, title=title)]
    number = announcement.id or 0
    try:
        delete_draft(turn.session, number)
    except NotNowError:
        return not_now(turn, announcement, "deleted")
    note(turn.session, turn.now, turn.sender_id, "announcement-deleted", f"announcement:{number}")
    return [turn.reply("announcement-deleted", title=title)]


def _unclear(turn: Turn, announcement: Announcement, word: str) -> Outgoing:
    """Say what can be done with an announcement, and offer what was probably meant."""
    near = get_close_matches(fold(word), SPELLED, n=1, cutoff=ALIKE)
    if not near:
        return turn.reply("announcement-deeds", *deeds(turn, announcement), typed=word, title=named(turn, announcement))
    meant = f"rundschreiben {announcement.id} {SPELLED[near[0]]}"
    return turn.reply("announcement-deed-meant", Choice(meant, f"/{meant}"), typed=word)


Deed = Callable[[Turn, Announcement, str], Replies]
FOR_READERS: tuple[Deed, ...] = (preview, send_test, show_people, release)
"""What whoever may release an announcement may do with it, too."""

TALKING: tuple[Deed, ...] = (_change, _correct, ask, go_alone)
"""What begins a conversation."""

STEERING: tuple[Deed, ...] = (take_back, pause, go_on, cancel)
"""What is done to an announcement under way, also in the middle of a letter."""

TABLE: tuple[tuple[tuple[str, ...], Deed], ...] = (
    (("vorschau", "preview"), preview),
    (("test", "testen"), send_test),
    (("ändern", "bearbeiten", "change", "edit"), _change),
    (("empfänger", "recipients"), show_people),
    (("freigabe", "request", "ask"), ask),
    (("freigeben", "release"), release),
    (("allein", "alone"), go_alone),
    (("zurückziehen", "takeback"), take_back),
    (("pause", "anhalten", "pausieren"), pause),
    (("weiter", "weitersenden", "fortsetzen", "continue", "resume"), go_on),
    (("abbrechen", "stoppen", "cancel", "stop", "stopp"), cancel),
    (("wiederholen", "retry"), retry),
    (("bericht", "report"), show_report),
    (("korrigieren", "berichtigen", "correct"), _correct),
    (("widerrufen", "withdraw"), withdraw),
    (("löschen", "verwerfen", "delete"), _delete),
)
"""What can be done with an announcement, by the words for it."""

SPELLED = {fold(word): word for words, _ in TABLE for word in words}
DEEDS = {fold(word): do for words, do in TABLE for word in words}
