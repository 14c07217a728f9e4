"""The totals as pictures: over time, by Land and by programme. The text of each says all its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from babel.dates import format_date
from dateutil.relativedelta import relativedelta
from sqlmodel import Session

from handlers.charts import Chart, ChartKind, Mark, Part, Row, to_paint
from handlers.election_day import election_of
from handlers.messages import Choice, Message
from handlers.survey_result_figures import HIDDEN, number, period
from handlers.totals_asked import Asked, View
from handlers.turn import Turn
from handlers.wording import Markdown, Wording, unmarked
from storage.municipalities import Land, lands_with_members
from storage.pledges import Programme
from storage.totals import Total, totals

BACK, AHEAD = 12, 6
"""Months that a chart over time shows, before the month of today and behind it."""

NAMED = 3
"""Every so many months one is named on the axis."""

LINES = 4
"""How many lines a scale has at most above its bottom."""

Sums = tuple[int, int]
"""Confirmed places, and those that wait for confirmation."""


def chart_message(turn: Turn, asked: Asked, choices: tuple[Choice, ...]) -> Message:
    """Show totals as a picture; where there is nothing to draw, its text alone."""
    if asked.view is View.COURSE:
        return _course(turn, asked, choices)
    lands = sorted(lands_with_members(turn.session), key=list(Land).index)
    kinds: Mapping[View, Sequence[Land | Programme]] = {View.LANDS: lands, View.PROGRAMMES: list(Programme)}
    sums = _by(turn.session, asked, lambda total: total.land if asked.view is View.LANDS else total.programme)
    shown = [each for each in kinds[asked.view] if each in sums or asked.view is View.LANDS]
    rows: dict[str, Sums] = {turn.wording.name(each): sums.get(each, (0, 0)) for each in shown}
    title = turn.wording(f"totals-chart-{asked.view}")
    return _message(turn, asked, title, asked.day, _bars(turn.wording, rows), rows, choices)


def _course(turn: Turn, asked: Asked, choices: tuple[Choice, ...]) -> Message:
    wording, today = turn.wording, asked.known or turn.today
    days = _days(today)
    sums = {day: _sums(turn.session, day, asked) for day in days}
    top, lines = scale(wording, max(sum(each) for each in sums.values()))
    series = _series(wording, sums.values())
    rows = [
        Row(
            label=period(wording, day.isoformat()),
            parts=_parts(wording, sums[day])[: len(series)],
            day=day,
            tick=_tick(wording, day),
        )
        for day in days
    ]
    drawn = Chart(
        kind=ChartKind.STEPS,
        title="",
        subtitle="",
        rows=tuple(rows),
        series=series,
        whole=top,
        scale=lines,
        marks=tuple(_marks(turn, today, sums)),
        hidden=HIDDEN,
    )
    return _message(turn, asked, wording("totals-chart-course"), None, drawn, dict(_spans(wording, sums)), choices)


def _message(  # noqa: PLR0913 - a picture, what it says, and what can be done next
    turn: Turn,
    asked: Asked,
    title: Markdown,
    day: date | None,
    chart: Chart,
    rows: Mapping[str, Sums],
    choices: tuple[Choice, ...],
) -> Message:
    wording = turn.wording
    about = [wording.name(asked.land)] if asked.land else []
    firsts = wording("totals-chart-firsts" if asked.known else "totals-chart-days")
    about.append(wording("totals-chart-day", day=day) if day else firsts)
    if asked.known:
        about.append(wording("totals-known", day=asked.known))
    subtitle = Markdown(" · ".join(about))
    lines = [wording("totals-chart-line", name=name, places=sums[0], waiting=sums[1]) for name, sums in rows.items()]
    if any(waiting for _, waiting in rows.values()):
        lines += [Markdown(), wording("totals-chart-instead")]
    text = Markdown("\n".join([f"**{title}**", subtitle, "", *lines]))
    if not any(map(sum, rows.values())):
        return Message(Markdown(f"**{title}**\n{subtitle}\n\n{wording('totals-chart-nothing')}"), choices)
    drawn = chart.model_copy(update={"title": unmarked(title), "subtitle": unmarked(subtitle)})
    return Message(text, choices, attachment=to_paint(drawn))


def _by(session: Session, asked: Asked, key: Callable[[Total], Land | Programme]) -> dict[Land | Programme, Sums]:
    sums: dict[Land | Programme, Sums] = {}
    for waiting in (False, True):
        for total in totals(session, asked.day, through=asked.through, land=asked.land, waiting=waiting):
            confirmed, pending = sums.get(key(total), (0, 0))
            added = (confirmed, pending + total.places) if waiting else (confirmed + total.places, pending)
            sums[key(total)] = added
    return sums


def _sums(session: Session, day: date, asked: Asked) -> Sums:
    confirmed, waiting = (
        totals(session, day, through=asked.through, land=asked.land, waiting=waiting) for waiting in (False, True)
    )
    return sum(total.places for total in confirmed), sum(total.places for total in waiting)


def _bars(wording: Wording, rows: Mapping[str, Sums]) -> Chart:
    series = _series(wording, rows.values())
    return Chart(
        kind=ChartKind.BARS,
        title="",
        subtitle="",
        rows=tuple(
            Row(label=unmarked(Markdown(name)), parts=_parts(wording, sums)[: len(series)])
            for name, sums in rows.items()
        ),
        series=series if len(series) > 1 else (),
        whole=max(map(sum, rows.values()), default=0) or 1,
        hidden=HIDDEN,
    )


def _series(wording: Wording, sums: Iterable[Sums]) -> tuple[str, ...]:
    """Name what is drawn: what waits only where anything does."""
    confirmed = (wording("totals-confirmed"),)
    return (*confirmed, wording("totals-pending")) if any(waiting for _, waiting in sums) else confirmed


def _parts(wording: Wording, sums: Sums) -> tuple[Part, ...]:
    return tuple(Part(value=value, said=number(wording, value)) for value in sums)


def _days(today: date) -> list[date]:
    first = today.replace(day=1)
    return sorted({today, *(first + relativedelta(months=month) for month in range(-BACK, AHEAD + 1))})


def _tick(wording: Wording, day: date) -> str:
    """Name the month that begins, every third one."""
    named = day.day == 1 and day.month % NAMED == 1
    return str(format_date(day, "LLL yy", locale=wording.language)) if named else ""


def _marks(turn: Turn, today: date, sums: Mapping[date, Sums]) -> Iterable[Mark]:
    """Mark today, or the day up to which all is known, with its numbers, and the election if it falls within."""
    said = " + ".join(number(turn.wording, value) for value in sums[today] if value) or "0"
    key = "totals-today" if today == turn.today else "totals-known"
    yield Mark(day=today, label=f"{turn.wording(key, day=today)}: {said}")
    election = election_of(turn.session, turn.office).day
    if election and min(sums) <= election <= max(sums):
        yield Mark(day=election, label=turn.wording("totals-election", day=election))


def _spans(wording: Wording, sums: Mapping[date, Sums]) -> Iterable[tuple[str, Sums]]:
    """Name days of the same numbers together: all numbers are said, each once."""
    for each, group in groupby(sums, key=sums.__getitem__):
        first, *others = group
        yield (
            period(wording, first.isoformat()) if not others else wording("totals-span", start=first, end=others[-1]),
            each,
        )


def scale(wording: Wording, most: int) -> tuple[float, tuple[Part, ...]]:
    """Choose round numbers for the lines of a scale; gives its top, too."""
    least = max(most, 1) / LINES
    power = 10 ** math.floor(math.log10(least))
    step = max(1, next(round(factor * power) for factor in (1, 2, 5, 10) if factor * power >= least))
    values = range(0, step * math.ceil(max(most, 1) / step) + 1, step)
    return values[-1], tuple(Part(value=value, said=number(wording, value)) for value in values)
