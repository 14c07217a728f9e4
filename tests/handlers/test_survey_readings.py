"""Answers to surveys as people type them: read into what is kept, or refused with a sentence that says what to do."""

from __future__ import annotations

import json
from datetime import date
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.problems import Problem
from handlers.survey_logic import Logic
from handlers.survey_readings import read_answer
from handlers.wording import Wording
from storage.persons import Language
from storage.survey_forms import Answer, Form, Option, Question, QuestionType

TODAY = date(2021, 7, 5)
LISTED = {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK}
OPTIONS = (
    Option(name="unterkunft", label={"de": "Unterkunft", "en": "Housing"}),
    Option(name="arbeit", label={"de": "Sprache, Bildung und Arbeit", "en": "Language, education and work"}),
    Option(name="gesundheit", label={"de": "Gesundheit", "en": "Health"}),
    Option(name="vereine", label={"de": "Nachbarn und Vereine", "en": "Neighbours and clubs"}),
    Option(name="naechstes", label={"de": "Nächstes Jahr", "en": "Next year"}),
)
NUMBERS = tuple(Option(name=f"n{number}", label={"de": str(number)}) for number in (0, 1, 2, 3))


def asked(kind: QuestionType, **columns: object) -> Question:
    """Make a question of a type."""
    options = OPTIONS if kind in LISTED else ()
    return Question.model_validate({"name": "q", "type": kind, "label": {"de": "?"}, "options": options, **columns})


def read(question: Question, typed: str, language: Language = Language.GERMAN) -> Answer:
    """Read an answer to the only question of a survey."""
    logic = Logic(Form(title={"de": "Umfrage"}, questions=(question,)))
    return read_answer(logic, question, typed, {}, language, TODAY)


def problem(question: Question, typed: str) -> Problem:
    """Give why an answer is refused; it can be said in both languages."""
    with pytest.raises(Problem) as raised:
        read(question, typed)
    for language in Language:
        assert Wording(language, ZoneInfo("Europe/Berlin"), TODAY).problem(raised.value)
    return raised.value


EVERY = [option.name for option in OPTIONS]
READ: dict[QuestionType, dict[str, Answer]] = {
    QuestionType.INTEGER: {
        "12": 12,
        " 12 ": 12,
        "12.": 12,
        "0": 0,
        "zwölf": 12,
        "zwoelf": 12,
        "einundzwanzig": 21,
        "zwanzigtausend": 20_000,
        "twelve": 12,
        "eins": 1,
        "ein": 1,
        "1.200": 1200,
        "1 200": 1200,
        "1.200,0": 1200,
        "1.234.567": 1_234_567,
        "-5": -5,
        "−5": -5,
        "minus drei": -3,
        "20 Plätze": 20,
        "ca. 20 Personen": 20,
        "13 Prozent": 13,
        "13 %": 13,
        "keine": 0,
        "null": 0,
    },
    QuestionType.DECIMAL: {
        "1,5": 1.5,
        "1.5": 1.5,
        "1.200,50": 1200.5,
        "1.200": 1200,
        "1,200": 1.2,
        "-0,25": -0.25,
        "zwölf Komma fünf": 12.5,
        "2,0": 2,
        "12,5 %": 12.5,
    },
    QuestionType.DATE: {
        "1.9.2021": "2021-09-01",
        "1.9.": "2021-09-01",
        "heute": "2021-07-05",
        "Ende Juni": "2022-06-30",
        "2021-12-31": "2021-12-31",
        "3. Oktober": "2021-10-03",
    },
    QuestionType.SELECT_ONE: {
        "1": "unterkunft",
        "2.": "arbeit",
        "3)": "gesundheit",
        "gesundheit": "gesundheit",
        "Gesundheit!": "gesundheit",
        "Health": "gesundheit",
        "Sprache, Bildung und Arbeit": "arbeit",
        "nachstes": None,
        "Nächstes Jahr": "naechstes",
        "Na\u0308chstes Jahr": "naechstes",
        "naechstes jahr": "naechstes",
    },
    QuestionType.SELECT_MULTIPLE: {
        "1,3 und 5": ["unterkunft", "gesundheit", "naechstes"],
        "1, 3, 5": ["unterkunft", "gesundheit", "naechstes"],
        "1 3 5": ["unterkunft", "gesundheit", "naechstes"],
        "5 + 1": ["unterkunft", "naechstes"],
        "1,1,1": ["unterkunft"],
        "2-4": ["arbeit", "gesundheit", "vereine"],
        "1 bis 3": ["unterkunft", "arbeit", "gesundheit"],
        "1. und 3.": ["unterkunft", "gesundheit"],
        "Gesundheit": ["gesundheit"],
        "Unterkunft, Sprache, Bildung und Arbeit": ["unterkunft", "arbeit"],
        "Nachbarn und Vereine und Gesundheit": ["gesundheit", "vereine"],
        "Housing and Health": ["unterkunft", "gesundheit"],
        "1 und Gesundheit": ["unterkunft", "gesundheit"],
        "Unterkunft\nGesundheit": ["unterkunft", "gesundheit"],
        "alle": EVERY,
        "all": EVERY,
        "keine": [],
    },
    QuestionType.RANK: {
        "2, 1, 3, 5, 4": ["arbeit", "unterkunft", "gesundheit", "naechstes", "vereine"],
        "5 4 3 2 1": EVERY[::-1],
        "Gesundheit, 1, 2, 4 und 5": ["gesundheit", "unterkunft", "arbeit", "vereine", "naechstes"],
    },
    QuestionType.ACKNOWLEDGE: {"ok": "OK", "Ja": "OK", "verstanden": "OK", "gelesen": "OK"},
    QuestionType.TEXT: {
        "  Mehr Wohnungen.\nUnd Zeit. ": "Mehr Wohnungen.\nUnd Zeit.",
        "keine": "keine",
        "nein": "nein",
    },
    QuestionType.RANGE: {"7": 7, "sieben": 7, "0": 0, "10": 10},
}
READ[QuestionType.SELECT_ONE].pop("nachstes")

REFUSED: dict[QuestionType, dict[str, str]] = {
    QuestionType.INTEGER: {
        "viele": "survey-number-unclear",
        "1,5": "survey-number-not-whole",
        "10-20": "survey-number-span",
        "10 bis 20": "survey-number-span",
        "20 mehr": "survey-number-difference",
        "20 30": "survey-number-unclear",
        "9" * 400: "survey-number-too-big",
        "1.9.": "survey-number-not-whole",
    },
    QuestionType.DECIMAL: {"1,2,3": "survey-number-unclear", "1e5": "survey-number-unclear"},
    QuestionType.DATE: {"31.2.2021": "date-does-not-exist", "bald": "date-unclear"},
    QuestionType.SELECT_ONE: {
        "7": "survey-choice-unclear",
        "0": "survey-choice-unclear",
        "vielleicht": "survey-choice-unclear",
        "1 und 2": "survey-choice-one",
    },
    QuestionType.SELECT_MULTIPLE: {
        "1, 9": "survey-choices-unclear",
        "1 und vielleicht": "survey-choices-unclear",
        "nix": "survey-choices-unclear",
        ",": "survey-choices-unclear",
    },
    QuestionType.RANK: {
        "2, 1, 3": "survey-rank-missing",
        "1 2 3 4 5 1": "survey-rank-twice",
        "alle": "survey-rank-unclear",
    },
    QuestionType.ACKNOWLEDGE: {"nein": "survey-acknowledge"},
    QuestionType.FILE: {"hier ist sie": "survey-file-wanted"},
    QuestionType.IMAGE: {"ein Bild": "survey-image-wanted"},
    QuestionType.TEXT: {"x" * 4097: "survey-text-too-long"},
    QuestionType.RANGE: {"11": "survey-range", "-1": "survey-range", "2,5": "survey-range"},
}


@pytest.mark.parametrize(("kind", "typed"), [(kind, typed) for kind, rows in READ.items() for typed in rows])
def test_an_answer_is_read(kind: QuestionType, typed: str) -> None:
    """What people write in German or English becomes the value that is kept."""
    found = read(asked(kind), typed)
    assert found == READ[kind][typed]
    assert type(found) is type(READ[kind][typed])


@pytest.mark.parametrize(("kind", "typed"), [(kind, typed) for kind, rows in REFUSED.items() for typed in rows])
def test_what_cannot_be_taken_gets_a_sentence(kind: QuestionType, typed: str) -> None:
    """The sentence fits what is wrong with the answer."""
    assert problem(asked(kind), typed).key == REFUSED[kind][typed]


@pytest.mark.parametrize("kind", sorted(set(QuestionType) - {QuestionType.NOTE, QuestionType.CALCULATE}))
def test_any_question_can_be_passed_over_unless_it_is_required(kind: QuestionType) -> None:
    """By the same words for all; the author's sentence comes where there is one."""
    for typed in ("überspringen", "weiter", "skip", " ", "-"):
        assert read(asked(kind), typed) is None
        assert problem(asked(kind, required=True), typed).key == "survey-required"
    said = problem(asked(kind, required=True, required_message={"de": "Ohne geht es nicht."}), "weiter")
    assert (said.key, said.values) == ("survey-said", {"message": "Ohne geht es nicht."})


def test_none_of_the_options_is_no_answer_where_one_is_required() -> None:
    """An option that is called so is an answer all the same."""
    assert problem(asked(QuestionType.SELECT_MULTIPLE, required=True), "keine").key == "survey-required"
    none = (*OPTIONS, Option(name="nichts", label={"de": "Keine"}), Option(name="mehr", label={"de": "Weiter"}))
    several = asked(QuestionType.SELECT_MULTIPLE, required=True, options=none)
    assert read(several, "keine") == ["nichts"]
    assert read(several, "weiter") == ["mehr"]


def test_the_label_of_a_number_counts_before_its_place() -> None:
    """Whoever is offered 0, 1, 2, 3 and writes 1 means 1, not the first."""
    one = asked(QuestionType.SELECT_ONE, options=NUMBERS)
    assert [read(one, str(number)) for number in range(4)] == ["n0", "n1", "n2", "n3"]
    assert read(one, "4") == "n3"


def test_a_range_keeps_to_its_steps() -> None:
    """Also where a step has no exact double."""
    tenths = asked(QuestionType.RANGE, start=0, end=1, step=0.1)
    assert [read(tenths, typed) for typed in ("0,3", "0,7", "1")] == [0.3, 0.7, 1]
    refused = problem(tenths, "0,35")
    assert refused.values == {"least": 0, "most": 1, "step": 0.1}
    assert "0,1" in Wording(Language.GERMAN, ZoneInfo("Europe/Berlin")).problem(refused)


def test_a_constraint_speaks_in_its_authors_words() -> None:
    """In the reader's language where the author wrote it, else in German; without any in ours."""
    limits = {"constraint": ". >= 0 and . <= 100"}
    message = {"de": "Bitte 0 bis 100.", "en": "0 to 100, please."}
    assert read(asked(QuestionType.INTEGER, **limits), "-5 ".strip().removeprefix("-")) == 5
    assert problem(asked(QuestionType.INTEGER, **limits), "-5").key == "survey-constraint"
    assert problem(asked(QuestionType.INTEGER, **limits, constraint_message=message), "-5").values == {
        "message": "Bitte 0 bis 100."
    }
    with pytest.raises(Problem) as raised:
        read(asked(QuestionType.INTEGER, **limits, constraint_message=message), "200", Language.ENGLISH)
    assert raised.value.values == {"message": "0 to 100, please."}


def test_english_numbers_have_english_points() -> None:
    """For whoever chose English."""
    decimal = asked(QuestionType.DECIMAL)
    assert read(decimal, "1,200.5", Language.ENGLISH) == 1200.5
    assert read(decimal, "1,200", Language.ENGLISH) == 1200
    assert read(decimal, "1.5", Language.ENGLISH) == 1.5


def test_notes_and_calculations_take_no_answer() -> None:
    """Whatever is typed while one is shown belongs to another question."""
    assert read(asked(QuestionType.NOTE, required=True), "ok") is None
    assert read(asked(QuestionType.CALCULATE, calculation="1"), "ok") is None


WORDS = st.lists(
    st.sampled_from(
        ["1", "2", "9", ",", " und ", "-", "\n", "Unterkunft", "alle", "keine", "zwölf", "1.200", "1,5", "%"]
    )
    | st.text(max_size=5),
    max_size=8,
).map("".join)


@pytest.mark.parametrize("kind", QuestionType)
@given(WORDS)
def test_whatever_is_typed_is_an_answer_or_a_sentence(kind: QuestionType, typed: str) -> None:
    """An answer is fit for JSON and for a choice's names; everything else is a problem with a text."""
    try:
        found = read(asked(kind), typed)
    except Problem as refused:
        assert Wording(Language.GERMAN, ZoneInfo("Europe/Berlin"), TODAY).problem(refused)  # noqa: PT017 - either may happen
        return
    assert json.loads(json.dumps(found)) == found
    if kind in LISTED and found:
        assert set(found if isinstance(found, list) else [found]) <= set(EVERY)


@given(
    st.sets(st.sampled_from(range(5)), min_size=1), st.sampled_from([",", ", ", " ", " und ", "; ", "\n"]), st.data()
)
def test_numbers_and_labels_choose_the_same(places: set[int], between: str, data: st.DataObject) -> None:
    """In any order, with any separator; labels too, except that only numbers may stand side by side with a space."""
    order = data.draw(st.permutations(sorted(places)))
    question = asked(QuestionType.SELECT_MULTIPLE)
    expected = [EVERY[place] for place in sorted(places)]
    assert read(question, between.join(str(place + 1) for place in order)) == expected
    if between != " ":
        assert read(question, between.join(OPTIONS[place].label["de"] for place in order)) == expected


def test_a_message_full_of_separators_is_refused_quickly() -> None:
    """The longest message costs a moment, not a second."""
    before = process_time()
    assert problem(asked(QuestionType.SELECT_MULTIPLE), "1,x" * 1300).key == "survey-choices-unclear"
    assert read(asked(QuestionType.SELECT_MULTIPLE), "1," * 2000) == ["unterkunft"]
    assert process_time() - before < 1
