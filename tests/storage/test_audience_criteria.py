"""What audiences can ask: status, size, target groups, answers, newcomers, networks, single persons, exceptions."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from storage.answers import COMING, Answer
from storage.attendance import answer, invited
from storage.audience_criteria import Audience, Criteria, MeetingPart, SurveyPart
from storage.audiences import is_everyone, places_in, reach
from storage.database import Database
from storage.meetings import Meeting, change, create
from storage.municipalities import Land, MemberStatus, Municipality, SizeClass, size_class
from storage.persons import Role
from storage.pledges import Programme, TargetGroup
from storage.survey_participation import Participation
from storage.surveys import Survey
from tests.storage.audience_stage import (
    BIELEFELD,
    CONTACT,
    COORDINATOR,
    DAY,
    DECLARED,
    DEPUTY,
    KIEL,
    KOELN,
    MARBURG,
    NOW,
    SPOKESPERSON,
    TODAY,
    Network,
    founded,
    peopled,
)

B, K, V, M, D = f"B {BIELEFELD}", f"K {KOELN}", f"V {KOELN}", f"M {MARBURG}", f"D {DECLARED}"
PEOPLE = {BIELEFELD: 333_000, KOELN: 1_073_000, MARBURG: 76_000, DECLARED: 19_999}
KREIS = "06534"


@pytest.fixture
def network(database: Database) -> Network:
    """Give the peopled network, with a contact where solidarity was only declared, and inhabitants but for Kiel."""
    network = peopled(founded(database))
    network.known("D", CONTACT, DECLARED)
    with database.transaction() as session:
        for ags, population in PEOPLE.items():
            session.get_one(Municipality, ags).population = population
    return network


def survey(network: Network, *asked: str, sent: tuple[str, ...] = ()) -> int:
    """Ask municipalities, of which some have sent."""
    times = {"opens_at": NOW, "closes_at": NOW + 9 * DAY, "created_at": NOW, "changed_at": NOW}
    with network.database.transaction() as session:
        made = Survey(title="Jahresumfrage", created_by=1, **times)
        session.add(made)
        session.flush()
        for ags in asked:
            when = NOW if ags in sent else None
            session.add(Participation(survey_id=made.id or 0, ags=ags, invited_at=NOW, begun_at=NOW, sent_at=when))
        return made.id or 0


def meeting(network: Network, asked: dict[str, Answer | None]) -> int:
    """Invite parties, and let them answer."""
    with network.database.transaction() as session:
        made = Meeting(title="Dialog", starts_at=NOW + 9 * DAY, created_by=1, created_at=NOW, changed_at=NOW)
        number = create(session, made).id or 0
        for party, said in asked.items():
            invited(session, number, 1, party, NOW)
            if said:
                answer(session, number, party, said, 1, NOW)
        return number


def unless(*excluded: Criteria, **wanted: object) -> Criteria:
    """Make criteria with exceptions."""
    return Criteria(unless=excluded, **wanted)


CRITERIA: list[tuple[str, Criteria, list[str], list[str]]] = [
    ("members", Criteria(statuses=(MemberStatus.MEMBER,)), [B, K, V, M], ["Kiel"]),
    ("declared", Criteria(statuses=(MemberStatus.DECLARED,)), [D], []),
    ("large", Criteria(population_from=100_000), [B, K, V], []),
    ("at least exactly", Criteria(population_from=333_000), [B, K, V], []),
    ("more than", Criteria(population_from=333_001), [K, V], []),
    ("small", Criteria(population_to=19_999), [D], []),
    ("between", Criteria(population_from=20_000, population_to=400_000), [B, M], []),
    ("nobody knows", Criteria(places=(KIEL,), population_to=10_000_000), [], []),
    ("cities", Criteria(sizes=(SizeClass.CITY,)), [B, K, V], []),
    ("towns and small ones", Criteria(sizes=(SizeClass.TOWN, SizeClass.SMALL_TOWN)), [M, D], []),
    ("districts", Criteria(sizes=(SizeClass.DISTRICT,)), [], []),
    ("new today", Criteria(since=TODAY), [B, K, V, M, D], []),
    ("new tomorrow", Criteria(since=TODAY + DAY), [], []),
    ("on a network", Criteria(networks=("core",)), [B, K, V, M, D], []),
    ("on another network", Criteria(networks=("telegram",)), [], []),
    ("but a Land", unless(Criteria(lands=(Land.HE,))), [B, K, V, D], ["Kiel"]),
    ("but two Länder", unless(Criteria(lands=(Land.HE, Land.SH)), Criteria(lands=(Land.NW,))), [], []),
    ("a Land but a place", unless(Criteria(places=(KOELN,)), lands=(Land.NW,)), [B, D], []),
    ("but a programme", unless(Criteria(programmes=(Programme.NEST,))), [B, D], ["Kiel"]),
    ("but deputies", unless(Criteria(roles=(DEPUTY,))), [B, K, M, D], ["Kiel"]),
    ("but large ones: who knows Kiel's size?", unless(Criteria(population_from=100_000)), [M, D], ["Kiel"]),
    ("offices but a Land's", unless(Criteria(lands=(Land.NW,)), roles=(Role.LAND_COORDINATOR,)), ["HE"], []),
    ("what has no Land is not left out", unless(Criteria(lands=(Land.NW,)), roles=(SPOKESPERSON,)), ["S"], []),
    ("but all but a Land", unless(unless(Criteria(lands=(Land.HE,)))), [M], []),
    (
        "but all Länder but a place",
        unless(unless(Criteria(places=(KIEL,)), lands=(Land.SH, Land.HE))),
        [B, K, V, D],
        ["Kiel"],
    ),
    ("nobody is left", unless(Criteria(roles=(SPOKESPERSON,)), roles=(SPOKESPERSON,)), [], []),
]


@pytest.mark.parametrize(
    ("criteria", "reached", "silent"), [row[1:] for row in CRITERIA], ids=[row[0] for row in CRITERIA]
)
def test_criteria_are_looked_up(network: Network, criteria: Criteria, reached: list[str], silent: list[str]) -> None:
    """What they name holds for everybody reached; and what is missed there is meant, too."""
    assert sorted(network.who(criteria)) == sorted(reached)
    assert network.silent(criteria) == silent


@pytest.mark.parametrize("population", [0, 4_999, 5_000, 19_999, 20_000, 99_999, 100_000, None])
@pytest.mark.parametrize("ags", [KIEL, KREIS])
def test_size_classes_are_those_of_the_results(network: Network, ags: str, population: int | None) -> None:
    """A municipality is in the class that the results of surveys show it in, and in no other."""
    with network.database.transaction() as session:
        place = Municipality(ags=ags, name="x", folded_name="x", land=Land.HE, population=population)
        session.merge(place)
        session.flush()
        found = [
            size
            for size in SizeClass
            if ags in places_in(session, Audience(anyone_of=(Criteria(sizes=(size,)),)), TODAY)
        ]
    wanted = size_class(ags, population)
    assert found == [wanted] * (wanted is not None)


def test_an_offer_is_of_a_programme_and_a_group_at_once(network: Network) -> None:
    """NEST for everyone and something else for minors is not NEST for minors."""
    minors = TargetGroup.UNACCOMPANIED_MINORS
    network.pledge(BIELEFELD, Programme.LAND, group=minors)
    assert network.who(Criteria(groups=(minors,))) == [B]
    assert network.who(Criteria(groups=(minors,), programmes=(Programme.LAND,))) == [B]
    assert network.who(Criteria(groups=(minors,), programmes=(Programme.NEST,))) == []
    network.pledge(MARBURG, Programme.NEST, group=minors)
    assert network.who(Criteria(groups=(minors,), programmes=(Programme.NEST, Programme.LAND))) == [B, M]


def test_answers_to_a_survey(network: Network) -> None:
    """Has sent, or was asked and has not; whoever was never asked is neither."""
    number = survey(network, KOELN, BIELEFELD, KIEL, sent=(KOELN,))
    assert network.who(Criteria(surveys=(SurveyPart(number=number, sent=True),))) == [K, V]
    missing = Criteria(surveys=(SurveyPart(number=number, sent=False),))
    assert network.who(missing) == [B]
    assert network.silent(missing) == ["Kiel"]
    both = Criteria(surveys=(SurveyPart(number=number, sent=False), SurveyPart(number=number, sent=True)))
    assert network.who(both) == []
    assert sorted(network.who(unless(missing, lands=(Land.NW,)))) == [D, K, V]


def test_answers_to_a_meeting(network: Network) -> None:
    """What a party says to the date that holds: a municipality for all who speak for it, an office for itself."""
    with network.database.transaction() as session:
        alone = next(
            each.party
            for each in reach(session, Audience(anyone_of=(Criteria(roles=(SPOKESPERSON,)),)), TODAY).recipients
        )
    number = meeting(
        network, {KOELN: Answer.YES, MARBURG: Answer.NO, BIELEFELD: None, KIEL: None, alone: Answer.SUBSTITUTE}
    )

    def said(*answers: Answer, roles: tuple[Role, ...] = ()) -> Criteria:
        return Criteria(roles=roles, meetings=(MeetingPart(number=number, answers=answers),))

    assert sorted(network.who(said(*COMING))) == sorted([K, V, "S"])
    assert network.who(said(*COMING, roles=(CONTACT,))) == [K]
    assert network.who(said(Answer.NO)) == [M]
    assert network.who(said(Answer.MAYBE)) == []
    assert network.who(said()) == [B]
    assert network.silent(said()) == ["Kiel"]
    assert network.who(Criteria(roles=(CONTACT,), unless=(said(*COMING),))) == sorted(
        [B, M, D], key=lambda each: each[2:]
    )
    with network.database.transaction() as session:
        change(session, number, session.get_one(Meeting, number).version, NOW, starts_at=NOW + 12 * DAY)
    assert network.who(said(*COMING)) == [], "its new date nobody has answered"
    assert sorted(network.who(said())) == sorted([B, K, V, M, "S"])


def test_single_persons(network: Network) -> None:
    """Named by their numbers, in whatever role; nobody is missed besides them."""
    person = network.known("zwei Rollen", COORDINATOR)
    network.give(person, CONTACT, KIEL)
    only = Criteria(people=(person,))
    assert sorted(network.who(only)) == ["zwei Rollen", f"zwei Rollen {KIEL}"]
    assert network.who(only.model_copy(update={"roles": (CONTACT,)})) == [f"zwei Rollen {KIEL}"]
    assert network.silent(only) == []
    assert "zwei Rollen" not in " ".join(network.who(unless(only)))


def test_who_is_left_out_of_one_place_is_there_for_another(network: Network) -> None:
    """An exception of a place or a municipal role is about what somebody speaks for; one of an office about them."""
    person = network.known("beide", DEPUTY, KIEL)
    network.give(person, CONTACT, MARBURG)
    assert "beide 01002000" not in network.who(unless(Criteria(places=(KIEL,))))
    assert f"beide {MARBURG}" in network.who(unless(Criteria(places=(KIEL,)), Criteria(roles=(DEPUTY,))))
    network.give(person, SPOKESPERSON)
    assert not [each for each in network.who(unless(Criteria(roles=(SPOKESPERSON,)))) if each.startswith("beide")]


def test_an_address_that_is_gone_is_on_no_network(network: Network) -> None:
    """Whoever has left a network cannot be found by it."""
    network.give(network.person("weg", addresses=2, gone=1, network="telegram"), CONTACT, KIEL)
    assert network.who(Criteria(networks=("telegram",))) == [f"weg {KIEL}"]
    network.give(network.person("fort", gone=1, network="matrix"), CONTACT, KIEL)
    assert network.who(Criteria(networks=("matrix",))) == []


STORED = [
    ("{}", Audience()),
    ('{"anyone_of": [{}]}', Audience()),
    (
        '{"anyone_of": [{"roles": ["contact"], "lands": ["DE-NW"], "programmes": ["nest"], "places": []}]}',
        Audience(anyone_of=(Criteria(roles=(CONTACT,), lands=(Land.NW,), programmes=(Programme.NEST,)),)),
    ),
]


@pytest.mark.parametrize(("stored", "audience"), STORED)
def test_audiences_that_were_stored_before_still_load(stored: str, audience: Audience) -> None:
    """Surveys and meetings keep theirs for years."""
    assert Audience.model_validate(json.loads(stored)) == audience


def test_an_audience_survives_its_storing(network: Network) -> None:
    """As JSON in a row, with everything it can name."""
    everything = Criteria(
        statuses=(MemberStatus.MEMBER,),
        groups=(TargetGroup.VULNERABLE,),
        sizes=(SizeClass.CITY,),
        population_from=1,
        population_to=2,
        surveys=(SurveyPart(number=1, sent=False),),
        meetings=(MeetingPart(number=1, answers=COMING),),
        since=date(2021, 6, 1),
        networks=("matrix",),
        people=(1,),
        unless=(Criteria(lands=(Land.BY,)),),
    )
    audience = Audience(anyone_of=(everything,))
    with network.database.transaction() as session:
        made = Meeting(title="Dialog", starts_at=NOW, created_by=1, created_at=NOW, changed_at=NOW)
        made.audience = audience.model_dump(mode="json")
        number = create(session, made).id
    with network.database.transaction() as session:
        assert session.get_one(Meeting, number).whom == audience


@pytest.mark.parametrize(
    ("criteria", "everyone"),
    [
        (Criteria(), True),
        (Criteria(roles=(CONTACT,)), True),
        (Criteria(lands=(Land.NW,)), True),
        (Criteria(lands=(Land.HE,)), False),
        (Criteria(roles=(COORDINATOR, SPOKESPERSON)), False),
        (unless(Criteria(places=(BIELEFELD, KOELN))), False),
    ],
)
def test_four_fifths_of_all_are_everyone(network: Network, criteria: Criteria, *, everyone: bool) -> None:
    """Five people speak for municipalities: four are everyone, three are not; offices do not count."""
    with network.database.transaction() as session:
        assert is_everyone(session, Audience(anyone_of=(criteria,)), TODAY) is everyone


def test_in_an_empty_network_nobody_is_everyone(database: Database) -> None:
    """Else the first announcement of all would have to be confirmed in words for no reader."""
    with database.transaction() as session:
        assert not is_everyone(session, Audience(), TODAY)


def test_a_look_up_is_flat(network: Network) -> None:
    """However many people, municipalities named and exceptions: the statements stay as many."""
    said: list[str] = []

    def count(_c: Connection, _k: object, statement: str, *_: object) -> None:
        said.append(statement)

    few = Audience(anyone_of=(unless(Criteria(places=(BIELEFELD,)), lands=(Land.NW,)),))
    many = Audience(anyone_of=tuple(Criteria(places=(ags,)) for ags in (BIELEFELD, KOELN, MARBURG, KIEL)))
    event.listen(Engine, "before_cursor_execute", count)
    try:
        with network.database.transaction() as session:
            counts = []
            for audience in (few, many):
                said.clear()
                reach(session, audience, TODAY)
                counts.append(len([each for each in said if "SELECT" in each]))
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert counts[0] <= 5
    assert counts[1] <= 5
