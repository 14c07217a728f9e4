"""A survey in words: its questions, its window, who will see the answers, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handlers.audiences import NAMED, audience_words
from handlers.turn import Turn
from handlers.wording import Markdown, Wording
from storage.municipalities import Municipality
from storage.survey_forms import SILENT, Form, Question, QuestionType, label_of
from storage.survey_participation import rate
from storage.survey_polls import poll_of
from storage.surveys import Anonymity, Survey, SurveyState, form_of

WHO_SEES = {
    Anonymity.OPEN: "survey-author-sees-open",
    Anonymity.COORDINATORS: "survey-author-sees-coordinators",
    Anonymity.ANONYMOUS: "survey-author-sees-nobody",
}
"""The sentence that says honestly who will see what a municipality answers."""

KINDS = {
    QuestionType.TEXT: "survey-quick-text",
    QuestionType.INTEGER: "survey-quick-integer",
    QuestionType.DECIMAL: "survey-quick-decimal",
    QuestionType.RANGE: "survey-quick-range",
    QuestionType.DATE: "survey-quick-date",
    QuestionType.SELECT_ONE: "survey-quick-one",
    QuestionType.SELECT_MULTIPLE: "survey-quick-several",
    QuestionType.RANK: "survey-quick-rank",
    QuestionType.ACKNOWLEDGE: "survey-quick-acknowledge",
    QuestionType.NOTE: "survey-quick-note",
    QuestionType.FILE: "survey-quick-file",
    QuestionType.IMAGE: "survey-quick-image",
}
SHOWN = 12
"""Questions shown one by one; more are only counted."""

LONGEST_SHOWN = 120


def question_words(wording: Wording, question: Question) -> Markdown:
    """Write what a question wants for an answer, and its hint."""
    labels = [label_of(option.label, wording.language) for option in question.options]
    more = "" if len(labels) <= SHOWN else ", …"
    options = ", ".join(labels[:SHOWN]) + more
    values = {"options": options} if question.options else {}
    if question.type is QuestionType.RANGE:
        values = {"least": f"{question.start:g}", "greatest": f"{question.end:g}"}
    required = [wording("survey-quick-required")] if question.required else []
    parts = [*required, wording(KINDS[question.type], **values)]
    if question.hint:
        parts.append(wording("survey-quick-hint", hint=label_of(question.hint, wording.language)))
    return Markdown(", ".join(parts))


def asked_questions(form: Form) -> list[Question]:
    """List the questions that somebody sees."""
    return [question for question in form.questions if question.type not in SILENT]


def questions_lines(wording: Wording, form: Form) -> list[Markdown]:
    """List what is asked; of a long survey its beginning."""
    questions = asked_questions(form)
    lines = [wording("survey-author-questions-count", count=len(questions))]
    for number, question in enumerate(questions[:SHOWN], start=1):
        label = label_of(question.label, wording.language)
        short = label if len(label) <= LONGEST_SHOWN else f"{label[:LONGEST_SHOWN]}…"
        kind = question_words(wording, question)
        lines.append(wording("survey-author-question", number=number, label=short, kind=kind))
    if len(questions) > SHOWN:
        lines.append(wording("survey-author-questions-more", count=len(questions) - SHOWN))
    return lines


def current_form(turn: Turn, survey: Survey) -> Form:
    """Give the form of a survey: of a draft what is worked on, else what was published last."""
    return form_of(turn.session, survey) if survey.published else Form.model_validate(survey.draft)


def place_names(turn: Turn, places: Iterable[str]) -> str:
    """Name municipalities by AGS, the first few."""
    names = [turn.session.get_one(Municipality, ags).name for ags in places]
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


def plan_lines(turn: Turn, survey: Survey) -> Iterator[Markdown]:
    """Write whom a survey asks, from when until when, who sees the answers, and how often it reminds."""
    wording = turn.wording
    is_poll = poll_of(turn.session, survey.id or 0) is not None
    yield wording("survey-poll-plan") if is_poll else _asked_words(turn, survey)
    at_once = survey.state is SurveyState.DRAFT and survey.opens_at <= turn.now
    yield wording("survey-author-opens-at-once") if at_once else wording("survey-author-from", at=survey.opens_at)
    yield wording("survey-author-until", until=survey.closes_at)
    yield wording(WHO_SEES[survey.anonymity])
    if not is_poll and survey.state is not SurveyState.CLOSED:
        yield wording("survey-author-reminded", count=survey.reminders_at_most, days=survey.reminder_days)
    if survey.follows:
        earlier = turn.session.get_one(Survey, survey.follows)
        yield wording("survey-author-compared", title=Markdown(named(turn, earlier)))


def _asked_words(turn: Turn, survey: Survey) -> Markdown:
    party = audience_words(turn, survey.whom)
    if not survey.excluded:
        return turn.wording("survey-author-for", party=party)
    return turn.wording("survey-author-for-without", party=party, places=place_names(turn, survey.excluded))


def named(turn: Turn, survey: Survey) -> Markdown:
    """Name a survey by its title and number."""
    return turn.wording("survey-author-named", name=survey.title, number=survey.id or 0)


def state_words(turn: Turn, survey: Survey) -> Markdown:
    """Write what has become of a survey."""
    if survey.state is SurveyState.DRAFT:
        return turn.wording("survey-author-is-draft")
    if survey.state is SurveyState.CLOSED or survey.closes_at <= turn.now:
        return turn.wording("survey-author-is-closed", until=survey.closes_at)
    return turn.wording("survey-author-is-open" if survey.is_open(turn.now) else "survey-author-is-waiting")


def rate_words(turn: Turn, survey: Survey) -> Markdown:
    """Write how many municipalities have answered."""
    counted = rate(turn.session, survey.id or 0)
    begun = counted.begun - counted.sent
    return turn.wording("survey-author-rate", sent=counted.sent, invited=counted.invited, begun=begun)


def card(turn: Turn, survey: Survey) -> Markdown:
    """Write all that a coordinator needs to know of a survey."""
    form = current_form(turn, survey)
    standing = [] if survey.state is SurveyState.DRAFT else [rate_words(turn, survey)]
    head = [Markdown(f"**{named(turn, survey)}**"), state_words(turn, survey), *standing]
    return blocks([head, questions_lines(turn.wording, form), list(plan_lines(turn, survey))])


def blocks(parts: Iterable[Sequence[Markdown]]) -> Markdown:
    """Put lines into blocks, with an empty line between two of them."""
    return Markdown("\n\n".join("\n".join(lines) for lines in parts if lines))
