"""Keep accounts out of the inbox, link accounts, allow networks, keep consents, and write to somebody's next address.

Revision: 0003_pre, after 0002_pre.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0003_pre"
down_revision = "0002_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLE = sa.String(40)


def upgrade() -> None:
    """Bring the tables to this revision."""
    _hide_accounts()
    with op.batch_alter_table("invite") as invite:
        invite.alter_column("role", existing_type=ROLE, nullable=True)
        invite.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        invite.create_foreign_key("fk_invite_person_id_person", "person", ["person_id"], ["id"])
    # SQLite adds a column that has a default in place; a copy of the table would take long.
    default = "FALSE" if op.get_bind().dialect.name == "postgresql" else "0"
    op.execute(f"ALTER TABLE outbox ADD COLUMN redirected BOOLEAN NOT NULL DEFAULT {default}")
    _link_request()
    _network_allowance()
    _consent()


def downgrade() -> None:
    """Take this revision back. Invitations that gave no role are lost; who sent what stays hidden."""
    for table in ("consent", "network_allowance", "link_request"):
        op.drop_table(table)
    op.execute("ALTER TABLE outbox DROP COLUMN redirected")
    op.execute("DELETE FROM invite WHERE role IS NULL")
    with op.batch_alter_table("invite") as invite:
        invite.drop_constraint("fk_invite_person_id_person", type_="foreignkey")
        invite.drop_column("person_id")
        invite.alter_column("role", existing_type=ROLE, nullable=False)
    op.execute("ALTER TABLE inbox RENAME COLUMN sender TO account")


def _hide_accounts() -> None:
    """Put in an account's place what storage.inbox.trace makes of it; the index goes along with its column."""
    op.execute("ALTER TABLE inbox RENAME COLUMN account TO sender")
    connection = op.get_bind()
    inbox = sa.table("inbox", sa.column("network"), sa.column("sender"))
    for network, account in connection.execute(sa.select(inbox.c.network, inbox.c.sender).distinct()).all():
        trace = hashlib.sha256(f"hafenbote-trace:{network}:{account}".encode()).hexdigest()[:24]
        here = (inbox.c.network == network, inbox.c.sender == account)
        connection.execute(sa.update(inbox).where(*here).values(sender=trace))


def _link_request() -> None:
    op.create_table(
        "link_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_link_request_person_id_person")),
    )
    op.create_index("ix_link_request_person_id", "link_request", ["person_id"])


def _network_allowance() -> None:
    op.create_table(
        "network_allowance",
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("allowed_by", sa.Integer(), nullable=True),
        sa.Column("allowed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ags", "network", name=op.f("pk_network_allowance")),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_network_allowance_ags_municipality")),
        sa.ForeignKeyConstraint(["allowed_by"], ["person.id"], name=op.f("fk_network_allowance_allowed_by_person")),
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("network", "account", name=op.f("pk_consent")),
    )
