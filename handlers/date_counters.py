"""Another day instead: a proposal from somebody who was asked, or one more from who looks after the meeting."""

from __future__ import annotations

from datetime import datetime

from handlers.date_standing import holiday_words, look_at
from handlers.date_votes import no_longer, show_card, take_votes
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.half_starts import HALF, read_start
from handlers.meeting_sending import may_manage, own_parties, tell_organisers
from handlers.meeting_times import deadline_moments
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.date_polls import ProposedAlreadyError, TooManyProposalsError, Vote, propose
from storage.dialogues import end_dialogue, running_dialogue
from storage.meetings import Meeting, MeetingError


def propose_day(turn: Turn, meeting: Meeting, party: str, typed: str) -> Replies:
    """Put one more day on the list, or ask for it; ``party`` is empty for who looks after the meeting."""
    if party and meeting.answer_until and turn.now > meeting.answer_until:
        return [turn.reply("date-proposal-late", until=meeting.answer_until)]
    answers: Answers = {"meeting": meeting.id, "party": party}
    remarks: list[Markdown] = []
    if typed:
        try:
            understood = _read(turn, answers, typed)
            if not understood.begun:
                return _proposed(turn, answers | {"start": understood.value})
            answers[HALF], remarks = understood.value, [understood.remark] if understood.remark else []
        except Problem as problem:
            remarks = [turn.wording.problem(problem)]
    if running_dialogue(turn.session, turn.sender_id):
        return [turn.reply("date-proposal-in-a-line", number=meeting.id)]
    return start(turn, PROPOSAL, answers, remarks)


def _read(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read a day later than the deadline: until then people still vote."""
    meeting = turn.session.get_one(Meeting, answers["meeting"])
    understood = read_start(turn, {**answers, "timezone": meeting.timezone}, typed)
    if understood.begun:
        return understood
    moment = _moment(meeting, str(understood.value))
    if meeting.answer_until and moment <= meeting.answer_until:
        raise Problem("date-before-deadline", start=moment, until=meeting.answer_until)
    return understood


def _moment(meeting: Meeting, wall: str) -> datetime:
    return moment_of(datetime.fromisoformat(wall), meeting.zone)


def _proposed(turn: Turn, answers: Answers) -> Replies:
    meeting, party = turn.session.get_one(Meeting, answers["meeting"]), answers["party"]
    if not (party in own_parties(turn, meeting) if party else may_manage(turn, meeting)):
        return [turn.reply("not-allowed")]
    moment = _moment(meeting, answers["start"])
    try:
        number = propose(turn.session, meeting.id or 0, moment, turn.now, by=turn.sender_id if party else None)
    except (ProposedAlreadyError, TooManyProposalsError) as error:
        full = isinstance(error, TooManyProposalsError)
        words = turn.wording("date-list-full") if full else turn.wording("date-proposed-already", start=moment)
        return [show_card(turn, meeting, party, words) if party else Outgoing(Message(words))]
    except MeetingError:
        return [no_longer(turn, meeting)]
    _forget_question(turn, meeting)
    note(turn.session, turn.now, turn.sender_id, "date-proposed", f"meeting:{meeting.id}", number=number)
    told = tell_organisers(turn, meeting, lambda wording: _news(turn, wording, meeting, number))
    if not party:
        return [turn.reply("date-proposal-added", number=number, start=moment), *told]
    remark = turn.wording("date-proposal-noted", number=number, start=moment)
    return [*take_votes(turn, meeting, party, {number: Vote.YES}, remark), *told]


def _forget_question(turn: Turn, meeting: Meeting) -> None:
    """End the question for a day of this meeting that a line before has opened."""
    open_one = running_dialogue(turn.session, turn.sender_id)
    if open_one and open_one.dialogue == PROPOSAL.name and open_one.answers["meeting"] == meeting.id:
        end_dialogue(turn.session, turn.sender_id)


def _news(turn: Turn, wording: Wording, meeting: Meeting, number: int) -> Message:
    """Tell who looks after the meeting, with what speaks against the day and when the others hear of it."""
    standings = look_at(turn.session, turn.office, meeting, turn.now).ranked
    candidate = next(each.candidate for each in standings if each.candidate.number == number)
    parts = [wording("date-proposal-told", by=turn.sender.label, title=meeting.title, start=candidate.starts_at)]
    if candidate.holiday_in:
        parts.append(Markdown(f"{holiday_words(wording, candidate.holiday_in)}."))
    reminders = deadline_moments(meeting, turn.office.timezone, turn.now)
    key = "date-asked-then" if reminders else "date-asked-no-more"
    parts.append(wording(key, at=min(reminders, default=None), number=meeting.id))
    return Message(Markdown(" ".join(parts)), (Choice(wording("date-look"), f"/termine Nr. {meeting.id}"),))


PROPOSAL = Dialogue("date-proposal", steps=(Step("start", _read),), finish=_proposed)
