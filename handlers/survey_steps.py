"""The questions about a survey that is being made: how each answer is read and what is offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel

from handlers.audience_grammar import EXCEPT, SEPARATOR
from handlers.audiences import read_known
from handlers.choosing import NONE
from handlers.dates import SPAN, read_until
from handlers.dialogues import Answers, Understood, begun
from handlers.messages import Choice
from handlers.moments import read_moment
from handlers.numbers import read_count, with_digits
from handlers.places import read_municipality
from handlers.problems import Problem
from handlers.quick_questions import Line, quick_form, read_question, with_message
from handlers.recurrence import moment_of
from handlers.survey_rights import may_manage
from handlers.survey_sent_files import sent_form
from handlers.survey_words import asked_questions, question_words
from handlers.turn import Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audience_criteria import Audience
from storage.audiences import reach
from storage.municipalities import Land
from storage.persons import Role
from storage.survey_forms import FILES, Form, parse_form
from storage.survey_lists import surveys
from storage.surveys import LONGEST_WAIT, MOST_REMINDERS, SHORTEST, Anonymity, Survey, SurveyState

QUICK, NOW = "schnell", "jetzt"
QUICK_WORDS = {QUICK, "schnelle umfrage", "quick", "selbst", "eigene"}
NOW_WORDS = {NOW, "sofort", "gleich", "heute", "now", "at once", "immediately"}
START_OF_DAY, END_OF_DAY = time(9), time(23, 59)
LONGEST = timedelta(days=2 * 366)  # that a survey is open

UNTIL_DAY = re.compile(r"(?:bis|until) .+", re.IGNORECASE)
UNTIL = re.compile(r"^(?:bis|until|till)(?: zum)? ", re.IGNORECASE)
DAYS = re.compile(r"(?:(?:alle|every) )?(\d+|\w+)(?: (?:tage?n?|days?))?")
ANONYMITIES = {
    Anonymity.OPEN: {"offen", "open", "alle"},
    Anonymity.COORDINATORS: {"koordination", "nur die koordination", "coordinators", "coordination"},
    Anonymity.ANONYMOUS: {"anonym", "anonymous", "niemand", "nobody"},
}
OFFERED = {
    Anonymity.OPEN: "survey-author-choose-open",
    Anonymity.COORDINATORS: "survey-author-choose-coordinators",
    Anonymity.ANONYMOUS: "survey-author-choose-nobody",
}
MOST_WAVES = 8  # earlier surveys that are offered


class Whom(BaseModel):
    """Whom a survey asks, as one line says it: "NRW und Hessen ohne Köln, Bonn"."""

    audience: Audience
    excluded: tuple[str, ...] = ()


def is_quick(_turn: Turn, answers: Answers) -> bool:
    """Say whether the questions are written in the chat."""
    return bool(answers.get("questions") == QUICK)


def form_in(answers: Answers) -> Form:
    """Give the form that was answered."""
    if answers["questions"] == QUICK:
        return quick_form({"de": answers["name"]}, answers["quick"])
    return parse_form(answers["questions"])


def read_questions(turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read the questions from the file that came, or that they are to be written here."""
    if turn.incoming.content is not None:
        form = sent_form(turn)
        key = "survey-author-file-read"
        remark = turn.wording(key, name=form.title["de"], count=len(asked_questions(form)))
        return Understood(form.model_dump_json(exclude_defaults=True), remark)
    if fold(typed) in QUICK_WORDS:
        return Understood(QUICK)
    raise Problem("survey-author-questions-unclear")


def question_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer to write the questions here."""
    return [Choice(turn.wording("survey-author-choose-quick"), QUICK)]


def read_line(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read one more question, and say how it was read; or one in the place of another, or one less."""
    lines: list[Line] = answers.get(begun("quick")) or []
    result, new = with_message(lines, typed)
    if not new:
        return Understood(result or None, turn.wording("survey-quick-removed", count=len(result)))
    return Understood(result, Markdown("\n".join(read_as(turn, number, result[number - 1]) for number in new)))


def read_as(turn: Turn, number: int, line: Line) -> Markdown:
    """Say how a line was read."""
    question = read_question(line["line"], line["name"])
    kind = question_words(turn.wording, question)
    return turn.wording("survey-author-question", number=number, label=question.label["de"], kind=kind)


def read_whom(turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read who is asked, and perhaps which municipalities are not."""
    said, *without = EXCEPT.split(typed, maxsplit=1)
    audience, unknown = read_known(turn, said.strip(" ,") or "alle")
    remark = turn.wording("survey-author-partly", unknown=", ".join(unknown)) if unknown else None
    excluded = _excluded(turn, audience, without[0]) if without else ()
    return Understood(Whom(audience=audience, excluded=excluded).model_dump_json(), remark)


def whom_in(answers: Answers) -> Whom:
    """Give who was answered to be asked, with what was excluded in a line of its own."""
    whom = Whom.model_validate_json(answers["audience"])
    excluded = answers.get("excluded")
    return whom.model_copy(update={"excluded": tuple(excluded.split(","))}) if excluded else whom


def whom_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer the whole network, or one's own Länder."""
    if turn.holds(Role.COORDINATOR):
        return [Choice(turn.wording("audience-everyone"), "alle")]
    return [Choice(turn.wording.name(land), turn.wording.name(land)) for land in Land if land in turn.lands()]


def lacks_exclusions(_turn: Turn, answers: Answers) -> bool:
    """Say whether it is open who is not asked: the line did not say it, and does not only name municipalities."""
    whom = Whom.model_validate_json(answers["audience"]) if "audience" in answers else None
    return whom is not None and not whom.excluded and not all(one.places for one in whom.audience.anyone_of)


def read_excluded(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read which municipalities are not asked."""
    return Understood(",".join(_excluded(turn, whom_in(answers).audience, EXCEPT.sub("", typed, count=1))))


def _excluded(turn: Turn, audience: Audience, typed: str) -> tuple[str, ...]:
    names = [part for part in SEPARATOR.split(typed.strip()) if part and not SEPARATOR.fullmatch(part)]
    found = reach(turn.session, audience, turn.today)
    asked = {each.ags for each in found.recipients} | {place.ags for place in found.silent_places}
    excluded: list[str] = []
    for name in names:
        place = read_municipality(turn.session, turn.wording, name.strip())
        if place is None:
            raise Problem("survey-author-place-unknown", typed=name)
        if place.ags not in asked:
            raise Problem("survey-author-not-asked-anyway", place=place.name)
        excluded.append(place.ags)
    return tuple(dict.fromkeys(excluded))


def read_opens(turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read when the survey opens: at once, or on a day, perhaps with a time."""
    if fold(typed) in NOW_WORDS:
        return Understood(NOW)
    moment, remark = _moment(turn, typed, START_OF_DAY, turn.today)
    if moment <= turn.now:
        raise Problem("survey-author-opens-past", at=moment)
    return Understood(moment.isoformat(), remark)


def opens_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer to open at once."""
    return [Choice(turn.wording("survey-author-choose-now"), NOW)]


def opens_in(turn: Turn, answers: Answers) -> datetime:
    """Give the moment of the opening; "at once", or not said yet, is now, to the minute."""
    opens = answers.get("opens", NOW)
    return turn.now.replace(second=0, microsecond=0) if opens == NOW else _parsed(opens)


def read_closes(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read until when the survey is open: a day, by its end, a day with a time, or how long: "2 Wochen"."""
    words = UNTIL.sub("", typed)
    lasts = SPAN.fullmatch(with_digits(fold(words))) is not None
    moment, remark = _moment(turn, words, END_OF_DAY, _first_day(turn, answers) if lasts else turn.today)
    if problem := closing_problem(turn, answers, moment):
        raise problem
    return Understood(moment.isoformat(), remark)


def _first_day(turn: Turn, answers: Answers) -> date:
    """Give the first day to come on which the survey is open; of one that is extended its last day until now."""
    since = _parsed(answers["extends"]) if "extends" in answers else opens_in(turn, answers)
    return turn.office.day(max(since, turn.now))


def closing_problem(turn: Turn, answers: Answers, closes: datetime) -> Problem | None:
    """Hold the closing against the rules: not over, at least a day after the opening, and not years ahead."""
    opens = opens_in(turn, answers)
    if closes <= turn.now:
        return Problem("survey-author-closes-past", until=closes)
    if "extends" in answers and closes <= (until := _parsed(answers["extends"])):
        return Problem("survey-author-not-longer", until=until, at=closes)
    if closes - opens < SHORTEST:
        return Problem("survey-author-closes-early", until=closes, at=opens)
    return Problem("survey-author-closes-late", until=closes) if closes - opens > LONGEST else None


def closes_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer one, two and four weeks."""
    first = _first_day(turn, answers)
    days = [(weeks, first + timedelta(weeks=weeks)) for weeks in (1, 2, 4)]
    wording = turn.wording
    return [Choice(wording("survey-author-weeks", count=weeks, day=day), f"{day:%d.%m.%Y}") for weeks, day in days]


def closes_in(answers: Answers) -> datetime:
    """Give the moment of the closing."""
    return _parsed(answers["closes"])


def _parsed(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


def _moment(turn: Turn, typed: str, clock: time, today: date) -> tuple[datetime, Markdown | None]:
    """Read a day with a time, or a day that gets one; says how it was understood where that was not plain."""
    try:
        found = read_moment(typed, today, turn.office.timezone)
        moment, exact = found.moment, found.exact
    except Problem as problem:
        if problem.key != "time-missing":
            raise
        day = read_until(typed, today)
        moment, exact = moment_of(datetime.combine(day, clock), turn.office.timezone), False
    return moment, None if exact else turn.wording("survey-author-understood", at=moment)


def read_anonymity(_turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read who will see the answers."""
    words = fold(typed)
    found = next((each for each, names in ANONYMITIES.items() if words == each or words in names), None)
    if found is None:
        raise Problem("survey-author-anonymity-unclear")
    if found is Anonymity.ANONYMOUS and asks_for_files(form_in(answers)):
        raise Problem("survey-author-files-named")
    return Understood(found.value)


def asks_for_files(form: Form) -> bool:
    """Say whether a form asks for files, which tell whose they are."""
    return any(question.type in FILES for question in form.questions)


def anonymity_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer all, the coordination, and nobody."""
    return [Choice(turn.wording(key), each.value) for each, key in OFFERED.items()]


def read_reminders(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read how many reminders a municipality gets at most."""
    words = re.sub(r"(?:^(?:hoechstens|maximal|at most) )|(?: ?(?:mal|times|erinnerungen|reminders))$", "", fold(typed))
    return Understood(0 if words in NONE | {"0", "nie", "never", "gar nicht"} else read_count(words, MOST_REMINDERS))


def read_reminder_days(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read how many days lie at least between two reminders."""
    words = fold(typed)
    found = DAYS.fullmatch(words)
    return Understood(read_count(found[1] if found else words, LONGEST_WAIT))


def earlier_surveys(turn: Turn, own: int | None) -> list[Survey]:
    """List the surveys that one can be compared with, the newest first: those that somebody may manage."""
    published = surveys(turn.session, SurveyState.PUBLISHED, SurveyState.CLOSED)
    return [survey for survey in reversed(published) if survey.id != own and may_manage(turn, survey)][:MOST_WAVES]


def has_earlier(turn: Turn, answers: Answers) -> bool:
    """Say whether there is a survey to compare with."""
    return bool(earlier_surveys(turn, answers.get("survey")))


def wave_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer the earlier surveys."""
    wording = turn.wording
    return [
        Choice(wording("survey-author-named", name=survey.title, number=survey.id), f"Nr. {survey.id}")
        for survey in earlier_surveys(turn, answers.get("survey"))
    ]


def read_wave(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read with which earlier survey this one is compared, by its number or title."""
    words = fold(re.sub(r"^nr\.? ?", "", typed, flags=re.IGNORECASE))
    for survey in earlier_surveys(turn, answers.get("survey")):
        if words in {str(survey.id), fold(survey.title)}:
            return Understood(survey.id)
    raise Problem("survey-author-wave-unknown", typed=typed)
