"""Results: by option, number, Land and size; and of surveys that are not open nothing under five, by no way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from storage.database import Database
from storage.survey_answers import history
from storage.survey_ballots import Slip, WaitingBallot
from storage.survey_hiding import FEWEST, hidden
from storage.survey_participation import CastError
from storage.survey_results import Results, compared, earlier_wave
from storage.survey_tallies import Line, Numbers, QuestionResult
from storage.surveys import Anonymity, Survey
from tests.storage.survey_stage import GROUPS, HOUR, NOW, PLACES, READY, Stage, form, options, places, populate

OPEN, COORDINATORS, ANONYMOUS = Anonymity
MANY = places(60, lands=3)
CLOSED_TO_OTHERS = pytest.mark.parametrize("anonymity", [COORDINATORS, ANONYMOUS])


@pytest.fixture
def stage(database: Database) -> Stage:
    """Give sixty municipalities in three Länder; a quarter are towns."""
    return populate(database, *MANY)


def question(found: Results | None, name: str) -> QuestionResult:
    """Give the result of a question."""
    assert found is not None
    result = found.question(name)
    assert result is not None
    return result


def lines(found: Results) -> Iterator[Line]:
    """List all rows of a result."""
    for each in found.questions:
        yield from (each.total, *each.by_land.values(), *each.by_size.values())


def test_an_open_survey_is_counted_as_it_is(stage: Stage) -> None:
    """Options, numbers with their quartiles, texts, rankings; in all, by Land and by size; only what was sent."""
    stage.open(*MANY[:8])
    for number, ags in enumerate(MANY[:6]):
        stage.fills(
            ags, ready="yes" if number % 2 else "no", places=number * 10, groups=["ill", "minors"][: number % 3]
        )
    stage.fills(MANY[6], ready=None, wishes="Mehr Zeit", order=["flats", "money", "staff"])
    stage.says(MANY[7], "ready", "later")
    found = stage.results()
    ready = question(found, "ready")
    assert ready.total == Line(answered=6, counts={"yes": 3, "no": 3, "later": 0})
    assert ready.skipped == 1
    assert ready.total.share("yes") == 0.5
    assert {land: line.answered for land, line in ready.by_land.items()} == {"DE-NW": 2, "DE-HE": 2, "DE-RP": 2}
    assert {size: line.counts["no"] for size, line in ready.by_size.items()} == {"rural": 1, "town": 2}
    assert question(found, "places").total.numbers == Numbers(total=150, median=25, lower=12.5, upper=37.5)
    assert question(found, "groups").total.counts == {"minors": 2, "families": 0, "ill": 4}
    assert question(found, "wishes").texts == ("Mehr Zeit",)
    assert question(found, "order").total.counts == {"money": 0, "flats": 1, "staff": 0}


@CLOSED_TO_OTHERS
def test_there_is_one_result_and_it_comes_with_the_closing(stage: Stage, anonymity: Anonymity) -> None:
    """While municipalities send, nobody sees what; two results would tell what changed between them."""
    stage.open(*MANY[:18], anonymity=anonymity)
    for number, ags in enumerate(MANY[:18]):
        stage.fills(ags, NOW + number * HOUR, ready="yes", places=10)
        assert stage.results() is None
    stage.closes()
    found = stage.results()
    assert found is not None
    assert (found.sent, question(found, "ready").total.answered) == (18, 18)
    assert stage.results() == found


@CLOSED_TO_OTHERS
def test_too_few_are_never_shown(stage: Stage, anonymity: Anonymity) -> None:
    """Four municipalities in all give no result, at no time."""
    stage.open(*MANY[:4], anonymity=anonymity)
    for ags in MANY[:4]:
        stage.fills(ags, ready="yes")
    stage.closes()
    assert stage.results() is None


@CLOSED_TO_OTHERS
def test_nothing_under_five_is_shown(stage: Stage, anonymity: Anonymity) -> None:
    """No count, no row, no text; neither who skipped."""
    stage.open(*MANY, anonymity=anonymity)
    for number, ags in enumerate(MANY):
        ready = "later" if number < 2 else ("no" if number % 4 else "yes")
        stage.fills(ags, NOW + number * HOUR, ready=ready, groups=["ill", "families"][: number % 3], places=number)
    stage.closes()
    found = stage.results()
    assert found is not None
    numbers = list(chain.from_iterable((line.answered, *line.counts.values()) for line in lines(found)))
    assert all(number is None or number >= FEWEST for number in numbers)
    assert any(number is not None for number in numbers)
    assert question(found, "ready").total.counts["later"] is None
    assert list(question(found, "ready").total.counts.values()).count(None) >= 2
    assert {each.skipped for each in found.questions} == {None}
    assert question(found, "wishes").texts == ()


def test_an_anonymous_survey_forgets_who_said_what(stage: Stage) -> None:
    """After sending there is no answer, no history and no way to change; the ballot names nobody and has no moment."""
    stage.open(*MANY[:10], anonymity=ANONYMOUS)
    stage.fills(MANY[0], ready="yes", places=3)
    assert (stage.sheet(MANY[0]), stage.counting(MANY[0])) == ({}, {})
    with pytest.raises(CastError):
        stage.says(MANY[0], "ready", "no")
    with stage.database.transaction() as session:
        assert history(session, stage.survey_id, MANY[0]) == []
        assert session.exec(select(func.count()).select_from(WaitingBallot)).one() == 1
    columns = set(WaitingBallot.model_fields) | set(Slip.model_fields)
    assert columns == {"id", "survey_id", "sheet", "question", "value", "land", "size"}


def test_ballots_are_cut_into_slips_in_batches(stage: Stage) -> None:
    """Ten wait, five of them are read, each answer by itself; those left are counted at the closing."""
    stage.open(*MANY[:11], anonymity=ANONYMOUS)
    for ags in MANY[:11]:
        stage.fills(ags, ready="yes", places=3)
    with stage.database.transaction() as session:
        counted = (session.exec(select(func.count()).select_from(table)).one() for table in (WaitingBallot, Slip))
        assert tuple(counted) == (6, 10)
    stage.closes()
    with stage.database.transaction() as session:
        counted = (session.exec(select(func.count()).select_from(table)).one() for table in (WaitingBallot, Slip))
        assert tuple(counted) == (0, 22)


def test_a_ballot_names_no_place_that_it_would_give_away(stage: Stage) -> None:
    """The size goes with it where five of it are asked in the Land; five others share the Land, fewer nothing."""
    nw, he = (
        MANY[::3],
        MANY[1::3][:4],
    )  # of the twenty of North Rhine-Westphalia five are towns; of Hesse four are asked
    stage.open(*nw, *he, anonymity=ANONYMOUS, form=form(READY))
    for ags in (*nw, *he):
        stage.fills(ags, ready="yes")
    stage.closes()
    with stage.database.transaction() as session:
        of = (Slip.land, Slip.size)
        found = session.exec(select(*of, func.count()).group_by(*of)).all()
    assert {(land, size): count for land, size, count in found} == {
        ("DE-NW", "town"): 5,
        ("DE-NW", "rural"): 15,
        (None, None): 4,
    }


def test_waves_are_compared_by_question(stage: Stage) -> None:
    """A question of the same name and type is paired with the earlier wave's; others are not."""
    stage.open(*MANY[:3], form=form(READY, PLACES))
    stage.fills(MANY[0], ready="yes")
    before = stage.survey_id
    other = PLACES.model_copy(update={"type": GROUPS.type, "options": options("few", "many")})
    stage.open(*MANY[:3], form=form(READY, other), follows=before)
    stage.fills(MANY[0], ready="no")
    with stage.database.transaction() as session:
        earlier = earlier_wave(session, session.get_one(Survey, stage.survey_id), NOW)
    found = stage.results()
    assert found is not None
    assert earlier is not None
    assert {
        name: (now.total.counts["yes"], was.total.counts["yes"])
        for name, (now, was) in compared(found, earlier).items()
    } == {"ready": (0, 1)}


# What is hidden, against an attacker who subtracts.

TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=6)
)
Place = tuple[int, int]
ALL = -1


@settings(max_examples=400)
@given(TABLES)
@example([[4, 4, 19, 19], [4, 4, 3, 19], [19, 19, 4, 4], [19, 19, 4, 4]])
def test_nobody_calculates_what_is_hidden(table: list[list[int]]) -> None:
    """However lines are added and subtracted, no number under five comes out, nor what a line hides in sum.

    A hidden cell can be calculated only if it is a bridge between its row and its column: if no other way over hidden
    cells, from row to column to row, joins the two. In the example the 3 is one, with two hidden in every line.
    """
    full = [[*row, sum(row)] for row in table]
    full.append([sum(column) for column in zip(*full, strict=True)])
    rows, columns = [*range(len(table)), ALL], [*range(len(table[0])), ALL]
    cells: dict[Place, int] = {(row, column): full[row][column] for row in rows for column in columns}
    sums = [((row, ALL), [(row, column) for column in columns[:-1]]) for row in rows]
    sums += [((ALL, column), [(row, column) for row in rows[:-1]]) for column in columns]
    gone = hidden(cells, sums)
    assert all(cells[place] >= FEWEST for place in cells.keys() - gone)
    for place in gone:
        assert cells[place] >= FEWEST or _joined(gone - {place}, place), (table, place)
    for margin, parts in sums:
        missing = [place for place in parts if place in gone]
        assert margin in gone or not missing or sum(cells[place] for place in missing) >= FEWEST


def _joined(gone: set[Place], place: Place) -> bool:
    """Say whether a cell's row and column are joined by hidden cells."""
    rows, size = {place[0]}, 0
    while size != len(rows):
        size = len(rows)
        columns = {column for row, column in gone if row in rows}
        rows |= {row for row, column in gone if column in columns}
    return any(row in rows for row, column in gone if column == place[1])
