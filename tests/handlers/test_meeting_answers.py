"""Answers that come too late, and news for who no longer speaks for whom they were asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from handlers.meeting_answers import respond_to_meeting
from handlers.messages import Incoming
from handlers.turn import Turn
from storage.answers import Answer
from storage.attendance import questions
from storage.database import Database
from storage.meetings import Meeting, cancel
from storage.persons import Person, Role, RoleAssignment
from tests.core_stage import NETWORK, START
from tests.handlers.test_router import BONN, KOELN, Town

CANCELLED = "„Runde“ ist abgesagt. Es ist nichts zu tun."


class Hall(Town):
    """A town in which Cologne, with a deputy, and Bonn are asked to a meeting tomorrow that has one seat."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.person("Potsdam", Role.COORDINATOR)
        self.people = {name: self.person(name, Role.CONTACT, ags) for name, ags in (("Köln", KOELN), ("Bonn", BONN))}
        self.people["Vertretung"] = self.person("Vertretung", Role.DEPUTY, KOELN)
        self.write("Potsdam", "termin morgen 10:00 60min Runde für Köln und Bonn https://video.example.org/r")
        self.write("Potsdam", "überspringen", "ändern", "Höchstzahl", "1", "ja")
        self.hear()

    def write(self, name: str, *texts: str) -> str:
        """Let somebody write several messages; gives the answer to the last."""
        return [self.says(name, text) for text in texts][-1]

    def hear(self) -> dict[str, str]:
        """Hear what everybody has been told since the last time."""
        heard = {name: "\n".join(queue) for name, queue in self.stage._heard.items() if queue}
        for queue in self.stage._heard.values():
            queue.clear()
        return heard

    def end_role(self, name: str) -> None:
        """Let the role of somebody end yesterday."""
        with self.database.transaction() as session:
            role = session.exec(select(RoleAssignment).where(RoleAssignment.person_id == self.people[name])).one()
            role.valid_until = START.date() - timedelta(days=1)


@pytest.fixture
def hall(sqlite_database: Database) -> Hall:
    """Give the meeting."""
    return Hall(sqlite_database)


def test_who_speaks_for_it_no_more_is_not_told_that_it_moved_up(hall: Hall) -> None:
    """A freed place is told to who still speaks for the party that waits."""
    hall.write("Bonn", "termine 1 ja")
    hall.write("Köln", "termine 1 ja")
    hall.end_role("Vertretung")
    hall.hear()
    hall.write("Bonn", "termine 1 nein")
    heard = hall.hear()
    assert "Es ist ein Platz frei geworden" in heard["Köln"]
    assert "Vertretung" not in heard


@pytest.mark.parametrize(
    ("end", "answer"),
    [
        (lambda hall: hall.write("Potsdam", "termin 1 absagen", "überspringen", "ja"), CANCELLED),
        (lambda hall: hall.stage.clock.set(START + timedelta(days=2)), "Daran lässt sich nichts mehr ändern."),
    ],
    ids=["cancelled", "over"],
)
@pytest.mark.parametrize("asked_first", [True, False])
def test_nothing_is_suggested_to_a_meeting_that_will_not_be(
    hall: Hall, end: Callable[[Hall], object], answer: str, *, asked_first: bool
) -> None:
    """A suggestion to a meeting that is called off or has begun is refused, also one that was begun before."""
    if asked_first:
        hall.write("Köln", "termine 1 frage")
    end(hall)
    hall.hear()
    assert answer in hall.write("Köln", "Bitte über die Quote" if asked_first else "termine 1 frage Quote?")
    assert "Potsdam" not in hall.hear()
    with hall.database.transaction() as session:
        assert questions(session, 1) == []


def test_an_answer_that_meets_a_cancellation_hears_of_it(postgres_database: Database) -> None:
    """One connection calls off what the other has read as planned: its answer is no fault, but gets a sentence."""
    hall = Hall(postgres_database)
    with hall.database.transaction() as session:
        meeting, person = session.get_one(Meeting, 1), session.get_one(Person, hall.people["Köln"])
        with hall.database.transaction() as other:
            cancel(other, 1, 1, START)
        incoming = Incoming(NETWORK, "$1", "Köln", "Köln", direct=True)
        turn = Turn(session, incoming, "", START, hall.stage.office, person=person)
        replies = respond_to_meeting(turn, meeting, Answer.YES, KOELN)
        assert [reply.message.text for reply in replies] == [CANCELLED]


def test_a_reminder_to_who_speaks_for_two_leads_to_both(hall: Hall) -> None:
    """A button that says "yes" would not say for whom: it offers to look, and there is an answer for each."""
    hall.give(hall.people["Köln"], Role.DEPUTY, BONN)
    hall.write("Potsdam", "termin morgen 12:00 60min Lage für Köln und Bonn", "überspringen", "überspringen", "ja")
    hall.write("Köln", f"termine 2 ja {KOELN}")
    hall.hear()
    hall.stage.clock.set(datetime(2021, 7, 6, 9, tzinfo=UTC))
    hall.stage._settle()
    heard = hall.hear()["Köln"]
    assert "Lage" in heard
    assert "Köln: Zusage" in heard
    assert "Bonn: noch keine Antwort" in heard
    newest = hall.shown("Köln")[-1]
    assert [value for _, value in newest.choices] == ["/termine Nr. 2"]
    both = hall.write("Köln", "termine 2")
    assert "Eingeladen: Köln" in both
    assert "Eingeladen: Bonn" in both
