"""What the tests of the process' edges share: one real homeserver for the whole session."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo.synapse import Synapse


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
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """Start a Synapse once for all tests; they keep apart by using accounts of their own."""
    directory: Path = tmp_path_factory.mktemp("synapse")
    homeserver = Synapse(directory)
    in_its_own_loop(homeserver.start())
    yield homeserver
    in_its_own_loop(homeserver.stop())
