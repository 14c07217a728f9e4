"""Structured logs: one JSON object a line, without message texts, names or tokens.

We log what happened to which row, never what somebody wrote. Of libraries we log warnings and errors only, whatever
level they or anybody gave them, and of these not what they put into them: a request can carry a token, an event a text.
Of an exception we log its name and where it came from: its sentence may quote what was typed, and that of a database
all values of a row. What belongs together has the same ``request`` (bot/tracing.py).
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from enum import StrEnum
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

QUOTING = (
    *("aiohttp", "alembic", "asyncio", "httpcore", "httpx", "nio", "peewee", "psycopg", "sqlalchemy", "telegram"),
    "urllib3",
)
"""Libraries whose sentences quote accounts, addresses, events or statements: of theirs we log the place alone."""

SECRETS = re.compile(
    r"""\d{6,}:[\w-]{30,}"""  # Telegram's tokens
    r"""|\bsy[trl]_\w+"""  # Synapse's
    r"""|\bBearer [^\s"]+|\b(?:access_)?token=[^&\s"]+"""
    r"""|://[^/\s:@"]+:[^/\s@"]+@"""  # a password in an address
    r"""|[@!#$][\w.=/+-]+:[\w-]+(?:\.[\w-]+)*"""  # an account, a room or an event on Matrix
    r"""|/calendar/[\w-]+"""
)
"""What no line may hold, should a library or an error bring it after all."""


class LogLevel(StrEnum):
    """How much of what we do ourselves is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


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
    handler.addFilter(_is_ours_or_matters)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                _take_quotations_out,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _describe_exception,
                _write,
            ],
            use_get_message=False,  # the arguments stay out
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in (*QUOTING, "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)  # spares making what would be thrown away


def _is_ours_or_matters(record: logging.LogRecord) -> bool:
    """Let pass what we log ourselves, and of libraries what is a warning: a level that somebody sets opens nothing."""
    return hasattr(record, "_logger") or record.levelno >= logging.WARNING


def _take_quotations_out(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave of a library's sentence what stands in its source, without arguments; of those that quote, the place."""
    record = event.get("_record")
    if event.get("_from_structlog") or not isinstance(record, logging.LogRecord):
        return event
    if record.name.partition(".")[0] in QUOTING:
        event["event"] = f"{record.filename}:{record.lineno} {record.funcName}"
    return event


def _write(_: WrappedLogger, __: str, event: EventDict) -> str:
    line: str = json.dumps(event, ensure_ascii=False, default=repr)  # people read out emoji from it
    return SECRETS.sub("[…]", line)


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
