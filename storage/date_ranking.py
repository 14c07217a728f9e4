"""Which of several dates is best: representation before heads. Pure, over plain values.

First comes how many Länder can be there, then spokespersons, then municipalities, then people; whoever can come only if
need be counts half. A date on a public holiday of a Land concerned falls behind all others, and one that nobody can
make behind those. Between equals the earlier one is better.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.date_polls import Ballot, Vote
from storage.municipalities import Land

Place = tuple[bool, bool, int, int, int, int, datetime, int]


@dataclass(frozen=True, slots=True)
class Voter:
    """Whom the word of one party brings along; persons by their numbers, municipalities by their AGS."""

    lands: frozenset[Land] = frozenset()
    spokespersons: frozenset[int] = frozenset()
    municipalities: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()

    def __or__(self, other: Voter) -> Voter:
        return Voter(
            self.lands | other.lands,
            self.spokespersons | other.spokespersons,
            self.municipalities | other.municipalities,
            self.people | other.people,
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date to choose: its number in the poll, and the Länder concerned in which it is a public holiday."""

    number: int
    starts_at: datetime
    holiday_in: frozenset[Land] = frozenset()


@dataclass(frozen=True, slots=True)
class Count:
    """How many can make a date: for certain, and only if need be."""

    certain: int
    if_need_be: int

    @property
    def total(self) -> int:
        """All who can be there."""
        return self.certain + self.if_need_be

    @property
    def weight(self) -> int:
        """Whoever comes only if need be counts half."""
        return 2 * self.certain + self.if_need_be


@dataclass(frozen=True, slots=True)
class Standing:
    """How a date stands."""

    candidate: Candidate
    parties: Count
    lands: Count
    spokespersons: Count
    municipalities: Count
    people: Count

    @property
    def place(self) -> Place:
        """What dates are sorted by, the best first."""
        return (
            self.parties.total == 0,
            bool(self.candidate.holiday_in),
            -self.lands.weight,
            -self.spokespersons.weight,
            -self.municipalities.weight,
            -self.people.weight,
            self.candidate.starts_at,
            self.candidate.number,
        )


def rank(candidates: Iterable[Candidate], voters: Mapping[str, Voter], ballots: Mapping[str, Ballot]) -> list[Standing]:
    """Put dates in order, the best first. Only what one of the ``voters`` has said counts."""
    return sorted((_standing(each, voters, ballots) for each in candidates), key=lambda standing: standing.place)


def _standing(candidate: Candidate, voters: Mapping[str, Voter], ballots: Mapping[str, Ballot]) -> Standing:
    def who_said(vote: Vote) -> list[Voter]:
        return [voter for party, voter in voters.items() if ballots.get(party, {}).get(candidate.number) is vote]

    certain, if_need_be = who_said(Vote.YES), who_said(Vote.IF_NEED_BE)

    def count(brought: Callable[[Voter], Iterable[Hashable]]) -> Count:
        sure = {each for voter in certain for each in brought(voter)}
        perhaps = {each for voter in if_need_be for each in brought(voter)}
        return Count(len(sure), len(perhaps - sure))

    return Standing(
        candidate,
        parties=Count(len(certain), len(if_need_be)),
        lands=count(lambda voter: voter.lands),
        spokespersons=count(lambda voter: voter.spokespersons),
        municipalities=count(lambda voter: voter.municipalities),
        people=count(lambda voter: voter.people),
    )
