"""Networks that see what is said: allowed by the office for each municipality, agreed to by each person."""

from __future__ import annotations

from handlers.messages import Choice
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.consents import NOTICE_VERSION, agree, allow, allowed_places, has_agreed, is_allowed, refuse, withdraw
from storage.invites import Invite
from storage.links import leave
from storage.municipalities import Municipality
from storage.persons import municipalities_of, note_chat, roles_of

ALLOW = {"erlauben", "allow"}
REFUSE = {"sperren", "forbid"}


def needs_consent(turn: Turn) -> bool:
    """Say whether this account must agree before it can be served: a new one, alone with us, on such a network."""
    return turn.incoming.direct and not may_serve(turn, turn.incoming.network, turn.incoming.account)


def may_serve(turn: Turn, network: str, account: str) -> bool:
    """Say whether an account may be written to: where that needs a yes, only after it."""
    return network not in turn.office.networks_by_consent or has_agreed(turn.session, network, account)


def show_notice(turn: Turn) -> Replies:
    """Say what the network sees, that another is equal, and ask."""
    choices = (
        Choice(turn.wording("consent-agree"), "/einverstanden"),
        Choice(turn.wording("consent-refuse"), "/nichteinverstanden"),
    )
    return [turn.reply(f"notice-{turn.incoming.network}", *choices)]


def take_consent(turn: Turn, _: str) -> Replies:
    """Keep the agreement, and nothing else yet."""
    incoming = turn.incoming
    if incoming.network not in turn.office.networks_by_consent:
        return [turn.reply("consent-not-needed")]
    if needs_consent(turn):
        agree(turn.session, incoming.network, incoming.account, turn.now)
        note(turn.session, turn.now, None, "agreed", f"notice:{incoming.network}", version=NOTICE_VERSION)
    if turn.address is not None:
        note_chat(turn.address, incoming.chat)
    return [turn.reply("consent-thanks" if turn.person is None else "consent-known")]


def refuse_consent(turn: Turn, _: str) -> Replies:
    """Leave it at that: nothing is kept. Who agreed before takes it back, and is written to here no more."""
    incoming = turn.incoming
    if incoming.network not in turn.office.networks_by_consent:
        return [turn.reply("consent-not-needed")]
    if withdraw(turn.session, incoming.network, incoming.account):
        actor = turn.person.id if turn.person else None
        note(turn.session, turn.now, actor, "disagreed", f"notice:{incoming.network}")
    if turn.address is None:
        return [turn.reply("consent-refused")]
    leave(turn.session, turn.address)
    return [turn.reply("consent-withdrawn", network=turn.wording.network(incoming.network))]


def forbidden_here(turn: Turn, invite: Invite) -> Municipality | None:
    """Find a municipality that an invitation is for and that may not be served on this network."""
    network, session = turn.incoming.network, turn.session
    if network not in turn.office.networks_by_consent:
        return None
    roles = roles_of(session, invite.person_id, turn.today) if invite.person_id else ()
    places = municipalities_of(session, roles) + ([session.get_one(Municipality, invite.ags)] if invite.ags else [])
    return next((place for place in places if not is_allowed(session, place.ags, network)), None)


def allow_networks(turn: Turn, typed: str) -> Replies:
    """Allow or forbid a network for a municipality, after ``erlauben`` or ``sperren``; else list what is allowed."""
    if not turn.office.networks_by_consent:
        return [turn.reply("networks-none")]
    deed, _, rest = typed.partition(" ")
    network, _, place = rest.partition(" ")
    network = fold(network)
    if fold(deed) not in ALLOW | REFUSE or network not in turn.office.networks_by_consent:
        return [_list(turn)]
    try:
        municipality = read_municipality(turn.session, turn.wording, place)
    except Problem as problem:
        return [turn.reply(problem.key, **problem.values)]
    if municipality is None:
        return [turn.reply("place-unknown", typed=place)]
    return [_set(turn, municipality, network, allowed=fold(deed) in ALLOW)]


def _set(turn: Turn, municipality: Municipality, network: str, *, allowed: bool) -> Outgoing:
    if allowed:
        allow(turn.session, municipality.ags, network, turn.sender_id, turn.now)
    else:
        refuse(turn.session, municipality.ags, network)
    deed = "network-allowed" if allowed else "network-forbidden"
    note(turn.session, turn.now, turn.sender_id, deed, f"municipality:{municipality.ags}", network=network)
    return turn.reply(deed, municipality=municipality.name, network=turn.wording.network(network))


def _list(turn: Turn) -> Outgoing:
    lines: list[Markdown] = []
    for network in sorted(turn.office.networks_by_consent):
        places = ", ".join(place.name for place in allowed_places(turn.session, network))
        key = "networks-allowed" if places else "networks-nobody"
        lines.append(turn.wording(key, network=turn.wording.network(network), places=places))
    return turn.reply("networks-list", list=Markdown("\n".join(lines)))
