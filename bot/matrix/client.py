"""matrix-nio's client, made to survive what strangers can send, and kept in keys."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from functools import partial
from typing import Any

import structlog
from aiohttp import ClientResponse
from nio import AsyncClient, ErrorResponse, MatrixRoom, MegolmEvent, RoomMessagesResponse, SyncResponse

from bot.matrix.failures import check
from bot.matrix.mending import MendedPage, MendedSync
from bot.matrix.tokens import Tokens

log = structlog.get_logger(__name__)

_UNAUTHORIZED = 401
_VERIFICATION = "m.key.verification."
_VERIFICATIONS_KEPT = 1000
_NO_ROOMS: dict[str, object] = {"presence": {"types": []}, "account_data": {"types": []}, "room": {"rooms": []}}
_MENDED = {SyncResponse: MendedSync, RoomMessagesResponse: MendedPage}


class PatientClient(AsyncClient):  # type: ignore[misc]
    """A client no single event can stop.

    nio parses what was decrypted without guarding against all of its shapes; an exception there would leave the sync
    response half read, and the same response would come again and fail again, for ever.

    ``tokens`` renew its access token; None where that was given and is nobody's to renew. ``asked`` are the rooms whose
    state is being asked for (:mod:`bot.matrix.known_rooms`). ``verifications`` is what devices have sent to ours about
    verifying each other, until somebody takes it.
    """

    tokens: Tokens | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - nio's own
        super().__init__(*arguments, **named)
        self.asked: dict[str, asyncio.Task[MatrixRoom]] = {}
        self.verifications: deque[dict[str, Any]] = deque(maxlen=_VERIFICATIONS_KEPT)

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

    async def fetch_keys(self) -> None:
        """Take in what other devices have sent to ours, whatever the cursor says.

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
            if isinstance(response, ErrorResponse) or not response.to_device_events:
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
        for answer in answers:
            if isinstance(answer, ErrorResponse):
                log.warning("matrix_keys_not_tended", code=answer.status_code)

    async def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Make a request nio has no method for; returns the HTTP status and the answer."""
        return await self._post(path, body, {"Authorization": f"Bearer {self.access_token}"})

    async def post_openly(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Make a request that needs no token."""
        return await self._post(path, body, {})

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make a request nio has no method for; raises :class:`HomeserverError` for whatever is no success."""
        answer, told = await self._request(method, path, body, {"Authorization": f"Bearer {self.access_token}"})
        if not answer.ok:
            error = ErrorResponse.from_dict(told)
            error.transport_response = answer
            check(error)
        return told

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        answer, told = await self._request("POST", path, body, headers)
        if not answer.ok:
            log.warning("matrix_request_refused", path=path, status=answer.status, code=told.get("errcode"))
        return answer.status, told

    async def _request(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> tuple[ClientResponse, dict[str, Any]]:
        headers |= {"Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        async with await self.send(method, f"/_matrix/client/v3{path}", data, headers) as answer:
            return answer, await self.parse_body(answer)

    async def send(  # noqa: PLR0913 - nio's own signature
        self,
        method: str,
        path: str,
        data: Any = None,  # noqa: ANN401 - text, or a stream
        headers: dict[str, str] | None = None,
        trace_context: object = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the same
    ) -> ClientResponse:
        """Make a request with a token that is valid; one that was refused is replaced, and the request made again."""
        request = partial(self._send_once, method, path, data, trace_context=trace_context, timeout=timeout)
        if self.tokens is None or "Authorization" not in (headers or {}):
            return await request(headers)
        await self.tokens.in_time(self.post_openly)
        used = self.tokens.session.access_token
        answer = await request(self._with_token(headers))
        if answer.status != _UNAUTHORIZED:
            return answer
        told = await self.parse_body(answer)
        if told.get("errcode") != "M_UNKNOWN_TOKEN":
            return answer
        renewed = await self.tokens.replace(used, self.post_openly, soft=told.get("soft_logout") is True)
        if not renewed or not isinstance(data, str | None):  # a stream is read once
            return answer
        return await request(self._with_token(headers))

    async def _send_once(
        self, method: str, path: str, data: object, headers: dict[str, str] | None, **more: object
    ) -> ClientResponse:
        answer: ClientResponse = await super().send(method, path, data, headers, **more)
        return answer

    async def parse_body(self, transport_response: ClientResponse) -> Any:  # noqa: ANN401 - JSON
        """Read an answer's JSON; empty where there is none, as in the error pages of proxies in whatever encoding."""
        try:
            told = json.loads(await transport_response.read())
        except ValueError:
            return {}
        return told if isinstance(told, dict | list) else {}  # a room's state is a list

    def _with_token(self, headers: dict[str, str] | None) -> dict[str, str]:
        if self.tokens is not None:
            self.access_token = self.tokens.session.access_token
        return {**(headers or {}), "Authorization": f"Bearer {self.access_token}"}

    async def close(self) -> None:
        """Let go of the connection and of the store's database."""
        await super().close()
        if self.store is not None:
            self.store.database.close()
