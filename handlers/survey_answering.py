"""What people say while they answer a survey (:mod:`handlers.survey_sittings`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.choosing import ALTER, ENOUGH, NONE, SKIP, YES, chosen, is_number
from handlers.messages import Kind
from handlers.problems import Problem
from handlers.survey_conflicts import decided, is_left_open
from handlers.survey_delegating import at_handing, hand_questions
from handlers.survey_finishing import finish
from handlers.survey_handing import HAND
from handlers.survey_papers import write, write_file
from handlers.survey_questions import KEEP, LONGEST_QUOTE, TAPPED, label_words, options, value_words
from handlers.survey_readings import read_answer, take_tapped
from handlers.survey_reviews import DONE, is_sent, missing, review_choices
from handlers.survey_sittings import (
    ASK,
    CHANGE,
    CONFLICT,
    HANDING,
    MOST_LISTED,
    REVIEW,
    Sitting,
    ask,
    ask_after,
    change_choices,
    choices,
    go_on,
    names_option,
)
from handlers.survey_telling import again_words, place_name, tell_changed, tell_contradicted, tell_decided
from handlers.turn import Replies
from handlers.typed import fold
from handlers.wording import Markdown
from storage.survey_forms import BY_OPTION, FILES, SEVERAL, Answer, Question, QuestionType
from storage.survey_tallies import NUMBERS

PAUSE = {"pause", "pausieren", "spaeter", "spaeter weiter", "pause machen", "later"}
SEND = {"absenden", "abschicken", "einreichen", "submit"}  # nobody means these as an answer to a question
SENDING = YES | SEND
PLACE = re.compile(r"(?:(?:ä|ae)ndern|change|(?:zurück )?(?:zu )?frage|question|nr\.?)\s*(\d{1,3})\.?", re.IGNORECASE)
CHANGE_PLACE = re.compile(r"(?:(?:ä|ae)ndern|change)\s*(\d{1,3})\.?", re.IGNORECASE)
"""What is no text of somebody's, even where any text is an answer."""

UNKNOWN = SKIP - NONE - {"nein", "no"}
"""What says that somebody has no answer, where it cannot be one."""


def answer(sitting: Sitting) -> Replies:
    """Take what somebody wrote as the answer to what is asked. Raises :class:`storage.surveys.SurveyError`."""
    words = fold(sitting.turn.text)
    if words in PAUSE and not names_option(sitting):
        return pause(sitting)
    if words in SEND and sitting.kind == ASK and not names_option(sitting):
        sitting.stand(REVIEW)
        return ask(sitting)
    said = {ASK: _at_question, CONFLICT: _at_conflict, HANDING: at_handing, REVIEW: _at_review, CHANGE: _at_change}
    return said[sitting.kind](sitting)


def pause(sitting: Sitting) -> Replies:
    """Leave for now. Nothing is lost: all answers lie with the municipality."""
    turn, paper, survey = sitting.turn, sitting.paper, sitting.survey
    sitting.end()
    if paper.is_rehearsed:
        return [turn.reply("survey-preview-left", title=survey.title, number=survey.id)]
    if is_sent(paper):
        values = {"title": survey.title, "place": place_name(paper), "until": survey.closes_at}
        return [turn.reply("survey-left-sent", again=again_words(paper), **values)]
    done = len(paper.asked) - len(missing(paper))
    values = {"title": survey.title, "again": again_words(paper), "done": done, "count": len(paper.asked)}
    return [turn.reply("survey-paused", until=survey.closes_at, **values)]


def back(sitting: Sitting) -> Replies:
    """Go to the question before this one; from what is asked about one, to that one."""
    asked = sitting.paper.asked
    if sitting.kind in (HANDING, CONFLICT, CHANGE):
        sitting.stand(*((ASK, sitting.question.name) if sitting.question else (REVIEW,)))
        return ask(sitting)
    place = asked.index(sitting.question) if sitting.question else len(asked)
    if place == 0:
        sitting.remarks.append(sitting.turn.wording("dialogue-at-start"))
    else:
        sitting.stand(ASK, asked[place - 1].name)
    return ask(sitting)


def _at_question(sitting: Sitting) -> Replies:
    question, turn = sitting.question, sitting.turn
    if question is None:
        return go_on(sitting)
    if led := _led(sitting, any_place=question.type is not QuestionType.TEXT):
        return led
    tapped = turn.text.removeprefix(TAPPED) if turn.text.startswith(TAPPED) else ""
    if turn.text == KEEP and sitting.paper.is_answered(question):
        return go_on(sitting, after=question.name)
    try:
        if tapped and question.type in SEVERAL and (_votes(sitting) or _is_offered(sitting, question, tapped)):
            return _pick(sitting, question, tapped)
        value = _read(sitting, question)
    except Problem as problem:
        return ask_after(sitting, turn.wording.problem(problem))
    return _take(sitting, question, value)


def _led(sitting: Sitting, *, any_place: bool = True) -> Replies:
    """Do what somebody says about questions rather than to one: hand some over, go to another."""
    typed = sitting.turn.text
    if found := HAND.fullmatch(typed):
        return hand_questions(sitting, found)
    place = PLACE.fullmatch(typed) if any_place else CHANGE_PLACE.fullmatch(typed)
    return _to_question(sitting, int(place[1])) if place else ()


def _read(sitting: Sitting, question: Question) -> Answer:
    """Read an answer: tapped, sent as a file, or typed. Raises :class:`Problem`."""
    turn, paper, picked = sitting.turn, sitting.paper, sitting.state.get("picked")
    if turn.text.startswith(TAPPED) and question.type in BY_OPTION:
        name = turn.text.removeprefix(TAPPED)
        if _is_offered(sitting, question, name):
            return _tapped(sitting, question, [name])
    if picked and fold(turn.text) in ENOUGH:
        return _tapped(sitting, question, picked)
    file, content = turn.incoming.file, turn.incoming.content
    if question.type in FILES and file and content is not None:
        if question.type is QuestionType.IMAGE and not file.media_type.startswith("image/"):
            raise Problem("survey-image-wanted")
        return write_file(paper, question, file, content)
    try:
        return read_answer(paper.logic, question, turn.text, paper.standing.values, turn.wording.language, turn.today)
    except Problem:
        if question.required or question.type is QuestionType.TEXT or fold(turn.text) not in UNKNOWN:
            raise
        return None


def _tapped(sitting: Sitting, question: Question, names: Sequence[str]) -> Answer:
    turn, paper = sitting.turn, sitting.paper
    return take_tapped(paper.logic, question, names, paper.standing.values, turn.wording.language, turn.today)


def _is_offered(sitting: Sitting, question: Question, name: str) -> bool:
    return any(option.name == name for option in options(sitting.paper, question))


def _votes(sitting: Sitting) -> bool:
    """Whether all that is chosen came at once: in a poll each vote takes the place of the one before."""
    return sitting.turn.incoming.kind is Kind.VOTE


def _pick(sitting: Sitting, question: Question, name: str) -> Replies:
    """Take one of several that was tapped, or leave it out again; a ranking is whole when only one is left."""
    before = sitting.state.get("picked")
    if before is None and question.type is QuestionType.SELECT_MULTIPLE:
        given = sitting.paper.standing.values.get(question.name)
        before = given if isinstance(given, list) else []
    picked = [each for each in before or [] if each != name] if name in (before or []) else [*(before or []), name]
    if _votes(sitting):
        picked = [each.removeprefix(TAPPED) for each in sitting.turn.text.split()]
    offered = [option.name for option in options(sitting.paper, question)]
    if question.type is QuestionType.RANK and len(picked) >= len(offered) - 1:
        whole = [*picked, *(each for each in offered if each not in picked)]
        return _take(sitting, question, _tapped(sitting, question, whole))
    sitting.stand(ASK, question.name, picked=picked)
    return ask(sitting)


def _take(sitting: Sitting, question: Question, value: Answer) -> Replies:
    """Write an answer down, say what it changes besides, and go on."""
    turn = sitting.turn
    was_sent, is_place = is_sent(sitting.paper), _is_place(sitting, question)
    written = write(sitting.paper, sitting.position, question, value)
    sitting.reread()
    _echo(sitting, question, value, is_place=is_place)
    _say_turned(sitting, written.turned)
    if any(each.person_id != turn.sender_id for each in written.against):
        sitting.stand(CONFLICT, question.name)
        return [*ask(sitting), *tell_contradicted(sitting.paper, question, written.against)]
    if was_sent:
        sitting.remarks.append(turn.wording("survey-change-counts"))
        return [*go_on(sitting, after=question.name), *tell_changed(sitting.paper)]
    return go_on(sitting, after=question.name)


def _is_place(sitting: Sitting, question: Question) -> bool:
    """Say whether a number that is an answer also stands in the list below the question, before "skip", say."""
    typed = sitting.turn.text
    return question.type in NUMBERS and is_number(typed) and chosen(choices(sitting), typed) is not None


def _echo(sitting: Sitting, question: Question, value: Answer, *, is_place: bool) -> None:
    """Say how an answer was understood, where that is not just what was typed."""
    typed = sitting.turn.text
    if value is None or question.type is QuestionType.TEXT or typed.startswith(TAPPED):
        return
    words = value_words(sitting.turn.wording, question, value)
    if is_place:
        sitting.remarks.append(sitting.turn.wording("survey-understood-number", answer=words))
    elif fold(words.replace("\\", "")) != fold(typed):
        sitting.remarks.append(sitting.turn.wording("survey-understood", answer=words))


def _say_turned(sitting: Sitting, turned: Sequence[str]) -> None:
    """Say which answers no longer count, or count again, because of this one."""
    paper, wording = sitting.paper, sitting.turn.wording
    relevant = set(paper.standing.relevant)
    for key, names in (
        ("survey-put-aside", [name for name in turned if name not in relevant]),
        ("survey-taken-back", [name for name in turned if name in relevant]),
    ):
        asked = [paper.logic.questions[name].label for name in names[:MOST_LISTED]]
        more = ["…"] if len(names) > MOST_LISTED else []
        labels = ", ".join([*(label_words(paper, label, LONGEST_QUOTE) for label in asked), *more])
        if names:
            sitting.remarks.append(wording(key, questions=Markdown(labels), count=len(names)))


def _at_conflict(sitting: Sitting) -> Replies:
    question, turn = sitting.question, sitting.turn
    if question is None or not sitting.paper.conflicts().get(question.name):
        return go_on(sitting)  # somebody else has decided meanwhile
    if is_left_open(sitting.paper, question):
        sitting.remarks.append(turn.wording("survey-conflict-left"))
        return go_on(sitting, after=question.name)
    said = decided(sitting.paper, question)
    if said is None:
        return ask_after(sitting, turn.wording("dialogue-change-unclear"))
    told = tell_decided(sitting.paper, question, said)
    write(sitting.paper, sitting.position, question, said.value, takes_over=True)
    sitting.reread()
    answer_words = value_words(turn.wording, question, said.value)
    sitting.remarks.append(turn.wording("survey-conflict-decided", answer=answer_words))
    return [*go_on(sitting, after=question.name), *told]


def _at_review(sitting: Sitting) -> Replies:
    turn, paper = sitting.turn, sitting.paper
    choice = chosen(review_choices(paper), turn.text)
    words = fold(choice.value if choice else turn.text)
    if led := _led(sitting):
        return led
    if words in PAUSE | {fold(DONE)}:
        return pause(sitting)
    if words in SENDING:
        return finish(sitting)
    if words in ALTER:
        sitting.stand(CHANGE)
        return _to_question(sitting, 1) if len(paper.asked) == 1 else ask(sitting)
    return ask_after(sitting, turn.wording("survey-review-unclear"))


def _at_change(sitting: Sitting) -> Replies:
    """Take the question that is to be changed: by its number, or by how it begins."""
    turn = sitting.turn
    choice = chosen(change_choices(sitting.paper), turn.text)
    found = re.search(r"\d{1,3}", choice.value if choice else turn.text)
    if found is None:
        return ask_after(sitting, turn.wording("survey-no-such-question", count=len(sitting.paper.asked)))
    return _to_question(sitting, int(found[0]))


def _to_question(sitting: Sitting, place: int) -> Replies:
    asked = sitting.paper.asked
    if not 1 <= place <= len(asked):
        return ask_after(sitting, sitting.turn.wording("survey-no-such-question", count=len(asked)))
    name = asked[place - 1].name
    sitting.stand(CONFLICT if name in sitting.paper.conflicts() else ASK, name)
    return ask(sitting)
