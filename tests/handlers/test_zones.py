"""Time zones as people name them: by their whole name, by a city in German or English, by an older name."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest

from handlers.zones import NOWHERE
from storage.database import Database
from storage.persons import Person, Role
from tests.handlers.test_router import KOELN, Town


@pytest.fixture
def town(sqlite_database: Database) -> Town:
    """Give a stage with Cologne's contact on it."""
    town = Town(sqlite_database)
    town.person("Köln", Role.CONTACT, KOELN)
    return town


def kept(town: Town) -> str | None:
    """Say which zone is kept of the contact."""
    with town.database.transaction() as session:
        return session.get_one(Person, 1).timezone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        ("Wien", "Europe/Vienna"),
        ("vienna", "Europe/Vienna"),
        ("Zürich", "Europe/Zurich"),
        ("Zuerich", "Europe/Zurich"),
        ("Lissabon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Kiev", "Europe/Kiev"),
        ("Kyiv", "Europe/Kyiv"),
        ("UTC", "UTC"),
        (" Athen! ", "Europe/Athens"),
    ],
)
def test_a_zone_is_found_by_its_name_or_a_city(town: Town, typed: str, zone: str) -> None:
    """Case, umlauts and underscores do not matter."""
    assert "Ihre Zeitzone ist jetzt" in town.says("Köln", f"zeitzone {typed}")
    assert kept(town) == zone


@pytest.mark.parametrize(
    "typed", ["Atlantis", "localtime", "Factory", "Europe", "Köln", "1", "../etc/passwd", "Berlin x"]
)
def test_what_is_no_zone_is_refused_and_changes_nothing(town: Town, typed: str) -> None:
    """The answer repeats what was typed and says what to do instead."""
    town.says("Köln", "zeitzone London")
    answer = town.says("Köln", f"zeitzone {typed}")
    assert f"„{typed}“ kenne ich nicht als Zeitzone." in answer
    assert kept(town) == "Europe/London"


def test_the_houses_own_zone_is_none_of_theirs(town: Town) -> None:
    """Whoever comes home goes with the house from then on, wherever that may move."""
    town.says("Köln", "zeitzone London")
    assert "Europe/Berlin, dort ist es 09:00 Uhr" in town.says("Köln", "zeitzone Berlin")
    assert kept(town) is None


def test_it_is_said_in_english_too(town: Town) -> None:
    """The command has an English word, and the answer is in the person's language."""
    town.says("Köln", "sprache englisch")
    assert "Your time zone is Europe/Berlin, where it is 09:00 now." in town.says("Köln", "timezone")
    assert "Your time zone is Europe/London now, where it is 08:00." in town.says("Köln", "timezone London")


def test_every_zone_there_is_can_be_named(town: Town) -> None:
    """All zones of this machine are known by their whole names, and can be used."""
    assert len(available_timezones()) > 400
    for name in sorted(available_timezones() - NOWHERE)[::40]:
        town.says("Köln", f"zeitzone {name}")
        assert ZoneInfo(kept(town) or "Europe/Berlin").key == name
