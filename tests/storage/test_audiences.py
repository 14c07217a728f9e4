"""Audiences: every criterion, who can be written to, who cannot, and which municipalities nobody speaks for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.audience_criteria import Audience, Criteria
from storage.audiences import includes, parties_of, party_of, reach, speakers_of
from storage.database import Database
from storage.municipalities import Land
from storage.persons import Role, roles_of
from storage.pledges import Programme
from tests.storage.audience_stage import (
    BIELEFELD,
    CONTACT,
    COORDINATOR,
    DAY,
    DECLARED,
    DEPUTY,
    KIEL,
    KOELN,
    LAND,
    MARBURG,
    SPOKESPERSON,
    TODAY,
    Network,
    founded,
    peopled,
)


@pytest.fixture
def network(database: Database) -> Network:
    """Give a network without people."""
    return founded(database)


@pytest.fixture(name="peopled")
def peopled_network(network: Network) -> Network:
    """Give a network with one person in each role, and two who speak for Cologne."""
    return peopled(network)


CRITERIA: list[tuple[str, Criteria, list[str]]] = [
    ("everyone", Criteria(), [f"K {KOELN}", f"V {KOELN}", f"B {BIELEFELD}", f"M {MARBURG}"]),
    ("a role", Criteria(roles=(SPOKESPERSON,)), ["S"]),
    ("the office", Criteria(roles=(COORDINATOR,)), ["P"]),
    ("the deputies", Criteria(roles=(DEPUTY,)), [f"V {KOELN}"]),
    ("several roles", Criteria(roles=(LAND, DEPUTY)), ["NRW", "HE", f"V {KOELN}"]),
    ("a Land", Criteria(lands=(Land.HE,)), [f"M {MARBURG}"]),
    ("several Länder", Criteria(lands=(Land.HE, Land.SH)), [f"M {MARBURG}"]),
    ("a Land without anybody", Criteria(lands=(Land.BY,)), []),
    ("a role in a Land", Criteria(roles=(LAND,), lands=(Land.NW,)), ["NRW"]),
    ("a role no Land has", Criteria(roles=(COORDINATOR,), lands=(Land.NW,)), []),
    ("a programme", Criteria(programmes=(Programme.NEST,)), [f"K {KOELN}", f"V {KOELN}", f"M {MARBURG}"]),
    ("another programme", Criteria(programmes=(Programme.LAND,)), [f"M {MARBURG}"]),
    ("a programme nobody is in", Criteria(programmes=(Programme.DUBLIN,)), []),
    ("a programme in a Land", Criteria(programmes=(Programme.NEST,), lands=(Land.NW,)), [f"K {KOELN}", f"V {KOELN}"]),
    ("a place", Criteria(places=(BIELEFELD,)), [f"B {BIELEFELD}"]),
    ("several places", Criteria(places=(MARBURG, BIELEFELD)), [f"B {BIELEFELD}", f"M {MARBURG}"]),
    ("a role of a place", Criteria(roles=(CONTACT,), places=(KOELN,)), [f"K {KOELN}"]),
    ("a place in another Land", Criteria(places=(KOELN,), lands=(Land.HE,)), []),
    (
        "a place with a programme",
        Criteria(places=(BIELEFELD, KOELN), programmes=(Programme.NEST,)),
        [f"K {KOELN}", f"V {KOELN}"],
    ),
    (
        "all at once",
        Criteria(roles=(CONTACT,), lands=(Land.HE,), programmes=(Programme.NEST,), places=(MARBURG,)),
        [f"M {MARBURG}"],
    ),
]


@pytest.mark.parametrize(("criteria", "reached"), [row[1:] for row in CRITERIA], ids=[row[0] for row in CRITERIA])
def test_criteria_must_all_be_true(peopled: Network, criteria: Criteria, reached: list[str]) -> None:
    """What a criterion names holds for everybody reached; contacts come before deputies, in the order of places."""
    assert sorted(peopled.who(criteria)) == sorted(reached)


def test_an_audience_is_whoever_meets_one_of_several(peopled: Network) -> None:
    """Parts add up in their order, and who is in two of them is there once."""
    parts = (Criteria(roles=(SPOKESPERSON,)), Criteria(places=(KOELN,)), Criteria(lands=(Land.NW,)))
    assert peopled.who(*parts) == ["S", f"K {KOELN}", f"V {KOELN}", f"B {BIELEFELD}"]
    assert peopled.who(*parts[::-1])[-1] == "S"


def test_an_offer_that_does_not_count_makes_no_audience(peopled: Network) -> None:
    """Only confirmed offers that are in force on the day: what waits, or has run out, is none."""
    peopled.pledge(BIELEFELD, Programme.DUBLIN, confirmed=False)
    peopled.pledge(BIELEFELD, Programme.LAND, until=TODAY)
    land = Criteria(programmes=(Programme.LAND,))
    assert peopled.who(Criteria(programmes=(Programme.DUBLIN,))) == []
    assert peopled.who(land) == [f"B {BIELEFELD}", f"M {MARBURG}"]
    assert peopled.who(land, day=TODAY + DAY) == [f"M {MARBURG}"]


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (0, 0, True)],
    ids=["begins today", "begins tomorrow", "ends today", "has ended", "today only"],
)
def test_a_role_counts_on_its_days(network: Network, since: int, until: int | None, *, there: bool) -> None:
    """From its first day to its last, both included; who has no role any more is in no audience."""
    person = network.person("B")
    last = None if until is None else TODAY + until * DAY
    network.give(person, CONTACT, BIELEFELD, since=TODAY + since * DAY, until=last)
    assert network.who(Criteria()) == [f"B {BIELEFELD}"] * there
    assert ("Bielefeld" in network.silent(Criteria())) is not there


def test_who_has_no_address_left_is_named(network: Network) -> None:
    """Gone, or never given: both are told apart from those who can be reached, and make their place silent."""
    for label, addresses, gone in (("weg", 2, 2), ("nie", 0, 0), ("noch", 2, 1)):
        network.give(network.person(label, addresses=addresses, gone=gone), CONTACT, KOELN)
    network.give(network.person("allein", gone=1), CONTACT, KIEL)
    found = network.reach(Criteria())
    assert [each.person.label for each in found.recipients] == ["noch"]
    assert [person.label for person in found.unreachable] == ["weg", "nie", "allein"]
    assert [place.name for place in found.silent_places] == ["Bielefeld", "Kiel", "Marburg"]


SILENT: list[tuple[str, Criteria, list[str]]] = [
    ("everyone", Criteria(), ["Kiel"]),
    ("a Land", Criteria(lands=(Land.SH, Land.NW)), ["Kiel"]),
    ("a Land with everybody", Criteria(lands=(Land.HE,)), []),
    ("a place", Criteria(places=(KIEL, KOELN)), ["Kiel"]),
    ("a place that is no member yet", Criteria(places=(DECLARED,)), ["Dortmund"]),
    ("a place in another Land", Criteria(places=(KIEL,), lands=(Land.HE,)), []),
    ("a programme", Criteria(programmes=(Programme.NEST,)), []),
    ("a role that speaks for no place", Criteria(roles=(SPOKESPERSON,)), []),
    ("deputies", Criteria(roles=(DEPUTY,)), ["Bielefeld", "Kiel", "Marburg"]),
]


@pytest.mark.parametrize(("criteria", "silent"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_places_that_are_meant_and_not_reached_are_named(
    peopled: Network, criteria: Criteria, silent: list[str]
) -> None:
    """Members by their names, and others only if they were named; never what is not meant."""
    assert peopled.silent(criteria) == silent


def test_a_silent_place_with_an_offer_is_named(peopled: Network) -> None:
    """A municipality that offers places under a programme is missed, though nobody speaks for it."""
    peopled.pledge(KIEL, Programme.NEST)
    assert peopled.silent(Criteria(programmes=(Programme.NEST,))) == ["Kiel"]


def test_who_speaks_for_two_places_is_there_for_both(network: Network) -> None:
    """One person, two parties: each municipality is asked for its own answer."""
    person = network.known("B", CONTACT, BIELEFELD)
    network.give(person, DEPUTY, KOELN)
    network.give(person, COORDINATOR)
    found = network.reach(Criteria(), Criteria(roles=(COORDINATOR,)))
    assert sorted(found.parties) == sorted([BIELEFELD, KOELN, f"person:{person}"])
    assert network.who(Criteria(places=(KOELN,))) == [f"B {KOELN}"]
    with network.database.transaction() as session:
        assert sorted(map(str, includes(session, Audience(), person, TODAY))) == sorted([BIELEFELD, KOELN])
        everything = Audience(anyone_of=(Criteria(), Criteria(roles=(COORDINATOR,))))
        assert set(includes(session, everything, person, TODAY)) == {BIELEFELD, KOELN, None}


def test_two_colleagues_are_one_party(peopled: Network) -> None:
    """A municipality is asked once, whoever of it answers."""
    assert peopled.reach(Criteria(places=(KOELN,))).parties == [KOELN]


def test_first_contacts_come_first(network: Network) -> None:
    """Within a place people stand in their order."""
    for label, position in (("zweite", 1), ("dritte", 2), ("erste", 0)):
        network.give(network.person(label), CONTACT, KOELN, position=position)
    assert network.who(Criteria()) == [f"{label} {KOELN}" for label in ("erste", "zweite", "dritte")]


def test_whose_word_somebody_is(network: Network) -> None:
    """A person speaks for their municipalities and, while they have any role, for themselves."""
    person = network.known("B", CONTACT, BIELEFELD)
    network.give(person, SPOKESPERSON)
    network.give(person, CONTACT, KOELN, until=TODAY)
    with network.database.transaction() as session:
        held, later = roles_of(session, person, TODAY), roles_of(session, person, TODAY + DAY)
    alone = party_of(person, None)
    assert parties_of(person, held) == {BIELEFELD, KOELN, alone}
    assert parties_of(person, later) == {BIELEFELD, alone}
    assert parties_of(person, []) == set()


def test_who_speaks_for_a_party(peopled: Network) -> None:
    """For a municipality its contacts, then its deputies; for one person they themselves, while they hold a role."""
    gone = peopled.person("ohne Rolle")
    office = peopled.known("Büro", COORDINATOR)
    with peopled.database.transaction() as session:
        spoken = [
            [person.label for person in speakers_of(session, party, TODAY)]
            for party in (KOELN, KIEL, party_of(office, None), party_of(gone, None))
        ]
    assert spoken == [["K", "V"], [], ["Büro"], []]


ROLES = st.tuples(
    st.integers(0, 3),
    st.sampled_from([(CONTACT, KOELN), (DEPUTY, KOELN), (CONTACT, MARBURG), (SPOKESPERSON, None), (COORDINATOR, None)]),
    st.integers(-1, 1),
)
PARTS = st.sampled_from([row[1] for row in CRITERIA])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROLES, max_size=6), st.lists(PARTS, min_size=1, max_size=3))
def test_one_person_is_included_as_the_whole_says(
    network: Network, given_roles: list[tuple[int, tuple[Role, str | None], int]], parts: list[Criteria]
) -> None:
    """Whether somebody is in an audience is the same asked for one as asked for all."""
    people = [network.person(f"{number}") for number in range(4)]
    for number, (role, ags), ends in given_roles:
        network.give(people[number], role, ags, since=TODAY - DAY, until=TODAY + ends * DAY)
    audience = Audience(anyone_of=tuple(parts))
    with network.database.transaction() as session:
        whole = {(each.person.id, each.ags) for each in reach(session, audience, TODAY).recipients}
        single = {(person, ags) for person in people for ags in includes(session, audience, person, TODAY)}
    assert {pair for pair in whole if pair[0] in people} == single
