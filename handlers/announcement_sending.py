"""From a released announcement to messages: one for each recipient, looked at once more before it is posted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.announcement_letters import enclosures, letter
from handlers.messages import Message
from handlers.turn import Office, Outgoing, identity
from storage.announcement_deliveries import ROLE_LOST, UNREACHABLE, Addressee, Delivery, arrived, next_pending
from storage.announcement_release import left_to_remove
from storage.announcements import Announcement
from storage.audiences import parties_of
from storage.batches import REMOVAL
from storage.groups import Group, group_at
from storage.municipalities import Municipality, municipalities_by_ags
from storage.outbox import Lane, OutboxMessage, Urgency
from storage.persons import Address, Person, persons_by_number, preferred_addresses, roles_by_person
from storage.said import stands_in
from storage.speakers import addresses_by_person

CHUNK = 200
"""Recipients of one transaction: a reply need not wait long for its end."""

Originals = Mapping[tuple[int | None, int | None], OutboxMessage]
"""What a correction replaces, by person and group."""


def key_of(delivery: Delivery) -> str:
    """Name the message of a delivery."""
    return f"announcement:{delivery.announcement_id}:{delivery.id}"


def delivery_named(key: str) -> int | None:
    """Read which delivery a message is; None for one that goes with another."""
    _, _, number, *more = key.split(":")
    return None if more else int(number)


def next_letters(session: Session, office: Office, announcement: Announcement, now: datetime) -> list[Outgoing]:
    """Write the messages of those who are next.

    Whoever has lost their role or their last address since the release gets none, and that is written down.
    """
    pending = next_pending(session, announcement.id or 0, CHUNK)
    people = {each.person_id for each in pending if each.person_id}
    known, roles = persons_by_number(session, people), roles_by_person(session, people, office.day(now))
    addresses = preferred_addresses(session, people, office.networks)
    read_at = addresses_by_person(session, people) if announcement.corrects else {}
    named = municipalities_by_ags(session, {ags for each in pending for ags in each.places})
    posting = _Posting(session, office, announcement, now, _originals(session, announcement), read_at, named)
    told: list[Outgoing] = []
    for delivery in pending:
        number = delivery.person_id
        if number is None:
            told += posting.to_group(delivery)
            continue
        places = _places_left(delivery, parties_of(number, roles[number]))
        if places is None or number not in addresses:
            delivery.reason = ROLE_LOST if places is None else UNREACHABLE
            continue
        told += posting.to_person(delivery, known[number], places, addresses[number])
    return told


def _places_left(delivery: Delivery, parties: Collection[str]) -> tuple[str, ...] | None:
    """List the municipalities somebody still speaks for; None for who has nothing to do with it any more."""
    left = tuple(ags for ags in delivery.places if ags in parties)
    return left if left or (parties and not delivery.places) else None


def _originals(session: Session, announcement: Announcement) -> Originals:
    if announcement.corrects is None:
        return {}
    return {(each.person_id, each.group_id): row for each, row in arrived(session, announcement.corrects)}


@dataclass(frozen=True, slots=True)
class _Posting:
    """Writes the messages of one announcement at one moment."""

    session: Session
    office: Office
    announcement: Announcement
    now: datetime
    originals: Originals
    addresses: Mapping[int, Sequence[Address]]
    """Where people read now; looked up only for a correction."""
    named: Mapping[str, Municipality]
    """What letters name: held here, so that each finds it in the session without a query of its own."""

    def to_person(
        self, delivery: Delivery, person: Person, places: tuple[str, ...], address: Address
    ) -> list[Outgoing]:
        """Write to somebody at an address; a correction goes where its original stands, if they still read there."""
        original = self.originals.get((person.id, None))
        there = [
            each
            for each in self.addresses.get(identity(person), ())
            if original and stands_in(original, each.network, each.chat)
        ]
        message = self._letter(Addressee(person_id=person.id, places=places, land=delivery.land), original)
        why = self.office.wording(person.language)("why-announcement", subject=self.announcement.subject)
        to = Outgoing(
            message, person, address=there[0] if there else address, urgency=self.announcement.urgency, why=why
        )
        return self._rows(delivery, to)

    def to_group(self, delivery: Delivery) -> list[Outgoing]:
        """Write to a group, unless it has thrown us out."""
        group = self.session.get_one(Group, delivery.group_id)
        if group.gone:
            delivery.reason = UNREACHABLE
            return []
        original = self.originals.get((None, group.id))
        return self._rows(delivery, Outgoing(self._letter(Addressee(group_id=group.id), original), group=group))

    def _letter(self, addressee: Addressee, original: OutboxMessage | None) -> Message:
        written = letter(self.session, self.office, self.announcement, addressee, self.now)
        # A file cannot take the place of a text: those of a correction follow it.
        return replace(written, replaces=original.key, file_id=None) if original else written

    def _rows(self, delivery: Delivery, first: Outgoing) -> list[Outgoing]:
        """Put it and what it encloses into the announcement's batch; the first row is the delivery's."""
        key, announcement = key_of(delivery), self.announcement
        lane = Lane.NOTICE if announcement.urgency is Urgency.URGENT else Lane.BULK
        first = replace(first, key=key, lane=lane, batch_id=announcement.batch_id)
        others = enclosures(announcement, first.message.file_id)
        return [first, *(replace(first, message=each, key=f"{key}:{at}") for at, each in enumerate(others, 2))]


def removals(session: Session, office: Office, announcement: Announcement, now: datetime) -> list[Outgoing]:
    """Take a withdrawn announcement, with all that came with it, out of the next chats, each where it stands."""
    taken: list[Outgoing] = []
    for row in left_to_remove(session, announcement, CHUNK):
        person = session.get(Person, row.person_id) if row.person_id else None
        reader = person or group_at(session, row.network, row.chat)
        wording = office.wording(reader.language if reader else None)
        instead = wording("announcing-withdrawn", subject=announcement.subject)
        to = Outgoing(
            Message(instead, removes=row.key),
            person,
            address=Address(
                person_id=row.person_id or 0, network=row.network, account="", chat=row.chat, created_at=now
            ),
            lane=Lane.BULK,
            key=row.key + REMOVAL,
            batch_id=announcement.removal_batch_id,
        )
        taken.append(to)
    return taken
