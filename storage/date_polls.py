"""Finding a date: proposals for a meeting, what each party can make, and the one decision that ends it.

Proposals are numbered as they were made and none goes away, so that "2" means the same day to everybody, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.meetings import Meeting, MeetingError, MeetingState, change, locked
from storage.records import Record, UtcDateTime, enum_column

FEWEST, MOST = 2, 10
"""How many dates a poll begins with."""

MOST_IN_ALL = 15
"""How many there may be with those that others propose: a list that one still reads."""


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


class DecidedError(MeetingError):
    """The date is no longer looked for."""


class ProposedAlreadyError(MeetingError):
    """This start is on the list already."""


class TooManyProposalsError(MeetingError):
    """The list of proposals is full."""


Ballot = Mapping[int, Vote]
"""What a party has said, by the numbers of the proposals."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What lies before a party: all proposals, and what it has said of them."""

    meeting: Meeting
    party: str
    proposed: Mapping[int, DateProposal]
    said: Ballot

    def over(self, now: datetime) -> list[int]:
        """List the proposals that have passed by."""
        return [number for number, proposal in self.proposed.items() if proposal.starts_at <= now]

    def missing(self, now: datetime) -> list[int]:
        """List the proposals on which the party has yet to vote."""
        return [number for number in self.proposed if number not in self.said and number not in self.over(now)]


def propose(session: Session, meeting_id: int, starts_at: datetime, now: datetime, *, by: int | None = None) -> int:
    """Propose one more start; returns its number.

    Raises :class:`DecidedError`, :class:`ProposedAlreadyError`, :class:`TooManyProposalsError`, and
    :class:`storage.meetings.OverError`.
    """
    _finding(session, meeting_id)
    known = proposals(session, meeting_id)
    if any(proposal.starts_at == starts_at for proposal in known.values()):
        raise ProposedAlreadyError
    if len(known) >= MOST_IN_ALL:
        raise TooManyProposalsError
    session.add(DateProposal(meeting_id=meeting_id, starts_at=starts_at, proposed_by=by, created_at=now))
    session.flush()
    return len(known) + 1


def proposals(session: Session, meeting_id: int) -> dict[int, DateProposal]:
    """List what is proposed by its number."""
    found = session.exec(
        select(DateProposal).where(DateProposal.meeting_id == meeting_id).order_by(col(DateProposal.id))
    )
    return dict(enumerate(found, start=1))


def paper(session: Session, meeting: Meeting, party: str) -> Paper:
    """Look up what lies before a party."""
    proposed = proposals(session, meeting.id or 0)
    return Paper(meeting, party, proposed, ballots(session, proposed, party).get(party, {}))


def ballots(
    session: Session, proposed: Mapping[int, DateProposal], party: str | None = None
) -> dict[str, dict[int, Vote]]:
    """List what each party, or one, has said of some proposals."""
    numbers = {proposal.id: number for number, proposal in proposed.items()}
    said: dict[str, dict[int, Vote]] = {}
    for cast in session.exec(_votes(proposed.values(), party)):
        said.setdefault(cast.party, {})[numbers[cast.proposal_id]] = cast.vote
    return said


def _votes(proposed: Iterable[DateProposal], party: str | None) -> SelectOfScalar[DateVote]:
    votes = select(DateVote).where(col(DateVote.proposal_id).in_([proposal.id for proposal in proposed]))
    return votes if party is None else votes.where(DateVote.party == party)


def vote(  # noqa: PLR0913 - who says what, to which poll, for whom, when
    session: Session, meeting: Meeting, party: str, said: Ballot, person_id: int, now: datetime
) -> Paper:
    """Take a party's word on some proposals, in place of what it said of these; returns its paper before that.

    Raises :class:`DecidedError` and :class:`storage.meetings.OverError`: nobody votes beside a decision.
    """
    before = paper(session, _finding(session, meeting.id or 0), party)
    known = {cast.proposal_id: cast for cast in session.exec(_votes(before.proposed.values(), party))}
    for number, word in said.items():
        on = before.proposed[number].id or 0
        cast = known.get(on) or DateVote(proposal_id=on, party=party, vote=word, voted_by=person_id, voted_at=now)
        cast.vote, cast.voted_by, cast.voted_at = word, person_id, now
        session.add(cast)
    session.flush()
    return before


def decide(session: Session, meeting_id: int, number: int, now: datetime, **values: object) -> Meeting:
    """Make a proposal the meeting's start; whoever is first decides.

    Raises :class:`DecidedError` for who comes later, and :class:`storage.meetings.OverError`.
    """
    meeting = _finding(session, meeting_id)
    start = proposals(session, meeting_id)[number].starts_at
    return change(session, meeting_id, meeting.version, now, starts_at=start, **values)


def extend(session: Session, meeting_id: int, until: datetime, now: datetime) -> Meeting:
    """Set until when votes are asked for. Raises :class:`DecidedError` and :class:`storage.meetings.OverError`."""
    return change(session, meeting_id, _finding(session, meeting_id).version, now, answer_until=until)


def _finding(session: Session, meeting_id: int) -> Meeting:
    meeting = locked(session, meeting_id)
    if meeting.state is not MeetingState.FINDING:
        raise DecidedError
    return meeting
