"""Questions and answers on the whole core: what reaches whom, in any order of events, and what never does."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from handlers.messages import Incoming, IncomingFile, Kind
from handlers.turn import identity
from storage.announcement_deliveries import Delivery
from storage.announcements import Announcement
from storage.database import Database
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState, number_in
from storage.files import StoredFile
from storage.groups import Group
from storage.municipalities import Land
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person, Role, RoleAssignment
from tests.core_stage import NETWORK, START, CoreStage
from tests.postgres import FAST

KOELN, KIEL = "05315000", "01002000"
ROOM = "Büro"
CAST = {
    "Köln": (Role.CONTACT, KOELN, None),
    "Kiel": (Role.CONTACT, KIEL, None),
    "NRW": (Role.LAND_COORDINATOR, None, Land.NW),
    "Potsdam": (Role.COORDINATOR, None, None),
    "Berlin": (Role.COORDINATOR, None, None),
}


class Town:
    """Two contacts, a Land's coordination, two coordinators, and perhaps their room."""

    def __init__(self, database: Database, *, room: bool = True) -> None:
        self.stage, self.database = CoreStage(database), database
        self._numbers = count(1)
        for name, (role, ags, land) in CAST.items():
            self._enter(name, role, ags, land)
        self.stage._heard[ROOM] = deque()
        if room:
            with database.transaction() as session:
                session.add(Group(network=NETWORK, chat=ROOM, role=Role.COORDINATOR, created_at=START))

    def _enter(self, name: str, role: Role, ags: str | None, land: Land | None) -> None:
        self.stage._heard[name] = deque()
        with self.database.transaction() as session:
            person = Person(label=name, created_at=START)
            session.add(person)
            session.flush()
            number, since = identity(person), date(2021, 1, 1)
            session.add(Address(person_id=number, network=NETWORK, account=name, chat=name, created_at=START))
            session.add(RoleAssignment(person_id=number, role=role, ags=ags, land=land, valid_from=since))

    def says(self, name: str, text: str, *, about: str = "", chat: str = "", **more: object) -> str:
        """Let somebody write, perhaps as an answer to a message of ours; gives all they hear there."""
        chat = chat or name
        self.stage._intake.take(
            Incoming(
                network=NETWORK,
                event_id=f"event {next(self._numbers)}",
                account=name,
                chat=chat,
                direct=chat != ROOM,
                text=text,
                replies_to=about,
                addressed=bool(about),
                **more,
            )
        )
        self.stage._settle()
        return self.heard(chat)

    def in_thread(self, name: str, text: str, number: int, **more: object) -> str:
        """Let somebody write in the thread of an enquiry in the room."""
        return self.says(name, text, about=self.root(number), chat=ROOM, **more)

    def heard(self, chat: str) -> str:
        """Give what was said in a chat since it was looked at last."""
        said = "\n".join(self.stage._heard[chat])
        self.stage._heard[chat].clear()
        return said

    def root(self, number: int) -> str:
        """Give the network's name of the message that opened an enquiry in the room."""
        with self.database.transaction() as session:
            return session.get_one(Enquiry, number).root or ""

    def rows(self, name: str) -> Sequence[OutboxMessage]:
        """List what was said in a chat about enquiries, the oldest first."""
        with self.database.transaction() as session:
            found = select(OutboxMessage).where(OutboxMessage.chat == name).order_by(col(OutboxMessage.id))
            return [row for row in session.exec(found) if number_in(row.key)]

    def enquiries(self) -> list[Enquiry]:
        """List all enquiries."""
        with self.database.transaction() as session:
            return list(session.exec(select(Enquiry).order_by(col(Enquiry.id))))

    def messages(self) -> list[EnquiryMessage]:
        """List all that was said in any."""
        with self.database.transaction() as session:
            return list(session.exec(select(EnquiryMessage).order_by(col(EnquiryMessage.id))))

    def later(self, by: timedelta) -> None:
        """Let time pass."""
        self.stage.clock.set(self.stage.clock.now() + by)
        self.stage._settle()


@pytest.fixture
def town(sqlite_database: Database) -> Town:
    """Give a town with a room."""
    return Town(sqlite_database)


DEEDS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(["Köln", "Kiel"])),
    st.tuples(st.just("reply"), st.sampled_from(["Köln", "Kiel"])),
    st.tuples(st.sampled_from(["answer", "intern", "close", "reopen", "claim", "hand", "back"]), st.integers(1, 3)),
    st.tuples(st.just("land"), st.integers(1, 3)),
    st.tuples(st.just("wait"), st.sampled_from([1, 15 * 24])),
)
ORDERS = {"close": "schließen", "reopen": "wieder öffnen", "claim": "übernehmen", "hand": "an NRW", "back": "an Büro"}


@settings(max_examples=25)
@given(deeds=st.lists(DEEDS, min_size=3, max_size=14))
def test_every_message_is_in_one_enquiry_and_every_answer_reaches_one_person(
    deeds: list[tuple[str, str | int]], sqlite_template: Path
) -> None:
    """Whatever happens before: no word is lost or doubled, none is in somebody else's enquiry or chat."""
    with TemporaryDirectory(dir=FAST) as directory:
        database = Database(f"sqlite:///{shutil.copy(sqlite_template, Path(directory) / 'hafenbote.db')}")
        town, known = Town(database), Said()
        for number, (deed, who) in enumerate(deeds):
            _do(town, deed, who, f"wort{number}x", known)
        assert _owners(town, known) == {word: [name] for word, name in (known.asked | known.answered).items()}
        assert _readers(town, known) == {word: [name] for word, name in known.answered.items()}
        database.close()


@dataclass
class Said:
    """Who asked something by its word, and for whom an answer was."""

    asked: dict[str, str] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)


def _owners(town: Town, known: Said) -> dict[str, list[str]]:
    """Say in whose enquiries each word stands, once for each time it does."""
    enquiries, said = town.enquiries(), town.messages()
    with town.database.transaction() as session:
        names = {each.id: session.get_one(Person, each.person_id).label for each in enquiries}
    return {word: [names[m.enquiry_id] for m in said if word in m.text] for word in known.asked | known.answered}


def _readers(town: Town, known: Said) -> dict[str, list[str]]:
    """Say which municipality's chats each answer went to, once for each time it did."""
    rows = [(name, row.text) for name in ("Köln", "Kiel") for row in town.rows(name)]
    return {word: [name for name, text in rows if word in text] for word in known.answered}


def _do(town: Town, deed: str, who: str | int, word: str, known: Said) -> None:
    """Let one thing happen, where it can; notes who said what, and for whom an answer was."""
    if isinstance(who, str):
        about = town.rows(who)[-1].key if deed == "reply" and town.rows(who) else ""
        known.asked[word] = who
        town.says(who, f"Was ist mit {word} denn?", about=about)
    elif deed == "wait":
        town.later(timedelta(hours=who))
    elif who <= len(town.enquiries()):
        _office_does(town, deed, who, word, known)


def _office_does(town: Town, deed: str, number: int, word: str, known: Said) -> None:
    with town.database.transaction() as session:
        enquiry = session.get_one(Enquiry, number)
        name = session.get_one(Person, enquiry.person_id).label
    if deed == "answer":
        known.answered[word] = name
        town.in_thread("Potsdam", f"Dazu {word} bitte.", number)
    elif deed == "land" and enquiry.land is not None:
        row = next(row for row in reversed(town.rows("NRW")) if number_in(row.key) == number)
        known.answered[word] = name
        town.says("NRW", f"Aus NRW {word}.", about=row.key)
    elif deed == "intern":
        town.in_thread("Berlin", f"// {word} ist unter uns", number)
        assert not [m for m in town.messages() if word in m.text]
    elif deed in ORDERS:
        town.in_thread("Berlin", ORDERS[deed], number)


# In the room.


def test_an_answer_with_a_file_reaches_the_person(town: Town) -> None:
    """A file sent in the thread goes out with what is written to it, and is kept once for all who get it."""
    town.says("Köln", "Welcher Vordruck gilt?")
    town.in_thread("Potsdam", "Dieser hier.", 1, kind=Kind.FILE, file=PAPER, content=b"%PDF")
    heard = town.heard("Köln")
    assert "[vordruck.pdf]" in heard
    assert "Dieser hier." in heard
    assert town.rows("Köln")[-1].file_id == town.messages()[-1].file_id
    with town.database.transaction() as session:
        assert [file.content for file in session.exec(select(StoredFile))] == [b"%PDF"]


def test_a_file_among_coordinators_stays_in_the_room(town: Town) -> None:
    """Behind "//" also a file is nobody else's, and nothing of it is kept."""
    town.says("Köln", "Welcher Vordruck gilt?")
    town.heard(ROOM)
    assert town.in_thread("Potsdam", "// der alte?", 1, kind=Kind.FILE, file=PAPER) == town.heard("Köln") == ""
    with town.database.transaction() as session:
        assert session.exec(select(StoredFile)).all() == []


@pytest.mark.parametrize("name", ["Köln", "NRW", "Fremd"])
def test_only_the_office_answers_in_the_room(town: Town, name: str) -> None:
    """Whoever else is in the room is told that their words went nowhere; so is who has asked."""
    town.says("Köln", "Gilt das noch?")
    town.heard(ROOM)
    assert "nicht weitergegeben" in town.in_thread(name, "Ja, gilt noch.", 1)
    assert town.heard("Köln").count("Ja, gilt noch.") == 0


@pytest.mark.parametrize("typed", ["schliesen", "!schlisen", "ubernehmen", "/foo", "hilfe", "status", "zusage"])
def test_what_is_meant_for_us_is_not_sent_as_an_answer(town: Town, typed: str) -> None:
    """A slip of the pen, an unknown command and one for elsewhere do not land in a municipality's chat."""
    town.says("Köln", "Gilt das noch?")
    town.heard("Köln")
    assert town.in_thread("Potsdam", typed, 1)
    assert town.heard("Köln") == ""


@pytest.mark.parametrize("typed", ["antwort schließen", "Antwort: schließen"])
def test_any_word_can_be_sent_as_an_answer(town: Town, typed: str) -> None:
    """Behind "antwort" it is one, whatever it says."""
    town.says("Köln", "Was sollen wir mit der Umfrage tun?")
    town.in_thread("Potsdam", typed, 1)
    assert town.heard("Köln").endswith("schließen")
    assert town.enquiries()[0].state is EnquiryState.OPEN


def test_talk_in_the_room_outside_threads_is_nobodys_business(town: Town) -> None:
    """Only what stands below a message about an enquiry is an answer."""
    town.says("Köln", "Gilt das noch?")
    town.heard(ROOM)
    assert town.says("Potsdam", "Weiß das jemand?", chat=ROOM) == ""
    assert len(town.messages()) == 1


def test_an_answer_that_does_not_arrive_is_said_in_the_thread(town: Town) -> None:
    """Nobody in any chat: at once. A chat that turns out to be gone: as soon as that is known."""
    town.says("Köln", "Gilt das noch?")
    with town.database.transaction() as session:
        address = session.exec(select(Address).where(Address.account == "Köln")).one()
        address.gone = True
    assert "in keinem Chat erreichbar" in town.in_thread("Potsdam", "Ja.", 1)
    assert [each.from_office for each in town.messages()] == [False]


def test_a_guest_in_the_room_reads_along_and_does_nothing(town: Town) -> None:
    """Who is in the room sees what stands there; what is done takes somebody who has joined."""
    town.says("Köln", "Gilt das noch?")
    town.heard(ROOM)
    assert "Gilt das noch?" in town.says("Fremd", "!fragen", chat=ROOM)
    assert "Gilt das noch?" in town.says("Fremd", "!fragen 1", chat=ROOM)
    assert "nicht weitergegeben" in town.says("Fremd", "!fragen 1 schließen", chat=ROOM)
    assert "nicht vorgesehen" in town.says("Fremd", "!vorlage frist: nie", chat=ROOM)
    assert town.enquiries()[0].state is EnquiryState.OPEN


# What belongs where.


def test_a_reply_to_an_announcement_says_which(town: Town) -> None:
    """The room reads about which announcement it is; free text later on belongs to the same enquiry."""
    told = _announced(town, "Köln")
    town.says("Köln", "Bis wann gilt das?", about=told)
    assert "Zum Rundschreiben Nr. 1 „Neue Frist“" in town.heard(ROOM)
    town.says("Köln", "Und für wen genau?")
    assert [(each.about, each.state) for each in town.enquiries()] == [(1, EnquiryState.OPEN)]


def test_a_thank_you_to_an_announcement_is_no_enquiry(town: Town) -> None:
    """It is answered by us, and nobody has to read it."""
    assert town.says("Köln", "Vielen Dank!", about=_announced(town, "Köln")) == "Gern geschehen."
    assert town.enquiries() == []


def test_a_reply_to_an_older_answer_goes_there(town: Town) -> None:
    """With two enquiries, the one that is answered is meant, not the newer."""
    town.says("Köln", "Bis wann gilt das?")
    town.in_thread("Potsdam", "Bis Ende Juli.", 1)
    answer = town.rows("Köln")[-1].key
    town.says("Köln", "Gilt das auch für uns?", about=_announced(town, "Köln"))
    town.says("Köln", "Und danach ist Schluss?", about=answer)
    assert [(each.enquiry_id, each.text) for each in town.messages() if not each.from_office] == [
        (1, "Bis wann gilt das?"),
        (2, "Gilt das auch für uns?"),
        (1, "Und danach ist Schluss?"),
    ]


def test_who_has_lost_all_roles_gets_the_answer_and_no_more(town: Town) -> None:
    """What was asked is answered and can be followed up; once it is over, nothing new is taken."""
    town.says("Köln", "Bis wann gilt das?")
    with town.database.transaction() as session:
        person = session.exec(select(Person).where(Person.label == "Köln")).one()
        for role in session.exec(select(RoleAssignment).where(RoleAssignment.person_id == person.id)):
            role.valid_until = START.date() - timedelta(days=1)
    town.heard("Köln")
    town.in_thread("Potsdam", "Bis Ende Juli.", 1)
    assert "Bis Ende Juli." in town.heard("Köln")
    assert "Auch das ist jetzt weitergegeben" in town.says("Köln", "Und danach ist Schluss?")
    town.in_thread("Potsdam", "schließen", 1)
    town.later(timedelta(days=20))
    assert "keine Rolle mehr" in town.says("Köln", "Wann ist das nächste Treffen?")
    assert len(town.enquiries()) == 1


def test_nobody_reads_anothers_enquiry(town: Town) -> None:
    """Its number tells nothing to another municipality, nor to a Land that does not have it."""
    town.says("Köln", "Bis wann gilt das?")
    for name in ("Kiel", "NRW"):
        assert "finde ich nicht" in town.says(name, "fragen 1")
        assert "finde ich nicht" in town.says(name, "fragen 1 schließen")
    assert town.enquiries()[0].state is EnquiryState.OPEN


def test_where_nobody_is_in_the_office_yet_the_question_waits(sqlite_database: Database) -> None:
    """Its person is told so, and whoever joins finds it in the list."""
    town = Town(sqlite_database, room=False)
    with sqlite_database.transaction() as session:
        for role in session.exec(select(RoleAssignment).where(RoleAssignment.role == Role.COORDINATOR)):
            role.valid_until, role.valid_from = START.date() - timedelta(days=1), START.date() - timedelta(days=9)
    assert "noch niemand angemeldet" in town.says("Köln", "Bis wann gilt das?")
    with sqlite_database.transaction() as session:
        for role in session.exec(select(RoleAssignment).where(RoleAssignment.role == Role.COORDINATOR)):
            role.valid_until = None
    assert "Bis wann gilt das?" in town.says("Potsdam", "fragen")


# By the clock.


def test_of_what_nobody_claims_the_room_is_reminded_once(town: Town) -> None:
    """After a workday; from Friday that is Monday. Then never again."""
    town.later(timedelta(days=4))
    town.says("Köln", "Bis wann gilt das?")
    town.heard(ROOM)
    town.later(timedelta(days=2))
    assert town.heard(ROOM) == ""
    town.later(timedelta(days=1))
    assert "kümmert sich noch niemand" in town.heard(ROOM)
    town.later(timedelta(days=30))
    assert town.heard(ROOM) == ""


@pytest.mark.parametrize("settled", ["übernehmen", "schließen", "Bis Ende Juli."])
def test_nobody_is_reminded_of_what_is_looked_after(town: Town, settled: str) -> None:
    """Claimed, closed or answered, it is in somebody's hands."""
    town.says("Köln", "Bis wann gilt das?")
    town.in_thread("Potsdam", settled, 1)
    town.heard(ROOM)
    town.later(timedelta(days=3))
    assert town.heard(ROOM) == ""


def test_a_planned_answer_goes_once_also_late(town: Town) -> None:
    """The service was down at its moment: it goes as soon as it is back, and not again."""
    town.says("Köln", "Bis wann gilt das?")
    town.in_thread("Potsdam", "morgen 9 Uhr: Bis Ende Juli.", 1)
    town.heard("Köln")
    town.later(timedelta(days=3))
    assert town.heard("Köln").count("Bis Ende Juli.") == 1
    town.later(timedelta(days=3))
    assert town.heard("Köln") == ""


@pytest.mark.parametrize("typed", ["morgen 9 Uhr: Bis Ende Juli.", "Bis Ende Juli."])
def test_an_answer_that_has_waited_for_somebody_who_has_left_is_said_in_the_thread(town: Town, typed: str) -> None:
    """Planned for a moment, or held back over night: the office must not take it for given."""
    town.says("Köln", "Bis wann gilt das?")
    town.later(timedelta(hours=13))
    town.in_thread("Potsdam", typed, 1)
    with town.database.transaction() as session:
        session.exec(select(Address).where(Address.account == "Köln")).one().gone = True
    town.heard(ROOM)
    town.later(timedelta(days=1, hours=12))
    assert town.heard(ROOM).count("Nicht zugestellt") == 1
    assert "Bis Ende Juli." not in town.heard("Köln")


def test_two_plans_are_two_even_where_one_is_taken_back(town: Town) -> None:
    """What is planned after something was taken back goes at its own moment."""
    town.says("Köln", "Bis wann gilt das?")
    for text in ("um 12 Uhr: falsch", "zurücknehmen", "um 14 Uhr: richtig"):
        town.in_thread("Potsdam", text, 1)
    town.heard("Köln")
    town.later(timedelta(hours=4))
    assert town.heard("Köln") == ""
    town.later(timedelta(hours=2))
    assert town.heard("Köln").endswith("richtig")


@pytest.mark.parametrize(("first", "kept"), [("", 0), ("Unser Beschluss", 1)])
def test_a_file_that_is_thrown_away_is_gone_unless_it_was_given_before(town: Town, first: str, kept: int) -> None:
    """The same file is kept once, so that throwing it away must not take it from who has it already."""
    paper = {"kind": Kind.FILE, "file": PAPER, "content": b"%PDF"}
    if first:
        town.says("Kiel", first, **paper)
    town.says("Köln", "", **paper)
    assert "verworfen" in town.says("Köln", "verwerfen")
    with town.database.transaction() as session:
        assert len(session.exec(select(StoredFile)).all()) == kept


PAPER = IncomingFile("vordruck.pdf", "application/pdf", 4, "1")


def _announced(town: Town, name: str) -> str:
    """Let an announcement have reached somebody; gives the network's name of its message."""
    with town.database.transaction() as session:
        person = session.exec(select(Person).where(Person.label == name)).one()
        by = identity(session.exec(select(Person).where(Person.label == "Potsdam")).one())
        made = {"created_by": by, "created_at": START, "edited_by": by, "edited_at": START}
        announcement = Announcement(subject="Neue Frist", text="Bis Ende Juli.", **made)
        row = OutboxMessage(network=NETWORK, chat=name, person_id=person.id, text="Bis Ende Juli.", created_at=START)
        row.state, row.external_id = OutboxState.SENT, "$announcement"
        session.add_all([announcement, row])
        session.flush()
        where = {"person_id": person.id, "outbox_id": row.id, "position": 0}
        session.add(Delivery(announcement_id=announcement.id or 0, **where))
    return "$announcement"
