"""One person on several networks: a short-lived code, a yes in the old chat, an order of preference."""

from __future__ import annotations

from handlers.consent import may_serve
from handlers.links import links_for
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.invites import Invite, create_invite
from storage.links import (
    LINK_VALIDITY,
    LinkRequest,
    account_is_free,
    add_address,
    addresses_of,
    open_request,
    prefer,
    unlink,
)
from storage.outbox import Lane
from storage.persons import Address, Person

NEW = {"neu", "new", "code"}
FIRST = {"zuerst", "first"}
REMOVE = {"loesen", "trennen", "remove", "unlink"}
YES, NO = {"ja", "yes"}, {"nein", "no"}


def link(turn: Turn, typed: str) -> Replies:
    """Show the linked accounts, or change them: ``verbinden neu``, ``… zuerst telegram``, ``… lösen telegram``."""
    deed, _, rest = fold(typed).partition(" ")
    if deed in NEW:
        return [_code(turn)]
    if deed in FIRST:
        return [_put_first(turn, rest)]
    if deed in REMOVE:
        return _removed(turn, rest)
    if deed in YES | NO and rest.isdecimal():
        return _decided(turn, int(rest), agreed=deed in YES)
    return [_overview(turn)]


def ask_to_link(turn: Turn, invite: Invite) -> Replies:
    """Take the code of somebody's other account: nothing is linked before they agree where they are known."""
    if turn.person is not None:
        invite.used_at = None
        key = "link-same" if turn.person.id == invite.person_id else "link-taken"
        return [turn.reply(key, label=turn.person.label)]
    incoming = turn.incoming
    request = LinkRequest(
        person_id=invite.person_id or 0,
        network=incoming.network,
        account=incoming.account,
        chat=incoming.chat,
        expires_at=turn.now + LINK_VALIDITY,
    )
    turn.session.add(request)
    turn.session.flush()
    owner = turn.session.get_one(Person, request.person_id)
    wording = turn.office.wording(owner.language)
    choices = (
        Choice(wording("link-agree"), f"/verbinden ja {request.id}"),
        Choice(wording("link-refuse"), f"/verbinden nein {request.id}"),
    )
    question = Message(wording("link-question", network=wording.network(incoming.network)), choices)
    return [turn.reply("link-confirm-there"), Outgoing(question, person=owner, why=wording("why-linking"))]


def _decided(turn: Turn, number: int, *, agreed: bool) -> Replies:
    request = open_request(turn.session, number, turn.sender_id, turn.now)
    if request is None:
        return [turn.reply("link-over")]
    request.decided_at = turn.now
    if not agreed:
        note(turn.session, turn.now, turn.sender_id, "link-refused", f"link:{request.id}", network=request.network)
        return [turn.reply("link-refused")]
    may_link = may_serve(turn, request.network, request.account)
    if not may_link or not account_is_free(turn.session, request.network, request.account):
        return [turn.reply("link-over")]
    add_address(turn.session, request, turn.now)
    note(turn.session, turn.now, turn.sender_id, "linked", f"link:{request.id}", network=request.network)
    return [turn.reply("link-done", network=turn.wording.network(request.network))]


def _code(turn: Turn) -> Outgoing:
    invite = Invite(
        code_hash="",
        link_hash="",
        person_id=turn.sender_id,
        created_by=turn.sender_id,
        created_at=turn.now,
        expires_at=turn.now + LINK_VALIDITY,
    )
    known = create_invite(turn.session, invite)
    links = Markdown("\n".join(f"- {each}" for each in links_for(turn.office, known, without=turn.incoming.network)))
    minutes = int(LINK_VALIDITY.total_seconds() // 60)
    text = turn.wording("link-code", code=known.code, links=links, minutes=minutes)
    return Outgoing(Message(text, secret=True))


def _put_first(turn: Turn, network: str) -> Outgoing:
    if not prefer(turn.session, turn.sender_id, network):
        return turn.reply("link-not-there")
    note(turn.session, turn.now, turn.sender_id, "preferred", f"person:{turn.sender_id}", network=network)
    return turn.reply("link-first-done", network=turn.wording.network(network))


def _removed(turn: Turn, network: str) -> Replies:
    if network not in {address.network for address in addresses_of(turn.session, turn.sender_id)}:
        return [turn.reply("link-not-there")]
    removed = unlink(turn.session, turn.sender_id, network)
    if not removed:
        return [turn.reply("link-last")]
    note(turn.session, turn.now, turn.sender_id, "unlinked", f"person:{turn.sender_id}", network=network)
    menus = (Outgoing(Message("", menu=()), address=address, lane=Lane.BULK) for address in removed if address.menu)
    return [turn.reply("link-removed", network=turn.wording.network(network)), *menus]


def _overview(turn: Turn) -> Outgoing:
    addresses = addresses_of(turn.session, turn.sender_id)
    lines = [turn.wording("link-heading"), "", *(_line(turn, address) for address in addresses)]
    choices = [Choice(turn.wording("link-new"), "/verbinden neu")]
    first, *others = dict.fromkeys(address.network for address in addresses)
    for network in others:
        shown = turn.wording.network(network)
        choices.append(Choice(turn.wording("link-put-first", network=shown), f"/verbinden zuerst {network}"))
    for network in (first, *others) if others else ():
        shown = turn.wording.network(network)
        choices.append(Choice(turn.wording("link-remove", network=shown), f"/verbinden loesen {network}"))
    return Outgoing(Message(Markdown("\n".join(lines)), tuple(choices)))


def _line(turn: Turn, address: Address) -> Markdown:
    key = "link-address-gone" if address.gone else "link-address"
    return turn.wording(key, network=turn.wording.network(address.network))
