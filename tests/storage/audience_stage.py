"""A small network to look up audiences in: four members, one that has only declared itself, and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from storage.audience_criteria import Audience, Criteria
from storage.audiences import Reach, reach
from storage.database import Database
from storage.ledger import decide, propose
from storage.municipalities import Land, MemberStatus, Municipality, fold, land_of
from storage.persons import Address, Person, Role, RoleAssignment
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing

NOW = datetime(2021, 7, 1, 8, 0, tzinfo=UTC)
TODAY = date(2021, 7, 1)
DAY = timedelta(days=1)
CONTACT, DEPUTY, LAND, SPOKESPERSON, COORDINATOR, _ = Role

BIELEFELD, KOELN, MARBURG, KIEL, DECLARED = "05711000", "05315000", "06534014", "01002000", "05913000"
PLACES = {BIELEFELD: "Bielefeld", KOELN: "Köln", MARBURG: "Marburg", KIEL: "Kiel", DECLARED: "Dortmund"}


@dataclass
class Network:
    """Four members and a municipality that has only declared itself, and the people who speak for them."""

    database: Database

    def person(self, label: str, *, addresses: int = 1, gone: int = 0, network: str = "core") -> int:
        """Let somebody be known, with addresses of which the first ones are gone."""
        with self.database.transaction() as session:
            person = Person(label=label, created_at=NOW)
            session.add(person)
            session.flush()
            for position in range(addresses):
                account = f"{label}-{person.id}-{position}"
                session.add(
                    Address(
                        person_id=person.id,
                        network=network,
                        account=account,
                        chat=account,
                        position=position,
                        gone=position < gone,
                        created_at=NOW,
                    )
                )
            return person.id or 0

    def give(  # noqa: PLR0913 - a role has a place or a Land, an order and its days
        self,
        person: int,
        role: Role,
        ags: str | None = None,
        *,
        land: Land | None = None,
        position: int = 0,
        since: date = TODAY,
        until: date | None = None,
    ) -> None:
        """Give somebody a role."""
        with self.database.transaction() as session:
            given = RoleAssignment(person_id=person, role=role, ags=ags, land=land, position=position, valid_from=since)
            given.valid_until = until
            session.add(given)

    def known(self, label: str, role: Role, ags: str | None = None, land: Land | None = None) -> int:
        """Let somebody be known who can be reached, with one role."""
        person = self.person(label)
        self.give(person, role, ags, land=land)
        return person

    def pledge(
        self,
        ags: str,
        programme: Programme,
        *,
        confirmed: bool = True,
        until: date | None = None,
        group: TargetGroup = TargetGroup.EVERYONE,
    ) -> None:
        """Let a municipality offer places."""
        with self.database.transaction() as session:
            reporter, decider = (Person(label=label, created_at=NOW) for label in ("meldet", "bestätigt"))
            session.add_all([reporter, decider])
            session.flush()
            seen = standing(session, Line(ags, programme, group))
            entry = propose(session, seen, Offer(20, TODAY - DAY, until), reporter.id or 0, NOW)
            if confirmed:
                decide(session, entry, PledgeState.CONFIRMED, decider.id or 0, NOW)

    def reach(self, *anyone_of: Criteria, day: date = TODAY) -> Reach:
        """Look up an audience."""
        with self.database.transaction() as session:
            return reach(session, Audience(anyone_of=anyone_of), day)

    def who(self, *anyone_of: Criteria, day: date = TODAY) -> list[str]:
        """List who is reached, with the municipality they are there for."""
        found = self.reach(*anyone_of, day=day)
        return [f"{each.person.label} {each.ags or ''}".strip() for each in found.recipients]

    def silent(self, *anyone_of: Criteria) -> list[str]:
        """List the municipalities in which nobody is reached."""
        return [place.name for place in self.reach(*anyone_of).silent_places]


def founded(database: Database) -> Network:
    """Give a network without people."""
    with database.transaction() as session:
        for ags, name in PLACES.items():
            status = MemberStatus.DECLARED if ags == DECLARED else MemberStatus.MEMBER
            place = Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags), status=status)
            session.add(place)
    return Network(database)


def peopled(network: Network) -> Network:
    """Give a network with one person in each role, and two who speak for Cologne."""
    network.known("B", CONTACT, BIELEFELD)
    network.known("K", CONTACT, KOELN)
    network.known("V", DEPUTY, KOELN)
    network.known("M", CONTACT, MARBURG)
    network.known("NRW", LAND, land=Land.NW)
    network.known("HE", LAND, land=Land.HE)
    network.known("S", SPOKESPERSON)
    network.known("P", COORDINATOR)
    network.pledge(KOELN, Programme.NEST)
    network.pledge(MARBURG, Programme.NEST)
    network.pledge(MARBURG, Programme.LAND)
    return network
