"""A survey's question as a poll, beside its text: for whose client has shown that it knows polls.

A vote there is what a tap on the choice would be. The poll ends as soon as something else is asked, however the
question was answered; while several options are being picked, it stays.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten
from uuid import uuid4

from handlers.conversations import Conversation
from handlers.messages import Kind, Message, Poll
from handlers.survey_papers import Paper
from handlers.survey_questions import options
from handlers.turn import Turn
from storage.dialogues import DialoguePosition
from storage.said import by_poll, stands_in
from storage.survey_forms import Question, QuestionType, label_of

POLL = "poll"
"""Where a conversation keeps the key of the message with its open poll."""
_FEWEST, _MOST = 2, 20
"""Options of a poll, by MSC3381 ("Event format")."""
_LONGEST = 300
_POLLED = {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE}


def meant_tap(turn: Turn, found: tuple[Conversation, DialoguePosition] | None) -> str | None:
    """Write a vote in the poll beside the open question as the tap it stands for; None for whatever is none."""
    incoming = turn.incoming
    if incoming.kind is not Kind.VOTE or found is None or POLL not in found[1].answers:
        return None
    asked = by_poll(turn.session, incoming.network, incoming.refers_to)
    if asked is None or asked.key != found[1].answers[POLL] or not stands_in(asked, incoming.network, incoming.chat):
        return None
    numbers = incoming.text.split(",")
    return " ".join(value for place, (_, value) in enumerate(asked.choices, start=1) if str(place) in numbers)


def as_poll(paper: Paper, question: Question) -> Poll | None:
    """Write a question with options as a poll; None for any other, and where there are too few or too many."""
    offered = options(paper, question) if question.type in _POLLED else ()
    if not _FEWEST <= len(offered) <= _MOST:
        return None
    language = paper.turn.wording.language
    asked = paper.logic.quoted(label_of(question.label, language), paper.standing.values, language)
    labels = tuple(shorten(label_of(option.label, language), _LONGEST, placeholder=" …") for option in offered)
    return Poll(shorten(asked, _LONGEST, placeholder=" …"), labels, question.type is QuestionType.SELECT_MULTIPLE)


def poll_beside(
    turn: Turn, position: DialoguePosition, message: Message, poll: Poll | None
) -> tuple[Message, str | None]:
    """Put a poll beside a question, and end the one before; returns the message, and its key if it must be known."""
    before = position.answers.get(POLL)
    if position.answers.get("picked") is not None and before:
        return message, None
    kept = {name: value for name, value in position.answers.items() if name != POLL}
    address = turn.address
    shows = address is not None and address.shows_polls and address.network in turn.office.networks_with_polls
    key = uuid4().hex if poll and shows and turn.incoming.direct else None
    position.answers = kept | ({POLL: key} if key else {})
    return replace(message, poll=poll if key else None, ends_poll=before), key
