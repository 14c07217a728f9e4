"""Transcripts: a conversation in plain German text that is a test, a demo and a specification at once.

A line says when it is, who is there, who writes what, or what Hafenbote answers to whom::

    # Köln meldet.
    Am 05.07.2021 um 09:00 Uhr
    Dabei: Köln (Ansprechperson 05315000), NRW (Länderkoordination DE-NW)
    Köln schreibt: zusage 20 UMF NEST bis 31.12.2021
    Hafenbote an Köln:
      Bitte prüfen Sie: …
    Hafenbote an Köln, Bonn: Guten Tag …
    Hafenbote zuletzt an Köln: Fertig.
    Köln antwortet auf „Bitte prüfen“: warum
    Potsdam antwortet in Büro im Thread von „Frage 7“: ja
    Köln stimmt in Sprecher*innen für: Ja / Später
    Köln nimmt die Stimme in Sprecher*innen zurück
    Potsdam sendet jahresumfrage.csv: umfrage
    Siegen verlässt den Chat
    Bonn öffnet einen neuen Chat
    Nacheinander schreiben:
      Köln: umfragen 1 | ja | 20
      Bonn: umfragen 1 | nein

An answer may go on in indented lines, blank lines in it do not count, and ``…`` stands for any text. A file that comes
with an answer is its first line: ``[termin.ics]``; a poll is a message of its own below ``[Abstimmung]``. A message
that was changed or removed stands below ``[geändert]`` or ``[gelöscht]``, one in a thread perhaps below ``[im
Thread]``. A file that somebody sends lies in the folder ``files`` beside the transcript; a text to it can follow its
name. What is heard at last may follow other messages, as a message that is edited may be so any number of times. Who
writes in turns says the first thing each, then the second, and so on; what they hear between is not compared.
What stands behind ``#`` is for whoever reads along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

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
from handlers.messages import Kind
from handlers.synonyms import find_name
from storage.municipalities import Land
from storage.persons import Role


class TranscriptError(ValueError):
    """A line of a transcript cannot be read."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(f"line {number}: {line!r}")


def read_transcript(text: str) -> list[Line]:
    """Read a transcript. Raises :class:`TranscriptError` for a line that means nothing."""
    return [line for number, source in _joined(text) for line in _read(number, source)]


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines, each with the indented ones below it."""
    begun: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith((" ", "\t")) and begun:
            begun.append(line.strip())
        elif line.strip():
            if begun:
                yield start, "\n".join(begun)
            start, begun = number, [line.strip()]
    if begun:
        yield start, "\n".join(begun)


def _read(number: int, source: str) -> list[Line]:
    for pattern, deeds in GRAMMAR:
        if found := pattern.fullmatch(source):
            try:
                return [Line(number, source, deed) for deed in deeds(found)]
            except TranscriptError as error:
                raise TranscriptError(number, source) from error
    raise TranscriptError(number, source)


def _clock(found: re.Match[str]) -> list[Deed]:
    return [SetClock(datetime.strptime(f"{found['day']} {found['time']}", "%d.%m.%Y %H:%M"))]  # noqa: DTZ007 - local time, the player knows the zone


def _cast(found: re.Match[str]) -> list[Deed]:
    cast = re.findall(r"([^,(\s][^,(]*?) \(([^)]+)\)", found["cast"])
    if ", ".join(f"{name} ({place})" for name, place in cast) != found["cast"]:
        raise TranscriptError(0, found["cast"])  # somebody without a role would be left out without a word
    return [Enter(name, _place(place)) for name, place in cast]


def _place(words: str) -> Place:
    named = find_name(Role, words)
    if named is None:
        raise TranscriptError(0, words)
    role, rest = named
    land = find_name(Land, rest.removeprefix("DE-").removeprefix("DE "))
    ags = re.search(r"\d{5,8}", rest)
    return Place(role, ags[0] if ags else None, land[0] if land else None)


def _group(found: re.Match[str]) -> list[Deed]:
    members = tuple(name.strip() for name in found["members"].split(","))
    return [OpenGroup(found["name"], members, _place(found["role"]).role if found["role"] else None)]


def _expected(found: re.Match[str]) -> list[Deed]:
    name, *others = found["names"].split(", ")
    return [Expect(name, found["text"], tuple(others), at_last=bool(found["at_last"]))]


def _in_turns(found: re.Match[str]) -> list[Deed]:
    lines = (line.partition(": ") for line in found["said"].split("\n"))
    said = [(name, texts.split(" | ")) for name, _, texts in lines]
    deeds: list[Deed] = []
    for turn in range(max(len(texts) for _, texts in said)):
        speaking = [(name, texts) for name, texts in said if turn < len(texts)]
        deeds += [Say(name, texts[turn]) for name, texts in speaking]
        deeds += [Expect(name, "…") for name, texts in speaking if turn < len(texts) - 1]
    return deeds


def _code(found: re.Match[str]) -> list[Deed]:
    words = found["place"]
    for_group, expired = "Gruppe " in words, "abgelaufen" in words
    place = _place(words.removeprefix("Gruppe ").partition(",")[0])
    return [MakeCode(found["name"], place, for_group=for_group, expired=expired)]


SENT = {
    "Bild": Kind.IMAGE,
    "Sticker": Kind.STICKER,
    "Sprachnachricht": Kind.VOICE,
    "Datei": Kind.FILE,
    "etwas Unlesbares": Kind.UNDECRYPTABLE,
}
LEFT = {"verlässt den Chat": Kind.REMOVED, "öffnet einen neuen Chat": Kind.MOVED}
DONE = {"bearbeitet": Kind.EDIT, "reagiert": Kind.REACTION}

GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Deed]]], ...] = (
    (re.compile(r"#\s*(?P<text>.*)"), lambda m: [Remark(m["text"])]),
    (re.compile(r"Am (?P<day>\d\d\.\d\d\.\d{4}) um (?P<time>\d\d:\d\d) Uhr"), _clock),
    (re.compile(r"Kommune (?P<ags>\d+): (?P<name>.+)"), lambda m: [AddMunicipality(m["ags"], m["name"])]),
    (re.compile(r"Dabei: (?P<cast>.+)"), _cast),
    (re.compile(r"Fremd: (?P<name>.+)"), lambda m: [Enter(m["name"])]),
    (re.compile(r"Gruppe (?P<name>[^(:]+?)(?: \((?P<role>[^)]+)\))?: (?P<members>.+)"), _group),
    (re.compile(r"Code (?P<name>\w+): (?P<place>.+)"), _code),
    (re.compile(r"Nacheinander schreiben:\n(?P<said>.+)", re.DOTALL), _in_turns),
    (re.compile(r"Hafenbote schweigt\."), lambda _: [ExpectSilence()]),
    (re.compile(r"Hafenbote (?P<at_last>zuletzt )?an (?P<names>[^:]+):\s*(?P<text>.*)", re.DOTALL), _expected),
    (
        re.compile(r"(?P<name>[^:]+?) schreibt(?: in (?P<group>[^:]+))?: (?P<text>.*)", re.DOTALL),
        lambda m: [Say(m["name"], m["text"], m["group"])],
    ),
    (
        re.compile(
            r"(?P<name>[^:]+?) antwortet(?: in (?P<group>[^:]+?))? (?:auf|(?P<thread>im Thread von))"
            r" „(?P<answers>[^“]+)“: (?P<text>.*)"
        ),
        lambda m: [Say(m["name"], m["text"], m["group"], m["answers"], in_thread=bool(m["thread"]))],
    ),
    (
        re.compile(r"(?P<name>[^:]+?) stimmt in (?P<group>[^:]+?) für: (?P<options>.+)"),
        lambda m: [Vote(m["name"], m["group"], tuple(m["options"].split(" / ")))],
    ),
    (
        re.compile(r"(?P<name>[^:]+?) nimmt die Stimme in (?P<group>[^:]+?) zurück"),
        lambda m: [Vote(m["name"], m["group"])],
    ),
    (
        re.compile(rf"(?P<name>[^:]+?) schickt: (?P<what>{'|'.join(SENT)})"),
        lambda m: [Do(m["name"], SENT[m["what"]])],
    ),
    (
        re.compile(rf"(?P<name>[^:]+?) (?P<deed>{'|'.join(LEFT)})"),
        lambda m: [Do(m["name"], LEFT[m["deed"]])],
    ),
    (
        re.compile(r"(?P<name>[^:]+?) sendet (?P<file>[\w.-]+)(?:: (?P<caption>.+))?"),
        lambda m: [Send(m["name"], m["file"], m["caption"] or "")],
    ),
    (
        re.compile(rf"(?P<name>[^:]+?) (?P<deed>{'|'.join(DONE)}): (?P<text>.+)"),
        lambda m: [Do(m["name"], DONE[m["deed"]], m["text"])],
    ),
)
"""What a line can say. The first pattern that fits the whole line decides."""
