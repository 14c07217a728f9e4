"""Somebody who is written to by the clock: their addresses, what we say to them, and what reaches them when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from handlers.messages import Attachment, Choice, Message
from handlers.sending import post
from handlers.turn import Outgoing
from handlers.wording import Markdown
from storage.due import DueItem, DueState, look_again
from storage.held import NEVER_READ
from storage.outbox import Lane, OutboxMessage, OutboxState, Urgency
from storage.persons import Address, Person, Role, RoleAssignment
from storage.restraints import Restraint, RestraintReason
from tests.scheduler.conftest import BERLIN, BIELEFELD, FRIDAY, World


def at(wall: str) -> datetime:
    """Read a wall time of July 2021 in Berlin: "05. 21:30"."""
    return datetime.strptime(f"2021-07-{wall}", "%Y-%m-%d. %H:%M").replace(tzinfo=BERLIN)


@dataclass(frozen=True, slots=True)
class Heard:
    """What reached somebody: when it was put in line, in which chat, and its text."""

    when: datetime
    chat: str
    text: str


class Reader:
    """A contact of Bielefeld with an account."""

    def __init__(self, world: World, name: str = "Bielefeld") -> None:
        self.world, self.name = world, name
        with world.database.transaction() as session:
            person = Person(label=name, created_at=FRIDAY)
            session.add(person)
            session.flush()
            self.number = person.id or 0
            since = date(2021, 1, 1)
            session.add(RoleAssignment(person_id=self.number, role=Role.CONTACT, ags=BIELEFELD, valid_from=since))
        self.lives_at("core", name)

    def lives_at(self, network: str, chat: str, position: int = 0) -> None:
        """Give the person one more account."""
        with self.world.database.transaction() as session:
            account = f"{self.number} in {chat}"
            where = {"network": network, "account": account, "chat": chat, "position": position}
            session.add(Address(person_id=self.number, created_at=FRIDAY, **where))

    def leaves(self, chat: str) -> None:
        """Let the person block us in a chat."""
        with self.world.database.transaction() as session:
            for address in session.exec(select(Address).where(Address.chat == chat)):
                address.gone = True

    def tell(  # noqa: PLR0913 - what is said, when, and how
        self,
        text: str,
        when: datetime,
        urgency: Urgency = Urgency.NORMAL,
        *,
        choices: tuple[Choice, ...] = (),
        attachment: Attachment | None = None,
        why: str = "",
    ) -> int:
        """Say something to the person; gives the row's number."""
        with self.world.database.transaction() as session:
            person = session.get_one(Person, self.number)
            message = Message(text, choices, attachment)
            outgoing = Outgoing(message, person, lane=Lane.NOTICE, urgency=urgency, why=Markdown(why))
            [number] = post(session, self.world.office, [outgoing], when)
            return number

    def rests(self, until: date | None, when: datetime) -> None:
        """Let the person wish for silence until a day, or for none."""
        with self.world.database.transaction() as session:
            session.get_one(Person, self.number).paused_until = until
            look_again(session, f"person:{self.number}", RestraintReason.PAUSED, when)

    def arrived(self) -> Sequence[OutboxMessage]:
        """List the rows that reached the person, in order."""
        with self.world.database.transaction() as session:
            mine = select(OutboxMessage).where(
                OutboxMessage.person_id == self.number, col(OutboxMessage.state).not_in(NEVER_READ)
            )
            return session.exec(mine.order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))).all()

    def heard(self) -> list[Heard]:
        """List what reached the person, in order."""
        return [Heard(row.created_at.astimezone(BERLIN), row.chat, row.text) for row in self.arrived()]

    def texts(self) -> list[str]:
        """List the texts that reached the person, in order."""
        return [each.text for each in self.heard()]

    def row(self, number: int) -> OutboxMessage:
        """Look a message up."""
        with self.world.database.transaction() as session:
            return session.get_one(OutboxMessage, number)

    def held(self) -> int:
        """Count what is held back."""
        with self.world.database.transaction() as session:
            waiting = select(OutboxMessage).where(OutboxMessage.state == OutboxState.HELD)
            return len(session.exec(waiting.where(OutboxMessage.person_id == self.number)).all())

    def restraints(self) -> list[tuple[RestraintReason, datetime]]:
        """List why things waited, and until when."""
        return [(each.reason, each.until.astimezone(BERLIN)) for each in self.restraints_for(*RestraintReason)]

    def restraints_for(self, *reasons: RestraintReason) -> Sequence[Restraint]:
        """List the decisions to keep something back for some reasons."""
        with self.world.database.transaction() as session:
            mine = select(Restraint).where(Restraint.person_id == self.number, col(Restraint.reason).in_(reasons))
            return session.exec(mine.order_by(col(Restraint.id))).all()

    def items(self) -> list[tuple[str, DueState, str]]:
        """List what the clock has, or had, to do for the person."""
        with self.world.database.transaction() as session:
            mine = select(DueItem).where(DueItem.recipient == f"person:{self.number}").order_by(col(DueItem.id))
            return [(item.rule, item.state, item.reason) for item in session.exec(mine)]
