"""Becoming known: a code or a link's token joins a person, or a group chat, to the network."""

from __future__ import annotations

import re

from handlers.consent import forbidden_here
from handlers.linking import ask_to_link
from handlers.meeting_sending import open_invitations
from handlers.messages import Message
from handlers.role_words import plain_label, role_words
from handlers.succession import may_not_succeed, spent_code, succeed
from handlers.survey_reaching import look_again
from handlers.turn import Outgoing, Replies, Turn, identity
from storage.audit import note
from storage.groups import Group, group_at
from storage.invites import (
    CODE_LENGTH,
    Invite,
    count_wrong_try,
    forget_tries,
    locked_until,
    number_in,
    redeem,
    redeem_number,
    role_of,
)
from storage.municipalities import Municipality
from storage.persons import Address, Person, Role, RoleAssignment
from storage.said import by_key, stands_in

WELCOMES = {Role.COORDINATOR: "welcome-room", Role.OPERATOR: "welcome-operators"}
"""What groups read first that are there for something else than the digest."""

CODE = re.compile(rf"[^\W_]{{4}}-?[^\W_]{{4}}-?[^\W_]{{{CODE_LENGTH - 8}}}", re.ASCII)
"""What a code looks like, so that somebody who types nothing else is understood too."""


def looks_like_code(typed: str) -> bool:
    """Say whether a text is shaped like an invite code: three groups of four signs."""
    return bool(CODE.fullmatch(typed)) and any(sign.isdigit() for sign in typed)


def join(turn: Turn, typed: str) -> Replies:
    """Join by code. Unknown, used and expired codes all get the same answer, and the fifth wrong one a pause."""
    network, account = turn.incoming.network, turn.incoming.account
    if not typed:
        return [turn.reply("start-no-code" if turn.person is None else "start-known")]
    until = locked_until(turn.session, network, account, turn.now)
    if until:
        return [turn.reply("start-locked", until=until)]
    if number := _invited_here(turn, typed):
        return _accept(turn, number)
    invite = redeem(turn.session, typed, turn.now)
    if invite is None:
        if known := spent_code(turn, typed):
            return [known]
        until = count_wrong_try(turn.session, network, account, turn.now)
        return [turn.reply("start-locked", until=until) if until else turn.reply("start-wrong")]
    return _admit(turn, invite)


def _admit(turn: Turn, invite: Invite) -> Replies:
    network, account = turn.incoming.network, turn.incoming.account
    problem = _out_of_place(turn, invite) or (may_not_succeed(turn, invite) if invite.leaver_id else None)
    if problem is not None:
        return [problem]
    forget_tries(turn.session, network, account)
    if invite.person_id is not None:
        return ask_to_link(turn, invite)
    return _join_group(turn, invite) if invite.for_group else _join_person(turn, invite)


def _accept(turn: Turn, number: int) -> Replies:
    """Take the invitation that stands in this chat. A second tap finds who has taken it."""
    invite = redeem_number(turn.session, number, turn.now)
    if invite is None:
        return [turn.reply("invite-over" if turn.person is None else "start-known")]
    return _admit(turn, invite)


def _invited_here(turn: Turn, typed: str) -> int | None:
    """Find the invitation that a message of ours has brought into this very chat."""
    told = by_key(turn.session, typed) if number_in(typed) else None
    here = told is not None and stands_in(told, turn.incoming.network, turn.incoming.chat)
    return number_in(typed) if here and turn.incoming.direct else None


def _out_of_place(turn: Turn, invite: Invite) -> Outgoing | None:
    """Say where a valid code belongs if not here; it stays valid, unless a group has read what is for one person."""
    if invite.for_group is turn.incoming.direct:
        invite.used_at = None if invite.for_group else turn.now
        return turn.reply("start-for-group" if invite.for_group else "start-for-person")
    municipality = forbidden_here(turn, invite)
    if municipality is not None:
        invite.used_at = None
        network = turn.wording.network(turn.incoming.network)
        return turn.reply("start-network-forbidden", municipality=municipality.name, network=network)
    return None


def _join_person(turn: Turn, invite: Invite) -> Replies:
    person, role = turn.person or _new_person(turn, invite), role_of(invite)
    invite.used_by = person.id
    given = RoleAssignment(
        person_id=identity(person), role=role, ags=invite.ags, land=invite.land, valid_from=turn.today
    )
    turn.session.add(given)
    note(turn.session, turn.now, person.id, "joined", f"invite:{invite.id}", role=role)
    turn.session.flush()
    words = role_words(turn.office.wording(person.language), turn.session.get(Municipality, invite.ags or ""), invite)
    key = "welcome-contact" if invite.ags else f"welcome-{role.replace('_', '-')}"
    look_again(turn.session, turn.now)
    following = succeed(turn, invite, person, given) if invite.leaver_id else ()
    return [turn.reply(key, role=words), *open_invitations(turn, person), *following]


def _new_person(turn: Turn, invite: Invite) -> Person:
    municipality = turn.session.get(Municipality, invite.ags or "")
    language = turn.office.language
    label = plain_label(role_words(turn.office.wording(language), municipality, invite))
    person = Person(label=label, language=language, created_at=turn.now)
    turn.session.add(person)
    turn.session.flush()
    incoming = turn.incoming
    turn.session.add(
        Address(
            person_id=identity(person),
            network=incoming.network,
            account=incoming.account,
            chat=incoming.chat,
            created_at=turn.now,
        )
    )
    return person


def _join_group(turn: Turn, invite: Invite) -> Replies:
    incoming = turn.incoming
    group = group_at(turn.session, incoming.network, incoming.chat)
    if group is None:
        group = Group(network=incoming.network, chat=incoming.chat, role=role_of(invite), created_at=turn.now)
    group.role, group.gone, group.created_at = role_of(invite), False, turn.now
    turn.session.add(group)
    turn.session.flush()
    invite.used_by = turn.person.id if turn.person else None
    note(turn.session, turn.now, invite.used_by, "group-joined", f"group:{group.id}", role=group.role)
    key = WELCOMES.get(group.role, "welcome-group")
    return [Outgoing(Message(turn.wording(key, role=group.role)))]
