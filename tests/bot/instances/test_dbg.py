import asyncio, signal, sys
from sqlalchemy import text
from tests.bot.instances.test_instances import *
from tests.bot.instances import test_instances as ti


async def _asleep_dbg(here):
    async with taken_over(here, "asleep") as victim:
        victim.gets(signal.SIGSTOP)
        for i in range(4):
            await asyncio.sleep(STOPPED / 4)
            with here.database.transaction() as s:
                for r in s.connection().execute(
                    text(
                        "select pid, application_name, state, wait_event_type, wait_event, now()-xact_start, now()-state_change, left(query,150) from pg_stat_activity where application_name=:w and xact_start is not null"
                    ),
                    {"w": victim.who},
                ):
                    print("ACT", i, tuple(r))
                for r in s.connection().execute(
                    text("select name, owner, fence, until-clock_timestamp(), xmax from lease")
                ):
                    print("LEASE", i, tuple(r))
        victim.gets(signal.SIGCONT)


del test_whatever_happens_to_one_of_three


async def test_dbg(synapse, tmp_path):
    async with stage(synapse, tmp_path, ("A", "B", "C"), LEASE) as here:
        for each in here.instances:
            await here.start(each)
        async with coming(here, synapse):
            async with here.people.going_on():
                for _ in range(5):
                    await _asleep_dbg(here)
