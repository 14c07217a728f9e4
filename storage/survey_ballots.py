"""The anonymous side of a survey: ballots, and nothing that leads from one to a municipality.

Sending puts a municipality's answers into the urn as one ballot under a random name, without a person, a municipality
or a moment. When ten wait, five of them drawn by lot are cut into slips, one per question, and shuffled with a new
random name each; from then on they are read and counted, and one known answer does not lead to the others. Five stay
behind, so that no batch, nor the last one at the closing, is smaller than five. Fewer than five in all are never read.

What this means, honestly. Whoever can look into the database itself can see the ballots that wait in the urn, and the
traces that a database and its backups leave of when a row was written, until these are overwritten. Whoever knows what
four of a batch answered knows the fifth, and what somebody writes into a free text may give them away. The Land and
the size class go with a slip only where at least five municipalities are asked that share both; of all others the Land
alone does, if at least five such are asked in it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from secrets import SystemRandom
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Field, Session, col, delete, func, select

from storage.municipalities import Land, Municipality, SizeClass, land_of, size_class
from storage.records import Record, enum_column, json_column
from storage.survey_forms import Answer
from storage.survey_hiding import FEWEST
from storage.survey_participation import Participation, Sheet
from storage.survey_tallies import Stratum, Tally, Values, key_of

LOT = SystemRandom()


class WaitingBallot(Record, table=True):
    """A ballot in the urn. Its table has no order but that of random names."""

    __tablename__ = "survey_waiting_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id", index=True)
    sheet: Sheet = Field(sa_type=json_column())
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    size: SizeClass | None = Field(default=None, sa_type=enum_column(SizeClass))


class Slip(Record, table=True):
    """One answer to one question, by nobody knows whom. ``value`` is JSON text, so that equal ones can be counted."""

    __tablename__ = "survey_slip"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id", index=True)
    question: str
    value: str
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    size: SizeClass | None = Field(default=None, sa_type=enum_column(SizeClass))


def cast(session: Session, survey_id: int, ags: str, sheet: Sheet) -> None:
    """Put a municipality's answers into the urn; the survey is held alone."""
    land, size = _strata(session, survey_id, ags)
    session.add(WaitingBallot(survey_id=survey_id, sheet=sheet, land=land, size=size))
    session.flush()
    if waiting(session, survey_id) >= 2 * FEWEST:
        _release(session, survey_id, FEWEST)


def empty(session: Session, survey_id: int) -> None:
    """Count all that waits, at the closing; fewer than five stay in the urn for ever. The survey is held alone."""
    left = waiting(session, survey_id)
    if left >= FEWEST:
        _release(session, survey_id, left)


def tallied(session: Session, survey_id: int) -> Tally:
    """Count equal slips."""
    of = (col(Slip.question), col(Slip.land), col(Slip.size), col(Slip.value))
    equal = sa.select(*of, func.count()).where(col(Slip.survey_id) == survey_id).group_by(*of)
    counted: dict[str, dict[Stratum, Values]] = defaultdict(lambda: defaultdict(Counter))
    for question, land, size, text, number in session.connection().execute(equal):
        counted[question][land, size][key_of(json.loads(text))] += number
    return counted


def count(session: Session, survey_id: int, wanted: Callable[[str, Answer], bool]) -> int:
    """Count the answers that are ``wanted``, in the urn and out of it."""
    of = (col(Slip.question), col(Slip.value))
    found = session.exec(select(*of, func.count()).where(Slip.survey_id == survey_id).group_by(*of)).all()
    urn = session.exec(select(WaitingBallot).where(WaitingBallot.survey_id == survey_id)).all()
    in_urn = sum(wanted(name, value) for ballot in urn for name, value in ballot.sheet.items())
    return in_urn + sum(number for name, value, number in found if wanted(name, json.loads(value)))


def drop(session: Session, survey_id: int, fits: Callable[[str, Answer], bool]) -> int:
    """Throw away what does not ``fit`` a corrected form; returns how many answers. The survey is held alone."""
    of = (col(Slip.question), col(Slip.value))
    found = session.exec(select(*of, func.count()).where(Slip.survey_id == survey_id).group_by(*of)).all()
    unfit = [(name, value, count) for name, value, count in found if not fits(name, json.loads(value))]
    for name, value, _ in unfit:
        here = (col(Slip.survey_id) == survey_id, of[0] == name, of[1] == value)
        session.exec(delete(Slip).where(*here))
    dropped = sum(count for _, _, count in unfit)
    for ballot in session.exec(select(WaitingBallot).where(WaitingBallot.survey_id == survey_id)):
        kept = {name: value for name, value in ballot.sheet.items() if fits(name, value)}
        dropped += len(ballot.sheet) - len(kept)
        ballot.sheet = kept
    session.flush()
    return dropped


def waiting(session: Session, survey_id: int) -> int:
    """Count the ballots in the urn."""
    return session.exec(
        select(func.count()).select_from(WaitingBallot).where(WaitingBallot.survey_id == survey_id)
    ).one()


def _release(session: Session, survey_id: int, number: int) -> None:
    urn = session.exec(select(WaitingBallot).where(WaitingBallot.survey_id == survey_id)).all()
    drawn = LOT.sample(urn, number)
    slips = [slip for ballot in drawn for slip in _cut(ballot)]
    LOT.shuffle(slips)
    if slips:
        session.connection().execute(sa.insert(Slip), slips)
    for ballot in drawn:
        session.delete(ballot)
    session.flush()


def _cut(ballot: WaitingBallot) -> list[dict[str, object]]:
    same = {"survey_id": ballot.survey_id, "land": ballot.land, "size": ballot.size}
    return [
        {"id": uuid4().hex, "question": name, "value": json.dumps(value, ensure_ascii=False), **same}
        for name, value in ballot.sheet.items()
    ]


def _strata(session: Session, survey_id: int, ags: str) -> tuple[Land | None, SizeClass | None]:
    """Say what of a municipality's Land and size may go with its ballot without naming it."""
    land = land_of(ags)
    asked = session.exec(
        select(Municipality.ags, Municipality.population)
        .join_from(Municipality, Participation)
        .where(Participation.survey_id == survey_id, Municipality.land == land)
    )
    sizes = {each: size_class(each, population) for each, population in asked}
    numbers = Counter(sizes.values())
    if numbers[sizes[ags]] >= FEWEST:
        return land, sizes[ags]
    rare = sum(number for number in numbers.values() if number < FEWEST)
    return (land if rare >= FEWEST else None), None
