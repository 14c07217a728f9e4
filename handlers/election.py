"""The day of the election: what hangs on it, and moving it, never without having seen the difference."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from handlers.commands import OFFICE
from handlers.countdown import COUNTDOWN, countdown_change, daily_digests, replan_countdown
from handlers.dates import read_day
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, start
from handlers.election_day import election_of
from handlers.messages import Message
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.anchors import ELECTION, MovedMeanwhileError, move_anchor
from storage.audit import note
from storage.due import DueItem, pending_of
from storage.groups import groups_of
from storage.persons import Role

SUNDAY = 6
"""The Bundestag is elected on a Sunday or a public holiday (Bundeswahlgesetz, section 16); so far, on Sundays."""


def election(turn: Turn, typed: str) -> Replies:
    """Show the day and what hangs on it, or begin to move it: ``wahltag``, ``wahltag 26.09.2021``."""
    if not typed:
        return [_shown(turn)]
    try:
        understood = _read_day(turn, {}, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    day = date.fromisoformat(str(understood.value))
    if day == election_of(turn.session, turn.office).day:
        return [turn.reply("election-same", day=day)]
    return start(turn, MOVING, {"day": understood.value}, [understood.remark] if understood.remark else [])


def _shown(turn: Turn) -> Outgoing:
    day = election_of(turn.session, turn.office).day
    if day is None:
        return turn.reply("election-none")
    wording = turn.wording
    parts = [
        wording("election-shown", day=day, days=max((day - turn.today).days, 0)),
        *_countdown(turn, "election-coming", pending_of(turn.session, COUNTDOWN, ELECTION)),
        *_digests(turn, day),
        wording("election-how"),
    ]
    return Outgoing(Message(Markdown("\n\n".join(parts))))


def _read_day(turn: Turn, _: Answers, typed: str) -> Understood:
    found = read_day(typed, turn.today)
    return Understood(found.day.isoformat(), None if found.exact else turn.wording("date-understood", day=found.day))


def _review(turn: Turn, answers: Answers) -> Review:
    before, day = election_of(turn.session, turn.office), date.fromisoformat(answers["day"])
    change = countdown_change(turn.session, turn.office, day, turn.now)
    wording = turn.wording
    parts = [
        wording("election-review", before=before.day, day=day)
        if before.day
        else wording("election-review-first", day=day),
        *([wording("election-past")] if day <= turn.today else []),
        *([] if day.weekday() == SUNDAY else [wording("election-no-sunday")]),
        *_countdown(turn, "election-dropped", change.dropped),
        *_countdown(turn, "election-added", [*change.added, *change.revived]),
        *_digests(turn, day, before.day),
        *([] if groups_of(turn.session, Role.SPOKESPERSON) else [wording("reminder-no-group", role=Role.SPOKESPERSON)]),
    ]
    seen = before.set_at.isoformat() if before.set_at else None
    return Review(Markdown("\n\n".join(parts)), noted={"seen": seen})


def _countdown(turn: Turn, heading: str, items: Iterable[DueItem]) -> list[Markdown]:
    """List parts of the countdown, each once, however many groups there are."""
    days = sorted({(turn.office.day(item.due_at), int(item.occurrence)) for item in items})
    lines = [turn.wording("election-line", day=day, days=left) for day, left in days]
    return [Markdown("\n".join([turn.wording(heading), *lines]))] if lines else []


def _digests(turn: Turn, day: date, before: date | None = None) -> list[Markdown]:
    """Say when there is a digest every day, and when there would have been one."""
    lines = []
    for key, each in (("election-digests", day), ("election-digests-before", before)):
        if each and each > turn.today:
            start, end = daily_digests(each)
            lines.append(turn.wording(key, start=start, end=end))
    return [Markdown("\n".join(lines))] if lines else []


def _finish(turn: Turn, answers: Answers) -> Replies:
    before, day = election_of(turn.session, turn.office).day, date.fromisoformat(answers["day"])
    seen = datetime.fromisoformat(answers["seen"]) if answers["seen"] else None
    try:
        move_anchor(turn.session, ELECTION, day, turn.sender_id, turn.now, seen=seen)
    except MovedMeanwhileError:
        return start(turn, MOVING, {"day": answers["day"]}, [turn.wording("election-meanwhile")])
    replan_countdown(turn.session, turn.office, turn.now)
    days = {"before": before.isoformat() if before else "", "day": day.isoformat()}
    note(turn.session, turn.now, turn.sender_id, "election-moved", f"anchor:{ELECTION}", **days)
    return [turn.reply("election-moved", day=day)]


MOVING = Dialogue(name="election", roles=OFFICE, steps=(Step("day", _read_day),), review=_review, finish=_finish)
