"""The whole bot as a process that is killed, on a real Synapse: everything is answered, and nothing twice."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest
from sqlmodel import col, func, select, update

from bot.demo.person import MatrixPerson
from bot.demo.synapse import Synapse
from handlers.invitations import new_invite
from storage import schema
from storage.database import Database, database_now
from storage.invites import create_invite
from storage.member_files import import_members
from storage.outbox import FailureKind, Lane, OutboxMessage, OutboxState
from storage.persons import Address, Role
from storage.pledges import PledgeEntry
from tests.bot.crash_child import Order, Point
from tests.bot.doubles import eventually
from tests.bot.nursery import Nursery

pytestmark = pytest.mark.synapse

PASSWORD = "nur-fuer-diesen-test"
PLEDGE = "zusage {} UMF NEST bis 31.12.2031"
THANKS = "Vielen Dank, die Meldung"
KILLS = 8

CRASHING = f"""
import os, signal, sys
from bot import cli, intake, outcomes
from bot.networks import Sent

def crash(owner, name, hit, first):
    work = getattr(owner, name)

    def instrumented(self, *arguments):
        done = work(self, *arguments) if first else None
        if hit(*arguments):
            os.kill(os.getpid(), signal.SIGKILL)
        return done if first else work(self, *arguments)

    setattr(owner, name, instrumented)

def yes(incoming):
    return incoming.text.strip() == "ja"

def thanked(finished):
    return any(isinstance(one.outcome, Sent) and one.message.text.startswith({THANKS!r}) for one in finished)

point = sys.argv.pop(1)
if point == "before the commit":
    crash(intake.Intake, "_handle", lambda session, incoming: yes(incoming), first=True)
if point == "after the commit":
    crash(intake.Intake, "take", lambda incoming, *_: yes(incoming), first=True)
if point == "after the send":
    crash(outcomes.Recording, "record", thanked, first=False)
cli.main()
"""
"""The command line, with a moment at which it kills itself."""


@dataclass
class Bot:
    """The bot's account, database and process."""

    synapse: Synapse
    directory: Path
    user: str
    code: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Database:
        """Open the database a second time, beside the process."""
        return Database(f"sqlite:///{self.directory / 'hafenbote.db'}")

    @property
    def settings(self) -> dict[str, str]:
        """What the process is told by its environment."""
        return {
            "HAFENBOTE_DATABASE_URL": f"sqlite:///{self.directory / 'hafenbote.db'}",
            "HAFENBOTE_HTTP_PORT": "0",
            "HAFENBOTE_MATRIX_HOMESERVER": self.synapse.base_url,
            "HAFENBOTE_MATRIX_USER": self.user,
            "HAFENBOTE_MATRIX_PASSWORD": PASSWORD,
            "HAFENBOTE_MATRIX_STORE": str(self.directory / "bot"),
        }

    @contextmanager
    def running(self, crash_point: str = "nowhere") -> Iterator[subprocess.Popen[bytes]]:
        """Run the process until it dies or is killed at the latest here."""
        environment = {"PATH": os.environ["PATH"], **self.settings}
        command = [sys.executable, "-c", CRASHING, crash_point, "run"]
        (self.directory / "log").write_bytes(b"")
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.directory, env=environment, stderr=log)  # noqa: S603 - our own interpreter
        try:
            yield self.process
        finally:
            self.process.kill()
            self.process.wait()

    def logged(self, event: str) -> dict[str, Any]:
        """Return what the running process has logged about an event, or nothing."""
        lines = (self.directory / "log").read_text().splitlines()
        told = (json.loads(line) for line in lines if line.startswith("{") and line.endswith("}"))
        return next((line for line in told if line["event"] == event), {})

    async def until_logged(self, event: str) -> dict[str, Any]:
        """Wait for an event in the log."""
        await eventually(lambda: self.logged(event), within=30)
        return self.logged(event)

    async def health(self, page: str) -> tuple[int, dict[str, Any]]:
        """Ask the running process how it is."""
        port = (await self.until_logged("started"))["port"]
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/health/{page}") as answer:
            return answer.status, await answer.json()

    def pledges(self) -> int:
        """Count the entries of the ledger."""
        return self._count(select(func.count()).select_from(PledgeEntry))

    def waiting(self) -> int:
        """Count the messages that have not left."""
        open_states = (OutboxState.QUEUED, OutboxState.UNKNOWN, OutboxState.SENDING)
        return self._count(
            select(func.count()).select_from(OutboxMessage).where(col(OutboxMessage.state).in_(open_states))
        )

    def state_of_thanks(self) -> list[OutboxState]:
        """List the states of the answers to a reported pledge."""
        database = self.database
        with database.transaction() as session:
            found = session.exec(select(OutboxMessage.state).where(col(OutboxMessage.text).startswith(THANKS))).all()
        database.close()
        return list(found)

    def was_unreachable(self, text: str) -> int:
        """Say whether a message has been tried in vain."""
        tried = select(func.count()).where(OutboxMessage.text == text, OutboxMessage.failure == FailureKind.UNREACHABLE)
        return self._count(tried)

    def let_leases_run_out(self) -> None:
        """Let a minute pass for what a killed process was sending."""
        database = self.database
        with database.transaction() as session:
            past = database_now(session) - timedelta(seconds=1)
            session.connection().execute(
                update(OutboxMessage).where(col(OutboxMessage.lease_until).is_not(None)).values(lease_until=past)
            )
        database.close()

    def _count(self, query: Any) -> int:  # noqa: ANN401 - a query's type says nothing here
        database = self.database
        with database.transaction() as session:
            count: int = session.exec(query).one()
        database.close()
        return count


async def prepared(synapse: Synapse, directory: Path) -> Bot:
    """Make an account and a database with all municipalities, and an invitation for one contact."""
    user = await synapse.register(f"hafenbote-{secrets.token_hex(4)}", PASSWORD, display_name="Hafenbote")
    bot = Bot(synapse, directory, user, "")
    database = bot.database
    schema.upgrade(database)
    with database.transaction() as session:
        import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())
        session.flush()
        bot.code = create_invite(session, new_invite(Role.CONTACT, datetime.now(UTC), ags="05711000")).code
    database.close()
    return bot


@asynccontextmanager
async def contact_of(bot: Bot) -> AsyncIterator[MatrixPerson]:
    """Let the invited contact come in and join, while the bot is running."""
    localpart = f"bielefeld-{secrets.token_hex(4)}"
    user = await bot.synapse.register(localpart, PASSWORD, display_name="Bielefeld")
    async with MatrixPerson(
        bot.synapse.base_url, user, PASSWORD, bot=bot.user, store=bot.directory / localpart
    ) as person:
        await person.open_direct()
        await person.sees_joined(bot.user, within=30)
        await person.say(f"start {bot.code}")
        await person.next_message(within=30)
        yield person


async def dies(process: subprocess.Popen[bytes]) -> None:
    """Wait for the process to be killed."""
    assert await asyncio.to_thread(process.wait, 30) == -signal.SIGKILL


def thanks(person: MatrixPerson) -> int:
    """Count the answers to a reported pledge that the person's client shows; all of what it shows must be readable."""
    assert not any(said.undecryptable for said in person.heard)
    return sum(said.body.startswith(THANKS) for said in person.heard)


async def test_a_kill_at_the_worst_moments(synapse: Synapse, tmp_path: Path) -> None:
    """Killed before the commit, before the send and before its record: one pledge, and one answer to see."""
    bot = await prepared(synapse, tmp_path)
    with bot.running("before the commit") as first:
        await bot.until_logged("matrix_ready")
        async with contact_of(bot) as person:
            await person.say(PLEDGE.format(20))
            await person.next_message(within=30)
            await person.say("ja")
            await dies(first)
            assert (bot.pledges(), bot.state_of_thanks()) == (0, [])
            with bot.running("after the commit") as second:
                await dies(second)
            assert (bot.pledges(), bot.state_of_thanks(), thanks(person)) == (1, [OutboxState.QUEUED], 0)
            with bot.running("after the send") as third:
                await dies(third)
            assert (bot.pledges(), bot.state_of_thanks()) == (1, [OutboxState.SENDING])
            await eventually(lambda: thanks(person) == 1)
            bot.let_leases_run_out()
            with bot.running():
                await eventually(lambda: bot.state_of_thanks() == [OutboxState.SENT], within=30)
                await person.say("status")
                await person.next_message(within=30)
                await eventually(lambda: not bot.waiting())
            assert (bot.pledges(), thanks(person)) == (1, 1)


@asynccontextmanager
async def serving(nursery: Nursery, bot: Bot, point: Point = Point.NOWHERE) -> AsyncIterator[None]:
    """Let a process serve. Leaving waits until it has died at its moment, if it has one."""
    (bot.directory / "clock").write_text("0")
    where = [str(bot.directory / name) for name in ("", "clock", "log")]
    process = nursery.start(Order(point, *where, 1, bot.settings))
    try:
        yield
        if point is not Point.NOWHERE:
            async with asyncio.timeout(30):
                assert await asyncio.to_thread(process.wait) == -signal.SIGKILL
    finally:
        process.kill()
        process.wait()


async def test_a_kill_at_each_step_of_encryption(synapse: Synapse, tmp_path: Path) -> None:
    """Killed wherever keys, files and syncs are half done, and nobody notices: all is readable, and there once.

    Worst would be what the homeserver has and we have forgotten: keys of ours that others use from then on.
    """
    bot = await prepared(synapse, tmp_path)
    user = await synapse.register(f"bielefeld-{secrets.token_hex(4)}", PASSWORD)
    phone, tablet = (
        MatrixPerson(synapse.base_url, user, PASSWORD, bot=bot.user, store=tmp_path / device)
        for device in ("phone", "tablet")
    )
    file = {"attachment": b"BEGIN:VCALENDAR", "attachment_name": "termin.ics"}
    with Nursery() as loaded:
        async with serving(loaded, bot, Point.KEYS_UPLOADED):
            """It dies by itself."""
        async with phone as person, tablet as silent:
            async with serving(loaded, bot, Point.KEYS_CLAIMED):
                await person.open_direct()
                await person.sees_joined(bot.user, within=30)
                await person.say(f"start {bot.code}")  # with the tablet the bot has never spoken before
            async with serving(loaded, bot, Point.KEY_SHARED):
                """What it was about to answer, it answers."""
            queue_notices(bot, ["Anbei der Termin"], **file)
            async with serving(loaded, bot, Point.FILE_UPLOADED):
                """The welcome comes first."""
            async with serving(loaded, bot, Point.HEARD):
                expected = ["termin.ics", "Anbei der Termin"]
                await eventually(lambda: [said.body for said in person.heard[1:]] == expected, within=30)
                await person.say("status")
            async with serving(loaded, bot):
                await eventually(lambda: len(person.heard) == len(silent.heard) == 4, within=30)
                await eventually(lambda: not bot.waiting())
    for heard in (person.heard, silent.heard):
        assert [said.undecryptable or not said.encrypted for said in heard] == [False] * 4


async def test_kills_at_any_moment(synapse: Synapse, tmp_path: Path) -> None:
    """However often the process is killed in the middle of a conversation, every line gets its answer, once."""
    bot, moments = await prepared(synapse, tmp_path), Random(20210705)  # noqa: S311 - the same moments in every run
    with ExitStack() as runs:
        process = runs.enter_context(bot.running())
        await bot.until_logged("matrix_ready")
        async with contact_of(bot) as person:
            for number in range(KILLS):
                await person.say(PLEDGE.format(number + 1))
                await person.say("ja")
                await asyncio.sleep(moments.uniform(0, 0.5))
                process.kill()
                process.wait()
                bot.let_leases_run_out()
                process = runs.enter_context(bot.running())
                await bot.until_logged("matrix_ready")
            await eventually(lambda: bot.pledges() == KILLS and not bot.waiting(), within=30)
            await person.say("status")
            expected = 1 + 2 * KILLS + 1  # the welcome, what is to be checked and the thanks for each, and the status
            await eventually(lambda: len(person.heard) >= expected, within=30)
            await asyncio.sleep(0.5)
            assert (bot.pledges(), thanks(person), len(person.heard)) == (KILLS, KILLS, expected)


async def test_a_homeserver_that_is_away(tmp_path: Path) -> None:
    """Without its homeserver the bot stays up and says what is missing; when it is back, all goes on, nothing twice."""
    synapse = Synapse(tmp_path / "synapse")
    async with synapse:
        bot = await prepared(synapse, tmp_path)
        await synapse.stop()
        with bot.running() as process:
            await bot.until_logged("matrix_loop")
            status, told = await bot.health("ready")
            assert (status, list(told["faults"])) == (503, ["matrix"])
            assert told["faults"]["matrix"].startswith("not logged in: ")
            assert (await bot.health("live"))[0] == 200
            await synapse.start()
            await bot.until_logged("matrix_ready")
            assert (await bot.health("ready"))[0] == 200
            async with contact_of(bot) as person:
                await synapse.stop(abruptly=True)
                notices = [f"Hinweis {number}" for number in range(3)]
                queue_notices(bot, notices)
                await eventually(lambda: bot.was_unreachable(notices[0]), within=30)
                # A homeserver may restart without anybody being called: not ready is who hears nothing for long.
                assert (await bot.health("ready"))[0] == 200
                await synapse.start()
                heard = [(await person.next_message(within=40)).body for _ in notices]
                assert heard == notices
                await person.say("status")
                await person.next_message(within=40)
                assert person.unheard(person.room) == []
            process.terminate()
            assert await asyncio.to_thread(process.wait, 20) == 0
            assert bot.logged("stopped")


def queue_notices(bot: Bot, notices: list[str], **more: object) -> None:
    """Put messages for the only known person into the outbox, as the clock would."""
    database = bot.database
    with database.transaction() as session:
        address = session.exec(select(Address)).one()
        for notice in notices:
            to = {"network": address.network, "chat": address.chat, "lane": Lane.NOTICE}
            session.add(OutboxMessage(**to, text=notice, created_at=datetime.now(UTC), **more))
            session.flush()
    database.close()
