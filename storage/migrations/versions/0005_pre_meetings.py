"""Keep meetings, answers, date polls, feeds, reminders and restraints.

Revision: 0005_pre, after 0004_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005_pre"
down_revision = "0004_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(40)
IS_PENDING = sa.text("state = 'pending'")
IS_UNPLANNED = sa.text("planned_version != version")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Bring the tables to this revision."""
    _anchor()
    _calendar_feed()
    _group_reminder()
    _meeting()
    _restraint()
    _action_item()
    _agenda_question()
    _attendance()
    _date_proposal()
    _invitation()
    _minutes()
    _date_vote()
    op.add_column("due", sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("due", sa.Column("retry_at", MOMENT, nullable=True))
    op.create_index("ix_due_ahead", "due", ["rule", "subject"], sqlite_where=IS_PENDING, postgresql_where=IS_PENDING)
    op.add_column("outbox", sa.Column("urgency", NAME, server_default=sa.text("'urgent'"), nullable=False))
    op.add_column("outbox", sa.Column("why", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("outbox", sa.Column("due_id", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("timezone", sa.String(), nullable=True))
    op.add_column("person", sa.Column("paused_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    op.execute("ALTER TABLE person DROP COLUMN paused_until")
    op.execute("ALTER TABLE person DROP COLUMN timezone")
    op.execute("ALTER TABLE outbox DROP COLUMN due_id")
    op.execute("ALTER TABLE outbox DROP COLUMN why")
    op.execute("ALTER TABLE outbox DROP COLUMN urgency")
    op.drop_index("ix_due_ahead", "due")
    op.execute("ALTER TABLE due DROP COLUMN retry_at")
    op.execute("ALTER TABLE due DROP COLUMN attempts")
    for table in (
        "date_vote",
        "minutes",
        "invitation",
        "date_proposal",
        "attendance",
        "agenda_question",
        "action_item",
        "restraint",
        "meeting",
        "group_reminder",
        "calendar_feed",
        "anchor",
    ):
        op.drop_table(table)


def _anchor() -> None:
    op.create_table(
        "anchor",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_anchor_set_by_person")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_anchor")),
    )


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("land", NAME, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id"])


def _group_reminder() -> None:
    op.create_table(
        "group_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", NAME, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_group_reminder_created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_reminder")),
    )


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("documents", sa.String(), nullable=False),
        sa.Column("partners", sa.String(), nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("answer_until", MOMENT, nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("state", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("date_number", sa.Integer(), nullable=False),
        sa.Column("planned_version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("state != 'planned' OR starts_at IS NOT NULL", name=op.f("ck_meeting_planned_has_start")),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_meeting_capacity_positive")),
        sa.CheckConstraint("duration > 0", name=op.f("ck_meeting_duration_positive")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_meeting_created_by_person")),
        sa.ForeignKeyConstraint(["follows"], ["meeting.id"], name=op.f("fk_meeting_follows_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("follows", name=op.f("uq_meeting_follows")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    op.create_index("ix_meeting_state_start", "meeting", ["state", "starts_at"])
    op.create_index("ix_meeting_unplanned", "meeting", ["id"], sqlite_where=IS_UNPLANNED, postgresql_where=IS_UNPLANNED)


def _restraint() -> None:
    op.create_table(
        "restraint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", NAME, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_restraint_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restraint")),
    )
    op.create_index("ix_restraint_person_id", "restraint", ["person_id"])


def _action_item() -> None:
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_action_item_created_by_person")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_action_item_done_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_action_item_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    op.create_index("ix_action_item_meeting_id", "action_item", ["meeting_id"])
    op.create_index("ix_action_item_party", "action_item", ["party"])


def _agenda_question() -> None:
    op.create_table(
        "agenda_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_question_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_question_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_question")),
    )
    op.create_index("ix_agenda_question_meeting_id", "agenda_question", ["meeting_id"])


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("date_number", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("answer", NAME, nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_attendance_answered_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index("ix_attendance_meeting", "attendance", ["meeting_id", "date_number", "counts"])


def _date_proposal() -> None:
    op.create_table(
        "date_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_date_proposal_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_date_proposal_proposed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_proposal")),
        sa.UniqueConstraint("meeting_id", "starts_at", name=op.f("uq_date_proposal_meeting_id_starts_at")),
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_invitation_outbox_id_outbox")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("meeting_id", "person_id", "party", name=op.f("uq_invitation_meeting_id_person_id_party")),
    )
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"])


def _minutes() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_minutes_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
    )
    op.create_index("ix_minutes_meeting_id", "minutes", ["meeting_id"])


def _date_vote() -> None:
    op.create_table(
        "date_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("vote", NAME, nullable=False),
        sa.Column("voted_by", sa.Integer(), nullable=False),
        sa.Column("voted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["date_proposal.id"], name=op.f("fk_date_vote_proposal_id_date_proposal")
        ),
        sa.ForeignKeyConstraint(["voted_by"], ["person.id"], name=op.f("fk_date_vote_voted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_vote")),
        sa.UniqueConstraint("proposal_id", "party", name=op.f("uq_date_vote_proposal_id_party")),
    )
