"""The question who gets something, step by step: by words, by buttons, narrower, wider, anew."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.markdown import to_plain
from handlers.audience_narrowing import narrowed, with_more, without
from handlers.audience_steps import NOBODY, audience_step
from handlers.audiences import read_audience
from handlers.choosing import taken
from handlers.dialogues import Answers, begun
from handlers.problems import Problem
from handlers.turn import Turn
from storage.audience_criteria import Audience, Criteria
from storage.audiences import members
from storage.municipalities import Land
from storage.persons import Address, Person, Role, RoleAssignment
from tests.handlers.audience_talk import furnished
from tests.handlers.conftest import MONDAY, SINCE, TurnOf

KOELN, BONN, BIELEFELD, MARBURG, KIEL = "05315000", "05314000", "05711000", "06534014", "01002000"


def settle(turn: Turn) -> Turn:
    """Let people speak for five municipalities, and a spokesperson be there; one has no account."""
    people = [(Role.CONTACT, ags) for ags in (KOELN, BONN, BIELEFELD, MARBURG, KIEL)]
    for role, ags in [*people, (Role.DEPUTY, KOELN), (Role.SPOKESPERSON, None)]:
        person = Person(label=f"{role} {ags}", created_at=MONDAY)
        turn.session.add(person)
        turn.session.flush()
        number = person.id or 0
        if ags != KIEL:
            where = {"network": "matrix", "account": f"@{number}", "chat": f"!{number}"}
            turn.session.add(Address(person_id=number, created_at=MONDAY, **where))
        turn.session.add(RoleAssignment(person_id=number, role=role, ags=ags, valid_from=SINCE))
    turn.session.flush()
    return turn


@dataclass
class Talk:
    """Somebody at the step, as the engine leads them."""

    turn: Turn
    answers: Answers = field(default_factory=dict)
    said: str = ""

    def choices(self) -> list[str]:
        """List the labels of the buttons."""
        return [to_plain(each.label) for each in audience_step().choices(self.turn, self.answers)]

    def say(self, *lines: str) -> str:
        """Say lines, each the label of a button or words; gives what is answered to the last."""
        for line in lines:
            button = taken(audience_step().choices(self.turn, self.answers), line)
            understood = audience_step().read(self.turn, self.answers, button.value if button else line)
            assert understood.begun
            self.answers = {begun("audience"): understood.value}
            self.said = to_plain(understood.remark or "")
        return self.said

    def whom(self) -> Audience:
        """Give what was chosen."""
        return Audience.model_validate_json(self.answers[begun("audience")]) if self.answers else NOBODY


@pytest.fixture
def turn(turn_of: TurnOf) -> Turn:
    """Give a turn of the office."""
    return settle(furnished(turn_of()))


@pytest.fixture
def talk(turn: Turn) -> Talk:
    """Give the office's talk at its beginning."""
    return Talk(turn)


def test_what_is_often_wanted_is_offered_first(talk: Talk) -> None:
    """With the round that is running, the newest survey that is open, and the next meeting."""
    assert talk.choices() == [
        "Alle Ansprechpersonen",
        "Ein Land …",
        "Ohne Antwort auf die Abfrage der Zusagen",
        "Ohne Antwort auf „Kurz gefragt: Geld und Wohnraum“",
        "Noch ohne Antwort auf „Dialog mit dem BMI“",
        "Sprecher*innengruppe",
    ]


def test_after_each_step_the_reach_is_told(talk: Talk) -> None:
    """Who, how many people and municipalities, and how many are not reached."""
    told = talk.say("Alle Ansprechpersonen").splitlines()
    assert told[:2] == ["An: Ansprechperson", "Das erreicht 4 Personen aus 4 Kommunen."]
    assert told[2].startswith("Nicht erreichbar: eine Person, ")
    assert talk.choices() == ["Nur …", "Nur in …", "Außer …", "Dazu …", "Neu beginnen"]


STEPS: list[tuple[list[str], str]] = [
    (["NRW"], "NRW"),
    (["Ein Land …", "Hessen"], "Hessen"),
    (["Alle Ansprechpersonen", "Nur in …", "Nordrhein-Westfalen"], "Ansprechpersonen in NRW"),
    (["Alle Ansprechpersonen", "Außer …", "Bonn, Köln"], "Ansprechpersonen außer Bonn, Köln"),
    (
        ["Alle Ansprechpersonen", "nur in NRW oder Hessen", "außer Köln"],
        "Ansprechpersonen in NRW oder Hessen außer Köln",
    ),
    (["NRW", "Nur …", "Vertretung"], "Vertretungen in NRW"),
    (["alle", "nur Köln"], "Köln"),
    (["Köln oder Marburg", "nur in Hessen"], "Marburg"),
    (["NRW", "dazu Sprecher*innen"], "NRW, Sprecher*innen"),
    (["NRW", "Dazu …", "Hessen"], "NRW, Hessen"),
    (["Sprecher*innen", "Neu beginnen", "Köln"], "Köln"),
    (["alle außer NRW"], "alle außer NRW"),
    (["alle", "Nur …", "Nur in …", "Hessen"], "alle in Hessen"),
]


@pytest.mark.parametrize(("lines", "same"), STEPS, ids=[" · ".join(lines) for lines, _ in STEPS])
def test_steps_make_the_same_as_a_sentence(talk: Talk, lines: list[str], same: str) -> None:
    """Whether somebody taps or writes, in one line or in four."""
    talk.say(*lines)
    found, wanted = (
        members(talk.turn.session, each, talk.turn.today) for each in (talk.whom(), read_audience(talk.turn, same))
    )
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert found


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["Entenhausen"], "audience-unclear"),
        (["NRW", "Hessen"], "audience-step-how"),
        (["NRW", "außer Entenhausen"], "audience-unclear"),
        (["NRW", "nur in Hessen"], "audience-reaches-nobody"),
        (["NRW", "außer NRW"], "audience-reaches-nobody"),
        (["NRW", "Außer …", "alle außer Köln"], "audience-exceptions"),
        (["alle außer Hessen, Bayern", "nur Münster"], "place-several"),
    ],
)
def test_a_step_that_is_not_taken_changes_nothing(talk: Talk, lines: list[str], problem: str) -> None:
    """Whoever slips goes on from where they were."""
    talk.say(*lines[:-1])
    before = talk.answers
    with pytest.raises(Problem, match=problem):
        talk.say(lines[-1])
    assert talk.answers == before


def test_a_place_where_nobody_is_reached_can_be_chosen(talk: Talk) -> None:
    """Somebody may join before it goes; but it is said."""
    assert talk.say("Kiel").splitlines() == [
        "An: Kiel",
        "Das erreicht niemanden.",
        "Nicht erreichbar: eine Person, eine Kommune",
    ]


def test_two_lists_that_cannot_be_one_are_refused(talk: Talk) -> None:
    """NEST and Dublin III at once would have to be asked of two offers."""
    with pytest.raises(Problem, match="audience-step-twice"):
        narrowed(read_audience(talk.turn, "NEST"), list(read_audience(talk.turn, "Dublin").anyone_of))


def test_who_coordinates_a_land_is_offered_that_land(turn_of: TurnOf) -> None:
    """And gets no other, whatever they write."""
    talk = Talk(settle(furnished(turn_of(Role.LAND_COORDINATOR, land=Land.NW))))
    assert "Sprecher*innengruppe" not in talk.choices()
    talk.say("Ein Land …")
    assert talk.choices() == ["Nordrhein-Westfalen"]
    talk.say("Neu", "Alle Ansprechpersonen")
    assert talk.whom() == Audience(anyone_of=(Criteria(roles=(Role.CONTACT,), lands=(Land.NW,)),))
    with pytest.raises(Problem, match="audience-not-yours"):
        talk.say("dazu Hessen")


WORDS = (
    *("alle", "NRW", "Hessen", "Köln", "Köln oder Marburg", "Ansprechpersonen", "Vertretungen", "Sprecher*innen"),
    *("Ansprechpersonen in NRW", "alle außer Hessen", "Person 3", "Großstädte", "auf Matrix", "Mitglieder"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from(WORDS), second=st.sampled_from(WORDS))
def test_narrower_is_both_and_without_is_the_rest(turn: Turn, first: str, second: str) -> None:
    """Of two audiences: whoever is in both; whoever is in the first and not in the second; whoever is in either."""

    def found(audience: Audience) -> set[tuple[int, str | None]]:
        return set(members(turn.session, audience, turn.today))

    one, other = read_audience(turn, first), read_audience(turn, second)
    open_to_all = [each.model_copy(update={"roles": each.roles or tuple(Role)}) for each in other.anyone_of]
    both = found(narrowed(one, list(other.anyone_of)))
    assert both == found(one) & found(Audience(anyone_of=tuple(open_to_all)))
    assert found(with_more(one, list(other.anyone_of))) == found(one) | found(other)
    if not any(each.unless for each in other.anyone_of):
        assert found(without(one, list(other.anyone_of))) == found(one) - both
