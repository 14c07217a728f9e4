"""Give each chat a menu. Keep only traces of strangers: of where we answered them, and of who tried wrong codes.

Revision: 0004_pre, after 0003_pre.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004_pre"
down_revision = "0003_pre"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
STRANGE = """
    SELECT DISTINCT network, chat FROM outbox
    WHERE state NOT IN ('queued', 'sending', 'unknown')
    AND NOT EXISTS (SELECT 1 FROM address a WHERE a.network = outbox.network AND a.chat = outbox.chat)
    AND NOT EXISTS (SELECT 1 FROM group_chat g WHERE g.network = outbox.network AND g.chat = outbox.chat)
"""


def upgrade() -> None:
    """Bring the tables to this revision. Who is waiting after too many wrong codes may try again at once."""
    # SQLite adds a column that has a default in place; a copy of the table would take long.
    default = "FALSE" if op.get_bind().dialect.name == "postgresql" else "0"
    op.execute(f"ALTER TABLE outbox ADD COLUMN of_stranger BOOLEAN NOT NULL DEFAULT {default}")
    op.add_column("outbox", sa.Column("menu", JSON, nullable=True))
    op.execute("ALTER TABLE address ADD COLUMN menu VARCHAR NOT NULL DEFAULT ''")
    _hide_strangers()
    op.drop_table("code_tries")
    op.create_table(
        "code_tries",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", "sender", name=op.f("pk_code_tries")),
    )
    op.create_index("ix_code_tries_until", "code_tries", ["until"])


def downgrade() -> None:
    """Take this revision back. The chats of strangers stay hidden."""
    op.drop_table("code_tries")
    op.create_table(
        "code_tries",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("network", "account", name=op.f("pk_code_tries")),
    )
    op.execute("ALTER TABLE address DROP COLUMN menu")
    op.execute("ALTER TABLE outbox DROP COLUMN menu")
    op.execute("ALTER TABLE outbox DROP COLUMN of_stranger")


def _hide_strangers() -> None:
    """Put in the place of a stranger's chat what storage.inbox.trace makes of it."""
    connection = op.get_bind()
    outbox = sa.table("outbox", sa.column("network"), sa.column("chat"))
    for network, chat in connection.execute(sa.text(STRANGE)).all():
        trace = hashlib.sha256(f"hafenbote-trace:{network}:{chat}".encode()).hexdigest()[:24]
        here = (outbox.c.network == network, outbox.c.chat == chat)
        connection.execute(sa.update(outbox).where(*here).values(chat=trace))
