"""A survey as one JSON document: all that is known of it, but for who made it and the number it has here.

The same survey makes the same bytes. A checksum tells a document that was changed by hand from one that we wrote.
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from storage.audience_criteria import Audience
from storage.member_files import RowFault
from storage.survey_answers import Standing
from storage.survey_forms import Answer, Form
from storage.survey_participation import Sheet
from storage.survey_results import Results
from storage.surveys import Anonymity, SurveyState

CHECKSUM = "checksum"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Version(_Part):
    """A form as it was published."""

    number: int
    form: Form
    reason: str
    published_at: datetime


class Spoken(_Part):
    """Something that was said for a municipality; ``person`` is a number in :attr:`SurveyDocument.people`."""

    question: str
    version: int
    value: Answer
    standing: Standing
    aside: bool
    took_over: bool
    by_proxy: bool
    person: int
    said_at: datetime


class Handed(_Part):
    """A question that somebody was asked to answer."""

    question: str
    person: int
    handed_by: int
    handed_at: datetime


class Place(_Part):
    """A municipality's part, with all that was said for it, in the order it was."""

    ags: str
    name: str
    invited_at: datetime
    begun_at: datetime | None
    sent_at: datetime | None
    sent_by: int | None
    by_proxy: bool
    sheet: Sheet
    said: tuple[Spoken, ...]
    handed: tuple[Handed, ...]


class Wave(_Part):
    """What a survey is known by from one database to another."""

    title: str
    created_at: datetime


class Step(_Part):
    """The protected results as they were last shown; the next ones go on from there."""

    results: Results
    taken_at: datetime


class SurveyDocument(_Part):
    """A survey. A ``protected`` one has no ``places`` and no ``draft``: it shows what :class:`Step` does."""

    format: Literal["hafenbote-survey"] = "hafenbote-survey"
    format_version: Literal[1] = 1
    """Goes up when a document of before could be misread."""
    protected: bool
    title: str
    anonymity: Anonymity
    audience: Audience
    excluded: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    state: SurveyState
    version: int
    published: int
    created_at: datetime
    changed_at: datetime
    follows: Wave | None
    draft: Form
    versions: tuple[Version, ...]
    people: tuple[str, ...]
    """The labels of who has said or sent something, numbered from 1."""
    places: tuple[Place, ...]
    step: Step | None


FORMAT: str = SurveyDocument.model_fields["format"].default
FORMAT_VERSION: int = SurveyDocument.model_fields["format_version"].default


class SurveyFileError(ValueError):
    """The file has faults; nothing was taken from it."""

    def __init__(self, *faults: RowFault) -> None:
        super().__init__("; ".join(f"row {fault.row}: {fault.sentence}" for fault in faults))
        self.faults = faults


def written(document: SurveyDocument) -> str:
    """Write a document: sorted, indented, with its checksum."""
    content = document.model_dump(mode="json")
    return json.dumps(content | {CHECKSUM: _checksum(content)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_document(text: str) -> SurveyDocument:
    """Read a document. Raises :class:`SurveyFileError` for what we did not write, or not like this."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SurveyFileError(RowFault(getattr(error, "lineno", 1), "this is no JSON")) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise SurveyFileError(RowFault(1, "this is no survey that Hafenbote has exported"))
    if content.get("format_version") != FORMAT_VERSION:
        newer = f"the format has version {content.get('format_version')!r}, this Hafenbote reads {FORMAT_VERSION}"
        raise SurveyFileError(RowFault(1, newer))
    if content.pop(CHECKSUM, None) != _checksum(content):
        raise SurveyFileError(RowFault(1, "the file was changed since it was exported; please export it again"))
    try:
        return SurveyDocument.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise SurveyFileError(RowFault(1, f"{where} is not what an export has there: {fault['msg']}")) from error


def _checksum(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
