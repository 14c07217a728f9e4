"""What the clock costs when very much is due at once, and whether it is on time while something is sent to all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from sqlmodel import Session, func, select

from bot.demo.telegram_double.double import TelegramDouble
from handlers.meeting_sending import invite_all
from handlers.turn import Office
from scheduler.group_reminders import NAME as GROUP_REMINDER
from scheduler.striking import tick
from storage import schema
from storage.answers import Answer
from storage.attendance import answer
from storage.audience_criteria import Audience
from storage.database import Database
from storage.due import DueItem
from storage.meetings import Meeting, create
from storage.municipalities import Land, Municipality, fold
from storage.persons import Role
from tests.bench.pacing import NETWORK, announce, announced
from tests.bench.people import add_person
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings
from tests.scheduler.group_strikes import plan_strikes

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2021, 7, 1, 10, tzinfo=BERLIN)
START = datetime(2021, 8, 12, 14, tzinfo=BERLIN)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
MEETINGS, GUESTS = 10, 1000
DUE = MEETINGS * GUESTS

RECIPIENTS = 1200
REMINDERS, APART = 100, timedelta(seconds=0.25)
AHEAD = timedelta(seconds=5)
"""Until then the reminders are written down."""


@benchmark("due", f"{DUE} reminders due at once: {MEETINGS} meetings, {GUESTS} guests each; SQLite on disk, one tick")
async def due(here: Surroundings) -> Result:
    """Let the clock strike when very many are to be reminded, by the rules themselves; half of the places come.

    Nothing is sent meanwhile. The figure is the slower one of a meeting that is near, of which all are reminded, and of
    an answer that is missing, which half have given.
    """
    database = Database(f"sqlite:///{here.directory() / 'due.db'}")
    schema.upgrade(database)
    with database.transaction() as session:
        _invite(session)
    office = Office(BERLIN)
    await asyncio.to_thread(tick, database, office, NOW)
    with database.transaction() as session:
        _answer(session)
    rows = []
    for name, moment in (("a meeting is near", START - 7 * DAY), ("an answer is missing", START - 4 * DAY)):
        began, used = perf_counter(), process_time()
        said = await asyncio.to_thread(tick, database, office, moment)
        seconds, cpu = perf_counter() - began, process_time() - used
        rows.append((name, _finished(database, moment), said, round(seconds, 2), round(cpu / DUE * 1000, 3)))
    database.close()
    if [row[1:3] for row in rows] != [(DUE, DUE), (DUE, DUE // 2)]:
        raise ValueError(f"not everybody was reminded once: something else was measured: {rows}")
    slower = max(row[3] for row in rows)
    columns = ("", "due", "said", "seconds", "CPU ms each")
    table = Table("What is due at once, until it is in the outbox", columns, rows)
    return Result([table], {"due_enqueue_s_10k": slower}, under={"due_enqueue_s_10k": 5})


def _invite(session: Session) -> None:
    for number in range(GUESTS // 2):
        name = f"Kommune {number}"
        session.add(Municipality(ags=_ags(number), name=name, folded_name=fold(name), land=Land.NW))
    session.flush()
    for number in range(GUESTS):
        where = ("core", f"contact-{number}")
        add_person(session, f"Ansprechperson {number}", Role.CONTACT, where, NOW, _ags(number // 2))
    made = {"created_by": 1, "created_at": NOW, "changed_at": NOW, "audience": Audience().model_dump(mode="json")}
    for number in range(MEETINGS):
        meeting = Meeting(title=f"Dialog {number}", starts_at=START, answer_until=START - 2 * DAY, **made)
        invite_all(session, Office(BERLIN), create(session, meeting), NOW)


def _ags(number: int) -> str:
    return f"05{number:06}"


def _answer(session: Session) -> None:
    for meeting in session.exec(select(Meeting.id)).all():
        for number in range(0, GUESTS // 2, 2):
            answer(session, meeting or 0, _ags(number), Answer.YES, 1, NOW)


def _finished(database: Database, moment: datetime) -> int:
    with database.transaction() as session:
        return session.exec(select(func.count()).select_from(DueItem).where(DueItem.finished_at == moment)).one()


@benchmark(
    "ticking",
    f"{REMINDERS} reminders to a group within {REMINDERS * APART / SECOND:g} s, while {RECIPIENTS} chats are told",
)
async def ticking(here: Surroundings) -> Result:
    """Let the service in a process of its own remind a group to the moment while a bulk goes out to Telegram's double.

    How late one is, is the moment at which its item was done, by the service's own log, less the moment it was due. A
    tick comes once a second: without any load that is up to a second already.
    """
    async with TelegramDouble() as double:
        people = [double.person(f"Ansprechperson {number}") for number in range(RECIPIENTS)]
        for person in people:
            person.start()
        double.updates.clear()
        installation = await install(here, telegram=double)
        await asyncio.to_thread(announce, installation, people, [])
        async with Serving(installation) as serving:
            last = await asyncio.to_thread(_plan, installation, str(people[0].user.id))
            while datetime.now(UTC) < last + 3 * SECOND:  # noqa: ASYNC110 - a process of its own tells nobody
                await asyncio.sleep(0.5)
            ended = len(announced(double)) == RECIPIENTS
            late = _lateness(installation, serving)
    if ended or len(late) != REMINDERS:
        raise ValueError(f"{len(late)} reminders, bulk at its end: {ended}; something else was measured")
    row = (len(late), *(round(each, 2) for each in (median(late), quantiles(late, n=100)[98], max(late))))
    table = Table("How late the clock strikes, in seconds", ("", "reminders", "median", "p99", "most"), [("", *row)])
    return Result([table], {"tick_late_p99_s": row[2]}, under={"tick_late_p99_s": 2})


def _plan(installation: Installation, chat: str) -> datetime:
    """Write reminders down that strike once each, from a while ahead; gives the moment of the last."""
    database, now = Database(installation.database_url), datetime.now(UTC)
    moments = [now + AHEAD + number * APART for number in range(REMINDERS)]
    with database.transaction() as session:
        add_person(session, "Koordinierungsstelle", Role.COORDINATOR, ("core", "office"), now)
        plan_strikes(session, NETWORK, chat, moments)
    database.close()
    return moments[-1]


def _lateness(installation: Installation, serving: Serving) -> list[float]:
    """Give by how many seconds each reminder was late."""
    database = Database(installation.database_url)
    with database.transaction() as session:
        due_at = {item.id: item.due_at for item in session.exec(select(DueItem).where(DueItem.rule == GROUP_REMINDER))}
    database.close()
    struck = [entry for entry in serving.entries() if entry["event"] == "due"]
    return [
        (datetime.fromisoformat(entry["timestamp"]) - due_at[number]).total_seconds()
        for entry in struck
        for number in entry["items"]
        if number in due_at
    ]
