"""What stands behind a calendar's address, and who gets one: the chat on one side, the file on the other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from sqlmodel import select

from handlers.calendar_feeds import published
from storage.answers import Answer
from storage.attendance import answer, invited
from storage.audit import AuditEntry
from storage.database import Database
from storage.meetings import Meeting, cancel, create
from storage.municipalities import Land
from storage.outbox import OutboxMessage
from storage.persons import Role, RoleAssignment
from tests.core_stage import START
from tests.handlers.test_router import BONN, KOELN, Town

ADDRESS = re.compile(r"https://hafenbote\.example\.org/calendar/([\w-]{43})\.ics")
YESTERDAY = START.date() - timedelta(days=1)


class Calendars(Town):
    """A town with Cologne's contact, Bonn's, the Land's coordination and the office."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.koeln = self.person("Köln", Role.CONTACT, KOELN)
        self.bonn = self.person("Bonn", Role.CONTACT, BONN)
        self.nrw = self.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
        self.office = self.person("Büro", Role.COORDINATOR)

    def subscribe(self, name: str, text: str = "kalender") -> str:
        """Let somebody ask for an address; gives the token in it."""
        [token] = ADDRESS.findall(self.says(name, text))
        return str(token)

    def meeting(self, *invitations: tuple[int, str], title: str = "Dialog", in_days: float = 10) -> int:
        """Plan a meeting and invite people, each for a party."""
        now = self.stage.clock.now()
        told: dict[str, Any] = {"title": title, "starts_at": now + timedelta(days=in_days), "created_by": self.office}
        with self.database.transaction() as session:
            number = create(session, Meeting(**told, created_at=now, changed_at=now)).id or 0
            for person, party in invitations:
                invited(session, number, person, party, now)
        return number

    def content(self, token: str) -> bytes | None:
        """Read what stands behind a token now."""
        with self.database.transaction() as session:
            write = published(session, self.stage.office, token, self.stage.clock.now())
        return write() if write else None

    def events(self, token: str) -> list[Any]:
        """Read the meetings behind a token now."""
        content = self.content(token)
        assert content is not None
        return list(getattr(vobject.readOne(content.decode()), "vevent_list", []))

    def titles(self, token: str) -> list[str]:
        """Read how the meetings behind a token are called."""
        return [event.summary.value for event in self.events(token)]

    def end_roles(self, person: int) -> None:
        """Let all roles of somebody have ended yesterday."""
        with self.database.transaction() as session:
            for role in session.exec(select(RoleAssignment).where(RoleAssignment.person_id == person)):
                role.valid_until = YESTERDAY


@pytest.fixture
def calendars(sqlite_database: Database) -> Calendars:
    """Give a town whose people want calendars."""
    return Calendars(sqlite_database)


def test_ones_own_meetings_with_ones_own_answer(calendars: Calendars) -> None:
    """Cologne sees the meetings it was invited to and what it has answered, whoever of it did; nothing of Bonn."""
    meeting = calendars.meeting((calendars.koeln, KOELN), (calendars.bonn, BONN), title="Dialog mit dem BMI")
    calendars.meeting((calendars.bonn, BONN), title="Nur für Bonn")
    colleague = calendars.person("Vertretung", Role.DEPUTY, KOELN)
    with calendars.database.transaction() as session:
        answer(session, meeting, BONN, Answer.NO, calendars.bonn, START, comment="Kein Personal")
        answer(session, meeting, KOELN, Answer.YES, colleague, START)
    token = calendars.subscribe("Köln")
    [event] = calendars.events(token)
    assert event.summary.value == "Dialog mit dem BMI"
    assert [each.params["PARTSTAT"] for each in event.attendee_list] == [["ACCEPTED"]]
    assert [each.params["CN"] for each in event.attendee_list] == [["Köln"]]
    content = calendars.content(token) or b""
    assert b"X-WR-CALNAME:Hafenbote\r\n" in content
    assert b"DECLINED" not in content
    assert b"Personal" not in content


def test_what_changes_is_seen_at_the_same_address(calendars: Calendars) -> None:
    """A meeting that is called off stays, marked so, until it is 90 days old: only then do calendars drop it."""
    token = calendars.subscribe("Köln")
    assert calendars.titles(token) == []
    meeting = calendars.meeting((calendars.koeln, KOELN))
    before = calendars.content(token)
    assert calendars.content(token) == before
    with calendars.database.transaction() as session:
        cancel(session, meeting, 1, START)
    [event] = calendars.events(token)
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    calendars.stage.clock.set(START + timedelta(days=99))
    assert len(calendars.events(token)) == 1
    calendars.stage.clock.set(START + timedelta(days=101))
    assert calendars.events(token) == []


def test_a_land_has_all_its_meetings_and_no_answers(calendars: Calendars) -> None:
    """Whoever coordinates the Land sees what takes place in it, not who comes."""
    meeting = calendars.meeting((calendars.koeln, KOELN), title="In NRW")
    calendars.meeting((calendars.office, f"person:{calendars.office}"), title="Nur die Koordinierungsstelle")
    with calendars.database.transaction() as session:
        answer(session, meeting, KOELN, Answer.NO, calendars.koeln, START)
    for name in ("NRW", "Büro"):
        token = calendars.subscribe(name, "kalender NRW")
        assert calendars.titles(token) == ["In NRW"]
        content = calendars.content(token) or b""
        assert b"X-WR-CALNAME:Hafenbote Nordrhein-Westfalen\r\n" in content
        assert b"ATTENDEE" not in content
        assert b"TRANSPARENT" not in content
    assert calendars.titles(calendars.subscribe("Büro", "kalender Hessen")) == []
    assert calendars.titles(calendars.subscribe("NRW")) == []


def test_without_a_role_the_calendar_is_empty(calendars: Calendars) -> None:
    """Whose role has ended has nothing to see any more, and their devices forget what they had seen."""
    calendars.meeting((calendars.koeln, KOELN), (calendars.koeln, f"person:{calendars.koeln}"))
    token = calendars.subscribe("Köln")
    assert len(calendars.events(token)) == 1
    calendars.end_roles(calendars.koeln)
    assert calendars.events(token) == []
    calendars.give(calendars.koeln, Role.CONTACT, KOELN)
    assert len(calendars.events(token)) == 1


def test_another_municipality_is_not_ones_own_any_more(calendars: Calendars) -> None:
    """Who has gone from Cologne to Bonn no longer sees what Cologne was invited to."""
    calendars.meeting((calendars.koeln, KOELN), title="Köln")
    calendars.meeting((calendars.koeln, BONN), title="Bonn")
    calendars.end_roles(calendars.koeln)
    calendars.give(calendars.koeln, Role.CONTACT, BONN)
    assert calendars.titles(calendars.subscribe("Köln")) == ["Bonn"]


def test_without_the_land_its_calendar_is_empty(calendars: Calendars) -> None:
    """Who no longer coordinates the Land, or only another one, sees its meetings no more."""
    calendars.meeting((calendars.koeln, KOELN))
    token = calendars.subscribe("NRW", "kalender NRW")
    assert len(calendars.events(token)) == 1
    calendars.end_roles(calendars.nrw)
    assert calendars.events(token) == []
    calendars.give(calendars.nrw, Role.LAND_COORDINATOR, land=Land.HE)
    assert calendars.events(token) == []
    calendars.give(calendars.nrw, Role.LAND_COORDINATOR, land=Land.NW)
    assert len(calendars.events(token)) == 1


def test_an_ended_address_is_none(calendars: Calendars) -> None:
    """A new address ends the one before, and "kalender aus" ends it without a new one."""
    first = calendars.subscribe("Köln")
    second = calendars.subscribe("Köln")
    assert calendars.content(first) is None
    assert calendars.content(second) is not None
    calendars.says("Köln", "kalender aus")
    assert calendars.content(second) is None


@pytest.mark.parametrize("text", ["kalender aus", "Kalender sperren", "calendar off", "!kalender löschen"])
def test_ending_ends_all_addresses_of_a_person_and_no_others(calendars: Calendars, text: str) -> None:
    """Who fears that an address is known need not think about which."""
    tokens = [calendars.subscribe("Büro", asked) for asked in ("kalender", "kalender NRW", "kalender Hessen")]
    other = calendars.subscribe("Köln")
    calendars.says("Büro", text)
    assert [calendars.content(token) for token in tokens] == [None, None, None]
    assert calendars.content(other) is not None


@pytest.mark.parametrize("text", ["kalender NRW aus", "kalender aus NRW"])
def test_one_lands_address_can_be_ended_alone(calendars: Calendars, text: str) -> None:
    """The others go on."""
    own, land = calendars.subscribe("Büro"), calendars.subscribe("Büro", "kalender NRW")
    calendars.says("Büro", text)
    assert calendars.content(land) is None
    assert calendars.content(own) is not None


def test_a_land_that_is_not_ones_own_is_refused(calendars: Calendars) -> None:
    """Neither a contact of the Land nor the coordination of another gets an address."""
    assert not ADDRESS.search(calendars.says("Köln", "kalender NRW"))
    assert not ADDRESS.search(calendars.says("NRW", "kalender Hessen"))


def test_without_a_public_address_there_is_none_to_give(calendars: Calendars) -> None:
    """Then it says who has to set what, and makes nothing."""
    calendars.stage._intake._office = replace(calendars.stage.office, public_url="")
    told = calendars.says("Köln", "kalender")
    assert "HAFENBOTE_PUBLIC_URL" in told
    assert "Koordinierungsstelle" in told
    assert "Sie haben keine" in calendars.says("Köln", "kalender aus")


def test_an_address_is_kept_nowhere(calendars: Calendars) -> None:
    """Once it is sent, the outbox has forgotten it, and the audit log knows only that there was one."""
    token = calendars.subscribe("Büro", "kalender NRW")
    calendars.says("Büro", "kalender aus")
    with calendars.database.transaction() as session:
        rows = session.exec(select(OutboxMessage)).all()
        deeds = session.exec(select(AuditEntry)).all()
    assert not [row for row in rows if token in row.text]
    assert [(deed.action, deed.detail) for deed in deeds] == [
        ("calendar-opened", {"land": "DE-NW"}),
        ("calendar-ended", {"count": 1}),
    ]


def test_an_address_with_a_slash_at_its_end(calendars: Calendars) -> None:
    """An operator may write the public address either way."""
    calendars.stage._intake._office = replace(calendars.stage.office, public_url="https://hafenbote.example.org/")
    assert calendars.subscribe("Köln")


def test_the_language_is_the_readers(calendars: Calendars) -> None:
    """What the calendar adds to a meeting is said in the language of whose calendar it is."""
    number = calendars.meeting((calendars.koeln, KOELN))
    with calendars.database.transaction() as session:
        session.get_one(Meeting, number).documents = "https://cloud.example.org/x"
    token = calendars.subscribe("Köln")
    assert calendars.events(token)[0].description.value == "Unterlagen: https://cloud.example.org/x"
    calendars.says("Köln", "sprache english")
    assert calendars.events(token)[0].description.value == "Documents: https://cloud.example.org/x"


def test_days_are_those_of_the_house(calendars: Calendars) -> None:
    """A role that ends on a day ends at midnight in Berlin, not in Greenwich."""
    token = calendars.subscribe("Köln")
    calendars.meeting((calendars.koeln, KOELN), in_days=30)
    with calendars.database.transaction() as session:
        [role] = session.exec(select(RoleAssignment).where(RoleAssignment.person_id == calendars.koeln))
        role.valid_until = date(2021, 7, 6)
    calendars.stage.clock.set(datetime(2021, 7, 6, 21, 59, tzinfo=UTC))
    assert len(calendars.events(token)) == 1
    calendars.stage.clock.set(datetime(2021, 7, 6, 22, 0, tzinfo=UTC))
    assert calendars.events(token) == []
