"""The dialogue engine: conversations of several steps as data.

A dialogue is a declared list of steps; where a person stands is a row (:mod:`storage.dialogues`). The next question is
always the first needed step without an answer: going back, changing an answer, and an answer that changes what else is
needed are all the same. After the last step comes the review.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from handlers.choosing import ALTER, DROP, ENOUGH, SKIP, YES, chosen, is_number
from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.dialogues import DialoguePosition, end_dialogue
from storage.persons import Role

Answers = dict[str, Any]
REVIEW, CHANGE = "review", "change"
LONG_AGO = timedelta(hours=12)  # after such a pause a person is reminded of what they were at


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer, fit for JSON, and a remark on how it was understood, where that was not plain.

    One that has only ``begun`` is kept under :func:`begun`, and the question asked again for the rest.
    """

    value: str | int | list[dict[str, str]] | None
    remark: Markdown | None = None
    begun: bool = False


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
    each to what was :func:`begun` before. One that ``takes_files`` finds a file in ``turn.incoming``.
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
    takes_files: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What a person checks before it counts, and what that is based on, so that the end can tell if it still holds."""

    text: Markdown
    noted: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation: its steps, the review, and what its end does. Without a review it ends at once."""

    name: str
    steps: Sequence[Step]
    finish: Callable[[Turn, Answers], Replies]
    review: Callable[[Turn, Answers], Review] | None = None
    roles: frozenset[Role] = frozenset(Role)
    """Whose conversation it is: whoever holds none of these any more cannot go on with it."""

    def step(self, key: str) -> Step | None:
        """Find a step by its key."""
        return next((step for step in self.steps if step.key == key), None)

    def takes_any_text(self, key: str) -> bool:
        """Say whether the question with this key takes whatever is written."""
        step = self.step(key)
        return step is not None and step.free

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
        return self.position.answers


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
    return _go_on(Scene(turn, dialogue, position, list(remarks)))


def proceed(turn: Turn, dialogue: Dialogue, position: DialoguePosition) -> Replies:
    """Take what a person wrote as the answer to the question they stand at."""
    scene = Scene(turn, dialogue, position)
    if turn.now - position.updated_at > LONG_AGO:
        title = turn.wording(f"{dialogue.name}-title")
        scene.remarks.append(turn.wording("dialogue-resumed", title=title, since=position.started_at))
    if position.step == REVIEW:
        return _at_review(scene)
    if position.step == CHANGE:
        return _at_change(scene)
    return _at_step(scene, step) if (step := dialogue.step(position.step)) else _go_on(scene)


def repeat(turn: Turn, dialogue: Dialogue, position: DialoguePosition, remark: Markdown | None = None) -> Replies:
    """Ask the open question again, after a remark."""
    return _ask(Scene(turn, dialogue, position, [remark] if remark else []))


def back(turn: Turn, dialogue: Dialogue, position: DialoguePosition) -> Replies:
    """Go to the question before, keeping everything else."""
    scene = Scene(turn, dialogue, position)
    if position.step == CHANGE:
        return _go_on(scene)
    keys = [step.key for step in dialogue.steps if step.needed(turn, scene.answers) and not step.quiet]
    here = keys.index(position.step) if position.step in keys else len(keys)
    answered = [key for key in keys[:here] if key in scene.answers]
    if answered:
        _reopen(scene, answered[-1])
        return _go_on(scene)
    return repeat(turn, dialogue, position, turn.wording("dialogue-at-start"))


def cancel(turn: Turn, dialogue: Dialogue) -> Replies:
    """End a dialogue without doing anything."""
    end_dialogue(turn.session, turn.sender_id)
    return [turn.reply("dialogue-cancelled", title=turn.wording(f"{dialogue.name}-title"))]


def offered(turn: Turn, dialogue: Dialogue, position: DialoguePosition) -> Sequence[Choice]:
    """List the choices of the open question."""
    return _open_choices(Scene(turn, dialogue, position))


def _at_step(scene: Scene, step: Step) -> Replies:
    typed = scene.turn.text
    offered = None if step.counts and is_number(typed) else chosen(_choices(scene, step), typed)
    words = offered.value if offered else typed
    if fold(words) in (ENOUGH | SKIP if step.several else set()) | (SKIP if step.optional else set()):
        return _enough(scene, step)
    if step.several and fold(words) in YES:
        return repeat(scene.turn, scene.dialogue, scene.position, scene.turn.wording("dialogue-go-ahead"))
    try:
        understood = step.read(scene.turn, scene.answers, words)
    except Problem as problem:
        return repeat(scene.turn, scene.dialogue, scene.position, scene.turn.wording.problem(problem))
    return _answer(scene, step, replace(understood, begun=True) if step.several else understood)


def _enough(scene: Scene, step: Step) -> Replies:
    """Take what was said so far for the answer; nothing is one only where the step is optional."""
    so_far = scene.answers.get(begun(step.key))
    return _ask(scene) if so_far is None and not step.optional else _answer(scene, step, Understood(so_far))


def _answer(scene: Scene, step: Step, understood: Understood) -> Replies:
    noted = [scene.turn.wording("dialogue-noted")] if step.several and understood.begun else []
    scene.remarks += [*([understood.remark] if understood.remark else []), *noted]
    before = {key: value for key, value in scene.answers.items() if key != begun(step.key)}
    _set_answers(scene, {**before, begun(step.key) if understood.begun else step.key: understood.value})
    return _go_on(scene)


def _at_review(scene: Scene) -> Replies:
    offered = chosen(_review_choices(scene), scene.turn.text)
    words = offered.value if offered else fold(scene.turn.text)
    if words in YES:
        end_dialogue(scene.turn.session, scene.turn.sender_id)
        return scene.dialogue.finish(scene.turn, scene.answers)
    if words in ALTER:
        return _alter(scene)
    if words == DROP:
        return cancel(scene.turn, scene.dialogue)
    return repeat(scene.turn, scene.dialogue, scene.position, scene.turn.wording("dialogue-review-unclear"))


def _alter(scene: Scene) -> Replies:
    """Ask what to change; where there is but one question, ask that."""
    choices = _change_choices(scene)
    if len(choices) == 1:
        return _at_change(replace(scene, turn=scene.turn.saying(choices[0].value)))
    scene.position.step = CHANGE
    return _ask(scene)


def _at_change(scene: Scene) -> Replies:
    offered = chosen(_change_choices(scene), scene.turn.text)
    if offered is None:
        return repeat(scene.turn, scene.dialogue, scene.position, scene.turn.wording("dialogue-change-unclear"))
    _set_answers(scene, {key: value for key, value in scene.answers.items() if key != offered.value})
    return _go_on(scene)


def _go_on(scene: Scene) -> Replies:
    step = scene.dialogue.open_step(scene.turn, scene.answers)
    if step is None and scene.dialogue.review is None:
        end_dialogue(scene.turn.session, scene.turn.sender_id)
        return scene.dialogue.finish(scene.turn, scene.answers)
    scene.position.step = step.key if step else REVIEW
    return _ask(scene)


def _ask(scene: Scene) -> Replies:
    scene.position.updated_at = scene.turn.now
    text = Markdown("\n\n".join([*scene.remarks, _question(scene)]))
    scene.turn.session.add(scene.position)  # only now: who asks nothing leaves no trace
    return [Outgoing(Message(text, tuple(_open_choices(scene))))]


def _question(scene: Scene) -> Markdown:
    key = scene.position.step
    if key == REVIEW and scene.dialogue.review:
        review = scene.dialogue.review(scene.turn, scene.answers)
        _set_answers(scene, {**scene.answers, **review.noted})
        return review.text
    if key == CHANGE:
        return scene.turn.wording("dialogue-change")
    step = scene.dialogue.step(key)
    asks = "more" if step and step.several and begun(key) in scene.answers else "ask"
    return scene.turn.wording(f"{scene.dialogue.name}-{asks}-{key}")


def _open_choices(scene: Scene) -> Sequence[Choice]:
    key = scene.position.step
    if key == REVIEW:
        return _review_choices(scene)
    return _choices(scene, step) if (step := scene.dialogue.step(key)) else _change_choices(scene)


def _choices(scene: Scene, step: Step) -> Sequence[Choice]:
    offered = tuple(step.choices(scene.turn, scene.answers))
    if step.several and begun(step.key) in scene.answers:
        return (*offered, Choice(scene.turn.wording("dialogue-enough"), "fertig"))
    if not step.optional or step.counts:
        return offered
    return (*offered, Choice(scene.turn.wording("dialogue-skip"), "skip"))


def _review_choices(scene: Scene) -> Sequence[Choice]:
    wording = scene.turn.wording
    return (
        Choice(wording(f"{scene.dialogue.name}-send"), "ja"),
        Choice(wording("dialogue-alter"), "aendern"),
        Choice(wording("dialogue-drop"), DROP),
    )


def _change_choices(scene: Scene) -> Sequence[Choice]:
    needed = (step for step in scene.dialogue.steps if step.needed(scene.turn, scene.answers))
    return tuple(Choice(scene.turn.wording(f"{scene.dialogue.name}-{step.key}"), step.key) for step in needed)


def _reopen(scene: Scene, key: str) -> None:
    """Take an answer back; one given in several messages is only begun again, for nothing has to be written twice."""
    step = scene.dialogue.step(key)
    kept = {begun(key): scene.answers[key]} if step and step.several and scene.answers[key] else {}
    _set_answers(scene, {other: value for other, value in scene.answers.items() if other != key} | kept)


def _set_answers(scene: Scene, answers: Answers) -> None:
    scene.position.answers = answers  # a new dictionary: the database layer sees no change inside an old one
