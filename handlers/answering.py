"""What people say in a dialogue: answers, corrections, a step back, an end (:mod:`handlers.dialogues`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from textwrap import shorten

from handlers.choosing import ALTER, DROP, ENOUGH, YES, chosen, is_number, skips
from handlers.commands import Command
from handlers.dialogues import (
    ANSWERED,
    CHANGE,
    REVIEW,
    Answers,
    Dialogue,
    Scene,
    Step,
    Understood,
    ask,
    attached,
    begun,
    change_choices,
    choices_of,
    go_on,
    is_answered,
    keep_answers,
    open_choices,
    review_choices,
)
from handlers.messages import Choice, Kind
from handlers.problems import Problem
from handlers.turn import NOTHING, Replies, Turn
from handlers.typed import LONGEST, NUMBERED, fold
from handlers.wording import Markdown
from storage.dialogues import HELD, DialoguePosition, end_dialogue
from storage.file_use import discard
from storage.persons import Role

LONGEST_LABEL = 60
"""Characters of what somebody typed that a button repeats."""

LONG_AGO = timedelta(hours=12)  # after such a pause a person is reminded of what they were at


@dataclass(frozen=True, slots=True)
class Guided:
    """A dialogue of declared steps, as a conversation (:class:`handlers.conversations.Conversation`)."""

    dialogue: Dialogue

    @property
    def name(self) -> str:
        """Its name."""
        return self.dialogue.name

    @property
    def roles(self) -> frozenset[Role] | None:
        """Whose conversation it is."""
        return self.dialogue.roles

    def answer(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Take what a person wrote as the answer to the question they stand at."""
        scene = Scene(turn, self.dialogue, position)
        if turn.now - position.updated_at > LONG_AGO:
            title = turn.wording(f"{self.name}-title")
            scene.remarks.append(turn.wording("dialogue-resumed", title=title, since=position.started_at))
        if turn.incoming.file is not None and self.dialogue.take_file is not None:
            return _with_file(scene, self.dialogue.take_file)
        if position.step == REVIEW:
            return _at_review(scene)
        if position.step == CHANGE:
            return _at_change(scene)
        step = self.dialogue.step(position.step)
        return go_on(scene) if step is None else _at_step(scene, step)

    def ask_again(self, turn: Turn, position: DialoguePosition, remark: Markdown | None = None) -> Replies:
        """Ask the open question again, after a remark."""
        return _again(Scene(turn, self.dialogue, position), remark)

    def back(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Go to the question before, keeping everything else."""
        scene = Scene(turn, self.dialogue, position)
        if position.step == CHANGE:
            return go_on(scene)
        keys = [step.key for step in self.dialogue.steps if step.needed(turn, scene.answers) and not step.quiet]
        here = keys.index(position.step) if position.step in keys else len(keys)
        answered = [key for key in keys[:here] if key in scene.answers]
        if not answered:
            return _again(scene, turn.wording("dialogue-at-start"))
        _reopen(scene, answered[-1])
        return go_on(scene)

    def leave(self, turn: Turn, position: DialoguePosition) -> Replies:
        """End the dialogue without doing anything."""
        return _dropped(turn, self.dialogue, position)

    def meet(self, turn: Turn, position: DialoguePosition, command: Command, rest: str) -> Replies:
        """Keep a running dialogue before one that would begin; its own, written anew with more, may take its place.

        What is said of an entry of a list, "termin 12 absagen", begins nothing anew.
        """
        title = turn.wording(f"{self.name}-title")
        of_entry = command.listing is not None and NUMBERED.fullmatch(rest)
        if command.begins != self.name or not rest or of_entry:
            return self.ask_again(turn, position, turn.wording("dialogue-running", title=title))
        line = f"{command.words[0]} {rest}"
        if not is_answered(position):
            end_dialogue(turn.session, turn.sender_id)
            return command.run(turn, rest)
        label = turn.wording("dialogue-anew", typed=shorten(line, LONGEST_LABEL, placeholder="…"))
        carry_on = Choice(turn.wording("dialogue-carry-on"), "/fortfahren")
        return [turn.reply("dialogue-anew-or-on", Choice(label, f"/neubeginnen {line}"), carry_on, title=title)]

    def choices(self, turn: Turn, position: DialoguePosition) -> Sequence[Choice]:
        """List the choices of the open question."""
        return open_choices(Scene(turn, self.dialogue, position))

    def claims(self, turn: Turn, position: DialoguePosition) -> bool:
        """Take a file for the answer to a question that takes one, whatever its caption says."""
        return turn.incoming.file is not None and self.takes_files(turn, position)

    def takes_any_text(self, _: Turn, position: DialoguePosition) -> bool:
        """Say whether the open question takes whatever is written."""
        step = self.dialogue.step(position.step)
        return step is not None and step.free

    def takes_files(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say whether the open question takes a file, or the dialogue one at any time, perhaps as a picture."""
        step = self.dialogue.step(position.step)
        at_any_time = self.dialogue.take_file is not None and turn.incoming.kind in {Kind.FILE, Kind.IMAGE}
        return at_any_time or (step is not None and step.takes_files)

    def longest(self, _: Turn, position: DialoguePosition) -> int:
        """Say how many characters of one message the open question takes."""
        step = self.dialogue.step(position.step)
        return step.longest if step else LONGEST


def _again(scene: Scene, remark: Markdown | None = None) -> Replies:
    """Ask the open question again, after nothing but a remark."""
    scene.remarks = [remark] if remark else []
    return ask(scene)


def _dropped(turn: Turn, dialogue: Dialogue, position: DialoguePosition) -> Replies:
    """End a dialogue without doing anything, and keep nothing of it."""
    end_dialogue(turn.session, turn.sender_id)
    if number := position.answers.get(HELD):
        discard(turn.session, number, turn.sender_id)
    return [turn.reply("dialogue-cancelled", title=turn.wording(f"{dialogue.name}-title"))]


def _at_step(scene: Scene, step: Step) -> Replies:
    typed = scene.turn.text
    offered = None if step.counts and is_number(typed) else chosen(choices_of(scene, step), typed)
    words = offered.value if offered else typed
    agrees = step.several and fold(words) in YES
    is_whole = agrees and step.whole and begun(step.key) in scene.answers
    if is_whole or (step.several and fold(words) in ENOUGH) or ((step.several or step.optional) and skips(words)):
        return _enough(scene, step)
    if agrees:
        return _again(scene, scene.turn.wording("dialogue-go-ahead"))
    try:
        understood = step.read(scene.turn, scene.answers, words)
    except Problem as problem:
        return attached(_again(scene, scene.turn.wording.problem(problem)), problem)
    return _answer(scene, step, replace(understood, begun=True) if step.several else understood)


def _with_file(scene: Scene, take: Callable[[Turn, Answers], tuple[Answers, Markdown]]) -> Replies:
    """Take a file wherever the person stands, and go on from there."""
    try:
        found, remark = take(scene.turn, scene.answers)
    except Problem as problem:
        return _again(scene, scene.turn.wording.problem(problem))
    scene.remarks.append(remark)
    keep_answers(scene, {**scene.answers, **found})
    scene.position.answers = {**scene.position.answers, ANSWERED: True}
    return go_on(scene)


def _enough(scene: Scene, step: Step) -> Replies:
    """Take what was said so far for the answer; nothing is one only where the step is optional."""
    so_far = scene.answers.get(begun(step.key))
    if so_far is None and not step.optional:
        return _again(scene, scene.turn.wording("dialogue-needed"))
    return _answer(scene, step, Understood(so_far))


def _answer(scene: Scene, step: Step, understood: Understood) -> Replies:
    noted = [scene.turn.wording("dialogue-noted")] if step.several and understood.begun else []
    scene.remarks += [*([understood.remark] if understood.remark else []), *noted]
    before = {key: value for key, value in scene.answers.items() if key != begun(step.key)}
    keep_answers(scene, {**before, begun(step.key) if understood.begun else step.key: understood.value})
    scene.position.answers = {**scene.position.answers, ANSWERED: True}
    return go_on(scene)


def _at_review(scene: Scene) -> Replies:
    offered = chosen(review_choices(scene), scene.turn.text)
    words = offered.value if offered else fold(scene.turn.text)
    if words in YES:
        end_dialogue(scene.turn.session, scene.turn.sender_id)
        return scene.dialogue.finish(scene.turn, scene.answers)
    if words in ALTER and change_choices(scene):
        return _alter(scene)
    if words in ALTER | {DROP}:
        return _dropped(scene.turn, scene.dialogue, scene.position)
    return _corrected(scene) or _again(scene, _still_stands(scene))


def _still_stands(scene: Scene) -> Markdown:
    """Say that nothing was changed or sent: a hurried yes must not be one to what somebody believes corrected."""
    wording = scene.turn.wording
    core = scene.dialogue.review(scene.turn, scene.answers).core if scene.dialogue.review else NOTHING
    lines = [wording("dialogue-review-unclear"), *([wording("dialogue-review-stands", line=core)] if core else [])]
    return Markdown("\n".join([*lines, wording("dialogue-review-options", count=len(review_choices(scene)))]))


def _corrected(scene: Scene) -> Replies:
    """Take a text at the review for the new answer of the one question it answers; nothing where that is not plain."""
    found = [(step, understood) for step in scene.dialogue.steps if (understood := _correction(scene, step))]
    return _answer(scene, *found[0]) if len(found) == 1 else ()


def _correction(scene: Scene, step: Step) -> Understood | None:
    """Read a text as the corrected answer to one question, if it is recognised as that and can be read."""
    typed = scene.turn.text
    name = scene.turn.wording(f"{scene.dialogue.name}-{step.key}")
    match = re.fullmatch(rf"{re.escape(name)}\b[\s:]+(?P<answer>.+)", typed, re.IGNORECASE | re.DOTALL)
    if match is None and step.known_by and not is_number(typed):
        match = step.known_by.fullmatch(typed)
    in_parts = step.several and not step.whole
    if match is None or in_parts or step.takes_files or not step.needed(scene.turn, scene.answers):
        return None
    words = match.groupdict().get("answer") or typed
    if step.optional and skips(words):
        return Understood(None)
    try:
        understood = step.read(scene.turn, scene.answers, words)
    except Problem:
        return None
    return Understood(understood.value) if step.whole else understood  # which the review shows


def _alter(scene: Scene) -> Replies:
    """Ask what to change; where there is but one question, ask that."""
    choices = change_choices(scene)
    if len(choices) == 1:
        return _at_change(replace(scene, turn=scene.turn.saying(choices[0].value)))
    scene.position.step = CHANGE
    return ask(scene)


def _at_change(scene: Scene) -> Replies:
    offered = chosen(change_choices(scene), scene.turn.text)
    if offered is None:
        unclear = scene.turn.wording("dialogue-change-unclear")
        return _corrected(scene) or _again(scene, unclear)
    keep_answers(scene, {key: value for key, value in scene.answers.items() if key != offered.value})
    return go_on(scene)


def _reopen(scene: Scene, key: str) -> None:
    """Take an answer back; one given in several messages is only begun again, for nothing has to be written twice."""
    step = scene.dialogue.step(key)
    kept = {begun(key): scene.answers[key]} if step and step.several and scene.answers[key] else {}
    keep_answers(scene, {other: value for other, value in scene.answers.items() if other != key} | kept)
