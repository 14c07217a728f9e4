"""One name for all that belongs together, from the loop through threads and tasks, in our lines and those of others."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.tracing import in_thread, request

log = structlog.get_logger("test")


def work(name: str) -> str:
    """Log, as a handler does in its thread, and as a library does there."""
    log.info("in a thread", of=name)
    logging.getLogger("library").warning("theirs")
    return name


async def one(executor: ThreadPoolExecutor, name: str) -> str:
    """Do something that has a name of its own, in a thread and in a task."""
    with request() as known:
        log.info("begun", of=name)
        await asyncio.sleep(0)
        assert await in_thread(executor, work, name) == name
        with request() as same:  # a part of it
            assert same == known
        await asyncio.create_task(_later(name))
        return known


async def _later(name: str) -> None:
    log.info("in a task", of=name)


async def test_a_name_follows_the_work(logged: io.StringIO) -> None:
    """Two that are at work at once keep their names apart, everywhere; afterwards there is none."""
    with ThreadPoolExecutor(1) as executor:
        names = await asyncio.gather(one(executor, "a"), one(executor, "b"))
    log.info("afterwards")
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert len(set(names)) == 2
    for name, of in zip(names, ("a", "b"), strict=True):
        mine = [line for line in lines if line.get("of") == of]
        assert [line["event"] for line in mine] == ["begun", "in a thread", "in a task"]
        assert {line["request"] for line in mine} == {name}
    assert {line["request"] for line in lines if line["event"] == "theirs"} == set(names)
    assert "request" not in lines[-1]
