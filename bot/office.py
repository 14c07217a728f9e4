"""What the handlers need to know of the installation."""

from __future__ import annotations

from bot.matrix.direct import ACCOUNT
from bot.settings import Settings
from bot.telegram_network.texts import messages_for
from handlers.turn import BotLink, Office, Opening
from scheduler.forecast import forecast

MATRIX_LINK = "https://matrix.to/#/{account}"
"""Opens a chat with the bot in any Matrix client (Matrix specification, appendix "matrix.to navigation")."""

TELEGRAM_LINK = "https://t.me/{user}"
"""Opens a chat with the bot (https://core.telegram.org/bots/features#deep-linking)."""


def office_of(settings: Settings) -> Office:
    """Tell the handlers what they need to know of the installation."""
    telegram = frozenset({"telegram"} if settings.telegram_is_on else ())
    return Office(
        timezone=settings.zone,
        language=settings.language,
        links=_links(settings),
        openings=(Opening("matrix", ACCOUNT, settings.matrix_user),) if settings.matrix_is_on else (),
        networks_by_consent=telegram,
        networks_with_menus=telegram,
        networks_with_polls=frozenset({"matrix"}),
        digest_schedule=settings.digest_schedule,
        round_schedule=settings.round_schedule,
        round_days=settings.round_days,
        election=settings.election_date,
        urgent_alone=settings.urgent_alone,
        two_confirmations_from=settings.two_confirmations_from,
        ledger_key=settings.ledger_key.get_secret_value(),
        messages_for={"telegram": messages_for} if telegram else {},
        public_url=settings.public_url,
        forecast=forecast,
    )


def _links(settings: Settings) -> tuple[BotLink, ...]:
    links: list[BotLink] = []
    if settings.matrix_is_on:
        address = MATRIX_LINK.format(account=settings.matrix_user)
        links.append(BotLink("matrix", address, address))
    if settings.telegram_is_on and settings.telegram_user:
        address = TELEGRAM_LINK.format(user=settings.telegram_user.removeprefix("@"))
        links.append(BotLink("telegram", f"{address}?start={{token}}", f"{address}?startgroup={{token}}"))
    return tuple(links)
