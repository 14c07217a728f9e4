"""Before a yes nothing is kept of somebody on a network that can read along."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from handlers.messages import ABOUT_THE_CHAT, Kind
from storage import schema
from storage.consents import Consent
from storage.database import Database
from storage.invites import LOCKED_FOR, CodeTries
from tests.core_stage import CoreStage

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
