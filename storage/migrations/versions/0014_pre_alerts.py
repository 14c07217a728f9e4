"""Keep what operators are told of, how networks go, and when copies were made; count quickly what is held or in doubt.

Revision: 0014_pre, after 0013_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_pre"
down_revision = "0013_pre"
branch_labels = None
depends_on = None

HELD = sa.text("state = 'held'")
IN_DOUBT = sa.text("unknown_sends > 0")


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "alert",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_alert")),
    )
    op.create_table(
        "network_report",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("unsigned", sa.String(), nullable=False),
        sa.Column("crowded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("network", name=op.f("pk_network_report")),
    )
    op.create_table(
        "backup_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    op.create_index("ix_outbox_held", "outbox", ["state"], sqlite_where=HELD, postgresql_where=HELD)
    op.create_index("ix_outbox_in_doubt", "outbox", ["created_at"], sqlite_where=IN_DOUBT, postgresql_where=IN_DOUBT)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("ix_outbox_in_doubt", table_name="outbox")
    op.drop_index("ix_outbox_held", table_name="outbox")
    op.drop_table("backup_run")
    op.drop_table("network_report")
    op.drop_table("alert")
