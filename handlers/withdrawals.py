"""What a municipality offers at a glance, and taking an offer back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.approvers import approvers
from handlers.commands import MUNICIPAL
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, start
from handlers.messages import Choice, Message
from handlers.places import read_municipality, read_own_municipality
from handlers.pledge_words import conditions_words, entry_words
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.ledger import ChangedMeanwhileError, withdraw
from storage.municipalities import Municipality
from storage.persons import colleagues
from storage.pledges import Line, PledgeEntry, Programme, TargetGroup, run_out
from storage.standings import Standing, offer_as_known, standing, standings


def overview(turn: Turn, typed: str) -> Replies:
    """Show the pledges of one's own municipalities, or, to coordinators, of the one that is named."""
    try:
        places = _places(turn, typed)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    if not places:
        return [turn.reply("pledges-whose")]
    text = Markdown("\n\n".join(_overview(turn, place) for place in places))
    own = {municipality.ags for municipality in turn.places}
    mine = [place for place in places if place.ags in own]
    if not mine:
        return [Outgoing(Message(text))]
    choices = [Choice(turn.wording("pledges-report"), "/zusage")]
    if _open_lines(turn):
        choices.append(Choice(turn.wording("pledges-withdraw"), "/zurueckziehen"))
    return [Outgoing(Message(text, tuple(choices)))]


def _places(turn: Turn, typed: str) -> Sequence[Municipality]:
    if not typed:
        return turn.places
    anywhere = bool(turn.lands())
    place = read_municipality(turn.session, turn.wording, typed) if anywhere else read_own_municipality(turn, typed)
    if place is None:
        raise Problem("place-unknown", typed=typed)
    return [place]


def _overview(turn: Turn, municipality: Municipality) -> Markdown:
    wording = turn.wording
    lines = [
        line for each in standings(turn.session, municipality.ags, turn.today) for line in _standing_lines(turn, each)
    ]
    heading = wording("pledges-heading", municipality=municipality.name)
    return Markdown("\n".join([heading, "", *(lines or [wording("pledges-none")])]))


def _standing_lines(turn: Turn, each: Standing) -> list[Markdown]:
    wording, lines = turn.wording, []
    if each.in_force:
        key = "pledges-run-out" if run_out(each.in_force, turn.today) else "pledges-in-force"
        lines.append(_with_conditions(turn, wording(key, offer=entry_words(wording, each.in_force)), each.in_force))
    if each.planned:
        planned = wording("pledges-planned", offer=entry_words(wording, each.planned))
        lines.append(_with_conditions(turn, planned, each.planned))
    if each.pending:
        pending = wording("pledges-pending", offer=entry_words(wording, each.pending), number=each.pending.id)
        lines.append(_with_conditions(turn, pending, each.pending))
    return lines


def _with_conditions(turn: Turn, line: Markdown, entry: PledgeEntry) -> Markdown:
    """Put under an offer what it rests on, if that is known: an offer is never just a number."""
    offer = offer_as_known(turn.session, entry)
    if not offer.has_evidence and not offer.condition:
        return line
    words = conditions_words(turn.wording, turn.session, offer)
    return Markdown("\n  ".join([line, *words.splitlines()]))


def begin_withdrawal(turn: Turn, _: str) -> Replies:
    """Begin to take an offer back: which one, then a review."""
    own = turn.places
    if not own:
        return [turn.reply("pledge-not-a-contact")]
    open_lines = _open_lines(turn)
    if not open_lines:
        return [turn.reply("withdrawal-nothing")]
    answers = {"line": _line_key(open_lines[0].line)} if len(open_lines) == 1 else {}
    return start(turn, WITHDRAWAL, answers)


def _open_lines(turn: Turn) -> list[Standing]:
    """List what could be taken back: whatever is not over."""
    found = [each for place in turn.places for each in standings(turn.session, place.ags, turn.today)]
    over = (each.in_force is not None and run_out(each.in_force, turn.today) for each in found)
    return [each for each, is_over in zip(found, over, strict=True) if each.pending or each.planned or not is_over]


def _line_key(line: Line) -> str:
    return f"{line.ags} {line.programme} {line.target_group}"


def _line_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    return [Choice(_label(turn.wording, each), _line_key(each.line)) for each in _open_lines(turn)]


def _label(wording: Wording, each: Standing) -> str:
    entry = each.in_force or each.planned or each.pending
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
    lines = _standing_lines(turn, seen)
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
    return [turn.reply(f"withdrawal-done{_suffix(seen)}", offer=_label(turn.wording, seen)), *_notices(turn, seen)]


def _suffix(seen: Standing) -> str:
    """Choose the wording: taking back what never counted changes no number."""
    return "" if seen.in_force else "-later" if seen.planned else "-pending"


def _notices(turn: Turn, seen: Standing) -> Replies:
    """Tell the colleagues and whoever confirms for this municipality."""
    municipality = turn.session.get_one(Municipality, seen.line.ags)
    deciders, role = approvers(turn.session, municipality.land, turn.today, without=turn.sender_id)
    people = [*colleagues(turn.session, seen.line.ags, turn.today, without=turn.sender_id), *deciders]
    told = []
    for person in {identity(person): person for person in people}.values():
        wording = turn.office.wording(person.language)
        text = wording(
            f"withdrawal-told{_suffix(seen)}",
            municipality=municipality.name,
            by=turn.sender.label,
            offer=_label(wording, seen),
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
