"""Who hears of a report, and of two that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.approvers import approvers
from handlers.messages import Choice, Message
from handlers.pledge_words import entry_words
from handlers.turn import Replies, Turn, identity, notice
from handlers.wording import Markdown, Wording
from storage.municipalities import Municipality
from storage.persons import Person, Role, colleagues
from storage.pledges import PledgeEntry
from storage.standings import Standing

REPORTED = {Role.LAND_COORDINATOR: "pledge-reported", Role.COORDINATOR: "pledge-reported-office"}
"""The thanks for a report, by who is asked to decide."""


def reported(turn: Turn, entry: PledgeEntry, seen: Standing, others: Sequence[PledgeEntry]) -> Replies:
    """Thank the reporter, tell the colleagues, and ask whoever may confirm.

    The ``others`` are reports of colleagues that the reporter had not seen: they contradict this one, and all who are
    told hear of both.
    """
    municipality = turn.session.get_one(Municipality, entry.ags)
    deciders, role = approvers(turn.session, municipality.land, turn.today, turn.sender_id)
    key = REPORTED[role] if deciders else "pledge-reported-nobody"
    offer = entry_words(turn.wording, entry)
    replies = [turn.reply(key, number=entry.id, offer=offer, land=municipality.land)]
    both = (*others, entry)
    if others:
        lines = report_lines(turn, turn.wording, both)
        replies = [turn.reply("pledge-conflict-own", number=entry.id, count=len(both), lines=lines)]
    told = {identity(person) for person in deciders} | {turn.sender_id}
    for colleague in colleagues(turn.session, entry.ags, turn.today):
        if identity(colleague) not in told:
            wording = turn.office.wording(colleague.language)
            why = wording("why-speaking", municipality=municipality.name)
            replies.append(notice(Message(_to_colleague(turn, wording, entry, both)), colleague, why))
    changed = bool(seen.in_force or seen.planned or seen.pending)
    for decider in deciders:
        wording = turn.office.wording(decider.language)
        text = _to_decider(turn, wording, both, municipality, changed=changed)
        look = Choice(wording("approval-look"), f"/freigaben {entry.id}")
        why = wording("why-deciding", role=role, land=municipality.land)
        replies.append(notice(Message(text, (look,)), decider, why))
    return replies


def _to_colleague(turn: Turn, wording: Wording, entry: PledgeEntry, both: Sequence[PledgeEntry]) -> Markdown:
    if len(both) > 1:
        return wording("pledge-conflict-colleague", count=len(both), lines=report_lines(turn, wording, both))
    return wording("pledge-told-colleague", by=turn.sender.label, offer=entry_words(wording, entry))


def _to_decider(
    turn: Turn, wording: Wording, both: Sequence[PledgeEntry], municipality: Municipality, *, changed: bool
) -> Markdown:
    if len(both) > 1:
        lines = report_lines(turn, wording, both)
        return wording("pledge-conflict-decider", municipality=municipality.name, count=len(both), lines=lines)
    key = "approval-notice-change" if changed else "approval-notice"
    entry = both[-1]
    return wording(key, municipality=municipality.name, offer=entry_words(wording, entry), number=entry.id)


def report_lines(turn: Turn, wording: Wording, entries: Sequence[PledgeEntry]) -> Markdown:
    """List reports that contradict each other: which number, whose, and what."""
    return Markdown("\n".join(_line(turn, wording, entry) for entry in entries))


def _line(turn: Turn, wording: Wording, entry: PledgeEntry) -> Markdown:
    by = turn.session.get_one(Person, entry.actor_id).label
    return wording("pledge-conflict-line", number=entry.id, by=by, offer=entry_words(wording, entry))
