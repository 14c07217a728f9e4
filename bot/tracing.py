"""What belongs together in the log: one name for all that an event, a tick or a turn of the delivery does.

The name follows the work through all functions, tasks and threads, in the log's field ``request``. When something goes
wrong, a person is shown the very same name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import copy_context
from secrets import token_hex
from typing import ParamSpec, TypeVar

from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars

NAME = "request"

Given = ParamSpec("Given")
Result = TypeVar("Result")


@contextmanager
def request() -> Iterator[str]:
    """Name all that is done within; what is part of something that has a name keeps it."""
    known = get_contextvars().get(NAME)
    if known:
        yield str(known)
        return
    name = token_hex(4)
    bind_contextvars(**{NAME: name})
    try:
        yield name
    finally:
        unbind_contextvars(NAME)


async def in_thread(
    executor: Executor, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result:
    """Run work in a thread, under the name it was asked for with: executors would leave that behind."""
    context = copy_context()
    return await asyncio.get_running_loop().run_in_executor(executor, lambda: context.run(work, *args, **kwargs))
