"""Telegram as the service sees it: built from the settings. Loaded only where Telegram is on (see bot/service.py)."""

from __future__ import annotations

from bot.settings import Settings
from bot.telegram_network.account import TelegramAccount
from bot.telegram_network.network import TelegramNetwork
from handlers.menus import strangers_menu
from handlers.wording import Wording
from storage.persons import Language


def build(settings: Settings) -> TelegramNetwork:
    """Build the network: who we are on Telegram, and what its clients offer as commands."""
    menus = {language.value: strangers_menu(Wording(language, settings.zone)) for language in Language}
    account = TelegramAccount(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        webhook=settings.telegram_webhook,
        webhook_secret=settings.telegram_webhook_secret.get_secret_value(),
        menus={"": menus[settings.language]} | menus,
    )
    return TelegramNetwork(account)
