"""What an account on Matrix and its devices must not forget: their keys, each sealed by whoever keeps it here.

Nothing is looked up by what is in it: a device reads everything once, when it starts, and from then on only writes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, or_
from sqlmodel import Field, Session, col, delete, insert, select

from storage.records import Record


class MatrixKey(Record, table=True):
    """One thing that is kept, by what it is and its name. Without a device it is the account's."""

    __tablename__ = "matrix_key"

    account: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    content: str


def matrix_keys(session: Session, account: str, device: str, kind: str) -> dict[str, str]:
    """Give everything of one kind, by its name."""
    here = (MatrixKey.account == account, MatrixKey.device == device, MatrixKey.kind == kind)
    return dict(session.exec(select(MatrixKey.name, MatrixKey.content).where(*here)).all())


def keep_matrix_keys(
    session: Session, account: str, device: str, changes: Mapping[tuple[str, str], str | None]
) -> None:
    """Put contents, by kind and name, in place of what was there; None takes away."""
    where: dict[str, str | None] = {"account": account, "device": device}
    rows = [where | {"kind": kind, "name": name, "content": content} for (kind, name), content in changes.items()]
    if not rows:
        return
    named = (col(getattr(MatrixKey, part)) == bindparam(part) for part in (*where, "kind", "name"))
    connection = session.connection()
    connection.execute(delete(MatrixKey).where(*named), rows)
    if kept := [row for row in rows if row["content"] is not None]:
        connection.execute(insert(MatrixKey), kept)


def knows_account(session: Session, account: str) -> bool:
    """Say whether anything is kept for an account."""
    return session.exec(select(MatrixKey.name).where(MatrixKey.account == account).limit(1)).first() is not None


def forget_devices(session: Session, names: Collection[str]) -> None:
    """Forget what is kept for devices, and of what is kept for accounts all with one of these names."""
    session.connection().execute(
        delete(MatrixKey).where(or_(col(MatrixKey.device) != "", col(MatrixKey.name).in_(names)))
    )
