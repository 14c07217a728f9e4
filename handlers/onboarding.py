"""Becoming known: a code or a link's token joins a person, or a group chat, to the network."""

from __future__ import annotations

import re

from handlers.messages import Message
from handlers.turn import Outgoing, Replies, Turn, identity
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.groups import Group, group_at
from storage.invites import CODE_LENGTH, Invite, count_wrong_try, forget_tries, locked_until, redeem
from storage.municipalities import Municipality
from storage.persons import Address, Person, Role, RoleAssignment

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
    invite = redeem(turn.session, typed, turn.now)
    if invite is None:
        until = count_wrong_try(turn.session, network, account, turn.now)
        return [turn.reply("start-locked", until=until) if until else turn.reply("start-wrong")]
    if invite.for_group is turn.incoming.direct:
        if invite.for_group:
            invite.used_at = None  # nothing was used up: the code only belongs elsewhere
            return [turn.reply("start-for-group")]
        return [turn.reply("start-for-person")]  # a group has read the code: it must not be valid any more
    forget_tries(turn.session, network, account)
    return _join_group(turn, invite) if invite.for_group else _join_person(turn, invite)


def _join_person(turn: Turn, invite: Invite) -> Replies:
    person = turn.person or _new_person(turn, invite)
    invite.used_by = person.id
    turn.session.add(
        RoleAssignment(
            person_id=identity(person), role=invite.role, ags=invite.ags, land=invite.land, valid_from=turn.today
        )
    )
    note(turn.session, turn.now, person.id, "joined", f"invite:{invite.id}", role=invite.role)
    turn.session.flush()
    role = role_words(turn.office.wording(person.language), turn.session.get(Municipality, invite.ags or ""), invite)
    key = "welcome-contact" if invite.ags else f"welcome-{invite.role.replace('_', '-')}"
    return [turn.reply(key, role=role)]


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
        group = Group(network=incoming.network, chat=incoming.chat, role=invite.role, created_at=turn.now)
    group.role, group.gone, group.created_at = invite.role, False, turn.now
    turn.session.add(group)
    turn.session.flush()
    invite.used_by = turn.person.id if turn.person else None
    note(turn.session, turn.now, invite.used_by, "group-joined", f"group:{group.id}", role=invite.role)
    return [Outgoing(Message(turn.wording("welcome-group", role=invite.role)))]


def role_words(wording: Wording, municipality: Municipality | None, invite: Invite | RoleAssignment) -> Markdown:
    """Name a role with what it is for: "Ansprechperson Bielefeld", "Länderkoordination Hessen"."""
    role = wording.name(invite.role)
    if municipality is not None:
        return wording("role-of-place", role=role, name=municipality.name)
    if invite.role is Role.LAND_COORDINATOR and invite.land:
        return wording("role-of-land", role=role, land=invite.land)
    return role


def plain_label(words: Markdown) -> str:
    """Take the escapes out of words of ours that are stored as plain text."""
    return re.sub(r"\\(.)", r"\1", words)
