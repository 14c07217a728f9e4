"""Votes in a group's poll: what counts is one vote for each municipality; who is told anything is told alone.

A municipality's first vote counts. A colleague's different one stands beside it, in sight, as with any other answer of
the survey, and counts when the first is taken back. Who speaks for several municipalities votes for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from handlers.choosing import NONE
from handlers.commands import PREFIX
from handlers.messages import Choice, Message
from handlers.survey_polls import QUESTION, options_of
from handlers.survey_readings import Offer
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import LONGEST_QUOTED
from storage.groups import Group
from storage.inbox import trace
from storage.municipalities import Municipality
from storage.outbox import OutboxMessage
from storage.persons import preferred_address
from storage.said import by_external_id, by_key, by_poll, stands_in
from storage.survey_answers import Said, Word, answer, current
from storage.survey_forms import Answer, Question, QuestionType
from storage.survey_participation import invite
from storage.survey_polls import SurveyPoll, newest_poll, open_polls, poll_with_key, raise_voice
from storage.survey_sending import send
from storage.surveys import Survey, form_of, held

NUMBERS = re.compile(r"\d{1,2}(?:(?:\s*[,;+&]\s*|\s+(?:und|and)\s+|\s+)\d{1,2})*", re.ASCII)
"""What is a vote wherever it stands: "1", "1,3", "1 und 3"; "0" takes it back."""

BACK = NONE | {"zurueck", "back"}


@dataclass(frozen=True, slots=True)
class Vote:
    """What an account chose in a poll: the numbers of options, none to take it back. ``typed``: nobody saw it count."""

    poll: SurveyPoll
    survey: Survey
    question: Question
    numbers: Sequence[int]
    typed: bool = False

    @property
    def value(self) -> Answer:
        """What is kept as the answer."""
        names = [str(number) for number in sorted(set(self.numbers))]
        if not names:
            return None
        return names if self.question.type is QuestionType.SELECT_MULTIPLE else names[0]

    def chose(self, said: Answer) -> str:
        """Name the options of an answer."""
        names = said if isinstance(said, list) else [said]
        labels = ", ".join(option.label["de"] for option in self.question.options if option.name in names)
        return shorten(labels, LONGEST_QUOTED, placeholder="…")


def vote(turn: Turn) -> Replies:
    """Take a vote in a network's own poll. One in a poll of somebody else is none of our business."""
    incoming = turn.incoming
    poll = _poll_in(turn, by_poll(turn.session, incoming.network, incoming.refers_to))
    if poll is None:
        return _tell(turn, None, "survey-poll-lost") if incoming.addressed else []
    numbers = [int(each) if each.isascii() and each.isdecimal() else 0 for each in incoming.text.split(",") if each]
    return _take(turn, poll, numbers)


def typed_vote(turn: Turn) -> Replies | None:
    """Take a vote that is typed in a group: "!1", or an answer to the poll; None for what is no vote."""
    if turn.group is None:
        return None
    words = PREFIX.sub("", turn.text).strip(" .!")
    poll, may_be_one = _answered(turn)
    is_bare = NUMBERS.fullmatch(words) is not None and (may_be_one or PREFIX.match(turn.text) is not None)
    if poll is None and not is_bare:
        return None
    running = open_polls(turn.session, turn.group.id or 0, turn.now)
    if poll is None and len(running) > 1:
        return [turn.reply("survey-poll-which")]
    poll = poll or (running[0] if running else newest_poll(turn.session, turn.group.id or 0))
    numbers = _numbers(_question(turn, poll), words) if poll else None
    return None if poll is None or numbers is None else _take(turn, poll, numbers, typed=True)


def _answered(turn: Turn) -> tuple[SurveyPoll | None, bool]:
    """Find the poll that a message answers; and whether it may be one: we do not know each part of a text of ours."""
    network, chat, name = turn.incoming.network, turn.incoming.chat, turn.incoming.replies_to
    if not name:
        return None, False
    asked = by_poll(turn.session, network, name) or by_external_id(turn.session, network, chat, name)
    poll = _poll_in(turn, asked) if asked and stands_in(asked, network, chat) else None
    return poll, asked is None and turn.incoming.addressed


def _poll_in(turn: Turn, asked: OutboxMessage | None) -> SurveyPoll | None:
    return poll_with_key(turn.session, asked.key) if asked else None


def _question(turn: Turn, poll: SurveyPoll) -> Question:
    return form_of(turn.session, turn.session.get_one(Survey, poll.survey_id)).questions[0]


def _numbers(question: Question, words: str) -> list[int] | None:
    """Read what was typed: numbers, labels, or that the vote is taken back; None for anything else."""
    if NUMBERS.fullmatch(words):
        typed = [int(number) for number in re.findall(r"\d+", words)]
        return [] if typed == [0] else typed
    options = Offer(question.options).several(words)
    if options:
        return [int(option.name) for option in options]
    return [] if fold(words) in BACK else None


def _take(turn: Turn, poll: SurveyPoll, numbers: Sequence[int], *, typed: bool = False) -> Replies:
    survey = held(turn.session, poll.survey_id, alone=True)  # two colleagues within a second: one after the other
    one = Vote(poll, survey, _question(turn, poll), numbers, typed)
    if not survey.is_open(turn.now):
        return _tell(turn, poll, "survey-poll-over", number=poll.survey_id)
    count = len(one.question.options)
    if any(not 1 <= number <= count for number in numbers):
        return _tell(turn, poll, "survey-poll-no-option", count=count)
    if len(set(numbers)) > 1 and one.question.type is QuestionType.SELECT_ONE:
        return _tell(turn, poll, "survey-poll-only-one", count=count)
    voter = trace(turn.incoming.network, turn.incoming.account)
    first = raise_voice(turn.session, poll.survey_id, voter, raised=bool(numbers))
    if turn.person is None:
        return _of_stranger(turn, poll)
    if not turn.places:
        return _tell(turn, poll, "survey-poll-no-place", number=poll.survey_id) if first else []
    return _counted(turn, one, first=first)


def _counted(turn: Turn, one: Vote, *, first: bool) -> Replies:
    """Let each municipality of a voter answer; say what they do not see in the network's poll."""
    told: list[Outgoing] = []
    number, mine = one.poll.survey_id, one.chose(one.value)
    for place in turn.places:
        said = _answer(turn, one, place)
        if said and any(each.person_id == turn.sender_id for each in said.contradicting):
            other = one.chose(said.current.value)
            told += _tell(
                turn, one.poll, "survey-poll-differs", number=number, places=place.name, option=other, mine=mine
            )
    if told:
        return told
    if not one.numbers:
        return _tell(turn, one.poll, "survey-poll-back") if one.typed else []
    if one.typed or (first and len(turn.places) > 1):
        names = ", ".join(place.name for place in turn.places)
        return _tell(turn, one.poll, "survey-poll-counted", number=number, places=names, option=mine)
    return []


def _answer(turn: Turn, one: Vote, place: Municipality) -> Said | None:
    """Let a municipality answer, and send; who is asked is also who votes without being known to be in the group."""
    session, number, now = turn.session, one.poll.survey_id, turn.now
    invite(session, number, [place.ags], now)
    if one.value is None and not options_of(current(session, number, place.ags).get(QUESTION)):
        return None
    version = one.survey.published
    said = answer(session, number, place.ags, Word(QUESTION, one.value, version, turn.sender_id), now)
    if said.current.value is None and said.contradicting:  # taken back: the colleague's is the only one left
        other = said.contradicting[0]
        said = answer(session, number, place.ags, Word(QUESTION, other.value, version, other.person_id), now)
    send(session, number, place.ags, turn.sender_id, now)
    return said


def _tell(turn: Turn, poll: SurveyPoll | None, key: str, **values: object) -> Replies:
    """Tell whoever voted, alone; in the group only where they have no direct chat. Strangers have none."""
    if turn.person is None:
        return []
    wording = turn.office.wording(turn.person.language)
    reachable = preferred_address(turn.session, turn.sender_id, turn.office.networks)
    group = turn.session.get(Group, poll.group_id) if poll and not reachable else None
    opens = poll if key == "survey-poll-differs" and not group else None
    choices = (Choice(wording("survey-poll-open"), f"/umfragen {opens.survey_id}"),) if opens else ()
    message = Message(wording(key, **values), choices)
    return [Outgoing(message, None if group else turn.person, group, why=wording("survey-poll-why-vote"))]


def _of_stranger(turn: Turn, poll: SurveyPoll) -> Replies:
    """Say once in the group that somebody's vote does not count: whoever it is has no chat with us."""
    key, group = f"{poll.key}-stranger", turn.session.get_one(Group, poll.group_id)
    if by_key(turn.session, key) is not None:
        return []
    wording = turn.office.wording(group.language)
    return [Outgoing(Message(wording("survey-poll-stranger", number=poll.survey_id)), group=group, key=key)]
