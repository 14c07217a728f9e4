"""Keep the ledger's second time axis, its chain of hashes, evidence in parts, reporting rounds and seals.

Revision: 0009_pre, after 0008_pre. What was written before is chained and spread out as the rules of now would have
done it (storage.ledger_chain, storage.pledge_spans, as of this revision).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009_pre"
down_revision = "0008_pre"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(40)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
EMPTY = sa.text("''")

STILL = 2**62
KNOWN = f"known_until = {STILL}"

COLUMNS = ("resolved_on", "paper", "link", "file_id", "condition_kinds", "base", "about_id", "digest")

PREFIXES = ("SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH")
"""The Länder in the order of the first two digits of an AGS, from 01."""

Entry = dict[str, Any]


def upgrade() -> None:
    """Bring the tables to this revision."""
    _entry_columns()
    _pledge_span()
    _reporting_round()
    _round_part()
    _lapse_choice()
    _ledger_seal()
    _carry_history_over()


def downgrade() -> None:
    """Take this revision back."""
    for table in ("ledger_seal", "lapse_choice", "round_part", "reporting_round", "pledge_span"):
        op.drop_table(table)
    for index in ("ix_pledge_about", "ix_pledge_recorded"):
        op.drop_index(index, "pledge_entry")
    op.create_index("ix_pledge_effective", "pledge_entry", ["effective", "valid_from"])
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE pledge_entry DROP COLUMN {column}")


def _entry_columns() -> None:
    for column in (
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("link", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("condition_kinds", JSON, server_default=sa.text("'[]'"), nullable=False),
        sa.Column("base", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), server_default=EMPTY, nullable=False),
    ):
        op.add_column("pledge_entry", column)
    op.drop_index("ix_pledge_effective", "pledge_entry")
    op.create_index("ix_pledge_recorded", "pledge_entry", ["recorded_at"])
    op.create_index("ix_pledge_about", "pledge_entry", ["about_id"])


def _pledge_span() -> None:
    op.create_table(
        "pledge_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("land", NAME, nullable=False),
        sa.Column("programme", NAME, nullable=False),
        sa.Column("target_group", NAME, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("lapses", sa.Boolean(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_pledge_span_ags_municipality")),
        sa.ForeignKeyConstraint(["entry_id"], ["pledge_entry.id"], name=op.f("fk_pledge_span_entry_id_pledge_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_span")),
    )
    line = ("ags", "programme", "target_group")
    days = ("valid_from", "valid_until", "known_from", "known_until", "places", "ags")
    op.create_index("ix_pledge_span_totals", "pledge_span", ["pending", "programme", "target_group", "land", *days])
    _partial("ix_pledge_span_line", KNOWN, *line)
    _partial("ix_pledge_span_lapsing", f"{KNOWN} AND lapses", "valid_until")
    _partial("ix_pledge_span_pending", f"{KNOWN} AND pending", "entry_id")


def _partial(name: str, where: str, *columns: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "pledge_span", [*columns], sqlite_where=condition, postgresql_where=condition)


def _reporting_round() -> None:
    op.create_table(
        "reporting_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("closes_at >= opens_at", name=op.f("ck_reporting_round_end_after_start")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_reporting_round_created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_round")),
        sa.UniqueConstraint("opens_at", name=op.f("uq_reporting_round_opens_at")),
    )


def _round_part() -> None:
    op.create_table(
        "round_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("answer", NAME, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_round_part_ags_municipality")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_round_part_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["reporting_round.id"], name=op.f("fk_round_part_round_id_reporting_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_part")),
        sa.UniqueConstraint("round_id", "ags", name=op.f("uq_round_part_round_id_ags")),
    )
    op.create_index("ix_round_part_ags", "round_part", ["ags"])


def _lapse_choice() -> None:
    op.create_table(
        "lapse_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(), nullable=False),
        sa.Column("programme", NAME, nullable=False),
        sa.Column("target_group", NAME, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_lapse_choice_ags_municipality")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_lapse_choice_decided_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lapse_choice")),
        sa.UniqueConstraint(
            *("ags", "programme", "target_group", "valid_until"),
            name=op.f("uq_lapse_choice_ags_programme_target_group_valid_until"),
        ),
    )


def _ledger_seal() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["through"], ["pledge_entry.id"], name=op.f("fk_ledger_seal_through_pledge_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_seal")),
        sa.UniqueConstraint("through", name=op.f("uq_ledger_seal_through")),
    )


# What was written before this revision.

ENTRY = sa.table(
    "pledge_entry",
    *(sa.column(name) for name in ("id", "ags", "programme", "target_group", "version", "state", "places")),
    *(sa.column(name) for name in ("resolution", "condition", "actor_id", "reason", "base", "about_id", "digest")),
    *(sa.column(name, sa.Date()) for name in ("valid_from", "valid_until")),
    sa.column("effective", sa.Boolean()),
    sa.column("recorded_at", MOMENT),
)
SPAN = sa.table(
    "pledge_span",
    *(sa.column(name) for name in ("entry_id", "ags", "land", "programme", "target_group", "places")),
    *(sa.column(name, sa.Date()) for name in ("valid_from", "valid_until")),
    *(sa.column(name, sa.Boolean()) for name in ("pending", "lapses")),
    *(sa.column(name) for name in ("known_from", "known_until")),
)


def _carry_history_over() -> None:
    connection = op.get_bind()
    entries: list[Entry] = [dict(row) for row in connection.execute(sa.select(ENTRY).order_by(ENTRY.c.id)).mappings()]
    if not entries:
        return
    lines: defaultdict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        lines[entry["ags"], entry["programme"], entry["target_group"]].append(entry)
    for line in lines.values():
        _say_what_about(line)
    _chain(entries)
    _lift_protection()
    changed = ("base", "about_id", "digest")
    set_to: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in changed}
    rows = [{"number": entry["id"], **{f"new_{name}": entry[name] for name in changed}} for entry in entries]
    connection.execute(sa.update(ENTRY).where(ENTRY.c.id == sa.bindparam("number")).values(set_to), rows)
    _protect()
    spans = [span for line in lines.values() for span in _spans(line)]
    connection.execute(sa.insert(SPAN), spans)


def _say_what_about(line: list[Entry]) -> None:
    """Write down what each entry was about: a decision the report before it, an end of an offer its confirmation."""
    confirmed = None
    for before, entry in zip([None, *line], line, strict=False):
        entry["base"] = entry["version"] - 1
        ends_offer = entry["state"] == "withdrawn" and entry["effective"]
        about = confirmed if ends_offer else before
        entry["about_id"] = about["id"] if about and entry["state"] != "proposed" else None
        confirmed = entry if entry["state"] == "confirmed" else confirmed


def _chain(entries: list[Entry]) -> None:
    before = "0" * 64
    for entry in entries:
        said = {name: value for name, value in entry.items() if name not in {"id", "digest"}}
        said |= {name: value.isoformat() for name, value in said.items() if isinstance(value, date)}
        moment: datetime = entry["recorded_at"]
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        said |= {"resolved_on": None, "paper": "", "link": "", "condition_kinds": [], "before": before, "file": ""}
        said |= {"recorded_at": moment.isoformat(timespec="microseconds")}
        whole = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = entry["digest"] = sha256(whole.encode()).hexdigest()


def _spans(line: list[Entry]) -> list[Entry]:
    spans: list[Entry] = []
    for entry in line:
        known = [span for span in spans if span["known_until"] == STILL]
        over = [
            span for span in known if span["pending"]
        ]  # there was never more than one report, and any entry ends it
        day_before = entry["valid_from"] - timedelta(days=1)
        if entry["effective"]:
            counted = [span for span in known if not span["pending"] and span["valid_until"] >= day_before]
            over += counted
            left = [span for span in counted if span["valid_from"] <= day_before]
            spans += [{**span, "valid_until": day_before, "lapses": False, "known_from": entry["id"]} for span in left]
        for span in over:
            span["known_until"] = entry["id"]
        spans += _begun(entry)
    return spans


def _begun(entry: Mapping[str, Any]) -> Iterator[Entry]:
    if entry["state"] not in {"proposed", "confirmed"}:
        return
    kept = {name: entry[name] for name in ("ags", "programme", "target_group", "places", "valid_from")}
    pending = entry["state"] == "proposed"
    yield {
        **kept,
        "entry_id": entry["id"],
        "land": f"DE-{PREFIXES[int(entry['ags'][:2]) - 1]}",
        "valid_until": entry["valid_until"] or date.max,
        "pending": pending,
        "lapses": not pending and entry["valid_until"] is not None,
        "known_from": entry["id"],
        "known_until": STILL,
    }


def _lift_protection() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE pledge_entry DISABLE TRIGGER pledge_entry_append_only")
    else:
        op.execute("DROP TRIGGER pledge_entry_no_update")


def _protect() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE pledge_entry ENABLE TRIGGER pledge_entry_append_only")
    else:
        op.execute(
            "CREATE TRIGGER pledge_entry_no_update BEFORE UPDATE ON pledge_entry "
            "BEGIN SELECT RAISE(ABORT, 'pledge_entry is append-only'); END"
        )
