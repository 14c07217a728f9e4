"""Whom a survey is to reach next: invitations to who was never told, reminders to who is missing, and then a task.

Reminders climb: contact, deputy, the contact's other address; where one of these is missing, the next one at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from handlers.courtesy import zone_of
from handlers.meeting_times import person_key
from handlers.survey_times import NOTICE, last_call, look_now, morning_of, subject_of
from handlers.turn import Office, identity
from storage.audiences import places_in
from storage.due import plan, plan_all_again
from storage.persons import Address, Person, Role
from storage.speakers import Speaker, addresses_by_person, speakers_by_place
from storage.survey_lists import surveys
from storage.survey_notices import NOTHING, Reached, Stage, plan_notices, reached
from storage.survey_participation import invite, missing_places, noted
from storage.surveys import Survey, SurveyState

LADDER = (Stage.CONTACT, Stage.DEPUTY, Stage.ADDRESS)


class Obstacle(StrEnum):
    """Why a municipality that is missing is told nothing now."""

    WAITING = "waiting"
    TOO_SOON = "too-soon"
    ENOUGH = "enough"
    NOBODY = "nobody"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is written to for a municipality: the first who can be reached, who stands in, and a second address."""

    first: Person | None = None
    second: Person | None = None
    other: Address | None = None

    def at(self, stage: Stage) -> list[Person]:
        """List who is told at a stage. Whoever was told before hears that others are, too."""
        both = stage in {Stage.DEPUTY, Stage.LAST_DAY}
        return [each for each in (self.first, self.second if both else None) if each is not None]

    @property
    def ladder(self) -> list[Stage]:
        """The stages there are, in order."""
        there = {Stage.CONTACT: self.first, Stage.DEPUTY: self.second, Stage.ADDRESS: self.other}
        return [stage for stage in LADDER if there[stage] is not None]


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next for a municipality: a notice, a task for the coordination, both, or an obstacle."""

    stage: Stage | None = None
    task: bool = False
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A municipality that has not sent, what it was told, and what comes next."""

    ags: str
    reached: Reached
    has_task: bool
    """Whether the coordination is asking for its answers."""
    speakers: Speakers = Speakers()
    step: Step = Step()


def asked_at(session: Session, survey: Survey, day: date) -> set[str]:
    """List the municipalities that a survey asks on a day, whether or not anybody there can be reached."""
    return places_in(session, survey.whom, day) - set(survey.excluded)


def look_again(session: Session, now: datetime) -> None:
    """Let the clock look at once whom the open surveys ask: somebody has joined."""
    for survey in surveys(session, SurveyState.PUBLISHED):
        if survey.is_open(now):
            plan(session, look_now(survey, now.isoformat(), now))


def note_asked(session: Session, survey: Survey, wanted: Collection[str], now: datetime, *, most: int) -> int:
    """Note at most so many municipalities that are asked and were not before; gives how many."""
    new = sorted(set(wanted) - noted(session, survey.id or 0))[:most]
    return len(invite(session, survey.id or 0, new, now)) if new else 0


def still_missing(  # noqa: PLR0913 - who is missing where, of whom, when
    session: Session,
    office: Office,
    survey: Survey,
    wanted: Collection[str],
    now: datetime,
    *,
    most: int | None = None,
) -> list[Missing]:
    """Say of municipalities that have not sent what comes next; ``wanted`` are those that are asked today.

    Of those for which it is time, at most so many are looked at; who has no task yet comes first.
    """
    day = office.day(now)
    told = reached(session, survey.id or 0)
    tasks = missing_places(session, survey.id or 0)
    left = [Missing(ags, told.get(ags, NOTHING), has_task=task is not None) for ags, task in tasks.items()]
    early = [(each, _hindrance(office, survey, each, day, wanted)) for each in left]
    ready = sorted((each for each, step in early if step is None), key=_turn_in_line)[:most]
    there = speakers_of_places(session, office, [each.ags for each in ready], day)
    waiting = [replace(each, step=step) for each, step in early if step is not None]
    spoken_for = (replace(each, speakers=there.get(each.ags, Speakers())) for each in ready)
    return waiting + [replace(each, step=_step(office, survey, each, day)) for each in spoken_for]


def _turn_in_line(found: Missing) -> tuple[bool, bool, int]:
    """Put those first for whom something is surely to do: else they could wait behind others for whom nothing is."""
    return found.has_task, found.reached.last is not None, found.reached.reminders


def speakers_of_places(session: Session, office: Office, places: Collection[str], day: date) -> dict[str, Speakers]:
    """Look up who is written to for several municipalities.

    Whoever has asked for silence that goes beyond the day is passed over if a colleague is there.
    """
    by_place = speakers_by_place(session, places, day)
    everybody = {identity(person) for people in by_place.values() for person, _ in people}
    addresses = addresses_by_person(session, everybody, office.networks)
    return {ags: _choose(people, addresses, day) for ags, people in by_place.items()}


def _choose(people: Sequence[Speaker], addresses: Mapping[int, Sequence[Address]], day: date) -> Speakers:
    there = [(person, role) for person, role in people if identity(person) in addresses]
    awake = [(person, role) for person, role in there if person.paused_until is None or person.paused_until <= day]
    first = next((person for person, _ in awake or there), None)
    if first is None:
        return Speakers()
    others = [(person, role) for person, role in awake if person.id != first.id]
    deputies = [person for person, role in others if role is Role.DEPUTY]
    own = addresses[identity(first)]
    return Speakers(
        first, next(iter([*deputies, *(person for person, _ in others)]), None), own[1] if len(own) > 1 else None
    )


def _hindrance(office: Office, survey: Survey, found: Missing, day: date, wanted: Collection[str]) -> Step | None:
    """Say whether a municipality is to be told nothing now, whoever speaks for it."""
    so_far = found.reached
    if found.ags not in wanted:
        return Step(obstacle=Obstacle.LEFT)
    since = so_far.waiting_since or so_far.last
    is_apart = since is None or (day - office.day(since)).days >= survey.reminder_days
    if so_far.waiting_since is not None:
        return Step(task=not found.has_task and is_apart, obstacle=Obstacle.WAITING)
    return None if is_apart else Step(obstacle=Obstacle.TOO_SOON)


def _step(office: Office, survey: Survey, found: Missing, day: date) -> Step:
    """Say what comes next for a municipality for which it is time."""
    so_far, who, no_task = found.reached, found.speakers, not found.has_task
    if who.first is None:
        return Step(task=no_task, obstacle=Obstacle.NOBODY)
    climbing = _above(so_far.stage, who)
    stage = _next(office, survey, so_far, climbing, day)
    is_at_its_end = stage is None or stage is Stage.LAST_DAY or climbing is None
    has_begun = so_far.last is not None
    return Step(stage, task=no_task and has_begun and is_at_its_end, obstacle=None if stage else Obstacle.ENOUGH)


def _next(office: Office, survey: Survey, so_far: Reached, climbing: Stage | None, day: date) -> Stage | None:
    """Say what a municipality can be told now that it is time; None if it has been told enough."""
    if so_far.last is None:
        return Stage.INVITATION
    left = survey.reminders_at_most - so_far.reminders
    if left and day == last_call(survey, office.timezone):
        return Stage.LAST_DAY
    kept_back = 1 if survey.reminders_at_most > 1 else 0  # for the last day, when it helps most
    return (climbing or Stage.CONTACT) if left > kept_back else None


def _above(stage: Stage | None, who: Speakers) -> Stage | None:
    """Give the next stage there is above one; None above the last."""
    done = LADDER.index(stage) if stage in LADDER else -1
    return next((each for each in who.ladder if LADDER.index(each) > done), None)


When = Callable[[Person], datetime]


def tell(session: Session, survey: Survey, found: Iterable[Missing], now: datetime, when: When) -> None:
    """Write down who is told what, and let the clock tell each person once for all their municipalities."""
    stages = [(each, each.step.stage) for each in found]
    told = [(each, stage, person) for each, stage in stages if stage for person in each.speakers.at(stage)]
    same: dict[str, object] = {"survey_id": survey.id, "planned_at": now}
    notices = [
        same | {"ags": each.ags, "number": each.reached.number + 1, "stage": stage, "person_id": person.id}
        for each, stage, person in told
    ]
    plan_notices(session, notices)
    people = {identity(person): person for _, _, person in told}
    due = {"rule": NOTICE, "subject": subject_of(survey), "occurrence": now.isoformat()}
    items = [due | {"recipient": person_key(number), "due_at": when(person)} for number, person in people.items()]
    plan_all_again(session, items)


def in_the_morning(office: Office, now: datetime) -> When:
    """Let everybody be told at eight of this day on their own clock."""
    return lambda person: morning_of(office.day(now), zone_of(office, person))
