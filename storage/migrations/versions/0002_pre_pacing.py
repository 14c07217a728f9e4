"""Pace what is sent, send long messages in parts, and take each button once.

Revision: 0002_pre, after 0001_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_pre"
down_revision = "0001_pre"
branch_labels = None
depends_on = None

IS_WAITING = sa.text("state IN ('queued', 'unknown')")


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "send_slot",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("grouped", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", "fence", name=op.f("pk_send_slot")),
    )
    op.create_index("ix_send_slot_window", "send_slot", ["network", "grouped", "counts_from"])
    # SQLite adds a column that has a default, and drops one, in place; a copy of the table would take long.
    op.execute("ALTER TABLE outbox ADD COLUMN parts INTEGER NOT NULL DEFAULT 0")
    op.add_column("outbox", sa.Column("answered", sa.Integer(), nullable=True))
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.drop_index("ix_outbox_chat", table_name="outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["network", "lane", "id"],
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat", "network", "state", "lane", "id"])


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.drop_index("ix_outbox_chat", table_name="outbox")
    op.create_index("ix_outbox_waiting", "outbox", ["state", "lane", "id"])
    op.create_index("ix_outbox_chat", "outbox", ["network", "chat", "state"])
    op.execute("ALTER TABLE outbox DROP COLUMN answered")
    op.execute("ALTER TABLE outbox DROP COLUMN parts")
    op.drop_index("ix_send_slot_window", table_name="send_slot")
    op.drop_table("send_slot")
