"""Keep enquiries, what was said in each, and answers that are given often.

Revision: 0008_pre, after 0007_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_pre"
down_revision = "0007_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(40)

TABLES = ("canned_answer", "enquiry_message", "enquiry")


def upgrade() -> None:
    """Bring the tables to this revision."""
    _enquiry()
    _enquiry_message()
    _canned_answer()


def downgrade() -> None:
    """Take this revision back."""
    for table in TABLES:
        op.drop_table(table)


def _enquiry() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=True),
        sa.Column("about", sa.Integer(), nullable=True),
        sa.Column("land", NAME, nullable=True),
        sa.Column("state", NAME, nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("root", sa.String(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["about"], ["announcement.id"], name=op.f("fk_enquiry_about_announcement")),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_enquiry_ags_municipality")),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_enquiry_claimed_by_person")),
        sa.ForeignKeyConstraint(["group_id"], ["group_chat.id"], name=op.f("fk_enquiry_group_id_group_chat")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enquiry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    op.create_index("ix_enquiry_person", "enquiry", ["person_id", "state"], unique=False)
    op.create_index("ix_enquiry_state", "enquiry", ["state", "land"], unique=False)


def _enquiry_message() -> None:
    op.create_table(
        "enquiry_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_office", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("planned_for", MOMENT, nullable=True),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_message_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_enquiry_message_file_id_stored_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enquiry_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_message")),
    )
    op.create_index(op.f("ix_enquiry_message_enquiry_id"), "enquiry_message", ["enquiry_id"], unique=False)


def _canned_answer() -> None:
    op.create_table(
        "canned_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_canned_answer_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer")),
        sa.UniqueConstraint("name", name=op.f("uq_canned_answer_name")),
    )
