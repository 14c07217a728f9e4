"""The doctor's sentences: real faults, each put in by hand, and what is said to whoever has to put them right."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.demo.telegram_double.double import TelegramDouble
from bot.doctor.clock import told_by
from bot.doctor.examination import examine
from bot.settings import Settings
from storage.backup_runs import BackupRun
from storage.database import Database
from storage.leases import acquire
from storage.outbox import Lane, OutboxMessage
from storage.sole_use import SoleUse
from tests.bot.wire import Answer, wire
from tests.storage.tampering import tamper

DAY = timedelta(days=1)
BOT = {"matrix_user": "@bote:stadt.test", "matrix_password": "sehr geheim"}


async def said(url: str, **more: object) -> list[str]:
    """Let the doctor look; gives each fault and note as the command prints it."""
    findings = await examine(Settings(_env_file=None, database_url=url, **more))
    return [f"{each.level} {each.part}: {each.sentence}" for each in findings if each.level != "ok"]


def lacking(found: list[str], *beginnings: str) -> list[str]:
    """List those of these that nothing which was found begins with; then also what was found instead."""
    unfound = [beginning for beginning in beginnings if not any(each.startswith(beginning) for each in found)]
    return [*unfound, *found] if unfound else []


def homeserver(off: timedelta) -> dict[str, Answer]:
    """Be a homeserver whose clock is wrong, and that is no use otherwise."""

    async def versions(_: web.Request) -> web.Response:
        date = format_datetime(datetime.now(UTC) + off, usegmt=True)
        return web.json_response({"versions": ["v1.11"]}, headers={"Date": date})

    return {"/_matrix/client/versions": versions}


async def test_damaged_files(sqlite_url: str) -> None:
    """A file with broken pages, one that refers to rows that are gone, and one that is none: each sends to a backup."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    shutil.copy(file, sound := file.with_name("sound"))
    with closing(Database(sqlite_url)) as database:
        tamper(database, "INSERT INTO restraint VALUES (1, 99, 'x', 'x', '2021-07-01 09:00:00', '2021-07-01 09:00:00')")
    remedy = "stop the service and restore a backup (`hafenbote db restore`)"
    assert not lacking(
        await said(sqlite_url),
        f"fault database: a row of restraint refers to one of person that is not there: {remedy}",
    )

    shutil.copy(sound, file)
    content = bytearray(file.read_bytes())
    content[4096 * 20 : 4096 * 80] = b"\x99" * 4096 * 60
    file.write_bytes(content)
    [fault] = [each for each in await said(sqlite_url) if each.startswith("fault")]
    assert fault.startswith("fault database: damaged (")
    assert fault.endswith(remedy)

    file.write_bytes(b"SQLite format 3\0 and then the disk died" * 1000)
    assert not lacking(await said(sqlite_url), "fault database: damaged (file is not a database): stop the service")


async def test_what_others_can_read(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database, the store, and the settings are nobody else's business."""
    monkeypatch.chdir(tmp_path)
    (store := tmp_path / "store").mkdir()
    (tmp_path / ".env").touch()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    for path, mode in ((store, 0o755), (tmp_path / ".env", 0o644), (file, 0o644)):
        path.chmod(mode)
    assert not lacking(
        await said(sqlite_url, matrix_store=store),
        "fault settings: everybody on this machine can read secrets: chmod 600 .env",
        f"fault settings: everybody on this machine can read the keys in {store}: chmod 700 {store}",
        f"fault database: everybody on this machine can read it: chmod 600 {file}",
    )


async def test_settings_that_cannot_be_meant(sqlite_url: str) -> None:
    """What was left from an example, what goes over the network in clear, and what does not go together."""
    found = await said(
        sqlite_url,
        public_url="http://bote.stadt.de",
        telegram_token="",
        matrix_user="@hafenbote:example.org",
        backup_recipient="age1köln",
    )
    assert not lacking(
        found,
        "fault settings: HAFENBOTE_PUBLIC_URL is not encrypted: let it begin with https://",
        "fault settings: HAFENBOTE_MATRIX_USER still has the value of an example: put yours in",
        "fault settings: HAFENBOTE_BACKUP_RECIPIENT: the recipient age1köln is incomplete or mistyped",
        "note settings: without HAFENBOTE_LEDGER_KEY the ledger is not sealed",
        "fault matrix: off: set HAFENBOTE_MATRIX_HOMESERVER and HAFENBOTE_MATRIX_PASSWORD "
        "(or HAFENBOTE_MATRIX_ACCESS_TOKEN)",
    )


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (timedelta(minutes=5), "(299|300|301) seconds behind"),
        (timedelta(minutes=-5), "(299|300|301) seconds ahead of"),
        (timedelta(seconds=20), ""),
    ],
)
async def test_a_clock_that_is_wrong(sqlite_url: str, off: timedelta, words: str) -> None:
    """More than half a minute between our clock and the homeserver's is a fault; less is the network."""
    async with wire(homeserver(off)) as server:
        found = [each for each in await said(sqlite_url, matrix_homeserver=server.address, **BOT) if "clock" in each]
    assert bool(found) == bool(words)
    for each in found:
        assert re.fullmatch(rf"fault clock: {words} that of the homeserver: let both machines follow a .*", each), each
    assert told_by("gestern") is None


async def test_telegram_and_who_gets_its_updates(sqlite_url: str) -> None:
    """A token of another bot, one that is refused, a webhook while we poll, and one that cannot be called."""
    async with TelegramDouble() as double:
        ours = {"telegram_api_url": double.url, "telegram_token": double.token}
        assert not [each for each in await said(sqlite_url, **ours) if "telegram:" in each]
        assert not lacking(
            await said(sqlite_url, telegram_user="bote_koeln_bot", **ours), "fault telegram: the token belongs to "
        )
        assert not lacking(
            await said(sqlite_url, **ours | {"telegram_token": "6200000001:AAwrong"}),
            "fault telegram: the token is refused: take it anew from @BotFather",
        )
        double.webhook.url = "https://elsewhere.stadt.de/telegram"
        assert not lacking(
            await said(sqlite_url, **ours),
            "fault telegram: updates go to a webhook at elsewhere.stadt.de while HAFENBOTE_TELEGRAM_MODE is polling",
        )
        double.webhook.last_error = (int(datetime.now(UTC).timestamp()), "Connection failed: SSL error")
        webhook = {
            "telegram_mode": "webhook",
            "telegram_webhook_secret": "s" * 20,
            "public_url": "https://bote.stadt.de",
        }
        assert not lacking(
            await said(sqlite_url, **ours, **webhook),
            "fault telegram: updates do not go to https://bote.stadt.de/telegram: restart the service",
            "fault telegram: Telegram could not call the webhook (Connection failed: SSL error): "
            "check HAFENBOTE_PUBLIC_URL",
        )


async def test_what_the_service_leaves_undone(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it runs, answers that wait and a clock that nobody has are faults; an old backup is one in any case.

    Where no service runs, that is what is said.
    """
    now = datetime.now(UTC)
    with database.transaction() as session:
        told = {"network": "telegram", "chat": "7", "text": "Guten Tag!", "lane": Lane.REPLY}
        session.add(OutboxMessage(created_at=now - timedelta(hours=1), **told))
        session.add(BackupRun(made_at=now - 3 * DAY, kind="backup", bytes=7, sealed=False))
    on = {"telegram_token": "6200000001:AA", "telegram_api_url": "http://127.0.0.1:1"}
    found = await said(database_url, **on, backup_directory=tmp_path / "nowhere")
    assert not lacking(
        found,
        "note service: not running: start it with `hafenbote run`",
        "fault backup: There is no recent backup: Please check that the job runs",
        f"fault backup: {tmp_path / 'nowhere'} is no folder that can be written to",
    )
    assert not any("outbox" in each for each in found)
    with at_work(database):
        assert not lacking(
            await said(database_url, **on), "fault outbox: Answers on Telegram do not go out: One answer is waiting"
        )
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12 - 10**6, 10**4))
    full = await said(database_url, **on, backup_directory=tmp_path)
    assert not lacking(full, f"fault backup: {tmp_path} has less room than the database takes")
    if database.is_sqlite:
        assert not lacking(full, "fault disk: The database’s disk is nearly full: Only 0 MB are free.")


@contextmanager
def at_work(database: Database) -> Iterator[None]:
    """Let the database look as if a service were at work."""
    use = SoleUse(database)
    use.begin()
    if not database.is_sqlite:
        with database.transaction() as session:
            assert acquire(session, "clock", "instance 7")
    yield
    use.end()


async def test_postgresql_itself(postgres_database: Database, postgres_url: str) -> None:
    """An index that failed half way is named with what mends it."""
    with postgres_database.transaction() as session:
        session.connection().execute(
            text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_outbox_waiting'::regclass")
        )
    assert not lacking(
        await said(postgres_url),
        "fault database: the index ix_outbox_waiting is not valid: REINDEX INDEX ix_outbox_waiting",
    )
