"""Group chats the bot serves, such as the one the spokespersons share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import UniqueConstraint, bindparam, or_
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.persons import Language, Role
from storage.records import Record, UtcDateTime, enum_column

RECIPIENT = "group:"


class Group(Record, table=True):
    """A group chat and the role its members share."""

    __tablename__ = "group_chat"
    __table_args__ = (UniqueConstraint("network", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    network: str
    chat: str
    role: Role = Field(sa_type=enum_column(Role))
    language: Language = Field(default=Language.GERMAN, sa_type=enum_column(Language))
    gone: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def recipient(self) -> str:
        """Its name as the recipient of due rows."""
        return f"{RECIPIENT}{self.id}"


def group_named(session: Session, recipient: str) -> Group | None:
    """Find the group a due row is for, unless it has thrown us out."""
    group = session.get(Group, int(recipient.removeprefix(RECIPIENT)))
    return None if group is None or group.gone else group


def group_at(session: Session, network: str, chat: str) -> Group | None:
    """Find the group a chat is, if it is one we serve."""
    return session.exec(select(Group).where(Group.network == network, Group.chat == chat)).first()


def groups_of(session: Session, role: Role) -> Sequence[Group]:
    """List the groups whose members share a role and who have not thrown us out."""
    return session.exec(_of_role(), params={"role": role}).all()


@cache
def _of_role() -> SelectOfScalar[Group]:
    """Write the query, once: every tick needs it."""
    return select(Group).where(Group.role == bindparam("role"), col(Group.gone).is_(False)).order_by(col(Group.id))


def roles_with_groups(session: Session) -> set[Role]:
    """List the roles that have a group."""
    return {group.role for group in session.exec(select(Group).where(col(Group.gone).is_(False)))}


def mark_group_gone(session: Session, network: str, chat: str) -> None:
    """Write no more to a group that threw us out."""
    for group in _groups_in(session, network, chat):
        group.gone = True


def mark_group_reached(session: Session, network: str, chat: str) -> None:
    """Write to a group again, if we serve it."""
    for group in _groups_in(session, network, chat):
        group.gone = False


def _groups_in(session: Session, network: str, chat: str) -> Sequence[Group]:
    """List the group a chat is, and those that are parts of it: their addresses begin with the chat's and a slash."""
    here = or_(col(Group.chat) == chat, col(Group.chat).startswith(f"{chat}/", autoescape=True))
    return session.exec(select(Group).where(Group.network == network, here)).all()


def move_group(session: Session, network: str, chat: str, to: str) -> None:
    """Serve a group at its new address from now on."""
    group = group_at(session, network, chat)
    if group is not None and group_at(session, network, to) is None:
        group.chat, group.gone = to, False


def all_groups(session: Session) -> Sequence[Group]:
    """List the groups that have not thrown us out."""
    return session.exec(select(Group).where(col(Group.gone).is_(False)).order_by(col(Group.id))).all()
