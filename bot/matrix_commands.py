"""The commands ``hafenbote matrix``, for the bot's account there."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import configure_logs
from bot.matrix.failures import HomeserverError, from_exception
from bot.matrix.relocking import lock_anew
from bot.matrix.session import MatrixAccount, NoLoginError, borrowed
from bot.matrix.trust.fingerprints import kept_fingerprints
from bot.matrix.trust.recovery import left, take_away
from bot.matrix.trust.secret_storage import SecretStorageError
from bot.matrix_account import account_of
from bot.opening import read_settings
from handlers.verification import shown_fact

KEEP_IT = """
This is the recovery key of the bot's Matrix account. Write it down or put it into a password safe, off this machine.
On a new machine, set HAFENBOTE_MATRIX_RECOVERY_KEY to it: to everybody, the bot is the same as before. Whoever has it
and the account's password can pretend to be the bot.
"""

matrix = typer.Typer(help="The bot's Matrix account.", no_args_is_help=True)


@matrix.command("recovery-key")
def recovery_key(
    *,
    new: Annotated[bool, typer.Option("--new", help="Make a new one first, where the old one is lost")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether it was written down")] = False,
) -> None:
    """Show the recovery key the bot has made, once, and delete it where it lies."""
    with account_of(read_settings()) as account:
        key = asyncio.run(_recovery_key(account, new=new))
        if not key:
            _refuse(f"No recovery key lies in {account.vault}: it was shown before, given, or not made yet.")
        typer.echo(key)
        typer.echo(KEEP_IT, err=True)
        if not yes and not typer.confirm("Is it written down, so that it can be deleted here?", err=True):
            raise typer.Exit(1)
        asyncio.run(take_away(account))


@matrix.command()
def fingerprint() -> None:
    """Print by what people can tell that it is the bot: publish it where nobody else can write."""
    configure_logs(level=logging.WARNING)
    settings = read_settings()
    try:
        with account_of(settings) as account:
            facts = asyncio.run(kept_fingerprints(account)) if settings.matrix_is_on else {}
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said
        _refuse(f"The homeserver cannot be asked: {from_exception(error).detail}")
    if not facts:
        _refuse("The bot has never logged in to Matrix here: set it up, and start it once.")
    for name, value in facts.items():
        typer.echo(f"{name.replace('-', ' '):<12} {shown_fact(name, value)}")


async def _recovery_key(account: MatrixAccount, *, new: bool) -> str:
    """Read the key that was made, or make a new one first where none is left."""
    try:
        if new and not await left(account):
            async with borrowed(account) as client:
                await lock_anew(client, account)
        return await left(account)
    except SQLAlchemyError as error:
        _refuse(f"The database cannot be read ({type(error).__name__}): has the bot been started once?")
    except (NoLoginError, SecretStorageError, HomeserverError) as error:
        _refuse(f"There is no {'new ' if new else ''}recovery key: {error}.")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
