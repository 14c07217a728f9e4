"""What a change of a meeting changes, before it is done: each field before and after, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.meeting_times import reminder_moments
from handlers.repeats import repeat_words
from handlers.wording import Markdown, Wording
from storage.meetings import CHANGEABLE, Meeting


def changed_values(before: Meeting, values: Mapping[str, object]) -> dict[str, object]:
    """Pick the values that differ from a meeting's."""
    return {name: value for name, value in values.items() if getattr(before, name) != value}


def change_words(wording: Wording, before: Meeting, after: Meeting, answers: int, now: datetime) -> list[Markdown]:
    """Write what is about to change; a new start opens all answers again and moves the reminders."""
    changed = changed_values(before, {name: getattr(after, name) for name in CHANGEABLE})
    if not changed:
        return [wording("meeting-nothing-changed")]
    lines = [wording("meeting-review-change")]
    lines += [
        wording(
            "meeting-change-line",
            name=wording(f"meeting-{FIELDS.get(name, name)}"),
            before=_shown(wording, name, getattr(before, name)),
            after=_shown(wording, name, value),
        )
        for name, value in changed.items()
    ]
    follows = _moved_words(wording, after, answers, now) if "starts_at" in changed else []
    # A paragraph each: right below the list, they would belong to its last line.
    return [Markdown("\n".join(lines)), *follows, *_series_words(wording, after, changed)]


def _moved_words(wording: Wording, after: Meeting, answers: int, now: datetime) -> list[Markdown]:
    """Say what a new start does to the answers and the reminders."""
    words = [wording("meeting-review-moved", answers=answers)]
    moments = reminder_moments(after, wording.timezone, now)
    if moments:
        times = Markdown("; ".join(_shown_moment(wording, moment) for moment in moments))
        words.append(wording("meeting-reminders", times=times))
    return words


def _series_words(wording: Wording, after: Meeting, changed: Mapping[str, object]) -> list[Markdown]:
    """Say what a change does to a series: the start is the meeting's own, all else holds for those to come."""
    if not after.rule:
        return []
    words = [wording("meeting-review-series")] if changed.keys() - OF_ITS_OWN else []
    return [*words, wording("meeting-review-moved-one")] if changed.keys() & OF_ITS_OWN == {"starts_at"} else words


OF_ITS_OWN = {"starts_at", "rule"}
"""What a meeting of a series does not hand on as it is: its start, and the rule that says when the others are."""

FIELDS = {"starts_at": "start", "title": "name"}


def _shown_moment(wording: Wording, moment: datetime) -> str:
    return wording("meeting-moment", moment=moment)


def _shown(wording: Wording, name: str, value: object) -> object:
    if value in (None, ""):
        return wording("meeting-nothing")
    if name == "rule":
        return repeat_words(wording, str(value))
    return value if isinstance(value, str | datetime) else Markdown(str(value))
