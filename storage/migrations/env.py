"""Alembic's entry: runs the migrations on the connection that :mod:`storage.migrating` hands in."""

from __future__ import annotations

from alembic import context

# In batches, for SQLite cannot alter a column in place: Alembic then copies the table.
context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
