"""The doctor's visit to the Matrix account: with the login the bot has, and changing nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.findings import Finding, note
from bot.matrix.backup.findings import look_at_backup
from bot.matrix.client import PatientClient
from bot.matrix.failures import from_exception
from bot.matrix.session import MatrixAccount, NoLoginError, borrowed
from bot.matrix.trust.recovery_findings import look_at_identity, look_at_recovery

Look = Callable[[PatientClient, MatrixAccount], Awaitable[list[Finding]]]
"""One question; whatever it raises becomes a fault."""

PART = "matrix account"
NOT_YET = note(PART, "not logged in yet: user and password are tried at the first start")

LOOKS: tuple[Look, ...] = (look_at_identity, look_at_recovery, look_at_backup)


async def examine_account(account: MatrixAccount, *more: Look) -> list[Finding]:
    """Look at the account, also at more than what is always looked at; before the first login there is nothing yet."""
    try:
        async with borrowed(account) as client:
            return [finding for look in (*LOOKS, *more) for finding in await look(client, account)]
    except NoLoginError:
        return [NOT_YET]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        sentence = f"cannot be looked at: {from_exception(error).detail}"
        return [Finding(PART, ok=False, sentence=sentence)]
