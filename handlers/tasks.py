"""Tasks: ``aufgaben``, ``aufgaben 3 erledigt``, and for coordinators ``aufgabe Köln bis 1.9.: Zahlen nachreichen``."""

from __future__ import annotations

from datetime import date

from handlers.caretakers import caretakers
from handlers.commands import COORDINATORS
from handlers.messages import Message
from handlers.problems import Problem
from handlers.task_lines import read_due
from handlers.task_planning import begin_task, plan_reminders
from handlers.task_words import done_choice, task_notice, task_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from handlers.wording import Markdown
from storage.audiences import parties_of, speakers_of
from storage.audit import note
from storage.database import serialize
from storage.engine import Subject
from storage.minutes import ActionItem, finish_item, open_items
from storage.municipalities import Municipality
from storage.persons import Person, Role

LISTED = 15
DONE = {"erledigt", "fertig", "abhaken", "done"}
MOVE = {"bis", "verschieben", "until", "by", "move"}
TO = ("auf ", "to ")


def overview(turn: Turn, typed: str) -> Replies:
    """List what is to be done, show one task, or take it as done."""
    if not typed:
        return [_list(turn)]
    found = NUMBERED.fullmatch(typed)
    item = turn.session.get(ActionItem, int(found[1])) if found else None
    if found is None or item is None or not (_is_own(turn, item) or _may_manage(turn, item)):
        return [turn.reply("task-unknown", typed=typed)]
    if item.done_at is not None:
        return [_done_already(turn, item)]
    if fold(found["deed"] or "") in DONE:
        return _done(turn, item)
    return [_shown(turn, [item], "task-heading-one")]


def task_name(turn: Turn, number: int) -> str | None:
    """Say what the task with a number is, if the person may see it and it is still to do."""
    item = turn.session.get(ActionItem, number)
    is_seen = item is not None and item.done_at is None and (_is_own(turn, item) or _may_manage(turn, item))
    return item.text if item and is_seen else None


def task_command(turn: Turn, typed: str) -> Replies:
    """Give a task, or give another day to the one whose number is written."""
    found = NUMBERED.fullmatch(typed)
    if found is None:
        return begin_task(turn, typed)
    item = turn.session.get(ActionItem, int(found[1]))
    if fold(found["deed"] or "") not in MOVE or item is None or item.done_at or not _may_manage(turn, item):
        return overview(turn, typed)
    return _move(turn, item, found["rest"] or "")


def _is_own(turn: Turn, item: ActionItem) -> bool:
    return item.party in parties_of(turn.sender_id, turn.roles)


def _may_manage(turn: Turn, item: ActionItem) -> bool:
    """Say whether the person may change a task: the office, who gave it while they coordinate, and the Land's own."""
    if turn.holds(Role.COORDINATOR):
        return True
    place = turn.session.get(Municipality, item.party)
    of_land = place is not None and place.land in turn.lands()
    return turn.holds(Role.LAND_COORDINATOR) and (of_land or item.created_by == turn.sender_id)


def _list(turn: Turn) -> Outgoing:
    if turn.holds(*COORDINATORS):
        found = [item for item in open_items(turn.session) if _is_own(turn, item) or _may_manage(turn, item)]
    else:
        found = list(open_items(turn.session, parties_of(turn.sender_id, turn.roles)))
    return _shown(turn, found, "task-heading") if found else turn.reply("tasks-none")


def _shown(turn: Turn, found: list[ActionItem], heading: str) -> Outgoing:
    wording = turn.wording
    lines = [wording(heading), "", *(_line(turn, item) for item in found[:LISTED])]
    if len(found) > LISTED:
        lines.append(wording("digest-more", count=len(found) - LISTED))
    titles = [item.text for item in found]
    choices = tuple(
        done_choice(wording, item, "task-do-done-which" if titles.count(item.text) == 1 else "task-do-done-number")
        for item in found[:LISTED]
    )
    return Outgoing(Message(Markdown("\n".join(lines)), choices))


def _line(turn: Turn, item: ActionItem) -> Markdown:
    line = task_words(turn.session, turn.wording, item, turn.today)
    return turn.wording("task-line-numbered", line=line, number=item.id)


def _done(turn: Turn, item: ActionItem) -> Replies:
    serialize(turn.session, Subject.CLOCK)  # the clock must not remind of what is being done
    if not finish_item(turn.session, item.id or 0, turn.sender_id, turn.now):
        return [_done_already(turn, item)]
    note(turn.session, turn.now, turn.sender_id, "task-done", f"task:{item.id}")
    plan_reminders(turn.session, turn.office, item, turn.now)
    told = [
        task_notice(turn.session, turn.office, person, item, "task-done-told", choice=False, by=turn.sender.label)
        for person in _others(turn, item)
    ]
    return [turn.reply("task-done", text=item.text), *told]


def _done_already(turn: Turn, item: ActionItem) -> Outgoing:
    by = turn.session.get_one(Person, item.done_by)
    return turn.reply("task-done-already", text=item.text, by=by.label, at=item.done_at)


def _others(turn: Turn, item: ActionItem) -> list[Person]:
    """List who looks after a task, and who had it if somebody else says that it is done."""
    people = caretakers(turn.session, item.created_by, turn.today)
    if not _is_own(turn, item):
        people = [*people, *speakers_of(turn.session, item.party, turn.today)]
    return list({person.id: person for person in people if person.id != turn.sender_id}.values())


def _move(turn: Turn, item: ActionItem, typed: str) -> Replies:
    words = next((typed.removeprefix(word) for word in TO if typed.startswith(word)), typed)
    try:
        day = date.fromisoformat(read_due(turn, words))
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    serialize(turn.session, Subject.CLOCK)
    turn.session.refresh(item)
    if item.done_at is not None or item.due_on == day:
        return overview(turn, str(item.id))
    before, item.due_on = item.due_on, day
    note(turn.session, turn.now, turn.sender_id, "task-moved", f"task:{item.id}", day=day.isoformat())
    plan_reminders(turn.session, turn.office, item, turn.now)
    told = [
        task_notice(turn.session, turn.office, person, item, "task-moved-told", before=before)
        for person in speakers_of(turn.session, item.party, turn.today)
        if person.id != turn.sender_id
    ]
    return [turn.reply("task-moved", text=item.text, day=day, before=before), *told]
