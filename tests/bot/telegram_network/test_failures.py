"""Every way Telegram can fail us, and the kind of failure it is to the outbox."""

from __future__ import annotations

import pytest
from telegram.error import InvalidToken, TelegramError, TimedOut

from bot.networks import Failure
from bot.telegram_network.failures import (
    UNTOLD_WAIT,
    CutOffError,
    NotConnectedError,
    RefusalError,
    from_exception,
    is_unchanged,
    is_uneditable,
)
from storage.outbox import FailureKind

BAD = "Bad Request: "


def ended(kind: FailureKind, detail: str, **more: object) -> Failure:
    """Write a failure."""
    return Failure(kind, detail, **more)  # type: ignore[arg-type]


BLOCKED = "Forbidden: bot was blocked by the user"
KICKED = "Forbidden: bot was kicked from the group chat"
DELETED = "Forbidden: user is deactivated"
UNREADABLE = f'{BAD}can\'t parse entities: Unsupported start tag "geheim"'
GONE, REFUSED, UNREACHABLE = FailureKind.GONE, FailureKind.REFUSED, FailureKind.UNREACHABLE
THROTTLED, MISCONFIGURED = FailureKind.THROTTLED, FailureKind.MISCONFIGURED

REFUSALS = [
    pytest.param(
        (429, "Too Many Requests", 7.0),
        ended(THROTTLED, "429 Too Many Requests", after=7.0, chat="4711"),
        id="throttled for a time",
    ),
    pytest.param((429, ""), ended(THROTTLED, "429", after=UNTOLD_WAIT, chat="4711"), id="throttled without a time"),
    pytest.param((403, BLOCKED), ended(GONE, f"403 {BLOCKED}"), id="blocked"),
    pytest.param((403, KICKED), ended(GONE, f"403 {KICKED}"), id="kicked"),
    pytest.param((403, DELETED), ended(GONE, f"403 {DELETED}"), id="a deleted account"),
    pytest.param((400, f"{BAD}chat not found"), ended(GONE, "400 chat not found"), id="never heard of"),
    pytest.param((401, "Unauthorized"), ended(MISCONFIGURED, "401 Unauthorized"), id="a token taken back"),
    pytest.param((404, "Not Found"), ended(MISCONFIGURED, "404 Not Found"), id="a token that is none"),
    pytest.param(
        (400, UNREADABLE), ended(REFUSED, "400 can't parse entities"), id="refused, without quoting the message"
    ),
    pytest.param((413, "Request Entity Too Large"), ended(REFUSED, "413 Request Entity Too Large"), id="a large file"),
    pytest.param((500, "Internal Server Error"), ended(UNREACHABLE, "500 Internal Server Error"), id="in trouble"),
    pytest.param((502, ""), ended(UNREACHABLE, "502", uncertain=True), id="a gateway cannot tell"),
    pytest.param((409, "Conflict"), ended(UNREACHABLE, "409 Conflict"), id="somebody else at work"),
]


@pytest.mark.parametrize(("told", "expected"), REFUSALS)
def test_a_refusal_has_its_kind(told: tuple[int, str], expected: Failure) -> None:
    """Status, description and parameters decide; the detail never quotes a message."""
    assert from_exception(RefusalError(*told), "4711") == expected


@pytest.mark.parametrize(
    ("error", "kind", "uncertain"),
    [
        (CutOffError("x"), FailureKind.UNREACHABLE, True),
        (TimeoutError(), FailureKind.UNREACHABLE, True),
        (NotConnectedError("x"), FailureKind.UNREACHABLE, False),
        (TimedOut(), FailureKind.UNREACHABLE, False),
        (InvalidToken(), FailureKind.MISCONFIGURED, False),
        (TelegramError("x"), FailureKind.REFUSED, False),
        (KeyError("x"), FailureKind.REFUSED, False),
    ],
)
def test_an_exception_has_its_kind(error: Exception, kind: FailureKind, *, uncertain: bool) -> None:
    """Only a connection that broke after it was made leaves open whether the message arrived."""
    failure = from_exception(error, "4711")
    assert (failure.kind, failure.uncertain) == (kind, uncertain)


@pytest.mark.parametrize(("chat", "to"), [("-123", "-100123"), ("-123/7", "-100123/7")])
def test_a_group_that_moved_says_where(chat: str, to: str) -> None:
    """A group that became a supergroup has a new number; a topic goes with it."""
    error = RefusalError(400, BAD + "group chat was upgraded to a supergroup chat", moved_to="-100123")
    failure = from_exception(error, chat)
    assert (failure.kind, failure.chat) == (FailureKind.MOVED, to)


def test_a_closed_topic_leaves_the_group() -> None:
    """What cannot go to a topic any more goes to the group itself."""
    failure = from_exception(RefusalError(400, BAD + "message thread not found"), "-100123/7")
    assert (failure.kind, failure.chat) == (FailureKind.MOVED, "-100123")


def test_edits_fail_in_ways_of_their_own() -> None:
    """An edit to the same text is done; one of a message that is gone becomes a new message."""
    assert is_unchanged(RefusalError(400, BAD + "message is not modified: specified new message content is the same"))
    assert is_uneditable(RefusalError(400, BAD + "message to edit not found"))
    assert not is_unchanged(RefusalError(400, BAD + "message to edit not found"))
    assert not is_uneditable(KeyError())
