"""Who may do what with an announcement: the office everything, a Land's coordination what concerns that Land alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from handlers.commands import COORDINATORS
from handlers.turn import Turn, identity
from storage.announcement_release import is_own
from storage.announcements import Announcement
from storage.municipalities import Land, Municipality
from storage.persons import Person, Role, RoleAssignment, holders, lands_of, roles_of


def may_manage(turn: Turn, announcement: Announcement) -> bool:
    """Say whether the person may change, stop or withdraw an announcement: the office, and who had to do with it.

    A Land's coordination only as long as it goes to nobody beyond: the office may have made it reach further.
    """
    if turn.holds(Role.COORDINATOR):
        return True
    had_to_do = {announcement.created_by, announcement.edited_by, announcement.requested_by, announcement.released_by}
    if turn.sender_id not in had_to_do or not turn.holds(*COORDINATORS):
        return False
    is_for_nobody = announcement.audience is None and announcement.corrects is None and not announcement.groups
    return is_for_nobody or _covers(turn.session, announcement, turn.roles)


def may_see(turn: Turn, announcement: Announcement) -> bool:
    """Say whether the person may look at an announcement: who may manage it, and who may release it."""
    return may_manage(turn, announcement) or _covers(turn.session, announcement, turn.roles)


def may_release(session: Session, announcement: Announcement, person: Person, day: date) -> bool:
    """Say whether somebody may release an announcement: it is not their own, and for nobody beyond their Land."""
    roles = roles_of(session, identity(person), day)
    return not is_own(session, announcement, identity(person)) and _covers(session, announcement, roles)


def releasers(session: Session, announcement: Announcement, day: date) -> list[Person]:
    """List who may release an announcement, the office first."""
    coordinators = [*holders(session, Role.COORDINATOR, day), *holders(session, Role.LAND_COORDINATOR, day)]
    each_once = {identity(person): person for person in coordinators}
    return [person for person in each_once.values() if may_release(session, announcement, person, day)]


def still_holds(session: Session, announcement: Announcement, day: date) -> bool:
    """Say whether whoever has released an announcement may still do so; one of a single hand needs the office's."""
    released_by = session.get(Person, announcement.released_by)
    if released_by is None:
        return False
    if announcement.requested_by is None:
        return _covers(session, announcement, roles_of(session, identity(released_by), day))
    return may_release(session, announcement, released_by, day)


def _covers(session: Session, announcement: Announcement, roles: Sequence[RoleAssignment]) -> bool:
    """Say whether these roles are for all whom an announcement is for."""
    if any(role.role is Role.COORDINATOR for role in roles):
        return True
    lands = lands_of(roles)
    if not lands or announcement.groups:
        return False
    meant = _lands(session, announcement)
    return meant is not None and meant <= lands


def _lands(session: Session, announcement: Announcement) -> set[Land] | None:
    """List the Länder whom an announcement is for; None where it names none, and so is for all."""
    if announcement.corrects is not None:
        return _lands(session, session.get_one(Announcement, announcement.corrects))
    whom, lands = announcement.whom, set[Land]()
    for one in whom.anyone_of if whom else ():
        named = set(one.lands) or {session.get_one(Municipality, ags).land for ags in one.places}
        if not named:
            return None
        lands |= named
    return lands or None
