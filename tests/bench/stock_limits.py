"""An announcement on a homeserver with the limits it comes with; it takes four minutes, so it runs only when named."""

from __future__ import annotations

from storage import schema
from storage.database import Database
from storage.throughput import PER_SECOND, unpaced
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings
from tests.bot.matrix.limits_stage import limited_town

PEOPLE = 60


@benchmark("stock_limits", f"a letter to {PEOPLE} people on a stock Synapse, and a question meanwhile", only_named=True)
async def stock_limits(here: Surroundings) -> Result:
    """Write to everybody and let somebody ask something as soon as the homeserver has had enough."""
    directory = here.directory()
    url = f"sqlite:///{directory / 'hafenbote.db'}"
    database = Database(url)
    schema.upgrade(database)
    database.close()
    async with limited_town(directory, url, PEOPLE) as (town, _, _):
        flood = await town.flood()
    figures = {
        "stock_limits_seconds": round(flood.seconds, 1),
        "stock_limits_estimated_seconds": unpaced(PEOPLE, PER_SECOND).total_seconds(),
        "stock_limits_answered_seconds": round(flood.answered_in, 1),
        "stock_limits_waiting": flood.waited,
        "stock_limits_lost": flood.lost,
        "stock_limits_doubled": flood.doubled,
    }
    table = Table("On a stock Synapse", ("", "figure"), list(figures.items()))
    return Result([table], figures, under={"stock_limits_lost": 1, "stock_limits_doubled": 1})
