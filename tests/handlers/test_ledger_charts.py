"""Totals as pictures: what is drawn is what is said, the days are the right ones, and the election is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from handlers.charts import MEDIA_TYPE, Chart
from handlers.ledger_charts import scale
from handlers.messages import Message
from handlers.totals import show_totals
from handlers.turn import Turn
from handlers.wording import Wording
from storage.ledger import decide, propose
from storage.persons import Language
from storage.pledges import MAX_PLACES, Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.handlers.conftest import MONDAY, TurnOf

ELECTION = date(2021, 9, 26)
KOELN, KIEL = "05315000", "01002000"


@pytest.fixture
def turn(session: Session, turn_of: TurnOf) -> Turn:
    """Give a turn of the office's; 20 places in Köln are confirmed until the end of August, 7 in Kiel wait."""
    office, reporter = turn_of(label="Koordinierungsstelle"), turn_of(label="Ansprechperson").sender_id
    for ags, places, end in ((KOELN, 20, date(2021, 8, 31)), (KIEL, 7, None)):
        line = Line(ags, Programme.NEST, TargetGroup.EVERYONE)
        entry = propose(session, standing(session, line), Offer(places, date(2021, 6, 15), end), reporter, MONDAY)
        if ags == KOELN:
            decide(session, entry, PledgeState.CONFIRMED, office.sender_id, MONDAY)
    return replace(office, office=replace(office.office, election=ELECTION))


def shown(turn: Turn, typed: str) -> tuple[Message, Chart]:
    """Give the message with a picture, and what is drawn."""
    (reply,) = show_totals(turn, typed)
    file = reply.message.attachment
    assert file is not None
    assert file.media_type == MEDIA_TYPE
    return reply.message, Chart.model_validate_json(file.content)


def test_a_course_goes_from_a_year_ago_to_half_a_year_ahead(turn: Turn) -> None:
    """On the first of each month, and today; confirmed and waiting as they are on each of these days."""
    _, chart = shown(turn, "bild")
    days = [row.day for row in chart.rows]
    assert (days[0], days[-1], len(days)) == (date(2020, 7, 1), date(2022, 1, 1), 20)
    assert all(day and (day.day == 1 or day == turn.today) for day in days)
    sums = {row.day: tuple(part.value for part in row.parts) for row in chart.rows}
    assert sums[date(2021, 6, 1)] == (0, 0)
    assert sums[turn.today] == sums[date(2021, 8, 1)] == (20, 7)
    assert sums[date(2021, 9, 1)] == (0, 7)
    assert [(mark.day, mark.label) for mark in chart.marks] == [
        (turn.today, "heute: 20 + 7"),
        (ELECTION, "Wahltag 26.09.2021"),
    ]


@pytest.mark.parametrize("election", [None, date(2020, 6, 30), date(2022, 1, 2)])
def test_an_election_far_away_is_not_marked(turn: Turn, election: date | None) -> None:
    """Only where it falls within what is drawn."""
    turn = replace(turn, office=replace(turn.office, election=election))
    assert [mark.day for mark in shown(turn, "bild")[1].marks] == [turn.today]


@pytest.mark.parametrize("typed", ["bild", "nach Land", "nach Programm", "Schleswig-Holstein bild"])
def test_the_text_says_every_number_of_its_picture(turn: Turn, typed: str) -> None:
    """Whoever does not see the picture reads what it shows: each label or day, each number that is not nothing."""
    message, chart = shown(turn, typed)
    for row in chart.rows:
        assert all(part.said in message.text for part in row.parts)
        assert row.day or row.label in message.text


def test_a_land_without_places_is_seen(turn: Turn) -> None:
    """All Länder that have members, also with nothing; a programme without places is left out."""
    _, lands = shown(turn, "nach Land")
    assert {row.label: [part.value for part in row.parts] for row in lands.rows}["Hessen"] == [0, 0]
    _, programmes = shown(turn, "nach Programm")
    assert [row.label for row in programmes.rows] == ["NEST"]


def test_of_nothing_there_is_no_picture(turn: Turn) -> None:
    """A text that says so, and the other views."""
    (reply,) = show_totals(turn, "Bayern bild")
    assert reply.message.attachment is None
    assert "Es gibt keine Plätze" in reply.message.text
    assert [choice.label for choice in reply.message.choices] == ["Nach Programm", "Als Datei"]


def test_what_was_known_is_drawn_from_there(turn: Turn) -> None:
    """With a state of things, a year back and half a year ahead from that day; today is not marked."""
    known = turn.today
    later = replace(turn, now=MONDAY + timedelta(days=40))
    _, chart = shown(later, f"bild Stand {known:%d.%m.%Y}")
    first = chart.marks[0]
    assert (first.day, first.label) == (known, "Stand 05.07.2021: 20 + 7")
    assert chart.rows[-1].day == date(2022, 1, 1)


@given(st.integers(0, 20_000 * MAX_PLACES))
def test_a_scale_is_round_and_holds_all(most: int) -> None:
    """From zero to above the highest number, in at most five even steps that begin with 1, 2 or 5."""
    top, lines = scale(Wording(Language.GERMAN, MONDAY.tzinfo), most)  # type: ignore[arg-type]
    values = [int(part.value or 0) for part in lines]
    assert (values[0], values[-1]) == (0, top)
    assert max(most, 1) <= top
    assert 2 <= len(values) <= 6
    assert str(values[1]).rstrip("0") in {"1", "2", "5"}
    assert values == list(range(0, values[-1] + 1, values[1]))
