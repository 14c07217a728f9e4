"""What people type as an answer to a survey's question, in German or English, read into the value that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.choosing import ENOUGH, NONE, NUMBER, PASS, YES
from handlers.dates import read_day
from handlers.numbers import COUNTED, MORE_OR_LESS, ONE, RANGE, with_digits
from handlers.problems import Problem
from handlers.survey_logic import Answers, Logic
from handlers.typed import LONGEST, clean, fold
from storage.persons import Language
from storage.survey_forms import (
    BY_OPTION,
    SEVERAL,
    UNANSWERED,
    Answer,
    Labels,
    Option,
    Question,
    QuestionType,
    label_of,
)

GERMAN_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[,.]\d+)?", re.ASCII)
ENGLISH_NUMBER = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[,.]\d+)?", re.ASCII)
MINUS = re.compile(r"(?:[-–−]|minus\b)\s*")
UNIT = re.compile(r"(?:%|€|euro|prozent|percent|stück|mal|tage?n?|wochen?|monaten?|jahren?)\.?$", re.IGNORECASE)
ABOUT = re.compile(r"^(?:ca\.?|circa|etwa|ungefähr|rund|about|approximately)\s+", re.IGNORECASE)
MOST = 10**12
"""What no municipality counts; a longer number is a slip."""

SEPARATOR = re.compile(r"(\s*(?:[,;\n+&>]|\bund\b|\band\b|\bsowie\b)\s*)", re.IGNORECASE)
NUMBERS = re.compile(r"\d{1,3}(?:\s+\d{1,3})+", re.ASCII)
SPAN = re.compile(r"(\d{1,3})\s*(?:-|–|bis|to)\s*(\d{1,3})", re.ASCII)
ALL = {"alle", "alles", "all", "saemtliche", "alle davon", "all of them"}
READ = YES | ENOUGH | {"verstanden", "gelesen", "bestaetigt", "einverstanden", "understood", "zur kenntnis genommen"}
NOTHING = {"", "-", "–"}
ACKNOWLEDGED = "OK"  # as ODK keeps it

WIDEST_LABEL = 12
"""Commas and "und" that a label may have within."""


class Offer:
    """The options that are offered, to be found by what somebody types."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        first = tuple(reversed(options))  # of two that are called alike, the one that is listed first
        self._labels = {fold(label): option for option in first for label in option.label.values()}
        self._names = {fold(option.name): option for option in first}

    def called(self, words: str) -> Option | None:
        """Find an option by its label in any language, or its name."""
        wanted = fold(words)
        return self._labels.get(wanted) or self._names.get(wanted)

    def one(self, words: str) -> Option | None:
        """Find an option by its label or number; the label first, for options that are numbers themselves."""
        number = NUMBER.fullmatch(words.strip())
        if number is None:
            return self.called(words)
        place = int(number[1])
        by_place = self.options[place - 1] if 1 <= place <= len(self.options) else None
        return self._labels.get(fold(words)) or by_place

    def several(self, words: str) -> list[Option]:
        """Find several options, each the longest label that fits; none if anything is left over."""
        pieces = SEPARATOR.split(words.strip(" .,;"))
        chosen: list[Option] = []
        at = 0
        while at < len(pieces):
            ends = range(min(len(pieces), at + 2 * WIDEST_LABEL + 1), at, -2)
            fitting = ((end, self.one("".join(pieces[at:end]))) for end in ends)
            end, option = next((fit for fit in fitting if fit[1]), (at + 1, None))
            found = [option] if option else [self.one(place) for place in _places(pieces[at])]
            if None in found or (pieces[at] and not found):
                return []
            chosen += filter(None, found)
            at = end + 1
        return chosen


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as an answer, and what it is an answer to."""

    question: Question
    words: str
    offer: Offer
    language: Language
    today: date


def read_answer(  # noqa: PLR0913 - a question is answered in a survey, by somebody, on a day
    logic: Logic, question: Question, typed: str, values: Answers, language: Language, today: date
) -> Answer:
    """Read an answer, with the ``values`` of the survey's standing; None where somebody passes over the question.

    Raises :class:`Problem` with a sentence that says what to do: what cannot be read, breaks the question's constraint
    (in the author's words, where there are some) or passes over what is required.
    """
    words = clean(typed)
    given = Typed(question, words, Offer(logic.options(question, values, today)), language, today)
    nothing_fits = question.type in BY_OPTION and not given.offer.options
    if nothing_fits and not _passed(given):
        raise Problem("survey-choice-none")
    answer = None if question.type in UNANSWERED or _passed(given) else READERS[question.type](given)
    return check_answer(logic, question, answer, values, language, today)


def take_tapped(  # noqa: PLR0913 - as for reading
    logic: Logic, question: Question, names: Sequence[str], values: Answers, language: Language, today: date
) -> Answer:
    """Take options that were tapped: names, which are never read as places in the list, however they look.

    Several are kept in the order they are offered, a ranking in the order it was tapped. Raises :class:`Problem`.
    """
    offered = logic.options(question, values, today)
    fitting = [name for name in names if any(option.name == name for option in offered)]
    if question.type is QuestionType.RANK:
        _want_whole(fitting, offered, language)
    if question.type is QuestionType.SELECT_MULTIPLE:
        fitting = [option.name for option in offered if option.name in fitting]
    several = fitting if question.type in SEVERAL else "".join(fitting[:1])
    return check_answer(logic, question, several or None, values, language, today)


def check_answer(  # noqa: PLR0913 - as for reading
    logic: Logic, question: Question, answer: Answer, values: Answers, language: Language, today: date
) -> Answer:
    """Hold an answer against what its author wants of it, whichever way it came; None where it is none.

    Where nothing is offered, even a required question can be passed over. Raises :class:`Problem`, in the author's
    words where there are some.
    """

    def problem(key: str, message: Labels) -> Problem:
        words = logic.quoted(label_of(message, language), values, language)
        return Problem("survey-said", message=words) if words else Problem(key)

    if answer is None or answer == "":
        nothing_fits = question.type in BY_OPTION and not logic.options(question, values, today)
        if question.required and not nothing_fits and question.type not in UNANSWERED:
            raise problem("survey-required", question.required_message)
        return None
    if not logic.allows(question, answer, values, today):
        raise problem("survey-constraint", question.constraint_message)
    return answer


def _passed(given: Typed) -> bool:
    """Say whether the question is passed over; an option called "weiter" is an answer."""
    return (given.words in NOTHING or fold(given.words) in PASS) and not given.offer.called(given.words)


def _text(given: Typed) -> Answer:
    if len(given.words) > LONGEST:
        raise Problem("survey-text-too-long", most=LONGEST, length=len(given.words))
    return given.words


def _number(given: Typed) -> float:
    """Read a number: "12", "zwölf", "1,5", "1.200", "-3", "ca. 20 Plätze", "keine" as 0."""
    words = ABOUT.sub("", COUNTED.sub("", with_digits(given.words)).strip(" .;:!()"))
    words = UNIT.sub("", words).strip()
    negative = MINUS.match(words)
    words = words[negative.end() :] if negative else words
    if fold(words) in NONE | {"null", "zero", "gar keine", "nichts"}:
        return 0
    if not re.search(r"\d", words):
        words = ONE.sub("1", words)
    if RANGE.search(words):
        raise Problem("survey-number-span", typed=given.words)
    if MORE_OR_LESS.search(words):
        raise Problem("survey-number-difference", typed=given.words)
    english = given.language is Language.ENGLISH
    if not (ENGLISH_NUMBER if english else GERMAN_NUMBER).fullmatch(words):
        raise Problem("survey-number-unclear", typed=given.words)
    amount = _amount(words, *(",." if english else ".,"))
    if amount > MOST:
        raise Problem("survey-number-too-big", typed=given.words)
    return -amount if negative else amount


def _amount(words: str, thousands: str, point: str) -> float:
    """Tell the thousands from the fraction: in German "1.200" is 1200, and "1.5" can only be a fraction."""
    if re.fullmatch(rf"\d{{1,3}}(?:[{re.escape(thousands)} ]\d{{3}})+(?:{re.escape(point)}\d+)?", words):
        words = re.sub(rf"[{re.escape(thousands)} ]", "", words)
    return float(words.replace(",", "."))


def _integer(given: Typed) -> Answer:
    amount = _number(given)
    if not float(amount).is_integer():
        raise Problem("survey-number-not-whole", typed=given.words)
    return int(amount)


def _decimal(given: Typed) -> Answer:
    return _plain(_number(given))


def _plain(amount: float) -> int | float:
    return int(amount) if float(amount).is_integer() else amount


def _range(given: Typed) -> Answer:
    """Read a number that is one of a range's steps."""
    question, amount = given.question, _number(given)
    steps = (amount - question.start) / question.step
    if not question.start <= amount <= question.end or abs(steps - round(steps)) > 1e-9:  # noqa: PLR2004 - a double's
        least, most, step = map(_plain, (question.start, question.end, question.step))
        raise Problem("survey-range", least=least, most=most, step=step)
    return _plain(round(question.start + round(steps) * question.step, 9))


def _day(given: Typed) -> Answer:
    return read_day(given.words, given.today).day.isoformat()


def _one(given: Typed) -> Answer:
    """Read one option: by its label, its name or its number in the list."""
    if option := given.offer.one(given.words):
        return option.name
    several = given.offer.several(given.words)
    key = "survey-choice-one" if len(several) > 1 else "survey-choice-unclear"
    raise Problem(key, typed=given.words, count=len(given.offer.options))


def _multiple(given: Typed) -> Answer:
    """Read several options: "1,3 und 5", "1 3 5", "2-4", labels with commas in them, "alle", "keine"."""
    words = fold(given.words)
    if words in ALL and not given.offer.called(given.words):
        return [option.name for option in given.offer.options]
    if words in NONE and not given.offer.called(given.words):
        return [] if not given.question.required else None
    chosen = given.offer.several(given.words)
    if not chosen:
        raise Problem("survey-choices-unclear", typed=given.words, count=len(given.offer.options))
    names = {option.name for option in chosen}
    return [option.name for option in given.offer.options if option.name in names]


def _rank(given: Typed) -> Answer:
    """Read all options in somebody's order."""
    chosen = given.offer.several(given.words)
    if not chosen:
        raise Problem("survey-rank-unclear", typed=given.words, count=len(given.offer.options))
    names = [option.name for option in chosen]
    _want_whole(names, given.offer.options, given.language)
    if len(names) > len(given.offer.options):
        raise Problem("survey-rank-twice", typed=given.words)
    return names


def _want_whole(names: Sequence[str], offered: Sequence[Option], language: Language) -> None:
    """Want all options in a ranking."""
    missing = [label_of(option.label, language) for option in offered if option.name not in names]
    if missing:
        raise Problem("survey-rank-missing", missing=", ".join(missing))


def _acknowledge(given: Typed) -> Answer:
    if fold(given.words) not in READ:
        raise Problem("survey-acknowledge")
    return ACKNOWLEDGED


def _file(given: Typed) -> Answer:
    raise Problem("survey-image-wanted" if given.question.type is QuestionType.IMAGE else "survey-file-wanted")


READERS: dict[QuestionType, Callable[[Typed], Answer]] = {
    QuestionType.TEXT: _text,
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _decimal,
    QuestionType.RANGE: _range,
    QuestionType.DATE: _day,
    QuestionType.SELECT_ONE: _one,
    QuestionType.SELECT_MULTIPLE: _multiple,
    QuestionType.RANK: _rank,
    QuestionType.ACKNOWLEDGE: _acknowledge,
    QuestionType.FILE: _file,
    QuestionType.IMAGE: _file,
}


def _places(piece: str) -> Iterator[str]:
    """Split numbers that stand side by side, and write out a span."""
    if NUMBERS.fullmatch(piece):
        yield from piece.split()
    elif span := SPAN.fullmatch(piece):
        yield from map(str, range(int(span[1]), int(span[2]) + 1))
