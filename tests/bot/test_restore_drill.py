"""The drill: everything is lost, and restored before lunch from last night's copy and the settings.

On a real Synapse, with the service on SQLite and on PostgreSQL. How long it took is printed (``pytest -s``).
"""

from __future__ import annotations

import asyncio
import gzip
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pyrage
import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from bot.copies.backup import make_backup
from bot.copies.restore import Restored, Wanted, check, restore
from bot.demo.person import MatrixPerson
from bot.demo.synapse import Synapse
from bot.doctor.examination import examine
from bot.matrix.trust.recovery import left, take_away
from bot.matrix_account import account_of
from bot.office import office_of
from bot.service import Service
from bot.settings import Settings
from handlers.invitations import new_invite
from storage.announcements import Announcement, AnnouncementState
from storage.backup_runs import BackupRun
from storage.batches import open_batch
from storage.database import Database
from storage.invites import create_invite
from storage.ledger_check import check_ledger
from storage.municipalities import Land, Municipality
from storage.outbox import Lane, OutboxMessage, OutboxState
from storage.persons import Person, Role
from storage.pledges import PledgeEntry
from storage.surveys import Survey, SurveyState, create, publish
from tests.bot.doubles import eventually
from tests.storage.survey_stage import FORM

pytestmark = pytest.mark.synapse

PASSWORD = "nur-fuer-diesen-test"
STORE_KEY = "ein Schlüssel, der in keiner Kopie steht"
PLEDGE = "zusage 20 UMF NEST bis 31.12.2031"
THANKS = "Vielen Dank, die Meldung"
KEY = pyrage.x25519.Identity.generate()


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Service]:
    """Let the service work until we leave."""
    service = Service(settings)
    await service.start()
    try:
        await eventually(lambda: not any(network.fault() for network in service.networks.values()), within=30)
        yield service
    finally:
        await service.stop()


def installed(directory: Path, url: str, homeserver: str, user: str) -> Settings:
    """Give a machine's folder, another one for copies, and the settings."""
    for name in ("machine", "vault"):
        (directory / name).mkdir()
    return Settings(
        _env_file=None,
        database_url=url,
        http_port=0,
        matrix_homeserver=homeserver,
        matrix_user=user,
        matrix_password=PASSWORD,
        matrix_store=directory / "machine" / "matrix-store",
        matrix_store_key=STORE_KEY,
        backup_directory=directory / "vault",
        backup_recipient=str(KEY.to_public()),
    )


async def hears(person: MatrixPerson, words: str, times: int = 1) -> None:
    """Wait until somebody has read something so often."""
    await eventually(lambda: sum(words in said.body for said in person.heard) == times, within=30)


def peopled(url: str) -> str:
    """Give the service a municipality, a survey that runs, and an announcement half of which is sent; gives a code."""
    now = datetime.now(UTC)
    with closing(Database(url)) as database, database.transaction() as session:
        session.add(Municipality(ags="05711000", name="Bielefeld", folded_name="bielefeld", land=Land.NW))
        author = Person(label="Koordinierungsstelle", created_at=now)
        session.add(author)
        session.flush()
        by = {"created_by": author.id, "created_at": now}
        when = {"opens_at": now, "closes_at": now + timedelta(days=7), "changed_at": now}
        draft = FORM.model_dump(mode="json")
        survey = create(session, Survey(title="Jahresumfrage", draft=draft, **when, **by))
        publish(session, survey.id or 0, survey.version, author.id or 0, now)
        batch = open_batch(session, now)
        who = by | {"edited_by": author.id, "edited_at": now}
        session.add(
            Announcement(subject="Termin", text="Er steht.", state=AnnouncementState.RUNNING, batch_id=batch, **who)
        )
        for state in (OutboxState.SENT, OutboxState.QUEUED):
            to = {"network": "telegram", "chat": state, "lane": Lane.BULK, "batch_id": batch}
            session.add(OutboxMessage(text="Er steht.", state=state, created_at=now, **to))
        return create_invite(session, new_invite(Role.CONTACT, now, ags="05711000")).code


def lose_everything(url: str, folder: Path) -> None:
    """Let the machine burn: database and folder are gone."""
    if url.startswith("postgresql"):
        with closing(Database(url)) as database, database.transaction() as session:
            for deed in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
                session.connection().execute(text(deed))
    else:
        for file in Path(url.removeprefix("sqlite:///")).parent.glob("hafenbote.db*"):
            file.unlink()
    shutil.rmtree(folder)


def brought_back(settings: Settings, copy: Path) -> Restored:
    """Do what the README says: look at the copy, then restore it."""
    check(copy, [KEY])
    with closing(Database(settings.database_url, patient=True)) as database:
        wanted = Wanted(replace=False, resend=False, new_device=True)
        return restore(database, settings.matrix_store, copy, [KEY], wanted, office_of(settings), datetime.now(UTC))


async def test_restored_before_lunch(synapse: Synapse, database_url: str, tmp_path: Path) -> None:
    """A copy is made while people write. After the loss, whoever wrote goes on where the copy was made.

    Nothing is said twice by itself, the announcement waits for the office, the ledger is whole, the doctor is content.
    """
    user = await synapse.register(f"hafenbote-{secrets.token_hex(4)}", PASSWORD, display_name="Hafenbote")
    settings = installed(tmp_path, database_url, synapse.base_url, user)
    machine, copy = settings.matrix_store.parent, tmp_path / "vault" / "copy.age"
    code = peopled(database_url)
    contact = await synapse.register(f"bielefeld-{secrets.token_hex(4)}", PASSWORD)
    async with MatrixPerson(synapse.base_url, contact, PASSWORD, bot=user, store=tmp_path / "person") as person:
        async with serving(settings):
            await person.open_direct()
            await person.sees_joined(user, within=30)
            for line, answer in ((f"start {code}", "Jahresumfrage"), (PLEDGE, "Bitte prüfen Sie")):
                await person.say(line)
                await hears(person, answer)
            with account_of(settings) as account:
                assert await left(account)
                await take_away(account)
            began = perf_counter()
            with closing(Database(database_url, patient=True)) as database:
                to = [KEY.to_public()]
                made = await asyncio.to_thread(
                    make_backup, database, settings.matrix_store, copy, to, datetime.now(UTC)
                )
            backed_up = perf_counter() - began
            await person.say("ja")  # after the copy: this will be lost
            await hears(person, THANKS)
        opened = gzip.decompress(pyrage.decrypt(copy.read_bytes(), [KEY]))
        assert not any(secret.encode() in opened for secret in (PASSWORD, STORE_KEY)), "a secret is in the copy"
        lose_everything(database_url, machine)
        heard = len(person.heard)

        machine.mkdir()
        began = perf_counter()
        done = await asyncio.to_thread(brought_back, settings, copy)
        assert done.left_out is not None
        assert done.left_out.announcements == 1
        async with serving(settings):
            restored = perf_counter() - began
            with closing(Database(database_url)) as database, database.transaction() as session:
                session.add(BackupRun(made_at=datetime.now(UTC), kind="backup", bytes=made.bytes, sealed=True))
            await person.say("ja")
            await hears(person, THANKS, times=2)
            assert len(person.heard) == heard + 1, "something was said twice"
            faults = [each for each in await examine(settings) if not each.ok]
            assert not faults
    assert not any(said.undecryptable for said in person.heard)
    with closing(Database(database_url)) as database:
        with database.transaction() as session:
            assert session.exec(select(func.count()).select_from(PledgeEntry)).one() == 1
            assert session.exec(select(Survey.state)).one() is SurveyState.PUBLISHED
            assert session.exec(select(Announcement.state)).one() is AnnouncementState.PAUSED
            waiting = select(OutboxMessage.state).where(col(OutboxMessage.batch_id).is_not(None))
            assert sorted(session.exec(waiting)) == ["queued", "sent"]
        assert check_ledger(database, "").is_whole
    print(f"\n{database.engine.dialect.name}: backed up in {backed_up:.1f} s, at work again after {restored:.1f} s")  # noqa: T201 - asked for
