"""Audiences in words: read as people write them, held against their rights, and written so that they are seen."""

from __future__ import annotations

import pytest

from bot.markdown import to_plain
from handlers.audiences import NAMED, audience_words, reach_words, read_audience
from handlers.problems import Problem
from handlers.typed import clean
from storage.audience_criteria import Audience, Criteria
from storage.audiences import Reach, Recipient
from storage.municipalities import Land, MemberStatus, Municipality
from storage.persons import Person, Role
from storage.pledges import Programme
from tests.handlers.conftest import MONDAY, TurnOf

KOELN, BONN, HALLE_WESTF = "05315000", "05314000", "05754012"
NEST = Programme.NEST


def lands(*wanted: Land, **more: object) -> tuple[Criteria, ...]:
    """Make criteria of a Land each."""
    return tuple(Criteria(lands=(land,), **more) for land in wanted)


READ: list[tuple[str, tuple[Criteria, ...]]] = [
    ("alle", (Criteria(),)),
    ("Alle Kommunen", (Criteria(),)),
    ("everyone", (Criteria(),)),
    ("all members", (Criteria(statuses=(MemberStatus.MEMBER,)),)),
    ("NRW", lands(Land.NW)),
    ("alle in NRW", lands(Land.NW)),
    ("alle Kommunen aus Nordrhein-Westfalen", lands(Land.NW)),
    ("NRW und Hessen", lands(Land.NW, Land.HE)),
    ("NRW, Hessen sowie Bayern", lands(Land.NW, Land.HE, Land.BY)),
    ("members in Bavaria", lands(Land.BY, statuses=(MemberStatus.MEMBER,))),
    ("Sachsen-Anhalt", lands(Land.ST)),
    ("Berlin", lands(Land.BE)),
    ("Sprecher*innen", (Criteria(roles=(Role.SPOKESPERSON,)),)),
    ("Sprecher:innen", (Criteria(roles=(Role.SPOKESPERSON,)),)),
    ("the spokespersons", (Criteria(roles=(Role.SPOKESPERSON,)),)),
    ("Koordinierungsstelle", (Criteria(roles=(Role.COORDINATOR,)),)),
    ("Länderkoordination NRW", lands(Land.NW, roles=(Role.LAND_COORDINATOR,))),
    ("Ansprechpersonen in NRW", lands(Land.NW, roles=(Role.CONTACT,))),
    ("Vertretungen in NRW und Hessen", lands(Land.NW, Land.HE, roles=(Role.DEPUTY,))),
    ("NEST", (Criteria(programmes=(NEST,)),)),
    ("Kommunen mit NEST-Zusage", (Criteria(programmes=(NEST,)),)),
    ("alle mit Zusage NEST in Bayern", lands(Land.BY, programmes=(NEST,))),
    ("NEST in NRW und Hessen", lands(Land.NW, Land.HE, programmes=(NEST,))),
    ("NEST in NRW, Hessen", (*lands(Land.NW, programmes=(NEST,)), *lands(Land.HE))),
    ("NEST und NRW", (Criteria(programmes=(NEST,)), *lands(Land.NW))),
    ("Köln", (Criteria(places=(KOELN,)),)),
    ("Stadt Köln", (Criteria(places=(KOELN,)),)),
    ("05315000", (Criteria(places=(KOELN,)),)),
    ("Köln in NRW", (Criteria(places=(KOELN,)),)),
    ("Ansprechperson Köln", (Criteria(roles=(Role.CONTACT,), places=(KOELN,)),)),
    ("Köln, Bonn", (Criteria(places=(KOELN,)), Criteria(places=(BONN,)))),
    ("Sprecherinnen und Köln", (Criteria(roles=(Role.SPOKESPERSON,)), Criteria(places=(KOELN,)))),
    ("NEST in NRW und Köln", (*lands(Land.NW, programmes=(NEST,)), Criteria(places=(KOELN,)))),
    ("Halle (Westf.)", (Criteria(places=(HALLE_WESTF,)),)),
    ("Ko\u0308ln\u00a0und Bonn", (Criteria(places=(KOELN,)), Criteria(places=(BONN,)))),
]


@pytest.mark.parametrize(("typed", "criteria"), READ, ids=[typed for typed, _ in READ])
def test_an_audience_is_read(turn_of: TurnOf, typed: str, criteria: tuple[Criteria, ...]) -> None:
    """Parts are joined by commas and "und"; what is said before several Länder is meant in each."""
    assert read_audience(turn_of(), clean(typed)) == Audience(anyone_of=criteria)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "audience-unclear"),
        ("und", "audience-unclear"),
        (",", "audience-unclear"),
        ("Entenhausen", "audience-unclear"),
        ("nur Köln", "audience-unclear"),
        ("Köln in Hessen", "audience-unclear"),
        ("NRW und Entenhausen", "audience-unclear"),
        ("alle Fälle", "audience-unclear"),
        ("Halle", "place-several"),
        ("Köln und Münster", "place-several"),
    ],
)
def test_what_is_no_audience_is_refused(turn_of: TurnOf, typed: str, problem: str) -> None:
    """As a whole: nobody is invited because a part of it was understood."""
    with pytest.raises(Problem, match=problem):
        read_audience(turn_of(), typed)


@pytest.mark.parametrize(
    ("typed", "criteria"),
    [
        ("alle", lands(Land.NW)),
        ("NRW", lands(Land.NW)),
        ("NEST", lands(Land.NW, programmes=(NEST,))),
        ("Ansprechpersonen", lands(Land.NW, roles=(Role.CONTACT,))),
        ("Köln", (Criteria(places=(KOELN,)),)),
    ],
)
def test_who_coordinates_a_land_writes_to_that_land(
    turn_of: TurnOf, typed: str, criteria: tuple[Criteria, ...]
) -> None:
    """What names no place means their Land; nothing reaches beyond it."""
    turn = turn_of(Role.LAND_COORDINATOR, land=Land.NW)
    assert read_audience(turn, typed) == Audience(anyone_of=criteria)


@pytest.mark.parametrize("typed", ["Hessen", "NRW und Hessen", "Marburg", "Köln, Marburg", "Länderkoordination Bayern"])
def test_another_land_is_not_theirs(turn_of: TurnOf, typed: str) -> None:
    """Not even as a part."""
    with pytest.raises(Problem, match="audience-not-yours"):
        read_audience(turn_of(Role.LAND_COORDINATOR, land=Land.NW), typed)


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        (Criteria(), "Alle Kommunen"),
        (Criteria(lands=(Land.NW,)), "Alle Kommunen in Nordrhein-Westfalen"),
        (Criteria(lands=(Land.NW,), programmes=(NEST,)), "Alle Kommunen in Nordrhein-Westfalen mit Zusagen unter NEST"),
        (Criteria(programmes=(NEST,)), "Alle Kommunen mit Zusagen unter NEST"),
        (Criteria(roles=(Role.SPOKESPERSON,)), "Sprecher*innengruppe"),
        (Criteria(roles=(Role.LAND_COORDINATOR,), lands=(Land.HE,)), "Länderkoordination in Hessen"),
        (Criteria(places=(KOELN,)), "Köln"),
        (Criteria(roles=(Role.CONTACT,), places=(KOELN,)), "Ansprechperson in Köln"),
    ],
)
def test_an_audience_is_written(turn_of: TurnOf, criteria: Criteria, words: str) -> None:
    """As whoever publishes reads it in the review."""
    assert to_plain(audience_words(turn_of(), Audience(anyone_of=(criteria,)))) == words


def test_parts_of_an_audience_are_all_written(turn_of: TurnOf) -> None:
    """None is left out."""
    turn = turn_of()
    whole = audience_words(turn, read_audience(turn, "Sprecher*innen, NEST in NRW und Hessen, Köln"))
    assert to_plain(whole) == (
        "Sprecher*innengruppe, Alle Kommunen in Nordrhein-Westfalen mit Zusagen unter NEST, "
        "Alle Kommunen in Hessen mit Zusagen unter NEST, Köln"
    )


def person(label: str, number: int = 1) -> Person:
    """Make somebody."""
    return Person(id=number, label=label, created_at=MONDAY)


def places(count: int) -> list[Municipality]:
    """Make municipalities that are called by letters."""
    names = [chr(ord("A") + number) for number in range(count)]
    return [Municipality(ags=f"0531500{name}", name=name, folded_name=name, land=Land.NW) for name in names]


ONE_PERSON = "Das erreicht eine Person aus einer Kommune."
REACHED = [Recipient(person("K", 1), KOELN), Recipient(person("V", 2), KOELN), Recipient(person("B", 3), BONN)]


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (Reach([], [], []), "Das erreicht niemanden."),
        (Reach(REACHED[:1], [], []), ONE_PERSON),
        (Reach(REACHED, [], []), "Das erreicht 3 Personen aus 2 Kommunen."),
        (Reach([], [], places(1)), "Das erreicht niemanden.\nNiemand erreichbar in: A"),
        (
            Reach(REACHED[:1], [], places(NAMED)),
            f"{ONE_PERSON}\nNiemand erreichbar in: A, B, C, D, E, F",
        ),
        (
            Reach(REACHED[:1], [], places(NAMED + 2)),
            f"{ONE_PERSON}\nNiemand erreichbar in 8 Kommunen: A, B, C, D, E, F und 2 weiteren",
        ),
        (
            Reach(REACHED[:1], [person("Vertretung Bonn")], []),
            f"{ONE_PERSON}\nOhne erreichbares Konto: Vertretung Bonn",
        ),
    ],
)
def test_who_is_reached_is_counted_and_who_is_not_is_named(turn_of: TurnOf, reach: Reach, words: str) -> None:
    """People once each, municipalities once each; of many silent ones the first few by name."""
    assert to_plain(reach_words(turn_of().wording, reach)) == words


def test_a_person_with_two_municipalities_is_one_person(turn_of: TurnOf) -> None:
    """Who speaks for two places is counted once, the places each."""
    both = [Recipient(person("K"), KOELN), Recipient(person("K"), BONN)]
    assert to_plain(reach_words(turn_of().wording, Reach(both, [], []))) == "Das erreicht eine Person aus 2 Kommunen."
