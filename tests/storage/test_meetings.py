"""Meetings: nobody overwrites what they have not seen, a new date asks anew, and a series never forks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage.attendance import invited
from storage.database import Database
from storage.meetings import (
    CHANGEABLE,
    EditedMeanwhileError,
    Meeting,
    MeetingState,
    NoDateError,
    OverError,
    cancel,
    change,
    create,
    past,
    repeat,
    take_unplanned,
    upcoming,
)

NOW = datetime(2021, 7, 1, 8, 0, tzinfo=UTC)
START = datetime(2021, 8, 12, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Diary:
    """Meetings that one coordinator makes."""

    database: Database
    coordinator: int

    def meeting(self, title: str = "Dialog", start: datetime | None = START, **values: object) -> int:
        """Make a meeting; gives its number."""
        made = {"created_by": self.coordinator, "created_at": NOW, "changed_at": NOW}
        with self.database.transaction() as session:
            return (
                create(session, Meeting.model_validate({"title": title, "starts_at": start, **made, **values})).id or 0
            )

    def change(self, number: int, seen: int = 1, **values: object) -> Meeting:
        """Change a meeting an hour later."""
        with self.database.transaction() as session:
            return change(session, number, seen, NOW + HOUR, **values)

    def cancel(self, number: int, seen: int = 1, *, with_following: bool = False) -> Meeting:
        """Call a meeting off."""
        with self.database.transaction() as session:
            return cancel(session, number, seen, NOW, with_following=with_following)

    def look(self, number: int) -> Meeting:
        """Look a meeting up."""
        with self.database.transaction() as session:
            return session.get_one(Meeting, number)

    def plan(self) -> list[str]:
        """Plan all that is unplanned, as the clock does; gives the titles."""
        with self.database.transaction() as session:
            found = take_unplanned(session)
            for meeting in found:
                meeting.planned_version = meeting.version
            return [meeting.title for meeting in found]


@pytest.fixture
def diary(database: Database, people: dict[str, int]) -> Diary:
    """Give an empty diary."""
    return Diary(database, people["Koordinierungsstelle"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Dialog mit dem BMI"),
        ("duration", 90),
        ("timezone", "Europe/London"),
        ("link", "https://video.example.org/1"),
        ("agenda", "Quote"),
        ("documents", "https://example.org/d"),
        ("partners", "BMI"),
        ("audience", {"anyone_of": []}),
        ("answer_until", START - DAY),
        ("capacity", 3),
        ("rule", "DTSTART:20210812T140000\nRRULE:FREQ=WEEKLY"),
    ],
)
def test_a_change_that_is_no_move_keeps_the_date(diary: Diary, name: str, value: object) -> None:
    """Whatever else changes, the answers given stay; the version goes up, and calendars see a new sequence."""
    number = diary.meeting()
    diary.change(number, **{name: value})
    changed = diary.look(number)
    assert getattr(changed, name) == value
    assert (changed.date_number, changed.version, changed.sequence) == (1, 2, 1)
    assert changed.changed_at == NOW + HOUR


def test_every_field_that_can_change_is_tested() -> None:
    """What is added to the list above is added here."""
    tested = test_a_change_that_is_no_move_keeps_the_date.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {name for name, _ in tested} | {"starts_at"} == set(CHANGEABLE)


def test_a_new_start_is_a_new_date(diary: Diary) -> None:
    """Answers belong to a date: a moved meeting has another one, a start written again has not."""
    number = diary.meeting()
    assert diary.change(number, starts_at=START, title="Gespräch").date_number == 1
    assert diary.change(number, 2, starts_at=START + DAY).date_number == 2


def test_the_same_moment_in_another_zone_is_no_move(diary: Diary) -> None:
    """Moments are compared, not how they are written."""
    number = diary.meeting()
    elsewhere = START.astimezone(tz=None)
    assert diary.change(number, starts_at=elsewhere).date_number == 1


def test_only_what_can_change_changes(diary: Diary) -> None:
    """A typing error in the code is no silent change: who made it, its state and its numbers have ways of their own."""
    number = diary.meeting()
    with pytest.raises(ValueError, match="created_by, state"):
        diary.change(number, title="x", state=MeetingState.CANCELLED, created_by=1)
    assert diary.look(number).title == "Dialog"


def test_who_has_not_seen_the_newest_changes_nothing(diary: Diary) -> None:
    """A change, and a cancellation, on top of an older version is refused and leaves no trace."""
    number = diary.meeting()
    diary.change(number, title="zuerst")
    with pytest.raises(EditedMeanwhileError):
        diary.change(number, title="danach")
    with pytest.raises(EditedMeanwhileError):
        diary.cancel(number)
    left = diary.look(number)
    assert (left.title, left.state, left.version) == ("zuerst", MeetingState.PLANNED, 2)


def test_of_two_who_change_at_once_one_wins(diary: Diary, at_once: Callable[..., list[object]]) -> None:
    """Two coordinators on the same version: one change counts, the other is told; the version went up once."""
    number = diary.meeting()

    def edit(title: str) -> Callable[[], str]:
        def run() -> str:
            with diary.database.transaction() as session:
                change(session, number, 1, NOW, title=title)
                time.sleep(0.1)
                return title

        return run

    done = at_once(edit("eins"), edit("zwei"))
    (winner,) = [each for each in done if isinstance(each, str)]
    assert [type(each) for each in done if each != winner] == [EditedMeanwhileError]
    left = diary.look(number)
    assert (left.title, left.version) == (winner, 2)


def test_a_cancelled_meeting_stays_cancelled(diary: Diary) -> None:
    """It is not changed, moved or cancelled again."""
    number = diary.meeting()
    assert diary.cancel(number).state is MeetingState.CANCELLED
    with pytest.raises(OverError):
        diary.change(number, 2, starts_at=START + DAY)
    with pytest.raises(OverError):
        diary.cancel(number, 2)


@pytest.mark.parametrize(("with_following", "rule"), [(False, "FREQ=WEEKLY"), (True, "")])
def test_a_series_ends_only_if_it_is_meant(diary: Diary, *, with_following: bool, rule: str) -> None:
    """Calling one meeting off leaves its rule, calling all further ones off takes it away."""
    number = diary.meeting(rule="FREQ=WEEKLY")
    assert diary.cancel(number, with_following=with_following).rule == rule


@pytest.mark.parametrize("values", [{"starts_at": None}, {"duration": 0}, {"duration": -5}, {"capacity": 0}], ids=str)
def test_the_database_refuses_what_no_meeting_is(diary: Diary, values: dict[str, object]) -> None:
    """A planned meeting has a start, each takes some minutes, and a limit lets somebody in."""
    with pytest.raises(IntegrityError):
        diary.meeting(**({"start": None} if "starts_at" in values else values))


def test_a_meeting_without_a_date_has_none(diary: Diary) -> None:
    """While its date is to be found it neither begins nor ends nor is it open; a start makes it planned."""
    number = diary.meeting(start=None, state=MeetingState.FINDING)
    found = diary.look(number)
    with pytest.raises(NoDateError):
        _ = found.begins
    with pytest.raises(NoDateError):
        _ = found.ends
    assert not found.is_open(NOW)
    assert not found.has_begun(NOW)
    assert diary.change(number, starts_at=START).state is MeetingState.PLANNED


@pytest.mark.parametrize(("seconds", "begun"), [(-1, False), (0, True), (1, True)])
def test_a_meeting_has_begun_at_its_start(diary: Diary, seconds: int, *, begun: bool) -> None:
    """Up to its start it is open for answers and listed as coming, from then on as past; never as both."""
    number, now = diary.meeting(), START + timedelta(seconds=seconds)
    meeting = diary.look(number)
    assert (meeting.has_begun(now), meeting.is_open(now)) == (begun, not begun)
    with diary.database.transaction() as session:
        assert [each.id for each in upcoming(session, now)] == [number] * (not begun)
        assert [each.id for each in past(session, now, NOW)] == [number] * begun


def test_meetings_are_listed_in_order(diary: Diary) -> None:
    """Coming ones the next first, then those without a date; past ones the last first; cancelled ones nowhere."""
    diary.meeting("offen", None, state=MeetingState.FINDING)
    for title, days in (("übermorgen", 2), ("morgen", 1), ("gestern", -1), ("vorgestern", -2), ("lange her", -90)):
        diary.meeting(title, NOW + days * DAY)
    for days in (-1, 1):
        diary.cancel(diary.meeting("abgesagt", NOW + days * DAY))
    with diary.database.transaction() as session:
        assert [each.title for each in upcoming(session, NOW)] == ["morgen", "übermorgen", "offen"]
        assert [each.title for each in past(session, NOW, NOW - 90 * DAY)] == ["gestern", "vorgestern"]


def test_what_is_new_or_changed_is_planned_once(diary: Diary) -> None:
    """The clock gets a meeting when it is new, has changed, was called off, or has new guests; then no more."""
    number = diary.meeting()
    assert [diary.plan(), diary.plan()] == [["Dialog"], []]
    diary.change(number, title="Gespräch")
    assert [diary.plan(), diary.plan()] == [["Gespräch"], []]
    with diary.database.transaction() as session:
        invited(session, number, diary.coordinator, "05711000", NOW)
    assert [diary.plan(), diary.plan()] == [["Gespräch"], []]
    diary.cancel(number, 2)
    assert [diary.plan(), diary.plan()] == [["Gespräch"], []]


def test_the_next_of_a_series_is_a_meeting_of_its_own(diary: Diary) -> None:
    """It is the same in all that can change, save what is said otherwise, and begins anew in all that counts."""
    number = diary.meeting(link="https://video.example.org/1", capacity=3, rule="FREQ=WEEKLY", agenda="Quote")
    diary.change(number, duration=90)
    with diary.database.transaction() as session:
        before = session.get_one(Meeting, number)
        following = repeat(session, before, NOW + DAY, starts_at=START + 7 * DAY)
        assert following is not None
        same = (*CHANGEABLE, "created_by")
        differing = {name for name in same if getattr(before, name) != getattr(following, name)}
        assert differing == {"starts_at"}
        assert following.uid != before.uid
        assert (following.follows, following.version, following.sequence, following.date_number) == (number, 1, 0, 1)
        assert (following.created_at, following.planned_version) == (NOW + DAY, 0)


def test_a_cancelled_meeting_is_followed_by_a_planned_one(diary: Diary) -> None:
    """What was called off is not called off for the next time."""
    number = diary.meeting(rule="FREQ=WEEKLY")
    cancelled = diary.cancel(number)
    with diary.database.transaction() as session:
        following = repeat(session, cancelled, NOW, starts_at=START + 7 * DAY)
        assert following is not None
        assert following.state is MeetingState.PLANNED


def test_a_meeting_is_followed_by_one(diary: Diary, at_once: Callable[..., list[object]]) -> None:
    """A series never forks: a second attempt finds the first, and of two at the same moment one is refused."""
    first, second = diary.meeting(), diary.meeting()

    def go_on(number: int) -> bool:
        with diary.database.transaction() as session:
            made = repeat(session, session.get_one(Meeting, number), NOW, starts_at=START + 7 * DAY)
            time.sleep(0.1)
            return made is not None

    assert [go_on(first), go_on(first)] == [True, False]
    done = at_once(lambda: go_on(second), lambda: go_on(second))
    assert [each for each in done if each is True] == [True]
    assert all(each in (True, False) or isinstance(each, IntegrityError) for each in done)
    with diary.database.transaction() as session:
        followed = session.exec(select(Meeting.follows).where(Meeting.follows != None)).all()  # noqa: E711 - SQL's own
    assert sorted(map(int, filter(None, followed))) == [first, second]
