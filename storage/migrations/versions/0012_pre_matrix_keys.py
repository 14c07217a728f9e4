"""Keep the keys of the bot's account on Matrix, where several instances share the database.

Revision: 0012_pre, after 0011_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_pre"
down_revision = "0011_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "matrix_key",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account", "device", "kind", "name", name=op.f("pk_matrix_key")),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("matrix_key")
