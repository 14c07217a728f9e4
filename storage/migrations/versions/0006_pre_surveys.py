"""Keep surveys, what municipalities answer, ballots and results; and how many people live in a municipality.

Revision: 0006_pre, after 0005_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006_pre"
down_revision = "0005_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(40)
UNPLANNED = sa.text("planned_version != version")
IS_UNTOLD = sa.text("told_at IS NULL")
IS_CURRENT = sa.text("standing = 'current'")
IS_POLL = sa.text("poll_name IS NOT NULL")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")

OUTBOX = ("poll", "poll_name", "ends_poll")


def upgrade() -> None:
    """Bring the tables to this revision."""
    _survey()
    _survey_version()
    _survey_participation()
    _survey_notice()
    _survey_answer()
    _survey_handover()
    _survey_file()
    _survey_waiting_ballot()
    _survey_slip()
    _survey_result_step()
    _survey_poll()
    _survey_poll_voice()
    _outbox_polls()
    op.add_column("municipality", sa.Column("population", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    op.execute("ALTER TABLE municipality DROP COLUMN population")
    op.drop_index("ix_outbox_poll", "outbox")
    for column in OUTBOX:
        op.execute(f"ALTER TABLE outbox DROP COLUMN {column}")
    for table in (
        "survey_poll_voice",
        "survey_poll",
        "survey_result_step",
        "survey_slip",
        "survey_waiting_ballot",
        "survey_file",
        "survey_handover",
        "survey_answer",
        "survey_notice",
        "survey_participation",
        "survey_version",
        "survey",
    ):
        op.drop_table(table)


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("anonymity", NAME, nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("excluded", JSON, nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("previewed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("reminders_at_most", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.Integer(), nullable=False),
        sa.Column("planned_version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("state = 'draft' OR published > 0", name=op.f("ck_survey_published_has_version")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_survey_end_after_start")),
        sa.CheckConstraint("reminders_at_most BETWEEN 0 AND 10", name=op.f("ck_survey_reminders_bearable")),
        sa.CheckConstraint("reminder_days BETWEEN 1 AND 60", name=op.f("ck_survey_reminders_apart")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_survey_created_by_person")),
        sa.ForeignKeyConstraint(["follows"], ["survey.id"], name=op.f("fk_survey_follows_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_survey_state_end", "survey", ["state", "closes_at"])
    op.create_index("ix_survey_unplanned", "survey", ["id"], sqlite_where=UNPLANNED, postgresql_where=UNPLANNED)


def _survey_version() -> None:
    op.create_table(
        "survey_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_survey_version_published_by_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_version_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_version")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_version_survey_id_number")),
    )


def _survey_participation() -> None:
    op.create_table(
        "survey_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("sheet", JSON, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("by_proxy", sa.Boolean(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_survey_participation_ags_municipality")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["action_item.id"], name=op.f("fk_survey_participation_task_id_action_item")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_survey_participation_sent_by_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_participation_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_participation")),
        sa.UniqueConstraint("survey_id", "ags", name=op.f("uq_survey_participation_survey_id_ags")),
    )
    op.create_index("ix_survey_participation_ags", "survey_participation", ["ags"])
    op.create_index("ix_survey_participation_task_id", "survey_participation", ["task_id"])


def _survey_notice() -> None:
    op.create_table(
        "survey_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", NAME, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_survey_notice_ags_municipality")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_notice_person_id_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_notice_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_notice")),
        sa.UniqueConstraint(
            *("survey_id", "ags", "number", "person_id"), name=op.f("uq_survey_notice_survey_id_ags_number_person_id")
        ),
    )
    op.create_index(
        "ix_survey_notice_untold",
        "survey_notice",
        ["survey_id", "person_id"],
        sqlite_where=IS_UNTOLD,
        postgresql_where=IS_UNTOLD,
    )


def _survey_answer() -> None:
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", JSON, nullable=True),
        sa.Column("standing", NAME, nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.Column("took_over", sa.Boolean(), nullable=False),
        sa.Column("by_proxy", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_survey_answer_ags_municipality")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_answer_person_id_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_answer_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    op.create_index("ix_survey_answer_place", "survey_answer", ["survey_id", "ags"])
    op.create_index(
        "uq_survey_answer_current",
        "survey_answer",
        ["survey_id", "ags", "question"],
        unique=True,
        sqlite_where=IS_CURRENT,
        postgresql_where=IS_CURRENT,
    )


def _survey_handover() -> None:
    op.create_table(
        "survey_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=False),
        sa.Column("handed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_survey_handover_ags_municipality")),
        sa.ForeignKeyConstraint(["handed_by"], ["person.id"], name=op.f("fk_survey_handover_handed_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_handover_person_id_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_handover_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_handover")),
        sa.UniqueConstraint("survey_id", "ags", "question", name=op.f("uq_survey_handover_survey_id_ags_question")),
    )


def _survey_file() -> None:
    op.create_table(
        "survey_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_survey_file_ags_municipality")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_file_person_id_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_file_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_file")),
    )
    op.create_index("ix_survey_file_place", "survey_file", ["survey_id", "ags"])


def _survey_waiting_ballot() -> None:
    op.create_table(
        "survey_waiting_ballot",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("sheet", JSON, nullable=False),
        sa.Column("land", NAME, nullable=True),
        sa.Column("size", NAME, nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_waiting_ballot_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_waiting_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_waiting_ballot_survey_id", "survey_waiting_ballot", ["survey_id"])


def _survey_slip() -> None:
    op.create_table(
        "survey_slip",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("land", NAME, nullable=True),
        sa.Column("size", NAME, nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_slip_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_slip")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_slip_survey_id", "survey_slip", ["survey_id"])


def _survey_result_step() -> None:
    op.create_table(
        "survey_result_step",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("results", JSON, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_result_step_survey_id_survey")),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_result_step")),
    )


def _survey_poll() -> None:
    op.create_table(
        "survey_poll",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group_chat.id"], name=op.f("fk_survey_poll_group_id_group_chat")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_poll_survey_id_survey")),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_poll")),
        sa.UniqueConstraint("key", name=op.f("uq_survey_poll_key")),
    )


def _survey_poll_voice() -> None:
    op.create_table(
        "survey_poll_voice",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(), nullable=False),
        sa.Column("raised", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey_poll.survey_id"], name=op.f("fk_survey_poll_voice_survey_id_survey_poll")
        ),
        sa.PrimaryKeyConstraint("survey_id", "voter", name=op.f("pk_survey_poll_voice")),
    )


def _outbox_polls() -> None:
    op.add_column("outbox", sa.Column("poll", JSON, nullable=True))
    op.add_column("outbox", sa.Column("poll_name", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("ends_poll", sa.String(), nullable=True))
    op.create_index(
        "ix_outbox_poll", "outbox", ["network", "poll_name"], sqlite_where=IS_POLL, postgresql_where=IS_POLL
    )
