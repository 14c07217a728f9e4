"""What a municipality offers at a glance, and taking an offer back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.approvers import approvers
from handlers.commands import MUNICIPAL
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, start
from handlers.messages import Choice, Message
from handlers.places import places_meant
from handlers.pledge_deltas import Change, Verb
from handlers.pledge_history import HISTORY, history
from handlers.pledge_lines import PledgeLine, read_pledge_line
from handlers.pledge_words import entry_words
from handlers.problems import Problem
from handlers.standing_words import standing_lines
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.ledger import ChangedMeanwhileError, withdraw
from storage.municipalities import Municipality
from storage.persons import colleagues
from storage.pledges import Line, Programme, TargetGroup
from storage.rounds import RoundAnswer, note_answer
from storage.standings import Standing, lines_of, standing, standings

ON_A_DAY = re.compile(r"\bzum\b", re.IGNORECASE)


def overview(turn: Turn, typed: str) -> Replies:
    """Show the pledges of one's own municipalities, or, to coordinators, of the one that is named; or their history."""
    first, _, rest = typed.partition(" ")
    try:
        if fold(first) in HISTORY:
            return history(turn, rest.strip())
        places = places_meant(turn, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    if not places:
        return [turn.reply("pledges-whose")]
    text = Markdown("\n\n".join(_overview(turn, place) for place in places))
    own = {municipality.ags for municipality in turn.places}
    mine = [place for place in places if place.ags in own]
    choices = [Choice(turn.wording("pledges-report"), "/zusage")] if mine else []
    if mine and _open_lines(turn):
        choices.append(Choice(turn.wording("pledges-withdraw"), "/zurueckziehen"))
    if any(lines_of(turn.session, place.ags) for place in places):
        choices.append(Choice(turn.wording("life-look"), f"/zusagen verlauf {typed}".strip()))
    return [Outgoing(Message(text, tuple(choices)))]


def _overview(turn: Turn, municipality: Municipality) -> Markdown:
    found = standings(turn.session, municipality.ags, turn.today)
    lines = standing_lines(turn.session, turn.wording, found, turn.today)
    heading = turn.wording("pledges-heading", municipality=municipality.name)
    return Markdown("\n".join([heading, "", *(lines or [turn.wording("pledges-none")])]))


def begin_withdrawal(turn: Turn, typed: str) -> Replies:
    """Begin to take an offer back: which one, then a review. What is said of it chooses it where only one is so."""
    own = turn.places
    if not own:
        return [turn.reply("pledge-not-a-contact")]
    open_lines = _open_lines(turn)
    if not open_lines:
        return [turn.reply("withdrawal-nothing")]
    meant = _meant(open_lines, read_pledge_line(typed, turn.today))
    answers = {"line": _line_key(meant[0].line)} if len(meant) == 1 else {}
    return start(turn, WITHDRAWAL, answers, [] if meant else [turn.wording("withdrawal-none-so")])


def _meant(open_lines: Sequence[Standing], line: PledgeLine) -> list[Standing]:
    """List the lines of which all is true that somebody says of the one they take back."""
    number = line.change.total or line.answers.get("places")
    return [
        each
        for each in open_lines
        if line.answers.get("programme", each.line.programme) == each.line.programme
        and line.answers.get("target_group", each.line.target_group) == each.line.target_group
        and number in {None, *(entry.places for entry in (each.in_force, each.planned, each.pending) if entry)}
    ]


def ending(turn: Turn, line: PledgeLine) -> bool:
    """Take what is withdrawn from a later day on for an earlier end, and some of the places for fewer of them.

    Says whether it was one of these: then it is a report that counts once it is confirmed.
    """
    starts, number = line.answers.get("valid_from"), line.change.total
    day = date.fromisoformat(str(starts)) if starts else turn.today
    if number is not None and not _meant(_open_lines(turn), line):
        line.change = Change(Verb.LOWER, by=-number)
        return True
    if day > turn.today:
        del line.answers["valid_from"]
        line.answers["valid_until"] = _last_before(turn, day).isoformat()
        line.change = Change(Verb.EXTEND, total=number)
        return True
    return False


def _last_before(turn: Turn, day: date) -> date:
    """Give the last day of what is taken back from a day on: "zum 31.12." names the last day itself."""
    following = day + timedelta(days=1)
    return day if following.day == 1 and ON_A_DAY.search(turn.text) else day - timedelta(days=1)


def _open_lines(turn: Turn) -> list[Standing]:
    """List what could be taken back: whatever is not over."""
    found = [each for place in turn.places for each in standings(turn.session, place.ags, turn.today)]
    return [each for each in found if each.pending or each.lasting(turn.today)]


def _line_key(line: Line) -> str:
    return f"{line.ags} {line.programme} {line.target_group}"


def _line_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    return [Choice(_label(turn, turn.wording, each), _line_key(each.line)) for each in _open_lines(turn)]


def _label(turn: Turn, wording: Wording, each: Standing) -> str:
    entry = each.lasting(turn.today) or each.pending or each.in_force
    return entry_words(wording, entry) if entry else ""


def _read_line(turn: Turn, _: Answers, typed: str) -> Understood:
    keys = {_line_key(each.line) for each in _open_lines(turn)}
    if typed not in keys:
        raise Problem("withdrawal-which", typed=typed)
    return Understood(typed)


def _seen(turn: Turn, answers: Answers) -> Standing:
    ags, programme, group = answers["line"].split()
    return standing(turn.session, Line(ags, Programme(programme), TargetGroup(group)), turn.today)


def _review(turn: Turn, answers: Answers) -> Review:
    seen = _seen(turn, answers)
    lines = standing_lines(turn.session, turn.wording, [seen], turn.today)
    municipality = turn.session.get_one(Municipality, seen.line.ags)
    heading = turn.wording("withdrawal-review", municipality=municipality.name)
    return Review(Markdown("\n".join([heading, "", *lines])), noted={"seen_version": seen.version})


def _finish(turn: Turn, answers: Answers) -> Replies:
    seen = _seen(turn, answers)
    if seen.line.ags not in {place.ags for place in turn.places}:
        return [turn.reply("pledge-not-a-contact")]
    as_reviewed = replace(seen, version=answers["seen_version"])
    try:
        entries = withdraw(turn.session, as_reviewed, turn.sender_id, turn.now, turn.today)
    except ChangedMeanwhileError:
        return [turn.reply("withdrawal-changed-meanwhile")]
    for entry in entries:
        note(turn.session, turn.now, turn.sender_id, "pledge-withdrawn", f"pledge:{entry.id}")
    note_answer(turn.session, seen.line.ags, RoundAnswer.REPORTED, turn.sender_id, turn.now)
    done = turn.reply(f"withdrawal-done{_suffix(turn, seen)}", offer=_label(turn, turn.wording, seen))
    return [done, *_notices(turn, seen)]


def _suffix(turn: Turn, seen: Standing) -> str:
    """Choose the wording: taking back what never counted changes no number."""
    entry = seen.lasting(turn.today)
    if entry is None and seen.pending:
        return "-pending"
    return "-later" if entry and entry == seen.planned else ""


def _notices(turn: Turn, seen: Standing) -> Replies:
    """Tell the colleagues and whoever confirms for this municipality."""
    municipality = turn.session.get_one(Municipality, seen.line.ags)
    deciders, role = approvers(turn.session, municipality.land, turn.today, turn.sender_id)
    people = [*colleagues(turn.session, seen.line.ags, turn.today, without=turn.sender_id), *deciders]
    told = []
    for person in {identity(person): person for person in people}.values():
        wording = turn.office.wording(person.language)
        text = wording(
            f"withdrawal-told{_suffix(turn, seen)}",
            municipality=municipality.name,
            by=turn.sender.label,
            offer=_label(turn, wording, seen),
        )
        decides = wording("why-deciding", role=role, land=municipality.land)
        speaks = wording("why-speaking", municipality=municipality.name)
        told.append(notice(Message(text), person, decides if person in deciders else speaks))
    return told


WITHDRAWAL = Dialogue(
    name="withdrawal",
    roles=MUNICIPAL,
    steps=(Step("line", _read_line, _line_choices),),
    review=_review,
    finish=_finish,
)
