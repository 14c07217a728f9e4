"""``umfrage 3 export``: a survey as a file in the chat, with names only for who may see them."""

from __future__ import annotations

from handlers.messages import Attachment, Message
from handlers.spreadsheets import CSV
from handlers.survey_cells import asked, columns_of
from handlers.survey_files import Format, codebook_file, survey_file
from handlers.survey_rights import looks_after, sees_names
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.survey_participation import rate
from storage.survey_results import results
from storage.surveys import Survey, SurveyState, form_of

LARGEST = 10 * 1024**2
"""Bytes that go through a chat; the command line writes any number."""

MOST_CELLS = 100_000
"""More would keep everybody else waiting while they are written."""


def export(turn: Turn, survey: Survey, rest: str) -> Replies:
    """Send a survey as a file: ``xlsx`` unless ``rest`` names another format; CSV comes with a codebook beside it.

    Municipalities are named in what all members see, and in what the coordination sees for the office and for whoever
    made the survey. For everybody else, and of an anonymous survey for everybody, there are results with nothing under
    five; unless they look after the survey, once it is closed.
    """
    typed = fold(rest) or Format.XLSX
    if typed not in set(Format):
        return [turn.reply("survey-export-format", typed=rest)]
    kind, named = Format(typed), sees_names(turn, survey)
    if key := _refusal(turn, survey, named=named):
        return [turn.reply(key, number=survey.id, title=survey.title)]
    content = survey_file(turn.session, survey, kind, turn.now, named=named)
    if len(content) > LARGEST:
        return [turn.reply("survey-export-large", number=survey.id, title=survey.title)]
    note(turn.session, turn.now, turn.sender_id, "survey-exported", f"survey:{survey.id}", format=kind)
    name = turn.wording("survey-export-file", number=survey.id)
    text = turn.wording("survey-export-named" if named else "survey-export-protected", title=survey.title)
    sent = [_file(text, f"{name}.{kind}", kind.media_type, content)]
    if kind is Format.CSV:
        book = codebook_file(turn.session, survey)
        sent.append(_file(turn.wording("survey-export-codebook"), f"{name}-codebook.csv", CSV, book))
    return sent


def _refusal(turn: Turn, survey: Survey, *, named: bool) -> str:
    """Name the sentence that says why there is no file, if there is none."""
    if survey.state is SurveyState.DRAFT:
        return "survey-export-draft"
    survey_id = survey.id or 0
    taking_part = rate(turn.session, survey_id)
    if not taking_part.sent:
        return "survey-export-nothing"
    if named:
        columns = sum(len(columns_of(question)) for question in asked(form_of(turn.session, survey)))
        return "survey-export-large" if taking_part.invited * columns > MOST_CELLS else ""
    if survey.state is not SurveyState.CLOSED and not looks_after(turn, survey):
        return "survey-export-later"
    return "" if results(turn.session, survey_id, turn.now) else "survey-export-few"


def _file(text: Markdown, name: str, media_type: str, content: bytes) -> Outgoing:
    return Outgoing(Message(text, attachment=Attachment(name, media_type, content)))
