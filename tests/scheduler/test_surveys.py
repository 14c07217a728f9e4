"""A survey reaches everyone: invited once, reminded while missing, up the ladder, and closed once."""

from __future__ import annotations

from datetime import date

import pytest

from storage.database import Database
from storage.municipalities import Land
from storage.persons import Role
from storage.survey_notices import Stage
from storage.surveys import Survey, SurveyState
from tests.scheduler.survey_town import BONN, BREMEN, Surveys
from tests.scheduler.town import KIEL, KOELN, at

OPENS, CLOSES = "2021-06-01 10:00", "2021-07-16 00:00"


@pytest.fixture
def town(database: Database) -> Surveys:
    """Give a town on a fresh database: the test runs once on SQLite and once on PostgreSQL."""
    return Surveys(database)


def test_an_invitation_says_what_to_expect(town: Surveys) -> None:
    """One message to the first contact as the survey opens: what, how long, until when, who will see it; a button."""
    town.person("Zweite", Role.CONTACT, KOELN)
    number = town.survey(OPENS, CLOSES, made="2021-05-30 10:00")
    assert town.tick("2021-06-01 09:59") == 0
    town.tick(OPENS)
    assert town.tick("2021-06-01 10:01") == 0
    [row] = town.rows("Köln")
    assert row.text == (
        "**Umfrage: Jahresumfrage**\n\nFür Köln ist Ihre Antwort gefragt.\n\nEs sind höchstens 3 Fragen, das dauert "
        "etwa 2 Minuten. Bitte antworten Sie bis Donnerstag, 15.07.2021, 23:59 Uhr. Ihre Antworten sehen alle "
        "Mitglieder, mit dem Namen Ihrer Kommune. Sie können jederzeit unterbrechen, und Ihre Kolleginnen und "
        "Kollegen können mithelfen."
    )
    assert row.choices == [["Jetzt antworten", f"/umfragen {number}"]]
    assert row.why == "Sie erhalten das, weil Sie in der Umfrage „Jahresumfrage“ für Köln gefragt sind."
    assert town.told("Zweite") == []


def test_who_speaks_for_several_gets_one_message(town: Surveys) -> None:
    """All their municipalities are named at once, with a button each."""
    town.place(BONN, "Bonn")
    town.also_speaks_for(town.koeln, BONN)
    town.survey(OPENS, CLOSES)
    town.tick(OPENS)
    [row] = town.rows("Köln")
    assert "gefragt für: Bonn, Köln." in row.text
    assert row.choices == [
        ["Jetzt antworten: Bonn", f"/umfragen 1 für {BONN}"],
        ["Jetzt antworten: Köln", f"/umfragen 1 für {KOELN}"],
    ]


def test_where_no_contact_is_left_the_deputy_is_asked(town: Surveys) -> None:
    """A contact without an address, or one who wants silence, is passed over at once."""
    town.person("Vertretung", Role.DEPUTY, KOELN)
    town.leaves("Köln")
    town.person("Kiel", Role.CONTACT, KIEL)
    town.person("Kiels Vertretung", Role.DEPUTY, KIEL)
    town.pause(town.person("Kiels Erste", Role.CONTACT, KIEL), date(2021, 7, 1))
    town.survey(OPENS, CLOSES)
    town.tick(OPENS)
    assert [len(town.told(name)) for name in ("Vertretung", "Kiel", "Kiels Erste", "Kiels Vertretung")] == [1, 1, 0, 0]


def test_with_nobody_to_ask_the_coordination_gets_a_task(town: Surveys) -> None:
    """One task for a Land's coordinator names all such municipalities; where the Land has none, the office's."""
    town.coordinates("Kieler Land", Land.SH)
    town.place(BREMEN, "Bremen")
    town.place("01003000", "Lübeck")
    town.survey(OPENS, CLOSES)
    town.tick(OPENS)
    texts = [task.text for task in town.tasks()]
    assert sorted(texts) == [
        "Auf die Umfrage „Jahresumfrage“ antworten noch nicht: Bremen. Bitte nachfassen.",
        "Auf die Umfrage „Jahresumfrage“ antworten noch nicht: Kiel, Lübeck. Bitte nachfassen.",
    ]
    assert {task.due_on for task in town.tasks()} == {date(2021, 7, 14)}
    [row] = town.rows("Kieler Land")
    assert row.choices[0] == ["Umfrage ansehen", "/umfragen 1"]
    town.mornings("2021-06-02", 20)
    assert len(town.tasks()) == 2


def test_newcomers_are_invited_and_the_excluded_are_not(town: Surveys) -> None:
    """Whoever joins while it is open is asked on the next workday; who left or is excluded is told nothing more."""
    town.place(BONN, "Bonn")
    bonn = town.person("Bonn", Role.CONTACT, BONN)
    town.place(BREMEN, "Bremen")
    town.person("Bremen", Role.CONTACT, BREMEN)
    town.survey(OPENS, CLOSES, excluded=[BREMEN])
    town.tick(OPENS)
    town.person("Kiel", Role.CONTACT, KIEL)
    town.end_roles(bonn, date(2021, 6, 3))
    town.mornings("2021-06-02", 20)
    assert town.days("Kiel")[0] == "02. 08:00"
    assert [len(town.told(name)) for name in ("Bonn", "Bremen")] == [1, 0]


def test_reminders_climb_from_the_contact_to_a_task(town: Surveys) -> None:
    """Contact, contact and deputy, the contact's other address, then a task; a week apart, on workdays at eight."""
    town.person("Vertretung", Role.DEPUTY, KOELN)
    town.lives_at(town.koeln, "other", "Köln zu Hause")
    town.coordinates("Rheinland", Land.NW)
    number = town.survey(OPENS, CLOSES, excluded=[KIEL], reminders_at_most=4)
    town.tick(OPENS)
    town.mornings("2021-06-02", 43)
    assert town.days("Köln") == ["01. 10:00", "08. 08:00", "15. 08:00", "14. 08:00"]
    assert town.days("Vertretung") == ["15. 08:00", "14. 08:00"]
    assert town.days("Köln zu Hause") == ["22. 08:00"]
    assert town.told("Köln")[2] == (
        "**Erinnerung an die Umfrage „Jahresumfrage“**\n\nVon Köln fehlt noch die Antwort. Ihre Vertretung wurde auch "
        "erinnert.\n\nBitte antworten Sie bis Donnerstag, 15.07.2021, 23:59 Uhr."
    )
    assert "Ich schreibe auch Ihnen, weil Köln noch nicht geantwortet hat." in town.told("Vertretung")[0]
    assert "auf Ihrem anderen Konto" in town.told("Köln zu Hause")[0]
    assert "**Morgen** ist der letzte Tag" in town.told("Köln")[3]
    assert town.days("Rheinland")[0] == "29. 08:00"
    [task] = town.tasks()
    assert task.text == "Auf die Umfrage „Jahresumfrage“ antworten noch nicht: Köln. Bitte nachfassen."
    so_far = town.reached(number)[KOELN]
    assert (so_far.reminders, so_far.stage) == (4, Stage.ADDRESS)


def test_where_a_stage_is_missing_the_next_one_comes_at_once(town: Surveys) -> None:
    """Without deputy and second address the second reminder comes with the task."""
    town.survey(OPENS, CLOSES, excluded=[KIEL])
    town.tick(OPENS)
    town.mornings("2021-06-02", 30)
    assert town.days("Köln") == ["01. 10:00", "08. 08:00", "15. 08:00", "22. 08:00"]
    assert town.days("Potsdam")[0] == "15. 08:00"
    assert len(town.tasks()) == 1


def test_who_has_begun_reads_how_far_they_are(town: Surveys) -> None:
    """So many of so many questions, by whom, and that nothing counts that is not sent."""
    other = town.person("Kollegin", Role.DEPUTY, KOELN)
    number = town.survey(OPENS, CLOSES, excluded=[KIEL])
    town.tick(OPENS)
    town.says(number, KOELN, "ready", "nein", "2021-06-02 10:00")
    town.says(number, KOELN, "wishes", "", "2021-06-02 11:00", other)
    town.mornings("2021-06-03", 6)
    assert "Köln hat 2 von 2 Fragen beantwortet (Köln, Kollegin), aber noch nicht abgesendet." in town.told("Köln")[1]
    assert "Was nicht abgesendet ist, zählt am Ende nicht." in town.told("Köln")[1]


def test_who_has_sent_is_left_alone_and_their_task_is_done(town: Surveys) -> None:
    """The task names who is still missing, and is done by itself with the last one; no reminders after sending."""
    town.place(BONN, "Bonn")
    town.person("Bonn", Role.CONTACT, BONN)
    number = town.survey(OPENS, CLOSES, excluded=[KIEL])
    town.tick(OPENS)
    town.mornings("2021-06-02", 14)
    [task] = town.tasks()
    assert "Bonn, Köln" in task.text
    town.sends(number, BONN, "2021-06-15 12:00")
    town.tick("2021-06-15 12:00")
    [task] = town.tasks()
    assert (task.text.count("Bonn"), task.done_at) == (0, None)
    town.sends(number, KOELN, "2021-06-15 12:05")
    town.tick("2021-06-15 12:05")
    [task] = town.tasks()
    assert task.done_at == at("2021-06-15 12:05")
    town.mornings("2021-06-16", 29)
    assert len(town.told("Köln")) == 3


def test_after_downtime_everybody_is_told_once(town: Surveys) -> None:
    """However many rounds were missed, there is one reminder, and the next keeps its distance from it."""
    town.survey(OPENS, CLOSES, excluded=[KIEL])
    town.tick(OPENS)
    town.tick("2021-06-25 15:00")
    assert town.days("Köln") == ["01. 10:00", "25. 15:00"]
    town.mornings("2021-06-26", 8)
    assert town.days("Köln")[2:] == ["02. 08:00"]


def test_no_reminder_on_weekends_and_holidays(town: Surveys) -> None:
    """What would be due on a Saturday comes on Monday, also when the service was down on Friday."""
    town.survey("2021-05-29 10:00", CLOSES, excluded=[KIEL], reminder_days=6)
    town.tick("2021-05-29 10:00")
    town.tick("2021-06-05 12:00")
    assert town.days("Köln") == ["29. 10:00"]
    town.tick("2021-06-07 08:00")
    assert town.days("Köln") == ["29. 10:00", "07. 08:00"]


def test_closing_tells_the_office_once(town: Surveys) -> None:
    """At its end a survey is closed, also late; the office reads how many have answered, by Land, and who has not."""
    town.place(BREMEN, "Bremen")
    town.person("Bremen", Role.CONTACT, BREMEN)
    town.person("Kiel", Role.CONTACT, KIEL)
    number = town.survey(OPENS, "2021-06-05 18:00")
    town.tick(OPENS)
    town.sends(number, KOELN, "2021-06-02 10:00")
    town.says(number, KIEL, "wishes", "Geld", "2021-06-02 10:00")
    town.tick("2021-06-05 17:59")
    town.tick("2021-06-07 09:00")
    town.tick("2021-06-07 09:01")
    [row] = town.rows("Potsdam")
    assert row.text == (
        "**Die Umfrage „Jahresumfrage“ ist geschlossen.**\n\n1 von 3 Kommunen hat geantwortet.\n\n"
        "- Schleswig-Holstein: 0 von 1\n- Bremen: 0 von 1\n- Nordrhein-Westfalen: 1 von 1\n\n"
        "Keine Antwort: Bremen\n\nBegonnen, aber nicht abgesendet; das zählt nicht: Kiel"
    )
    assert row.choices == [["Ergebnisse", f"/umfragen {number} ergebnisse"]]


def test_a_moved_closing_moves_what_is_to_come(town: Surveys) -> None:
    """Neither the old end closes it, nor is anybody reminded after a new, earlier one."""
    number = town.survey(OPENS, "2021-06-20 18:00", excluded=[KIEL])
    town.tick(OPENS)
    town.changes(number, "2021-06-04 10:00", closes_at=at("2021-06-30 18:00"))
    town.tick("2021-06-20 18:01")
    with town.database.transaction() as session:
        assert session.get_one(Survey, number).state is SurveyState.PUBLISHED
    town.changes(number, "2021-06-21 10:00", closes_at=at("2021-06-22 12:00"))
    town.mornings("2021-06-21", 20)
    assert [text.split("\n")[0] for text in town.told("Potsdam")][
        -1
    ] == "**Die Umfrage „Jahresumfrage“ ist geschlossen.**"
    assert not [item for item in town.pending() if item.rule.startswith("survey")]


def test_reminding_by_hand_keeps_the_rules(town: Surveys) -> None:
    """It counts as one of the reminders, keeps the distance, and says whom it leaves out and why."""
    number = town.survey(OPENS, CLOSES, reminders_at_most=1, excluded=[KIEL])
    town.tick(OPENS)
    assert "angeschrieben: Köln" in town.reminds(number, "2021-06-03 10:00")
    said = town.reminds(number, "2021-06-08 07:30")
    assert said == "Ich erinnere jetzt eine Kommune an „Jahresumfrage“: Köln"
    assert "wartet noch auf einen guten Moment: Köln" in town.reminds(number, "2021-06-08 07:31")
    town.tick("2021-06-08 07:32")
    town.tick("2021-06-08 08:00")
    assert town.days("Köln") == ["01. 10:00", "08. 07:32"]
    assert "Schon 1-mal erinnert: Köln" in town.reminds(number, "2021-06-16 10:00")


def test_a_silent_reader_hears_it_when_they_are_back(town: Surveys) -> None:
    """A contact with nobody beside them is not passed over: the invitation waits, and nothing comes beside it."""
    town.pause(town.koeln, date(2021, 6, 19))
    town.survey(OPENS, CLOSES, excluded=[KIEL])
    town.tick(OPENS)
    town.mornings("2021-06-02", 30)
    assert town.days("Köln")[:2] == ["19. 08:00", "28. 08:00"]
