"""Which scenes of which transcripts are shown in the README, and whose phone shows them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot.demo.deeds import Do, Expect, ExpectSilence, Line, Say, SetClock
from bot.demo.player import Player, on_network
from bot.demo.transcript import read_transcript
from storage.database import Database
from tests.core_stage import NETWORK
from tests.pictures.camera import Camera
from tests.pictures.chat import BOT, Chat, person
from tests.pictures.drawing import draw

TESTS = Path(__file__).parents[1]
PICTURES = TESTS.parent / "deploy" / "pictures"


class NoSceneError(LookupError):
    """A transcript has no comment that begins so."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The parts of a transcript below the comments that begin with ``headings``, as seen in one chat.

    In a group the phone is that of ``holder``, else of the person whose chat it is.
    """

    name: str
    title: str
    transcript: str
    headings: tuple[str, ...]
    chat: str
    holder: str = ""


SCENES = (
    Scene(
        "telegram-zusage",
        "Eine Zusage auf Telegram, mit Schaltflächen",
        "23-auf-telegram",
        ("Melden:",),
        "Bielefeld per Telegram",
    ),
    Scene(
        "matrix-zusage",
        "Eine Zusage auf Matrix, in einer Zeile, mit Nummern und Reaktionen",
        "02-zusage-in-einer-zeile",
        ("Für Nordrhein-Westfalen ist hier niemand angemeldet",),
        "Bielefeld",
    ),
    Scene(
        "digest",
        "Der Digest am Montag um acht in der Gruppe der Sprecherinnen und Sprecher",
        "12-digest",
        ("Der Digest:",),
        "Sprecher*innen",
        holder="NRW",
    ),
    Scene(
        "telegram-ankommen",
        "Ankommen auf Telegram: Hinweis, Einverständnis, Code",
        "23-auf-telegram",
        ("Ankommen:",),
        "Bielefeld per Telegram",
    ),
    Scene(
        "verbinden",
        "Auf Matrix ein Konto auf Telegram verbinden",
        "19-verbinden",
        ("Ein Mensch mit zwei Konten:", "Auf einem Netz, das mitlesen kann", "Ohne das Ja ist noch nichts verbunden"),
        "Köln",
    ),
)


async def picture(scene: Scene, database: Database) -> str:
    """Play a scene's transcript on a fresh database and draw what was filmed."""
    text = (TESTS / "transcripts" / f"{scene.transcript}.txt").read_text(encoding="utf-8")
    return draw(await film(scene, text, database), scene.title)


async def film(scene: Scene, text: str, database: Database) -> Chat:
    """Play a transcript with the camera on in the scene's parts. Raises :class:`NoSceneError` where one is missing."""
    camera = Camera(database)
    player = Player(camera)
    filmed = _filmed(text, scene.headings)
    for running, lines in groupby(read_transcript(text), lambda line: line.number in filmed and _is_shown(line)):
        camera.running = running
        await player.play(list(lines))
    return Chat(
        title=scene.chat if scene.holder else BOT,
        network=on_network(scene.chat) or NETWORK,
        holder=scene.holder or person(scene.chat),
        said=tuple(camera.chats[scene.chat]),
    )


def _filmed(text: str, headings: tuple[str, ...]) -> set[int]:
    """Find the numbers of the lines that stand below the comments that begin so."""
    filmed: set[int] = set()
    missing, inside = set(headings), False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("# "):
            found = {heading for heading in headings if line[2:].startswith(heading)}
            missing, inside = missing - found, bool(found)
        if inside:
            filmed.add(number)
    if missing:
        raise NoSceneError(missing)
    return filmed


def _is_shown(line: Line) -> bool:
    """Say whether a line is part of the conversation; others, such as who is there, are played before it."""
    return isinstance(line.deed, SetClock | Say | Do | Expect | ExpectSilence)
