"""Which one a typed number means below a list: the number that it has, or its place in what was just shown."""

from __future__ import annotations

import re

from handlers.commands import Command, Listing
from handlers.messages import Choice, Kind, Message
from handlers.turn import Outgoing, Turn
from storage.said import with_choices

LISTED = re.compile(r"/(?P<list>termine|aufgaben|umfragen|fragen) (?P<number>\d+)(?: erledigt)?")
"""What the buttons of a list say. Whoever writes "Nr. 12" means the number, so other buttons can say that."""

PLACE = re.compile(r"(?P<place>\d{1,2})(?P<rest>(?:\s.*)?)", re.DOTALL)


def settle(turn: Turn, command: Command, rest: str) -> str | Outgoing:
    """Say what a command is given once it is plain which one is meant; asks back where it could be either."""
    typed, listing = PLACE.fullmatch(rest), command.listing
    if typed is None or listing is None or turn.incoming.kind is not Kind.TEXT or not turn.text.endswith(rest):
        return rest
    place, listed = int(typed["place"]), _listed(turn, listing)
    if not 1 <= place <= len(listed) or listed[place - 1] == place:
        return rest
    there = f"Nr. {listed[place - 1]}{typed['rest']}"
    by_place, by_number = listing.names(turn, listed[place - 1]), listing.names(turn, place)
    if by_place is None or by_number is None:
        return rest if by_place is None else there
    word = command.words[0]
    choices = (
        Choice(turn.wording("list-place", place=place, title=by_place), f"/{word} {there}"),
        Choice(turn.wording("list-number", number=place, title=by_number), f"/{word} Nr. {rest}"),
    )
    return Outgoing(Message(turn.wording("word-two-meanings", typed=typed["place"]), choices))


def _listed(turn: Turn, listing: Listing) -> list[int]:
    """Give the numbers in the list that was shown last, if it is one of these."""
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)
    found = [LISTED.fullmatch(value) for _, value in (shown[0].choices if shown else ())]
    numbers = [int(each["number"]) for each in found if each and each["list"] == listing.word]
    return numbers if len(numbers) == len(found) else []
