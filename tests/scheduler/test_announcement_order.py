"""Announcements in any order of events: nothing goes that a second human being has not released as it is.

A plain model beside the database keeps who wrote, asked and released which text for whom; what leaves is held against
it. Whoever has two accounts is one human being to the model.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, delete, select

from storage.announcement_deliveries import frozen, standing
from storage.announcement_release import (
    UNDO,
    cancel,
    go_on,
    pause,
    retry_failed,
    take_back,
    withdraw,
)
from storage.announcements import Announcement, AnnouncementError
from storage.claims import claim
from storage.database import Database
from storage.links import LinkRequest, add_address, unlink
from storage.outbox import OutboxMessage, Urgency
from storage.persons import Address, Role, RoleAssignment
from storage.recovery import recover
from storage.schema import METADATA
from tests.scheduler.announcement_town import MINUTE, NOON, SECOND, AnnouncementTown
from tests.scheduler.test_any_order import killed_at

OFFICE = ("Potsdam", "Berlin", "Bonn", "Zweitkonto")
"""Coordinators by their accounts; the last one is Potsdam's second account, which has joined as somebody else."""

SPANS = st.one_of(
    st.sampled_from([SECOND, MINUTE, UNDO, 5 * MINUTE]), st.integers(1, 30).map(lambda hours: timedelta(hours=hours))
)


def human(name: str) -> str:
    """Name the human being behind an account."""
    return "Potsdam" if name == "Zweitkonto" else name


@dataclass
class Known:
    """An announcement as the model knows it."""

    number: int
    text: str
    wrote: str
    asked: str = ""
    released: tuple[str, str, frozenset[int], datetime] | None = None
    """The text that was released, by whom, for whom, and when; None while nothing is."""
    went: list[tuple[str, frozenset[int], datetime]] = field(default_factory=list)
    """Every release that held until its beginning."""


class AnnouncementMachine(RuleBasedStateMachine):
    """People who write, ask, release, revoke and stop, while roles come and go, time passes, and processes die."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.texts = count(1)
        self.known: list[Known] = []

    @initialize()
    def begin(self) -> None:
        """Begin with nobody but the office and three municipalities."""
        _empty(self.database)
        self.town = AnnouncementTown(self.database)
        self.town.join("Bonn", Role.COORDINATOR)
        self._second_account()
        for people in (["Potsdam", "Potsdam", "Berlin"], ["Berlin", "Bonn", "Zweitkonto"]):
            self.write(people, 3)

    def _second_account(self) -> None:
        """Let Potsdam link an account, unlink it, and join with it once more, as somebody else."""
        with self.database.transaction() as session:
            where = {"network": "telegram", "account": "zwei", "chat": "zwei"}
            request = LinkRequest(person_id=self.town.people["Potsdam"], expires_at=NOON, decided_at=NOON, **where)
            session.add(request)
            add_address(session, request, NOON)
            unlink(session, self.town.people["Potsdam"], "telegram")
        number = self.town.join("Zweitkonto", Role.COORDINATOR)
        with self.database.transaction() as session:
            session.exec(select(Address).where(Address.person_id == number)).one().account = "zwei"
            session.exec(select(Address).where(Address.person_id == number)).one().network = "telegram"

    @rule(people=st.permutations(OFFICE), steps=st.integers(1, 3))
    def write(self, people: list[str], steps: int) -> None:
        """Write a draft, perhaps ask for its release, perhaps release it."""
        text = f"Fassung {next(self.texts)}."
        known = Known(self.town.draft(people[0], text=text), text, people[0])
        self.known.append(known)
        if steps > 1:
            self._ask(known, people[1])
        if steps > 2:
            self._release(known, people[2])

    @precondition(lambda self: self.known)
    @rule(data=st.data(), by=st.sampled_from(OFFICE), column=st.sampled_from(["text", "urgency", "starts_at"]))
    def edit(self, data: st.DataObject, by: str, column: str) -> None:
        """Change a draft, or what was asked for or released; also if the words stay."""
        known = data.draw(st.sampled_from(self.known))
        text = f"Fassung {next(self.texts)}." if column == "text" else known.text
        values = {"text": text, "urgency": Urgency.URGENT, "starts_at": self.town.now + MINUTE}
        if self._does(lambda: self.town.edit(known.number, by, **{column: values[column]})):
            known.text, known.wrote, known.asked, known.released = text, by, "", None

    @precondition(lambda self: self.known)
    @rule(data=st.data(), by=st.sampled_from(OFFICE))
    def ask(self, data: st.DataObject, by: str) -> None:
        """Ask for a release."""
        self._ask(data.draw(st.sampled_from(self.known)), by)

    def _ask(self, known: Known, by: str) -> None:
        if self._does(lambda: self.town.ask(known.number, by)):
            known.asked = by

    @precondition(lambda self: self.known)
    @rule(data=st.data(), by=st.sampled_from(OFFICE))
    def release(self, data: st.DataObject, by: str) -> None:
        """Release what was looked at."""
        self._release(data.draw(st.sampled_from(self.known)), by)

    def _release(self, known: Known, by: str) -> None:
        seal = self.town.seal(known.number)
        if self._does(lambda: self.town.release(known.number, by, seal)):
            assert human(by) not in {human(known.wrote), human(known.asked)}, "nobody releases their own"
            with self.database.transaction() as session:
                whom = frozenset(each.person_id or 0 for each in frozen(session, known.number))
            known.released = (known.text, by, whom, self.town.now)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), by=st.sampled_from(OFFICE), column=st.sampled_from(["text", "starts_at"]))
    def release_what_has_changed(self, data: st.DataObject, by: str, column: str) -> None:
        """Look at it, and release it after somebody has edited it and asked anew, or somebody has joined."""
        known = data.draw(st.sampled_from(self.known))
        seal = self.town.seal(known.number)
        self.edit(data, by, column) if data.draw(st.booleans()) else self.join()
        if self.town.seal(known.number) != seal:
            assert not self._does(lambda: self.town.release(known.number, by, seal))

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Take a request or a release back."""
        known = data.draw(st.sampled_from(self.known))
        if self._does(lambda: self.town.do(take_back, known.number)):
            known.asked, known.released = "", None

    @precondition(lambda self: self.known)
    @rule(data=st.data(), deed=st.sampled_from(["pause", "go on", "cancel", "retry", "withdraw"]))
    def interfere(self, data: st.DataObject, deed: str) -> None:
        """Stop one, let it go on, end it, try again, or take it back."""
        number, now = data.draw(st.sampled_from(self.known)).number, self.town.now
        deeds = {
            "pause": lambda: self.town.do(pause, number),
            "go on": lambda: self.town.do(go_on, number),
            "cancel": lambda: self.town.do(cancel, number, now),
            "retry": lambda: self.town.do(retry_failed, number, now.date()),
            "withdraw": lambda: self.town.do(withdraw, number, self.town.people["Berlin"], now),
        }
        self._does(deeds[deed])

    @rule()
    def join(self) -> None:
        """Let one more municipality join."""
        place = len(self.town.people)
        self.town.join(f"Ort {place + 100}", Role.CONTACT, ags=f"05{place + 100:06}")

    @rule(data=st.data(), holds=st.booleans())
    def role_changes(self, data: st.DataObject, *, holds: bool) -> None:
        """Let somebody lose their role, or hold it again."""
        number = self.town.people[data.draw(st.sampled_from(sorted(self.town.people)))]
        with self.database.transaction() as session:
            role = session.exec(select(RoleAssignment).where(RoleAssignment.person_id == number)).one()
            role.valid_until = None if holds else (self.town.now - timedelta(days=1)).date()

    @rule(data=st.data(), gone=st.booleans())
    def address_changes(self, data: st.DataObject, *, gone: bool) -> None:
        """Let somebody leave their chat, or come back."""
        number = self.town.people[data.draw(st.sampled_from(sorted(self.town.people)))]
        with self.database.transaction() as session:
            session.exec(select(Address).where(Address.person_id == number)).one().gone = gone

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        """Let time pass and the clock strike."""
        self.town.after(span)
        self._note_begun()

    @rule(statement=st.integers(0, 80), span=st.sampled_from([SECOND, UNDO]))
    def tick_is_killed(self, statement: int, span: timedelta) -> None:
        """Let the process die at some statement of a stroke of the clock."""
        with killed_at(self.database, statement):
            self.town.after(span)
        self._note_begun()

    @rule(most=st.integers(1, 5), dies=st.booleans(), data=st.data())
    def send(self, most: int, data: st.DataObject, *, dies: bool) -> None:
        """Send some of what waits, with a failure perhaps; or die over it, which on Matrix shows nothing twice."""
        with self.database.transaction() as session:
            recover(session, ["matrix"], ["telegram"], alone=True)
        if dies:
            with self.database.transaction() as session:
                claim(session, "test", ["matrix"], most)
            return
        names = sorted(name for name in self.town.people if name.startswith("Ort"))
        self.town.send(most, fails=[data.draw(st.sampled_from(names))])

    def _holds(self, session: Session, name: str) -> bool:
        held = RoleAssignment.person_id == self.town.people[name]
        return session.exec(select(RoleAssignment).where(held)).one().valid_until is None

    def _does(self, deed: object) -> bool:
        """Do something that may be refused; says whether it was done."""
        try:
            deed()  # type: ignore[operator]
        except AnnouncementError:
            return False
        return True

    def _note_begun(self) -> None:
        """Note which releases have held until now: whatever was voided at the beginning has posted nothing."""
        with self.database.transaction() as session:
            for known in self.known:
                announcement = session.get_one(Announcement, known.number)
                if announcement.started_at is not None and known.released:
                    text, by, whom, moment = known.released
                    assert self._holds(session, by), "a release does not outlive the right to it"
                    known.went.append((text, whom, moment))
                    known.released = None
                elif announcement.state in {"draft", "requested"}:
                    known.released = None
                    known.asked = known.asked if announcement.state == "requested" else ""

    @invariant()
    def nothing_goes_that_was_not_released(self) -> None:
        """Every letter is one of a release: its text, for one of those it was for, not before the undo window."""
        if not self.known:
            return
        with self.database.transaction() as session:
            for known in self.known:
                announcement = session.get_one(Announcement, known.number)
                begins = f"announcement:{known.number}:"
                written = select(OutboxMessage).where(col(OutboxMessage.key).startswith(begins))
                for row in session.exec(written.where(OutboxMessage.batch_id == announcement.batch_id)):
                    assert len(known.went) == 1, "nothing leaves without a release, and no second time"
                    text, whom, moment = known.went[0]
                    assert row.text.endswith(text)
                    assert row.person_id in whom
                    assert row.created_at >= moment + UNDO
                counted = standing(session, known.number)
                assert counted.total == len(frozen(session, known.number))

    def teardown(self) -> None:
        """Let time pass until all is over; then everybody it was for is in exactly one count."""
        for _ in range(4):
            self.town.after(timedelta(hours=2))
            self._note_begun()
            self.town.after(timedelta(hours=20))
            self._note_begun()
            with self.database.transaction() as session:
                recover(session, ["matrix"], ["telegram"], alone=True)
            self.town.send_all()
        with self.database.transaction() as session:
            for known in self.known:
                counted = standing(session, known.number)
                state = session.get_one(Announcement, known.number).state
                if known.went and state != "paused":
                    assert not counted.waiting, "nothing is lost"
                if state == "finished":
                    assert not counted.cancelled
            letters = Counter(
                (row.person_id, row.batch_id) for row in session.exec(select(OutboxMessage)) if row.batch_id
            )
        assert not letters or max(letters.values()) == 1, "nobody gets it twice"


def _empty(database: Database) -> None:
    """Empty all tables but the audit log, which takes nothing back."""
    with database.transaction() as session:
        for table in reversed(METADATA.sorted_tables):
            if table.name != "audit":
                session.connection().execute(delete(table))


def test_nothing_goes_that_was_not_released_in_any_order_of_events(sqlite_database: Database) -> None:
    """Whatever is written, edited, asked for, released, revoked, stopped, linked, and whoever dies over it."""
    run_state_machine_as_test(
        lambda: AnnouncementMachine(sqlite_database),
        settings=settings(max_examples=25, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow]),
    )
