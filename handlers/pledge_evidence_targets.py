"""What evidence can be handed in for: a report that waits, or what is confirmed, by the number people know it by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.pledge_words import entry_words
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Turn
from handlers.wording import Markdown
from storage.municipalities import Municipality
from storage.pledges import PledgeEntry, PledgeState, Programme, TargetGroup, run_out
from storage.standings import Standing, standings

NUMBERED = re.compile(r"(?:nr\.?\s*)?(?P<number>\d{1,9})(?:(?=$|\s|:)[\s:]*(?P<said>.*))?", re.IGNORECASE | re.DOTALL)
"""A report by its number, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An entry that evidence can be added to, and how its line stands."""

    seen: Standing
    entry: PledgeEntry

    @property
    def waits(self) -> bool:
        """Whether somebody still has to decide on it."""
        return self.entry.state is PledgeState.PROPOSED

    @property
    def number(self) -> int:
        """The number of the report, also once it is confirmed."""
        return (None if self.waits else self.entry.about_id) or self.entry.id or 0


def targets(turn: Turn) -> list[Target]:
    """List what evidence can be added to: the newest report that waits first, then what is confirmed."""
    found = [each for place in turn.places for each in standings(turn.session, place.ags, turn.today)]
    waiting = [Target(each, report) for each in found for report in each.reports]
    confirmed = [Target(each, entry) for each in found for entry in (each.in_force, each.planned) if entry]
    newest_first = sorted(waiting, key=lambda target: -target.number)
    return [*newest_first, *(target for target in confirmed if not run_out(target.entry, turn.today))]


def target_by_number(turn: Turn, number: int) -> Target:
    """Find what a number means. Raises :class:`Problem` where that is not the person's, or over."""
    entry = turn.session.get(PledgeEntry, number)
    if entry is None or entry.ags not in {place.ags for place in turn.places}:
        raise Problem("evidence-unknown", number=number)
    found = [target for target in targets(turn) if number in {target.number, target.entry.id}]
    if not found:
        raise Problem("evidence-over", number=number)
    return found[0]


def named_targets(found: Sequence[Target], typed: str) -> list[Target]:
    """List what words can mean: of the programme and the group they name, where they name any."""
    programme, group = find_name(Programme, typed), find_name(TargetGroup, typed)
    return [
        target
        for target in found
        if (programme is None or target.entry.programme is programme[0])
        and (group is None or target.entry.target_group is group[0])
    ]


def target_words(turn: Turn, target: Target) -> Markdown:
    """Name what evidence can be added to; who speaks for several municipalities is told which one's it is."""
    key = "evidence-waiting" if target.waits else "evidence-counting"
    line = turn.wording(key, number=target.number, offer=entry_words(turn.wording, target.entry))
    if len(turn.places) == 1:
        return line
    place = turn.session.get_one(Municipality, target.entry.ags)
    return turn.wording("evidence-of-place", place=place.name, line=line)
