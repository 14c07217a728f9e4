"""Telling a person of a survey: one message for all their municipalities, looked at again at the moment it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.courtesy import zone_of
from handlers.survey_logic import Logic
from handlers.survey_reach_words import (
    Place,
    invitation,
    invitation_terms,
    reminder,
    reminder_terms,
    whose_words,
)
from handlers.survey_reaching import asked_at
from handlers.survey_times import is_workday, morning_of, next_workday
from handlers.turn import Outgoing, identity
from scheduler.subjects import person_named, survey_named
from scheduler.timetable import Deed, Later, Say, Skip, Strike, people_told
from storage.due import DueItem
from storage.municipalities import Municipality, municipalities_by_ags
from storage.outbox import Lane, OutboxMessage, Urgency
from storage.persons import MUNICIPAL_ROLES, Address, Person, persons_by_number, roles_by_person
from storage.speakers import addresses_by_person
from storage.survey_answers import answered_by
from storage.survey_notices import Stage, SurveyNotice, notices_for, untold, withdraw
from storage.survey_participation import Participation, parts_for
from storage.surveys import Survey, form_of


@dataclass(frozen=True, slots=True)
class Known:
    """What a batch needs to know of a survey, read at once."""

    logic: Logic
    untold: Mapping[int, Sequence[SurveyNotice]]
    notices: Mapping[str, Sequence[SurveyNotice]]
    parts: Mapping[str, Participation]
    places: Mapping[str, Municipality]
    speaks_for: Mapping[int, set[str]]
    addresses: Mapping[int, Sequence[Address]]
    people: Mapping[int, Person]
    answered_by: Mapping[str, Sequence[int]]


def tell_person(strike: Strike, item: DueItem) -> Deed:
    """Invite or remind one person, for those of their municipalities that have not sent and are still asked."""
    survey, person = survey_named(strike, item), person_named(strike, item)
    known = strike.once(("survey known", survey.id), lambda: _read(strike, survey, item))
    waiting = known.untold.get(identity(person), ())
    wanted = [each for each in waiting if _is_wanted(strike, survey, known, each)]
    withdraw(strike.session, [each for each in waiting if each not in wanted])
    if not wanted:
        return Skip("nothing is missing" if waiting else "told already")
    reminders = [each for each in wanted if each.stage is not Stage.INVITATION]
    here = strike.now.astimezone(zone_of(strike.office, person))
    if reminders and not is_workday(here.date()):
        return Later(morning_of(next_workday(here.date()), zone_of(strike.office, person)), "no workday")
    groups = ([each for each in wanted if each.stage is Stage.INVITATION], *_by_address(reminders))
    said = [_said(strike, survey, known, person, each) for each in groups if each]
    return Say(said, then=partial(_note_told, strike, wanted))


def _by_address(reminders: Sequence[SurveyNotice]) -> tuple[list[SurveyNotice], list[SurveyNotice]]:
    """Part what goes to a person's second address from all else."""
    return (
        [each for each in reminders if each.stage is not Stage.ADDRESS],
        [each for each in reminders if each.stage is Stage.ADDRESS],
    )


def _note_told(strike: Strike, notices: Sequence[SurveyNotice], rows: Sequence[OutboxMessage]) -> None:
    """Note that a person was told; where they have no address any more, whoever comes next decides anew."""
    if not rows:
        withdraw(strike.session, notices)
    for notice in notices if rows else ():
        notice.told_at = strike.now


def _is_wanted(strike: Strike, survey: Survey, known: Known, notice: SurveyNotice) -> bool:
    """Say whether a municipality is still missing and asked, and the reader still speaks for it."""
    if not survey.is_open(strike.now) or notice.ags in survey.excluded:
        return False
    if known.parts[notice.ags].sent_at is not None or notice.ags not in known.speaks_for[notice.person_id]:
        return False
    if strike.office.day(notice.planned_at) == strike.today:
        return True
    look = strike.once(("asked", survey.id), lambda: asked_at(strike.session, survey, strike.today))
    return notice.ags in look


def _said(strike: Strike, survey: Survey, known: Known, person: Person, notices: Sequence[SurveyNotice]) -> Outgoing:
    """Write one message for some of a reader's municipalities."""
    wording = strike.office.wording(person.language)
    places = [_place(known, each) for each in notices]
    many = len(known.speaks_for[identity(person)])
    stage = notices[0].stage
    if stage is Stage.INVITATION:
        name = ("survey terms", survey.id, wording.language)
        terms = strike.once(name, lambda: invitation_terms(wording, survey, known.logic.form))
        message = invitation(wording, survey, terms, places, speaks_for=many)
    else:
        name = ("survey reminder terms", survey.id, wording.language)
        common = strike.once(name, lambda: reminder_terms(wording, survey, strike.now))
        message = reminder(wording, survey, known.logic, common, places, speaks_for=many)
    own = known.addresses.get(identity(person), ())
    address = own[1] if stage is Stage.ADDRESS and len(own) > 1 else None
    why = wording("why-survey", title=survey.title, whose=whose_words(wording, places))
    lane = Lane.BULK if stage is Stage.INVITATION else Lane.NOTICE
    return Outgoing(message, person, address=address, lane=lane, urgency=Urgency.NORMAL, why=why)


def _place(known: Known, notice: SurveyNotice) -> Place:
    part, notices = known.parts[notice.ags], known.notices[notice.ags]
    mine = [each for each in notices if each.person_id == notice.person_id and each.number < notice.number]
    beside = [each.person_id for each in notices if each.number == notice.number and each is not notice]
    others = [known.people[number].label for number in beside if number in known.people]
    answering = known.answered_by.get(notice.ags, ())
    return Place(
        municipality=known.places[notice.ags],
        stage=notice.stage,
        sheet=part.sheet,
        begun=part.begun_at is not None,
        answered_by=tuple(known.people[number].label for number in answering if number in known.people),
        contact=others[0] if others and not mine else "",
        with_deputy=bool(others and mine),
    )


def _read(strike: Strike, survey: Survey, item: DueItem) -> Known:
    session, number = strike.session, survey.id or 0
    people = people_told(each for each in strike.items if (each.rule, each.subject) == (item.rule, item.subject))
    waiting = untold(session, number, people)
    places = {each.ags for notices in waiting.values() for each in notices}
    of_place: defaultdict[str, list[SurveyNotice]] = defaultdict(list)
    for each in notices_for(session, number, places):
        of_place[each.ags].append(each)
    begun = answered_by(session, number, places)
    named = {each.person_id for notices in of_place.values() for each in notices}
    named |= {person for found in begun.values() for person in found}
    roles = roles_by_person(session, people, strike.today)
    return Known(
        logic=Logic(form_of(session, survey)),
        untold=waiting,
        notices=of_place,
        parts=parts_for(session, number, places),
        places=municipalities_by_ags(session, places),
        speaks_for={
            person: {role.ags for role in held if role.role in MUNICIPAL_ROLES and role.ags}
            for person, held in roles.items()
        },
        addresses=addresses_by_person(session, people, strike.office.networks),
        people=persons_by_number(session, named),
        answered_by=begun,
    )
