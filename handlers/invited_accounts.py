"""Inviting an account: the bot writes to it first, and the invited person joins with one tap.

Nothing secret goes out: the choice names our message, and only in the chat where that stands it opens the door.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.messages import Choice, Message
from handlers.problems import Problem
from handlers.role_words import role_words
from handlers.sending import post
from handlers.turn import Office, Outgoing, Replies, Turn
from storage.invites import Invite, new_key, number_in
from storage.municipalities import Municipality
from storage.outbox import Lane, OutboxMessage
from storage.persons import Person, person_at

_LOOKS_LIKE_ONE = re.compile(r"(?<!\S)@\S+")


def read_account(turn: Turn, typed: str) -> tuple[Mapping[str, str], str]:
    """Find an account to invite in what is typed; returns it, if there is one, and the rest.

    Raises :class:`Problem` for one that cannot be invited.
    """
    for opening in turn.office.openings:
        found = opening.account.search(typed)
        if found is None:
            if _LOOKS_LIKE_ONE.search(typed):
                raise Problem("invite-account-unclear", network=turn.wording.network(opening.network))
            continue
        account = found["account"]
        if account == opening.ours:
            raise Problem("invite-account-ours")
        known = person_at(turn.session, opening.network, account)
        if known is not None:
            raise Problem("invite-account-known", label=known.label)
        rest = f"{typed[: found.start()]} {typed[found.end() :]}"
        return {"network": opening.network, "account": account}, " ".join(rest.split())
    return {}, typed


def invite_account(turn: Turn, invite: Invite, network: str, account: str) -> Replies:
    """Write to somebody that they are invited, and tell who invites them."""
    key = new_key(invite)
    municipality = turn.session.get(Municipality, invite.ags or "")
    wording = turn.office.wording()
    accept = Choice(wording("invite-accept"), f"/start {key}")
    words = role_words(wording, municipality, invite)
    text = wording("invite-for-you", role=words, until=invite.expires_at)
    told = Outgoing(Message(text, (accept,)), stranger=(network, account), lane=Lane.NOTICE, key=key)
    role = role_words(turn.wording, municipality, invite)
    done = turn.wording("invite-account-done", role=role, account=account, until=invite.expires_at)
    return [Outgoing(Message(done, secret=True)), told]


def tell_not_invited(office: Office, session: Session, message: OutboxMessage, now: datetime) -> None:
    """Tell who has invited somebody that the invitation will never arrive, if the message was one."""
    number = number_in(message.key)
    invite = session.get(Invite, number) if number else None
    inviter = session.get(Person, invite.created_by) if invite and invite.created_by else None
    if invite is None or inviter is None:
        return
    wording = office.wording(inviter.language)
    words = role_words(wording, session.get(Municipality, invite.ags or ""), invite)
    failed = Message(wording("invite-account-failed", role=words))
    post(session, office, [Outgoing(failed, inviter, why=wording("why-invitation"))], now)
