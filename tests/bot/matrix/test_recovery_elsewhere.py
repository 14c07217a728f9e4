"""The bot's account in two hands: what the bot locks away matrix-js-sdk can open, and the other way round."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.matrix.trust.identity import look_up
from bot.matrix.trust.signing import unpadded_base64
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import PASSWORD, Stage
from tests.bot.matrix.test_identity import on_new_disk, started

pytestmark = pytest.mark.synapse

SIGNED, UNSIGNED = {"signedByOwner": True, "verified": True}, {"signedByOwner": False, "verified": False}


async def comes_to_see(element: JsPerson, device: object, status: dict[str, bool]) -> bool:
    """Wait until a client of the account thinks so of one of its devices: it learns of changes with its next sync."""
    async with asyncio.timeout(10):
        while await element.do("device", user=element.user, device=device) != status:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
    return True


async def test_another_client_restores_what_the_bot_has_locked_away(stage: Stage) -> None:
    """With the bot's recovery key it reads the keys, signs itself with them, and knows the bot's next device, too."""
    account = stage.account()
    async with started(account) as client:
        master = (await look_up(client)).public("master")
    seeds = json.loads((account.store / "cross-signing.json").read_text())
    key = on_new_disk(account)
    async with JsPerson(stage.synapse.base_url, stage.bot, PASSWORD, recoveryKey=key) as element:
        for use, seed in seeds.items():
            assert await element.do("secret", name=f"m.cross_signing.{use}") == unpadded_base64(bytes.fromhex(seed))
        await element.do("bootstrap")
        assert await comes_to_see(element, element.device, SIGNED)
        async with started(stage.account(recovery_key=key)) as client:
            assert await comes_to_see(element, client.device_id, SIGNED)
            assert (await look_up(client)).public("master") == master


async def test_the_bot_restores_what_another_client_has_locked_away(stage: Stage) -> None:
    """Keys made with Element stay; given the recovery key Element shows, the bot signs its device with them."""
    async with JsPerson(stage.synapse.base_url, stage.bot, PASSWORD) as element:
        await element.do("bootstrap")
        async with started(stage.account()) as client:
            master = (await look_up(client)).public("master")
            assert await comes_to_see(element, client.device_id, UNSIGNED)
        key = await element.do("setUpRecovery")
        async with started(stage.account()) as client:
            assert await comes_to_see(element, client.device_id, UNSIGNED)
        async with started(stage.account(recovery_key=key)) as client:
            assert await comes_to_see(element, client.device_id, SIGNED)
            found = await look_up(client)
            assert found.public("master") == master
            assert found.device_has_signed
