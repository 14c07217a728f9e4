"""What will be sent: for each only what is theirs to see, many in one line, long ones in a file, and quickly."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.messages import Message
from handlers.previews import LISTED
from handlers.turn import notice
from handlers.wording import Markdown
from scheduler import rules
from scheduler.timetable import Deed, Rule, Say, Strike
from storage import schema
from storage.database import Database
from storage.due import DueItem, plan
from storage.municipalities import LAND_BY_AGS_PREFIX, Land, Municipality, land_of
from storage.outbox import OutboxMessage, Urgency
from storage.persons import Address, Person, Role, RoleAssignment
from tests.core_stage import NETWORK, START
from tests.handlers.test_router import KOELN, Town

KIEL = "01002000"
TUESDAY = datetime(2021, 7, 6, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MOST_SECONDS = 30.0
"""What a preview for a thousand people may take on a slow machine; it takes about two."""


@pytest.fixture
def town(database: Database, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Give a stage with contacts in two Länder, their coordinations and the office, and a rule that reminds people."""

    def remind(strike: Strike, item: DueItem) -> Deed:
        person = strike.session.get_one(Person, int(item.recipient.removeprefix("person:")))
        text = f"**Erinnerung**: {item.subject} für Sprecher\\*innen\n\nHallo {person.label}."
        return Say([notice(Message(text), person, Markdown("Weil."))])

    monkeypatch.setitem(rules.RULES, "remind", Rule("remind", remind, urgency=Urgency.NORMAL))
    town = Town(database)
    town.person("Köln", Role.CONTACT, KOELN)
    town.person("Kiel", Role.CONTACT, KIEL)
    town.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
    town.person("SH", Role.LAND_COORDINATOR, land=Land.SH)
    town.person("Büro", Role.COORDINATOR)
    return town


def plan_for(town: Town, *names: str, about: str = "Dialog", at: datetime = TUESDAY) -> None:
    """Let the clock have a reminder for people."""
    with town.database.transaction() as session:
        for number in session.exec(select(Person.id).where(col(Person.label).in_(names)).order_by(col(Person.id))):
            recipient = f"person:{number}"
            plan(session, DueItem(rule="remind", subject=about, recipient=recipient, occurrence=f"{at}", due_at=at))


def test_what_many_get_is_one_line(town: Town) -> None:
    """Up to two readers are named, more are counted; a title is the first line of the first text, without its signs."""
    plan_for(town, "Köln", "Kiel", "NRW")
    plan_for(town, "Köln", "Kiel", about="Umfrage", at=TUESDAY + DAY)
    assert town.says("Büro", "vorschau").splitlines() == [
        "Bis 12.07.2021 gehen 5 Nachrichten hinaus. Was bis dahin noch geschieht, kann das ändern.",
        "",
        "Dienstag, 06.07.2021",
        "",
        "• 08:00 Uhr: Erinnerung: Dialog für Sprecher*innen – an 3 Personen",
        "",
        "Mittwoch, 07.07.2021",
        "",
        "• 08:00 Uhr: Erinnerung: Umfrage für Sprecher*innen – an Köln, Kiel",
    ]


def test_a_land_sees_its_own(town: Town) -> None:
    """A coordination sees the people of its Land and itself; the office all; nobody else may look."""
    plan_for(town, "Köln", "Kiel", "NRW", "Büro")
    assert "an Köln, NRW" in town.says("NRW", "vorschau")
    assert "an Kiel" in town.says("SH", "vorschau")
    assert "an 4 Personen" in town.says("Büro", "vorschau")
    assert "nicht vorgesehen" in town.says("Köln", "vorschau")


def test_whoever_coordinates_two_laender_sees_both(town: Town) -> None:
    """Roles add up, and end with their day."""
    plan_for(town, "Köln", "Kiel", "Büro")
    town.give(3, Role.LAND_COORDINATOR, land=Land.SH)
    assert "an Köln, Kiel" in town.says("NRW", "vorschau")


def test_groups_are_for_the_office_and_their_own(town: Town) -> None:
    """The spokespersons' digest is foreseen by the office, and by a coordination that belongs to them."""
    town.group()
    town.stage.clock.set(START + timedelta(hours=1))
    digest = "Lage am 12.07.2021 – an Sprecher*innengruppe"
    assert digest in town.says("Büro", "vorschau bis 12.7.")
    assert "nichts hinaus" in town.says("NRW", "vorschau bis 12.7.")
    town.give(3, Role.SPOKESPERSON)
    assert digest in town.says("NRW", "vorschau bis 12.7.")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("vorschau", [1, 6, 7]),
        ("vorschau heute", []),
        ("vorschau 1 Tag", [1]),
        ("vorschau bis 12.7.", [1, 6, 7]),
        ("vorschau 30 Tage", [1, 6, 7, 8, 30]),
        ("preview 60 days", [1, 6, 7, 8, 30, 31, 60]),
        ("vorschau bis 4.9.", None),
        ("vorschau 1 Jahr", None),
        ("vorschau bis 1.7.2021", None),
        ("vorschau NRW", None),
    ],
)
def test_how_far_it_looks(town: Town, typed: str, seen: list[int] | None) -> None:
    """A week where nothing is said, up to and with the day that is named, and at most sixty days."""
    for days in (1, 6, 7, 8, 30, 31, 60, 61):
        plan_for(town, "Köln", about=f"Tag {days}.", at=START + days * DAY)
    answer = town.says("Büro", typed)
    found = [days for days in range(62) if f"Tag {days}." in answer]
    assert (found, "Bis " in answer) == (seen or [], seen is not None)


def test_a_long_preview_is_a_file(town: Town) -> None:
    """The message says how much comes on each day; the file has a line for each reader."""
    for number in range(LISTED + 1):
        plan_for(town, "Köln", "Kiel", "NRW", about=f"Dialog {number}", at=TUESDAY + number * DAY)
    answer = town.says("Büro", "vorschau 30 Tage")
    assert "• Dienstag, 06.07.2021: 3 Nachrichten\n" in answer
    assert "Erinnerung" not in answer
    with town.database.transaction() as session:
        row = session.exec(select(OutboxMessage).where(col(OutboxMessage.attachment).is_not(None))).one()
    assert (row.attachment_name, row.attachment_type) == ("vorschau-05.07.2021.txt", "text/plain")
    lines = (row.attachment or b"").decode().split("\r\n")
    assert lines[:6] == [
        f"Bis 04.08.2021 gehen {3 * (LISTED + 1)} Nachrichten hinaus. Was bis dahin noch geschieht, kann das ändern.",
        "",
        "Dienstag, 06.07.2021",
        "08:00  Köln: Erinnerung: Dialog 0 für Sprecher*innen",
        "08:00  Kiel: Erinnerung: Dialog 0 für Sprecher*innen",
        "08:00  NRW: Erinnerung: Dialog 0 für Sprecher*innen",
    ]
    assert len(lines) == 1 + 5 * (LISTED + 1)


def test_looking_leaves_only_the_answer(town: Town) -> None:
    """After a preview the database is as before, row by row, but for the question in the inbox and the answer."""

    def rows() -> dict[str, list[tuple[object, ...]]]:
        with town.database.transaction() as session:
            connection = session.connection()
            tables = [table for table in schema.METADATA.sorted_tables if table.name != "inbox"]
            return {
                t.name: [tuple(row) for row in connection.execute(t.select().order_by(*t.primary_key))] for t in tables
            }

    plan_for(town, "Köln", "Kiel", "NRW")
    town.group()
    before = rows()
    assert "Nachrichten hinaus" in town.says("Büro", "vorschau 60 Tage")
    after = rows()
    assert [row for row in after.pop("outbox") if row not in before["outbox"]]
    assert before.pop("outbox") == []
    assert after == before


def test_a_thousand_people_are_foreseen_in_seconds(town: Town) -> None:
    """A reminder for each of a thousand people in each of four weeks is foreseen while somebody waits."""
    with town.database.transaction() as session:
        prefixes = list(LAND_BY_AGS_PREFIX)
        keys = [f"{prefixes[number % 16]}{number:06d}" for number in range(900000, 901000)]
        session.add_all(Municipality(ags=key, name=key, folded_name=key, land=land_of(key)) for key in keys)
        people = [Person(label=f"Ansprechperson {key}", created_at=START) for key in keys]
        session.add_all(people)
        session.flush()
        for key, person in zip(keys, people, strict=True):
            where = {"network": NETWORK, "account": key, "chat": key}
            session.add(Address(person_id=person.id, created_at=START, **where))
            session.add(RoleAssignment(person_id=person.id, role=Role.CONTACT, ags=key, valid_from=date(2021, 1, 1)))
        names = [person.label for person in people]
    for week in range(4):
        plan_for(town, *names, about=f"Woche {week}", at=TUESDAY + 7 * week * DAY)
    began = time.monotonic()
    answer = town.says("Büro", "vorschau 30 Tage")
    assert time.monotonic() - began < MOST_SECONDS
    assert "Bis 04.08.2021 gehen 4.000 Nachrichten hinaus." in answer
    assert answer.count("an 1.000 Personen") == 4
