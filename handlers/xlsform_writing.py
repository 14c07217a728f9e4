"""A form as the sheets of an XLSForm, from which :func:`handlers.xlsforms.read_xlsform` reads the same form again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from handlers.spreadsheets import Cell, Rows
from storage.survey_forms import Form, Labels, Option, Question, QuestionType

LANGUAGES = {"de": "Deutsch (de)", "en": "English (en)"}
SPOKEN = ("label", "hint", "constraint_message", "required_message")
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter", "default")
LISTED = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


def in_languages(column: str) -> list[str]:
    """Name the columns that a text takes."""
    return [f"{column}::{language}" for language in LANGUAGES.values()]


def said(labels: Labels) -> list[Cell]:
    """Give the cells of a text."""
    return [labels.get(language) for language in LANGUAGES]


def xlsform_sheets(form: Form) -> dict[str, Rows]:
    """Give the sheets survey, choices and settings. Groups have no conditions: their questions have them."""
    lists = _lists(form.questions)
    heading = ["type", "name", *(column for text in SPOKEN for column in in_languages(text))]
    survey: list[list[Cell]] = [[*heading, "required", *EXPRESSIONS, "parameters"]]
    inside: Sequence[Labels] = ()
    for question in form.questions:
        survey += _brackets(inside, question.group)
        survey.append(_question(question, lists))
        inside = question.group
    survey += _brackets(inside, ())
    return {
        "survey": survey,
        "choices": _choices(lists),
        "settings": [in_languages("form_title"), said(form.title)],
    }


def _lists(questions: Iterable[Question]) -> dict[str, Sequence[Option]]:
    """Name each list of options after the first question that has it."""
    lists: dict[str, Sequence[Option]] = {}
    for question in questions:
        if question.type in LISTED and question.options not in lists.values():
            lists[question.name] = question.options
    return lists


def _brackets(before: Sequence[Labels], after: Sequence[Labels]) -> list[list[Cell]]:
    """End the groups that are over, and begin the new ones."""
    same = 0
    for one, other in zip_longest(before, after):
        if one != other:
            break
        same += 1
    ends: list[list[Cell]] = [["end group"] for _ in before[same:]]
    return ends + [["begin group", None, *said(label)] for label in after[same:]]


def _question(question: Question, lists: Mapping[str, Sequence[Option]]) -> list[Cell]:
    listed = next((name for name, options in lists.items() if options == question.options), "")
    spoken = [cell for text in SPOKEN for cell in said(getattr(question, text))]
    expressions = [getattr(question, column) or None for column in EXPRESSIONS]
    limits = f"start={question.start:.12g} end={question.end:.12g} step={question.step:.12g}"
    parameters = limits if question.type is QuestionType.RANGE else None
    required = "yes" if question.required else None
    kind = f"{question.type} {listed}" if question.type in LISTED else str(question.type)
    return [kind, question.name, *spoken, required, *expressions, parameters]


def _choices(lists: Mapping[str, Sequence[Option]]) -> list[list[Cell]]:
    filters = list(dict.fromkeys(column for options in lists.values() for each in options for column in each.filters))
    rows: list[list[Cell]] = [["list_name", "name", *in_languages("label"), *filters]]
    for name, options in lists.items():
        rows += [
            [name, option.name, *said(option.label), *(option.filters.get(column) for column in filters)]
            for option in options
        ]
    return rows
