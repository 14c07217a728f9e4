"""The reminders there are: what comes when, and pausing, resuming and deleting one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.commands import LEADERS
from handlers.messages import Choice, Message
from handlers.recurrence import upcoming
from handlers.recurrence_words import rule_words
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.group_reminders import GroupReminder, reminders
from storage.persons import Role

CALL = re.compile(r"(?:(?P<deed>[^\W\d]+) )?(?:nr\.? ?)?(?P<number>\d{1,9})", re.IGNORECASE)
PAUSE, RESUME = {"pausieren", "pause", "anhalten"}, {"fortsetzen", "weiter", "resume"}
LISTED = 10
DELETE = {"loeschen", "entfernen", "delete", "remove"}


def show_reminders(turn: Turn, typed: str) -> Replies:
    """List the reminders, show one, or change it: ``erinnerungen``, ``… 3``, ``… pausieren 3``, ``… löschen 3``."""
    mine = _visible(turn)
    if not typed:
        return [_list(turn, mine)]
    call = CALL.fullmatch(typed)
    if call is None:
        return [turn.reply("reminder-how")]
    reminder = next((each for each in mine if each.id == int(call["number"])), None)
    if reminder is None:
        return [turn.reply("reminder-unknown", number=int(call["number"]))]
    if not is_change(typed):
        return [_detail(turn, reminder)]
    return [_changed(turn, reminder, fold(call["deed"]))] if turn.holds(*LEADERS) else [turn.reply("reminder-who")]


def is_change(typed: str) -> bool:
    """Say whether a text changes a reminder: "löschen 3"."""
    call = CALL.fullmatch(typed)
    return call is not None and fold(call["deed"] or "") in PAUSE | RESUME | DELETE


def _visible(turn: Turn) -> list[GroupReminder]:
    """List the reminders that concern who asks: a group its own, the office all, others the spokespersons'."""
    role = turn.group.role if turn.group else None if turn.holds(Role.COORDINATOR) else Role.SPOKESPERSON
    return [each for each in reminders(turn.session) if role in {None, each.role}]


def _list(turn: Turn, mine: Sequence[GroupReminder]) -> Outgoing:
    if not mine:
        return turn.reply("reminders-none")
    if len(mine) == 1:
        return _detail(turn, mine[0])
    if turn.incoming.direct:
        choices = [Choice(_line(turn, each), f"/erinnerungen {each.id}") for each in mine[:LISTED]]
        return turn.reply("reminders-heading", *choices, count=len(mine))
    return _said(turn, [turn.wording("reminders-of-group"), *(Markdown(f"- {_line(turn, each)}") for each in mine)])


def _line(turn: Turn, reminder: GroupReminder) -> Markdown:
    key = "reminder-line-paused" if reminder.paused else "reminder-line"
    return turn.wording(key, number=reminder.id, when=rule_words(turn.wording, reminder.rule), text=reminder.text)


def _detail(turn: Turn, reminder: GroupReminder) -> Outgoing:
    following = upcoming(reminder.rule, turn.now, turn.office.timezone, 1)
    lines = [turn.wording("reminder-for", role=reminder.role), _line(turn, reminder)]
    if following and not reminder.paused:
        lines.append(turn.wording("reminder-next", at=following[0]))
    switch = "fortsetzen" if reminder.paused else "pausieren"
    return _said(turn, lines, _choice(turn, switch, reminder), _choice(turn, "loeschen", reminder))


def _said(turn: Turn, lines: Sequence[str], *choices: Choice) -> Outgoing:
    """Say lines with what can be done about them; in a group, where nothing can be chosen, how to write it."""
    if turn.incoming.direct:
        return Outgoing(Message(Markdown("\n".join(lines)), choices))
    return Outgoing(Message(Markdown("\n".join([*lines, "", turn.wording("reminder-how-in-group")]))))


def _choice(turn: Turn, deed: str, reminder: GroupReminder) -> Choice:
    return Choice(turn.wording(f"reminder-do-{deed}"), f"/erinnerungen {deed} {reminder.id}")


def _changed(turn: Turn, reminder: GroupReminder, deed: str) -> Outgoing:
    if deed in DELETE:
        reminder.ended_at, done = turn.now, "deleted"
    else:
        reminder.paused = deed in PAUSE
        done = "paused" if reminder.paused else "resumed"
    note(turn.session, turn.now, turn.sender_id, f"reminder-{done}", reminder.subject)
    again = [_choice(turn, "fortsetzen", reminder)] if done == "paused" and turn.incoming.direct else []
    return turn.reply(f"reminder-{done}", *again, number=reminder.id, text=reminder.text)
