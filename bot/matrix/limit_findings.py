"""What the doctor finds about the homeserver's limits, and the call of its administrators that lifts them.

Synapse: https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html, "Override ratelimiting for users".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.findings import Finding
from bot.matrix.asking import AskingClient
from bot.matrix.rates import Rate, measure
from bot.matrix.session import MatrixAccount
from storage.throughput import unpaced

PART = "matrix limits"
MANY = 900
"""People of the announcement that makes a limit imaginable."""

UNLIMITED = {"messages_per_second": 0, "burst_count": 0}
_ADMIN = "/_synapse/admin/v1"
_WITHIN = aiohttp.ClientTimeout(total=10)
_OK, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 200, 401, 403, 404


@dataclass(frozen=True, slots=True)
class LimitLook:
    """Looks at the limits: lifts them where there is an administrator's token, and measures them if wanted."""

    admin_token: str = ""
    measures: bool = False

    async def __call__(self, client: AskingClient, account: MatrixAccount) -> list[Finding]:  # noqa: ARG002 - as all looks
        """Look; nothing that is found here keeps the bot from working."""
        as_admin = {"Authorization": f"Bearer {self.admin_token}"} if self.admin_token else {}
        async with aiohttp.ClientSession(timeout=_WITHIN, headers=as_admin) as http:
            lifted = await _lifted(http, client) if as_admin else None
            if not self.measures:
                unknown = "not measured: `hafenbote doctor --measure` does, and slows a running announcement meanwhile"
                return [lifted or Finding(PART, ok=True, sentence=unknown)]
            rate = await measure(client)
            found = [Finding(PART, ok=True, sentence=in_words(rate))]
            if rate.interval is not None and not (lifted and lifted.ok):
                found.append(Finding(PART, ok=True, sentence=await _remedy(http, client)))
        return [lifted, *found] if lifted else found


def override_url(client: AskingClient) -> str:
    """Return the address under which Synapse's administrators change the limits of our account."""
    return f"{client.homeserver}{_ADMIN}/users/{quote(client.user_id, safe='@:')}/override_ratelimit"


def in_words(rate: Rate) -> str:
    """Say what a homeserver lets through, and what that means for an announcement."""
    if rate.interval is None:
        return f"the homeserver lets the bot send {rate.burst} messages at once and more"
    minutes = unpaced(MANY, 1 / rate.interval, rate.burst).total_seconds() / 60
    following = f"one in {rate.interval:.0f} seconds" if rate.interval >= 2 else f"{1 / rate.interval:.0f} a second"  # noqa: PLR2004 - a plural
    takes = f"about {minutes:.0f} minutes" if minutes >= 2 else "some moments"  # noqa: PLR2004 - the same
    at_once = f"{rate.burst} messages at once, then" if rate.burst else "(busy as it is) no message at once, but"
    return f"your homeserver lets the bot send {at_once} {following}: an announcement to {MANY} people takes {takes}"


async def _lifted(http: aiohttp.ClientSession, client: AskingClient) -> Finding:
    """Lift the limits, and say what was done."""
    try:
        status, told = await _call(http, "GET", override_url(client))
        if status == _OK and told == UNLIMITED:
            return Finding(PART, ok=True, sentence=f"none for {client.user_id}: its administrators have lifted them")
        if status == _OK:
            status, told = await _call(http, "POST", override_url(client), UNLIMITED)
    except (aiohttp.ClientError, TimeoutError) as error:
        return Finding(PART, ok=False, sentence=f"administration not reached ({type(error).__name__})")
    if status == _OK:
        return Finding(PART, ok=True, sentence=f"lifted for {client.user_id}, with HAFENBOTE_MATRIX_ADMIN_TOKEN")
    return Finding(PART, ok=False, sentence=_refusal(status, told))


async def _remedy(http: aiohttp.ClientSession, client: AskingClient) -> str:
    """Say how the limits are lifted: on Synapse by the exact call of its administrators."""
    if not await _is_synapse(http, client.homeserver):
        return (
            f"to lift them, ask whoever runs the homeserver to except {client.user_id} from its limits for messages; "
            "it is no Synapse, or its administration is not reached from here"
        )
    headers = "-H 'Authorization: Bearer TOKEN_OF_AN_ADMINISTRATOR' -H 'Content-Type: application/json'"
    body = '{"messages_per_second": 0, "burst_count": 0}'
    call = f"curl -X POST {headers} -d '{body}' '{override_url(client)}'"
    return f"an administrator of the homeserver lifts them with: {call}"


async def _is_synapse(http: aiohttp.ClientSession, homeserver: str) -> bool:
    """Ask for the version of its administration, which anybody may know; a proxy may hide that, and a header tells."""
    try:
        status, told = await _call(http, "GET", f"{homeserver}{_ADMIN}/server_version")
        if status == _OK and "server_version" in told:
            return True
        async with http.get(f"{homeserver}/_matrix/client/versions", allow_redirects=False) as answer:
            return answer.headers.get("Server", "").startswith("Synapse")
    except (aiohttp.ClientError, TimeoutError):
        return False


async def _call(
    http: aiohttp.ClientSession, method: str, url: str, body: Mapping[str, object] | None = None
) -> tuple[int, dict[str, Any]]:
    async with http.request(method, url, json=body, allow_redirects=False) as answer:
        try:
            told = await answer.json(content_type=None)
        except ValueError:  # a web page
            told = None
        return answer.status, told if isinstance(told, dict) else {}


def _refusal(status: int, told: Mapping[str, Any]) -> str:
    """Say why the limits were not lifted, and what to do about it."""
    if status == _UNAUTHORIZED:
        return "not lifted: the homeserver does not know HAFENBOTE_MATRIX_ADMIN_TOKEN; take a new one or remove it"
    if status == _FORBIDDEN:
        return "not lifted: HAFENBOTE_MATRIX_ADMIN_TOKEN belongs to no administrator of the homeserver"
    if status == _NOT_FOUND and "errcode" not in told:
        return "not lifted: the homeserver is no Synapse, or a proxy hides its administration (/_synapse/admin)"
    return f"not lifted: the homeserver answers {told.get('errcode') or status}"
