"""Keep events that cannot be read yet, and whose client shows polls.

Revision: 0010_pre, after 0009_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_pre"
down_revision = "0009_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "late_event",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("awaits", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("network", "event_id", name=op.f("pk_late_event")),
    )
    op.create_index("ix_late_event_awaits", "late_event", ["network", "awaits"], unique=False)
    op.add_column("address", sa.Column("shows_polls", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("address") as batch:
        batch.drop_column("shows_polls")
    op.drop_table("late_event")
