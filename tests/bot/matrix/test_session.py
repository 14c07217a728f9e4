"""The login: made once, kept, renewed, and what the bot says where it cannot go on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.synapse import Synapse
from bot.matrix.private_files import FolderVault
from bot.matrix.session import kept_session
from bot.matrix.tokens import KeptSession, Session
from storage.database import Database
from tests.bot.conftest import in_its_own_loop
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, row, sent
from tests.bot.wire import wire
from tests.postgres import FAST

pytestmark = pytest.mark.synapse

LIFETIME = 2.0
CLIENT = "/_matrix/client/v3"
VERSIONS = {"/_matrix/client/versions": {"versions": ["v1.11"]}}


@pytest.fixture(scope="module")
def impatient() -> Iterator[Synapse]:
    """Start a Synapse whose tokens live for two seconds and must be renewed by then."""
    with TemporaryDirectory(prefix="hafenbote-synapse-", dir=FAST) as directory:
        homeserver = Synapse(Path(directory), more={"refreshable_access_token_lifetime": f"{LIFETIME:.0f}s"})
        in_its_own_loop(homeserver.start())
        yield homeserver
        in_its_own_loop(homeserver.stop())


@pytest.fixture
async def stage(impatient: Synapse, tmp_path: Path) -> Stage:
    """Set the stage with a new account for the bot."""
    return Stage(impatient, tmp_path, await impatient.register(f"hafenbote-{tmp_path.name[-20:].lower()}", PASSWORD))


async def ask(stage: Stage, path: str, body: dict[str, object], token: str = "") -> tuple[int, dict[str, Any]]:
    """Make a request as anybody can."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession(stage.synapse.base_url, headers=headers) as http,
        http.post(CLIENT + path, json=body) as answer,
    ):
        return answer.status, await answer.json()


async def kept(stage: Stage) -> Session:
    """Read the session the bot has on its disk."""
    session = await kept_session(stage.account()).read()
    assert session is not None
    return session


async def devices(stage: Stage) -> set[str]:
    """List the bot's devices on the homeserver."""
    _, told = await ask(stage, "/keys/query", {"device_keys": {stage.bot: []}}, (await kept(stage)).access_token)
    return set(told["device_keys"][stage.bot])


async def test_a_token_is_renewed_in_time_and_after_its_time(stage: Stage) -> None:
    """The bot works on for any number of tokens, and goes on after a stop in which its token ended; one login made it.

    A renewal whose answer was lost, as in a crash before it was written, costs nothing.
    """
    inbox = Inbox()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox) as network:
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next()
            first, tokens = await kept(stage), set[str]()
            assert first.refresh_token
            for number in range(6):
                sent(await network.send(row(room, str(number))))
                assert network.fault() == ""
                tokens.add((await kept(stage)).access_token)
                await asyncio.sleep(LIFETIME / 3)
            assert len(tokens) > 2
        assert (await ask(stage, "/refresh", {"refresh_token": (await kept(stage)).refresh_token}))[0] == 200
        await asyncio.sleep(LIFETIME)
        async with stage.working(inbox, password=None) as network:
            await person.say("wieder da?")
            await inbox.next(text="wieder da?")
            sent(await network.send(row(room, "Ja")))
            assert network.fault() == ""
            assert await devices(stage) == {first.device_id}
        heard = [(await person.next_message()).body for _ in range(7)]
    assert heard == [*map(str, range(6)), "Ja"]
    assert (stage.directory / "bot" / "session.json").stat().st_mode & 0o077 == 0


async def test_a_session_that_ended_softly_goes_on_as_the_same_device(stage: Stage) -> None:
    """With the password the bot comes back with its keys; without one, it says what is missing and tries no login."""
    inbox = Inbox()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox):
            await person.open_direct()
            await person.say("hallo")
            await inbox.next()
        before = await kept(stage)
        # Somebody has used up the refresh token: a copy of the store, for example.
        _, told = await ask(stage, "/refresh", {"refresh_token": before.refresh_token})
        await ask(stage, "/keys/query", {"device_keys": {}}, told["access_token"])
        await person.say("während der Pause")
        await asyncio.sleep(LIFETIME)
        async with stage.working(inbox, password=None) as network:
            await eventually(lambda: "set it, or put a new HAFENBOTE_MATRIX_ACCESS_TOKEN" in network.fault())
        assert await kept(stage) == Session(before.user_id, before.device_id, "")
        async with stage.working(inbox) as network:
            await inbox.next(text="während der Pause")
            sent(await network.send(row(person.room, "Wieder da")))
            assert (await person.next_message()).body == "Wieder da"
            assert await devices(stage) == {before.device_id}


async def test_another_instance_goes_on_with_the_tokens(stage: Stage, sqlite_database: Database) -> None:
    """What one instance has renewed last, the next one finds in the database: it needs no password, however late."""
    shared: dict[str, Any] = {"store_key": "von allen geteilt", "transaction": sqlite_database.transaction}
    inbox = Inbox()
    async with stage.working(inbox, store=stage.directory / "one", **shared) as network:
        await eventually(lambda: not network.fault())
        device = network.fingerprints()["session"]
        await asyncio.sleep(LIFETIME)
    renewed = await kept_session(stage.account(**shared)).read()
    assert renewed is not None
    await asyncio.sleep(LIFETIME)
    async with stage.working(inbox, store=stage.directory / "other", password=None, **shared) as network:
        await eventually(lambda: not network.fault())
        assert network.fingerprints()["session"] == device
    now = await kept_session(stage.account(**shared)).read()
    assert now is not None
    assert now.access_token not in {renewed.access_token, ""}


async def test_a_token_of_the_settings_that_has_ended_is_a_fault_with_a_remedy(stage: Stage) -> None:
    """Where there is no password; with one, the bot logs in, once."""
    given: dict[str, Any] = {"access_token": "syt_lange_vorbei", "device_id": "ALT"}
    async with stage.working(Inbox(), password=None, **given) as network:
        await eventually(lambda: "M_UNKNOWN_TOKEN: put a new HAFENBOTE_MATRIX_ACCESS_TOKEN" in network.fault())
    for _ in range(2):
        async with stage.working(Inbox(), **given) as network:
            await eventually(lambda: not network.fault())
            assert len(await devices(stage)) == 1


@asynccontextmanager
async def refusing(answers: dict[str, Any], directory: Path, **changes: object) -> AsyncIterator[tuple[Any, Any]]:
    """Run the bot at a homeserver that does not let it in; gives the server and the network."""
    async with wire(VERSIONS | answers) as server:
        stage = Stage(Synapse(directory / "none"), directory, "@hafenbote:example.org")
        async with stage.working(Inbox(), homeserver=server.address, **changes) as network:
            yield server, network


async def test_a_homeserver_without_passwords(tmp_path: Path) -> None:
    """Where people log in elsewhere, the bot needs a token, and says which settings take it."""
    flows = {CLIENT + "/login": {"flows": [{"type": "m.login.sso"}, {"type": "m.login.token"}]}}
    async with refusing(flows, tmp_path) as (server, network):
        words = "no login by password (but m.login.sso, m.login.token): put a new HAFENBOTE_MATRIX_ACCESS_TOKEN"
        await eventually(lambda: words in network.fault())
        await asyncio.sleep(1.5)
        assert server.asked.count(f"GET {CLIENT}/login") == 1
        assert f"POST {CLIENT}/login" not in server.asked


async def test_a_folder_for_the_keys_that_cannot_be_written(tmp_path: Path) -> None:
    """It is named before the homeserver is asked for a device whose keys nobody could keep."""
    (file := tmp_path / "file").touch()
    async with refusing({}, tmp_path, store=file / "store") as (server, network):
        words = f"the folder HAFENBOTE_MATRIX_STORE={file / 'store'} cannot be written"
        await eventually(lambda: words in network.fault())
        assert not [asked for asked in server.asked if "/login" in asked]


@pytest.mark.parametrize(
    ("status", "told", "words"),
    [
        (403, {"errcode": "M_FORBIDDEN"}, "are HAFENBOTE_MATRIX_USER and HAFENBOTE_MATRIX_PASSWORD right?"),
        (403, {"errcode": "M_USER_DEACTIVATED"}, "M_USER_DEACTIVATED"),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 300_000}, "M_LIMIT_EXCEEDED"),
    ],
)
async def test_a_refused_login_is_not_tried_again_and_again(
    tmp_path: Path, status: int, told: dict[str, object], words: str
) -> None:
    """Logins are few: after a refusal the bot waits for minutes, or for as long as it is told."""

    async def login(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response({"flows": [{"type": "m.login.password"}]})
        return web.json_response({"error": "…", **told}, status=status)

    async with refusing({CLIENT + "/login": login}, tmp_path) as (server, network):
        await eventually(lambda: words in network.fault())
        await asyncio.sleep(1.5)
        assert server.asked.count(f"POST {CLIENT}/login") == 1


async def test_a_session_of_the_version_before_goes_on(tmp_path: Path) -> None:
    """Its file had no refresh token; another account or homeserver in the settings knows nothing of it."""
    path = tmp_path / "session.json"
    old = {"homeserver": "https://x", "user": "@b:x", "user_id": "@b:x", "device_id": "D", "access_token": "syt"}
    path.write_text(json.dumps(old))
    assert await KeptSession(FolderVault(tmp_path), "https://x", "@b:x").read() == Session("@b:x", "D", "syt")
    assert await KeptSession(FolderVault(tmp_path), "https://y", "@b:x").read() is None
    assert await KeptSession(FolderVault(tmp_path), "https://x", "@c:x").read() is None


@pytest.mark.parametrize("damaged", ["", "{", "[]", "{}", '"x"', '{"homeserver": "https://x", "user": "@b:x"}'])
async def test_a_damaged_session_is_none(tmp_path: Path, damaged: str) -> None:
    """Then the bot logs in as at the first start."""
    path = tmp_path / "session.json"
    path.write_text(damaged)
    assert await KeptSession(FolderVault(tmp_path), "https://x", "@b:x").read() is None
