"""What a municipality answers to a round: unchanged, later; also without a round: ``unverändert``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.in_view import said_below
from handlers.messages import Message
from handlers.places import read_own_municipality
from handlers.problems import Problem
from handlers.round_times import last_day, put_off
from handlers.round_words import found_counting, question, seal, waiting
from handlers.standing_words import standing_lines
from handlers.turn import Outgoing, Replies, Turn, notice
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.database import serialize
from storage.engine import Subject
from storage.ledger import reaffirm
from storage.municipalities import Municipality
from storage.persons import Person, colleagues
from storage.rounds import ReportingRound, RoundAnswer, RoundPart, note_answer, part_of, running_round
from storage.standings import Standing, standings

SAID = re.compile(r"(?P<round>\d{1,9}) (?P<ags>\d{8}|\d{5}) (?P<seal>[0-9a-f]{8})")
PUT_OFF = re.compile(r"(?P<round>\d{1,9}) (?P<ags>\d{8}|\d{5})")
"""What the buttons below a question say."""

CONFIRM = {"bestaetigen", "confirm"}
"""What stands behind the word of the command in the label of its button."""


def unchanged(turn: Turn, typed: str) -> Replies:
    """Show what counts for one's municipalities and ask whether it still does, or take the answer of a button."""
    if not turn.places:
        return [turn.reply("pledge-not-a-contact")]
    if said := SAID.fullmatch(said_below(turn, "/unveraendert ") if fold(typed) in CONFIRM else typed):
        place = _own(turn, said["ags"])
        return _answered(turn, place, int(said["round"]), said["seal"]) if place else [turn.reply("round-not-yours")]
    if fold(typed) in CONFIRM:
        typed = ""
    try:
        places = [read_own_municipality(turn, typed)] if typed else turn.places
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    return [_question(turn, place, "round-ask-typed") if place else _unknown(turn, typed) for place in places]


def _own(turn: Turn, ags: str) -> Municipality | None:
    return next((place for place in turn.places if place.ags == ags), None)


def _unknown(turn: Turn, typed: str) -> Outgoing:
    return Outgoing(Message(turn.wording.problem(Problem("place-unknown", typed=typed))))


def _question(turn: Turn, place: Municipality, heading: str) -> Outgoing:
    """Ask anew; in a round that the municipality has not answered, as a part of it."""
    held = running_round(turn.session, turn.now)
    part = part_of(turn.session, held.id or 0, place.ags) if held else None
    if part is None and not standings(turn.session, place.ags, turn.today):
        return turn.reply("round-nothing-to-confirm", municipality=place.name)
    words = turn.wording(heading, municipality=place.name)
    number = part.round_id if part and part.answer is None else None
    return Outgoing(question(turn.session, turn.wording, place, turn.today, words, number))


def _answered(turn: Turn, place: Municipality, number: int, shown: str) -> Replies:
    """Confirm what was shown, and nothing else."""
    serialize(turn.session, Subject.LEDGER)  # else a line could change between looking at it and confirming it
    part = part_of(turn.session, number, place.ags)
    if part is not None and part.answer is not None:
        return [_already(turn, place, part)]
    found = standings(turn.session, place.ags, turn.today)
    if seal(found, turn.today) != shown:
        return [_question(turn, place, "round-ask-changed")]
    confirmed = found_counting(found, turn.today)
    for each in confirmed:
        entry = reaffirm(turn.session, each, turn.sender_id, turn.now, turn.today)
        note(turn.session, turn.now, turn.sender_id, "pledge-reaffirmed", f"pledge:{entry.id}")
    answer = RoundAnswer.REAFFIRMED if confirmed else RoundAnswer.REPORTED if waiting(found) else RoundAnswer.NOTHING
    note_answer(turn.session, place.ags, answer, turn.sender_id, turn.now)
    return [_thanks(turn, place, found, answer, part), *_told(turn, place, answer)]


def _thanks(
    turn: Turn, place: Municipality, found: Sequence[Standing], answer: RoundAnswer, part: RoundPart | None
) -> Outgoing:
    """Say what was confirmed, what was not, and whether the round is over."""
    wording = turn.wording
    lines = [
        wording(f"round-thanks-{answer}", municipality=place.name),
        *standing_lines(turn.session, wording, found_counting(found, turn.today), turn.today),
    ]
    remarks = []
    if answer is RoundAnswer.REAFFIRMED and waiting(found):
        remarks.append(wording("round-thanks-waiting"))
    held = turn.session.get_one(ReportingRound, part.round_id) if part else None
    if held and not held.is_open(turn.now) and running_round(turn.session, turn.now) is None:
        remarks.append(wording(f"round-late-{answer}", day=last_day(held, turn.office.timezone)))
    return Outgoing(Message(Markdown("\n\n".join([Markdown("\n".join(lines)), *remarks]))))


def _told(turn: Turn, place: Municipality, answer: RoundAnswer) -> Replies:
    """Tell the colleagues that there is nothing left to do."""
    told: list[Outgoing] = []
    for person in colleagues(turn.session, place.ags, turn.today, without=turn.sender_id):
        wording = turn.office.wording(person.language)
        text = wording(f"round-told-{answer}", by=turn.sender.label, municipality=place.name)
        told.append(notice(Message(text), person, wording("why-speaking", municipality=place.name)))
    return told


def _already(turn: Turn, place: Municipality, part: RoundPart) -> Outgoing:
    by = turn.session.get(Person, part.answered_by) if part.answered_by else None
    known = {"municipality": place.name, "by": by.label if by else "", "at": part.answered_at or turn.now}
    return turn.reply(f"round-already-{part.answer}", **known)


def later(turn: Turn, typed: str) -> Replies:
    """Ask somebody again in some days. Only a button says this."""
    said = PUT_OFF.fullmatch(typed)
    place = _own(turn, said["ags"]) if said else None
    if said is None or place is None:
        return [turn.reply("round-not-yours")]
    held = turn.session.get(ReportingRound, int(said["round"]))
    part = part_of(turn.session, int(said["round"]), place.ags)
    if part is not None and part.answer is not None:
        return [_already(turn, place, part)]
    if held is None or part is None or not held.is_open(turn.now):
        return [turn.reply("round-over-for-you", municipality=place.name)]
    day = put_off(turn.session, turn.office, held, turn.sender_id, place.ags, turn.now)
    if day is None:
        return [turn.reply("round-put-off-last", day=last_day(held, turn.office.timezone))]
    return [turn.reply("round-put-off", day=day)]
