"""What the process is told once everything is loaded."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

YOUNG, MIDDLE, OLD = 20_000, 50, 100
"""How many new objects, collections of these, and of those bring the next collection (``gc.set_threshold``).

Python's own 700 look dozens of times through a batch of 500 reminders, which all live until it is committed: that costs
two fifths of it.
"""


def settle() -> None:
    """Give back what loading took for a moment, and look no more for garbage among what stays.

    glibc would keep some 8 MB (malloc_trim(3)).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    with suppress(AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
