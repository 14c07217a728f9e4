"""Silence on request: until when, what waits for its end, and what it never keeps back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storage.database import Database
from storage.municipalities import Land
from storage.persons import Person, Role
from tests.handlers.test_reasons import at, tell
from tests.handlers.test_router import KOELN, PLEDGE, Town

LINKING = "möchte mit Ihnen verbunden werden"


@pytest.fixture
def town(sqlite_database: Database) -> Town:
    """Give a stage with Cologne's contact and the coordination of its Land, on Monday 5 July 2021 at nine."""
    town = Town(sqlite_database)
    town.person("Köln", Role.CONTACT, KOELN)
    town.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
    return town


def paused(town: Town, number: int = 2) -> date | None:
    """Say until when a person has asked for silence."""
    with town.database.transaction() as session:
        return session.get_one(Person, number).paused_until


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("pause 2 Wochen", date(2021, 7, 19)),
        ("pause bis 1.9.", date(2021, 9, 1)),
        ("/pause bis morgen", date(2021, 7, 6)),
        ("Pause für einen Monat", date(2021, 8, 5)),
        ("pause 1 Jahr", date(2022, 7, 5)),
        ("pause 366 Tage", None),
        ("pause heute", None),
        ("pause 1.7.2021", None),
        ("pause bis 31.02.", None),
        ("pause ab 1.8.", None),
        ("pause", None),
    ],
)
def test_until_when(town: Town, typed: str, until: date | None) -> None:
    """A day to come within a year is kept and repeated; anything else asks, with three lengths to choose from."""
    answer = town.says("NRW", typed)
    assert paused(town) == until
    assert (f"Ab dem {until:%d.%m.%Y} schreibe ich Ihnen wieder" if until else "2. 2 Wochen") in answer


@pytest.mark.parametrize(("choice", "until"), [("1", "2021-07-12"), ("2", "2021-07-19"), ("4 Wochen", "2021-08-02")])
def test_a_length_can_be_chosen(town: Town, choice: str, until: str) -> None:
    """The lengths offered work by number and by name."""
    town.says("NRW", "pause")
    town.says("NRW", choice)
    assert paused(town) == date.fromisoformat(until)


@pytest.mark.parametrize("words", ["pause aus", "pause Ende", "pause beenden", "Pause off", "pause stop"])
def test_it_can_be_ended(town: Town, words: str) -> None:
    """All words for ending it do, also where there is none to end."""
    town.says("NRW", words)
    town.says("NRW", "pause 2 Wochen")
    assert town.says("NRW", words).startswith("Sie machen keine Pause; ich schreibe Ihnen wie gewohnt.")
    assert paused(town) is None


def test_answers_come_during_a_silence(town: Town) -> None:
    """Whoever is silent and asks gets an answer; what others cause waits, and is counted."""
    town.says("NRW", "pause 2 Wochen")
    town.says("Köln", PLEDGE)
    town.says("Köln", "ja")
    assert town.says("NRW", "freigaben").startswith("Meldung Nr. 1 · Köln")
    assert "Zurzeit ist es eine Nachricht." in town.says("NRW", "pause")
    assert "Eine Nachricht hat gewartet; sie kommt jetzt" in town.says("NRW", "pause aus")


def test_what_is_urgent_comes_during_a_silence(town: Town) -> None:
    """The question whether an account is theirs is asked at once: nobody but them can answer it."""
    code = town.says("NRW", "verbinden neu").partition("start ")[2].split()[0]
    town.says("NRW", "pause 2 Wochen")
    town.stage._heard["Fremd"] = town.stage._heard["NRW"].copy()
    town.says("Fremd", f"start {code}")
    assert LINKING in "\n".join(town.stage._heard["NRW"])


def test_a_pause_is_no_answer_in_a_conversation(town: Town) -> None:
    """In the middle of a report the word begins a silence, and the question is asked again."""
    town.says("Köln", "zusage")
    answer = town.says("Köln", "pause 2 Wochen")
    assert "Ab dem 19.07.2021" in answer
    assert "Für welches Programm melden Sie Plätze?" in answer


def test_a_longer_silence_takes_the_place_of_a_shorter(town: Town) -> None:
    """What waited for the end of the first waits for the end of the second."""
    town.says("NRW", "pause 1 Woche")
    tell(town, "NRW", "Neues")
    town.says("NRW", "pause 2 Wochen")
    at(town, datetime(2021, 7, 18, 10, 0, tzinfo=UTC))
    assert not town.stage._heard["NRW"]
    at(town, datetime(2021, 7, 19, 5, 0, tzinfo=UTC))
    assert list(town.stage._heard["NRW"]) == ["Neues"]


def test_it_is_said_in_english_too(town: Town) -> None:
    """The same word, English lengths, an English answer."""
    town.says("NRW", "sprache englisch")
    assert "1. 1 week" in town.says("NRW", "pause")
    assert "again from 19 July 2021" in town.says("NRW", "2 weeks")
    assert "until Friday" in town.says("NRW", "pause for ever")
    assert "*" not in town.says("NRW", "status")
    assert town.says("NRW", "pause off").startswith("You are not taking a break")
