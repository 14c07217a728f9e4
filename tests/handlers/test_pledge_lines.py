"""A whole pledge in one line, on 5 July 2021: what is understood is kept, what is not is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pledge_deltas import Change, Verb, meant_totals
from handlers.pledge_lines import PledgeLine, read_pledge_line
from handlers.typed import clean
from storage.pledges import MAX_PLACES, Programme, TargetGroup

TODAY = date(2021, 7, 5)
UMF, ALL, WEAK = "unaccompanied_minors", "everyone", "vulnerable"


def read(typed: str) -> PledgeLine:
    """Read a line as it comes from the network."""
    return read_pledge_line(clean(typed), TODAY)


def said(
    places: int | None = None,
    group: str | None = None,
    programme: str | None = None,
    until: str | None = None,
    since: str | None = None,
) -> dict[str, str | int]:
    """Give the answers a line should have."""
    answers = {
        "places": places,
        "target_group": group,
        "programme": programme,
        "valid_until": until,
        "valid_from": since,
    }
    return {key: value for key, value in answers.items() if value is not None}


UNDERSTOOD = {
    "": said(),
    "20": said(20),
    "NEST": said(programme="nest"),
    "UMF": said(group=UMF),
    "20 UMF bis 31.12.2021": said(20, UMF, until="2021-12-31"),
    "20 UMF NEST bis 31.12.2021": said(20, UMF, "nest", "2021-12-31"),
    "20 UMF bis 31.12.2021 NEST": said(20, UMF, "nest", "2021-12-31"),
    "20 UMF bis 31.12. NEST": said(20, UMF, "nest", "2021-12-31"),
    "bis 31.12. 20 UMF NEST": said(20, UMF, "nest", "2021-12-31"),
    "ab 1.9. 20 UMF NEST": said(20, UMF, "nest", since="2021-09-01"),
    "ab September 20 UMF NEST": said(20, UMF, "nest", since="2021-09-01"),
    "20 UMF, NEST, ab 1.9., bis 31.12.": said(20, UMF, "nest", "2021-12-31", "2021-09-01"),
    "20 UMF NEST vom 1.9. bis 31.12.": said(20, UMF, "nest", "2021-12-31", "2021-09-01"),
    "20 UMF NEST seit 1.1.2021": said(20, UMF, "nest", since="2021-01-01"),
    "20 UMF NEST ab sofort bis auf Weiteres": said(20, UMF, "nest", "", "2021-07-05"),
    "20 UMF NEST bis auf Widerruf": said(20, UMF, "nest", ""),
    "20 UMF NEST bis Ende Juni": said(20, UMF, "nest", "2022-06-30"),
    "20 UMF NEST bis zum Jahresende": said(20, UMF, "nest", "2021-12-31"),
    "20 UMF NEST bis zum Ende des nächsten Jahres": said(20, UMF, "nest", "2022-12-31"),
    "20 UMF NEST bis Montag, den 2. August 2021": said(20, UMF, "nest", "2021-08-02"),
    "20 UMF NEST ab September bis Dezember": said(20, UMF, "nest", "2021-12-31", "2021-09-01"),
    "20 UMF NEST bis in drei Monaten": said(20, UMF, "nest", "2021-10-05"),
    "20 bis 31.12.2021": said(20, until="2021-12-31"),
    "zwölf Plätze NEST ab 1.9. bis Ende 2022": said(12, None, "nest", "2022-12-31", "2021-09-01"),
    "zwo\u0308lf\u00a0Pla\u0308tze NEST": said(12, None, "nest"),
    "zwei UMF NEST": said(2, UMF, "nest"),
    "ein Platz NEST": said(1, None, "nest"),
    "einen UMF NEST": said(1, UMF, "nest"),
    "1.200 alle NEST": said(1200, ALL, "nest"),
    "(20) UMF (NEST)": said(20, UMF, "nest"),
    "20 Plätze für besonders Schutzbedürftige, Landesprogramm": said(20, WEAK, "land"),
    "5 UMF Dublin III Art. 17": said(5, UMF, "dublin"),
    "5 Plätze Art. 17": said(5, None, "dublin"),
    "NEST-Programm: 20": said(20, None, "nest"),
    "humanitäres Bundesaufnahmeprogramm 20 alle": said(20, ALL, "federal_humanitarian"),
    "20 UMF im Bundesaufnahmeprogramm": said(20, UMF, "federal_existing"),
    "20 unbegleitete minderjährige Flüchtlinge, Seenotrettung": said(20, UMF, "sea_rescue"),
    "Wir nehmen 20 Menschen aus Griechenland auf": said(20, None, "greek_camps"),
    "eine neue Zusage: 20 UMF NEST": said(20, UMF, "nest"),
    "20 UMF\nNEST\nbis 31.12.2021": said(20, UMF, "nest", "2021-12-31"),
    "20 places for unaccompanied minors NEST until 31.12.2021": said(20, UMF, "nest", "2021-12-31"),
    "twenty places humanitarian programme from 1.9.2021": said(20, None, "federal_humanitarian", since="2021-09-01"),
    "20 people from Greece until further notice": said(20, None, "greek_camps", ""),
    "5 minors NEST until the end of next year": said(5, UMF, "nest", "2022-12-31"),
}


@pytest.mark.parametrize(("typed", "answers"), [pytest.param(*each, id=repr(each[0])) for each in UNDERSTOOD.items()])
def test_a_line_is_understood_to_its_last_word(typed: str, answers: dict[str, str | int]) -> None:
    """In any order, in German or English, with number words and open ends."""
    line = read(typed)
    assert line.answers == answers
    assert not line.problems
    assert line.rest in {"", "Zusage"}


GROUNDS = {
    "33 UMF Dublin bis 31.12.2027 Ratsbeschluss vom 12.05.2026": {"resolution": "12.05.2026"},
    "33 UMF Dublin bis 31.12.2027, laut Stadtratsbeschluss vom 12.05.2026, Vorlage 1234/2026": {
        "resolution": "12.05.2026, Vorlage 1234/2026"
    },
    "Beschluss vom 12. Mai 2026, Vorlage 7 33 UMF Dublin bis 31.12.2027": {"resolution": "12. Mai 2026, Vorlage 7"},
    "Beschluss vom 12.05.2026 bis 31.12.2027 33 UMF Dublin": {"resolution": "12.05.2026"},
    "33 UMF Dublin ohne Anrechnung auf die Quote bis 31.12.2027": {"condition": "ohne Anrechnung auf die Quote"},
    "33 UMF Dublin mit Zustimmung des Bundes, bis 31.12.2027": {"condition": "mit Zustimmung des Bundes"},
    "33 UMF Dublin bis 31.12.2027 unter der Bedingung, dass der Bund alle Kosten trägt": {
        "condition": "dass der Bund alle Kosten trägt"
    },
    "33 UMF Dublin bis 31.12.2027 Bedingung: nur Geschwister Beschluss 12.5.2026": {
        "condition": "nur Geschwister",
        "resolution": "12.5.2026",
    },
}


@pytest.mark.parametrize(("typed", "grounds"), [pytest.param(*each, id=each[0]) for each in GROUNDS.items()])
def test_what_an_offer_rests_on_is_kept_in_its_own_words_and_says_nothing_of_its_period(
    typed: str, grounds: dict[str, str]
) -> None:
    """A council's day is never the beginning of an offer, and a condition never lost."""
    line = read(typed)
    assert line.answers == said(33, UMF, "dublin", "2027-12-31") | grounds
    assert (line.problems, line.rest) == ([], "")


def test_what_is_not_understood_is_quoted_as_it_was_typed() -> None:
    """Small words that carry nothing for us are part of what was said."""
    assert read("20 UMF NEST nach Rücksprache mit der Leitung").unread == "nach Rücksprache mit der Leitung"


PROBLEMS = {
    "ca. 20 UMF NEST": ("number-about", said(None, UMF, "nest")),
    "bis zu 20 Plätze NEST bis 31.12.": ("number-about", said(None, None, "nest", "2021-12-31")),
    "mindestens zwanzig UMF": ("number-about", said(group=UMF)),
    "20 UMF NEST 31.12.2021": ("date-which", said(20, UMF, "nest")),
    "20 UMF NEST für 2 Jahre": ("date-span", said(20, UMF, "nest")),
    "20-30 UMF": ("number-span", said(group=UMF)),
    "20 bis 30 UMF NEST": ("number-span", said(None, UMF, "nest")),
    "zwanzig bis dreißig UMF": ("number-span", said(group=UMF)),
    "20 30 UMF NEST": ("number-several", said(None, UMF, "nest")),
    "20 oder 30 UMF": ("number-several", said(group=UMF)),
    "20 UMF 10 NEST": ("number-several", said(None, UMF, "nest")),
    "0 UMF": ("number-not-positive", said(group=UMF)),
    "1e9 UMF": ("number-unclear", said(group=UMF)),
    "20,5 NEST": ("number-not-whole", said(programme="nest")),
    "100001 NEST": ("number-too-big", said(programme="nest")),
    "20 UMF NEST und Dublin": ("pledge-two-programmes", said(20, UMF)),
    "20 NEST Landesprogramm bis 31.12.2021": ("pledge-two-programmes", said(20, until="2021-12-31")),
    "20 UMF und alle NEST": ("pledge-two-target-groups", said(20, None, "nest")),
    "20 UMF bis 31.02.2021": ("date-does-not-exist", said(20, UMF)),
    "20 UMF NEST bis irgendwann": ("date-unclear", said(20, UMF, "nest")),
    "20 UMF NEST ab": ("date-unclear", said(20, UMF, "nest")),
    "20 UMF NEST ab Herbst bis 31.12.": ("date-unclear", said(20, UMF, "nest", "2021-12-31")),
    "20 UMF bis 14 Jahre NEST": ("date-unclear", said(20, UMF, "nest")),
    "20 UMF NEST bis 31.12.2021 bis 30.6.2022": ("date-several", said(20, UMF, "nest")),
}


@pytest.mark.parametrize(
    ("typed", "key", "answers"),
    [pytest.param(typed, *each, id=f"{typed!r}: {each[0]}") for typed, each in PROBLEMS.items()],
)
def test_what_a_line_leaves_open_is_a_problem_and_the_rest_is_kept(
    typed: str, key: str, answers: dict[str, str | int]
) -> None:
    """Two numbers, two programmes or a day that does not exist are asked for, never chosen by us."""
    line = read(typed)
    assert [problem.key for problem in line.problems] == [key]
    assert line.answers == answers


CHANGES = {
    "+5 UMF": Change(by=5),
    "+ 5 UMF": Change(by=5),
    "-5 UMF": Change(by=-5),
    "5 weitere UMF": Change(by=5),
    "zwei zusätzliche Plätze UMF": Change(by=2),
    "3 UMF weniger": Change(by=-3),
    "3 weniger UMF": Change(by=-3),
    "UMF um 5 erhöhen": Change(Verb.RAISE, by=5),
    "UMF um 5 auf 25 erhöhen": Change(Verb.RAISE, by=5, total=25, plain=False),
    "UMF von 20 auf 25 aufstocken": Change(Verb.RAISE, was=20, total=25, plain=False),
    "wir stocken UMF auf 25 auf": Change(Verb.RAISE, total=25, plain=False),
    "wir stocken UMF auf insgesamt 25": Change(Verb.RAISE, total=25, plain=False),
    "wir erhöhen UMF um 1.200": Change(Verb.RAISE, by=1200),
    "UMF verdoppeln": Change(Verb.DOUBLE),
    "UMF halbieren": Change(Verb.HALVE),
    "UMF um 4 senken": Change(Verb.LOWER, by=-4),
    "wir bleiben bei 20 UMF": Change(Verb.KEEP, total=20, plain=False),
    "UMF um drei Monate verlängern": Change(Verb.EXTEND, longer="3 Monate"),
    "UMF zurückziehen": Change(Verb.WITHDRAW),
    "wir nehmen UMF zurück": Change(Verb.WITHDRAW),
}


@pytest.mark.parametrize(("typed", "change"), [pytest.param(*each, id=each[0]) for each in CHANGES.items()])
def test_what_is_said_of_what_stands_already_is_a_change_and_no_number_of_places(typed: str, change: Change) -> None:
    """By how many, from how many, to how many, for how much longer; with verbs in one part or two."""
    line = read(typed)
    assert replace(line.change, plain=False) == change
    assert line.answers.get("target_group") == UMF
    assert "places" not in line.answers or not line.changes


TOTALS = {
    "UMF auf 25 erhöhen": (25,),
    "UMF auf 5 erhöhen": (5, 25),
    "UMF auf 20 erhöhen": (20, 40),
    "wir erhöhen 25 UMF": (25, 45),
    "UMF um 5 auf 25 erhöhen": (25,),
    "UMF um 5 auf 30 erhöhen": (30, 25),
    "UMF auf 5 senken": (5,),
    "UMF auf 30 senken": (30,),
    "UMF um 20 senken": (),
    "wir bleiben bei 20 UMF": (20,),
    "wir bleiben bei 25 UMF": (25, 20),
    "UMF verlängern": (20,),
    "UMF halbieren": (10,),
    "UMF verdreifachen": (60,),
    "+100000 UMF": (),
    "UMF erhöhen": (),
}


@pytest.mark.parametrize(("typed", "totals"), [pytest.param(*each, id=each[0]) for each in TOTALS.items()])
def test_where_twenty_count_a_change_means(typed: str, totals: tuple[int, ...]) -> None:
    """One number, or all that can be meant where words and numbers contradict each other, or none."""
    assert meant_totals(read(typed).change, 20) == totals


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        pytest.param("20 UMF NEST Köln", "Köln", id="a place"),
        pytest.param("für die Stadt Bielefeld 20 UMF NEST", "Bielefeld", id="a place with filler words"),
        pytest.param("Halle (Saale) 20 UMF NEST", "Halle (Saale)", id="a place with brackets"),
        pytest.param("20 UMF NEST bis 31.12.2021 Köln", "Köln", id="a place behind a day"),
        pytest.param("20 UMF NEST bis Ende Mai in Halle", "Halle", id="a place behind a day in words"),
        pytest.param("05754012 20 UMF NEST", "05754012", id="a place by its AGS"),
        pytest.param("20 UMF NEST 05754", "05754", id="a Kreis by its AGS"),
        pytest.param("20 UMF Mondprogramm", "Mondprogramm", id="an unknown programme"),
        pytest.param("20 NEST UMF Sonderprogramm Ost", "Sonderprogramm Ost", id="an unknown programme of two words"),
        pytest.param("20 UMF NEST pro Jahr", "pro Jahr", id="a condition we cannot keep"),
    ],
)
def test_words_left_over_are_handed_on(typed: str, rest: str) -> None:
    """Perhaps they are the name of a place; whoever knows the person's own decides."""
    line = read(typed)
    assert line.rest == rest
    assert (line.answers["places"], line.answers["target_group"]) == (20, UMF)
    assert not line.problems


WORDS = [
    "20",
    "UMF",
    "NEST",
    "Dublin",
    "bis",
    "ab",
    "31.12.",
    "2021",
    "Ende",
    "Juni",
    "-",
    "+",
    "weitere",
    "erhöhen",
    "um",
    "auf",
    "verlängern",
    "bleiben",
    "ein",
    "0000",
]
WORDS += [
    "31.02.2021",
    "Monate",
    "stocken",
    "zurückziehen",
    "zwölf",
    "Köln",
    "from",
    "until",
    "²",
    "٣",
    "(",
    "Art. 17",
    "1e9",
    "auf Weiteres",
    ",",
    "05754012",
]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_no_text_whatever_makes_reading_a_line_fail(typed: str) -> None:
    """What comes out is always a pledge's answers, fit to be kept."""
    line = read(typed)
    assert 1 <= int(line.answers.get("places", 1)) <= MAX_PLACES
    assert line.answers.get("programme", "nest") in set(Programme)
    assert line.answers.get("target_group", "everyone") in set(TargetGroup)
    for key in ("valid_from", "valid_until"):
        assert not (day := str(line.answers.get(key, ""))) or date.fromisoformat(day)
