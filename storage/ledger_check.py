"""Whether the ledger is as it was written: its chain, its seals, and what is said of every day because of it.

It is read in portions, each in a transaction of its own, so that nobody waits for it: what was written stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.database import Database, serialize
from storage.engine import Subject
from storage.ledger_chain import Walk, walk_on
from storage.ledger_seals import BrokenSeal, LedgerSeal, broken_seals, newest_seal
from storage.pledge_spans import PledgeSpan, spans_of
from storage.pledges import Line, PledgeEntry, line_of

SHOWN = [name for name in PledgeSpan.model_fields if name != "id"]
ENTRIES_AT_ONCE, PLACES_AT_ONCE = 2000, 50


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What was found: how far the chain holds, the first seal that does not fit, and the first line misrepresented."""

    chain: Walk
    seal: LedgerSeal | None = None
    broken_seal: BrokenSeal | None = None
    wrong_line: Line | None = None

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to complain about."""
        return self.chain.broken_at is None and self.broken_seal is None and self.wrong_line is None


def check_ledger(database: Database, key: str) -> LedgerReport:
    """Read the whole ledger and say whether it is as it was written; ``key`` is that of the seals, or empty."""
    chain = _chain(database)
    with database.transaction() as session:
        broken, newest = next(broken_seals(session, key), None), newest_seal(session)
    return LedgerReport(chain, newest, broken, _wrong_line(database))


def _chain(database: Database) -> Walk:
    walk, come = Walk(), -1
    while walk.entries > come and walk.broken_at is None:
        come = walk.entries
        with database.transaction() as session:
            walk = walk_on(session, walk, ENTRIES_AT_ONCE)
    return walk


def _wrong_line(database: Database) -> Line | None:
    with database.transaction() as session:
        written, shown = (session.exec(select(each.ags).distinct()).all() for each in (PledgeEntry, PledgeSpan))
    for places in _portions(sorted({*written, *shown})):
        with database.transaction() as session:
            wrong = next(wrong_lines(session, places), None)
        if wrong is not None:
            return wrong
    return None


def wrong_lines(session: Session, places: Sequence[str]) -> Iterator[Line]:
    """List the lines of municipalities whose spans are not what follows from their entries."""
    serialize(session, Subject.LEDGER)  # else an entry could come in between its line's entries and its spans
    lines: defaultdict[Line, tuple[list[PledgeEntry], list[PledgeSpan]]] = defaultdict(lambda: ([], []))
    of_places = col(PledgeEntry.ags).in_(places)
    for entry in session.exec(select(PledgeEntry).where(of_places).order_by(col(PledgeEntry.id))):
        lines[line_of(entry)][0].append(entry)
    for span in session.exec(select(PledgeSpan).where(col(PledgeSpan.ags).in_(places))):
        lines[Line(span.ags, span.programme, span.target_group)][1].append(span)
    for line, (entries, spans) in lines.items():
        if _comparable(spans_of(entries)) != _comparable(spans):
            yield line


def _comparable(spans: Iterable[PledgeSpan]) -> list[tuple[object, ...]]:
    return sorted(tuple(getattr(span, name) for name in SHOWN) for span in spans)


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(keys), PLACES_AT_ONCE):
        yield keys[first : first + PLACES_AT_ONCE]
