"""Answers to invitations: the party's newest counts, no place is given twice, and the queue keeps its order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from storage.answers import COMING, Answer
from storage.attendance import (
    Answered,
    Attendance,
    answer,
    answers,
    ask,
    fill,
    invitations,
    invitations_of,
    invited,
    questions,
    seats_taken,
)
from storage.database import Database
from storage.meetings import Meeting, OverError, cancel, change, create

NOW = datetime(2021, 7, 1, 8, 0, tzinfo=UTC)
START = datetime(2021, 8, 12, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
YES, NO, MAYBE, SUBSTITUTE = Answer
PARTIES = ("05711000", "05754012", "05515000", "12054000", "person:1")


@dataclass
class Hall:
    """A meeting with a number of places, and what parties answer to it; the clock stands still unless said."""

    database: Database
    person: int
    number: int = 0
    version: int = 1

    def open(self, capacity: int | None = None) -> Hall:
        """Make another meeting."""
        made = {"created_by": self.person, "created_at": NOW, "changed_at": NOW}
        with self.database.transaction() as session:
            meeting = create(session, Meeting(title="Werkstatt", starts_at=START, capacity=capacity, **made))
        self.number, self.version = meeting.id or 0, 1
        return self

    def says(self, party: str, said: Answer, now: datetime = NOW, comment: str = "") -> Answered:
        """Take an answer of a party."""
        with self.database.transaction() as session:
            return answer(session, self.number, party, said, self.person, now, comment=comment)

    def change(self, **values: object) -> list[str]:
        """Change the meeting and give away places that became free; gives who moved up."""
        with self.database.transaction() as session:
            meeting = change(session, self.number, self.version, NOW, **values)
            self.version = meeting.version
            return [each.party for each in fill(session, meeting)]

    def stands(self) -> dict[str, str]:
        """Say what each party has answered, in the order of their places; who waits has a star."""
        with self.database.transaction() as session:
            found = answers(session, session.get_one(Meeting, self.number))
            return {party: f"{each.answer}{'*' * each.waiting}" for party, each in found.items()}

    def taken(self) -> int:
        """Count the places that are taken."""
        with self.database.transaction() as session:
            return seats_taken(session, session.get_one(Meeting, self.number))

    def history(self) -> list[tuple[str, Answer, bool]]:
        """List all answers ever given: by whom, what, and whether it counts."""
        with self.database.transaction() as session:
            found = session.exec(select(Attendance).where(Attendance.meeting_id == self.number).order_by("id"))
            return [(each.party, each.answer, each.counts) for each in found]


@pytest.fixture
def hall(database: Database, people: dict[str, int]) -> Hall:
    """Give a meeting without a limit."""
    return Hall(database, people["Koordinierungsstelle"]).open()


def test_the_newest_answer_of_a_party_counts(hall: Hall) -> None:
    """Whoever of a municipality writes: its last word counts, all others are kept."""
    assert hall.says("05711000", YES).before is None
    second = hall.says("05711000", NO)
    assert second.before is not None
    assert (second.before.answer, second.now.answer) == (YES, NO)
    hall.says("12054000", MAYBE)
    assert hall.stands() == {"05711000": "no", "12054000": "maybe"}
    assert hall.history() == [("05711000", YES, False), ("05711000", NO, True), ("12054000", MAYBE, True)]


def test_without_a_limit_nobody_waits(hall: Hall) -> None:
    """All who want to come do."""
    for party in PARTIES:
        assert not hall.says(party, YES).now.waiting
    assert hall.taken() == len(PARTIES)


def test_who_comes_too_late_waits_in_order(hall: Hall) -> None:
    """Beyond the limit an acceptance waits, a substitute's too; who declines or may come takes no place."""
    hall.open(1)
    for party, said in zip(PARTIES, (MAYBE, YES, SUBSTITUTE, NO, YES), strict=True):
        hall.says(party, said)
    assert list(hall.stands().values()) == ["maybe", "yes", "substitute*", "no", "yes*"]
    assert hall.taken() == 1


@pytest.mark.parametrize("leaving", [NO, MAYBE])
def test_a_freed_place_goes_to_who_waits_longest(hall: Hall, leaving: Answer) -> None:
    """Who moves up is told with the answer that freed the place, and only they."""
    hall.open(1)
    for party in PARTIES[:3]:
        hall.says(party, YES)
    assert [each.party for each in hall.says(PARTIES[0], leaving).moved_up] == [PARTIES[1]]
    assert hall.stands() == {PARTIES[1]: "yes", PARTIES[2]: "yes*", PARTIES[0]: leaving.value}


def test_a_place_that_is_given_up_is_lost(hall: Hall) -> None:
    """Who declines and accepts again stands at the end of the queue."""
    hall.open(1)
    for party in PARTIES[:3]:
        hall.says(party, YES)
    hall.says(PARTIES[0], NO)
    assert hall.says(PARTIES[0], YES).now.waiting
    assert list(hall.stands()) == [PARTIES[1], PARTIES[2], PARTIES[0]]


@pytest.mark.parametrize("again", [YES, SUBSTITUTE])
def test_who_changes_only_how_they_come_keeps_their_place(hall: Hall, again: Answer) -> None:
    """Sitting or waiting: a substitute, a name, or the same said again moves nobody, even within one moment."""
    hall.open(1)
    for party in PARTIES[:4]:
        hall.says(party, YES)
    for party in (PARTIES[0], PARTIES[1], PARTIES[2], PARTIES[1]):
        assert hall.says(party, again, comment="Amtsleitung Soziales").moved_up == []
    assert list(hall.stands()) == list(PARTIES[:4])
    assert hall.taken() == 1
    assert [each.party for each in hall.says(PARTIES[0], NO).moved_up] == [PARTIES[1]]


def test_who_says_it_again_said_it_then(hall: Hall) -> None:
    """A kept place does not turn back the clock: the list shows when the newest answer was given."""
    hall.says("05711000", YES)
    assert hall.says("05711000", SUBSTITUTE, NOW + HOUR).now.answered_at == NOW + HOUR


def test_more_places_are_given_to_who_waits(hall: Hall) -> None:
    """A higher limit, or none, lets people in, the longest waiting first; a lower one throws nobody out."""
    hall.open(1)
    for party in PARTIES:
        hall.says(party, YES)
    assert hall.change(capacity=3) == list(PARTIES[1:3])
    assert hall.change(capacity=1) == []
    assert hall.taken() == 3
    assert hall.says(PARTIES[0], NO).moved_up == []
    assert hall.change(capacity=None) == list(PARTIES[3:])


def test_a_moved_meeting_opens_all_answers(hall: Hall) -> None:
    """For the new date nobody has answered and no place is taken; what was said to the old one is kept."""
    hall.open(1)
    hall.says(PARTIES[0], YES)
    hall.says(PARTIES[1], YES)
    assert hall.change(starts_at=START + HOUR) == []
    assert (hall.stands(), hall.taken()) == ({}, 0)
    first = hall.says(PARTIES[1], YES)
    assert (first.before, first.now.waiting) == (None, False)
    assert len(hall.history()) == 3


def test_a_changed_title_leaves_the_answers(hall: Hall) -> None:
    """Who has answered need not answer again."""
    hall.says(PARTIES[0], YES)
    hall.change(title="Werkstattgespräch")
    assert hall.stands() == {PARTIES[0]: "yes"}


def test_a_cancelled_meeting_takes_no_answer(hall: Hall) -> None:
    """It is refused and leaves no trace."""
    with hall.database.transaction() as session:
        cancel(session, hall.number, 1, NOW)
    with pytest.raises(OverError):
        hall.says(PARTIES[0], YES)
    assert hall.history() == []


@pytest.mark.parametrize(("places", "threads"), [(1, 2), (1, 8), (3, 8), (8, 8)])
def test_no_place_is_given_twice(hall: Hall, at_once: Callable[..., list[object]], places: int, threads: int) -> None:
    """However many accept at the same moment: as many sit as there are places, and all others wait."""
    hall.open(places)
    done = at_once(*(partial(hall.says, f"person:{number}", YES) for number in range(threads)))
    given = [each.now.waiting for each in done if isinstance(each, Answered)]
    assert len(given) == threads
    assert (given.count(False), hall.taken()) == (min(places, threads), min(places, threads))


def test_places_freed_and_taken_at_once_are_not_oversold(hall: Hall, at_once: Callable[..., list[object]]) -> None:
    """Four leave, four come, and eight wait, all at once: the four places are full, and nobody was told twice."""
    hall.open(4)
    for number in range(12):
        hall.says(f"person:{number}", YES)
    leave = [partial(hall.says, f"person:{number}", NO) for number in range(4)]
    come = [partial(hall.says, f"person:{number}", YES) for number in range(12, 16)]
    done = [each for each in at_once(*leave, *come) if isinstance(each, Answered)]
    moved_up = [attendance.party for each in done for attendance in each.moved_up]
    assert len(done) == 8
    assert sorted(moved_up) == [f"person:{number}" for number in range(4, 8)]
    assert hall.taken() == 4


def test_two_colleagues_at_once_leave_one_answer(hall: Hall, at_once: Callable[..., list[object]]) -> None:
    """Both answers are kept, the later one counts and knows the earlier one."""
    done = at_once(partial(hall.says, "05711000", YES), partial(hall.says, "05711000", NO))
    later = [each for each in done if isinstance(each, Answered) and each.before is not None]
    assert len(later) == 1
    assert hall.stands() == {"05711000": later[0].now.answer.value}


def test_an_invitation_is_written_down_once(hall: Hall) -> None:
    """Once for each party a person speaks for; whoever is invited again keeps the first."""
    with hall.database.transaction() as session:
        first = invited(session, hall.number, hall.person, "05711000", NOW)
        assert invited(session, hall.number, hall.person, "05711000", NOW + HOUR) is first
        invited(session, hall.number, hall.person, "12054000", NOW)
        assert [each.party for each in invitations(session, hall.number)] == ["05711000", "12054000"]
        assert [each.party for each in invitations_of(session, hall.number, hall.person)] == ["05711000", "12054000"]
        assert invitations_of(session, hall.number + 1, hall.person) == []


def test_what_people_want_to_talk_about_is_kept_in_order(hall: Hall) -> None:
    """Every suggestion stands, also after the meeting was moved."""
    with hall.database.transaction() as session:
        for text in ("Quote", "Unterbringung"):
            ask(session, hall.number, "05711000", hall.person, text, NOW)
    hall.change(starts_at=START + HOUR)
    with hall.database.transaction() as session:
        assert [each.text for each in questions(session, hall.number)] == ["Quote", "Unterbringung"]


# Against an oracle that knows nothing of rows.


@dataclass
class Oracle:
    """A hall as a child would run it: a list of who wants in, in order, and a set of who sits."""

    capacity: int | None
    said: dict[str, Answer] = field(default_factory=dict)
    queue: list[str] = field(default_factory=list)
    seated: set[str] = field(default_factory=set)

    def says(self, party: str, said: Answer) -> list[str]:
        """Take an answer; gives who moves up by it."""
        newly = said in COMING and party not in self.queue
        if said not in COMING:
            self.queue = [each for each in self.queue if each != party]
            self.seated.discard(party)
        elif newly:
            self.queue.append(party)
            if self.capacity is None or len(self.seated) < self.capacity:
                self.seated.add(party)
        self.said[party] = said
        return self.fill()

    def fill(self) -> list[str]:
        """Let in who waits while there are places."""
        moved_up = []
        for party in self.queue:
            if party not in self.seated and (self.capacity is None or len(self.seated) < self.capacity):
                self.seated.add(party)
                moved_up.append(party)
        return moved_up

    def move(self) -> None:
        """Begin anew with the same limit."""
        self.said, self.queue, self.seated = {}, [], set()

    def waiting(self) -> list[str]:
        """List who waits, in order."""
        return [party for party in self.queue if party not in self.seated]


LIMITS = st.one_of(st.none(), st.integers(1, 4))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PARTIES), st.sampled_from(Answer)),
        st.tuples(st.just("limit"), LIMITS),
        st.tuples(st.just("move"), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LIMITS, STEPS)
def test_the_hall_is_run_like_the_oracle(
    hall: Hall, capacity: int | None, steps: list[tuple[str, Answer | int | None]]
) -> None:
    """Whatever is answered and changed in any order: the same people sit, wait in the same order, and move up."""
    hall.open(capacity)
    oracle, moves = Oracle(capacity), 0
    for what, value in steps:
        if isinstance(value, Answer):
            expected = oracle.says(what, value)
            assert [each.party for each in hall.says(what, value).moved_up] == expected
        elif what == "limit":
            oracle.capacity = value
            assert hall.change(capacity=value) == oracle.fill()
        else:
            moves += 1
            oracle.move()
            assert hall.change(starts_at=START + moves * HOUR) == []
        stands = hall.stands()
        assert {party: each.rstrip("*") for party, each in stands.items()} == oracle.said
        assert [party for party, each in stands.items() if each.endswith("*")] == oracle.waiting()
        assert hall.taken() == len(oracle.seated)
