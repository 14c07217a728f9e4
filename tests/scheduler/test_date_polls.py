"""The search for a date in time: only those are reminded whose vote is missing, and the end is told once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from handlers.meeting_sending import invite_all
from handlers.sending import post
from handlers.turn import Office
from scheduler.striking import tick
from storage.audience_criteria import Audience
from storage.database import Database
from storage.date_polls import Vote, decide, extend, propose, vote
from storage.due import DueItem
from storage.meetings import Meeting, MeetingState, create
from storage.municipalities import Municipality, fold, land_of
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Office(BERLIN)
NOW = datetime(2021, 7, 1, 10, tzinfo=BERLIN)
UNTIL = datetime(2021, 8, 10, 18, tzinfo=BERLIN)
TWO_DAYS = datetime(2021, 8, 8, 18, tzinfo=BERLIN)
LAST_DAY = datetime(2021, 8, 10, 8, tzinfo=BERLIN)
FIRST, SECOND, THIRD = (datetime(2021, 8, day, 14, tzinfo=BERLIN) for day in (12, 13, 17))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KOELN, BIELEFELD = "05315000", "05711000"
PEOPLE = {
    "Potsdam": (Role.COORDINATOR, None),
    "Köln": (Role.CONTACT, KOELN),
    "Vertretung": (Role.DEPUTY, KOELN),
    "Bielefeld": (Role.CONTACT, BIELEFELD),
}
YES = Vote.YES


class Search:
    """A network of two municipalities and the office, in which a date with two proposals is looked for."""

    def __init__(self, database: Database, asked_at: datetime = NOW) -> None:
        self.database = database
        self.numbers: dict[str, int] = {}
        with database.transaction() as session:
            for ags, name in ((KOELN, "Köln"), (BIELEFELD, "Bielefeld")):
                session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
            session.flush()
            for name, (role, ags) in PEOPLE.items():
                person = Person(label=name, created_at=NOW)
                session.add(person)
                session.flush()
                number = self.numbers[name] = person.id or 0
                since = date(2021, 1, 1)
                session.add(RoleAssignment(person_id=number, role=role, ags=ags, valid_from=since))
                session.add(Address(person_id=number, network="core", account=name, chat=name, created_at=NOW))
            meeting = Meeting(
                title="Dialog",
                state=MeetingState.FINDING,
                audience=Audience().model_dump(mode="json"),
                answer_until=UNTIL,
                created_by=self.numbers["Potsdam"],
                created_at=NOW,
                changed_at=NOW,
            )
            self.meeting = create(session, meeting).id or 0
            for start in (FIRST, SECOND):
                propose(session, self.meeting, start, NOW)
            post(session, OFFICE, invite_all(session, OFFICE, meeting, asked_at), asked_at)

    def vote(self, name: str, *numbers: int) -> None:
        """Let somebody say yes to dates, for their municipality."""
        with self.database.transaction() as session:
            ags = PEOPLE[name][1] or ""
            meeting = session.get_one(Meeting, self.meeting)
            vote(session, meeting, ags, dict.fromkeys(numbers, YES), self.numbers[name], NOW)

    def strike(self, *moments: datetime) -> None:
        """Let the clock strike."""
        for moment in moments:
            tick(self.database, OFFICE, moment)

    def told(self, after: datetime = NOW) -> dict[str, list[OutboxMessage]]:
        """Give what was said to whom after a moment."""
        told: dict[str, list[OutboxMessage]] = {}
        with self.database.transaction() as session:
            newer = select(OutboxMessage).where(col(OutboxMessage.created_at) > after).order_by(col(OutboxMessage.id))
            for row in session.exec(newer):
                told.setdefault(row.chat, []).append(row)
        return told

    def reasons(self) -> list[str]:
        """List why due rows were not done."""
        with self.database.transaction() as session:
            return [item.reason for item in session.exec(select(DueItem).order_by(col(DueItem.id))) if item.reason]


@pytest.fixture
def search(database: Database) -> Search:
    """Give a search for a date: the test runs once on SQLite and once on PostgreSQL."""
    return Search(database)


def test_only_those_whose_vote_is_missing_are_reminded(search: Search) -> None:
    """A colleague's vote is enough; who has said something of one date only is reminded of the rest."""
    search.vote("Vertretung", 1, 2)
    search.vote("Bielefeld", 1)
    search.strike(NOW + MINUTE, TWO_DAYS, LAST_DAY)
    told = search.told()
    assert set(told) == {"Bielefeld"}
    assert [len(row.choices) for row in told["Bielefeld"]] == [3, 3]
    assert all("fehlt noch Ihre Antwort" in row.text for row in told["Bielefeld"])


def test_a_day_proposed_later_is_asked_of_who_has_voted_already(search: Search) -> None:
    """With the next reminder, and only then."""
    for name in ("Köln", "Bielefeld"):
        search.vote(name, 1, 2)
    search.strike(NOW + MINUTE)
    with search.database.transaction() as session:
        propose(session, search.meeting, THIRD, NOW + DAY, by=search.numbers["Köln"])
    search.vote("Köln", 3)
    search.strike(NOW + DAY)
    assert search.told() == {}
    search.strike(TWO_DAYS)
    assert set(search.told()) == {"Bielefeld"}


def test_nobody_is_reminded_right_after_being_asked(database: Database) -> None:
    """Two days before the end somebody asked the evening before is left alone, and reminded on the last day."""
    search = Search(database, asked_at=TWO_DAYS - timedelta(hours=3))
    search.strike(TWO_DAYS - timedelta(hours=2), TWO_DAYS)
    assert search.told(TWO_DAYS - timedelta(hours=2)) == {}
    assert "asked only just" in search.reasons()
    search.strike(LAST_DAY)
    assert set(search.told(TWO_DAYS)) == {"Köln", "Vertretung", "Bielefeld"}


def test_the_end_is_told_once_with_the_dates_to_take(search: Search) -> None:
    """Who looks after the meeting sees the best date first, and a button for each."""
    search.vote("Köln", 2)
    search.vote("Bielefeld", 1, 2)
    search.strike(NOW + MINUTE, UNTIL, UNTIL + MINUTE)
    [row] = search.told(UNTIL - MINUTE)["Potsdam"]
    assert row.text.index("Freitag, 13.08.2021") < row.text.index("Donnerstag, 12.08.2021")
    takes = [value for _, value in row.choices if "nehmen" in value]
    assert takes == [f"/termine {search.meeting} nehmen 2", f"/termine {search.meeting} nehmen 1"]


def test_an_end_that_passed_before_the_clock_ever_struck_is_told(search: Search) -> None:
    """The service stopped right after the poll went out and came back after its end: late, but not lost."""
    search.strike(UNTIL + timedelta(hours=15))
    told = search.told()
    assert set(told) == {"Potsdam"}
    with search.database.transaction() as session:
        [item] = session.exec(select(DueItem).where(DueItem.rule == "date-poll-end"))
    assert item.late


def test_reminders_missed_are_not_made_up_for_after_the_end(search: Search) -> None:
    """It says nothing true any more that today is the last day."""
    search.strike(NOW + MINUTE, UNTIL + MINUTE)
    assert set(search.told()) == {"Potsdam"}
    assert "the deadline is over" in search.reasons()


def test_an_end_that_was_moved_is_told_at_its_new_time_only(search: Search) -> None:
    """The old row is skipped with the reason, the reminders are planned anew."""
    search.strike(NOW + MINUTE)
    later = UNTIL + DAY
    with search.database.transaction() as session:
        extend(session, search.meeting, later, NOW + MINUTE)
    search.strike(NOW + 2 * MINUTE, UNTIL, later - MINUTE)
    assert "Potsdam" not in search.told()
    assert "the deadline was moved" in search.reasons()
    search.strike(later)
    assert len(search.told()["Potsdam"]) == 1


def test_a_date_that_is_decided_ends_everything(search: Search) -> None:
    """No reminder to vote, no choice to make; from then on the meeting's own reminders hold."""
    search.strike(NOW + MINUTE)
    with search.database.transaction() as session:
        decide(session, search.meeting, 1, NOW + MINUTE, answer_until=None)
    search.strike(NOW + 2 * MINUTE, TWO_DAYS, LAST_DAY, UNTIL, FIRST - DAY)
    told = search.told()
    assert set(told) == {"Köln", "Vertretung", "Bielefeld"}
    assert all("Abstimmung" not in row.text for rows in told.values() for row in rows)
    assert all("In einer Woche" in rows[0].text or "Tagen" in rows[0].text for rows in told.values())


def test_a_decision_at_short_notice_brings_no_second_message(search: Search) -> None:
    """Who has just been invited to the date is not reminded hours later that it is in a week."""
    decided_at = FIRST - 7 * DAY - timedelta(hours=2)
    search.strike(NOW + MINUTE)
    with search.database.transaction() as session:
        meeting = decide(session, search.meeting, 1, decided_at, answer_until=None)
        post(session, OFFICE, invite_all(session, OFFICE, meeting, decided_at), decided_at)
    search.strike(decided_at + MINUTE, FIRST - 7 * DAY)
    assert search.told(decided_at) == {}
    assert "invited only just" in search.reasons()
