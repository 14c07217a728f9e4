"""What tests of audiences in words share: surveys and meetings that can be named, and people on two networks."""

from __future__ import annotations

from datetime import timedelta

from handlers.turn import Turn
from storage.audience_criteria import Criteria
from storage.meetings import Meeting, MeetingState
from storage.persons import Address, Person
from storage.rounds import ReportingRound
from storage.surveys import Survey, SurveyState
from tests.handlers.conftest import MONDAY

DAY = timedelta(days=1)
SURVEYS = ("Jahresumfrage 2020", "Jahresumfrage 2021", "Kurz gefragt: Geld und Wohnraum", "Entwurf 2022")
MEETINGS = ("Dialog mit dem BMI", "Jahrestreffen", "Dialog mit dem „BAMF“", "Abgesagtes")
LABEL = "Gastgeber des Jahrestreffens"


def furnished(turn: Turn) -> Turn:
    """Give a turn surveys and meetings 1 to 3, a draft, one that is off, two rounds, and somebody on two networks."""
    session, by = turn.session, turn.sender_id
    times = {"opens_at": MONDAY, "closes_at": MONDAY + 9 * DAY, "created_at": MONDAY, "changed_at": MONDAY}
    for title in SURVEYS:
        draft = {"state": SurveyState.DRAFT} if "Entwurf" in title else {"state": SurveyState.PUBLISHED, "published": 1}
        session.add(Survey(title=title, created_by=by, **times, **draft))
        session.flush()
    for title in MEETINGS:
        state = MeetingState.CANCELLED if title == "Abgesagtes" else MeetingState.PLANNED
        made = {"starts_at": MONDAY + 9 * DAY, "created_at": MONDAY, "changed_at": MONDAY, "created_by": by}
        session.add(Meeting(title=title, state=state, **made))
        session.flush()
    for number in (2, 1):
        begun = {"opens_at": MONDAY - number * DAY, "closes_at": MONDAY + DAY, "created_at": MONDAY}
        session.add(ReportingRound.model_validate(begun))
        session.flush()
    person = Person(label=LABEL, created_at=MONDAY)
    session.add(person)
    session.flush()
    for network in ("telegram", "matrix"):
        session.add(Address(person_id=person.id or 0, network=network, account="x", chat="x", created_at=MONDAY))
    session.flush()
    return turn


def either(*anyone_of: Criteria) -> tuple[Criteria, ...]:
    """Name criteria of which any is enough."""
    return anyone_of
