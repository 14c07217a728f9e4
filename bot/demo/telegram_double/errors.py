"""How the Bot API refuses: a status, a description, sometimes parameters.

Source: https://core.telegram.org/bots/api#making-requests and https://core.telegram.org/bots/api#responseparameters
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""An object as it stands on the wire."""


class ApiError(Exception):
    """The call is refused as Telegram would refuse it."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Write the refusal as it stands on the wire."""
        more = {"parameters": self.parameters} if self.parameters else {}
        return {"ok": False, "error_code": self.status, "description": self.description, **more}


def bad_request(reason: str) -> ApiError:
    """Refuse a request that is wrong in itself: ``Bad Request: …``."""
    return ApiError(400, f"Bad Request: {_as_in_a_sentence(reason)}")


def forbidden(reason: str) -> ApiError:
    """Refuse a request the bot has no right to: ``Forbidden: …``."""
    return ApiError(403, f"Forbidden: {_as_in_a_sentence(reason)}")


def throttled(seconds: int) -> ApiError:
    """Refuse a request that came too early; ``retry_after`` says how many seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(to_chat_id: int) -> ApiError:
    """Refuse a message to a group that has become a supergroup."""
    return ApiError(
        400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": to_chat_id}
    )


def conflict(reason: str) -> ApiError:
    """Refuse a way of getting updates that another one stands against."""
    return ApiError(409, f"Conflict: {reason}")


UNAUTHORIZED = (401, "Unauthorized")
NOT_FOUND = (404, "Not Found")
UNKNOWN_METHOD = (404, "Not Found: method not found")


def server_error(status: int = 500) -> ApiError:
    """Fail as Telegram's own servers sometimes do."""
    return ApiError(status, {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}[status])


def _as_in_a_sentence(reason: str) -> str:
    # Names of the server's own errors (REACTION_INVALID) keep their capitals, sentences begin with a small letter.
    if len(reason) > 1 and (reason[1] == "_" or reason[1].isupper()):
        return reason
    return reason[:1].lower() + reason[1:]
