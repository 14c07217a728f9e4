"""Work that loads much is done in a process of its own, which ends with it: nothing of it stays in the service."""

from __future__ import annotations

import subprocess
import sys


class ChildError(Exception):
    """The child has not done its work, or not in time."""


def run_child(module: str, function: str, given: bytes, within: float) -> bytes:
    """Let a function do its work from standard input to standard output; ``within`` is in seconds.

    Raises :class:`ChildError`, which never repeats what the child complained of: that may quote what people wrote.
    """
    # The path to the running program is what the interpreter says of itself, and nothing of it comes from people.
    command = [sys.executable, "-P", "-c", f"from {module} import {function}; {function}()"]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=True, timeout=within)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise ChildError(f"{module}.{function}: {type(error).__name__}") from None
    return done.stdout
