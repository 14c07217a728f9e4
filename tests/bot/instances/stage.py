"""Three identical instances on one PostgreSQL, a real Synapse and Telegram's double, and people on both networks."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select, update

from bot.demo.person import MatrixPerson
from bot.demo.synapse import Synapse
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.world import World
from storage import schema
from storage.consents import agree, allow
from storage.database import Database
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address
from tests.bot.announcement_stage import (
    PASSWORD,
    MatrixReaders,
    TelegramReaders,
    matrix_readers,
    telegram_readers,
)
from tests.bot.doubles import eventually
from tests.bot.instances import talking, witness
from tests.bot.instances.instance import Instance, Send
from tests.bot.instances.relay import RoundRobin
from tests.bot.instances.talking import Conversation
from tests.bot.nursery import Nursery
from tests.postgres import UNSYNCED, Postgres
from tests.scheduler.announcement_town import NOON, AnnouncementTown
from tests.scheduler.group_strikes import plan_strikes

ROOMS, CHATS = 10, 60
"""Who only read: on Matrix, and on Telegram, where 30 a second go out."""

WRITERS = 3
"""On each network."""

PLACES = ROOMS + CHATS + 2 * WRITERS

SECRET = "nur-fuer-diesen-test"
KEY = "noch-so-eines-nur-fuer-diesen-test"
STRIKES = 20
"""Reminders to a group in all; the story lasts longer than they."""

EVERY = timedelta(seconds=2.5)
"""So often one is due."""

BEGUN = timedelta(minutes=3)
"""How long ago an announcement was released that begins at once."""


@dataclass
class Stage:
    """Everything, and what was done to it."""

    directory: Path
    postgres: Postgres
    database: Database
    town: AnnouncementTown
    rooms: MatrixReaders
    chats: TelegramReaders
    nursery: Nursery
    proxy: RoundRobin
    lease: float
    instances: list[Instance] = field(default_factory=list)
    people: Conversation = field(default_factory=Conversation)
    persons: list[MatrixPerson] = field(default_factory=list)
    shared: list[str] = field(default_factory=lambda: ["telegram"])
    """Networks that several instances hear at once."""
    takeovers: list[float] = field(default_factory=list)
    """Seconds from what happened to the next message."""

    @property
    def double(self) -> TelegramDouble:
        """Telegram."""
        return self.chats.double

    def now(self) -> datetime:
        """Say what time it is for the instances: noon of a workday."""
        return datetime.now(UTC) + timedelta(seconds=float((self.directory / "clock").read_text()))

    async def start(self, instance: Instance, *, polls: bool = False) -> None:
        """Start an instance and wait until it is ready."""
        mode = "polling" if polls else "webhook"
        instance.start(self.nursery, {"HAFENBOTE_TELEGRAM_MODE": mode}, self.lease)
        async with asyncio.timeout(30):
            while not await instance.is_ready():  # noqa: ASYNC110 - a process tells nobody
                await asyncio.sleep(0.05)

    async def holder(self, lease: str) -> Instance:
        """Wait until somebody holds a lease."""
        found: list[Instance] = []

        def somebody() -> bool:
            with self.database.transaction() as session:
                who = witness.holder(session, lease)
            found[:] = [each for each in self.instances if each.who == who]
            return bool(found)

        await eventually(somebody, within=2 * self.lease + 15)
        return found[0]

    def announce(self) -> None:
        """Send an announcement to everybody; it begins at the next stroke of the clock."""
        self.town.now = self.now() - BEGUN
        number = self.town.draft()
        self.town.ask(number)
        self.town.release(number)

    def sends(self, network: str) -> list[Send]:
        """List all sends on a network, by all instances, in the order they began."""
        found = [send for each in self.instances for send in each.sends() if send.network == network]
        return sorted(found, key=lambda send: send.at)

    def accounts(self) -> dict[str, str]:
        """Give everybody's account by their name."""
        names = {number: name for name, number in self.town.people.items()}
        with self.database.transaction() as session:
            return {names[each.person_id]: each.account for each in session.exec(select(Address))}

    def struck(self) -> list[str]:
        """List the reminders that the group was shown."""
        return [said.body for said in self.persons[0].heard if "Lage" in said.body]

    def waiting(self) -> int:
        """Count what has not left."""
        waits = col(OutboxMessage.state).not_in((OutboxState.SENT, OutboxState.CANCELLED))
        with self.database.transaction() as session:
            return session.exec(select(func.count()).select_from(OutboxMessage).where(waits)).one()

    async def comes_to_rest(self, within: float) -> None:
        """Wait until everybody has all answers, the group all its reminders, and nothing waits."""

        def rests() -> bool:
            return len(self.struck()) >= STRIKES and not self.people.lacking() and not self.waiting()

        try:
            await eventually(rests, within=within)
        except TimeoutError:
            with self.database.transaction() as session:
                rows = session.exec(select(OutboxMessage).where(OutboxMessage.state != OutboxState.SENT)).all()
            left = [row.model_dump(exclude={"text"}, exclude_defaults=True) for row in rows]
            raise AssertionError(f"{self.people.lacking()} have not all answers, {left} are left") from None


@asynccontextmanager
async def stage(synapse: Synapse, directory: Path, names: Sequence[str], lease: float) -> AsyncIterator[Stage]:
    """Set everything up; nothing serves yet."""
    async with AsyncExitStack() as stack:
        postgres = stack.enter_context(Postgres(UNSYNCED))
        database = Database(postgres.url.render_as_string(hide_password=False))
        schema.upgrade(database)
        with database.transaction() as session:
            witness.watch(session)
        stack.callback(database.close)
        rooms = await stack.enter_async_context(matrix_readers(synapse, directory))
        chats = await stack.enter_async_context(telegram_readers())
        _call_in_clear(chats.double)
        nursery = stack.enter_context(Nursery())
        town = AnnouncementTown(database, places=PLACES)
        port = postgres.url.port or 0
        settings = {**rooms.settings, **chats.settings, "HAFENBOTE_ROUND_SCHEDULE": "off"}
        settings |= {"HAFENBOTE_MATRIX_STORE_KEY": KEY, "HAFENBOTE_TELEGRAM_WEBHOOK_SECRET": SECRET}
        instances = [Instance(name, directory, settings, port) for name in names]
        proxy = RoundRobin([each.port for each in instances])
        await proxy.start()
        stack.push_async_callback(proxy.stop)
        settings["HAFENBOTE_PUBLIC_URL"] = proxy.url
        for each in instances:
            await each.cable.lay()
            stack.push_async_callback(each.cable.remove)
        (directory / "clock").write_text(str((NOON - datetime.now(UTC)).total_seconds()))
        here = Stage(directory, postgres, database, town, rooms, chats, nursery, proxy, lease, instances)
        await _settle(here)
        yield here


def _call_in_clear(double: TelegramDouble) -> None:
    """Let Telegram call our proxy without TLS, which is not what is tried here."""
    set_webhook = double.server._waiting["setwebhook"]

    async def in_clear(world: World, params: Params) -> object:
        clear = {"url": params.text("url").replace("https://", "http://")}
        return await set_webhook(world, Params({**params.values, **clear}, params.files))

    double.server._waiting["setwebhook"] = in_clear


async def _settle(here: Stage) -> None:
    """Give everybody of the town a chat, the office on Matrix; who writes there comes later."""
    names = list(here.town.people)
    office, places = names[:-PLACES], names[-PLACES:]
    on_matrix, on_telegram = [*office, *places[:ROOMS]], places[ROOMS:-WRITERS]
    where = {"matrix": await here.rooms.enter(on_matrix), "telegram": await here.chats.enter(on_telegram)}
    for network, chats in where.items():
        for name, chat in chats.items():
            _move(here, name, network, chat, chat)
    for name in on_telegram[-WRITERS:]:
        _let_write(here, name, where["telegram"][name])


def _let_write(here: Stage, name: str, account: str) -> None:
    """Let somebody write on Telegram."""
    with here.database.transaction() as session:
        allow(session, f"05{int(name.removeprefix('Ort ')):06}", "telegram", None, here.now())
        agree(session, "telegram", account, here.now())
    here.people.talkers.append(talking.on_telegram(name, here.chats.people[account]))


def _move(here: Stage, name: str, network: str, account: str, chat: str) -> None:
    """Give somebody of the town an address."""
    with here.database.transaction() as session:
        address = col(Address.person_id) == here.town.people[name]
        values = {"network": network, "account": account, "chat": chat}
        session.connection().execute(update(Address).where(address).values(**values))


@asynccontextmanager
async def coming(here: Stage, synapse: Synapse) -> AsyncIterator[None]:
    """Let people come who write, and a group that is reminded every few seconds; at least one instance serves."""
    async with AsyncExitStack() as stack:
        for name in list(here.town.people)[-WRITERS:]:
            person = await stack.enter_async_context(await _somebody(here, synapse))
            await person.open_direct()
            await person.sees_joined(person.bot, within=30)
            _move(here, name, "matrix", person.user, person.room)
            here.people.talkers.append(talking.on_matrix(name, person))
            here.persons.append(person)
        await _remind_a_group(here, here.persons[0])
        yield


async def _somebody(here: Stage, synapse: Synapse) -> MatrixPerson:
    localpart = f"ort-{secrets.token_hex(4)}"
    user = await synapse.register(localpart, PASSWORD)
    bot = here.rooms.settings["HAFENBOTE_MATRIX_USER"]
    return MatrixPerson(synapse.base_url, user, PASSWORD, bot=bot, store=here.directory / localpart)


async def _remind_a_group(here: Stage, person: MatrixPerson) -> None:
    direct = person.room
    group = await person.open_group("Sprecher*innen", [person.bot], encrypted=True)
    person.room = direct
    await person.sees_joined(person.bot, group, within=30)
    first = here.now() + EVERY
    moments = [first + number * EVERY for number in range(STRIKES)]
    with here.database.transaction() as session:
        plan_strikes(session, "matrix", group, moments, by=here.town.people["Potsdam"])
