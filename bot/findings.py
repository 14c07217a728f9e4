"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor found about one part; of a fault the sentence says what to do."""

    part: str
    ok: bool
    sentence: str
