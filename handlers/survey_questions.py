"""A survey's question as a message: where one stands, what is asked, what may be tapped, and what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from babel.numbers import format_decimal

from handlers.messages import Choice
from handlers.survey_papers import Paper, State
from handlers.wording import Markdown, Wording, escape, escape_lines
from storage.persons import Person
from storage.survey_answers import SurveyAnswer
from storage.survey_forms import BY_OPTION, FILES, SEVERAL, Answer, Labels, Option, Question, QuestionType, label_of

KEEP, SKIP, ENOUGH = "weiter", "überspringen", "fertig"
TAPPED = "+"
"""How what a button says begins, for what was tapped may be one of several, and what was typed is all of it."""

EXPLAINED = SEVERAL | FILES | {QuestionType.RANGE, QuestionType.DATE, QuestionType.ACKNOWLEDGE}
"""Types whose question says how to answer, where nothing can be tapped or more than one thing can."""

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_QUOTE = 120
"""Characters of a free text that a question or a review repeats."""


def question_text(paper: Paper, question: Question, state: State) -> Markdown:
    """Write a question: where it stands, the notes before it, what is asked, how to answer, and what was said."""
    wording = paper.turn.wording
    groups = [label_of(group, wording.language) for group in question.group]
    values = {"title": paper.survey.title, "number": paper.number(question), "count": len(paper.asked)}
    named = [group for group in groups if group]
    head = wording("survey-head-group", group=named[-1], **values) if named else wording("survey-head", **values)
    notes = [label_words(paper, note.label) for note in paper.notes_before(question)]
    hint = label_words(paper, question.hint)
    lines = [label_words(paper, question.label), *([Markdown(f"*{hint}*")] if hint else []), _how(paper, question)]
    before = "" if state.get("picked") is not None else _before(paper, question)
    parts = [head, *notes, "\n".join(line for line in lines if line), before, _picked(paper, question, state)]
    return Markdown("\n\n".join(part for part in parts if part))


def label_words(paper: Paper, labels: Labels, longest: int | None = None) -> Markdown:
    """Write an author's text, with the answers that it quotes; its beginning in one line, if there is a limit."""
    language = paper.turn.wording.language
    words = paper.logic.quoted(label_of(labels, language), paper.standing.values, language)
    return escape_lines(shorten(words, longest, placeholder=" …") if longest else words)


def _how(paper: Paper, question: Question) -> str:
    """Say how to answer where that is not plain."""
    wording = paper.turn.wording
    if lacks_options(paper, question):
        return wording("survey-choice-none")
    if question.type not in EXPLAINED:
        return ""
    ends = {"least": number(wording, question.start), "most": number(wording, question.end)}
    return wording(f"survey-how-{question.type.replace('_', '-')}", **ends)


def _before(paper: Paper, question: Question) -> str:
    """Say what is answered already, and by whom; or what the author suggests."""
    wording, name = paper.turn.wording, question.name
    if paper.is_answered(question):
        value = value_words(wording, question, paper.given.get(name))
        said = paper.said.get(name)
        if said is None or said.person_id == paper.turn.sender_id:
            return wording("survey-said-before", answer=value)
        return wording("survey-said-by", answer=value, by=speaker(paper, said))
    return ""


def speaker(paper: Paper, said: SurveyAnswer) -> str:
    """Name who said something: a role, and for the coordination that it spoke for somebody."""
    person = paper.turn.session.get(Person, said.person_id)
    label = person.label if person else "?"
    return paper.turn.wording("survey-by-proxy", by=label) if said.by_proxy else label


def _picked(paper: Paper, question: Question, state: State) -> str:
    """Say what has been tapped so far."""
    picked = state.get("picked")
    if not picked:
        return ""
    return paper.turn.wording("survey-picked", answer=value_words(paper.turn.wording, question, picked))


def question_choices(paper: Paper, question: Question, state: State) -> Sequence[Choice]:
    """List what can be tapped below a question."""
    wording = paper.turn.wording
    picked: Sequence[str] = state.get("picked") or ()
    choices = [_option(wording, option, question, picked) for option in options(paper, question)]
    if question.type is QuestionType.ACKNOWLEDGE:
        choices.append(Choice(wording("survey-acknowledged"), "ok"))
    if picked:
        return (*choices, Choice(wording("dialogue-enough"), ENOUGH))
    default = paper.logic.default(question, paper.standing.values, paper.turn.today)
    if default and not choices and question.name not in paper.given:
        choices.append(Choice(wording("survey-default", answer=_default_words(wording, question, default)), default))
    if paper.is_answered(question):
        choices.append(Choice(wording("survey-keep"), KEEP))
    elif not question.required or lacks_options(paper, question):
        choices.append(Choice(wording("dialogue-skip"), SKIP))
    return choices


def options(paper: Paper, question: Question) -> Sequence[Option]:
    """List the options that are offered now."""
    if question.type not in BY_OPTION:
        return ()
    return paper.logic.options(question, paper.standing.values, paper.turn.today)


def _default_words(wording: Wording, question: Question, default: str) -> Markdown:
    """Write a suggestion as people read it; a day is written in the form as XLSForm wants it."""
    if question.type is QuestionType.DATE and ISO_DAY.fullmatch(default):
        return value_words(wording, question, default)
    return Markdown(escape(default))


def lacks_options(paper: Paper, question: Question) -> bool:
    """Say whether earlier answers leave nothing to choose from: then even a required question can be passed over."""
    return question.type in BY_OPTION and not options(paper, question)


def _option(wording: Wording, option: Option, question: Question, picked: Sequence[str]) -> Choice:
    label = Markdown(escape(label_of(option.label, wording.language)))
    if option.name in picked:
        place = picked.index(option.name) + 1
        key = "survey-option-ranked" if question.type is QuestionType.RANK else "survey-option-picked"
        label = wording(key, option=label, place=place)
    return Choice(label, f"{TAPPED}{option.name}")


def value_words(wording: Wording, question: Question, value: Answer) -> Markdown:
    """Write an answer as people read it."""
    if value is None:
        return wording("survey-skipped")
    if question.options:
        labels = {option.name: label_of(option.label, wording.language) for option in question.options}
        chosen = value if isinstance(value, list) else [str(value)]
        joint = " > " if question.type is QuestionType.RANK else ", "
        return Markdown(escape(joint.join(labels.get(name, name) for name in chosen))) or wording("survey-none-chosen")
    if question.type is QuestionType.ACKNOWLEDGE:
        return wording("survey-acknowledged")
    if question.type is QuestionType.DATE and isinstance(value, str):
        return wording("survey-day", day=date.fromisoformat(value))
    if isinstance(value, int | float):
        return Markdown(number(wording, value))
    return Markdown(escape(shorten(str(value), LONGEST_QUOTE, placeholder=" …")))


def number(wording: Wording, amount: float) -> str:
    """Write a number as it is written in a language."""
    return str(format_decimal(amount, locale=wording.language))
