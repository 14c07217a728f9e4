"""The process a demo homeserver runs in: Synapse that leaves as soon as whoever started it is gone.

The parent holds the other end of our standard input. When the parent dies, however it dies, that pipe closes and we
stop; no signal of one operating system and no process group is needed for that.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _leave_with_the_parent() -> None:
    # Unbuffered: a thread inside a buffered read would hold its lock when the interpreter shuts down.
    while os.read(sys.stdin.fileno(), 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run Synapse with the arguments of this process."""
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()
    # By name and not by import: our own modules must not depend on a package that only the demo extra brings.
    runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
