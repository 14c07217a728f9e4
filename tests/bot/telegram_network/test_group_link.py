"""A group joins with a tap: Telegram's link for groups brings the bot and the invitation's token."""

from __future__ import annotations

import re
from pathlib import Path

from bot.demo.stage import ServiceStage
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from handlers.invitations import new_invite
from handlers.links import links_for
from storage.invites import create_invite
from storage.persons import Role
from tests.core_stage import START


async def test_a_link_brings_the_bot_and_the_token_into_a_group(home: Path) -> None:
    """Telegram's apps write ``/start@bot TOKEN`` into the group that was chosen; the group is registered by it."""
    async with TelegramDouble() as double, ServiceStage(home, [TelegramCrowd(double)], start=START) as stage:
        await stage.enter("Potsdam")
        await stage.open_group("Sprecher*innen", ["Potsdam"])
        with stage.database.transaction() as session:
            known = create_invite(session, new_invite(Role.SPOKESPERSON, START, for_group=True))
        [link] = links_for(stage.office, known, for_group=True)
        found = re.fullmatch(r"https://t\.me/(\w+)\?startgroup=([\w-]{1,64})", link)
        assert found
        await stage.write("Potsdam", f"/start@{found[1]} {found[2]}", "Sprecher*innen")
        assert (await stage.next_message("Sprecher*innen")).startswith("Diese Gruppe ist jetzt angemeldet")
