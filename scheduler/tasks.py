"""Tasks in time: an item for a party becomes one for each of its people, who are reminded at a good moment."""

from __future__ import annotations

from handlers.caretakers import caretakers
from handlers.meeting_times import person_key
from handlers.task_times import OVERDUE, TASK, TASK_REMINDER
from handlers.task_words import task_notice
from handlers.turn import identity
from scheduler.subjects import person_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_newest
from storage.audiences import parties_of, speakers_of
from storage.due import DueItem, plan
from storage.minutes import ActionItem
from storage.outbox import Urgency
from storage.persons import Person, roles_of


def hand_on(strike: Strike, item: DueItem) -> Deed:
    """Give everybody who speaks for the party now an item of their own; once it is overdue, who gave the task, too."""
    task = _task(strike, item)
    if task.done_at is not None:
        return Skip("done")
    if not is_newest(strike, item):
        return Skip("a later reminder was due as well")
    people = speakers_of(strike.session, task.party, strike.today)
    if item.occurrence == OVERDUE:
        people = [*people, *_caretakers(strike, task)]
    for person in people:
        own = DueItem(**item.model_dump(include={"subject", "anchor", "occurrence", "due_at"}))
        own.rule, own.recipient = TASK_REMINDER, person_key(identity(person))
        plan(strike.session, own)
    return Say([])


def remind(strike: Strike, item: DueItem) -> Deed:
    """Remind one person of a task they have, or tell who gave it that it is overdue."""
    task, person = _task(strike, item), person_named(strike, item)
    if task.done_at is not None:
        return Skip("done")
    if not is_newest(strike, item):
        return Skip("a later reminder was due as well")
    days = (task.due_on - strike.today).days
    key = "task-reminder" if days >= 0 else "task-overdue"
    roles = roles_of(strike.session, identity(person), strike.today)
    if task.party in parties_of(identity(person), roles):
        return Say([task_notice(strike.session, strike.office, person, task, key, days=days)])
    if item.occurrence == OVERDUE and person in _caretakers(strike, task):
        return Say([task_notice(strike.session, strike.office, person, task, key, why="why-task-given", days=days)])
    return Skip("speaks for the party no more")


def _caretakers(strike: Strike, task: ActionItem) -> list[Person]:
    return caretakers(strike.session, task.created_by, strike.today)


def _task(strike: Strike, item: DueItem) -> ActionItem:
    return strike.session.get_one(ActionItem, int(item.subject.removeprefix("task:")))


TASK_DUE = Rule(TASK, hand_on)
TASK_FOR_PERSON = Rule(TASK_REMINDER, remind, urgency=Urgency.NORMAL)
