"""The numbers: confirmed places, kumuliert, per programme, target group and Land."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from handlers.dates import read_day
from handlers.messages import Message
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.municipalities import Land
from storage.totals import Total, municipalities_counted, newest_entry_id, pending, totals

TODAY, YESTERDAY = {"heute", "today", "jetzt"}, {"gestern", "yesterday"}


def show_totals(turn: Turn, typed: str) -> Replies:
    """Show the totals of today or a day, of all Länder or one: ``zahlen``, ``zahlen NRW``, ``zahlen am 1.9.2021``."""
    try:
        land, day = _asked(turn, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    through = newest_entry_id(turn.session)
    sums = totals(turn.session, day, through=through, land=land)
    wording = turn.wording
    waiting = pending(turn.session, land=land)
    parts: list[str] = [
        wording("totals-heading-land", day=day, land=land) if land else wording("totals-heading", day=day),
        wording(
            "totals-sum",
            places=sum(total.places for total in sums),
            municipalities=municipalities_counted(turn.session, day, through=through, land=land),
        )
        if sums
        else wording("totals-none"),
        *total_lines(wording, sums),
    ]
    if waiting and day == turn.today:
        places = sum(entry.places for entry, _ in waiting)
        parts += ["", wording("totals-waiting", count=len(waiting), places=places)]
    return [Outgoing(Message(Markdown("\n".join(parts))))]


def _asked(turn: Turn, typed: str) -> tuple[Land | None, date]:
    land, rest = find_name(Land, typed) or (None, typed)
    words = " ".join(word for word in rest.split() if fold(word) not in {"am", "in", "im", "on"})
    if not words:
        return land, turn.today
    if fold(words) in YESTERDAY:
        return land, turn.today - timedelta(days=1)
    try:
        # A day without a year is one of this year, past or not; an offer's is the next such day.
        return land, read_day(words, turn.today if fold(words) in TODAY else turn.today.replace(month=1, day=1)).day
    except Problem as problem:
        raise problem if any(sign.isdigit() for sign in words) else Problem("totals-how", typed=typed) from None


def total_lines(wording: Wording, sums: Sequence[Total]) -> list[Markdown]:
    """List totals: a line for each programme, under it one for each target group with its Länder."""
    lines: list[Markdown] = []
    for programme, of_programme in groupby(sums, key=lambda total: total.programme):
        part = list(of_programme)
        lines += [Markdown(""), wording("totals-programme", programme=programme, places=_sum(part))]
        for group, of_group in groupby(part, key=lambda total: total.target_group):
            lands = list(of_group)
            lines.append(wording("totals-group", group=group, places=_sum(lands), lands=_lands(wording, lands)))
    return lines


def _lands(wording: Wording, part: Iterable[Total]) -> Markdown:
    return Markdown(", ".join(f"{wording.name(total.land)} {total.places}" for total in part))


def _sum(part: Iterable[Total]) -> int:
    return sum(total.places for total in part)
