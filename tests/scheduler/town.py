"""Meetings and tasks in time: an office, two municipalities, and a clock that strikes when a test lets it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from handlers.repeats import beginning
from handlers.turn import Office
from scheduler.striking import tick
from storage.attendance import invited
from storage.audience_criteria import Audience, Criteria
from storage.database import Database
from storage.due import DueItem
from storage.meetings import Meeting, create
from storage.municipalities import Municipality, fold, land_of
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment

BERLIN = ZoneInfo("Europe/Berlin")
KOELN, KIEL = "05315000", "01002000"
PLACES = {KOELN: "Köln", KIEL: "Kiel"}
BEGIN = date(2021, 1, 1)


def at(text: str) -> datetime:
    """Read a moment as a clock in Berlin shows it: ``2021-08-03 14:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


class Town:
    """The office in Potsdam and the contact of Cologne; meetings and tasks are theirs."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.office = Office(BERLIN)
        with database.transaction() as session:
            for ags, name in PLACES.items():
                session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
        self.potsdam = self.person("Potsdam", Role.COORDINATOR)
        self.koeln = self.person("Köln", Role.CONTACT, KOELN)

    def person(self, label: str, role: Role, ags: str | None = None) -> int:
        """Let somebody join; gives their number."""
        with self.database.transaction() as session:
            person = Person(label=label, created_at=at("2021-01-01 08:00"))
            session.add(person)
            session.flush()
            number = person.id or 0
            session.add(RoleAssignment(person_id=number, role=role, ags=ags, valid_from=BEGIN))
            session.add(
                Address(person_id=number, network="core", account=label, chat=label, created_at=person.created_at)
            )
        return number

    def end_roles(self, person: int, last_day: date) -> None:
        """Let all roles of somebody end."""
        with self.database.transaction() as session:
            for role in session.exec(select(RoleAssignment).where(RoleAssignment.person_id == person)):
                role.valid_until = last_day

    def pause(self, person: int, until: date) -> None:
        """Let somebody ask for silence."""
        with self.database.transaction() as session:
            session.get_one(Person, person).paused_until = until

    def meeting(self, start: str, rule: str = "", made: str = "2021-07-01 10:00", **values: object) -> int:
        """Publish a meeting for Cologne; gives its number."""
        moment = at(start)
        audience = Audience(anyone_of=(Criteria(places=(KOELN,)),)).model_dump(mode="json")
        known = {"title": "Runde", "starts_at": moment, "rule": beginning(rule, datetime.fromisoformat(start))}
        who = {"created_by": self.potsdam, "created_at": at(made), "changed_at": at(made), "audience": audience}
        with self.database.transaction() as session:
            number = create(session, Meeting.model_validate({**known, **who, **values})).id or 0
            invited(session, number, self.koeln, KOELN, at(made))
        return number

    def tick(self, moment: str | datetime) -> int:
        """Let the clock strike; gives how many messages it put into the outbox."""
        return tick(self.database, self.office, at(moment) if isinstance(moment, str) else moment)

    def meetings(self) -> Sequence[Meeting]:
        """List all meetings as they were made."""
        with self.database.transaction() as session:
            return session.exec(select(Meeting).order_by(col(Meeting.id))).all()

    def starts(self) -> list[str]:
        """List when all meetings begin, on the clocks of Berlin."""
        return [f"{each.begins.astimezone(BERLIN):%Y-%m-%d %H:%M}" for each in self.meetings()]

    def told(self, name: str) -> list[str]:
        """List what somebody was told, or is told once it is a good moment."""
        with self.database.transaction() as session:
            theirs = select(OutboxMessage).where(OutboxMessage.chat == name).order_by(col(OutboxMessage.id))
            return [message.text for message in session.exec(theirs)]

    def due(self, rule: str) -> list[tuple[str, str, str]]:
        """List what a rule has planned: when, what became of it, and why."""
        with self.database.transaction() as session:
            items = session.exec(select(DueItem).where(DueItem.rule == rule).order_by(col(DueItem.id)))
            return [
                (f"{item.due_at.astimezone(BERLIN):%Y-%m-%d %H:%M}", item.state.value, item.reason) for item in items
            ]
