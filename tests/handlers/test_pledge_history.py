"""``zusagen verlauf``: the whole life of a line, to whom it concerns; in the file with what proves it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from storage.ledger import add_evidence, decide, propose, reaffirm
from storage.outbox import OutboxMessage
from storage.persons import Role
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.core_stage import START
from tests.handlers.test_approvals import NEST, Desk
from tests.handlers.test_router import BONN, KOELN

UNTIL = date(2021, 12, 31)


@pytest.fixture
def desk(sqlite_database: object) -> Desk:
    """Give a town in which Cologne has reported, and the office confirmed, many times."""
    return Desk(sqlite_database)  # type: ignore[arg-type]


def change(desk: Desk, places: int, at: datetime = START, line: Line = NEST) -> None:
    """Let Cologne report another number, and the office confirm it."""
    with desk.database.transaction() as session:
        offer = Offer(places, at.date(), UNTIL, "Ratsbeschluss 12/2021")
        entry = propose(session, standing(session, line), offer, desk.contact, at)
        decide(session, entry, PledgeState.CONFIRMED, desk.office, at)


def file_of(desk: Desk, name: str) -> str:
    """Give the text of the newest file that somebody got."""
    with desk.database.transaction() as session:
        mine = select(OutboxMessage).where(OutboxMessage.chat == name, col(OutboxMessage.attachment).is_not(None))
        newest = session.exec(mine.order_by(col(OutboxMessage.id).desc())).first()
        assert newest is not None
        assert newest.attachment is not None
        return newest.attachment.decode()


def test_of_a_long_history_the_newest_are_shown_and_all_are_in_the_file(desk: Desk) -> None:
    """15 lines in the chat, every entry in the file: with its number, and what it begins to be recognised by."""
    for day in range(10):
        change(desk, 10 + day, START + timedelta(days=day))
    said = desk.says("Köln", "zusagen verlauf")
    assert "die neuesten 15 von 20 Einträgen" in said
    assert said.count("bestätigt: ") + said.count("meldet: ") == 15
    assert "19 Plätze" in said
    assert "10 Plätze" not in said
    whole = file_of(desk, "Köln")
    with desk.database.transaction() as session:
        entries = session.exec(select(PledgeEntry).order_by(col(PledgeEntry.id))).all()
    assert re.findall(r"\[(\d+) · (\w+)\]", whole) == [(str(each.id), each.digest[:8]) for each in entries]
    assert whole.rstrip().endswith(f"Stand des Registers: Nr. 20 · {entries[-1].digest[:8]}")
    assert "**" not in whole


def test_what_changes_no_number_is_told_as_well(desk: Desk) -> None:
    """That an offer is still so, and evidence that was handed in later, are part of its life."""
    change(desk, 20)
    with desk.database.transaction() as session:
        seen = standing(session, NEST)
        reaffirm(session, seen, desk.deputy, START, START.date())
        seen = standing(session, NEST)
        assert seen.in_force is not None
        add_evidence(session, seen, seen.in_force, Offer(1, UNTIL, resolution="Vorlage 7"), desk.deputy, START)
    said = desk.says("Köln", "zusagen verlauf")
    assert "Vertretung bestätigt: Es bleibt bei 20 Plätze" in said
    assert "Vertretung reicht zu 20 Plätze, 05.07.2021 bis 31.12.2021 nach · Beschluss: Vorlage 7" in said


def test_the_file_is_of_the_programme_that_was_shown(desk: Desk) -> None:
    """The button below a history of one programme gives the file of that programme, and so does its name."""
    for each in Programme:
        change(desk, 20, line=replace(NEST, programme=each))
    for each in Programme:
        desk.says("NRW", f"zusagen verlauf {KOELN} {each}")
        desk.says("NRW", desk.shown("NRW")[-1].choices[0][1])
        assert desk.stage.office.wording().name(each) in file_of(desk, "NRW")
        assert file_of(desk, "NRW").count("[") == 2
    assert "20 Plätze" in desk.says("NRW", "zusagen verlauf Köln Landesprogramm")


def test_what_was_written_at_length_stands_there(desk: Desk) -> None:
    """A resolution and a reason as long as they are taken do not stop the history."""
    with desk.database.transaction() as session:
        offer = Offer(20, START.date(), UNTIL, "R" * 500, "B" * 500)
        entry = propose(session, standing(session, NEST), offer, desk.contact, START)
        decide(session, entry, PledgeState.REJECTED, desk.office, START, reason="*" * 500)
    said = desk.says("Köln", "zusagen verlauf")
    assert "R" * 500 in said
    assert f"Grund: {'*' * 500}" in said
    desk.says("Köln", "Als Datei")
    assert f"Grund: {'*' * 500}" in file_of(desk, "Köln")


def test_a_history_is_for_its_people_and_for_who_coordinates(desk: Desk) -> None:
    """A municipality sees its own, coordinators everybody's, spokespersons and other municipalities none."""
    change(desk, 20)
    desk.person("Sprecherin", Role.SPOKESPERSON)
    assert "meldet: 20 Plätze" in desk.says("Vertretung", "zusagen verlauf NEST")
    assert "Dazu wurde noch nichts gemeldet" in desk.says("Köln", "zusagen verlauf Dublin")
    for name in ("NRW", "Potsdam"):
        assert "meldet: 20 Plätze" in desk.says(name, "zusagen verlauf Köln NEST")
    assert "nicht eingetragen" in desk.says("Bonn", "zusagen verlauf Köln")
    assert "nicht vorgesehen" in desk.says("Sprecherin", "zusagen verlauf Köln")
    assert "Dazu wurde noch nichts" in desk.says("Bonn", f"zusagen verlauf {BONN}")


def test_who_speaks_for_two_sees_both(desk: Desk) -> None:
    """Somebody who speaks for two municipalities gets a history of each."""
    desk.give(desk.contact, Role.DEPUTY, BONN)
    change(desk, 20)
    change(desk, 7, line=Line(BONN, Programme.LAND, TargetGroup.EVERYONE))
    said = desk.says("Köln", "zusagen verlauf")
    assert "Verlauf Köln" in said
    assert "Verlauf Bonn" in said
