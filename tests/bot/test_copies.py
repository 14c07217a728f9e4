"""Copies of everything: from one database to another, into a file and back, and what is refused."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pyrage
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from bot.copies.archive import ArchiveError, Head, writing
from bot.copies.backup import CopyError, make_backup
from bot.copies.moving import move
from bot.copies.restore import Restored, Wanted, check, restore
from bot.copies.sealing import SealingError, is_sealed
from handlers.turn import Office
from storage import schema
from storage.announcements import Announcement
from storage.audit import note
from storage.database import Database
from storage.leases import acquire
from storage.matrix_keys import keep_matrix_keys, matrix_keys
from storage.persons import Person
from storage.shapes import Shape
from storage.snapshots import NotTakenError, count, lines, shapes, snapshot
from storage.sole_use import InUseError, SoleUse
from tests.storage.filled import fill_all

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
OFFICE = Office(ZoneInfo("Europe/Berlin"))
AS_IT_STOOD = Wanted(replace=False, resend=True, new_device=False)
OLD = "0010_pre"
STORE = {"session.json": b"{}", "cross-signing.json": b"{}", "store.key": b"key"}


def contents(database: Database) -> dict[str, tuple[int, str]]:
    """Count every table's rows, with what they say; of leases, which nobody holds after a restore, only how many."""
    with snapshot(database) as connection:
        counted = {shape.name: count(lines(connection, shape)) for shape in shapes()}
    return {name: (each.rows, "" if name == "lease" else each.checksum) for name, each in counted.items()}


def meet(database: Database, label: str) -> int:
    """Get to know somebody; gives their number."""
    with database.transaction() as session:
        person = Person(label=label, created_at=NOW)
        session.add(person)
        session.flush()
        return person.id or 0


def draft(database: Database) -> int:
    """Draft an announcement; gives its number."""
    with database.transaction() as session:
        who = {"created_by": 1, "created_at": NOW, "edited_by": 1, "edited_at": NOW}
        announcement = Announcement(subject="Rückmeldung", text="Bitte melden Sie sich.", **who)
        session.add(announcement)
        session.flush()
        return announcement.id or 0


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give a Matrix store with a few files."""
    folder = tmp_path / "matrix-store"
    folder.mkdir()
    for name, content in STORE.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def key() -> pyrage.x25519.Identity:
    """Give the key of who alone can read the copies."""
    return pyrage.x25519.Identity.generate()


def put_back(
    database: Database, store: Path, file: Path, *keys: pyrage.x25519.Identity, wanted: Wanted = AS_IT_STOOD
) -> Restored:
    """Restore a copy as the command does."""
    return restore(database, store, file, keys, wanted, OFFICE, datetime.now(UTC))


def test_all_tables_move_to_postgresql_and_back(
    sqlite_database: Database, postgres_database: Database, tmp_path: Path
) -> None:
    """What is in every table of a SQLite file is in PostgreSQL afterwards, to the letter, and the same on the way back.

    It lives on there: numbers go on behind the last one, the ledger takes no change, and no deed is taken away.
    """
    fill_all(sqlite_database)
    before = contents(sqlite_database)
    assert {rows for rows, _ in before.values()} == {3}, "a table of the sample is empty"
    move(sqlite_database, postgres_database, "")
    with closing(Database(f"sqlite:///{tmp_path / 'back.db'}")) as back:
        move(postgres_database, back, "")
        for database in (postgres_database, back):
            assert contents(database) == before
            assert meet(database, "Ansprechperson Köln") in {4, 8}  # SQLite gives a person the next number
            assert draft(database) == 8, "numbers go on behind the last one given, not behind the last one there is"
            with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
                session.connection().execute(text("UPDATE pledge_entry SET places = 7"))
            with database.transaction() as session:
                note(session, datetime.now(UTC), None, "moved", "database")
            with pytest.raises(DBAPIError, match="audit is append-only"), database.transaction() as session:
                session.connection().execute(text("DELETE FROM audit"))
    with pytest.raises(CopyError, match="has data: name an empty one"):
        move(sqlite_database, postgres_database, "")
    with pytest.raises(CopyError, match="both are the same"):
        move(sqlite_database, sqlite_database, "")


def test_what_is_at_work_is_neither_moved_nor_replaced(
    sqlite_database: Database, postgres_database: Database, tmp_path: Path
) -> None:
    """While a service is at work on either side, nothing is copied: what it wrote afterwards would be lost."""
    use = SoleUse(sqlite_database)
    use.begin()
    with pytest.raises(InUseError, match="end it first"):
        move(sqlite_database, postgres_database, "")
    use.end()
    with postgres_database.transaction() as session:
        assert acquire(session, "clock", "instance 7")
    with pytest.raises(InUseError, match="instance 7 at work on this database: stop the service"):
        move(sqlite_database, postgres_database, "")
    made = make_backup(sqlite_database, tmp_path, tmp_path / "copy", [], NOW)
    with pytest.raises(InUseError, match="instance 7"):
        put_back(postgres_database, tmp_path, made.file)


def test_a_copy_that_fails_half_way_leaves_nothing(sqlite_database: Database, postgres_database: Database) -> None:
    """What PostgreSQL cannot keep is named, and the new database is as empty as before: all or nothing."""
    fill_all(sqlite_database)
    with sqlite_database.transaction() as session:
        session.add(Person(label="Null \0 Byte", created_at=NOW))
    with pytest.raises(NotTakenError, match=r"what is in person: .*NUL"):
        move(sqlite_database, postgres_database, "")
    assert {rows for rows, _ in contents(postgres_database).values()} == {0}


def test_a_sealed_copy_comes_back_while_somebody_writes(
    database: Database, store: Path, tmp_path: Path, key: pyrage.x25519.Identity
) -> None:
    """A copy made beside a writer is of one moment; sealed, only its recipient opens it; nothing of it lies open.

    On an empty machine it makes database and store what they were, with rights for their owner alone.
    """
    fill_all(database)
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            meet(database, "Vertretung Köln")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = make_backup(database, store, tmp_path / "copy.age", [key.to_public()], NOW)
    finally:
        over.set()
        writer.join()
    assert is_sealed(made.file)
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(SealingError, match="No matching keys"):
        put_back(database, store, made.file, pyrage.x25519.Identity.generate())
    with closing(Database(f"sqlite:///{tmp_path / 'new.db'}")) as new:
        done = put_back(new, tmp_path / "new-store", made.file, key)
        told = {name: (each.rows, each.checksum) for name, each in done.tables.items() if name != "lease"}
        assert contents(new) == told | {"lease": (3, "")}
        assert done.tables["person"].rows >= 3
        assert not done.kept
    assert {path.name: path.read_bytes() for path in (tmp_path / "new-store").iterdir()} == STORE
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "new-store").iterdir()} == {0o600}
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_replaced_only_when_asked_and_then_kept(
    database: Database, store: Path, tmp_path: Path
) -> None:
    """Without --replace nothing is touched; with it, what was there stands beside, also a file that is broken."""
    fill_all(database)
    before = contents(database)
    made = make_backup(database, store, tmp_path / "copy", [], NOW)
    meet(database, "Ansprechperson Bonn")
    with pytest.raises(CopyError, match="add --replace"):
        put_back(database, store, made.file)
    assert contents(database)["person"][0] == 4
    done = put_back(database, store, made.file, wanted=Wanted(replace=True, resend=True, new_device=True))
    assert contents(database) == before
    assert not done.new_device
    assert [place for place in done.kept if "before" in place] == done.kept
    assert len(done.kept) == 2
    if database.is_sqlite:
        Path(database.engine.url.database or "").write_bytes(b"SQLite format 3\0 and then the disk died")
        (tmp_path / "matrix-store").rename(tmp_path / "lost")
        put_back(database, store, made.file, wanted=Wanted(replace=True, resend=True, new_device=True))
        assert contents(database) == before


def test_a_copy_of_sqlite_is_put_back_on_postgresql_as_a_new_device(
    sqlite_database: Database, postgres_database: Database, store: Path, tmp_path: Path
) -> None:
    """Both have one format. Where the bot may have gone on meanwhile, its device's keys stay in the copy."""
    fill_all(sqlite_database)
    with sqlite_database.transaction() as session:
        keep_matrix_keys(session, "@bote:x", "BOTE", {("account", "a"): "sealed"})
        keep_matrix_keys(session, "@bote:x", "", {("secret", "cross-signing.json"): "sealed"})
    made = make_backup(sqlite_database, store, tmp_path / "copy", [], NOW)
    wanted = Wanted(replace=False, resend=False, new_device=True)
    done = put_back(postgres_database, tmp_path / "new-store", made.file, wanted=wanted)
    assert done.new_device
    assert done.left_out is not None
    assert {path.name for path in (tmp_path / "new-store").iterdir()} == {"cross-signing.json", "store.key"}
    with postgres_database.transaction() as session:
        assert matrix_keys(session, "@bote:x", "BOTE", "account") == {}
        assert matrix_keys(session, "@bote:x", "", "secret") == {"cross-signing.json": "sealed"}


def test_the_copy_of_an_earlier_release_is_brought_to_our_schema(tmp_path: Path) -> None:
    """It says itself how its tables are to be read; put back, it becomes what an upgrade would have made of it."""
    with closing(Database(f"sqlite:///{tmp_path / 'old.db'}")) as old:
        schema.upgrade(old, only_to=OLD)
        look = inspect(old.engine)
        there = {name: {each["name"] for each in look.get_columns(name)} for name in look.get_table_names()}
        known = [
            Shape(each.name, {name: kind for name, kind in each.columns.items() if name in there[each.name]}, each.key)
            for each in shapes()
            if each.name in there
        ]
        with (tmp_path / "copy").open("wb") as file, writing(file, NOW) as writer:
            writer.add_head(Head("0.0.9", OLD, NOW, "sqlite", known, {}))
            person = [b'[1,"Ansprechperson Bonn","de",null,null,"2021-07-05T07:00:00+00:00"]\n']
            counted = {
                each.name: writer.add_table(each.name, person if each.name == "person" else []) for each in known
            }
            writer.add_manifest(counted, (0, ""))
    with closing(Database(f"sqlite:///{tmp_path / 'new.db'}")) as new:
        put_back(new, tmp_path / "store", tmp_path / "copy")
        assert schema.revision(new)[0] == schema.revision(new)[1]
        with new.transaction() as session:
            assert session.get_one(Person, 1).label == "Ansprechperson Bonn"


def test_without_room_there_is_no_copy_instead_of_half_a_one(
    sqlite_database: Database, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is too small is seen before; one that fills up meanwhile leaves the copy there was."""
    make_backup(sqlite_database, store, file := tmp_path / "copy", [], NOW)
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(CopyError, match="No space left"):
            make_backup(sqlite_database, store, file, [], NOW)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**6))
    with pytest.raises(CopyError, match="has 0 MB left and 64 MB are needed: make room"):
        make_backup(sqlite_database, store, file, [], NOW)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _unpacked(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda content: gzip.compress(gzip.decompress(content).replace(old, new))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_cut, "damaged"),
        (_flipped, "damaged"),
        (lambda _: b"", "no copy made by"),
        (lambda _: b"no copy at all", "no copy made by"),
        (lambda _: b"SQLite format 3\0" + b"\7" * 5000, "no copy made by"),
        (_unpacked("Köln".encode(), b"Bonn_"), "damaged"),
        (_unpacked(b'"hafenbote": 1', b'"hafenbote": 2'), "restore it with that version"),
        (_unpacked(b'"revision": "0', b'"revision": "9'), "newer than this one: install that version first"),
    ],
    ids=["cut off", "a bit", "empty", "text", "a database", "a word", "newer format", "newer schema"],
)
def test_a_copy_that_is_not_whole_is_refused(
    sqlite_database: Database, store: Path, tmp_path: Path, damage: Callable[[bytes], bytes], words: str
) -> None:
    """Whatever happened to the file is found and said, before anything is put back from it."""
    fill_all(sqlite_database)
    made = make_backup(sqlite_database, store, tmp_path / "copy", [], NOW)
    made.file.write_bytes(damage(made.file.read_bytes()))
    with pytest.raises((ArchiveError, CopyError), match=words):
        check(made.file, [])


def test_what_is_found_last_changes_nothing_either(sqlite_database: Database, store: Path, tmp_path: Path) -> None:
    """A copy is read whole before it takes the place of anything."""
    fill_all(sqlite_database)
    made = make_backup(sqlite_database, store, tmp_path / "copy", [], NOW)
    made.file.write_bytes(_unpacked(b'"ledger": ["', b'"ledgex": ["')(made.file.read_bytes())[:-3000])
    empty = tmp_path / "empty"
    empty.mkdir()
    with closing(Database(f"sqlite:///{empty / 'new.db'}")) as new, pytest.raises(ArchiveError, match="damaged"):
        put_back(new, empty / "store", made.file)
    assert {path.name for path in empty.iterdir()} == {"new.db.lock"}
