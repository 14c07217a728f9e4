"""What the doctor finds about Matrix: the homeserver, and the bot's account on it."""

from __future__ import annotations

import aiohttp

from bot.doctor.clock import Told, told_by
from bot.findings import Finding, fault, fine
from bot.matrix.discovery import find_homeserver
from bot.matrix.examination import NOT_YET, examine_account
from bot.matrix.limit_findings import LimitLook
from bot.matrix_account import account_of
from bot.settings import Settings

PART = "matrix"
WITHIN = aiohttp.ClientTimeout(total=10)
NO_HOMESERVER = "what answers there is no homeserver: is its address right?"


def half_set(settings: Settings) -> str:
    """Say what is missing where only a part of what Matrix needs is set; empty elsewhere."""
    begun = settings.matrix_lacks and settings.matrix_is_begun
    return f"off: set {' and '.join(settings.matrix_lacks)} as well" if begun else ""


async def look_at_matrix(
    settings: Settings, *, measures: bool, is_new: bool = False
) -> tuple[list[Finding], Told | None]:
    """Look at homeserver and account; tells also what the homeserver's clock says.

    ``is_new``: the database has no tables yet, so there is no login to look with.
    """
    if missing := half_set(settings):
        return [fault(PART, missing)], None
    if not settings.matrix_is_on:
        return [fine(PART, "off: no homeserver, user and password or token are set")], None
    wrong, told = await _asked(await find_homeserver(settings.matrix_homeserver))
    if wrong:
        return [fault(PART, wrong)], told
    reached = fine(PART, "homeserver reached")
    if is_new and not settings.is_on_sqlite:
        return [reached, NOT_YET], told
    limits = LimitLook(settings.matrix_admin_token.get_secret_value(), measures)
    with account_of(settings) as account:
        return [reached, *await examine_account(account, limits)], told


async def _asked(address: str) -> tuple[str, Told | None]:
    url = f"{address}/_matrix/client/versions"
    try:
        async with aiohttp.ClientSession(timeout=WITHIN) as session, session.get(url) as response:
            clock = told_by(response.headers.get("Date"))
            if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                return f"homeserver answers {response.status}: is its address right?", clock
            told = await response.json()
    except (aiohttp.ContentTypeError, ValueError):
        return NO_HOMESERVER, None
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"homeserver not reached ({type(error).__name__}): check its address", None
    return "" if isinstance(told, dict) and "versions" in told else NO_HOMESERVER, clock
