"""What a command is: its words, what it does, for whom, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.turn import Office, Replies, Turn
from storage.persons import Role

PREFIX = re.compile(r"^[/!]\s*")
"""What a command may begin with; in a group it must."""

COORDINATORS = frozenset({Role.COORDINATOR, Role.LAND_COORDINATOR})
OFFICE = frozenset({Role.COORDINATOR})
READERS = COORDINATORS | {Role.SPOKESPERSON}
LEADERS = OFFICE | {Role.SPOKESPERSON}
MUNICIPAL = frozenset({Role.CONTACT, Role.DEPUTY})


def everywhere(_: Office) -> bool:
    """Have a command in every installation."""
    return True


def where_consent_is_asked(office: Office) -> bool:
    """Have a command only where a network needs the office's leave and people's consent."""
    return bool(office.networks_by_consent)


def never(_: str) -> bool:
    """Have a command that can wait, whatever stands behind it."""
    return False


@dataclass(frozen=True, slots=True)
class Listing:
    """Something that is listed with numbers: by which word, and what a number names to somebody, if anything."""

    word: str
    names: Callable[[Turn, int], str | None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``words`` are all ways to say it, folded, the German one first; ``key`` names its help text.

    ``roles`` are the roles it is for, None for everybody we know. ``starts_dialogue`` says that it may not interrupt a
    running dialogue, and ``begins`` names the one that it may begin anew; ``in_groups`` that a group chat may see its
    answer, ``of_groups`` only one of these roles; ``listed`` that the help names it; ``exists`` in which installations
    it does; ``for_strangers`` that whoever we do not know is told of it; ``takes_files`` that it can be the caption of
    a file; ``listing`` whose entries it takes by their numbers; ``alone`` that words behind it mean nothing to it;
    ``presses`` behind which words it cannot wait, so that it is taken where any text is an answer, too.
    """

    words: tuple[str, ...]
    run: Callable[[Turn, str], Replies]
    roles: frozenset[Role] | None = None
    starts_dialogue: bool = False
    begins: str = ""
    in_groups: bool = False
    of_groups: frozenset[Role] = frozenset(Role)
    listed: bool = True
    exists: Callable[[Office], bool] = everywhere
    for_strangers: bool = False
    takes_files: bool = False
    listing: Listing | None = None
    alone: bool = False
    presses: Callable[[str], bool] = never

    @property
    def key(self) -> str:
        """The name of its help text."""
        return f"help-{self.words[0]}"

    def serves(self, turn: Turn) -> bool:
        """Say whether it answers in the chat where somebody is."""
        of_group = turn.group is None or turn.group.role in self.of_groups
        return turn.incoming.direct or (self.in_groups and of_group)

    def allowed(self, turn: Turn) -> bool:
        """Say whether the person may use it; in the spokespersons' group, what the group may."""
        if self.roles is None:
            return True
        of_group = turn.group is not None and turn.group.role in self.roles
        return of_group or turn.holds(*self.roles)
