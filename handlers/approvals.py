"""Confirming and rejecting: by the Land's coordination or the office, never by whoever reported."""

from __future__ import annotations

import re

from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.messages import Choice, Message
from handlers.onboarding import role_words
from handlers.pledge_steps import read_text
from handlers.pledge_words import conditions_words, entry_words, file_choices
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.ledger import ChangedMeanwhileError, OwnReportError, decide
from storage.municipalities import Municipality
from storage.persons import Person, Role, colleagues
from storage.pledges import PledgeEntry, PledgeState, line_of, run_out
from storage.standings import offer_as_known, open_reports, previous_in_force
from storage.totals import pending

CONFIRM = {"bestaetigen", "ok", "ja", "confirm", "approve"}
REJECT = {"ablehnen", "nein", "reject"}
CALL = re.compile(r"(?:(?P<deed>[^\W\d]+)\s+)?(?:nr\.?\s*)?(?P<number>\d{1,9})(?:\s+(?P<reason>.+))?", re.DOTALL)
LISTED = 10


def approvals(turn: Turn, typed: str) -> Replies:
    """List what waits, show one report, or decide on it (``freigaben``, ``… 17``, ``… bestätigen 17``)."""
    if not typed:
        return _list(turn)
    call = CALL.fullmatch(typed)
    if call is None:
        return [turn.reply("approval-how")]
    try:
        entry, municipality = _waiting(turn, int(call["number"]))
        deed = fold(call["deed"] or "")
        if deed in CONFIRM:
            return _decided(turn, entry, PledgeState.CONFIRMED, "")
        if deed in REJECT:
            return _begin_rejection(turn, entry, call["reason"])
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    return [_detail(turn, entry, municipality)]


def _list(turn: Turn) -> Replies:
    waiting = [(entry, place) for entry, place in pending(turn.session) if place.land in turn.lands()]
    if not waiting:
        return [turn.reply("approvals-none")]
    if len(waiting) == 1:
        return [_detail(turn, *waiting[0])]
    choices = [
        Choice(
            turn.wording("approvals-line", municipality=place.name, offer=entry_words(turn.wording, entry)),
            f"/freigaben {entry.id}",
        )
        for entry, place in waiting[:LISTED]
    ]
    key = "approvals-list" if len(choices) == len(waiting) else "approvals-list-part"
    return [turn.reply(key, *choices, count=len(waiting), shown=len(choices))]


def _waiting(turn: Turn, number: int) -> tuple[PledgeEntry, Municipality]:
    """Find the report that is meant, if it waits and is the person's to decide. Raises :class:`Problem`."""
    entry = turn.session.get(PledgeEntry, number)
    if entry is None or entry.state is not PledgeState.PROPOSED:
        raise Problem("approval-unknown", number=number)
    municipality = turn.session.get_one(Municipality, entry.ags)
    if municipality.land not in turn.lands():
        raise Problem("approval-not-your-land", municipality=municipality.name, land=municipality.land)
    if entry.id not in {report.id for report in open_reports(turn.session, line_of(entry))}:
        raise Problem("approval-meanwhile", number=number)
    return entry, municipality


def _detail(turn: Turn, entry: PledgeEntry, municipality: Municipality) -> Outgoing:
    wording = turn.wording
    reporter = turn.session.get_one(Person, entry.actor_id)
    before, offer = previous_in_force(turn.session, entry), offer_as_known(turn.session, entry)
    parts = [
        wording("approval-detail", number=entry.id, municipality=municipality.name, land=municipality.land),
        entry_words(wording, entry),
        conditions_words(wording, turn.session, offer),
        wording("approval-before", before=entry_words(wording, before))
        if before and not run_out(before, turn.today)
        else wording("approval-first"),
        wording("approval-reported", by=reporter.label, at=entry.recorded_at),
    ]
    if entry.actor_id == turn.sender_id:
        own = Markdown("\n".join([*parts, "", wording("approval-own")]))
        return Outgoing(Message(own, file_choices(wording, offer, entry.id)))
    choices = (
        Choice(wording("approval-confirm"), f"/freigaben bestaetigen {entry.id}"),
        Choice(wording("approval-reject"), f"/freigaben ablehnen {entry.id}"),
        *file_choices(wording, offer, entry.id),
    )
    return Outgoing(Message(Markdown("\n".join(parts)), choices))


def _decided(turn: Turn, entry: PledgeEntry, state: PledgeState, reason: str) -> Replies:
    try:
        decision = decide(turn.session, entry, state, turn.sender_id, turn.now, reason=reason)
    except OwnReportError:
        raise Problem("approval-own") from None
    except ChangedMeanwhileError:
        raise Problem("approval-meanwhile", number=entry.id) from None
    note(turn.session, turn.now, turn.sender_id, f"pledge-{state}", f"pledge:{decision.id}")
    municipality = turn.session.get_one(Municipality, entry.ags)
    answer = turn.reply(
        f"approval-{state}", municipality=municipality.name, offer=entry_words(turn.wording, entry), number=entry.id
    )
    return [answer, *_tell(turn, entry, state, reason), *_next(turn)]


def _tell(turn: Turn, entry: PledgeEntry, state: PledgeState, reason: str) -> Replies:
    """Tell the reporter and the municipality's contacts what was decided, and why."""
    place = turn.session.get_one(Municipality, entry.ags)
    people = [turn.session.get_one(Person, entry.actor_id), *colleagues(turn.session, entry.ags, turn.today)]
    told = []
    for person in {identity(person): person for person in people if person.id != turn.sender_id}.values():
        wording = turn.office.wording(person.language)
        later = "-later" if state is PledgeState.CONFIRMED and entry.valid_from > turn.today else ""
        offer = entry_words(wording, entry)
        by = _acting(turn, wording, entry)
        text = wording(f"told-{state}{later}", by=by, offer=offer, reason=reason, start=entry.valid_from)
        why = wording("why-reported" if person.id == entry.actor_id else "why-speaking", municipality=place.name)
        told.append(notice(Message(text), person, why))
    return told


def _acting(turn: Turn, wording: Wording, entry: PledgeEntry) -> Markdown:
    """Name the role that gave the right to decide: one may also speak for a municipality."""
    land = turn.session.get_one(Municipality, entry.ags).land
    roles = sorted(turn.roles, key=lambda role: role.role is not Role.LAND_COORDINATOR)
    acting = next(r for r in roles if r.land == land or r.role is Role.COORDINATOR)
    return role_words(wording, None, acting)


def _next(turn: Turn) -> Replies:
    waiting = [entry for entry, place in pending(turn.session) if place.land in turn.lands()]
    if not waiting:
        return []
    return [turn.reply("approvals-more", Choice(turn.wording("approval-look"), "/freigaben"), count=len(waiting))]


def _begin_rejection(turn: Turn, entry: PledgeEntry, reason: str | None) -> Replies:
    if entry.actor_id == turn.sender_id:
        raise Problem("approval-own")
    if reason:
        return _decided(turn, entry, PledgeState.REJECTED, str(_read_reason(turn, {}, reason).value))
    return start(turn, REJECTION, {"entry": entry.id})


def _finish_rejection(turn: Turn, answers: Answers) -> Replies:
    try:
        entry, _ = _waiting(turn, answers["entry"])
        return _decided(turn, entry, PledgeState.REJECTED, answers["reason"])
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]


def _read_reason(turn: Turn, answers: Answers, typed: str) -> Understood:
    if len(typed) < 3:  # noqa: PLR2004 - a single sign is a slip of the thumb, no reason
        raise Problem("approval-reason-missing")
    return read_text(turn, answers, typed)


REJECTION = Dialogue(
    name="rejection", roles=COORDINATORS, steps=(Step("reason", _read_reason, free=True),), finish=_finish_rejection
)
