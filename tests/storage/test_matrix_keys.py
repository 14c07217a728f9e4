"""What an account and its devices keep, by kind and name: replaced as a whole, and nobody else's."""

from __future__ import annotations

from storage.database import Database
from storage.matrix_keys import forget_devices, keep_matrix_keys, knows_account, matrix_keys

BOT, DEVICE = "@bote:example.org", "BOTE"


def test_keeps_by_kind_and_name(database: Database) -> None:
    """The last content counts, what was taken away is gone, and accounts and devices have each their own."""
    with database.transaction() as session:
        assert not knows_account(session, BOT)
        keep_matrix_keys(session, BOT, DEVICE, {})
        keep_matrix_keys(session, BOT, DEVICE, {("room", "a"): "1", ("room", "b"): "2", ("key", "a"): "3"})
        keep_matrix_keys(session, BOT, "", {("room", "a"): "of the account"})
        keep_matrix_keys(session, BOT, DEVICE, {("room", "a"): "4", ("room", "b"): None, ("room", "c"): None})
    with database.transaction() as session:
        assert knows_account(session, BOT)
        assert not knows_account(session, "@andere:example.org")
        assert matrix_keys(session, BOT, DEVICE, "room") == {"a": "4"}
        assert matrix_keys(session, BOT, DEVICE, "key") == {"a": "3"}
        assert matrix_keys(session, BOT, "", "room") == {"a": "of the account"}


def test_forgets_devices(database: Database) -> None:
    """And the login as one of them; what makes the account who it is stays."""
    with database.transaction() as session:
        keep_matrix_keys(session, BOT, DEVICE, {("key", "a"): "1"})
        keep_matrix_keys(session, BOT, "", {("secret", "session.json"): "2", ("secret", "cross-signing.json"): "3"})
        forget_devices(session, ["session.json"])
    with database.transaction() as session:
        assert matrix_keys(session, BOT, DEVICE, "key") == {}
        assert matrix_keys(session, BOT, "", "secret") == {"cross-signing.json": "3"}
