"""Releases take turns without a stop: what takes away waits until nobody needs it; until then one can go back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.doctor.examination import examine
from bot.readiness import Readiness
from bot.settings import Settings
from storage import migrating, revisions, schema
from storage.database import Database
from storage.revisions import MigrationError, goal, works_on

OLD = ["0001_pre", "0002_pre"]
NEW = [*OLD, "0003_pre", "0004_pre", "0005_post"]
NEXT = [*NEW, "0006_pre_0005"]


@pytest.mark.parametrize(
    ("ours", "at", "to", "finished"),
    [
        (OLD, "0002_pre", None, None),
        (NEW, None, "0004_pre", "0005_post"),
        (NEW, "0002_pre", "0004_pre", "0005_post"),
        (NEW, "0004_pre", None, "0005_post"),
        (NEW, "0005_post", None, None),
        (NEXT, "0005_post", "0006_pre_0005", "0006_pre_0005"),
        (OLD, "0004_pre", None, None),
        (NEW, "0006_pre_0005", None, None),
        (NEW, "0006_pre", None, None),
    ],
)
def test_what_an_upgrade_goes_to(ours: list[str], at: str | None, to: str | None, finished: str | None) -> None:
    """It adds what is new and leaves what takes away to the end; a newer schema that only added stays as it is."""
    assert goal(ours, at, finish=False) == to
    assert goal(ours, at, finish=True) == finished
    assert works_on(ours, to or at or "")


@pytest.mark.parametrize(
    ("ours", "at", "words"),
    [
        (OLD, "0005_post", "start the newer release"),
        (OLD, "0006_pre_0005", "start the newer release"),
        (OLD, "9999", "start the newer release"),
        (NEXT, "0004_pre", "0005_post of an earlier release"),
    ],
)
def test_where_nobody_may_go(ours: list[str], at: str, words: str) -> None:
    """What was taken away is missed, and what is still needed is not taken away; the refusal says what to do."""
    with pytest.raises(MigrationError, match=words):
        goal(ours, at, finish=False)
    assert not works_on(ours, at)


def test_our_revisions_are_named_by_the_rule() -> None:
    """Each is named like its file, and a ``_pre`` names the last ``_post`` before it."""
    files = sorted(path.name for path in (revisions.MIGRATIONS / "versions").glob("[0-9]*.py"))
    last = ""
    for file, name in zip(files, revisions.revisions(), strict=True):
        number, kind, *_ = file.split("_")
        assert name == "_".join([number, kind, *([last] if last and kind == "pre" else [])])
        last = number if kind == "post" else last


def write(folder: Path, name: str, before: str, done: str) -> None:
    """Write a migration without a way back."""
    header = f'from alembic import op\nimport sqlalchemy as sa\nrevision = "{name}"\ndown_revision = "{before}"\n'
    (folder / f"{name}_imagined.py").write_text(f"{header}def upgrade():\n    {done}\n", encoding="utf-8")


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[object]]:
    """Give a release whose migrations add a column first, and take it away at the end."""
    newest, folder = revisions.revisions()[-1], shutil.copytree(revisions.MIGRATIONS, tmp_path / "migrations")
    write(folder / "versions", "0998_pre", newest, 'op.add_column("audit", sa.Column("new", sa.Text))')
    write(folder / "versions", "0999_post", "0998_pre", 'op.drop_column("audit", "new")')

    @contextmanager
    def switched() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(revisions, "MIGRATIONS", folder)
            yield

    return switched


def audit_columns(database: Database) -> set[str]:
    """Name the columns of the table that the imagined release changes."""
    with database.engine.begin() as connection:
        return {each["name"] for each in inspect(connection).get_columns("audit")}


async def said_of(url: str) -> str:
    """Ask the doctor about the database, which must be well."""
    finding = next(
        each for each in await examine(Settings(_env_file=None, database_url=url)) if each.part == "database"
    )
    assert finding.ok
    return finding.sentence


async def test_one_release_follows_the_other(
    database: Database, database_url: str, next_release: Callable[[], AbstractContextManager[object]]
) -> None:
    """The new one adds, the old one goes on and can start again; once that is finished, the old one starts no more."""
    at = schema.revision(database)[1]
    with next_release():
        assert goal(revisions.revisions(), at, finish=False) == "0998_pre"
        migrating.migrate(database.engine, "0998_pre")
        migrating.migrate(database.engine, at)  # an instance that looked before and comes later
        assert "new" in audit_columns(database)
        assert "--finish" in await said_of(database_url)
    schema.upgrade(database)
    assert schema.revision(database)[0] == "0998_pre"
    assert Readiness(database, {}, lambda _: True, tuple).faults() == {}
    assert "of a newer release" in await said_of(database_url)
    with next_release():
        migrating.migrate(database.engine, "0999_post")
    assert "new" not in audit_columns(database)
    with pytest.raises(MigrationError, match="0999_post"):
        schema.upgrade(database)
    assert Readiness(database, {}, lambda _: True, tuple).faults().keys() == {"database"}
