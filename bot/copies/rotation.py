"""Which copies are kept: dated names, one a day, a week and a month, and nothing that is not ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
OURS = re.compile(r"hafenbote-(\d{8}T\d{6}Z)\.tar\.gz(?:\.age)?")
PERIODS = (("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 12))
"""How many days, weeks and months are kept, the newest copy of each."""


def name_of(moment: datetime, *, sealed: bool) -> str:
    """Name a copy by its moment."""
    return f"hafenbote-{moment.astimezone(UTC):{STAMP}}.tar.gz{'.age' if sealed else ''}"


def moment_of(name: str) -> datetime | None:
    """Read the moment from a name of ours; None for any other name."""
    found = OURS.fullmatch(name)
    try:
        return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def copies_in(folder: Path) -> dict[datetime, Path]:
    """List the copies in a folder by their moment."""
    named = ((moment_of(path.name), path) for path in folder.iterdir() if path.is_file())
    return {moment: path for moment, path in named if moment}


def superfluous(moments: Iterable[datetime]) -> Collection[datetime]:
    """Say which copies are not needed any more: neither of the last days, nor weeks, nor months with a copy."""
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for pattern, most in PERIODS:
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(moment.strftime(pattern), moment)
        kept.update(list(newest.values())[:most])
    return set(newest_first) - kept


def rotate(folder: Path) -> list[Path]:
    """Delete the copies that are not needed any more; returns them."""
    found = copies_in(folder)
    gone = [found[moment] for moment in sorted(superfluous(found))]
    for path in gone:
        path.unlink()
    return gone
