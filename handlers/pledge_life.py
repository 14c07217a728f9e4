"""One entry of the ledger as a dated line in plain words."""

from __future__ import annotations

from handlers.pledge_words import conditions_words, period_words
from handlers.turn import Turn
from handlers.wording import Markdown, Wording
from storage.ledger_chain import SHORT
from storage.persons import Person
from storage.pledges import Line, PledgeEntry, PledgeState

OFFERING = {PledgeState.PROPOSED, PledgeState.EVIDENCED}
"""What is told with the evidence: of a decision it stands at the report it is about."""


def heading(wording: Wording, line: Line) -> Markdown:
    """Name a line."""
    return wording("life-line", programme=line.programme, group=line.target_group)


def entry_line(turn: Turn, entry: PledgeEntry, before: PledgeEntry | None) -> Markdown:
    """Say who did what when; ``before`` is what counted until then."""
    moment = entry.recorded_at.astimezone(turn.office.timezone)
    at = turn.wording("life-entry", day=moment.date(), time=f"{moment:%H:%M}")
    return Markdown(f"{at} {_what(turn, entry, before)}")


def file_line(turn: Turn, entry: PledgeEntry, before: PledgeEntry | None) -> Markdown:
    """Say the same with the entry's number in the ledger and the beginning of its digest, to compare them."""
    proof = turn.wording("life-entry-digest", number=entry.id, digest=entry.digest[:SHORT])
    return Markdown(f"{entry_line(turn, entry, before)} {proof}")


def _what(turn: Turn, entry: PledgeEntry, before: PledgeEntry | None) -> Markdown:
    wording = turn.wording
    number = entry.id if entry.state is PledgeState.PROPOSED else entry.about_id
    text = wording(
        _key(entry),
        by=turn.session.get_one(Person, entry.actor_id).label,
        number=number,
        offer=_offer(wording, entry),
        reason=entry.reason,
        start=entry.valid_from,
    )
    replaces = entry.state is PledgeState.PROPOSED or entry.effective
    remarks = [wording("life-before", before=_offer(wording, before))] if before and replaces else []
    if entry.state is PledgeState.PROPOSED and entry.valid_from < turn.office.day(entry.recorded_at):
        remarks.append(wording("life-retroactive", start=entry.valid_from))
    if entry.state in OFFERING:
        remarks += [Markdown(line) for line in conditions_words(wording, turn.session, entry).splitlines()]
    return Markdown(" · ".join([text, *remarks]))


def _key(entry: PledgeEntry) -> str:
    """Name the sentence: of a withdrawal by whether it counted, of a rejection by whether there was a reason."""
    if entry.state is PledgeState.WITHDRAWN and not entry.effective:
        return "life-withdrawn-report"
    if entry.state is PledgeState.REJECTED and not entry.reason:
        return "life-rejected-other"
    return f"life-{entry.state}"


def _offer(wording: Wording, entry: PledgeEntry) -> Markdown:
    return wording("life-offer", places=entry.places, period=period_words(wording, entry))
