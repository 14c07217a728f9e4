"""What audiences ask of reporting rounds: "ohne Antwort auf die Runde", "die auf die Runde nicht geantwortet haben"."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlmodel import Session

from handlers.problems import Problem
from storage.audience_criteria import Criteria, RoundsPart
from storage.rounds import ReportingRound, latest_round

NAMED = r"(?:Abfrage der Zusagen|Runde\b|round\b(?: about pledges)?)"
ROUND = rf"(?:die |der |the |this )?{NAMED}(?: (?:Nr\.? ?)?(?P<number>\d{{1,9}})\b)?"
TO = r"(?:auf|bei|zu|zur|to|for) "
ANSWER = r"(?:eine? |einer |an |any )?(?:Antwort|answer|reply) "
WHO = r"(?:die|wer|who)(?: have| has| did)?"
NOT = r"(?P<not>(?:noch )?nicht |not (?:yet )?)"
PATTERNS = tuple(
    re.compile(rf"\b(?:noch )?{pattern}", re.IGNORECASE)
    for pattern in (
        rf"(?P<not>ohne|without) {ANSWER}{TO}{ROUND}",
        rf"(?:mit|with) {ANSWER}{TO}{ROUND}",
        rf"{WHO} {NOT}?{TO}{ROUND} (?P<not_behind>(?:noch )?nicht )?geantwortet(?: haben| hat)?\b",
        rf"{WHO} {NOT}?answer(?:ed)? (?:to )?{ROUND}",
    )
)


class ReadRound(NamedTuple):
    """Where in a text something is asked of a round, and what."""

    start: int
    end: int
    criteria: Criteria


def read_round(session: Session, text: str) -> ReadRound | None:
    """Find the first thing a text asks of a round. Raises :class:`Problem` for a round there never was."""
    found = next((match for pattern in PATTERNS if (match := pattern.search(text))), None)
    if found is None:
        return None
    said = found.groupdict()
    held = session.get(ReportingRound, int(said["number"])) if said["number"] else latest_round(session)
    if held is None or held.id is None:
        raise Problem("audience-round-unknown", typed=found[0])
    part = RoundsPart(number=held.id, answered=not (said.get("not") or said.get("not_behind")))
    return ReadRound(*found.span(), Criteria(rounds=(part,)))
