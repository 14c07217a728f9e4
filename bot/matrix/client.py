"""matrix-nio's client, made to survive what strangers can send, and kept in keys."""

from __future__ import annotations

import json
import secrets
from typing import Any

import structlog
from nio import AsyncClient, ErrorResponse, MegolmEvent

log = structlog.get_logger(__name__)

_NO_ROOMS: dict[str, object] = {"presence": {"types": []}, "account_data": {"types": []}, "room": {"rooms": []}}


class PatientClient(AsyncClient):  # type: ignore[misc]
    """A client no single event can stop.

    nio parses what was decrypted without guarding against all of its shapes; an exception there would leave the sync
    response half read, and the same response would come again and fail again, for ever.

    ``successors`` are the rooms that have replaced ours, by these.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - nio's own
        super().__init__(*given, **named)
        self.successors: dict[str, str] = {}

    def _handle_timeline_event(self, event: Any, room_id: str, room: Any, encrypted_rooms: set[str]) -> Any:  # noqa: ANN401
        try:
            return super()._handle_timeline_event(event, room_id, room, encrypted_rooms)
        except Exception as error:  # noqa: BLE001 - whatever it is, it came from outside and must not stop the others
            log.warning("matrix_event_unreadable", error=type(error).__name__)
            return None

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:  # noqa: ANN401
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
        return await self.ask("POST", path, body)

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, version: str = "v3"
    ) -> tuple[int, dict[str, Any]]:
        """Make a request nio has no method for; returns the HTTP status and the answer."""
        headers = {"Authorization": f"Bearer {self.access_token}", "Content-Type": "application/json"}
        told_body = None if body is None else json.dumps(body)
        async with await self.send(method, f"/_matrix/client/{version}{path}", told_body, headers) as answer:
            told = await self.parse_body(answer)
            if not answer.ok:
                log.warning("matrix_request_refused", path=path, status=answer.status, code=told.get("errcode"))
            return answer.status, told

    async def close(self) -> None:
        """Let go of the connection and of the store's database."""
        await super().close()
        if self.store is not None:
            self.store.database.close()
