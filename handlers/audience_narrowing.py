"""Audiences made narrower: what two criteria ask together, as one criteria that can be kept and written."""

from __future__ import annotations

from handlers.audience_phrases import together
from handlers.problems import Problem
from storage.audience_criteria import Audience, Criteria
from storage.municipalities import land_of

ONE_EACH = ("lands", "places", "statuses", "sizes", "people")
"""Of these everybody has one, so that two lists together are what stands in both."""

ANY = ("programmes", "groups", "networks")
"""Of these somebody can have several: that both lists are met cannot be written as one."""


def narrowed(audience: Audience, by: list[Criteria]) -> Audience:
    """Keep of an audience whom at least one of some criteria is true of, too; perhaps nobody.

    Raises :class:`Problem` for two lists of programmes, target groups or networks.
    """
    both = [found for one in audience.anyone_of for each in by if (found := _both(one, each))]
    return Audience(anyone_of=tuple(dict.fromkeys(both)))


def without(audience: Audience, left_out: list[Criteria]) -> Audience:
    """Leave some out of an audience. Raises :class:`Problem` for exceptions of exceptions, which nobody could read."""
    if any(each.unless for each in left_out):
        raise Problem("audience-exceptions")
    parts = (
        one.model_copy(update={"unless": tuple(dict.fromkeys((*one.unless, *left_out)))}) for one in audience.anyone_of
    )
    return Audience(anyone_of=tuple(parts))


def with_more(audience: Audience, more: list[Criteria]) -> Audience:
    """Add some to an audience."""
    return Audience(anyone_of=tuple(dict.fromkeys((*audience.anyone_of, *more))))


def _both(one: Criteria, by: Criteria) -> Criteria | None:
    """Ask what two criteria ask; None where nobody can meet both. The roles of the second are open if it names none."""
    values: dict[str, object] = {}
    for name in (*ONE_EACH, *ANY):
        first, second = getattr(one, name), getattr(by, name)
        if name in ANY and first and second and set(first) != set(second):
            raise Problem("audience-step-twice")
        values[name] = tuple(each for each in first if each in second) if first and second else (*first, *second)
        if first and second and not values[name]:
            return None
    both = together(one, by).model_copy(update=values)
    both = both.model_copy(update={"roles": tuple(r for r in one.wanted_roles if not by.roles or r in by.roles)})
    return _in_their_land(_with_usual_roles(both)) if both.roles else None


def _with_usual_roles(one: Criteria) -> Criteria:
    """Leave the roles open where that says the same."""
    usual = one.model_copy(update={"roles": ()})
    return usual if set(usual.wanted_roles) == set(one.roles) else one


def _in_their_land(one: Criteria) -> Criteria | None:
    """Take of places in Länder those that lie there: the Länder say nothing more then."""
    if not (one.places and one.lands):
        return one
    places = tuple(ags for ags in one.places if land_of(ags) in one.lands)
    return one.model_copy(update={"places": places, "lands": ()}) if places else None
