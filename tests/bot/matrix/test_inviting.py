"""Somebody with an account is invited through the whole service, on a real Synapse."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.person import MatrixPerson
from bot.demo.player import Player
from bot.demo.stage import ServiceStage
from bot.demo.synapse import SERVER_NAME, Synapse
from bot.demo.transcript import read_transcript
from tests.core_stage import START

pytestmark = pytest.mark.synapse

OFFICE = """Am 05.07.2021 um 09:00 Uhr
Dabei: Potsdam (Koordinierungsstelle)
"""
INVITED = """Potsdam schreibt: einladen Bielefeld Ansprechperson {anna}
Hafenbote an Potsdam: Einladung für Ansprechperson Bielefeld: Ich schreibe an {anna}, …
"""
WRONG = f"""Potsdam schreibt: einladen Bielefeld Ansprechperson {{anna}}
Hafenbote an Potsdam: Dieses Konto kenne ich schon: Ansprechperson Bielefeld. …
Potsdam schreibt: einladen Siegen Ansprechperson @niemand:{SERVER_NAME}
Hafenbote an Potsdam: Einladung für Ansprechperson Siegen: …
Hafenbote an Potsdam: Die Einladung für Ansprechperson Siegen ist nicht angekommen: …
Potsdam schreibt: einladen Ansprechperson Siegen {{bot}}
Hafenbote an Potsdam: Das bin ich selbst. …
"""


async def test_two_taps_are_enough(synapse: Synapse, home: Path) -> None:
    """The invited person enters the room and taps once; who is known, or not there, is told to who invites."""
    await synapse.start()
    user = await synapse.register(f"anna-{home.name[-6:].strip('_')}", "nur-fuer-diesen-test")
    crowd = MatrixCrowd(synapse, home)
    async with ServiceStage(home, [crowd], start=START) as stage:
        player = Player(stage)
        await player.play(read_transcript(OFFICE))
        async with MatrixPerson(
            synapse.base_url, user, "nur-fuer-diesen-test", bot=crowd.bot, store=home / "anna"
        ) as anna:
            await player.play(read_transcript(INVITED.format(anna=anna.user)))
            invitation = await anna.next_message()
            assert invitation.encrypted
            assert invitation.body.startswith("Guten Tag! Ich bin Hafenbote")
            assert invitation.body.endswith("1. Annehmen")
            await anna.react("1️⃣", invitation.event_id, invitation.room)
            welcome = await anna.next_message(room=invitation.room)
            assert welcome.body.startswith("Willkommen! Sie sind jetzt angemeldet als Ansprechperson Bielefeld.")
            await player.play(read_transcript(WRONG.format(anna=anna.user, bot=crowd.bot)))
