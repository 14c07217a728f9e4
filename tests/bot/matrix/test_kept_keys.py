"""Where the bot's keys are kept: a folder or the database, SQLite or PostgreSQL; nobody can tell by what they give."""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from nio.crypto import (
    InboundGroupSession,
    OlmAccount,
    OlmDevice,
    OutboundGroupSession,
    OutboundSession,
    OutgoingKeyRequest,
)
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from bot.leases import Lease
from bot.matrix import shared_keys
from bot.matrix.client import Keys
from bot.matrix.examination import examine_account
from bot.matrix.failures import NotKeptError
from bot.matrix.seal import WrongStoreKeyError
from bot.matrix.session import MatrixAccount, open_folder, open_shared
from bot.matrix.shared_keys import SharedKeys
from bot.matrix.taking_over import take_over
from storage.database import Database
from storage.leases import FencedError, acquire, release
from storage.matrix_keys import MatrixKey

BOT, DEVICE, ROOM, KEY = "@bote:example.org", "BOTE", "!raum", "von allen geteilt"
Reopen = Callable[[], Awaitable[Keys]]


@pytest.fixture(params=["folder", "sqlite", "postgresql"])
def account(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MatrixAccount]:
    """Give the bot's account, with its keys in each of the places."""
    if request.param == "folder":
        yield an_account(tmp_path)
        return
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    database = Database(url)
    yield an_account(tmp_path / "none", transaction=database.transaction)
    database.close()


def an_account(store: Path, **more: object) -> MatrixAccount:
    """Return the settings of the bot's account."""
    settings: dict[str, object] = {"store_key": KEY} | more
    return MatrixAccount("https://example.org", BOT, store=store, **settings)  # type: ignore[arg-type]


def opened(account: MatrixAccount) -> Keys:
    """Open the keys as a start does."""
    if account.transaction is None:
        return open_folder(account, BOT, DEVICE)
    return open_shared(account, account.transaction, BOT, DEVICE)


def shared(database: Database) -> SharedKeys:
    """Open them in a database."""
    keys = opened(an_account(Path("none"), transaction=database.transaction))
    assert isinstance(keys, SharedKeys)
    return keys


def a_channel(ours: OlmAccount) -> tuple[str, OutboundSession]:
    """Open a channel to a device; with that device's key."""
    theirs = OlmAccount()
    theirs.generate_one_time_keys(1)
    [one_time_key] = theirs.one_time_keys["curve25519"].values()
    device_key = theirs.identity_keys["curve25519"]
    return device_key, OutboundSession(ours, device_key, one_time_key)


def a_room_key(sender_key: str = "absender", *chain: str) -> InboundGroupSession:
    """Make a room key."""
    return InboundGroupSession(OutboundGroupSession().session_key, "unterschrift", sender_key, ROOM, list(chain))


async def test_gives_back_what_was_saved(account: MatrixAccount) -> None:
    """All that nio and we keep for a device survives a restart; the last that was saved counts."""
    keys, ours = opened(account), OlmAccount()
    assert keys.load_account() is None
    keys.save_account(ours)
    ours.shared = True
    keys.save_account(ours)
    device_key, channel = a_channel(ours)
    keys.save_session(device_key, channel)
    channel.encrypt("weiter")
    keys.save_session(device_key, channel)
    room_keys = [a_room_key(), a_room_key("weitergereicht", "von", "zu")]
    for room_key in room_keys:
        keys.save_inbound_group_session(room_key)
    phone = OlmDevice("@wer:x", "TELEFON", {"ed25519": "e", "curve25519": "c"}, display_name="Telefon")
    old = OlmDevice("@wer:x", "ALT", {"ed25519": "f", "curve25519": "d"})
    keys.save_device_keys({"@wer:x": {"TELEFON": phone, "ALT": old}})
    old.deleted = True
    keys.save_device_keys({"@wer:x": {"ALT": old}})
    keys.save_encrypted_rooms({ROOM, "!anderer", "!verlassen"})
    keys.save_encrypted_rooms(set())
    keys.delete_encrypted_room("!verlassen")
    asked, given = OutgoingKeyRequest("r", "s", ROOM, "a"), OutgoingKeyRequest("r2", "s2", ROOM, "a")
    keys.add_outgoing_key_request(asked)
    keys.add_outgoing_key_request(given)
    keys.remove_outgoing_key_request(given)
    await keys.settle()
    keys.close()

    keys = opened(account)
    again = keys.load_account()
    assert again is not None
    assert (again.identity_keys, again.shared) == (ours.identity_keys, True)
    [[kept_key, [kept]]] = keys.load_sessions().items()
    assert (kept_key, kept.id, kept.creation_time) == (device_key, channel.id, channel.creation_time)
    assert channel.encrypt("x").to_parts() == kept.encrypt("x").to_parts()  # it has gone as far
    read = {each.id: each for each in keys.load_inbound_group_sessions()}
    assert read.keys() == {each.id for each in room_keys}
    for one in room_keys:
        same = read[one.id]
        assert (same.sender_key, same.ed25519, same.room_id) == (one.sender_key, one.ed25519, ROOM)
        assert (same.forwarding_chain, same.export_session(0)) == (one.forwarding_chain, one.export_session(0))
    devices = {device.id: (device.keys, device.display_name, device.deleted) for device in keys.load_device_keys()}
    assert devices == {"TELEFON": (phone.keys, "Telefon", False), "ALT": (old.keys, "", True)}
    assert keys.load_encrypted_rooms() == {ROOM, "!anderer"}
    assert keys.load_outgoing_key_requests() == {"r": asked}
    keys.ignore_devices([phone])
    assert (keys.is_device_ignored(phone), keys.is_device_verified(phone)) == (True, False)
    assert not keys.is_device_blacklisted(phone)
    keys.close()


async def test_knows_what_is_backed_up(account: MatrixAccount) -> None:
    """Over a restart; a better key for the same session, and a new version of the backup, begin anew."""
    keys, room_keys = opened(account), [a_room_key() for _ in range(3)]
    keys.save_account(OlmAccount())
    for room_key in room_keys:
        keys.save_inbound_group_session(room_key)
    names = [(ROOM, each.sender_key, each.id) for each in room_keys]
    assert set(keys.not_backed_up("1", 9)) == set(names)
    assert len(keys.not_backed_up("1", 2)) == 2
    keys.mark_backed_up("1", names[:2])
    await keys.settle()
    keys.close()
    keys = opened(account)
    assert keys.behind
    keys.load_inbound_group_sessions()
    assert keys.not_backed_up("1", 9) == names[2:]
    keys.save_inbound_group_session(room_keys[0])
    assert set(keys.not_backed_up("1", 9)) == {names[0], names[2]}
    assert set(keys.not_backed_up("2", 9)) == set(names)
    await keys.settle()
    keys.close()


async def test_keeps_secrets_by_name(account: MatrixAccount) -> None:
    """What is there is what was written last; what was never written is empty, and what is deleted is gone."""
    account.store.mkdir(exist_ok=True)
    vault = account.vault
    assert await vault.read("session.json") == ""
    for text in ("erst", "Größe und ✓"):
        await vault.write("session.json", text)
    await vault.write("andere.txt", "geheim")
    await vault.delete("andere.txt")
    await vault.delete("nie da.txt")
    assert [await account.vault.read(name) for name in ("session.json", "andere.txt")] == ["Größe und ✓", ""]


async def test_a_database_shows_nothing(database: Database) -> None:
    """Without the store key neither secrets nor keys can be read there, nor one secret put in another's place."""
    account = an_account(Path("none"), transaction=database.transaction)
    await account.vault.write("eins.txt", "streng geheim")
    await account.vault.write("zwei.txt", "streng geheim")
    keys = shared(database)
    keys.save_account(OlmAccount())
    keys.save_encrypted_rooms({ROOM})
    keys.save_device_keys({"@wer:x": {"T": OlmDevice("@wer:x", "T", {"ed25519": "e"})}})
    await keys.settle()
    with database.transaction() as session:
        rows = {row.name: row for row in session.exec(select(MatrixKey))}
        told = b"".join(b64decode(row.content) for row in rows.values())
        assert not any(word in told for word in (b"geheim", ROOM.encode(), b"@wer:x", b"pickle"))
        assert rows["eins.txt"].content != rows["zwei.txt"].content
        rows["eins.txt"].content = rows["zwei.txt"].content
        session.add(rows["eins.txt"])
    stranger = an_account(Path("none"), transaction=database.transaction, store_key="geraten")
    for reader, name in ((stranger, "zwei.txt"), (account, "eins.txt")):
        with pytest.raises(WrongStoreKeyError, match="HAFENBOTE_MATRIX_STORE_KEY does not open"):
            await reader.vault.read(name)
    with pytest.raises(WrongStoreKeyError):
        opened(stranger).load_account()
    with pytest.raises(WrongStoreKeyError):
        await an_account(Path("none"), transaction=database.transaction, store_key="").vault.write("drei.txt", "offen")
    await account.vault.write("session.json", "{}")
    [finding] = await examine_account(stranger)
    assert "HAFENBOTE_MATRIX_STORE_KEY does not open" in finding.sentence
    assert await account.vault.read("zwei.txt") == "streng geheim"


async def test_takes_any_name_from_strangers(database: Database) -> None:
    """Device ids and names of any length, and with signs that PostgreSQL takes in no text."""
    odd = OlmDevice("@wer:x", "\0" + "x" * 9000, {"ed25519": "\udc80"}, display_name="\0")
    keys = shared(database)
    keys.save_device_keys({"@wer:x": {odd.id: odd}})
    keys.save_encrypted_rooms({"!\0"})
    await keys.settle()
    assert list(shared(database).load_device_keys()) == [odd]
    assert shared(database).load_encrypted_rooms() == {"!\0"}


class Transactions:
    """Opens units of work, and fails as long as a test says with what."""

    def __init__(self, database: Database) -> None:
        self.broken: Exception | None = None
        self.opened = 0
        self._database = database

    def __call__(self) -> AbstractContextManager[Session]:
        return self._open()

    @contextmanager
    def _open(self) -> Iterator[Session]:
        with self._database.transaction() as session:
            self.opened += 1
            yield session
            if self.broken is not None:
                raise self.broken


async def test_writes_before_anybody_can_know(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was saved is written at once; a database that was away is asked again, a fence ends everything."""
    monkeypatch.setattr(shared_keys, "PATIENCE", 0.2)
    monkeypatch.setattr(shared_keys, "PAUSE", 0.01)
    transactions = Transactions(database)
    keys = SharedKeys(transactions, BOT, DEVICE, KEY)
    keys.save_encrypted_rooms({f"!{number}" for number in range(500)})
    assert transactions.opened == 0
    await keys.settle()
    await keys.settle()
    assert transactions.opened == 1

    transactions.broken = OperationalError("", {}, ConnectionError())
    keys.save_encrypted_rooms({"!neu"})
    began = time.monotonic()
    with pytest.raises(NotKeptError, match="OperationalError"):
        await keys.settle()
    assert time.monotonic() - began >= 0.2
    transactions.broken = None
    with pytest.raises(NotKeptError):  # what is in memory is newer than what is kept: it must be read anew
        await keys.settle()

    keys = SharedKeys(transactions, BOT, DEVICE, KEY)
    assert len(keys.load_encrypted_rooms()) == 500
    keys.save_encrypted_rooms({"!neu"})
    transactions.broken = FencedError("matrix")
    with pytest.raises(NotKeptError, match="FencedError"):
        await keys.settle()
    transactions.broken = None
    keys = SharedKeys(transactions, BOT, DEVICE, KEY)
    assert "!neu" not in keys.load_encrypted_rooms()
    keys.save_encrypted_rooms({"!zu spät"})
    keys.close()
    with pytest.raises(NotKeptError):
        await keys.settle()
    assert "!zu spät" not in shared(database).load_encrypted_rooms()


@pytest.mark.parametrize("store_key", ["", "neu"])
async def test_takes_a_folder_over_once(database: Database, tmp_path: Path, store_key: str) -> None:
    """Its own key is asked for, where none was set, and goes on sealing; later the database alone counts."""
    before = an_account(tmp_path, store_key="")
    keys, ours, room_key = opened(before), OlmAccount(), a_room_key()
    keys.save_account(ours)
    device_key, channel = a_channel(ours)
    keys.save_session(device_key, channel)
    keys.save_inbound_group_session(room_key)
    keys.save_encrypted_rooms({ROOM})
    keys.close()
    await before.vault.write("session.json", "{}")
    await before.vault.write("recovery-key.txt", "EsTc")

    account = an_account(tmp_path, store_key=store_key, transaction=database.transaction)
    take_over(account)
    await account.vault.delete("recovery-key.txt")
    take_over(account)
    assert [await account.vault.read(name) for name in ("session.json", "recovery-key.txt")] == ["{}", ""]
    keys = opened(account)
    taken = keys.load_account()
    assert taken is not None
    assert taken.identity_keys == ours.identity_keys
    assert [each.id for each in keys.load_sessions()] == [channel.id]
    assert [each.id for each in keys.load_inbound_group_sessions()] == [room_key.id]
    assert keys.load_encrypted_rooms() == {ROOM}


def test_takes_over_all_or_nothing(database: Database, tmp_path: Path) -> None:
    """A folder whose keys cannot be opened leaves the database as it was, so that it can be tried again."""
    keys = opened(an_account(tmp_path, store_key="alt"))
    keys.save_account(OlmAccount())
    keys.close()
    (tmp_path / "session.json").write_text("{}")
    with pytest.raises(WrongStoreKeyError):
        take_over(an_account(tmp_path, store_key="neu", transaction=database.transaction))
    with database.transaction() as session:
        assert session.exec(select(MatrixKey)).all() == []


async def test_what_was_read_under_an_earlier_lease_is_written_no_more(postgres_database: Database) -> None:
    """Where another instance had the account meanwhile, its keys are newer than those we still know, though it is ours.

    Else a message that goes out just when we have it again would put the old ones in their place.
    """
    lease, account = Lease(postgres_database, "matrix"), OlmAccount()
    ours = an_account(Path("none"), transaction=lease.transaction)

    def gain() -> None:
        with postgres_database.transaction() as session:
            lease.note(acquire(session, "matrix", "one"), time.monotonic())

    gain()
    old = opened(ours)
    assert old.load_account() is None
    old.save_account(account)
    await old.settle()
    with postgres_database.transaction() as session:
        release(session, "matrix", lease.fence or 0)
        release(session, "matrix", acquire(session, "matrix", "other") or 0)
    gain()
    old.save_account(OlmAccount())
    with pytest.raises(NotKeptError, match="FencedError"):
        await old.settle()
    kept = opened(ours).load_account()
    assert kept is not None
    assert kept.identity_keys == account.identity_keys
