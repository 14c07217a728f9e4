"""``hafenbote surveys``: surveys into files and out of them. Who may run this may see all that the database holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.markdown import to_plain
from bot.office import office_of
from bot.opening import open_database, read_settings
from handlers.survey_files import Format, codebook_file, survey_file
from handlers.survey_table_imports import import_answers, read_table
from handlers.turn import Office
from handlers.xlsform_files import BadForm
from handlers.xlsforms import read_xlsform
from storage.audience_criteria import Audience
from storage.audit import note
from storage.persons import Person, Role, holders
from storage.survey_documents import SurveyFileError
from storage.survey_forms import Form
from storage.survey_imports import import_survey
from storage.surveys import Anonymity, Survey, SurveyState, create

surveys = typer.Typer(help="Surveys as files: forms, answers and results.", no_args_is_help=True)


@contextmanager
def _opened() -> Iterator[tuple[Session, Office]]:
    """Open the database; whatever is wrong with a file is said line by line, nothing is kept, and the end is a 1."""
    settings = read_settings()
    office, database = office_of(settings), open_database()
    try:
        with database.transaction() as session:
            yield session, office
    except SurveyFileError as error:
        for fault in error.faults:
            typer.echo(f"row {fault.row}: {fault.sentence}", err=True)
        raise typer.Exit(1) from error
    except BadForm as error:
        for problem in error.problems:
            typer.echo(to_plain(office.wording().problem(problem)), err=True)
        raise typer.Exit(1) from error
    finally:
        database.close()


def refuse(sentence: str) -> typer.Exit:
    """Say what is wrong; whoever raises what this gives ends the command with 1."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)


@surveys.command("export")
def export_file(
    number: int,
    file: Path,
    codebook: Annotated[Path | None, typer.Option(help="Write what each column means into another CSV file")] = None,
) -> None:
    """Write a survey as the file's name ends: .csv, .xlsx, or .json, which holds everything.

    Of an anonymous survey these are results with nothing under five; nobody knows more.
    """
    kind = file.suffix.lower().removeprefix(".")
    if kind not in set(Format):
        raise refuse(f"{file}: a survey is written as .csv, .xlsx or .json")
    with _opened() as (session, _):
        survey = _survey(session, number)
        if survey.state is SurveyState.DRAFT:
            raise refuse(f"Survey {number} is not published yet; there is nothing to export.")
        named = survey.anonymity is not Anonymity.ANONYMOUS
        content = survey_file(session, survey, Format(kind), datetime.now(UTC), named=named, drafts=True)
        book = codebook_file(session, survey) if codebook else b""
    file.write_bytes(content)
    if codebook:
        codebook.write_bytes(book)


@surveys.command("import")
def import_file(
    file: Path,
    closes: Annotated[str, typer.Option(help="For a form: the last day to answer, YYYY-MM-DD")] = "",
    anonymity: Annotated[Anonymity, typer.Option(help="For a form: who sees the answers")] = Anonymity.OPEN,
    into: Annotated[int, typer.Option(help="For a table of answers: the number of the survey that takes them")] = 0,
    by: Annotated[str, typer.Option(help="Label of who makes or enters it; else the first of the office")] = "",
) -> None:
    """Take a form (XLSForm, .xlsx or .csv) as a draft, a survey (.json), or --into a survey a table of answers."""
    content, now = file.read_bytes(), datetime.now(UTC)
    with _opened() as (session, office):
        person = coordinator(session, by, office, now)
        if into:
            said, survey_id = _take_answers(session, content, into, person, office, now), into
        else:
            if file.suffix.lower() == ".json":
                survey = import_survey(session, content.decode(errors="replace"), person.id or 0, now)
            else:
                survey = _draft(read_xlsform(content, file.stem), closes, anonymity, person, office, now)
                create(session, survey)
            said, survey_id = _told(survey, person), survey.id or 0
        note(session, now, person.id, "survey-imported", f"survey:{survey_id}")
    typer.echo(said)


def _survey(session: Session, number: int) -> Survey:
    survey = session.get(Survey, number)
    if survey is None:
        raise refuse(f"There is no survey {number}.")
    return survey


def coordinator(session: Session, label: str, office: Office, now: datetime) -> Person:
    """Find who answers for what is imported."""
    people = holders(session, Role.COORDINATOR, office.day(now))
    person = next((each for each in people if label in {"", each.label}), None)
    if person is None:
        who = f"{label!r} is not in the office" if label else "Nobody is in the office"
        raise refuse(f"{who}; make a code with `hafenbote invite --role coordinator`, and join with it.")
    return person


def _take_answers(  # noqa: PLR0913 - what goes where, by whom, when
    session: Session, content: bytes, number: int, person: Person, office: Office, now: datetime
) -> str:
    survey = _survey(session, number)
    taken = import_answers(session, survey, read_table(content), person.id or 0, office.day(now), now)
    return f"survey {number}: {taken.answers} answers new or different, {taken.sent} municipalities sent"


def _draft(  # noqa: PLR0913 - what is asked, until when, who sees it, by whom, where, when
    form: Form, closes: str, anonymity: Anonymity, person: Person, office: Office, now: datetime
) -> Survey:
    """Make a survey that asks everybody until the end of a day."""
    try:
        day = datetime.strptime(closes, "%Y-%m-%d").date()  # noqa: DTZ007 - only its day is taken
    except ValueError as error:
        raise refuse(f"--closes needs the last day to answer, for example 2027-09-30, not {closes!r}.") from error
    ends = datetime.combine(day + timedelta(days=1), time(), office.timezone)
    if ends <= now:
        raise refuse(f"--closes: {closes} is over.")
    return Survey(
        title=form.title["de"],
        anonymity=anonymity,
        audience=Audience().model_dump(mode="json"),
        opens_at=now,
        closes_at=ends,
        draft=form.model_dump(mode="json", exclude_defaults=True),
        created_by=person.id or 0,
        created_at=now,
        changed_at=now,
    )


def _told(survey: Survey, person: Person) -> str:
    draft = survey.state is SurveyState.DRAFT
    then = f"a draft; look at it in the chat: umfrage {survey.id} vorschau" if draft else survey.state.value
    return f"survey {survey.id} of {person.label}: {survey.title}, {then}"
