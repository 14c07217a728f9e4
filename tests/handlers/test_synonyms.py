"""How people call programmes, target groups, roles and Länder."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.synonyms import find_name, is_filler, named
from storage.municipalities import Land
from storage.persons import Role
from storage.pledges import Programme, TargetGroup

NAMES: list[tuple[str, StrEnum]] = [
    ("NEST", Programme.NEST),
    ("nest", Programme.NEST),
    ("NesT-Programm", Programme.NEST),
    ("(NEST)", Programme.NEST),
    ("NEST,", Programme.NEST),
    ("Bundesprogramm", Programme.FEDERAL_EXISTING),
    ("humanitäres Bundesaufnahmeprogramm", Programme.FEDERAL_HUMANITARIAN),
    ("humanitaeres Programm", Programme.FEDERAL_HUMANITARIAN),
    ("LAP", Programme.LAND),
    ("Dublin III", Programme.DUBLIN),
    ("Dublin-III-Verordnung", Programme.DUBLIN),
    ("Art. 17", Programme.DUBLIN),
    ("Art 17", Programme.DUBLIN),
    ("Art.17", Programme.DUBLIN),
    ("Selbsteintritt", Programme.DUBLIN),
    ("kommunales Aufnahmeprogramm", Programme.MUNICIPAL),
    ("Potsdamer Erklärung", Programme.SEA_RESCUE),
    ("Griechenland", Programme.GREEK_CAMPS),
    ("NRW-Initiative", Programme.GREEK_CAMPS),
    ("sea rescue", Programme.SEA_RESCUE),
    ("sea_rescue", Programme.SEA_RESCUE),
    ("UMF", TargetGroup.UNACCOMPANIED_MINORS),
    ("unbegleitete Minderjährige", TargetGroup.UNACCOMPANIED_MINORS),
    ("unbegleiteten Minderjährigen", TargetGroup.UNACCOMPANIED_MINORS),
    ("unaccompanied minors", TargetGroup.UNACCOMPANIED_MINORS),
    ("Schutzbedürftige", TargetGroup.VULNERABLE),
    ("alle", TargetGroup.EVERYONE),
    ("everyone", TargetGroup.EVERYONE),
    ("Ansprechperson", Role.CONTACT),
    ("Sprecher*innen", Role.SPOKESPERSON),
    ("Sprecher:innen", Role.SPOKESPERSON),
    ("Sprecher_innen", Role.SPOKESPERSON),
    ("Sprecher*innengruppe", Role.SPOKESPERSON),
    ("spokespersons", Role.SPOKESPERSON),
    ("NRW", Land.NW),
    ("Nordrhein-Westfalen", Land.NW),
    ("nordrhein westfalen", Land.NW),
    ("Thueringen", Land.TH),
    ("Baden-Württemberg", Land.BW),
    ("Bavaria", Land.BY),
    ("DE-SL", Land.SL),
]


@pytest.mark.parametrize(("typed", "member"), [pytest.param(*each, id=f"{each[0]!r} is {each[1]}") for each in NAMES])
def test_a_name_is_known_in_all_its_spellings(typed: str, member: StrEnum) -> None:
    """Long, short, in English, with hyphens, stars and brackets."""
    assert named(type(member), typed) is member


@pytest.mark.parametrize("typed", ["", "Mondprogramm", "NEST und Dublin", "20", "***", "Bundes"])
def test_what_is_no_name_is_none(typed: str) -> None:
    """Nothing near a name is taken for it."""
    for kind in (Programme, TargetGroup, Role, Land):
        assert named(kind, typed) is None


@pytest.mark.parametrize(
    ("text", "member", "rest"),
    [
        pytest.param("20 NEST Köln", Programme.NEST, "20 Köln", id="a name inside a text is taken out"),
        pytest.param("humanitäres Bundesaufnahmeprogramm", Programme.FEDERAL_HUMANITARIAN, "", id="the longest wins"),
        pytest.param("Dublin III Art. 17 5", Programme.DUBLIN, "Art. 17 5", id="one name at a time"),
        pytest.param("20 (NEST), bitte", Programme.NEST, "20 bitte", id="brackets and commas go with it"),
    ],
)
def test_a_name_is_found_inside_a_text(text: str, member: Programme, rest: str) -> None:
    """The rest of the text is left for others to read."""
    assert find_name(Programme, text) == (member, rest)


def test_a_part_of_a_word_is_no_name() -> None:
    """The writer "Nestroy" is no programme, and "Allendorf" not everyone."""
    assert find_name(Programme, "Nestroy Dublinski") is None
    assert find_name(TargetGroup, "Allendorf") is None


@pytest.mark.parametrize("kind", [Programme, TargetGroup, Role, Land])
def test_every_member_answers_to_its_own_value(kind: type[StrEnum]) -> None:
    """A button says the value."""
    assert [named(kind, member.value) for member in kind] == list(kind)


def test_words_without_meaning_are_known() -> None:
    """The words "Plätze für" say nothing of their own; a place's name does."""
    assert is_filler("Plätze")
    assert is_filler("für")
    assert not is_filler("Köln")


@given(st.text())
def test_no_text_whatever_makes_finding_a_name_fail(text: str) -> None:
    """And whatever is found leaves less to read."""
    for kind in (Programme, TargetGroup, Role, Land):
        named(kind, text)
        found = find_name(kind, text)
        assert found is None or len(found[1]) < len(text)
