"""Plays a transcript on a stage: the bare core, a real homeserver, or any other network."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import groupby
from typing import Protocol

from bot.clock import Clock
from bot.demo.deeds import (
    AddMunicipality,
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
from handlers.invitations import new_invite
from handlers.messages import Kind
from handlers.turn import Office
from storage.database import Database
from storage.invites import VALIDITY, create_invite
from storage.municipalities import Municipality, fold, land_of

CODE_SHOWN = re.compile(r"^!?start ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})$", re.MULTILINE)
ANY_TEXT = "…"
REMOVED, CHANGED, IN_THREAD = "[gelöscht]", "[geändert]", "[im Thread]"
FILES = resources.files("bot.demo") / "files"


class DifferenceError(AssertionError):
    """The bot said something else than the transcript has it say."""

    def __init__(self, line: Line, heard: str) -> None:
        super().__init__(f"line {line.number} expects\n\n{line.source}\n\nheard was\n\n{heard}")


class Stage(Protocol):
    """Where a transcript is played. Messages are heard as plain text with numbered choices."""

    database: Database
    clock: Clock
    office: Office

    async def enter(self, name: str) -> None:
        """Give somebody an account and a direct chat with the bot."""

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        """Open a group chat with the bot; the first member speaks for it."""

    async def write(
        self, name: str, text: str, group: str | None, answers: str = "", *, in_thread: bool = False
    ) -> None:
        """Let somebody write; ``answers`` is a part of the bot's message there that they answer, the newest such.

        ``in_thread``: they do so in the thread of that message, on networks that have threads.
        """

    async def do(self, name: str, kind: Kind, text: str) -> None:
        """Let somebody send something that is no text, edit their last message, or react to the bot's last."""

    async def vote(self, name: str, options: Sequence[str], group: str) -> None:
        """Let somebody vote in the newest poll of a group; without options they take their vote back."""

    async def send(self, name: str, file: str, content: bytes, caption: str) -> None:
        """Let somebody send the bot a file, perhaps with a text to it."""

    async def next_message(self, name: str) -> str:
        """Return the bot's next message to somebody or into a group; empty when none came."""

    async def quiet(self) -> None:
        """Wait until everything that was said is handled."""

    async def clock_moved(self) -> None:
        """Let the clock's new time take effect."""

    async def unheard(self) -> list[str]:
        """List what was said and no line has expected."""


class Player:
    """Plays lines one after the other and compares what is heard. The ``files`` that people send lie in a folder."""

    def __init__(self, stage: Stage, tell: Callable[[str], None] = lambda _: None, files: Traversable = FILES) -> None:
        self._stage = stage
        self._tell = tell
        self._files = files
        self._codes: dict[str, str] = {}

    async def play(self, lines: Sequence[Line]) -> None:
        """Play all lines. Raises :class:`DifferenceError` at the first that differs."""
        for _, same in groupby(lines, lambda line: line.number):
            await self._lines(list(same))
        if left := await self._stage.unheard():
            raise DifferenceError(lines[-1], "\n".join(["more than that:", *left]))

    async def _lines(self, lines: Sequence[Line]) -> None:
        """Play what stands in one line: a whole cast makes its accounts side by side, and joins in order."""
        cast = [line.deed for line in lines if isinstance(line.deed, Enter)]
        await asyncio.gather(*(self._stage.enter(each.name) for each in cast))
        for line in lines:
            await self._line(line)

    async def _line(self, line: Line) -> None:
        match line.deed:
            case Remark(text):
                self._tell(f"── {text}")
            case Say() | Send() | Do() | Vote():
                await self._act(line)
            case Expect() as expected:
                await self._expect(line, expected)
            case ExpectSilence():
                if heard := await self._stage.unheard():
                    raise DifferenceError(line, "\n".join(heard))
            case deed:
                await self._prepare(deed)

    async def _prepare(self, deed: SetClock | AddMunicipality | Enter | OpenGroup | MakeCode) -> None:
        match deed:
            case SetClock(moment):
                await self._set_clock(moment)
            case AddMunicipality(ags, name):
                self._add_municipality(ags, name)
            case Enter(name, place):
                await self._join(name, place)
            case OpenGroup():
                await self._open_group(deed)
            case MakeCode():
                self._make_code(deed)

    async def _act(self, line: Line) -> None:
        match line.deed:
            case Say(name, text, group, answers, in_thread):
                said, about = self._filled(text), f" zu „{answers}“" if answers else ""
                self._tell(f"{name}{f' in {group}' if group else ''}{about}: {said}")
                await self._stage.write(name, said, group, answers, in_thread=in_thread)
            case Send(name, file, caption):
                self._tell(line.source)
                await self._stage.send(name, file, (self._files / file).read_bytes(), caption)
            case Do(name, kind, text):
                self._tell(line.source)
                await self._stage.do(name, kind, text)
            case Vote(name, group, options):
                self._tell(line.source)
                await self._stage.vote(name, options, group)

    async def _set_clock(self, local: datetime) -> None:
        await self._stage.quiet()
        self._stage.clock.set(local.replace(tzinfo=self._stage.office.timezone))
        self._tell(f"— {local:%d.%m.%Y, %H:%M} Uhr —")
        await self._stage.clock_moved()

    def _add_municipality(self, ags: str, name: str) -> None:
        with self._stage.database.transaction() as session:
            session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))

    async def _join(self, name: str, place: Place | None) -> None:
        if place is not None:
            await self._stage.write(name, f"start {self._code(place)}", None)
            await self._stage.next_message(name)

    async def _open_group(self, group: OpenGroup) -> None:
        await self._stage.open_group(group.name, group.members)
        if group.role is not None:
            code = self._code(Place(group.role), for_group=True)
            await self._stage.write(group.members[0], f"!start {code}", group.name)
            await self._stage.next_message(group.name)

    def _make_code(self, wanted: MakeCode) -> None:
        back = VALIDITY + timedelta(minutes=1) if wanted.expired else timedelta()
        self._codes[wanted.name] = self._code(wanted.place, for_group=wanted.for_group, back=back)

    def _code(self, place: Place, *, for_group: bool = False, back: timedelta = timedelta()) -> str:
        with self._stage.database.transaction() as session:
            now = self._stage.clock.now() - back
            invite = new_invite(place.role, now, ags=place.ags, land=place.land, for_group=for_group)
            return create_invite(session, invite).code

    async def _expect(self, line: Line, expected: Expect) -> None:
        heard = await self._hear(expected)
        while expected.at_last and heard and not matches(expected.text, heard):
            heard = await self._hear(expected)
        if shown := CODE_SHOWN.search(heard):
            self._codes[""] = shown[1]
        _compare(line, expected.text, heard)
        for other in expected.others:
            _compare(line, expected.text, await self._stage.next_message(other))

    async def _hear(self, expected: Expect) -> str:
        heard = await self._stage.next_message(expected.name)
        self._tell(f"Hafenbote an {', '.join([expected.name, *expected.others])}: {heard}")
        return heard

    def _filled(self, text: str) -> str:
        """Put in what a transcript cannot know or show: codes, long texts, invisible signs."""
        text = re.sub(r"\{Code (\w+)\}", lambda found: self._codes[found[1]], text)
        text = text.replace("{letzter Code}", self._codes.get("", ""))
        text = re.sub(r"\{(\d+) Zeichen\}", lambda found: "x" * int(found[1]), text)
        return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def _compare(line: Line, expected: str, heard: str) -> None:
    if not matches(expected, heard):
        raise DifferenceError(line, heard)


def on_network(name: str) -> str:
    """Read which network somebody is on: "Köln per Telegram" is on ``telegram``; empty where the name does not say."""
    return name.rpartition(" per ")[2].lower() if " per " in name else ""


def poll_shown(question: str, options: Sequence[str]) -> str:
    """Write a poll as a transcript has it."""
    return "\n".join(["[Abstimmung]", question, *(f"{place}. {option}" for place, option in enumerate(options, 1))])


def marked(said: str, *, removed: bool = False, changed: bool = False, in_thread: bool = False) -> str:
    """Write above what is said what has become of it, as a transcript has it."""
    marks = ((removed, REMOVED), (changed and not removed, CHANGED), (in_thread, IN_THREAD))
    return "\n".join([*(mark for is_so, mark in marks if is_so), said])


def under_file(name: str, said: str) -> str:
    """Write the text to a file below the file's name, and both below the marks of the text."""
    lines = said.split("\n")
    marks = [line for line in lines if line in {REMOVED, CHANGED, IN_THREAD}]
    return "\n".join([*marks, f"[{name}]", *lines[len(marks) :]])


def matches(expected: str, heard: str) -> bool:
    """Say whether a message reads as expected; blank lines and spaces at line ends do not count, ``…`` is any text.

    That it stands in a thread is compared where that is expected: some networks have none.
    """
    if IN_THREAD not in expected:
        heard = heard.replace(f"{IN_THREAD}\n", "", 1)
    wanted = ".*?".join(re.escape(part) for part in _lines(expected).split(ANY_TEXT))
    return bool(re.fullmatch(wanted, _lines(heard), re.DOTALL))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
