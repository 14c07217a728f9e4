"""What the errors of a homeserver mean for a message: recorded answers and the kind of failure they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import aiohttp
import pytest
from nio import ErrorResponse, LocalProtocolError, RoomSendError
from nio.exceptions import GroupEncryptionError

from bot.matrix.attachments import UploadRefusedError
from bot.matrix.failures import (
    UNTOLD_WAIT,
    HomeserverError,
    check,
    from_answer,
    from_exception,
    from_login,
    from_response,
    is_logged_out,
)
from bot.networks import Failure
from storage.outbox import FailureKind


def answer(status: int, code: str | None = None, retry_after_ms: int | None = None, header: str = "") -> ErrorResponse:
    """Write an error answer as nio hands it over."""
    body: dict[str, object] = {"errcode": code, "error": "…"} if code else {}
    if retry_after_ms is not None:
        body["retry_after_ms"] = retry_after_ms
    response = RoomSendError.from_dict(body, "!raum")
    response.transport_response = SimpleNamespace(status=status, headers={"Retry-After": header} if header else {})
    return response


ANSWERS = [
    pytest.param(answer(429, "M_LIMIT_EXCEEDED", 4500), FailureKind.THROTTLED, 4.5, id="too fast, and told how long"),
    pytest.param(answer(429, "M_LIMIT_EXCEEDED"), FailureKind.THROTTLED, 5, id="too fast, and told nothing"),
    pytest.param(answer(429, "M_LIMIT_EXCEEDED", 0), FailureKind.THROTTLED, 5, id="too fast, and told nonsense"),
    pytest.param(answer(429, header="7"), FailureKind.THROTTLED, 7, id="too fast for a proxy"),
    pytest.param(answer(429, "M_LIMIT_EXCEEDED", -4500), FailureKind.THROTTLED, 5, id="too fast, and told the past"),
    pytest.param(answer(429, "M_LIMIT_EXCEEDED", 7_200_000), FailureKind.THROTTLED, 600, id="too fast, for hours"),
    pytest.param(answer(429, header="7200"), FailureKind.THROTTLED, 600, id="too fast for a proxy, for hours"),
    pytest.param(answer(429, header="bald"), FailureKind.THROTTLED, 5, id="too fast, and told a word"),
    pytest.param(answer(429, header="Thu, 01 Jul 2021 08:00:00 GMT"), FailureKind.THROTTLED, 5, id="a date gone by"),
    pytest.param(answer(403), FailureKind.UNREACHABLE, 0, id="a firewall that is being set up"),
    pytest.param(answer(408), FailureKind.UNREACHABLE, 0, id="a proxy in a hurry"),
    pytest.param(answer(502), FailureKind.UNREACHABLE, 0, id="the homeserver behind the proxy is away"),
    pytest.param(answer(404), FailureKind.UNREACHABLE, 0, id="the proxy knows no homeserver"),
    pytest.param(answer(500, "M_UNKNOWN"), FailureKind.UNREACHABLE, 0, id="the homeserver has a fault"),
    pytest.param(answer(200), FailureKind.UNREACHABLE, 0, id="an answer nobody can read"),
    pytest.param(answer(403, "M_FORBIDDEN"), FailureKind.GONE, 0, id="we are not in the room any more"),
    pytest.param(answer(404, "M_NOT_FOUND"), FailureKind.GONE, 0, id="there is no such room"),
    pytest.param(answer(401, "M_UNKNOWN_TOKEN"), FailureKind.MISCONFIGURED, 0, id="our token is unknown"),
    pytest.param(answer(401, "M_MISSING_TOKEN"), FailureKind.MISCONFIGURED, 0, id="we have no token"),
    pytest.param(answer(403, "M_USER_DEACTIVATED"), FailureKind.MISCONFIGURED, 0, id="our account is closed"),
    pytest.param(answer(404, "M_UNRECOGNIZED"), FailureKind.MISCONFIGURED, 0, id="that is no homeserver"),
    pytest.param(answer(413, "M_TOO_LARGE"), FailureKind.REFUSED, 0, id="the message is too long"),
    pytest.param(answer(413), FailureKind.REFUSED, 0, id="the message is too long for a proxy"),
    pytest.param(answer(400, "M_BAD_JSON"), FailureKind.REFUSED, 0, id="the message is malformed"),
]

EXCEPTIONS = [
    pytest.param(aiohttp.ClientConnectionError("x"), FailureKind.UNREACHABLE, "ClientConnectionError", id="offline"),
    pytest.param(TimeoutError(), FailureKind.UNREACHABLE, "TimeoutError", id="too slow"),
    pytest.param(ConnectionResetError(), FailureKind.UNREACHABLE, "ConnectionResetError", id="cut off"),
    pytest.param(GroupEncryptionError("x"), FailureKind.UNREACHABLE, "GroupEncryptionError", id="keys just changed"),
    pytest.param(LocalProtocolError("x"), FailureKind.UNREACHABLE, "client not ready", id="not logged in yet"),
    pytest.param(UploadRefusedError(answer(413, "M_TOO_LARGE")), FailureKind.REFUSED, "M_TOO_LARGE", id="large file"),
    pytest.param(HomeserverError(Failure(FailureKind.GONE, "y")), FailureKind.GONE, "y", id="a failure already read"),
    pytest.param(ValueError("Geheimnis"), FailureKind.REFUSED, "ValueError", id="a fault of ours tells no text"),
]


@pytest.mark.parametrize(("response", "kind", "after"), ANSWERS)
def test_reads_an_answer(response: ErrorResponse, kind: FailureKind, after: float) -> None:
    """Every answer is one of the few kinds the outbox knows."""
    failure = from_response(response)
    assert (failure.kind, failure.after) == (kind, after)


def test_waits_until_the_moment_a_proxy_names() -> None:
    """The header may hold a date instead of a number (RFC 9110)."""
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 55 < from_response(answer(429, header=moment)).after <= 60


@pytest.mark.parametrize("told", ["5000", True, None, [], {}, float("inf"), float("nan")])
def test_nonsense_in_an_answer_is_no_fault_of_ours(told: object) -> None:
    """Whatever stands where a number should be, we wait for a while of our own."""
    assert 0 < from_answer(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": told}).after <= UNTOLD_WAIT


@pytest.mark.parametrize(("error", "kind", "detail"), EXCEPTIONS)
def test_reads_an_exception(error: Exception, kind: FailureKind, detail: str) -> None:
    """Every exception too, and its detail never quotes what was being sent."""
    assert from_exception(error) == Failure(kind, detail)


def test_wrong_password_is_no_closed_room() -> None:
    """The same code means something else when logging in."""
    assert from_login(from_response(answer(403, "M_FORBIDDEN"))).kind is FailureKind.MISCONFIGURED
    assert from_login(from_response(answer(502))).kind is FailureKind.UNREACHABLE


def test_only_an_unknown_token_means_logged_out() -> None:
    """A session is given up only when the homeserver says that it is over."""
    assert is_logged_out(from_response(answer(401, "M_UNKNOWN_TOKEN")))
    assert not is_logged_out(from_response(answer(404, "M_UNRECOGNIZED")))


def test_check_raises_errors_only() -> None:
    """An answer that is no error passes."""
    check(SimpleNamespace(event_id="$x"))
    with pytest.raises(HomeserverError, match="M_FORBIDDEN"):
        check(answer(403, "M_FORBIDDEN"))
