"""Reporting a pledge: as a conversation or in one line, always with a review before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers import pledge_steps as steps
from handlers.approvers import approvers
from handlers.commands import MUNICIPAL
from handlers.dialogues import Answers, Dialogue, Review, Step, start
from handlers.messages import Choice, Message
from handlers.places import read_own_municipality
from handlers.pledge_evidence_steps import (
    file_with_line,
    has_file,
    keep_known,
    read_resolution,
    take_file,
    with_grounds,
)
from handlers.pledge_lines import PledgeLine, read_pledge_line
from handlers.pledge_words import conditions_words, entry_words, offer_words
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.wording import Markdown
from storage.audit import note
from storage.dialogues import HELD
from storage.ledger import ChangedMeanwhileError, propose
from storage.municipalities import Municipality
from storage.persons import Role, colleagues
from storage.pledges import Line, Offer, PledgeEntry, Programme, TargetGroup, run_out
from storage.standings import Standing, offer_as_known, standing

REPORTED = {Role.LAND_COORDINATOR: "pledge-reported", Role.COORDINATOR: "pledge-reported-office"}
"""The thanks for a report, by who is asked to decide."""


def report(turn: Turn, typed: str) -> Replies:
    """Begin a report: everything the line says is kept, the rest is asked."""
    own = turn.places
    if not own:
        return [turn.reply("pledge-not-a-contact")]
    line = read_pledge_line(typed, turn.today)
    answers: Answers = {"valid_from": turn.today.isoformat(), **line.answers}
    if len(own) == 1:
        answers["municipality"] = own[0].ags
    if "places" in line.answers:
        answers = {"resolution": None, "condition": None, "short": True, **answers}
    try:
        _read_rest(turn, line, answers)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    _check_dates(turn, line, answers)
    remarks = [*_check_grounds(turn, line, answers), *file_with_line(turn, answers)]
    return start(turn, PLEDGE, answers, [*remarks, *(turn.wording.problem(problem) for problem in line.problems)])


def _read_rest(turn: Turn, line: PledgeLine, answers: Answers) -> None:
    """Make sense of the words left over: the name of one's own municipality, or a problem."""
    if not line.rest:
        return
    municipality = read_own_municipality(turn, line.rest)
    if municipality:
        answers["municipality"] = municipality.ags
    elif "programme" not in answers:
        line.problems.append(Problem("pledge-programme-unknown", typed=line.unread))
    else:
        line.problems.append(Problem("pledge-rest-unclear", typed=line.unread))


def _check_dates(turn: Turn, line: PledgeLine, answers: Answers) -> None:
    """Hold the line's dates against the rules the single questions have; what breaks one is asked again."""
    for key, check, known in (("valid_from", steps.checked_start, {}), ("valid_until", steps.checked_end, answers)):
        if value := answers.get(key):
            try:
                check(turn, known, date.fromisoformat(value))
            except Problem as problem:
                line.problems.append(problem)
                del answers[key]


def _check_grounds(turn: Turn, line: PledgeLine, answers: Answers) -> list[Markdown]:
    """Read the decision and the condition as their questions do; what those refuse is asked again.

    Returns what is said of those that were not taken as they were written.
    """
    remarks: list[Markdown | None] = []
    for key, read in (("resolution", read_resolution), ("condition", steps.read_text)):
        if key in line.answers:
            try:
                understood = read(turn, answers, str(line.answers[key]))
            except Problem as problem:
                line.problems.append(problem)
                del answers[key]
            else:
                answers[key] = understood.value
                remarks.append(understood.remark)
    return [remark for remark in remarks if remark]


def _line(answers: Answers) -> Line:
    return Line(answers["municipality"], Programme(answers["programme"]), TargetGroup(answers["target_group"]))


def _offer(turn: Turn, answers: Answers) -> Offer:
    end = answers["valid_until"]
    offer = Offer(
        places=answers["places"],
        valid_from=date.fromisoformat(answers["valid_from"]),
        valid_until=date.fromisoformat(end) if end else None,
    )
    return with_grounds(turn, offer, answers)


def _review(turn: Turn, answers: Answers) -> Review:
    wording, line = turn.wording, _line(answers)
    seen = standing(turn.session, line, turn.today)
    kept = _kept(turn, answers, seen)
    offer = _offer(turn, {**answers, **kept})
    municipality = turn.session.get_one(Municipality, line.ags)
    parts = [
        wording("pledge-review", municipality=municipality.name),
        offer_words(wording, line.programme, line.target_group, offer),
        conditions_words(wording, turn.session, offer),
    ]
    if seen.in_force and not run_out(seen.in_force, turn.today):
        parts.append(wording("pledge-review-before", before=entry_words(wording, seen.in_force)))
    if seen.planned:
        parts.append(wording("pledge-review-planned", planned=entry_words(wording, seen.planned)))
    if seen.pending:
        parts.append(wording("pledge-review-pending", pending=entry_words(wording, seen.pending)))
    text = Markdown("\n".join(parts[:2]) + "\n" + "\n\n".join(parts[2:]))
    return Review(text, core=parts[1], noted={**kept, "seen_version": seen.version})


def _kept(turn: Turn, answers: Answers, seen: Standing) -> Answers:
    """Keep what the line's last offer rests on if the new one came in one line that says nothing of it."""
    before = seen.pending or seen.planned or seen.in_force
    if not answers.get("short") or before is None:
        return {}
    known = offer_as_known(turn.session, before)
    evidence = {} if answers["resolution"] else keep_known(known, file=answers.get(HELD))
    return {"condition": answers["condition"] or known.condition or None, "short": False, **evidence}


def _finish(turn: Turn, answers: Answers) -> Replies:
    line, offer = _line(answers), _offer(turn, answers)
    seen = standing(turn.session, line, turn.today)
    if line.ags not in {municipality.ags for municipality in turn.places}:
        return [turn.reply("pledge-not-a-contact")]
    if seen.in_force and not (seen.pending or seen.planned) and offer_as_known(turn.session, seen.in_force) == offer:
        return [turn.reply("pledge-unchanged", offer=entry_words(turn.wording, seen.in_force))]
    try:
        entry = propose(turn.session, replace(seen, version=answers["seen_version"]), offer, turn.sender_id, turn.now)
    except ChangedMeanwhileError:
        return start(turn, PLEDGE, answers, [turn.wording("pledge-changed-meanwhile")])
    note(turn.session, turn.now, turn.sender_id, "pledge-proposed", f"pledge:{entry.id}")
    return _reported(turn, entry, seen)


def _reported(turn: Turn, entry: PledgeEntry, seen: Standing) -> Replies:
    """Thank the reporter, tell the colleagues, and ask whoever may confirm."""
    municipality = turn.session.get_one(Municipality, entry.ags)
    deciders, role = approvers(turn.session, municipality.land, turn.today, without=turn.sender_id)
    key = REPORTED[role] if deciders else "pledge-reported-nobody"
    replies = [turn.reply(key, number=entry.id, offer=entry_words(turn.wording, entry), land=municipality.land)]
    told = {identity(person) for person in deciders} | {turn.sender_id}
    for colleague in colleagues(turn.session, entry.ags, turn.today):
        if identity(colleague) not in told:
            wording = turn.office.wording(colleague.language)
            text = wording("pledge-told-colleague", by=turn.sender.label, offer=entry_words(wording, entry))
            why = wording("why-speaking", municipality=municipality.name)
            replies.append(notice(Message(text), colleague, why))
    key = "approval-notice-change" if seen.in_force or seen.pending else "approval-notice"
    for decider in deciders:
        wording = turn.office.wording(decider.language)
        text = wording(key, municipality=municipality.name, offer=entry_words(wording, entry), number=entry.id)
        look = Choice(wording("approval-look"), f"/freigaben {entry.id}")
        why = wording("why-deciding", role=role, land=municipality.land)
        replies.append(notice(Message(text, (look,)), decider, why))
    return replies


def _several(turn: Turn, _: Answers) -> bool:
    return len(turn.places) > 1


PLEDGE = Dialogue(
    name="pledge",
    roles=MUNICIPAL,
    steps=(
        Step("municipality", steps.read_municipality, steps.municipality_choices, needed=_several),
        Step("programme", steps.read_programme, steps.programme_choices, known_by=steps.ANYTHING),
        Step("target_group", steps.read_group, steps.group_choices, known_by=steps.ANYTHING),
        Step("places", steps.read_places, known_by=steps.ANYTHING),
        Step("valid_from", steps.read_start, quiet=True, known_by=steps.BEGINNING),
        Step("valid_until", steps.read_end, steps.end_choices, known_by=steps.ENDING),
        Step("resolution", read_resolution, optional=True, free=True, known_by=steps.DECIDED),
        Step(HELD, steps.read_text, needed=has_file),
        Step("condition", steps.read_text, optional=True, free=True, known_by=steps.CONDITIONED),
    ),
    review=_review,
    finish=_finish,
    take_file=take_file,
)
