"""Results of a survey as lines of text, short enough for a telephone: no tables, one line for each answer or Land."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.survey_result_figures import HIDDEN, counted, hides, number, percent
from handlers.survey_result_views import Shown, View, plain_name
from handlers.wording import Markdown
from storage.municipalities import Land
from storage.survey_forms import QuestionType
from storage.survey_participation import Rate
from storage.survey_tallies import LISTED, Line, Numbers


def rate_line(view: View) -> Markdown:
    """Say how many of those asked have sent: municipalities, not messages."""
    return view.wording("survey-result-rate", share=_share(view, view.rate), **_counts(view.rate))


def land_rates(view: View, lands: Iterable[Land]) -> list[Markdown]:
    """Say the same of Länder, one in a line."""
    return [
        view.wording("survey-result-rate-land", land=land, share=_share(view, rate), **_counts(rate))
        for land, rate in view.rates.items()
        if land in set(lands)
    ]


def heading(view: View, shown: Shown) -> Markdown:
    """Write a question, and how many have answered it."""
    wording, line = view.wording, shown.result.total
    parts = [wording("survey-result-question", nth=shown.number, question=view.question(shown))]
    if line.answered is not None:
        parts.append(wording("survey-result-answered", answered=line.answered))
    if shown.result.skipped:
        parts.append(wording("survey-result-skipped", count=shown.result.skipped))
    if shown.question.type is QuestionType.RANK:
        parts.append(wording("survey-result-first"))
    return Markdown(" · ".join(parts))


def total_lines(view: View, shown: Shown) -> list[Markdown]:
    """Write what all together answered: a line for each answer, the sum and middle of numbers, or how many texts."""
    line, wording = shown.result.total, view.wording
    if line.answered is None:
        return [wording("survey-result-too-few-answers")]
    if line.numbers:
        return [Markdown(f"- {words}") for words in _numbers(view, line.numbers)]
    if shown.question.type in LISTED:
        key = "survey-result-texts" if shown.question.type is QuestionType.TEXT else "survey-result-files"
        return [wording(key, count=line.answered)]
    options = view.options(shown)
    lines = [Markdown(f"- {plain_name(label)}: {counted(wording, line, name)}") for name, label in options.items()]
    return (
        lines if len(options) == len(line.counts) else [*lines, wording("survey-result-others", line=Markdown(HIDDEN))]
    )


def text_lines(shown: Shown) -> list[Markdown]:
    """List free texts, each on a line."""
    return [Markdown(f"- {plain_name(text)}") for text in shown.result.texts]


def row_lines(view: View, shown: Shown, rows: Mapping[str, Line]) -> list[Markdown]:
    """Write one line for each Land or size."""
    return [Markdown(f"- {name}{_row(view, shown, line)}") for name, line in rows.items()]


def own_lines(view: View, shown: Shown) -> list[Markdown]:
    """Write the rows of the reader's own Länder."""
    if len(shown.result.by_land) == 1:  # the same as of all
        return []
    own = {view.wording.name(land) for land in view.rights.own}
    return row_lines(view, shown, {name: line for name, line in view.by_land(shown).items() if name in own})


def footnote(view: View, lines: Iterable[Line]) -> list[Markdown]:
    """Say what a dash means, if there is one."""
    return [view.wording("survey-result-hidden")] if any(hides(line) for line in lines) else []


def _row(view: View, shown: Shown, line: Line) -> str:
    if line.answered is None:
        return f": {HIDDEN}"
    if line.numbers:
        said = _numbers(view, line.numbers)
    else:
        chosen = ((key, label) for key, label in view.options(shown).items() if line.counts.get(key) != 0)
        said = [f"{plain_name(label)} {counted(view.wording, line, key)}" for key, label in chosen]
    answered = number(view.wording, line.answered)
    return f" ({answered}): {', '.join(said)}" if said else f": {answered}"


def _numbers(view: View, numbers: Numbers) -> list[str]:
    said = {name: Markdown(number(view.wording, value)) for name, value in numbers.model_dump().items()}
    wording = view.wording
    return [
        wording("survey-result-sum", sum=said["total"]),
        wording("survey-result-median", median=said["median"]),
        wording("survey-result-half", lower=said["lower"], upper=said["upper"]),
    ]


def _counts(rate: Rate) -> dict[str, int]:
    return {"sent": rate.sent, "invited": rate.invited}


def _share(view: View, rate: Rate) -> Markdown:
    return Markdown(percent(view.wording, rate.sent / rate.invited if rate.invited else 0))
