"""What Telegram's clients offer while somebody types: through the whole service, on a strict double of the Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.demo.player import Player
from bot.demo.stage import ServiceStage
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import read_transcript
from bot.telegram_network.menu import bot_commands
from bot.telegram_network.network import TelegramNetwork
from handlers.menus import menu_of
from handlers.table import COMMANDS, WORDS
from handlers.wording import Wording
from storage.persons import Address, Language, RoleAssignment

START = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
EVERYBODYS = [command.words[0] for command in COMMANDS if command.listed and command.roles is None]
BEFORE = EVERYBODYS.index("frage")
PLEDGING = ["zusage", "zusagen", "zurueckziehen", "beleg", "unveraendert", "verlaengern"]
CONTACTS = [*PLEDGING, *EVERYBODYS[:BEFORE], "umfragen", *EVERYBODYS[BEFORE:]]


@dataclass
class Stage:
    """The service on the double, and people with Telegram on their phones."""

    service: ServiceStage
    double: TelegramDouble
    crowd: TelegramCrowd

    async def play(self, *lines: str) -> None:
        """Play lines of a transcript, until everything is handled and delivered."""
        await Player(self.service).play(read_transcript("\n".join([*lines, "Hafenbote schweigt."])))

    def offered(self, name: str) -> Sequence[str]:
        """List what somebody's client offers in their chat with the bot."""
        return self.crowd._people[name].commands()

    def menus_sent(self) -> int:
        """Count how often a chat's own menu was written or taken away."""
        calls = [*self.double.calls_of("setMyCommands"), *self.double.calls_of("deleteMyCommands")]
        return len([call for call in calls if "scope" in call.params])


@pytest.fixture
async def stage(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Start the service on a double, in a hurry."""
    monkeypatch.setattr(TelegramNetwork, "limits", None)
    async with TelegramDouble() as double:
        crowd = TelegramCrowd(double)
        async with ServiceStage(home, [crowd], start=START) as service:
            yield Stage(service, double, crowd)


async def test_each_chat_offers_what_its_person_can_do(stage: Stage) -> None:
    """A stranger is offered to join and the help, a contact to report, the office to confirm."""
    await stage.play("Dabei: Köln (Ansprechperson 05315000), Potsdam (Koordinierungsstelle)", "Fremd: Gast")
    assert stage.offered("Gast") == ["hilfe", "start"]
    assert stage.offered("Köln") == CONTACTS
    assert "freigaben" in stage.offered("Potsdam")
    assert "zusage" not in stage.offered("Potsdam")


async def test_the_same_menu_is_sent_once(stage: Stage) -> None:
    """Whatever somebody writes, their chat's menu is written only when it has become another."""
    await stage.play("Dabei: Köln (Ansprechperson 05315000)", "Köln schreibt: status", "Hafenbote an Köln: …")
    assert stage.menus_sent() == 1


async def test_the_language_of_a_menu_is_its_persons(stage: Stage) -> None:
    """Changing the language changes the words and what is said of them, whatever language the client has."""
    await stage.play("Dabei: Köln (Ansprechperson 05315000)", "Köln schreibt: sprache englisch", "Hafenbote an Köln: …")
    assert stage.offered("Köln")[:3] == ["pledge", "pledges", "withdraw"]
    assert stage.crowd._people["Köln"].user.language_code == "de"
    assert stage.menus_sent() == 2


async def test_another_role_is_another_menu(stage: Stage) -> None:
    """Whose role has ended finds at the next message that its commands are gone, those of everybody left."""
    await stage.play("Dabei: Köln (Ansprechperson 05315000)")
    with stage.service.database.transaction() as session:
        session.exec(select(RoleAssignment)).one().valid_until = date(2021, 7, 4)
    await stage.play("Köln schreibt: status", "Hafenbote an Köln: …")
    assert stage.offered("Köln") == EVERYBODYS


async def test_whoever_takes_the_yes_back_is_offered_what_strangers_are(stage: Stage) -> None:
    """The chat's own menu is taken away, and comes back with the next yes."""
    await stage.play(
        "Dabei: Köln (Ansprechperson 05315000)", "Köln schreibt: nichteinverstanden", "Hafenbote an Köln: …"
    )
    assert stage.offered("Köln") == ["hilfe", "start"]
    await stage.play("Köln schreibt: status", "Hafenbote an Köln: Guten Tag! …")
    assert stage.offered("Köln") == ["hilfe", "start"]
    await stage.play("Köln schreibt: einverstanden", "Hafenbote an Köln: …")
    assert stage.offered("Köln") == CONTACTS


async def test_a_linked_account_gets_a_menu_and_an_unlinked_one_loses_it(stage: Stage) -> None:
    """Once it is linked, the other account's chat offers the person's commands, though nothing was written there."""
    await stage.play(
        "Dabei: Köln (Ansprechperson 05315000)",
        "Fremd: Zweite",
        "Köln schreibt: verbinden neu",
        "Hafenbote an Köln: …",
        "Zweite schreibt: start {letzter Code}",
        "Hafenbote an Zweite: Fast fertig. …",
        "Hafenbote an Köln: …Sind Sie das?…",
        "Köln schreibt: ja",
        "Hafenbote an Köln: Verbunden: …",
    )
    assert stage.offered("Zweite") == stage.offered("Köln") == CONTACTS
    with stage.service.database.transaction() as session:
        number = session.exec(select(RoleAssignment.person_id)).one()
        where = {"network": "matrix", "account": "@koeln:x.org", "chat": "!koeln", "position": 9}
        session.add(Address(person_id=number, created_at=START, **where))
    await stage.play("Köln schreibt: verbinden lösen Telegram", "Hafenbote an Köln: Gelöst: Telegram. …")
    assert stage.offered("Zweite") == stage.offered("Köln") == ["hilfe", "start"]


@pytest.mark.parametrize("language", Language)
def test_telegram_takes_every_command(language: Language) -> None:
    """Each line of the help gives a word that Telegram allows and that runs the command, and a short text about it."""
    wording = Wording(language, ZoneInfo("Europe/Berlin"), START.date())
    listed = [command for command in COMMANDS if command.listed]
    menu = bot_commands(menu_of(wording, listed))
    assert [WORDS[each["command"]] for each in menu] == listed
    assert all(5 < len(each["description"]) < 60 for each in menu), menu
    assert not [each for each in menu if set("*:_\\`") & set(each["description"])]


def test_what_telegram_would_refuse_is_left_out() -> None:
    """Names with other signs, empty texts, and what is too much or too long."""
    assert bot_commands([["zurückziehen", "x"], ["frage stellen", "x"], ["hilfe", ""], ["?", "x"]]) == [
        {"command": "zurueckziehen", "description": "x"}
    ]
    many = bot_commands([["hilfe", "x" * 300]] * 200)
    assert (len(many), len(many[0]["description"])) == (100, 256)
