"""What a report leaves out and a municipality's own lines say: which programme and group, how many, and until when.

Filled in only where exactly one line fits. What is said about what stands already ("+5", "auf 12 erhöhen") is applied
to what counts on the first day of the offer; what contradicts that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from handlers.dialogues import Answers, Settled, Understood
from handlers.messages import Choice
from handlers.pledge_deltas import Change, Verb, contradicts, is_reckoned, longer_until, meant_totals
from handlers.pledge_steps import checked_end
from handlers.pledge_words import entry_words
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.wording import Markdown
from storage.municipalities import Municipality
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
    if "municipality" not in answers or not (answers.get("own") or "change" in answers):
        return answers, ()
    answers = _with_line(turn, answers)
    if "change" not in answers:
        return answers, ()
    if not _fitting(turn, answers):
        return _without_base(turn, answers, turn.today)
    return _applied(turn, answers) if _names_line(answers) else (answers, ())


def _names_line(answers: Answers) -> bool:
    return {"programme", "target_group"} <= answers.keys()


def asks_line(turn: Turn, answers: Answers) -> bool:
    """Say whether it must be asked which of several own lines is meant."""
    is_open = answers.get("own") and "change" in answers and "municipality" in answers and not _names_line(answers)
    return bool(is_open) and len(_fitting(turn, answers)) > 1


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
    if _names_line(answers) or not answers.get("own"):
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
    change, said = Change(**answers["change"]), answers.get("valid_from")
    day = date.fromisoformat(said) if said else turn.today
    stands = standing(turn.session, line_in(answers), day)
    base = stands.in_force
    over = base is not None and run_out(base, day)
    if (base is None or over) and not said and stands.planned:
        base, over, day = stands.planned, False, stands.planned.valid_from
    if base is None or (over and change.verb not in {Verb.KEEP, Verb.EXTEND}):
        return _without_base(turn, answers, day)
    kept = _on_day(answers, day)
    remarks = _fill_end(turn, kept, change, base)
    if "places" in answers.get("misread", ()):
        return kept, remarks
    totals = meant_totals(change, base.places)
    if len(totals) == 1 and not contradicts(change, base.places):
        return {**kept, "places": totals[0]}, remarks
    if totals or is_reckoned(change):
        key = "pledge-contradicts" if totals else "pledge-too-few"
        remarks.append(turn.wording(key, base=base.places, day=day))
    return {**kept, "readings": list(totals)}, remarks


def _on_day(answers: Answers, day: date) -> Answers:
    """Take the change for done, and its first day for known, unless somebody has said one that could not be read."""
    start = {} if "valid_from" in answers.get("misread", ()) else {"valid_from": day.isoformat()}
    return {key: value for key, value in answers.items() if key != "change"} | start


def _fill_end(turn: Turn, answers: Answers, change: Change, base: PledgeEntry) -> list[Markdown]:
    """Let an offer end when what stands does, where nothing else is said; longer by so much, where that is said."""
    start = date.fromisoformat(answers.get("valid_from", turn.today.isoformat()))
    said = answers.get("valid_until")
    if said and date.fromisoformat(said) < start:
        del answers["valid_until"]
        return [turn.wording("date-end-before-start", start=start, end=date.fromisoformat(said))]
    if said is not None or "valid_until" in answers.get("misread", ()):
        return []
    if change.verb is Verb.EXTEND and not change.longer:
        return []
    end = longer_until(change, base.valid_until) if change.longer and base.valid_until else base.valid_until
    try:
        if end:
            checked_end(turn, answers, end)
    except Problem as problem:
        return [turn.wording.problem(problem)] if change.longer else []
    answers["valid_until"] = end.isoformat() if end else ""
    return []


def _without_base(turn: Turn, answers: Answers, day: date) -> Settled:
    """Go on where nothing counts that could be changed: with the whole, if that was said, else by asking for it.

    What waits to be confirmed is no base, but it says what may be meant.
    """
    change, kept = Change(**answers["change"]), _on_day(answers, day)
    waits = standing(turn.session, line_in(answers), day).pending if _names_line(answers) else None
    if waits and "valid_until" not in answers.get("misread", ()):
        kept.setdefault("valid_until", waits.valid_until.isoformat() if waits.valid_until else "")
    if "places" not in answers.get("misread", ()) and change.by is None and change.total is not None:
        kept["places"] = change.total
    elif change.by is not None:
        totals = [*([waits.places + change.by] if waits else []), change.by]
        kept["readings"] = [total for total in totals if total > 0]
    kinds: tuple[tuple[str, type[StrEnum]], ...] = (("programme", Programme), ("target_group", TargetGroup))
    names = [turn.wording.name(kind(answers[key])) for key, kind in kinds if key in answers]
    named = Markdown(" · ".join(names)) or turn.session.get_one(Municipality, answers["municipality"]).name
    return kept, [turn.wording("pledge-no-base", day=day, named=named)]
