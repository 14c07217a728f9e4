"""Tasks in one line: "Köln bis 1.9.: Zahlen nachreichen", "Köln: Zahlen nachreichen bis 1.9."."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.dates import read_day
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Turn, identity
from handlers.typed import fold
from storage.audiences import party_of, speakers_of
from storage.municipalities import Land, Municipality
from storage.persons import MUNICIPAL_ROLES, Person, Role, holders

LONGEST_TASK = 300
FAR = timedelta(days=3 * 366)
UNTIL = r"(?:bis|until|by)"
LINES = (
    re.compile(rf"(?P<party>[^:]+?),? {UNTIL} (?P<due_on>[^:]+): *(?P<text>.+)", re.IGNORECASE),
    re.compile(rf"(?P<party>[^:]+): *(?P<text>.+),? {UNTIL} (?P<due_on>.+)", re.IGNORECASE),
)
ANOTHER = re.compile(rf"\n|[,;] +(?=[^\s,;:][^,;:]* {UNTIL} [^,;:]+: )", re.IGNORECASE)
"""Where the next task begins: on a new line, or in "…, Köln bis 1.9.: …"."""

BULLET = re.compile(r"^[-–•*] +")
MYSELF = {"ich", "mich", "mir", "selbst", "ich selbst", "me", "myself"}
PERSONAL_ROLES = tuple(role for role in Role if role not in MUNICIPAL_ROLES)

Task = dict[str, str]
"""A task as a dialogue keeps it: ``party``, ``due_on`` (ISO 8601) and ``text``."""


def read_tasks(turn: Turn, typed: str) -> list[Task]:
    """Read one task from each line, or from each part. Raises :class:`Problem` for the first that is none."""
    return [read_task(turn, line) for line in ANOTHER.split(typed) if line.strip()]


def read_task(turn: Turn, typed: str) -> Task:
    """Read a task that is said in one line. Raises :class:`Problem`."""
    parts = parts_of(typed)
    if parts is None:
        raise Problem("task-how", typed=typed)
    return {key: READERS[key](turn, words) for key, words in parts.items()}


def parts_of(typed: str) -> Task | None:
    """Take a line apart, each part still as it was typed; None for what is no such line."""
    line = BULLET.sub("", typed.strip())
    found = next((match for pattern in LINES if (match := pattern.fullmatch(line))), None)
    return found.groupdict() if found else None


def read_text(_turn: Turn, typed: str) -> str:
    """Read what is to be done. Raises :class:`Problem`."""
    text = " ".join(typed.split()).rstrip(" ,;")
    if len(text) > LONGEST_TASK:
        raise Problem("text-too-long", length=len(text), longest=LONGEST_TASK)
    return text


def read_due(turn: Turn, typed: str) -> str:
    """Read the day by which something is to be done, as ISO 8601; today is early enough. Raises :class:`Problem`."""
    day = read_day(typed, turn.today, last=True).day
    if day < turn.today:
        raise Problem("task-past", day=day)
    if day > turn.today + FAR:
        raise Problem("meeting-too-far", day=day)
    return day.isoformat()


def read_owner(turn: Turn, typed: str) -> str:
    """Read who is to do it: a municipality by its name, or one person by their role. Raises :class:`Problem`."""
    person = turn.sender if fold(typed) in MYSELF else _person(turn, typed)
    if person is not None:
        return party_of(identity(person), None)
    place = _place(turn, typed)
    if place.land not in turn.lands():
        lands = ", ".join(turn.wording.name(land) for land in sorted(turn.lands()))
        raise Problem("task-not-yours", place=place.name, lands=lands)
    if not speakers_of(turn.session, place.ags, turn.today):
        raise Problem("task-nobody", place=place.name)
    return place.ags


def _person(turn: Turn, typed: str) -> Person | None:
    """Find the one person whose label or role a text names; of several in an office whoever asks, else the first."""
    known = [(role, person) for role in PERSONAL_ROLES for person in holders(turn.session, role, turn.today)]
    found = [(role, person) for role, person in known if fold(person.label) == fold(typed)] or _by_role(turn, typed)
    if len(found) > 1 and found[0][0] is Role.SPOKESPERSON:
        raise Problem("task-owner-unknown", typed=typed)
    people = [person for _, person in found]
    return turn.sender if turn.sender in people else next(iter(people), None)


def _by_role(turn: Turn, typed: str) -> list[tuple[Role, Person]]:
    role, rest = find_name(Role, typed) or (None, typed)
    if role not in PERSONAL_ROLES:
        return []
    land, rest = find_name(Land, rest) or (None, rest)
    return [] if rest.strip() else [(role, person) for person in holders(turn.session, role, turn.today, land=land)]


def _place(turn: Turn, typed: str) -> Municipality:
    """Find the municipality that a text names, perhaps with the role of who speaks for it."""
    role, rest = find_name(Role, typed) or (None, typed)
    place = read_municipality(turn.session, turn.wording, rest.strip() if role in MUNICIPAL_ROLES else typed)
    if place is None:
        raise Problem("task-owner-unknown", typed=typed)
    return place


READERS = {"party": read_owner, "due_on": read_due, "text": read_text}
