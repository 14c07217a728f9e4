"""From the folder of one machine into the database of all: what an operator needs who moves on to PostgreSQL.

Done once, at the first start that finds nothing in the database. The folder stays as it was, and is never read again.
"""

from __future__ import annotations

from dataclasses import replace

import structlog
from nio.store.models import Accounts

from bot.leases import Transaction
from bot.matrix.key_store import KeyStore
from bot.matrix.private_files import KEY_FILE, read_secret
from bot.matrix.seal import WrongStoreKeyError
from bot.matrix.session import KEYS_FILE, MatrixAccount, open_folder, open_shared
from bot.matrix.shared_keys import SharedKeys
from bot.matrix.vault import DatabaseVault
from storage.matrix_keys import knows_account

log = structlog.get_logger(__name__)

_SECRETS = (".json", ".txt")
"""How the names of files end that hold a secret each; all others belong to the keys."""

_DONE = "taken-over"


def take_over(account: MatrixAccount) -> None:
    """Take over what is in the account's folder, all of it or nothing. Raises :class:`WrongStoreKeyError`."""
    vault, transaction = account.vault, account.transaction
    if transaction is None or not isinstance(vault, DatabaseVault) or not account.store.is_dir():
        return
    with transaction() as session:
        if knows_account(session, account.user):
            return
        secrets = [path for path in account.store.iterdir() if path.suffix in _SECRETS]
        for path in secrets:
            vault.put(session, path.name, read_secret(path))
        devices = [_taken(account, transaction, *names) for names in _devices(account)]
        for device in devices:
            device.write_into(session)
        vault.put(session, _DONE, str(account.store))
    log.info("matrix_keys_taken_over", folder=str(account.store), secrets=len(secrets), devices=len(devices))


def _devices(account: MatrixAccount) -> list[tuple[str, str]]:
    """Name the devices in the folder, with whose they are: whoever has logged in anew has several."""
    if not (account.store / KEYS_FILE).exists():
        return []
    keys = open_folder(account, "", "")
    with keys.database.bind_ctx(keys.models):
        names = list(Accounts.select(Accounts.user_id, Accounts.device_id).tuples())
    keys.close()
    return names


def _taken(account: MatrixAccount, transaction: Transaction, user: str, device: str) -> SharedKeys:
    """Copy all there is of a device; which room keys are backed up is told by backing them up once more."""
    old, new = _opened(account, user, device), open_shared(account, transaction, user, device)
    new.save_account(old.load_account())
    for device_key, channels in old.load_sessions().items():
        for channel in channels:
            new.save_session(device_key, channel)
    for room_key in old.load_inbound_group_sessions():
        new.save_inbound_group_session(room_key)
    for known in old.load_device_keys():
        new.save_device_keys({known.user_id: {known.id: known}})
    new.save_encrypted_rooms(old.load_encrypted_rooms())
    for request in old.load_outgoing_key_requests().values():
        new.add_outgoing_key_request(request)
    old.close()
    return new


def _opened(account: MatrixAccount, user: str, device: str) -> KeyStore:
    """Open a device's keys in the folder: with the key that was made there, or the one that was set."""
    for key in filter(None, (read_secret(account.store / KEY_FILE), account.store_key)):
        keys = open_folder(replace(account, store_key=key), user, device)
        try:
            keys.load_account()
        except ValueError:
            keys.close()
        else:
            return keys
    raise WrongStoreKeyError
