"""Minutes of a meeting that has begun: written in one or several messages, sent to all who were invited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, begun, start
from handlers.meeting_sending import still_speaks, why_words
from handlers.meeting_words import when_words
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.task_lines import read_tasks
from handlers.task_planning import give, new_item, tell_new
from handlers.task_words import task_words
from handlers.turn import Outgoing, Replies, Turn, identity
from handlers.wording import Markdown, Wording, escape_lines
from storage.attendance import Invitation, invitations
from storage.audiences import parties_of
from storage.audit import note
from storage.meetings import Meeting, locked
from storage.minutes import ActionItem, Minutes, newest_minutes, open_items
from storage.outbox import Lane, Urgency
from storage.persons import Person, roles_of

LONGEST_MINUTES = 20_000
"""Characters: about ten pages, five messages on Telegram."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What people read as the minutes of a meeting: what was agreed, and what is to be done."""

    meeting: Meeting
    text: str
    items: Sequence[ActionItem]
    corrected: bool = False

    def words(self, session: Session, wording: Wording, today: date) -> Markdown:
        """Write it, as of a day."""
        head = wording("minutes-head-corrected" if self.corrected else "minutes-head", title=self.meeting.title)
        parts = [head, when_words(wording, self.meeting), "", escape_lines(self.text)]
        if self.items:
            tasks = [task_words(session, wording, item, today) for item in self.items]
            parts += ["", wording("minutes-tasks-heading"), *tasks]
        return Markdown("\n".join(parts))


def begin_minutes(turn: Turn, meeting: Meeting, typed: str = "") -> Replies:
    """Begin to write the minutes of a meeting, or to correct those that were sent."""
    when = when_words(turn.wording, meeting)
    if not meeting.has_begun(turn.now):
        return [turn.reply("minutes-too-early", title=meeting.title, when=when)]
    before = newest_minutes(turn.session, meeting.id or 0)
    answers: Answers = {"meeting": meeting.id, "corrects": before.id if before else None}
    if typed:
        answers[begun("text")] = typed
    remarks = [turn.wording("minutes-begin", title=meeting.title, when=when)]
    if before is not None:
        remarks.append(turn.wording("minutes-before", text=escape_lines(before.text)))
    if typed:
        remarks.append(turn.wording("dialogue-noted"))
    return start(turn, MINUTES, answers, remarks)


def show_minutes(turn: Turn, meeting: Meeting) -> Outgoing:
    """Show what was sent as a meeting's minutes, and what is still to be done."""
    minutes = newest_minutes(turn.session, meeting.id or 0)
    if minutes is None:
        return turn.reply("minutes-none", title=meeting.title)
    paper = Paper(meeting, minutes.text, open_items(turn.session, meeting_id=meeting.id))
    return Outgoing(Message(paper.words(turn.session, turn.wording, turn.today)))


def _read_text(_turn: Turn, answers: Answers, typed: str) -> Understood:
    text = "\n\n".join(filter(None, (answers.get(begun("text")), typed)))
    if len(text) > LONGEST_MINUTES:
        raise Problem("text-too-long", length=len(text), longest=LONGEST_MINUTES)
    return Understood(text)


def _read_tasks(turn: Turn, answers: Answers, typed: str) -> Understood:
    return Understood([*answers.get(begun("tasks"), ()), *read_tasks(turn, typed)])


def _review(turn: Turn, answers: Answers) -> Review:
    meeting = turn.session.get_one(Meeting, answers["meeting"])
    paper = _paper(turn, meeting, answers, _new_items(turn, answers))
    count = turn.wording("minutes-review", count=len(list(_readers(turn, meeting))))
    return Review(Markdown(f"{count}\n\n{paper.words(turn.session, turn.wording, turn.today)}"))


def _paper(turn: Turn, meeting: Meeting, answers: Answers, new: Sequence[ActionItem] = ()) -> Paper:
    items = [*open_items(turn.session, meeting_id=meeting.id), *new]
    return Paper(meeting, answers["text"], items, corrected=answers["corrects"] is not None)


def _new_items(turn: Turn, answers: Answers) -> list[ActionItem]:
    return [new_item(turn, task, answers["meeting"]) for task in answers["tasks"] or ()]


def _finish(turn: Turn, answers: Answers) -> Replies:
    meeting = locked(turn.session, answers["meeting"])
    before = newest_minutes(turn.session, answers["meeting"])
    if before is not None and before.id != answers["corrects"]:
        by = turn.session.get_one(Person, before.written_by).label
        remark = turn.wording("minutes-meanwhile", by=by, text=escape_lines(before.text))
        return start(turn, MINUTES, {**answers, "corrects": before.id}, [remark])
    items = _new_items(turn, answers)
    late = [item for item in items if item.due_on < turn.today]
    if late:  # days have passed since it was asked
        kept = {key: value for key, value in answers.items() if key != "tasks"}
        return start(turn, MINUTES, kept, [turn.wording("task-past", day=late[0].due_on)])
    return _send(turn, meeting, answers, items)


def _send(turn: Turn, meeting: Meeting, answers: Answers, items: Sequence[ActionItem]) -> Replies:
    number = meeting.id or 0
    turn.session.add(Minutes(meeting_id=number, text=answers["text"], written_by=turn.sender_id, written_at=turn.now))
    note(turn.session, turn.now, turn.sender_id, "minutes-sent", f"meeting:{number}")
    give(turn, items)
    paper, readers = _paper(turn, meeting, answers), list(_readers(turn, meeting))
    told = [_to_reader(turn, paper, person, invitation) for person, invitation in readers]
    others = tell_new(turn, items, {identity(person) for person, _ in readers})
    return [turn.reply("minutes-sent", title=meeting.title, count=len(told)), *told, *others]


def _readers(turn: Turn, meeting: Meeting) -> Iterator[tuple[Person, Invitation]]:
    """Yield who was invited and still speaks for whom they were, each person once, without whoever writes."""
    seen = {turn.sender_id}
    for invitation in invitations(turn.session, meeting.id or 0):
        person = turn.session.get_one(Person, invitation.person_id)
        if identity(person) not in seen and still_speaks(turn.session, person, invitation, turn.office, turn.now):
            seen.add(identity(person))
            yield person, invitation


def _to_reader(turn: Turn, paper: Paper, person: Person, invitation: Invitation) -> Outgoing:
    wording = turn.office.wording(person.language)
    own = parties_of(identity(person), roles_of(turn.session, identity(person), turn.today))
    has_tasks = any(item.party in own for item in paper.items)
    choices = (Choice(wording("minutes-own-tasks"), "/aufgaben"),) if has_tasks else ()
    text = paper.words(turn.session, wording, turn.today)
    why = why_words(turn.session, wording, paper.meeting, invitation.party)
    return Outgoing(Message(text, choices), person=person, lane=Lane.BULK, urgency=Urgency.NORMAL, why=why)


MINUTES = Dialogue(
    name="minutes",
    roles=COORDINATORS,
    steps=(
        Step("text", _read_text, free=True, several=True, longest=LONGEST_MINUTES),
        Step("tasks", _read_tasks, optional=True, free=True, several=True),
    ),
    review=_review,
    finish=_finish,
)
