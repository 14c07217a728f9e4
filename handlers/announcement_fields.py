"""Personal fields of a letter, in braces: ``{Kommune}``, ``{Rolle}``, ``{offen}``; a brace itself is written twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from handlers.typed import fold
from handlers.wording import escape

BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


class PersonalField(StrEnum):
    """What a letter can say of its reader."""

    MUNICIPALITY = "municipality"
    ROLE = "role"
    OPEN = "open"


GERMAN = {"Kommune": PersonalField.MUNICIPALITY, "Rolle": PersonalField.ROLE, "offen": PersonalField.OPEN}
ENGLISH = {field.value: field for field in PersonalField}
NAMES = {name.casefold(): field for name, field in (GERMAN | ENGLISH).items()}
"""What may stand in the braces; both languages' names can be used in either variant."""


def fields_in(text: str) -> set[PersonalField]:
    """List the personal fields that a text uses."""
    named = (fold(found[1]) for found in BRACES.finditer(text) if found[1] is not None)
    return {NAMES[name] for name in named if name in NAMES}


def faults_in(text: str) -> list[str]:
    """List what stands in braces and is no field, as it is written; a single brace is one, too."""
    found = (match for match in BRACES.finditer(text) if match[0] not in {"{{", "}}"})
    return list(dict.fromkeys(match[0] for match in found if match[1] is None or fold(match[1]) not in NAMES))


def fill(text: str, values: Mapping[PersonalField, Callable[[], str]]) -> str:
    """Put values, escaped, into the fields of a text. What has no value stays as it is written."""

    def value(found: re.Match[str]) -> str:
        if found[0] in {"{{", "}}"}:
            return found[0][0]
        known = values.get(NAMES[fold(found[1])]) if fold(found[1] or "") in NAMES else None
        return escape(known()) if known else found[0]

    return BRACES.sub(value, text)
