"""Finding the homeserver behind the name of a server, and not being led astray."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.matrix.discovery import _may_lead, address_of, find_homeserver
from tests.bot.wire import wire

VERSIONS = "/_matrix/client/versions"
WELL_KNOWN = "/.well-known/matrix/client"
HOMESERVER = {VERSIONS: {"versions": ["v1.11"]}}


def pointing(to: object) -> dict[str, object]:
    """Write what the web server of a city answers."""
    return {WELL_KNOWN: {"m.homeserver": {"base_url": to}}}


async def test_a_homeserver_is_used_as_it_is() -> None:
    """Whoever answers as a homeserver is asked for nothing else."""
    async with wire(HOMESERVER | pointing("http://127.0.0.1:1")) as homeserver:
        assert await find_homeserver(homeserver.address + "/") == homeserver.address
        assert homeserver.asked == [f"GET {VERSIONS}"]


async def test_the_name_of_a_server_leads_to_its_homeserver() -> None:
    """The city's web server points to it, perhaps by way of another address of its own."""
    async with wire(HOMESERVER) as homeserver, wire(pointing(homeserver.address + "/")) as www:

        async def redirect(_: web.Request) -> web.Response:
            raise web.HTTPFound(www.address + WELL_KNOWN)

        assert await find_homeserver(www.address) == homeserver.address
        async with wire({WELL_KNOWN: redirect}) as apex:
            assert await find_homeserver(apex.address) == homeserver.address


@pytest.mark.parametrize(
    "told",
    [
        {},
        {WELL_KNOWN: []},
        {WELL_KNOWN: {"m.homeserver": "https://example.org"}},
        pointing(None),
        pointing("ftp://example.org"),
        pointing("https://wer:geheim@example.org"),
        pointing("https://[::1"),
        pointing("http://127.0.0.1:1"),
        {WELL_KNOWN: {"m.homeserver": {"base_url": "https://example.org"}, "more": "x" * 100_000}},
    ],
)
async def test_what_is_not_useful_is_ignored(told: dict[str, object]) -> None:
    """Without a homeserver that answers at the end, what was set is used, as if nothing had been found."""
    async with wire(told) as www:
        assert await find_homeserver(www.address) == www.address


async def test_redirects_in_a_circle_end() -> None:
    """A web server that sends us round and round is asked a few times."""

    async def redirect(_: web.Request) -> web.Response:
        raise web.HTTPFound(WELL_KNOWN)

    async with wire({WELL_KNOWN: redirect}) as www:
        assert await find_homeserver(www.address) == www.address
        assert len(www.asked) < 6


async def test_a_web_server_that_never_ends_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some seconds what was set is used."""

    async def sleepy(_: web.Request) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response()

    monkeypatch.setattr("bot.matrix.discovery.WITHIN", 0.2)
    async with wire({VERSIONS: sleepy}) as www:
        assert await find_homeserver(www.address) == www.address


@pytest.mark.parametrize(
    ("address", "elsewhere", "allowed"),
    [
        ("https://93.184.216.34", "https://93.184.216.35", True),
        ("https://93.184.216.34", "https://127.0.0.1:8008", False),
        ("https://93.184.216.34", "https://10.1.2.3", False),
        ("https://93.184.216.34", "https://169.254.169.254", False),
        ("https://93.184.216.34", "https://[fe80::1]", False),
        ("https://93.184.216.34", "https://[::ffff:10.1.2.3]", False),
        ("https://93.184.216.34", "https://localhost", False),
        ("https://93.184.216.34", "https://synapse.intern", False),
        ("https://93.184.216.34", "https://2130706433", False),
        ("https://93.184.216.34", "http://93.184.216.35", False),
        ("https://10.1.2.3", "https://10.1.2.4", True),
        ("http://10.1.2.3", "http://10.1.2.4", True),
    ],
)
async def test_nobody_leads_us_into_a_house_or_into_the_open(address: str, elsewhere: str, *, allowed: bool) -> None:
    """From an address of the world to one of a house only if we were in the house already."""
    assert await _may_lead(address, elsewhere) is allowed


def test_a_bare_name_means_its_secure_address() -> None:
    """As people write it in a settings file."""
    assert address_of("stadt.example") == "https://stadt.example"
    assert address_of("http://127.0.0.1:8008/") == "http://127.0.0.1:8008"
