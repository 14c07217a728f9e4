"""Keep announcements, whom each goes to, files that many get, and batches of the outbox.

Revision: 0007_pre, after 0006_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007_pre"
down_revision = "0006_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(40)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NO_NAMES = sa.text("'[]'")
IS_BATCH = sa.text("batch_id IS NOT NULL")

TABLES = ("announcement_delivery", "announcement", "stored_file", "outbox_batch")
OUTBOX = ("batch_id", "file_id", "thread", "removes", "pinned", "part_names")


def upgrade() -> None:
    """Bring the tables to this revision."""
    _outbox_batch()
    _stored_file()
    _announcement()
    _announcement_delivery()
    _outbox()


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("ix_outbox_batch", "outbox")
    for column in OUTBOX:
        op.execute(f"ALTER TABLE outbox DROP COLUMN {column}")
    for table in TABLES:
        op.drop_table(table)


def _outbox_batch() -> None:
    op.create_table(
        "outbox_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("halted", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_batch")),
    )


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )


def _announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("subject_english", sa.String(), nullable=False),
        sa.Column("text_english", sa.String(), nullable=False),
        sa.Column("urgency", NAME, nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("audience", JSON, nullable=True),
        sa.Column("groups", JSON, nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("state", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=False),
        *_announcement_course(),
        sa.ForeignKeyConstraint(["batch_id"], ["outbox_batch.id"], name=op.f("fk_announcement_batch_id_outbox_batch")),
        sa.ForeignKeyConstraint(["corrects"], ["announcement.id"], name=op.f("fk_announcement_corrects_announcement")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_announcement_created_by_person")),
        sa.ForeignKeyConstraint(["edited_by"], ["person.id"], name=op.f("fk_announcement_edited_by_person")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_announcement_released_by_person")),
        sa.ForeignKeyConstraint(
            ["removal_batch_id"], ["outbox_batch.id"], name=op.f("fk_announcement_removal_batch_id_outbox_batch")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_announcement_requested_by_person")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_announcement_withdrawn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sqlite_autoincrement=True,
    )


def _announcement_course() -> list[sa.Column[object]]:
    return [
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("requested_at", MOMENT, nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("begins_at", MOMENT, nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("removal_batch_id", sa.Integer(), nullable=True),
        sa.Column("tolerated", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
    ]


def _announcement_delivery() -> None:
    op.create_table(
        "announcement_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("places", JSON, nullable=False),
        sa.Column("land", NAME, nullable=True),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_delivery_announcement_id_announcement")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group_chat.id"], name=op.f("fk_announcement_delivery_group_id_group_chat")
        ),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_announcement_delivery_outbox_id_outbox")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announcement_delivery_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_delivery")),
        sa.UniqueConstraint(
            "announcement_id", "group_id", name=op.f("uq_announcement_delivery_announcement_id_group_id")
        ),
        sa.UniqueConstraint(
            "announcement_id", "person_id", name=op.f("uq_announcement_delivery_announcement_id_person_id")
        ),
    )
    op.create_index(op.f("ix_announcement_delivery_outbox_id"), "announcement_delivery", ["outbox_id"], unique=False)
    op.create_index(op.f("ix_announcement_delivery_person_id"), "announcement_delivery", ["person_id"], unique=False)
    op.create_index(
        "ix_announcement_delivery_position", "announcement_delivery", ["announcement_id", "position"], unique=False
    )


def _outbox() -> None:
    op.add_column("outbox", sa.Column("batch_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("file_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("thread", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("removes", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("outbox", sa.Column("part_names", JSON, server_default=NO_NAMES, nullable=False))
    op.create_index(
        "ix_outbox_batch", "outbox", ["batch_id", "state"], sqlite_where=IS_BATCH, postgresql_where=IS_BATCH
    )
