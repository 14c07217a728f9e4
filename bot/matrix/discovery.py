"""Where the homeserver is, for whoever set only the name of their server.

Client-server API, "Server discovery": https://NAME/.well-known/matrix/client points to it. Its word is
believed only if a homeserver answers there, and never leads from outside into a house.
"""

from __future__ import annotations

import asyncio
import json
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
import structlog

from handlers.hosts import is_public, is_public_number

log = structlog.get_logger(__name__)

WITHIN = 10.0
"""Seconds for all of it: a start should not hang on it."""

HOPS = 3
"""Redirects that are followed, from a name to its www and the like."""

LARGEST = 64 * 1024
"""Bytes of an answer that are read."""

_WELL_KNOWN, _VERSIONS = "/.well-known/matrix/client", "/_matrix/client/versions"
_OK = 200


async def find_homeserver(given: str) -> str:
    """Return the address of the homeserver that is meant by an address or by the name of a server.

    Where nothing better is found it is what was given; a homeserver that is away for now is none we would replace.
    """
    address = address_of(given)
    try:
        async with asyncio.timeout(WITHIN), aiohttp.ClientSession() as http:
            if await _is_homeserver(http, address):
                return address
            found = await _pointed_to(http, address)
            if not found or not await _may_lead(address, found) or not await _is_homeserver(http, found):
                return address
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return address
    log.info("matrix_discovered", given=address, homeserver=found)
    return found


def address_of(given: str) -> str:
    """Write an address in full: a bare name stands for its secure one."""
    return (given if "://" in given else f"https://{given}").rstrip("/")


async def _is_homeserver(http: aiohttp.ClientSession, address: str) -> bool:
    told, _ = await _told(http, address + _VERSIONS)
    return isinstance(told.get("versions"), list)


async def _pointed_to(http: aiohttp.ClientSession, address: str) -> str:
    """Find where a server says that its homeserver is; empty where it says nothing that could be used."""
    url = address + _WELL_KNOWN
    for _ in range(HOPS):
        told, onward = await _told(http, url)
        if not onward:
            return _base_url(told)
        url = urljoin(url, onward)
        if not await _may_lead(address, url):
            break
    return ""


def _base_url(told: dict[str, Any]) -> str:
    homeserver = told.get("m.homeserver")
    found = homeserver.get("base_url") if isinstance(homeserver, dict) else None
    if not isinstance(found, str):
        return ""
    parts = urlsplit(found)
    usable = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    return found.rstrip("/") if usable and not parts.query and not parts.fragment else ""


async def _told(http: aiohttp.ClientSession, url: str) -> tuple[dict[str, Any], str]:
    """Read a JSON object, empty where there is none, and where a redirect would lead."""
    async with http.get(url, allow_redirects=False) as answer:
        if answer.status != _OK:
            return {}, answer.headers.get("Location", "")
        content = bytearray()
        async for chunk in answer.content.iter_chunked(LARGEST):
            content += chunk
            if len(content) > LARGEST:
                return {}, ""
    try:
        told = json.loads(content)
    except ValueError:  # a web page
        return {}, ""
    return (told if isinstance(told, dict) else {}), ""


async def _may_lead(address: str, elsewhere: str) -> bool:
    """Say whether one address may lead to another: not from encryption to clear text, not from outside to inside."""
    if urlsplit(elsewhere).scheme != "https" and urlsplit(address).scheme == "https":
        return False
    return not await _is_inside(elsewhere) or await _is_inside(address)


async def _is_inside(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    if not is_public(host):
        return True
    found = await asyncio.get_running_loop().getaddrinfo(host, None)
    return not all(is_public_number(ip_address(where[0])) for *_, where in found)
