"""Expressions of XLSForms: what they come to, which are refused when they are read, and what a form makes of them."""

from __future__ import annotations

import math
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.problems import Problem
from handlers.survey_expressions import Scope, read_expression, value_of
from handlers.survey_functions import FUNCTIONS, Value
from handlers.survey_logic import CircularError, Logic, Standing
from storage.survey_forms import Answer, Form, Option, Question, QuestionType

TODAY = date(2021, 7, 5)
ANSWERS: dict[str, Answer] = {
    "n": 5,
    "halb": 2.5,
    "wort": "Köln",
    "tag": "2021-07-01",
    "mehrere": ["a", "c"],
    "leer": None,
    "keine": [],
    "größe": 3,
}
VALUES = {name: value_of(answer) for name, answer in ANSWERS.items()}


def reckoned(written: str, own: Value = "") -> Value:
    """Evaluate an expression with the answers above, on 5 July 2021."""
    return read_expression(written).evaluate(Scope(TODAY, VALUES, own))


RESULTS = {
    "1 + 2 * 3": 7.0,
    "(1 + 2) * 3": 9.0,
    "10 - 4 - 3": 3.0,
    "8 div 4 div 2": 1.0,
    "7 mod 3": 1.0,
    "-7 mod 3": -1.0,
    "--2": 2.0,
    "-${n}": -5.0,
    "1 div 0": math.inf,
    "2 * 3 = 6 and 1 < 2": True,
    "1 = 2 or 2 = 2 and false()": False,
    "${n} > 4": True,
    "${n}=5": True,
    "${n} = '5'": True,
    "${n} >= 5 and ${n} <= 5": True,
    "${n} != 5": False,
    "3 > 2 > 1": False,
    "3 > 2 = true()": True,
    "${wort} = 'Köln'": True,
    '${wort} = "Köln"': True,
    "${größe} - 1": 2.0,
    "${n}-1": 4.0,
    "${leer} = ''": True,
    "${nie} = ''": True,
    "${leer} > 0": False,
    "${leer} < 1": False,
    "not(${leer})": True,
    "not(${n} > 3)": False,
    "boolean(${wort})": True,
    "boolean(0)": False,
    "selected(${mehrere}, 'a')": True,
    "selected(${mehrere}, 'b')": False,
    "selected(${leer}, 'b')": False,
    "selected(${wort}, 'Köln')": True,
    "count-selected(${mehrere})": 2.0,
    "count-selected(${keine})": 0.0,
    "selected-at(${mehrere}, 1)": "c",
    "selected-at(${mehrere}, 7)": "",
    "if(${n} > 3, 'viele', 'wenige')": "viele",
    "coalesce(${leer}, ${n})": 5.0,
    "coalesce(${leer}, '')": "",
    "string-length('Köln')": 4.0,
    "string-length(${leer})": 0.0,
    "regex('50667', '[0-9]{5}')": True,
    "regex('506678', '[0-9]{5}')": False,
    "today()": "2021-07-05",
    "today() > ${tag}": True,
    "today() - ${tag}": 4.0,
    "date(today() + 30)": "2021-08-04",
    "date('2021-09-26') - today()": 83.0,
    "date('Quatsch')": "",
    "format-date(${tag}, '%e.%n.%Y')": "1.7.2021",
    "number('12.5')": 12.5,
    "number(true())": 1.0,
    "int(2.9)": 2.0,
    "int(-2.9)": -2.0,
    "round(2.5)": 3.0,
    "round(-2.5)": -2.0,
    "round(3.14159, 2)": 3.14,
    "floor(2.9)": 2.0,
    "ceiling(2.1)": 3.0,
    "abs(-3)": 3.0,
    "pow(2, 10)": 1024.0,
    "concat('a', 1, ${halb}, true())": "a12.5true",
    "join(', ', 'a', 'b')": "a, b",
    "min(3, ${n}, 4)": 3.0,
    "max(3, ${n}, ${leer})": 5.0,
    "count-non-empty(${n}, ${leer})": 1.0,
    "contains(${wort}, 'öl')": True,
    "starts-with(${wort}, 'K')": True,
    "ends-with(${wort}, 'n')": True,
    "substr(${wort}, 1, 3)": "öl",
    "substr(${wort}, -2)": "ln",
    "substring-before('a-b', '-')": "a",
    "substring-after('a-b', '-')": "b",
    "translate('abc', 'ab', 'x')": "xc",
    "normalize-space('  a   b ')": "a b",
    "boolean-from-string('1')": True,
    "string(5)": "5",
    "true() = 'true'": True,
    "false() = 'false'": True,
    "once('neu')": "neu",
    "‘a’ = “a”": True,
    "1 and 'x'": True,
    "number('Quatsch') = number('Quatsch')": False,
    "ceiling(number(''))": math.nan,
}


@pytest.mark.parametrize("written", RESULTS)
def test_an_expression_comes_to_what_xpath_says(written: str) -> None:
    """As in XPath 1.0 and ODK's XForms; what is missing is the empty text."""
    assert reckoned(written) == pytest.approx(RESULTS[written], nan_ok=True)


def test_every_function_is_shown() -> None:
    """Each function we have stands in the table above."""
    assert not [name for name in {*FUNCTIONS, "if", "once", "today"} if not any(f"{name}(" in each for each in RESULTS)]


def test_a_point_is_the_answer_that_is_being_given() -> None:
    """As constraints use it."""
    assert [reckoned(". > 0 and . <= 10", own) for own in (0.0, 1.0, 10.0, 11.0)] == [False, True, True, False]
    assert reckoned("once('neu')", "alt") == "alt"


FAULTS = {
    "": "expression-unreadable",
    "${n} >": "expression-unreadable",
    "${n": "expression-unreadable",
    "(1": "expression-unreadable",
    "1)": "expression-unreadable",
    "1 2": "expression-unreadable",
    "${n} == 3": "expression-unreadable",
    "'offen": "expression-unreadable",
    "1,5": "expression-unreadable",
    "../n > 1": "expression-unreadable",
    "a[1]": "expression-unreadable",
    "${n} && 1": "expression-unreadable",
    "foo()": "expression-function-unknown",
    "jr:choice-name(1, 2)": "expression-function-unknown",
    "if(1, 2)": "expression-arguments",
    "today(1)": "expression-arguments",
    "selected(${n})": "expression-arguments",
    "regex(., '(')": "expression-regex",
    "(" * 41 + "1" + ")" * 41: "expression-too-deep",
}


@pytest.mark.parametrize("written", FAULTS)
def test_a_fault_is_found_when_the_expression_is_read(written: str) -> None:
    """The author hears of it, never somebody who answers."""
    with pytest.raises(Problem) as raised:
        read_expression(written)
    assert raised.value.key == FAULTS[written]


WORDS = ["${n}", "${leer}", "${wort}", "${tag}", ".", "1", "0", "'a'", "1e308", "(", ")", ",", "+", "-", "*", "div"]
WORDS += ["mod", "=", "!=", "<", ">=", "and", "or", *(f"{name}(" for name in FUNCTIONS), "if(", "once(", "today()"]
VALUE = st.sampled_from([0.0, -1.0, 1e308, math.inf, -math.inf, math.nan, 2.5, "", "Köln", "-1", "2021-02-30", True])


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), VALUE)
def test_what_was_read_never_fails(words: list[str], value: Value) -> None:
    """Any expression is refused when it is read, or comes to a value with any answers."""
    try:
        read = read_expression(" ".join(words))
    except Problem:
        return
    found = read.evaluate(Scope(TODAY, {"n": value, "wort": value, "tag": value}, value, {}))
    assert isinstance(found, str | float | bool)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(st.lists(VALUE, min_size=3, max_size=3))
def test_no_function_fails(name: str, values: list[Value]) -> None:
    """Infinities, days that do not exist and patterns that are none are values like others."""
    fewest, most, function = FUNCTIONS[name]
    for count in range(fewest, min(most, 3) + 1):
        assert isinstance(function(*values[:count]), str | float | bool)


def test_a_pattern_that_would_try_for_ever_does_not_match() -> None:
    """Authors write such patterns without knowing; whoever answers must not stop the service."""
    before = process_time()
    assert reckoned("regex(., '(a|aa)+$|(\\w*\\w*\\w*\\w*\\w*)*x')", "a" * 4000 + "!") is False
    assert process_time() - before < 1


def test_a_very_long_sum_is_a_value() -> None:
    """It is a loop, so Python's stack does not end it."""
    assert reckoned(" + ".join(["1"] * 5000)) == 5000
    assert reckoned(" or ".join(["false()"] * 5000)) is False


def question(name: str, kind: QuestionType = QuestionType.TEXT, **columns: object) -> Question:
    """Make a question."""
    return Question.model_validate({"name": name, "type": kind, "label": {"de": f"{name}?"}, **columns})


def logic(*questions: Question) -> Logic:
    """Make a form of questions, ready to be evaluated."""
    return Logic(Form(title={"de": "Umfrage"}, questions=questions))


def calculation(name: str, written: str, **columns: object) -> Question:
    """Make a calculation."""
    return question(name, QuestionType.CALCULATE, calculation=written, **columns)


def test_what_hangs_on_an_irrelevant_question_is_irrelevant() -> None:
    """An answer that is kept aside counts for nobody, and counts again when its question is back."""
    form = logic(
        question("a"), question("b", relevant="${a} = 'ja'"), question("c", relevant="${b} = 'ja'"), question("d")
    )
    answers = {"a": "nein", "b": "ja", "c": "viel"}
    assert form.standing(answers, TODAY) == Standing(("a", "d"), {"a": "nein"})
    assert form.standing(answers | {"a": "ja"}, TODAY) == Standing(("a", "b", "c", "d"), answers | {"a": "ja"})


def test_the_order_of_rows_does_not_matter_for_what_depends() -> None:
    """A condition may look at a question below; the questions stay in the form's order."""
    form = logic(question("a", relevant="${summe} > 3"), calculation("summe", "${n} * 2"), question("n"))
    assert form.standing({"n": 2}, TODAY) == Standing(("a", "summe", "n"), {"summe": 4, "n": 2})
    assert form.standing({"n": 1}, TODAY).relevant == ("summe", "n")


def test_a_calculation_is_an_answer_fit_for_json() -> None:
    """Whole numbers are whole, what cannot be reckoned is nothing, truths are words and compare as such."""
    form = logic(
        calculation("ganz", "4 div 2"),
        calculation("halb", "1 div 2"),
        calculation("nichts", "${fehlt} + 1"),
        calculation("durch_null", "1 div 0"),
        calculation("wahr", "1 = 1"),
        calculation("wort", "concat('a', ${ganz})"),
        question("fehlt", relevant="${wahr} = 'true' and ${wahr}"),
        calculation("nie", "1", relevant="${wahr} = 'false'"),
    )
    found = form.standing({}, TODAY)
    expected = {"ganz": 2, "halb": 0.5, "nichts": None, "durch_null": None, "wahr": "true", "wort": "a2"}
    assert found.values == expected
    assert "fehlt" in found.relevant
    assert "nie" not in found.relevant


ORTE = (
    Option(name="koeln", label={"de": "Köln", "en": "Cologne"}, filters={"land": "NW"}),
    Option(name="bonn", label={"de": "Bonn"}, filters={"land": "NW"}),
    Option(name="potsdam", label={"de": "Potsdam"}, filters={"land": "BB"}),
)


def test_a_choice_filter_offers_what_fits_and_drops_what_does_not() -> None:
    """When the Land changes, its places change, and a place of another Land has to be chosen anew."""
    ort = question("ort", QuestionType.SELECT_ONE, options=ORTE, choice_filter="land = ${land}")
    form = logic(question("land"), ort, question("warum", relevant="${ort} != ''"))
    standing = form.standing({"land": "NW", "ort": "koeln"}, TODAY)
    assert standing.values == {"land": "NW", "ort": "koeln"}
    assert [option.name for option in form.options(ort, standing.values, TODAY)] == ["koeln", "bonn"]
    moved = form.standing({"land": "BB", "ort": "koeln"}, TODAY)
    assert moved == Standing(("land", "ort"), {"land": "BB"})


def test_constraints_defaults_and_quotations_look_at_other_answers() -> None:
    """A limit may be another answer, a default may be reckoned, a label says what was chosen."""
    places = question("plätze", QuestionType.INTEGER, constraint=". <= ${betten}", default="${betten} - 1")
    orte = question("orte", QuestionType.SELECT_MULTIPLE, options=ORTE)
    form = logic(question("betten", QuestionType.INTEGER, default="10"), places, orte)
    values: dict[str, Answer] = {"betten": 5, "orte": ["koeln", "bonn"]}
    assert [form.allows(places, answer, values, TODAY) for answer in (5, 6, None)] == [True, False, True]
    assert form.default(places, values, TODAY) == "4"
    assert form.default(form.form.questions[0], values, TODAY) == "10"
    assert form.quoted("Warum ${orte} (${betten}, ${nie})?", values, "de") == "Warum Köln, Bonn (5, …)?"
    assert form.quoted("Why ${orte}?", values, "en") == "Why Cologne, Bonn?"


def test_a_circle_is_named_in_its_order() -> None:
    """Each name depends on the next."""
    with pytest.raises(CircularError) as raised:
        logic(question("a", relevant="${b}"), question("b", relevant="${c}"), question("c", relevant="${a}"))
    names = "".join(raised.value.args)
    assert names in {"abc", "bca", "cab"}


def test_an_evaluation_takes_a_few_microseconds() -> None:
    """Many times less than the 0.1 ms that one may take; a survey of 40 conditions less than a millisecond."""
    read = read_expression("${n} > 3 and selected(${mehrere}, 'a') and if(${wort} = 'Köln', today() > ${tag}, false())")
    scope = Scope(TODAY, VALUES)
    before = process_time()
    for _ in range(2000):
        read.evaluate(scope)
    assert process_time() - before < 2000 * 0.0001
    form = logic(question("n"), *(question(f"q{n}", relevant="${n} > 3 and ${n} < 9") for n in range(39)))
    before = process_time()
    for _ in range(100):
        assert len(form.standing({"n": 5}, TODAY).relevant) == 40
    assert process_time() - before < 100 * 0.001
