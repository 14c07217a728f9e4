"""Feeds: a token opens one until it is revoked, and only its hash is kept; what is in one follows the invitations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from storage.answers import Answer
from storage.attendance import answer, invited
from storage.calendar_feeds import CalendarFeed, feed_at, meetings_in, meetings_of, open_feed, revoke_feeds
from storage.database import Database
from storage.meetings import Meeting, MeetingState, cancel, change, create
from storage.municipalities import Land

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
BIELEFELD, POTSDAM = "05711000", "12054000"


@pytest.fixture
def bielefeld(people: dict[str, int]) -> int:
    """Give the number of Bielefeld's contact."""
    return people["Ansprechperson Bielefeld"]


@pytest.fixture
def office(people: dict[str, int]) -> int:
    """Give the number of the coordination office."""
    return people["Koordinierungsstelle"]


def plan(session: Session, office: int, in_days: float, **more: object) -> Meeting:
    """Plan a meeting so many days from now."""
    told = {"title": "Dialog", "starts_at": NOW + timedelta(days=in_days), "created_by": office}
    return create(session, Meeting(**told | more, created_at=NOW, changed_at=NOW))


# Tokens.


def test_a_token_opens_its_feed(database: Database, bielefeld: int) -> None:
    """Whoever has the token has the feed: whose it is, and of which Land."""
    with database.transaction() as session:
        own, land = open_feed(session, bielefeld, NOW), open_feed(session, bielefeld, NOW, land=Land.NW)
    with database.transaction() as session:
        found = [feed_at(session, token) for token in (own, land)]
        assert [(feed.person_id, feed.land) for feed in found if feed] == [(bielefeld, None), (bielefeld, Land.NW)]


def test_a_token_is_long_and_kept_nowhere(database: Database, bielefeld: int) -> None:
    """256 bits, which nobody guesses; whoever reads the table cannot open a feed."""
    with database.transaction() as session:
        tokens = [open_feed(session, bielefeld, NOW, land=land) for land in (None, *Land)]
    with database.transaction() as session:
        kept = str([feed.model_dump() for feed in session.exec(select(CalendarFeed))])
        hashes = session.exec(select(CalendarFeed.token_hash)).all()
        assert not [token for token in tokens if token in kept]
        assert not [known for known in hashes if feed_at(session, known)]
    assert len(set(tokens)) == 17
    assert min(map(len, tokens)) == 43


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "a" * 8000, "ä\x00\n'; --", "\ud800"])
def test_a_forged_token_opens_nothing(database: Database, bielefeld: int, token: str) -> None:
    """Whatever somebody makes up, and however little of it is text, there is no feed and no error."""
    with database.transaction() as session:
        open_feed(session, bielefeld, NOW)
        assert feed_at(session, token) is None


def test_a_new_token_ends_the_one_before(database: Database, bielefeld: int, office: int) -> None:
    """Of each kind a person has one; those of others, and of Länder, are left alone."""
    with database.transaction() as session:
        first, other = (open_feed(session, person, NOW) for person in (bielefeld, office))
        land = open_feed(session, bielefeld, NOW, land=Land.NW)
        second = open_feed(session, bielefeld, NOW)
        assert feed_at(session, first) is None
        assert all(feed_at(session, token) for token in (second, land, other))


ENDINGS = [
    pytest.param((), [True, True, True], id="all"),
    pytest.param((None,), [True, False, False], id="one's own"),
    pytest.param((Land.NW,), [False, True, False], id="a Land's"),
    pytest.param((Land.BY,), [False, False, False], id="one there is not"),
]


@pytest.mark.parametrize(("lands", "ended"), ENDINGS)
def test_feeds_are_ended(
    database: Database, bielefeld: int, office: int, lands: tuple[Land | None, ...], ended: list[bool]
) -> None:
    """Those that are named, or all; nobody else's; and once."""
    with database.transaction() as session:
        tokens = [open_feed(session, bielefeld, NOW, land=land) for land in (None, Land.NW, Land.HE)]
        other = open_feed(session, office, NOW)
        assert revoke_feeds(session, bielefeld, NOW, *lands) == sum(ended)
    with database.transaction() as session:
        assert [feed_at(session, token) is None for token in tokens] == ended
        assert feed_at(session, other) is not None
        assert revoke_feeds(session, bielefeld, NOW, *lands) == 0


# Meetings.


@pytest.mark.usefixtures("municipalities")
def test_a_person_has_the_meetings_they_were_invited_to(database: Database, bielefeld: int, office: int) -> None:
    """In the order of their start: planned and called off; none without a date, none from before, none of others."""
    with database.transaction() as session:
        later, sooner, past, old, off = (plan(session, office, days) for days in (20, 10, -10, -100, 15))
        finding = plan(session, office, 0, starts_at=None, state=MeetingState.FINDING)
        for meeting in (later, sooner, past, old, off, finding):
            invited(session, meeting.id or 0, bielefeld, BIELEFELD, NOW)
        invited(session, plan(session, office, 5).id or 0, office, f"person:{office}", NOW)
        cancel(session, off.id or 0, 1, NOW)
        found = meetings_of(session, bielefeld, {BIELEFELD}, NOW - timedelta(days=90))
        assert [meeting.id for meeting, _ in found] == [each.id for each in (past, sooner, off, later)]
        assert not meetings_of(session, bielefeld, set(), NOW - timedelta(days=90))
        assert not meetings_of(session, bielefeld, {POTSDAM}, NOW - timedelta(days=90))


@pytest.mark.usefixtures("municipalities")
def test_a_meeting_comes_with_what_ones_own_parties_say(database: Database, bielefeld: int, office: int) -> None:
    """The newest answer for the date it now has, one for each party; never what another municipality has said."""

    def says() -> list[Answer | None]:
        [(_, said)] = meetings_of(session, bielefeld, {BIELEFELD, f"person:{bielefeld}"}, NOW)
        return [each.answer if each else None for each in said]

    with database.transaction() as session:
        meeting = plan(session, office, 10).id or 0
        invited(session, meeting, bielefeld, BIELEFELD, NOW)
        invited(session, meeting, office, POTSDAM, NOW)
        answer(session, meeting, POTSDAM, Answer.NO, office, NOW)
        assert says() == [None]
        answer(session, meeting, BIELEFELD, Answer.MAYBE, bielefeld, NOW)
        answer(session, meeting, BIELEFELD, Answer.YES, office, NOW)
        assert says() == [Answer.YES]
        invited(session, meeting, bielefeld, f"person:{bielefeld}", NOW)
        assert says() == [Answer.YES, None]
        change(session, meeting, 1, NOW, starts_at=NOW + timedelta(days=11))
        assert says() == [None, None]


@pytest.mark.usefixtures("municipalities")
def test_a_land_has_the_meetings_of_its_municipalities(
    database: Database, people: dict[str, int], bielefeld: int, office: int
) -> None:
    """Each once, however many of them were invited; none to which only others were."""
    with database.transaction() as session:
        both, brandenburg, nobody, old = (plan(session, office, days).id or 0 for days in (20, 10, 5, -100))
        for meeting, person, party in [
            (both, bielefeld, BIELEFELD),
            (both, people["Vertretung Bielefeld"], BIELEFELD),
            (both, office, POTSDAM),
            (brandenburg, office, POTSDAM),
            (nobody, office, f"person:{office}"),
            (old, bielefeld, BIELEFELD),
        ]:
            invited(session, meeting, person, party, NOW)
        found = {land: [each.id for each in meetings_in(session, land, NOW)] for land in Land}
    assert {land: each for land, each in found.items() if each} == {Land.NW: [both], Land.BB: [brandenburg, both]}
