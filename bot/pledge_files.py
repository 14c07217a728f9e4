"""``hafenbote pledges``: the ledger's lines into a file, and a file's rows as reports that wait for confirmation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.markdown import to_plain
from bot.office import office_of
from bot.opening import open_database, read_settings
from bot.survey_files import coordinator, refuse
from handlers.ledger_files import Preview, TableFormat, change_words, fault_words, ledger_file, preview
from handlers.problems import Problem
from handlers.wording import Wording
from storage.audit import note
from storage.pledge_files import held_offers, take_changes

pledges = typer.Typer(help="The pledges as files.", no_args_is_help=True)


@pledges.command("export")
def export_file(file: Path) -> None:
    """Write what is not over, and what waits, as the file's name ends: .csv or .xlsx."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in set(TableFormat):
        raise refuse(f"{file}: pledges are written as .csv or .xlsx")
    office, database = office_of(read_settings()), open_database()
    with database.transaction() as session:
        held = held_offers(session, office.day(datetime.now(UTC)))
    database.close()
    file.write_bytes(ledger_file(TableFormat(kind), held))
    typer.echo(f"{file}: {len(held)} {'line' if len(held) == 1 else 'lines'}")


@pledges.command("import")
def import_file(
    file: Path,
    by: Annotated[str, typer.Option(help="Label of who reports them; else the first of the office")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change")] = False,
) -> None:
    """Report what a table (.csv, .xlsx) says and the ledger does not; all rows or none. Somebody else confirms them."""
    content, now = file.read_bytes(), datetime.now(UTC)
    office, database = office_of(read_settings()), open_database()
    try:
        with database.transaction() as session:
            person = coordinator(session, by, office, now)
            shown = preview(session, content, office.day(now))
            _say(office.wording(), file, shown)
            if shown.changes and not dry_run:
                entries = take_changes(session, shown.changes, person.id or 0, now)
                note(session, now, person.id, "pledges-imported", f"pledge:{entries[0].id}", count=len(entries))
    except Problem as problem:
        raise refuse(f"{file}: {to_plain(office.wording().problem(problem))}") from None
    finally:
        database.close()
    done = "would be" if dry_run else "are now"
    typer.echo(f"{shown.count} rows: {len(shown.changes)} {done} reports, {shown.same} stand already")


def _say(wording: Wording, file: Path, shown: Preview) -> None:
    """Say what is wrong and end, or say what changes."""
    for fault in shown.faults:
        typer.echo(f"{file}: {to_plain(fault_words(wording, fault))}", err=True)
    for change in shown.changes:
        typer.echo(to_plain(change_words(wording, change)))
    if shown.faults:
        raise refuse(f"{file}: {shown.count} rows, {len(shown.faults)} faults; nothing was taken")
