"""``termin``: the coordinators' command for meetings: a new one, or one by its number to change or call off."""

from __future__ import annotations

import re

from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, start
from handlers.meeting_planning import change_meeting, plan_meeting
from handlers.meeting_sending import may_manage, tell_all
from handlers.meeting_steps import read_text
from handlers.meeting_words import details_words
from handlers.meetings import overview
from handlers.turn import Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.meetings import EditedMeanwhileError, Meeting, MeetingState, OverError, cancel

NUMBERED = re.compile(r"(?:nr\.? ?)?(\d{1,9})(?:\s+(?P<deed>\S+)(?:\s+(?P<rest>.+))?)?$", re.IGNORECASE | re.DOTALL)
CHANGE = {"aendern", "bearbeiten", "change", "edit"}
MOVE = {"verschieben", "verlegen", "move"}
CALL_OFF = {"absagen", "abblasen", "cancel"}


def meeting_command(turn: Turn, typed: str) -> Replies:
    """Make a meeting, or change, move or call off the one whose number is given."""
    found = NUMBERED.fullmatch(typed.strip())
    deed = fold(found["deed"] or "") if found else ""
    if found is None or (deed and deed not in CHANGE | MOVE | CALL_OFF):
        return plan_meeting(turn, typed)
    meeting = turn.session.get(Meeting, int(found[1]))
    if meeting is None or not may_manage(turn, meeting):
        return [turn.reply("meeting-unknown", typed=found[1])]
    if not deed or (meeting.state is MeetingState.FINDING and deed not in CALL_OFF):
        return overview(turn, found[1])
    return _do(turn, meeting, deed, found["rest"] or "")


def _do(turn: Turn, meeting: Meeting, deed: str, rest: str) -> Replies:
    if meeting.state is MeetingState.CANCELLED:
        return [turn.reply("meeting-answer-cancelled", title=meeting.title)]
    if meeting.starts_at is not None and meeting.begins <= turn.now:
        return [turn.reply("meeting-answer-over", title=meeting.title, start=meeting.begins)]
    if deed in CALL_OFF:
        answers: Answers = {"meeting": meeting.id, "version": meeting.version}
        return start(turn, CALLING_OFF, answers | ({"reason": rest} if rest else {}))
    return change_meeting(turn, meeting, rest)


def _review(turn: Turn, answers: Answers) -> Review:
    meeting = turn.session.get_one(Meeting, answers["meeting"])
    reason = turn.wording("meeting-reason", reason=answers["reason"]) if answers["reason"] else ""
    parts = [turn.wording("meeting-review-cancel"), details_words(turn.wording, meeting, turn.now), reason]
    return Review(Markdown("\n\n".join(part for part in parts if part)))


def _finish(turn: Turn, answers: Answers) -> Replies:
    try:
        meeting = cancel(turn.session, answers["meeting"], answers["version"], turn.now)
    except EditedMeanwhileError:
        newest = turn.session.get_one(Meeting, answers["meeting"])
        again = {**answers, "version": newest.version}
        return start(turn, CALLING_OFF, again, [turn.wording("meeting-edited-meanwhile")])
    except OverError:
        return [turn.reply("meeting-answer-cancelled", title=turn.session.get_one(Meeting, answers["meeting"]).title)]
    note(turn.session, turn.now, turn.sender_id, "meeting-cancelled", f"meeting:{meeting.id}")
    key = "meeting-cancelled-because" if answers["reason"] else "meeting-cancelled"
    told = tell_all(turn.session, turn.office, meeting, key, turn.now, ask=False, reason=answers["reason"] or "")
    return [turn.reply("meeting-cancelled-done", title=meeting.title, count=len(told)), *told]


CALLING_OFF = Dialogue(
    name="meeting-cancel",
    roles=COORDINATORS,
    steps=(Step("reason", read_text, optional=True, free=True),),
    review=_review,
    finish=_finish,
)
