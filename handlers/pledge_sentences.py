"""A pledge said in a sentence, without the command: "wir erhöhen UMF auf 12 bis Ende 2021".

Only what is understood to its last word is one. Whatever else there is in a text, a question, a "nicht", another
town's name, a "könnten", makes it a message to people.
"""

from __future__ import annotations

import re

from handlers.enquiries import answered
from handlers.places import read_own_municipality
from handlers.pledge_deltas import TIMES, Verb
from handlers.pledge_lines import PledgeLine, read_pledge_line
from handlers.problems import Problem
from handlers.synonyms import named
from handlers.talk import TELLING
from handlers.turn import Turn
from handlers.typed import fold
from storage.pledges import Programme, TargetGroup
from storage.standings import standings

LONGEST = 300
"""Characters of a sentence: who writes more tells more."""

DOUBT = re.compile(
    r"\?|\bnot\b|n't\b|^\W*(?:wenn|falls|sofern|ob|if)\b"
    r"|\b(?:k(?:ö|oe)nn\w*|d(?:ü|ue)rf\w*|soll\w*|w(?:ü|ue)rd\w*|w(?:ä|ae)ren?|h(?:ä|ae)tten?|vielleicht|eventuell|evtl"
    r"|m(?:ö|oe)glicherweise|vermutlich|voraussichtlich|hoffentlich|could|would(?! like)|should|might|maybe|perhaps)\b"
    r"|\bmelde\w*\b.*\ban\b|\banmeld\w*|\bteil\w*",
    re.IGNORECASE,
)
"""What makes a sentence a question, a wish or a guess, also inside its condition; and what registers for a meeting."""

PLACES = re.compile(r"pl(?:ä|ae)tz|gefl(?:ü|ue)cht|fl(?:ü|ue)chtling|\bplaces?\b", re.IGNORECASE)
OFFERED = re.compile(r"zusage|angebot|kontingent|meldung|pledge|offer", re.IGNORECASE)
ASKED = {"number-about", "number-span", "number-not-positive", "number-too-big", "date-does-not-exist"}
"""What may be wrong with a sentence that is one all the same: it is asked again."""

DATE = r"\d{1,2}\.\s?(?:\d{1,2}\.\s?|[^\W\d]+\s)(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
PAPER = (
    r"(?:(?:beschluss|sitzungs)?vorlagen?|vorlagen-?nr|drucksachen?|ds|drs|nummer|nr|aktenzeichen|az)\b[.:]?\s*"
    r"(?:nr\b\.?\s*|nummer\s*)?[\w./-]*\d[\w./-]*"
)
OF_COUNCIL = r"(?:\s+(?:des|der)\s+(?:\w*rate?s|\w*tage?s|\w*versammlung))?"
COUNCIL = rf"\w*beschlu(?:ss|ß){OF_COUNCIL}|(?:council )?(?:resolution|decision)"
SPOKEN = r"(?:(?:vom|am|of|von|dated)\s+)?"
EVIDENCE = re.compile(
    rf"(?:(?:unser|der|hier|anbei|laut|siehe|zum?|beleg|nachtrag)\b[:\s]*)*"
    rf"(?:(?:{COUNCIL})[\s:,]*{SPOKEN}(?:{DATE}|{PAPER}|https?://\S+)|(?:vorlage|drucksache)\b\s+[\w./-]*\d[\w./-]*)"
    rf"(?:[\s,;:()]+(?:und\s+)?(?:{SPOKEN}(?:{DATE})|{PAPER}|top\s+\d+[\w.]*|https?://\S+))*[\s.,!)]*",
    re.IGNORECASE,
)
FOR = re.compile(r"\b(?:f(?:ü|ue)r|for|zur|zum|zu|die|den|das|unsere?|zusagen?|pledge)\b", re.IGNORECASE)


def meant_pledge(turn: Turn) -> str:
    """Give the command that a sentence about one's own pledges is short for; nothing where it is not plainly one."""
    if not turn.places or len(turn.text) > LONGEST or any(answered(turn)):
        return ""
    if is_evidence(turn.text):
        return f"/beleg {turn.text}"
    return f"/zusage {turn.text}" if _is_pledge(turn) else ""


def is_evidence(typed: str) -> bool:
    """Say whether a text is a council's resolution and nothing else, perhaps with the line it is for."""
    words = [word for word in typed.split() if not _is_name(word)]
    about = FOR.sub(" ", " ".join(words)).strip() if len(words) < len(typed.split()) else typed.strip()
    return EVIDENCE.fullmatch(about) is not None


def _is_name(word: str) -> bool:
    return named(Programme, word) is not None or named(TargetGroup, word) is not None


def _is_pledge(turn: Turn) -> bool:
    if DOUBT.search(turn.text):
        return False
    line = read_pledge_line(turn.text, turn.today)
    resolution = str(line.answers.get("resolution", ""))
    if {fold(word) for word in resolution.split()} & TELLING or (resolution and not re.search(r"\d", resolution)):
        return False
    if any(problem.key not in ASKED for problem in line.problems):
        return False
    return _is_own(turn, line) and _does_something(turn, line)


def _is_own(turn: Turn, line: PledgeLine) -> bool:
    """Say whether nothing is left over but the name of an own municipality."""
    try:
        return not line.rest or read_own_municipality(turn, line.rest) is not None
    except Problem:
        return False


def _does_something(turn: Turn, line: PledgeLine) -> bool:
    change, said = line.change, line.answers
    named = "programme" in said or "target_group" in said
    counted = named or PLACES.search(turn.text) is not None
    has_number = "places" in said or change.total is not None or change.by is not None or bool(line.problems)
    match change.verb:
        case Verb.WITHDRAW:
            return counted or OFFERED.search(turn.text) is not None
        case Verb.EXTEND:
            ends = bool(change.longer) or "valid_until" in said
            return ends and (counted or OFFERED.search(turn.text) is not None)
        case Verb.KEEP:
            return change.total is not None and (named or not change.plain) and _has_lines(turn)
        case Verb.OFFER:
            return has_number and counted
        case None:
            return _is_bare(line, counted=counted)
    return (has_number or change.verb in TIMES) and (counted or _has_lines(turn))


def _is_bare(line: PledgeLine, *, counted: bool) -> bool:
    """Say whether a text without a verb is a line all the same: "+5 Plätze NEST", "20 UMF NEST", "12 UMF bis 1.9."."""
    said = line.answers
    if line.change.by is not None:
        return counted
    kinds = len({"programme", "target_group"} & said.keys())
    has_period = bool({"valid_from", "valid_until"} & said.keys())
    return "places" in said and kinds + has_period > 1 and kinds > 0


def _has_lines(turn: Turn) -> bool:
    return any(standings(turn.session, place.ags, turn.today) for place in turn.places)
