"""Criteria of audiences as conditions in SQL: of the roles that people hold, and of municipalities."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, and_, case, cast, func, literal, or_, true
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.answers import PERSON
from storage.attendance import Attendance, Invitation
from storage.audience_criteria import Criteria, MeetingPart, RoundsPart, SurveyPart
from storage.meetings import Meeting
from storage.municipalities import AGS_OF_KREIS, SIZES, MemberStatus, Municipality, SizeClass
from storage.persons import MUNICIPAL_ROLES, Address, RoleAssignment
from storage.rounds import RoundPart
from storage.survey_participation import Participation
from storage.totals import offering

Condition = ColumnElement[bool]


def holding(one: Criteria, day: date) -> list[Condition]:
    """Write what must be true of a role for its holder to meet criteria on a day."""
    wanted = col(RoleAssignment.role).in_(one.wanted_roles)
    return [*_in_force(day), wanted, *_of_role(one, day), *(_not(_excluded(each, day)) for each in one.unless)]


def meant(one: Criteria, day: date) -> list[Condition]:
    """Write which municipalities criteria mean, whether or not anybody speaks for them: members, or who is named."""
    wanted = _of_place_and_land(one, day)
    if not one.places and not one.statuses:
        wanted.append(col(Municipality.status) == MemberStatus.MEMBER)
    return [*wanted, *_without_places(one, day)]


def _without_places(one: Criteria, day: date) -> list[Condition]:
    """Write that a municipality is none of those left out; that some of its people are is no reason not to miss it."""
    left_out = [each for each in one.unless if not each.roles and not each.is_about_people]
    like = ([*_of_place_and_land(each, day), *_without_places(each, day)] for each in left_out)
    return [_not(and_(true(), *conditions)) for conditions in like]


def _in_force(day: date) -> list[Condition]:
    until = col(RoleAssignment.valid_until)
    return [col(RoleAssignment.valid_from) <= day, or_(until.is_(None), until >= day)]


def _excluded(one: Criteria, day: date) -> Condition:
    """Write which roles an exclusion takes out: those it is true of, and every role of who holds such an office.

    Whoever speaks for two places and is left out for one is there for the other; a spokesperson is left out as a whole.
    """
    roles = [col(RoleAssignment.role).in_(one.roles)] if one.roles else []
    true_of = [*roles, *_of_role(one, day), *(_not(_excluded(each, day)) for each in one.unless)]
    if not one.roles or one.is_municipal:
        return and_(true(), *true_of)
    offices = select(RoleAssignment.person_id).where(*_in_force(day), *true_of)
    return col(RoleAssignment.person_id).in_(offices)


def _of_role(one: Criteria, day: date) -> list[Condition]:
    """Write what criteria say of a role, but for which roles they are for."""
    wanted: list[Condition] = []
    if one.lands:
        of_land = select(Municipality.ags).where(col(Municipality.land).in_(one.lands))
        wanted.append(or_(col(RoleAssignment.ags).in_(of_land), col(RoleAssignment.land).in_(one.lands)))
    if of_place := _of_place(one, day):
        wanted.append(col(RoleAssignment.ags).in_(select(Municipality.ags).where(*of_place)))
    wanted += [_party().in_(_parties(part)) for part in one.meetings]
    if one.since:
        wanted.append(col(RoleAssignment.valid_from) >= one.since)
    if one.people:
        wanted.append(col(RoleAssignment.person_id).in_(one.people))
    if one.networks:
        there = (col(Address.network).in_(one.networks), col(Address.gone).is_(False))
        wanted.append(col(RoleAssignment.person_id).in_(select(Address.person_id).where(*there)))
    return wanted


def _of_place_and_land(one: Criteria, day: date) -> list[Condition]:
    lands = [col(Municipality.land).in_(one.lands)] if one.lands else []
    return [*lands, *_of_place(one, day), *(col(Municipality.ags).in_(_parties(part)) for part in one.meetings)]


def _of_place(one: Criteria, day: date) -> list[Condition]:
    """Write what criteria say of a municipality, but for its Land, which a role can have, too."""
    ags = col(Municipality.ags)
    wanted: list[Condition] = []
    if one.places:
        wanted.append(ags.in_(one.places))
    if one.statuses:
        wanted.append(col(Municipality.status).in_(one.statuses))
    if one.sizes:
        wanted.append(or_(*map(_of_size, one.sizes)))
    if one.population_from is not None:
        wanted.append(col(Municipality.population) >= one.population_from)
    if one.population_to is not None:
        wanted.append(col(Municipality.population) <= one.population_to)
    if one.programmes or one.groups:
        wanted.append(ags.in_(offering(day, one.programmes, one.groups)))
    asked = (*map(_asked, one.surveys), *map(_in_round, one.rounds))
    return [*wanted, *(ags.in_(which) for which in asked)]


def _of_size(size: SizeClass) -> Condition:
    """Write what :func:`storage.municipalities.size_class` says of a municipality."""
    is_district = func.length(col(Municipality.ags)) == AGS_OF_KREIS
    if size is SizeClass.DISTRICT:
        return is_district
    ends = {each: end for end, each in SIZES}
    begins = dict(zip([*ends, SizeClass.CITY], [0, *ends.values()], strict=True))
    population = col(Municipality.population)
    return and_(~is_district, population >= begins[size], *([population < ends[size]] if size in ends else []))


def _asked(part: SurveyPart) -> SelectOfScalar[str]:
    """Look up which municipalities that are asked in a survey have sent, or have not."""
    sent = col(Participation.sent_at)
    state = sent.is_not(None) if part.sent else sent.is_(None)
    return select(Participation.ags).where(Participation.survey_id == part.number, state)


def _in_round(part: RoundsPart) -> SelectOfScalar[str]:
    """Look up which municipalities that are asked in a round have answered, or have not."""
    answer = col(RoundPart.answer)
    state = answer.is_not(None) if part.answered else answer.is_(None)
    return select(RoundPart.ags).where(RoundPart.round_id == part.number, state)


def _party() -> ColumnElement[str]:
    """Write for whom the holder of a role answers (:func:`storage.audiences.party_of`)."""
    alone = literal(PERSON).concat(cast(RoleAssignment.person_id, String))
    return case((col(RoleAssignment.role).in_(MUNICIPAL_ROLES), col(RoleAssignment.ags)), else_=alone)


def _parties(part: MeetingPart) -> SelectOfScalar[str]:
    """Look up which parties have said something to a meeting's date, or, of those who are invited, nothing yet."""
    of_date = and_(col(Meeting.id) == Attendance.meeting_id, col(Meeting.date_number) == Attendance.date_number)
    said = select(Attendance.party).join(Meeting, of_date)
    said = said.where(Attendance.meeting_id == part.number, col(Attendance.counts))
    if part.answers:
        return said.where(col(Attendance.answer).in_(part.answers))
    return select(Invitation.party).where(Invitation.meeting_id == part.number, col(Invitation.party).not_in(said))


def _not(condition: Condition) -> Condition:
    """Negate so that what is unknown counts as not true."""
    return condition.is_not(true())
