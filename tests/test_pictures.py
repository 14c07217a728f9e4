"""The pictures in the README: they say what the transcripts say, hold nothing but shapes and text, and can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_network.texts import Piece
from storage.database import Database
from tests.pictures.scenes import PICTURES, SCENES, NoSceneError, Scene, film, picture
from tests.pictures.typesetting import lines

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = sorted(PICTURES.glob("*"))
README = Path(__file__).parents[1] / "README.md"
SHAPES = {"svg", "title", "desc", "style", "rect", "circle", "path", "g", "text", "tspan"}
LARGEST = 20_000
READABLE = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3, level AA)."""


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_picture_shows_what_its_transcript_says(scene: Scene, sqlite_database: Database) -> None:
    """Played anew, each scene gives the picture that is there. After a change: ``make pictures``."""
    committed = (PICTURES / f"{scene.name}.svg").read_text(encoding="utf-8")
    assert committed == await picture(scene, sqlite_database)


def test_every_picture_is_shown() -> None:
    """The README shows every scene with words for whoever does not see it, and no picture lies about."""
    shown = re.findall(r"!\[[^\]]{20,}\]\(deploy/pictures/([\w-]+\.svg)\)", README.read_text(encoding="utf-8"))
    assert sorted(shown) == [path.name for path in DRAWN] == sorted(f"{scene.name}.svg" for scene in SCENES)


ON_TELEGRAM = """
# Vorher.
Am 05.07.2021 um 09:00 Uhr
Dabei: Potsdam (Koordinierungsstelle)
Potsdam schreibt: netze erlauben Telegram Köln
Hafenbote an Potsdam: Telegram ist jetzt für Köln freigegeben.
# Der Hinweis.
Fremd: Köln per Telegram
Code A: Ansprechperson 05315000
Köln per Telegram schreibt: start {Code A}
Hafenbote an Köln per Telegram:
  …
  1. Einverstanden
  2. Nein, lieber nicht
Potsdam schreibt: status
Hafenbote an Potsdam: …
Köln per Telegram reagiert: 1️⃣
Hafenbote an Köln per Telegram: Danke. …
# Nachher.
Köln per Telegram reagiert: 2️⃣
Hafenbote an Köln per Telegram: …
"""

IN_A_GROUP = """
# Die Gruppe.
Dabei: Potsdam (Koordinierungsstelle), Köln (Ansprechperson 05315000)
Gruppe Runde (Sprecher*in): Potsdam, Köln
Köln schreibt in Runde: Guten Morgen
Potsdam schreibt in Runde: !zahlen
Hafenbote an Runde: …
"""


async def test_a_scene_is_what_one_phone_shows(sqlite_database: Database) -> None:
    """Only what stands below the scene's comment, in that one chat; taps are marked, and secrets are an example."""
    scene = Scene("", "", "", ("Der Hinweis",), "Köln per Telegram")
    said = (await film(scene, ON_TELEGRAM, sqlite_database)).to_text().splitlines()
    assert said[0] == "Köln: start K7QF-2M9X-R4TD"
    assert said[1].startswith("Hafenbote: Guten Tag!")
    assert said[-4:-1] == ["1. Einverstanden", "2. Nein, lieber nicht", "Köln tippt auf 1."]
    assert said[-1].startswith("Hafenbote: Danke.")


async def test_in_a_group_everybody_is_seen(sqlite_database: Database) -> None:
    """The phone is that of one member; who prepared the group is not part of the conversation."""
    chat = await film(Scene("", "", "", ("Die Gruppe",), "Runde", holder="Köln"), IN_A_GROUP, sqlite_database)
    assert [said.author for said in chat.said] == ["Köln", "Potsdam", "Hafenbote"]
    assert (chat.title, chat.holder, chat.is_group, chat.has_buttons) == ("Runde", "Köln", True, False)


async def test_a_scene_that_is_gone_is_named(sqlite_database: Database) -> None:
    """A comment that was reworded stops the drawing, instead of leaving a part out."""
    with pytest.raises(NoSceneError, match="Der Schluss"):
        await film(Scene("", "", "", ("Die Gruppe", "Der Schluss"), "Runde"), IN_A_GROUP, sqlite_database)


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_picture_holds_nothing_but_shapes_and_text(path: Path) -> None:
    """No scripts, no foreign content, nothing fetched from elsewhere, and small; title and words are in it."""
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 - our own file
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= SHAPES
    assert {"title", "desc"} <= names
    assert not re.search(r"url\(|@import|href|\son\w+=", re.sub(r"<desc.*?</desc>", "", text, flags=re.DOTALL))
    assert len(text.encode()) < LARGEST


@dataclass(frozen=True, slots=True)
class Box:
    """A bubble, a button, a label or the header, and its colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str

    def holds(self, line: ET.Element) -> bool:
        """Say whether a line of text is inside, with its ascenders and descenders."""
        length, left, base = (float(line.get(key, 0)) for key in ("textLength", "x", "y"))
        left -= length / 2 if "middle" in line.get("class", "") else 0
        beside = self.x < left and left + length < self.x + self.width
        return beside and self.y < base - 9 and base + 3 < self.y + self.height


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_every_line_is_inside_of_its_box_and_stands_out(path: Path) -> None:
    """No text runs out of its bubble, button or label, and each can be read on what is behind it."""
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    style = root.findtext(f"{SVG}style", "")
    boxes = [_box(rect) for rect in root.iter(f"{SVG}rect")][1:]  # the first is the whole page
    boxes += [Box(0, 0, 420, 60, shape.get("fill", "")) for shape in root.iter(f"{SVG}path") if shape.get("fill")]
    for line in root.iter(f"{SVG}text"):
        around = [box for box in boxes if box.holds(line)]
        assert around, "".join(line.itertext())
        for part in line.iter():
            names = [*part.get("class", "").split(), *line.get("class", "").split()]
            assert _contrast(_colour(style, names), around[-1].fill) >= READABLE, "".join(line.itertext())


def _box(rect: ET.Element) -> Box:
    x, y, width, height = (float(rect.get(key, 0)) for key in ("x", "y", "width", "height"))
    return Box(x, y, width, height, rect.get("fill", ""))


def _colour(style: str, names: Sequence[str]) -> str:
    """Find the colour that the first class with one gives, else that of all text."""
    wanted = [*(rf"\.{name}{{" for name in names), "text{.*"]
    return next(found[1] for each in wanted if (found := re.search(rf"{each}fill:(#\w{{6}})", style)))


def _contrast(*colours: str) -> float:
    """Reckon a contrast as https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio says."""
    darker, lighter = sorted(map(_luminance, colours))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WORDS = st.text(alphabet=st.sampled_from("aWiß1. ·•/=\n–"), max_size=60)
PIECES = st.lists(st.builds(Piece, WORDS, st.sampled_from([(), ("b",), ("code",)])), max_size=5)


@given(PIECES, st.floats(4, 30))
def test_lines_fit_and_lose_nothing(pieces: list[Piece], room: float) -> None:
    """Whatever is set: no line is longer than there is room, and every sign but blanks is there, in order."""
    done = list(lines(pieces, room))
    assert all(line.indent + line.width <= room + 1e-9 for line in done)
    shown = "".join(piece.text for line in done for piece in line.pieces)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", "".join(piece.text for piece in pieces))


BREAKS = [
    ("Für wen sind die Plätze?", ["Für wen sind", "die Plätze?"]),
    ("20 Plätze · NEST", ["20 Plätze ·", "NEST"]),
    ("Plätze (UMF) · NEST", ["Plätze (UMF) ·", "NEST"]),
    ("https://t.me/hafenbote?start=K7", ["https://t.me/", "hafenbote?", "start=K7"]),
    ("Aufnahmebereitschaft", ["Aufnahmeber", "eitschaft"]),
    ("a\n\nb", ["a", "b"]),
]


@pytest.mark.parametrize(("written", "broken"), BREAKS)
def test_a_line_breaks_where_it_reads_best(written: str, broken: list[str]) -> None:
    """Between words, behind a dot between two, behind what divides an address, and only then inside a word."""
    assert ["".join(piece.text for piece in line.pieces) for line in lines([Piece(written)], 6.5)] == broken


def test_what_hangs_together_stands_together() -> None:
    """Later lines of a list's item begin below its text, and before a new paragraph there is a gap."""
    done = list(lines([Piece("• besonders Schutzbedürftige\n\n"), Piece("kumuliert", ("b",))], 8.5))
    assert [(line.indent > 0, line.gap) for line in done] == [(False, False), (True, False), (False, True)]
