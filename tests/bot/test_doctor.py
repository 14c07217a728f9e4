"""The doctor: each part is looked at, and of a fault it is said what to do."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.demo.synapse import Synapse
from bot.demo.telegram_double.double import TelegramDouble
from bot.doctor.examination import examine
from bot.findings import Finding
from bot.settings import Settings
from storage.database import Database
from storage.ledger import propose
from storage.ledger_seals import seal
from storage.municipalities import Land, Municipality
from storage.persons import Person
from storage.pledges import Line, Offer, Programme, TargetGroup
from storage.standings import standing
from tests.bot.wire import Answer, wire
from tests.storage.tampering import tamper

NOW = datetime(2021, 7, 1, 9, tzinfo=UTC)
KEY = "ein Schlüssel, den niemand kennt"
ACCOUNT = {"matrix_user": "@bote:example.org", "matrix_password": "geheim"}


async def found(part: str, url: str, **more: object) -> Finding:
    """Examine, and return what was found about one part."""
    findings = await examine(Settings(_env_file=None, database_url=url, **more))
    assert {finding.part for finding in findings} >= {"settings", "database", "matrix", "telegram"}
    return next(finding for finding in findings if finding.part == part)


def always(response: web.Response) -> dict[str, Answer]:
    """Answer whatever is asked for with one response."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=response.status, body=response.body, content_type=response.content_type)

    return {"/": answer}


async def test_a_good_installation(database_url: str) -> None:
    """With the newest schema and no network switched on there is nothing to complain about."""
    assert (await found("database", database_url)).ok
    matrix = await found("matrix", database_url)
    assert matrix.ok
    assert matrix.sentence.startswith("off")


async def test_a_ledger_that_is_whole(database: Database, database_url: str) -> None:
    """It says how many entries there are, the digest of the last one to compare with, and when it was last sealed."""
    assert (await found("ledger", database_url)).sentence == "empty"
    head = report_two(database)
    finding = await found("ledger", database_url)
    assert finding == Finding("ledger", ok=True, sentence=f"2 entries, chain whole, no. 2 is {head[:8]}, no seals")
    with database.transaction() as session:
        seal(session, KEY, NOW)
    finding = await found("ledger", database_url, ledger_key=KEY)
    assert finding.ok
    assert finding.sentence.endswith("last seal 2021-07-01")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE pledge_entry SET places = 200 WHERE id = 1", "entry 1 does not continue the chain"),
        ("DELETE FROM pledge_entry WHERE id = 2", "entry 2 was sealed on 2021-07-01 and is gone"),
        ("UPDATE ledger_seal SET signature = 'x'", "was not made with this HAFENBOTE_LEDGER_KEY"),
        ("UPDATE pledge_span SET places = 200 WHERE entry_id = 1", "nest for everyone of 05315000 are not what"),
    ],
    ids=["changed", "cut off", "forged", "misrepresented"],
)
async def test_a_ledger_that_was_tampered_with(
    database: Database, database_url: str, statement: str, words: str
) -> None:
    """Whatever was changed behind our back is a fault that says where, and to restore a backup from before."""
    report_two(database)
    with database.transaction() as session:
        seal(session, KEY, NOW)
    tamper(database, statement)
    finding = await found("ledger", database_url, ledger_key=KEY)
    assert not finding.ok
    assert words in finding.sentence
    assert "restore a backup from before" in finding.sentence


def report_two(database: Database) -> str:
    """Let Cologne report twice; gives the digest of the newest entry."""
    with database.transaction() as session:
        session.add(Municipality(ags="05315000", name="Köln", folded_name="koeln", land=Land.NW))
        person = Person(label="Ansprechperson Köln", created_at=NOW)
        session.add(person)
        session.flush()
        line = Line("05315000", Programme.NEST, TargetGroup.EVERYONE)
        for places in (20, 25):
            entry = propose(session, standing(session, line), Offer(places, NOW.date()), person.id or 0, NOW)
        return entry.digest


async def test_a_database_without_schema(tmp_path: Path) -> None:
    """A file that is not there or empty is a fault whose remedy is a command; looking makes no file."""
    file = tmp_path / "empty.db"
    finding = await found("database", f"sqlite:///{file}")
    assert not finding.ok
    assert f"there is no empty.db in {tmp_path}" in finding.sentence
    assert not file.exists()
    file.touch()
    finding = await found("database", f"sqlite:///{file}")
    assert not finding.ok
    assert "hafenbote db upgrade" in finding.sentence


async def test_before_the_first_start(postgres_url: str) -> None:
    """An empty PostgreSQL is as it should be, and says nothing against the account on Matrix."""
    with closing(Database(postgres_url)) as database:
        tamper(database, "DROP SCHEMA public CASCADE")
        tamper(database, "CREATE SCHEMA public")
    versions = web.Response(text='{"versions": []}', content_type="application/json")
    async with wire(always(versions)) as server:
        matrix = {"matrix_homeserver": server.address, "matrix_store_key": KEY, **ACCOUNT}
        findings = await examine(Settings(_env_file=None, database_url=postgres_url, **matrix))
    told = {finding.part: finding.sentence for finding in findings if finding.part in {"database", "matrix account"}}
    assert all(finding.ok for finding in findings if finding.part != "settings")
    assert told["database"].startswith("empty: ")
    assert told["matrix account"].startswith("not logged in yet: ")


async def test_a_folder_for_the_keys_that_cannot_be_written(sqlite_url: str, tmp_path: Path) -> None:
    """It is named before anybody starts the service; looking makes no folder."""
    (file := tmp_path / "file").touch()
    account = {"matrix_homeserver": "http://127.0.0.1:1", **ACCOUNT}
    for store, faults in ((file / "store", 1), (tmp_path / "store", 0)):
        settings = Settings(_env_file=None, database_url=sqlite_url, matrix_store=store, **account)
        told = [each.sentence for each in await examine(settings) if "HAFENBOTE_MATRIX_STORE=" in each.sentence]
        assert len(told) == faults
        assert not store.exists()


async def test_an_account_that_never_logged_in(sqlite_url: str, tmp_path: Path) -> None:
    """That the homeserver is reached says nothing about user and password: so says a note."""
    async with wire(always(web.Response(text='{"versions": []}', content_type="application/json"))) as server:
        account = {"matrix_homeserver": server.address, "matrix_store": tmp_path / "store", **ACCOUNT}
        finding = await found("matrix account", sqlite_url, **account)
    assert (finding.level, finding.sentence[:17]) == ("note", "not logged in yet")


async def test_a_database_of_a_newer_release(sqlite_url: str) -> None:
    """An upgrade would refuse, so the doctor says what the refusal says."""
    database = Database(sqlite_url)
    tamper(database, "UPDATE alembic_version SET version_num = '9999_post'")
    database.close()
    finding = await found("database", sqlite_url)
    assert not finding.ok
    assert finding.sentence.endswith("start the newer release, or restore a backup from before it")


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/x.db", "postgresql://bote:geheim@127.0.0.1:1/x"])
async def test_a_database_that_cannot_be_opened(url: str) -> None:
    """A database out of reach is a fault that names the setting and shows no password."""
    finding = await found("database", url)
    assert not finding.ok
    assert "HAFENBOTE_DATABASE_URL" in finding.sentence
    assert "geheim" not in finding.sentence


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ({"status": 502}, "answers 502"),
        ({"text": "<html>Willkommen im Rathaus</html>", "content_type": "text/html"}, "no homeserver"),
        ({"text": "{", "content_type": "application/json"}, "no homeserver"),
        ({"text": "[]", "content_type": "application/json"}, "no homeserver"),
        ({"text": '{"ok": true}', "content_type": "application/json"}, "no homeserver"),
    ],
)
async def test_something_else_than_a_homeserver(sqlite_url: str, response: dict[str, object], words: str) -> None:
    """Whatever else answers at the homeserver's address is recognised as a wrong address."""
    async with wire(always(web.Response(**response))) as server:
        finding = await found("matrix", sqlite_url, matrix_homeserver=server.address, **ACCOUNT)
    assert not finding.ok
    assert words in finding.sentence


async def test_what_matrix_lacks_is_a_fault_that_names_it(sqlite_url: str) -> None:
    """Whoever has set one of the three means to have Matrix on."""
    finding = await found("matrix", sqlite_url, matrix_homeserver="https://matrix.example.org")
    assert not finding.ok
    assert "HAFENBOTE_MATRIX_USER" in finding.sentence
    assert "HAFENBOTE_MATRIX_PASSWORD" in finding.sentence
    assert "HAFENBOTE_MATRIX_HOMESERVER" not in finding.sentence


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "matrix.example.org", "http://"])
async def test_a_homeserver_that_is_not_there(sqlite_url: str, address: str) -> None:
    """A homeserver that does not answer, or an address that is none, is a fault; the doctor does not break on it."""
    finding = await found("matrix", sqlite_url, matrix_homeserver=address, **ACCOUNT)
    assert not finding.ok
    assert "address" in finding.sentence


@pytest.mark.synapse
async def test_a_real_homeserver(sqlite_url: str, synapse: Synapse) -> None:
    """A running homeserver is reached, with or without a slash at the end of its address."""
    for address in (synapse.base_url, f"{synapse.base_url}/"):
        assert await found("matrix", sqlite_url, matrix_homeserver=address, **ACCOUNT) == Finding(
            "matrix", ok=True, sentence="homeserver reached"
        )


async def test_telegram_takes_the_token(sqlite_url: str) -> None:
    """With the right token all is well; with another one the doctor says where to get it, and never shows it."""
    async with TelegramDouble() as double:
        right = await found("telegram", sqlite_url, telegram_api_url=double.url, telegram_token=double.token)
        wrong = await found("telegram", sqlite_url, telegram_api_url=double.url, telegram_token="6200000001:AAwrong")
    assert right == Finding("telegram", ok=True, sentence="token accepted")
    assert wrong == Finding("telegram", ok=False, sentence="the token is refused: take it anew from @BotFather")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "no address at all"])
async def test_a_telegram_that_is_not_there(sqlite_url: str, address: str) -> None:
    """An address nobody answers at, or that is none, is a fault; the token is not in what is said about it."""
    finding = await found("telegram", sqlite_url, telegram_api_url=address, telegram_token="6200000001:AAsecret")
    assert not finding.ok
    assert "AAsecret" not in finding.sentence
