"""The dialogue engine: conversations of several steps as data.

A dialogue is a declared list of steps; where a person stands is a row (:mod:`storage.dialogues`). The next question is
always the first needed step without an answer: going back, changing an answer, and an answer that changes what else is
needed are all the same. After the last step comes the review.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.choosing import DROP
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.turn import NOTHING, Outgoing, Replies, Turn
from handlers.typed import LONGEST
from handlers.wording import Markdown
from storage.dialogues import DialoguePosition, end_dialogue
from storage.persons import Role

Answers = dict[str, Any]
REVIEW, CHANGE = "review", "change"


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer, fit for JSON, and a remark on how it was understood, where that was not plain.

    One that has only ``begun`` is kept under :func:`begun`, and the question asked again for the rest.
    """

    value: str | int | list[dict[str, str]] | None
    remark: Markdown | None = None
    begun: bool = False


ANSWERED = "answered"
"""Kept among the answers once a question was answered, so that nothing said step by step is dropped for a new line."""


def is_answered(position: DialoguePosition) -> bool:
    """Say whether somebody has answered anything in a dialogue since the line that began it."""
    return ANSWERED in position.answers


def begun(key: str) -> str:
    """Name what is kept of a question's answer until it is whole."""
    return f"{key}-begun"


@dataclass(frozen=True, slots=True)
class Step:
    """One question. Its text is ``<dialogue>-ask-<key>``, its name in reviews ``<dialogue>-<key>``.

    ``read`` turns what was typed into an answer or raises :class:`Problem`; an ``optional`` step can be skipped, a
    ``free`` one takes any text, also one that begins with the word of a command. A ``quiet`` one is answered from the
    start and only asked when somebody wants to change it. A bare number ``counts`` as the answer, never as a choice's.
    One that takes ``several`` messages asks ``<dialogue>-more-<key>`` until somebody writes *fertig*: ``read`` joins
    each to what was :func:`begun` before; where one alone could be the ``whole`` answer, a review takes one. One that
    ``takes_files`` finds a file in ``turn.incoming``. ``longest`` is how many characters of one message it takes.
    ``known_by`` is how a text at the review is recognised as this answer, corrected ("bis 31.12."); what its group
    ``answer`` matches is read, or else the whole. Its name with an answer behind it corrects any step.
    """

    key: str
    read: Callable[[Turn, Answers, str], Understood]
    choices: Callable[[Turn, Answers], Sequence[Choice]] = lambda _turn, _answers: ()
    needed: Callable[[Turn, Answers], bool] = lambda _turn, _answers: True
    optional: bool = False
    free: bool = False
    quiet: bool = False
    counts: bool = False
    several: bool = False
    whole: bool = False
    takes_files: bool = False
    longest: int = LONGEST
    known_by: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What a person checks before it counts, and what that is based on, so that the end can tell if it still holds.

    The ``core`` is its most important line, for who is told that it still stands.
    """

    text: Markdown
    core: Markdown = NOTHING
    noted: Answers = field(default_factory=dict)


Settled = tuple[Answers, Sequence[Markdown]]
"""Answers, with what follows from them, and remarks on that."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation: its steps, the review, and what its end does. Without a review it ends at once.

    ``settle`` fills in what follows from the answers so far, before the next question; ``drops`` is the text of the
    button that throws all of it away.
    """

    name: str
    steps: Sequence[Step]
    finish: Callable[[Turn, Answers], Replies]
    review: Callable[[Turn, Answers], Review] | None = None
    roles: frozenset[Role] | None = frozenset(Role)
    """Whose conversation it is: whoever holds none of these any more cannot go on with it; None for everybody."""
    take_file: Callable[[Turn, Answers], tuple[Answers, Markdown]] | None = None
    """What a file that comes at any time adds to the answers, and what is said of that; or raises :class:`Problem`."""
    settle: Callable[[Turn, Answers], Settled] | None = None
    drops: str = "dialogue-drop"

    def step(self, key: str) -> Step | None:
        """Find a step by its key."""
        return next((step for step in self.steps if step.key == key), None)

    def open_step(self, turn: Turn, answers: Answers) -> Step | None:
        """Find the first needed step without an answer."""
        return next((s for s in self.steps if s.key not in answers and s.needed(turn, answers)), None)


@dataclass(slots=True)
class Scene:
    """A dialogue going on: the turn, the row, and the remarks that go before the next question."""

    turn: Turn
    dialogue: Dialogue
    position: DialoguePosition
    remarks: list[Markdown] = field(default_factory=list)

    @property
    def answers(self) -> Answers:
        """What was answered so far."""
        return {key: value for key, value in self.position.answers.items() if key != ANSWERED}


def start(turn: Turn, dialogue: Dialogue, answers: Answers, remarks: Sequence[Markdown] = ()) -> Replies:
    """Begin a dialogue with what is known already, and ask the first thing that is not."""
    position = DialoguePosition(
        person_id=turn.sender_id,
        dialogue=dialogue.name,
        step="",
        answers=answers,
        started_at=turn.now,
        updated_at=turn.now,
    )
    return go_on(Scene(turn, dialogue, position, list(remarks)))


def go_on(scene: Scene) -> Replies:
    """Ask the first thing that is open, else for the review; without one, finish."""
    if scene.dialogue.settle:
        answers, remarks = scene.dialogue.settle(scene.turn, scene.answers)
        keep_answers(scene, answers)
        scene.remarks += remarks
    step = scene.dialogue.open_step(scene.turn, scene.answers)
    if step is None and scene.dialogue.review is None:
        end_dialogue(scene.turn.session, scene.turn.sender_id)
        return scene.dialogue.finish(scene.turn, scene.answers)
    scene.position.step = step.key if step else REVIEW
    return ask(scene)


def attached(replies: Replies, problem: Problem) -> Replies:
    """Put what is too long to say of a problem to the first reply."""
    first, *others = replies
    return [replace(first, message=replace(first.message, attachment=problem.attachment)), *others]


def ask(scene: Scene) -> Replies:
    """Ask where the person stands, after the remarks, and keep that."""
    scene.position.updated_at = scene.turn.now
    text = Markdown("\n\n".join([*scene.remarks, _question(scene)]))
    scene.turn.session.add(scene.position)  # only now: who asks nothing leaves no trace
    return [Outgoing(Message(text, tuple(open_choices(scene))))]


def _question(scene: Scene) -> Markdown:
    key = scene.position.step
    if key == REVIEW and scene.dialogue.review:
        review = scene.dialogue.review(scene.turn, scene.answers)
        keep_answers(scene, {**scene.answers, **review.noted})
        return review.text
    if key == CHANGE:
        return scene.turn.wording("dialogue-change")
    step = scene.dialogue.step(key)
    asks = "more" if step and step.several and begun(key) in scene.answers else "ask"
    return scene.turn.wording(f"{scene.dialogue.name}-{asks}-{key}")


def open_choices(scene: Scene) -> Sequence[Choice]:
    """List the choices of the open question."""
    key = scene.position.step
    if key == REVIEW:
        return review_choices(scene)
    step = scene.dialogue.step(key)
    return choices_of(scene, step) if step else change_choices(scene)


def choices_of(scene: Scene, step: Step) -> Sequence[Choice]:
    """List the choices of a step, with those that every step of its kind has."""
    offered = tuple(step.choices(scene.turn, scene.answers))
    if step.several and begun(step.key) in scene.answers:
        return (*offered, Choice(scene.turn.wording("dialogue-enough"), "fertig"))
    if not step.optional or step.counts:
        return offered
    return (*offered, Choice(scene.turn.wording("dialogue-skip"), "skip"))


def review_choices(scene: Scene) -> Sequence[Choice]:
    """List what can be said to a review; where nothing was asked there is nothing to change."""
    wording = scene.turn.wording
    alter = [Choice(wording("dialogue-alter"), "aendern")] if change_choices(scene) else []
    return (Choice(wording(f"{scene.dialogue.name}-send"), "ja"), *alter, Choice(wording(scene.dialogue.drops), DROP))


def change_choices(scene: Scene) -> Sequence[Choice]:
    """List what can be changed at a review."""
    needed = (step for step in scene.dialogue.steps if step.needed(scene.turn, scene.answers))
    return tuple(Choice(scene.turn.wording(f"{scene.dialogue.name}-{step.key}"), step.key) for step in needed)


def keep_answers(scene: Scene, answers: Answers) -> None:
    """Put other answers in the place of those there are."""
    kept = {ANSWERED: True} if is_answered(scene.position) else {}
    scene.position.answers = answers | kept  # a new dictionary: the database layer sees no change inside an old one
