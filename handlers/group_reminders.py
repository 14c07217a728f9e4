"""Reminders to groups: a text at times said in words ("jeden Montag 9 Uhr Lage"), reviewed before it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from handlers.commands import LEADERS, OFFICE
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, start
from handlers.messages import Choice, Message
from handlers.pledge_steps import read_text
from handlers.problems import Problem
from handlers.recurrence import beginning, has_time, upcoming, with_time
from handlers.recurrence_lines import read_clock, read_recurrence
from handlers.recurrence_words import rule_words
from handlers.reminder_lists import is_change, show_reminders
from handlers.synonyms import named
from handlers.turn import Office, Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.dialogues import running_dialogue
from storage.group_reminders import GroupReminder
from storage.groups import Group, groups_of, roles_with_groups
from storage.outbox import Lane
from storage.persons import Role

FOR_WHOM = re.compile(r"(?:(?:an|für|fuer|for) )?(?:(?:die|the) )?", re.IGNORECASE)
SHOWN = 3
"""Next times in the review: enough to see that "every second week" begins in the right one."""


def remind(turn: Turn, typed: str) -> Replies:
    """Begin a reminder: everything the line says is kept, the rest is asked, in the direct chat."""
    if is_change(typed):
        return show_reminders(turn, typed)
    if turn.incoming.direct:
        return start(turn, REMINDER, *_line(turn, typed))
    if not turn.holds(*LEADERS):
        return [turn.reply("reminder-who")]
    if running_dialogue(turn.session, turn.sender_id):
        return [turn.reply("reminder-busy")]
    private = replace(turn, incoming=replace(turn.incoming, direct=True), group=None)
    asked = start(private, REMINDER, *_line(private, typed))
    return [turn.reply("reminder-asked"), *(replace(each, person=turn.sender) for each in asked)]


def _line(turn: Turn, typed: str) -> tuple[Answers, list[Markdown]]:
    """Read a whole reminder in one line: for whom, when, and the text. What cannot be taken is asked."""
    role, rest = _for_whom(turn, typed)
    answers: Answers = {"role": role.value}
    if not rest:
        return answers, []
    read = read_recurrence(rest, turn.today)
    problems = [read.problem] if read.problem else []
    if read.at:
        answers["time"] = f"{read.at:%H:%M}"
    for key, value, check in (("when", read.rule, _checked), ("text", read.text, read_text)):
        try:
            answers |= {key: check(turn, answers, value).value} if value else {}
        except Problem as problem:
            problems.append(problem)
    return answers, [turn.wording.problem(problem) for problem in problems]


def _for_whom(turn: Turn, typed: str) -> tuple[Role, str]:
    """Take the role at the beginning, if the person may remind it; without one, the spokespersons are meant."""
    words = FOR_WHOM.sub("", typed, count=1).split()
    for length in (3, 2, 1):
        role = named(Role, " ".join(words[:length]))
        if role in _roles(turn):
            return role, " ".join(words[length:])
    return Role.SPOKESPERSON, typed


def _roles(turn: Turn) -> set[Role]:
    """List whose groups the person may remind: the office all that there are, others the spokespersons'."""
    return {Role.SPOKESPERSON} | (roles_with_groups(turn.session) if turn.holds(*OFFICE) else set())


def _read_role(turn: Turn, _: Answers, typed: str) -> Understood:
    role = named(Role, typed)
    if role not in _roles(turn):
        raise Problem("reminder-role-unknown", typed=typed)
    return Understood(role)


def _role_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    return [Choice(turn.wording.name(role), role.value) for role in Role if role in _roles(turn)]


def _has_choice(turn: Turn, _: Answers) -> bool:
    return len(_roles(turn)) > 1


def _read_when(turn: Turn, answers: Answers, typed: str) -> Understood:
    read = read_recurrence(typed, turn.today)
    if read.problem:
        raise read.problem
    if read.text:
        raise Problem("recurrence-rest", typed=read.text)
    return _checked(turn, answers, with_time(read.rule, read.at) if read.at else read.rule)


def _read_time(turn: Turn, answers: Answers, typed: str) -> Understood:
    said = f"{read_clock(f'um {typed}' if typed.isdecimal() else typed):%H:%M}"
    _checked(turn, {**answers, "time": said}, answers["when"])
    return Understood(said)


def _lacks_time(_: Turn, answers: Answers) -> bool:
    return not has_time(answers.get("when", ""))


def _checked(turn: Turn, answers: Answers, rule: str) -> Understood:
    """Take a rule, unless it would never strike. Raises :class:`Problem`."""
    if (has_time(rule) or "time" in answers) and beginning(_whole(answers, rule), _wall(turn)) is None:
        raise Problem("recurrence-over")
    return Understood(rule)


def _whole(answers: Answers, rule: str) -> str:
    return rule if has_time(rule) else with_time(rule, time.fromisoformat(answers["time"]))


def _wall(turn: Turn) -> datetime:
    return turn.now.astimezone(turn.office.timezone).replace(tzinfo=None)


def _review(turn: Turn, answers: Answers) -> Review:
    wording, role = turn.wording, Role(answers["role"])
    rule = _whole(answers, answers["when"])
    rule = beginning(rule, _wall(turn)) or rule
    no_group = "reminder-no-group" if turn.holds(Role.COORDINATOR) else "reminder-no-group-yet"
    parts = [
        wording("reminder-review", role=role, when=rule_words(wording, rule), text=answers["text"]),
        _next_times(turn, rule),
        *([] if groups_of(turn.session, role) else [wording(no_group, role=role)]),
    ]
    return Review(Markdown("\n\n".join(parts)), noted={"rule": rule})


def _next_times(turn: Turn, rule: str) -> Markdown:
    times = upcoming(rule, turn.now, turn.office.timezone, SHOWN)
    lines = [turn.wording("reminder-time-line", at=moment) for moment in times]
    return Markdown("\n".join([turn.wording("reminder-times"), *lines])) if lines else turn.wording("recurrence-over")


def _finish(turn: Turn, answers: Answers) -> Replies:
    rule = answers["rule"]
    following = upcoming(rule, turn.now, turn.office.timezone, 1)
    if not following:  # days may have passed since the review
        kept = {key: answers[key] for key in ("role", "text")}
        return start(turn, REMINDER, kept, [turn.wording("recurrence-over")])
    reminder = GroupReminder(
        role=Role(answers["role"]), rule=rule, text=answers["text"], created_by=turn.sender_id, created_at=turn.now
    )
    turn.session.add(reminder)
    turn.session.flush()
    note(turn.session, turn.now, turn.sender_id, "reminder-made", reminder.subject)
    return [turn.reply("reminder-made", number=reminder.id, at=following[0])]


def reminder_for(office: Office, reminder: GroupReminder, group: Group, *, missed: datetime | None) -> Outgoing:
    """Remind a group. ``missed``: when that was due, if long past."""
    wording = office.wording(group.language)
    parts = [wording("reminder-told", text=reminder.text), *([wording("reminder-late", due=missed)] if missed else [])]
    why = wording("why-group-reminder", number=reminder.id, when=rule_words(wording, reminder.rule))
    return Outgoing(Message(Markdown("\n\n".join(parts))), group=group, lane=Lane.NOTICE, why=why)


REMINDER = Dialogue(
    name="reminder",
    roles=LEADERS,
    steps=(
        Step("role", _read_role, _role_choices, needed=_has_choice, quiet=True),
        Step("when", _read_when),
        Step("time", _read_time, needed=_lacks_time),
        Step("text", read_text, free=True),
    ),
    review=_review,
    finish=_finish,
)
