"""``termin``: the coordinators' command: a new meeting, or by its number one to change, call off or write up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.commands import COORDINATORS
from handlers.date_poll_lines import find_moments
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, start
from handlers.meeting_planning import change_meeting, plan_meeting
from handlers.meeting_sending import may_manage, tell_all
from handlers.meeting_steps import read_text
from handlers.meeting_words import details_words
from handlers.meetings import MANAGING, MINUTES_WORDS, overview
from handlers.messages import Choice
from handlers.minutes import begin_minutes
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.repeats import next_turn
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import NUMBERED, fold
from handlers.wording import Markdown
from storage.audit import note
from storage.meetings import EditedMeanwhileError, Meeting, MeetingState, OverError, cancel, end_series, is_followed

CHANGE = {"aendern", "bearbeiten", "change", "edit"}
MOVE = {"verschieben", "verlegen", "move"}
CALL_OFF = {"absagen", "abblasen", "cancel"}
ONE, ALL = "nur diesen", "alle weiteren"


def meeting_command(turn: Turn, typed: str) -> Replies:
    """Make a meeting, or change, move, call off or write the minutes of the one whose number is given."""
    found = NUMBERED.fullmatch(typed.strip())
    deed = fold(found["deed"] or "") if found else ""
    if deed in MANAGING:
        return overview(turn, typed.strip())
    if found is None:
        return plan_meeting(turn, typed)
    if deed and deed not in CHANGE | MOVE | CALL_OFF | MINUTES_WORDS:
        return other_deed(turn, int(found[1]), deed, typed) or plan_meeting(turn, typed)
    meeting = turn.session.get(Meeting, int(found[1]))
    if meeting is None or not may_manage(turn, meeting):
        return [turn.reply("meeting-unknown", typed=found[1])]
    if not deed or (meeting.state is MeetingState.FINDING and deed not in CALL_OFF | MINUTES_WORDS):
        return overview(turn, found[1])
    return _do(turn, meeting, deed, found["rest"] or "")


def other_deed(turn: Turn, number: int, deed: str, typed: str) -> Replies:
    """Say what can be done with a meeting instead of something unknown; nothing for the line of a new one."""
    meeting = turn.session.get(Meeting, number)
    is_new = deed == "uhr" or find_moments(typed, turn.today, turn.office.timezone).moments
    if is_new or meeting is None or not may_manage(turn, meeting):
        return []
    key = "date-deeds" if _is_poll(meeting) else "meeting-deeds"
    return [turn.reply(key, typed=deed, number=number, title=meeting.title)]


def _do(turn: Turn, meeting: Meeting, deed: str, rest: str) -> Replies:
    if meeting.state is MeetingState.CANCELLED:
        return [_about_series(turn, meeting, rest) if deed in CALL_OFF else _is_off(turn, meeting)]
    if deed in MINUTES_WORDS:
        return begin_minutes(turn, meeting, rest)
    if meeting.has_begun(turn.now):
        return [turn.reply("meeting-answer-over", title=meeting.title, start=meeting.begins)]
    if deed in CALL_OFF:
        answers: Answers = {"meeting": meeting.id, "version": meeting.version}
        dialogue = CALLING_OFF_POLL if _is_poll(meeting) else CALLING_OFF
        return start(turn, dialogue, answers | ({"reason": rest} if rest else {}))
    return change_meeting(turn, meeting, rest, move=deed in MOVE)


def _is_off(turn: Turn, meeting: Meeting) -> Outgoing:
    return turn.reply("meeting-answer-cancelled", title=meeting.title)


def _about_series(turn: Turn, meeting: Meeting, typed: str) -> Outgoing:
    """End the series of a meeting that is off, or offer to: whoever calls it off once more may mean that."""
    if fold(typed) == ALL and end_series(turn.session, meeting.id or 0, turn.now):
        note(turn.session, turn.now, turn.sender_id, "series-ended", f"meeting:{meeting.id}")
        return turn.reply("meeting-series-ended", title=meeting.title)
    wall = next_turn(meeting, turn.now)
    if wall is None or is_followed(turn.session, meeting):
        return _is_off(turn, meeting)
    end = Choice(turn.wording("meeting-end-series"), f"/termin {meeting.id} absagen {ALL}")
    return turn.reply("meeting-series-goes-on", end, title=meeting.title, next=moment_of(wall, meeting.zone))


def _is_poll(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.FINDING


def _repeats(turn: Turn, answers: Answers) -> bool:
    return bool(turn.session.get_one(Meeting, answers["meeting"]).rule)


def _scope_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    return [Choice(turn.wording("meeting-cancel-one"), ONE), Choice(turn.wording("meeting-cancel-all"), ALL)]


def _read_scope(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    if typed not in {ONE, ALL}:
        raise Problem("meeting-cancel-unclear")
    return Understood(typed)


def _review(turn: Turn, answers: Answers) -> Review:
    meeting = turn.session.get_one(Meeting, answers["meeting"])
    reason = turn.wording("meeting-reason", reason=answers["reason"]) if answers["reason"] else ""
    series = turn.wording("meeting-review-cancel-series") if answers.get("scope") == ALL else ""
    lead = turn.wording("date-poll-review-cancel" if _is_poll(meeting) else "meeting-review-cancel")
    parts = [lead, details_words(turn.wording, meeting, turn.now), series, reason]
    return Review(Markdown("\n\n".join(part for part in parts if part)))


def _finish(turn: Turn, answers: Answers) -> Replies:
    seen, all_following = turn.session.get_one(Meeting, answers["meeting"]), answers.get("scope") == ALL
    is_poll = _is_poll(seen)
    if seen.has_begun(turn.now):
        return [turn.reply("meeting-answer-over", title=seen.title, start=seen.begins)]
    try:
        meeting = cancel(turn.session, answers["meeting"], answers["version"], turn.now, with_following=all_following)
    except EditedMeanwhileError:
        newest = turn.session.get_one(Meeting, answers["meeting"])
        again = {**answers, "version": newest.version}
        return start(turn, CALLING_OFF, again, [turn.wording("meeting-edited-meanwhile")])
    except OverError:
        return [_about_series(turn, seen, answers.get("scope", ""))]
    note(turn.session, turn.now, turn.sender_id, "meeting-cancelled", f"meeting:{meeting.id}")
    news = "date-poll" if is_poll else "meeting-series" if all_following else "meeting"
    key = f"{news}-cancelled-because" if answers["reason"] else f"{news}-cancelled"
    told = tell_all(turn.session, turn.office, meeting, key, turn.now, ask=False, reason=answers["reason"] or "")
    goes_on = [_about_series(turn, meeting, "")] if meeting.rule else []
    return [turn.reply("meeting-cancelled-done", title=meeting.title, count=len(told)), *goes_on, *told]


CALLING_OFF = Dialogue(
    name="meeting-cancel",
    roles=COORDINATORS,
    steps=(
        Step("scope", _read_scope, _scope_choices, needed=_repeats),
        Step("reason", read_text, optional=True, free=True),
    ),
    review=_review,
    finish=_finish,
)
CALLING_OFF_POLL = replace(CALLING_OFF, name="date-poll-cancel")
