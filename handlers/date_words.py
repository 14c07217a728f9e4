"""How a search for a date reads: the card with all proposals, one question about one of them, and what was said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from babel.dates import format_datetime

from handlers.meeting_words import head_words
from handlers.messages import Choice, Message
from handlers.wording import Markdown, Wording
from storage.date_polls import Ballot, DateProposal, Paper, Vote
from storage.meetings import Meeting
from storage.persons import Language

SHORT = {Language.GERMAN: "EEE dd.MM., HH:mm", Language.ENGLISH: "EEE d MMM, HH:mm"}
"""A start on a button: what is longer, phones cut off."""

SAYING = {Vote.YES: "ja", Vote.IF_NEED_BE: "zurnot", Vote.NO: "nein"}
"""What the buttons under a question say."""


def short_words(wording: Wording, moment: datetime) -> Markdown:
    """Write a start as short as it fits on a button."""
    return Markdown(format_datetime(moment, SHORT[wording.language], tzinfo=wording.timezone, locale=wording.language))


def vote_label(wording: Wording, vote: Vote) -> Markdown:
    """Write a vote as the label of a button."""
    words = wording.name(vote)
    return Markdown(words[:1].upper() + words[1:])


def card(wording: Wording, paper: Paper, now: datetime, lead: Markdown) -> Message:
    """Show all proposals with what a party has said; the choices are the proposals, so both have the same numbers."""
    meeting, party = paper.meeting, paper.party
    parts = [lead, about_words(wording, meeting)]
    if paper.missing(now):
        parts.append(wording("date-poll-how"))
    choices = [
        Choice(_option(wording, proposal, paper.said.get(number), now), f"/termine {meeting.id} {number} {party}")
        for number, proposal in paper.proposed.items()
    ]
    if not paper.said:
        choices.append(Choice(wording("date-poll-all"), f"/termine {meeting.id} alle ja {party}"))
        choices.append(Choice(wording("date-poll-none"), f"/termine {meeting.id} alle nein {party}"))
    if meeting.answer_until and now < meeting.answer_until:
        choices.append(Choice(wording("date-poll-other"), f"/termine {meeting.id} vorschlag {party}"))
    return Message(Markdown("\n\n".join(parts)), tuple(choices))


def about_words(wording: Wording, meeting: Meeting) -> Markdown:
    """Write what a date is looked for, and until when."""
    lines = [head_words(wording, meeting), wording("date-poll-length", minutes=meeting.duration)]
    if meeting.answer_until:
        lines.append(wording("date-poll-until", until=meeting.answer_until))
    return Markdown("\n".join(lines))


def _option(wording: Wording, proposal: DateProposal, said: Vote | None, now: datetime) -> Markdown:
    when = short_words(wording, proposal.starts_at)
    if proposal.starts_at <= now:
        return wording("date-option-over", when=when)
    return wording("date-option-said", when=when, vote=said) if said else when


def question(wording: Wording, paper: Paper, number: int, whose: Markdown, lead: Markdown | None = None) -> Message:
    """Ask about one proposal."""
    meeting, start = paper.meeting, paper.proposed[number].starts_at
    text = wording("date-question", party=whose, start=start, minutes=meeting.duration)
    choices = tuple(
        Choice(vote_label(wording, vote), f"/termine {meeting.id} {number} {word} {paper.party}")
        for vote, word in SAYING.items()
    )
    return Message(Markdown(f"{lead}\n\n{text}") if lead else text, choices)


def ballot_words(wording: Wording, proposed: Collection[int], said: Ballot) -> Markdown:
    """Write what a party has said: "1 geht, 2 –, 3 zur Not"."""
    votes = (wording.name(said[number]) if number in said else Markdown("–") for number in proposed)
    return Markdown(", ".join(f"{number} {vote}" for number, vote in zip(proposed, votes, strict=True)))


def numbers_words(wording: Wording, proposed: Mapping[int, DateProposal]) -> Markdown:
    """Write which number is which day: "1: Do. 12.08., 14:00; 2: …"."""
    return Markdown("; ".join(f"{number}: {short_words(wording, each.starts_at)}" for number, each in proposed.items()))
