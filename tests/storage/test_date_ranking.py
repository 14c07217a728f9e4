"""The best date is the one at which most of the network is represented, whatever order anything comes in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from storage.date_polls import Vote
from storage.date_ranking import Candidate, Voter, rank
from storage.municipalities import Land

FIRST = datetime(2021, 8, 12, 12, tzinfo=UTC)
WORTH = {Vote.YES: 2, Vote.IF_NEED_BE: 1, Vote.NO: 0}
NEXT_DAY = timedelta(days=1)

Voters = Mapping[str, Voter]
Ballots = Mapping[str, Mapping[int, Vote]]


def some(values: st.SearchStrategy[object]) -> st.SearchStrategy[frozenset[object]]:
    """Draw a small set."""
    return st.frozensets(values, max_size=2)


VOTERS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        Voter,
        lands=some(st.sampled_from([Land.NW, Land.HE, Land.BY])),
        spokespersons=some(st.integers(1, 3)),
        municipalities=some(st.sampled_from(["05315000", "05711000", "06534014"])),
        people=some(st.integers(1, 6)),
    ),
)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        number=st.integers(1, 5),
        starts_at=st.integers(0, 3).map(lambda days: FIRST + days * NEXT_DAY),
        holiday_in=st.sampled_from([frozenset(), frozenset({Land.BY})]),
    ),
    max_size=5,
    unique_by=lambda candidate: candidate.number,
)
BALLOTS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.dictionaries(st.integers(1, 5), st.sampled_from(list(Vote)), max_size=5)
)


def worth(candidate: Candidate, voters: Voters, ballots: Ballots, brought: str) -> int:
    """Reckon plainly what a date is worth: two for each that comes for certain, one for each that comes if need be."""
    best: dict[object, int] = {}
    for party, voter in voters.items():
        said = ballots.get(party, {}).get(candidate.number, Vote.NO)
        for each in getattr(voter, brought):
            best[each] = max(best.get(each, 0), WORTH[said])
    return sum(best.values())


def is_better(one: Candidate, other: Candidate, voters: Voters, ballots: Ballots) -> bool:
    """Compare two dates plainly, one rule after the other."""

    def possible(candidate: Candidate) -> bool:
        return any(
            WORTH[vote] > 0
            for party in voters
            for number, vote in ballots.get(party, {}).items()
            if number == candidate.number
        )

    if possible(one) != possible(other):
        return possible(one)
    if bool(one.holiday_in) != bool(other.holiday_in):
        return not one.holiday_in
    for brought in ("lands", "spokespersons", "municipalities", "people"):
        mine, others = (worth(each, voters, ballots, brought) for each in (one, other))
        if mine != others:
            return mine > others
    return (one.starts_at, one.number) < (other.starts_at, other.number)


def order(candidates: list[Candidate], voters: Voters, ballots: Ballots) -> list[int]:
    """Give the numbers of the dates, the best first."""
    return [standing.candidate.number for standing in rank(candidates, voters, ballots)]


@given(CANDIDATES, VOTERS, BALLOTS)
def test_the_order_is_the_one_that_comparing_two_by_two_gives(
    candidates: list[Candidate], voters: Voters, ballots: Ballots
) -> None:
    """A date stands before exactly those than which it is better by the plain rules."""
    beaten = {
        each.number: sum(is_better(each, other, voters, ballots) for other in candidates if other is not each)
        for each in candidates
    }
    assert order(candidates, voters, ballots) == sorted(beaten, key=lambda number: -beaten[number])


@given(CANDIDATES, VOTERS, BALLOTS, st.randoms(use_true_random=False))
def test_no_order_of_anything_matters(
    candidates: list[Candidate], voters: Voters, ballots: Ballots, chance: Random
) -> None:
    """Who votes first, which date was proposed first, and how rows come from the database changes nothing."""

    def shuffled(items: Mapping[str, object]) -> dict[str, object]:
        return dict(chance.sample(list(items.items()), len(items)))

    mixed = chance.sample(candidates, len(candidates))
    assert order(mixed, shuffled(voters), shuffled(ballots)) == order(candidates, voters, ballots)  # type: ignore[arg-type]


@given(CANDIDATES.filter(bool), VOTERS.filter(bool), BALLOTS, st.data())
def test_a_better_word_never_makes_a_date_worse(
    candidates: list[Candidate], voters: Voters, ballots: Ballots, data: st.DataObject
) -> None:
    """A party that now can, or can at least if need be, never moves its date down, and no other date up before it."""
    party, number = data.draw(st.sampled_from(sorted(voters))), data.draw(st.sampled_from(candidates)).number
    before = ballots.get(party, {}).get(number, Vote.NO)
    better = data.draw(st.sampled_from([vote for vote in Vote if WORTH[vote] >= WORTH[before]]))
    raised = {**ballots, party: {**ballots.get(party, {}), number: better}}
    old, new = order(candidates, voters, ballots), order(candidates, voters, raised)
    assert set(new[: new.index(number)]) <= set(old[: old.index(number)])


@given(CANDIDATES, VOTERS, BALLOTS)
def test_only_those_asked_count(candidates: list[Candidate], voters: Voters, ballots: Ballots) -> None:
    """What somebody has said who is not asked any more moves nothing, and a no weighs as much as silence."""
    said = {
        party: {number: vote for number, vote in ballot.items() if vote is not Vote.NO}
        for party, ballot in ballots.items()
        if party in voters
    }
    assert order(candidates, voters, said) == order(candidates, voters, ballots)


KOELN = Voter(frozenset({Land.NW}), municipalities=frozenset({"05315000"}), people=frozenset({1, 2, 3, 4}))
BIELEFELD = Voter(frozenset({Land.NW}), municipalities=frozenset({"05711000"}), people=frozenset({5}))
MARBURG = Voter(frozenset({Land.HE}), municipalities=frozenset({"06534014"}), people=frozenset({6}))
SPEAKER = Voter(spokespersons=frozenset({7}), people=frozenset({7}))
NETWORK = {"köln": KOELN, "bielefeld": BIELEFELD, "marburg": MARBURG, "speaker": SPEAKER}
DAYS = [Candidate(number, FIRST + number * NEXT_DAY) for number in (1, 2)]


def winner(first: dict[str, Vote], second: dict[str, Vote], candidates: list[Candidate] = DAYS) -> int:
    """Say which of two days wins by what parties said of the first and of the second."""
    ballots = {party: {} for party in NETWORK}
    for number, said in ((1, first), (2, second)):
        for party, vote in said.items():
            ballots[party][number] = vote
    return order(candidates, NETWORK, ballots)[0]


YES, IF_NEED_BE = Vote.YES, Vote.IF_NEED_BE


def test_lands_come_before_heads() -> None:
    """Two small municipalities of two Länder are more than two big ones of one Land."""
    assert winner({"köln": YES, "bielefeld": YES, "speaker": YES}, {"bielefeld": YES, "marburg": YES}) == 2


def test_spokespersons_come_before_municipalities() -> None:
    """Where the Länder are equal, a spokesperson weighs more than one more municipality."""
    assert winner({"köln": YES, "bielefeld": YES}, {"bielefeld": YES, "speaker": YES}) == 2


def test_municipalities_come_before_people() -> None:
    """Two municipalities with one contact each weigh more than one with four."""
    assert winner({"marburg": YES, "köln": YES}, {"marburg": YES, "köln": IF_NEED_BE, "bielefeld": YES}) == 2


def test_if_need_be_counts_less_than_for_certain() -> None:
    """A Land that can only if need be is half a Land."""
    assert winner({"köln": YES, "marburg": IF_NEED_BE}, {"köln": YES, "marburg": YES}) == 2


def test_between_equals_the_earlier_day_wins() -> None:
    """Also if it was proposed later."""
    late, early = Candidate(1, FIRST + NEXT_DAY), Candidate(2, FIRST)
    assert winner({"köln": YES}, {"köln": YES}, [late, early]) == 2


def test_a_public_holiday_falls_behind_whatever_was_said() -> None:
    """Unless nobody at all can make any other day."""
    holiday = Candidate(1, FIRST, frozenset({Land.NW}))
    everybody = dict.fromkeys(NETWORK, YES)
    assert winner(everybody, {"speaker": IF_NEED_BE}, [holiday, DAYS[1]]) == 2
    assert winner(everybody, {}, [holiday, DAYS[1]]) == 1


def test_what_is_counted_is_told() -> None:
    """A standing says how many come for certain and how many only if need be; nobody counts twice."""
    [standing] = rank(DAYS[:1], NETWORK, {"köln": {1: YES}, "bielefeld": {1: IF_NEED_BE}, "marburg": {1: IF_NEED_BE}})
    assert (standing.lands.certain, standing.lands.if_need_be, standing.lands.total) == (1, 1, 2)
    assert (standing.municipalities.certain, standing.municipalities.if_need_be) == (1, 2)
    assert (standing.parties.total, standing.people.total, standing.spokespersons.total) == (3, 6, 0)
