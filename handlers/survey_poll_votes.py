"""Votes in a group's poll: what counts is one vote for each municipality; who is told anything is told alone.

A municipality's first vote counts. A colleague's different one stands beside it, in sight, as with any other answer of
the survey, and counts when the first is taken back. Who speaks for several municipalities votes for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.choosing import NONE
from handlers.commands import PREFIX
from handlers.messages import Choice, Message
from handlers.survey_polls import QUESTION, options_of
from handlers.survey_readings import Offer
from handlers.turn import Outgoing, Replies, Turn, identity
from handlers.typed import fold
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
        return ", ".join(option.label["de"] for option in self.question.options if option.name in names)


def vote(turn: Turn) -> Replies:
    """Take a vote in a network's own poll. One in a poll of somebody else is none of our business."""
    incoming = turn.incoming
    poll = _poll_in(turn, by_poll(turn.session, incoming.network, incoming.refers_to))
    if poll is None:
        return _alone(turn, "survey-poll-lost") if incoming.addressed and turn.person else []
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
        return _alone(turn, "survey-poll-over", poll, number=poll.survey_id) if turn.person else []
    count = len(one.question.options)
    if any(not 1 <= number <= count for number in numbers):
        return _alone(turn, "survey-poll-no-option", poll, count=count) if turn.person else []
    if len(set(numbers)) > 1 and one.question.type is QuestionType.SELECT_ONE:
        return _alone(turn, "survey-poll-only-one", poll, count=count) if turn.person else []
    voter = trace(turn.incoming.network, turn.incoming.account)
    first = raise_voice(turn.session, poll.survey_id, voter, raised=bool(numbers))
    if turn.person is None:
        return _of_stranger(turn, poll)
    if not turn.places:
        return _alone(turn, "survey-poll-no-place", poll, number=poll.survey_id) if first else []
    return _counted(turn, one, first=first)


def _counted(turn: Turn, one: Vote, *, first: bool) -> Replies:
    said = [(place, _answer(turn, one, place)) for place in turn.places]
    beside = [(place, each.current.value) for place, each in said if each and _contradicts(turn, each)]
    told = [_told(turn, one, "survey-poll-differs", [place], one.chose(counts)) for place, counts in beside]
    if told or not one.numbers:
        return [*told, *(_alone(turn, "survey-poll-back", one.poll) if one.typed and not one.numbers else [])]
    if one.typed or (first and len(turn.places) > 1):
        return [_told(turn, one, "survey-poll-counted", turn.places, one.chose(one.value))]
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


def _contradicts(turn: Turn, said: Said) -> bool:
    return any(each.person_id == turn.sender_id for each in said.contradicting)


def _told(turn: Turn, one: Vote, key: str, places: Sequence[Municipality], option: str) -> Outgoing:
    names, number = ", ".join(place.name for place in places), one.poll.survey_id
    mine = one.chose(one.value)
    return _notice(turn, one.poll, key, number, number=number, places=names, option=option, mine=mine)


def _alone(turn: Turn, key: str, poll: SurveyPoll | None = None, **values: object) -> Replies:
    return [_notice(turn, poll, key, None, **values)]


def _notice(turn: Turn, poll: SurveyPoll | None, key: str, opens: int | None, **values: object) -> Outgoing:
    """Tell whoever voted, alone; in the group only where they have no direct chat. ``opens``: a survey to tap on."""
    person = turn.sender
    reachable = preferred_address(turn.session, identity(person), turn.office.networks)
    group = turn.session.get(Group, poll.group_id) if poll and not reachable else None
    wording = turn.office.wording(person.language)
    choices = (Choice(wording("survey-poll-open"), f"/umfragen {opens}"),) if opens and key.endswith("differs") else ()
    message = Message(wording(key, **values), () if group else choices)
    return Outgoing(message, None if group else person, group, why=wording("survey-poll-why-vote"))


def _of_stranger(turn: Turn, poll: SurveyPoll) -> Replies:
    """Say once in the group that somebody's vote does not count: whoever it is has no chat with us."""
    key, group = f"{poll.key}-stranger", turn.session.get_one(Group, poll.group_id)
    if by_key(turn.session, key) is not None:
        return []
    wording = turn.office.wording(group.language)
    return [Outgoing(Message(wording("survey-poll-stranger", number=poll.survey_id)), group=group, key=key)]
