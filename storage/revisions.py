"""Revisions of the schema: which may be applied while instances of the release before still run.

The file ``NNNN_pre_….py`` holds revision ``NNNN_pre``: it only adds, so the release before goes on working on it, and
can come back. ``NNNN_post`` takes away what that release still needed, once no instance of it runs any more. A ``_pre``
behind a ``_post`` names the last of these, ``0014_pre_0013``: so a program that does not know 0014_pre_0013 can tell
whether it knows everything that was taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"

NAMED = re.compile(r'^revision = "(.+)"$', re.MULTILINE)
NAME = re.compile(r"(?P<number>\d{4})_(?P<kind>pre|post)(?:_(?P<needs>\d{4}))?")


class MigrationError(Exception):
    """The database could not be brought to a schema on which this release works."""


def revisions() -> list[str]:
    """Read our revisions, oldest first, from the migrations themselves: files are numbered, there are no branches."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    return [_named(name, texts[name]) for name in sorted(texts)]


def goal(ours: Sequence[str], at: str | None, *, finish: bool) -> str | None:
    """Return the revision to go to from ``at``, None to stay there. ``finish``: no older instance runs any more.

    Raises :class:`MigrationError` where there is no way on which no running instance would be broken.
    """
    if at is not None and at not in ours:
        if works_on(ours, at):
            return None
        raise MigrationError(unfit(ours, at))
    waiting = ours[ours.index(at) + 1 :] if at in ours else ours
    if not waiting or finish:
        return waiting[-1] if waiting else None
    before = [name for name in waiting if _kind(name) == "pre"]
    after = next((name for name in waiting if _kind(name) == "post"), None)
    if before and after and after < before[-1]:
        raise MigrationError(
            f"{after} of an earlier release was never applied: run `hafenbote db upgrade --finish` with that release, "
            "or stop all instances and run it with this one"
        )
    return before[-1] if before else None


def works_on(ours: Sequence[str], at: str) -> bool:
    """Tell whether a program with our revisions works on a database at ``at``: ours, or a newer one that only added."""
    if at in ours:
        return all(_kind(name) == "post" for name in ours[ours.index(at) + 1 :])
    found = NAME.fullmatch(at)
    if found is None or at < ours[-1]:
        return False
    needs = found["number"] if found["kind"] == "post" else found["needs"] or ""
    return needs < ours[-1]


def unfit(ours: Sequence[str], at: str | None) -> str:
    """Say why a program with our revisions does not work on a database at ``at``, and what to do; empty if it does."""
    if at is None or at in ours:
        works = at is not None and works_on(ours, at)
        return "" if works else f"schema is at {at}, not {ours[-1]}: run `hafenbote db upgrade`"
    if works_on(ours, at):
        return ""
    return (
        f"the database is at {at}, of a newer release on which this one does not work: start the newer release, or "
        "restore a backup from before it"
    )


def _named(file: str, text: str) -> str:
    found = NAMED.search(text)
    if found is None:
        raise MigrationError(f"{file} names no revision")
    return found[1]


def _kind(name: str) -> str:
    return name.split("_")[1]
