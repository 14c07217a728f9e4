"""Who we are on Matrix, by the settings: for the service, and for commands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.leases import Transaction
from bot.matrix.session import MatrixAccount
from bot.settings import Settings
from storage.database import Database


def matrix_account(settings: Settings, transaction: Transaction) -> MatrixAccount:
    """Say who we are. With PostgreSQL the account's keys are in its database, and ``transaction`` reaches them."""
    return MatrixAccount(
        homeserver=settings.matrix_homeserver,
        user=settings.matrix_user,
        password=settings.matrix_password.get_secret_value() or None,
        access_token=settings.matrix_access_token.get_secret_value() or None,
        device_id=settings.matrix_device_id or None,
        store=settings.matrix_store,
        store_key=settings.matrix_store_key.get_secret_value(),
        recovery_key=settings.matrix_recovery_key.get_secret_value(),
        allowed_servers=settings.allowed_servers,
        transaction=None if settings.is_on_sqlite else transaction,
    )


@contextmanager
def account_of(settings: Settings) -> Iterator[MatrixAccount]:
    """Say the same for a command, which is no instance and needs no lease for the little it changes."""
    database = Database(settings.database_url)
    try:
        yield matrix_account(settings, database.transaction)
    finally:
        database.close()
