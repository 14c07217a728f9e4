"""What the tests of storage share: a few municipalities and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.municipalities import Municipality, fold, land_of
from storage.persons import Person
from storage.pledge_spans import PledgeSpan

MUNICIPALITIES = {
    "05711000": "Bielefeld",
    "05754012": "Halle (Westf.)",
    "05515000": "Münster",
    "06432015": "Münster (Hessen)",
    "12054000": "Potsdam",
    "15002000": "Halle (Saale)",
}

PEOPLE = ("Ansprechperson Bielefeld", "Vertretung Bielefeld", "Ansprechperson Potsdam", "Koordinierungsstelle")


@pytest.fixture
def municipalities(database: Database) -> dict[str, str]:
    """Put a few municipalities into the database; gives their names by AGS."""
    with database.transaction() as session:
        for ags, name in MUNICIPALITIES.items():
            session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
    return MUNICIPALITIES


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    """Put a few people into the database; gives their numbers by label."""
    met = datetime(2021, 1, 4, 8, 0, tzinfo=UTC)
    with database.transaction() as session:
        added = [Person(label=label, created_at=met) for label in PEOPLE]
        session.add_all(added)
        session.flush()
        return {person.label: person.id for person in added if person.id is not None}


def as_values(spans: Iterable[PledgeSpan]) -> set[tuple[tuple[str, object], ...]]:
    """Give spans as values that can be compared."""
    return {tuple(sorted(span.model_dump(exclude={"id"}).items())) for span in spans}
