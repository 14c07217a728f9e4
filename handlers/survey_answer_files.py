"""``umfrage 3 dateien``: the files that municipalities have sent as answers, for who sees their names."""

from __future__ import annotations

from collections.abc import Container

from handlers.messages import Attachment, Choice, Message
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.survey_rights import sees_names
from handlers.survey_steps import asks_for_files
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.municipalities import Municipality, municipalities_by_ags
from storage.survey_files import SurveyFile, counting_files, senders_of_files
from storage.survey_forms import Form, label_of
from storage.survey_participation import Participation
from storage.surveys import Survey, SurveyState, form_of

LISTED = 12
"""Municipalities that can be tapped; of more, people write the name."""


def show_files(turn: Turn, survey: Survey, typed: str) -> Replies:
    """List who has sent files, or send those of the municipality that is named."""
    if survey.state is SurveyState.DRAFT or not asks_for_files(form_of(turn.session, survey)):
        return [turn.reply("survey-files-unasked", title=survey.title)]
    if not sees_names(turn, survey):
        return [turn.reply("not-allowed")]
    found = {part.ags: part for part in senders_of_files(turn.session, survey.id or 0)}
    if not found:
        return [turn.reply("survey-files-none", title=survey.title)]
    if not typed:
        return [_list(turn, survey, list(municipalities_by_ags(turn.session, set(found)).values()))]
    try:
        place = _place(turn, survey, typed, found)
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    note(turn.session, turn.now, turn.sender_id, "survey-files-shown", f"survey:{survey.id}", party=place.ags)
    return _files(turn, survey, place, found[place.ags])


def _place(turn: Turn, survey: Survey, typed: str, senders: Container[str]) -> Municipality:
    """Read whose files are wanted. Raises :class:`Problem`."""
    place = read_municipality(turn.session, turn.wording, typed)
    if place is None or place.ags not in senders:
        raise Problem("survey-files-none-of", place=place.name if place else typed, title=survey.title)
    return place


def _list(turn: Turn, survey: Survey, places: list[Municipality]) -> Outgoing:
    """Offer the municipalities, and name those for whom there is no button."""
    in_order = sorted(places, key=lambda place: place.folded_name)
    choices = [Choice(place.name, f"/umfrage {survey.id} dateien {place.ags}") for place in in_order[:LISTED]]
    values = {"title": survey.title, "count": len(places), "more": len(places) - len(choices), "number": survey.id}
    return turn.reply("survey-files-list", *choices, **values)


def _files(turn: Turn, survey: Survey, place: Municipality, part: Participation) -> Replies:
    form = form_of(turn.session, survey)
    return [_sent(turn, form, place, file) for file in counting_files(turn.session, part)]


def _sent(turn: Turn, form: Form, place: Municipality, file: SurveyFile) -> Outgoing:
    asked = form.question(file.question)
    label = label_of(asked.label, turn.wording.language) if asked else file.question
    text = Markdown(turn.wording("survey-files-file", place=place.name, question=label, name=file.name))
    return Outgoing(Message(text, attachment=Attachment(file.name, file.media_type, file.content)))
