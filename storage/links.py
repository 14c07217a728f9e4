"""One person on several networks: an account that asks to be linked waits for a yes in the old chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Field, Session, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.outbox import WAITING, OutboxMessage
from storage.persons import Address, preferred_address
from storage.records import Record, UtcDateTime

LINK_VALIDITY = timedelta(minutes=15)
"""A code for one's own second account is typed at once; it need not live longer."""


class LinkRequest(Record, table=True):
    """An account that brought a person's link code. It is theirs only once they say so where they are known."""

    __tablename__ = "link_request"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    network: str
    account: str
    chat: str
    expires_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def addresses_of(session: Session, person_id: int) -> Sequence[Address]:
    """List a person's addresses in their order of preference, those that are gone included."""
    return session.exec(_addresses(), params={"person_id": person_id}).all()


@cache
def _addresses() -> SelectOfScalar[Address]:
    """Build the query once: that costs more than running it, and every message on a network with menus needs it."""
    of_person = col(Address.person_id) == bindparam("person_id")
    return select(Address).where(of_person).order_by(col(Address.position), col(Address.id))


def open_request(session: Session, number: int, person_id: int, now: datetime) -> LinkRequest | None:
    """Find a request that this person may still decide on."""
    request = session.get(LinkRequest, number, with_for_update=True)
    if request is None or request.person_id != person_id or request.decided_at or request.expires_at <= now:
        return None
    return request


def account_is_free(session: Session, network: str, account: str) -> bool:
    """Say whether an account belongs to nobody yet."""
    taken = select(Address).where(Address.network == network, Address.account == account)
    return session.exec(taken).first() is None


def add_address(session: Session, request: LinkRequest, now: datetime) -> Address:
    """Make the account of a request one more address of the person, last in their order."""
    last = session.exec(select(func.max(Address.position)).where(Address.person_id == request.person_id)).one()
    address = Address(
        person_id=request.person_id,
        network=request.network,
        account=request.account,
        chat=request.chat,
        position=(last or 0) + 1,
        created_at=now,
    )
    session.add(address)
    session.flush()
    return address


def prefer(session: Session, person_id: int, network: str) -> bool:
    """Put a person's addresses on a network first; False when they have none there."""
    addresses = addresses_of(session, person_id)
    ordered = sorted(addresses, key=lambda address: address.network != network)
    if all(address.network != network for address in addresses):
        return False
    for position, address in enumerate(ordered):
        address.position = position
    return True


def unlink(session: Session, person_id: int, network: str) -> Sequence[Address]:
    """Forget a person's addresses on a network, but never their last one; returns them, none if that was impossible."""
    addresses = addresses_of(session, person_id)
    there = [address for address in addresses if address.network == network]
    if len(there) == len(addresses):
        return ()
    for address in there:
        session.delete(address)
    session.flush()
    _carry_over(session, person_id, there)
    return there


def leave(session: Session, address: Address) -> None:
    """Write no more to an address that stays the person's; what waits for it goes to their next one."""
    address.gone = True
    session.flush()
    _carry_over(session, address.person_id, [address])


def _carry_over(session: Session, person_id: int, left: Sequence[Address]) -> None:
    """Send what waits for addresses that are no longer the person's to the one they have now."""
    now = preferred_address(session, person_id)
    if now is None:
        return
    for address in left:
        session.connection().execute(
            update(OutboxMessage)
            .where(
                col(OutboxMessage.person_id) == person_id,
                col(OutboxMessage.network) == address.network,
                col(OutboxMessage.chat) == address.chat,
                col(OutboxMessage.state).in_(WAITING),
            )
            .values(network=now.network, chat=now.chat, replaces=None, parts=0, part_names=[])
        )


def were_linked(session: Session, one: int, other: int) -> bool:
    """Say whether an account that one of two persons uses was ever linked to the other: it may be one human being."""
    return other in ever_linked(session, one)


def ever_linked(session: Session, person_id: int) -> set[int]:
    """List the persons who may be the same human being as one, by an account that was linked at some time."""
    same = and_(col(LinkRequest.network) == Address.network, col(LinkRequest.account) == Address.account)
    pairs = select(LinkRequest.person_id, Address.person_id).join(Address, same)
    linked = pairs.where(
        col(LinkRequest.decided_at).is_not(None),
        or_(col(LinkRequest.person_id) == person_id, col(Address.person_id) == person_id),
    )
    return {number for pair in session.exec(linked) for number in pair} - {person_id}
