"""What people read while their app compares keys with the bot."""

from __future__ import annotations

from itertools import count

import pytest

from bot.matrix.trust.exchange import Outcome
from handlers.messages import Incoming, Kind
from storage.database import Database
from tests.core_stage import CoreStage

NUMBERS = count(1)


async def told(stage: CoreStage, text: str, event_id: str = "") -> str:
    """Let a network say how a verification stands, and return what its person reads."""
    name = event_id or f"verification:{next(NUMBERS)}"
    incoming = Incoming("matrix", name, "Gast", "Gast", direct=True, kind=Kind.VERIFICATION, text=text)
    await stage._intake.receive("matrix", [incoming])
    stage._settle()
    return await stage.next_message("Gast")


@pytest.fixture
async def stage(sqlite_database: Database) -> CoreStage:
    """Let somebody in whom nobody knows yet: they may check the bot before they tell it their code."""
    stage = CoreStage(sqlite_database)
    await stage.enter("Gast")
    return stage


async def test_shows_the_seven_emoji_with_their_german_names(stage: CoreStage) -> None:
    """As apps name them, in the order in which they came, and the numbers; the same is said once."""
    said = await told(stage, "shown 2 60 34 48 25 6 16 1377 1705 5658", "verification:1")
    emoji = "🦁 Löwe · ⚓ Anker · 🔧 Schraubenschlüssel · 🔨 Hammer · 🍓 Erdbeere · 🐘 Elefant · 🌳 Baum"
    assert emoji in said
    assert "Als Zahlen: 1377-1705-5658" in said
    assert "Telefon" in said
    assert await told(stage, "shown 2 60 34 48 25 6 16 1377 1705 5658", "verification:1") == ""


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.DONE, "Die Prüfung ist gelungen"),
        (Outcome.MISMATCH, "nichts Vertrauliches mehr, und rufen Sie die Koordinierungsstelle an"),
        (Outcome.CANCELLED, "es hat sich nichts geändert"),
        (Outcome.TIMEOUT, "länger als zehn Minuten"),
        (Outcome.BROKEN, "wählen Sie den Vergleich mit Bildern (Emoji)"),
    ],
)
async def test_says_how_it_ended_and_what_to_do(stage: CoreStage, outcome: Outcome, words: str) -> None:
    """One sentence for each end."""
    assert words in await told(stage, outcome)
