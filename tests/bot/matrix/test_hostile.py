"""What people, their apps and other bots can send into an encrypted room, through the whole service on a real Synapse.

What issue 2 lists (codes, numbers, days, unknown words, pictures, a 60 KB message …) is played in encrypted rooms by
the transcripts; here is what only a Matrix client can do.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.person import PersonFailedError
from bot.demo.player import Player
from bot.demo.stage import ServiceStage
from bot.demo.synapse import Synapse
from bot.demo.transcript import read_transcript
from bot.networks import Failure, Outcome, Sent
from storage.parts import PartKind
from tests.bot.matrix.matrix_stage import Inbox, Stage, row
from tests.core_stage import START

pytestmark = pytest.mark.synapse

BEGINNING = """Am 05.07.2021 um 09:00 Uhr
Dabei: Bielefeld (Ansprechperson 05711000)
"""
STRAYS: list[object] = [
    "$nope",
    17,
    None,
    ["$a"],
    {"event_id": 5},
    "!room:x",
    "",
]


def relations(target: object) -> list[tuple[str, dict[str, Any]]]:
    """List the events that refer to something, each in its way."""
    reaction = {"rel_type": "m.annotation", "event_id": target, "key": "1️⃣"}
    replaced = {"rel_type": "m.replace", "event_id": target}
    vote = {"org.matrix.msc3381.poll.response": {"answers": ["1"]}}
    return [
        ("m.reaction", {"m.relates_to": reaction}),
        ("org.matrix.msc3381.poll.response", {"m.relates_to": {"rel_type": "m.reference", "event_id": target}, **vote}),
        ("m.room.message", {"msgtype": "m.notice", "body": "still", "m.relates_to": replaced}),
    ]


async def test_forged_relations_and_crowded_rooms_change_nothing(synapse: Synapse, home: Path) -> None:
    """Reactions, votes and edits of nothing, of other rooms' or of the bot's own messages get no pledge through.

    The largest event there is gets an answer, and the conversation goes on where it was.
    """
    await synapse.start()
    crowd = MatrixCrowd(synapse, home)
    async with ServiceStage(home, [crowd], start=START) as stage:
        player = Player(stage)
        await player.play(read_transcript(BEGINNING))
        person = crowd._people["Bielefeld"]
        await person.say("zusage 20 UMF bis 31.12.2021")
        await person.next_message()
        await person.say("8")
        question = await person.next_message()
        assert question.body.startswith("Bitte prüfen Sie")
        elsewhere = await person.open_group("Anderswo", [crowd.bot])
        person.room = question.room
        foreign = await person.say("nur unter uns", elsewhere)
        passed = 0
        for target in (*STRAYS, foreign):
            for kind, content in relations(target):
                with contextlib.suppress(PersonFailedError):  # some of it Synapse does not let through
                    await person.send_in_clear(kind, content)
                    passed += 1
        await person.edit("ja", question.event_id)
        await person.say("x" * 45_000)
        assert passed > len(STRAYS)
        answer = await person.next_message()
        assert answer.body.startswith("Das sind 45.000 Zeichen")
        assert answer.body.endswith(question.body)
        assert not person.unheard(question.room)
        await person.say("Stimmt")
        assert (await person.next_message()).body.startswith("Vielen Dank, die Meldung Nr. 1")


async def test_an_answer_too_large_for_an_event_arrives(stage: Stage) -> None:
    """Its beginning as a message, all of it as a file, both encrypted; and so does the edit of one."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("anna") as anna:
        room = await anna.open_direct()
        await anna.sees_joined(stage.bot)
        await anna.say("hallo")
        await inbox.next()
        outcome = await network.send(row(room, "Köln " * 20_000))
        parts = kinds(outcome)
        assert parts == [PartKind.FILE, PartKind.TEXT]
        file, text = await anna.next_message(), await anna.next_message()
        assert await anna.open_file(file) == ("Köln " * 20_000).strip().encode()
        assert text.body.startswith("Köln Köln")
        assert text.encrypted


def kinds(outcome: Outcome) -> list[PartKind]:
    """List the kinds of the parts that arrived."""
    assert isinstance(outcome, Sent), outcome
    return [part.kind for part in outcome.parts]


async def test_two_bots_say_nothing_to_each_other(stage: Stage, tmp_path: Path) -> None:
    """In one room with a person, both hear the person and neither the other; alone with each other they fall silent."""
    other = Stage(stage.synapse, tmp_path / "other", await stage.synapse.register(f"zweiter-{tmp_path.name[:8]}", "x"))
    mine, theirs = Inbox(), Inbox()
    async with (
        stage.working(mine) as network,
        other.working(theirs, password="x") as second,
        stage.person("anna") as anna,
    ):
        group = await anna.open_group("Gruppe", [stage.bot, other.bot], encrypted=True)
        for bot in (stage.bot, other.bot):
            await anna.sees_joined(bot, group)
        await anna.say("!zahlen", group)
        for inbox in (mine, theirs):
            await inbox.next(text="!zahlen")
        assert isinstance(await network.send(row(group, "Guten Tag", choices=[["Ja", "/ja"]])), Sent)
        assert isinstance(await second.send(row(group, "Auch guten Tag")), Sent)
        opened = await network.send(row(other.bot, "Guten Tag"))
        assert isinstance(opened, Failure)
        assert isinstance(await network.send(row(opened.chat, "Guten Tag")), Sent)
        await anna.say("!hilfe", group)
        for inbox in (mine, theirs):
            await inbox.next(text="!hilfe")
            assert {event.account for event in inbox.events} == {anna.user}
