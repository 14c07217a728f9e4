"""The doctor's visit to the Matrix account: with the login the bot has, and changing nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.findings import Finding
from bot.matrix.client import PatientClient
from bot.matrix.failures import from_exception
from bot.matrix.session import MatrixAccount, borrow
from bot.matrix.trust.recovery_findings import look_at_identity, look_at_recovery

Look = Callable[[PatientClient, MatrixAccount], Awaitable[list[Finding]]]
"""One question; whatever it raises becomes a fault."""

LOOKS: tuple[Look, ...] = (look_at_identity, look_at_recovery)


async def examine_account(account: MatrixAccount, *more: Look) -> list[Finding]:
    """Look at the account, also at more than what is always looked at; before the first login there is nothing."""
    client = await borrow(account)
    if client is None:
        return []
    try:
        # A token alone does not say which device it belongs to.
        told = await client.ask("GET", "/account/whoami")
        client.user_id, client.device_id = told["user_id"], told.get("device_id") or client.device_id
        return [finding for look in (*LOOKS, *more) for finding in await look(client, account)]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        sentence = f"cannot be looked at: {from_exception(error).detail}"
        return [Finding("matrix account", ok=False, sentence=sentence)]
    finally:
        await client.close()
