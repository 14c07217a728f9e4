"""Where somebody stands in a conversation is a row, so that it survives restarts and weeks."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.dialogues import DialoguePosition, end_dialogue, running_dialogue

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def start(database: Database, person_id: int, step: str = "places") -> None:
    """Begin a dialogue."""
    with database.transaction() as session:
        session.add(DialoguePosition(person_id=person_id, dialogue="pledge", step=step, started_at=NOW, updated_at=NOW))


def test_nobody_stands_anywhere_at_first(database: Database, people: dict[str, int]) -> None:
    """Without a dialogue there is no position, and ending one that does not run does nothing."""
    person = people["Ansprechperson Bielefeld"]
    with database.transaction() as session:
        assert running_dialogue(session, person) is None
        end_dialogue(session, person)


def test_a_dialogue_goes_on_after_a_restart(database_url: str, database: Database, people: dict[str, int]) -> None:
    """Step and answers are there again for a process that starts weeks later."""
    person = people["Ansprechperson Bielefeld"]
    start(database, person)
    with database.transaction() as session:
        position = running_dialogue(session, person)
        assert position is not None
        position.step, position.answers = "until", {"places": 20, "programme": "greek_camps", "until": None}
        position.updated_at = NOW + timedelta(weeks=3)
    restarted = Database(database_url)
    with restarted.transaction() as session:
        again = running_dialogue(session, person)
    restarted.close()
    assert again is not None
    assert (again.dialogue, again.step) == ("pledge", "until")
    assert again.answers == {"places": 20, "programme": "greek_camps", "until": None}
    assert (again.started_at, again.updated_at) == (NOW, NOW + timedelta(weeks=3))


def test_a_person_is_in_one_dialogue(database: Database, people: dict[str, int]) -> None:
    """A second dialogue cannot begin beside the first; another person's runs independently."""
    start(database, people["Ansprechperson Bielefeld"])
    start(database, people["Ansprechperson Potsdam"])
    with pytest.raises(IntegrityError):
        start(database, people["Ansprechperson Bielefeld"])


def test_an_ended_dialogue_is_forgotten(database: Database, people: dict[str, int]) -> None:
    """After the end nothing is left of what was answered, and a new dialogue can begin."""
    person = people["Ansprechperson Bielefeld"]
    start(database, person)
    with database.transaction() as session:
        end_dialogue(session, person)
    with database.transaction() as session:
        assert running_dialogue(session, person) is None
    start(database, person, "programme")
    with database.transaction() as session:
        position = running_dialogue(session, person)
    assert position is not None
    assert (position.step, position.answers) == ("programme", {})


def test_a_dialogue_may_end_and_another_begin_in_one_message(database: Database, people: dict[str, int]) -> None:
    """Within one transaction a dialogue can be replaced by another."""
    person = people["Ansprechperson Bielefeld"]
    start(database, person)
    with database.transaction() as session:
        end_dialogue(session, person)
        session.flush()
        session.add(DialoguePosition(person_id=person, dialogue="survey", step="first", started_at=NOW, updated_at=NOW))
    with database.transaction() as session:
        position = running_dialogue(session, person)
    assert position is not None
    assert position.dialogue == "survey"


def test_two_messages_at_once_follow_each_other(
    database: Database, people: dict[str, int], at_once: Callable[..., list[object]]
) -> None:
    """Of two answers that arrive at the same moment, the second is read where the first has led: none is lost."""
    person = people["Ansprechperson Bielefeld"]
    start(database, person, "0")

    def answer() -> None:
        with database.transaction() as session:
            position = running_dialogue(session, person)
            assert position is not None
            time.sleep(0.1)
            position.answers = {**position.answers, position.step: "ja"}
            position.step = str(int(position.step) + 1)

    assert at_once(answer, answer, answer) == [None] * 3
    with database.transaction() as session:
        position = running_dialogue(session, person)
    assert position is not None
    assert (position.step, position.answers) == ("3", {"0": "ja", "1": "ja", "2": "ja"})
