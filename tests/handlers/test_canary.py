"""Whoever is erased is found nowhere: not in a table, not in the bytes of the database's files, not in a log.

Somebody with unmistakable names plays a part in whole transcripts, in which they ask, report, answer, vote, send files
and are in the middle of something; then they are erased, and all there is is searched for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import select as query

from bot.demo.deeds import Deed, Enter, Expect, ExpectSilence, Line, OpenGroup, Say, Send
from bot.demo.player import CODE_SHOWN, Player
from bot.demo.transcript import read_transcript
from handlers.erasing import erase_person
from handlers.sending import post
from storage.batches import open_batch
from storage.database import Database
from storage.enquiries import Enquiry, EnquiryMessage
from storage.ledger_chain import broken_at
from storage.outbox import OutboxMessage, OutboxState
from storage.personal import PLACES
from storage.personal_export import everything_about
from storage.persons import Person, person_at
from storage.schema import METADATA
from tests.core_stage import NETWORK, CoreStage
from tests.test_transcripts import FILES, FOLDER

ACCOUNT, LABEL, WORDS = "Kanarienkonto", "Kanarienetikett", "Kanariensatz"

OF_THE_MUNICIPALITY = {"pledge_entry", "survey_answer", "survey_participation", "survey_waiting_ballot", "survey_slip"}
"""Where words stay that somebody wrote for their municipality; the erasure says so before."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whom of which transcript we erase, and how their own texts begin; whether those are the municipality's."""

    transcript: str
    name: str
    texts: tuple[str, ...] = ()
    municipal: bool = False


FAR = 918273645
"""The number of the first person: nothing else is counted so far."""

BY_CHANCE: set[tuple[str, str]] = {("due", "subject")}
"""Where a person's number stands beside the places: what an erasure still has to do is named by it."""

PARTS = (
    Part("80-fragen", "Köln", ("Wann kommt", "Jetzt ist", "es eilt")),
    Part("40-termin", "Bielefeld", ("Bitte auch",)),
    Part("73-umfrage-beantworten", "Köln", ("Wir sind",), municipal=True),
    Part("75-umfrage-in-der-gruppe", "Köln"),
    Part("76-umfrage-anonym", "Vertretung", ("Uns fehlt",), municipal=True),
    Part("80-rundschreiben", "Köln"),
    Part("85-fragen-mit-dateien", "Kiel", ("frage Stimmt",)),
    Part("93-beleg", "Köln zwei", ("mit Zustimmung", "Beschluss vom"), municipal=True),
)


class Rehearsal(Player):
    """Plays what people do; what they hear is not compared."""

    async def _expect(self, _line: Line, expected: Expect) -> None:
        for name in (expected.name, *expected.others):
            while heard := await self._stage.next_message(ACCOUNT if name == self.part.name else name):
                if shown := CODE_SHOWN.search(heard):
                    self._codes[""] = shown[1]

    part: Part


def lines_of(part: Part) -> Iterator[Line]:
    """Read a transcript with somebody's account and texts in the place of those of the one who is erased."""
    for line in read_transcript((FOLDER / f"{part.transcript}.txt").read_text(encoding="utf-8")):
        if not isinstance(line.deed, ExpectSilence):
            yield replace(line, deed=_as_canary(line.deed, part))


def _as_canary(deed: Deed, part: Part) -> Deed:
    if isinstance(deed, OpenGroup):
        return replace(deed, members=tuple(ACCOUNT if each == part.name else each for each in deed.members))
    if isinstance(deed, Say):
        deed = replace(deed, answers=deed.answers.replace(f"Ansprechperson {part.name}", LABEL))
    if isinstance(deed, Expect) or getattr(deed, "name", None) != part.name:
        return deed
    named = replace(deed, name=ACCOUNT)  # type: ignore[type-var]
    if isinstance(named, Say) and named.text.startswith(part.texts or "\0"):
        return replace(named, text=f"{named.text} {WORDS} {WORDS}")
    if isinstance(named, Send) and named.caption.startswith(part.texts or "\0"):
        return replace(named, caption=f"{named.caption} {WORDS} {WORDS}")
    return named


async def play(stage: CoreStage, part: Part) -> Person:
    """Play a transcript, with a label nobody else has from the first moment; gives who is to be erased."""
    lines = list(lines_of(part))
    cast = next(place for place, line in enumerate(lines) if isinstance(line.deed, Enter) and line.deed.name == ACCOUNT)
    end = next((n for n, line in enumerate(lines) if n > cast and line.number != lines[cast].number), len(lines))
    player = Rehearsal(stage, files=FILES)
    player.part = part
    for portion in (lines[:end], lines[end:]):
        for number in dict.fromkeys(line.number for line in portion):
            await player._lines([line for line in portion if line.number == number])
        with stage.database.transaction() as session:
            person = person_at(session, NETWORK, ACCOUNT)
            assert person
            person.label = LABEL
    return person


def found_in(database: Database, *words: str) -> set[tuple[str, str]]:
    """Search every column of every row of every table, JSON and bytes included, for words."""
    found = set()
    with database.transaction() as session:
        for table in METADATA.tables.values():
            for row in session.connection().execute(select(table)).mappings():
                for name, value in row.items():
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    if any(word in text for word in words):
                        found.add((table.name, name))
    return found


def columns_with_number(database: Database, number: int) -> set[tuple[str, str]]:
    """Search all tables for a person's number, where it cannot be another's: alone, as a party, or within JSON."""
    found = set()
    named = re.compile(rf"(?<![\d.:-]){number}(?![\d.:])")
    with database.transaction() as session:
        for table in METADATA.tables.values():
            for row in session.connection().execute(select(table)).mappings():
                found |= {(table.name, name) for name, value in row.items() if named.search(_said(value))}
    return found


def _said(value: object) -> str:
    return "" if isinstance(value, bytes | datetime) else str(value)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.transcript}-{part.name}")
async def test_nothing_is_left_of_who_is_erased(
    part: Part, sqlite_database: Database, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Before, they are found, and what is found is in their export; afterwards they are not, and the chain is whole."""
    stage = CoreStage(sqlite_database)
    with sqlite_database.transaction() as session:
        session.add(Person(id=FAR, label="die erste", created_at=stage.clock.now()))
    person = await play(stage, part)
    number = person.id or 0
    await stage.write(ACCOUNT, "zeitzone London", None)  # a last word, in whatever they are in the middle of
    before = found_in(sqlite_database, ACCOUNT, LABEL, WORDS)
    assert ("address", "account") in before
    assert columns_with_number(sqlite_database, number) <= {(place.table, place.column) for place in PLACES} | BY_CHANCE
    with sqlite_database.transaction() as session:
        exported = set(everything_about(session, number))
    assert {table for table, _ in found_in(sqlite_database, ACCOUNT)} <= exported

    with sqlite_database.transaction() as session:
        leaving = session.get_one(Person, number)
        post(session, stage.office, erase_person(session, stage.office, leaving, stage.clock.now()), stage.clock.now())
    for later in (timedelta(minutes=1), timedelta(minutes=1), timedelta(days=1)):  # removals, the last message, a night
        stage.clock.set(stage.clock.now() + later)
        await stage.clock_moved()

    assert found_in(sqlite_database, ACCOUNT, LABEL) == set()
    own = {(table, column) for table, column in found_in(sqlite_database, WORDS) if table not in OF_THE_MUNICIPALITY}
    assert own <= ({("outbox", "text")} if part.municipal else set())
    with sqlite_database.transaction() as session:
        assert broken_at(session) is None
        [kept] = session.exec(query(Person).where(Person.id == number)).all()
        assert (kept.label, kept.timezone, kept.erased_at is None) == ("N. N. (gelöscht)", None, False)
    names = [ACCOUNT, LABEL] if part.municipal else [ACCOUNT, LABEL, WORDS]
    for file in home.iterdir():
        assert not [word for word in names if word.encode() in file.read_bytes()], file.name
    written = capfd.readouterr()
    assert not [word for word in (ACCOUNT, LABEL, WORDS) if word in written.out + written.err]


@pytest.mark.parametrize(
    ("label", "others", "instead"),
    [
        ("Koordinierungsstelle", (), "Koordinierungsstelle"),
        ("Ansprechperson Köln", ("Ansprechperson Köln",), "Ansprechperson Köln"),
        ("Ansprechperson Köln", ("Ansprechperson Bonn",), "N. N. (gelöscht)"),
    ],
)
def test_what_an_office_is_called_is_no_name(
    sqlite_database: Database, label: str, others: tuple[str, ...], instead: str
) -> None:
    """Who is erased is called otherwise in what waits for others, unless these words mean the office or somebody else.

    An answer that is on its way would else say that nobody is there any more, and lose its buttons.
    """
    stage = CoreStage(sqlite_database)
    now = stage.clock.now()
    with sqlite_database.transaction() as session:
        person, *_ = people = [Person(label=each, created_at=now) for each in (label, *others)]
        session.add_all(people)
        choices = [["An: Koordinierungsstelle", "/frage"]]
        waiting = OutboxMessage(network=NETWORK, chat="wer", text=f"Von {label}.", choices=choices, created_at=now)
        session.add(waiting)
        session.flush()
        erase_person(session, stage.office, person, now)
        session.refresh(waiting)
        assert (waiting.text, waiting.choices) == (f"Von {instead}.", choices)


def test_an_announcement_that_begins_like_their_question_goes_all_the_same(sqlite_database: Database) -> None:
    """Letters begin alike. What quotes somebody who is erased is emptied and not sent, an announcement is."""
    stage = CoreStage(sqlite_database)
    now, greeting = stage.clock.now(), "Sehr geehrte Damen und Herren,"
    with sqlite_database.transaction() as session:
        person = Person(label="Ansprechperson Köln", created_at=now)
        session.add(person)
        session.flush()
        asked = Enquiry(person_id=person.id, opened_at=now, updated_at=now)
        session.add(asked)
        session.flush()
        text = f"{greeting}\nwann kommt die Antwort?"
        session.add(EnquiryMessage(enquiry_id=asked.id, person_id=person.id, text=text, written_at=now))
        to = {"network": NETWORK, "text": f"{greeting}\nbitte melden Sie sich.", "created_at": now}
        announced = OutboxMessage(chat="eins", batch_id=open_batch(session, now), **to)
        quoting = OutboxMessage(chat="zwei", **to)
        session.add_all([announced, quoting])
        session.flush()
        erase_person(session, stage.office, person, now)
        session.refresh(announced)
        session.refresh(quoting)
        assert (announced.state, announced.text) == (OutboxState.QUEUED, to["text"])
        assert (quoting.state, quoting.text) == (OutboxState.CANCELLED, "")
