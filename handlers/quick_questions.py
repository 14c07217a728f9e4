"""Questions in one line each: "Wie viele Plätze? Zahl", "Welche Gruppe zuerst? UMF / Familien / alle"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from handlers.problems import Problem
from handlers.typed import fold
from storage.survey_forms import Form, Labels, Option, Question, QuestionType

Line = dict[str, str]
"""A question as it was written, and the name it has had since it was first: ``{"line": …, "name": …}``."""

MOST_LINES = 30
"""Questions of a quick survey; whoever has more is better off with a spreadsheet."""

LONGEST_LABEL = 300
LONGEST_NAME = 30

SAME = 0.6
"""How much of a question must be as before (difflib's ratio) to be the same in other words."""

MARK = re.compile(
    r"\(\s*(?:(?P<rank>rang(?:folge)?|reihenfolge|rank(?:ing)?)"
    r"|(?P<several>mehrere|mehrfach(?:auswahl)?|several|multiple)"
    r"|(?P<required>pflicht(?:frage)?|required))\s*\)",
    re.IGNORECASE,
)
"""What stands in brackets, anywhere in the line: "(mehrere)", "(Reihenfolge)", "(Pflicht)"."""

ASKED = re.compile(r"(?P<label>.*[?!])\s*(?P<kind>.*)", re.DOTALL)
SAID = re.compile(r"(?P<label>.+):\s+(?P<kind>[^:]*)|(?P<whole>.*\.)\s+(?P<last>[^.]+)", re.DOTALL)
BRACKETED = re.compile(r"(?P<label>.*\S)\s*\((?P<kind>[^()]+)\)", re.DOTALL)

SCALE = re.compile(
    r"(?:(?:skala|scale|zahl|number)\s+)?(?:von |from )?(\d{1,4})\s*(?:-|–|bis|to)\s*(\d{1,4})", re.IGNORECASE
)
SLASHES = re.compile(r"\s*[/|;]\s*")
COMMAS = re.compile(r"\s*(?:,|\boder\b|\bor\b|\bund\b|\band\b)\s*", re.IGNORECASE)
YES_NO = (Option(name="ja", label={"de": "ja", "en": "yes"}), Option(name="nein", label={"de": "nein", "en": "no"}))

WORDS: dict[QuestionType, set[str]] = {
    QuestionType.INTEGER: {"zahl", "ganze zahl", "anzahl", "number", "integer", "whole number"},
    QuestionType.DECIMAL: {"kommazahl", "dezimalzahl", "betrag", "decimal", "amount"},
    QuestionType.DATE: {"datum", "tag", "date", "day"},
    QuestionType.TEXT: {"", "text", "freitext", "free text"},
    QuestionType.FILE: {"datei", "dokument", "file", "document"},
    QuestionType.IMAGE: {"bild", "foto", "image", "photo"},
}
"""What is written behind a question for each type that takes no options."""

YES_NO_WORDS = {"ja/nein", "ja oder nein", "ja, nein", "yes/no", "yes or no"}

NUMBERED = re.compile(r"(?:frage |question |nr\.? ?)?(\d{1,2})\s*[.:)]\s+(?P<line>.+)", re.IGNORECASE | re.DOTALL)
REMOVED = re.compile(
    r"(?:(?:frage |question |nr\.? ?)?(?P<number>\d{1,2})\s+(?:loeschen|streichen|weg|delete|remove)"
    r"|(?:loesche|streiche|delete|remove)n? (?:frage |question |nr\.? ?)?(?P<other>\d{1,2}))"
)
BULLET = re.compile(r"^[-–•*]\s+")


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the brackets of a line say."""

    several: bool
    rank: bool
    required: bool

    @property
    def with_options(self) -> bool:
        """Whether several are to be named, so that there must be some to choose from."""
        return self.several or self.rank

    @property
    def kind(self) -> QuestionType:
        """The type of a question with options."""
        if self.rank:
            return QuestionType.RANK
        return QuestionType.SELECT_MULTIPLE if self.several else QuestionType.SELECT_ONE


def read_question(typed: str, name: str) -> Question:
    """Read one question. What stands behind it and is neither a type nor options becomes its hint.

    Raises :class:`Problem` where it has no text, or options that are not plain.
    """
    found = [match.lastgroup for match in MARK.finditer(typed)]
    marks = _Marks("several" in found, "rank" in found, "required" in found)
    line = re.sub(r"\s+([?!.:])", r"\1", " ".join(MARK.sub(" ", typed).split()))
    label, written = _split(line, with_options=marks.with_options)
    if not re.search(r"\w", label):
        raise Problem("survey-quick-no-text", typed=typed)
    if len(label) > LONGEST_LABEL:
        raise Problem("text-too-long", length=len(label), longest=LONGEST_LABEL)
    asked = Question(name=name, type=QuestionType.TEXT, label={"de": label}, required=marks.required)
    return asked.model_copy(update=_kind(written, marks, typed))


def _split(line: str, *, with_options: bool) -> tuple[str, str]:
    """Tell a question's text from what is wanted for an answer."""
    if found := ASKED.fullmatch(line):
        return found["label"], found["kind"]
    if found := SAID.fullmatch(line):
        label, kind = (found["label"], found["kind"]) if found["label"] else (found["whole"], found["last"])
        return (label, kind) if with_options or _is_kind(kind) else (line, "")
    found = BRACKETED.fullmatch(line)
    return (found["label"], found["kind"]) if found and _is_kind(found["kind"]) else (line, "")


def _is_kind(words: str) -> bool:
    folded = fold(words)
    known = any(folded in each for each in WORDS.values()) or folded in YES_NO_WORDS
    return known or SCALE.fullmatch(folded) is not None or SLASHES.search(words) is not None


def _kind(written: str, marks: _Marks, typed: str) -> dict[str, object]:
    """Give what a question's second half says of it, perhaps in brackets."""
    written = written[1:-1].strip() if re.fullmatch(r"\([^()]*\)", written) else written
    folded = fold(written)
    if re.sub(r"\s*/\s*", "/", folded) in YES_NO_WORDS:
        return {"type": QuestionType.SELECT_ONE, "options": YES_NO}
    if scale := SCALE.fullmatch(folded):
        start, end = float(scale[1]), float(scale[2])
        if start >= end:
            raise Problem("survey-quick-scale", typed=written)
        return {"type": QuestionType.RANGE, "start": start, "end": end}
    for kind, words in WORDS.items():
        if folded in words and not marks.with_options:
            return {"type": kind}
    splits_at_commas = marks.with_options or re.search(r"\b(?:oder|or)\b", folded)
    separator = SLASHES if SLASHES.search(written) else COMMAS if splits_at_commas else None
    if separator is None:
        return {"hint": {"de": written}}
    return {"type": marks.kind, "options": _options(separator.split(written), typed)}


def _options(labels: Iterable[str], typed: str) -> tuple[Option, ...]:
    offered = [label.strip(" .") for label in labels if label.strip(" .")]
    if len(offered) < 2:  # noqa: PLR2004 - one answer is none
        raise Problem("survey-quick-few", typed=typed)
    if len({fold(label) for label in offered}) < len(offered):
        raise Problem("survey-quick-twice", typed=typed)
    options: list[Option] = []
    for label in offered:
        options.append(Option(name=_new_name(label, [option.name for option in options]), label={"de": label}))
    return tuple(options)


def _new_name(words: str, taken: Sequence[str]) -> str:
    """Make a name that exports and formulas can have, unlike all others."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:LONGEST_NAME].strip("_")
    name = plain if plain[:1].isalpha() else f"x_{plain}".strip("_")
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def with_message(lines: Sequence[Line], typed: str) -> tuple[list[Line], list[int]]:
    """Add what a message says to the lines: one question a line, "2: …" in place of the second, "2 löschen".

    Returns them with the numbers of those that are new. Raises :class:`Problem`.
    """
    if removed := REMOVED.fullmatch(fold(typed)):
        number = int(removed["number"] or removed["other"])
        if not 1 <= number <= len(lines):
            raise Problem("survey-quick-no-line", number=number)
        return [*lines[: number - 1], *lines[number:]], []
    result, new = list(lines), []
    for each in filter(None, (BULLET.sub("", row.strip()) for row in typed.splitlines())):
        numbered = NUMBERED.fullmatch(each)
        number, line = (int(numbered[1]), numbered["line"]) if numbered else (len(result) + 1, each)
        place = number - 1 if 1 <= number <= len(result) else len(result)
        result[place : place + 1] = [{"line": line, "name": _name(line, result, place)}]
        new.append(place + 1)
    if len(result) > MOST_LINES:
        raise Problem("survey-quick-many", most=MOST_LINES)
    return result, new


def _name(line: str, lines: Sequence[Line], place: int) -> str:
    """Name a question: as the one that it words differently, so that its answers stay, else after its own words."""
    label = read_question(line, "new").label["de"]
    taken = [other["name"] for other in lines]
    before = [read_question(lines[place]["line"], "old").label["de"]] if place < len(lines) else []
    return taken[place] if get_close_matches(label, before, cutoff=SAME) else _new_name(label, taken)


def quick_form(title: Labels, lines: Iterable[Line]) -> Form:
    """Make a form of the lines."""
    return Form(title=title, questions=tuple(read_question(line["line"], line["name"]) for line in lines))


def lines_of(form: Form) -> list[Line]:
    """Write a form as lines again; none for one that only a spreadsheet can hold."""
    lines = [{"line": _written(question), "name": question.name} for question in form.questions]
    return lines if len(lines) <= MOST_LINES and _again(form, lines) else []


def _again(form: Form, lines: Sequence[Line]) -> bool:
    try:
        return quick_form(form.title, lines) == form
    except Problem:
        return False


def _written(question: Question) -> str:
    write: Callable[[Question], str] = WRITTEN.get(question.type, lambda _: "?")
    marks = [MARKS[question.type]] if question.type in MARKS else []
    required = ["(Pflicht)"] if question.required else []
    label = question.label.get("de", "")
    return " ".join([label if label.endswith(("?", "!", ".")) else f"{label}:", *marks, *required, write(question)])


def _options_written(question: Question) -> str:
    return " / ".join(option.label.get("de", "") for option in question.options)


MARKS = {QuestionType.SELECT_MULTIPLE: "(mehrere)", QuestionType.RANK: "(Reihenfolge)"}
WRITTEN: dict[QuestionType, Callable[[Question], str]] = {
    QuestionType.TEXT: lambda question: question.hint.get("de", "Text"),
    QuestionType.INTEGER: lambda _: "Zahl",
    QuestionType.DECIMAL: lambda _: "Kommazahl",
    QuestionType.DATE: lambda _: "Datum",
    QuestionType.FILE: lambda _: "Datei",
    QuestionType.IMAGE: lambda _: "Bild",
    QuestionType.RANGE: lambda question: f"{question.start:g}-{question.end:g}",
    QuestionType.SELECT_ONE: _options_written,
    QuestionType.SELECT_MULTIPLE: _options_written,
    QuestionType.RANK: _options_written,
}
