"""How much memory the service holds with Matrix on, fresh and after a conversation of encrypted messages."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from itertools import cycle, islice

from bot.demo.person import MatrixPerson
from handlers.invitations import new_invite
from storage.database import Database
from storage.invites import create_invite
from storage.member_files import import_members
from storage.persons import Role
from storage.totals import newest_entry_id
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings

MESSAGES = 20
TARGET = 130.0
WITHIN = 20.0
SAID = ("hilfe", "status", "zusage NEST 12 Plätze bis Ende 2030 UMF", "ja", "zusagen")
BIELEFELD = "05711000"


@benchmark(
    "memory", f"resident memory of `hafenbote run` on SQLite when ready, and after {MESSAGES} encrypted messages"
)
async def memory(here: Surroundings) -> Result:
    """Talk with the service through a real homeserver."""
    bot, contact = await here.account("bot"), await here.account("contact")
    installation = await install(here, bot)
    synapse = await here.synapse()
    async with Serving(installation) as serving:
        fresh = serving.rss_mb()
        code = _invitation(installation)
        store = here.directory()
        async with MatrixPerson(synapse.base_url, contact.user, contact.password, bot=bot.user, store=store) as person:
            await person.open_direct()
            await person.sees_joined(bot.user, within=WITHIN)
            for text in [f"start {code}", *islice(cycle(SAID), MESSAGES)]:
                await person.say(text)
                answer = await person.next_message(WITHIN)
                if not answer.encrypted:
                    raise ValueError(f"answered in clear: {answer}")
        served = serving.rss_mb()
        _check(installation)
    rows = [("when ready", round(fresh, 1)), (f"after {MESSAGES} messages", round(served, 1))]
    return Result(
        [Table("Resident memory in MB", ("", "MB"), rows)],
        {"rss_mb_matrix": round(served, 1)},
        {"rss_mb_matrix": TARGET},
    )


def _invitation(installation: Installation) -> str:
    database = Database(installation.database_url)
    with database.transaction() as session:
        import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())
        code = create_invite(session, new_invite(Role.CONTACT, datetime.now(UTC), ags=BIELEFELD)).code
    database.close()
    return code


def _check(installation: Installation) -> None:
    database = Database(installation.database_url)
    with database.transaction() as session:
        if newest_entry_id(session) != MESSAGES // len(SAID):
            raise ValueError("not every report has arrived in the ledger: something else was measured")
    database.close()
