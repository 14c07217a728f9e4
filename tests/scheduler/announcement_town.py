"""An office of two, a Land's coordination, and municipalities that are written to; what leaves is sent by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from handlers.announcement_letters import addressees
from handlers.turn import Office
from scheduler.striking import tick
from storage.announcement_deliveries import Standing, courses, standing
from storage.announcement_release import ask_for_release, release, seal_of
from storage.announcements import Announcement, create, edit
from storage.audience_criteria import Audience
from storage.claims import claim
from storage.database import Database
from storage.groups import Group
from storage.municipalities import Land, Municipality, fold, land_of
from storage.outbox import FailureKind, OutboxMessage, record_failed, record_sent
from storage.persons import Address, Person, Role, RoleAssignment

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2021, 7, 6, 12, tzinfo=BERLIN)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TEXT = "Liebe Kolleg*innen aus {Kommune},\n\nder Termin steht."


class AnnouncementTown:
    """A network at noon of a workday; whoever wrote, asked or released is known by their name."""

    def __init__(self, database: Database, places: int = 3, network: str = "matrix") -> None:
        self.database, self.network = database, network
        self.office = Office(BERLIN)
        self.now = NOON
        self.people: dict[str, int] = {}
        self.shown: list[tuple[str, str]] = []
        """What readers were shown: their chat and the text."""
        self.join("Potsdam", Role.COORDINATOR)
        self.join("Berlin", Role.COORDINATOR)
        self.join("Hessen", Role.LAND_COORDINATOR, land=Land("DE-HE"))
        for number in range(1, places + 1):
            self.join(f"Ort {number}", Role.CONTACT, ags=f"05{number:06}")

    def join(self, name: str, role: Role, *, ags: str | None = None, land: Land | None = None) -> int:
        """Let somebody join; gives their number."""
        with self.database.transaction() as session:
            if ags and session.get(Municipality, ags) is None:
                session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
            person = Person(label=name, created_at=NOON)
            session.add(person)
            session.flush()
            number = person.id or 0
            since = date(2021, 1, 1)
            session.add(RoleAssignment(person_id=number, role=role, ags=ags, land=land, valid_from=since))
            where = {"network": self.network, "account": name, "chat": name}
            session.add(Address(person_id=number, created_at=NOON, **where))
        self.people[name] = number
        return number

    def group(self, chat: str = "Gruppe") -> int:
        """Let the spokespersons' group join; gives its number."""
        with self.database.transaction() as session:
            group = Group(network=self.network, chat=chat, role=Role.SPOKESPERSON, created_at=NOON)
            session.add(group)
            session.flush()
            return group.id or 0

    def draft(self, by: str = "Potsdam", **values: object) -> int:
        """Write a draft to all municipalities; gives its number."""
        told = {"subject": "Dialog", "text": TEXT, "audience": Audience().model_dump(mode="json")}
        who = {
            "created_by": self.people[by],
            "created_at": self.now,
            "edited_by": self.people[by],
            "edited_at": self.now,
        }
        with self.database.transaction() as session:
            return create(session, Announcement(**(told | who | values))).id or 0

    def edit(self, number: int, by: str = "Potsdam", **changes: object) -> None:
        """Change a draft."""
        with self.database.transaction() as session:
            edit(session, number, session.get_one(Announcement, number).version, self.people[by], self.now, **changes)

    def ask(self, number: int, by: str = "Potsdam") -> None:
        """Ask for the release."""
        with self.database.transaction() as session:
            ask_for_release(session, number, session.get_one(Announcement, number).version, self.people[by], self.now)

    def seal(self, number: int) -> str:
        """Look at it, as whoever releases does."""
        with self.database.transaction() as session:
            announcement = session.get_one(Announcement, number)
            return seal_of(session, announcement, addressees(session, self.office, announcement, self.now))

    def release(self, number: int, by: str = "Berlin", seal: str | None = None) -> None:
        """Release it as it was seen."""
        seal = self.seal(number) if seal is None else seal
        with self.database.transaction() as session:
            announcement = session.get_one(Announcement, number)
            whom = addressees(session, self.office, announcement, self.now)
            release(session, number, seal, self.people[by], self.now, whom)

    def let_go(self, **values: object) -> int:
        """Write, ask, release, and let it begin; gives its number."""
        number = self.draft(**values)
        self.ask(number)
        self.release(number)
        self.after(2 * MINUTE)
        return number

    def after(self, wait: timedelta = timedelta()) -> None:
        """Let time pass and the clock strike."""
        self.now += wait
        tick(self.database, self.office, self.now)

    def do(self, work: Callable[..., object], *arguments: object) -> object:
        """Do something in a transaction of its own."""
        with self.database.transaction() as session:
            return work(session, *arguments)

    def send(self, most: int = 1000, fails: Sequence[str] = ()) -> int:
        """Send what waits; some chats refuse it. Gives how many messages were shown."""
        with self.database.transaction() as session:
            taken = claim(session, "test", [self.network], most)
        for message in taken:
            with self.database.transaction() as session:
                if message.chat in fails:
                    record_failed(session, message, FailureKind.GONE, "blocked", self.now)
                elif record_sent(session, message, f"${message.id}", self.now):
                    self.shown.append((message.chat, message.text))
        return len(taken)

    def send_all(self, fails: Sequence[str] = ()) -> None:
        """Send until nothing waits."""
        while self.send(fails=fails):
            pass

    def got(self, name: str) -> list[str]:
        """List what somebody was shown."""
        return [text for chat, text in self.shown if chat == name]

    def standing(self, number: int) -> Standing:
        """Count how it goes."""
        with self.database.transaction() as session:
            assert len(courses(session, number)) == standing(session, number).total
            return standing(session, number)

    def state(self, number: int) -> str:
        """Say how far it is."""
        with self.database.transaction() as session:
            return str(session.get_one(Announcement, number).state)

    def rows(self, number: int) -> list[OutboxMessage]:
        """List the messages it became."""
        with self.database.transaction() as session:
            batch = session.get_one(Announcement, number).batch_id
            found = select(OutboxMessage).where(OutboxMessage.batch_id == batch).order_by(col(OutboxMessage.id))
            return list(session.exec(found)) if batch else []
