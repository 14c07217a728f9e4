"""What will be sent: everything the clock will say by a day, found by the clock's own code and then taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from textwrap import shorten

from handlers.dates import read_until
from handlers.messages import Attachment, Message
from handlers.problems import Problem
from handlers.turn import Foreseen, Outgoing, Replies, Turn, identity
from handlers.wording import Markdown, unmarked
from storage.persons import Role, lands_by_person

USUAL = timedelta(days=7)
MOST = timedelta(days=60)
LISTED = 20
"""Lines of a message; a longer preview is a file, and the message says only how much there is on each day."""

NAMED = 2
"""Readers of one text who are named; more are counted."""

WIDEST = 80
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One text at one local moment, and who gets it."""

    at: datetime
    title: str
    readers: list[str] = field(default_factory=list)


def show_preview(turn: Turn, typed: str) -> Replies:
    """Show what will be sent within a week or by a day: ``vorschau``, ``vorschau 30 Tage``, ``vorschau bis 1.9.``."""
    try:
        last = _read(turn, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    end = datetime.combine(last + DAY, time(), turn.office.timezone)
    entries = _entries(turn, _mine(turn, turn.office.forecast(turn.session, turn.office, turn.now, end - SECOND)))
    if not entries:
        return [turn.reply("preview-nothing", day=last)]
    heading = turn.wording("preview-heading", day=last, count=_count(entries))
    if len(entries) <= LISTED:
        return [Outgoing(Message(_paragraphs(heading, *_days(turn, entries))))]
    file = Attachment(turn.wording("preview-file", day=turn.today), "text/plain", _file(turn, heading, entries))
    text = _paragraphs(heading, _overview(turn, entries), turn.wording("preview-in-file"))
    return [Outgoing(Message(text, attachment=file))]


def _read(turn: Turn, typed: str) -> date:
    """Read the last day that is asked for. Raises :class:`Problem`."""
    if not typed:
        return turn.today + USUAL
    last = read_until(typed, turn.today)
    if last < turn.today:
        raise Problem("date-past", day=last, today=turn.today)
    if last > turn.today + MOST:
        raise Problem("preview-too-far", most=MOST.days)
    return last


def _mine(turn: Turn, seen: Sequence[Foreseen]) -> list[Foreseen]:
    """Leave out what is not the person's to see: the office sees all, others themselves and those of their Länder."""
    if turn.holds(Role.COORDINATOR):
        return list(seen)
    mine, lands = turn.lands(), lands_by_person(turn.session, turn.today)

    def concerns(one: Foreseen) -> bool:
        if one.person is None:
            return one.role is not None and turn.holds(one.role)
        return one.person.id == turn.sender_id or bool(mine & lands.get(identity(one.person), set()))

    return [one for one in seen if concerns(one)]


def _entries(turn: Turn, seen: Sequence[Foreseen]) -> list[Entry]:
    """Put together what many get at the same moment for the same reason."""
    found: dict[tuple[datetime, str], Entry] = {}
    for one in seen:
        entry = found.setdefault((one.at, one.about), Entry(one.at.astimezone(turn.office.timezone), _title(one.text)))
        entry.readers.append(one.person.label if one.person else turn.wording.name(one.role) if one.role else "")
    return list(found.values())


def _title(text: str) -> str:
    """Show what a text begins with, without signs; "Morgen:" alone would not say what will be tomorrow."""
    first, *others = [unmarked(Markdown(line)) for line in text.split("\n") if line.strip()] or [""]
    return shorten(" ".join([first, *others[:1]]) if first.endswith(":") else first, WIDEST, placeholder=" …")


def _by_day(entries: Sequence[Entry]) -> Iterator[tuple[date, list[Entry]]]:
    for day, found in groupby(entries, key=lambda entry: entry.at.date()):
        yield day, list(found)


def _days(turn: Turn, entries: Sequence[Entry]) -> Iterator[Markdown]:
    """Write a paragraph for each day."""
    for day, found in _by_day(entries):
        lines = [_day(turn, "preview-day", day), *(_line(turn, entry) for entry in found)]
        yield Markdown("\n".join(lines))


def _line(turn: Turn, entry: Entry) -> Markdown:
    told = {"time": f"{entry.at:%H:%M}", "title": entry.title, "count": len(entry.readers)}
    if len(entry.readers) > NAMED:
        return turn.wording("preview-line-many", **told)
    return turn.wording("preview-line", readers=", ".join(entry.readers), **told)


def _overview(turn: Turn, entries: Sequence[Entry]) -> Markdown:
    return Markdown("\n".join(_day(turn, "preview-day-count", day, _count(found)) for day, found in _by_day(entries)))


def _day(turn: Turn, key: str, day: date, count: int = 0) -> Markdown:
    return turn.wording(key, weekday=turn.wording.weekday(day), day=day, count=count)


def _file(turn: Turn, heading: Markdown, entries: Sequence[Entry]) -> bytes:
    """Write everything down, a line for each reader."""
    lines = [unmarked(heading)]
    for day, found in _by_day(entries):
        lines += ["", unmarked(_day(turn, "preview-day", day))]
        lines += [f"{entry.at:%H:%M}  {reader}: {entry.title}" for entry in found for reader in entry.readers]
    return "\r\n".join(lines).encode()


def _count(entries: Sequence[Entry]) -> int:
    return sum(len(entry.readers) for entry in entries)


def _paragraphs(*parts: Markdown) -> Markdown:
    return Markdown("\n\n".join(parts))
