"""The dialogue engine, with a small dialogue of its own: what is asked when, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from bot.markdown import to_plain
from handlers import dialogues
from handlers.answering import Guided
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, begun
from handlers.messages import Choice, Incoming
from handlers.numbers import read_count
from handlers.problems import Problem
from handlers.turn import Office, Replies, Turn
from handlers.wording import Markdown
from storage.database import Database
from storage.dialogues import DialoguePosition, running_dialogue
from storage.persons import Person

PROGRAMMES = {"nest": "NEST", "municipal": "**kommunales** Aufnahmeprogramm", "land": "Landesaufnahmeprogramm"}
ASK_PROGRAMME = "Für welches Programm melden Sie Plätze?"
ASK_MUNICIPALITY = "Für welche Kommune melden Sie?"
ASK_PLACES = "Wie viele Plätze bietet die Kommune dafür insgesamt an?"
ASK_CONDITION = "Gibt es eine Bedingung? Zum Beispiel ohne Anrechnung auf die Quote."
CHANGE = "Was möchten Sie ändern? Mit zurück kommen Sie wieder zur Prüfung."
RESUMED = "Wir machen weiter, wo Sie aufgehört haben: Zusage melden, begonnen am Montag, 05.07.2021, 09:00 Uhr."


def read_programme(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Take one of the programmes."""
    if typed not in PROGRAMMES:
        raise Problem("pledge-programme-unknown", typed=typed)
    return Understood(typed)


def offer_programmes(_turn: Turn, _answers: Answers) -> Sequence[Choice]:
    """Offer the programmes."""
    return [Choice(label, value) for value, label in PROGRAMMES.items()]


def is_municipal(_turn: Turn, answers: Answers) -> bool:
    """Ask for the municipality only under its own programme."""
    return answers.get("programme") == "municipal"


def read_places(turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Take a number, and repeat it where it was written in words."""
    places = read_count(typed, 100)
    return Understood(places, None if typed.isdecimal() else turn.wording("date-understood", day=str(places)))


def read_any(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Take any text."""
    return Understood(typed)


def review(_turn: Turn, answers: Answers) -> Review:
    """Show what was answered."""
    return Review(Markdown(" / ".join(f"{key} {value}" for key, value in sorted(answers.items()))))


STEPS = (
    Step("programme", read_programme, offer_programmes),
    Step("municipality", read_any, needed=is_municipal),
    Step("places", read_places),
    Step("condition", read_any, optional=True, free=True),
)


@dataclass
class Talk:
    """One person in a dialogue; every message is a transaction of its own, as in the service."""

    database: Database
    person: Person
    finished: list[Answers]
    dialogue: Dialogue
    now: datetime = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
    choices: tuple[Choice, ...] = ()

    def begin(self, **known: object) -> str:
        """Begin the dialogue."""
        return self._turn("", lambda turn: dialogues.start(turn, self.dialogue, dict(known)))

    def say(self, text: str) -> str:
        """Answer the open question."""
        return self._turn(text, lambda turn: Guided(self.dialogue).answer(turn, self._position(turn)))

    def back(self) -> str:
        """Go one question back."""
        return self._turn("", lambda turn: Guided(self.dialogue).back(turn, self._position(turn)))

    def cancel(self) -> str:
        """Leave the dialogue."""
        return self._turn("", lambda turn: Guided(self.dialogue).leave(turn, self._position(turn)))

    def standing(self) -> DialoguePosition | None:
        """Look up where the person stands."""
        with self.database.transaction() as session:
            return running_dialogue(session, self.person.id or 0)

    def _position(self, turn: Turn) -> DialoguePosition:
        position = running_dialogue(turn.session, turn.sender_id)
        assert position is not None
        return position

    def _turn(self, text: str, handle: Callable[[Turn], Replies]) -> str:
        office = Office(ZoneInfo("Europe/Berlin"))
        incoming = Incoming("matrix", f"${next(NUMBERS)}", "@koeln", "!koeln", direct=True, text=text)
        with self.database.transaction() as session:
            (reply,) = handle(Turn(session, incoming, text, self.now, office, person=self.person))
        self.choices = reply.message.choices
        return to_plain(reply.message.text).replace("\n\n", "\n")

    @property
    def offered(self) -> list[str]:
        """The labels of the choices of the last message."""
        return [to_plain(choice.label) for choice in self.choices]


NUMBERS = count()


@pytest.fixture
def talk(sqlite_database: Database) -> Iterator[Talk]:
    """Give a person and a dialogue that has not begun."""
    finished: list[Answers] = []

    def finish(turn: Turn, answers: Answers) -> Replies:
        finished.append(answers)
        return [turn.reply("language-set")]

    with sqlite_database.transaction() as session:
        person = Person(label="Ansprechperson Köln", created_at=Talk.now)
        session.add(person)
    yield Talk(sqlite_database, person, finished, Dialogue("pledge", STEPS, finish, review))
    assert len(finished) < 2, "a dialogue ends once"


def test_questions_come_in_order_and_the_end_does_its_work_once(talk: Talk) -> None:
    """Each answer leads to the next question, the last to the review, and a yes to the end."""
    assert talk.begin() == ASK_PROGRAMME
    assert talk.say("nest") == ASK_PLACES
    assert talk.say("20") == ASK_CONDITION
    assert talk.say("nur Familien") == "condition nur Familien / places 20 / programme nest"
    assert talk.offered == ["Stimmt", "Ändern", "Abbrechen"]
    assert not talk.finished
    assert talk.say("ja") == "Ich schreibe Ihnen ab jetzt auf Deutsch."
    assert talk.finished == [{"programme": "nest", "places": 20, "condition": "nur Familien"}]
    assert talk.standing() is None


def test_what_is_known_already_is_not_asked(talk: Talk) -> None:
    """A line that says half of it leaves the other half."""
    assert talk.begin(places=20) == ASK_PROGRAMME
    assert talk.say("nest") == ASK_CONDITION


def test_a_dialogue_that_knows_all_begins_with_the_review(talk: Talk) -> None:
    """Nothing is done before a yes."""
    assert talk.begin(programme="nest", places=20, condition=None) == "condition None / places 20 / programme nest"
    assert not talk.finished


def test_a_bad_answer_is_explained_and_the_question_asked_again(talk: Talk) -> None:
    """Nothing is kept of it, nothing lost of what was answered before."""
    talk.begin()
    talk.say("nest")
    assert talk.say("viele") == (
        "„viele“ verstehe ich nicht als Anzahl. Bitte schreiben Sie eine ganze Zahl, zum Beispiel 20.\n" + ASK_PLACES
    )
    assert talk.say("101") == "Das wären mehr als 100 Plätze. Bitte prüfen Sie die Zahl.\n" + ASK_PLACES
    assert talk.say("20") == ASK_CONDITION


def test_how_an_answer_was_understood_stands_before_the_next_question(talk: Talk) -> None:
    """So that a mistake is seen at once."""
    talk.begin(programme="nest")
    assert talk.say("zwanzig") == "Verstanden: 20.\n" + ASK_CONDITION


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("2", id="its number"),
        pytest.param("2.", id="its number with a full stop"),
        pytest.param("municipal", id="its value"),
        pytest.param("kommunales Aufnahmeprogramm", id="its label as it is seen"),
        pytest.param("KOMMUNALES aufnahmeprogramm!", id="its label in other letters"),
    ],
)
def test_a_choice_is_taken_by(talk: Talk, typed: str) -> None:
    """Whatever says clearly which choice is meant."""
    talk.begin()
    assert talk.offered == ["NEST", "kommunales Aufnahmeprogramm", "Landesaufnahmeprogramm"]
    assert talk.say(typed) == ASK_MUNICIPALITY


@pytest.mark.parametrize("typed", ["0", "4", "99999999999", "²", "1 2", "NEST Land"])
def test_what_is_no_choice_is_read_like_any_answer(talk: Talk, typed: str) -> None:
    """A number beyond the list is no choice."""
    talk.begin()
    assert "kenne ich nicht als Programm" in talk.say(typed)
    assert len(talk.choices) == 3


@pytest.mark.parametrize("typed", ["Überspringen", "ueberspringen", "1", "skip", "keine", "Nein."])
def test_an_optional_question_can_be_skipped(talk: Talk, typed: str) -> None:
    """By its button, its number, or saying that there is nothing."""
    talk.begin(programme="nest", places=20)
    assert talk.offered == ["Überspringen"]
    assert talk.say(typed) == "condition None / places 20 / programme nest"


def test_a_question_that_matters_cannot_be_skipped(talk: Talk) -> None:
    """Skipping is offered only where it is possible."""
    talk.begin(programme="nest")
    assert not talk.choices
    assert talk.say("überspringen").endswith(ASK_PLACES)


def test_back_at_the_first_question_stays_there(talk: Talk) -> None:
    """And says why."""
    talk.begin()
    assert talk.back() == "Das ist schon die erste Frage.\n" + ASK_PROGRAMME
    assert len(talk.choices) == 3


def test_back_asks_the_question_before_and_forgets_only_its_answer(talk: Talk) -> None:
    """From the middle and from the review."""
    talk.begin()
    talk.say("nest")
    assert talk.back() == ASK_PROGRAMME
    talk.say("nest")
    talk.say("20")
    talk.say("keine")
    assert talk.back() == ASK_CONDITION
    assert talk.back() == ASK_PLACES
    assert talk.say("30") == ASK_CONDITION


def test_at_the_review_only_its_three_answers_count(talk: Talk) -> None:
    """Anything else is asked again, with the review."""
    talk.begin(programme="nest", places=20, condition=None)
    assert talk.say("vielleicht").startswith("Das kann ich hier keiner Angabe zuordnen.")
    assert talk.offered == ["Stimmt", "Ändern", "Abbrechen"]
    assert not talk.finished


def test_at_the_review_what_names_a_question_and_answers_it_is_its_correction(talk: Talk) -> None:
    """The review comes again with the new answer; a no takes an optional one away; nothing is guessed."""
    talk.begin(programme="nest", places=20, condition="nur bis Mai")
    assert talk.say("Plätze: 25").endswith("condition nur bis Mai / places 25 / programme nest")
    assert talk.say("Bedingung keine").endswith("condition None / places 25 / programme nest")
    assert "nichts abgeschickt" in talk.say("Plätze ca. 30")
    assert "nichts abgeschickt" in talk.say("Kommune Köln"), "this programme has no such question"
    assert not talk.finished


@pytest.mark.parametrize("typed", ["ja", "Ja!", "1", "Stimmt", "ok", "yes", "absenden"])
def test_the_review_is_confirmed_by(talk: Talk, typed: str) -> None:
    """A yes in any form."""
    talk.begin(programme="nest", places=20, condition=None)
    talk.say(typed)
    assert talk.finished


@pytest.mark.parametrize("typed", ["ändern", "aendern", "2", "nein", "change"])
def test_the_review_is_changed_by(talk: Talk, typed: str) -> None:
    """Whoever says no wants to change something, not to lose everything."""
    talk.begin(programme="nest", places=20, condition=None)
    assert talk.say(typed) == CHANGE
    assert talk.offered == ["Programm", "Plätze", "Bedingung"]


def test_one_answer_is_changed_and_the_others_are_kept(talk: Talk) -> None:
    """Then comes the review again."""
    talk.begin(programme="nest", places=20, condition="nur Familien")
    talk.say("ändern")
    assert talk.say("alles") == ("Bitte wählen Sie eine der Angaben, am einfachsten mit ihrer Nummer.\n" + CHANGE)
    assert talk.say("Plätze") == ASK_PLACES
    assert talk.say("30") == "condition nur Familien / places 30 / programme nest"


def test_a_changed_answer_can_make_another_question_needed(talk: Talk) -> None:
    """It is asked before the review, and can be changed from then on."""
    talk.begin(programme="nest", places=20, condition=None)
    talk.say("ändern")
    assert talk.say("1") == ASK_PROGRAMME
    assert talk.say("municipal") == ASK_MUNICIPALITY
    assert talk.say("Köln").endswith("municipality Köln / places 20 / programme municipal")
    talk.say("ändern")
    assert talk.offered == ["Programm", "Kommune", "Plätze", "Bedingung"]


def test_a_changed_answer_can_make_another_question_unneeded(talk: Talk) -> None:
    """It is neither asked nor offered for changing, and going back passes over it."""
    talk.begin(programme="municipal", municipality="Köln", places=20, condition=None)
    talk.say("ändern")
    talk.say("Programm")
    talk.say("nest")
    talk.say("ändern")
    assert talk.offered == ["Programm", "Plätze", "Bedingung"]
    talk.say("Plätze")
    assert talk.back() == ASK_PROGRAMME


def test_cancelling_ends_the_dialogue_and_does_nothing(talk: Talk) -> None:
    """It can be begun again at once."""
    talk.begin()
    talk.say("nest")
    assert talk.cancel() == "Abgebrochen: Zusage melden. Es wurde nichts gespeichert."
    assert talk.standing() is None
    assert not talk.finished
    assert talk.begin() == ASK_PROGRAMME


def test_after_days_a_dialogue_goes_on_where_it_stood(talk: Talk) -> None:
    """A line reminds the person of what it was, once."""
    talk.begin()
    talk.say("nest")
    talk.now += timedelta(days=3)
    assert talk.say("20") == f"{RESUMED}\n{ASK_CONDITION}"
    assert talk.say("keine") == "condition None / places 20 / programme nest"


def test_the_reminder_also_stands_before_a_review_that_is_repeated(talk: Talk) -> None:
    """Whatever the answer is, the person learns what is going on."""
    talk.begin(programme="nest", places=20)
    talk.now += timedelta(days=3)
    assert talk.say("keine") == f"{RESUMED}\ncondition None / places 20 / programme nest"


def test_a_short_pause_needs_no_reminder(talk: Talk) -> None:
    """Somebody who was on the telephone still knows."""
    talk.begin()
    talk.now += timedelta(hours=2)
    assert talk.say("nest") == ASK_PLACES


def test_where_somebody_stands_survives_a_restart(talk: Talk) -> None:
    """It is a row, not a variable."""
    talk.begin()
    talk.say("nest")
    address = str(talk.database.engine.url)
    talk.database.close()
    restarted = Database(address)
    assert replace(talk, database=restarted).say("20") == ASK_CONDITION
    restarted.close()


def test_a_step_that_a_new_version_no_longer_has_is_passed_over(talk: Talk) -> None:
    """Somebody stood there when we were updated: the first open question follows."""
    talk.begin()
    talk.dialogue = replace(talk.dialogue, steps=STEPS[2:])
    assert talk.say("nest") == ASK_PLACES


def test_a_dialogue_without_a_review_ends_with_its_last_answer(talk: Talk) -> None:
    """Where nothing can be lost, nobody has to say yes."""
    talk.dialogue = replace(talk.dialogue, steps=STEPS[2:3], review=None)
    talk.begin()
    assert talk.say("20") == "Ich schreibe Ihnen ab jetzt auf Deutsch."
    assert talk.finished == [{"places": 20}]
    assert talk.standing() is None


def test_with_a_single_question_changing_asks_it_at_once(talk: Talk) -> None:
    """There is nothing to choose from."""
    talk.dialogue = replace(talk.dialogue, steps=STEPS[2:3])
    talk.begin(places=20)
    assert talk.say("ändern") == ASK_PLACES


def test_the_review_notes_what_it_is_based_on(talk: Talk) -> None:
    """The end can tell whether it still holds; every new review notes it anew."""
    versions = count(1)
    review = Review(Markdown("?"))
    talk.dialogue = replace(
        talk.dialogue, review=lambda _turn, _answers: replace(review, noted={"seen_version": next(versions)})
    )
    talk.begin(programme="nest", places=20, condition=None)
    talk.say("ändern")
    talk.say("Plätze")
    talk.say("30")
    talk.say("ja")
    assert talk.finished == [{"programme": "nest", "places": 30, "condition": None, "seen_version": 2}]


def test_only_a_free_question_takes_any_text() -> None:
    """Elsewhere a word of a command is that command."""
    guided = Guided(Dialogue("pledge", STEPS, lambda _turn, _answers: []))

    def at(step: str) -> DialoguePosition:
        return DialoguePosition(person_id=1, dialogue="pledge", step=step, started_at=Talk.now, updated_at=Talk.now)

    turn = cast("Turn", None)  # it does not matter who asks
    assert guided.takes_any_text(turn, at("condition"))
    assert not guided.takes_any_text(turn, at("places"))
    assert not guided.takes_any_text(turn, at("review"))


def read_lines(_turn: Turn, answers: Answers, typed: str) -> Understood:
    """Put a message below those before; a question mark cannot be taken."""
    if typed == "?":
        raise Problem("pledge-programme-unknown", typed=typed)
    return Understood("\n".join(filter(None, (answers.get(begun("text")), typed))))


ASK_TEXT = (
    "Was wurde besprochen und vereinbart? Schreiben Sie es in einer oder mehreren Nachrichten und zum Schluss fertig."
)
MORE_TEXT = "Kommt noch etwas? Sonst schreiben Sie fertig."
NOTED = f"Notiert.\n{MORE_TEXT}"


@pytest.fixture
def long_talk(talk: Talk) -> Talk:
    """Give a dialogue whose questions take several messages: the first must have an answer, the second need not."""
    steps = (
        Step("text", read_lines, free=True, several=True),
        Step("tasks", read_any, optional=True, free=True, several=True),
    )
    talk.dialogue = replace(talk.dialogue, name="minutes", steps=steps, review=None)
    return talk


def test_several_messages_are_one_answer(long_talk: Talk) -> None:
    """Each is noted, until somebody says that this was all."""
    assert (long_talk.begin(), long_talk.offered) == (ASK_TEXT, [])
    assert (long_talk.say("eins"), long_talk.offered) == (NOTED, ["Fertig"])
    assert long_talk.say("zwei") == NOTED
    assert long_talk.say("Fertig.").startswith("Wer übernimmt was bis wann?")
    long_talk.say("überspringen")
    assert (long_talk.finished[0]["text"], long_talk.finished[0]["tasks"]) == ("eins\nzwei", None)


@pytest.mark.parametrize("typed", ["fertig", "done", "1"])
def test_nothing_is_no_answer_where_one_is_needed(long_talk: Talk, typed: str) -> None:
    """Who is done before they have begun hears it and is asked; a bare number is text while nothing is offered."""
    long_talk.begin()
    assert long_talk.say(typed) == (NOTED if typed == "1" else f"Ohne das geht es nicht weiter.\n{ASK_TEXT}")


@pytest.mark.parametrize("typed", ["fertig", "1", "nein", "überspringen"])
def test_what_was_said_so_far_is_not_skipped(long_talk: Talk, typed: str) -> None:
    """Who skips the question for more means that there is no more."""
    long_talk.begin(text="eins")
    long_talk.say("Köln")
    long_talk.say(typed)
    assert long_talk.finished[0]["tasks"] == "Köln"


@pytest.mark.parametrize("typed", ["ja", "ok", "nein", "überspringen", "fertig"])
def test_a_word_about_the_question_is_no_part_of_the_answer(long_talk: Talk, typed: str) -> None:
    """A yes asks for what is to come; a no ends it like "fertig"."""
    long_talk.begin(tasks=None)
    long_talk.say("eins")
    asked = long_talk.say(typed)
    assert bool(long_talk.finished) != asked.endswith(f"Bitte schreiben Sie es.\n{MORE_TEXT}")
    if not long_talk.finished:
        long_talk.say("fertig")
    assert long_talk.finished[0]["text"] == "eins"


def test_a_message_that_cannot_be_taken_leaves_the_others(long_talk: Talk) -> None:
    """It is explained, and the question for more asked again."""
    long_talk.begin()
    long_talk.say("eins")
    refused = long_talk.say("?")
    assert refused.endswith(f"\n{MORE_TEXT}")
    assert "Notiert" not in refused
    long_talk.say("fertig")
    long_talk.say("keine")
    assert long_talk.finished[0]["text"] == "eins"


def test_back_goes_on_with_what_was_said(long_talk: Talk) -> None:
    """Nothing has to be written twice."""
    long_talk.begin()
    long_talk.say("eins")
    long_talk.say("fertig")
    assert long_talk.back() == MORE_TEXT
    long_talk.say("zwei")
    long_talk.say("fertig")
    long_talk.say("keine")
    assert long_talk.finished[0]["text"] == "eins\nzwei"


def test_a_long_answer_is_changed_by_beginning_it_anew(long_talk: Talk) -> None:
    """At the review: what was said so far is forgotten with the answer."""
    long_talk.dialogue = replace(long_talk.dialogue, review=review)
    long_talk.begin(tasks=None)
    for text in ("falsch", "fertig", "ändern"):
        long_talk.say(text)
    assert long_talk.say("Text") == ASK_TEXT
    for text in ("richtig", "fertig", "ja"):
        long_talk.say(text)
    assert long_talk.finished[0]["text"] == "richtig"
