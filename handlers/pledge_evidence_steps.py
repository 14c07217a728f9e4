"""What an offer rests on and depends on, in the dialogue of a report: written, or sent as a file at any time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from handlers.dates import NAMED
from handlers.dialogues import Answers, Understood
from handlers.pledge_evidence import Evidence, condition_kinds, read_evidence
from handlers.pledge_evidence_files import sent_pdf
from handlers.pledge_grounds import DECISION
from handlers.pledge_steps import read_text
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.dialogues import HELD
from storage.file_use import discard
from storage.files import name_and_digest
from storage.pledges import Offer

KNOWN = "evidence"
"""Among the answers: what is known of the decision that :func:`keep_known` has taken over."""

COMMAND = re.compile(r"[/!]?(?:beleg|evidence)\b[\s:]*", re.IGNORECASE)
"""How people may begin what they write to a file, though they have been asked."""

SPEAKING = re.compile(rf"(?:{DECISION})", re.IGNORECASE)


def read_resolution(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read what names a council decision; where nothing of it can be taken, what was answered before stays."""
    try:
        return _read_resolution(turn, answers, typed)
    except Problem as problem:
        if "resolution" not in answers:
            raise
        return Understood(answers["resolution"], turn.wording.problem(problem))


def _read_resolution(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read anything but a day that nobody can look up later. Raises :class:`Problem`."""
    if fold(typed) in NAMED:
        raise Problem("resolution-unclear", typed=typed)
    found = taken_evidence(turn, typed)
    return replace(read_text(turn, answers, found.resolution), remark=said_of(turn, found) or None)


def taken_evidence(turn: Turn, typed: str) -> Evidence:
    """Read evidence. Raises :class:`Problem` where nothing of it can be taken."""
    found = read_evidence(typed, turn.today)
    if not found.resolution:
        raise found.problems[0] if found.problems else Problem("evidence-empty")
    return found


def said_of(turn: Turn, found: Evidence) -> Markdown:
    """Say what of some evidence could not be taken."""
    return Markdown("\n".join(turn.wording.problem(problem) for problem in found.problems))


def speaks_of_decision(turn: Turn, typed: str) -> bool:
    """Say whether words that came with a file are about the decision, and no question to people."""
    return read_evidence(typed, turn.today).is_plain or SPEAKING.match(typed) is not None


def take_file(turn: Turn, answers: Answers) -> tuple[Answers, Markdown]:
    """Take a PDF for the evidence of the offer that is being reported. Raises :class:`Problem`.

    Who has sent one need not write anything of the decision.
    """
    number, said = take_pdf(turn, answers.get(HELD))
    taken, remark = _captioned(turn, caption(turn))
    parts = [said, remark]
    found: Answers = {"resolution": answers.get("resolution"), HELD: number} | taken
    if not found["resolution"]:
        parts.append(turn.wording("evidence-file-say-more"))
    return found, Markdown("\n".join(filter(None, parts)))


def file_with_line(turn: Turn, answers: Answers) -> list[Markdown]:
    """Take the PDF that a line stood below, and say so, or why not. It is evidence enough."""
    if turn.incoming.file is None:
        return []
    try:
        answers[HELD], remark = take_pdf(turn, None)
    except Problem as problem:
        return [turn.wording.problem(problem)]
    answers.setdefault("resolution", None)
    return [remark]


def take_pdf(turn: Turn, before: int | None) -> tuple[int, Markdown]:
    """Keep the PDF that came, and throw away the one in whose place it comes. Raises :class:`Problem`."""
    number = sent_pdf(turn)
    name, _ = name_and_digest(turn.session, number)
    if before is None or before == number:
        return number, turn.wording("evidence-file-taken", name=name)
    replaced, _ = name_and_digest(turn.session, before)
    discard(turn.session, before, turn.sender_id)
    return number, turn.wording("evidence-file-taken-instead", name=name, before=replaced)


def caption(turn: Turn) -> str:
    """Give what was written to a file, without the command it may begin with."""
    return COMMAND.sub("", turn.text, count=1)


def _captioned(turn: Turn, words: str) -> tuple[Answers, Markdown]:
    """Take what was written to a file if it is about the decision; else say that it was not taken."""
    if not words:
        return {}, Markdown()
    if not speaks_of_decision(turn, words):
        return {}, turn.wording("evidence-caption-left", typed=words)
    try:
        understood = read_resolution(turn, {}, words)
    except Problem as problem:
        return {}, turn.wording.problem(problem)
    return {"resolution": understood.value}, understood.remark or Markdown()


def has_file(_: Turn, answers: Answers) -> bool:
    """Say whether a file was sent. It is never asked for; whoever wants to change it takes it out."""
    return HELD in answers


def keep_known(known: Offer, *, file: int | None) -> Answers:
    """Give the answers that say what an earlier offer rests on; a file that has come since takes the other's place."""
    day = known.resolved_on.isoformat() if known.resolved_on else ""
    evidence = {"text": known.resolution, "day": day, "paper": known.paper, "link": known.link}
    number = file or known.file_id
    return {"resolution": known.resolution or None, KNOWN: evidence, **({HELD: number} if number else {})}


def with_grounds(turn: Turn, offer: Offer, answers: Answers) -> Offer:
    """Add to an offer what it rests on and depends on, as far as that was answered."""
    text, condition = answers.get("resolution") or "", answers.get("condition") or ""
    kept = answers.get(KNOWN) or {"text": None}
    read = read_evidence(text, turn.today)
    if kept["text"] == text:
        day = date.fromisoformat(kept["day"]) if kept["day"] else None
        read = replace(read, resolved_on=day, paper=kept["paper"], link=kept["link"])
    kinds = condition_kinds(condition)
    return replace(read.behind(offer), file_id=answers.get(HELD), condition=condition, condition_kinds=kinds)
