"""Keep each notice somebody agreed to, hand roles over, erase people, and let the audit log end after its time.

Revision: 0013_pre, after 0012_pre.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_pre"
down_revision = "0012_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
AUDIT_KEPT_DAYS = 3 * 365
"""For so long no deed leaves the audit log: the database itself refuses it."""


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("person", sa.Column("erased_at", MOMENT, nullable=True))
    with op.batch_alter_table("invite") as batch:
        batch.add_column(sa.Column("leaver_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("erases_leaver", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch.create_foreign_key(op.f("fk_invite_leaver_id_person"), "person", ["leaver_id"], ["id"])
    _make_key("network", "account", "version")
    _let_go_of_old_deeds()


def downgrade() -> None:
    """Take this revision back."""
    _let_go_of_nothing()
    op.execute(
        "DELETE FROM consent WHERE version < (SELECT max(version) FROM consent newer "
        "WHERE newer.network = consent.network AND newer.account = consent.account)"
    )
    _make_key("network", "account")
    with op.batch_alter_table("invite") as batch:
        batch.drop_constraint(op.f("fk_invite_leaver_id_person"), type_="foreignkey")
        batch.drop_column("erases_leaver")
        batch.drop_column("leaver_id")
    op.drop_column("person", "erased_at")


def _make_key(*columns: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("pk_consent"), "consent", type_="primary")
        op.create_primary_key(op.f("pk_consent"), "consent", list(columns))
        return
    op.rename_table("consent", "consent_before")
    op.create_table(
        "consent",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(*columns, name=op.f("pk_consent")),
    )
    op.execute("INSERT INTO consent SELECT network, account, version, agreed_at FROM consent_before")
    op.drop_table("consent_before")


OLD_MAY_GO = (
    f"IF TG_LEVEL = 'ROW' THEN IF OLD.at <= now() - interval '{AUDIT_KEPT_DAYS} days' THEN RETURN OLD; END IF; END IF;"
)
"""On PostgreSQL: only the audit log is asked row by row."""


def _let_go_of_old_deeds() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _refuse(OLD_MAY_GO)
        _watch("UPDATE OR TRUNCATE")
        op.execute(
            "CREATE TRIGGER audit_no_early_end BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    else:
        _keep(f"WHEN OLD.at > datetime('now', '-{AUDIT_KEPT_DAYS} days') ")


def _let_go_of_nothing() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_no_early_end ON audit")
        _refuse("")
        _watch("UPDATE OR DELETE OR TRUNCATE")
    else:
        _keep("")


def _refuse(unless: str) -> None:
    """Write PostgreSQL's function anew: the one there is, for copies of the database know it by its name."""
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {unless} RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )


def _watch(deeds: str) -> None:
    op.execute("DROP TRIGGER audit_append_only ON audit")
    op.execute(
        f"CREATE TRIGGER audit_append_only BEFORE {deeds} ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _keep(when: str) -> None:
    op.execute("DROP TRIGGER audit_no_delete")
    op.execute(
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {when}"
        "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    )
