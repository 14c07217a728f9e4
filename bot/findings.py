"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor found about one part; of a fault the sentence says what to do.

    A ``note`` is worth knowing and no fault.
    """

    part: str
    ok: bool
    sentence: str
    note: bool = False

    @property
    def level(self) -> str:
        """Name how bad it is."""
        return "fault" if not self.ok else "note" if self.note else "ok"


def fault(part: str, sentence: str) -> Finding:
    """Find something that has to be put right."""
    return Finding(part, ok=False, sentence=sentence)


def note(part: str, sentence: str) -> Finding:
    """Find something worth knowing."""
    return Finding(part, ok=True, sentence=sentence, note=True)


def fine(part: str, sentence: str) -> Finding:
    """Find something in order."""
    return Finding(part, ok=True, sentence=sentence)
