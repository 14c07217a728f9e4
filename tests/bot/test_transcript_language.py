"""The language of transcripts: every line means one thing, and what means nothing is refused with its number."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.demo.deeds import (
    AddMunicipality,
    Deed,
    Do,
    Enter,
    Expect,
    ExpectSilence,
    Line,
    MakeCode,
    OpenGroup,
    Place,
    Remark,
    Say,
    Send,
    SetClock,
    Vote,
)
from bot.demo.player import DifferenceError, matches
from bot.demo.transcript import TranscriptError, read_transcript
from handlers.messages import Kind
from storage.municipalities import Land
from storage.persons import Role

LINES: list[tuple[str, list[Deed]]] = [
    ("# Köln meldet: 20 Plätze.", [Remark("Köln meldet: 20 Plätze.")]),
    ("Am 05.07.2021 um 09:00 Uhr", [SetClock(datetime(2021, 7, 5, 9, 0))]),  # noqa: DTZ001 - the player knows the zone
    ("Kommune 15002000: Halle (Saale)", [AddMunicipality("15002000", "Halle (Saale)")]),
    ("Dabei: Köln (Ansprechperson 05315000)", [Enter("Köln", Place(Role.CONTACT, ags="05315000"))]),
    (
        "Dabei: Köln (Vertretung 05315000), NRW (Länderkoordination DE-NW), Potsdam (Koordinierungsstelle)",
        [
            Enter("Köln", Place(Role.DEPUTY, ags="05315000")),
            Enter("NRW", Place(Role.LAND_COORDINATOR, land=Land.NW)),
            Enter("Potsdam", Place(Role.COORDINATOR)),
        ],
    ),
    ("Fremd: Neugierig", [Enter("Neugierig")]),
    ("Gruppe Runde: Köln, Potsdam", [OpenGroup("Runde", ("Köln", "Potsdam"))]),
    ("Gruppe Runde (Sprecher*innengruppe): Köln", [OpenGroup("Runde", ("Köln",), Role.SPOKESPERSON)]),
    (
        "Code A: Ansprechperson 05315000",
        [MakeCode("A", Place(Role.CONTACT, ags="05315000"), for_group=False, expired=False)],
    ),
    (
        "Code B: Gruppe Sprecher*innengruppe, abgelaufen",
        [MakeCode("B", Place(Role.SPOKESPERSON), for_group=True, expired=True)],
    ),
    ("Köln schreibt: zusage 20 UMF", [Say("Köln", "zusage 20 UMF")]),
    ("Köln schreibt: um 9:00: start", [Say("Köln", "um 9:00: start")]),
    ("Köln schreibt in Runde: !zahlen", [Say("Köln", "!zahlen", group="Runde")]),
    ("Köln schreibt: zwei\n  Zeilen", [Say("Köln", "zwei\nZeilen")]),
    ("Köln schickt: Bild", [Do("Köln", Kind.IMAGE)]),
    ("Köln schickt: Sticker", [Do("Köln", Kind.STICKER)]),
    ("Köln schickt: Sprachnachricht", [Do("Köln", Kind.VOICE)]),
    ("Köln antwortet auf „Neue Meldung“: warum", [Say("Köln", "warum", answers="Neue Meldung")]),
    ("Köln antwortet in Gruppe auf „Lage“: warum", [Say("Köln", "warum", "Gruppe", "Lage")]),
    ("Köln schickt: Datei", [Do("Köln", Kind.FILE)]),
    ("Potsdam sendet umfrage.csv: umfrage 3", [Send("Potsdam", "umfrage.csv", "umfrage 3")]),
    ("Potsdam sendet umfrage-2.csv", [Send("Potsdam", "umfrage-2.csv")]),
    ("Köln schickt: etwas Unlesbares", [Do("Köln", Kind.UNDECRYPTABLE)]),
    ("Köln bearbeitet: zusage 30", [Do("Köln", Kind.EDIT, "zusage 30")]),
    ("Köln stimmt in Gruppe für: Ja / Nein", [Vote("Köln", "Gruppe", ("Ja", "Nein"))]),
    ("Köln nimmt die Stimme in Gruppe zurück", [Vote("Köln", "Gruppe")]),
    ("Köln reagiert: 1️⃣", [Do("Köln", Kind.REACTION, "1️⃣")]),
    ("Hafenbote an Köln: Guten Tag", [Expect("Köln", "Guten Tag")]),
    ("Hafenbote an Köln, Bonn: Guten Tag", [Expect("Köln", "Guten Tag", ("Bonn",))]),
    ("Hafenbote zuletzt an Köln: Fertig.", [Expect("Köln", "Fertig.", at_last=True)]),
    ("Köln verlässt den Chat", [Do("Köln", Kind.REMOVED)]),
    ("Köln öffnet einen neuen Chat", [Do("Köln", Kind.MOVED)]),
    ("Hafenbote an Köln:\n  Für wen?\n\n  1. alle\n  2. UMF", [Expect("Köln", "Für wen?\n1. alle\n2. UMF")]),
    ("Hafenbote schweigt.", [ExpectSilence()]),
]


@pytest.mark.parametrize(("written", "deeds"), LINES, ids=[written.partition("\n")[0] for written, _ in LINES])
def test_a_line_means_one_thing(written: str, deeds: list[Deed]) -> None:
    """Every kind of line is read as what it says."""
    assert [line.deed for line in read_transcript(written)] == deeds


def test_every_deed_can_be_written() -> None:
    """There is a line above for everything a transcript can do."""
    assert {type(deed) for _, deeds in LINES for deed in deeds} == set(Deed.__args__)


def test_blank_lines_mean_nothing() -> None:
    """Lines are counted as an editor counts them, whatever stands between them."""
    lines = read_transcript("# Eine Zusage.\n\nKöln schreibt: a\nHafenbote an Köln:\n  b\n\n  c\n\n")
    assert [line.number for line in lines] == [1, 3, 4]
    assert lines[-1].deed == Expect("Köln", "b\nc")


def test_a_line_keeps_its_source() -> None:
    """What is shown when something differs is what stands in the file."""
    [line] = read_transcript("Hafenbote an Köln:\n  Für wen?\n  1. alle")
    assert line.source == "Hafenbote an Köln:\nFür wen?\n1. alle"


@pytest.mark.parametrize(
    "line",
    [
        "Köln sagt: hallo",
        "Köln schickt: Brieftaube",
        "Am 5.7.2021 um 9 Uhr",
        "Hafenbote schweigt",
        "Code A:",
        "irgendwas",
    ],
)
def test_what_means_nothing_is_refused(line: str) -> None:
    """A line nobody understands is named with its number; a test must not pass because of a typing error."""
    with pytest.raises(TranscriptError, match="line 3: "):
        read_transcript(f"# Titel\n\n{line}\n")


def test_an_unknown_role_is_refused() -> None:
    """A role that does not exist is no line of a transcript."""
    with pytest.raises(TranscriptError, match="Bürgermeisterei"):
        read_transcript("Dabei: Köln (Bürgermeisterei 05315000)")


@pytest.mark.parametrize(
    ("expected", "heard"),
    [
        ("Guten Tag", "Guten Tag"),
        ("a\nb", "a\n\n  b  \n"),
        ("…", ""),
        ("…", "was\nauch immer"),
        ("Nr. … ist angekommen", "Nr. 17 ist angekommen"),
        ("Anfang …", "Anfang und\nEnde"),
        ("…\nEnde", "Anfang und\nEnde"),
        ("a … c … e", "a b c d e"),
        ("(20 Plätze)* [x] a+b?", "(20 Plätze)* [x] a+b?"),
    ],
)
def test_what_reads_as_expected(expected: str, heard: str) -> None:
    """Blank lines and spaces at line ends do not count, ``…`` is any text, and all other signs mean themselves."""
    assert matches(expected, heard)


@pytest.mark.parametrize(
    ("expected", "heard"),
    [
        ("Guten Tag", ""),
        ("", "Guten Tag"),
        ("Guten Tag", "Guten Tag!"),
        ("Guten Tag", "guten Tag"),
        ("a b", "a  b"),
        ("a\nb", "a b"),
        ("Nr. … ist angekommen", "Nr. 17 ist verloren"),
        ("Anfang …", "Der Anfang ist gemacht"),
        ("a.c", "abc"),
    ],
)
def test_what_reads_otherwise(expected: str, heard: str) -> None:
    """Everything else counts: case, spaces between words, line breaks, and what stands before or behind."""
    assert not matches(expected, heard)


def test_a_difference_shows_both_sides() -> None:
    """Whoever reads a failed transcript sees the line's number, what was expected, and what was heard."""
    said = str(DifferenceError(Line(7, "Hafenbote an Köln: ja", Expect("Köln", "ja")), "nein"))
    assert "line 7" in said
    assert "Hafenbote an Köln: ja" in said
    assert said.endswith("nein")
