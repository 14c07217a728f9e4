"""What is filled in while somebody answers a survey: their municipality's answers, or those of a rehearsal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

from handlers.messages import IncomingFile
from handlers.survey_logic import Logic, Standing
from handlers.turn import Turn
from storage.dialogues import DialoguePosition
from storage.persons import colleagues
from storage.survey_answers import Desk, SurveyAnswer, Word, put_aside, say
from storage.survey_files import SurveyFile, keep_file
from storage.survey_forms import SILENT, UNANSWERED, Answer, Form, Question, QuestionType, parse_form
from storage.survey_handovers import SurveyHandover
from storage.survey_participation import Participation
from storage.surveys import Survey, form_text

State = dict[str, Any]
"""What is kept of a conversation besides the answers: see :class:`handlers.survey_conversation.SurveyConversation`."""


@lru_cache(maxsize=8)
def logic_of(text: str) -> Logic:
    """Give a form's logic, which all who answer it share."""
    return Logic(parse_form(text))


@dataclass(frozen=True, slots=True)
class Written:
    """What an answer did: the colleagues' answers that contradict it, and the questions that it dropped or revived."""

    against: Sequence[SurveyAnswer] = ()
    turned: Sequence[str] = ()


@dataclass(slots=True)
class Paper:
    """A survey being filled in, as of now; a rehearsal has no ``desk``, and its answers are ``rehearsed``."""

    turn: Turn
    survey: Survey
    logic: Logic
    desk: Desk | None = None
    rehearsed: Mapping[str, Answer] = field(default_factory=dict)
    by_proxy: bool = False
    said: Mapping[str, SurveyAnswer] = field(init=False)
    """Who has said what counts."""
    given: Mapping[str, Answer] = field(init=False)
    """The answers, also those put aside."""
    standing: Standing = field(init=False)
    """Which questions are relevant and which answers count."""
    others: Collection[int | None] = field(init=False)
    """Who else speaks for the municipality, as far as questions were handed over."""
    asked: list[Question] = field(init=False)
    """The questions that somebody answers and that are relevant, in the form's order."""

    def __post_init__(self) -> None:
        self.said = self.desk.current if self.desk else {}
        self.given = {name: each.value for name, each in self.said.items()} if self.desk else self.rehearsed
        others = colleagues(self.turn.session, self.ags, self.turn.today) if self.handovers else []
        self.others = {person.id for person in others} - {self.turn.sender_id}
        self.standing = self.logic.standing(self.given, self.turn.today)
        relevant = (self.logic.questions[name] for name in self.standing.relevant)
        self.asked = [question for question in relevant if question.type not in UNANSWERED]

    @property
    def part(self) -> Participation | None:
        """The municipality's part."""
        return self.desk.part if self.desk else None

    @property
    def ags(self) -> str:
        """The municipality that answers; empty in a rehearsal."""
        return self.desk.part.ags if self.desk else ""

    @property
    def handovers(self) -> Mapping[str, SurveyHandover]:
        """Who was asked to answer which question."""
        return {each.question: each for each in self.desk.handed} if self.desk else {}

    @property
    def is_rehearsed(self) -> bool:
        """Whether a draft is walked through, and nothing is kept."""
        return self.desk is None

    def is_answered(self, question: Question) -> bool:
        """Say whether a question has an answer that counts, or was passed over."""
        return question.name in self.standing.values

    def is_open(self, question: Question) -> bool:
        """Say whether a question waits for whoever writes: not answered, and nobody else was asked to answer it."""
        return not self.is_answered(question) and not self.is_with_colleague(question)

    def is_with_colleague(self, question: Question) -> bool:
        """Say whether a question was handed to a colleague, who still is one, and is not answered yet."""
        handover = self.handovers.get(question.name)
        return handover is not None and handover.person_id in self.others

    def is_handed_here(self, question: Question) -> bool:
        """Say whether somebody has asked whoever writes to answer a question, and it is not answered yet."""
        handover = self.handovers.get(question.name)
        return handover is not None and handover.person_id == self.turn.sender_id and not self.is_answered(question)

    def number(self, question: Question) -> int:
        """Give a question's number as people see it: counting only those that are relevant."""
        return [each.name for each in self.asked].index(question.name) + 1

    def notes_before(self, question: Question | None = None) -> list[Question]:
        """List the notes that stand between a question and the one asked before it; without one, those at the end."""
        shown = [each for name in self.standing.relevant if (each := self.logic.questions[name]).type not in SILENT]
        name = question.name if question else ""
        before = list(takewhile(lambda each: each.name != name, shown))
        return list(takewhile(lambda each: each.type is QuestionType.NOTE, reversed(before)))[::-1]

    def next_open(self, after: str = "") -> Question | None:
        """Find the question to ask next: the first open one behind another, else the first open one of all."""
        names = [question.name for question in self.asked]
        at = names.index(after) + 1 if after in names else 0
        in_order = [*self.asked[at:], *self.asked[:at]]
        return next((question for question in in_order if self.is_open(question)), None)

    def next_handed(self) -> Question | None:
        """Find the first question that whoever writes was asked to answer."""
        return next((question for question in self.asked if self.is_handed_here(question)), None)

    def conflicts(self) -> Mapping[str, Sequence[SurveyAnswer]]:
        """List by question where colleagues contradict each other."""
        return self.desk.contradictions if self.desk else {}


def rehearsal(turn: Turn, survey: Survey, state: State) -> Paper:
    """Give a draft as it is walked through; what is said stays in the conversation."""
    return Paper(turn, survey, Logic(Form.model_validate(survey.draft)), rehearsed=state.get("sheet", {}))


def paper_of(turn: Turn, desk: Desk, *, by_proxy: bool = False) -> Paper:
    """Give what a municipality has filled in of a published survey."""
    return Paper(turn, desk.survey, logic_of(form_text(turn.session, desk.survey)), desk, by_proxy=by_proxy)


def write(
    paper: Paper, position: DialoguePosition, question: Question, value: Answer, *, takes_over: bool = False
) -> Written:
    """Write an answer down, at a desk that is held for writing. Raises as :func:`storage.survey_answers.say` does."""
    turn, desk = paper.turn, paper.desk
    if desk is None:
        position.answers = position.answers | {"sheet": {**paper.given, question.name: value}}
        return Written()
    word = Word(
        question=question.name,
        value=value,
        version=position.answers["version"],
        person_id=turn.sender_id,
        by_proxy=paper.by_proxy,
        takes_over=takes_over,
    )
    said = say(turn.session, desk, paper.logic.form, word, turn.now)
    given = {**paper.given, question.name: said.current.value}
    turned = put_aside(turn.session, desk, paper.logic.standing(given, turn.today).relevant)
    against = [said.current, *said.contradicting] if said.contradicting else []
    return Written(against, [name for name in turned if name != question.name])


def write_file(paper: Paper, question: Question, file: IncomingFile, content: bytes) -> str:
    """Keep a file that was sent in answer to a question; returns what the answer is."""
    name = file.name or question.name
    if not paper.is_rehearsed:
        kept = SurveyFile(
            survey_id=paper.survey.id or 0,
            ags=paper.ags,
            question=question.name,
            name=name,
            media_type=file.media_type,
            content=content,
            person_id=paper.turn.sender_id,
            sent_at=paper.turn.now,
        )
        keep_file(paper.turn.session, kept)
    return name
