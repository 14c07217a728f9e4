"""What a report leaves out and a municipality's own lines say: which programme and group, how many, and until when.

Filled in only where exactly one line fits. What is said about what stands already ("+5", "auf 12 erhöhen") is applied
to what counts on the first day of the offer; what contradicts that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from handlers.dialogues import Answers, Settled, Understood
from handlers.messages import Choice
from handlers.pledge_deltas import Change, Verb, contradicts, longer_until, meant_totals
from handlers.pledge_words import entry_words
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.wording import Markdown
from storage.pledges import Line, PledgeEntry, Programme, TargetGroup, run_out
from storage.standings import Standing, standing, standings


def line_in(answers: Answers) -> Line:
    """Say which line a report is about."""
    return Line(answers["municipality"], Programme(answers["programme"]), TargetGroup(answers["target_group"]))


def kept_change(change: Change) -> dict[str, Any]:
    """Keep a change among the answers."""
    return asdict(change)


def settle(turn: Turn, answers: Answers) -> Settled:
    """Fill in what follows from the municipality's own lines, and say what does not fit them."""
    if not answers.get("short") or "municipality" not in answers:
        return answers, ()
    answers = _with_line(turn, answers)
    if "change" not in answers or not {"programme", "target_group"} <= answers.keys():
        return answers, ()
    return _applied(turn, answers)


def asks_line(turn: Turn, answers: Answers) -> bool:
    """Say whether it must be asked which of several own lines is meant."""
    known = {"programme", "target_group"} <= answers.keys()
    return "change" in answers and "municipality" in answers and not known and len(_fitting(turn, answers)) > 1


def line_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer the own lines that can be meant."""
    return [Choice(entry_words(turn.wording, _shown(each)), _key(each)) for each in _fitting(turn, answers)]


def read_line(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read which of the own lines is meant: only a choice is."""
    if typed not in {_key(each) for each in _fitting(turn, answers)}:
        raise Problem("withdrawal-which", typed=typed)
    return Understood(typed)


def place_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer the totals that can be meant, where words and numbers contradict each other."""
    return [Choice(turn.wording("pledge-reading", places=total), str(total)) for total in answers.get("readings", ())]


def _with_line(turn: Turn, answers: Answers) -> Answers:
    if "line" in answers:
        programme, group = answers["line"].split()
        kept = {key: value for key, value in answers.items() if key != "line"}
        return {**kept, "programme": programme, "target_group": group}
    if {"programme", "target_group"} <= answers.keys():
        return answers
    fitting = _fitting(turn, answers)
    if len(fitting) != 1:
        return answers
    line = fitting[0].line
    return {**answers, "programme": line.programme.value, "target_group": line.target_group.value}


def _fitting(turn: Turn, answers: Answers) -> list[Standing]:
    """List the own lines that a report can be about: by what it says of them, and else by the number that stands."""
    found = [
        each
        for each in standings(turn.session, answers["municipality"], turn.today)
        if answers.get("programme", each.line.programme) == each.line.programme
        and answers.get("target_group", each.line.target_group) == each.line.target_group
    ]
    change = answers.get("change") or {}
    number = change.get("was") or (change.get("total") if change.get("verb") in {Verb.KEEP, Verb.EXTEND} else None)
    number = number or answers.get("places")
    same = [each for each in found if _shown(each).places == number]
    return same if len(found) > 1 and len(same) == 1 else found


def _shown(each: Standing) -> PledgeEntry:
    shown = each.in_force or each.planned or each.pending
    if shown is None:
        raise LookupError("a line on which nothing stands is not listed")
    return shown


def _key(each: Standing) -> str:
    return f"{each.line.programme} {each.line.target_group}"


def _applied(turn: Turn, answers: Answers) -> Settled:
    """Apply what is said about what stands to what counts on the first day."""
    change = Change(**answers["change"])
    said = answers.get("valid_from")
    stands = standing(turn.session, line_in(answers), date.fromisoformat(said) if said else turn.today)
    day = date.fromisoformat(said) if said else turn.today
    base = stands.in_force
    over = base is not None and run_out(base, day)
    if (base is None or over) and not said and stands.planned:
        base, over, day = stands.planned, False, stands.planned.valid_from
    kept = {key: value for key, value in answers.items() if key != "change"} | {"valid_from": day.isoformat()}
    if base is None or (over and change.verb not in {Verb.KEEP, Verb.EXTEND}):
        return _without_base(turn, kept, change, day)
    remarks = _fill_end(turn, kept, change, base)
    totals = meant_totals(change, base.places)
    if len(totals) == 1:
        kept["places"] = totals[0]
    else:
        kept["readings"] = list(totals)
    if len(totals) != 1 or contradicts(change, base.places):
        key = "pledge-contradicts" if totals else "pledge-too-few"
        remarks.append(turn.wording(key, base=base.places, day=day))
    return kept, remarks


def _fill_end(turn: Turn, answers: Answers, change: Change, base: PledgeEntry) -> list[Markdown]:
    """Let an offer end when what stands does, where nothing else is said; longer by so much, where that is said."""
    start, said = date.fromisoformat(answers["valid_from"]), answers.get("valid_until")
    if said and date.fromisoformat(said) < start:
        del answers["valid_until"]
        return [turn.wording("date-end-before-start", start=start, end=date.fromisoformat(said))]
    end = longer_until(change, base.valid_until) if change.longer and base.valid_until else base.valid_until
    if said is None and (change.verb is not Verb.EXTEND or change.longer) and (end is None or end >= start):
        answers["valid_until"] = end.isoformat() if end else ""
    return []


def _without_base(turn: Turn, answers: Answers, change: Change, day: date) -> Settled:
    """Go on where nothing counts that could be changed: with the whole, if that was said, else by asking for it."""
    line = line_in(answers)
    if change.total is not None and change.by is None:
        answers = {**answers, "places": change.total}
    elif change.by is not None and change.by > 0:
        answers = {**answers, "readings": [change.by]}
    return answers, [
        turn.wording("pledge-no-base", day=day, programme=line.programme, group=line.target_group),
    ]
