"""Audiences as they are kept: whom something is for, by criteria that are looked up anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel

from storage.answers import Answer
from storage.municipalities import Land, MemberStatus, SizeClass
from storage.persons import MUNICIPAL_ROLES, Role
from storage.pledges import Programme, TargetGroup


class SurveyPart(BaseModel, frozen=True):
    """Whether a municipality has answered a survey it was asked in: whether its answers were sent."""

    number: int
    sent: bool


class RoundsPart(BaseModel, frozen=True):
    """Whether a municipality that was asked in a reporting round has answered it."""

    number: int
    answered: bool


class MeetingPart(BaseModel, frozen=True):
    """What a party says to a meeting it was invited to; without ``answers``: that it has not said anything yet."""

    number: int
    answers: tuple[Answer, ...] = ()


class Criteria(BaseModel, frozen=True):
    """What must all be true of somebody, and of what they speak for; what names nothing leaves it open.

    Without roles it is for who speaks for a place; where persons are named, or what was said to a meeting, for
    whoever that is. Of one programme and one target group both are meant of the same offer. ``population_to`` is the
    highest number of inhabitants, and of a municipality whose number nobody knows neither bound is true. ``since`` is
    the first day of a role. Nothing of ``unless`` may be true.
    """

    roles: tuple[Role, ...] = ()
    lands: tuple[Land, ...] = ()
    programmes: tuple[Programme, ...] = ()
    places: tuple[str, ...] = ()
    statuses: tuple[MemberStatus, ...] = ()
    groups: tuple[TargetGroup, ...] = ()
    sizes: tuple[SizeClass, ...] = ()
    population_from: int | None = None
    population_to: int | None = None
    surveys: tuple[SurveyPart, ...] = ()
    meetings: tuple[MeetingPart, ...] = ()
    rounds: tuple[RoundsPart, ...] = ()
    since: date | None = None
    networks: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    unless: tuple[Criteria, ...] = ()

    @property
    def wanted_roles(self) -> tuple[Role, ...]:
        """The roles it is for."""
        return self.roles or (tuple(Role) if self.people or self.meetings else MUNICIPAL_ROLES)

    @property
    def is_municipal(self) -> bool:
        """Whether it is for people who speak for a municipality."""
        return any(role in MUNICIPAL_ROLES for role in self.wanted_roles)

    @property
    def is_about_people(self) -> bool:
        """Whether it asks something of single people that a municipality without them cannot miss."""
        return bool(self.people or self.networks or self.since)

    def names(self, *fields: str) -> bool:
        """Say whether it names something, and nothing beyond these fields."""
        named = {name for name in type(self).model_fields if getattr(self, name) not in ((), None)}
        return bool(named) and named <= set(fields)


class Audience(BaseModel, frozen=True):
    """Everybody who meets one of several criteria."""

    anyone_of: tuple[Criteria, ...] = (Criteria(),)

    def parts(self) -> Iterator[Criteria]:
        """Give the criteria; neighbours that only name different places or Länder become one, for one look-up."""
        before: Criteria | None = None
        for one in self.anyone_of:
            together = before and (_joined(before, one, "places") or _joined(before, one, "lands"))
            if before and not together:
                yield before
            before = together or one
        if before:
            yield before


def _joined(before: Criteria, one: Criteria, field: str) -> Criteria | None:
    first, second = getattr(before, field), getattr(one, field)
    both = before.model_copy(update={field: (*first, *second)})
    return both if first and second and both == one.model_copy(update={field: (*first, *second)}) else None
