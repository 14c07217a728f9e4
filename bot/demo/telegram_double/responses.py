"""Answers on the wire, whole and broken.

Source: https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from bot.demo.telegram_double.errors import ApiError, Json
from bot.demo.telegram_double.faults import Cut


def answer(body: Json, status: int) -> web.Response:
    """Answer with a result or a refusal."""
    return web.json_response(body, status=status, headers=_headers(body), dumps=_dumps)


def _dumps(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _headers(body: Json) -> dict[str, str]:
    wait = body.get("parameters", {}).get("retry_after")
    return {"Retry-After": str(wait)} if wait else {}


def refusal(refused: ApiError) -> web.Response:
    """Answer with a refusal."""
    return answer(refused.body(), refused.status)


def broken(request: web.Request) -> web.Response:
    """Break the connection and say nothing."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def break_off(request: web.Request, cut: Cut, body: Json) -> web.StreamResponse:
    """Break the connection after the work was done: before the response, or in the middle of it."""
    if cut is Cut.DURING:
        return broken(request)
    whole = _dumps(body).encode()
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
    await response.prepare(request)
    await response.write(whole[: len(whole) // 2])
    await asyncio.sleep(0.05)  # let the first half arrive before the connection breaks
    broken(request)
    return response
