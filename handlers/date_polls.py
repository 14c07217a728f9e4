"""``terminfindung``: the coordinators' command to look for a date, to see how it stands, and to give more time."""

from __future__ import annotations

from datetime import datetime

from handlers.date_answers import PROPOSE
from handlers.date_counters import propose_day
from handlers.date_decision import take_date
from handlers.date_poll_planning import plan_poll
from handlers.date_votes import no_longer
from handlers.meeting_commands import CALL_OFF, meeting_command, other_deed
from handlers.meeting_sending import may_manage
from handlers.meeting_steps import read_deadline, wall_of
from handlers.meeting_times import deadline_moments
from handlers.meetings import TAKE, overview, show_standing
from handlers.messages import Message
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from handlers.wording import Markdown
from storage.audit import note
from storage.date_polls import extend, proposals
from storage.meetings import Meeting, MeetingError, MeetingState

UNTIL = {"frist", "verlaengern", "deadline", "extend"}


def date_poll_command(turn: Turn, typed: str) -> Replies:
    """Look for a date, or show, widen or decide the search whose number is given."""
    found = NUMBERED.fullmatch(typed.strip())
    deed = fold(found["deed"] or "") if found else ""
    if found is None:
        return plan_poll(turn, typed)
    if deed in CALL_OFF:
        return meeting_command(turn, typed)
    if deed and deed not in UNTIL | PROPOSE | TAKE:
        return other_deed(turn, int(found[1]), deed, typed) or plan_poll(turn, typed)
    meeting = turn.session.get(Meeting, int(found[1]))
    if meeting is None or not may_manage(turn, meeting):
        return [turn.reply("meeting-unknown", typed=found[1])]
    if meeting.state is not MeetingState.FINDING:
        return [no_longer(turn, meeting)] if deed else overview(turn, found[1])
    return _do(turn, meeting, deed, found["rest"] or "")


def _do(turn: Turn, meeting: Meeting, deed: str, rest: str) -> Replies:
    if deed in PROPOSE:
        return propose_day(turn, meeting, "", rest)
    if deed in TAKE:
        return take_date(turn, meeting, rest)
    return _extend(turn, meeting, rest) if deed else [show_standing(turn, meeting)]


def _extend(turn: Turn, meeting: Meeting, typed: str) -> Replies:
    """Set another deadline; whoever has not voted is reminded before it."""
    starts = [each.starts_at for each in proposals(turn.session, meeting.id or 0).values() if each.starts_at > turn.now]
    first = {"start": wall_of(min(starts), turn.office.timezone)} if starts else {}
    try:
        until = datetime.fromisoformat(str(read_deadline(turn, first, typed).value))
        meeting = extend(turn.session, meeting.id or 0, until, turn.now)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    except MeetingError:
        return [no_longer(turn, meeting)]
    note(turn.session, turn.now, turn.sender_id, "date-poll-extended", f"meeting:{meeting.id}")
    moments = deadline_moments(meeting, turn.office.timezone, turn.now)
    reminders = Markdown("; ".join(turn.wording("meeting-moment", moment=moment) for moment in moments))
    key = "date-extended-reminders" if moments else "date-extended"
    return [turn.reply(key, title=meeting.title, until=until, times=reminders)]
