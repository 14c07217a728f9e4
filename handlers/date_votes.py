"""Voting on dates: each tap counts at once and brings the next question, so that nobody loses what they have said."""

from __future__ import annotations

from handlers.choosing import is_number
from handlers.date_vote_lines import read_votes
from handlers.date_words import card, question, short_words
from handlers.meeting_sending import colleagues_asked, party_words
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.date_polls import Ballot, Paper, Vote, paper, vote
from storage.meetings import Meeting, MeetingError, MeetingState
from storage.outbox import Lane, Urgency


def show_card(turn: Turn, meeting: Meeting, party: str, lead: Markdown | None = None) -> Outgoing:
    """Show all proposals to whoever writes, with what their party has said."""
    lead = lead or turn.wording("date-poll-invitation", party=party_words(turn.session, turn.wording, party))
    return Outgoing(card(turn.wording, paper(turn.session, meeting, party), turn.now, lead))


def understand_votes(turn: Turn, meeting: Meeting, party: str, typed: str) -> Replies:
    """Ask about a proposal whose number is given, or take votes; what is wrong is said above all proposals."""
    seen = paper(turn.session, meeting, party)
    try:
        # A number alone is read as a vote, too: one that is not there, or is over, gets the same answer.
        votes = read_votes(f"{typed} ja" if is_number(typed) else typed, seen.proposed, seen.over(turn.now))
    except Problem as problem:
        return [show_card(turn, meeting, party, turn.wording.problem(problem))]
    if is_number(typed):
        whose = party_words(turn.session, turn.wording, party)
        return [Outgoing(question(turn.wording, seen, min(votes), whose))]
    return take_votes(turn, meeting, party, votes)


def take_votes(turn: Turn, meeting: Meeting, party: str, said: Ballot, remark: Markdown | None = None) -> Replies:
    """Take a party's votes, ask for what is missing, and tell the colleagues once all is said or something changed."""
    try:
        before = vote(turn.session, meeting, party, said, turn.sender_id, turn.now).said
    except MeetingError:
        return [no_longer(turn, meeting)]
    words = " ".join(f"{number}:{word}" for number, word in said.items())
    note(turn.session, turn.now, turn.sender_id, "voted", f"meeting:{meeting.id}", party=party, votes=words)
    voted = paper(turn.session, meeting, party)
    missing = voted.missing(turn.now)
    changed = any(before.get(number, word) is not word for number, word in said.items())
    told = _to_colleagues(turn, voted) if changed or (not missing and voted.said != before) else []
    if not missing:
        return [Outgoing(card(turn.wording, voted, turn.now, remark or _thanks(turn, voted))), *told]
    whose = party_words(turn.session, turn.wording, party)
    lead = remark or turn.wording("date-noted", votes=_noted(turn, voted, said))
    return [Outgoing(question(turn.wording, voted, missing[0], whose, lead)), *told]


def _noted(turn: Turn, voted: Paper, said: Ballot) -> Markdown:
    wording, proposed = turn.wording, voted.proposed
    noted = (
        wording("date-option-said", when=short_words(wording, proposed[number].starts_at), vote=word)
        for number, word in said.items()
    )
    return Markdown(", ".join(noted))


def no_longer(turn: Turn, meeting: Meeting) -> Outgoing:
    """Say that a date is no longer looked for."""
    if meeting.state is MeetingState.CANCELLED:
        return turn.reply("meeting-answer-cancelled", title=meeting.title)
    return turn.reply("date-decided-already", title=meeting.title, start=meeting.begins)


def _thanks(turn: Turn, voted: Paper) -> Markdown:
    key = "date-thanks-none" if set(voted.said.values()) == {Vote.NO} else "date-thanks"
    words = turn.wording(key, party=party_words(turn.session, turn.wording, voted.party))
    until = voted.meeting.answer_until
    if until and turn.now > until:
        return Markdown(f"{words}\n\n{turn.wording('meeting-after-deadline', until=until)}")
    return words


def _to_colleagues(turn: Turn, voted: Paper) -> Replies:
    replies: list[Outgoing] = []
    for colleague in colleagues_asked(turn, voted.meeting, voted.party):
        wording = turn.office.wording(colleague.language)
        whose = party_words(turn.session, wording, voted.party)
        told = card(wording, voted, turn.now, wording("date-told-colleague", by=turn.sender.label, party=whose))
        why = wording("why-colleague", title=voted.meeting.title)
        replies.append(Outgoing(told, person=colleague, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why))
    return replies
