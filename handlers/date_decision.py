"""The decision for a date: one tap makes it the meeting, and everybody is invited as to any other."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.choosing import YES
from handlers.date_standing import look_at
from handlers.date_votes import no_longer
from handlers.meeting_sending import invite_all, tell_organisers
from handlers.meeting_steps import END_OF_DAY
from handlers.messages import Choice, Message
from handlers.recurrence import moment_of
from handlers.turn import Office, Outgoing, Replies, Turn
from handlers.typed import fold
from storage.audit import note
from storage.date_polls import Vote, ballots, decide, proposals
from storage.meetings import Meeting, MeetingError, MeetingState

BEFORE = timedelta(days=2)
DAY = timedelta(days=1)


def take_date(turn: Turn, meeting: Meeting, typed: str) -> Replies:
    """Make a proposal the meeting's date. Of two who decide at once the first does; the other is told."""
    if meeting.state is not MeetingState.FINDING:
        return [no_longer(turn, meeting)]
    proposed = proposals(turn.session, meeting.id or 0)
    first, _, sure = typed.partition(" ")
    number = next((number for number in proposed if str(number) == first), 0)
    if not number:
        return [turn.reply("date-no-such", typed=typed, most=len(proposed))]
    start = proposed[number].starts_at
    if start <= turn.now:
        return [turn.reply("meeting-past", start=start)]
    if fold(sure) not in YES and (doubt := _too_early(turn, meeting, number)):
        return [doubt]
    try:
        until = answers_until(turn.office, start, turn.now)
        meeting = decide(turn.session, meeting.id or 0, number, turn.now, answer_until=until)
    except MeetingError:
        return [no_longer(turn, meeting)]
    note(turn.session, turn.now, turn.sender_id, "date-decided", f"meeting:{meeting.id}", number=number)
    suited = [party for party, said in ballots(turn.session, proposed).items() if said.get(number) is Vote.YES]
    asked = invite_all(turn.session, turn.office, meeting, turn.now, suited=suited)
    decided = {"by": turn.sender.label, "title": meeting.title, "start": start}
    told = tell_organisers(turn, meeting, lambda wording: Message(wording("date-decided-by", **decided)))
    return [turn.reply("date-decided", title=meeting.title, start=start, count=len(asked)), *asked, *told]


def _too_early(turn: Turn, meeting: Meeting, number: int) -> Outgoing | None:
    """Ask whether to decide while votes are missing and there is still time to vote."""
    if meeting.answer_until is None or meeting.answer_until <= turn.now:
        return None
    poll = look_at(turn.session, turn.office, meeting, turn.now)
    if not poll.missing:
        return None
    sure = Choice(turn.wording("date-decide-anyway"), f"/termine {meeting.id} nehmen {number} ja")
    counts = {"missing": len(poll.missing), "asked": poll.asked, "until": meeting.answer_until}
    return turn.reply("date-votes-outstanding", sure, **counts)


def answers_until(office: Office, start: datetime, now: datetime) -> datetime | None:
    """Say until when the invited are asked to answer: two days before, if that leaves them a day."""
    day = office.day(start) - BEFORE
    until = moment_of(datetime.combine(day, END_OF_DAY), office.timezone)
    return until if until > now + DAY else None
