"""Reporting a pledge: as a conversation or in one line, always with a review before anything is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from handlers import pledge_steps as steps
from handlers.commands import MUNICIPAL
from handlers.dialogues import Answers, Dialogue, Review, Step, start
from handlers.messages import Message
from handlers.places import read_own_municipality
from handlers.pledge_changes import change_words, differences, spans_now
from handlers.pledge_deltas import Verb
from handlers.pledge_evidence_steps import (
    file_with_line,
    has_file,
    keep_known,
    read_resolution,
    take_file,
    with_grounds,
)
from handlers.pledge_lines import PledgeLine, read_pledge_line
from handlers.pledge_own_lines import (
    asks_line,
    kept_change,
    line_choices,
    line_in,
    place_choices,
    read_line,
    reckoned_anew,
    settle,
)
from handlers.pledge_telling import report_lines, reported
from handlers.pledge_words import conditions_words, entry_words, offer_words
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.withdrawals import begin_withdrawal, ending
from handlers.wording import Markdown
from storage.audit import note
from storage.database import serialize
from storage.dialogues import HELD
from storage.engine import Subject
from storage.ledger import ChangedMeanwhileError, add_evidence, propose, reaffirm
from storage.municipalities import Municipality
from storage.persons import Person
from storage.pledges import EVIDENCE, Offer, PledgeEntry, line_of, run_out
from storage.rounds import RoundAnswer, note_answer
from storage.standings import Standing, offer_as_known, standing

UNCLEAR_LINE = {"pledge-two-programmes", "pledge-two-target-groups", "pledge-programme-unknown"}
"""What makes it the person's to say which line they mean, whatever there is."""

UNCLEAR_DAY = {"date-which", "date-span", "date-several"}

SAME = ("places", "valid_from", "valid_until", "condition")


def report(turn: Turn, typed: str) -> Replies:
    """Begin a report: everything the line says is kept, the rest is asked."""
    own = turn.places
    if not own:
        return [turn.reply("pledge-not-a-contact")]
    line = read_pledge_line(typed, turn.today)
    if line.change.verb is Verb.WITHDRAW and not ending(turn, line):
        return begin_withdrawal(turn, typed)
    answers: Answers = {**line.answers} if line.changes else {"valid_from": turn.today.isoformat(), **line.answers}
    if len(own) == 1:
        answers["municipality"] = own[0].ags
    if "places" in line.answers or line.changes:
        answers = {"resolution": None, "condition": None, "short": True, **answers}
    if line.changes:
        answers["change"] = kept_change(line.change)
    try:
        _read_rest(turn, line, answers)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    _check_dates(turn, line, answers)
    remarks = [*_check_grounds(turn, line, answers), *file_with_line(turn, answers)]
    keys = {problem.key for problem in line.problems}
    answers["own"] = "short" in answers and not keys & UNCLEAR_LINE
    answers["misread"] = sorted(line.misread | ({"valid_until"} if keys & UNCLEAR_DAY else set()))
    return start(turn, PLEDGE, answers, [*remarks, *(turn.wording.problem(problem) for problem in line.problems)])


def _read_rest(turn: Turn, line: PledgeLine, answers: Answers) -> None:
    """Make sense of the words left over: the name of one's own municipality, or a problem."""
    if not line.rest:
        return
    municipality = read_own_municipality(turn, line.rest)
    if municipality:
        answers["municipality"] = municipality.ags
    elif "programme" not in answers and not line.changes:
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
                line.misread.add(key)
                del answers[key]


def _check_grounds(turn: Turn, line: PledgeLine, answers: Answers) -> list[Markdown]:
    """Read the decision and the condition as their questions do; what those refuse is asked again.

    Returns what is said of those that were not taken as they were written.
    """
    remarks: list[Markdown | None] = []
    for key, read in (("resolution", read_resolution), ("condition", steps.read_text)):
        if key in line.answers:
            try:
                understood = read(turn, {}, str(line.answers[key]))
            except Problem as problem:
                line.problems.append(problem)
                del answers[key]
            else:
                answers[key] = understood.value
                remarks.append(understood.remark)
    return [remark for remark in remarks if remark]


def _offer(turn: Turn, answers: Answers) -> Offer:
    end = answers["valid_until"]
    offer = Offer(
        places=answers["places"],
        valid_from=date.fromisoformat(answers["valid_from"]),
        valid_until=date.fromisoformat(end) if end else None,
    )
    return with_grounds(turn, offer, answers)


def _review(turn: Turn, answers: Answers) -> Review:
    wording, line = turn.wording, line_in(answers)
    seen = standing(turn.session, line, turn.today)
    kept = _kept(turn, answers, seen)
    offer = _offer(turn, {**answers, **kept})
    municipality = turn.session.get_one(Municipality, line.ags)
    parts = [
        wording("pledge-review", municipality=municipality.name),
        offer_words(wording, line.programme, line.target_group, offer),
        change_words(wording, spans_now(turn.session, line), offer, line),
        conditions_words(wording, turn.session, offer),
    ]
    if len(seen.reports) > 1:
        parts.append(wording("pledge-review-several", lines=report_lines(turn, wording, seen.reports)))
    elif seen.pending:
        parts.append(wording("pledge-review-pending", pending=entry_words(wording, seen.pending)))
    noted = {**kept, "short": False, "own": False, "seen_version": seen.version}
    return Review(Markdown("\n".join(parts)), core=parts[1], noted=noted)


def _kept(turn: Turn, answers: Answers, seen: Standing) -> Answers:
    """Keep what the line's last offer rests on if the new one came in one line that says nothing of it."""
    before = seen.pending or seen.planned or seen.in_force
    if not answers.get("short") or before is None:
        return {}
    known = offer_as_known(turn.session, before)
    evidence = {} if answers["resolution"] else keep_known(known, file=answers.get(HELD))
    return {"condition": answers["condition"] or known.condition or None, **evidence}


def _finish(turn: Turn, answers: Answers) -> Replies:
    serialize(turn.session, Subject.LEDGER)  # else a colleague could write between the look at the line and the report
    line, offer = line_in(answers), _offer(turn, answers)
    seen = standing(turn.session, line, turn.today)
    if line.ags not in {municipality.ags for municipality in turn.places}:
        return [turn.reply("pledge-not-a-contact")]
    if seen.in_force and not seen.reports and _stands(turn, seen.in_force, offer):
        return _reaffirmed(turn, seen, seen.in_force)
    unseen = [each for each in seen.reports if each.version > answers["seen_version"]]
    others = [each for each in unseen if each.actor_id != turn.sender_id]
    if same := next((each for each in others if _agree(offer_as_known(turn.session, each), offer, SAME)), None):
        return _reported_already(turn, seen, same, offer)
    try:
        entry = propose(turn.session, replace(seen, version=answers["seen_version"]), offer, turn.sender_id, turn.now)
    except ChangedMeanwhileError:
        return start(turn, PLEDGE, reckoned_anew(answers), [turn.wording("pledge-changed-meanwhile")])
    note(turn.session, turn.now, turn.sender_id, "pledge-proposed", f"pledge:{entry.id}")
    note_answer(turn.session, line.ags, RoundAnswer.REPORTED, turn.sender_id, turn.now)
    return reported(turn, entry, seen, others)


def _stands(turn: Turn, entry: PledgeEntry, offer: Offer) -> bool:
    """Say whether an offer is what counts already: no day changes, and it rests on the same."""
    known, line = offer_as_known(turn.session, entry), line_of(entry)
    if differences(spans_now(turn.session, line), offer, line):
        return False
    return known.condition == offer.condition and _rests_on_same(known, offer)


def _rests_on_same(known: Offer, offer: Offer) -> bool:
    return _agree(known, offer, EVIDENCE)


def _agree(one: Offer, other: Offer, names: Collection[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _reaffirmed(turn: Turn, seen: Standing, entry: PledgeEntry) -> Replies:
    if not run_out(entry, turn.today):
        again = reaffirm(turn.session, seen, turn.sender_id, turn.now, turn.today)
        note(turn.session, turn.now, turn.sender_id, "pledge-reaffirmed", f"pledge:{again.id}")
        note_answer(turn.session, entry.ags, RoundAnswer.REAFFIRMED, turn.sender_id, turn.now)
    return [turn.reply("pledge-unchanged", offer=entry_words(turn.wording, entry))]


def _reported_already(turn: Turn, seen: Standing, report: PledgeEntry, offer: Offer) -> Replies:
    """Say that a colleague has reported the same meanwhile; what only this one rests on is added to theirs."""
    by = turn.session.get_one(Person, report.actor_id).label
    said = turn.reply("pledge-same-already", by=by, number=report.id, offer=entry_words(turn.wording, report))
    if not offer.has_evidence or _rests_on_same(offer_as_known(turn.session, report), offer):
        return [said]
    added = add_evidence(turn.session, seen, report, offer, turn.sender_id, turn.now)
    note(turn.session, turn.now, turn.sender_id, "pledge-evidence", f"pledge:{added.id}")
    return [said, turn.reply("pledge-same-evidence")]


def _several(turn: Turn, _: Answers) -> bool:
    return len(turn.places) > 1


PLEDGE = Dialogue(
    name="pledge",
    roles=MUNICIPAL,
    steps=(
        Step("municipality", steps.read_municipality, steps.municipality_choices, needed=_several),
        Step("line", read_line, line_choices, needed=asks_line),
        Step("programme", steps.read_programme, steps.programme_choices, known_by=steps.ANYTHING),
        Step("target_group", steps.read_group, steps.group_choices, known_by=steps.ANYTHING),
        Step("places", steps.read_places, place_choices, known_by=steps.ANYTHING),
        Step("valid_from", steps.read_start, quiet=True, known_by=steps.BEGINNING),
        Step("valid_until", steps.read_end, steps.end_choices, known_by=steps.ENDING),
        Step("resolution", read_resolution, optional=True, free=True, known_by=steps.DECIDED),
        Step(HELD, steps.read_text, needed=has_file),
        Step("condition", steps.read_text, optional=True, free=True, known_by=steps.CONDITIONED),
    ),
    review=_review,
    finish=_finish,
    take_file=take_file,
    settle=settle,
    drops="pledge-drop",
)
