"""What a change of a meeting changes, before it is done: each field before and after, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.audiences import audience_words, reach_words
from handlers.meeting_sending import newcomers
from handlers.meeting_times import reminder_moments
from handlers.repeats import repeat_words
from handlers.turn import Turn
from handlers.wording import Markdown, Wording
from storage.audience_criteria import Audience
from storage.audiences import reach
from storage.meetings import CHANGEABLE, Meeting


def changed_values(before: Meeting, values: Mapping[str, object]) -> dict[str, object]:
    """Pick the values that differ from a meeting's."""
    return {name: value for name, value in values.items() if getattr(before, name) != value}


def change_words(turn: Turn, before: Meeting, after: Meeting, answers: int) -> list[Markdown]:
    """Write what is about to change; a new start opens all answers again and moves the reminders."""
    wording = turn.wording
    changed = changed_values(before, {name: getattr(after, name) for name in CHANGEABLE})
    if not changed:
        return [wording("meeting-nothing-changed")]
    lines = [wording("meeting-review-change")]
    lines += [
        wording(
            "meeting-change-line",
            name=wording(f"meeting-{FIELDS.get(name, name)}"),
            before=_shown(turn, name, getattr(before, name)),
            after=_shown(turn, name, value),
        )
        for name, value in changed.items()
    ]
    follows = _moved_words(wording, after, answers, turn.now) if "starts_at" in changed else []
    follows += [_audience_words(turn, before, after)] if "audience" in changed else []
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


def _audience_words(turn: Turn, before: Meeting, after: Meeting) -> Markdown:
    """Say who is asked besides those who were; nobody is sent away again."""
    asked = newcomers(turn.session, turn.office, before, after.whom, turn.now)
    said = turn.wording("meeting-review-audience", count=len({each.person.id for each in asked}))
    return Markdown(f"{said}\n{reach_words(turn.wording, reach(turn.session, after.whom, turn.today))}")


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


def _shown(turn: Turn, name: str, value: object) -> object:
    if value in (None, ""):
        return turn.wording("meeting-nothing")
    if name == "rule":
        return repeat_words(turn.wording, str(value))
    if name == "audience":
        return audience_words(turn, Audience.model_validate(value))
    return value if isinstance(value, str | datetime) else Markdown(str(value))
