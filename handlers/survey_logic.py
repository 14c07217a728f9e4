"""What a form's expressions decide: which questions are relevant, what is calculated, offered and allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from handlers.survey_expressions import Expression, Scope, read_expression, value_of
from handlers.survey_functions import Value, text, truth
from storage.survey_forms import Answer, Form, Option, Question, label_of

REFERENCE = re.compile(r"\$\{\s*([^\W\d][\w.-]*)\s*\}")
"""Where a label quotes an answer."""

CALL = re.compile(r"\$\{|[\w-]+\(")
"""What makes a default an expression and not a value."""

Answers = Mapping[str, Answer]


class CircularError(ValueError):
    """Questions depend on each other in a circle; the only argument is their names, in order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a survey stands with some answers.

    ``relevant`` are the names of the questions that are, in the form's order; ``values`` are the answers that count,
    together with what was calculated from them. Hand those in, too, next time, for ``once()``.
    An answer that is given but not in ``values`` belongs to a question that is no longer relevant, or takes an option
    that is no longer offered: it is kept aside. The first is not in ``relevant``; the second is, and is asked anew.
    """

    relevant: tuple[str, ...]
    values: dict[str, Answer]


class Logic:
    """A form's expressions, ready to be evaluated. Keep one for each published version: it costs nothing to share.

    Raises :class:`handlers.problems.Problem` for an expression that cannot be read, and :class:`CircularError`; neither
    happens with a form that :func:`handlers.xlsforms.read_xlsform` gave.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.questions = {question.name: question for question in form.questions}
        self._relevant = _read(form, "relevant")
        self._constraints = _read(form, "constraint")
        self._calculations = _read(form, "calculation")
        self._filters = _read(form, "choice_filter")
        self._order = self._sorted()

    def standing(self, answers: Answers, today: date) -> Standing:
        """Say which questions are relevant and which answers count. What is not relevant is empty for all others."""
        given = {name: value_of(answer) for name, answer in answers.items()}
        values: dict[str, Value] = {}
        kept: dict[str, Answer] = {}
        relevant: set[str] = set()
        for name in self._order:
            own = given.get(name, "")
            condition = self._relevant.get(name)
            if condition and not truth(condition.evaluate(Scope(today, values, own))):
                continue
            relevant.add(name)
            if calculation := self._calculations.get(name):
                values[name] = _finite(calculation.evaluate(Scope(today, values, own)))
                kept[name] = _answer(values[name])
            elif name in answers and self._offered(name, answers[name], values, today):
                values[name], kept[name] = own, answers[name]
        places = [name for name in self.questions if name in relevant]
        return Standing(tuple(places), {name: kept[name] for name in places if name in kept})

    def options(self, question: Question, values: Answers, today: date) -> tuple[Option, ...]:
        """Give the options that are offered, with the ``values`` of a standing."""
        seen = {name: value_of(answer) for name, answer in values.items()}
        return self._options(question, seen, today)

    def allows(self, question: Question, answer: Answer, values: Answers, today: date) -> bool:
        """Say whether an answer keeps the question's constraint; to skip always does."""
        constraint = self._constraints.get(question.name)
        if constraint is None or answer is None:
            return True
        seen = {name: value_of(other) for name, other in values.items()}
        own = value_of(answer)
        return truth(constraint.evaluate(Scope(today, seen | {question.name: own}, own)))

    def default(self, question: Question, values: Answers, today: date) -> str:
        """Give what a question is answered with unless somebody says something else, as it would be typed; or ""."""
        if not CALL.search(question.default):
            return question.default
        seen = {name: value_of(answer) for name, answer in values.items()}
        return text(_finite(read_expression(question.default).evaluate(Scope(today, seen))))

    def quoted(self, label: str, values: Answers, language: str) -> str:
        """Fill in the answers a label quotes as ``${name}``; options with their labels, what is missing as "…"."""

        def say(found: re.Match[str]) -> str:
            chosen = values.get(found[1])
            question = self.questions.get(found[1])
            if chosen is None or question is None:
                return "…"
            labels = {option.name: label_of(option.label, language) for option in question.options}
            picked = chosen if isinstance(chosen, list) else [text(value_of(chosen))]
            return ", ".join(labels.get(one, one) for one in picked) or "…"

        return REFERENCE.sub(say, label)

    def _offered(self, name: str, answer: Answer, values: Mapping[str, Value], today: date) -> bool:
        if name not in self._filters or answer is None:
            return True
        offered = {option.name for option in self._options(self.questions[name], values, today)}
        return offered.issuperset(answer if isinstance(answer, list) else [text(value_of(answer))])

    def _options(self, question: Question, values: Mapping[str, Value], today: date) -> tuple[Option, ...]:
        choice = self._filters.get(question.name)
        if choice is None:
            return question.options
        return tuple(
            option
            for option in question.options
            if truth(choice.evaluate(Scope(today, values, columns=option.filters | {"name": option.name})))
        )

    def _sorted(self) -> tuple[str, ...]:
        """Put each question after those that its relevance, calculation and options look at."""
        kinds = (self._relevant, self._calculations, self._filters)
        needed = {
            name: {other for kind in kinds if name in kind for other in kind[name].references & self.questions.keys()}
            for name in self.questions
        }
        try:
            return tuple(TopologicalSorter(needed).static_order())
        except CycleError as error:
            # graphlib names the first again at the end, and each after the one that depends on it.
            raise CircularError(*list(reversed(error.args[1]))[:-1]) from None


def _read(form: Form, column: str) -> dict[str, Expression]:
    written = {question.name: getattr(question, column) for question in form.questions}
    return {name: read_expression(expression) for name, expression in written.items() if expression}


def _finite(value: Value) -> Value:
    """Take what cannot be reckoned (of missing answers, by zero) as no value."""
    return value if isinstance(value, str | bool) or math.isfinite(value) else ""


def _answer(value: Value) -> Answer:
    if isinstance(value, bool):
        return text(value)
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if value != "" else None
