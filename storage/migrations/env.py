"""Alembic's entry: runs the migrations on the connection that :mod:`storage.schema` hands in."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlmodel import AutoString

from storage.records import OrderedEnum, Record, UtcDateTime


def render_plainly(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write column types into a new migration by what they are in the database, free of our code of that day."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, OrderedEnum):
        return "sa.Integer()"
    if isinstance(item, Enum):
        return f"sa.String({item.length})"
    return "sa.String()" if isinstance(item, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place: Alembic then copies the table
    render_item=render_plainly,
)
with context.begin_transaction():
    context.run_migrations()
