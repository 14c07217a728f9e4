"""A role handed over: an invitation that names who leaves, and what goes on with whoever takes their place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select, update

from storage.answers import PERSON
from storage.dialogues import DialoguePosition
from storage.enquiries import Enquiry, EnquiryState
from storage.invites import Invite, with_secret
from storage.minutes import ActionItem
from storage.persons import MUNICIPAL_ROLES, RoleAssignment, roles_of

VALIDITY = timedelta(days=7)
"""How long a code to hand a role over can be used: successors are known to each other."""


def open_handover(session: Session, person_id: int, now: datetime) -> Invite | None:
    """Find what somebody is handing over, if nobody has taken it yet."""
    waiting = (Invite.leaver_id == person_id, col(Invite.used_at).is_(None), col(Invite.expires_at) > now)
    return session.exec(select(Invite).where(*waiting).with_for_update()).first()


def spent(session: Session, typed: str) -> Invite | None:
    """Find the hand-over that a code was for, also where it is over: whoever has the whole code may know that."""
    return session.exec(select(Invite).where(with_secret(typed), col(Invite.leaver_id).is_not(None))).first()


def handed_role(session: Session, invite: Invite, day: date) -> RoleAssignment | None:
    """Find the role that is handed over, if the leaver still holds it."""
    held = roles_of(session, invite.leaver_id or 0, day)
    same = (role for role in held if (role.role, role.ags, role.land) == (invite.role, invite.ags, invite.land))
    return next(same, None)


def end_role(session: Session, role: RoleAssignment, day: date) -> None:
    """Let a role end before a day; one that has only begun then is as if it had never been."""
    if role.valid_from >= day:
        session.delete(role)
    else:
        role.valid_until = day - timedelta(days=1)
    session.flush()


def pass_on(session: Session, role: RoleAssignment, successor: int, talks: Collection[str], day: date) -> str | None:
    """Let go on with the successor what belongs to the role: open questions, tasks, and a running conversation.

    ``talks`` are the conversations that belong to a municipality; returns which of them goes on.
    """
    leaver = role.person_id
    if role.role not in MUNICIPAL_ROLES:
        if not _others(roles_of(session, leaver, day), role):
            mine = (col(ActionItem.party) == f"{PERSON}{leaver}", col(ActionItem.done_at).is_(None))
            session.connection().execute(update(ActionItem).where(*mine).values(party=f"{PERSON}{successor}"))
        return None
    asked = (col(Enquiry.person_id) == leaver, col(Enquiry.ags) == role.ags, col(Enquiry.state) == EnquiryState.OPEN)
    session.connection().execute(update(Enquiry).where(*asked).values(person_id=successor))
    speaks_elsewhere = any(each.role in MUNICIPAL_ROLES for each in _others(roles_of(session, leaver, day), role))
    running, busy = session.get(DialoguePosition, leaver), session.get(DialoguePosition, successor)
    if running is None or busy is not None or speaks_elsewhere or running.dialogue not in talks:
        return None
    session.delete(running)
    session.add(DialoguePosition(**(running.model_dump() | {"person_id": successor})))
    session.flush()
    return running.dialogue


def _others(roles: Sequence[RoleAssignment], one: RoleAssignment) -> list[RoleAssignment]:
    return [role for role in roles if role.id != one.id]
