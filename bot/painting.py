"""Charts become pictures just before they are sent, in a child process: nothing of what paints stays in the service.

What many get is painted once. A chart that cannot be painted keeps no message back: its text says every number, too.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections import OrderedDict
from contextlib import suppress

import structlog

from handlers.charts import MEDIA_TYPE
from handlers.children import environment
from storage.outbox import OutboxMessage

log = structlog.get_logger(__name__)

CHILD = (sys.executable, "-P", "-m", "bot.chart_child")
LONGEST_WAIT = 20.0
"""Seconds a message waits for its picture: with the slowest send after it still within the lease of its row."""

AT_ONCE = 2
"""Children at work: each takes some 80 MB while it lives, about a second."""

KEPT = 16
"""Pictures kept for whoever gets the same next, of some 100 kB each."""

PNG = "image/png"
FAULT = re.compile(rb"^([\w.]+(?:Error|Exception)):?", re.MULTILINE)


class PaintingError(Exception):
    """The child painted nothing."""


class Painter:
    """Paints the charts of messages on their way out."""

    def __init__(self, child: tuple[str, ...] = CHILD, longest_wait: float = LONGEST_WAIT) -> None:
        self._child = child
        self._longest_wait = longest_wait
        self._free = asyncio.Semaphore(AT_ONCE)
        self._pictures: OrderedDict[bytes, asyncio.Task[bytes]] = OrderedDict()

    async def finish(self, message: OutboxMessage) -> None:
        """Put the picture in the place of a message's chart, or take the chart away where that fails.

        Only before its first part: of a message that goes out in parts the file is the first.
        """
        if message.attachment_type != MEDIA_TYPE or message.parts:
            return
        try:
            async with asyncio.timeout(self._longest_wait):
                picture = await asyncio.shield(self._painted(message.attachment or b""))
        except (TimeoutError, OSError, PaintingError) as error:
            log.warning("chart not painted", outbox=message.id, error=type(error).__name__)
            message.attachment = message.attachment_type = message.attachment_name = None
        else:
            message.attachment, message.attachment_type = picture, PNG

    def _painted(self, chart: bytes) -> asyncio.Task[bytes]:
        """Give the painting of a chart: the one under way, or done, if there is one that has not failed."""
        known = self._pictures.pop(chart, None)
        if known is None or (known.done() and (known.cancelled() or known.exception())):
            known = asyncio.create_task(self._paint(chart))
            known.add_done_callback(_looked_at)
        self._pictures[chart] = known
        if len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        return known

    async def _paint(self, chart: bytes) -> bytes:
        async with self._free, asyncio.timeout(self._longest_wait):
            pipe = asyncio.subprocess.PIPE
            child = await asyncio.create_subprocess_exec(
                *self._child, stdin=pipe, stdout=pipe, stderr=pipe, env=environment()
            )
            try:
                picture, complaint = await child.communicate(chart)
            finally:
                with suppress(ProcessLookupError):  # it has ended, as it should
                    child.kill()
                await child.wait()
        if child.returncode or not picture:
            named = FAULT.findall(complaint)  # never the rest: it may quote the chart
            log.warning("painter failed", code=child.returncode, error=named[-1].decode() if named else "")
            raise PaintingError
        return picture


def _looked_at(painting: asyncio.Task[bytes]) -> None:
    """Look at how a painting ended, though its message may have gone out without it."""
    if not painting.cancelled():
        painting.exception()
