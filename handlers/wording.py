"""Every sentence a user reads, in their language: Project Fluent for the words, Babel for dates and numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

from handlers.problems import Problem
from storage.persons import Language

MOMENT = {Language.GERMAN: "EEEE, dd.MM.yyyy, HH:mm 'Uhr'", Language.ENGLISH: "EEEE, d MMMM yyyy, HH:mm"}
DAY = {Language.GERMAN: "dd.MM.yyyy", Language.ENGLISH: "d MMMM yyyy"}

MARKS = re.compile(r"(?m:^#{1,6}[ \t]+)|\*\*|`|(?<![\\\w])\*(?=\S)|(?<=\S)(?<!\\)\*(?!\w)")
"""Our Markdown's signs that were not escaped."""

GAP = re.compile(r"\s+")
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
"""Signs that mean something in Markdown."""
LIST_MARK = re.compile(r"^(\d+(?=[.)])|(?=[-+]))(.)(?= |$)")
"""What would begin a list."""

LONGEST_QUOTED = 400
"""Characters of a text that a problem repeats: Fluent refuses more than 1,000, and escaping may double them."""


class Markdown(str):
    """Text of ours that may carry Markdown. Any other text came from people and is escaped inside a sentence."""

    __slots__ = ()


class UnknownTextError(LookupError):
    """There is no such sentence."""


class Wording:
    """The sentences in one language, with moments in one time zone and, given a day, examples that fit it."""

    def __init__(self, language: Language, timezone: ZoneInfo, today: date | None = None) -> None:
        self.language = language
        self.timezone = timezone
        self._examples = _examples(today) if today else {}

    def __call__(self, key: str, **values: object) -> Markdown:
        """Write the sentence ``key``. Values may be text, numbers, days, moments, and members of our enumerations.

        Raises :class:`UnknownTextError` for a key without a text and for a text that lacks a value.
        """
        if not values and not self._examples:
            return _fixed(self.language, key)
        return _write(self.language, key, self._examples | {name: self._show(value) for name, value in values.items()})

    def problem(self, problem: Problem) -> Markdown:
        """Write the sentence a problem names; what somebody wrote at length is cut."""
        said = self(problem.key, **{name: _cut(value) for name, value in problem.values.items()})
        return Markdown("\n".join([said, *(f"- {self.problem(each)}" for each in problem.listed)]))

    def name(self, member: Enum) -> Markdown:
        """Write the name of a member of an enumeration: ``Programme.NEST`` is the text ``programme-nest``."""
        kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(member).__name__).lower()
        return self(f"{kind}-{member.value}")

    def network(self, name: str) -> Markdown:
        """Write the name of a network: ``matrix`` is the text ``network-matrix``; one without a text is called so."""
        try:
            return self(f"network-{name}")
        except UnknownTextError:
            return Markdown(escape(name))

    def weekday(self, day: date) -> str:
        """Name the weekday of a day."""
        return str(format_date(day, "EEEE", locale=self.language))

    def _show(self, value: object) -> object:
        if isinstance(value, datetime):
            return format_datetime(value, MOMENT[self.language], tzinfo=self.timezone, locale=self.language)
        if isinstance(value, date):
            return format_date(value, DAY[self.language], locale=self.language)
        if isinstance(value, Enum):
            return self.name(value)
        return escape(value) if isinstance(value, str) and not isinstance(value, Markdown) else value


def _cut(value: object) -> object:
    typed = isinstance(value, str) and not isinstance(value, Markdown | Enum)
    return f"{str(value)[:LONGEST_QUOTED]}…" if typed and len(str(value)) > LONGEST_QUOTED else value


def escape(typed: str) -> str:
    """Take the power of Markdown from what a person wrote (CommonMark 0.31, section 2.4) and put it on one line.

    At its beginning it could also start a list: "- x", "1. x".
    """
    return LIST_MARK.sub(r"\1\\\2", SIGNS.sub(r"\\\1", GAP.sub(" ", typed)))


def escape_lines(typed: str) -> Markdown:
    """Take the power of Markdown from a longer text and keep its lines."""
    return Markdown("\n".join(escape(line.strip()) for line in typed.split("\n")))


def unmarked(words: Markdown) -> str:
    """Take the marks out of words of ours, for where there is no Markdown: a file, a picture."""
    return re.sub(r"\\(.)", r"\1", MARKS.sub("", words))


def _examples(today: date) -> dict[str, object]:
    """Write days for examples: an example that we would refuse helps nobody."""
    start = date(today.year, 9, 1)
    year = today.year if start > today else today.year + 1
    election = _election_like(today)
    return {
        "example-start": f"1.9.{year}",
        "example-end": f"31.12.{year}",
        "example-election": f"{election.day}.{election.month}.{election.year}",
    }


def _election_like(today: date) -> date:
    """Find the last Sunday of September in the next year of an ordinary election: every fourth, 2021 was one."""
    last_days = (date(year, 9, 30) for year in range(today.year, today.year + 8) if year % 4 == 1)
    return next(day for last in last_days if (day := last - timedelta(days=last.isoweekday() % 7)) > today)


def _write(language: Language, key: str, values: dict[str, object]) -> Markdown:
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        raise UnknownTextError(key)
    text, faults = bundle.format_pattern(pattern, values)
    if faults:
        raise UnknownTextError(f"{key}: {faults}")
    return Markdown(text)


@cache
def _fixed(language: Language, key: str) -> Markdown:
    """Write a sentence that is always the same, once."""
    return _write(language, key, {})


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([language.value], use_isolating=False)
    text = (Path(__file__).parent / "texts" / f"{language.value}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
