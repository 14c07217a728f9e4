"""Between the bot and its homeserver stands a proxy, and proxies have faults of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.matrix.session import borrowed
from bot.matrix.trust.identity import look_up
from handlers.messages import Kind
from storage.outbox import FailureKind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent
from tests.bot.wire import wire

pytestmark = pytest.mark.synapse

CUT = web.Response()
"""Stands for a connection that ends without an answer."""

TOO_MANY = 429
"""The one fault that comes in the place of what was asked for, and not only of its answer."""

PAGE = "<html>Dienst zurzeit nicht verfügbar</html>"


def page(status: int) -> web.Response:
    """Answer as an old proxy does: with a web page in an encoding it does not name."""
    return web.Response(status=status, body=PAGE.encode("latin-1"), headers={"Content-Type": "text/html"})


@asynccontextmanager
async def behind_proxy(stage: Stage, faults: list[web.Response], where: str = "/send/m.room") -> AsyncIterator[str]:
    """Hand on all requests; the next of the faults is the answer to one of those. Gives the address."""
    async with aiohttp.ClientSession(stage.synapse.base_url, auto_decompress=False) as http:

        async def hand_on(request: web.Request) -> web.Response:
            headers = {name: value for name, value in request.headers.items() if name != "Host"}
            body = await request.read()
            if where in request.path and faults and faults[0].status == TOO_MANY:
                return faults.pop(0)
            async with http.request(request.method, request.path_qs, data=body, headers=headers) as answer:
                content = await answer.read()
            if where in request.path and faults:
                fault = faults.pop(0)
                if fault is not CUT:
                    return fault
                assert request.transport is not None
                request.transport.abort()
            kept = {name: value for name, value in answer.headers.items() if name.startswith("Content-")}
            kept.pop("Content-Length", None)
            return web.Response(status=answer.status, body=content, headers=kept)

        async with wire({"/": hand_on}) as proxy:
            yield proxy.address


async def test_a_message_whose_answer_was_lost_is_shown_once(stage: Stage) -> None:
    """Whatever the proxy says after the homeserver took a message: it is sent again under its key, and seen once."""
    faults = [CUT, page(502), page(504), page(403), web.Response(status=200, body=b"")]
    inbox = Inbox()
    async with (
        behind_proxy(stage, faults) as address,
        stage.person("bielefeld") as person,
        stage.working(inbox, homeserver=address) as network,
    ):
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        message, seen = row(room, "Nur einmal"), set[object]()
        while faults:
            outcome = await network.send(message)
            seen.add(getattr(outcome, "kind", outcome))
        first = sent(await network.send(message))
        sent(await network.send(row(room, "Danach")))
        heard = [await person.next_message() for _ in range(2)]
        await asyncio.sleep(0.2)
    assert seen == {FailureKind.UNREACHABLE}
    assert [(one.event_id, one.body) for one in heard[:1]] == [(first, "Nur einmal")]
    assert heard[1].body == "Danach"
    assert person.unheard(room) == []


async def test_a_start_goes_on_where_it_was_cut(stage: Stage) -> None:
    """The first answer of all is lost: when the bot works, its device is signed all the same."""
    faults = [CUT]
    async with (
        behind_proxy(stage, faults, "/keys/upload") as address,
        stage.working(Inbox(), homeserver=address) as network,
    ):
        await eventually(lambda: not network.fault())
        async with borrowed(stage.account(homeserver=address)) as client:
            assert (await look_up(client)).device_is_signed
    assert not faults


async def test_keys_wait_for_a_start_that_was_refused(stage: Stage) -> None:
    """Another instance has moved the cursor on: until our device has its keys, nothing is asked from there."""
    inbox, faults = Inbox(), list[web.Response]()
    async with behind_proxy(stage, faults, "/sync") as address, stage.person("bielefeld") as person:
        async with stage.working(inbox, homeserver=address):
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next(text="hallo")
        person._client.invalidate_outbound_session(room)
        await person.say("für die andere Instanz")
        await person._client.sync(timeout=0)
        inbox.cursor = str(person._client.next_batch)
        await person.say("für uns")
        faults.append(page(502))
        async with stage.working(inbox, homeserver=address):
            await inbox.until(lambda events: len(events) > 1)
    assert [(one.kind, one.text) for one in inbox.events[1:]] == [(Kind.TEXT, "für uns")]
    assert not faults


async def test_a_direct_room_is_encrypted_by_a_busy_homeserver_too(stage: Stage) -> None:
    """Where it is too busy for that when we join, it is asked again before anybody is answered."""
    inbox, faults = Inbox(), [page(TOO_MANY)]
    faults[0].headers["Retry-After"] = "1"
    async with (
        behind_proxy(stage, faults, "/state/m.room.encryption") as address,
        stage.person("bielefeld") as person,
        stage.working(inbox, homeserver=address) as network,
    ):
        room = await person.open_direct(encrypted=False)
        await person.say("hallo")
        await inbox.next()
        sent(await network.send(row(room, "Moin")))
        assert (await person.next_message()).encrypted
    assert not faults
