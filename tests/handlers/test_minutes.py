"""Minutes and tasks as conversations: who gets what, two at once, days in between, and roles that have ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from handlers.minutes import LONGEST_MINUTES
from storage.audience_criteria import Audience, Criteria
from storage.database import Database
from storage.dialogues import DialoguePosition
from storage.meetings import Meeting, MeetingState, create
from storage.minutes import ActionItem, Minutes
from storage.municipalities import Land
from storage.persons import Role, RoleAssignment
from tests.core_stage import START
from tests.handlers.test_router import BONN, KOELN, Town

IN_AN_HOUR = START + timedelta(hours=1)
NOT_ALLOWED = "Das ist für Ihre Rolle nicht vorgesehen."


class Council(Town):
    """A town with two people in the office, the contacts of Cologne and Bonn, and a meeting of both in an hour."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.office = {name: self.person(name, Role.COORDINATOR) for name in ("Potsdam", "Büro")}
        self.people = {name: self.person(name, Role.CONTACT, ags) for name, ags in (("Köln", KOELN), ("Bonn", BONN))}
        self.says("Potsdam", "termin heute 10:00 60min Runde für Köln und Bonn https://video.example.org/r")
        self.says("Potsdam", "überspringen")
        self.says("Potsdam", "ja")
        self.hear()

    def hear(self) -> dict[str, str]:
        """Hear what everybody has been told since the last time."""
        heard = {name: "\n".join(queue) for name, queue in self.stage._heard.items() if queue}
        for queue in self.stage._heard.values():
            queue.clear()
        return heard

    def at(self, moment: datetime) -> None:
        """Let time pass without the clock striking."""
        self.stage.clock.set(moment)

    def write(self, name: str, *texts: str) -> str:
        """Let somebody write several messages; gives the answer to the last."""
        return [self.says(name, text) for text in texts][-1]

    def end_roles(self, person: int) -> None:
        """Let all roles of somebody end yesterday."""
        with self.database.transaction() as session:
            for role in session.exec(select(RoleAssignment).where(RoleAssignment.person_id == person)):
                role.valid_until = START.date() - timedelta(days=1)

    def sent(self) -> list[str]:
        """List all minutes."""
        with self.database.transaction() as session:
            return [each.text for each in session.exec(select(Minutes).order_by("id"))]

    def tasks(self) -> list[tuple[str, str, date]]:
        """List all tasks."""
        with self.database.transaction() as session:
            return [(each.party, each.text, each.due_on) for each in session.exec(select(ActionItem).order_by("id"))]


@pytest.fixture
def council(sqlite_database: Database) -> Council:
    """Give a council whose meeting has begun a minute ago."""
    council = Council(sqlite_database)
    council.at(IN_AN_HOUR + timedelta(minutes=1))
    return council


def test_minutes_go_to_all_who_were_invited_and_still_speak(council: Council) -> None:
    """Whoever declined gets them; whose role has ended does not; who speaks for both places gets them once."""
    council.give(council.people["Köln"], Role.DEPUTY, BONN)
    council.end_roles(council.people["Bonn"])
    council.says("Potsdam", "termin 1 protokoll Vereinbart ist nichts.")
    council.write("Potsdam", "fertig", "keine")
    assert council.says("Potsdam", "ja") == "Das Protokoll zu „Runde“ ist gespeichert. Eine Person erhält es."
    heard = council.hear()
    assert set(heard) == {"Köln"}
    assert heard["Köln"].startswith("Protokoll: Runde\n")


def test_whoever_writes_the_minutes_does_not_get_them(council: Council) -> None:
    """Also where they were invited: they have just read them."""
    council.give(council.office["Potsdam"], Role.CONTACT, BONN)
    with council.database.transaction() as session:
        everybody = Audience(anyone_of=(Criteria(places=(BONN,)), Criteria(roles=(Role.COORDINATOR,))))
        session.get_one(Meeting, 1).audience = everybody.model_dump(mode="json")
    council.write("Potsdam", "termin 1 protokoll Nichts.", "fertig", "keine")
    council.says("Potsdam", "ja")
    assert "Potsdam" not in council.hear()


def test_of_two_who_write_at_once_the_second_corrects(council: Council) -> None:
    """They learn what went out meanwhile, keep what they wrote, and send it as a correction once they say so again."""
    for name in ("Potsdam", "Büro"):
        council.write(name, f"termin 1 protokoll Text aus {name}.", "fertig", "keine")
    council.says("Potsdam", "ja")
    council.hear()
    again = council.says("Büro", "ja")
    assert again.startswith("Potsdam hat in der Zwischenzeit ein Protokoll verschickt:")
    assert "Text aus Potsdam." in again
    assert "Korrigiertes Protokoll: Runde" in again
    assert council.sent() == ["Text aus Potsdam."]
    council.says("Büro", "ja")
    assert council.sent() == ["Text aus Potsdam.", "Text aus Büro."]
    assert council.hear()["Köln"].startswith("Korrigiertes Protokoll: Runde\n")


def test_a_task_whose_day_has_passed_is_asked_for_again(council: Council) -> None:
    """Who answers the review days later gives no task for yesterday; the text is kept."""
    council.write("Potsdam", "termin 1 protokoll Text.", "fertig", "Köln bis morgen: Zahlen", "fertig")
    council.at(START + timedelta(days=3))
    answer = council.says("Potsdam", "ja")
    assert answer.startswith("Der 06.07.2021 ist schon vorbei.")
    assert (council.sent(), council.tasks()) == ([], [])
    council.write("Potsdam", "Köln bis 9.7.: Zahlen", "fertig", "ja")
    assert (council.sent(), council.tasks()) == (["Text."], [(KOELN, "Zahlen", date(2021, 7, 9))])


def test_the_same_holds_for_a_task_alone(council: Council) -> None:
    """Only its day is asked for again."""
    council.write("Potsdam", "aufgabe Köln bis morgen: Zahlen")
    council.at(START + timedelta(days=3))
    assert "Bis wann soll sie erledigt sein?" in council.says("Potsdam", "ja")
    council.write("Potsdam", "9.7.", "ja")
    assert council.tasks() == [(KOELN, "Zahlen", date(2021, 7, 9))]


def test_a_text_of_several_messages_keeps_its_lines_and_signs(council: Council) -> None:
    """As it was written, whatever Markdown would make of it; each message is a paragraph."""
    council.write(
        "Potsdam", "termin 1 protokoll", "1. Quote\n- *offen* [x](http://y)\n  # <b>", "Zweiter Teil", "fertig"
    )
    council.write("Potsdam", "keine", "ja")
    assert council.sent() == ["1. Quote\n- *offen* [x](http://y)\n # <b>\n\nZweiter Teil"]
    lines = [line for line in council.hear()["Köln"].split("\n") if line]
    assert lines[2:] == ["1. Quote", "- *offen* [x](http://y)", "# <b>", "Zweiter Teil"]


def test_a_text_that_becomes_too_long_is_refused_and_the_rest_kept(council: Council) -> None:
    """The message that is too much is not taken; what was written before goes out."""
    council.says("Potsdam", "termin 1 protokoll")
    messages = LONGEST_MINUTES // 4000
    for _ in range(messages - 1):
        council.says("Potsdam", "x" * 4000)
    assert "20.000" in council.says("Potsdam", "y" * 4000)
    council.write("Potsdam", "fertig", "keine", "ja")
    assert council.sent() == ["\n\n".join(["x" * 4000] * (messages - 1))]


@pytest.mark.parametrize("talk", [["termin 1 protokoll Text.", "fertig", "keine"], ["aufgabe Köln bis morgen: Zahlen"]])
def test_whose_role_has_ended_sends_nothing(council: Council, talk: list[str]) -> None:
    """Not even what was written while it held."""
    council.write("Potsdam", *talk)
    council.end_roles(council.office["Potsdam"])
    assert NOT_ALLOWED in council.says("Potsdam", "ja")
    assert (council.sent(), council.tasks(), council.count(DialoguePosition)) == ([], [], 0)


def test_who_was_not_invited_sees_no_minutes(council: Council) -> None:
    """Nor whether there are any."""
    council.write("Potsdam", "termin 1 protokoll Text.", "fertig", "keine", "ja")
    council.person("Kiel", Role.CONTACT, "01002000")
    for text in ("termine 1", "termine 1 protokoll"):
        assert council.says("Kiel", text).startswith("Einen Termin „1“ gibt es für Sie nicht.")
    assert NOT_ALLOWED in council.says("Kiel", "termin 1 protokoll")


@pytest.mark.parametrize("days", [1, 90, 400])
def test_a_meeting_is_shown_long_after_it_is_over(council: Council, days: int) -> None:
    """With its minutes, by its number; the list of past ones ends after half a year."""
    council.write("Potsdam", "termin 1 protokoll Text.", "fertig", "keine", "ja")
    council.at(IN_AN_HOUR + timedelta(days=days))
    assert "Protokoll ansehen" in council.says("Köln", "termine 1")
    assert "Text." in council.says("Köln", "termine 1 protokoll")
    assert ("Runde" in council.says("Köln", "termine vergangen")) is (days < 180)


def test_a_meeting_without_a_date_or_called_off_has_no_minutes(council: Council) -> None:
    """Both are said as what they are."""
    made = {"created_by": council.office["Potsdam"], "created_at": START, "changed_at": START}
    with council.database.transaction() as session:
        create(session, Meeting(title="Suche", state=MeetingState.FINDING, **made))
        create(session, Meeting(title="Aus", state=MeetingState.CANCELLED, starts_at=START, **made))
    assert "noch nicht begonnen (Der Tag wird noch gesucht)" in council.says("Potsdam", "termin 2 protokoll")
    assert council.says("Potsdam", "termin 3 protokoll") == "„Aus“ ist abgesagt. Es ist nichts zu tun."


@pytest.mark.parametrize("deed", ["absagen Grund", "verschieben 13.08.2021 10:00"])
def test_what_was_begun_before_the_meeting_does_not_change_it_after(sqlite_database: Database, deed: str) -> None:
    """A review that is answered once the meeting has begun neither moves it nor calls it off."""
    council = Council(sqlite_database)
    council.says("Potsdam", f"termin 1 {deed}")
    council.at(IN_AN_HOUR)
    assert "hat am Montag, 05.07.2021, 10:00 Uhr begonnen" in council.says("Potsdam", "ja")
    with council.database.transaction() as session:
        meeting = session.get_one(Meeting, 1)
    assert (meeting.state, meeting.version, meeting.begins) == (MeetingState.PLANNED, 1, IN_AN_HOUR.astimezone(UTC))


def test_a_new_task_is_told_to_its_people(council: Council) -> None:
    """Not to whoever gave it; and in the minutes, not once more to who reads it there."""
    council.write("Potsdam", "aufgabe ich bis morgen: Brief", "ja")
    assert council.hear() == {}
    council.write("Potsdam", "aufgabe Büro bis morgen: Raum", "ja")
    assert council.hear()["Büro"].startswith("Neue Aufgabe für Büro, bis 06.07.2021: Raum")
    council.write(
        "Potsdam", "termin 1 protokoll Text.", "fertig", "Köln bis 9.7.: Zahlen\nBüro bis 9.7.: Plan", "fertig"
    )
    council.says("Potsdam", "ja")
    heard = council.hear()
    assert heard["Köln"].startswith("Protokoll: Runde")
    assert heard["Büro"].startswith("Neue Aufgabe für Büro, bis 09.07.2021: Plan")


def test_who_coordinates_a_land_sees_its_tasks(council: Council) -> None:
    """And those they gave or have, no others; a contact sees those of their municipality, whoever gave them."""
    for name, land in (("NRW", Land.NW), ("Hessen", Land.HE)):
        council.person(name, Role.LAND_COORDINATOR, land=land)
    council.write("Potsdam", "aufgabe Köln bis 9.7.: Zahlen", "ja")
    council.write("NRW", "aufgabe Büro bis 8.7.: Plan", "ja")
    seen = {name: council.says(name, "aufgaben") for name in ("Potsdam", "NRW", "Hessen", "Köln", "Bonn")}
    shown = {name: [text for text in ("Zahlen", "Plan") if f": {text}" in answer] for name, answer in seen.items()}
    assert shown == {
        "Potsdam": ["Zahlen", "Plan"],
        "NRW": ["Zahlen", "Plan"],
        "Hessen": [],
        "Köln": ["Zahlen"],
        "Bonn": [],
    }
    assert "gibt es für Sie nicht" in council.says("Hessen", "aufgaben 1 erledigt")
    assert "Zahlen" in council.says("Büro", "aufgabe 1")
    assert council.says("NRW", "aufgabe Nr. 1 verschieben auf 12.7.").endswith(
        "bis 12.07.2021 zu erledigen, bisher bis 09.07.2021."
    )
