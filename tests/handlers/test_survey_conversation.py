"""Answering a survey in chat: for a municipality, over weeks, with colleagues, up to the last moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from handlers.survey_conversation import begin_preview, begin_proxy
from handlers.survey_correction_news import tell_correction
from handlers.turn import identity
from storage.database import Database
from storage.dialogues import running_dialogue
from storage.municipalities import Land
from storage.outbox import OutboxMessage
from storage.persons import Role, RoleAssignment, person_at, roles_of
from storage.survey_answers import current, history
from storage.survey_corrections import correct
from storage.survey_files import counting_files, senders_of_files
from storage.survey_forms import Answer, Form, Option, Question, QuestionType
from storage.survey_participation import part_of
from storage.surveys import Anonymity, NamingFilesError, Survey, change, delete_draft
from tests.core_stage import START
from tests.handlers.survey_talk import BONN, CLOSES, KOELN, OFFICE, SurveyTalk, yearly_form
from tests.storage.survey_stage import GROUPS, ORDER, PLACES, READY, WISHES, form, options

DAY = timedelta(days=1)
SHORT = form(READY, GROUPS, PLACES, WISHES)


@pytest.fixture
def talk(sqlite_database: Database) -> SurveyTalk:
    """Give a stage for a survey."""
    return SurveyTalk(sqlite_database)


def sheet(talk: SurveyTalk, number: int, ags: str = KOELN) -> dict[str, Answer]:
    """Give what counts of a municipality."""
    with talk.database.transaction() as session:
        part = part_of(session, number, ags)
        assert part
        return dict(part.sheet)


async def test_the_yearly_survey_is_answered_from_the_first_question_to_the_last(talk: SurveyTalk) -> None:
    """By numbers, labels, words and several at once; the count of questions follows what is relevant."""
    number = await talk.begin(yearly_form())
    assert "Frage 1 von 9" in await talk.say("Köln", f"umfragen {number}")
    assert "Frage 2 von 10" in await talk.say("Köln", "ja")
    assert "Verstanden als 11.07.2019" in await talk.say("Köln", "11. Juli 2019")
    assert "Frage 4 von 10 · Aufnahme" in await talk.say("Köln", "Ja, wenn der Bund zustimmt")
    assert "Frage 6 von 11" in await talk.say("Köln", "1,2 und 3", "1 und 2")
    assert "mehr als die Plätze insgesamt" in await talk.say("Köln", "zwanzig Plätze", "30")
    review = await talk.say("Köln", "12", "2,1,3,4", "1", "vier", "Bitte zustimmen, zügig.")
    assert "6. Wie viele Plätze könnten Sie bis Jahresende bereitstellen? 20" in review
    assert "Danke! Jedes Land" in review
    assert "Vielen Dank! Die Antworten von Köln" in await talk.say("Köln", "absenden")
    assert "abgesendet" in await talk.heard("Vertretung")
    assert sheet(talk, number) == {
        "beschluss": "ja",
        "beschluss_tag": "2019-07-11",
        "bereitschaft": "bedingt",
        "herkunft": ["seenot", "lager", "drittstaaten"],
        "gruppen": ["umf", "familien"],
        "plaetze": 20,
        "plaetze_umf": 12,
        "programme": ["land", "bund", "nest", "kommunal"],
        "hindernis": "zustimmung",
        "zufrieden": 4,
        "wunsch": "Bitte zustimmen, zügig.",
    }


async def test_what_an_earlier_answer_makes_irrelevant_is_put_aside_and_comes_back(talk: SurveyTalk) -> None:
    """It is kept and does not count; each change says what it drops and revives."""
    number = await talk.begin(yearly_form())
    await talk.say("Köln", f"umfragen {number}", "ja", "11.7.2019", "ja", "1", "1", "20", "5", "überspringen", "1")
    dropped = await talk.say("Köln", "ändern 3", "nein")
    assert "entfallen diese Fragen: Woher wären das Menschen?" in dropped
    assert sheet(talk, number) == {
        "beschluss": "ja",
        "beschluss_tag": "2019-07-11",
        "bereitschaft": "nein",
        "hindernis": "zustimmung",
    }
    assert "zählen wieder" in await talk.say("Köln", "ändern 3", "ja")
    assert sheet(talk, number)["plaetze_umf"] == 5


async def test_several_are_tapped_one_by_one_or_typed_at_once(talk: SurveyTalk) -> None:
    """What was tapped is marked and can be tapped away; what is typed is the whole answer."""
    number = await talk.begin(form(GROUPS, ORDER))
    await talk.say("Köln", f"umfragen {number}")
    await talk.tap("Köln", "minors")
    assert "✓ families" in await talk.tap("Köln", "families")
    assert "Bisher gewählt: families" in await talk.tap("Köln", "✓ minors")
    assert "Frage 2 von 2" in await talk.tap("Köln", "Fertig")
    await talk.tap("Köln", "flats")
    assert "Bitte prüfen Sie" in await talk.tap("Köln", "money")
    assert sheet(talk, number) == {"groups": ["families"], "order": ["flats", "money", "staff"]}
    await talk.say("Köln", "ändern 1", "1 und 3")
    assert sheet(talk, number)["groups"] == ["minors", "ill"]


async def test_options_that_are_called_by_numbers_are_taken_as_tapped(talk: SurveyTalk) -> None:
    """Their numbers are not the places in the list, which people type."""
    levels = tuple(Option(name=str(at), label={"de": each}) for at, each in enumerate(("keine", "eine", "zwei")))
    numbered = Question(name="level", type=QuestionType.SELECT_MULTIPLE, options=levels)
    number = await talk.begin(form(numbered))
    await talk.say("Köln", f"umfragen {number}")
    await talk.tap("Köln", "zwei")
    await talk.tap("Köln", "eine")
    assert "eine, zwei" in await talk.tap("Köln", "Fertig")
    assert sheet(talk, number).get(numbered.name) == ["1", "2"]


@pytest.mark.parametrize("kind", [QuestionType.SELECT_ONE, QuestionType.RANK, QuestionType.SELECT_MULTIPLE])
async def test_what_is_tapped_is_held_against_the_authors_conditions_as_what_is_typed(
    talk: SurveyTalk, kind: QuestionType
) -> None:
    """In the author's words, with the answers they quote; what does not fit is not kept."""
    asked = Question(
        name="which",
        type=kind,
        options=options("money", "flats"),
        constraint="not(selected(., 'flats'))" if kind is not QuestionType.RANK else "false()",
        constraint_message={"de": "Das geht nicht bei ${places} Plätzen."},
    )
    number = await talk.begin(form(PLACES, asked))
    await talk.say("Köln", f"umfragen {number}", "20")
    heard = await talk.tap("Köln", "flats")
    if kind is QuestionType.SELECT_MULTIPLE:
        heard = await talk.tap("Köln", "Fertig")
    assert "Das geht nicht bei 20 Plätzen." in heard
    assert sheet(talk, number).get("which") is None


async def test_what_is_missing_at_the_sending_is_asked_for_in_the_authors_words(talk: SurveyTalk) -> None:
    """As where it is passed over."""
    ill = "selected(${groups}, 'ill')"
    other = Question(
        name="other", type=QuestionType.TEXT, required=True, relevant=ill, required_message={"de": "Bitte nennen."}
    )
    number = await talk.begin(form(GROUPS, other))
    assert "Bitte nennen." in await talk.say("Köln", f"umfragen {number}", "3", "überspringen")


async def test_a_pause_loses_nothing_for_weeks_and_colleagues_go_on(talk: SurveyTalk) -> None:
    """Whoever comes next is told who has answered what, and asked what is open."""
    number = await talk.begin(SHORT)
    await talk.say("Köln", f"umfragen {number}", "yes", "1")
    assert "2 von 4 Fragen" in await talk.say("Köln", "pause")
    talk.at(START + 14 * DAY)
    again = await talk.say("Vertretung", f"umfragen {number}")
    assert "Fragen 1–2 beantwortet von Ansprechperson Köln." in again
    assert "Frage 3 von 4" in again
    assert "Frage 4 von 4" in await talk.say("Vertretung", "12")
    assert "Bisher geantwortet: 12 (Vertretung Köln)" in await talk.say("Köln", f"umfragen {number}", "zurück")


async def test_another_conversation_pauses_the_survey_and_none_is_lost(talk: SurveyTalk) -> None:
    """A pledge can be begun in the middle; the other way round the pledge comes first."""
    number = await talk.begin(SHORT)
    heard = await talk.say("Köln", f"umfragen {number}", "yes", "zusage")
    assert "1 von 4 Fragen" in heard
    assert "Für welches Programm" in heard
    assert "läuft Ihnen nicht weg" in await talk.say("Köln", f"umfragen {number}")
    await talk.say("Köln", "abbrechen")
    assert "Frage 2 von 4" in await talk.say("Köln", f"umfragen {number}")


async def test_a_different_second_answer_is_seen_by_both_and_decided_by_one(talk: SurveyTalk) -> None:
    """The first counts until somebody decides; before that nothing can be sent."""
    number = await talk.begin(SHORT)
    await talk.say("Köln", f"umfragen {number}", "yes", "1", "20", "nichts", "pause")
    heard = await talk.say("Vertretung", f"umfragen {number}", "ändern 3", "30")
    assert "„20“ (Ansprechperson Köln)" in heard
    assert "„30“ (Vertretung Köln)" in heard
    assert "zwei Antworten auf Frage 3" in await talk.heard("Köln")
    assert "bleiben sichtbar" in await talk.say("Vertretung", "noch offen lassen")
    assert sheet(talk, number)["places"] == 20
    assert "Zu einer Frage gibt es zwei Antworten" in await talk.say("Köln", f"umfragen {number}")
    assert "Welche Antwort gilt" in await talk.say("Köln", "ändern", "3", "21")
    await talk.say("Köln", "2")
    assert sheet(talk, number)["places"] == 30
    assert "abgesendet" in await talk.say("Köln", "absenden")


async def test_single_questions_are_handed_to_a_colleague_who_is_asked_only_those(talk: SurveyTalk) -> None:
    """Whoever has asked goes on with the rest and hears when it is done; others cannot send before."""
    number = await talk.begin(SHORT)
    assert "Frage 2 von 4" in await talk.say("Köln", f"umfragen {number}", "yes")
    assert "Die Fragen 2–3 sind weitergegeben an Vertretung Köln" in await talk.say("Köln", "weitergeben 2 und 3")
    asked = await talk.heard("Vertretung")
    assert "Frage 2" in asked
    assert "Frage 3" in asked
    review = await talk.say("Köln", "nichts")
    assert "wartet auf Vertretung Köln" in review
    assert "Absenden" not in review
    assert "Frage 2 von 4" in await talk.tap("Vertretung", "Ansehen")
    assert "das war alles" in await talk.say("Vertretung", "1", "30")
    assert "beantwortet, worum Sie gebeten hatten" in await talk.heard("Köln")
    assert "abgesendet" in await talk.say("Köln", f"umfragen {number}", "absenden")


async def test_with_nobody_else_there_nothing_can_be_handed_on(talk: SurveyTalk) -> None:
    """The sentence says who can help; the question stays."""
    number = await talk.begin(SHORT, asked=[BONN])
    heard = await talk.say("Bonn", f"umfragen {number}", "weitergeben")
    assert "sonst niemand angemeldet" in heard
    assert "Frage 1 von 4" in heard


async def test_two_colleagues_who_finish_at_once_send_once(talk: SurveyTalk) -> None:
    """The second is told who was faster."""
    number = await talk.begin(form(READY))
    for name in ("Köln", "Vertretung"):
        await talk.say(name, f"umfragen {number}")
    await talk.say("Köln", "yes")
    await talk.say("Vertretung", "yes")
    assert "Vielen Dank" in await talk.say("Köln", "absenden")
    assert "Zur Kenntnis" in await talk.heard("Vertretung")
    assert "Ansprechperson Köln hat die Antworten von Köln" in await talk.say("Vertretung", "absenden")


async def test_sent_answers_can_be_changed_until_the_closing_and_each_change_counts(talk: SurveyTalk) -> None:
    """The colleague is told once a day, not at each change."""
    number = await talk.begin(SHORT)
    await talk.say("Köln", f"umfragen {number}", "yes", "1", "20", "nichts", "absenden")
    await talk.heard("Vertretung")
    assert "es ist abgesendet" in await talk.say("Köln", f"umfragen {number}")
    assert "Geändert, das zählt sofort" in await talk.say("Köln", "ändern 3", "25")
    assert "Geändert, das zählt sofort" in await talk.say("Köln", "ändern 4", "doch etwas")
    assert (await talk.heard("Vertretung")).count("ändert abgesendete Antworten") == 1
    assert sheet(talk, number)["places"] == 25


async def test_an_answer_after_the_closing_is_not_taken_and_said_so(talk: SurveyTalk) -> None:
    """Also in the middle of a question; what was answered before stays."""
    number = await talk.begin(SHORT)
    await talk.say("Köln", f"umfragen {number}", "yes")
    talk.at(CLOSES + timedelta(seconds=1))
    heard = await talk.say("Köln", "1")
    assert "geschlossen. Was Sie eben geschrieben haben, konnte ich nicht mehr aufnehmen" in heard
    with talk.database.transaction() as session:
        assert set(current(session, number, KOELN)) == {"ready"}
        assert running_dialogue(session, 2) is None


async def test_a_correction_in_the_middle_asks_the_question_as_it_reads_now(talk: SurveyTalk) -> None:
    """An answer to the old question is not taken for one to the new."""
    number = await talk.begin(SHORT)
    await talk.say("Köln", f"umfragen {number}", "yes", "1")
    with talk.database.transaction() as session:
        survey = session.get_one(Survey, number)
        changed = PLACES.model_copy(update={"label": {"de": "Wie viele Plätze ab Herbst?"}})
        correct(session, number, survey.version, form(READY, GROUPS, changed, WISHES), OFFICE, START)
    heard = await talk.say("Köln", "20")
    assert "inzwischen korrigiert" in heard
    assert "Wie viele Plätze ab Herbst?" in heard
    assert "places" not in sheet(talk, number)
    assert "Frage 4 von 4" in await talk.say("Köln", "20")


async def test_a_file_is_sent_as_an_answer_and_kept(talk: SurveyTalk) -> None:
    """Text is none; a picture is wanted where the author wants one."""
    asked = Form(
        title={"de": "Belege"},
        questions=(
            Question(name="beschluss", type=QuestionType.FILE, label={"de": "Beschluss"}, required=True),
            Question(name="bild", type=QuestionType.IMAGE, label={"de": "Bild"}),
        ),
    )
    number = await talk.begin(asked)
    assert "Bitte senden Sie hier eine Datei" in await talk.say("Köln", f"umfragen {number}", "kommt noch")
    assert "Frage 2 von 2" in await talk.send("Köln", "beschluss.pdf", "application/pdf", b"%PDF")
    assert "Bitte senden Sie hier ein Bild" in await talk.send("Köln", "b.pdf", "application/pdf")
    assert "beschluss.pdf" in await talk.send("Köln", "b.png", "image/png")
    with talk.database.transaction() as session:
        part = part_of(session, number, KOELN)
        assert part
        files = [(file.question, file.content) for file in counting_files(session, part)]
    assert files == [("beschluss", b"%PDF"), ("bild", b"x")]
    assert "noch keine Kommune eine Datei" in await talk.say("Potsdam", f"umfrage {number} dateien")
    await talk.say("Köln", "absenden")
    assert "1. Köln" in await talk.say("Potsdam", f"umfrage {number} dateien")
    sent = await talk.say("Potsdam", "1")
    assert "[beschluss.pdf]\nKöln zu „Beschluss“: beschluss.pdf" in sent
    assert "[b.png]" in sent
    assert "hat zu „Belege“ keine Datei abgesendet" in await talk.say("Potsdam", f"umfrage {number} dateien Bonn")


async def test_the_file_that_counts_is_the_one_that_is_shown(talk: SurveyTalk) -> None:
    """Not one that was replaced, nor a colleague's that contradicts it."""
    asked = Form(
        title={"de": "Beleg"},
        questions=(Question(name="beschluss", type=QuestionType.FILE, label={"de": "Beschluss"}),),
    )
    number = await talk.begin(asked)
    await talk.say("Köln", f"umfragen {number}")
    await talk.send("Köln", "alt.pdf", "application/pdf", b"old")
    await talk.say("Köln", "ändern 1")
    await talk.send("Köln", "neu.pdf", "application/pdf", b"new")
    await talk.say("Vertretung", f"umfragen {number}", "ändern 1")
    assert "zwei verschiedene Antworten" in await talk.send("Vertretung", "anders.pdf", "application/pdf", b"other")
    with talk.database.transaction() as session:
        part = part_of(session, number, KOELN)
        assert part
        assert [file.content for file in counting_files(session, part)] == [b"new"]
        assert not senders_of_files(session, number)


async def test_a_municipality_that_has_sent_hears_of_new_questions(talk: SurveyTalk) -> None:
    """Nothing else would ask for them: it counts as having answered, and is not reminded."""
    number = await talk.begin(form(READY, PLACES))
    await talk.say("Köln", f"umfragen {number}", "yes", "20", "absenden")
    asked = Question(name="new", type=QuestionType.INTEGER, label={"de": "Wie viele Betten?"}, required=True)
    why = Question(name="why", type=QuestionType.TEXT, label={"de": "Warum nicht?"}, relevant="${ready} = 'no'")
    with talk.database.transaction() as session:
        survey = session.get_one(Survey, number)
        done = correct(session, number, survey.version, form(READY, PLACES, asked, why), OFFICE, START)
        told = tell_correction(session, talk.office, survey, done, START)
        assert [each.person and each.person.label for each in told] == ["Ansprechperson Köln"]
        assert "Köln hat schon geantwortet; eine Frage ist jetzt offen" in told[0].message.text
        assert "Warum nicht?" not in told[0].message.text
    assert "eine Frage ist noch offen" in await talk.say("Köln", "umfragen")
    assert "Wie viele Betten?" in await talk.say("Köln", f"umfragen {number}")
    assert "Frage 3 ist noch offen. Bitte ergänzen" in await talk.say("Köln", "weitergeben")


async def test_an_anonymous_survey_is_not_corrected_to_ask_for_files(talk: SurveyTalk) -> None:
    """They tell whose they are, as when it is published."""
    number = await talk.begin(form(READY), anonymity=Anonymity.ANONYMOUS)
    wanted = Question(name="proof", type=QuestionType.FILE, label={"de": "Beleg"})
    with talk.database.transaction() as session:
        survey = session.get_one(Survey, number)
        with pytest.raises(NamingFilesError):
            correct(session, number, survey.version, form(READY, wanted), OFFICE, START)
        assert survey.published == 1
    await talk.say("Potsdam", f"umfrage {number} korrigieren", "schnell")
    heard = await talk.say("Potsdam", "Ihr Beschluss? Datei", "fertig", "überspringen", "1")
    assert "anonym; es hat sich nichts geändert" in heard


async def test_an_anonymous_survey_forgets_who_answered_what_at_the_sending(talk: SurveyTalk) -> None:
    """It says so before; afterwards nobody can see or change anything, colleagues in the middle included."""
    number = await talk.begin(SHORT, anonymity=Anonymity.ANONYMOUS)
    assert "anonym" in await talk.say("Köln", f"umfragen {number}")
    await talk.say("Vertretung", f"umfragen {number}")
    assert "lässt sich nichts mehr ändern" in await talk.say("Köln", "yes", "1", "20", "nichts")
    assert "vom Namen Ihrer Kommune getrennt" in await talk.say("Köln", "absenden")
    await talk.heard("Vertretung")
    assert "nichts mehr ansehen oder ändern" in await talk.say("Vertretung", "no")
    with talk.database.transaction() as session:
        assert not history(session, number, KOELN)
    assert "nichts mehr ansehen" in await talk.say("Köln", f"umfragen {number}")


async def test_who_is_not_asked_is_told_so(talk: SurveyTalk) -> None:
    """Excluded municipalities know of nothing; others get a sentence."""
    number = await talk.begin(SHORT)
    with talk.database.transaction() as session:
        session.get_one(Survey, number).excluded = [BONN]
    assert "kenne ich nicht" in await talk.say("Bonn", f"umfragen {number}")
    assert "kenne ich nicht" in await talk.say("Bonn", "umfragen 77")
    assert "keine Umfrage für Sie" in await talk.say("Bonn", "umfragen")


@pytest.mark.parametrize("typed", ["gefühlt viele", "1-3", "+5", "zwölfeinhalb"])
async def test_what_is_no_number_gets_a_sentence_and_the_question_again(talk: SurveyTalk, typed: str) -> None:
    """Nothing is guessed and nothing lost."""
    number = await talk.begin(form(PLACES))
    heard = await talk.say("Köln", f"umfragen {number}", typed)
    assert "Bitte" in heard
    assert "Frage 1 von 1" in heard
    assert sheet(talk, number) == {}


async def test_the_coordination_answers_for_a_municipality_and_it_is_told(talk: SurveyTalk) -> None:
    """Named as proxy in the review and to the municipality, which can change it."""
    number = await talk.begin(SHORT)
    with talk.database.transaction() as session:
        turn = talk.turn(session, "Potsdam")
        begun = begin_proxy(turn, session.get_one(Survey, number), KOELN)
    assert "stellvertretend für Köln" in begun[0].message.text
    assert "Vielen Dank" in await talk.say("Potsdam", "yes", "1", "20", "nichts", "absenden")
    assert "stellvertretend für Köln beantwortet und abgesendet" in await talk.heard("Köln")
    seen = await talk.say("Köln", f"umfragen {number}")
    assert "beantwortet von Koordinierungsstelle, stellvertretend" in seen
    assert "Geändert, das zählt sofort" in await talk.say("Köln", "ändern 3", "25")
    assert sheet(talk, number)["places"] == 25


async def test_a_draft_is_walked_through_and_nothing_of_it_is_kept(talk: SurveyTalk) -> None:
    """Only that somebody did, of this version; whoever leaves before the end has not."""
    await talk.begin(form(READY))
    draft = talk.draft(yearly_form())
    with talk.database.transaction() as session:
        begin_preview(talk.turn(session, "Potsdam"), session.get_one(Survey, draft))
    assert "Vorschau beendet" in await talk.say("Potsdam", "ja", "1.9.2020", "pause")
    with talk.database.transaction() as session:
        assert session.get_one(Survey, draft).previewed == 0
        begin_preview(talk.turn(session, "Potsdam"), session.get_one(Survey, draft))
    await talk.say("Potsdam", "nein", "nein", "überspringen", "5", "nichts")
    assert "ganz durchgegangen" in await talk.say("Potsdam", "absenden")
    with talk.database.transaction() as session:
        survey = session.get_one(Survey, draft)
        assert survey.previewed == survey.version
        assert not history(session, draft, KOELN)


async def test_commands_in_the_middle_of_a_survey_are_answered_and_it_goes_on(talk: SurveyTalk) -> None:
    """Also those that look at the conversation itself."""
    number = await talk.begin(SHORT)
    await talk.say("Köln", f"umfragen {number}")
    status = await talk.say("Köln", "status")
    assert "Sie haben ein Gespräch offen: Umfrage beantworten" in status
    assert "Frage 1 von 4" in status


async def test_a_preview_ends_where_the_draft_is_thrown_away_or_changed_meanwhile(talk: SurveyTalk) -> None:
    """Nobody is stuck in it, and what nobody has walked through as it is does not count as walked through."""
    await talk.begin(form(READY))
    thrown, changed = talk.draft(SHORT), talk.draft(SHORT)
    await talk.say("Potsdam", f"umfrage {thrown} vorschau", "yes")
    with talk.database.transaction() as session:
        delete_draft(session, thrown, session.get_one(Survey, thrown).version)
    assert f"Eine Umfrage Nr. {thrown}" in await talk.say("Potsdam", "1")
    await talk.say("Potsdam", f"umfrage {changed} vorschau", "yes", "1", "20", "nichts")
    with talk.database.transaction() as session:
        survey = session.get_one(Survey, changed)
        change(session, changed, survey.version, START, draft=yearly_form().model_dump(mode="json"))
    assert "inzwischen geändert" in await talk.say("Potsdam", "absenden")
    assert "kein Gespräch" in await talk.say("Potsdam", "abbrechen")
    with talk.database.transaction() as session:
        assert session.get_one(Survey, changed).previewed == 0


@pytest.mark.parametrize("deed", ["status", "pause", "zurück", "abbrechen", "umfragen"])
async def test_nobody_is_stuck_in_a_preview_of_nothing(talk: SurveyTalk, deed: str) -> None:
    """Whatever is said after the draft was thrown away."""
    await talk.begin(form(READY))
    draft = talk.draft(SHORT)
    await talk.say("Potsdam", f"umfrage {draft} vorschau")
    with talk.database.transaction() as session:
        delete_draft(session, draft, session.get_one(Survey, draft).version)
    assert f"Eine Umfrage Nr. {draft}" in await talk.say("Potsdam", deed)
    assert "schiefgegangen" not in await talk.say("Potsdam", "status")


@pytest.mark.parametrize("anonymity", list(Anonymity))
async def test_a_proxy_reads_only_what_they_may_see(talk: SurveyTalk, anonymity: Anonymity) -> None:
    """Of an anonymous survey not even the office reads a municipality's draft."""
    number = await talk.begin(SHORT, anonymity=anonymity)
    await talk.say("Potsdam", f"umfrage {number} für Köln", "no")
    await talk.say("Köln", f"umfragen {number}", "ändern 1", "yes")
    heard = await talk.say("Potsdam", "umfragen", "1", f"umfrage {number} für Köln")
    if anonymity is Anonymity.ANONYMOUS:
        assert "hat in „Jahresumfrage“ schon selbst geantwortet" in heard
        assert "yes" not in heard
    else:
        assert "stellvertretend für Köln" in heard


async def test_who_loses_the_role_does_not_go_on_as_a_proxy(talk: SurveyTalk) -> None:
    """Also not who still speaks for another municipality."""
    number = await talk.begin(SHORT)
    await talk.say("Potsdam", f"umfrage {number} für Köln", "yes")
    with talk.database.transaction() as session:
        person = person_at(session, "matrix", "Potsdam")
        assert person
        for role in roles_of(session, identity(person), START.date()):
            role.role, role.ags = Role.CONTACT, BONN
    assert "nicht stellvertretend" in await talk.say("Potsdam", "1")
    assert "groups" not in sheet(talk, number)


async def test_who_speaks_for_a_municipality_and_coordinates_it_answers_as_its_own(talk: SurveyTalk) -> None:
    """Nobody stands in for themselves."""
    number = await talk.begin(SHORT)
    with talk.database.transaction() as session:
        person = person_at(session, "matrix", "Köln")
        assert person
        session.add(
            RoleAssignment(
                person_id=identity(person), role=Role.LAND_COORDINATOR, land=Land.NW, valid_from=START.date()
            )
        )
    heard = await talk.say("Köln", f"umfrage {number} für Köln")
    assert "Frage 1 von 4" in heard
    assert "stellvertretend" not in heard


POLLED = (
    "Dabei: Potsdam (Koordinierungsstelle), Köln (Ansprechperson 05315000), Bonn (Ansprechperson 05314000), "
    "Länder (Länderkoordination DE-NW)\nGruppe Runde (Sprecher*in): Potsdam, Köln, Bonn, Länder\nHafenbote schweigt.\n"
)


async def test_a_poll_in_a_group_is_a_survey_about_which_nobody_is_told_alone(talk: SurveyTalk) -> None:
    """It is shown as what it is; nobody is reminded; closed by hand, only its group reads the result."""
    await Player(talk).play(read_transcript(POLLED))
    await talk.write("Potsdam", "!umfrage Fahren wir? Ja / Nein bis Freitag", "Runde")
    await talk.vote("Köln", ["Ja"], "Runde")
    await talk.heard("Runde")
    shown = await talk.say("Potsdam", "umfrage 1")
    assert "Abstimmung in einer Gruppe" in shown
    assert "erinnert, im Abstand" not in shown
    assert "Korrigieren" not in shown
    assert "einzeln erinnere ich daran niemanden" in await talk.say("Potsdam", "umfrage 1 erinnern")
    assert "Das hat Köln zu „Fahren wir?“ geantwortet" in await talk.say("Köln", "umfragen 1")
    assert "Frage 1 von 1" in await talk.say("Köln", "ändern")
    await talk.say("Potsdam", "umfrage 1 schließen", "ja")
    assert "Ja: 1 Kommune" in await talk.heard("Runde")
    assert not await talk.heard("Köln")


async def test_a_proxy_reads_for_whom_they_answer_and_how_to_come_back(talk: SurveyTalk) -> None:
    """Also once it is sent: "umfragen 1" would be about their own municipality."""
    number = await talk.begin(form(READY, PLACES))
    assert f"mit umfrage {number} für Köln" in await talk.say("Potsdam", f"umfrage {number} für Köln", "yes", "pause")
    review = await talk.say("Potsdam", f"umfrage {number} für Köln", "20")
    assert "Bitte prüfen Sie die Antworten von Köln" in review
    assert f"mit umfrage {number} für Köln" in await talk.say("Potsdam", "absenden")
    again = await talk.say("Potsdam", f"umfrage {number} für Köln")
    assert "Sie antworten stellvertretend für Köln" in again
    assert "Das hat Köln zu" in again


async def test_a_question_that_was_passed_over_is_asked_again_once_it_is_required(talk: SurveyTalk) -> None:
    """A correction can make it so."""
    number = await talk.begin(form(READY, PLACES))
    await talk.say("Köln", f"umfragen {number}", "yes", "überspringen")
    with talk.database.transaction() as session:
        survey = session.get_one(Survey, number)
        required = PLACES.model_copy(update={"required": True})
        done = correct(session, number, survey.version, form(READY, required), OFFICE, START)
        assert done.lost == {KOELN: ["places"]}
    assert "Frage 2 von 2" in await talk.say("Köln", "absenden")


async def test_what_was_said_on_the_way_to_an_anonymous_ballot_is_kept_nowhere(talk: SurveyTalk) -> None:
    """Neither what we wrote, nor which button was tapped; nor with the colleague who contradicted."""
    number = await talk.begin(SHORT, anonymity=Anonymity.ANONYMOUS)
    await talk.say("Köln", f"umfragen {number}")
    await talk.tap("Köln", "later")
    await talk.say("Vertretung", f"umfragen {number}", "ändern 1")
    assert "zwei verschiedene Antworten" in await talk.tap("Vertretung", "no")
    await talk.say("Vertretung", "1", "1", "20", "Geheimnis", "absenden")
    with talk.database.transaction() as session:
        kept = session.exec(select(OutboxMessage).where(OutboxMessage.created_at >= START)).all()
        quoting = ("Frage 1", "Frage 4", "Geheimnis", "Verstanden", "Bisher")
        assert not [each.text for each in kept if any(words in each.text for words in quoting)]
        assert not [each for each in kept if each.answered is not None]
        assert not [label for each in kept for label, _ in each.choices if label in ("yes", "no", "later")]


async def test_an_option_is_an_answer_whatever_else_it_is_called_like(talk: SurveyTalk) -> None:
    """A command, or a word for a pause; the list is in front of whoever writes it."""
    options = tuple(Option(name=f"o{n}", label={"de": name}) for n, name in enumerate(("Später", "Zusage", "Status")))
    number = await talk.begin(form(Question(name="what", type=QuestionType.SELECT_ONE, options=options), WISHES))
    await talk.say("Köln", f"umfragen {number}", "später")
    assert sheet(talk, number) == {"what": "o0"}
    await talk.say("Köln", "zurück", "zusage")
    assert sheet(talk, number) == {"what": "o1"}
    await talk.say("Köln", "zurück", "Status")
    assert sheet(talk, number) == {"what": "o2"}
    assert "Sie haben ein Gespräch offen" in await talk.say("Köln", "zurück", "/status")


async def test_sending_is_no_answer_to_a_question(talk: SurveyTalk) -> None:
    """Neither is it a text, nor a confirmation; the review says what is missing."""
    read = Question(name="read", type=QuestionType.ACKNOWLEDGE, label={"de": "Gelesen?"})
    number = await talk.begin(form(WISHES, read))
    assert "Die Fragen 1–2 fehlen noch" in await talk.say("Köln", f"umfragen {number}", "absenden")
    assert "Frage 2 fehlt noch" in await talk.say("Köln", "ändern 1", "Geld", "absenden")
    assert sheet(talk, number) == {"wishes": "Geld"}


async def test_a_required_question_without_options_is_no_dead_end(talk: SurveyTalk) -> None:
    """Earlier answers can leave nothing to choose from; where there is something again, it is asked."""
    towns = tuple(Option(name=n, label={"de": n}, filters={"state": s}) for n, s in (("Bonn", "yes"), ("Kiel", "no")))
    chosen = "state = ${ready}"
    town = Question(name="town", type=QuestionType.SELECT_ONE, options=towns, choice_filter=chosen, required=True)
    number = await talk.begin(form(READY, town))
    heard = await talk.say("Köln", f"umfragen {number}", "later")
    assert "passt hier keine Auswahl" in heard
    assert "1. Überspringen" in heard
    assert "passt hier keine Auswahl" in await talk.say("Köln", "Bonn")
    assert "Absenden" in await talk.say("Köln", "überspringen")
    assert "Absenden" in await talk.say("Köln", "ändern 1", "yes")
    assert "lässt sich nicht überspringen" in await talk.say("Köln", "absenden")
    assert "Vielen Dank" in await talk.say("Köln", "Bonn", "absenden")


async def test_a_review_of_300_questions_comes_in_parts(talk: SurveyTalk) -> None:
    """No network takes it whole; the choices are below the last part, and long questions are shortened."""
    label = "Wie viele Plätze dieser besonderen Art könnten Sie im nächsten Jahr noch zusätzlich anbieten, ungefähr?"
    questions = [Question(name=f"q{n}", type=QuestionType.INTEGER, label={"de": label}) for n in range(300)]
    number = await talk.begin(Form(title={"de": "Lang"}, questions=tuple(questions)))
    await talk.say("Köln", f"umfragen {number}", "1")
    await talk.write("Köln", "absenden", None)
    parts = []
    while part := await talk.next_message("Köln"):
        parts.append(part)
    assert len(parts) > 2
    assert all(len(part) < 4096 for part in parts)
    assert label not in "".join(parts)
    assert "Ändern" in parts[-1]
    assert "300. " in parts[-1]


async def test_a_question_waits_for_nobody_who_does_not_speak_for_the_municipality_any_more(talk: SurveyTalk) -> None:
    """Handed over to a colleague who has left, it is open again for whoever is there."""
    number = await talk.begin(form(READY, PLACES))
    assert "Frage 2 von 2" in await talk.say("Köln", f"umfragen {number}", "weitergeben")
    assert "wartet auf Vertretung" in await talk.say("Köln", "20")
    with talk.database.transaction() as session:
        person = person_at(session, "matrix", "Vertretung")
        assert person
        for role in roles_of(session, identity(person), START.date()):
            session.delete(role)
    assert "Frage 1 von 2" in await talk.say("Köln", f"umfragen {number}")


async def test_changing_a_contradicted_question_is_deciding_it(talk: SurveyTalk) -> None:
    """The review says "decide with ändern"; to leave the first answer must not leave the contradiction."""
    number = await talk.begin(form(READY, PLACES))
    await talk.say("Köln", f"umfragen {number}", "yes", "20", "pause")
    await talk.say("Vertretung", f"umfragen {number}", "ändern 1", "no", "3", "pause")
    heard = await talk.say("Köln", f"umfragen {number}", "ändern 1")
    assert "Welche Antwort gilt?" in heard
    assert "1. Absenden" in await talk.say("Köln", "2")
    assert sheet(talk, number) == {"ready": "no", "places": 20}


async def test_a_suggested_day_is_written_as_days_are_and_can_be_tapped(talk: SurveyTalk) -> None:
    """The form holds it as 2021-07-05, or reckons it."""
    when = Question(name="when", type=QuestionType.DATE, label={"de": "Wann?"}, default="today()")
    number = await talk.begin(form(when, WISHES))
    assert "1. 05.07.2021" in await talk.say("Köln", f"umfragen {number}")
    await talk.tap("Köln", "05.07.2021")
    assert sheet(talk, number) == {"when": "2021-07-05"}


async def test_going_to_a_question_is_no_text(talk: SurveyTalk) -> None:
    """Our sentences say "ändern 1"; "Frage 1" may be an answer."""
    number = await talk.begin(form(PLACES, WISHES))
    await talk.say("Köln", f"umfragen {number}", "20")
    assert "Bisher geantwortet: 20" in await talk.say("Köln", "ändern 1")
    assert sheet(talk, number) == {"places": 20}
