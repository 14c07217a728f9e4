"""Minutes and tasks: the newest text counts, what is open is listed by its day, and done is done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.database import Database
from storage.meetings import Meeting, create
from storage.minutes import ActionItem, Minutes, finish_item, newest_minutes, open_items

NOW = datetime(2021, 8, 13, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BIELEFELD, POTSDAM = "05711000", "12054000"


@pytest.fixture
def meetings(database: Database, people: dict[str, int]) -> list[int]:
    """Put two meetings into the database; gives their numbers."""
    made = {"created_by": people["Koordinierungsstelle"], "created_at": NOW, "changed_at": NOW}
    with database.transaction() as session:
        return [create(session, Meeting(title=title, starts_at=NOW, **made)).id or 0 for title in ("eins", "zwei")]


def add(  # noqa: PLR0913 - who is to do what by when, given by whom, after which meeting
    database: Database, person: int, party: str, text: str, day: int, meeting: int | None = None
) -> int:
    """Give a task; gives its number."""
    with database.transaction() as session:
        item = ActionItem(party=party, text=text, due_on=date(2021, 9, day), created_by=person, created_at=NOW)
        item.meeting_id = meeting
        session.add(item)
        session.flush()
        return item.id or 0


def test_the_newest_minutes_count(database: Database, people: dict[str, int], meetings: list[int]) -> None:
    """A correction takes the place of what was sent before, for its own meeting; both are kept."""
    person = people["Koordinierungsstelle"]
    with database.transaction() as session:
        assert newest_minutes(session, meetings[0]) is None
        for text in ("Entwurf", "Korrektur"):
            session.add(Minutes(meeting_id=meetings[0], text=text, written_by=person, written_at=NOW))
            session.flush()
        found = newest_minutes(session, meetings[0])
        assert found is not None
        assert found.text == "Korrektur"
        assert newest_minutes(session, meetings[1]) is None


def test_open_tasks_are_listed_by_their_day(database: Database, people: dict[str, int], meetings: list[int]) -> None:
    """The most urgent first, those of one day as they were given; of some parties, of one meeting, or all."""
    office = people["Koordinierungsstelle"]
    for party, text, day, meeting in (
        (BIELEFELD, "spät", 3, meetings[0]),
        (POTSDAM, "früh", 1, meetings[1]),
        (BIELEFELD, "früh auch", 1, None),
        (BIELEFELD, "erledigt", 2, meetings[0]),
    ):
        number = add(database, office, party, text, day, meeting)
    with database.transaction() as session:
        assert finish_item(session, number, office, NOW)
    with database.transaction() as session:
        assert [each.text for each in open_items(session)] == ["früh", "früh auch", "spät"]
        assert [each.text for each in open_items(session, {BIELEFELD})] == ["früh auch", "spät"]
        assert [each.text for each in open_items(session, {BIELEFELD, POTSDAM})] == ["früh", "früh auch", "spät"]
        assert open_items(session, set()) == []
        assert [each.text for each in open_items(session, meeting_id=meetings[0])] == ["spät"]
        assert open_items(session, {POTSDAM}, meeting_id=meetings[0]) == []


def test_done_is_done_once(database: Database, people: dict[str, int], at_once: Callable[..., list[object]]) -> None:
    """Of two colleagues who say it at the same moment one is thanked; who said it first stays."""
    number = add(database, people["Koordinierungsstelle"], BIELEFELD, "Zahlen", 1)
    contact, deputy = people["Ansprechperson Bielefeld"], people["Vertretung Bielefeld"]

    def say(person: int) -> Callable[[], int]:
        def run() -> int:
            with database.transaction() as session:
                return person if finish_item(session, number, person, NOW) else 0

        return run

    done = [each for each in at_once(say(contact), say(deputy)) if each]
    assert len(done) == 1
    with database.transaction() as session:
        assert not finish_item(session, number, contact, NOW + HOUR)
        item = session.get_one(ActionItem, number)
        assert (item.done_by, item.done_at) == (done[0], NOW)
