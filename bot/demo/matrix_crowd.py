"""People on Matrix: a real client with encryption for each, on a real homeserver."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from secrets import token_hex, token_urlsafe

from sqlmodel import Session

from bot.demo.player import marked, poll_shown, under_file
from bot.demo.synapse import Synapse
from bot.demo.voter import MatrixVoter
from bot.matrix.late import notice_id
from handlers.messages import Kind
from handlers.typed import fold
from storage.inbox import InboxEvent

JOINED_WITHIN = 20.0
FILES = {"m.file", "m.image"}

UNREADABLE = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg2yyOwAtHaZTwyNg37afzg8f3r9IsN9r4",
    "device_id": "UNKNOWN",
    "sender_key": "IlRMeOPX2e0MurIyfWEucYBRVOEEUMrOHqn/8mLqMjA",
}
"""An encrypted message whose key nobody has, without the key's name."""


class MatrixCrowd:
    """Everybody on Matrix, and the bot's account."""

    network = "matrix"

    def __init__(self, synapse: Synapse, directory: Path) -> None:
        self.bot = ""
        self._synapse = synapse
        self._directory = directory
        self._people: dict[str, MatrixVoter] = {}
        self._rooms: dict[str, tuple[MatrixVoter, str]] = {}
        self._logins: list[str] = []
        self._last_event = ""

    async def prepare(self) -> dict[str, object]:
        """Register the bot."""
        password = token_urlsafe()
        self.bot = await self._synapse.register(f"hafenbote-{token_hex(3)}", password, display_name="Hafenbote")
        return {
            "matrix_homeserver": self._synapse.base_url,
            "matrix_user": self.bot,
            "matrix_password": password,
            "matrix_store": self._directory / "bot",
        }

    async def enter(self, name: str) -> None:
        """Give somebody an account, a client, and an encrypted direct room with the bot."""
        localpart, password = f"{fold(name).replace(' ', '-')}-{token_hex(3)}", token_urlsafe(9)
        user = await self._synapse.register(localpart, password, display_name=name)
        person = MatrixVoter(self._synapse.base_url, user, password, bot=self.bot, store=self._directory / localpart)
        await person.start()
        self._people[name] = person
        self._logins.append(f"{name}: {user}   Passwort: {password}")
        await self._open_direct(name, person)

    def account(self, name: str) -> str:
        """Return somebody's Matrix ID."""
        return self._people[name].user

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        """Open an encrypted room with the bot and the others."""
        first, *others = (self._people[member] for member in members)
        room = await first.open_group(name, [self.bot, *(other.user for other in others)], encrypted=True)
        first.room = self._rooms[members[0]][1]
        self._rooms[name] = first, room
        for user in (self.bot, *(other.user for other in others)):
            await first.sees_joined(user, room, within=JOINED_WITHIN)

    async def write(
        self, name: str, text: str, group: str | None, answers: str = "", *, in_thread: bool = False
    ) -> None:
        """Let somebody write, perhaps as an answer to a message."""
        person, room = self._people[name], self._rooms[group or name][1]
        if answers:
            said = await person.answer(answers, text, room, in_thread=in_thread)
        else:
            said = await person.say(text, room)
        # What people say to each other leaves no trace to wait for.
        if group is None or answers or text.startswith(("!", "/")):
            self._last_event = said

    async def do(self, name: str, kind: Kind, text: str) -> None:
        """Let somebody do something else than writing."""
        person, room = self._rooms[name]
        deeds: dict[Kind, Callable[[], Awaitable[str]]] = {
            Kind.IMAGE: partial(person.send_image, room),
            Kind.STICKER: partial(person.send_sticker, room),
            Kind.VOICE: partial(person.send_voice, room),
            Kind.FILE: partial(person.send_file, room=room),
            Kind.EDIT: partial(person.edit, text, room=room),
            Kind.REACTION: partial(person.react, text, room=room),
            Kind.UNDECRYPTABLE: partial(_send_unreadable, person, room),
        }
        if kind in (Kind.REMOVED, Kind.MOVED):
            await self._leave(name, opens_another=kind is Kind.MOVED)
        else:
            self._last_event = await deeds[kind]()

    async def _leave(self, name: str, *, opens_another: bool) -> None:
        """Leave the direct room, perhaps for a new one; the bot learns of that from what is written there."""
        person, room = self._rooms[name]
        await person.leave(room)
        if opens_another:
            await self._open_direct(name, person)

    async def _open_direct(self, name: str, person: MatrixVoter) -> None:
        self._rooms[name] = person, await person.open_direct()
        await person.sees_joined(self.bot, within=JOINED_WITHIN)

    async def vote(self, name: str, options: Sequence[str], group: str) -> None:
        """Let somebody vote in the newest poll of a group."""
        self._last_event = await self._people[name].vote(options, self._rooms[group][1])

    async def send(self, name: str, file: str, content: bytes, caption: str) -> None:
        """Let somebody send the bot a file, perhaps with a text to it."""
        person, room = self._rooms[name]
        self._last_event = await person.send_file(file, room, content, caption)

    async def next_message(self, name: str, within: float) -> str:
        """Return the bot's next message as the person's client shows it without HTML, a file with the text to it."""
        person, room = self._rooms[name]
        message = await person.next_message(within, room)
        if message.msgtype in FILES:
            return under_file(message.body, await self.next_message(name, within))
        if poll := person.polls.get(message.removes or message.event_id):
            said = poll_shown(poll.question, list(poll.options.values()))
        else:
            said = "(unlesbar)" if message.undecryptable else message.body
        how = {"removed": message.removes, "changed": message.replaces, "in_thread": message.thread}
        return marked(said, **{name: bool(event) for name, event in how.items()})

    async def files(self, name: str) -> dict[str, bytes]:
        """Open what the bot has sent somebody in the direct room."""
        person, room = self._rooms[name]
        received = [message for message in person.heard if message.room == room and message.msgtype in FILES]
        return {message.body: await person.open_file(message) for message in received}

    def handled(self, session: Session) -> bool:
        """Say whether the last event is, or was, in the inbox: there it is forgotten after a month."""
        if self._last_event and session.get(InboxEvent, (self.network, self._last_event)) is not None:
            self._last_event = ""
        return not self._last_event

    def unheard(self) -> list[str]:
        """List what the bot said and nobody asked for."""
        return [f"{name}: {said.body}" for name, (person, room) in self._rooms.items() for said in person.unheard(room)]

    def logins(self) -> list[str]:
        """Say how anybody can join in with any Matrix client."""
        return [f"Homeserver: {self._synapse.base_url}", f"Der Bot: {self.bot}", *self._logins]

    async def leave(self) -> None:
        """Close everybody's client."""
        await asyncio.gather(*(person.stop() for person in self._people.values()))


async def _send_unreadable(person: MatrixVoter, room: str) -> str:
    """Send what nobody can read; what the bot notes of it is not the event, but that its key is missing."""
    session = token_urlsafe(32)
    await person.send_in_clear("m.room.encrypted", UNREADABLE | {"session_id": session}, room)
    return notice_id(room, person.user, session)
