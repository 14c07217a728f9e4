"""Every way the homeserver can fail us, as one of the few kinds the outbox knows. Only this module reads error codes.

Codes: Matrix client-server API, "Standard error response" and "Rate limiting".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from nio import ErrorResponse, LocalProtocolError
from nio.exceptions import EncryptionError, GroupEncryptionError, MembersSyncError, OlmTrustError, SendRetryError
from sqlalchemy.exc import SQLAlchemyError

from bot.matrix.attachments import UploadRefusedError
from bot.networks import Failure
from storage.leases import FencedError
from storage.outbox import FailureKind

UNTOLD_WAIT = 5.0
"""Seconds to wait when a homeserver throttles without saying for how long (older ones and some proxies)."""

LONGEST_WAIT = 600.0
"""Seconds after which a throttled homeserver is asked again, however long it told us to wait."""

PATIENCE = 8
"""Attempts, over some four minutes, until what should only last a moment is taken for what it looks like."""

_KINDS = {
    "M_LIMIT_EXCEEDED": FailureKind.THROTTLED,
    "M_UNKNOWN_TOKEN": FailureKind.MISCONFIGURED,
    "M_MISSING_TOKEN": FailureKind.MISCONFIGURED,
    "M_USER_DEACTIVATED": FailureKind.MISCONFIGURED,
    "M_USER_LOCKED": FailureKind.MISCONFIGURED,
    "M_USER_SUSPENDED": FailureKind.MISCONFIGURED,
    "M_UNRECOGNIZED": FailureKind.MISCONFIGURED,  # whatever answers at this address, it is no homeserver
    "M_FORBIDDEN": FailureKind.GONE,
    "M_GUEST_ACCESS_FORBIDDEN": FailureKind.GONE,
    "M_NOT_FOUND": FailureKind.GONE,
    "M_TOO_LARGE": FailureKind.REFUSED,
}
_TOO_MANY = 429
_ABOUT_THE_MESSAGE = {400, 413, 414, 431}
"""Malformed, and too large in one way or another."""


class HomeserverError(Exception):
    """The homeserver answered with an error that ends what we were doing."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class NotKeptError(Exception):
    """What must be kept before the homeserver is asked anything more cannot be written."""


# In the middle: somebody joined, left or came with a new device in the middle of a send. The next try knows them. Last:
# our database is away, or another instance is at work.
_PASSING = (
    *(aiohttp.ClientError, TimeoutError, OSError, SendRetryError),
    *(EncryptionError, GroupEncryptionError, MembersSyncError, OlmTrustError),
    *(SQLAlchemyError, FencedError, NotKeptError),
)


def check(response: object) -> None:
    """Raise if an answer of the homeserver is an error."""
    if isinstance(response, ErrorResponse):
        raise HomeserverError(from_response(response))


def from_response(response: ErrorResponse) -> Failure:
    """Read an error answer of the homeserver, as nio hands it over."""
    transport = getattr(response, "transport_response", None)
    code = response.status_code if isinstance(response.status_code, str) else ""
    told = {"errcode": code, "retry_after_ms": response.retry_after_ms}
    header = transport.headers.get("Retry-After", "") if transport is not None else ""
    return from_answer(int(transport.status) if transport is not None else 0, told, header)


def from_answer(status: int, told: Mapping[str, Any], retry_after: str = "") -> Failure:
    """Read an error answer from its HTTP status, its JSON and the header ``Retry-After``; a status of 0 is unknown."""
    code = str(told.get("errcode") or "")
    kind = _KINDS.get(code) or _kind_by_status(status)
    detail = code or (f"HTTP {status}" if status else "unreadable answer")
    return Failure(kind, detail, after=_wait(told, retry_after) if kind is FailureKind.THROTTLED else 0.0)


def from_exception(error: Exception) -> Failure:
    """Read an exception that came out of a send. What nobody foresaw is refused: repeating it would fail again."""
    if isinstance(error, HomeserverError):
        return error.failure
    if isinstance(error, UploadRefusedError):
        return from_response(error.response)
    if isinstance(error, _PASSING):
        return Failure(FailureKind.UNREACHABLE, type(error).__name__)
    if isinstance(error, LocalProtocolError):
        return Failure(FailureKind.UNREACHABLE, "client not ready")
    return Failure(FailureKind.REFUSED, type(error).__name__)


def from_login(failure: Failure, after: float = 0.0) -> Failure:
    """Read the failure of a login: there, "forbidden" is a wrong password and no closed room.

    ``after`` are the seconds until a login makes sense again when the homeserver has refused this one.
    """
    if failure.kind in {FailureKind.GONE, FailureKind.REFUSED, FailureKind.MISCONFIGURED}:
        return Failure(FailureKind.MISCONFIGURED, failure.detail, after=after)
    return failure


def is_logged_out(failure: Failure) -> bool:
    """Whether the homeserver no longer knows our token ("Using access tokens")."""
    return failure.detail in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}


def is_passing(failure: Failure) -> bool:
    """Whether the same request may succeed a little later."""
    return failure.kind in {FailureKind.THROTTLED, FailureKind.UNREACHABLE}


def is_missing(failure: Failure) -> bool:
    """Whether the homeserver says that there is no such thing, which a proxy before it does not say."""
    return failure.detail == "M_NOT_FOUND"


def _kind_by_status(status: int) -> FailureKind:
    if status == _TOO_MANY:
        return FailureKind.THROTTLED
    # Without a Matrix error code it is a proxy that answers: a 404 from one whose homeserver is away, a 403 from one
    # that is being set up, a 408 from one in a hurry. Only what it says of the message itself is final.
    return FailureKind.REFUSED if status in _ABOUT_THE_MESSAGE else FailureKind.UNREACHABLE


def _wait(told: Mapping[str, Any], retry_after: str) -> float:
    """Find out how long to wait, in seconds: told in the answer, else in its header, else nobody knows."""
    in_body = told.get("retry_after_ms")
    seconds = in_body / 1000 if isinstance(in_body, int | float) else 0.0
    if not 0 < seconds < float("inf"):
        seconds = _by_header(retry_after)
    return min(seconds, LONGEST_WAIT) if seconds > 0 else UNTOLD_WAIT


def _by_header(retry_after: str) -> float:
    """Read the header, a number of seconds or a date (RFC 9110, section 10.2.3)."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
