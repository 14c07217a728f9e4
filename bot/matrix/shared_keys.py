"""Our device's keys in the database that all instances share: what nio asks of a store, and what we ask of ours.

nio saves one key after the other while it works, and trusts that each is safe when it goes on. Here all that was saved
is written together, by another thread, before the next request to the homeserver goes out: nobody is told of a key,
and nothing is acknowledged, that a crash could still take. Where it cannot be written, no request goes out any more:
this device's keys are somebody else's by now, or what we hold is newer than what is kept, and must be read anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

import structlog
from nio.crypto import (
    DeviceStore,
    GroupSessionStore,
    InboundGroupSession,
    OlmAccount,
    OlmDevice,
    OutgoingKeyRequest,
    Session,
    SessionStore,
    TrustState,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session as UnitOfWork

from bot.leases import Transaction
from bot.matrix.failures import NotKeptError
from bot.matrix.seal import Seal
from storage.leases import FENCE, FencedError
from storage.matrix_keys import keep_matrix_keys, matrix_keys

log = structlog.get_logger(__name__)

PATIENCE, PAUSE = 15.0, 0.25
"""Seconds for which a database that cannot be reached is tried again, and those between two tries: until then the lease
has ended, and with it what is worth writing."""

RoomKey = tuple[str, str, str]
"""A room key by its room, its sender's key and its session."""


_Place = tuple[str, str]
"""What is kept, and its name."""


class _Kind(StrEnum):
    """What is kept for a device."""

    ACCOUNT = "account"
    CHANNEL = "channel"
    ROOM_KEY = "room-key"
    BACKED_UP = "backed-up"
    DEVICE = "device"
    ENCRYPTED_ROOM = "encrypted-room"
    REQUEST = "request"


class SharedKeys:
    """The keys of one device, all of them sealed: also who talks with us, and where, is nobody's business.

    ``behind`` says that there may be a room key that is not backed up.
    """

    def __init__(self, transaction: Transaction, user: str, device: str, store_key: str) -> None:
        self.behind = True
        self.failure: Exception | None = None
        self._transaction = transaction
        self._owner = user, device
        self._pickle_key = store_key
        self._seal = Seal(store_key, f"{user} device")
        self._rooms: set[str] = set()
        self._room_keys: dict[RoomKey, str] = {}
        """All room keys, and in which version of the backup each is."""
        self._fences: set[int | None] = set()
        """The lease under which the keys were read, once they were."""
        self._unwritten: dict[_Place, str | None] = {}
        self._writing: asyncio.Task[None] | None = None

    async def settle(self) -> None:
        """Wait until everything that was saved is written; raises :class:`NotKeptError`, then and ever after."""
        while self._unwritten or self._writing is not None:
            if self._writing is None:
                changes, self._unwritten = self._unwritten, {}
                self._writing = asyncio.create_task(asyncio.to_thread(self._write, changes))
            await asyncio.shield(self._writing)  # who waits may give up: what is being written is written
            if self._writing is not None and self._writing.done():
                self._writing = None
        if self.failure is not None:
            raise NotKeptError(type(self.failure).__name__) from self.failure

    def close(self) -> None:
        """Write nothing any more. Of what was not written nobody has been told."""
        self.failure = self.failure or ConnectionError("closed")

    def write_into(self, session: UnitOfWork) -> None:
        """Write what was saved within a unit of work."""
        keep_matrix_keys(session, *self._owner, self._sealed(self._unwritten))

    def _write(self, changes: Mapping[_Place, str | None]) -> None:
        """Write, in a thread; a second time it is the same, so a database that was away is asked again."""
        sealed, end = self._sealed(changes), time.monotonic() + PATIENCE
        while self.failure is None:
            try:
                with self._transaction() as session:
                    self._confirm(session)
                    keep_matrix_keys(session, *self._owner, sealed)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is not written
                if isinstance(error, SQLAlchemyError) and time.monotonic() < end:
                    time.sleep(PAUSE)
                else:
                    log.warning("matrix_keys_not_written", error=type(error).__name__)
                    self.failure = error
            else:
                return

    def load_account(self) -> OlmAccount | None:
        """Give our device's own keys; None if it has none yet."""
        for kept in self._kept(_Kind.ACCOUNT):
            return OlmAccount.from_pickle(kept["pickle"].encode(), self._pickle_key, kept["shared"])
        return None

    def save_account(self, account: OlmAccount) -> None:
        """Keep them."""
        self._keep(_Kind.ACCOUNT, (), shared=account.shared, pickle=self._pickled(account))

    def load_sessions(self) -> SessionStore:
        """Give the channels to other devices."""
        store = SessionStore()
        for kept in self._kept(_Kind.CHANNEL):
            begun, used = (datetime.fromisoformat(kept[moment]) for moment in ("begun", "used"))
            session = Session.from_pickle(kept["pickle"].encode(), begun, self._pickle_key, used)
            store.add(kept["device_key"], session)
        return store

    def save_session(self, device_key: str, session: Session) -> None:
        """Keep a channel as it is now."""
        moments = {"begun": session.creation_time.isoformat(), "used": session.use_time.isoformat()}
        pickle = self._pickled(session)
        self._keep(_Kind.CHANNEL, (device_key, session.id), device_key=device_key, pickle=pickle, **moments)

    def load_inbound_group_sessions(self) -> GroupSessionStore:
        """Give the room keys."""
        store = GroupSessionStore()
        versions = {tuple(kept["key"]): kept["version"] for kept in self._kept(_Kind.BACKED_UP)}
        for kept in self._kept(_Kind.ROOM_KEY):
            whose = (kept["signing_key"], kept["sender_key"], kept["room"])
            pickle = kept["pickle"].encode()
            session = InboundGroupSession.from_pickle(pickle, *whose, self._pickle_key, kept["chain"])
            store.add(session)
            self._room_keys[_named(session)] = versions.get(_named(session), "")
        return store

    def save_inbound_group_session(self, session: InboundGroupSession) -> None:
        """Keep a room key; it is to be backed up, even where an earlier one for its session was."""
        whose = {"signing_key": session.ed25519, "sender_key": session.sender_key, "room": session.room_id}
        name, pickle = _named(session), self._pickled(session)
        self._keep(_Kind.ROOM_KEY, name, **whose, chain=session.forwarding_chain, pickle=pickle)
        self._forget(_Kind.BACKED_UP, name)
        self._room_keys[name] = ""
        self.behind = True

    def not_backed_up(self, version: str, most: int) -> list[RoomKey]:
        """Name room keys that are not in a version of the backup."""
        return list(islice((name for name, where in self._room_keys.items() if where != version), most))

    def mark_backed_up(self, version: str, keys: Sequence[RoomKey]) -> None:
        """Note that room keys are in a version of the backup."""
        for name in keys:
            self._keep(_Kind.BACKED_UP, name, key=name, version=version)
            self._room_keys[name] = version

    def load_device_keys(self) -> DeviceStore:
        """Give what is known of other people's devices."""
        store = DeviceStore()
        for kept in self._kept(_Kind.DEVICE):
            store.add(OlmDevice(**kept))
        return store

    def save_device_keys(self, devices: Mapping[str, Mapping[str, OlmDevice]]) -> None:
        """Keep devices, by whose they are and their ids."""
        for one in (device for owned in devices.values() for device in owned.values()):
            parts = ("user_id", "device_id", "keys", "display_name", "deleted")
            self._keep(_Kind.DEVICE, (one.user_id, one.id), **{part: getattr(one, part) for part in parts})

    def load_encrypted_rooms(self) -> set[str]:
        """Name the rooms that are encrypted."""
        self._rooms = {kept["room"] for kept in self._kept(_Kind.ENCRYPTED_ROOM)}
        return set(self._rooms)

    def save_encrypted_rooms(self, rooms: set[str]) -> None:
        """Keep which rooms are encrypted; with every sync nio tells those it has seen."""
        for room in rooms - self._rooms:
            self._keep(_Kind.ENCRYPTED_ROOM, (room,), room=room)
        self._rooms |= rooms

    def delete_encrypted_room(self, room: str) -> None:
        """Forget a room."""
        self._forget(_Kind.ENCRYPTED_ROOM, (room,))
        self._rooms.discard(room)

    def load_outgoing_key_requests(self) -> dict[str, OutgoingKeyRequest]:
        """Give the keys that were asked for, by the request."""
        return {kept["request_id"]: OutgoingKeyRequest(**kept) for kept in self._kept(_Kind.REQUEST)}

    def add_outgoing_key_request(self, request: OutgoingKeyRequest) -> None:
        """Keep that a key was asked for."""
        self._keep(_Kind.REQUEST, (request.request_id,), **vars(request))

    def remove_outgoing_key_request(self, request: OutgoingKeyRequest) -> None:
        """Forget it."""
        self._forget(_Kind.REQUEST, (request.request_id,))

    def ignore_devices(self, devices: Sequence[OlmDevice]) -> None:
        """Let keys go to devices that nobody has verified, as they all do: there is nothing to keep."""
        for device in devices:
            device.trust_state = TrustState.ignored

    def is_device_ignored(self, device: OlmDevice) -> bool:
        """Say whether it was."""
        return bool(device.ignored)

    def is_device_verified(self, device: OlmDevice) -> bool:  # noqa: ARG002 - as nio asks
        """Say no: a bot has no eyes."""
        return False

    is_device_blacklisted = is_device_verified

    def _kept(self, kind: _Kind) -> Iterator[dict[str, Any]]:
        with self._transaction() as session:
            self._confirm(session)
            contents = matrix_keys(session, *self._owner, kind)
        return (json.loads(self._seal.open(content, kind, name)) for name, content in contents.items())

    def _confirm(self, session: UnitOfWork) -> None:
        """Make sure that nobody has had the keys since we began to read them, though they may be ours again."""
        self._fences.add(session.info.get(FENCE))
        if len(self._fences) > 1:
            raise FencedError(self._owner)

    def _keep(self, kind: _Kind, name: Sequence[str], **content: object) -> None:
        self._unwritten[kind, _short(name)] = json.dumps(content)

    def _forget(self, kind: _Kind, name: Sequence[str]) -> None:
        self._unwritten[kind, _short(name)] = None

    def _sealed(self, changes: Mapping[_Place, str | None]) -> dict[_Place, str | None]:
        return {place: None if text is None else self._seal.close(text, *place) for place, text in changes.items()}

    def _pickled(self, sealed: OlmAccount | Session | InboundGroupSession) -> str:
        return str(sealed.pickle(self._pickle_key).decode())


def _named(session: InboundGroupSession) -> RoomKey:
    return session.room_id, session.sender_key, session.id


def _short(name: Sequence[str]) -> str:
    """Names come from strangers: of any length, and with signs that no database takes."""
    return hashlib.sha256(json.dumps(name).encode()).hexdigest()
