"""Polls in a group: whose vote counts, what colleagues' votes do to each other, and what the group reads at the end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count

import pytest
from sqlmodel import select

from bot.clock import Clock
from bot.intake import Intake
from handlers.messages import Incoming, Kind
from scheduler.forecast import forecast
from storage.database import Database
from storage.groups import Group
from storage.outbox import OutboxMessage
from storage.persons import Address, Role, RoleAssignment
from storage.said import name_poll
from storage.survey_answers import SurveyAnswer, history
from storage.survey_lists import asked, surveys
from storage.survey_participation import parts
from storage.survey_polls import poll_of
from storage.survey_results import results
from storage.surveys import Survey, SurveyState
from tests.scheduler.town import BEGIN, KIEL, KOELN, Town, at

GROUP, POLL = "Gruppe", "poll"
MONDAY, FRIDAY = "2021-07-05 09:00", "2021-07-09 18:00"


class Square(Town):
    """A town whose people share a group chat, and vote there."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.person("Vertretung", Role.DEPUTY, KOELN)
        self.person("Kiel", Role.CONTACT, KIEL)
        self.clock = Clock(at(MONDAY))
        self.intake = Intake(database, self.office, self.clock, ThreadPoolExecutor(1), lambda: None)
        self._numbers = count(1)
        with database.transaction() as session:
            session.add(Group(network="core", chat=GROUP, role=Role.SPOKESPERSON, created_at=at(MONDAY)))

    def writes(self, who: str, text: str, replies_to: str = "") -> None:
        """Let somebody write in the group."""
        self._take(who, Kind.TEXT, text, replies_to=replies_to, addressed=bool(replies_to))

    def votes(self, who: str, *numbers: int, poll: str = POLL, event: str = "") -> None:
        """Let somebody vote in the network's poll; without numbers they take it back."""
        self._take(who, Kind.VOTE, ",".join(map(str, numbers)), event, refers_to=poll, addressed=True)

    def _take(self, who: str, kind: Kind, text: str, event: str = "", **more: object) -> None:
        number = event or str(next(self._numbers))
        self.intake.take(Incoming("core", number, who, GROUP, False, kind, text, **more))  # type: ignore[arg-type]  # noqa: FBT003

    def asks(self, line: str = "!umfrage Fahren wir? Ja / Nein / Später bis Freitag") -> None:
        """Let the office ask, and the network say what it calls message and poll."""
        self.writes("Potsdam", line)
        with self.database.transaction() as session:
            rows = session.exec(select(OutboxMessage).where(OutboxMessage.ends_poll.is_(None))).all()  # type: ignore[union-attr]
            for row in rows:
                if row.poll and not row.poll_name:
                    row.external_id = f"text {row.key}"
                    name_poll(session, row, POLL if row.key == "survey-poll-1" else row.key)

    def counting(self) -> dict[str, object]:
        """Give what counts of each municipality that was sent."""
        with self.database.transaction() as session:
            return {part.ags: part.sheet.get("frage") for part in parts(session, 1) if part.sent_at}

    def history(self, ags: str) -> list[SurveyAnswer]:
        """List what was ever said for a municipality."""
        with self.database.transaction() as session:
            return list(history(session, 1, ags))


@pytest.fixture
def square(database: Database) -> Square:
    """Give a town with an open poll."""
    square = Square(database)
    square.asks()
    return square


def test_a_poll_is_a_survey(square: Square) -> None:
    """It is published, open, asks one question, and its group reads it as text and as a poll."""
    with square.database.transaction() as session:
        [survey] = surveys(session, SurveyState.PUBLISHED)
        assert (survey.title, survey.anonymity.value, survey.closes_at) == ("Fahren wir?", "open", at(FRIDAY))
        assert asked(session, survey, BEGIN).recipients == []  # nobody in the group is known to speak for a place
        row = session.exec(select(OutboxMessage).where(OutboxMessage.chat == GROUP)).one()
        assert row.poll == {"question": "Fahren wir?", "options": ["Ja", "Nein", "Später"], "several": False}
        assert "1. Ja" in row.text


def test_who_is_known_to_be_in_the_group_is_asked(database: Database) -> None:
    """Whoever holds the group's role; the others join by voting."""
    square = Square(database)
    with database.transaction() as session:
        role = RoleAssignment(person_id=square.koeln, role=Role.SPOKESPERSON, valid_from=BEGIN)
        session.add(role)
    square.asks()
    square.votes("Kiel", 1)
    with database.transaction() as session:
        [survey] = surveys(session)
        assert [each.ags for each in asked(session, survey, BEGIN).recipients] == [KOELN, KOELN]
        assert [(each.ags, each.sent_at is not None) for each in parts(session, 1)] == [(KIEL, True), (KOELN, False)]
    assert "von einer Kommune" in square.told(GROUP)[0]


def test_a_municipality_has_one_vote(square: Square) -> None:
    """Votes count and are sent at once; who votes again changes theirs."""
    square.votes("Köln", 1)
    square.votes("Kiel", 2)
    square.votes("Köln", 3)
    assert square.counting() == {KOELN: "3", KIEL: "2"}
    with square.database.transaction() as session:
        counted = results(session, 1, square.clock.now())
        assert counted is not None
        assert counted.questions[0].total.counts == {"1": 0, "2": 1, "3": 1}
    assert square.told("Köln") == []


def test_a_colleague_who_votes_differently_is_told(square: Square) -> None:
    """The first vote goes on to count, the other stands beside it; agreeing ends that."""
    square.votes("Köln", 1)
    square.votes("Vertretung", 2)
    assert square.counting() == {KOELN: "1"}
    [told] = square.told("Vertretung")
    assert "„Ja“" in told
    assert "„Nein“" in told
    square.votes("Vertretung", 1)
    assert len(square.told("Vertretung")) == 1
    assert {each.standing.value for each in square.history(KOELN)} == {"current", "replaced", "agreed"}


def test_what_is_taken_back_leaves_the_colleagues(square: Square) -> None:
    """Without the first vote the colleague's counts; without both there is none."""
    square.votes("Köln", 1)
    square.votes("Vertretung", 2)
    square.votes("Köln")
    assert square.counting() == {KOELN: "2"}
    square.votes("Vertretung")
    assert square.counting() == {KOELN: None}
    square.votes("Kiel")  # there was nothing to take back
    assert square.history(KIEL) == []


def test_two_colleagues_within_a_second_leave_one_vote(square: Square, at_once: Callable[..., list[object]]) -> None:
    """Whoever is first counts, and the other is told; neither sees an error."""
    done = at_once(
        partial(square.votes, "Köln", 1, event="a"),
        partial(square.votes, "Vertretung", 2, event="b"),
        partial(square.votes, "Kiel", 3, event="c"),
    )
    assert done == [None] * 3
    assert square.counting() in ({KOELN: "1", KIEL: "3"}, {KOELN: "2", KIEL: "3"})
    assert len(square.told("Köln") + square.told("Vertretung")) == 1
    assert sorted(each.standing.value for each in square.history(KOELN)) == ["contradicts", "current"]


def test_the_same_update_counts_once(square: Square) -> None:
    """A network may deliver a vote twice; an old one does not undo a newer one."""
    square.votes("Köln", 1, event="a")
    square.votes("Köln", 2, event="b")
    square.votes("Köln", 1, event="a")
    assert square.counting() == {KOELN: "2"}
    assert len(square.history(KOELN)) == 2


@pytest.mark.parametrize("numbers", [(4,), (0,), (99,), (1, 7)])
def test_options_that_are_none_count_for_nothing(square: Square, numbers: tuple[int, ...]) -> None:
    """Made-up numbers change nothing, and whoever sent them is told."""
    square.votes("Köln", 2)
    square.votes("Köln", *numbers)
    assert square.counting() == {KOELN: "2"}
    assert "1 bis 3" in square.told("Köln")[0]


def test_who_speaks_for_several_votes_for_each(square: Square) -> None:
    """One tap is a vote for each of them; they are told so, once."""
    with square.database.transaction() as session:
        session.add(RoleAssignment(person_id=square.koeln, role=Role.DEPUTY, ags=KIEL, valid_from=BEGIN))
    square.votes("Köln", 1)
    square.votes("Köln", 2)
    assert square.counting() == {KOELN: "2", KIEL: "2"}
    [told] = square.told("Köln")
    assert "Kiel, Köln" in told


def test_whose_vote_does_not_count_is_told_once(square: Square) -> None:
    """Somebody without a municipality alone; of strangers the group hears once, whoever they are."""
    for _ in range(2):
        square.votes("Potsdam", 1)
        square.votes("fremd", 1)
        square.votes("auch fremd", 1)
    assert len(square.told("Potsdam")) == 1
    assert "zählt nicht mit" in square.told(GROUP)[1]
    assert len(square.told(GROUP)) == 2
    assert square.counting() == {}


def test_votes_elsewhere_are_none_of_our_business(square: Square) -> None:
    """A poll that people made themselves leaves nothing; in one of ours that we lost, a member is told."""
    square.intake.take(Incoming("core", "x", "Köln", GROUP, direct=False, kind=Kind.VOTE, text="1", refers_to="other"))
    assert square.told("Köln") == []
    square.votes("Köln", 1, poll="lost")
    assert len(square.told("Köln")) == 1
    assert square.counting() == {}


TYPED = [
    pytest.param("!2", "", "2", id="a number"),
    pytest.param("/2.", "", "2", id="as on Telegram"),
    pytest.param("Nein", POLL, "2", id="a label, answering the poll"),
    pytest.param("spaeter!", "text survey-poll-1", "3", id="a label in other spelling, answering the text"),
    pytest.param("2", "a part we do not know", "2", id="answering a part of ours without a name"),
    pytest.param("finde ich gut", POLL, None, id="talk about it"),
    pytest.param("2", "", None, id="a number that is not for us"),
    pytest.param("!Nein", "", None, id="a label that is no answer"),
    pytest.param("!1, 2", "", None, id="more than one"),
    pytest.param("!7", "", None, id="no such option"),
]


@pytest.mark.parametrize(("text", "replies_to", "counts"), TYPED)
def test_votes_can_be_typed(square: Square, text: str, replies_to: str, counts: str | None) -> None:
    """For clients that show no polls; what counts is said, alone."""
    square.writes("Köln", text, replies_to)
    assert square.counting() == ({KOELN: counts} if counts else {})
    if counts:
        assert "Gezählt" in square.told("Köln")[0]
        square.writes("Köln", "!0")
        assert square.counting() == {KOELN: None}


def test_several_answers(database: Database) -> None:
    """Where several are possible, they are kept in the order of the options, typed or tapped."""
    square = Square(database)
    square.asks("!umfrage Was? a / b / c, mehrere")
    square.votes("Köln", 3, 1)
    square.writes("Kiel", "!1 und 2")
    assert square.counting() == {KOELN: ["1", "3"], KIEL: ["1", "2"]}


def test_a_preview_ends_no_poll(square: Square) -> None:
    """What will be sent is struck ahead and taken back: the group's count is foreseen, and the poll goes on."""
    square.votes("Köln", 1)
    with square.database.transaction() as session:
        foreseen = forecast(session, square.office, square.clock.now(), at("2021-07-10 00:00"))
    assert [(each.at, each.role) for each in foreseen if "ist beendet" in each.text] == [
        (at(FRIDAY), Role.SPOKESPERSON)
    ]
    square.votes("Köln", 2)
    assert square.counting() == {KOELN: "2"}


def test_many_long_answers_are_repeated_shortened(database: Database) -> None:
    """Twenty answers of two hundred signs are more than a sentence takes."""
    square = Square(database)
    square.asks(f"!umfrage Was? {' / '.join(f'{number} ' + 'ö' * 190 for number in range(20))}, mehrere")
    square.writes("Köln", f"!{','.join(map(str, range(1, 21)))}")
    [told] = square.told("Köln")
    assert "Gezählt" in told
    assert "…" in told


def test_who_has_no_chat_is_told_in_the_group(square: Square) -> None:
    """Better there than not at all."""
    with square.database.transaction() as session:
        session.exec(select(Address).where(Address.account == "Potsdam")).one().gone = True
    square.votes("Potsdam", 1)
    assert "zählt nicht mit" in square.told(GROUP)[-1]


def test_of_two_polls_the_one_that_is_answered_is_meant(square: Square) -> None:
    """A bare number could be for either."""
    square.asks("!umfrage Und wohin? Bonn / Kiel")
    square.writes("Köln", "!1")
    assert "mehrere Umfragen" in square.told(GROUP)[-1]
    square.writes("Köln", "danke", "a part we do not know")
    square.writes("Köln", "1", POLL)
    assert square.counting() == {KOELN: "1"}
    assert len(square.told(GROUP)) == 3


def test_at_the_end_the_group_reads_the_count(square: Square) -> None:
    """By municipality, once, with the heads beside it; the poll is stopped and takes nothing more."""
    square.votes("Köln", 1)
    square.votes("Vertretung", 2)
    square.votes("Kiel", 1)
    square.votes("fremd", 3)
    square.tick("2021-07-09 17:59")
    assert len(square.told(GROUP)) == 2
    square.tick(FRIDAY)
    square.tick("2021-07-09 18:01")
    text = square.told(GROUP)[2]
    assert "Ja: 2 Kommunen (Köln, Kiel)" in text or "Ja: 2 Kommunen (Kiel, Köln)" in text
    assert "2 Kommunen, 4 Stimmen" in text
    assert len(square.told(GROUP)) == 3
    with square.database.transaction() as session:
        assert session.get_one(Survey, 1).state is SurveyState.CLOSED
        assert session.exec(select(OutboxMessage.ends_poll).where(OutboxMessage.text == text)).one() == "survey-poll-1"
    square.clock.set(at("2021-07-09 18:02"))
    square.votes("Kiel", 2)
    assert "beendet" in square.told("Kiel")[0]
    square.writes("Köln", "!2")
    assert "beendet" in square.told("Köln")[0]


def test_an_end_that_is_moved(square: Square) -> None:
    """Extended, it goes on; closed early, the group reads the count at the next stroke."""
    with square.database.transaction() as session:
        session.get_one(Survey, 1).closes_at = at("2021-07-10 18:00")
    square.tick(FRIDAY)
    assert len(square.told(GROUP)) == 1
    with square.database.transaction() as session:
        session.get_one(Survey, 1).closes_at = at("2021-07-09 19:00")
    square.tick("2021-07-09 19:00")
    assert len(square.told(GROUP)) == 2


def test_a_group_without_us_is_told_nothing(square: Square) -> None:
    """The survey closes all the same."""
    with square.database.transaction() as session:
        session.exec(select(Group)).one().gone = True
    square.tick(FRIDAY)
    with square.database.transaction() as session:
        poll = poll_of(session, 1)
        assert poll is not None
        assert poll.ended_at == at(FRIDAY)
    assert len(square.told(GROUP)) == 1


def test_who_may_ask(square: Square) -> None:
    """Spokespersons and coordinators, in a group we serve."""
    square.writes("Kiel", "!umfrage Was? a / b")
    square.writes("fremd", "!umfrage Was? a / b")
    assert [text[:31] for text in square.told(GROUP)[1:]] == ["Umfragen beginnen hier nur Spre"] * 2
    with square.database.transaction() as session:
        assert len(surveys(session)) == 1
        session.exec(select(Group)).one().chat = "elsewhere"
    square.writes("Potsdam", "!umfrage Was? a / b")
    assert "Diese Gruppe kenne ich noch nicht" in square.told(GROUP)[-1]
