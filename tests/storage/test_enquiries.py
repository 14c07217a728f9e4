"""The rules of enquiries: whose words belong where, who looks after them, and how long something can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session, col, select

from storage.audit import AuditEntry
from storage.canned_answers import canned, canned_answers, keep
from storage.database import Database
from storage.enquiries import (
    REOPENS,
    TAKE_BACK,
    Enquiry,
    EnquiryMessage,
    EnquiryState,
    NotNowError,
    TakenError,
    add,
    claim,
    close,
    enquiries_of,
    going_on,
    hand,
    held,
    messages,
    new_key,
    number_in,
    open_enquiries,
    open_one,
    reopen,
    waiting_since,
    withdraw,
)
from storage.municipalities import Land

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Desk:
    """A contact who asks, and two coordinators."""

    def __init__(self, database: Database, people: dict[str, int]) -> None:
        self.database = database
        self.contact, self.deputy, self.other, self.office = people.values()

    def says(self, text: str, now: datetime = NOW) -> int:
        """Let the contact say something; gives the number of the enquiry it belongs to."""
        with self.database.transaction() as session:
            found = going_on(session, self.contact, now)
            enquiry = found or open_one(session, Enquiry(person_id=self.contact, opened_at=now, updated_at=now))
            add(session, enquiry, self.message(enquiry, text, now))
            return enquiry.id or 0

    def message(self, enquiry: Enquiry, text: str, now: datetime, *, by_office: bool = False) -> EnquiryMessage:
        """Give something that is said."""
        person = self.office if by_office else self.contact
        said = EnquiryMessage(enquiry_id=enquiry.id or 0, person_id=person, text=text, written_at=now, said_at=now)
        said.from_office = by_office
        return said

    def does(self, deed: Callable[[Session, Enquiry], object], number: int = 1) -> object:
        """Do something with a held enquiry."""
        with self.database.transaction() as session:
            return deed(session, held(session, number))

    def answers(self, number: int = 1, now: datetime = NOW) -> None:
        """Let the office answer."""
        self.does(lambda session, enquiry: session.add(self.message(enquiry, "Antwort", now, by_office=True)), number)

    def waiting(self) -> dict[int, datetime]:
        """Say what waits for an answer, and since when."""
        with self.database.transaction() as session:
            return waiting_since(session, [each.id or 0 for each in open_enquiries(session)])


@pytest.fixture
def desk(database: Database, municipalities: dict[str, str], people: dict[str, int]) -> Desk:
    """Give a desk on each database."""
    assert municipalities
    return Desk(database, people)


def test_of_two_who_claim_at_once_one_has_it(desk: Desk, at_once: Callable[..., list[object]]) -> None:
    """Whoever comes second is told who has it; the audit log knows of one claim, and of no text."""
    desk.says("Frage")
    claims = (partial(claim, by=person, now=NOW) for person in (desk.deputy, desk.office))
    done = at_once(*(partial(desk.does, deed) for deed in claims))
    taken = [each for each in done if isinstance(each, TakenError)]
    assert len(taken) == 1
    with desk.database.transaction() as session:
        assert session.get_one(Enquiry, 1).claimed_by == taken[0].by
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        assert [entry.action for entry in entries] == ["enquiry-opened", "enquiry-claimed"]
        assert not [entry for entry in entries if entry.detail]


def test_what_one_says_at_once_is_one_enquiry(desk: Desk, at_once: Callable[..., list[object]]) -> None:
    """Three messages sent in a hurry, perhaps taken in by two instances, open one enquiry with all of them."""
    assert set(at_once(*(partial(desk.says, text) for text in "abc"))) == {1}
    with desk.database.transaction() as session:
        assert {each.text for each in messages(session, 1)} == {"a", "b", "c"}


@pytest.mark.parametrize(("after", "number"), [(REOPENS, 1), (REOPENS + HOUR, 2)])
def test_a_closed_enquiry_goes_on_for_two_weeks(desk: Desk, after: timedelta, number: int) -> None:
    """What its person says within 14 days opens it again; later it is a new one."""
    desk.says("Frage")
    desk.does(lambda session, enquiry: close(session, enquiry, desk.office, NOW))
    assert desk.says("Nachfrage", NOW + after) == number
    with desk.database.transaction() as session:
        assert session.get_one(Enquiry, number).state is EnquiryState.OPEN


def test_an_open_enquiry_goes_on_however_long_it_takes(desk: Desk) -> None:
    """As long as nobody has closed it, everything belongs to it."""
    assert [desk.says("Frage"), desk.says("immer noch", NOW + 90 * DAY)] == [1, 1]


def test_it_waits_until_it_is_answered_or_closed(desk: Desk) -> None:
    """Waiting counts from the first word that nobody has answered."""
    desk.says("Frage")
    desk.says("noch etwas", NOW + HOUR)
    assert desk.waiting() == {1: NOW}
    desk.answers(now=NOW + 2 * HOUR)
    assert desk.waiting() == {}
    desk.says("und nun?", NOW + 3 * HOUR)
    assert desk.waiting() == {1: NOW + 3 * HOUR}
    desk.does(lambda session, enquiry: close(session, enquiry, desk.office, NOW + 4 * HOUR))
    desk.says("doch noch etwas", NOW + DAY)
    assert desk.waiting() == {1: NOW + DAY}


def test_what_was_asked_can_be_taken_back_for_two_minutes(desk: Desk) -> None:
    """Then its texts are forgotten, it is in no list, and what is said next is another enquiry."""
    desk.says("peinlich")
    desk.does(lambda session, enquiry: withdraw(session, enquiry, NOW + TAKE_BACK))
    with desk.database.transaction() as session:
        assert [each.text for each in messages(session, 1)] == [""]
        assert (enquiries_of(session, desk.contact), open_enquiries(session)) == ([], [])
    assert desk.says("neu", NOW + DAY) == 2


@pytest.mark.parametrize("meanwhile", ["late", "claimed", "answered", "closed"])
def test_it_cannot_be_taken_back_once_somebody_cares(desk: Desk, meanwhile: str) -> None:
    """Nor after two minutes: somebody may have read it, and thought about it."""
    desk.says("Frage")
    if meanwhile == "claimed":
        desk.does(lambda session, enquiry: claim(session, enquiry, desk.office, NOW))
    if meanwhile == "answered":
        desk.answers()
    if meanwhile == "closed":
        desk.does(lambda session, enquiry: close(session, enquiry, desk.office, NOW))
    at = NOW + TAKE_BACK + timedelta(seconds=1) if meanwhile == "late" else NOW
    with pytest.raises(NotNowError):
        desk.does(lambda session, enquiry: withdraw(session, enquiry, at))


def test_handing_takes_it_from_who_has_it(desk: Desk) -> None:
    """The Land's coordination finds it unclaimed in its list; back again likewise; nowhere twice."""
    desk.says("Frage")
    desk.does(lambda session, enquiry: claim(session, enquiry, desk.office, NOW))
    desk.does(lambda session, enquiry: hand(session, enquiry, Land.NW, desk.office, NOW))
    with desk.database.transaction() as session:
        assert [each.claimed_by for each in open_enquiries(session, {Land.NW})] == [None]
        assert open_enquiries(session, {Land.HE}) == []
    with pytest.raises(NotNowError):
        desk.does(lambda session, enquiry: hand(session, enquiry, Land.NW, desk.office, NOW))
    desk.does(lambda session, enquiry: hand(session, enquiry, None, desk.office, NOW))
    with desk.database.transaction() as session:
        assert open_enquiries(session, {Land.NW}) == []


def test_what_is_over_is_neither_claimed_nor_closed_again(desk: Desk) -> None:
    """And what is open is not opened."""
    desk.says("Frage")
    with pytest.raises(NotNowError):
        desk.does(lambda session, enquiry: reopen(session, enquiry, desk.office, NOW))
    desk.does(lambda session, enquiry: close(session, enquiry, desk.office, NOW))
    for deed in (partial(claim, by=desk.office, now=NOW), partial(close, by=desk.office, now=NOW)):
        with pytest.raises(NotNowError):
            desk.does(deed)
    desk.does(lambda session, enquiry: reopen(session, enquiry, desk.office, NOW))


def test_somebody_who_is_away_can_be_relieved(desk: Desk) -> None:
    """Claiming it anyway takes it from whoever had it."""
    desk.says("Frage")
    desk.does(lambda session, enquiry: claim(session, enquiry, desk.deputy, NOW))
    desk.does(lambda session, enquiry: claim(session, enquiry, desk.office, NOW, anyway=True))
    with desk.database.transaction() as session:
        assert session.get_one(Enquiry, 1).claimed_by == desk.office


@pytest.mark.parametrize(
    ("key", "number"),
    [("enquiry-12-a176b3f279f749e0", 12), ("0123456789abcdef" * 2, None), (None, None), ("enquiry-x-1", None)],
)
def test_a_message_says_which_enquiry_it_is_about(key: str | None, number: int | None) -> None:
    """Its key does; any other names none."""
    assert number_in(key) == number
    assert number_in(new_key(12)) == 12


def test_a_canned_answer_is_kept_once_by_its_name(database: Database, people: dict[str, int]) -> None:
    """Kept again, it takes the place of what was there."""
    by = people["Koordinierungsstelle"]
    with database.transaction() as session:
        assert [keep(session, "frist", text, by, NOW) for text in ("31.7.", "31.8.")] == [False, True]
        assert [(each.name, each.text) for each in canned_answers(session)] == [("frist", "31.8.")]
        assert canned(session, "ort") is None
