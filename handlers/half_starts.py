"""Half of a start: "Donnerstag" and then "10 Uhr". What was understood is kept until the other half is said."""

from __future__ import annotations

from dataclasses import replace

from handlers.dates import read_day
from handlers.dialogues import Answers, Understood, begun
from handlers.meeting_steps import understood_start, zone_of
from handlers.moments import read_moment, read_time
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.typed import fold
from handlers.wording import Markdown

HALF = begun("start")
"""Where a day, a time or both are kept, as "12.08.2021 14:00": what is not said stays as it was."""


def read_start(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read day and time of the start, together or one after the other. Raises :class:`Problem`."""
    known = str(answers.get(HALF, "")).split()
    day, clock = (next((word for word in known if sign in word), "") for sign in (".", ":"))
    zone = zone_of(turn, answers)
    try:
        return understood_start(turn, read_moment(typed, turn.today, zone), zone)
    except Problem as problem:
        other = {"day-missing": f"{day} {typed}" if day else "", "time-missing": f"{typed} {clock}" if clock else ""}
        if whole := other.get(problem.key):
            found = read_moment(whole, turn.today, zone)
            return understood_start(turn, replace(found, exact=False), zone)
        return _half(turn, problem, typed)


def _half(turn: Turn, problem: Problem, typed: str) -> Understood:
    """Keep the half that is plain, and say what is missing or wrong with the other. Raises the problem again."""
    if problem.key == "day-missing":
        clock = f"{read_time(typed):%H:%M}"
        return Understood(clock, turn.wording("meeting-day-missing", time=clock), begun=True)
    wrong_time = problem.key == "time-does-not-exist"
    if problem.key != "time-missing" and not wrong_time:
        raise problem
    try:
        day = read_day(fold(typed).replace(str(problem.values["typed"]), "") if wrong_time else typed, turn.today).day
    except Problem:
        raise problem from None
    remark = turn.wording("meeting-time-missing", weekday=turn.wording.weekday(day), day=day)
    said = Markdown(f"{turn.wording.problem(problem)}\n\n{remark}") if wrong_time else remark
    return Understood(f"{day:%d.%m.%Y}", said, begun=True)
