"""Whether our clock tells the time that others tell: reminders, deadlines and signatures hang on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.findings import Finding, fault, fine

TOO_FAR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody's clock told at a moment of ours."""

    theirs: datetime
    ours: datetime


def told_by(header: str | None) -> Told | None:
    """Read the ``Date`` of an answer that has just come (RFC 9110, section 6.6.1); None where it has none."""
    try:
        theirs = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return Told(theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC), datetime.now(UTC))


def look_at_clock(whose: str, told: Told | None) -> Sequence[Finding]:
    """Compare our clock with another."""
    if told is None:
        return []
    off = told.ours - told.theirs
    if abs(off) <= TOO_FAR:
        return [fine("clock", f"as that of {whose}")]
    ahead = "ahead of" if off > timedelta() else "behind"
    sentence = f"{abs(off).total_seconds():.0f} seconds {ahead} that of {whose}: let both machines follow a time server"
    return [fault("clock", f"{sentence} (`timedatectl set-ntp true`)")]
