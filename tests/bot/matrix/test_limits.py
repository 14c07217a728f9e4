"""On a homeserver that lets few messages through; what takes minutes in operation takes seconds."""

from __future__ import annotations

import asyncio
import re
from itertools import count
from pathlib import Path

import pytest
from aiohttp import web

from bot.doctor.examination import examine
from bot.findings import Finding
from bot.matrix.limit_findings import LimitLook, in_words
from bot.matrix.rates import Rate
from bot.matrix.session import MatrixAccount, borrowed
from bot.matrix_account import matrix_account
from tests.bot.matrix.limits_stage import limited_town
from tests.bot.wire import wire

BOT = "@bote:example.org"
CLIENT = "/_matrix/client/v3"
US = {f"{CLIENT}/account/whoami": {"user_id": BOT, "device_id": "D"}}
OVERRIDE = f"/_synapse/admin/v1/users/{BOT}/override_ratelimit"
NOTED = f"{CLIENT}/user/{BOT}/account_data/org.hafenbote.measuring_room"
SEND = f"{CLIENT}/rooms/!x/send/m.room.message/"
LIMIT = {"per_second": 2, "burst_count": 4}
PEOPLE = 10


async def look(account: MatrixAccount, token: str = "", *, measures: bool = False) -> list[Finding]:
    """Look as the doctor does."""
    async with borrowed(account) as client:
        return await LimitLook(token, measures)(client, account)


@pytest.mark.synapse
async def test_a_limited_homeserver(sqlite_url: str, tmp_path: Path) -> None:
    """Four messages at once and then two a second: nothing is lost or doubled, and a question is answered first.

    The doctor finds out how many may go, beside the running service and in one room; tells the call that lifts the
    limit; makes it with an administrator's token; and says so if that was done before.
    """
    async with limited_town(tmp_path, sqlite_url, PEOPLE, rc_message=LIMIT) as (here, synapse, administrator):
        flood = await here.flood()
        assert (flood.lost, flood.doubled) == (0, 0)
        assert flood.waited > PEOPLE / 3
        account = matrix_account(here.service.settings, here.service.database.transaction)
        [unmeasured] = await look(account)
        assert "hafenbote doctor --measure" in unmeasured.sentence
        await asyncio.sleep((LIMIT["burst_count"] + 1) / LIMIT["per_second"])
        examined = await examine(here.service.settings, measures=True)
        measured, remedy = (finding for finding in examined if finding.part == "matrix limits")
        assert re.search(r"send [4-6] messages at once, then 2 a second: .* about [78] minutes", measured.sentence)
        url = f"{synapse.base_url}/_synapse/admin/v1/users/{account.user}/override_ratelimit"
        assert remedy.sentence.endswith(f"""-d '{{"messages_per_second": 0, "burst_count": 0}}' '{url}'""")
        [refused] = await look(account, account.access_token or "syt_nobody")
        assert not refused.ok
        assert "does not know HAFENBOTE_MATRIX_ADMIN_TOKEN" in refused.sentence
        [lifted] = await look(account, administrator.token)
        assert lifted.sentence.startswith(f"lifted for {account.user}")
        before, free = await look(account, administrator.token, measures=True)
        assert before.sentence.startswith(f"none for {account.user}")
        assert free.sentence == "the homeserver lets the bot send 30 messages at once and more"
        rooms = here.service.networks["matrix"]._client.rooms.values()  # type: ignore[attr-defined]
        assert sum(room.name == "Hafenbote: Messraum" for room in rooms) == 1


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Rate(10, 5.0), "10 messages at once, then one in 5 seconds: an announcement to 900 people takes about 74 min"),
        (Rate(10, 2.0), "then one in 2 seconds: an announcement to 900 people takes about 30 minutes"),
        (Rate(20, 0.02), "20 messages at once, then 50 a second: an announcement to 900 people takes some moments"),
        (Rate(0, 5.0), "(busy as it is) no message at once, but one in 5 seconds"),
        (Rate(30), "the homeserver lets the bot send 30 messages at once and more"),
    ],
)
def test_a_rate_is_told_in_words(rate: Rate, words: str) -> None:
    """With what it means for somebody who writes to many."""
    assert words in in_words(rate)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "no Synapse, or a proxy hides its administration"),
        ((403, "M_FORBIDDEN"), "belongs to no administrator"),
        ((400, "M_UNKNOWN"), "answers M_UNKNOWN"),
    ],
)
async def test_limits_that_cannot_be_lifted(tmp_path: Path, answer: tuple[int, str] | None, words: str) -> None:
    """Each reason is a sentence that says what to do."""

    async def refuse(_: web.Request) -> web.Response:
        status, code = answer or (404, "")
        return web.json_response({"errcode": code} if code else {}, status=status)

    async with wire(US | {OVERRIDE: refuse}) as homeserver:
        account = MatrixAccount(homeserver.address, BOT, access_token="syt", store=tmp_path)
        [finding] = await look(account, "syt_admin")
    assert not finding.ok
    assert words in finding.sentence


async def test_a_homeserver_that_is_no_synapse(tmp_path: Path) -> None:
    """Its limits are lifted in some way of its own: the doctor says whom to ask for what."""
    said = count()

    async def limit(_: web.Request) -> web.Response:
        if next(said) in {3, 5}:
            return web.json_response({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 200}, status=429)
        return web.json_response({"event_id": "$x"})

    async with wire(US | {CLIENT + "/createRoom": {"room_id": "!x"}, NOTED: {}, SEND: limit}) as homeserver:
        account = MatrixAccount(homeserver.address, BOT, access_token="syt", store=tmp_path)
        measured, remedy = await look(account, measures=True)
    assert "lets the bot send 4 messages at once, then 5 a second" in measured.sentence
    assert f"except {BOT} from its limits" in remedy.sentence
