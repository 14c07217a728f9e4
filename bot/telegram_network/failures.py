"""Every way Telegram can fail us, as one of the few kinds the outbox knows. Only this module reads descriptions.

Our transport raises an error answer as it came (:class:`RefusalError`), before python-telegram-bot makes one of its own
exceptions of it: there, a bad request is a kind of network error, an answer it has no name for is one too, and
``retry_after`` changes its type with a setting.

Source: https://core.telegram.org/bots/api#making-requests and https://core.telegram.org/bots/api#responseparameters;
descriptions are not documented and were read in https://github.com/tdlib/telegram-bot-api.
"""

from __future__ import annotations

import re

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.networks import Failure, FileUnavailableError
from handlers.messages import FileProblem
from storage.outbox import FailureKind

UNTOLD_WAIT = 5.0
"""Seconds to wait when we are throttled without being told for how long."""

LONGEST_DETAIL = 100

_BAD_REQUEST, _NOT_FOUND, _TOO_LARGE, _TOO_MANY, _SERVER_ERROR = 400, 404, 413, 429, 500
_BY_STATUS = {
    401: FailureKind.MISCONFIGURED,  # a token that is no longer valid
    403: FailureKind.GONE,  # blocked, kicked, deactivated, never started
    404: FailureKind.MISCONFIGURED,  # a token that never was one, or no Bot API at this address
    409: FailureKind.UNREACHABLE,  # somebody else asks for updates
}
_GONE = re.compile("chat not found|PEER_ID_INVALID|user is deactivated|group chat was deactivated", re.IGNORECASE)
_NO_TOPIC = re.compile("message thread not found|TOPIC_(?:CLOSED|DELETED)", re.IGNORECASE)
_SAME = re.compile("message is not modified", re.IGNORECASE)
_UNEDITABLE = re.compile("message to edit not found|message can't be edited|MESSAGE_ID_INVALID", re.IGNORECASE)
_NOT_THERE = re.compile("message to delete not found|MESSAGE_ID_INVALID", re.IGNORECASE)
_TOO_OLD = re.compile("message can't be deleted|MESSAGE_DELETE_FORBIDDEN", re.IGNORECASE)
_NO_POLL = re.compile(r"poll (?:has already been closed|can't be stopped|to stop not found)|not a poll", re.IGNORECASE)
_TOO_BIG = re.compile("file is too big", re.IGNORECASE)
_GATEWAYS = (502, 504)


class RefusalError(TelegramError):
    """Telegram answered with an error."""

    def __init__(self, status: int, description: str = "", retry_after: float = 0.0, moved_to: str = "") -> None:
        super().__init__(description or f"HTTP {status}")
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.moved_to = moved_to


class NotConnectedError(NetworkError):
    """There was no connection: nothing was sent."""


class CutOffError(NetworkError):
    """The connection broke, or the answer was unreadable: nobody can tell whether the request was carried out."""


def from_exception(error: Exception, chat: str = "") -> Failure:
    """Read an exception that came out of a send to a chat. What nobody foresaw is refused: it would fail again."""
    if isinstance(error, RefusalError):
        return _from_refusal(error, chat)
    detail = type(error).__name__
    if isinstance(error, CutOffError | TimeoutError):
        return Failure(FailureKind.UNREACHABLE, detail, uncertain=True)
    if isinstance(error, NetworkError | OSError):
        return Failure(FailureKind.UNREACHABLE, detail)
    if isinstance(error, InvalidToken):
        return Failure(FailureKind.MISCONFIGURED, detail)
    return Failure(FailureKind.REFUSED, detail)


def _from_refusal(error: RefusalError, chat: str) -> Failure:
    detail, status = _detail(error), error.status
    if status == _TOO_MANY:
        return Failure(FailureKind.THROTTLED, detail, after=error.retry_after or UNTOLD_WAIT, chat=chat)
    group, _, topic = chat.partition("/")
    if error.moved_to:
        return Failure(FailureKind.MOVED, detail, chat=f"{error.moved_to}/{topic}" if topic else error.moved_to)
    if topic and _NO_TOPIC.search(error.description):
        return Failure(FailureKind.MOVED, detail, chat=group)
    if status >= _SERVER_ERROR:
        # A gateway does not know what became of what it passed on.
        return Failure(FailureKind.UNREACHABLE, detail, uncertain=status in _GATEWAYS)
    if status == _BAD_REQUEST and _GONE.search(error.description):
        return Failure(FailureKind.GONE, detail)
    return Failure(_BY_STATUS.get(status, FailureKind.REFUSED), detail)


def from_fetch(error: Exception) -> FileUnavailableError:
    """Read an exception that came out of fetching a file (https://core.telegram.org/bots/api#getfile)."""
    detail = _detail(error) if isinstance(error, RefusalError) else type(error).__name__
    if isinstance(error, RefusalError):
        if error.status == _TOO_LARGE or _TOO_BIG.search(error.description):
            return FileUnavailableError(FileProblem.TOO_LARGE, detail)
        if error.status in (_BAD_REQUEST, _NOT_FOUND):
            return FileUnavailableError(FileProblem.GONE, detail)
    return FileUnavailableError(FileProblem.UNREACHABLE, detail)


def is_unchanged(error: Exception) -> bool:
    """Whether an edit failed because the message already says what it should."""
    return isinstance(error, RefusalError) and bool(_SAME.search(error.description))


def is_uneditable(error: Exception) -> bool:
    """Whether there is no message any more that could be edited."""
    return isinstance(error, RefusalError) and bool(_UNEDITABLE.search(error.description))


def is_gone_already(error: RefusalError) -> bool:
    """Whether there is no message any more that could be removed: its reader has done that."""
    return bool(_NOT_THERE.search(error.description))


def is_undeletable(error: RefusalError) -> bool:
    """Whether a message may not be removed any more (https://core.telegram.org/bots/api#deletemessage)."""
    return bool(_TOO_OLD.search(error.description))


def is_for_later(error: RefusalError) -> bool:
    """Whether the same call may succeed at another time."""
    return error.status == _TOO_MANY or error.status >= _SERVER_ERROR


def is_unstoppable(error: Exception) -> bool:
    """Whether there is no poll any more that takes votes: it was deleted, or somebody else has stopped it."""
    return isinstance(error, RefusalError) and bool(_NO_POLL.search(error.description) or is_uneditable(error))


def _detail(error: RefusalError) -> str:
    """Keep what kind of fault it is; behind a colon or a quotation mark a description may quote the message."""
    kind = re.split(r"[\"“]|:(?! [a-zA-Z ']+$)", error.description.removeprefix("Bad Request: "))[0]
    return f"{error.status} {kind.strip()}"[:LONGEST_DETAIL].strip()
