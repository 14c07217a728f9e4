"""While an announcement goes and afterwards: pause, go on, end it, try again, report, and take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from handlers.announcement_cards import deed, not_now, say
from handlers.announcement_releasing import concerned, take_back, tell
from handlers.announcement_reports import report
from handlers.announcement_words import named
from handlers.choosing import YES
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage import announcement_release
from storage.announcement_deliveries import arrived
from storage.announcements import BEFORE, UNDER_WAY, Announcement, AnnouncementState, CorrectedError, NotNowError
from storage.audit import note

DELETES_WITHIN = {"telegram": timedelta(hours=48)}
"""Networks that delete a message of ours only for so long (https://core.telegram.org/bots/api#deletemessage)."""


def pause(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Let no further message go."""
    return _do(turn, announcement, "paused", announcement_release.pause)


def go_on(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Let it go on after a pause."""
    return _do(turn, announcement, "resumed", announcement_release.go_on)


def cancel(turn: Turn, announcement: Announcement, rest: str) -> Replies:
    """End it for good. What goes is held at once and asked about: a slip of the thumb must not end it for good."""
    if announcement.state is AnnouncementState.RELEASED:
        return take_back(turn, announcement, rest)
    if announcement.state not in UNDER_WAY:
        return not_now(turn, announcement, "cancelled")
    if fold(rest) in YES:
        return _do(turn, announcement, "cancelled", lambda s, n: announcement_release.cancel(s, n, turn.now))
    if announcement.state is AnnouncementState.RUNNING:
        announcement_release.pause(turn.session, announcement.id or 0)
        note(turn.session, turn.now, turn.sender_id, "announcement-paused", f"announcement:{announcement.id}")
    sure = Choice(turn.wording("announcement-cancel-yes"), f"/rundschreiben {announcement.id} abbrechen ja")
    return [
        turn.reply("announcement-cancel-sure", sure, deed(turn, announcement, "go-on"), title=named(turn, announcement))
    ]


def retry(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Try again to reach those who were not."""
    try:
        count = announcement_release.retry_failed(turn.session, announcement.id or 0, turn.today)
    except NotNowError:
        return not_now(turn, announcement, "retried")
    except CorrectedError:
        return [say(turn, announcement, "announcement-retry-corrected")]
    subject = f"announcement:{announcement.id}"
    note(turn.session, turn.now, turn.sender_id, "announcement-retried", subject, count=count)
    return [turn.reply("announcement-retried", count=count, title=named(turn, announcement))]


def show_report(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Say what became of it, with a table of all recipients."""
    if announcement.state in BEFORE:
        return not_now(turn, announcement, "reported")
    return [Outgoing(report(turn.session, turn.wording, announcement, turn.now))]


def withdraw(turn: Turn, announcement: Announcement, rest: str) -> Replies:
    """Take it back from those who got it, after saying what can be deleted where."""
    if announcement.withdrawn_at is not None:
        return not_now(turn, announcement, "withdrawn")
    if announcement.state in BEFORE:
        return not_now(turn, announcement, "withdrawn")
    if fold(rest) in YES:
        return _withdraw(turn, announcement)
    sure = Choice(turn.wording("announcement-withdraw-yes"), f"/rundschreiben {announcement.id} widerrufen ja")
    keep = Choice(turn.wording("announcement-withdraw-no"), f"/rundschreiben {announcement.id}")
    lead = turn.wording("announcement-withdraw-sure", title=named(turn, announcement))
    text = Markdown("\n".join([lead, *_can_be_deleted(turn, announcement)]))
    return [Outgoing(Message(text, (sure, keep)))]


def _withdraw(turn: Turn, announcement: Announcement) -> Replies:
    try:
        announcement_release.withdraw(turn.session, announcement.id or 0, turn.sender_id, turn.now)
    except NotNowError:
        return not_now(turn, announcement, "withdrawn")
    note(turn.session, turn.now, turn.sender_id, "announcement-withdrawn", f"announcement:{announcement.id}")
    told = tell(turn, announcement, concerned(turn, announcement), "announcement-withdrawn-told")
    return [turn.reply("announcement-withdrawing", title=named(turn, announcement)), *told]


def _can_be_deleted(turn: Turn, announcement: Announcement) -> list[Markdown]:
    """Say on each network how many messages are deleted, and how many only give way to a sentence."""
    deleted, replaced = Counter[str](), Counter[str]()
    for _, row in arrived(turn.session, announcement.id or 0):
        within = DELETES_WITHIN.get(row.network)
        is_late = within is not None and row.finished_at is not None and turn.now - row.finished_at > within
        (replaced if is_late else deleted)[row.network] += 1
    counted = (("announcement-deletes", deleted), ("announcement-replaces", replaced))
    return [
        turn.wording(key, network=turn.wording.network(network), count=count)
        for key, each in counted
        for network, count in sorted(each.items())
    ]


def _do(turn: Turn, announcement: Announcement, done: str, do: Callable[..., Announcement]) -> Replies:
    """Do something to it and tell who had to do with it; says what to do instead where its state does not allow it."""
    try:
        do(turn.session, announcement.id or 0)
    except NotNowError:
        return not_now(turn, announcement, done)
    note(turn.session, turn.now, turn.sender_id, f"announcement-{done}", f"announcement:{announcement.id}")
    told = tell(turn, announcement, concerned(turn, announcement), f"announcement-{done}-told")
    return [say(turn, announcement, f"announcement-{done}"), *told]
