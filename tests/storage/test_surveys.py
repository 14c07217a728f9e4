"""Surveys: a published version never changes, a correction is a new one, and the closing is the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from storage.audience_criteria import Audience, Criteria
from storage.database import Database
from storage.municipalities import SizeClass, size_class
from storage.persons import Address, Role, RoleAssignment
from storage.survey_answers import Standing, history
from storage.survey_corrections import Correction
from storage.survey_forms import QuestionType
from storage.survey_lists import asked, surveys, versions
from storage.survey_participation import invite, parts_of
from storage.surveys import (
    Anonymity,
    NotOpenError,
    PublishedError,
    Survey,
    SurveyChangedError,
    SurveyState,
    change,
    form_of,
    publish,
)
from tests.storage.survey_stage import (
    CLOSES,
    DAY,
    FIRST,
    FORM,
    GROUPS,
    HOUR,
    NOW,
    OFFICE,
    PLACES,
    READY,
    SECOND,
    WISHES,
    Stage,
    form,
    options,
    places,
    populate,
)

MANY = places(12)
PLACE, OTHER, THIRD = MANY[:3]
SHORTER = form(READY.model_copy(update={"options": options("yes", "later")}), GROUPS, PLACES)


@pytest.fixture
def stage(database: Database) -> Stage:
    """Give an open survey of three municipalities."""
    return populate(database, *MANY).open(*MANY[:3])


def changed(stage: Stage, **values: object) -> Survey:
    """Change the survey."""
    with stage.database.transaction() as session:
        survey = change(session, stage.survey_id, stage.version, NOW, **values)
        stage.version = survey.version
        return survey


def test_a_published_version_is_never_changed(stage: Stage) -> None:
    """Neither its questions nor who sees the answers; it is published once, and each version can be read for ever."""
    for values in ({"draft": SHORTER.model_dump(mode="json")}, {"anonymity": Anonymity.OPEN}, {"opens_at": NOW + HOUR}):
        with pytest.raises(PublishedError):
            changed(stage, **values)
    with stage.database.transaction() as session, pytest.raises(PublishedError):
        publish(session, stage.survey_id, stage.version, OFFICE, NOW)
    stage.corrects(SHORTER)
    with stage.database.transaction() as session:
        survey = session.get_one(Survey, stage.survey_id)
        assert (form_of(session, survey, 1), form_of(session, survey)) == (FORM, SHORTER)
        assert [(each.number, each.reason) for each in versions(session, stage.survey_id)] == [
            (1, ""),
            (2, "Tippfehler"),
        ]


def test_nobody_overwrites_what_they_have_not_seen(stage: Stage) -> None:
    """A change from an old view is refused; what cannot be changed at all is an error of the program."""
    changed(stage, closes_at=CLOSES + DAY)
    stage.version -= 1
    with pytest.raises(SurveyChangedError):
        changed(stage, title="Andere")
    with pytest.raises(ValueError, match="state"):
        changed(stage, state=SurveyState.DRAFT)


def test_one_of_two_corrections_at_once_is_refused(stage: Stage, at_once: Callable[..., list[object]]) -> None:
    """The other one is told that the survey has changed."""
    correcting = partial(stage.corrects, SHORTER, seen=stage.version)  # both, also if one begins when the other is done
    done = at_once(correcting, correcting)
    assert {type(each) for each in done} == {Correction, SurveyChangedError}


def test_a_longer_time_opens_it_again_until_it_is_closed(stage: Stage) -> None:
    """When the time is over it waits to be closed; until then it can be prolonged, after that nothing changes."""
    changed(stage, closes_at=CLOSES + DAY)
    stage.says(PLACE, "ready", "yes", now=CLOSES)
    stage.closes(CLOSES + HOUR)
    with stage.database.transaction() as session:
        closed = surveys(session, SurveyState.CLOSED)
        assert [(each.id, each.closes_at) for each in closed] == [(stage.survey_id, CLOSES + HOUR)]
        stage.version = closed[0].version
    with pytest.raises(NotOpenError):
        changed(stage, closes_at=CLOSES + 2 * DAY)
    with pytest.raises(NotOpenError):
        stage.closes(CLOSES + HOUR)


def test_municipalities_of_the_audience_are_asked_but_for_the_excluded(stage: Stage) -> None:
    """Whether or not anybody can be written to there; people who speak for no municipality are not."""
    criteria = Criteria(roles=(Role.CONTACT, Role.COORDINATOR), places=tuple(MANY[:4]))
    changed(stage, audience=Audience(anyone_of=(criteria,)).model_dump(mode="json"), excluded=[OTHER, MANY[3]])
    roles = [(FIRST, Role.CONTACT, PLACE), (SECOND, Role.CONTACT, OTHER), (OFFICE, Role.COORDINATOR, None)]
    with stage.database.transaction() as session:
        for person, role, ags in roles:
            session.add(RoleAssignment(person_id=person, role=role, ags=ags, valid_from=NOW.date()))
            session.add(Address(person_id=person, network="core", account=str(person), chat="c", created_at=NOW))
        session.flush()
        found = asked(session, session.get_one(Survey, stage.survey_id), NOW.date())
        assert found.parties == [PLACE]
        assert [place.ags for place in found.silent_places] == [THIRD]


def test_who_is_asked_twice_is_asked_once(stage: Stage, at_once: Callable[..., list[object]]) -> None:
    """Only newcomers are new, also when two instances look at the same moment."""

    def ask() -> list[str]:
        with stage.database.transaction() as session:
            return invite(session, stage.survey_id, [PLACE, *MANY[3:5]], NOW)

    assert sorted(at_once(ask, ask), key=str) == sorted([[], MANY[3:5]], key=str)
    with stage.database.transaction() as session:
        assert [each.survey_id for each in parts_of(session, MANY[3])] == [stage.survey_id]


def test_a_correction_carries_over_what_fits(stage: Stage) -> None:
    """Same name, same type, option still there; all else is named, by municipality, and kept in the history."""
    stage.fills(PLACE, ready="no", groups=["ill"], places=12, wishes="Zeit")
    stage.fills(OTHER, ready="yes", places=5)
    stage.says(OTHER, "ready", "no", SECOND)
    stage.says(THIRD, "ready", "no")
    stage.says(THIRD, "ready", "yes", SECOND)
    done = stage.corrects(SHORTER)
    assert (done.carried, done.lost) == (4, {PLACE: ["ready", "wishes"], THIRD: ["ready"]})
    assert stage.sheet(PLACE) == {"groups": ["ill"], "places": 12}
    assert (stage.sheet(OTHER), stage.counting(THIRD)) == ({"ready": "yes", "places": 5}, {})
    with stage.database.transaction() as session:
        outdated = [
            each.value for each in history(session, stage.survey_id, PLACE) if each.standing is Standing.OUTDATED
        ]
        assert outdated == ["no", "Zeit"]
        other = [each.standing for each in history(session, stage.survey_id, OTHER)]
        assert other == [Standing.CURRENT, Standing.CURRENT, Standing.OUTDATED]
    assert not stage.sends(PLACE)


def test_another_type_is_another_question(stage: Stage) -> None:
    """An answer does not fit a question of the same name that wants something else, or numbers from another range."""
    ranged = PLACES.model_copy(update={"type": QuestionType.RANGE, "start": 0, "end": 20})
    stage.corrects(form(WISHES.model_copy(update={"name": "places"}), ranged.model_copy(update={"name": "share"})))
    stage.fills(PLACE, places="zwölf", share=15)
    narrower = ranged.model_copy(update={"name": "share", "end": 10})
    assert stage.corrects(form(PLACES, narrower)).lost == {PLACE: ["places", "share"]}


def test_ballots_are_corrected_without_names(stage: Stage) -> None:
    """Answers of ballots that no longer fit are thrown away, read or not, and only their number is told."""
    stage.open(*MANY, anonymity=Anonymity.ANONYMOUS)
    for number, ags in enumerate(MANY[:11]):
        stage.fills(ags, ready="no" if number < 3 else "yes", wishes="Zeit")
    stage.says(MANY[11], "wishes", "Geld")
    done = stage.corrects(SHORTER)
    assert (done.nameless, done.lost) == (14, {MANY[11]: ["wishes"]})
    stage.closes()
    found = stage.results()
    assert found is not None
    assert [(each.name, each.total.answered) for each in found.questions] == [
        ("ready", 8),
        ("groups", None),
        ("places", None),
    ]


@pytest.mark.parametrize(
    ("ags", "population", "size"),
    [
        ("05711000", None, None),
        ("05711", 333_000, SizeClass.DISTRICT),
        ("05711000", 4_999, SizeClass.RURAL),
        ("05711000", 5_000, SizeClass.SMALL_TOWN),
        ("05711000", 99_999, SizeClass.TOWN),
        ("05711000", 100_000, SizeClass.CITY),
    ],
)
def test_municipalities_have_a_size(ags: str, population: int | None, size: SizeClass | None) -> None:
    """A Kreis is a size of its own; where nobody knows how many live there, nobody guesses."""
    assert size_class(ags, population) is size
