"""Answering an invitation: the municipality's answer, whoever of it writes; a substitute; something for the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.dialogues import Answers, Dialogue, Step, start
from handlers.meeting_sending import answer_choices, colleagues_asked, party_words, speakers_asked, tell_organisers
from handlers.meeting_steps import read_text
from handlers.meeting_words import answer_words, details_words
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.answers import COMING, Answer
from storage.attendance import Answered, Attendance, answer, answers, ask, invitations_of
from storage.audit import note
from storage.dialogues import running_dialogue
from storage.meetings import Meeting, MeetingState, OverError
from storage.minutes import newest_minutes
from storage.outbox import Lane, Urgency


def respond_to_meeting(turn: Turn, meeting: Meeting, said: Answer, party: str, comment: str = "") -> Replies:
    """Take an answer for a party that the person was asked for; says what became of it and tells the colleagues."""
    refusal = _refusal(turn, meeting)
    if refusal is not None:
        return [refusal]
    try:
        given = answer(turn.session, meeting.id or 0, party, said, turn.sender_id, turn.now, comment=comment)
    except OverError:  # called off while this answer was on its way
        return [turn.reply("meeting-answer-cancelled", title=meeting.title)]
    note(turn.session, turn.now, turn.sender_id, "answered", f"meeting:{meeting.id}", party=party, answer=said.value)
    replies = [
        _thanks(turn, meeting, given),
        *_to_colleagues(turn, meeting, given),
        *moved_up_notices(turn, meeting, given.moved_up),
    ]
    if said is Answer.SUBSTITUTE and not comment and running_dialogue(turn.session, turn.sender_id) is None:
        replies += start(turn, SUBSTITUTE, {"meeting": meeting.id, "party": party})
    return replies


def _refusal(turn: Turn, meeting: Meeting) -> Outgoing | None:
    if meeting.state is MeetingState.FINDING:
        return turn.reply("meeting-answer-finding", title=meeting.title)
    return _over(turn, meeting)


def _over(turn: Turn, meeting: Meeting) -> Outgoing | None:
    """Say that nothing can be said to a meeting any more, if that is so."""
    if meeting.state is MeetingState.CANCELLED:
        return turn.reply("meeting-answer-cancelled", title=meeting.title)
    if meeting.has_begun(turn.now):
        return turn.reply("meeting-answer-over", title=meeting.title, start=meeting.begins)
    return None


def _thanks(turn: Turn, meeting: Meeting, given: Answered) -> Outgoing:
    wording, now = turn.wording, given.now
    values: dict[str, object] = {"title": meeting.title, "party": party_words(turn.session, wording, now.party)}
    if now.waiting:
        key = "meeting-waiting"
        values["place"] = _place_in_queue(turn, meeting, now)
    else:
        key = f"meeting-thanks-{now.answer}"
        values |= {"start": meeting.begins, "answer": answer_words(wording, now)}
    lines = [wording(key, **values)]
    if meeting.answer_until and turn.now > meeting.answer_until:
        lines.append(wording("meeting-after-deadline", until=meeting.answer_until))
    if now.answer in COMING and not now.waiting:
        lines.append(wording("meeting-join", link=meeting.link) if meeting.link else wording("meeting-no-link"))
    topic = Choice(wording("meeting-suggest"), f"/termine {meeting.id} frage")
    return Outgoing(Message(Markdown("\n\n".join(lines)), (topic,)))


def _place_in_queue(turn: Turn, meeting: Meeting, attendance: Attendance) -> int:
    waiting = [each.id for each in answers(turn.session, meeting).values() if each.waiting]
    return waiting.index(attendance.id) + 1


def _to_colleagues(turn: Turn, meeting: Meeting, given: Answered) -> Replies:
    """Tell the others who were asked for the same party, so that nobody answers against a colleague unknowingly."""
    replies: list[Outgoing] = []
    if given.before is not None and given.before.answer is given.now.answer:
        return replies  # a name was added, or the same said again
    for colleague in colleagues_asked(turn, meeting, given.now.party):
        wording = turn.office.wording(colleague.language)
        text = wording(
            "meeting-told-colleague" if given.before is None else "meeting-told-colleague-again",
            by=turn.sender.label,
            title=meeting.title,
            answer=answer_words(wording, given.now),
            before=answer_words(wording, given.before),
        )
        choices = answer_choices(wording, meeting, given.now.party)
        why = wording("why-colleague", title=meeting.title)
        told = Message(text, choices)
        replies.append(Outgoing(told, person=colleague, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why))
    return replies


def moved_up_notices(turn: Turn, meeting: Meeting, moved_up: Sequence[Attendance]) -> Replies:
    """Tell those who got a freed place; they can still say no."""
    replies: list[Outgoing] = []
    for attendance in moved_up:
        for person in speakers_asked(turn, meeting, attendance.party):
            wording = turn.office.wording(person.language)
            text = wording("meeting-moved-up", title=meeting.title, start=meeting.begins)
            message = Message(text, answer_choices(wording, meeting, attendance.party))
            why = wording("why-waiting", title=meeting.title)
            replies.append(Outgoing(message, person=person, lane=Lane.NOTICE, why=why))
    return replies


def suggest(turn: Turn, meeting: Meeting, typed: str) -> Replies:
    """Take something for the agenda, or ask for it."""
    refusal = _over(turn, meeting)
    if refusal is not None:
        return [refusal]
    own = invitations_of(turn.session, meeting.id or 0, turn.sender_id)
    answers: Answers = {"meeting": meeting.id, "party": own[0].party}
    if not typed and running_dialogue(turn.session, turn.sender_id):
        return [turn.reply("meeting-suggest-in-a-line", number=meeting.id)]
    return _suggested(turn, answers | {"text": typed}) if typed else start(turn, SUGGESTION, answers)


def _suggested(turn: Turn, answers: Answers) -> Replies:
    meeting = turn.session.get_one(Meeting, answers["meeting"])
    refusal = _over(turn, meeting)
    if refusal is not None:
        return [refusal]
    asked = ask(turn.session, meeting.id or 0, answers["party"], turn.sender_id, answers["text"], turn.now)

    def news(wording: Wording) -> Message:
        party = party_words(turn.session, wording, asked.party)
        return Message(wording("meeting-suggestion", party=party, title=meeting.title, text=asked.text))

    return [turn.reply("meeting-suggested", title=meeting.title), *tell_organisers(turn, meeting, news)]


def _substituted(turn: Turn, answers: Answers) -> Replies:
    meeting = turn.session.get_one(Meeting, answers["meeting"])
    who = answers["who"]
    if not who:
        return [turn.reply("meeting-substitute-unnamed")]
    return respond_to_meeting(turn, meeting, Answer.SUBSTITUTE, answers["party"], who)


def invitation_again(turn: Turn, meeting: Meeting, party: str, given: Attendance | None) -> Outgoing:
    """Show a meeting to somebody invited, with what their party has answered."""
    wording = turn.wording
    answered = wording("meeting-your-answer", answer=answer_words(wording, given))
    whose = party_words(turn.session, wording, party)
    text = Markdown(
        "\n\n".join([details_words(wording, meeting, turn.now), wording("meeting-for", party=whose), answered])
    )
    choices: tuple[Choice, ...] = ()
    if meeting.is_open(turn.now):
        topic = Choice(wording("meeting-suggest"), f"/termine {meeting.id} frage")
        choices = (*answer_choices(wording, meeting, party), topic)
    elif newest_minutes(turn.session, meeting.id or 0):
        choices = (Choice(wording("meeting-see-minutes"), f"/termine {meeting.id} protokoll"),)
    return Outgoing(Message(text, choices))


SUBSTITUTE = Dialogue(
    "meeting-substitute", steps=(Step("who", read_text, optional=True, free=True),), finish=_substituted
)
SUGGESTION = Dialogue("meeting-suggestion", steps=(Step("text", read_text, free=True),), finish=_suggested)
