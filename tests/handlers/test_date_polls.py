"""Looking for a date with people who speak for several places, come late, lose a role, or are busy with something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from storage.audit import AuditEntry
from storage.database import Database
from storage.date_polls import Vote, ballots, proposals
from storage.dialogues import DialoguePosition
from storage.meetings import Meeting, MeetingState
from storage.municipalities import Land
from storage.outbox import OutboxMessage
from storage.persons import Person, Role, RoleAssignment
from tests.core_stage import START
from tests.handlers.test_router import BONN, FIRST, KOELN, Town

LINE = "terminfindung Dialog 90min für NRW: 12.08.2021 14:00, 13.08.2021 10 Uhr, Frist bis 10.08.2021"
YES, NO = Vote.YES, Vote.NO
NOT_ALLOWED = "für Ihre Rolle nicht vorgesehen"


class Search(Town):
    """A town in which Potsdam looks for a date: Cologne is asked, and who speaks for Bonn and Minden."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.office = self.person("Potsdam", Role.COORDINATOR)
        self.koeln = self.person("Köln", Role.CONTACT, KOELN)
        self.two = self.person("Bonn und Minden", Role.CONTACT, BONN)
        self.give(self.two, Role.CONTACT, "05770024")
        self.says("Potsdam", LINE)
        self.says("Potsdam", "überspringen")
        self.says("Potsdam", "ja")

    def said(self) -> dict[str, dict[int, Vote]]:
        """Give what each party has said."""
        with self.database.transaction() as session:
            return ballots(session, proposals(session, 1))

    def proposed(self) -> int:
        """Count the proposals."""
        with self.database.transaction() as session:
            return len(proposals(session, 1))

    def end_roles(self, person: int) -> None:
        """Let all roles of somebody have ended yesterday."""
        with self.database.transaction() as session:
            for role in session.exec(select(RoleAssignment).where(RoleAssignment.person_id == person)):
                role.valid_until = START.date() - timedelta(days=1)

    def state(self) -> MeetingState:
        """Say what has become of the search."""
        with self.database.transaction() as session:
            return session.get_one(Meeting, 1).state


@pytest.fixture
def search(sqlite_database: Database) -> Search:
    """Give a search for a date with two proposals."""
    return Search(sqlite_database)


def test_the_line_is_understood_to_its_last_word(search: Search) -> None:
    """Title, length, audience, dates and deadline: nothing but the link was asked."""
    with search.database.transaction() as session:
        meeting = session.get_one(Meeting, 1)
    assert (meeting.title, meeting.duration, meeting.state) == ("Dialog", 90, MeetingState.FINDING)
    assert meeting.answer_until
    assert meeting.answer_until.isoformat() == "2021-08-10T16:00:00+00:00"
    assert search.proposed() == 2


def test_who_speaks_for_two_is_asked_for_which(search: Search) -> None:
    """A line that does not say for whom counts for nobody until that is said."""
    answer = search.says("Bonn und Minden", "1 ja, 2 nein")
    assert "Für welche Kommune" in answer
    assert search.said() == {}
    search.says("Bonn und Minden", "Minden")
    assert search.said() == {"05770024": {1: YES, 2: NO}}


def test_a_card_says_for_whom_it_is(search: Search) -> None:
    """Its buttons count for that municipality alone."""
    search.says("Bonn und Minden", f"termine 1 alle ja {BONN}")
    assert search.said() == {BONN: {1: YES, 2: YES}}


def test_a_tap_counts_in_the_middle_of_something_else(search: Search) -> None:
    """Whoever is reporting places can vote, and their report goes on; another day is then asked for in one line."""
    card = search.shown("Köln")[-1]
    search.says("Köln", "zusage")
    assert "Weiter mit Ihrem Gespräch" in search.reacts("Köln", card, "3️⃣")
    assert search.said() == {KOELN: {1: YES, 2: YES}}
    assert "in einer Zeile" in search.says("Köln", "/termine 1 vorschlag")
    search.says("Köln", "/termine 1 vorschlag 17.08.2021 10:00")
    assert search.proposed() == 3
    with search.database.transaction() as session:
        assert session.get_one(DialoguePosition, search.koeln).dialogue == "pledge"


def test_a_question_for_the_agenda_waits_for_no_end_of_something_else(search: Search) -> None:
    """In the middle of a report it is asked for in one line; the report goes on."""
    search.says("Köln", "zusage")
    assert "in einer Zeile" in search.says("Köln", "/termine 1 frage")
    search.says("Köln", "/termine 1 frage Bitte auch die Quote")
    assert any("Bitte auch die Quote" in row for row in search.stage._heard["Potsdam"])
    with search.database.transaction() as session:
        assert session.get_one(DialoguePosition, search.koeln).dialogue == "pledge"


@pytest.mark.parametrize("text", ["ja", "geht", "zur Not"])
def test_a_word_alone_answers_only_a_question(search: Search, text: str) -> None:
    """Under a question it is a vote; under the card of all proposals nobody knows which one is meant."""
    assert "keiner der Möglichkeiten oben" in search.says("Köln", text)
    assert search.said() == {}
    search.says("Köln", "1")
    search.says("Köln", text)
    assert set(search.said()[KOELN]) == {1}


def test_all_is_a_vote_only_where_all_are_offered(search: Search) -> None:
    """Under the poll "alle" is its button; once something else was asked, it could mean anything."""
    search.says("Köln", "1")
    assert "keiner der Möglichkeiten oben" in search.says("Köln", "alle")
    assert search.said() == {}
    search.says("Köln", "termine 1")
    search.says("Köln", "Alle")
    assert search.said() == {KOELN: {1: YES, 2: YES}}


def test_a_number_of_places_is_no_vote(search: Search) -> None:
    """Who forgets the word "zusage" before a report is understood, and has not voted."""
    assert "Bis wann gilt das Angebot?" in search.says("Köln", "20 UMF NEST")
    assert search.said() == {}


def test_whose_role_has_ended_votes_and_proposes_no_more(search: Search) -> None:
    """Neither with an old button nor with the day they were asked for."""
    card = search.shown("Köln")[-1]
    assert "Welchen Tag" in search.says("Köln", "termine 1 vorschlag")
    search.end_roles(search.koeln)
    search.give(search.koeln, Role.CONTACT, "05913000")
    assert NOT_ALLOWED in search.says("Köln", "17.08.2021 10:00")
    search.reacts("Köln", card, "3️⃣")
    search.says("Köln", "1 ja, 2 ja")
    assert search.said() == {}
    assert search.proposed() == 2


def test_an_office_that_is_none_any_more_decides_nothing(search: Search) -> None:
    """The ranking's buttons ask for today's rights, and so does the day one was about to add."""
    search.says("Potsdam", "terminfindung 1")
    ranking = search.shown("Potsdam")[-1]
    search.says("Potsdam", "terminfindung 1 vorschlag")
    search.end_roles(search.office)
    search.give(search.office, Role.CONTACT, "05913000")
    assert NOT_ALLOWED in search.says("Potsdam", "17.08.2021 10:00")
    search.reacts("Potsdam", ranking, FIRST)
    assert search.state() is MeetingState.FINDING
    assert search.proposed() == 2


def test_only_who_still_speaks_for_a_place_counts(search: Search) -> None:
    """A municipality for which nobody speaks any more is neither asked nor missing, and its vote weighs nothing."""
    search.says("Köln", "1 nein, 2 ja")
    search.says("Bonn und Minden", f"termine 1 1 ja, 2 nein {BONN}")
    assert "Abgestimmt: 2 von 3" in search.says("Potsdam", "terminfindung 1")
    search.end_roles(search.koeln)
    answer = search.says("Potsdam", "terminfindung 1")
    assert "Abgestimmt: 1 von 2" in answer
    assert "Freitag, 13.08.2021, 10:00 Uhr: niemand hat zugesagt" in answer


def test_a_colleagues_change_is_told_at_once(search: Search) -> None:
    """The first votes are told when all dates have one; what changes after that somebody has said it, always."""
    search.says("Vertretung", f"start {search.code(Role.DEPUTY, KOELN)}")
    search.stage._heard["Köln"].clear()
    search.says("Vertretung", "1 ja")
    assert not search.stage._heard["Köln"]
    search.says("Köln", "1 nein")
    [told] = search.stage._heard["Vertretung"]
    assert "Köln hat für Köln abgestimmt" in told
    assert "1. Do. 12.08., 14:00 – geht nicht" in told


def test_who_joins_later_is_asked_as_well(search: Search) -> None:
    """With what their colleague has said already."""
    search.says("Köln", "1 ja, 2 zur Not")
    code = search.code(Role.DEPUTY, KOELN)
    answer = search.says("Vertretung", f"start {code}")
    assert "Terminfindung für Köln" in answer
    assert "Do. 12.08., 14:00 – geht" in answer


def test_the_office_adds_a_day_and_nobody_votes_for_it(search: Search) -> None:
    """It may also be one whose deadline has passed for everybody else."""
    search.stage.clock.set(START.replace(month=8, day=11))
    assert "neue Vorschläge gehen nicht mehr" in search.says("Köln", "termine 1 vorschlag 17.08.2021 10:00")
    assert "Vorschlag 3" in search.says("Potsdam", "terminfindung 1 vorschlag 17.08.2021 10:00")
    assert search.said() == {}
    assert search.proposed() == 3


def test_a_decision_asks_everybody_and_says_yes_for_nobody(search: Search) -> None:
    """Who had found the day suitable is told so; an answer to the meeting there is none yet."""
    search.says("Köln", "1 ja, 2 nein")
    search.says("Bonn und Minden", f"termine 1 alle nein {BONN}")
    search.says("Potsdam", "termine 1 nehmen 1 ja")
    with search.database.transaction() as session:
        rows = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id).desc()).limit(3)).all()
    suited = {row.chat: "als passend genannt" in row.text for row in rows}
    assert suited == {"Köln": True, "Bonn und Minden": False}
    assert "Dabei: 0, vielleicht: 0, abgesagt: 0, Warteliste: 0, ohne Antwort: 3" in search.says("Potsdam", "termine 1")


def test_nobody_decides_by_accident_while_votes_are_missing(search: Search) -> None:
    """Before the deadline a decision that leaves somebody out is asked for twice; nothing is decided until then."""
    search.says("Köln", "1 ja, 2 nein")
    assert "Noch fehlen 2 von 3 Stimmen" in search.says("Potsdam", "termine 1 nehmen 1")
    assert "Stand der Terminfindung" in search.says("Potsdam", "terminfindung 1")


def test_the_office_sees_who_said_what(search: Search) -> None:
    """By the numbers of the dates, which are named above, also who has said nothing; others see nothing of it."""
    search.says("Köln", "1 ja, 2 zur Not")
    search.says("Bonn und Minden", f"termine 1 2 nein {BONN}")
    answer = search.says("Potsdam", "termine 1 antworten")
    assert "1: Do. 12.08., 14:00; 2: Fr. 13.08., 10:00" in answer
    for line in ("Köln: 1 geht, 2 zur Not", "Bonn: 1 –, 2 geht nicht", "Minden: noch keine Antwort"):
        assert line in answer
    assert "Bonn" not in search.says("Köln", "termine 1 antworten")


def test_somebody_elses_decision_is_told_to_who_began_the_search(search: Search) -> None:
    """And a second one changes nothing."""
    search.person("Büro", Role.COORDINATOR)
    search.says("Büro", "termine 1 nehmen 2 ja")
    assert any("Büro hat entschieden" in row for row in search.stage._heard["Potsdam"])
    assert "steht schon fest" in search.says("Potsdam", "terminfindung 1 nehmen 1")
    with search.database.transaction() as session:
        decided = session.exec(select(AuditEntry).where(AuditEntry.action == "date-decided")).all()
    assert [entry.detail for entry in decided] == [{"number": 2}]


def test_a_search_is_changed_by_its_own_command(search: Search) -> None:
    """To change or move a meeting without a date shows how its search stands instead."""
    for text in ("termin 1 ändern", "termin 1 verschieben 12.08.2021 10:00", "termin 1"):
        assert "Stand der Terminfindung Nr. 1" in search.says("Potsdam", text)
    assert search.state() is MeetingState.FINDING


def test_votes_can_be_read_in_english(search: Search) -> None:
    """Cards, questions and answers are in the reader's language."""
    with search.database.transaction() as session:
        session.get_one(Person, search.koeln).language = "en"  # type: ignore[assignment]
    assert "Which days work?" in search.says("Köln", "meetings 1")
    answer = search.says("Köln", "1 yes, 2 if need be")
    assert "Thu 12 Aug, 14:00 – works" in answer
    assert "Fri 13 Aug, 10:00 – if need be" in answer


def test_a_land_coordinator_asks_their_land(search: Search) -> None:
    """Nobody else is asked, and nobody else's search can be seen."""
    search.person("Hessen", Role.LAND_COORDINATOR, land=Land.HE)
    search.person("Marburg", Role.CONTACT, "06534014")
    assert "gibt es für Sie nicht" in search.says("Hessen", "terminfindung 1")
    line = "terminfindung Runde 60min für alle: 12.08.2021 14:00, 13.08.2021 10 Uhr, Frist bis 10.08.2021"
    search.says("Hessen", line)
    assert "Das erreicht eine Person aus einer Kommune" in search.says("Hessen", "überspringen")


@pytest.mark.parametrize(
    ("later", "says", "remark"),
    [
        (timedelta(days=39), (), "12.08.2021, 14:00 Uhr ist schon vorbei"),
        (timedelta(days=37), (), "Die Frist Dienstag, 10.08.2021, 18:00 Uhr ist schon vorbei"),
        (timedelta(), ("ändern", "2", "9.8.2021 10:00, 12.8.2021 10:00"), "liegt nach dem Beginn"),
    ],
    ids=["a date has passed", "the deadline has passed", "a new date is before the deadline"],
)
def test_a_review_left_lying_is_checked_again(
    search: Search, later: timedelta, says: tuple[str, ...], remark: str
) -> None:
    """What no longer holds when it is sent is asked anew; everything else is kept, and nobody is asked."""
    for text in (LINE, "überspringen", *says):
        search.says("Potsdam", text)
    search.stage.clock.set(START + later)
    answer = search.says("Potsdam", "ja")
    assert remark in answer
    with search.database.transaction() as session:
        assert session.get(Meeting, 2) is None
        assert session.get_one(DialoguePosition, search.office).answers["name"] == "Dialog"
