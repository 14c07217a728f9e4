"""A button is taken once, in its own chat, and answered politely when it is over or was made up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.clock import Clock
from bot.intake import Intake
from handlers.messages import Incoming, Kind
from handlers.turn import Office
from storage.consents import agree
from storage.database import Database
from storage.inbox import trace
from storage.outbox import OutboxMessage
from storage.persons import Address, Person

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
CHOICES = [["Status", "/status"], ["Hilfe", "/hilfe"]]
NOTICE = [["Einverstanden", "/einverstanden"], ["Nein", "/nichteinverstanden"]]
OLD = "gilt nicht mehr"

Press = Callable[..., list[str]]


@pytest.fixture
def press(sqlite_database: Database) -> Press:
    """Give a function that presses a button as somebody's client says it was, and returns what the bot says to it."""
    office = Office(ZoneInfo("Europe/Berlin"), networks_by_consent=frozenset({"telegram"}))
    intake = Intake(sqlite_database, office, Clock(NOW), ThreadPoolExecutor(1), lambda: None)
    numbers = count(1)
    with sqlite_database.transaction() as session:
        for account in ("anna", "bert"):
            person = Person(label=account, created_at=NOW)
            session.add(person)
            session.flush()
            known = {"network": "telegram", "account": account, "chat": account, "created_at": NOW}
            session.add(Address(person_id=person.id, **known))
            agree(session, "telegram", account, NOW)
        asked = {"network": "telegram", "chat": "anna", "created_at": NOW, "key": "k1", "choices": CHOICES}
        session.add(OutboxMessage(text="Womit?", **asked))
        # What a stranger was asked stands under a trace of the chat.
        shown = asked | {"chat": trace("telegram", "gast"), "key": "k2", "choices": NOTICE, "of_stranger": True}
        session.add(OutboxMessage(text="Womit?", **shown))

    def pressed(text: str, key: str = "k1", who: str = "anna") -> list[str]:
        number = next(numbers)
        about = {"account": who, "chat": who, "direct": True, "text": text, "refers_to": key}
        intake.take(Incoming("telegram", f"{number}", kind=Kind.BUTTON, **about))  # type: ignore[arg-type]
        with sqlite_database.transaction() as session:
            said = session.exec(select(OutboxMessage).where(OutboxMessage.text != "Womit?")).all()
            for row in said:
                session.delete(row)
            return [row.text for row in said]

    return pressed


def test_a_button_is_what_it_says(press: Press) -> None:
    """Pressing a button is like writing what it stands for."""
    [said] = press("2")
    assert "Das können Sie mir schreiben" in said


def test_a_second_tap_does_nothing(press: Press) -> None:
    """Whoever taps twice in a hurry is answered once; another button of an answered question is over."""
    assert len(press("2")) == 1
    assert press("2") == []
    [said] = press("1")
    assert OLD in said


def test_a_strangers_button_is_taken_though_their_chat_is_forgotten(press: Press) -> None:
    """The notice's button works once, in its own chat only, though nothing names that chat any more."""
    assert press("1", "k2", "anna") == [press("1", "made up", "anna")[0]]
    [said] = press("1", "k2", "gast")
    assert said.startswith("Danke.")
    assert press("1", "k2", "gast") == []


@pytest.mark.parametrize(
    ("text", "key", "who"),
    [
        pytest.param("1", "k1", "bert", id="of another chat"),
        pytest.param("1", "made up", "anna", id="of no message"),
        pytest.param("3", "k1", "anna", id="beyond the last choice"),
        pytest.param("0", "k1", "anna", id="before the first choice"),
        pytest.param("", "", "anna", id="without any data"),
    ],
)
def test_a_made_up_button_is_over(press: Press, text: str, key: str, who: str) -> None:
    """Data is whatever a client says it is: what does not fit is answered like a question that is over."""
    [said] = press(text, key, who)
    assert OLD in said
