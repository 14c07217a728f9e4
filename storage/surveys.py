"""Surveys: what is asked, whom, from when until when, and who will see the answers.

A survey is a draft until it is published; what is published never changes. A correction is a version of its own
(:mod:`storage.survey_corrections`), and so is next year's wave, which is another survey that ``follows`` this one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, bindparam, cast, text
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.audience_criteria import Audience
from storage.records import Record, UtcDateTime, enum_column, json_column
from storage.survey_forms import FILES, Form, parse_form


class Anonymity(StrEnum):
    """Who sees what a municipality answered: all members, the coordination alone, or nobody."""

    OPEN = "open"
    COORDINATORS = "coordinators"
    ANONYMOUS = "anonymous"


class SurveyState(StrEnum):
    """What has become of a survey; a published one is open between its two moments only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


IS_UNPLANNED = "planned_version != version"
SHORTEST = timedelta(days=1)
"""How long a survey is open at least."""

MOST_OFTEN, APART = 4, 7
"""Reminders to a municipality, and days between two of them, unless somebody says otherwise."""

MOST_REMINDERS, LONGEST_WAIT = 10, 60
"""How many reminders a survey can have, and how many days it can leave between two."""


class Survey(Record, table=True):
    """One survey. ``version`` goes up with every change, so that nobody overwrites what they have not seen.

    ``draft`` is the form that is still worked on; ``published`` is the number of the newest version that was published,
    0 for none. It is open from ``opens_at`` until right before ``closes_at``.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="end_after_start"),
        CheckConstraint("state = 'draft' OR published > 0", name="published_has_version"),
        CheckConstraint(f"reminders_at_most BETWEEN 0 AND {MOST_REMINDERS}", name="reminders_bearable"),
        CheckConstraint(f"reminder_days BETWEEN 1 AND {LONGEST_WAIT}", name="reminders_apart"),
        Index("ix_survey_state_end", "state", "closes_at"),
        Index("ix_survey_unplanned", "id", sqlite_where=text(IS_UNPLANNED), postgresql_where=text(IS_UNPLANNED)),
        {"sqlite_autoincrement": True},  # the number of a draft that was thrown away never names another survey
    )

    id: int | None = Field(default=None, primary_key=True)
    title: str
    anonymity: Anonymity = Field(default=Anonymity.OPEN, sa_type=enum_column(Anonymity))
    audience: dict[str, object] = Field(default_factory=dict, sa_type=json_column())
    excluded: list[str] = Field(default_factory=list, sa_type=json_column())
    """Municipalities of the audience that are not asked, by AGS."""
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    draft: dict[str, object] = Field(default_factory=dict, sa_type=json_column())
    state: SurveyState = Field(default=SurveyState.DRAFT, sa_type=enum_column(SurveyState))
    version: int = 1
    published: int = 0
    previewed: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """The version of the draft that somebody has walked through; what nobody has tried is not published."""
    follows: int | None = Field(default=None, foreign_key="survey.id")
    """The earlier wave it is compared with."""
    reminders_at_most: int = MOST_OFTEN
    """To a municipality, the one on the day before the closing included."""
    reminder_days: int = APART
    """At least so many days lie between two notices to a municipality."""
    planned_version: int = 0
    """Which version the clock has planned for."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def whom(self) -> Audience:
        """Who is asked, before the exclusions."""
        return Audience.model_validate(self.audience)

    def is_open(self, now: datetime) -> bool:
        """Whether answers can be given and changed."""
        return self.state is SurveyState.PUBLISHED and self.opens_at <= now < self.closes_at


class SurveyVersion(Record, table=True):
    """A form as it was published. It is never changed."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    number: int
    form: dict[str, object] = Field(sa_type=json_column())
    reason: str = ""
    published_by: int = Field(foreign_key="person.id")
    published_at: datetime = Field(sa_type=UtcDateTime)


class SurveyError(Exception):
    """The survey does not take this."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class SurveyChangedError(SurveyError):
    """Somebody else has changed the survey since it was looked at."""


class PublishedError(SurveyError):
    """It is published: who sees the answers and what was asked stay as they are."""


class NamingFilesError(SurveyError):
    """An anonymous survey cannot ask for files: they tell whose they are."""


class NotOpenError(SurveyError):
    """The survey takes no answers: it is not published, not yet open, or over."""


CHANGEABLE = (
    *("title", "audience", "excluded", "opens_at", "closes_at", "follows", "draft", "anonymity"),
    *("reminders_at_most", "reminder_days"),
)
ANEW = {"populate_existing": True}
"""What is held is read anew: somebody may have changed it since."""

UNTIL_PUBLISHED = ("opens_at", "draft", "anonymity")
"""What a published survey keeps."""


def create(session: Session, survey: Survey) -> Survey:
    """Write a new survey down."""
    session.add(survey)
    session.flush()
    return survey


def change(session: Session, survey_id: int, seen_version: int, now: datetime, **values: object) -> Survey:
    """Change what ``values`` name. A published survey can still close at another time, until it was closed.

    Raises :class:`SurveyChangedError`, :class:`PublishedError` for what it keeps, and :class:`NotOpenError` if closed.
    """
    unknown = values.keys() - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not changeable: {', '.join(sorted(unknown))}")
    survey = held(session, survey_id, alone=True, seen_version=seen_version)
    if survey.state is not SurveyState.DRAFT and values.keys() & set(UNTIL_PUBLISHED):
        raise PublishedError
    if survey.state is SurveyState.CLOSED:
        raise NotOpenError
    for name, value in values.items():
        setattr(survey, name, value)
    return changed(session, survey, now)


def publish(session: Session, survey_id: int, seen_version: int, by: int, now: datetime) -> SurveyVersion:
    """Publish the draft as version 1.

    Raises :class:`SurveyChangedError`, :class:`PublishedError` and :class:`NamingFilesError`.
    """
    survey = held(session, survey_id, alone=True, seen_version=seen_version)
    if survey.state is not SurveyState.DRAFT:
        raise PublishedError
    version = add_version(session, survey, Form.model_validate(survey.draft), by, now)
    survey.state = SurveyState.PUBLISHED
    session.flush()
    return version


def delete_draft(session: Session, survey_id: int, seen_version: int) -> None:
    """Throw a draft away. Raises :class:`SurveyChangedError` and :class:`PublishedError`."""
    survey = held(session, survey_id, alone=True, seen_version=seen_version)
    if survey.state is not SurveyState.DRAFT:
        raise PublishedError
    session.delete(survey)
    session.flush()


def note_preview(session: Session, survey_id: int) -> None:
    """Write down that a draft was walked through as it is."""
    survey = held(session, survey_id, alone=True)
    survey.previewed = survey.version
    session.flush()


def add_version(  # noqa: PLR0913 - what is published, by whom, when, why
    session: Session, survey: Survey, form: Form, by: int, now: datetime, reason: str = ""
) -> SurveyVersion:
    """Make a form the survey's newest version; the survey is held alone. Raises :class:`NamingFilesError`."""
    if survey.anonymity is Anonymity.ANONYMOUS and any(question.type in FILES for question in form.questions):
        raise NamingFilesError
    survey.published += 1
    version = SurveyVersion(
        survey_id=survey.id or 0,
        number=survey.published,
        form=form.model_dump(mode="json", exclude_defaults=True),
        reason=reason,
        published_by=by,
        published_at=now,
    )
    session.add(version)
    changed(session, survey, now)
    return version


def changed(session: Session, survey: Survey, now: datetime) -> Survey:
    """Note that a survey held alone was changed."""
    survey.version += 1
    survey.changed_at = now
    session.add(survey)
    session.flush()
    return survey


def held(session: Session, survey_id: int, *, alone: bool = False, seen_version: int | None = None) -> Survey:
    """Hold a survey as it is until the end of this transaction; ``alone`` also keeps out who only answers.

    A transaction that does both holds it alone first: two that turn from one to the other would wait for each other.
    Raises :class:`SurveyChangedError` unless it is as it was seen.
    """
    session.flush()
    survey = session.exec(_holding(alone=alone), params={"id": survey_id}, execution_options=ANEW).one()
    if seen_version is not None and survey.version != seen_version:
        raise SurveyChangedError
    return survey


@cache
def _holding(*, alone: bool) -> SelectOfScalar[Survey]:
    # Answers go side by side, and none beside a closing or a correction; they need no draft, which is large.
    found = select(Survey).where(Survey.id == bindparam("id")).with_for_update(read=not alone)
    return found if alone else found.options(defer(Survey.draft))  # type: ignore[arg-type]


def held_open(session: Session, survey_id: int, now: datetime, *, alone: bool = False) -> Survey:
    """Hold a survey that takes answers. Raises :class:`NotOpenError`: nothing comes in after the closing."""
    survey = held(session, survey_id, alone=alone)
    if not survey.is_open(now):
        raise NotOpenError
    return survey


def form_of(session: Session, survey: Survey, number: int | None = None) -> Form:
    """Read the newest published form, or the one of a version."""
    return parse_form(form_text(session, survey, number))


def form_text(session: Session, survey: Survey, number: int | None = None) -> str:
    """Give the JSON of the newest published form, or of the one of a version: what two equal forms have in common."""
    wanted = {"survey_id": survey.id, "number": number or survey.published}
    return session.exec(_form_text(), params=wanted).one()


@cache
def _form_text() -> SelectOfScalar[str]:
    wanted = (SurveyVersion.survey_id == bindparam("survey_id"), SurveyVersion.number == bindparam("number"))
    return select(cast(col(SurveyVersion.form), Text)).where(*wanted)
