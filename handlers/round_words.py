"""What a municipality is asked in a round: its own lines, with buttons that confirm only what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlmodel import Session

from handlers.messages import Choice, Message
from handlers.standing_words import standing_lines
from handlers.wording import Markdown, Wording
from storage.municipalities import Municipality
from storage.standings import Standing, standings


def question(  # noqa: PLR0913 - of which municipality, under which heading, on which day
    session: Session, wording: Wording, place: Municipality, day: date, heading: Markdown, round_id: int | None
) -> Message:
    """Show a municipality's lines below a heading, and ask whether that is still so; later only in a round."""
    found = standings(session, place.ags, day)
    lines = standing_lines(session, wording, found, day) or [wording("round-no-lines")]
    key = "round-confirm" if found_counting(found, day) else "round-seen" if waiting(found) else "round-still-nothing"
    choices = [
        Choice(wording(key), f"/unveraendert {round_id or 0} {place.ags} {seal(found, day)}"),
        Choice(wording("round-change"), "/zusage"),
    ]
    if round_id:
        choices.append(Choice(wording("round-later"), f"/aufschieben {round_id} {place.ags}"))
    return Message(Markdown("\n".join([heading, "", *lines])), tuple(choices))


def found_counting(found: Sequence[Standing], day: date) -> list[Standing]:
    """List the lines that can be confirmed anew: something counts, and no report waits to change it."""
    return [each for each in found if each.lasting(day) and not each.reports]


def waiting(found: Sequence[Standing]) -> list[Standing]:
    """List the lines on which a report waits."""
    return [each for each in found if each.reports]


def seal(found: Sequence[Standing], day: date) -> str:
    """Name what was shown, so that nothing else is confirmed by it later."""
    shown = [
        [entry and entry.id for entry in (each.lasting(day), each.in_force, each.planned, *each.reports)]
        for each in found
    ]
    return sha256(repr(shown).encode()).hexdigest()[:8]
