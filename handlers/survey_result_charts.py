"""Results of a survey as charts. A chart says nothing that the lines of its message do not say, and hides the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.charts import Chart, ChartKind, Part, Row, to_paint
from handlers.messages import Attachment
from handlers.survey_result_figures import HIDDEN, counted, number, percent
from handlers.survey_result_lines import rate_line
from handlers.survey_result_views import Shown, View
from handlers.wording import Markdown
from storage.survey_forms import QuestionType
from storage.survey_tallies import NUMBERS, Line, QuestionResult

MOST_ROWS, MOST_SERIES = 24, 6
"""More of them nobody reads in a picture; the text has them all."""

STACKABLE = frozenset({QuestionType.SELECT_ONE, QuestionType.RANK, QuestionType.ACKNOWLEDGE})
"""Types of which everybody who answers counts once, so that the answers add up to a whole."""

HIDDEN_PART = Part(value=None)


def total_chart(view: View, shown: Shown) -> Chart | None:
    """Draw what all together answered; None for texts, and where there is too much or too little to draw."""
    line = shown.result.total
    if shown.question.type in NUMBERS:
        return _spread(view, shown, {view.wording("survey-result-all"): line})
    options = view.options(shown)
    if not line.answered or not 0 < len(options) <= MOST_ROWS:
        return None
    rows = [Row(label=label, parts=(_counted(view, line, name),)) for name, label in options.items()]
    key = "survey-result-n-several" if shown.question.type is QuestionType.SELECT_MULTIPLE else "survey-result-n"
    subtitle = view.wording(key, answered=line.answered)
    return _chart(view, ChartKind.BARS, view.question(shown), subtitle, rows, whole=1)


def land_chart(view: View, shown: Shown, rows: Mapping[str, Line]) -> Chart | None:
    """Draw a question's answers by Land, one row each; None where a picture would not show them."""
    options = view.options(shown)
    if shown.question.type in NUMBERS:
        return _spread(view, shown, rows)
    if shown.question.type not in STACKABLE or not 0 < len(options) <= MOST_SERIES or not shown.result.total.answered:
        return None
    title = view.wording("survey-result-by-land", question=Markdown(view.question(shown)))
    stacked = [_stacked(view, name, line, list(options)) for name, line in rows.items()]
    subtitle = view.wording("survey-result-n-lands")
    return _chart(view, ChartKind.STACKED, title, subtitle, stacked, series=tuple(options.values()), whole=1)


def pair_chart(view: View, shown: Shown, before: QuestionResult, waves: tuple[str, str]) -> Chart | None:
    """Draw the shares of an earlier wave and of this one, which are called ``waves``; None for numbers and texts."""
    options = view.options(shown)
    if shown.question.type in NUMBERS or not 0 < len(options) <= MOST_ROWS or not before.total.answered:
        return None
    rows = [
        Row(label=label, parts=(_share(view, before.total, name), _share(view, shown.result.total, name)))
        for name, label in options.items()
    ]
    subtitle = view.wording("survey-result-n-waves")
    return _chart(view, ChartKind.PAIRS, view.question(shown), subtitle, rows, series=waves, whole=1)


def rate_chart(view: View) -> Chart | None:
    """Draw the response rate by Land; of one Land alone there is nothing to draw."""
    wording = view.wording
    if len(view.rates) <= 1:
        return None
    rows: list[Row] = []
    for land, of_land in view.rates.items():
        share = of_land.sent / of_land.invited
        said = wording(
            "survey-result-of", sent=of_land.sent, invited=of_land.invited, share=Markdown(percent(wording, share))
        )
        rows.append(Row(label=wording.name(land), parts=(Part(value=share, said=said),)))
    return _chart(view, ChartKind.BARS, wording("survey-result-rate-title"), rate_line(view), rows, whole=1)


def _spread(view: View, shown: Shown, lines: Mapping[str, Line]) -> Chart | None:
    known = [line.numbers for line in lines.values() if line.numbers]
    if not known or min(numbers.lower for numbers in known) < 0 or max(numbers.upper for numbers in known) <= 0:
        return None
    rows = [Row(label=name, parts=_quartiles(view, line)) for name, line in lines.items()]
    subtitle = view.wording("survey-result-n-numbers", answered=shown.result.total.answered or 0)
    whole = max(numbers.upper for numbers in known)
    return _chart(view, ChartKind.SPREAD, view.question(shown), subtitle, rows, whole=whole)


def _quartiles(view: View, line: Line) -> tuple[Part, ...]:
    if line.numbers is None:
        return (HIDDEN_PART,) * 3
    values = (line.numbers.lower, line.numbers.median, line.numbers.upper)
    return tuple(Part(value=value, said=number(view.wording, value)) for value in values)


def _stacked(view: View, name: str, line: Line, options: Sequence[str]) -> Row:
    answered = HIDDEN if line.answered is None else number(view.wording, line.answered)
    return Row(label=f"{name} ({answered})", parts=tuple(_share(view, line, option) for option in options))


def _counted(view: View, line: Line, option: str) -> Part:
    share = line.share(option)
    return HIDDEN_PART if share is None else Part(value=share, said=counted(view.wording, line, option))


def _share(view: View, line: Line, option: str) -> Part:
    share = line.share(option)
    if share is None:  # hidden, or there was nothing to choose
        return Part(value=0) if line.answered == 0 or option not in line.counts else HIDDEN_PART
    return Part(value=share, said=percent(view.wording, share))


def picture(chart: Chart | None) -> Attachment | None:
    """Attach a chart, if there is one that shows anything."""
    return to_paint(chart) if chart and not chart.is_blank else None


def _chart(  # noqa: PLR0913 - what every chart has
    view: View,
    kind: ChartKind,
    title: str,
    subtitle: str,
    rows: Sequence[Row],
    *,
    whole: float,
    series: tuple[str, ...] = (),
) -> Chart:
    return Chart(
        kind=kind,
        title=title,
        subtitle=subtitle,
        rows=tuple(rows),
        series=series,
        whole=whole,
        hidden=HIDDEN,
        note=view.wording("survey-result-hatched"),
    )
