"""Structured logs: one JSON object a line, without message texts, names or tokens.

We log what happened to which row, never what somebody wrote. Libraries that put requests or events into their messages
are held to warnings, for a request can carry a token and an event a text. Of an exception we log its name and where it
came from: its sentence may quote what was typed, and that of a database all values of a row.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

QUIET = ("nio", "aiohttp.access", "apscheduler", "httpx", "sqlalchemy.engine", "peewee", "asyncio", "alembic")


def configure_logs(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send our logs and those of the libraries to a stream, in one format."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _describe_exception,
                structlog.processors.JSONRenderer(ensure_ascii=False),  # people read out emoji from it
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by the names and places of all that led to it, in the order they happened."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(reversed(list(_places(error))))
    return event


def _places(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        kind = type(error)
        frames = traceback.extract_tb(error.__traceback__)
        places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        yield f"{kind.__module__}.{kind.__qualname__} at {places or 'no place'}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
