"""Releasing what somebody else has asked for, and taking a request or a release back before anything goes."""

from __future__ import annotations

from handlers.announcement_asking import fault_of
from handlers.announcement_cards import not_now, say
from handlers.announcement_letters import addressees
from handlers.announcement_paper import changes, going, paper
from handlers.announcement_rights import may_release
from handlers.messages import Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage import announcement_release
from storage.announcements import Announcement, AnnouncementState, ChangedError, NotNowError, OwnDraftError
from storage.audit import note
from storage.outbox import Lane
from storage.persons import Person


def release(turn: Turn, announcement: Announcement, rest: str) -> Replies:
    """Let an announcement go as it was seen; who has not seen it as it is, sees it first."""
    if announcement.state is not AnnouncementState.REQUESTED:
        return not_now(turn, announcement, "released")
    if not may_release(turn.session, announcement, turn.sender, turn.today):
        return [say(turn, announcement, _why_not(turn, announcement))]
    seal, _, seen = rest.partition(" ")
    if not seal:
        return [Outgoing(paper(turn, announcement, turn.wording("announcement-look-first")))]
    try:
        return _release(turn, announcement, seal)
    except ChangedError:
        return [Outgoing(paper(turn, announcement, _changed(turn, announcement, seen)))]
    except (OwnDraftError, NotNowError) as refused:
        is_own = isinstance(refused, OwnDraftError)
        return [say(turn, announcement, "announcement-own" if is_own else "announcement-seen-otherwise")]


def _release(turn: Turn, announcement: Announcement, seal: str) -> Replies:
    number, found = announcement.id or 0, addressees(turn.session, turn.office, announcement, turn.now)
    if problem := fault_of(turn, announcement, found):  # it may have waited for days
        return [say(turn, announcement, problem.key, **problem.values)]
    announcement_release.release(turn.session, number, seal, turn.sender_id, turn.now, found)
    note(turn.session, turn.now, turn.sender_id, "announcement-released", f"announcement:{number}", seal=seal)
    told = [
        going(turn, announcement, person, "announcement-released-told", by=turn.sender.label)
        for person in concerned(turn, announcement)
    ]
    return [going(turn, announcement, turn.sender, "announcement-goes-soon"), *told]


def _why_not(turn: Turn, announcement: Announcement) -> str:
    is_own = announcement_release.is_own(turn.session, announcement, turn.sender_id)
    return "announcement-own" if is_own else "announcement-beyond"


def _changed(turn: Turn, announcement: Announcement, seen: str) -> Markdown:
    lines = [turn.wording("announcement-changed-since"), *changes(turn, announcement, seen)]
    return Markdown("\n".join(lines))


def take_back(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Make a draft of it again; everybody who had to do with it is told."""
    others = concerned(turn, announcement)
    try:
        announcement_release.take_back(turn.session, announcement.id or 0)
    except NotNowError:
        return not_now(turn, announcement, "taken-back")
    note(turn.session, turn.now, turn.sender_id, "announcement-taken-back", f"announcement:{announcement.id}")
    return [
        say(turn, announcement, "announcement-taken-back"),
        *tell(turn, announcement, others, "announcement-taken-back-told"),
    ]


def concerned(turn: Turn, announcement: Announcement) -> list[Person]:
    """List who has written an announcement, asked for its release or released it, besides whoever acts."""
    numbers = (
        announcement.requested_by,
        announcement.edited_by,
        announcement.created_by,
        announcement.released_by,
    )
    others = dict.fromkeys(number for number in numbers if number and number != turn.sender_id)
    return [turn.session.get_one(Person, number) for number in others]


def tell(turn: Turn, announcement: Announcement, people: list[Person], key: str) -> list[Outgoing]:
    """Tell colleagues what somebody has done to an announcement."""
    told: list[Outgoing] = []
    for person in people:
        wording = turn.office.wording(person.language)
        values = {"subject": announcement.subject, "number": announcement.id, "by": turn.sender.label}
        message = Message(wording(key, **values))
        told.append(Outgoing(message, person, lane=Lane.NOTICE, why=wording("why-announcement-colleague")))
    return told
