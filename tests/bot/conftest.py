"""What the tests of the process' edges share: one real homeserver for the whole session, and the logs of a test."""

from __future__ import annotations

import asyncio
import io
import logging
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import structlog

from bot.demo.synapse import Synapse
from bot.logs import configure_logs
from tests.postgres import FAST


def in_its_own_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run something to its end in a loop of its own, whichever loop a test is using."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:  # noqa: BLE001 - handed on below
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    """Start a Synapse once for all tests; they keep apart by using accounts of their own."""
    with TemporaryDirectory(prefix="hafenbote-synapse-", dir=FAST) as directory:
        homeserver = Synapse(Path(directory))
        in_its_own_loop(homeserver.start())
        yield homeserver
        in_its_own_loop(homeserver.stop())


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Send all logs, from DEBUG on, into a buffer for the time of a test."""
    root, stream = logging.getLogger(), io.StringIO()
    before, level = list(root.handlers), root.level
    configure_logs(stream, logging.DEBUG)
    # Else every logger used meanwhile would keep this configuration, and with it later tests.
    structlog.configure(cache_logger_on_first_use=False)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)
