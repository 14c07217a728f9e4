"""What a text says where something was offered: which choice it takes, yes, no, or enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.messages import Choice
from handlers.typed import fold

NUMBER = re.compile(r"(\d{1,3})[.)]?", re.ASCII)
"""How people give the number of a choice. "-1" and "1,5" are something else."""

MARKUP = re.compile(r"[\\*`]")  # the signs of our Markdown that people do not see in a label

PASS = {"ueberspringen", "weiter", "skip"}
"""What passes over a question, and cannot be an answer to it."""

NONE = {"keine", "keiner", "kein", "none"}
SKIP = PASS | NONE | {"nein", "no"}
SKIP |= {"weiss nicht", "weiss ich nicht", "unbekannt", "keine ahnung", "k. a", "k.a", "don't know", "unknown"}
"""What leaves a question open; so does a dash (:func:`skips`)."""
DASH = {"-", "–", "—"}

ENOUGH = {"fertig", "done", "finished"}
YES = {"ja", "j", "ja bitte", "ok", "okay", "stimmt", "absenden", "senden", "yes", "y", "send", "melden"}
DROP = "abbrechen"
ALTER = {"aendern", "change", "nein", "no", "korrigieren"}


def skips(typed: str) -> bool:
    """Say whether a text leaves a question open. Of a dash nothing is left once it is folded."""
    return fold(typed) in SKIP or typed.strip() in DASH


def is_number(typed: str) -> bool:
    """Say whether a text is a bare number."""
    return NUMBER.fullmatch(typed.strip()) is not None


def chosen(choices: Sequence[Choice], typed: str) -> Choice | None:
    """Find the choice a text takes: by its number in the list, its label or its value."""
    wanted = fold(typed)
    if number := NUMBER.fullmatch(typed.strip()):
        place = int(number[1])
        return choices[place - 1] if 1 <= place <= len(choices) else None
    return next(
        (choice for choice in choices if wanted in (fold(MARKUP.sub("", choice.label)), fold(choice.value))), None
    )


def taken(choices: Sequence[Choice], typed: str) -> Choice | None:
    """Find the choice a text takes; "ja" is enough for "Ja, das bin ich", if no other choice begins like that.

    So is "erledigt" for "Erledigt: Zahlen nachreichen".
    """
    begun = [choice for choice in choices if fold(re.split("[,:]", choice.label)[0]) == fold(typed)]
    return chosen(choices, typed) or (begun[0] if len(begun) == 1 else None)
