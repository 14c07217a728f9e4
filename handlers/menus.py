"""What a chat offers while somebody types: their commands, in their language, made of the table of commands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from handlers.commands import Command
from handlers.consent import may_serve
from handlers.messages import Menu, Message
from handlers.table import COMMANDS, offered
from handlers.turn import Outgoing, Replies, Turn, identity
from handlers.wording import Wording
from storage.links import addresses_of
from storage.outbox import Lane
from storage.persons import Address, person_at, roles_of

HELP = re.compile(r"- \*\*(.+?)\*\* – (.+?)(?:[.:;] .*)?", re.DOTALL)
"""A line of the help: the word, what it is for, and perhaps examples."""


def strangers_menu(wording: Wording) -> Menu:
    """Write what is offered to whoever is nobody we know."""
    return menu_of(wording, (command for command in COMMANDS if command.for_strangers))


def changed_menus(turn: Turn) -> Replies:
    """Offer the sender their commands in each of their chats on networks with menus, where that is not yet so.

    Roles and language count as they are now that the turn is over. A menu goes the way of all messages, behind them.
    """
    networks, incoming = turn.office.networks_with_menus, turn.incoming
    if not networks or not incoming.direct:
        return []
    person = turn.person or person_at(turn.session, incoming.network, incoming.account)
    if person is None:
        return []
    roles = roles_of(turn.session, identity(person), turn.today)
    now = replace(turn, person=person, roles=tuple(roles))
    menu = menu_of(now.wording, offered(now))
    there = (address for address in addresses_of(turn.session, identity(person)) if address.network in networks)
    return [change for address in there for change in _change(turn, address, menu)]


def _change(turn: Turn, address: Address, menu: Menu) -> Replies:
    """Show a menu at an address; take it away from one whose person took their consent back."""
    shown = _fingerprint(menu)
    if address.menu == ("" if address.gone else shown):
        return []
    served = may_serve(turn, address.network, address.account)
    if served == address.gone:
        return []  # blocked, or asked for consent anew: there is nothing to be done
    address.menu = shown if served else ""
    return [Outgoing(Message("", menu=menu if served else ()), address=address, lane=Lane.BULK)]


def menu_of(wording: Wording, commands: Iterable[Command]) -> Menu:
    """Write a menu of what the help says about these commands."""
    lines = (HELP.fullmatch(wording(command.key)) for command in commands)
    return tuple((line[1], line[2]) for line in lines if line)


def _fingerprint(menu: Menu) -> str:
    return sha256(repr(menu).encode()).hexdigest()[:16]
