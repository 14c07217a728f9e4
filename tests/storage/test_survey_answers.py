"""Answers in a survey: they belong to the municipality, one counts, nothing said is lost, and none comes late."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from storage.database import Database
from storage.survey_answers import (
    CorrectedError,
    NoSuchQuestionError,
    Said,
    Standing,
    contradictions,
    history,
    set_relevant,
)
from storage.survey_handovers import hand, handed
from storage.survey_participation import NotAskedError, Rate, missing, part_of, rate, rates
from storage.survey_sending import ContradictionError
from storage.surveys import NotOpenError
from tests.storage.survey_stage import (
    CLOSES,
    DAY,
    FIRST,
    FORM,
    HOUR,
    NOW,
    OFFICE,
    SECOND,
    Stage,
    form,
    places,
    populate,
)

PLACE, OTHER = places(2)


@pytest.fixture
def stage(database: Database) -> Stage:
    """Give an open survey of two municipalities."""
    return populate(database, PLACE, OTHER).open(PLACE, OTHER)


def said(stage: Stage, ags: str = PLACE) -> list[tuple[int, object, str]]:
    """List who said what, and what became of it."""
    with stage.database.transaction() as session:
        return [(each.person_id, each.value, each.standing.value) for each in history(session, stage.survey_id, ags)]


def against(stage: Stage) -> dict[str, list[object]]:
    """List contradictions by their values."""
    with stage.database.transaction() as session:
        found = contradictions(session, stage.survey_id, PLACE)
        return {name: [each.value for each in answers] for name, answers in found.items()}


def relevant(stage: Stage, *names: str) -> list[str]:
    """Say which questions are relevant; gives for which that changed anything."""
    with stage.database.transaction() as session:
        return set_relevant(session, stage.survey_id, PLACE, names, NOW)


def test_an_own_answer_is_changed(stage: Stage) -> None:
    """Who changes their mind replaces what they said; both stay written down."""
    assert stage.says(PLACE, "ready", "yes").before is None
    second = stage.says(PLACE, "ready", "no")
    assert second.before is not None
    assert (second.before.value, second.current.value) == ("yes", "no")
    assert stage.sheet(PLACE) == {"ready": "no"}
    assert said(stage) == [(FIRST, "yes", "replaced"), (FIRST, "no", "current")]


def test_a_skip_is_an_answer_that_anybody_may_fill(stage: Stage) -> None:
    """Skipping is written down; a colleague's answer takes its place, and a colleague's skip changes nothing."""
    stage.says(PLACE, "places", None)
    assert stage.sheet(PLACE) == {"places": None}
    stage.says(PLACE, "places", 12, SECOND)
    stage.says(PLACE, "places", None)
    assert stage.sheet(PLACE) == {"places": 12}
    assert said(stage) == [(FIRST, None, "replaced"), (SECOND, 12, "current"), (FIRST, None, "agreed")]


def test_a_colleague_who_says_the_same_agrees(stage: Stage) -> None:
    """The order in which options were named is no difference."""
    stage.says(PLACE, "groups", ["families", "minors"])
    assert stage.says(PLACE, "groups", ["minors", "families"], SECOND).contradicting == []
    assert said(stage)[1] == (SECOND, ["minors", "families"], "agreed")


def test_a_colleague_who_says_something_else_contradicts(stage: Stage) -> None:
    """Both values are there to see, and the first counts."""
    stage.says(PLACE, "places", 12)
    done = stage.says(PLACE, "places", 20, SECOND)
    assert (done.current.value, [each.value for each in done.contradicting]) == (12, [20])
    assert against(stage) == {"places": [12, 20]}
    assert stage.sheet(PLACE) == {"places": 12}


@pytest.mark.parametrize(("chosen", "person"), [(12, SECOND), (20, FIRST), (16, OFFICE)])
def test_taking_over_ends_a_contradiction(stage: Stage, chosen: int, person: int) -> None:
    """With either value or a third, by whoever says so explicitly."""
    stage.says(PLACE, "places", 12)
    stage.says(PLACE, "places", 20, SECOND)
    stage.says(PLACE, "places", chosen, person, takes_over=True)
    assert (against(stage), stage.sheet(PLACE)) == ({}, {"places": chosen})
    with stage.database.transaction() as session:
        last = history(session, stage.survey_id, PLACE)[-1]
        assert (last.took_over, last.person_id, last.standing) == (True, person, Standing.CURRENT)


def test_who_gives_in_ends_a_contradiction(stage: Stage) -> None:
    """From either side: by agreeing with what counts, or by changing it to what was said against it."""
    for person, value in ((SECOND, 12), (FIRST, 20)):
        stage.says(PLACE, "places", 12, takes_over=True)
        stage.says(PLACE, "places", 20, SECOND)
        assert against(stage) == {"places": [12, 20]}
        stage.says(PLACE, "places", value, person)
        assert (against(stage), stage.sheet(PLACE)) == ({}, {"places": value})


def test_a_contradiction_is_not_sent(stage: Stage) -> None:
    """First one of the answers is chosen; one that comes up after the sending leaves the first."""
    stage.says(PLACE, "places", 12)
    stage.says(PLACE, "places", 20, SECOND)
    with pytest.raises(ContradictionError) as refused:
        stage.sends(PLACE)
    assert refused.value.questions == ["places"]
    stage.says(PLACE, "places", 20, takes_over=True)
    assert stage.sends(PLACE)
    stage.says(PLACE, "places", 8, SECOND)
    assert stage.sheet(PLACE) == {"places": 20}


def test_what_is_irrelevant_is_kept_aside(stage: Stage) -> None:
    """It does not count, contradicts nobody, and counts again when its question does."""
    stage.says(PLACE, "ready", "yes")
    stage.says(PLACE, "places", 12)
    stage.says(PLACE, "places", 20, SECOND)
    assert relevant(stage, "ready") == ["places"]
    assert (stage.sheet(PLACE), against(stage)) == ({"ready": "yes"}, {})
    assert relevant(stage, "ready") == []
    assert relevant(stage, "ready", "places") == ["places"]
    assert (stage.sheet(PLACE), against(stage)) == ({"ready": "yes", "places": 12}, {"places": [12, 20]})


def test_a_question_is_handed_to_a_colleague(stage: Stage) -> None:
    """Their answer then goes before what was said; on all other questions they contradict as anybody does."""
    stage.says(PLACE, "places", 12)
    stage.says(PLACE, "ready", "yes")
    with stage.database.transaction() as session:
        for person in (OFFICE, SECOND):
            hand(session, stage.survey_id, PLACE, ["places"], person, FIRST, NOW)
        given = [(each.question, each.person_id) for each in handed(session, stage.survey_id, PLACE)]
        assert given == [("places", SECOND)]
    stage.says(PLACE, "places", 20, SECOND)
    stage.says(PLACE, "ready", "no", SECOND)
    assert stage.sheet(PLACE) == {"places": 20, "ready": "yes"}
    assert against(stage) == {"ready": ["yes", "no"]}


def test_what_the_office_enters_is_named_so(stage: Stage) -> None:
    """Somebody who speaks for no municipality answers as its proxy, and that stays written down."""
    stage.says(PLACE, "places", 12, OFFICE, by_proxy=True)
    with stage.database.transaction() as session:
        assert [each.by_proxy for each in history(session, stage.survey_id, PLACE)] == [True]


def test_answers_change_until_the_closing(stage: Stage) -> None:
    """Also after sending, without sending again; in the closing moment and after it nothing is taken."""
    stage.fills(PLACE, places=12)
    stage.says(PLACE, "places", 14, now=CLOSES - HOUR)
    for refused in (stage.says, partial(stage.says, takes_over=True)):
        with pytest.raises(NotOpenError):
            refused(PLACE, "places", 16, now=CLOSES)
    with pytest.raises(NotOpenError):
        stage.sends(OTHER, now=CLOSES)
    with pytest.raises(NotOpenError):
        stage.says(PLACE, "places", 16, now=NOW - HOUR)
    assert stage.sheet(PLACE) == {"places": 14}


def test_only_who_is_asked_answers_what_is_asked(stage: Stage) -> None:
    """No other municipality, no unknown question, no note, and no version that was corrected meanwhile."""
    with pytest.raises(NotAskedError):
        stage.says("05999999", "ready", "yes")
    for name in ("thanks", "unknown"):
        with pytest.raises(NoSuchQuestionError):
            stage.says(PLACE, name, "yes")
    stage.corrects(form(*FORM.questions[:2]))
    stage.form_number = 1
    with pytest.raises(CorrectedError):
        stage.says(PLACE, "ready", "yes")


def test_municipalities_are_counted_and_not_messages(stage: Stage) -> None:
    """However much is said: one has begun, then it has sent; who has not is listed."""
    for person in (FIRST, SECOND):
        stage.says(PLACE, "ready", "yes", person)
    with stage.database.transaction() as session:
        assert rate(session, stage.survey_id) == Rate(invited=2, begun=1, sent=0)
    assert stage.sends(PLACE, now=NOW + DAY)
    with stage.database.transaction() as session:
        assert list(rates(session, stage.survey_id).values()) == [Rate(invited=2, begun=1, sent=1)]
        assert [each.ags for each in missing(session, stage.survey_id)] == [OTHER]
        part = part_of(session, stage.survey_id, PLACE)
        assert part is not None
        assert (part.sent_at, part.sent_by) == (NOW + DAY, FIRST)


# Races.


def test_two_colleagues_at_once_leave_one_answer(stage: Stage, at_once: Callable[..., list[object]]) -> None:
    """Whoever is first counts, and the other one contradicts; both are told."""
    done = at_once(*(partial(stage.says, PLACE, "places", number, number) for number in (FIRST, SECOND)))
    answered = [each for each in done if isinstance(each, Said)]
    assert sorted(len(each.contradicting) for each in answered) == [0, 1]
    assert sorted(standing for _, _, standing in said(stage)) == ["contradicts", "current"]
    assert against(stage)["places"] == [answered[0].current.value, 3 - int(str(answered[0].current.value))]


def test_different_questions_at_once_are_all_kept(stage: Stage, at_once: Callable[..., list[object]]) -> None:
    """Nobody's answer is lost because a colleague answered another question in the same moment."""
    calls = [("ready", "yes"), ("places", 12), ("wishes", "Mehr Zeit"), ("groups", ["ill"])]
    at_once(*(partial(stage.says, PLACE, name, value, SECOND) for name, value in calls))
    assert stage.sheet(PLACE) == dict(calls)


def test_it_is_sent_once(stage: Stage, at_once: Callable[..., list[object]]) -> None:
    """Of colleagues who finish within a second one has sent it, and the others are told that it was sent."""
    stage.says(PLACE, "ready", "yes")
    done = at_once(*(partial(stage.sends, PLACE, number) for number in (FIRST, SECOND, OFFICE)))
    assert sorted(each for each in done if isinstance(each, bool)) == [False, False, True]


def test_nothing_slips_in_beside_the_closing(stage: Stage, at_once: Callable[..., list[object]]) -> None:
    """Of answers given while it is closed early, each is either in the result or refused."""
    closing = partial(stage.closes, NOW + HOUR)
    answers = [partial(stage.says, PLACE, "places", number, now=NOW + HOUR / 2) for number in range(1, 7)]
    done = at_once(*answers[:3], closing, *answers[3:])
    refused = [each for each in done if isinstance(each, NotOpenError)]
    taken = [each for each in done if isinstance(each, Said)]
    assert len(refused) + len(taken) == 6
    assert len(said(stage)) == len(taken)
    with pytest.raises(NotOpenError):
        stage.says(PLACE, "places", 99, now=NOW + HOUR / 2)
