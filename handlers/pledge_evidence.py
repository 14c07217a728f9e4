"""What an offer rests on and depends on, read out of what people write of it. What they wrote is kept beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from dateutil.relativedelta import relativedelta

from handlers.dates import read_day
from handlers.pledge_evidence_links import Link, find_links
from handlers.problems import Problem
from handlers.synonyms import names_by_words
from handlers.typed import fold
from storage.pledges import ConditionKind, Offer

DAY = re.compile(
    r"(?<![\w./-])(?:\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\d{2})?|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}\.?\s(?:of\s)?[^\W\d_]{3,9}\.?(?:\s\d{4})?|[^\W\d_]{3,9}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})(?![\w/-])"
)
YEAR = re.compile(r"\d{4}|\.\d{2}$")
DATED = re.compile(r"\b(?:vom|am|dem|of|on)\s+$", re.IGNORECASE)
"""What stands before a day whose year goes without saying: the last such day."""

NUMBER = r"(?=[\w/.-]*\d)\w+(?:(?:\s?/\s?[A-Z]\s(?=\d)|\s?/\s?|[-.])\w+)*"
"""München writes "20-26 / V 01234"."""

PAPER = re.compile(
    r"(?<!\w)(?:(?:[^\W\d_]*vorlagen?|drucksachen?|drs|ds|bv|[^\W\d_]*beschluss|antrag|aktenzeichen|az|paper|document|file)"
    r"(?:[\s.-]*(?:nummer|nr|number|no))?|nummer|nr|number|no)(?![^\W\d_])[.:#]*\s*(?P<named>" + NUMBER + ")"
    r"|(?<![\w/.-])(?P<bare>(?!(?:19|20)\d\d/)\d{1,6}/(?:19|20)\d\d(?:-(?:19|20)\d\d)?|\d{2}/[A-Z]{2,5}/\d{1,6})(?![\w/])",
    re.IGNORECASE,
)
"""The number of a council's paper: behind what calls it so, or in the two forms that nothing else has."""

REMAINS = {"beschluss", "ratsbeschluss", "resolution"}
"""What says nothing any more once the address behind it is gone."""

GAP = re.compile(r"\s+")
STRAY = re.compile(r"(?:(?<=\s)|^)[.,;:!?()]+(?:\s|$)|[\s,;:]+$")
LEADING_ON = re.compile(
    r"(?:(?:^|[\s,;:]+)(?:und|sowie|and|siehe|unter|link|hier|see|here|at)\b)+[\s,;:]*$", re.IGNORECASE
)
"""What is left where an address stood."""

CLAUSE = re.compile(r"[,;.\n]|\b(?:und|sowie|and)\b", re.IGNORECASE)
WITHOUT = {"ohne", "kein", "keine", "keiner", "unabhaengig", "nicht", "without", "no", "not", "regardless"}
"""What turns a condition into its opposite, save where being without something is the condition."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written, the day of the decision, the number of its paper, its address; and what cannot be taken."""

    resolution: str = ""
    resolved_on: date | None = None
    paper: str = ""
    link: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it holds anything by which a decision can be found."""
        return bool(self.resolved_on or self.paper or self.link)

    def is_other(self, offer: Offer) -> bool:
        """Whether it names another decision than the one that is known of an offer."""
        other_day = self.resolved_on and offer.resolved_on and self.resolved_on != offer.resolved_on
        return bool(other_day or (self.paper and offer.paper and self.paper != offer.paper))

    def behind(self, offer: Offer) -> Offer:
        """Put it behind an offer, in the place of what was known of its decision."""
        return replace(
            offer, resolution=self.resolution, resolved_on=self.resolved_on, paper=self.paper, link=self.link
        )

    def added_to(self, offer: Offer) -> Offer:
        """Add it to what is known of an offer's decision."""
        return replace(
            offer,
            resolution="; ".join(filter(None, (offer.resolution, self.resolution))),
            resolved_on=self.resolved_on or offer.resolved_on,
            paper=self.paper or offer.paper,
            link=self.link or offer.link,
        )


def read_evidence(typed: str, today: date) -> Evidence:
    """Read what names a council decision. All that was written is kept, save for addresses nobody else can open."""
    links = find_links(typed)
    refused = [link for link in links if link.problem]
    others = _without(typed, links)
    day, doubts = _day(others, today)
    paper = PAPER.search(DAY.sub(" ", others))
    kept = _without(typed, refused) if refused else typed.strip()
    return Evidence(
        resolution="" if refused and fold(kept) in REMAINS else kept,
        resolved_on=day,
        paper=(paper["named"] or paper["bare"]) if paper else "",
        link=next((link.address for link in links if not link.problem), ""),
        problems=(*(link.problem for link in refused if link.problem), *doubts),
    )


def days_in(text: str, today: date) -> list[date]:
    """List the days that a text names and that exist."""
    return [day for day in (_read_day(text, found, today) for found in DAY.finditer(text)) if isinstance(day, date)]


def begins_with_day(text: str, today: date) -> bool:
    """Say whether a text begins with a day, "11 July 2019", and not with a number of something else."""
    found = DAY.match(text)
    return found is not None and isinstance(_read_day(text, found, today), date)


def condition_kinds(condition: str) -> tuple[ConditionKind, ...]:
    """Say which countable conditions a text names, each once, in their fixed order."""
    found = {kind for clause in CLAUSE.split(condition) for kind in _kinds_in(clause)}
    return tuple(kind for kind in ConditionKind if kind in found)


def _kinds_in(clause: str) -> set[ConditionKind]:
    words = {fold(word) for word in re.findall(r"\w+", clause)}
    named = {kind for kind, name in names_by_words(ConditionKind) if name <= words}
    return named & {ConditionKind.NOT_COUNTED} if words & WITHOUT else named


def _without(typed: str, links: list[Link]) -> str:
    """Take addresses out of a text, and the commas between them."""
    for link in links:
        typed = typed.replace(link.typed, " ", 1)
    return LEADING_ON.sub("", STRAY.sub("", GAP.sub(" ", typed).strip())).strip()


def _day(text: str, today: date) -> tuple[date | None, tuple[Problem, ...]]:
    """Read the day of a decision: the first that is not in the future. Else say what is wrong with the first."""
    doubt: Problem | None = None
    for found in DAY.finditer(text):
        day = _read_day(text, found, today)
        if isinstance(day, date) and day <= today:
            return day, ()
        wrong = Problem("evidence-day-ahead", day=day) if isinstance(day, date) else day
        doubt = doubt or wrong
    return None, (doubt,) if doubt else ()


def _read_day(text: str, found: re.Match[str], today: date) -> date | Problem | None:
    """Read a day; one that does not exist is a problem, and what is none is nothing."""
    words = re.sub(r"(?<=\.)\s(?=\d)", "", found[0])
    has_year = YEAR.search(words) is not None
    if not has_year and not DATED.search(text[: found.start()]):
        return None
    try:
        day = read_day(words, today).day
    except Problem as problem:
        return problem if problem.key == "date-does-not-exist" else None
    return day if has_year or day <= today else day - relativedelta(years=1)
