"""Before a yes nothing is kept of somebody on a network that can read along."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from handlers.messages import ABOUT_THE_CHAT, Kind
from handlers.wording import Wording
from storage import consents, schema
from storage.consents import NOTICE_VERSION, NOTICES, Consent, agree, consents_of, has_agreed, withdraw
from storage.database import Database
from storage.invites import LOCKED_FOR, CodeTries
from storage.persons import Language
from tests.core_stage import START, CoreStage

WHO = "Köln per Telegram"
UNANSWERED = {Kind.TEXT, Kind.REACTION, Kind.BUTTON, *ABOUT_THE_CHAT}
UNTIL_A_NO = """
Fremd: Köln per Telegram
Code A: Ansprechperson 05315000
Köln per Telegram schreibt: start {Code A}
Hafenbote an Köln per Telegram: Guten Tag! …
Köln per Telegram schreibt: start falscher Code
Hafenbote an Köln per Telegram: Guten Tag! …
Köln per Telegram schickt: Bild
Hafenbote an Köln per Telegram: Guten Tag! …
Köln per Telegram schreibt: {4097 Zeichen}
Hafenbote an Köln per Telegram: Guten Tag! …
Köln per Telegram schreibt: nichteinverstanden
Hafenbote an Köln per Telegram: In Ordnung. Ich habe nichts gespeichert. …
"""
WRONG_IN_A_GROUP = """
Fremd: Köln per Telegram
Gruppe Runde per Telegram: Köln per Telegram
Köln per Telegram schreibt in Runde per Telegram: !start ABCD-EFGH-2345
Hafenbote an Runde per Telegram: Dieser Code gilt nicht. …
Köln per Telegram schreibt in Runde per Telegram: !start ABCD-EFGH-2346
Hafenbote an Runde per Telegram: Dieser Code gilt nicht. …
"""


def tables_with(database: Database, name: str) -> set[str]:
    """List the tables in which a value occurs in any column."""
    found = set()
    with database.transaction() as session:
        for table in schema.METADATA.tables.values():
            rows = session.connection().execute(select(table)).all()
            if any(name in str(value) for row in rows for value in row):
                found.add(table.name)
    return found


async def test_nothing_is_kept_before_a_yes(database: Database) -> None:
    """Once our answers have arrived there is nothing anywhere that names the account."""
    await Player(CoreStage(database)).play(read_transcript(UNTIL_A_NO))
    assert tables_with(database, WHO) == set()


async def test_wrong_codes_in_a_group_name_nobody(database: Database) -> None:
    """Codes can be tried in a group without a yes; what counts them says nothing about who it was, and soon nothing."""
    stage = CoreStage(database)
    await Player(stage).play(read_transcript(WRONG_IN_A_GROUP))
    assert tables_with(database, WHO) == set()
    with database.transaction() as session:
        assert session.exec(select(CodeTries.wrong)).all() == [2]
    stage.clock.set(stage.clock.now() + LOCKED_FOR)
    await stage.clock_moved()
    with database.transaction() as session:
        assert session.exec(select(CodeTries)).all() == []


async def test_a_yes_alone_is_kept(database: Database) -> None:
    """After the yes there is the agreement, and no person yet."""
    stage = CoreStage(database)
    await Player(stage).play(read_transcript(UNTIL_A_NO))
    await stage.write(WHO, "einverstanden", None)
    assert tables_with(database, WHO) == {"consent"}
    with database.transaction() as session:
        assert session.exec(select(Consent)).one().account == WHO


ELSEWHERE = {Kind.VOTE, Kind.VERIFICATION}
"""What does not come in such a chat: votes are cast in groups, and Telegram knows no verification."""


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in UNANSWERED | ELSEWHERE])
async def test_whatever_comes_first_the_notice_comes_first(sqlite_database: Database, kind: Kind) -> None:
    """Pictures, stickers, edits and all else are answered with the notice."""
    stage = CoreStage(sqlite_database)
    await stage.enter(WHO)
    await stage.do(WHO, kind, "")
    assert "Von Ihnen ist noch nichts gespeichert" in await stage.next_message(WHO)


NOTICES_FOLDER = Path(__file__).parents[2] / "deploy" / "privacy" / "notices"


@pytest.mark.parametrize("language", Language)
def test_a_notice_with_another_text_is_another_version(language: Language) -> None:
    """What is said is the newest version, word for word; who has changed it gives it a new number and keeps the old."""
    said = Wording(language, ZoneInfo("Europe/Berlin"))("notice-telegram")
    assert sha256(said.encode()).hexdigest() == NOTICES[NOTICE_VERSION]["telegram", language.value]


def test_every_version_of_a_notice_can_be_shown() -> None:
    """For each version there is the text that people agreed to."""
    for version, texts in NOTICES.items():
        for (network, language), digest in texts.items():
            text = (NOTICES_FOLDER / f"{network}-{version}.{language}.md").read_text(encoding="utf-8")
            assert sha256(text.removesuffix("\n").encode()).hexdigest() == digest


def test_each_version_that_was_agreed_to_is_kept(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its moment, until the agreement is taken back: then none is."""
    with sqlite_database.transaction() as session:
        agree(session, "telegram", "Köln", START)
        monkeypatch.setattr(consents, "NOTICE_VERSION", NOTICE_VERSION + 1)
        assert not has_agreed(session, "telegram", "Köln")
        agree(session, "telegram", "Köln", START + timedelta(days=1))
        kept = consents_of(session, "telegram", "Köln")
        assert [(each.version, each.agreed_at) for each in kept] == [(1, START), (2, START + timedelta(days=1))]
        assert withdraw(session, "telegram", "Köln")
        assert not consents_of(session, "telegram", "Köln")
