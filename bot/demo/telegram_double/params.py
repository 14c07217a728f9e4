"""A call's parameters, however they came: in the address, as JSON, as a form, as multipart with files.

Source: https://core.telegram.org/bots/api#making-requests. All become strings, as on Telegram's server: a
nested object is a string of JSON, whichever way it travelled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.telegram_double.errors import ApiError, Json, bad_request

MAX_UPLOAD = 50 << 20
"""Bytes a bot may send (https://core.telegram.org/bots/api#sending-files)."""

_LEADING_INTEGER = re.compile(r"\s*[+-]?\d+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Params:
    """Read access to parameters, as forgiving and as strict as Telegram's server."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter, or nothing."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """Return a number: the digits it begins with, within bounds, without a complaint."""
        given = self.text(name)
        found = _LEADING_INTEGER.match(given)
        number = int(found[0]) if found else default if not given else 0
        number = number if low is None else max(number, low)
        return number if high is None else min(number, high)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no."""
        given = self.text(name).lower()
        return given in ("true", "yes", "1") if given else default

    def json(self, name: str, what: str) -> Any:  # noqa: ANN401 - foreign JSON
        """Return a nested object; ``what`` names it in the complaint."""
        given = self.text(name)
        if not given:
            return None
        try:
            return json.loads(given)
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None


async def read_params(request: web.Request) -> Params:
    """Read a request."""
    values = dict(request.query)
    kind = request.content_type
    if request.method == "GET" or not request.body_exists:
        return Params(values)
    if kind == "application/json":
        return Params(values | _from_json(await request.text()))
    if kind == "multipart/form-data":
        fields, files = await _from_multipart(request)
        return Params(values | fields, files)
    if kind == "application/x-www-form-urlencoded":
        form = await request.post()
        values |= {name: value for name, value in form.items() if isinstance(value, str)}
    return Params(values)


def _from_json(body: str) -> dict[str, str]:
    if not body.strip():
        return {}
    try:
        given = json.loads(body)
    except ValueError:
        raise bad_request("can't parse parameter value") from None
    if not isinstance(given, dict):
        raise bad_request("JSON object expected")
    return {name: _as_string(value) for name, value in given.items()}


def _as_string(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _from_multipart(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name:
            raise bad_request("field name in multipart/form-data not found")
        if part.filename is None:
            fields[part.name] = await part.text()
        else:
            content = await _content(part)
            files[part.name] = Upload(part.filename, content, part.headers.get("Content-Type", ""))
    return fields, files


async def _content(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(1 << 18):
        content += chunk
        if len(content) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
    return bytes(content)


def field_of(given: Json, name: str, kind: type | tuple[type, ...], *, required: bool = False) -> Any:  # noqa: ANN401 - foreign JSON
    """Return a field of a nested object, of the right type or with Telegram's complaint."""
    if name not in given or given[name] is None:
        if required:
            raise bad_request(f'Can\'t find field "{name}"')
        return None
    value = given[name]
    if kind is str and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)  # a number will do for a string
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise bad_request(f'Field "{name}" must be {_named(kind)}')
    return value


def _named(kind: type | tuple[type, ...]) -> str:
    match kind:
        case _ if kind is str:
            return "of type String"
        case _ if kind is bool:
            return "of type Boolean"
        case _ if kind is int:
            return "a Number"
        case _:
            return "of type Object" if kind is dict else "of type Array"
