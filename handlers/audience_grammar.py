"""How an audience in words is divided: what adds, what belongs together, and what is left out.

Commas and "und" add, "oder" names several of one kind, and what stands at the end of several Länder or names is asked
of all of them. "Außer" is about all before it, up to a semicolon. What nobody knows is named, never passed over.
"""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.audience_phrases import Phrases, find_phrases, together
from handlers.audience_pieces import Piece, read_piece
from handlers.problems import Problem
from handlers.turn import Turn
from storage.audience_criteria import Criteria
from storage.persons import MUNICIPAL_ROLES

SEPARATOR = re.compile(r"\s*([,;]|\bund\b|\bsowie\b|\band\b|\+)\s*", re.IGNORECASE)
EXCEPT = re.compile(
    r"(?:^|,?\s+|,)(?:(?:aber|jedoch|nur|und|but) (?:nicht|not)|außer|ausser|ausgenommen|ohne|bis auf|except(?: for)?"
    r"|excluding|without)(?=\s|$)(?!\s+(?:eine |an )?(?:Antwort|answer)\b)",
    re.IGNORECASE,
)
KINDS = ("roles", "programmes", "groups", "sizes", "statuses")
"""What "und" lists, when what is listed stands alone: "Ansprechpersonen und Vertretungen in NRW"."""


def read_criteria(turn: Turn, typed: str) -> tuple[list[Criteria], list[Problem]]:
    """Read all criteria that a text names, and what of it nobody knows.

    Raises :class:`Problem` for what is known and says something that cannot be.
    """
    phrases = find_phrases(turn, typed)
    unknown: list[Problem] = []
    parts = [one for group in phrases.text.split(";") if group.strip() for one in _group(phrases, group, unknown)]
    return parts, unknown


def _group(phrases: Phrases, text: str, unknown: list[Problem]) -> list[Criteria]:
    """Read pieces and whom they leave out; an exception that nobody knows must not let everybody in."""
    said, *exceptions = EXCEPT.split(text)
    if not exceptions:
        return _pieces(phrases, said, unknown)
    if len(exceptions) > 1:
        raise Problem("audience-exceptions", typed=phrases.written(text))
    left_out = tuple(_pieces(phrases, exceptions[0], None))
    if not left_out or Criteria() in left_out:
        raise Problem("audience-unclear", typed=phrases.written(text))
    included = _pieces(phrases, said, unknown) if said.strip(" ,") else [Criteria()]
    return [one.model_copy(update={"unless": left_out}) for one in included]


def _pieces(phrases: Phrases, text: str, unknown: list[Problem] | None) -> list[Criteria]:
    found: list[Piece] = []
    joint = ""
    for words in SEPARATOR.split(text):
        if SEPARATOR.fullmatch(words):
            joint = words
        elif words.strip():
            try:
                found = _added(found, read_piece(phrases, words), joint)
            except Problem as problem:
                if unknown is None or problem.key != "audience-unclear":
                    raise
                unknown.append(problem)
    return [piece.criteria for piece in found]


def _added(found: list[Piece], piece: Piece, joint: str) -> list[Piece]:
    """Add a piece to those before it, as far as they do not belong together."""
    if not found:
        return [piece]
    if piece.is_addition and not (piece.criteria.lands and any(one.criteria.lands for one in found)):
        return [replace(each, criteria=together(each.criteria, piece.criteria)) for each in found]
    if joint.isalpha() and (both := _listed(found[-1].criteria, piece.criteria)):
        return [*found[:-1], Piece(both, has_subject=True)]
    before = found if piece.has_subject else _narrowed(found, piece.conditions)
    return [*before, _continued(found[-1], piece) if joint.isalpha() else piece]


def _listed(before: Criteria, one: Criteria) -> Criteria | None:
    """Read "Ansprechpersonen und Vertretungen in NRW" as both in NRW; an office has no municipality to be in."""
    for kind in KINDS:
        first, second = getattr(before, kind), getattr(one, kind)
        if before.names(kind) and second and all(role in MUNICIPAL_ROLES for role in (*before.roles, *one.roles)):
            return one.model_copy(update={kind: tuple(each for each in type(first[0]) if each in (*first, *second))})
    return None


def _continued(before: Piece, piece: Piece) -> Piece:
    """Read "NEST in NRW und Hessen" as NEST in both: what is said before several Länder is meant in each."""
    if piece.has_subject or not piece.criteria.lands or not before.criteria.lands:
        return piece
    narrow = before.criteria.model_copy(update={"lands": ()})
    return replace(piece, criteria=together(narrow, piece.criteria))


def _narrowed(found: list[Piece], conditions: Criteria) -> list[Piece]:
    """Read "NRW und Hessen ohne Antwort auf Umfrage 3" as without one in both, back to what asks something itself."""
    start = len(found)
    while start and _is_place_alone(found[start - 1].criteria):
        start -= 1
    meant = [replace(each, criteria=together(each.criteria, conditions)) for each in found[start:]]
    return [*found[:start], *meant]


def _is_place_alone(one: Criteria) -> bool:
    return bool(one.lands or one.places) and one.names("lands", "places", *KINDS)
