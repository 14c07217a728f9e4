"""Every way the homeserver can fail us, as one of the few kinds the outbox knows. Only this module reads error codes.

Codes: Matrix client-server API, "Standard error response" and "Rate limiting".
"""

from __future__ import annotations

import aiohttp
from nio import ErrorResponse, LocalProtocolError
from nio.exceptions import EncryptionError, GroupEncryptionError, MembersSyncError, OlmTrustError, SendRetryError

from bot.matrix.attachments import UploadRefusedError
from bot.networks import Failure
from storage.outbox import FailureKind

UNTOLD_WAIT = 5.0
"""Seconds to wait when a homeserver throttles without saying for how long (older ones and some proxies)."""

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
# The last line: somebody joined, left or came with a new device in the middle of a send. The next try knows them.
_PASSING = (
    *(aiohttp.ClientError, TimeoutError, OSError, SendRetryError),
    *(EncryptionError, GroupEncryptionError, MembersSyncError, OlmTrustError),
)
_BAD_REQUEST, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = 400, 404, 429, 500


class HomeserverError(Exception):
    """The homeserver answered with an error that ends what we were doing."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


def check(response: object) -> None:
    """Raise if an answer of the homeserver is an error."""
    if isinstance(response, ErrorResponse):
        raise HomeserverError(from_response(response))


def from_response(response: ErrorResponse) -> Failure:
    """Read an error answer of the homeserver."""
    status = _http_status(response)
    code = response.status_code if isinstance(response.status_code, str) else ""
    kind = _KINDS.get(code) or _kind_by_status(status)
    detail = code or (f"HTTP {status}" if status else "unreadable answer")
    return Failure(kind, detail, after=_wait(response) if kind is FailureKind.THROTTLED else 0.0)


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


def from_login(failure: Failure) -> Failure:
    """Read the failure of a login: there, "forbidden" is a wrong password and no closed room."""
    if failure.kind in {FailureKind.GONE, FailureKind.REFUSED}:
        return Failure(FailureKind.MISCONFIGURED, failure.detail)
    return failure


def is_logged_out(failure: Failure) -> bool:
    """Whether the homeserver no longer knows our token ("Using access tokens")."""
    return failure.detail in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}


def is_missing(failure: Failure) -> bool:
    """Whether the homeserver says that there is no such thing, which a proxy before it does not say."""
    return failure.detail == "M_NOT_FOUND"


def _kind_by_status(status: int) -> FailureKind:
    if status == _TOO_MANY:
        return FailureKind.THROTTLED
    # A 404 without a Matrix error code comes from a proxy whose homeserver is away, not from the homeserver.
    if _BAD_REQUEST <= status < _SERVER_ERROR and status != _NOT_FOUND:
        return FailureKind.REFUSED
    return FailureKind.UNREACHABLE


def _http_status(response: ErrorResponse) -> int:
    transport = getattr(response, "transport_response", None)
    return int(transport.status) if transport is not None else 0


def _wait(response: ErrorResponse) -> float:
    told = response.retry_after_ms
    if isinstance(told, int | float) and told > 0:
        return told / 1000
    transport = getattr(response, "transport_response", None)
    header = transport.headers.get("Retry-After", "") if transport is not None else ""
    return float(header) if header.isdecimal() else UNTOLD_WAIT
