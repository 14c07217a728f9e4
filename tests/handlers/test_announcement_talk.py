"""Announcements as coordinators talk of them: long letters, one person alone, two who edit, linked accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from bot.markdown import to_plain
from bot.telegram_network.texts import messages_for
from handlers.announcement_previews import preview
from handlers.announcement_steps import tidy
from storage.announcements import Announcement, AnnouncementState, create
from storage.audit import AuditEntry
from storage.database import Database
from storage.files import StoredFile
from storage.links import LinkRequest
from storage.persons import Address
from tests.core_stage import BY_CONSENT, START
from tests.handlers.talk import Talk

PEOPLE = (
    "Dabei: Potsdam (Koordinierungsstelle), Zentrale (Koordinierungsstelle), NRW (Länderkoordination DE-NW), "
    "Köln (Ansprechperson 05315000), Marburg (Ansprechperson 06534014)\nHafenbote schweigt.\n"
)
LONG = "\n".join(["# Einladung", *(f"- Punkt {number}: Wir laden Sie ein." for number in range(400))])
"""More than 12,000 characters, with a heading and bullets."""


class Office(Talk):
    """A stage with two of the office, a Land's coordination and two municipalities."""

    async def begin(self, people: str = PEOPLE) -> None:
        """Let people arrive."""
        await Player(self).play(read_transcript(people))

    async def draft(self, text: str = "Guten Tag", *, urgency: str = "normal", whom: str = "Köln") -> None:
        """Let Potsdam write a draft."""
        said = ("rundschreiben Einladung", text, "fertig", "überspringen", urgency, whom, "fertig", "jetzt", "ja")
        assert "Gespeichert als Rundschreiben" in await self.say("Potsdam", *said)

    def kept(self, number: int = 1) -> Announcement:
        """Give an announcement as it is."""
        with self.database.transaction() as session:
            return session.get_one(Announcement, number).model_copy()


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    """Give a stage with everybody there."""
    stage = Office(sqlite_database)
    await stage.begin()
    return stage


@pytest.fixture
async def office_alone(sqlite_database: Database) -> Office:
    """Give one where an urgent announcement needs no second person."""
    stage = Office(sqlite_database, urgent_alone=True)
    await stage.begin()
    return stage


async def test_a_letter_of_12000_characters_is_taken_whole(office: Office) -> None:
    """In one message, as Matrix brings it; nothing of it is lost, and its recipients get it in one."""
    assert len(LONG) > 12_000
    await office.draft(LONG)
    assert office.kept().text == LONG
    heard = await office.say("Potsdam", "rundschreiben 1 vorschau")
    assert "Punkt 0: Wir laden Sie ein." in heard
    assert "Punkt 399: Wir laden Sie ein." in heard


async def test_the_preview_says_where_a_letter_is_split(office: Office) -> None:
    """As Telegram splits it, though whoever looks at it is on Matrix."""
    office.office = replace(office.office, messages_for={"telegram": messages_for})
    with office.database.transaction() as session:
        turn = office.turn(session, "Potsdam")
        told = {"created_by": 1, "created_at": START, "edited_by": 1, "edited_at": START}
        announcement = create(session, Announcement.model_validate({"subject": "Einladung", "text": LONG} | told))
        said = [to_plain(each.message.text) for each in preview(turn, announcement, "")]
    assert "Auf Telegram kommt es in 4 Nachrichten an." in said[-1]


async def test_the_preview_shows_the_english_variant_too(office: Office) -> None:
    """Also to an author and for a first recipient who read German."""
    await office.draft()
    await office.say(
        "Potsdam", "rundschreiben 1 ändern", "ändern", "Englische Fassung", "Invitation", "Dear {municipality}"
    )
    await office.say("Potsdam", "fertig", "ja")
    heard = await office.say("Potsdam", "rundschreiben 1 vorschau")
    assert "Einladung\n\nGuten Tag" in heard
    assert "Invitation\n\nDear Köln" in heard


async def test_a_letter_can_be_too_long(office: Office) -> None:
    """Of more than 20,000 characters the office is told so, and the question stays."""
    heard = await office.say("Potsdam", "rundschreiben Einladung", "x" * 20_001)
    assert "20.001 Zeichen; lesen kann ich höchstens 20.000" in heard
    assert "Bitte schreiben Sie den Text" in heard


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brief.md", "\ufeffGrüße aus Köln\r\n- eins".encode()),
        ("BRIEF.TXT", "Grüße aus Köln\r\n- eins".encode("cp1252")),
    ],
)
async def test_a_letter_comes_as_a_file(office: Office, name: str, content: bytes) -> None:
    """In UTF-8, or as Windows wrote before it."""
    await office.say("Potsdam", "rundschreiben Einladung")
    assert "Gelesen: 21 Zeichen." in await office.send("Potsdam", name, "", content)
    await office.say("Potsdam", "fertig", "überspringen", "normal", "Köln", "fertig", "jetzt", "ja")
    assert office.kept().text == "Grüße aus Köln\n- eins"


async def test_what_is_no_text_is_no_letter(office: Office) -> None:
    """Neither by its name nor by what is in it."""
    await office.say("Potsdam", "rundschreiben Einladung")
    for name, content in (("brief.pdf", b"%PDF"), ("brief.txt", b"a\0b")):
        assert "keine Textdatei" in await office.send("Potsdam", name, "", content)


async def test_attachments_are_kept_once_and_limited(office: Office) -> None:
    """The same file sent twice is one; all together have 20 MB."""
    await office.say("Potsdam", "rundschreiben Einladung", "Guten Tag", "fertig")
    large = b"x" * (11 * 1024 * 1024)
    await office.send("Potsdam", "a.pdf", "application/pdf", large)
    assert "größer als 20 MB" in await office.send("Potsdam", "b.pdf", "application/pdf", large)
    await office.send("Potsdam", "c.pdf", "application/pdf", b"x")
    await office.say("Potsdam", "fertig", "normal", "Köln", "fertig", "jetzt", "ja")
    with office.database.transaction() as session:
        names = {file.id: file.name for file in session.exec(select(StoredFile))}
    assert [names[number] for number in office.kept().files] == ["a.pdf", "c.pdf"]


def test_lines_of_a_letter_stay_as_they_are_indented() -> None:
    """Lists in lists mean something; invisible signs do not."""
    assert tidy("- a\n\t- b\u200b\r\n  - c  \n\n\n\nu\u0308") == "- a\n    - b\n  - c\n\nü"


async def test_nobody_goes_alone_where_the_house_does_not_allow_it(office: Office) -> None:
    """However urgent it is."""
    await office.draft(urgency="dringend")
    assert "Ohne zweite Person geht hier nichts hinaus" in await office.say("Potsdam", "rundschreiben 1 allein")
    assert office.kept().state is AnnouncementState.DRAFT


async def test_what_is_not_urgent_never_goes_alone(office_alone: Office) -> None:
    """Nor does anything go alone by whom a Land has asked to coordinate."""
    await office_alone.draft()
    assert "nur Dringendes" in await office_alone.say("Potsdam", "rundschreiben 1 allein")
    said = ("rundschreiben Zahlen", "Bitte", "fertig", "überspringen", "dringend", "NRW", "fertig", "jetzt", "ja")
    await office_alone.say("NRW", *said)
    assert "nur durch die Koordinierungsstelle" in await office_alone.say("NRW", "rundschreiben 2 allein")
    assert {office_alone.kept(number).state for number in (1, 2)} == {AnnouncementState.DRAFT}


async def test_who_goes_alone_names_the_count_and_everybody_knows(office_alone: Office) -> None:
    """All who coordinate are told at once, it stands in the audit log, and each of the office can stop it."""
    await office_alone.draft(urgency="dringend")
    asked = await office_alone.say("Potsdam", "rundschreiben 1 allein")
    assert "Eine Person aus einer Kommune" in asked
    assert "ist nicht die Anzahl der Personen in Worten" in await office_alone.say("Potsdam", "1")
    assert "geht los: Montag, 05.07.2021, 09:02 Uhr" in await office_alone.say("Potsdam", "eins")
    for name in ("Zentrale", "NRW"):
        assert "allein freigegeben, ohne zweite Person" in await office_alone.heard(name)
    with office_alone.database.transaction() as session:
        assert "announcement-released-alone" in {entry.action for entry in session.exec(select(AuditEntry))}
    await office_alone.say("Zentrale", "rundschreiben 1 abbrechen")
    assert office_alone.kept().state is AnnouncementState.DRAFT


async def test_two_who_edit_see_each_other(office: Office) -> None:
    """Whoever is later keeps their own changes, reads who was first, and nothing is saved without another yes."""
    await office.draft()
    await office.say("Potsdam", "rundschreiben 1 ändern", "Betreff: Von Potsdam")
    await office.say("Zentrale", "rundschreiben 1 ändern", "Dringlichkeit: niedrig", "ja")
    heard = await office.say("Potsdam", "ja")
    assert "Koordinierungsstelle hat den Entwurf inzwischen geändert" in heard
    assert "Von Potsdam" in heard
    assert "Dringlichkeit: niedrig" in heard
    assert office.kept().subject == "Einladung"
    await office.say("Potsdam", "ja")
    assert (office.kept().subject, office.kept().urgency.value) == ("Von Potsdam", "low")


async def test_nobody_releases_their_own_through_another_account(office: Office) -> None:
    """Not even one that was linked to theirs once."""
    await office.draft()
    with office.database.transaction() as session:
        own = session.exec(select(Address).where(Address.account == "Potsdam")).one()
        other = session.exec(select(Address).where(Address.account == "Zentrale")).one()
        link = LinkRequest(person_id=own.person_id, network=other.network, account="Zentrale", chat="Zentrale")
        link.expires_at = link.decided_at = START
        session.add(link)
    assert "Außer Ihnen kann das niemand freigeben" not in await office.say("Potsdam", "rundschreiben 1 freigabe")
    assert await office.heard("Zentrale") == ""
    assert "gibt jemand anderes frei" in await office.say("Zentrale", "rundschreiben 1 freigeben")
    assert office.kept().state is AnnouncementState.REQUESTED


async def test_without_a_second_person_it_stays_a_draft(sqlite_database: Database) -> None:
    """Whoever has nobody to ask, for a Land's coordination releases nothing for another Land, is told what to do."""
    office = Office(sqlite_database)
    await office.begin(PEOPLE.replace("Zentrale (Koordinierungsstelle), ", ""))
    await office.draft(whom="Marburg")
    assert "Außer Ihnen kann das niemand freigeben" in await office.say("Potsdam", "rundschreiben 1 freigabe")
    assert office.kept().state is AnnouncementState.DRAFT


async def test_what_was_planned_for_a_moment_that_is_over_goes_only_after_a_new_one(office: Office) -> None:
    """A request may wait for days; "tomorrow's meeting" must not go the day after it."""
    said = (
        "rundschreiben Einladung",
        "Bis morgen!",
        "fertig",
        "überspringen",
        "normal",
        "Köln",
        "fertig",
        "6.7.2021 9 Uhr",
        "ja",
    )
    await office.say("Potsdam", *said, "rundschreiben 1 freigabe")
    await office.heard("Zentrale")
    office.at(START + timedelta(days=2))
    assert "ist schon vorbei" in await office.tap("Zentrale", "Freigeben")
    assert office.kept().state is AnnouncementState.REQUESTED


async def test_nobody_left_is_nobody_to_release_it_for(office: Office) -> None:
    """Who was to get it may have gone meanwhile."""
    await office.draft()
    await office.say("Potsdam", "rundschreiben 1 freigabe")
    await office.heard("Zentrale")
    with office.database.transaction() as session:
        session.exec(select(Address).where(Address.account == "Köln")).one().gone = True
    assert "Damit ist niemand erreichbar" in await office.tap("Zentrale", "Freigeben")


async def test_a_number_is_never_given_again(office: Office) -> None:
    """What still stands in a chat about a draft that was thrown away must not mean another one."""
    await office.draft()
    await office.say("Potsdam", "rundschreiben 1 freigabe", "rundschreiben 1 löschen", "1")
    await office.draft("Etwas anderes")
    await office.heard("Zentrale")
    assert office.kept(2).text == "Etwas anderes"
    assert "Rundschreiben 1 gibt es für Sie nicht" in await office.tap("Zentrale", "Freigeben")


async def test_in_the_middle_of_another_conversation_it_can_still_be_stopped(office: Office) -> None:
    """Whoever sees the mistake while writing something else stops it with a word; the other goes on after that."""
    await office.draft()
    await office.say("Potsdam", "rundschreiben 1 freigabe")
    await office.heard("Zentrale")
    await office.tap("Zentrale", "Freigeben")
    await office.say("Zentrale", "termin Dialog")
    heard = await office.say("Zentrale", "rundschreiben 1 abbrechen")
    assert "Zurückgezogen: Rundschreiben 1" in heard
    assert "Weiter mit Ihrem Gespräch" in heard
    assert office.kept().state is AnnouncementState.DRAFT


async def test_a_test_goes_to_all_of_ones_accounts(office: Office) -> None:
    """So that somebody sees it on both networks; to others only if they coordinate."""
    await office.draft()
    with office.database.transaction() as session:
        own = session.exec(select(Address).where(Address.account == "Potsdam")).one()
        second = Address(person_id=own.person_id, network=BY_CONSENT, account="P", chat="P", position=1)
        second.created_at = START
        session.add(second)
    await office.enter("P")
    await office.say("Potsdam", "rundschreiben 1 test")
    assert "Guten Tag" in await office.heard("P")
    assert "Tests gehen nur an Koordinierende" in await office.say(
        "Potsdam", "rundschreiben 1 test Ansprechperson Köln"
    )
    assert await office.heard("Köln") == ""
