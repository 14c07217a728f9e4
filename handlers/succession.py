"""Taking a role over from whoever hands it over: it goes on with the successor, and the leaver goes."""

from __future__ import annotations

from handlers.erasing import erase_person
from handlers.messages import Choice, Message
from handlers.role_words import role_words
from handlers.turn import Outgoing, Replies, Turn, identity, notice
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.handovers import end_role, handed_role, pass_on, spent
from storage.invites import Invite
from storage.municipalities import Municipality
from storage.outbox import Urgency
from storage.persons import Person, Role, RoleAssignment, holders, roles_of

TALKS = ("pledge", "withdrawal", "evidence", "survey")
"""Conversations that belong to a municipality: whoever takes the role over goes on where they stand."""


def spent_code(turn: Turn, typed: str) -> Outgoing | None:
    """Say of a hand-over's code that does not count any more why that is so."""
    invite = spent(turn.session, typed)
    if invite is None:
        return None
    return turn.reply("handover-used" if invite.used_at else "handover-expired")


def may_not_succeed(turn: Turn, invite: Invite) -> Outgoing | None:
    """Say why somebody cannot take a role over with this code, which stays valid; None where they can."""
    own = turn.person is not None and turn.person.id == invite.leaver_id
    has = any((each.role, each.ags, each.land) == (invite.role, invite.ags, invite.land) for each in turn.roles)
    if own or has:
        invite.used_at = None
        return turn.reply("handover-own" if own else "handover-has-role", role=_words(turn, turn.wording, invite))
    if handed_role(turn.session, invite, turn.today) is None:
        return turn.reply("handover-lapsed")
    return None


def _words(turn: Turn, wording: Wording, invite: Invite) -> Markdown:
    return role_words(wording, turn.session.get(Municipality, invite.ags or ""), invite)


def succeed(turn: Turn, invite: Invite, successor: Person, given: RoleAssignment) -> Replies:
    """Put somebody who has just got a role in the place of who handed it over; tells the leaver, and the office."""
    session, role = turn.session, handed_role(turn.session, invite, turn.today)
    if role is None:
        raise LookupError("the role that is handed over was there a moment ago")
    leaver = session.get_one(Person, role.person_id)
    given.position = role.position
    talk = pass_on(session, role, identity(successor), TALKS, turn.today)
    end_role(session, role, turn.today)
    note(session, turn.now, identity(successor), "handed-over", f"invite:{invite.id}", role=given.role)
    return [*_going_on(turn, successor, talk), *_let_go(turn, invite, leaver), *_told(turn, invite, successor)]


def _going_on(turn: Turn, successor: Person, talk: str | None) -> list[Outgoing]:
    if talk is None:
        return []
    wording = turn.office.wording(successor.language)
    choice = Choice(wording("handover-carry-on"), "/fortfahren")
    return [Outgoing(Message(wording("handover-talk", title=wording(f"{talk}-title")), (choice,)))]


def _let_go(turn: Turn, invite: Invite, leaver: Person) -> Replies:
    """Tell the leaver that the role is taken; erase them if they wanted that and hold no other."""
    wording = turn.office.wording(leaver.language)
    left = roles_of(turn.session, identity(leaver), turn.today)
    goes = invite.erases_leaver and not left
    stays = "handover-taken-still" if invite.erases_leaver else "handover-taken-stays"
    said = Message(wording("handover-taken-erases" if goes else stays, role=_words(turn, wording, invite)))
    if goes:
        return erase_person(turn.session, turn.office, leaver, turn.now, before=said.text)
    return [Outgoing(said, leaver, why=wording("why-handover"))]


def _told(turn: Turn, invite: Invite, successor: Person) -> list[Outgoing]:
    """Tell the office that a role was handed over, without saying by whom."""
    said: list[Outgoing] = []
    for coordinator in holders(turn.session, Role.COORDINATOR, turn.today):
        if coordinator.id not in {successor.id, invite.leaver_id}:
            wording = turn.office.wording(coordinator.language)
            text = wording("handover-told", role=_words(turn, wording, invite))
            said.append(notice(Message(text), coordinator, wording("why-office"), Urgency.LOW))
    return said
