"""Expressions of an XLSForm (``relevant``, ``constraint``, ``calculation``, ``choice_filter``): read once, then quick.

The grammar is XPath 1.0, section 3, without paths and predicates, as XLSForm writes it:

    or       = and {"or" and}
    and      = equality {"and" equality}
    equality = relation {("=" | "!=") relation}
    relation = sum {("<" | "<=" | ">" | ">=") sum}
    sum      = product {("+" | "-") product}
    product  = negated {("*" | "div" | "mod") negated}
    negated  = {"-"} primary
    primary  = "(" or ")" | literal | number | "${name}" | "." | name "(" [or {"," or}] ")" | column

A ``column`` is one of the choices sheet's, for ``choice_filter`` alone. :func:`read_expression` finds every fault; an
:class:`Expression` never raises. elementpath was looked at: it takes 19 MB of memory, and wants the answers as XML.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import add, ge, gt, le, lt, mul, sub

from handlers.problems import Problem
from handlers.survey_functions import (
    FUNCTIONS,
    PatternError,
    Value,
    divide,
    equal,
    number,
    pattern_of,
    remainder,
    truth,
)
from storage.survey_forms import Answer

DEEPEST = 40
"""Levels of brackets: what nests deeper is a mistake, and would use up Python's stack."""

TOKEN = re.compile(
    r"\s*(?:(?P<reference>\$\{\s*(?P<referred>[^\W\d][\w.-]*)\s*\})|(?P<literal>\"[^\"]*\"|'[^']*')"
    r"|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)|(?P<sign><=|>=|!=|[()+\-*=<>,.]))"
)
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "\xa0": " "})
"""What spreadsheets make of quotation marks while one types."""

Operation = Callable[[Value, Value], Value]


def _of_numbers(operation: Callable[[float, float], Value]) -> Operation:
    return lambda left, right: operation(number(left), number(right))


LEVELS: tuple[dict[str, Operation], ...] = (
    {"=": equal, "!=": lambda left, right: not equal(left, right)},
    {"<": _of_numbers(lt), "<=": _of_numbers(le), ">": _of_numbers(gt), ">=": _of_numbers(ge)},
    {"+": _of_numbers(add), "-": _of_numbers(sub)},
    {"*": _of_numbers(mul), "div": _of_numbers(divide), "mod": _of_numbers(remainder)},
)
"""The operators between two values, from the one that binds weakest."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look at: the answers that count, the one that is being given, and a choice's columns."""

    today: date
    values: Mapping[str, Value]
    own: Value = ""
    columns: Mapping[str, str] = field(default_factory=dict)


Evaluate = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read: the questions and columns it names, and what it comes to."""

    evaluate: Evaluate
    references: frozenset[str]
    columns: frozenset[str]


def value_of(answer: Answer) -> Value:
    """Give an answer as expressions see it."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return " ".join(answer)
    try:
        return answer if isinstance(answer, str) else float(answer)
    except OverflowError:
        return math.inf


@lru_cache(maxsize=4096)
def read_expression(written: str) -> Expression:
    """Read an expression. Raises :class:`Problem` that names what is wrong with it, and where.

    The keys say what: ``expression-unreadable``, ``expression-function-unknown``, ``expression-arguments``,
    ``expression-regex`` and ``expression-too-deep``.
    """
    return _Reader(written).read()


class _Reader:
    """Reads one expression from left to right, each level of precedence a method."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._tokens = list(_tokens(written))
        self._at = 0
        self._depth = 0
        self._references: set[str] = set()
        self._columns: set[str] = set()

    def read(self) -> Expression:
        whole = self._or()
        if self._at < len(self._tokens):
            raise self._unreadable()
        return Expression(whole, frozenset(self._references), frozenset(self._columns))

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, *wanted: str) -> str:
        """Take the next token if it is one of these signs or operators."""
        kind, word = self._peek()
        if kind not in {"sign", "name"} or word not in wanted:
            return ""
        self._at += 1
        return word

    def _unreadable(self) -> Problem:
        rest = " ".join(word for _, word in self._tokens[self._at :])
        return Problem("expression-unreadable", expression=self._written, part=rest[:30] or "…")

    def _or(self) -> Evaluate:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Problem("expression-too-deep", expression=self._written[:60], most=DEEPEST)
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else lambda scope: any(truth(part(scope)) for part in parts)

    def _and(self) -> Evaluate:
        parts = [self._level()]
        while self._take("and"):
            parts.append(self._level())
        return parts[0] if len(parts) == 1 else lambda scope: all(truth(part(scope)) for part in parts)

    def _level(self, level: int = 0) -> Evaluate:
        """Read operators that bind alike, the weakest first; a long sum is a loop, not a tower of calls."""
        if level == len(LEVELS):
            return self._negated()
        first, rest = self._level(level + 1), []
        while sign := self._take(*LEVELS[level]):
            rest.append((LEVELS[level][sign], self._level(level + 1)))
        return _chain(first, rest) if rest else first

    def _negated(self) -> Evaluate:
        negative = False
        signed = False
        while self._take("-"):
            negative, signed = not negative, True
        primary = self._primary()
        if not signed:
            return primary
        return (lambda scope: -number(primary(scope))) if negative else (lambda scope: number(primary(scope)))

    def _primary(self) -> Evaluate:
        if self._take("("):
            inner = self._or()
            self._close()
            return inner
        if self._take("."):
            return lambda scope: scope.own
        kind, word = self._peek()
        if kind in {"", "sign"}:
            raise self._unreadable()
        self._at += 1
        if kind == "name":
            return self._call(word) if self._take("(") else self._column(word)
        if kind == "reference":
            self._references.add(word)
            return lambda scope: scope.values.get(word, "")
        constant: Value = float(word) if kind == "number" else word[1:-1]
        return lambda _scope: constant

    def _close(self) -> None:
        if not self._take(")"):
            raise self._unreadable()

    def _column(self, name: str) -> Evaluate:
        self._columns.add(name)
        return lambda scope: scope.columns.get(name, "")

    def _call(self, name: str) -> Evaluate:
        literals = self._tokens[self._at :]
        arguments: list[Evaluate] = []
        if not self._take(")"):
            arguments.append(self._or())
            while self._take(","):
                arguments.append(self._or())
            self._close()
        if name == "regex":
            self._check_pattern(literals)
        return self._function(name, arguments)

    def _check_pattern(self, tokens: list[tuple[str, str]]) -> None:
        """Read the pattern of ``regex()`` now, when it is written there, so that nobody meets it while answering."""
        for (_, sign), (kind, word) in pairwise(tokens):
            if sign == "," and kind == "literal":
                try:
                    pattern_of(word[1:-1])
                except PatternError as error:
                    raise Problem("expression-regex", pattern=word[1:-1], fault=str(error)) from None
                return

    def _function(self, name: str, arguments: list[Evaluate]) -> Evaluate:
        fewest, most, function = FUNCTIONS.get(name, SPECIAL.get(name, (0, -1, None)))
        if most < 0:
            raise Problem("expression-function-unknown", expression=self._written, function=name)
        if not fewest <= len(arguments) <= most:
            raise Problem("expression-arguments", expression=self._written, function=name)
        if name == "today":
            return lambda scope: scope.today.isoformat()
        if name == "once":
            return _once(arguments[0])
        if name == "if":
            condition, then, otherwise = arguments
            return lambda scope: then(scope) if truth(condition(scope)) else otherwise(scope)
        if function is None:
            raise self._unreadable()
        if len(arguments) == 1:
            only = arguments[0]
            return lambda scope: function(only(scope))
        return lambda scope: function(*[argument(scope) for argument in arguments])


SPECIAL: dict[str, tuple[int, int, None]] = {"if": (3, 3, None), "once": (1, 1, None), "today": (0, 0, None)}


def _once(first: Evaluate) -> Evaluate:
    """Keep what is there already, so that a value is reckoned only once."""
    return lambda scope: scope.own if scope.own != "" else first(scope)


def _chain(first: Evaluate, rest: list[tuple[Operation, Evaluate]]) -> Evaluate:
    def evaluate(scope: Scope) -> Value:
        value = first(scope)
        for operation, part in rest:
            value = operation(value, part(scope))
        return value

    return evaluate


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    words = written.translate(QUOTES).rstrip()
    at = 0
    while at < len(words):
        found = TOKEN.match(words, at)
        if found is None:
            raise Problem("expression-unreadable", expression=written, part=words[at:].strip()[:30])
        at = found.end()
        kind = found.lastgroup or ""
        yield ("reference", found["referred"]) if kind in {"reference", "referred"} else (kind, found[kind])
