"""matrix-nio's way to ask the homeserver, with tokens that renew themselves, and for what nio has no method for."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import structlog
from aiohttp import ClientResponse
from nio import AsyncClient

from bot.matrix.failures import HomeserverError, from_answer
from bot.matrix.tokens import Tokens

log = structlog.get_logger(__name__)

_UNAUTHORIZED = 401


class AskingClient(AsyncClient):  # type: ignore[misc]
    """A client that asks with a token that is valid.

    ``tokens`` renew it; None where it was given and is nobody's to renew.
    """

    tokens: Tokens | None = None

    async def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Make a request nio has no method for; returns the HTTP status and the answer."""
        return await self._post(path, body, self._with_token({}))

    async def post_openly(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Make a request that needs no token."""
        return await self._post(path, body, {})

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, version: str = "v3"
    ) -> dict[str, Any]:
        """Make a request nio has no method for; raises :class:`HomeserverError` for whatever is no success."""
        answer, told = await self._request(method, path, body, self._with_token({}), version)
        if not answer.ok:
            raise HomeserverError(from_answer(answer.status, told, answer.headers.get("Retry-After", "")))
        return told

    async def send(  # noqa: PLR0913 - nio's own signature
        self,
        method: str,
        path: str,
        data: Any = None,  # noqa: ANN401 - text, or a stream
        headers: dict[str, str] | None = None,
        trace_context: object = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the same
    ) -> ClientResponse:
        """Make a request; a token that was refused is replaced where that is possible, and the request made again."""
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

    async def parse_body(self, transport_response: ClientResponse) -> Any:  # noqa: ANN401 - JSON
        """Read an answer's JSON; empty where there is none, as in the error pages of proxies in whatever encoding."""
        try:
            told = json.loads(await transport_response.read())
        except ValueError:
            return {}
        return told if isinstance(told, dict | list) else {}  # a room's state is a list

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        answer, told = await self._request("POST", path, body, headers)
        if not answer.ok:
            log.warning("matrix_request_refused", path=path, status=answer.status, code=told.get("errcode"))
        return answer.status, told

    async def _request(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str], version: str = "v3"
    ) -> tuple[ClientResponse, dict[str, Any]]:
        data = None if body is None else json.dumps(body)
        headers = {**headers, "Content-Type": "application/json"}
        async with await self.send(method, f"/_matrix/client/{version}{path}", data, headers) as answer:
            return answer, await self.parse_body(answer)

    async def _send_once(
        self, method: str, path: str, data: object, headers: dict[str, str] | None, **more: object
    ) -> ClientResponse:
        answer: ClientResponse = await super().send(method, path, data, headers, **more)
        return answer

    def _with_token(self, headers: dict[str, str] | None) -> dict[str, str]:
        if self.tokens is not None:
            self.access_token = self.tokens.session.access_token
        return {**(headers or {}), "Authorization": f"Bearer {self.access_token}"}
