"""Looking for a date: proposals keep their numbers, a party has one word on each, and one decision ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import func, select

from storage.database import Database
from storage.date_polls import (
    MOST_IN_ALL,
    DateVote,
    DecidedError,
    ProposedAlreadyError,
    TooManyProposalsError,
    Vote,
    ballots,
    decide,
    extend,
    paper,
    proposals,
    propose,
    vote,
)
from storage.meetings import Meeting, MeetingState, OverError, cancel, create

NOW = datetime(2021, 7, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST, SECOND, THIRD = (NOW + days * DAY for days in (40, 41, 42))
KOELN = "05315000"


@pytest.fixture
def poll(database: Database, people: dict[str, int]) -> int:
    """Begin a search for a date with two proposals, the later one first; gives its number."""
    with database.transaction() as session:
        meeting = Meeting(
            title="Dialog",
            state=MeetingState.FINDING,
            created_by=people["Koordinierungsstelle"],
            created_at=NOW,
            changed_at=NOW,
        )
        number = create(session, meeting).id or 0
        propose(session, number, SECOND, NOW)
        propose(session, number, FIRST, NOW)
    return number


def said(database: Database, poll: int) -> dict[str, dict[int, Vote]]:
    """Give what each party has said."""
    with database.transaction() as session:
        return ballots(session, proposals(session, poll))


def test_what_lies_before_a_party(database: Database, people: dict[str, int], poll: int) -> None:
    """What it has yet to vote on is neither said already nor over."""
    with database.transaction() as session:
        meeting = session.get_one(Meeting, poll)
        propose(session, poll, THIRD, NOW)
        vote(session, meeting, KOELN, {1: Vote.NO}, people["Ansprechperson Bielefeld"], NOW)
        paper_of_koeln, other = (paper(session, meeting, party) for party in (KOELN, "05711000"))
    assert (paper_of_koeln.missing(NOW), other.missing(NOW)) == ([2, 3], [1, 2, 3])
    assert (paper_of_koeln.missing(FIRST), other.over(FIRST)) == ([3], [2])


def test_a_proposal_keeps_its_number(database: Database, people: dict[str, int], poll: int) -> None:
    """Somebody may be looking at an older list: an earlier day that joins it gets the next number."""
    with database.transaction() as session:
        assert propose(session, poll, NOW + DAY, NOW, by=people["Ansprechperson Bielefeld"]) == 3
        found = proposals(session, poll)
    assert [(number, each.starts_at) for number, each in found.items()] == [(1, SECOND), (2, FIRST), (3, NOW + DAY)]


def test_a_start_is_proposed_once(database: Database, poll: int) -> None:
    """Whoever proposes it again is told, and the list stays as it is."""
    with database.transaction() as session, pytest.raises(ProposedAlreadyError):
        propose(session, poll, FIRST, NOW)
    with database.transaction() as session:
        assert len(proposals(session, poll)) == 2


def test_the_list_stays_one_that_can_be_read(database: Database, poll: int) -> None:
    """There is a last proposal."""
    with database.transaction() as session:
        for days in range(MOST_IN_ALL - 2):
            propose(session, poll, THIRD + days * DAY, NOW)
        with pytest.raises(TooManyProposalsError):
            propose(session, poll, NOW + DAY, NOW)


def test_the_last_word_of_a_party_counts(database: Database, people: dict[str, int], poll: int) -> None:
    """A colleague's vote takes the place of the first one on the same date and leaves the others."""
    contact, deputy = people["Ansprechperson Bielefeld"], people["Vertretung Bielefeld"]
    with database.transaction() as session:
        meeting = session.get_one(Meeting, poll)
        vote(session, meeting, KOELN, {1: Vote.YES, 2: Vote.NO}, contact, NOW)
        before = vote(session, meeting, KOELN, {2: Vote.IF_NEED_BE}, deputy, NOW)
    assert before.said == {1: Vote.YES, 2: Vote.NO}
    assert said(database, poll) == {KOELN: {1: Vote.YES, 2: Vote.IF_NEED_BE}}
    with database.transaction() as session:
        by = {each.voted_by for each in session.exec(select(DateVote).where(DateVote.vote == Vote.IF_NEED_BE))}
    assert by == {deputy}


def test_colleagues_who_vote_at_once_leave_one_word(
    database: Database, people: dict[str, int], poll: int, at_once: Callable[..., list[object]]
) -> None:
    """Two first votes of one municipality at the same moment become one row for each date, and no error."""

    def cast(person: str, word: Vote) -> None:
        with database.transaction() as session:
            vote(session, session.get_one(Meeting, poll), KOELN, {1: word, 2: word}, people[person], NOW)

    results = at_once(lambda: cast("Ansprechperson Bielefeld", Vote.YES), lambda: cast("Vertretung Bielefeld", Vote.NO))
    assert results == [None, None]
    with database.transaction() as session:
        assert session.exec(select(func.count()).select_from(DateVote)).one() == 2
    assert len(set(said(database, poll)[KOELN].values())) == 1


def test_a_decision_makes_it_a_meeting(database: Database, poll: int) -> None:
    """Its start is the proposal's, everybody is to answer for this date, and the clock plans it anew."""
    with database.transaction() as session:
        before = session.get_one(Meeting, poll).model_copy()
        meeting = decide(session, poll, 2, NOW, answer_until=FIRST - DAY)
    assert (meeting.state, meeting.starts_at, meeting.answer_until) == (MeetingState.PLANNED, FIRST, FIRST - DAY)
    assert meeting.date_number == before.date_number + 1
    assert meeting.planned_version != meeting.version


def test_of_two_who_decide_at_once_one_does(
    database: Database, poll: int, at_once: Callable[..., list[object]]
) -> None:
    """The other learns that it is decided, and the meeting has the date of the first."""

    def take(number: int) -> datetime | None:
        with database.transaction() as session:
            return decide(session, poll, number, NOW).starts_at

    results = at_once(lambda: take(1), lambda: take(2))
    assert sorted(isinstance(result, DecidedError) for result in results) == [False, True]
    with database.transaction() as session:
        assert session.get_one(Meeting, poll).starts_at in results


@pytest.mark.parametrize("end", ["decided", "cancelled"])
def test_nothing_joins_a_search_that_is_over(database: Database, people: dict[str, int], poll: int, end: str) -> None:
    """No vote, proposal, deadline or second decision."""
    someone = people["Ansprechperson Bielefeld"]
    with database.transaction() as session:
        if end == "decided":
            decide(session, poll, 1, NOW)
        else:
            cancel(session, poll, session.get_one(Meeting, poll).version, NOW)
    error = DecidedError if end == "decided" else OverError
    with database.transaction() as session:
        for attempt in (
            lambda: vote(session, session.get_one(Meeting, poll), KOELN, {1: Vote.YES}, someone, NOW),
            lambda: propose(session, poll, THIRD, NOW),
            lambda: extend(session, poll, FIRST, NOW),
            lambda: decide(session, poll, 2, NOW),
        ):
            with pytest.raises(error):
                attempt()
    assert said(database, poll) == {}
