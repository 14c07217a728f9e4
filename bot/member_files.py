"""``hafenbote members``: the municipalities of the network as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.markdown import to_plain
from bot.office import office_of
from bot.opening import open_database, read_settings
from handlers.problems import Problem
from handlers.table_child import read_table
from handlers.wording import Wording
from storage.member_files import MemberChange, MemberFileError, RowFault, export_members, planned_members, take_members
from storage.municipality_register import is_register, read_register

members = typer.Typer(help="The municipalities of the network.", no_args_is_help=True)


@members.command("import")
def import_file(
    file: Path,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change")] = False,
) -> None:
    """Take municipalities from a table (.csv, .xlsx: ags, name, land, status, named_as, population); all or none.

    A register of the statistical offices (GV100AD) changes names and inhabitants of the known ones.
    """
    content, wording, database = file.read_bytes(), office_of(read_settings()).wording(), open_database()
    try:
        with database.transaction() as session:
            changes, summary = _planned(session, content, wording)
            if not dry_run:
                take_members(session, changes)
    except MemberFileError as error:
        for fault in error.faults:
            typer.echo(f"{file}: row {fault.row}: {fault.sentence}", err=True)
        raise typer.Exit(1) from error
    except Problem as problem:
        typer.echo(f"{file}: {to_plain(wording.problem(problem))}", err=True)
        raise typer.Exit(1) from problem
    finally:
        database.close()
    if dry_run:
        for change in changes:
            if change.differences:
                typer.echo(f"row {change.row}: AGS {change.wanted.ags}: {', '.join(change.differences)}")
    typer.echo(f"{summary}; nothing was taken" if dry_run else summary)


def _planned(session: Session, content: bytes, wording: Wording) -> tuple[list[MemberChange], str]:
    """Say what a file makes of municipalities, and sum it up."""
    if is_register(content):
        read = read_register(session, content)
        return read.changes, f"{_counted(len(read.changes))} changed, others in the file: {read.others}"
    table = read_table(content)
    if table.faults:
        raise MemberFileError([RowFault(fault.row, to_plain(wording.problem(fault.problem))) for fault in table.faults])
    changes = planned_members(session, table.rows)
    return changes, _counted(len(changes))


def _counted(count: int) -> str:
    return f"{count} {'municipality' if count == 1 else 'municipalities'}"


@members.command("export")
def export_file(file: Annotated[Path, typer.Argument(allow_dash=True)] = Path("-")) -> None:
    """Write all municipalities into a CSV table; without a file, or with -, onto standard output."""
    database = open_database()
    with database.transaction() as session:
        table = export_members(session)
    if file == Path("-"):
        typer.echo(table, nl=False)
    else:
        file.write_text(table, encoding="utf-8")
    database.close()
