"""python-telegram-bot's transport on aiohttp: a fifth of the processor time its own takes, and connections are reused.

Differs from the library's own in what it makes of error answers: see :mod:`bot.telegram_network.failures`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import JSONDict, ODVInput
from telegram.request import BaseRequest, RequestData

from bot.downloads import read_limited
from bot.telegram_network.calls import Upload
from bot.telegram_network.failures import CutOffError, NotConnectedError, RefusalError

CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 20.0
CONNECTIONS = 64
KEPT_OPEN = 15.0
"""Seconds an idle connection is kept: less than Telegram keeps it, so that we do not write into a closing one."""

_OK = 200
_TOO_LARGE = 413

Body = aiohttp.FormData | aiohttp.JsonPayload | None


class AiohttpRequest(BaseRequest):
    """A transport with one pool of connections. Timeouts are for connecting and for the whole answer."""

    def __init__(self, connections: int = CONNECTIONS) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds in which an answer must be complete, if a call does not say otherwise."""
        return ANSWER_WITHIN

    async def initialize(self) -> None:
        """Open the pool; a second time it does nothing."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT_OPEN)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,  # noqa: ARG002 - part of the answer's time
        connect_timeout: ODVInput[float] = DEFAULT_NONE,  # noqa: ARG002 - the same for all calls
        pool_timeout: ODVInput[float] = DEFAULT_NONE,  # noqa: ARG002 - we never wait for the pool
    ) -> tuple[int, bytes]:
        """Make one request. Raises :class:`RefusalError` for every answer that is an error."""
        within = read_timeout if isinstance(read_timeout, int | float) else ANSWER_WITHIN
        return await self._exchange(method, url, _body(request_data), within)

    async def call(
        self, url: str, parameters: Mapping[str, object], upload: Upload | None = None, within: float = ANSWER_WITHIN
    ) -> Any:  # noqa: ANN401 - foreign JSON
        """Make a call of our own writing and return its result, as the library's ``post`` does for its own."""
        data = aiohttp.JsonPayload(parameters) if upload is None else _form(parameters, upload)
        _, payload = await self._exchange("POST", url, data, within)
        return self.parse_json_payload(payload)["result"]

    async def _exchange(self, method: str, url: str, data: Body, within: float) -> tuple[int, bytes]:
        if self._session is None:
            raise NotConnectedError("transport closed")
        timeout = aiohttp.ClientTimeout(total=within + CONNECT_WITHIN, sock_connect=CONNECT_WITHIN, sock_read=within)
        try:
            async with self._session.request(method, url, data=data, timeout=timeout, allow_redirects=False) as answer:
                payload = await answer.content.read(-1) if method == "POST" else await _file(answer)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            # Not its text and no chain: there the address is quoted, and in the address stands the token.
            raise NotConnectedError(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise CutOffError(type(error).__name__) from None
        if answer.status != _OK:
            raise _refusal(answer.status, payload)
        return answer.status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Read an answer. An unreadable one says nothing about what was done; the library's own would be logged."""
        try:
            told: Any = json.loads(payload)
        except ValueError:
            raise CutOffError("unreadable answer") from None
        if not isinstance(told, dict) or "result" not in told:
            raise CutOffError("unreadable answer")
        return told


async def _file(answer: aiohttp.ClientResponse) -> bytes:
    content = await read_limited(answer)
    if content is None:
        raise RefusalError(_TOO_LARGE)
    return content


def _body(data: RequestData | None) -> Body:
    """Write the parameters of the library's own calls: we let it send no files."""
    return None if data is None else aiohttp.JsonPayload(data.parameters)


def _form(parameters: Mapping[str, object], upload: Upload) -> aiohttp.FormData:
    """Write parameters and a file as ``multipart/form-data`` (https://core.telegram.org/bots/api#making-requests)."""
    # File names as browsers send them (HTML, "multipart/form-data encoding algorithm"): quoted, they would be shown so.
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in parameters.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field(upload.field, upload.content, filename=upload.name, content_type=upload.media_type)
    return form


def _refusal(status: int, payload: bytes) -> RefusalError:
    """Read an error answer, also one that is none of Telegram's but comes from something in between."""
    try:
        told: Any = json.loads(payload)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return RefusalError(status)
    parameters = told.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    wait, moved_to = parameters.get("retry_after"), parameters.get("migrate_to_chat_id")
    return RefusalError(
        status,
        str(told.get("description", "")),
        retry_after=float(wait) if isinstance(wait, int | float) else 0.0,
        moved_to=str(moved_to) if isinstance(moved_to, int) else "",
    )
