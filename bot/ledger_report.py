"""What the doctor says of the ledger: how far it is whole, and what to do where it is not."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from storage.ledger_chain import SHORT
from storage.ledger_check import LedgerReport
from storage.ledger_seals import BrokenSeal, SealFault
from storage.pledges import Line

SEALS = {
    SealFault.FORGED: "the seal of {at} was not made with this HAFENBOTE_LEDGER_KEY: "
    "set the key it was made with, or {restore}",
    SealFault.CUT_OFF: "entry {entry} was sealed on {at} and is gone: {restore}",
    SealFault.REWRITTEN: "entries up to {entry} were written anew after they were sealed on {at}: {restore}",
}
RESTORE = "compare with a copy (`zusagen verlauf datei` of that time, a backup) and restore a backup from before"


def ledger_sentence(report: LedgerReport, zone: ZoneInfo) -> str:
    """Say in one sentence how the ledger is, with the digest of its last entry to compare with what was noted."""
    if report.chain.broken_at is not None:
        return f"entry {report.chain.broken_at} does not continue the chain, so the past was changed there: {RESTORE}"
    if report.broken_seal is not None:
        return _of_seal(report.broken_seal, zone)
    if report.wrong_line is not None:
        return _of_line(report.wrong_line)
    if not report.chain.entries:
        return "empty"
    sealed = f"last seal {report.seal.sealed_at.astimezone(zone):%Y-%m-%d}" if report.seal else "no seals"
    head = f"no. {report.chain.through} is {report.chain.head[:SHORT]}"
    return f"{report.chain.entries:,} entries, chain whole, {head}, {sealed}"


def _of_seal(broken: BrokenSeal, zone: ZoneInfo) -> str:
    at = f"{broken.seal.sealed_at.astimezone(zone):%Y-%m-%d}"
    return SEALS[broken.fault].format(entry=broken.seal.through, at=at, restore=RESTORE)


def _of_line(line: Line) -> str:
    named = f"{line.programme} for {line.target_group} of {line.ags}"
    return f"the totals of {named} are not what was written, though nothing that was written is changed: {RESTORE}"
