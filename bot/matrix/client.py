"""matrix-nio's client, made to survive what strangers can send, and kept in keys."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog
from nio import ErrorResponse, KeysQueryResponse, MatrixRoom, MegolmEvent, RoomMessagesResponse, SyncResponse

from bot.matrix.asking import AskingClient
from bot.matrix.failures import check
from bot.matrix.key_store import KeyStore
from bot.matrix.machine import Machine
from bot.matrix.mending import MendedPage, MendedSync
from bot.matrix.shared_keys import SharedKeys

log = structlog.get_logger(__name__)

Keys = KeyStore | SharedKeys
"""Where our device's keys are: in a folder of this machine, or in the database that all instances share."""

_VERIFICATION = "m.key.verification."
_VERIFICATIONS_KEPT = 1000
_FOLLOWING = 2
"""Messages to a device that follow from each other: a new channel is opened, then a lost key is asked for in it."""
_NO_ROOMS: dict[str, object] = {"presence": {"types": []}, "account_data": {"types": []}, "room": {"rooms": []}}
_MENDED = {SyncResponse: MendedSync, RoomMessagesResponse: MendedPage}


class PatientClient(AskingClient):
    """A client no single event can stop.

    nio parses what was decrypted without guarding against all of its shapes; an exception there would leave the sync
    response half read, and the same response would come again and fail again, for ever.

    ``asked`` are the rooms whose state is being asked for (:mod:`bot.matrix.known_rooms`), ``successors`` those that
    have replaced ours, by these. ``verifications`` is what devices have sent to ours about verifying each other, until
    somebody takes it.
    """

    store: Keys | None
    open_keys: Callable[[str, str], Keys]
    """Opens the keys of a user's device; only for a client that encrypts."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - nio's own
        super().__init__(*arguments, **named)
        self._querying = asyncio.Lock()
        self._changed_meanwhile: set[str] = set()
        self.asked: dict[str, asyncio.Task[MatrixRoom]] = {}
        self.verifications: deque[dict[str, Any]] = deque(maxlen=_VERIFICATIONS_KEPT)
        self.successors: dict[str, str] = {}

    @property
    def is_well(self) -> bool:
        """Whether it can go on: it is logged in, and what it knows is what is kept."""
        return bool(self.logged_in) and (self.store is None or self.store.failure is None)

    async def send(self, *request: Any, **named: Any) -> Any:  # noqa: ANN401 - nio's own
        """Make a request, once all keys are kept that somebody could learn of by it."""
        if self.store is not None:
            await self.store.settle()
        return await super().send(*request, **named)

    async def _handle_joined_rooms(self, response: SyncResponse) -> None:
        # What is being asked for may be older than what this response tells: it must not be put on top of it.
        asked = [self.asked[room] for room in response.rooms.join if room in self.asked]
        if asked:
            await asyncio.wait(asked)
        await super()._handle_joined_rooms(response)

    async def _send(self, response_class: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        return await super()._send(_MENDED.get(response_class, response_class), *arguments, **named)

    def _handle_joined_state(self, room_id: str, join_info: Any, encrypted_rooms: set[str]) -> None:  # noqa: ANN401
        try:
            super()._handle_joined_state(room_id, join_info, encrypted_rooms)
        except Exception as error:  # noqa: BLE001 - whatever it is, it came from outside and must not stop the others
            self._ask_anew(room_id, error)

    def _handle_timeline_event(self, event: Any, room_id: str, room: Any, encrypted_rooms: set[str]) -> Any:  # noqa: ANN401
        try:
            return super()._handle_timeline_event(event, room_id, room, encrypted_rooms)
        except Exception as error:  # noqa: BLE001 - the same
            self._ask_anew(room_id, error)
            return None

    def _ask_anew(self, room_id: str, error: Exception) -> None:
        log.warning("matrix_event_unreadable", error=type(error).__name__)
        self.rooms[room_id].members_synced = False

    async def _handle_invited_rooms(self, response: SyncResponse) -> None:
        try:
            await super()._handle_invited_rooms(response)
        except Exception as error:  # noqa: BLE001 - the same
            log.warning("matrix_invitation_unreadable", error=type(error).__name__)

    async def _collect_key_requests(self) -> None:
        try:
            await super()._collect_key_requests()
        except Exception as error:  # noqa: BLE001 - the same
            log.warning("matrix_key_request_unreadable", error=type(error).__name__)
            self.olm.received_key_requests.clear()

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:  # noqa: ANN401
        told = getattr(to_device_event, "source", None)
        if isinstance(told, dict) and str(told.get("type", "")).startswith(_VERIFICATION):
            self.verifications.append(told)  # nio would answer some of them, in its own way
            return None
        try:
            return super()._handle_decrypt_to_device(to_device_event)
        except Exception as error:  # noqa: BLE001 - the same
            log.warning("matrix_device_message_unreadable", error=type(error).__name__)
            return None

    def _handle_messages_response(self, response: Any) -> None:  # noqa: ANN401
        response.chunk = [self.read(event) for event in response.chunk]

    def read(self, event: Any) -> Any:  # noqa: ANN401
        """Return an event decrypted, or as it is where that cannot be done."""
        if not isinstance(event, MegolmEvent):
            return event
        try:
            return self.decrypt_event(event)
        except Exception as error:  # noqa: BLE001 - the same
            log.info("matrix_event_not_decrypted", error=type(error).__name__)
            return event

    def load_store(self) -> None:
        """Open the store with our device's keys, once."""
        if self.store is None and self.config.encryption_enabled:
            store = self.open_keys(self.user_id, self.device_id)
            self.store, self.olm = store, Machine(self.user_id, self.device_id, store)
            self.encrypted_rooms = store.load_encrypted_rooms()

    def _handle_olm_events(self, response: Any) -> None:  # noqa: ANN401
        """Note whose devices changed, whatever rooms are in memory, and how many of our one-time keys are left.

        nio looks at the members of the rooms it knows, and takes "none left" for "nothing said".
        """
        if response.device_key_count.signed_curve25519 is not None:
            self.olm.uploaded_key_count = response.device_key_count.signed_curve25519
        if response.unused_fallback_keys is not None:
            self.olm.lacks_fallback = "signed_curve25519" not in response.unused_fallback_keys
        told = {*response.device_list.changed, *response.device_list.left}
        tracked = {user for user, devices in self.device_store.items() if devices} | self.olm.tracked_users
        tracked |= self.olm.users_for_key_query  # the answer of a first query may be on its way
        self.olm.add_changed_users(told & tracked)
        self._changed_meanwhile |= told & tracked

    async def keys_query(self) -> Any:  # noqa: ANN401
        """Ask for the devices of those who have changed them; again of those who change them while the answer comes.

        One query at a time: an older answer that comes later would take new devices for deleted ones.
        """
        async with self._querying:
            if not self.should_query_keys:
                return KeysQueryResponse({}, {})  # somebody else has just asked
            self._changed_meanwhile.clear()
            answer = await super().keys_query()
            self.olm.add_changed_users(self._changed_meanwhile)
            return answer

    async def fetch_keys(self) -> None:
        """Take in what other devices have sent to ours, whatever the cursor says; raises :class:`HomeserverError`.

        The cursor is shared by all instances of the bot, but each is a device of its own: a sync from a cursor another
        instance has moved on tells the homeserver to throw away what it still holds for us, keys of messages among it.
        """
        since = None
        while True:
            self.next_batch = ""
            # Synapse answers a first sync like one of the last two minutes from a cache. An odd timeout makes it new;
            # a first sync never waits.
            timeout = 1 + secrets.randbelow(1000) if since is None else 0
            response = await self.sync(timeout=timeout, sync_filter=_NO_ROOMS, since=since)
            check(response)  # to go on without would be to lose them
            if not response.to_device_events:
                return
            since = response.next_batch

    async def tend_keys(self) -> None:
        """Do what nio's own loop does between two syncs: publish, query and claim keys, answer other devices.

        A device whose keys were not queried gets no key of what we send and sees an error in its place.
        """
        answers: list[object] = list(await self.send_to_device_messages())
        if self.should_upload_keys:
            answers.append(await self.keys_upload())
        if self.should_query_keys:
            answers.append(await self.keys_query())
        if self.should_claim_keys:
            answers.append(await self.keys_claim(self.get_users_for_key_claiming()))
        for _ in range(_FOLLOWING):
            answers += await self.send_to_device_messages()
        for answer in answers:
            if isinstance(answer, ErrorResponse):
                log.warning("matrix_keys_not_tended", code=answer.status_code)

    async def close(self) -> None:
        """Let go of the connection and of the store's database."""
        await super().close()
        if self.store is not None:
            self.store.close()
