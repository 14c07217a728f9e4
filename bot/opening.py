"""What every command begins with: the settings, and the database in its schema."""

from __future__ import annotations

import typer
from pydantic import ValidationError

from bot import credentials
from bot.settings import PREFIX, Settings
from storage import schema
from storage.database import Database


def read_settings() -> Settings:
    """Read the settings; what is wrong with them is said, and ends the command with 1."""
    misplaced = list(credentials.faults())
    for sentence in misplaced:
        typer.echo(sentence, err=True)
    if misplaced:
        raise typer.Exit(1)
    try:
        return Settings(_secrets_dir=credentials.folders())
    except ValidationError as error:
        for fault in error.errors():
            named = "".join(f"{PREFIX}{str(name).upper()}: " for name in fault["loc"][:1])
            typer.echo(named + plain(fault["msg"]), err=True)
        raise typer.Exit(1) from error


def plain(sentence: str) -> str:
    """Take away what pydantic puts before a sentence of ours."""
    return sentence.removeprefix("Value error, ")


def open_database(*, finish: bool = False) -> Database:
    """Open the database and bring it to this release's schema; ``finish``: no earlier release runs any more."""
    database = Database(read_settings().database_url)
    schema.upgrade(database, finish=finish)
    return database
