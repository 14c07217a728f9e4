"""A ledger that was written before it had spans and a chain is carried over as if it had always had them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from storage import migrating, schema
from storage.database import Database
from storage.ledger_chain import broken_at
from storage.municipalities import Land
from storage.pledge_spans import PledgeSpan, spans_of
from storage.pledges import Line, PledgeEntry, Programme, TargetGroup
from storage.standings import life_of, standing
from storage.totals import known_on, totals
from tests.storage.conftest import as_values

pytestmark = pytest.mark.usefixtures("municipalities")

NOW = datetime(2021, 7, 1, 9, 30, 0, 123456, tzinfo=UTC)
NEST, LANDS = Programme.NEST, Programme.LAND
HISTORY = (
    (NEST, "proposed", False, 20, date(2021, 7, 1), date(2021, 12, 31)),
    (NEST, "confirmed", True, 20, date(2021, 7, 1), date(2021, 12, 31)),
    (NEST, "proposed", False, 25, date(2021, 9, 1), None),
    (NEST, "proposed", False, 26, date(2021, 9, 1), None),
    (NEST, "confirmed", True, 26, date(2021, 9, 1), None),
    (LANDS, "proposed", False, 7, date(2021, 7, 1), None),
    (LANDS, "rejected", False, 7, date(2021, 7, 1), None),
    (LANDS, "proposed", False, 8, date(2021, 7, 1), None),
    (LANDS, "confirmed", True, 8, date(2021, 7, 1), None),
    (LANDS, "proposed", False, 9, date(2021, 7, 1), None),
    (LANDS, "withdrawn", False, 9, date(2021, 7, 1), None),
    (LANDS, "withdrawn", True, 8, date(2021, 8, 1), None),
    (Programme.DUBLIN, "proposed", False, 3, date(2021, 7, 1), None),
)


def lines() -> list[Line]:
    """Name the lines of the history."""
    programmes = dict.fromkeys(programme for programme, *_ in HISTORY)
    return [Line("05711000", programme, TargetGroup.EVERYONE) for programme in programmes]


@pytest.fixture
def carried_over(database: Database, people: dict[str, int]) -> Database:
    """Write the history as it was written then, and bring the database to now."""
    config, actor = migrating.configuration(), people["Koordinierungsstelle"]
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0008_pre")
        versions: dict[str, int] = {}
        for number, (programme, state, effective, places, start, end) in enumerate(HISTORY, 1):
            versions[programme] = versions.get(programme, 0) + 1
            row = {"id": number, "programme": programme.value, "version": versions[programme], "state": state}
            row |= {
                "effective": effective,
                "places": places,
                "start": start,
                "end": end,
                "actor": actor,
            }
            moment = NOW + timedelta(days=number)
            row |= {"at": moment.replace(tzinfo=None) if database.is_sqlite else moment}
            connection.execute(
                text(
                    "INSERT INTO pledge_entry (id, ags, programme, target_group, version, state, effective, places, "
                    "valid_from, valid_until, resolution, condition, actor_id, reason, recorded_at) VALUES (:id, "
                    "'05711000', :programme, 'everyone', :version, :state, :effective, :places, :start, :end, "
                    "'Beschluss „Straße“', '', :actor, '', :at)"
                ),
                row,
            )
    schema.upgrade(database)
    return database


def test_what_was_written_before_is_chained_and_spread_out(carried_over: Database) -> None:
    """The chain is whole, and the spans are those that the entries would have led to now."""
    with carried_over.transaction() as session:
        assert broken_at(session) is None
        made = [span for line in lines() for span in spans_of(life_of(session, line))]
        assert as_values(session.exec(select(PledgeSpan))) == as_values(made)


def test_totals_are_as_before(carried_over: Database) -> None:
    """What counts on a day is counted, also as it was known earlier, and what waits still waits."""
    with carried_over.transaction() as session:
        assert places(session, date(2021, 7, 15), NOW + timedelta(days=90)) == {NEST: 20, LANDS: 8}
        assert places(session, date(2021, 9, 15), NOW + timedelta(days=90)) == {NEST: 26}
        assert places(session, date(2021, 9, 15), NOW + timedelta(days=2)) == {NEST: 20}
        assert [standing(session, line).pending is not None for line in lines()] == [False, False, True]


def places(session: Session, day: date, known: datetime) -> dict[Programme, int]:
    """Sum the places of a day as known at a moment."""
    found = totals(session, day, through=known_on(session, known), land=Land.NW)
    return {total.programme: total.places for total in found}


def test_the_ledger_is_protected_as_before(carried_over: Database) -> None:
    """Carrying over lifts the protection of the ledger only for itself."""
    with pytest.raises(DBAPIError, match="append-only"), carried_over.transaction() as session:
        session.connection().execute(text("UPDATE pledge_entry SET places = 1"))
    with carried_over.transaction() as session:
        assert {entry.places for entry in session.exec(select(PledgeEntry))} >= {20, 26}
