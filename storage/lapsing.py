"""Offers that end without anything that follows: which ones, and which of them a municipality lets lapse."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.municipalities import Municipality
from storage.pledge_spans import IS_LAPSING, PledgeSpan
from storage.pledges import Line, PledgeEntry, Programme, TargetGroup, line_of
from storage.records import Record, UtcDateTime, enum_column
from storage.standings import open_reports
from storage.totals import expiring, pending


class LapseChoice(Record, table=True):
    """A municipality's word that an offer may lapse at its end: nobody asks about this end any more."""

    __tablename__ = "lapse_choice"
    __table_args__ = (UniqueConstraint("ags", "programme", "target_group", "valid_until"),)

    id: int | None = Field(default=None, primary_key=True)
    ags: str = Field(foreign_key="municipality.ags")
    programme: Programme = Field(sa_type=enum_column(Programme))
    target_group: TargetGroup = Field(sa_type=enum_column(TargetGroup))
    valid_until: date
    decided_by: int = Field(foreign_key="person.id")
    decided_at: datetime = Field(sa_type=UtcDateTime)


def anything_lapses(session: Session, day: date) -> bool:
    """Say whether anything that counts or will count ends from a day on without anything that follows."""
    lapses = select(PledgeSpan.id).where(text(IS_LAPSING), col(PledgeSpan.valid_until) >= day)
    return session.exec(lapses.limit(1)).first() is not None


def to_renew(session: Session, day: date, until: date) -> list[tuple[PledgeEntry, Municipality]]:
    """List what counts on a day and lapses by another, where nobody has said that it may and no report waits."""
    let_go = {_end(each, each.valid_until) for each in session.exec(_let_go(day))}
    waiting = {line_of(entry) for entry, _ in pending(session)}
    return [
        (entry, place)
        for entry, place in expiring(session, day, until)
        if _end(entry, entry.valid_until) not in let_go and line_of(entry) not in waiting
    ]


def asks_renewal(session: Session, line: Line, end: date) -> bool:
    """Say whether a line still lapses on a day, nobody has let it, and no report waits."""
    lapses = select(PledgeSpan.id).where(
        *(text(IS_LAPSING), PledgeSpan.ags == line.ags, PledgeSpan.programme == line.programme),
        *(PledgeSpan.target_group == line.target_group, PledgeSpan.valid_until == end),
    )
    is_left = session.exec(lapses).first() is not None
    return is_left and not is_let_go(session, line, end) and not open_reports(session, line)


def is_let_go(session: Session, line: Line, end: date) -> bool:
    """Say whether somebody has said that a line may lapse on a day."""
    return any(_end(each, each.valid_until) == _end(line, end) for each in session.exec(_let_go(end)))


def let_lapse(session: Session, line: Line, end: date, by: int, now: datetime) -> None:
    """Note that a line may lapse on a day; that nobody has noted it before is for the caller to know."""
    choice = LapseChoice(
        ags=line.ags,
        programme=line.programme,
        target_group=line.target_group,
        valid_until=end,
        decided_by=by,
        decided_at=now,
    )
    session.add(choice)
    session.flush()


def _let_go(day: date) -> SelectOfScalar[LapseChoice]:
    return select(LapseChoice).where(col(LapseChoice.valid_until) >= day)


def _end(of: Line | PledgeEntry | LapseChoice, end: date | None) -> tuple[str, str, str, date | None]:
    return of.ags, of.programme, of.target_group, end
