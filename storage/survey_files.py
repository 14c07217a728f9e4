"""Files that municipalities have sent as answers; the answer itself is the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, Session, col, func, select

from storage.records import Record, UtcDateTime
from storage.survey_participation import Participation, writable


class SurveyFile(Record, table=True):
    """A file that was sent for a municipality in answer to a question. A newer one takes its place, it stays kept."""

    __tablename__ = "survey_file"
    __table_args__ = (Index("ix_survey_file_place", "survey_id", "ags"),)

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    ags: str = Field(foreign_key="municipality.ags")
    question: str
    name: str
    media_type: str
    content: bytes
    person_id: int = Field(foreign_key="person.id")
    sent_at: datetime = Field(sa_type=UtcDateTime)


def keep_file(session: Session, file: SurveyFile) -> None:
    """Keep a file. Raises as :func:`storage.survey_participation.writable` does."""
    writable(session, file.survey_id, file.ags, file.sent_at)
    session.add(file)
    session.flush()


def counting_files(session: Session, part: Participation) -> Sequence[SurveyFile]:
    """List the files whose names count as a municipality's answers, in the order they came."""
    here = (SurveyFile.survey_id == part.survey_id, SurveyFile.ags == part.ags)
    newest = select(func.max(SurveyFile.id)).where(*here).group_by(col(SurveyFile.question), col(SurveyFile.name))
    found = session.exec(select(SurveyFile).where(col(SurveyFile.id).in_(newest)).order_by(col(SurveyFile.id))).all()
    return [file for file in found if part.sheet.get(file.question) == file.name]


def senders_of_files(session: Session, survey_id: int) -> Sequence[Participation]:
    """List the municipalities that have sent their answers and a file among them, by AGS."""
    sent = (Participation.survey_id == survey_id, col(Participation.sent_at).is_not(None))
    named = select(SurveyFile.ags, SurveyFile.question, SurveyFile.name).where(SurveyFile.survey_id == survey_id)
    files = set(session.exec(named))
    parts = session.exec(
        select(Participation)
        .where(*sent, col(Participation.ags).in_({ags for ags, _, _ in files}))
        .order_by(Participation.ags)
    )
    return [part for part in parts if any((part.ags, question, name) in files for question, name in part.sheet.items())]
