"""Making and changing a survey: questions from a spreadsheet or written here, then a review; the end is a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from handlers import survey_steps as steps
from handlers.audiences import reach_words
from handlers.choosing import ENOUGH
from handlers.commands import COORDINATORS
from handlers.dialogues import Answers, Dialogue, Review, Step, Understood, attached, begun, start
from handlers.meeting_steps import read_title
from handlers.messages import Choice
from handlers.problems import Problem
from handlers.quick_questions import Line, lines_of, with_message
from handlers.survey_rights import may_manage
from handlers.survey_words import blocks, current_form, named, plan_lines, questions_lines
from handlers.turn import Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.survey_forms import Form
from storage.survey_lists import asked
from storage.survey_polls import poll_of
from storage.surveys import (
    APART,
    MOST_OFTEN,
    Anonymity,
    NotOpenError,
    PublishedError,
    Survey,
    SurveyChangedError,
    SurveyState,
    change,
    create,
)

UNSAID: Answers = {"reminders": MOST_OFTEN, "reminder_days": APART}
"""What a new survey is not asked about; the review offers to change it."""


def plan_survey(turn: Turn, typed: str = "") -> Replies:
    """Begin a new survey: with the file that came, with a first question, or with nothing yet."""
    if turn.incoming.content is not None:
        return start_with_file(turn, SURVEY_DRAFT, dict(UNSAID))
    if not typed:
        return start(turn, SURVEY_DRAFT, dict(UNSAID))
    answers: Answers = {**UNSAID, "questions": steps.QUICK}
    lines: list[Line] = with_message([], typed)[0] if fold(typed) not in steps.QUICK_WORDS else []
    remarks = [steps.read_as(turn, number, line) for number, line in enumerate(lines, start=1)]
    return start(turn, SURVEY_DRAFT, answers | ({begun("quick"): lines} if lines else {}), remarks)


def change_survey(turn: Turn, survey: Survey, typed: str = "", *, closes: bool = False) -> Replies:
    """Begin to change a survey, with the file that came, or, where that is meant, with another closing."""
    answers = _as_seen(turn, survey)
    if turn.incoming.content is not None and survey.state is SurveyState.DRAFT:
        return start_with_file(turn, SURVEY_DRAFT, answers)
    if not closes:
        return start(turn, SURVEY_DRAFT, answers)
    del answers["closes"]
    if survey.state is SurveyState.PUBLISHED:
        answers["extends"] = survey.closes_at.isoformat()
    try:
        understood = steps.read_closes(turn, answers, typed) if typed else None
    except Problem as problem:
        return start(turn, SURVEY_DRAFT, answers, [turn.wording.problem(problem)])
    if understood is None:
        return start(turn, SURVEY_DRAFT, answers)
    remarks = [understood.remark] if understood.remark else []
    return start(turn, SURVEY_DRAFT, answers | {"closes": understood.value}, remarks)


def start_with_file(turn: Turn, dialogue: Dialogue, answers: Answers) -> Replies:
    """Begin a dialogue about a file that came with its command; one with faults is waited for anew."""
    open_answers = {key: value for key, value in answers.items() if key != "questions"}
    try:
        understood = steps.read_questions(turn, open_answers, "")
    except Problem as problem:
        return attached(start(turn, dialogue, open_answers, [turn.wording.problem(problem)]), problem)
    remarks = [understood.remark] if understood.remark else []
    return start(turn, dialogue, open_answers | {"questions": understood.value}, remarks)


def questions_of(form: Form) -> Answers:
    """Give the questions of a form as answers: as lines, where they can be, for a line is changed with ease."""
    lines = lines_of(form)
    if not lines:
        return {"questions": form.model_dump_json(exclude_defaults=True)}
    return {"questions": steps.QUICK, "name": form.title["de"], "quick": lines, begun("quick"): lines}


def _as_seen(turn: Turn, survey: Survey) -> Answers:
    """Give a survey as answers, and once more as it was seen, so that it can be told what somebody changed in it."""
    at_once = survey.state is SurveyState.DRAFT and survey.opens_at <= turn.now
    answers = {
        "survey": survey.id,
        "version": survey.version,
        **questions_of(current_form(turn, survey)),
        "audience": steps.Whom(audience=survey.whom).model_dump_json(),
        "excluded": ",".join(survey.excluded) or None,
        "opens": steps.NOW if at_once else survey.opens_at.isoformat(),
        "closes": survey.closes_at.isoformat(),
        "anonymity": survey.anonymity.value,
        "reminders": survey.reminders_at_most,
        "reminder_days": survey.reminder_days,
        "follows": survey.follows,
    }
    return {**answers, "seen": answers}


def _values(turn: Turn, answers: Answers) -> dict[str, object]:
    """Turn answers into the values of a record."""
    form, whom = steps.form_in(answers), steps.whom_in(answers)
    return {
        "title": form.title["de"],
        "draft": form.model_dump(mode="json", exclude_defaults=True),
        "audience": whom.audience.model_dump(mode="json"),
        "excluded": list(whom.excluded),
        "opens_at": steps.opens_in(turn, answers),
        "closes_at": steps.closes_in(answers),
        "anonymity": Anonymity(answers["anonymity"]),
        "reminders_at_most": answers["reminders"],
        "reminder_days": answers["reminder_days"],
        "follows": answers.get("follows"),
    }


def _survey(turn: Turn, answers: Answers) -> Survey:
    made = {"created_by": turn.sender_id, "created_at": turn.now, "changed_at": turn.now}
    return Survey.model_validate(_values(turn, answers) | made)


def _review(turn: Turn, answers: Answers) -> Review:
    """Show the whole; lines stay begun, so that who changes one does not write all others again."""
    wording = turn.wording
    if "survey" in answers and not _is_draft(turn, answers):
        survey = turn.session.get_one(Survey, answers["survey"]).model_copy(update=_open_values(turn, answers))
        head = [wording("survey-author-review-change"), Markdown(f"**{named(turn, survey)}**")]
        was = datetime.fromisoformat(answers["seen"]["closes"])
        moved = [wording("survey-author-until-was", until=was)] if was != survey.closes_at else []
        return Review(blocks([head, list(plan_lines(turn, survey)), moved]))
    survey, form = _survey(turn, answers), steps.form_in(answers)
    head = [wording("survey-author-review"), wording("survey-author-called", name=survey.title)]
    reached = reach_words(wording, asked(turn.session, survey, turn.today))
    parts = [head, questions_lines(wording, form), list(plan_lines(turn, survey)), [reached]]
    return Review(blocks(parts), noted={begun("quick"): answers["quick"]} if "quick" in answers else {})


def _fault(turn: Turn, answers: Answers) -> tuple[str, Problem] | None:
    """Hold the whole against the rules at the last moment: days may have passed since the single answers."""
    is_draft = _is_draft(turn, answers)
    if is_draft and steps.opens_in(turn, answers) < turn.now.replace(second=0, microsecond=0):
        return "opens", Problem("survey-author-opens-past", at=steps.opens_in(turn, answers))
    same = answers["closes"] == answers.get("seen", {}).get("closes")
    if (is_draft or not same) and (problem := steps.closing_problem(turn, answers, steps.closes_in(answers))):
        return "closes", problem
    if is_draft and answers["anonymity"] == Anonymity.ANONYMOUS and steps.asks_for_files(steps.form_in(answers)):
        return "anonymity", Problem("survey-author-files-named")
    return None


def _finish(turn: Turn, answers: Answers) -> Replies:
    fault = _fault(turn, answers)
    if fault is not None:
        kept = {key: value for key, value in answers.items() if key != fault[0]}
        return start(turn, SURVEY_DRAFT, kept, [turn.wording.problem(fault[1])])
    if "survey" in answers:
        return _change(turn, answers)
    survey = create(turn.session, _survey(turn, answers))
    note(turn.session, turn.now, turn.sender_id, "survey-drafted", f"survey:{survey.id}")
    return [turn.reply("survey-author-saved", *deeds(turn, survey), title=named(turn, survey))]


def _open_values(turn: Turn, answers: Answers) -> dict[str, object]:
    """Give what can still be changed of a published survey."""
    return {name: value for name, value in _values(turn, answers).items() if name in AFTERWARDS}


AFTERWARDS = ("closes_at", "reminders_at_most", "reminder_days", "follows")


def _change(turn: Turn, answers: Answers) -> Replies:
    before = turn.session.get(Survey, answers["survey"])
    if before is None or not may_manage(turn, before):
        return [turn.reply("survey-author-unknown", number=answers["survey"])]
    wanted = _values(turn, answers) if before.state is SurveyState.DRAFT else _open_values(turn, answers)
    changed = {name: value for name, value in wanted.items() if getattr(before, name) != value}
    if answers["opens"] == steps.NOW and before.opens_at <= turn.now:
        changed.pop("opens_at", None)  # "at once" is when it is published, whenever it was said
    if not changed:
        return [turn.reply("survey-author-unchanged", title=named(turn, before))]
    try:
        survey = change(turn.session, answers["survey"], answers["version"], turn.now, **changed)
    except SurveyChangedError:
        newest = _as_seen(turn, turn.session.get_one(Survey, answers["survey"]))
        mine = {key: value for key, value in answers.items() if key != "seen" and value != answers["seen"].get(key)}
        return start(turn, SURVEY_DRAFT, newest | mine, [turn.wording("survey-author-changed-meanwhile")])
    except (PublishedError, NotOpenError):
        return [turn.reply("survey-author-over", title=named(turn, before))]
    note(turn.session, turn.now, turn.sender_id, "survey-changed", f"survey:{survey.id}", fields=",".join(changed))
    key = "survey-author-saved" if survey.state is SurveyState.DRAFT else "survey-author-saved-open"
    return [turn.reply(key, *deeds(turn, survey), title=named(turn, survey))]


def deeds(turn: Turn, survey: Survey) -> tuple[Choice, ...]:
    """Offer what can be done with a survey as it is."""
    if survey.state is not SurveyState.DRAFT:
        is_poll = poll_of(turn.session, survey.id or 0) is not None
        is_open = survey.state is SurveyState.PUBLISHED
        open_for = [each for each in WHILE_OPEN if is_open and not (is_poll and each in NOT_OF_POLLS)]
        files = (FILES,) if steps.asks_for_files(current_form(turn, survey)) else ()
        return tuple(deed(turn, survey, *each) for each in (*open_for, RESULTS, EXPORT, *files))
    tried = (PUBLISH, PREVIEW) if survey.previewed == survey.version else (PREVIEW, PUBLISH)
    return tuple(deed(turn, survey, *each) for each in (*tried, CHANGE, DELETE))


def deed(turn: Turn, survey: Survey, word: str, key: str) -> Choice:
    """Offer one thing to do with a survey."""
    return Choice(turn.wording(key), f"/umfrage {survey.id} {word}")


PREVIEW = ("vorschau", "survey-author-do-preview")
PUBLISH = ("veröffentlichen", "survey-author-do-publish")
CHANGE = ("ändern", "survey-author-do-change")
DELETE = ("löschen", "survey-author-do-delete")
CORRECT = ("korrigieren", "survey-author-do-correct")
RESULTS = ("ergebnisse", "survey-see-results")
REMIND = ("erinnern", "survey-author-do-remind")
EXPORT = ("export", "survey-author-do-export")
FILES = ("dateien", "survey-author-do-files")
WHILE_OPEN = (
    ("verlängern", "survey-author-do-extend"),
    CHANGE,
    CORRECT,
    ("schließen", "survey-author-do-close"),
    REMIND,
)
NOT_OF_POLLS = (CORRECT, REMIND)


def _is_draft(turn: Turn, answers: Answers) -> bool:
    """Say whether everything about the survey can still be changed; of one that was thrown away the end tells."""
    survey = turn.session.get(Survey, answers["survey"]) if "survey" in answers else None
    return survey is None or survey.state is SurveyState.DRAFT


def _and_draft(needed: Callable[[Turn, Answers], bool], turn: Turn, answers: Answers) -> bool:
    return _is_draft(turn, answers) and needed(turn, answers)


def _read_name(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read what the survey is called. Raises :class:`Problem` for "fertig": what follows are questions."""
    if fold(typed) in ENOUGH:
        raise Problem("survey-author-name-wanted")
    return read_title(turn, answers, typed)


QUICK_DRAFT = partial(_and_draft, steps.is_quick)
SURVEY_DRAFT = Dialogue(
    name="survey-author",
    roles=COORDINATORS,
    steps=(
        Step("questions", steps.read_questions, steps.question_choices, needed=_is_draft, takes_files=True),
        Step("name", _read_name, needed=QUICK_DRAFT, free=True),
        Step("quick", steps.read_line, needed=QUICK_DRAFT, free=True, several=True),
        Step("audience", steps.read_whom, steps.whom_choices, needed=_is_draft),
        Step("excluded", steps.read_excluded, needed=partial(_and_draft, steps.lacks_exclusions), optional=True),
        Step("opens", steps.read_opens, steps.opens_choices, needed=_is_draft),
        Step("closes", steps.read_closes, steps.closes_choices, known_by=steps.UNTIL_DAY),
        Step("anonymity", steps.read_anonymity, steps.anonymity_choices, needed=_is_draft),
        Step("follows", steps.read_wave, steps.wave_choices, needed=steps.has_earlier, optional=True),
        Step("reminders", steps.read_reminders, quiet=True, counts=True),
        Step("reminder_days", steps.read_reminder_days, quiet=True, counts=True),
    ),
    review=_review,
    finish=_finish,
)
