"""Before publishing and after a correction: whom a survey reaches where, and who is told what is open again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from handlers.survey_correction_news import tell_correction
from handlers.survey_preview import preview_reach
from scheduler.forecast import forecast
from storage.database import Database
from storage.municipalities import Land
from storage.persons import Role
from storage.survey_corrections import correct
from storage.survey_forms import QuestionType
from storage.surveys import Survey
from tests.scheduler.survey_town import BREMEN, FORM, Surveys
from tests.scheduler.town import KIEL, KOELN, at

OPENS, CLOSES = "2021-06-01 10:00", "2021-07-16 00:00"


@pytest.fixture
def town(sqlite_database: Database) -> Surveys:
    """Give a town in which Cologne has a contact and a deputy, Kiel nobody, and Bremen somebody who blocks us."""
    town = Surveys(sqlite_database)
    town.person("Vertretung", Role.DEPUTY, KOELN)
    town.place(BREMEN, "Bremen")
    town.person("Bremen", Role.CONTACT, BREMEN)
    town.leaves("Bremen")
    town.coordinates("Kieler Land", Land.SH)
    return town


def test_the_preview_names_who_is_reached_where_and_who_is_not(town: Surveys) -> None:
    """Each municipality with its reader and network; the others with the reason and who gets a task."""
    number = town.survey(OPENS, CLOSES)
    with town.database.transaction() as session:
        words = preview_reach(session, town.office, session.get_one(Survey, number), at(OPENS).date())
    assert words == (
        "Eingeladen wird eine Kommune:\n- Köln: Köln, core\n\nNicht zu erreichen:\n"
        "- Bremen: angemeldet, aber nicht mehr zu erreichen; Aufgabe für Potsdam\n"
        "- Kiel: niemand angemeldet; Aufgabe für Kieler Land"
    )


def corrected(town: Surveys, number: int, when: str) -> Sequence[tuple[str, str]]:
    """Turn the first question into a free text; gives who is told what."""
    first, *others = FORM.questions
    text = first.model_copy(update={"type": QuestionType.TEXT, "options": ()})
    form = FORM.model_copy(update={"questions": (text, *others)})
    with town.database.transaction() as session:
        survey = session.get_one(Survey, number)
        done = correct(session, number, survey.version, form, town.potsdam, at(when))
        told = tell_correction(session, town.office, survey, done, at(when))
        return [(each.person.label if each.person else "", each.message.text) for each in told]


def test_a_correction_is_told_to_those_it_concerns(town: Surveys) -> None:
    """Who answers first, and the colleague whose answer is void; nobody whose answers all fit."""
    deputy = 3
    number = town.survey(OPENS, CLOSES)
    town.tick(OPENS)
    town.says(number, KOELN, "ready", "nein", "2021-06-02 10:00", deputy)
    town.says(number, KIEL, "wishes", "Geld", "2021-06-02 10:00")
    told = corrected(town, number, "2021-06-03 10:00")
    assert [name for name, _ in told] == ["Köln", "Vertretung"]
    assert told[0][1] == (
        "**Die Umfrage „Jahresumfrage“ wurde berichtigt.** Für Köln passt eine Antwort nicht mehr. Bitte beantworten "
        "Sie diese Frage noch einmal:\n- Bereit?"
    )


def test_the_preview_of_all_messages_shows_reminders_of_surveys(town: Surveys) -> None:
    """What the clock foresees for a survey is what it says later."""
    town.survey(OPENS, CLOSES)
    town.tick(OPENS)
    with town.database.transaction() as session:
        seen = forecast(session, town.office, at("2021-06-01 10:01"), at("2021-06-08 12:00"))
    texts = [each.text for each in seen if each.person and each.person.label == "Köln"]
    town.mornings("2021-06-02", 7)
    assert texts
    assert texts == town.told("Köln")[1:]
