"""Finding a date: proposals for a meeting, and what each party can make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime, enum_column


class Vote(StrEnum):
    """Whether a party can make a proposed date."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class DateProposal(Record, table=True):
    """One proposed start. ``proposed_by`` is whoever made a counter-proposal; none for the poll's own dates."""

    __tablename__ = "date_proposal"
    __table_args__ = (UniqueConstraint("meeting_id", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)


class DateVote(Record, table=True):
    """A party's word on one proposal: the last one counts, so there is one row."""

    __tablename__ = "date_vote"
    __table_args__ = (UniqueConstraint("proposal_id", "party"),)

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="date_proposal.id")
    party: str
    vote: Vote = Field(sa_type=enum_column(Vote))
    voted_by: int = Field(foreign_key="person.id")
    voted_at: datetime = Field(sa_type=UtcDateTime)


def propose(
    session: Session, meeting_id: int, starts_at: datetime, now: datetime, *, by: int | None = None
) -> DateProposal:
    """Propose a start; one that is proposed already stays as it is."""
    found = session.exec(
        select(DateProposal).where(DateProposal.meeting_id == meeting_id, DateProposal.starts_at == starts_at)
    ).first()
    if found is None:
        found = DateProposal(meeting_id=meeting_id, starts_at=starts_at, proposed_by=by, created_at=now)
        session.add(found)
        session.flush()
    return found


def proposals(session: Session, meeting_id: int) -> Sequence[DateProposal]:
    """List what is proposed, the earliest first."""
    return session.exec(
        select(DateProposal).where(DateProposal.meeting_id == meeting_id).order_by(col(DateProposal.starts_at))
    ).all()


def vote(  # noqa: PLR0913 - who says what of which date, for whom, when
    session: Session, proposal: DateProposal, party: str, said: Vote, person_id: int, now: datetime
) -> DateVote:
    """Take a party's word on a proposal, in place of what it said before."""
    cast = session.exec(
        select(DateVote).where(DateVote.proposal_id == proposal.id, DateVote.party == party).with_for_update()
    ).first()
    if cast is None:
        cast = DateVote(proposal_id=proposal.id or 0, party=party, vote=said, voted_by=person_id, voted_at=now)
    cast.vote, cast.voted_by, cast.voted_at = said, person_id, now
    session.add(cast)
    session.flush()
    return cast


def votes(session: Session, meeting_id: int) -> Sequence[DateVote]:
    """List all votes on a meeting's proposals."""
    return session.exec(select(DateVote).join(DateProposal).where(DateProposal.meeting_id == meeting_id)).all()
