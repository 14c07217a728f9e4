"""Silence on request: until a day we write only answers, and what is urgent."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from handlers.courtesy import paused_until
from handlers.dates import read_until
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.due import look_again
from storage.held import held_for
from storage.restraints import RestraintReason

OFF = {"aus", "ende", "beenden", "stop", "off", "end"}
WEEKS = (1, 2, 4)
LONGEST = relativedelta(years=1)


def pause(turn: Turn, typed: str) -> Replies:
    """Begin, change or end a silence: ``pause bis 1.9.``, ``pause 2 Wochen``, ``pause aus``; alone, say how it is."""
    running = paused_until(turn.office, turn.sender, turn.now)
    if fold(typed) in OFF:
        if running is None:
            return [turn.reply("pause-none")]
        _keep(turn, None)
        return [turn.reply("pause-over", count=_waiting(turn))]
    if not typed and running:
        return [_said(turn, running)]
    if not typed:
        return [_ask(turn, turn.wording("pause-how"))]
    try:
        until = _read(turn, typed)
    except Problem as problem:
        return [_ask(turn, turn.wording.problem(problem))]
    _keep(turn, until)
    return [_said(turn, until)]


def _read(turn: Turn, typed: str) -> date:
    """Read the first day on which somebody wants to be written to again. Raises :class:`Problem`."""
    until = read_until(typed, turn.today)
    if until < turn.today:
        raise Problem("date-past", day=until, today=turn.today)
    if until == turn.today:
        raise Problem("pause-today")
    if until > turn.today + LONGEST:
        raise Problem("pause-too-long", day=until)
    return until


def _keep(turn: Turn, until: date | None) -> None:
    """Keep the day; what waits for an earlier wish of theirs is looked at again."""
    turn.sender.paused_until = until
    look_again(turn.session, f"person:{turn.sender_id}", RestraintReason.PAUSED, turn.now)


def _said(turn: Turn, until: date) -> Outgoing:
    return turn.reply("pause-until", Choice(turn.wording("pause-end"), "/pause aus"), day=until, count=_waiting(turn))


def _ask(turn: Turn, text: Markdown) -> Outgoing:
    choices = (Choice(turn.wording("pause-weeks", count=weeks), f"/pause {weeks} Wochen") for weeks in WEEKS)
    return Outgoing(Message(text, tuple(choices)))


def _waiting(turn: Turn) -> int:
    return len(held_for(turn.session, turn.sender_id))
