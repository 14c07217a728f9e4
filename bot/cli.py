"""The command ``hafenbote``."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sqlite3
import sys
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import Annotated

import segno
import typer
from sqlalchemy.exc import DBAPIError

from bot.copies.archive import ArchiveError
from bot.copies.backup import CopyError
from bot.copies.sealing import SealingError
from bot.database_commands import db
from bot.doctor.examination import examine
from bot.doctor.matrix import half_set
from bot.logs import configure_logs
from bot.matrix_commands import matrix
from bot.member_files import members
from bot.office import office_of
from bot.opening import check_folder, open_database, read_settings
from bot.people_commands import people
from bot.pledge_files import pledges
from bot.service import Service
from bot.settings import describe
from bot.survey_files import surveys
from bot.terminal import TerminalNetwork
from handlers.invitations import new_invite
from handlers.links import links_for
from storage.engine import DriverMissingError
from storage.invites import create_invite
from storage.municipalities import Land, Municipality
from storage.persons import MUNICIPAL_ROLES, Role
from storage.revisions import MigrationError
from storage.snapshots import NotTakenError

DEMO = "bot.demo.run"
"""Loaded by its name: a service in operation need not carry a homeserver's, people's and Telegram's doubles."""

FAULTS = (CopyError, ArchiveError, SealingError, NotTakenError, MigrationError, DriverMissingError)
"""What ends a command with a sentence that says what to do."""


class Played(StrEnum):
    """The networks the demo can play on."""

    MATRIX = "matrix"
    TELEGRAM = "telegram"


app = typer.Typer(
    help="Hafenbote: chat bot and notification service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they hide a sentence under pages
)
app.add_typer(matrix, name="matrix")
app.add_typer(members, name="members")
app.add_typer(people, name="people")
app.add_typer(pledges, name="pledges")
app.add_typer(surveys, name="surveys")
app.add_typer(db, name="db")


def main() -> None:
    """Run the command line. What is wrong outside of the program is said in a sentence."""
    os.umask(0o077)  # databases, copies and keys are for nobody else on the machine
    try:
        app()
    except DBAPIError as error:
        typer.echo(f"The database does not do what is asked of it: {error.orig}", err=True)
    except (*FAULTS, OSError, sqlite3.Error) as error:
        typer.echo(str(error), err=True)
    sys.exit(1)


@app.command()
def run() -> None:
    """Serve until stopped (Ctrl-C, SIGTERM)."""
    configure_logs()
    settings = read_settings()
    configure_logs(level=logging.getLevelNamesMapping()[settings.log_level.upper()])
    check_folder(settings)
    service = Service(settings)
    if not service.networks:
        missing = half_set(settings)
        nothing = "No network is configured: set HAFENBOTE_MATRIX_* or HAFENBOTE_TELEGRAM_TOKEN."
        typer.echo(f"matrix: {missing}" if missing else nothing, err=True)
        raise typer.Exit(1)
    asyncio.run(_until_signal(service))


async def _until_signal(service: Service) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await service.run(stop)


@app.command()
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the scenario; exit 1 if anything differed")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one object, as the last line")] = False,
    network: Annotated[
        Played, typer.Option(help="Matrix, where somebody links Telegram, too, or Telegram alone, where nobody can")
    ] = Played.MATRIX,
) -> None:
    """Play the main job on a real homeserver or a double of Telegram, a client for each person; it is July 2021."""
    configure_logs(level=logging.ERROR)
    raise typer.Exit(asyncio.run(import_module(DEMO).run_demo(once=once, as_json=as_json, network=network)))


@app.command()
def chat(name: Annotated[str, typer.Option("--as", help="Who is at the keyboard, for example Bielefeld")]) -> None:
    """Talk to the bot in this terminal, on the configured database and without any server."""
    configure_logs(level=logging.WARNING)
    settings = read_settings().model_copy(update={"matrix_homeserver": "", "http_port": 0})
    typer.echo("Schreiben Sie hilfe oder start CODE; Strg-D beendet.")
    asyncio.run(_until_signal(Service(settings, extra=[TerminalNetwork(name)])))


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="What the invited person will be")],
    municipality: Annotated[str, typer.Option(help="AGS of the municipality, for contact and deputy")] = "",
    land: Annotated[Land | None, typer.Option(help="Land, for land_coordinator")] = None,
    *,
    group: Annotated[bool, typer.Option("--group", help="Invite a group chat instead of a person")] = False,
) -> None:
    """Make an invite code, with links and a QR code; only hashes of it are kept."""
    settings, database = read_settings(), open_database()
    with database.transaction() as session:
        known = session.get(Municipality, municipality)
        if role in MUNICIPAL_ROLES and not group and known is None:
            typer.echo(f"--municipality needs the AGS of a known municipality, not {municipality!r}.", err=True)
            raise typer.Exit(1)
        if role is Role.LAND_COORDINATOR and land is None:
            typer.echo("--land is needed for a land_coordinator, for example DE-NW.", err=True)
            raise typer.Exit(1)
        wanted = new_invite(role, datetime.now(UTC), ags=known.ags if known else None, land=land, for_group=group)
        secrets = create_invite(session, wanted)
    typer.echo(f"start {secrets.code}")
    for link in links_for(office_of(settings), secrets, for_group=group):
        typer.echo(link)
        segno.make(link, error="m").terminal(out=sys.stdout, compact=True)
    database.close()


@app.command()
def doctor(
    *,
    measure: Annotated[
        bool, typer.Option("--measure", help="Measure the homeserver's limits; a running announcement is slowed by it")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as one list, for programs")] = False,
) -> None:
    """Check settings, database, backups and networks; exit 1 on a fault. A note is worth knowing and no fault."""
    findings = asyncio.run(examine(read_settings(), measures=measure))
    told = [{"part": each.part, "level": each.level, "sentence": each.sentence} for each in findings]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    for each in () if as_json else told:
        level = each["level"].upper() if each["level"] == "fault" else each["level"]
        typer.echo(f"{level:5} {each['part']}: {each['sentence']}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@app.command()
def settings() -> None:
    """Print every setting with help and default, as an environment file."""
    typer.echo(describe())
