"""What every command begins with: the settings, and the database in its schema."""

from __future__ import annotations

import os
from pathlib import Path

import typer
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from bot import credentials
from bot.settings import PREFIX, Settings
from storage import schema
from storage.at_rest import exists
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
    except PermissionError as error:
        unread = Path(error.filename or ".").absolute()
        typer.echo(f"{unread} cannot be read: chown it, or run as its owner", err=True)
        raise typer.Exit(1) from error
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
    settings = read_settings()
    check_folder(settings)
    database = Database(settings.database_url)
    is_new = not exists(database)
    schema.upgrade(database, finish=finish)
    if is_new:
        file = _file_of(settings)
        typer.echo(f"{file.name} is new in {file.parent}: are you in the folder of your .env?", err=True)
    return database


def check_folder(settings: Settings) -> None:
    """End the command with 1 and a sentence where SQLite's file cannot be made or written for its folder's sake."""
    if not settings.is_on_sqlite:
        return
    folder = _file_of(settings).parent
    if not folder.is_dir():
        wrong = f"there is no folder {folder}: make it, or set {PREFIX}DATABASE_URL to another"
    elif not os.access(folder, os.W_OK | os.X_OK):
        wrong = f"the folder {folder} cannot be written, and the database is in it: chown it, or run as its owner"
    else:
        return
    typer.echo(wrong, err=True)
    raise typer.Exit(1)


def _file_of(settings: Settings) -> Path:
    """Name SQLite's file in full."""
    return Path(make_url(settings.database_url).database or "").absolute()
