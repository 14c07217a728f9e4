"""Giving tasks: in one line or step by step, always with a review; whoever gets one is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, start
from handlers.problems import Problem
from handlers.task_lines import READERS, Task, parts_of
from handlers.task_times import TASK, TASK_REMINDER, subject_of, wanted_reminders
from handlers.task_words import task_notice, task_words
from handlers.turn import Office, Replies, Turn
from handlers.wording import Markdown
from storage.audiences import speakers_of
from storage.audit import note
from storage.due import replan, replanning
from storage.minutes import ActionItem


def begin_task(turn: Turn, typed: str) -> Replies:
    """Begin a new task with what the line says; what is missing or cannot be taken is asked."""
    answers: Answers = {}
    remarks: list[Markdown] = []
    for key, words in (parts_of(typed) or ({"text": typed} if typed else {})).items():
        try:
            answers[key] = READERS[key](turn, words)
        except Problem as problem:
            remarks.append(turn.wording.problem(problem))
    return start(turn, TASK_DIALOGUE, answers, remarks)


def new_item(turn: Turn, task: Task, meeting_id: int | None = None) -> ActionItem:
    """Make the record of a task, not written down yet."""
    return ActionItem(
        meeting_id=meeting_id,
        party=task["party"],
        text=task["text"],
        due_on=date.fromisoformat(task["due_on"]),
        created_by=turn.sender_id,
        created_at=turn.now,
    )


def give(turn: Turn, items: Sequence[ActionItem]) -> None:
    """Write tasks down and plan their reminders."""
    turn.session.add_all(items)
    turn.session.flush()
    for item in items:
        note(turn.session, turn.now, turn.sender_id, "task-given", f"task:{item.id}", party=item.party)
        plan_reminders(turn.session, turn.office, item, turn.now)


def plan_reminders(session: Session, office: Office, item: ActionItem, now: datetime) -> None:
    """Plan a task's reminders as it is now; what was put off for a person is dropped with what it came from."""
    wanted = wanted_reminders(item, office.timezone)
    for rule, items in ((TASK, wanted), (TASK_REMINDER, [])):
        change = replanning(session, rule, subject_of(item), items, now)
        replan(session, change, now, "done" if item.done_at else f"moved to {item.due_on}")


def tell_new(turn: Turn, items: Sequence[ActionItem], known: Collection[int] = ()) -> Replies:
    """Tell whoever got tasks, save those who know already and whoever gave them."""
    return [
        task_notice(turn.session, turn.office, person, item, "task-new", by=turn.sender.label)
        for item in items
        for person in speakers_of(turn.session, item.party, turn.today)
        if person.id not in {turn.sender_id, *known}
    ]


def _review(turn: Turn, answers: Answers) -> Review:
    line = task_words(turn.session, turn.wording, new_item(turn, answers), turn.today)
    return Review(Markdown(f"{turn.wording('task-review')}\n{line}"))


def _finish(turn: Turn, answers: Answers) -> Replies:
    item = new_item(turn, answers)
    if item.due_on < turn.today:  # days have passed since it was asked
        kept = {key: value for key, value in answers.items() if key != "due_on"}
        return start(turn, TASK_DIALOGUE, kept, [turn.wording("task-past", day=item.due_on)])
    give(turn, [item])
    told = tell_new(turn, [item])
    return [turn.reply("task-given", number=item.id, text=item.text, count=len(told)), *told]


def _step(key: str, *, free: bool = False) -> Step:
    return Step(key, lambda turn, _, typed: Understood(READERS[key](turn, typed)), free=free)


TASK_DIALOGUE = Dialogue(
    name="task",
    roles=COORDINATORS,
    steps=(_step("party"), _step("due_on"), _step("text", free=True)),
    review=_review,
    finish=_finish,
)
