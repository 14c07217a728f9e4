"""How much memory the service holds, fresh and after a conversation on each of its networks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from itertools import cycle, islice

from bot.demo.person import MatrixPerson
from bot.demo.telegram_double.double import TelegramDouble
from handlers.invitations import new_invite
from storage.consents import allow
from storage.database import Database
from storage.invites import create_invite
from storage.member_files import import_members
from storage.persons import Role
from storage.totals import newest_entry_id
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Account, Surroundings

MESSAGES = 20
WITHIN = 20.0
SAID = ("hilfe", "status", "zusage NEST 12 Plätze bis Ende 2030 UMF", "ja", "zusagen")
BIELEFELD, COLOGNE = "05711000", "05315000"
MEASURED = f"resident memory of `hafenbote run` on SQLite when ready, and after {MESSAGES} messages"


@benchmark("memory", f"{MEASURED}, encrypted")
async def memory(here: Surroundings) -> Result:
    """Talk with the service through a real homeserver."""
    return await _measure(here, "rss_mb_matrix", 130)


@benchmark("memory_both", f"{MEASURED} on Matrix and as many on Telegram")
async def memory_both(here: Surroundings) -> Result:
    """Talk with the service through a real homeserver, and through the double of Telegram's servers."""
    async with TelegramDouble() as double:
        return await _measure(here, "rss_mb_both", 150, double)


async def _measure(here: Surroundings, figure: str, target: float, telegram: TelegramDouble | None = None) -> Result:
    bot = await here.account("bot")
    installation = await install(here, bot, telegram)
    async with Serving(installation) as serving:
        fresh = serving.rss_mb()
        talks = [_talk_on_matrix(here, bot, _invitation(installation, BIELEFELD))]
        if telegram is not None:
            talks.append(_talk_on_telegram(telegram, _invitation(installation, COLOGNE)))
        await asyncio.gather(*talks)
        served = serving.rss_mb()
    _check(installation, len(talks))
    rows = [("when ready", round(fresh, 1)), (f"after {MESSAGES} messages on each network", round(served, 1))]
    return Result(
        [Table("Resident memory in MB", ("", "MB"), rows)], {figure: round(served, 1)}, under={figure: target}
    )


async def _talk_on_matrix(here: Surroundings, bot: Account, code: str) -> None:
    contact, homeserver, store = await here.account("contact"), (await here.synapse()).base_url, here.directory()
    async with MatrixPerson(homeserver, contact.user, contact.password, bot=bot.user, store=store) as person:
        await person.open_direct()
        await person.sees_joined(bot.user, within=WITHIN)
        for text in _lines(code):
            await person.say(text)
            answer = await person.next_message(WITHIN)
            if not answer.encrypted:
                raise ValueError(f"answered in clear: {answer}")


async def _talk_on_telegram(double: TelegramDouble, code: str) -> None:
    person = double.person("Ansprechperson")
    for text in ["einverstanden", *_lines(code)]:
        person.say(text)
        while (await person.next_message(WITHIN)).is_edited:
            pass  # a keyboard that was taken away is no answer


def _lines(code: str) -> Iterator[str]:
    yield f"start {code}"
    yield from islice(cycle(SAID), MESSAGES)


def _invitation(installation: Installation, ags: str) -> str:
    database, now = Database(installation.database_url), datetime.now(UTC)
    with database.transaction() as session:
        import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())
        allow(session, ags, "telegram", None, now)
        code = create_invite(session, new_invite(Role.CONTACT, now, ags=ags)).code
    database.close()
    return code


def _check(installation: Installation, conversations: int) -> None:
    database = Database(installation.database_url)
    with database.transaction() as session:
        if newest_entry_id(session) != conversations * MESSAGES // len(SAID):
            raise ValueError("not every report has arrived in the ledger: something else was measured")
    database.close()
