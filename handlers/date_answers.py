"""What people say to a search for a date: behind ``termine 12``, or alone under a question of ours."""

from __future__ import annotations

import re

from handlers.date_counters import propose_day
from handlers.date_vote_lines import ALL, is_vote_line, word_of
from handlers.date_votes import no_longer, show_card, understand_votes
from handlers.date_words import SAYING
from handlers.in_view import asked_in_view
from handlers.meeting_sending import PARTY, own_parties, party_words
from handlers.messages import Choice
from handlers.turn import Replies, Turn
from handlers.typed import fold
from storage.meetings import Meeting, MeetingState, upcoming

FOR_PARTY = re.compile(rf"(?:(?P<words>.*)\s)?(?P<party>{PARTY})", re.DOTALL)
PROPOSE = {"vorschlag", "vorschlagen", "propose", "proposal"}
OF_POLL = re.compile(r"/termine (?P<meeting>\d+) (?:\d+ (?P<vote>[a-z]+)\b|\d+|alle)")
"""What the buttons of a poll say."""
FOR_ALL = re.compile(r"/termine \d+ alle ja\b")


def about_poll(turn: Turn, meeting: Meeting, typed: str) -> Replies:
    """Show a poll to somebody who was asked, or do what they say to it, for whom they say."""
    if meeting.state is not MeetingState.FINDING:
        return [no_longer(turn, meeting)]
    parties = own_parties(turn, meeting)
    found = FOR_PARTY.fullmatch(typed)
    words, party = (found["words"] or "", found["party"]) if found else (typed, "")
    if party and party not in parties:
        return [turn.reply("meeting-not-your-party", typed=party)]
    if not words:
        return [show_card(turn, meeting, each) for each in ([party] if party else parties)]
    if not party and len(parties) > 1:
        choices = (
            Choice(party_words(turn.session, turn.wording, each), f"/termine {meeting.id} {words} {each}")
            for each in parties
        )
        return [turn.reply("meeting-which-party", *choices)]
    first, _, rest = words.partition(" ")
    if fold(first) in PROPOSE:
        return propose_day(turn, meeting, party or parties[0], rest)
    return understand_votes(turn, meeting, party or parties[0], words)


def is_about_dates(word: str) -> bool:
    """Say whether something said to a meeting belongs to the search for its date."""
    return word.isdecimal() or fold(word) in PROPOSE | {"alle", "nehmen", "take"}


def meant_votes(turn: Turn) -> str:
    """Give the command that a text is short for: "1 ja, 2 nein"; "geht" or "alle" under a question; else nothing."""
    shown = asked_in_view(turn)
    newest = [value for message in shown[:1] for _, value in message.choices]
    if fold(turn.text) in ALL:
        return next((value for value in newest if FOR_ALL.match(value)), "")
    word = word_of(turn.text)
    if word is not None:
        return next((value for value in newest if _vote_of(value) == SAYING[word]), "")
    if not is_vote_line(turn.text):
        return ""
    in_view = [found["meeting"] for each in shown for _, value in each.choices if (found := OF_POLL.match(value))]
    finding = [each for each in upcoming(turn.session, turn.now) if each.state is MeetingState.FINDING]
    asked = [str(each.id) for each in finding if own_parties(turn, each)]
    meant = in_view[:1] or asked
    return f"/termine {meant[0]} {turn.text}" if len(meant) == 1 else "/termine" if meant else ""


def _vote_of(value: str) -> str:
    found = OF_POLL.match(value)
    return found["vote"] or "" if found else ""
