"""Which municipality is meant: never by a name that fits several, never somebody else's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.pledge_words import place_words
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.wording import Markdown, Wording
from storage.municipalities import Municipality, find_municipalities


def read_municipality(session: Session, wording: Wording, typed: str) -> Municipality | None:
    """Find the one municipality that is meant, None for an unknown name.

    Raises :class:`Problem` with the list where the name fits several.
    """
    found = find_municipalities(session, typed)
    if len(found) > 1:
        raise Problem("place-several", typed=typed, places=place_list(wording, found))
    return found[0] if found else None


def read_own_municipality(turn: Turn, typed: str) -> Municipality | None:
    """Find the municipality that is meant if the person speaks for it, None for an unknown name.

    One's own comes first: whoever speaks for Halle (Westf.) means it by "Halle". Raises :class:`Problem` for another's.
    """
    found = find_municipalities(turn.session, typed)
    own = turn.places
    mine = [municipality for municipality in found if municipality.ags in {m.ags for m in own}]
    if len(mine) == 1:
        return mine[0]
    if found:
        names = ", ".join(municipality.name for municipality in own)
        raise Problem("place-not-yours", typed=found[0].name if len(found) == 1 else typed, own=names)
    return None


def place_list(wording: Wording, places: Sequence[Municipality]) -> Markdown:
    """List municipalities with Land and AGS, one a line."""
    return Markdown("\n".join(f"- {place_words(wording, place)}" for place in places))


def places_meant(turn: Turn, typed: str) -> Sequence[Municipality]:
    """Find whose affairs are meant: one's own municipalities', or those of the one that is named.

    Coordinators may name any. Raises :class:`Problem` for a name that is unknown, fits several, or is another's.
    """
    if not typed:
        return turn.places
    anywhere = bool(turn.lands())
    place = read_municipality(turn.session, turn.wording, typed) if anywhere else read_own_municipality(turn, typed)
    if place is None:
        raise Problem("place-unknown", typed=typed)
    return [place]
