"""Where somebody lives, for the night in which they sleep: time zones by their name or by a city."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from handlers.courtesy import zone_of
from handlers.turn import Replies, Turn
from handlers.typed import fold
from storage.attendance import plan_anew
from storage.persons import Language

NOWHERE = {"Factory", "localtime"}
"""Files among the zones that name no place."""


def time_zone(turn: Turn, typed: str) -> Replies:
    """Show or change somebody's time zone: ``zeitzone London``, ``zeitzone Europe/London``."""
    wanted = find_zone(typed) if typed else None
    if typed and wanted is None:
        return [turn.reply("timezone-not-found", typed=typed)]
    if wanted is not None:
        turn.sender.timezone = wanted if wanted != turn.office.timezone.key else None
        plan_anew(turn.session, turn.sender_id, turn.now)
    zone = zone_of(turn.office, turn.sender)
    time = f"{turn.now.astimezone(zone):%H:%M}"
    return [turn.reply("timezone-set" if wanted else "timezone-is", zone=zone.key, time=time)]


def find_zone(typed: str) -> str | None:
    """Find a time zone by its name in the time zone database, or by a city."""
    return _zones().get(_plain(typed))


@cache
def _zones() -> dict[str, str]:
    """List all zones by their whole names, by their cities in all our languages, and by the ends of their names."""
    names = sorted(available_timezones() - NOWHERE)
    found = {_plain(name): name for name in names}
    older = get_global("zone_aliases")
    for language in Language:
        for name in names:
            if name not in older:  # an older name has the city of the one that took its place
                city = get_timezone_location(name, locale=language, return_city=True)
                found.setdefault(_plain(_end(city)), name)
    for name in names:
        found.setdefault(_plain(_end(name)), name)
    return found


def _plain(name: str) -> str:
    return fold(name.replace("_", " "))


def _end(name: str) -> str:
    return name.rpartition("/")[2]
