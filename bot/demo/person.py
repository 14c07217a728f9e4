"""Somebody who writes to the bot: a real Matrix client with its own device, keys and store, as Element would be one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from mimetypes import guess_type
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from nio import (
    AsyncClient,
    AsyncClientConfig,
    ErrorResponse,
    Event,
    InviteMemberEvent,
    LoginResponse,
    MatrixRoom,
    MegolmEvent,
    RedactionEvent,
    RoomMessage,
    RoomPreset,
)

from bot.demo.received import Received, received, removed
from bot.demo.telegram_double.pictures import PIXEL
from bot.matrix.attachments import download, upload
from bot.matrix.key_store import KeyStore

ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


class PersonFailedError(Exception):
    """An acting person could not do what the scene asked for."""


class _App(AsyncClient):  # type: ignore[misc]
    """nio's client, whose own loop falls over when a message that is just written has asked for the keys before it."""

    async def keys_query(self) -> object:
        """Ask for keys, if any are still to be asked for."""
        return await super().keys_query() if self.users_for_key_query else None


class MatrixPerson:
    """A person with an account, who talks with one bot. ``room`` is where they act if no other room is given."""

    def __init__(self, homeserver: str, user: str, password: str, *, bot: str, store: Path) -> None:
        self.user = user
        self.bot = bot
        self.room = ""
        self.heard: list[Received] = []
        self.joins_when_invited = True
        self._password = password
        self._taken: set[str] = set()
        self._news = asyncio.Condition()
        self._last_said: dict[str, str] = {}
        self._listening: asyncio.Task[None] | None = None
        store.mkdir(parents=True, exist_ok=True, mode=0o700)
        config = AsyncClientConfig(store=KeyStore, pickle_key=user, store_sync_tokens=False, encryption_enabled=True)
        self._client = _App(homeserver, user, store_path=str(store), config=config)

    async def start(self) -> None:
        """Log in, publish the device's keys and listen from now on."""
        answer = await self._client.login(self._password, device_name="Element")
        if not isinstance(answer, LoginResponse):
            raise PersonFailedError(f"{self.user} cannot log in: {answer}")
        await self._client.keys_upload()
        self._client.add_event_callback(self._hear, RoomMessage)
        self._client.add_event_callback(self._hear_nothing, MegolmEvent)
        self._client.add_event_callback(self._see_removed, RedactionEvent)
        self._client.add_event_callback(self._invited, InviteMemberEvent)
        await self._client.sync(timeout=0, full_state=True)
        self._listening = asyncio.create_task(self._client.sync_forever(timeout=30_000))

    async def stop(self) -> None:
        """Close the app; the account stays."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        await self._client.close()
        if self._client.store is not None:
            self._client.store.close()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def open_direct(self, *, encrypted: bool = True) -> str:
        """Open a direct room with the bot, as Element does: encrypted, both with the same power."""
        trusted = {"is_direct": True, "preset": RoomPreset.trusted_private_chat}
        return await self._open([self.bot], encrypted=encrypted, **trusted)

    async def open_group(self, name: str, invite: Sequence[str], *, encrypted: bool = False) -> str:
        """Open a named room and invite several people."""
        return await self._open(invite, encrypted=encrypted, name=name, preset=RoomPreset.private_chat)

    async def invite(self, user: str, room: str = "") -> None:
        """Invite somebody into a room."""
        self._ok(await self._client.room_invite(room or self.room, user))

    async def throw_out(self, user: str, room: str = "") -> None:
        """Throw somebody out of a room."""
        self._ok(await self._client.room_kick(room or self.room, user))

    async def leave(self, room: str = "") -> None:
        """Leave a room."""
        self._ok(await self._client.room_leave(room or self.room))

    async def say(self, text: str, room: str = "", **more: object) -> str:
        """Write a text message; ``more`` goes into its content (mentions, relations). Returns its event id."""
        said = await self.send_event("m.room.message", {"msgtype": "m.text", "body": text, **more}, room)
        self._last_said[room or self.room] = said
        return said

    async def answer(self, part: str, text: str, room: str, *, in_thread: bool = False) -> str:
        """Answer the bot's newest message in a room that holds some words, or write in its thread.

        (Client-server API, "Rich replies" and "Threading".) In a group another member's client may have shown the
        message already: whoever answers waits until their own does.
        """

        def holding() -> list[Received]:
            return [said for said in self.heard if said.room == room and part in said.body and not said.removes]

        await self._until(lambda: bool(holding()), 15)
        answered = holding()[-1]
        relation: dict[str, object] = {"m.in_reply_to": {"event_id": answered.answered_as}}
        if in_thread:
            root = answered.thread or answered.answered_as
            relation |= {"rel_type": "m.thread", "event_id": root, "is_falling_back": True}
        return await self.say(text, room, **{"m.relates_to": relation})

    async def say_in_clear(self, text: str, room: str = "") -> str:
        """Write a message that is not encrypted even though the room is."""
        return await self.send_in_clear("m.room.message", {"msgtype": "m.text", "body": text}, room)

    async def edit(self, text: str, event_id: str = "", room: str = "") -> str:
        """Edit the last own message of the room, or a given one (client-server API, "Event replacements")."""
        new = {"msgtype": "m.text", "body": text}
        replaces = {"rel_type": "m.replace", "event_id": event_id or self._last_said[room or self.room]}
        content = {**new, "body": f"* {text}", "m.new_content": new, "m.relates_to": replaces}
        return await self.send_event("m.room.message", content, room)

    async def react(self, key: str, event_id: str = "", room: str = "") -> str:
        """React to the bot's last message of the room, or to a given one."""
        target = event_id or [said.event_id for said in self.heard if said.room == (room or self.room)][-1]
        relation = {"rel_type": "m.annotation", "event_id": target, "key": key}
        return await self.send_in_clear("m.reaction", {"m.relates_to": relation}, room)

    async def send_image(self, room: str = "") -> str:
        """Send a picture of one pixel."""
        return await self._send_file("m.room.message", {"msgtype": "m.image"}, "foto.png", room)

    async def send_voice(self, room: str = "") -> str:
        """Send a voice message, marked as Element marks it."""
        content = {"msgtype": "m.audio", "org.matrix.msc3245.voice": {}}
        return await self._send_file("m.room.message", content, "Sprachnachricht.ogg", room)

    async def send_file(self, name: str = "beschluss.pdf", room: str = "", file: bytes = PIXEL, said: str = "") -> str:
        """Send a file, perhaps with a text to it."""
        content = {"msgtype": "m.file"} | ({"body": said} if said else {})
        return await self._send_file("m.room.message", content, name, room, file)

    async def send_sticker(self, room: str = "") -> str:
        """Send a sticker."""
        return await self._send_file("m.sticker", {}, "Daumen hoch.png", room)

    async def open_file(self, message: Received) -> bytes:
        """Fetch a file the bot has sent and decrypt it, as a client does when somebody taps it."""
        return await download(self._client, message.file)

    async def send_event(self, kind: str, content: dict[str, Any], room: str = "") -> str:
        """Send any event, encrypted where the room is. Returns its event id."""
        if self._client.should_query_keys:
            await self._client.keys_query()
        answer = await self._client.room_send(room or self.room, kind, content, ignore_unverified_devices=True)
        return str(self._ok(answer).event_id)

    async def send_in_clear(self, kind: str, content: dict[str, Any], room: str = "") -> str:
        """Send any event as it is, past the room's encryption."""
        where = f"{self._client.homeserver}/_matrix/client/v3/rooms/{room or self.room}/send/{kind}/{uuid4()}"
        headers = {"Authorization": f"Bearer {self._client.access_token}"}
        async with self._client.client_session.put(where, json=content, headers=headers) as answer:
            told = await answer.json()
        if "event_id" not in told:
            raise PersonFailedError(f"{self.user} could not send {kind}: {told.get('errcode')}")
        return str(told["event_id"])

    async def next_message(self, within: float = 15, room: str = "") -> Received:
        """Return the bot's next message nobody has asked for yet; of one room, if one is given."""

        def fresh() -> Received | None:
            asked = (said for said in self.heard if not room or said.room == room)
            return next((said for said in asked if said.event_id not in self._taken), None)

        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: fresh() is not None)
        message = fresh()
        if message is None:
            raise PersonFailedError("A message was heard and is gone")
        self._taken.add(message.event_id)
        return message

    async def devices_of(self, user: str) -> dict[str, Any]:
        """Return what the homeserver tells this client of somebody's devices and keys."""
        where = f"{self._client.homeserver}/_matrix/client/v3/keys/query"
        headers = {"Authorization": f"Bearer {self._client.access_token}"}
        async with self._client.client_session.post(where, json={"device_keys": {user: []}}, headers=headers) as answer:
            return dict(await answer.json())

    def unheard(self, room: str) -> list[Received]:
        """List the bot's messages in a room that nobody has asked for."""
        return [said for said in self.heard if said.room == room and said.event_id not in self._taken]

    async def sees_joined(self, user: str, room: str = "", within: float = 15) -> None:
        """Wait until somebody has joined a room."""
        await self._until(lambda: self.membership(user, room) == "join", within)

    def membership(self, user: str, room: str = "") -> str:
        """Say what somebody is in a room: ``join``, ``invite`` or ``leave``."""
        known = self._client.rooms.get(room or self.room)
        member = known.users.get(user) if known else None
        return "leave" if member is None else "invite" if member.invited else "join"

    def is_encrypted(self, room: str = "") -> bool:
        """Whether the room is encrypted, as this client sees it."""
        return bool(self._client.rooms[room or self.room].encrypted)

    async def _open(self, invite: Sequence[str], *, encrypted: bool, **how: object) -> str:
        state = [ENCRYPTION] if encrypted else []
        room = str(self._ok(await self._client.room_create(invite=invite, initial_state=state, **how)).room_id)
        # A new room may arrive in several syncs; who writes before the last of them shares no keys with those invited.
        await self._until(lambda: room in self._client.rooms and self.is_encrypted(room) == encrypted, 15)
        await self._until(lambda: all(self.membership(user, room) != "leave" for user in invite), 15)
        self.room = room
        return room

    async def _send_file(self, kind: str, content: dict[str, Any], name: str, room: str, file: bytes = PIXEL) -> str:
        target, media = room or self.room, guess_type(name)[0] or "application/octet-stream"
        encrypted = self.is_encrypted(target) and kind != "m.sticker"  # a sticker knows only `url`
        where = await upload(self._client, name, media, file, encrypted=encrypted)
        return await self.send_event(kind, {**where, **content}, target)

    async def _hear(self, room: MatrixRoom, event: RoomMessage) -> None:
        if event.sender == self.bot:
            await self._note(event, received(room.room_id, event))

    async def _see_removed(self, room: MatrixRoom, event: RedactionEvent) -> None:  # noqa: ARG002 - nio's signature
        gone = removed(self.heard, event.event_id, event.redacts)
        if gone is not None and event.sender == self.bot:
            await self._note(event, gone)

    async def _hear_nothing(self, room: MatrixRoom, event: MegolmEvent) -> None:
        await self._note(event, Received(room=room.room_id, event_id=event.event_id, undecryptable=True))

    async def _note(self, event: Event, message: Received) -> None:
        if event.sender != self.bot or any(known.event_id == message.event_id for known in self.heard):
            return
        async with self._news:
            self.heard.append(message)
            self._news.notify_all()

    async def _invited(self, room: MatrixRoom, event: InviteMemberEvent) -> None:
        # The callback fires for every member's event of the invitation's stripped state, not only for ours.
        if self.joins_when_invited and event.membership == "invite" and event.state_key == self._client.user_id:
            self._ok(await self._client.join(room.room_id))
            self.room = self.room or room.room_id

    async def _until(self, true: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within):
            while not true():  # noqa: ASYNC110 - nio tells nobody when a room changes
                await asyncio.sleep(0.02)

    def _ok(self, answer: Any) -> Any:  # noqa: ANN401 - nio's answers have no types of their own
        if isinstance(answer, ErrorResponse):
            raise PersonFailedError(f"{self.user} was refused: {answer}")
        return answer
