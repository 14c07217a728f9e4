"""Whatever is answered, taken over, put aside, handed on, corrected and sent in any order: results equal a recount."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.survey_answers import contradictions, set_relevant
from storage.survey_forms import Answer, Form, QuestionType
from storage.survey_handovers import hand
from storage.survey_sending import ContradictionError
from tests.storage.survey_stage import (
    FIRST,
    GROUPS,
    NOW,
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

ASKED = places(2, lands=2)
FORMS = (
    form(READY, GROUPS, PLACES, WISHES),
    form(READY.model_copy(update={"options": options("yes", "later")}), GROUPS, PLACES, WISHES),
    form(GROUPS.model_copy(update={"options": options("ill", "minors")}), READY, WISHES),
    form(READY, GROUPS, PLACES.model_copy(update={"type": QuestionType.TEXT})),
)
NAMES = [question.name for question in FORMS[0].questions]
VALUES: dict[str, st.SearchStrategy[Answer]] = {
    "ready": st.sampled_from(["yes", "no", "later", None]),
    "groups": st.sampled_from([["minors"], ["minors", "ill"], ["families", "ill"], [], None]),
    "places": st.sampled_from([0, 5, 12, None]),
    "wishes": st.sampled_from(["Zeit", "Geld", None]),
}
RARELY = st.sampled_from([False] * 7 + [True])
PLACE, PERSON, NAME = st.sampled_from(ASKED), st.integers(FIRST, 3), st.sampled_from([*NAMES, "ready", "ready"])
WORDS = NAME.flatmap(lambda name: st.tuples(PLACE, st.just(name), VALUES[name], PERSON, RARELY))
STEPS = st.lists(
    st.one_of(
        WORDS,
        WORDS,
        st.tuples(st.just("relevant"), PLACE, st.sets(NAME)),
        st.tuples(st.just("hand"), PLACE, NAME, PERSON),
        st.tuples(st.just("send"), PLACE),
        st.tuples(st.just("correct"), st.sampled_from(FORMS)),
    ),
    min_size=15,
    max_size=40,
)


@dataclass
class Ledger:
    """A clerk with paper: for each municipality and question a list of who said what last, the first of them counts."""

    form: Form
    said: dict[tuple[str, str], list[tuple[int, Answer]]] = field(default_factory=dict)
    aside: set[tuple[str, str]] = field(default_factory=set)
    handed: dict[tuple[str, str], int] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)

    def says(self, key: tuple[str, str], value: Answer, person: int, *, takes_over: bool) -> None:
        """Write down a word."""
        said = self.said.get(key, [])
        self.aside.discard(key)
        if takes_over or self.handed.get(key) == person or not said:
            self.said[key] = [(person, value)]
            return
        (first, counting), others = said[0], [each for each in said[1:] if each[0] != person]
        if first == person or counting is None:
            self.said[key] = [(person, value), *(each for each in others if each[1] != value)]
        elif value is None or value == counting:
            self.said[key] = [said[0], *others]
        else:
            self.said[key] = [said[0], *others, (person, value)]

    def sends(self, ags: str) -> None:
        """Send what has no contradiction."""
        if not any(len(said) > 1 and key[0] == ags and key not in self.aside for key, said in self.said.items()):
            self.sent.add(ags)

    def corrects(self, after: Form) -> None:
        """Strike what is no answer to the new form."""
        before, self.form = self.form, after
        for key, said in list(self.said.items()):
            self.said[key] = [each for each in said if self.stays(before, key[1], each[1])]
            if not self.stays(before, key[1], said[0][1]):
                del self.said[key]

    def stays(self, before: Form, name: str, value: Answer) -> bool:
        """Say whether an answer is one to the new form."""
        old, new = before.question(name), self.form.question(name)
        if old is None or new is None or old.type is not new.type:
            return False
        offered = {option.name for option in new.options}
        return value is None or not offered or set(value if isinstance(value, list) else [value]) <= offered

    def counts(self, name: str, prefix: str = "") -> list[Answer]:
        """List what counts of a question, in all or in one Land."""
        keys = [(ags, name) for ags in self.sent if ags.startswith(prefix)]
        return [self.said[key][0][1] for key in keys if key in self.said and key not in self.aside]


@pytest.fixture
def stage(sqlite_database: Database) -> Stage:
    """Give an open survey of two municipalities in two Länder."""
    return populate(sqlite_database, *ASKED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_results_equal_a_recount(stage: Stage, steps: list[tuple[object, ...]]) -> None:
    """By option, number and text, in all and by Land; what each municipality's sheet says is the same, too."""
    stage.open(*ASKED, form=FORMS[0])
    ledger = Ledger(FORMS[0])
    for step in steps:
        _do(stage, ledger, step)
    found = stage.results()
    assert found is not None
    assert (found.sent, found.version) == (len(ledger.sent), stage.form_number)
    assert [each.name for each in found.questions] == [each.name for each in ledger.form.questions]
    for result in found.questions:
        _recount(result.name, ledger.counts(result.name), result.total.answered, result.skipped)
        said = [value for value in ledger.counts(result.name) if value is not None]
        chosen = Counter(each for value in said for each in (value if isinstance(value, list) else [value]))
        if result.total.counts:
            assert {name: number for name, number in result.total.counts.items() if number} == chosen
        if result.type is QuestionType.INTEGER and said:
            assert result.total.numbers is not None
            numbers = [value for value in said if isinstance(value, int)]
            assert (result.total.numbers.total, result.total.numbers.median) == (sum(numbers), median(numbers))
        if result.type is QuestionType.TEXT:
            assert list(result.texts) == sorted(map(str, said))
        for land, prefix in (("DE-NW", "05"), ("DE-HE", "06")):
            answered = [value for value in ledger.counts(result.name, prefix) if value is not None]
            line = result.by_land.get(land)
            assert (line.answered if line else 0) == len(answered)


def _recount(name: str, said: list[Answer], answered: int | None, skipped: int | None) -> None:
    assert (answered, skipped) == (len(said) - said.count(None), said.count(None)), name


def _do(stage: Stage, ledger: Ledger, step: tuple[object, ...]) -> None:
    """Take one step on both sides; what the form does not ask nobody answers."""
    match step:
        case ("relevant", str(ags), set(names)):
            with stage.database.transaction() as session:
                set_relevant(session, stage.survey_id, ags, names, NOW)
            ledger.aside -= {(ags, name) for name in names}
            ledger.aside |= {key for key in ledger.said if key[0] == ags and key[1] not in names}
        case ("hand", str(ags), str(name), int(person)):
            with stage.database.transaction() as session:
                hand(session, stage.survey_id, ags, [name], person, SECOND, NOW)
            ledger.handed[ags, name] = person
        case ("send", str(ags)):
            ledger.sends(ags)
            try:
                stage.sends(ags)
            except ContradictionError:
                assert ags not in ledger.sent
        case ("correct", Form() as after):
            ledger.corrects(after)
            stage.corrects(after)
        case (str(ags), str(name), value, int(person), bool(takes_over)):
            question = ledger.form.question(name)
            if question is not None and ledger.stays(FORMS[0], name, value):  # type: ignore[arg-type]
                stage.says(ags, name, value, person, takes_over=takes_over)  # type: ignore[arg-type]
                ordered = (
                    [each.name for each in question.options if each.name in value] if isinstance(value, list) else value
                )
                ledger.says((ags, name), ordered, person, takes_over=takes_over)  # type: ignore[arg-type]
    for ags in ASKED:
        said = {key[1]: said for key, said in ledger.said.items() if key[0] == ags and key not in ledger.aside}
        assert stage.sheet(ags) == {name: answers[0][1] for name, answers in said.items()}
        with stage.database.transaction() as session:
            found = contradictions(session, stage.survey_id, ags)
            against = {name: [(each.person_id, each.value) for each in answers] for name, answers in found.items()}
        assert against == {name: answers for name, answers in said.items() if len(answers) > 1}
