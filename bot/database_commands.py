"""The commands ``hafenbote db …``: upgrade, back up, restore, move."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from bot.copies import restore as copies
from bot.copies import sealing
from bot.copies.backup import CopyError, Made, make_backup
from bot.copies.moving import move
from bot.copies.rotation import name_of, rotate
from bot.ledger_report import ledger_sentence
from bot.office import office_of
from bot.opening import open_database, plain, read_settings
from bot.settings import Settings
from storage.backup_runs import BackupRun
from storage.database import Database
from storage.snapshots import Count

db = typer.Typer(help="The database.", no_args_is_help=True)

Keys = Annotated[Path | None, typer.Option("--identity", help="File with the age key that opens a sealed copy")]


@db.command()
def upgrade(
    *,
    finish: Annotated[
        bool, typer.Option("--finish", help="No instance of an earlier release runs: take away what only it needed")
    ] = False,
) -> None:
    """Bring the database to this release's schema."""
    open_database(finish=finish).close()


@db.command()
def backup(
    onto: Annotated[Path | None, typer.Argument(help="File, or folder in which copies are kept by their dates")] = None,
    recipient: Annotated[str, typer.Option(help="Who alone can read it: age1…, several by commas")] = "",
) -> None:
    """Write a consistent copy of database and Matrix store, while the service runs, and read it over."""
    settings, now = read_settings(), datetime.now(UTC)
    onto = onto or settings.backup_directory
    if onto is None:
        raise CopyError("where to? Name a file or a folder, or set HAFENBOTE_BACKUP_DIRECTORY")
    to = sealing.recipients(recipient or settings.backup_recipient)
    file = onto / name_of(now, sealed=bool(to)) if onto.is_dir() else onto
    if file == onto and file.exists():
        raise CopyError(f"{file} is there already: name another file, or take it away first")
    with closing(Database(settings.database_url, patient=True)) as database:
        made = make_backup(database, settings.matrix_store, file, to, now)
        with database.transaction() as session:
            session.add(BackupRun(made_at=now, kind="backup", bytes=made.bytes, sealed=made.sealed, verified_at=now))
    typer.echo(_told(made))
    for gone in rotate(onto) if onto.is_dir() else ():
        typer.echo(f"{gone}: deleted, newer ones are kept")


def _told(made: Made) -> str:
    how = "sealed, checked" if made.sealed else "checked, NOT sealed (whoever reads it reads everything: --recipient)"
    return f"{made.file}: {made.bytes} bytes, {made.rows} rows, {made.store_files} files of the Matrix store, {how}"


@db.command()
def restore(
    file: Path,
    identity: Keys = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only read it over; change nothing")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Also where there is data; it is kept beside")] = False,
    resend: Annotated[
        bool, typer.Option("--resend", help="Nothing ran since the copy was made: go on exactly where it stood")
    ] = False,
) -> None:
    """Put a copy back in place of database and Matrix store; the service must be stopped."""
    settings = read_settings()
    keys = sealing.identities(identity) if identity else []
    if sealing.is_sealed(file) and not keys:
        raise CopyError(f"{file} is sealed: name the file with its key, --identity KEYFILE")
    if check:
        head, tables = copies.check(file, keys)
        typer.echo(f"whole: {head.made_at:%Y-%m-%d %H:%M} UTC, schema {head.revision}")
        _tell_rows(tables)
        return
    wanted = copies.Wanted(replace, resend, bool(settings.matrix_password.get_secret_value()))
    with closing(Database(settings.database_url, patient=True)) as database:
        done = copies.restore(
            database, settings.matrix_store, file, keys, wanted, office_of(settings), datetime.now(UTC)
        )
    _tell(done, settings)


def _tell(done: copies.Restored, settings: Settings) -> None:
    """Say what was done and what to do next."""
    _tell_rows(done.tables)
    typer.echo(f"ledger: {ledger_sentence(done.ledger, settings.zone)}")
    for place in done.kept:
        typer.echo(f"what was there before is kept as {place}: delete it when you do not need it any more")
    if done.left_out is None:
        typer.echo("all goes on exactly where it stood when the copy was made")
    else:
        left = done.left_out
        typer.echo(
            f"not said again, most likely it was said: {left.messages} messages that waited, {left.items} reminders "
            f"that were due. {left.announcements} announcements are paused: the office looks at `rundschreiben`."
        )
        moment = f"{done.head.made_at.astimezone(settings.zone):%Y-%m-%d %H:%M}"
        typer.echo(
            f"lost is what people wrote after {moment}: tell them, and erase again who had asked for it since "
            "(`hafenbote people erase NUMBER`; the service's log has the numbers). "
            "Invitations used since then can be used once more."
        )
    if done.new_device:
        typer.echo("Matrix: the bot logs in as a new device, signed by the same account, at its next start")
    typer.echo("Next: `hafenbote doctor`, then start the service.")


def _tell_rows(tables: Mapping[str, Count]) -> None:
    filled = {name: count.rows for name, count in tables.items() if count.rows}
    named = ", ".join(f"{name} {rows}" for name, rows in filled.items())
    typer.echo(f"{sum(filled.values())} rows in {len(tables)} tables: {named or 'all empty'}")


@db.command()
def copy(
    target: Annotated[str, typer.Argument(help="Address of the new, empty database; - reads it from standard input")],
) -> None:
    """Copy the database of the settings into another, empty one, such as PostgreSQL; the service must be stopped."""
    settings = read_settings()
    address = sys.stdin.readline().strip() if target == "-" else target
    try:
        address = Settings.model_validate({"database_url": address}).database_url
    except ValidationError as error:
        raise CopyError(plain(error.errors()[0]["msg"])) from error
    with (
        closing(Database(settings.database_url, patient=True)) as here,
        closing(Database(address, patient=True)) as there,
    ):
        tables, ledger = move(here, there, settings.ledger_key.get_secret_value())
    _tell_rows(tables)
    typer.echo(f"ledger: {ledger_sentence(ledger, settings.zone)}")
    shown = make_url(address).render_as_string(hide_password=True)
    typer.echo(
        f"Next: set HAFENBOTE_DATABASE_URL={shown} (with the password) and, with Matrix on PostgreSQL, "
        "HAFENBOTE_MATRIX_STORE_KEY (the content of store.key in the Matrix store, where none was set); then "
        "`hafenbote doctor`, then start."
    )
    typer.echo("Never start the service on the old database again: it would send everything a second time.")
