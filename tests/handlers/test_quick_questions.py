"""Questions in one line each: which type they get, what is refused, and that they can be written again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.problems import Problem
from handlers.quick_questions import (
    MOST_LINES,
    Line,
    lines_of,
    quick_form,
    read_question,
    with_message,
)
from storage.survey_forms import Form, Option, Question, QuestionType

KINDS = [
    ("Wie viele Plätze könnten Sie ab Herbst anbieten? Zahl", QuestionType.INTEGER),
    ("Wie viele Plätze könnten Sie ab Herbst anbieten? (Zahl)", QuestionType.INTEGER),
    ("Zahl der Plätze (Zahl)", QuestionType.INTEGER),
    ("Bitte nennen Sie die Zahl der Plätze. Zahl", QuestionType.INTEGER),
    ("How many places? number", QuestionType.INTEGER),
    ("Was kostet ein Platz? Kommazahl", QuestionType.DECIMAL),
    ("Bis wann? Datum", QuestionType.DATE),
    ("Until when? date", QuestionType.DATE),
    ("Wie dringend? 1-5", QuestionType.RANGE),
    ("Wie dringend? Skala 1 bis 10", QuestionType.RANGE),
    ("How urgent? from 1 to 5", QuestionType.RANGE),
    ("Machen Sie mit? ja/nein", QuestionType.SELECT_ONE),
    ("Machen Sie mit? Ja / Nein", QuestionType.SELECT_ONE),
    ("Will you join? yes/no", QuestionType.SELECT_ONE),
    ("Welche Gruppe zuerst? UMF / Familien / alle", QuestionType.SELECT_ONE),
    ("Welche Gruppe zuerst: UMF / Familien", QuestionType.SELECT_ONE),
    ("Wann? heute, morgen oder später", QuestionType.SELECT_ONE),
    ("Was brauchen Sie am meisten? (mehrere) Geld / Wohnungen / Personal", QuestionType.SELECT_MULTIPLE),
    ("Was brauchen Sie am meisten (mehrere)? Geld, Wohnungen und Personal", QuestionType.SELECT_MULTIPLE),
    ("What do you need most? money / flats (several)", QuestionType.SELECT_MULTIPLE),
    ("Was zuerst? (Reihenfolge) Geld / Wohnungen / Personal", QuestionType.RANK),
    ("Ordnen Sie: (Reihenfolge) Geld, Wohnungen", QuestionType.RANK),
    ("Ihr Beschluss? Datei", QuestionType.FILE),
    ("Ein Blick hinein? Foto", QuestionType.IMAGE),
    ("Was noch?", QuestionType.TEXT),
    ("Was noch? Text", QuestionType.TEXT),
    ("Ihre Meinung", QuestionType.TEXT),
    ("Ein Wort zum Bund: was soll sich ändern", QuestionType.TEXT),
]
NAMES = st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=3, max_size=12).map(str.capitalize)
LABELS = st.lists(NAMES, min_size=1, max_size=5).map(lambda words: f"{' '.join(words)}?")
PLAIN = st.sampled_from(
    [QuestionType.TEXT, QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.DATE, QuestionType.FILE]
)


def names(question: Question) -> list[str]:
    """Give the labels of a question's options."""
    return [option.label["de"] for option in question.options]


@pytest.mark.parametrize(("line", "kind"), KINDS)
def test_what_stands_behind_a_question_is_its_type(line: str, kind: QuestionType) -> None:
    """In German and English, with and without brackets; without anything it is a text."""
    assert read_question(line, "frage").type is kind


@pytest.mark.parametrize("line", [line for line, _ in KINDS])
def test_a_line_is_written_so_that_it_is_read_alike(line: str) -> None:
    """Whoever changes one line of a draft finds the others as they were."""
    form = quick_form({"de": "Herbst"}, [{"line": line, "name": "frage"}])
    again = lines_of(form)
    assert again
    assert quick_form({"de": "Herbst"}, again) == form


@given(LABELS, PLAIN, st.booleans())
def test_any_plain_question_can_be_written_again(label: str, kind: QuestionType, required: bool) -> None:  # noqa: FBT001 - given by name
    """Whatever its words are."""
    form = Form(title={"de": "x"}, questions=(Question(name="a", type=kind, label={"de": label}, required=required),))
    assert quick_form(form.title, lines_of(form)) == form


def test_options_brackets_and_hints_are_kept() -> None:
    """An answer is offered in the author's words; what is neither type nor answer becomes the hint."""
    question = read_question("Was fehlt? (mehrere) (Pflicht) Geld / neue Wohnungen / 3. Kräfte", "frage")
    assert names(question) == ["Geld", "neue Wohnungen", "3. Kräfte"]
    assert [option.name for option in question.options] == ["geld", "neue_wohnungen", "x_3_kraefte"]
    assert question.required
    assert read_question("Was noch? Bitte kurz.", "frage").hint == {"de": "Bitte kurz."}
    scale = read_question("Wie dringend? 0-10", "frage")
    assert (scale.start, scale.end) == (0, 10)


def test_yes_and_no_are_in_both_languages() -> None:
    """A reader of English taps on yes."""
    assert [option.label["en"] for option in read_question("Machen Sie mit? ja/nein", "a").options] == ["yes", "no"]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("?", "survey-quick-no-text"),
        ("Was fehlt? (mehrere) Geld", "survey-quick-few"),
        ("Was fehlt? (mehrere)", "survey-quick-few"),
        ("Was fehlt? Geld / geld", "survey-quick-twice"),
        ("Wie dringend? 5-1", "survey-quick-scale"),
        (f"{'x' * 301}?", "text-too-long"),
    ],
)
def test_what_is_no_question_is_said(line: str, key: str) -> None:
    """With what to write instead; nothing is guessed."""
    with pytest.raises(Problem) as raised:
        read_question(line, "a")
    assert raised.value.key == key


def said(*messages: str) -> list[Line]:
    """Write some messages one after the other."""
    lines: list[Line] = []
    for message in messages:
        lines, _ = with_message(lines, message)
    return lines


def test_a_message_can_hold_several_questions_and_correct_earlier_ones() -> None:
    """Bullets and numbers of a pasted list are no part of a question; "2: …" replaces, "2 löschen" removes."""
    lines = said("1. Wie viele? Zahl\n2. Was? a/b\n- Bis wann? Datum", "2: Wer? c/d", "frage 1 löschen", "Und sonst?")
    assert [line["line"] for line in lines] == ["Wer? c/d", "Bis wann? Datum", "Und sonst?"]


def test_a_question_in_other_words_keeps_its_name_and_another_one_gets_its_own() -> None:
    """So a correction carries the answers over, and no answer is taken for one to something else."""
    [line] = said("Wie viele Plätze haben Sie? Zahl", "1: Wie viele freie Plätze haben Sie? Zahl")
    assert line["name"] == "wie_viele_plaetze_haben_sie"
    [line] = said("Wie viele Plätze haben Sie? Zahl", "1: Bis wann? Datum")
    assert line["name"] == "bis_wann"


def test_names_are_never_given_twice() -> None:
    """Two questions that begin alike are told apart."""
    lines = said(*(f"Wie viele Plätze haben Sie im Jahr {year}? Zahl" for year in (2021, 2022, 2023)))
    assert len({line["name"] for line in lines}) == 3
    assert quick_form({"de": "x"}, lines).questions


def test_many_questions_belong_in_a_spreadsheet() -> None:
    """The chat takes thirty."""
    lines = said("\n".join(f"Frage Nummer {number}?" for number in range(MOST_LINES)))
    with pytest.raises(Problem) as raised:
        with_message(lines, "Noch eine?")
    assert raised.value.key == "survey-quick-many"


def test_what_only_a_spreadsheet_can_say_is_not_written_as_lines() -> None:
    """A condition would be lost without a word."""
    option = (Option(name="a", label={"de": "A"}), Option(name="b", label={"de": "B"}))
    asked = Question(name="x", type=QuestionType.SELECT_ONE, label={"de": "Was?"}, options=option)
    assert lines_of(Form(title={"de": "x"}, questions=(asked,)))
    assert not lines_of(Form(title={"de": "x"}, questions=(asked.model_copy(update={"relevant": "1 = 1"}),)))
