"""Files that municipalities have sent as answers; the answer itself is the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime
from storage.survey_participation import writable


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


def newest_files(session: Session, survey_id: int, ags: str) -> Sequence[SurveyFile]:
    """List the newest file of a municipality to each question, in the order they came."""
    here = (SurveyFile.survey_id == survey_id, SurveyFile.ags == ags)
    found = session.exec(select(SurveyFile).where(*here).order_by(col(SurveyFile.id))).all()
    return list({file.question: file for file in found}.values())
