"""Meetings for those invited: ``termine``, ``termine vergangen``, ``termine 12``, ``termine 12 ja``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from handlers.date_answers import about_poll, is_about_dates
from handlers.date_decision import take_date
from handlers.date_standing import standing_message
from handlers.date_words import ballot_words, numbers_words
from handlers.meeting_answers import invitation_again, respond_to_meeting, suggest
from handlers.meeting_sending import PARTY, WORDS, audience_now, change_choices, may_manage, own_parties, party_words
from handlers.meeting_words import answer_words, details_words, when_words
from handlers.messages import Attachment, Choice, Message
from handlers.minutes import show_minutes
from handlers.role_words import plain_label
from handlers.spreadsheets import CSV, csv_file, harmless
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.answers import COMING, Answer
from storage.attendance import Attendance, answers, questions
from storage.date_polls import ballots, proposals
from storage.meetings import Meeting, MeetingState, past, upcoming
from storage.minutes import newest_minutes

LISTED = 15
ANSWERS = {word: said for said, word in WORDS.items()} | {
    "zusagen": Answer.YES,
    "zusage": Answer.YES,
    "yes": Answer.YES,
    "absagen": Answer.NO,
    "absage": Answer.NO,
    "no": Answer.NO,
    "maybe": Answer.MAYBE,
    "substitute": Answer.SUBSTITUTE,
}
QUESTION = {"frage", "thema", "anmerkung", "question", "topic"}
ANSWERED = {"antworten", "answers"}
MINUTES_WORDS = {"protokoll", "minutes"}
NUMBER_SAID = re.compile(r"^nr\.? ?(?=\d)", re.IGNORECASE)
TAKE = {"nehmen", "take"}
PAST = {"vergangen", "vergangene", "frueher", "fruehere", "past"}
KEPT = timedelta(days=180)
"""How long what is over is listed; by its number it is shown for ever."""


def overview(turn: Turn, typed: str) -> Replies:
    """List what is to come or what is over, show one meeting, or take an answer to it."""
    number, _, rest = NUMBER_SAID.sub("", typed).partition(" ")
    if not number:
        return [_list(turn, upcoming(turn.session, turn.now), "meetings-heading", "meetings-none")]
    if fold(number) in PAST:
        over = past(turn.session, turn.now, turn.now - KEPT)
        return [_list(turn, over, "meetings-past-heading", "meetings-past-none")]
    meeting = _found(turn, int(number)) if number.isdecimal() and len(number) < TOO_LONG else None
    if meeting is None:
        return [turn.reply("meeting-unknown", typed=number)]
    return _about(turn, meeting, *rest.partition(" ")[::2])


def meeting_name(turn: Turn, number: int) -> str | None:
    """Say what the meeting with a number is called, if the person may see it."""
    meeting = _found(turn, number)
    return meeting.title if meeting else None


def _found(turn: Turn, number: int) -> Meeting | None:
    meeting = turn.session.get(Meeting, number)
    return meeting if meeting and (_is_invited(turn, meeting) or may_manage(turn, meeting)) else None


def _about(turn: Turn, meeting: Meeting, word: str, rest: str) -> Replies:
    said = fold(word)
    if said in MANAGING and may_manage(turn, meeting):
        return MANAGING[said](turn, meeting, rest)
    if said in MINUTES_WORDS:
        return [show_minutes(turn, meeting)]
    if not word or not _is_invited(turn, meeting):
        return _show(turn, meeting)
    return _from_invited(turn, meeting, word, rest)


def _from_invited(turn: Turn, meeting: Meeting, word: str, rest: str) -> Replies:
    """Take what somebody invited says to a meeting."""
    said = fold(word)
    if said in QUESTION:
        return suggest(turn, meeting, rest)
    if meeting.state is MeetingState.FINDING or is_about_dates(word):
        return about_poll(turn, meeting, f"{word} {rest}".strip())
    if said in ANSWERS:
        return _answered(turn, meeting, ANSWERS[said], rest)
    return [turn.reply("meeting-word-unknown", typed=word), *_show(turn, meeting)]


TOO_LONG = 10
"""Digits of a number that no meeting has."""


def _is_invited(turn: Turn, meeting: Meeting) -> bool:
    return bool(own_parties(turn, meeting))


def _answered(turn: Turn, meeting: Meeting, said: Answer, rest: str) -> Replies:
    parties = own_parties(turn, meeting)
    party, _, comment = rest.partition(" ")
    if party not in parties and re.fullmatch(PARTY, party):
        return [turn.reply("meeting-not-your-party", typed=party)]
    if party not in parties:
        party, comment = (parties[0] if len(parties) == 1 else ""), rest
    if not party:
        choices = tuple(
            Choice(party_words(turn.session, turn.wording, each), f"/termine {meeting.id} {WORDS[said]} {each}")
            for each in parties
        )
        return [turn.reply("meeting-which-party", *choices)]
    return respond_to_meeting(turn, meeting, said, party, comment)


def _list(turn: Turn, found: Sequence[Meeting], heading: str, nothing: str) -> Outgoing:
    mine = [each for each in found if _is_invited(turn, each) or may_manage(turn, each)]
    if not mine:
        return turn.reply(nothing)
    lines, choices = [turn.wording(heading), ""], []
    for meeting in mine[:LISTED]:
        lines.append(_line(turn, meeting))
        choices.append(Choice(_label(turn, meeting, mine), f"/termine {meeting.id}"))
    if len(mine) > LISTED:
        lines.append(turn.wording("digest-more", count=len(mine) - LISTED))
    return Outgoing(Message(Markdown("\n".join(lines)), tuple(choices)))


def _label(turn: Turn, meeting: Meeting, listed: Sequence[Meeting]) -> Markdown:
    """Name a meeting in a list; with its day where another one is called the same."""
    if meeting.starts_at is None or sum(each.title == meeting.title for each in listed) == 1:
        return turn.wording("meeting-choice", title=meeting.title)
    day = meeting.begins.astimezone(meeting.zone).date()
    return turn.wording("meeting-choice-of-day", title=meeting.title, day=day)


def _line(turn: Turn, meeting: Meeting) -> Markdown:
    values = {"when": when_words(turn.wording, meeting), "title": meeting.title, "number": meeting.id}
    parties = own_parties(turn, meeting)
    if not parties:
        return turn.wording("meeting-line", **values)
    said = _said(turn, meeting)
    own = Markdown(", ".join(said.get(party, turn.wording("answer-none")) for party in parties))
    return turn.wording("meeting-line-answered", answer=own, **values)


def _said(turn: Turn, meeting: Meeting) -> dict[str, Markdown]:
    """Write what each party has answered or, while a date is looked for, voted."""
    if meeting.state is MeetingState.FINDING:
        proposed = proposals(turn.session, meeting.id or 0)
        voted = ballots(turn.session, proposed).items()
        return {party: ballot_words(turn.wording, proposed, said) for party, said in voted}
    return {party: answer_words(turn.wording, given) for party, given in answers(turn.session, meeting).items()}


def _show(turn: Turn, meeting: Meeting) -> Replies:
    if meeting.state is MeetingState.FINDING:
        return [*about_poll(turn, meeting, ""), *([show_standing(turn, meeting)] if may_manage(turn, meeting) else ())]
    said = answers(turn.session, meeting)
    shown = [invitation_again(turn, meeting, party, said.get(party)) for party in own_parties(turn, meeting)]
    return [*shown, _for_organisers(turn, meeting, said)] if may_manage(turn, meeting) else shown


def show_standing(turn: Turn, meeting: Meeting) -> Outgoing:
    """Show who looks after a meeting how the search for its date stands."""
    lead = turn.wording("date-standing", number=meeting.id)
    return Outgoing(standing_message(turn.session, turn.office, turn.wording, meeting, turn.now, lead))


def _for_organisers(turn: Turn, meeting: Meeting, said: dict[str, Attendance]) -> Outgoing:
    """Show how a meeting stands, and what can be done with it."""
    wording = turn.wording
    asked = audience_now(turn.session, turn.office, meeting, turn.now).parties
    counts = {answer: sum(each.answer is answer and not each.waiting for each in said.values()) for answer in Answer}
    waiting = sum(each.waiting for each in said.values())
    missing = len([party for party in asked if party not in said])
    lines = [
        details_words(wording, meeting, turn.now),
        "",
        wording(
            "meeting-count",
            coming=sum(counts[each] for each in COMING),
            maybe=counts[Answer.MAYBE],
            declined=counts[Answer.NO],
            waiting=waiting,
            missing=missing,
        ),
    ]
    number = len(questions(turn.session, meeting.id or 0))
    if number:
        lines.append(wording("meeting-questions", count=number))
    looks = Choice(wording("meeting-do-antworten"), f"/termine {meeting.id} antworten")
    return Outgoing(Message(Markdown("\n".join(lines)), (*_deeds(turn, meeting), looks)))


def _deeds(turn: Turn, meeting: Meeting) -> tuple[Choice, ...]:
    """Offer what can be done with a meeting now."""
    if meeting.state is MeetingState.CANCELLED:
        return ()
    if not meeting.has_begun(turn.now):
        return change_choices(turn.wording, meeting)
    written = newest_minutes(turn.session, meeting.id or 0)
    write = turn.wording("meeting-do-correct" if written else "meeting-do-protokoll")
    return (Choice(write, f"/termin {meeting.id} protokoll"),)


def _all_answers(turn: Turn, meeting: Meeting, _: str) -> Replies:
    """List who answered what, who has not, and what was suggested; as a table, too."""
    wording, said = turn.wording, _said(turn, meeting)
    asked = audience_now(turn.session, turn.office, meeting, turn.now).parties
    rows = [
        (party, party_words(turn.session, wording, party), said.get(party, wording("answer-none")))
        for party in dict.fromkeys([*said, *asked])
    ]
    lines = [wording("meeting-answers-heading", title=meeting.title), ""]
    if meeting.state is MeetingState.FINDING:
        lines += [numbers_words(wording, proposals(turn.session, meeting.id or 0)), ""]
    lines += [wording("meeting-answer-line", party=party, answer=answer) for _, party, answer in rows[:LISTED]]
    if len(rows) > LISTED:
        lines.append(wording("meeting-answers-more", count=len(rows) - LISTED))
    topics = questions(turn.session, meeting.id or 0)
    if topics:
        lines += ["", wording("meeting-topics-heading")]
        lines += [
            wording("meeting-topic", party=party_words(turn.session, wording, each.party), text=each.text)
            for each in topics
        ]
    return [Outgoing(Message(Markdown("\n".join(lines)), attachment=_table(turn, meeting, rows)))]


def _table(turn: Turn, meeting: Meeting, rows: list[tuple[str, Markdown, Markdown]]) -> Attachment:
    """Write all answers as a table."""
    table = [turn.wording("meeting-table-columns").split(";")]
    given = answers(turn.session, meeting)
    for party, name, answer in rows:
        at = f"{given[party].answered_at.astimezone(turn.office.timezone):%d.%m.%Y %H:%M}" if party in given else ""
        table.append([harmless(cell) for cell in (plain_label(name), plain_label(answer), at)])
    return Attachment(f"antworten-{meeting.id}.csv", CSV, csv_file(table))


MANAGING = dict.fromkeys(ANSWERED, _all_answers) | dict.fromkeys(TAKE, take_date)
"""What who looks after a meeting can say to it."""
