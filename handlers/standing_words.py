"""How the lines of a municipality stand, in words: what counts, what will, what waits, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from handlers.pledge_words import conditions_words, entry_words
from handlers.wording import Markdown, Wording
from storage.persons import Person
from storage.pledges import PledgeEntry, run_out
from storage.standings import Standing, endorsement, offer_as_known


def standing_lines(session: Session, wording: Wording, found: Iterable[Standing], day: date) -> list[Markdown]:
    """Write how lines stand on a day."""
    return [line for each in found for line in _lines(session, wording, each, day)]


def _lines(session: Session, wording: Wording, each: Standing, day: date) -> list[Markdown]:
    lines = []
    if each.in_force:
        key = "pledges-run-out" if run_out(each.in_force, day) else "pledges-in-force"
        lines.append(
            _with_conditions(session, wording, wording(key, offer=entry_words(wording, each.in_force)), each.in_force)
        )
    if each.planned:
        planned = wording("pledges-planned", offer=entry_words(wording, each.planned))
        lines.append(_with_conditions(session, wording, planned, each.planned))
    waiting = ((_waiting_line(session, wording, each, report), report) for report in each.reports)
    return lines + [_with_conditions(session, wording, line, report) for line, report in waiting]


def _waiting_line(session: Session, wording: Wording, each: Standing, report: PledgeEntry) -> Markdown:
    """Say what a report waits for: a decision, one over several that contradict each other, or a second one."""
    key = "pledges-pending-second" if endorsement(session, report) else "pledges-pending"
    if len(each.reports) > 1:
        key = "pledges-pending-conflict"
    by = session.get_one(Person, report.actor_id).label
    return wording(key, offer=entry_words(wording, report), number=report.id, by=by)


def _with_conditions(session: Session, wording: Wording, line: Markdown, entry: PledgeEntry) -> Markdown:
    """Put under an offer what it rests on, or that there is nothing: an offer is never just a number."""
    offer = offer_as_known(session, entry)
    return Markdown("\n  ".join([line, *conditions_words(wording, session, offer).splitlines()]))
