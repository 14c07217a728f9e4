"""What is filled in while somebody answers a survey: their municipality's answers, or those of a rehearsal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

from handlers.messages import IncomingFile
from handlers.survey_logic import Logic, Standing
from handlers.turn import Turn
from storage.dialogues import DialoguePosition
from storage.survey_answers import SurveyAnswer, Word, answer, contradictions, current, set_relevant
from storage.survey_files import SurveyFile, keep_file
from storage.survey_forms import SILENT, UNANSWERED, Answer, Form, Question, QuestionType, parse_form
from storage.survey_handovers import SurveyHandover, handed
from storage.survey_participation import Participation, part_of
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
    """A survey being filled in, as of now. ``given`` are the answers, also those put aside; ``said`` says whose."""

    turn: Turn
    survey: Survey
    logic: Logic
    given: Mapping[str, Answer]
    ags: str = ""
    part: Participation | None = None
    said: Mapping[str, SurveyAnswer] = field(default_factory=dict)
    handovers: Mapping[str, SurveyHandover] = field(default_factory=dict)
    by_proxy: bool = False
    standing: Standing = field(init=False)
    """Which questions are relevant and which answers count."""

    def __post_init__(self) -> None:
        self.standing = self.logic.standing(self.given, self.turn.today)

    @property
    def is_rehearsed(self) -> bool:
        """Whether a draft is walked through, and nothing is kept."""
        return self.part is None

    @property
    def asked(self) -> list[Question]:
        """List the questions that somebody answers and that are relevant, in the form's order."""
        relevant = (self.logic.questions[name] for name in self.standing.relevant)
        return [question for question in relevant if question.type not in UNANSWERED]

    def is_answered(self, question: Question) -> bool:
        """Say whether a question has an answer that counts, or was passed over."""
        name = question.name
        return name in self.standing.values or (name in self.given and self.given[name] is None)

    def is_open(self, question: Question) -> bool:
        """Say whether a question waits for whoever writes: not answered, and nobody else was asked to answer it."""
        return not self.is_answered(question) and not self.is_with_colleague(question)

    def is_with_colleague(self, question: Question) -> bool:
        """Say whether a question was handed to somebody else and is not answered yet."""
        handover = self.handovers.get(question.name)
        return handover is not None and handover.person_id != self.turn.sender_id

    def is_handed_here(self, question: Question) -> bool:
        """Say whether somebody has asked whoever writes to answer a question, and it is not answered yet."""
        handover = self.handovers.get(question.name)
        return handover is not None and handover.person_id == self.turn.sender_id and not self.is_answered(question)

    def number(self, question: Question) -> int:
        """Give a question's number as people see it: counting only those that are relevant."""
        return self.asked.index(question) + 1

    def notes_before(self, question: Question | None = None) -> list[Question]:
        """List the notes that stand between a question and the one asked before it; without one, those at the end."""
        shown = [each for name in self.standing.relevant if (each := self.logic.questions[name]).type not in SILENT]
        before = list(takewhile(lambda each: each != question, shown))
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
        return contradictions(self.turn.session, self.survey.id or 0, self.ags) if self.part else {}


def rehearsal(turn: Turn, survey: Survey, state: State) -> Paper:
    """Give a draft as it is walked through; what is said stays in the conversation."""
    form = Form.model_validate(survey.draft)
    return Paper(turn, survey, Logic(form), state.get("sheet", {}))


def paper_of(turn: Turn, survey: Survey, part: Participation, *, by_proxy: bool = False) -> Paper:
    """Give what a municipality has filled in of a published survey."""
    said = current(turn.session, survey.id or 0, part.ags)
    return Paper(
        turn=turn,
        survey=survey,
        logic=logic_of(form_text(turn.session, survey)),
        given={name: each.value for name, each in said.items()},
        ags=part.ags,
        part=part,
        said=said,
        handovers={each.question: each for each in handed(turn.session, survey.id or 0, part.ags)},
        by_proxy=by_proxy,
    )


def open_paper(turn: Turn, survey: Survey, state: State) -> Paper:
    """Give the paper of a running conversation."""
    if state["as"] == "preview":
        return rehearsal(turn, survey, state)
    part = part_of(turn.session, survey.id or 0, state["ags"])
    if part is None:
        raise LookupError("whoever answers is asked")
    return paper_of(turn, survey, part, by_proxy=state["as"] == "proxy")


def write(
    paper: Paper, position: DialoguePosition, question: Question, value: Answer, *, takes_over: bool = False
) -> Written:
    """Write an answer down. Raises as :func:`storage.survey_answers.answer` does."""
    if paper.is_rehearsed:
        position.answers = position.answers | {"sheet": {**paper.given, question.name: value}}
        return Written()
    turn, number = paper.turn, paper.survey.id or 0
    word = Word(
        question=question.name,
        value=value,
        version=paper.survey.published,
        person_id=turn.sender_id,
        by_proxy=paper.by_proxy,
        takes_over=takes_over,
    )
    said = answer(turn.session, number, paper.ags, word, turn.now)
    given = {**paper.given, question.name: said.current.value}
    relevant = paper.logic.standing(given, turn.today).relevant
    turned = set_relevant(turn.session, number, paper.ags, relevant, turn.now)
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
