"""How fresh the pledges are, counted as the ledger says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.freshness import FRESH, Freshness, freshness, last_word, share
from storage.ledger import decide, propose, reaffirm
from storage.municipalities import Land
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup
from storage.rounds import RoundAnswer, ask, note_answer, open_round, part_of
from storage.standings import standing

pytestmark = pytest.mark.usefixtures("municipalities")

BIELEFELD, MUENSTER, POTSDAM = "05711000", "05515000", "12054000"
BEGIN = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def confirm(database: Database, people: dict[str, int], ags: str, places: int, now: datetime) -> Line:
    """Report an offer and confirm it a day later."""
    line = Line(ags, Programme.NEST, TargetGroup.EVERYONE)
    with database.transaction() as session:
        offer = Offer(places, now.date())
        report = propose(session, standing(session, line), offer, people["Ansprechperson Bielefeld"], now)
        decide(session, report, PledgeState.CONFIRMED, people["Koordinierungsstelle"], now + DAY)
    return line


def looked_at(database: Database, now: datetime) -> list[Freshness]:
    """Look how fresh all is on the day of a moment."""
    with database.transaction() as session:
        return freshness(session, now.date(), now)


def test_places_are_fresh_for_a_quarter_after_each_confirmation(database: Database, people: dict[str, int]) -> None:
    """By Land, counted in places; whoever stands by an offer makes it fresh again, and no report does."""
    line = confirm(database, people, BIELEFELD, 30, BEGIN)
    confirm(database, people, POTSDAM, 10, BEGIN + 60 * DAY)
    assert looked_at(database, BEGIN + 2 * DAY) == [Freshness(Land.NW, 30, 30)]
    later = BEGIN + DAY + FRESH + DAY
    assert looked_at(database, later) == [Freshness(Land.NW, 30, 0), Freshness(Land.BB, 10, 10)]
    with database.transaction() as session:
        reaffirm(session, standing(session, line), people["Ansprechperson Bielefeld"], later, later.date())
    assert looked_at(database, later) == [Freshness(Land.NW, 30, 30), Freshness(Land.BB, 10, 10)]
    with database.transaction() as session:
        propose(
            session, standing(session, line), Offer(50, later.date()), people["Vertretung Bielefeld"], later + FRESH
        )
    assert looked_at(database, later + FRESH + DAY)[0] == Freshness(Land.NW, 30, 0)


def test_the_share_is_rounded_down_and_none_where_nothing_counts() -> None:
    """Two thirds are 66 %, and only all is 100 %."""
    assert share([Freshness(Land.NW, 3, 2)]) == 67
    assert share([Freshness(Land.NW, 1000, 999), Freshness(Land.BB, 1, 1)]) == 99
    assert share([]) is None


def test_the_last_word_is_the_municipalitys_own(database: Database, people: dict[str, int]) -> None:
    """A report, not its confirmation by others; an answer to a round that writes no entry counts, too."""
    confirm(database, people, BIELEFELD, 30, BEGIN)
    asked = BEGIN + 100 * DAY
    with database.transaction() as session:
        held = open_round(session, asked, asked + 7 * DAY, None)
        ask(session, held.id or 0, [MUENSTER, BIELEFELD])
        note_answer(session, MUENSTER, RoundAnswer.NOTHING, people["Vertretung Bielefeld"], asked + DAY)
        words = last_word(session, [BIELEFELD, MUENSTER, POTSDAM])
    assert words == {BIELEFELD: BEGIN, MUENSTER: asked + DAY}


def test_only_a_round_that_is_open_takes_an_answer_and_only_of_who_is_asked(
    database: Database, people: dict[str, int]
) -> None:
    """Too late, or not asked, changes nothing; of several answers the last counts."""
    by = people["Ansprechperson Bielefeld"]
    with database.transaction() as session:
        held = open_round(session, BEGIN, BEGIN + 7 * DAY, None)
        ask(session, held.id or 0, [BIELEFELD])
        note_answer(session, BIELEFELD, RoundAnswer.REAFFIRMED, by, BEGIN - DAY)
        note_answer(session, BIELEFELD, RoundAnswer.REAFFIRMED, by, BEGIN + 7 * DAY)
        part = part_of(session, held.id or 0, BIELEFELD)
        assert part
        assert part.answer is None
        for answer in (RoundAnswer.REAFFIRMED, RoundAnswer.REPORTED):
            note_answer(session, BIELEFELD, answer, by, BEGIN + DAY)
        note_answer(session, POTSDAM, RoundAnswer.NOTHING, by, BEGIN + DAY)
        assert part.answer is RoundAnswer.REPORTED
        assert part_of(session, held.id or 0, POTSDAM) is None


def test_ask_leaves_who_is_asked_already_as_they_are(database: Database, people: dict[str, int]) -> None:
    """Looking anew for newcomers forgets no answer."""
    with database.transaction() as session:
        held = open_round(session, BEGIN, BEGIN + 7 * DAY, None)
        for places in ([BIELEFELD], [BIELEFELD, POTSDAM]):
            ask(session, held.id or 0, places)
            note_answer(session, BIELEFELD, RoundAnswer.NOTHING, people["Ansprechperson Bielefeld"], BEGIN + DAY)
        part = part_of(session, held.id or 0, BIELEFELD)
        assert part
        assert part.answer is RoundAnswer.NOTHING
        assert part_of(session, held.id or 0, POTSDAM)
