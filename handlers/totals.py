"""The numbers: confirmed places, kumuliert, per programme, target group and Land, of any day as known on any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from handlers.commands import COORDINATORS
from handlers.ledger_charts import chart_message
from handlers.ledger_exports import export
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.totals_asked import Asked, View, read_asked
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.totals import Total, municipalities_counted, pending, places_of, totals


def show_totals(turn: Turn, typed: str) -> Replies:
    """Show the totals of today or a day, of all Länder or one: ``zahlen``, ``zahlen NRW``, ``zahlen am 1.9.2021``.

    ``zahlen am 1.7. Stand 15.6.`` shows them as they were known on that evening, ``zahlen bild`` as a picture.
    """
    try:
        asked = read_asked(turn, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    if asked.view is View.FILE:
        return export(turn, typed) if turn.holds(*COORDINATORS) else [turn.reply("not-allowed")]
    choices = tuple(_choices(turn, asked))
    if asked.view is not View.TEXT:
        return [Outgoing(chart_message(turn, asked, choices))]
    return [Outgoing(Message(_text(turn, asked), choices))]


def _text(turn: Turn, asked: Asked) -> Markdown:
    wording = turn.wording
    sums = totals(turn.session, asked.day, through=asked.through, land=asked.land)
    counted = municipalities_counted(turn.session, asked.day, through=asked.through, land=asked.land)
    parts: list[str] = [
        heading(wording, asked),
        wording("totals-sum", places=_sum(sums), municipalities=counted) if sums else wording("totals-none"),
        *total_lines(wording, sums),
    ]
    waiting = pending(turn.session, land=asked.land)
    if waiting and asked.day == turn.today and asked.known is None:
        parts += ["", wording("totals-waiting", count=len(waiting), places=places_of(waiting))]
    return Markdown("\n".join(parts))


def _choices(turn: Turn, asked: Asked) -> Iterable[Choice]:
    """Offer the other ways to see the same numbers; only where buttons can be pressed."""
    if not turn.incoming.direct:
        return
    land = f" {turn.wording.name(asked.land)}" if asked.land else ""
    day = f" am {asked.day:%d.%m.%Y}" if asked.day != turn.today else ""
    known = f" Stand {asked.known:%d.%m.%Y}" if asked.known else ""
    views = {View.COURSE: f"{land}{known} verlauf", View.PROGRAMMES: f"{land}{day}{known} nach Programm"}
    if asked.land is None:
        views[View.LANDS] = f"{day}{known} nach Land"
    for view in (View.COURSE, View.LANDS, View.PROGRAMMES):
        if view in views and view is not asked.view:
            yield Choice(turn.wording(f"totals-view-{view}"), f"/zahlen{views[view]}")
    if turn.holds(*COORDINATORS):
        yield Choice(turn.wording("totals-view-file"), "/zusagen export")


def heading(wording: Wording, asked: Asked) -> Markdown:
    """Say what the numbers are of: the day, the Land, and until when they are known."""
    said = wording("totals-heading-land" if asked.land else "totals-heading", day=asked.day, land=asked.land or "")
    return Markdown(f"{said}\n{wording('totals-known', day=asked.known)}") if asked.known else said


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
