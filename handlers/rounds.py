"""Reporting rounds for coordinators: ``runde``, ``runde starten bis 31.07.``, ``runde fehlt``, ``runde auslaufend``.

The office begins, reminds and ends; who coordinates a Land looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from handlers.dates import read_until
from handlers.lapses import lapsing_list
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.round_figures import fresh_lines, missing_list, unreachable_line
from handlers.round_figures import standing as how_it_stands
from handlers.round_times import (
    MEMBERS,
    Step,
    begin,
    end,
    end_of,
    hand_on,
    last_day,
    steps_of,
    was_by_hand,
)
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audiences import reach
from storage.audit import note
from storage.database import serialize
from storage.engine import Subject
from storage.persons import Role
from storage.rounds import ReportingRound, latest_round, parts_of, running_round

LONGEST = timedelta(days=90)
START = {"starten", "start", "beginnen", "neu", "begin"}
NOW, END, REALLY = {"jetzt", "now"}, {"beenden", "ende", "end"}, {"ja", "yes"}
REMIND = {"erinnern", "remind"}
MISSING = {"fehlt", "fehlen", "fehlende", "missing"}
LAPSING = {"auslaufend", "auslaufende", "lapsing"}


def round_command(turn: Turn, typed: str) -> Replies:
    """Look at a round or do something with it."""
    first, _, rest = typed.partition(" ")
    word = fold(first)
    if word in START | END | REMIND:
        return [_steered(turn, word, rest)]
    show = next((show for words, show in SHOWN if word in words), None)
    return [show(turn) if show else turn.reply("round-how", typed=typed)]


def _steered(turn: Turn, word: str, rest: str) -> Outgoing:
    """Begin, end, or remind: for the office alone."""
    if not turn.holds(Role.COORDINATOR):
        return turn.reply("round-office-only")
    serialize(turn.session, Subject.CLOCK)  # else the clock could begin or remind beside it
    if word in START:
        return _start(turn, rest)
    held = running_round(turn.session, turn.now)
    if held is None:
        return turn.reply("round-none", Choice(turn.wording("round-start"), "/runde starten"))
    return _end(turn, held, rest) if word in END else _remind(turn, held)


def _start(turn: Turn, typed: str) -> Outgoing:
    """Show what a round would be, and begin it once that was seen: ``starten bis 31.07.``, ``starten jetzt …``."""
    held = running_round(turn.session, turn.now)
    if held:
        look = Choice(turn.wording("round-look"), "/runde")
        return turn.reply("round-running", look, day=last_day(held, turn.office.timezone))
    first, _, rest = typed.partition(" ")
    is_meant = fold(first) in NOW
    try:
        last = _last_day(turn, rest if is_meant else typed)
    except Problem as problem:
        return Outgoing(Message(turn.wording.problem(problem)))
    return _begun(turn, last) if is_meant else _reviewed(turn, last)


def _last_day(turn: Turn, typed: str) -> date:
    """Read until when a round goes. Raises :class:`Problem`."""
    if not typed:
        return turn.today + timedelta(days=turn.office.round_days)
    last = read_until(typed, turn.today)
    if last <= turn.today:
        raise Problem("round-too-short", day=last)
    if last > turn.today + LONGEST:
        raise Problem("round-too-long", most=LONGEST.days)
    return last


def _reviewed(turn: Turn, last: date) -> Outgoing:
    wording, zone = turn.wording, turn.office.timezone
    found = reach(turn.session, MEMBERS, turn.today)
    asked = {recipient.ags for recipient in found.recipients if recipient.ags}
    if not asked:
        return turn.reply("round-nobody")
    planned = ReportingRound(opens_at=turn.now, closes_at=end_of(last, zone), created_at=turn.now)
    moments = [at.astimezone(zone).date() for step, at in steps_of(planned, zone) if step in {Step.HALF, Step.LAST}]
    parts = [
        wording("round-review", count=len(asked), day=last),
        wording("round-review-reminders", days=_days(turn, moments)),
        unreachable_line(wording, found.silent_places),
    ]
    start = Choice(wording("round-start-now"), f"/runde starten jetzt {last:%d.%m.%Y}")
    return Outgoing(Message(Markdown("\n\n".join(filter(None, parts))), (start,)))


def _days(turn: Turn, days: list[date]) -> Markdown:
    return Markdown(turn.wording("round-and").join(turn.wording("round-day", day=day) for day in days))


def _begun(turn: Turn, last: date) -> Outgoing:
    held = begin(turn.session, turn.office, last, turn.sender_id, turn.now)
    note(turn.session, turn.now, turn.sender_id, "round-begun", f"round:{held.id}", until=last.isoformat())
    count = len(parts_of(turn.session, held.id or 0))
    return turn.reply("round-begun", Choice(turn.wording("round-look"), "/runde"), count=count, day=last)


def _end(turn: Turn, held: ReportingRound, typed: str) -> Outgoing:
    """End a round early, once asked whether that is meant."""
    missing = [part for part in parts_of(turn.session, held.id or 0) if part.answer is None]
    if fold(typed) not in REALLY:
        return turn.reply(
            "round-end-sure", Choice(turn.wording("round-end-yes"), "/runde beenden ja"), count=len(missing)
        )
    end(turn.session, held, turn.now)
    note(turn.session, turn.now, turn.sender_id, "round-ended", f"round:{held.id}")
    return turn.reply("round-ended", count=len(missing))


def _remind(turn: Turn, held: ReportingRound) -> Outgoing:
    """Remind who is missing beside the clock's own reminders, once a day."""
    if was_by_hand(turn.session, held, turn.today):
        return turn.reply("round-reminded-already")
    if all(part.answer for part in parts_of(turn.session, held.id or 0)):
        return turn.reply("round-nobody-missing")
    count = hand_on(turn.session, held, Step.BY_HAND, turn.now, turn.today)
    note(turn.session, turn.now, turn.sender_id, "round-reminded", f"round:{held.id}", count=count)
    return turn.reply("round-reminded", count=count)


def _shown(turn: Turn) -> Outgoing:
    """Show the running round, or how the last one ended."""
    wording = turn.wording
    held = running_round(turn.session, turn.now) or latest_round(turn.session)
    is_open = held is not None and held.is_open(turn.now)
    parts = [how_it_stands(turn, held)] if held else [wording("round-never")]
    if not is_open:
        parts.append(wording("round-how-to-start"))
    text = Markdown("\n\n".join([*parts, *fresh_lines(turn.session, wording, turn.today, turn.now, turn.lands())]))
    choices = [Choice(wording("round-missing"), "/runde fehlt")] if held else []
    if turn.holds(Role.COORDINATOR):
        may = [("round-remind", "erinnern"), ("round-end", "beenden")] if is_open else [("round-start", "starten")]
        choices += [Choice(wording(key), f"/runde {word}") for key, word in may]
    choices.append(Choice(wording("round-lapsing"), "/runde auslaufend"))
    return Outgoing(Message(text, tuple(choices)))


def _missing(turn: Turn) -> Outgoing:
    held = running_round(turn.session, turn.now) or latest_round(turn.session)
    return missing_list(turn, held) if held else turn.reply("round-never")


SHOWN: tuple[tuple[set[str], Callable[[Turn], Outgoing]], ...] = (
    ({""}, _shown),
    (MISSING, _missing),
    (LAPSING, lapsing_list),
)
"""What coordinators can look at, by its words."""
