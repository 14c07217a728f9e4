"""What an offer rests on, found inside a line: its council decision and its condition, in the words they were typed."""

from __future__ import annotations

import re
from enum import StrEnum

from handlers.numbers import COUNTED, with_digits
from handlers.synonyms import begins_verb, find_name
from storage.pledges import Programme, TargetGroup

DECISION = (
    r"(?:(?:laut|gem(?:ä|ae)(?:ß|ss)|nach|per|mit|aufgrund|auf grundlage|as per|under)\s+)?(?:(?:dem|des|the)\s+)?"
    r"(?:\w*beschlu(?:ss|ß)(?:es)?|(?:council )?(?:resolution|decision))\b:?"
)
NAMING = r"(?:(?:\w*vorlagen?|drucksachen?)(?:\W*\d|[\s-]*nr\b)|(?:(?:siehe|see)\s+)?(?:https?://|www\.))"
"""How a decision begins that is only named by its paper or its address."""

CONDITION = r"(?:unter der |on )?(?:bedingung|condition)\b(?:\s*:)?"
SPEAKING = (
    r"(?:nur )?(?:ohne anrechnung|mit zustimmung|vorbehaltlich|unter (?:dem )?vorbehalt|sofern|falls|wenn"
    r"|without counting|with the consent|subject to|provided)\b"
)
"""How a condition begins that says by itself that it is one."""

LEAD = re.compile(
    rf"(?<!\w)(?:(?P<resolution>{DECISION})|(?P<naming>{NAMING})|(?P<condition>{CONDITION})|(?P<speaking>{SPEAKING}))",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"(?:bis|ab|seit|until|till|from)\s+(?:(?:zum|dem|the|auf)\s+)?(?:\d|ende?|mitte|mid|anfang|beginning|further|jahres"
    r"|monats|weiteres|widerruf|sofort|heute|morgen|(?:jan|feb|mär|mae|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|de[zc]))"
    r"|(?:unbefristet|dauerhaft|unlimited)\b",
    re.IGNORECASE,
)
"""What a period begins with: of what an offer rests on, only its own date is a part, "vom 12.05.2026"."""

KINDS: tuple[type[StrEnum], ...] = (Programme, TargetGroup)
LONGEST_NAME = 4
"""Words the name of a programme or a target group can have."""

LAST = re.compile(r"(?:[\s,;.:]+(?:wir|we|und|and))*[\s,;.:]*$", re.IGNORECASE)
"""What leads on from a ground to what the line says else."""

OF = re.compile(r"^[\s,:;]*(?:(?:vom|of)\s+)?", re.IGNORECASE)


def take_grounds(typed: str) -> tuple[dict[str, str], str]:
    """Find the decision and the condition in a line, each up to the next word that says something else of the offer.

    Returns them by the keys of their questions, and the line without them.
    """
    found: dict[str, str] = {}
    position = 0
    while lead := LEAD.search(typed, position):
        end = _end(typed, lead)
        key = "resolution" if lead["resolution"] or lead["naming"] else "condition"
        begin = lead.start() if lead["speaking"] or lead["naming"] else lead.end()
        words = LAST.sub("", OF.sub("", typed[begin:end]))
        if not words:
            position = lead.end()
            continue
        found[key] = f"{found[key]}; {words}" if key in found else words
        typed = f"{typed[: lead.start()]} {typed[end:]}"
        position = lead.start()
    return found, typed


def _end(typed: str, lead: re.Match[str]) -> int:
    """Find where a ground ends. A name is a part of it where the line has named one of that kind before."""
    before = typed[: lead.start()]
    kinds: list[type[StrEnum]] = [kind for kind in KINDS if find_name(kind, before) is None]
    words = [word.start() + lead.end() for word in re.finditer(r"\S+", typed[lead.end() :])]
    is_decision = bool(lead["resolution"] or lead["naming"])
    ends = (at for at in words if _begins_other(typed, at, is_decision, kinds))
    return next(ends, len(typed))


def _begins_other(typed: str, at: int, is_decision: bool, kinds: list[type[StrEnum]]) -> bool:  # noqa: FBT001 - of the ground
    """Say whether something else begins at a place; the paper and the address of a decision are parts of it."""
    ground = LEAD.match(typed, at)
    goes_on = ground is not None and is_decision and ground["naming"]
    return bool((ground and not goes_on) or PERIOD.match(typed, at) or _says_more(typed[at:], kinds))


def _says_more(words: str, kinds: list[type[StrEnum]]) -> bool:
    """Say whether words begin with a name of such a kind, or with a number of people."""
    parts = words.split()
    if begins_verb(parts[0]):
        return True
    if any(_begins(kind, parts) for kind in kinds):
        return True
    counted = parts[1:] and with_digits(parts[0]).strip(",").isdecimal()
    return bool(counted and (COUNTED.match(parts[1]) or any(_begins(kind, parts[1:]) for kind in kinds)))


def _begins(kind: type[StrEnum], parts: list[str]) -> bool:
    return any(
        (hit := find_name(kind, " ".join(parts[:length]))) is not None and not hit[1].strip()
        for length in range(1, min(len(parts), LONGEST_NAME) + 1)
    )
