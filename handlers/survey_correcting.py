"""Correcting a survey that is open: what a new version changes, and which answers it costs, before it is published."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import survey_steps as steps
from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, begun, start
from handlers.meeting_steps import read_text
from handlers.survey_correction_news import tell_correction
from handlers.survey_planning import questions_of, start_with_file
from handlers.survey_rights import may_manage
from handlers.survey_words import LONGEST_SHOWN, asked_questions, blocks, current_form, named
from handlers.turn import Replies, Turn
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.survey_corrections import correct, foresee
from storage.survey_forms import Form, Question, label_of
from storage.survey_polls import poll_of
from storage.surveys import NamingFilesError, NotOpenError, Survey, SurveyChangedError, SurveyState

MOST_NAMED = 10
"""Questions named of each kind of change; more are only counted."""


def correct_survey(turn: Turn, survey: Survey, rest: str) -> Replies:
    """Begin a correction, with the file that came or is asked for; what else was said is the reason."""
    if poll_of(turn.session, survey.id or 0):
        return [turn.reply("survey-poll-no-correcting", title=named(turn, survey))]
    if not _is_running(turn, survey):
        return [turn.reply("survey-author-no-correcting", title=named(turn, survey))]
    answers: Answers = {"survey": survey.id, "version": survey.version} | ({"reason": rest} if rest else {})
    if turn.incoming.content is not None:
        return start_with_file(turn, CORRECTING, answers)
    known = questions_of(current_form(turn, survey))
    kept = {key: value for key, value in known.items() if key in {"name", begun("quick")}}
    return start(turn, CORRECTING, answers | kept)


def _is_running(turn: Turn, survey: Survey) -> bool:
    """Say whether a survey is published and not over, be it that it opens only later."""
    return survey.state is SurveyState.PUBLISHED and turn.now < survey.closes_at


def _survey(turn: Turn, answers: Answers) -> Survey:
    return turn.session.get_one(Survey, answers["survey"])


def _form(turn: Turn, answers: Answers) -> Form:
    """Give the corrected form. Lines written here keep the survey's title."""
    title = {"name": _survey(turn, answers).title}
    return steps.form_in(title | answers)


def _review(turn: Turn, answers: Answers) -> Review:
    wording, survey = turn.wording, _survey(turn, answers)
    before, after = current_form(turn, survey), _form(turn, answers)
    head = [wording("survey-author-review-correct"), Markdown(f"**{named(turn, survey)}**")]
    found = foresee(turn.session, survey, after)
    costs = [wording("survey-author-carried", count=found.carried)]
    if found.lost:
        places = found.places
        costs.append(
            wording("survey-author-lost", count=found.lost, places=places)
            if places
            else wording("survey-author-lost-nameless", count=found.lost)
        )
    reason = answers["reason"]
    said = [wording("survey-author-reason", reason=reason)] if reason else []
    noted = {begun("quick"): answers["quick"]} if "quick" in answers else {}
    return Review(blocks([head, _changes(wording, before, after), costs, said]), noted=noted)


def _changes(wording: Wording, before: Form, after: Form) -> list[Markdown]:
    """Name the questions that are new, gone and different."""
    old, new = ({each.name: each for each in asked_questions(form)} for form in (before, after))
    added = [question for name, question in new.items() if name not in old]
    removed = [question for name, question in old.items() if name not in new]
    changed = [question for name, question in new.items() if name in old and old[name] != question]
    found = (
        *_named(wording, "survey-author-added", added),
        *_named(wording, "survey-author-removed", removed),
        *_named(wording, "survey-author-changed", changed),
    )
    return [*found] or [wording("survey-author-same" if before == after else "survey-author-changed-unseen")]


def _named(wording: Wording, key: str, questions: Sequence[Question]) -> list[Markdown]:
    if not questions:
        return []
    labels = [label_of(question.label, wording.language)[:LONGEST_SHOWN] for question in questions]
    shown = " · ".join(f"„{label}“" for label in labels[:MOST_NAMED]) + (" …" if len(labels) > MOST_NAMED else "")
    return [wording(key, count=len(questions), labels=shown)]


def _finish(turn: Turn, answers: Answers) -> Replies:
    survey, form = _survey(turn, answers), _form(turn, answers)
    if not may_manage(turn, survey):
        return [turn.reply("not-allowed")]
    if not _is_running(turn, survey) or current_form(turn, survey) == form:
        key = "survey-author-unchanged" if _is_running(turn, survey) else "survey-author-no-correcting"
        return [turn.reply(key, title=named(turn, survey))]
    number, reason = survey.id or 0, answers["reason"] or ""
    try:
        correction = correct(turn.session, number, answers["version"], form, turn.sender_id, turn.now, reason)
    except SurveyChangedError:
        again = {**answers, "version": survey.version}
        return start(turn, CORRECTING, again, [turn.wording("survey-author-changed-meanwhile")])
    except NotOpenError:
        return [turn.reply("survey-author-no-correcting", title=named(turn, survey))]
    except NamingFilesError:
        return [turn.reply("survey-correct-files-named")]
    note(turn.session, turn.now, turn.sender_id, "survey-corrected", f"survey:{number}", version=survey.published)
    lost = sum(len(names) for names in correction.lost.values()) + correction.nameless
    said = turn.reply(
        "survey-author-corrected",
        title=named(turn, survey),
        number=survey.published,
        count=correction.carried,
        lost=lost,
    )
    return [said, *tell_correction(turn.session, turn.office, survey, correction, turn.now)]


CORRECTING = Dialogue(
    name="survey-correct",
    roles=COORDINATORS,
    steps=(
        Step("questions", steps.read_questions, steps.question_choices, takes_files=True),
        Step("quick", steps.read_line, needed=steps.is_quick, free=True, several=True),
        Step("reason", read_text, optional=True, free=True),
    ),
    review=_review,
    finish=_finish,
)
