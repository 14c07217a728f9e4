"""Asking for a release: what must be true before, what is asked once more, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from handlers.announcement_cards import deeds, may_go_alone, not_now, say
from handlers.announcement_fields import fields_in
from handlers.announcement_letters import addressees
from handlers.announcement_paper import as_reader, going, paper
from handlers.announcement_rights import may_manage, releasers
from handlers.announcement_words import count_words, named
from handlers.choosing import DROP, YES
from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.messages import Choice
from handlers.numbers import confirms_count
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.typed import fold
from handlers.wording import Markdown
from storage.announcement_deliveries import Addressee, frozen
from storage.announcement_release import ask_for_release, release_alone
from storage.announcements import Announcement, AnnouncementState, ChangedError, NotNowError, announcements
from storage.audiences import is_everyone
from storage.audit import note
from storage.outbox import Urgency
from storage.persons import Person, holders

log = structlog.get_logger(__name__)

LATELY = timedelta(days=2)
"""How long after something was sent the same words to the same people are asked about."""


def ask(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Ask others for the release of a draft; what could be a mistake is asked about first."""
    found = addressees(turn.session, turn.office, announcement, turn.now)
    if announcement.state is not AnnouncementState.DRAFT:
        return not_now(turn, announcement, "requested")
    if problem := fault_of(turn, announcement, found):
        return [say(turn, announcement, problem.key, **problem.values)]
    as_asked = announcement.model_copy(update={"requested_by": turn.sender_id})
    if not releasers(turn.session, as_asked, turn.today):
        return [say(turn, announcement, "announcement-nobody-else")]
    answers: Answers = {"announcement": announcement.id, "version": announcement.version}
    return start(turn, ASKING, answers, _remarks(turn, announcement, found, answers))


def go_alone(turn: Turn, announcement: Announcement, _rest: str) -> Replies:
    """Let an urgent announcement go without a second person, where the house allows it; the count is asked for."""
    if not may_go_alone(turn, announcement):
        key = "announcement-alone-not-urgent" if turn.office.urgent_alone else "announcement-alone-not-here"
        return [say(turn, announcement, key)]
    if announcement.state is not AnnouncementState.DRAFT:
        return not_now(turn, announcement, "requested")
    found = addressees(turn.session, turn.office, announcement, turn.now)
    if problem := fault_of(turn, announcement, found):
        return [say(turn, announcement, problem.key, **problem.values)]
    answers: Answers = {"announcement": announcement.id, "version": announcement.version, "alone": 1}
    return start(turn, ASKING, answers, _remarks(turn, announcement, found, answers))


def fault_of(turn: Turn, announcement: Announcement, found: Sequence[Addressee]) -> Problem | None:
    """Say why an announcement cannot go as it is."""
    if not found:
        return Problem("announcement-nobody")
    used = fields_in(announcement.text) | fields_in(announcement.text_english)
    if used and any(each.group_id for each in found):
        return Problem("announcement-fields-in-groups")
    if announcement.starts_at is not None and announcement.starts_at <= turn.now:
        return Problem("announcement-starts-past", at=announcement.starts_at)
    return None


def same_lately(turn: Turn, announcement: Announcement, found: Sequence[Addressee]) -> tuple[Announcement, int] | None:
    """Find what said the same to the same people in the last two days, or is about to, and to how many of them."""
    if announcement.corrects is not None:
        return None
    people = {(each.person_id, each.group_id) for each in found}
    for other in announcements(turn.session, *(state for state in AnnouncementState if state not in UNSENT)):
        begun = other.started_at or other.begins_at
        if other.id == announcement.id or other.withdrawn_at or begun is None or turn.now - begun > LATELY:
            continue
        if _says_the_same(other, announcement):
            before = {(each.person_id, each.group_id) for each in frozen(turn.session, other.id or 0)}
            if twice := people & before:
                return other, len(twice)
    return None


UNSENT = (AnnouncementState.DRAFT, AnnouncementState.REQUESTED)


def _says_the_same(one: Announcement, other: Announcement) -> bool:
    return fold(" ".join(one.text.split())) == fold(" ".join(other.text.split()))


def _asked(turn: Turn, answers: Answers) -> tuple[Announcement, Sequence[Addressee]]:
    announcement = turn.session.get_one(Announcement, answers["announcement"])
    return announcement, addressees(turn.session, turn.office, announcement, turn.now)


def _remarks(turn: Turn, announcement: Announcement, found: Sequence[Addressee], answers: Answers) -> list[Markdown]:
    """Say what makes us ask once more."""
    remarks: list[Markdown] = []
    if _wants_count(turn, answers):
        key = "announcement-goes-alone" if answers.get("alone") else "announcement-goes-to-everyone"
        remarks.append(turn.wording(key, count=count_words(turn, found)))
    if again := same_lately(turn, announcement, found):
        values = {"title": named(turn, again[0]), "count": again[1]}
        remarks.append(turn.wording("announcement-same-lately", at=again[0].started_at or again[0].begins_at, **values))
    return remarks


def _wants_count(turn: Turn, answers: Answers) -> bool:
    """Say whether the count must be typed in words: for everyone, and for whoever has no second pair of eyes."""
    whom = turn.session.get_one(Announcement, answers["announcement"]).whom
    return bool(answers.get("alone")) or (whom is not None and is_everyone(turn.session, whom, turn.today))


def _read_count(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Take the number of recipients in words. Raises :class:`Problem`."""
    count = _people(_asked(turn, answers)[1])
    if not confirms_count(typed, count):
        raise Problem("announcement-count-wrong", typed=typed, count=count)
    return Understood(count)


def _people(found: Sequence[Addressee]) -> int:
    """Count the people, or, where it is for groups alone, these."""
    return sum(each.person_id is not None for each in found) or len(found)


def _is_repeated(turn: Turn, answers: Answers) -> bool:
    return same_lately(turn, *_asked(turn, answers)) is not None


def _read_again(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    if fold(typed) not in YES | AGAIN:
        raise Problem("announcement-again-unclear")
    return Understood("ja")


AGAIN = {"trotzdem", "anyway"}


def _again_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    return [Choice(turn.wording("announcement-again-yes"), "trotzdem"), Choice(turn.wording("dialogue-drop"), DROP)]


def _finish(turn: Turn, answers: Answers) -> Replies:
    """Ask for the release, or let it go alone, if it still is what was looked at."""
    announcement, found = _asked(turn, answers)
    if not may_manage(turn, announcement):
        return [turn.reply("announcement-unknown", number=announcement.id)]
    if problem := fault_of(turn, announcement, found):
        return [say(turn, announcement, problem.key, **problem.values)]
    if answers.get("count", _people(found)) != _people(found):
        return [say(turn, announcement, "announcement-count-changed")]
    try:
        do = _release_alone if answers.get("alone") else _ask_others
        return do(turn, announcement, answers["version"], found)
    except (ChangedError, NotNowError):
        return [say(turn, announcement, "announcement-seen-otherwise")]


def _ask_others(turn: Turn, announcement: Announcement, version: int, _found: Sequence[Addressee]) -> Replies:
    announcement = ask_for_release(turn.session, announcement.id or 0, version, turn.sender_id, turn.now)
    turn.session.flush()
    note(turn.session, turn.now, turn.sender_id, "announcement-requested", f"announcement:{announcement.id}")
    others = releasers(turn.session, announcement, turn.today)
    who = ", ".join(dict.fromkeys(person.label for person in others))
    told = [_asking(turn, announcement, person) for person in others]
    return [
        turn.reply("announcement-asked", *deeds(turn, announcement), title=named(turn, announcement), who=who),
        *told,
    ]


def _asking(turn: Turn, announcement: Announcement, person: Person) -> Outgoing:
    reader = as_reader(turn, person)
    lead = reader.wording("announcement-please-release", by=turn.sender.label)
    urgency = Urgency.URGENT if announcement.urgency is Urgency.URGENT else Urgency.NORMAL
    return notice(paper(reader, announcement, lead), person, reader.wording("why-announcement-colleague"), urgency)


def _release_alone(turn: Turn, announcement: Announcement, version: int, found: Sequence[Addressee]) -> Replies:
    """Let it go, and let everybody who coordinates know at once."""
    if not may_go_alone(turn, announcement):
        return [say(turn, announcement, "announcement-alone-not-here")]
    number = announcement.id or 0
    announcement = release_alone(turn.session, number, version, turn.sender_id, turn.now, found)
    note(turn.session, turn.now, turn.sender_id, "announcement-released-alone", f"announcement:{number}")
    log.warning("announcement released by one person alone", announcement=number, by=turn.sender_id, count=len(found))
    others = (person for role in COORDINATORS for person in holders(turn.session, role, turn.today))
    told = [
        going(turn, announcement, person, "announcement-alone-told", by=turn.sender.label)
        for person in {identity(each): each for each in others}.values()
        if person.id != turn.sender_id
    ]
    return [going(turn, announcement, turn.sender, "announcement-goes-soon"), *told]


ASKING = Dialogue(
    name="announcement-asking",
    roles=COORDINATORS,
    steps=(
        Step("count", _read_count, needed=_wants_count),
        Step("again", _read_again, _again_choices, needed=_is_repeated),
    ),
    finish=_finish,
)
