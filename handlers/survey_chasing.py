"""Where reminders were in vain: one task for whoever coordinates a Land, naming all municipalities that are missing.

The task changes as municipalities join it or send, and is done by itself when the last one has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from handlers.caretakers import caretakers
from handlers.meeting_times import person_key
from handlers.messages import Choice, Message
from handlers.role_words import plain_label
from handlers.survey_reach_words import names, place_names
from handlers.survey_times import DAY, last_moment
from handlers.task_planning import plan_reminders
from handlers.task_words import done_choice
from handlers.turn import Office, Outgoing, identity, notice
from storage.answers import PERSON
from storage.minutes import ActionItem, finish_item
from storage.municipalities import Land, Municipality, municipalities_by_ags
from storage.persons import Person, Role, holders, preferred_address
from storage.survey_participation import Participation
from storage.surveys import Survey, SurveyState


def chase(
    session: Session, office: Office, survey: Survey, parts: Sequence[Participation], now: datetime
) -> list[Outgoing]:
    """Let the coordination ask municipalities that do not answer: once for each, one task for each coordinator."""
    places = municipalities_by_ags(session, {part.ags for part in parts})
    responsible: dict[Land, Person] = {}
    of_person: dict[int, list[Participation]] = {}
    for part in parts:
        land = places[part.ags].land
        if land not in responsible:
            responsible[land] = responsible_for(session, survey, land, office.day(now))
        of_person.setdefault(identity(responsible[land]), []).append(part)
    people = {identity(person): person for person in responsible.values()}
    return [_give(session, office, survey, people[number], found, places, now) for number, found in of_person.items()]


def refresh_tasks(session: Session, office: Office, survey: Survey, now: datetime) -> None:
    """Bring the tasks to what they are now: who has sent is named no more, and what is answered or over is done."""
    for item, parts in _open_tasks(session, survey):
        left = [part.ags for part in parts if part.sent_at is None]
        if not left or survey.state is SurveyState.CLOSED:
            by = [part.sent_by for part in parts if part.sent_by]
            finish_item(session, item.id or 0, by[-1] if by else survey.created_by, now)
            plan_reminders(session, office, item, now)
        else:
            _bring_up(session, office, survey, item, left, now)


def _give(  # noqa: PLR0913 - who asks whom about what
    session: Session,
    office: Office,
    survey: Survey,
    person: Person,
    parts: Sequence[Participation],
    places: Mapping[str, Municipality],
    now: datetime,
) -> Outgoing:
    """Add municipalities to somebody's task; gives what they are told."""
    known = [(item, of) for item, of in _open_tasks(session, survey) if item.party == person_key(identity(person))]
    item, before = known[0] if known else (_new(session, office, survey, person, now), [])
    for part in parts:
        part.task_id = item.id
    left = [each.ags for each in before if each.sent_at is None]
    _bring_up(session, office, survey, item, [*left, *(part.ags for part in parts)], now)
    wording = office.wording(person.language)
    new = names(wording, place_names(places[part.ags] for part in parts))
    text = wording("survey-reach-task-told", title=survey.title, names=new, day=item.due_on, count=len(parts))
    look = Choice(wording("survey-reach-look"), f"/umfragen {survey.id}")
    why = wording("why-survey-task", title=survey.title)
    return notice(Message(text, (look, done_choice(wording, item))), person, why)


def _new(session: Session, office: Office, survey: Survey, person: Person, now: datetime) -> ActionItem:
    item = ActionItem(
        party=person_key(identity(person)),
        text="",
        due_on=_due_on(office, survey, now),
        created_by=survey.created_by,
        created_at=now,
    )
    session.add(item)
    session.flush()
    return item


def _due_on(office: Office, survey: Survey, now: datetime) -> date:
    return max(office.day(now), last_moment(survey, office.timezone).date() - DAY)


def _bring_up(  # noqa: PLR0913 - which task, about whom, as of when
    session: Session, office: Office, survey: Survey, item: ActionItem, about: Sequence[str], now: datetime
) -> None:
    """Let a task say what it is about now; its reminders follow its day."""
    reader = session.get_one(Person, int(item.party.removeprefix(PERSON)))
    wording, places = office.wording(reader.language), municipalities_by_ags(session, set(about))
    named = names(wording, place_names(places.values()))
    text = plain_label(wording("survey-reach-task", title=survey.title, names=named))
    due_on = item.due_on if item.due_on < office.day(now) else _due_on(office, survey, now)
    if (item.text, item.due_on) != (text, due_on):
        item.text, item.due_on = text, due_on
        plan_reminders(session, office, item, now)


class _Part(NamedTuple):
    """What of a municipality's part decides about its task."""

    ags: str
    sent_at: datetime | None
    sent_by: int | None


def _open_tasks(session: Session, survey: Survey) -> list[tuple[ActionItem, list[_Part]]]:
    found = (
        select(ActionItem, Participation.ags, col(Participation.sent_at), col(Participation.sent_by))
        .join(Participation)
        .where(Participation.survey_id == survey.id, col(ActionItem.done_at).is_(None))
        .order_by(col(ActionItem.id), col(Participation.sent_at), col(Participation.ags))
    )
    tasks: dict[int | None, tuple[ActionItem, list[_Part]]] = {}
    for item, ags, sent_at, sent_by in session.exec(found):
        tasks.setdefault(item.id, (item, []))[1].append(_Part(ags, sent_at, sent_by))
    return list(tasks.values())


def responsible_for(session: Session, survey: Survey, land: Land, day: date) -> Person:
    """Find who asks the municipalities of a Land: its coordinator, else the office; the first who can be reached."""
    people = [
        *holders(session, Role.LAND_COORDINATOR, day, land=land),
        *holders(session, Role.COORDINATOR, day),
        *caretakers(session, survey.created_by, day),
    ]
    there = (person for person in people if preferred_address(session, identity(person)))
    return next(there, people[0] if people else session.get_one(Person, survey.created_by))
