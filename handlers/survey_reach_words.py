"""What people read of a survey that reaches out to them: the invitation and the reminders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.messages import Choice, Message
from handlers.survey_logic import Logic
from handlers.survey_times import last_moment
from handlers.wording import Markdown, Wording, escape
from storage.municipalities import Municipality
from storage.survey_forms import UNANSWERED, Form, QuestionType
from storage.survey_notices import Stage
from storage.survey_participation import Sheet
from storage.surveys import Survey

LISTED = 15
"""Names that a sentence lists, and buttons below a message; of more, the rest is counted."""

SECONDS, SECONDS_OF_TEXT = 20, 60
"""How long a question takes, and one that wants a text."""


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is told for one municipality."""

    municipality: Municipality
    stage: Stage
    sheet: Sheet
    begun: bool = False
    answered_by: tuple[str, ...] = ()
    contact: str = ""
    """Who was told before the reader, who stands in for them."""
    with_deputy: bool = False


def progress(logic: Logic, sheet: Sheet, today: date) -> tuple[int, int]:
    """Count the questions that are answered, and all that are relevant and want an answer."""
    standing = logic.standing(sheet, today)
    wanted = [name for name in standing.relevant if logic.questions[name].type not in UNANSWERED]
    return sum(name in standing.values for name in wanted), len(wanted)


def size_words(wording: Wording, form: Form) -> Markdown:
    """Say how many questions a survey has, and roughly how long they take."""
    asked = [question for question in form.questions if question.type not in UNANSWERED]
    seconds = sum(SECONDS_OF_TEXT if each.type is QuestionType.TEXT else SECONDS for each in asked)
    partly = "yes" if any(question.relevant for question in asked) else "no"
    return wording("survey-reach-size", count=len(asked), minutes=max(1, round(seconds / 60)), partly=partly)


def names(wording: Wording, found: Iterable[str]) -> Markdown:
    """List names in a line."""
    said = list(found)
    shown, more = ", ".join(said[:LISTED]), len(said) - LISTED
    return wording("survey-reach-names", names=shown, more=more) if more > 0 else Markdown(escape(shown))


def place_names(places: Iterable[Municipality]) -> list[str]:
    """List municipalities by name; those that are called alike with their keys."""
    found = sorted(places, key=lambda place: (place.folded_name, place.ags))
    count = Counter(place.name for place in found)
    return [place.name if count[place.name] == 1 else f"{place.name} ({place.ags})" for place in found]


def whose_words(wording: Wording, places: Iterable[Place]) -> Markdown:
    """List the municipalities for which somebody is told something."""
    return names(wording, place_names(place.municipality for place in places))


def invitation(
    wording: Wording, survey: Survey, terms: Markdown, places: Sequence[Place], *, speaks_for: int
) -> Message:
    """Ask somebody to answer for their municipalities: one message, a button for each; ``terms`` are for all."""
    whose = whose_words(wording, places)
    lead = wording("survey-reach-invitation", title=survey.title, whose=whose, count=len(places))
    return Message(Markdown(f"{lead}\n\n{terms}"), _answer_choices(wording, survey, places, speaks_for))


def invitation_terms(wording: Wording, survey: Survey, form: Form) -> Markdown:
    """Say to everybody how long it takes, until when, who will see the answers, and that one can pause."""
    parts = [
        size_words(wording, form),
        wording("survey-reach-until", until=last_moment(survey, wording.timezone)),
        wording(f"survey-seen-{survey.anonymity}"),
        wording("survey-reach-pause"),
    ]
    return Markdown(" ".join(parts))


@dataclass(frozen=True, slots=True)
class ReminderTerms:
    """What all who are reminded are told on a day: of what, and until when they can answer."""

    today: date
    lead: Markdown
    until: Markdown


def reminder_terms(wording: Wording, survey: Survey, now: datetime) -> ReminderTerms:
    """Write what a reminder says to everybody."""
    today = now.astimezone(wording.timezone).date()
    until = last_moment(survey, wording.timezone)
    said = wording("survey-reach-reminder-until", days=(until.date() - today).days, until=until)
    return ReminderTerms(today, wording("survey-reach-reminder", title=survey.title), said)


def reminder(  # noqa: PLR0913 - of what, for whom, in which words
    wording: Wording, survey: Survey, logic: Logic, terms: ReminderTerms, places: Sequence[Place], *, speaks_for: int
) -> Message:
    """Remind somebody of the answers that are missing for their municipalities."""
    parts = [terms.lead, *(_standing(wording, logic, place, terms.today) for place in places), terms.until]
    if any(place.begun for place in places):
        parts.append(wording("survey-reach-unsent"))
    return Message(Markdown("\n\n".join(parts)), _answer_choices(wording, survey, places, speaks_for))


def _standing(wording: Wording, logic: Logic, place: Place, today: date) -> Markdown:
    """Say how far a municipality has come, who has answered for it, and who is reminded beside the reader."""
    name = place.municipality.name
    if place.begun:
        answered, count = progress(logic, place.sheet, today)
        by = ", ".join(place.answered_by)
        said = wording("survey-reach-begun", name=name, answered=answered, count=count, by=by)
    else:
        said = wording("survey-reach-nothing", name=name)
    if place.contact:
        said = Markdown(f"{said} {wording('survey-reach-as-deputy', contact=place.contact)}")
    elif place.with_deputy:
        said = Markdown(f"{said} {wording('survey-reach-deputy-too')}")
    if place.stage is Stage.ADDRESS:
        said = Markdown(f"{said} {wording('survey-reach-other-address')}")
    return said


def answer_choice(wording: Wording, survey: Survey, place: Municipality, *, alone: bool) -> Choice:
    """Offer to answer for a municipality; ``alone`` says that its reader speaks for no other."""
    if alone:
        return Choice(wording("survey-reach-answer"), f"/umfragen {survey.id}")
    return Choice(wording("survey-reach-answer-for", name=place.name), f"/umfragen {survey.id} für {place.ags}")


def _answer_choices(wording: Wording, survey: Survey, places: Sequence[Place], speaks_for: int) -> tuple[Choice, ...]:
    """Offer to answer for each municipality; for very many, to choose one first."""
    if len(places) > LISTED:
        return (Choice(wording("survey-reach-answer"), f"/umfragen {survey.id}"),)
    alone = speaks_for == 1
    return tuple(answer_choice(wording, survey, place.municipality, alone=alone) for place in places)
