"""What somebody may see of a survey's results, and how it is called in their language.

Taking part is no secret, so everybody sees who of how many has sent. What was answered all members see of an open
survey at any time; of any other, the coordination while it runs and who was asked once it is closed. Every Land's row
is for the office and whoever made the survey, and of an open survey for all; others see their own Land's beside the
whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from sqlmodel import Session

from handlers.commands import COORDINATORS
from handlers.problems import Problem
from handlers.survey_logic import REFERENCE
from handlers.survey_result_figures import period
from handlers.turn import Turn
from handlers.wording import Markdown, Wording, escape
from storage.municipalities import Land, SizeClass
from storage.persons import Role
from storage.survey_forms import Form, Labels, Question, QuestionType, label_of
from storage.survey_participation import Rate, part_of, rates
from storage.survey_results import Results, results
from storage.survey_tallies import UNKNOWN, Line, QuestionResult
from storage.surveys import Anonymity, Survey, SurveyState, form_of

LONGEST_QUESTION, LONGEST_OPTION = 300, 80
"""Characters of a label that is shown: a longer one was read in the survey."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may see: ``own`` are their Länder, ``everywhere`` says that they may see all."""

    answers: bool
    everywhere: bool
    own: frozenset[Land]

    def land(self, name: str) -> bool:
        """Say whether they may see a row of the cross-table by Land."""
        return self.everywhere or name in self.own


@dataclass(frozen=True, slots=True)
class Shown:
    """One question with its result: where it stands (from 1), what it says, and what was answered."""

    number: int
    question: Question
    result: QuestionResult


@dataclass(frozen=True, slots=True)
class View:
    """A survey's results for somebody. ``found`` is None while there are too few to show, or they may not be seen."""

    wording: Wording
    survey: Survey
    rights: Rights
    rates: dict[Land, Rate]
    found: Results | None = None
    form: Form | None = None

    @property
    def title(self) -> str:
        """What the survey is called, plain."""
        return self.label({}, self.survey.title, LONGEST_QUESTION)

    @property
    def rate(self) -> Rate:
        """How many take part in all Länder."""
        return sum(self.rates.values(), start=Rate())

    def questions(self) -> Iterator[Shown]:
        """List the questions that can be answered, as they are numbered for readers of results."""
        for number, result in enumerate(self.found.questions if self.found else (), start=1):
            question = self.form.question(result.name) if self.form else None
            if question is not None:
                yield Shown(number, question, result)

    def label(self, labels: Labels, name: str, longest: int = LONGEST_OPTION) -> str:
        """Call something by its label in the reader's language; plain text, with "…" for the answers it quotes."""
        said = label_of(labels, self.wording.language) or name
        return shorten(REFERENCE.sub("…", said), longest, placeholder=" …") or name

    def question(self, shown: Shown) -> str:
        """Write a question, plain."""
        return self.label(shown.question.label, shown.question.name, LONGEST_QUESTION)

    def options(self, shown: Shown) -> dict[str, str]:
        """Name what is counted of a question, plain.

        What nobody offered, like a day, is known only by having been said: where its count is hidden, it is, too.
        """
        labels = {option.name: self.label(option.label, option.name) for option in shown.question.options}
        return {
            key: labels.get(key) or self._said(shown.question, key)
            for key, count in shown.result.total.counts.items()
            if key in labels or count is not None
        }

    def _said(self, question: Question, key: str) -> str:
        if question.type is QuestionType.DATE:
            return period(self.wording, key)
        return shorten(key, LONGEST_OPTION, placeholder=" …") or key

    def by_land(self, shown: Shown) -> dict[str, Line]:
        """Give the rows by Land that they may see, by the Länder's names."""
        rows = shown.result.by_land.items()
        return {self._land(name): line for name, line in rows if self.rights.land(name)}

    def by_size(self, shown: Shown) -> dict[str, Line]:
        """Give the rows by size, by the names of the sizes; none where no size is known."""
        rows = shown.result.by_size
        if set(rows) == {UNKNOWN}:
            return {}
        return {self._unless_unknown(name) or self.wording.name(SizeClass(name)): line for name, line in rows.items()}

    def _land(self, name: str) -> str:
        return self._unless_unknown(name) or self.wording.name(Land(name))

    def _unless_unknown(self, name: str) -> Markdown | None:
        return self.wording("survey-result-unknown") if name == UNKNOWN else None


def view_for(turn: Turn, survey: Survey) -> View:
    """Give what the person who writes may see. Raises :class:`Problem` where that is nothing yet."""
    if survey.state is SurveyState.DRAFT:
        raise Problem("survey-result-draft")
    return view(turn.session, turn.wording, survey, _rights(turn, survey), turn.now)


def view(session: Session, wording: Wording, survey: Survey, rights: Rights, now: datetime) -> View:
    """Count a survey for somebody with certain rights."""
    survey_id = survey.id or 0
    taking_part = rates(session, survey_id)
    found = results(session, survey_id, now) if rights.answers else None
    if found is None or not found.sent:
        return View(wording, survey, rights, taking_part)
    return View(wording, survey, rights, taking_part, found, form_of(session, survey, found.version))


def rights_of_participants(survey: Survey, lands: Collection[Land]) -> Rights:
    """Say what who was asked may see, from the closing on."""
    return Rights(answers=True, everywhere=survey.anonymity is Anonymity.OPEN, own=frozenset(lands))


def _rights(turn: Turn, survey: Survey) -> Rights:
    own = {place.land for place in turn.places}
    if not turn.holds(Role.COORDINATOR):
        own |= turn.lands()
    manages = turn.holds(Role.COORDINATOR) or (turn.holds(*COORDINATORS) and survey.created_by == turn.sender_id)
    is_open = survey.anonymity is Anonymity.OPEN
    answers = is_open or turn.holds(*COORDINATORS) or (survey.state is SurveyState.CLOSED and _was_asked(turn, survey))
    return Rights(answers, everywhere=is_open or manages, own=frozenset(own))


def _was_asked(turn: Turn, survey: Survey) -> bool:
    return any(part_of(turn.session, survey.id or 0, place.ags) for place in turn.places)


def plain_name(words: str) -> Markdown:
    """Write something plain into a line of ours."""
    return Markdown(escape(words))
