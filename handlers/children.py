"""Work that loads much is done in a process of its own, which ends with it: nothing of it stays in the service."""

from __future__ import annotations

import os
import re
import subprocess
import sys

HANDED_DOWN = re.compile(r"PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|MPLCONFIGDIR|PYTHON\w+")
"""The variables a child needs; it reads what strangers made, so it gets no password of ours."""


class ChildError(Exception):
    """The child has not done its work, or not in time."""


def environment() -> dict[str, str]:
    """Return what a child may have of our environment."""
    return {name: value for name, value in os.environ.items() if HANDED_DOWN.fullmatch(name)}


def run_child(module: str, function: str, given: bytes, within: float) -> bytes:
    """Let a function do its work from standard input to standard output; ``within`` is in seconds.

    Raises :class:`ChildError`, which never repeats what the child complained of: that may quote what people wrote.
    """
    # The path to the running program is what the interpreter says of itself, and nothing of it comes from people.
    command = [sys.executable, "-P", "-c", f"from {module} import {function}; {function}()"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, check=True, timeout=within, env=environment()
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise ChildError(f"{module}.{function}: {type(error).__name__}") from None
    return done.stdout
