"""Tasks in one line, on Monday 5 July 2021: who does what by when."""

from __future__ import annotations

import pytest

from handlers.problems import Problem
from handlers.task_lines import LONGEST_TASK, read_task, read_tasks
from handlers.typed import clean
from storage.municipalities import Land
from storage.persons import Role
from tests.handlers.conftest import TurnOf

KOELN, HALLE = "05315000", "05754012"


@pytest.fixture
def office(turn_of: TurnOf) -> TurnOf:
    """Give a network with people in Cologne, Halle (Westf.) and Marburg, a spokesperson each, and two offices."""
    for ags in (KOELN, HALLE, "06534014"):
        turn_of(Role.CONTACT, ags=ags)
        turn_of(Role.SPOKESPERSON, label="Sprecher*in")
    turn_of(Role.LAND_COORDINATOR, land=Land.HE, label="Länderkoordination Hessen")
    turn_of(Role.COORDINATOR, label="Koordinierungsstelle")
    return turn_of


@pytest.mark.parametrize(
    ("typed", "party", "due_on", "text"),
    [
        ("Köln bis 1.9.: Zahlen nachreichen", KOELN, "2021-09-01", "Zahlen nachreichen"),
        ("Köln bis zum 1.9.2021: Zahlen nachreichen", KOELN, "2021-09-01", "Zahlen nachreichen"),
        ("Köln, bis 1.9.: Zahlen nachreichen", KOELN, "2021-09-01", "Zahlen nachreichen"),
        ("- Köln bis 1.9.: Zahlen nachreichen", KOELN, "2021-09-01", "Zahlen nachreichen"),
        ("• Köln bis 1.9.: Zahlen nachreichen", KOELN, "2021-09-01", "Zahlen nachreichen"),
        ("Köln: Zahlen nachreichen bis 1.9.", KOELN, "2021-09-01", "Zahlen nachreichen"),
        ("Köln: Zahlen nachreichen, bis Ende August", KOELN, "2021-08-31", "Zahlen nachreichen"),
        ("Köln: bis Mittag anrufen, bis morgen", KOELN, "2021-07-06", "bis Mittag anrufen"),
        ("Köln bis heute: anrufen", KOELN, "2021-07-05", "anrufen"),
        ("Köln bis Juli: anrufen", KOELN, "2021-07-31", "anrufen"),
        ("Köln bis nächste Woche: anrufen", KOELN, "2021-07-18", "anrufen"),
        ("Köln bis Freitag: Rückruf um 12:00", KOELN, "2021-07-09", "Rückruf um 12:00"),
        ("Ansprechperson Köln bis 1.9.: Zahlen", KOELN, "2021-09-01", "Zahlen"),
        ("05315000 bis 1.9.: Zahlen", KOELN, "2021-09-01", "Zahlen"),
        ("Halle (Westf.) bis 1.9.: Zahlen", HALLE, "2021-09-01", "Zahlen"),
        ("Köln by 1 September: hand in the figures", KOELN, "2021-09-01", "hand in the figures"),
        ("Köln until 1.9.: hand in the figures", KOELN, "2021-09-01", "hand in the figures"),
        ("Ko\u0308ln bis 1.9.:\u00a0Zahlen", KOELN, "2021-09-01", "Zahlen"),
    ],
)
def test_a_task_is_read(office: TurnOf, typed: str, party: str, due_on: str, text: str) -> None:
    """The day before the colon, or at the end; a month alone means its last day."""
    assert read_task(office(), clean(typed)) == {"party": party, "due_on": due_on, "text": text}


@pytest.mark.parametrize(
    ("owner", "label"),
    [
        ("Koordinierungsstelle", "Koordinierungsstelle"),
        ("Länderkoordination Hessen", "Länderkoordination Hessen"),
        ("LK Hessen", "Länderkoordination Hessen"),
        ("länderkoordination hessen", "Länderkoordination Hessen"),
    ],
)
def test_one_person_is_named_by_their_role(office: TurnOf, owner: str, label: str) -> None:
    """The office and the coordination of a Land are people, not places."""
    turn = office(Role.COORDINATOR, label="jemand")
    person = int(read_task(turn, f"{owner} bis 1.9.: Brief")["party"].removeprefix("person:"))
    assert turn.session.get_one(type(turn.sender), person).label == label


@pytest.mark.parametrize("owner", ["ich", "Koordinierungsstelle", "me"])
def test_whoever_asks_means_themselves(office: TurnOf, owner: str) -> None:
    """By "ich", and of several in the office by its name."""
    turn = office(Role.COORDINATOR, label="Koordinierungsstelle")
    assert read_task(turn, f"{owner} bis 1.9.: Brief")["party"] == f"person:{turn.sender_id}"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "task-how"),
        ("Köln soll die Zahlen nachreichen", "task-how"),
        ("Köln bis 1.9. Zahlen nachreichen", "task-how"),
        ("Köln: Zahlen nachreichen", "task-how"),
        (": bis 1.9.", "task-how"),
        ("Entenhausen bis 1.9.: Zahlen", "task-owner-unknown"),
        ("Länderkoordination Bayern bis 1.9.: Zahlen", "task-owner-unknown"),
        ("Sprecher*innen bis 1.9.: Zahlen", "task-owner-unknown"),
        ("Halle bis 1.9.: Zahlen", "place-several"),
        ("Kiel bis 1.9.: Zahlen", "task-nobody"),
        ("Köln bis 31.02.2022: Zahlen", "date-does-not-exist"),
        ("Köln bis irgendwann: Zahlen", "date-unclear"),
        ("Köln bis gestern: Zahlen", "task-past"),
        ("Köln bis 4.7.2021: Zahlen", "task-past"),
        ("Köln bis 1.9.2031: Zahlen", "meeting-too-far"),
        (f"Köln bis 1.9.: {'x' * (LONGEST_TASK + 1)}", "text-too-long"),
    ],
)
def test_what_is_no_task_is_refused(office: TurnOf, typed: str, problem: str) -> None:
    """A task for nobody, for several, for a day that has passed or does not exist, or for no day at all."""
    with pytest.raises(Problem, match=problem):
        read_task(office(), typed)


def test_who_coordinates_a_land_gives_tasks_there(office: TurnOf) -> None:
    """And to single people, but not to another Land's municipalities."""
    turn = office(Role.LAND_COORDINATOR, land=Land.NW, label="Länderkoordination NRW")
    assert read_task(turn, "Köln bis 1.9.: Zahlen")["party"] == KOELN
    assert read_task(turn, "Koordinierungsstelle bis 1.9.: Brief")["party"].startswith("person:")
    with pytest.raises(Problem, match="task-not-yours"):
        read_task(turn, "Marburg bis 1.9.: Zahlen")


def test_each_line_is_a_task(office: TurnOf) -> None:
    """Blank lines are none; one that cannot be read spoils the whole, so that none is forgotten."""
    turn = office()
    tasks = read_tasks(turn, "- Köln bis 1.9.: Zahlen\n\n- Halle (Westf.) bis 2.9.: Raum\n")
    assert [task["text"] for task in tasks] == ["Zahlen", "Raum"]
    with pytest.raises(Problem, match="task-how") as caught:
        read_tasks(turn, "Köln bis 1.9.: Zahlen\nund der Raum")
    assert caught.value.values == {"typed": "und der Raum"}
