"""What waits for a decision: reports; those of one line that contradict each other are decided together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.problems import Problem
from handlers.turn import Turn
from storage.ledger import may_be_same
from storage.municipalities import Municipality
from storage.pledges import Line, PledgeEntry, PledgeState, line_of
from storage.standings import endorsement, open_reports
from storage.totals import pending


@dataclass(frozen=True, slots=True)
class Case:
    """What waits on one line, oldest first. Of several ``reports`` their authors had not seen each other's."""

    place: Municipality
    reports: tuple[PledgeEntry, ...]

    @property
    def contradicts(self) -> bool:
        """Whether there are several."""
        return len(self.reports) > 1

    def others(self, report: PledgeEntry) -> tuple[PledgeEntry, ...]:
        """List the reports that a report contradicts."""
        return tuple(each for each in self.reports if each.id != report.id)


def cases(turn: Turn) -> Sequence[Case]:
    """List what waits in the Länder whose reports the person decides on, oldest first."""
    by_line: dict[Line, tuple[Municipality, list[PledgeEntry]]] = {}
    for entry, place in pending(turn.session):
        if place.land in turn.lands():
            by_line.setdefault(line_of(entry), (place, []))[1].append(entry)
    return [Case(place, tuple(reports)) for place, reports in by_line.values()]


def case_of(turn: Turn, number: int) -> tuple[Case, PledgeEntry]:
    """Find a report and what it contradicts. Raises :class:`Problem` where it does not wait, or not for the person."""
    entry = turn.session.get(PledgeEntry, number)
    if entry is None or entry.state is not PledgeState.PROPOSED:
        raise Problem("approval-unknown", number=number)
    place = turn.session.get_one(Municipality, entry.ags)
    if place.land not in turn.lands():
        raise Problem("approval-not-your-land", municipality=place.name, land=place.land)
    case = Case(place, tuple(open_reports(turn.session, line_of(entry))))
    if entry not in case.reports:
        raise Problem("approval-meanwhile", number=number)
    return case, entry


def needs_two(turn: Turn, report: PledgeEntry) -> bool:
    """Say whether a report offers so many places that two have to confirm it."""
    two_from = turn.office.two_confirmations_from
    return two_from is not None and report.places >= two_from


def is_own(turn: Turn, report: PledgeEntry) -> bool:
    """Say whether somebody reported it themselves, perhaps from an account that was linked to theirs."""
    return may_be_same(turn.session, report.actor_id, turn.sender_id)


def is_endorsed_by(turn: Turn, report: PledgeEntry) -> bool:
    """Say whether somebody was the first of the two who have to confirm it."""
    first = endorsement(turn.session, report) if needs_two(turn, report) else None
    return first is not None and may_be_same(turn.session, first.actor_id, turn.sender_id)


def can_confirm(turn: Turn, report: PledgeEntry) -> bool:
    """Say whether the person may confirm a report that waits for them."""
    return not is_own(turn, report) and not is_endorsed_by(turn, report)
