"""Somebody sitting over a survey: where they stand in it, and what is asked next.

The engine of the conversation, as :mod:`handlers.dialogues` is that of declared steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.messages import Choice, Message, Poll
from handlers.survey_conflicts import conflict_choices, conflict_text
from handlers.survey_handing import hand_choices
from handlers.survey_papers import Paper, State
from handlers.survey_question_polls import as_poll, poll_beside
from handlers.survey_questions import label_words, options, question_choices, question_text
from handlers.survey_readings import Offer
from handlers.survey_result_pages import pages
from handlers.survey_reviews import review_choices, review_text
from handlers.survey_telling import is_secret, tell_handed_back
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.dialogues import DialoguePosition, end_dialogue
from storage.survey_forms import Question
from storage.surveys import Survey

ASK, CONFLICT, HANDING, REVIEW, CHANGE = "ask", "conflict", "hand", "review", "change"
MOST_LISTED = 25
"""Questions that can be tapped to be changed; of more, people write the number."""


@dataclass(slots=True)
class Sitting:
    """A survey being answered: the turn, the row, the paper, and remarks that go before what is asked next."""

    turn: Turn
    survey: Survey
    paper: Paper
    position: DialoguePosition
    remarks: list[Markdown] = field(default_factory=list)

    @property
    def state(self) -> State:
        """What is kept besides the answers."""
        return self.position.answers

    @property
    def kind(self) -> str:
        """What is asked: a question of the survey, or something about it."""
        return self.position.step.partition(":")[0]

    @property
    def question(self) -> Question | None:
        """The question that somebody stands at, if it is still asked."""
        name = self.position.step.partition(":")[2]
        return next((each for each in self.paper.asked if each.name == name), None)

    def stand(self, kind: str, name: str = "", **state: object) -> None:
        """Go somewhere else, with what is to be kept of that; what was tapped before is forgotten."""
        self.position.step = f"{kind}:{name}" if name else kind
        kept = {key: value for key, value in self.state.items() if key not in ("picked", "hand")}
        self.position.answers = kept | state

    def reread(self) -> None:
        """Look at the paper anew, after something was written."""
        desk = self.paper.desk
        sheet = self.state.get("sheet", {})
        self.paper = replace(self.paper, turn=self.turn, desk=desk, rehearsed=sheet)

    def end(self) -> None:
        """Leave; the answers stay."""
        end_dialogue(self.turn.session, self.turn.sender_id)


def sit_down(turn: Turn, paper: Paper, **state: object) -> Sitting:
    """Begin, in place of whatever survey was open before."""
    end_dialogue(turn.session, turn.sender_id)
    survey = paper.survey
    kept = {"survey": survey.id, "ags": paper.ags, "version": survey.published, **state}
    position = DialoguePosition(
        person_id=turn.sender_id,
        dialogue="survey",
        step=REVIEW,
        answers=kept,
        started_at=turn.now,
        updated_at=turn.now,
    )
    return Sitting(turn, survey, paper, position)


def go_on(sitting: Sitting, after: str = "") -> Replies:
    """Ask what is open behind a question, or at all; else show the review."""
    if sitting.state.get("handed"):
        return _go_on_handed(sitting)
    question = sitting.paper.next_open(after)
    if question is None:
        sitting.stand(REVIEW)
    else:
        sitting.stand(ASK, question.name)
    return ask(sitting)


def _go_on_handed(sitting: Sitting) -> Replies:
    """Ask the next question that somebody was asked to answer; after the last they are done."""
    question = sitting.paper.next_handed()
    if question is not None:
        sitting.stand(ASK, question.name)
        return ask(sitting)
    turn, paper = sitting.turn, sitting.paper
    sitting.end()
    rest = Choice(turn.wording("survey-answer-rest"), f"/umfragen {sitting.survey.id} für {paper.ags}")
    thanks = turn.wording("survey-handed-done", title=sitting.survey.title)
    said = Message(Markdown("\n\n".join([*sitting.remarks, thanks])), (rest,), secret=is_secret(sitting.survey))
    return [Outgoing(said), *tell_handed_back(paper)]


def ask_after(sitting: Sitting, remark: Markdown) -> Replies:
    """Ask where somebody stands, after a remark."""
    sitting.remarks.append(remark)
    return ask(sitting)


def ask(sitting: Sitting) -> Replies:
    """Ask where somebody stands, after the remarks, and keep that."""
    if sitting.kind in (ASK, CONFLICT) and sitting.question is None:
        sitting.stand(REVIEW)
        return go_on(sitting)
    sitting.position.updated_at = sitting.turn.now
    text = Markdown("\n\n".join([*sitting.remarks, _text(sitting)]))
    sitting.turn.session.add(sitting.position)
    secret = is_secret(sitting.survey)
    *first, last = pages([text])  # a review of hundreds of questions is more than a network takes
    shown = tuple(choices(sitting))
    asked, key = poll_beside(sitting.turn, sitting.position, Message(last, shown, secret=secret), _poll(sitting))
    return [*(Outgoing(Message(part, secret=secret)) for part in first), Outgoing(asked, key=key)]


def _poll(sitting: Sitting) -> Poll | None:
    """Write the open question as a poll, if it can be one; what nobody may keep is asked as a text alone."""
    question = sitting.question if sitting.kind == ASK else None
    return as_poll(sitting.paper, question) if question and not is_secret(sitting.survey) else None


def names_option(sitting: Sitting) -> bool:
    """Say whether what was written is what an offered option is called, whatever else it could mean."""
    question = sitting.question
    return question is not None and Offer(options(sitting.paper, question)).called(sitting.turn.text) is not None


def _text(sitting: Sitting) -> Markdown:
    paper, wording, question = sitting.paper, sitting.turn.wording, sitting.question
    if sitting.kind == CONFLICT and question:
        return conflict_text(paper, question)
    if sitting.kind == HANDING:
        return wording("survey-hand-whom")
    if sitting.kind == CHANGE:
        return wording("survey-change", count=len(paper.asked))
    return question_text(paper, question, sitting.state) if question else review_text(paper)


def choices(sitting: Sitting) -> Sequence[Choice]:
    """List what can be tapped where somebody stands."""
    paper, question = sitting.paper, sitting.question
    if sitting.kind == CONFLICT and question:
        return conflict_choices(paper, question)
    if sitting.kind == HANDING:
        return hand_choices(paper)
    if sitting.kind == CHANGE:
        return change_choices(paper)
    return question_choices(paper, question, sitting.state) if question else review_choices(paper)


def change_choices(paper: Paper) -> Sequence[Choice]:
    """List the questions, where they are few enough to be tapped."""
    asked = paper.asked if len(paper.asked) <= MOST_LISTED else []
    return [Choice(label_words(paper, each.label), f"frage {place}") for place, each in enumerate(asked, start=1)]
