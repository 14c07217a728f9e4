"""How a search for a date stands: who was asked, which date is best and why, and a tap to make it the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers.courtesy import lands_resting
from handlers.date_words import about_words, short_words
from handlers.meeting_sending import party_words, still_speaks
from handlers.messages import Choice, Message
from handlers.turn import Office
from handlers.wording import Markdown, Wording
from storage.attendance import invitations
from storage.date_polls import ballots, proposals
from storage.date_ranking import Candidate, Standing, Voter, rank
from storage.meetings import Meeting
from storage.municipalities import Land, Municipality, land_of
from storage.persons import Person, Role, roles_of

NAMED = 6
"""Parties listed by name; more are only counted."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A search for a date: its dates, the best first, how many were asked, who they all are, and who has not voted."""

    ranked: Sequence[Standing]
    asked: int
    everybody: Voter
    missing: Sequence[str]


def look_at(session: Session, office: Office, meeting: Meeting, now: datetime) -> Poll:
    """Reckon how a poll stands among those who were asked and still speak for whom they were asked."""
    voters = _voters(session, office, meeting, now)
    everybody = reduce(or_, voters.values(), Voter())
    proposed = proposals(session, meeting.id or 0)
    said = ballots(session, proposed)
    candidates = [
        Candidate(number, proposal.starts_at, holiday_lands(proposal.starts_at, meeting.zone, everybody.lands))
        for number, proposal in proposed.items()
    ]
    missing = [party for party in voters if party not in said]
    return Poll(rank(candidates, voters, said), len(voters), everybody, missing)


def _voters(session: Session, office: Office, meeting: Meeting, now: datetime) -> dict[str, Voter]:
    voters: dict[str, Voter] = {}
    for invitation in invitations(session, meeting.id or 0):
        person = session.get_one(Person, invitation.person_id)
        if still_speaks(session, person, invitation, office, now):
            one = voter_of(session, invitation.person_id, invitation.party, office.day(now))
            voters[invitation.party] = voters.get(invitation.party, Voter()) | one
    return voters


def voter_of(session: Session, person_id: int, party: str, day: date) -> Voter:
    """Say whom a party's word brings along by one person who was asked for it."""
    roles = roles_of(session, person_id, day)
    spokespersons = {person_id for role in roles if role.role is Role.SPOKESPERSON}
    is_municipality = session.get(Municipality, party) is not None
    return Voter(
        lands=frozenset({land_of(party)} if is_municipality else {role.land for role in roles if role.land}),
        spokespersons=frozenset(spokespersons),
        municipalities=frozenset({party} if is_municipality else ()),
        people=frozenset({person_id}),
    )


def holiday_lands(moment: datetime, zone: ZoneInfo, lands: Iterable[Land]) -> frozenset[Land]:
    """List in which of some Länder a day is a public holiday; all Länder if it is one everywhere."""
    day = moment.astimezone(zone).date()
    resting = lands_resting(day)
    return resting if resting == frozenset(Land) else resting.intersection(lands)


def holiday_words(wording: Wording, lands: frozenset[Land]) -> Markdown:
    """Write where a day is a public holiday."""
    if lands == frozenset(Land):
        return wording("date-holiday-everywhere")
    return wording("date-holiday", lands=", ".join(wording.name(land) for land in Land if land in lands))


def standing_message(  # noqa: PLR0913 - how what stands, in which words, as of when, after which beginning
    session: Session, office: Office, wording: Wording, meeting: Meeting, now: datetime, lead: Markdown
) -> Message:
    """Show the best date and the second with their reasons; a tap on any date makes it the meeting."""
    poll = look_at(session, office, meeting, now)
    coming = [each for each in poll.ranked if each.candidate.starts_at > now]
    parts = [lead, about_words(wording, meeting), _turnout(session, wording, poll)]
    if coming and coming[0].parties.total:
        parts += [
            wording(key, start=each.candidate.starts_at, reason=reason_words(wording, each, poll))
            for key, each in zip(("date-winner", "date-runner-up"), coming, strict=False)
        ]
    parts.append(wording("date-decide" if coming else "date-all-over"))
    choices = [
        Choice(
            wording("date-take", when=short_words(wording, each.candidate.starts_at)),
            f"/termine {meeting.id} nehmen {each.candidate.number}",
        )
        for each in coming
    ]
    choices.append(Choice(wording("meeting-do-antworten"), f"/termine {meeting.id} antworten"))
    return Message(Markdown("\n\n".join(parts)), tuple(choices))


def _turnout(session: Session, wording: Wording, poll: Poll) -> Markdown:
    words = wording("date-turnout", voted=poll.asked - len(poll.missing), asked=poll.asked)
    if not poll.missing:
        return words
    names = Markdown(", ".join(party_words(session, wording, party) for party in poll.missing[:NAMED]))
    more = len(poll.missing) - NAMED
    return Markdown(f"{words} {wording('date-missing-more' if more > 0 else 'date-missing', parties=names, more=more)}")


def reason_words(wording: Wording, standing: Standing, poll: Poll) -> Markdown:
    """Say in one sentence why a date stands where it does; what nobody was asked for is left out."""
    if not standing.parties.total:
        return wording("date-reason-nobody")
    asked, parts = poll.everybody, []
    if asked.lands:
        parts.append(wording("date-reason-lands", count=standing.lands.total, all=len(asked.lands)))
    if asked.spokespersons:
        parts.append(wording("date-reason-spokespersons", count=standing.spokespersons.total))
    if asked.municipalities:
        parts.append(wording("date-reason-municipalities", count=standing.municipalities.total))
    reasons = [", ".join(parts or [wording("date-reason-people", count=standing.people.total)])]
    if standing.parties.if_need_be:
        reasons.append(wording("date-reason-if-need-be", count=standing.parties.if_need_be))
    if standing.candidate.holiday_in:
        reasons.append(holiday_words(wording, standing.candidate.holiday_in))
    return Markdown("; ".join(reasons))
