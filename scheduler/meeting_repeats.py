"""Series in time: the meeting that follows another is made, and everybody asked to it, exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from handlers.audiences import reach_words
from handlers.caretakers import caretakers
from handlers.meeting_sending import audience_now, change_choices, invite_all
from handlers.meeting_times import REPEAT
from handlers.meeting_words import details_words
from handlers.messages import Message
from handlers.recurrence import moment_of
from handlers.repeats import going_on, holiday_words, next_turn, turn_of, turns_after
from handlers.turn import Outgoing
from handlers.wording import Markdown
from scheduler.subjects import meeting_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.audit import note
from storage.due import DueItem
from storage.meetings import Meeting, repeat
from storage.outbox import Lane, Urgency
from storage.persons import Person


def make_next(strike: Strike, item: DueItem) -> Deed:
    """Make the meeting that follows. Those whose turn was while we were away are left out, and the organiser told."""
    before = meeting_named(strike, item)
    wall = next_turn(before, strike.now)
    if wall is None or before.begins > strike.now:
        return Skip("the meeting repeats no more or was moved")
    between = takewhile(lambda turn: turn < wall, turns_after(before))
    missed = sum(
        moment_of(turn, before.zone) > before.begins for turn in between
    )  # the others are left out by the move
    following = repeat(strike.session, before, strike.now, **_values(before, wall, strike.now))
    if following is None:
        return Skip("the meeting that follows is there already")
    note(strike.session, strike.now, None, "meeting-repeated", f"meeting:{following.id}")
    asked = invite_all(strike.session, strike.office, following, strike.now)
    people = caretakers(strike.session, following.created_by, strike.today)
    return Say([*(_announced(strike, person, following, wall, missed, asked) for person in people), *asked])


def _values(before: Meeting, wall: datetime, now: datetime) -> dict[str, object]:
    """Say what differs from the meeting before: its start, and its deadline as long before that on the wall clock.

    The distance is that to the wall time whose turn it was: a meeting that was moved has kept its deadline.
    """
    begins, until = moment_of(wall, before.zone), None
    if before.answer_until is not None:
        last = before.answer_until.astimezone(before.zone).replace(tzinfo=None)
        until = moment_of(wall - (turn_of(before.rule) - last), before.zone)
    return {
        "starts_at": begins,
        "rule": going_on(before.rule, wall),
        "answer_until": until if until and now < until <= begins else None,
    }


def _announced(  # noqa: PLR0913 - to whom, which meeting, when, after how many missed, and who was asked
    strike: Strike, person: Person, meeting: Meeting, wall: datetime, missed: int, asked: Sequence[Outgoing]
) -> Outgoing:
    """Tell an organiser that a series goes on, and what they may want to change."""
    wording = strike.office.wording(person.language)
    parts = [wording("meeting-repeated", title=meeting.title, number=meeting.id, count=len(asked))]
    parts += holiday_words(wording, wall)
    parts += [wording("meeting-repeat-missed", count=missed)] if missed else []
    parts += [details_words(wording, meeting, strike.now)]
    if not asked:
        parts.append(reach_words(wording, audience_now(strike.session, strike.office, meeting, strike.now)))
    why = wording("why-organiser", title=meeting.title)
    message = Message(Markdown("\n\n".join(parts)), change_choices(wording, meeting))
    return Outgoing(message, person=person, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why)


MEETING_REPEAT = Rule(REPEAT, make_next)
