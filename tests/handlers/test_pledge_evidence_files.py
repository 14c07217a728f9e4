"""Files as evidence: when they are fetched, who may see them, and what becomes of those that nobody wants any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from bot.downloads import LARGEST_FILE
from handlers.messages import FileProblem, Incoming, IncomingFile, Kind
from storage.audit import AuditEntry
from storage.database import Database
from storage.files import StoredFile
from storage.persons import Role, RoleAssignment
from storage.pledges import PledgeEntry, PledgeState
from storage.standings import offer_as_known
from tests.core_stage import NETWORK
from tests.handlers.talk import Talk

PEOPLE = """
Dabei: Köln (Ansprechperson 05315000), Vertretung (Vertretung 05315000), Bonn (Ansprechperson 05314000)
Dabei: NRW (Länderkoordination DE-NW), Hessen (Länderkoordination DE-HE), Potsdam (Koordinierungsstelle)
"""
LINE = "zusage 20 UMF NEST bis 31.12.2021"
PDF = "application/pdf"
RESOLUTION, OTHER = b"%PDF-1.4 Beschluss", b"%PDF-1.4 Nachtrag"
SENT = Incoming(NETWORK, "$file", "Köln", "Köln", direct=True, kind=Kind.FILE)


@pytest.fixture
async def talk(sqlite_database: Database) -> Talk:
    """Give people of two municipalities and those who decide."""
    stage = Talk(sqlite_database)
    await Player(stage).play(read_transcript(PEOPLE))
    return stage


def kept(talk: Talk) -> list[bytes]:
    """List the files that are kept."""
    with talk.database.transaction() as session:
        return list(session.exec(select(StoredFile.content)))


async def test_who_breaks_off_leaves_no_file(talk: Talk) -> None:
    """Neither one that another has taken the place of, nor the last."""
    await talk.say("Köln", LINE)
    await talk.send("Köln", "a.pdf", PDF, RESOLUTION)
    await talk.send("Köln", "b.pdf", PDF, OTHER)
    assert kept(talk) == [OTHER]
    assert "nichts gespeichert" in await talk.say("Köln", "abbrechen")
    assert kept(talk) == []


async def test_a_file_that_a_colleague_is_about_to_hand_in_stays(talk: Talk) -> None:
    """The same file of two people is kept once; who throws theirs away takes it from nobody."""
    for name in ("Köln", "Vertretung"):
        await talk.say(name, LINE)
        await talk.send(name, "a.pdf", PDF, RESOLUTION)
    await talk.say("Köln", "abbrechen")
    assert "Nr. 1" in await talk.say("Vertretung", "ja")
    assert "a.pdf" in await talk.say("NRW", "freigaben 1")


async def test_a_file_that_proves_something_is_never_thrown_away(talk: Talk) -> None:
    """Not even by who reports anew without it."""
    await talk.say("Köln", LINE)
    await talk.send("Köln", "a.pdf", PDF, RESOLUTION)
    await talk.say("Köln", "ja")
    await talk.say("Köln", "zusage 25 UMF NEST bis 31.12.2021")
    await talk.send("Köln", "b.pdf", PDF, OTHER)
    await talk.say("Köln", "abbrechen")
    assert kept(talk) == [RESOLUTION]


async def test_a_file_that_is_too_large_is_not_fetched_and_the_question_stays(talk: Talk) -> None:
    """Where the size is known before, and where the network refuses."""
    await talk.say("Köln", LINE)
    network = talk._networks[NETWORK]
    large = IncomingFile("beschluss.pdf", PDF, LARGEST_FILE + 1, "large")
    await talk._intake.receive(NETWORK, [replace(SENT, file=large)])
    talk._settle()
    heard = await talk.heard("Köln")
    assert "höchstens 20 MB" in heard
    assert "Bitte prüfen Sie" in heard
    assert network.fetched == []
    refused = replace(SENT, event_id="$refused", file=replace(large, size=0), problem=FileProblem.TOO_LARGE)
    talk._intake.take(refused)
    talk._settle()
    assert "höchstens 20 MB" in await talk.heard("Köln")


async def test_only_own_people_and_who_decides_in_the_land_see_a_file(talk: Talk) -> None:
    """A former colleague no more; and each look is noted."""
    await talk.say("Köln", LINE)
    await talk.send("Köln", "a.pdf", PDF, RESOLUTION)
    await talk.say("Köln", "ja")
    with talk.database.transaction() as session:
        deputy = session.exec(select(RoleAssignment).where(RoleAssignment.role == Role.DEPUTY)).one()
        deputy.valid_until = date(2021, 7, 4)
    seen = {
        name: await talk.say(name, "beleg zeigen 1")
        for name in ("Köln", "Vertretung", "Bonn", "NRW", "Hessen", "Potsdam")
    }
    assert {name for name, heard in seen.items() if "[a.pdf]" in heard} == {"Köln", "NRW", "Potsdam"}
    assert not any("SHA-256" in seen[name] for name in ("Vertretung", "Bonn", "Hessen"))
    with talk.database.transaction() as session:
        assert list(session.exec(select(AuditEntry.action))).count("evidence-shown") == 3


@pytest.mark.parametrize("said", ["https://ratsinfo.example.org/vo/77", "Vorlage 77/2021", "Beschluss vom 1.7.2021"])
async def test_a_number_before_a_short_word_is_no_day(talk: Talk, said: str) -> None:
    """A report is named by "7 Vorlage …", though that looks like "7 August"."""
    await talk.say("Köln", LINE, "ja")
    await talk.say("Köln", "zusage 30 alle Landesaufnahmeprogramm bis 31.12.2021", "ja")
    heard = await talk.say("Köln", f"beleg 1 {said}")
    assert "Bei Nr. 1" in heard
    assert f"Beschluss: {said}" in heard


async def test_what_is_handed_in_later_goes_with_the_decision(talk: Talk) -> None:
    """A report is confirmed with all that was known of it then, and what came after is added to what counts."""
    await talk.say("Köln", LINE, "ja")
    await talk.say("Köln", "beleg 1 Ratsbeschluss vom 11.07.2019")
    await talk.say("NRW", "freigaben bestätigen 1")
    await talk.say("Köln", "beleg 1 Vorlage 9123/2014-2020")
    with talk.database.transaction() as session:
        confirmed = session.exec(select(PledgeEntry).where(PledgeEntry.state == PledgeState.CONFIRMED)).one()
        assert (confirmed.resolved_on, confirmed.paper) == (date(2019, 7, 11), "")
        known = offer_as_known(session, confirmed)
        assert (known.resolved_on, known.paper, known.places) == (date(2019, 7, 11), "9123/2014-2020", 20)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("beleg 1 Vorlage 5/2021", "Bei Nr. 1"),
        ("beleg Nr. 2: Beschluss 3.6.2021", "Bei Nr. 2"),
        ("beleg 3.6.2021, Vorlage 5/2021 für Dublin", "Bei Nr. 2"),
        ("beleg 3 Juni 2021", "Zu welcher Zusage"),
        ("beleg Vorlage 5/2021", "Zu welcher Zusage"),
        ("beleg 2", "Auf welchem Ratsbeschluss"),
        ("beleg http://10.0.0.1/vo", "andere nicht erreichen"),
    ],
)
async def test_a_report_is_meant_by_its_number_or_by_what_it_is_for(talk: Talk, typed: str, heard: str) -> None:
    """A day is no number of a report; where several can be meant, it is asked."""
    await talk.say("Köln", LINE, "ja", "zusage 5 alle Dublin bis 31.12.2021", "ja")
    assert heard in await talk.say("Köln", typed)


async def test_a_caption_chooses_where_a_file_goes(talk: Talk) -> None:
    """What speaks of a decision is evidence; a question goes to people, file and all."""
    await talk.say("Köln", LINE, "ja")

    async def sent(text: str) -> str:
        talk._act("Köln", Kind.FILE, text=text, file=IncomingFile("a.pdf", PDF, 9, "x"), content=RESOLUTION)
        return await talk.heard("Köln")

    assert "Zu welcher Zusage" in await sent("Ratsbeschluss vom 11.07.2019")
    await talk.say("Köln", "abbrechen")
    assert "Koordinierungsstelle" in await sent("Können Sie sich das bitte ansehen?")
