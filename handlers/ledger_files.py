"""The ledger's lines as a file, and a file's rows as reports: what a file would change is shown before anything is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, select

from handlers.ledger_rows import read_rows
from handlers.pledge_words import offer_words
from handlers.problems import Problem
from handlers.spreadsheets import CSV, XLSX, Cell, csv_file, shielded, xlsx_file
from handlers.table_child import RowProblem, read_table
from handlers.wording import Markdown, Wording, unmarked
from storage.municipalities import Municipality
from storage.pledge_files import COLUMNS, Change, Held, planned_changes
from storage.pledges import Line, PledgeState


class TableFormat(StrEnum):
    """What the ledger's lines can be exported as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """What such a file is called on networks."""
        return XLSX if self is TableFormat.XLSX else CSV


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do: how many rows it has, the reports they make, and everything that is wrong."""

    count: int
    same: int
    changes: Sequence[Change]
    faults: Sequence[RowProblem]


def ledger_file(kind: TableFormat, held: Sequence[Held]) -> bytes:
    """Write what stands and what waits as a table."""
    table: list[Sequence[Cell]] = [COLUMNS, *(_row(each) for each in held)]
    return csv_file(table) if kind is TableFormat.CSV else xlsx_file({"pledges": table})


def _row(held: Held) -> list[Cell]:
    offer, line = held.offer, held.line
    return [
        line.ags,
        shielded(held.municipality.name),
        line.programme.value,
        line.target_group.value,
        offer.places,
        *(day.isoformat() if day else "" for day in (offer.valid_from, offer.valid_until)),
        shielded(offer.resolution),
        offer.resolved_on.isoformat() if offer.resolved_on else "",
        shielded(offer.paper),
        shielded(offer.link),
        shielded(offer.condition),
        " ".join(offer.condition_kinds),
        (PledgeState.PROPOSED if held.waits else PledgeState.CONFIRMED).value,
    ]


def preview(session: Session, content: bytes, today: date) -> Preview:
    """Say what a table of pledges would do. Raises :class:`Problem` for what is no such table."""
    table = read_table(content)
    places = {place.ags: place for place in session.exec(select(Municipality))}
    read = read_rows(table, places, today)
    changes = planned_changes(session, read.wanted, today)
    first: dict[Line, Change] = {}
    twice = [
        RowProblem(change.row, Problem("ledger-twice", first=str(first[change.seen.line].row)))
        for change in changes
        if first.setdefault(change.seen.line, change) is not change
    ]
    faults = sorted([*read.faults, *twice], key=lambda fault: fault.row)
    same = len(read.wanted) - len(changes)
    return Preview(read.count, same, list(first.values()), faults)


def fault_words(wording: Wording, fault: RowProblem) -> Markdown:
    """Say what is wrong with which row."""
    return wording("ledger-row", row=str(fault.row), said=wording.problem(fault.problem))


def change_words(wording: Wording, change: Change) -> Markdown:
    """Say which report a row makes, what is confirmed, and what waits in the place of which it steps."""
    line = change.seen.line
    after, before, instead = (
        offer_words(wording, line.programme, line.target_group, offer) if offer else ""
        for offer in (change.offer, change.before, change.instead)
    )
    said = [wording("ledger-change", row=str(change.row), municipality=change.municipality.name, offer=after)]
    said += [wording("ledger-change-before", before=before)] if before else []
    said += [wording("ledger-change-instead", instead=instead)] if instead else []
    return Markdown("; ".join(said))


def preview_file(wording: Wording, shown: Preview) -> bytes:
    """Write all faults and changes as a table."""
    rows = [(fault.row, wording("ledger-file-fault"), wording.problem(fault.problem)) for fault in shown.faults]
    rows += [(each.row, wording("ledger-file-change"), change_words(wording, each)) for each in shown.changes]
    table: list[Sequence[Cell]] = [
        [wording(key) for key in ("ledger-file-row", "ledger-file-what", "ledger-file-said")]
    ]
    table += [[row, unmarked(what), shielded(unmarked(said))] for row, what, said in sorted(rows)]
    return csv_file(table)
