"""Sentences about who gets something, as coordinators write them: what each means, and what is not understood."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.markdown import to_plain
from handlers.audiences import audience_words, read_audience
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.typed import clean
from storage.answers import COMING, Answer
from storage.audience_criteria import Audience, Criteria, MeetingPart, RoundsPart, SurveyPart
from storage.municipalities import Land, MemberStatus, Municipality, SizeClass
from storage.persons import Language, Person, Role
from storage.pledges import Programme, TargetGroup
from tests.handlers.audience_talk import LABEL, furnished
from tests.handlers.conftest import TurnOf

KOELN, BONN, BIELEFELD, HALLE_SAALE, MUENSTER = "05315000", "05314000", "05711000", "15002000", "05515000"
CONTACT, DEPUTY = (Role.CONTACT,), (Role.DEPUTY,)
NW, HE, BY = (Land.NW,), (Land.HE,), (Land.BY,)
MEMBER, DECLARED = (MemberStatus.MEMBER,), (MemberStatus.DECLARED,)
NEST, LAP, DUBLIN = (Programme.NEST,), (Programme.LAND,), (Programme.DUBLIN,)
UMF, VULNERABLE = (TargetGroup.UNACCOMPANIED_MINORS,), (TargetGroup.VULNERABLE,)
BIG = 100_000


def missing(number: int) -> tuple[SurveyPart, ...]:
    """Have not answered a survey."""
    return (SurveyPart(number=number, sent=False),)


def sent(number: int) -> tuple[SurveyPart, ...]:
    """Have answered a survey."""
    return (SurveyPart(number=number, sent=True),)


def asked(number: int, *, answered: bool) -> tuple[RoundsPart, ...]:
    """Have, or have not, answered a reporting round."""
    return (RoundsPart(number=number, answered=answered),)


def said(number: int, *answers: Answer) -> tuple[MeetingPart, ...]:
    """Have answered a meeting; without answers: have not."""
    return (MeetingPart(number=number, answers=answers),)


def one(*without: Criteria, **named: object) -> tuple[Criteria, ...]:
    """Make one criteria, with whom it leaves out."""
    return (Criteria(unless=without, **named),)


def place(*keys: str) -> Criteria:
    """Name municipalities."""
    return Criteria(places=keys)


SENTENCES: list[tuple[str, tuple[Criteria, ...]]] = [
    ("alle", one()),
    ("alle Ansprechpersonen", one(roles=CONTACT)),
    ("alle Ansprechpersonen in NRW ohne Antwort auf Umfrage 2021", one(roles=CONTACT, lands=NW, surveys=missing(2))),
    ("alle Ansprechpersonen in NRW ohne Antwort auf Umfrage 2", one(roles=CONTACT, lands=NW, surveys=missing(2))),
    ("ohne Antwort auf Umfrage Nr. 2", one(surveys=missing(2))),
    ("alle ohne Antwort auf die Jahresumfrage 2021", one(surveys=missing(2))),
    ("alle ohne Antwort auf „Jahresumfrage 2020“", one(surveys=missing(1))),
    ("ohne Antwort auf Umfrage Geld in Hessen", one(lands=HE, surveys=missing(3))),
    ("ohne Antwort auf „Kurz gefragt: Geld und Wohnraum“", one(surveys=missing(3))),
    ("ohne Antwort auf die Runde", one(rounds=asked(2, answered=False))),
    ("NRW noch ohne Antwort auf Runde 1", one(lands=NW, rounds=asked(1, answered=False))),
    ("alle, die auf die Runde nicht geantwortet haben", one(rounds=asked(2, answered=False))),
    ("alle, die noch nicht auf die Abfrage der Zusagen geantwortet haben", one(rounds=asked(2, answered=False))),
    ("Kommunen, die auf die Runde geantwortet haben", one(rounds=asked(2, answered=True))),
    ("Ansprechpersonen mit Antwort auf Runde 1", one(roles=CONTACT, rounds=asked(1, answered=True))),
    ("everyone who has not answered the round", one(rounds=asked(2, answered=False))),
    ("alle außer ohne Antwort auf die Runde", one(Criteria(rounds=asked(2, answered=False)))),
    ("noch ohne Antwort auf Termin 3", one(meetings=said(3))),
    ("ohne Antwort auf das Jahrestreffen", one(meetings=said(2))),
    ("alle, die Umfrage 2 noch nicht beantwortet haben", one(surveys=missing(2))),
    ("alle die noch nicht auf Umfrage 2 geantwortet haben", one(surveys=missing(2))),
    ("Kommunen, die Umfrage 2 beantwortet haben", one(surveys=sent(2))),
    ("mit Antwort auf Umfrage 2", one(surveys=sent(2))),
    ("alle die bei Termin 3 zugesagt haben", one(meetings=said(3, *COMING))),
    ("alle, die bei Termin 3 zugesagt haben", one(meetings=said(3, *COMING))),
    ("Ansprechpersonen, die bei Termin 3 abgesagt haben", one(roles=CONTACT, meetings=said(3, Answer.NO))),
    ("alle die Termin 1 abgesagt haben", one(meetings=said(1, Answer.NO))),
    ("alle mit Zusage zu Termin 3", one(meetings=said(3, *COMING))),
    ("alle mit Vertretung zu Termin 3", one(meetings=said(3, Answer.SUBSTITUTE))),
    ("alle die bei Termin 3 geantwortet haben", one(meetings=said(3, *Answer))),
    (
        "NRW und Hessen ohne Antwort auf Umfrage 2",
        (*one(lands=NW, surveys=missing(2)), *one(lands=HE, surveys=missing(2))),
    ),
    (
        "Ansprechpersonen in NRW und Hessen ohne Antwort auf Umfrage 2",
        (*one(roles=CONTACT, lands=NW, surveys=missing(2)), *one(roles=CONTACT, lands=HE, surveys=missing(2))),
    ),
    (
        "Köln, Bonn ohne Antwort auf Umfrage 2",
        (*one(places=(KOELN,), surveys=missing(2)), *one(places=(BONN,), surveys=missing(2))),
    ),
    (
        "Sprecher*innen, NRW ohne Antwort auf Umfrage 2",
        (*one(roles=(Role.SPOKESPERSON,)), *one(lands=NW, surveys=missing(2))),
    ),
    ("mit Zusage zu Termin 3 ohne Antwort auf Umfrage 2", one(meetings=said(3, *COMING), surveys=missing(2))),
    ("Sprecher*innen", one(roles=(Role.SPOKESPERSON,))),
    ("Vertretungen", one(roles=DEPUTY)),
    ("Ansprechpersonen und Vertretungen in NRW", one(roles=CONTACT + DEPUTY, lands=NW)),
    ("Ansprechperson oder Vertretung in NRW oder Hessen", one(roles=CONTACT + DEPUTY, lands=NW + HE)),
    ("Länderkoordinationen", one(roles=(Role.LAND_COORDINATOR,))),
    ("NEST in NRW und Hessen", (*one(programmes=NEST, lands=NW), *one(programmes=NEST, lands=HE))),
    ("NEST oder LAP in NRW", one(programmes=NEST + LAP, lands=NW)),
    ("NEST und Dublin in NRW", one(programmes=NEST + DUBLIN, lands=NW)),
    ("Zusagen für UMF", one(groups=UMF)),
    ("alle mit Zusagen für UMF unter NEST", one(groups=UMF, programmes=NEST)),
    ("Kommunen mit Plätzen für besonders Schutzbedürftige in Hessen", one(groups=VULNERABLE, lands=HE)),
    ("Zusagen für alle Gruppen", one(groups=(TargetGroup.EVERYONE,))),
    ("alle mit Zusagen", one(programmes=tuple(Programme))),
    ("alle Kommunen ohne Zusagen", one(Criteria(programmes=tuple(Programme)))),
    ("Kommunen über 100.000 Einwohner", one(population_from=BIG + 1)),
    ("Kommunen ab 100 000 Einwohnern", one(population_from=BIG)),
    ("Kommunen mit mehr als hunderttausend Einwohnern", one(population_from=BIG + 1)),
    ("Kommunen unter 20.000 Einwohnern", one(population_to=19_999)),
    ("Städte bis zu 50 Tsd. Einwohner", one(population_to=50_000)),
    ("über 1,5 Mio. Einwohner", one(population_from=1_500_001)),
    (
        "Kommunen zwischen 20.000 und 100.000 Einwohnern in NRW",
        one(population_from=20_000, population_to=BIG, lands=NW),
    ),
    (
        "NRW und Hessen über 100.000 Einwohner",
        (*one(lands=NW, population_from=BIG + 1), *one(lands=HE, population_from=BIG + 1)),
    ),
    ("NRW, Kommunen über 100.000 Einwohner", (*one(lands=NW), *one(population_from=BIG + 1))),
    ("Großstädte und Kreise", one(sizes=(SizeClass.CITY, SizeClass.DISTRICT))),
    ("Kleinstädte in Bayern", one(sizes=(SizeClass.SMALL_TOWN,), lands=BY)),
    ("erklärte Städte", one(statuses=DECLARED)),
    ("Mitglieder", one(statuses=MEMBER)),
    ("Mitglieder in Bayern", one(statuses=MEMBER, lands=BY)),
    ("seit 1.6. dabei", one(since=date(2021, 6, 1))),
    ("neu seit Juni", one(since=date(2021, 6, 1))),
    ("Ansprechpersonen, neu seit 1.9.2020 in NRW", one(roles=CONTACT, since=date(2020, 9, 1), lands=NW)),
    ("auf Telegram", one(networks=("telegram",))),
    ("NRW auf Telegram", one(lands=NW, networks=("telegram",))),
    ("Köln, Bielefeld", (place(KOELN), place(BIELEFELD))),
    ("Köln oder Bonn", one(places=(KOELN, BONN))),
    ("Münster (05515000)", one(places=(MUENSTER,))),
    ("Rottenburg am Neckar", one(places=("08416036",))),
    ("Ansprechperson Köln", one(roles=CONTACT, places=(KOELN,))),
    ("Ansprechpersonen und Vertretungen Köln", one(roles=CONTACT + DEPUTY, places=(KOELN,))),
    (f"„{LABEL}“", one(people=(2,))),
    (LABEL, one(people=(2,))),
    ("Person 2", one(people=(2,))),
    ("alle außer Bayern", one(Criteria(lands=BY))),
    ("alle außer Bayern und Köln", one(Criteria(lands=BY), place(KOELN))),
    ("NRW, aber nicht Köln", one(place(KOELN), lands=NW)),
    (
        "NRW und Hessen ohne Köln, Bonn",
        (*one(place(KOELN), place(BONN), lands=NW), *one(place(KOELN), place(BONN), lands=HE)),
    ),
    ("alle außer Sprecher*innen", one(Criteria(roles=(Role.SPOKESPERSON,)))),
    ("NRW außer Köln; Hessen", (*one(place(KOELN), lands=NW), *one(lands=HE))),
    ("alle ohne Antwort auf Umfrage 2 außer Bayern", one(Criteria(lands=BY), surveys=missing(2))),
    ("all contacts in NRW without an answer to survey 2", one(roles=CONTACT, lands=NW, surveys=missing(2))),
    ("everyone who accepted meeting 3", one(meetings=said(3, *COMING))),
    ("everyone who has not answered survey 2", one(surveys=missing(2))),
    ("municipalities with more than 100,000 inhabitants", one(population_from=BIG + 1)),
    ("members since 1 June on Telegram", one(statuses=MEMBER, since=date(2021, 6, 1), networks=("telegram",))),
    ("all except Bavaria", one(Criteria(lands=BY))),
]


@pytest.fixture
def turn(turn_of: TurnOf) -> Turn:
    """Give a turn of the office, with surveys and meetings."""
    return furnished(turn_of())


@pytest.mark.parametrize(("typed", "criteria"), SENTENCES, ids=[typed for typed, _ in SENTENCES])
def test_a_sentence_is_understood(turn: Turn, typed: str, criteria: tuple[Criteria, ...]) -> None:
    """And what is understood is written so that it can be read again."""
    read = read_audience(turn, clean(typed))
    assert read == Audience(anyone_of=criteria)
    assert read_audience(turn, to_plain(audience_words(turn, read))) == read


REFUSED = [
    ("", "audience-unclear"),
    ("Entenhausen", "audience-unclear"),
    ("Kommunen mit Hafen", "audience-unclear"),
    ("NRW und Entenhausen", "audience-unclear"),
    ("alle außer Entenhausen", "audience-unclear"),
    ("alle außer", "audience-unclear"),
    ("alle außer alle", "audience-unclear"),
    ("Köln in Hessen", "audience-unclear"),
    ("auf WhatsApp", "audience-unclear"),
    ("UMF", "audience-unclear"),
    ("alle außer Bayern ohne Nürnberg", "audience-exceptions"),
    ("Münster", "place-several"),
    ("ohne Antwort auf Umfrage 77", "audience-survey-unknown"),
    ("ohne Antwort auf Umfrage Einhörner", "audience-survey-unknown"),
    ("ohne Antwort auf Umfrage Entwurf", "audience-survey-unknown"),
    ("ohne Antwort auf Umfrage 4", "audience-survey-unknown"),
    ("ohne Antwort auf Termin Abgesagtes", "audience-meeting-unknown"),
    ("die bei Termin 77 zugesagt haben", "audience-meeting-unknown"),
    ("ohne Antwort auf Umfrage Jahresumfrage", "audience-answer-several"),
    ("ohne Antwort auf Termin Dialog", "audience-answer-several"),
    ("die Umfrage 2 zugesagt haben", "audience-survey-answered"),
    ("die bei Termin 3 nicht zugesagt haben", "audience-answer-unclear"),
    ("die zu Termin 3 gelacht haben", "audience-answer-unclear"),
    ("Kommunen mit 100.000 Einwohnern", "audience-size-unclear"),
    ("Kommunen über viele Einwohner", "audience-size-unclear"),
    ("Kommunen zwischen 100.000 und 20.000 Einwohnern", "audience-size-unclear"),
    ("seit 1.9.2021 dabei", "audience-since-unclear"),
    ("seit immer dabei", "audience-since-unclear"),
    ("Person 999", "audience-person-unknown"),
    ("NEST oder NRW", "audience-either"),
    ("ohne Antwort auf Umfrage 1 oder ohne Antwort auf Umfrage 2", "audience-either"),
]


@pytest.mark.parametrize(("typed", "key"), REFUSED, ids=[typed for typed, _ in REFUSED])
def test_what_is_not_understood_says_what_to_write(turn: Turn, typed: str, key: str) -> None:
    """Nothing is guessed: whoever writes gets a sentence with what can be written instead."""
    with pytest.raises(Problem) as raised:
        read_audience(turn, clean(typed))
    assert raised.value.key == key
    assert len(to_plain(turn.wording.problem(raised.value))) > len(typed)


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("NRW, Entenhausen, Köln", "Entenhausen"),
        ("alle außer Bayern, Klein Kleckersdorf", "Klein Kleckersdorf"),
        ("Ansprechpersonen in Entenhausen ohne Antwort auf Umfrage 2", "Entenhausen"),
        ("ohne Antwort auf Umfrage 2 und mit Goldrand", "Goldrand"),
    ],
)
def test_an_unknown_part_is_named(turn: Turn, typed: str, unknown: str) -> None:
    """The very words, so that they can be mended."""
    with pytest.raises(Problem, match="audience-unclear") as raised:
        read_audience(turn, typed)
    assert raised.value.values["typed"] == unknown


def named(values: object, most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    """Name up to so many of some things."""
    things = list(values)  # type: ignore[call-overload]
    some = st.lists(st.sampled_from(things), max_size=most, unique=True)
    return some.map(lambda chosen: tuple(each for each in things if each in chosen))


PLACES = (KOELN, BONN, BIELEFELD, HALLE_SAALE, MUENSTER, "08416036", "05754012", "11000000")
SAYINGS = [(), COMING, (Answer.NO,), (Answer.MAYBE,), (Answer.SUBSTITUTE,), tuple(Answer)]
ASKED = {
    "surveys": st.lists(st.builds(SurveyPart, number=st.integers(1, 3), sent=st.booleans()), max_size=2, unique=True),
    "meetings": st.lists(
        st.builds(MeetingPart, number=st.integers(1, 3), answers=st.sampled_from(SAYINGS)), max_size=2, unique=True
    ),
    "rounds": st.lists(st.builds(RoundsPart, number=st.integers(1, 2), answered=st.booleans()), max_size=1),
    "since": st.none() | st.dates(date(2020, 1, 1), date(2021, 7, 5)),
    "networks": named(("telegram", "matrix")),
    "population_from": st.none() | st.integers(0, 2_000_000) | st.sampled_from((20_001, 100_001)),
    "population_to": st.none() | st.integers(2_000_000, 9_000_000) | st.sampled_from((19_999_999, 1_999_999_999)),
}
PLAIN = st.fixed_dictionaries(
    {
        "roles": named(Role, 3),
        "programmes": named(Programme) | st.just(tuple(Programme)),
        "groups": named(TargetGroup),
        "statuses": named(MemberStatus),
        "sizes": named(SizeClass),
        "people": named((1, 2)),
        **ASKED,
    }
)
WHERE = st.fixed_dictionaries({"lands": named(Land)}) | st.fixed_dictionaries({"places": named(PLACES)})


def _made(values: tuple[dict[str, object], dict[str, object]]) -> Criteria:
    plain = dict(values[0])
    if plain["groups"] and plain["programmes"] == tuple(Programme):
        plain["programmes"] = ()  # offers for a group are of any programme
    return Criteria.model_validate(plain | values[1])


CRITERIA = st.tuples(PLAIN, WHERE).map(_made)
FEW = CRITERIA | st.sampled_from([Criteria(), place(KOELN), Criteria(lands=NW), Criteria(roles=CONTACT)])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.tuples(FEW, st.lists(FEW, max_size=2)), min_size=1, max_size=3),
    language=st.sampled_from(Language),
)
def test_what_is_written_is_read_as_the_same(
    turn: Turn, parts: list[tuple[Criteria, list[Criteria]]], language: Language
) -> None:
    """Whatever an audience asks, in both languages: whoever copies our words gets the very same audience."""
    assume(all(Criteria() not in without for _, without in parts))
    made = [each.model_copy(update={"unless": tuple(without)}) for each, without in parts]
    turn.sender.language = language
    audience = Audience(anyone_of=tuple(made))
    words = to_plain(audience_words(turn, audience))
    assert read_audience(turn, words) == audience, words


def test_every_municipality_is_found_by_what_we_call_it(turn: Turn) -> None:
    """Also those that share a name with others."""
    keys = turn.session.exec(select(Municipality.ags)).all()
    assert len(keys) > 20
    for ags in keys:
        audience = Audience(anyone_of=(place(ags),))
        words = to_plain(audience_words(turn, audience))
        city_state = [land for land in Land if turn.wording.name(land) == words]
        assert city_state or read_audience(turn, words) == audience


def test_a_person_is_called_by_number_and_label(turn: Turn) -> None:
    """Whoever reads an audience must know who that is."""
    audience = Audience(anyone_of=one(people=(2,)))
    assert to_plain(audience_words(turn, audience)) == f"Person 2 „{LABEL}“"
    turn.session.add(Person(label=LABEL, created_at=turn.now))
    turn.session.flush()
    with pytest.raises(Problem, match="audience-person-several"):
        read_audience(turn, LABEL)
