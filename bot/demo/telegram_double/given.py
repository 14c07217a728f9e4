"""Entities a bot marks itself, instead of giving a parse mode.

Source: https://core.telegram.org/bots/api#messageentity
"""

from __future__ import annotations

from bot.demo.telegram_double.errors import ApiError, bad_request
from bot.demo.telegram_double.formatted import Entity, Formatted, in_order, within
from bot.demo.telegram_double.params import field_of

LONGEST = 1_000_000
"""Units; Telegram's server believes no larger offset or length."""


def given_entities(text: str, given: list[object]) -> Formatted:
    """Return a text with given entities; complain of those that are none."""
    try:
        entities = [_entity(each) for each in given]
    except ApiError as wrong:
        reason = wrong.description.removeprefix("Bad Request: ")
        raise bad_request(f"Can't parse MessageEntity: {reason[:1].upper()}{reason[1:]}") from None
    for each in entities:
        for name, number in (("offset", each.offset), ("length", each.length)):
            if not 0 <= number <= LONGEST:
                raise bad_request(f"Receive an entity with incorrect {name} {number}")
    return within(Formatted(text, in_order(entities)))


def _entity(given: object) -> Entity:
    if not isinstance(given, dict):
        raise bad_request("expected an Object")
    offset, length = (field_of(given, name, int, required=True) for name in ("offset", "length"))
    kind = field_of(given, "type", str, required=True)
    match kind:
        case "text_link":
            value = field_of(given, "url", str, required=True)
        case "text_mention":
            value = str(field_of(field_of(given, "user", dict, required=True), "id", int, required=True))
        case "custom_emoji":
            value = field_of(given, "custom_emoji_id", str, required=True)
        case _:
            value = field_of(given, "language", str) or ""
    return Entity(str(kind), int(offset), int(length), str(value))
