"""What audiences ask in whole phrases: answers to surveys and meetings, size, newcomers, networks, single persons.

A phrase can hold a comma or an "und" of its own ("zwischen 5.000 und 20.000 Einwohnern"). So each is put aside before
the text is divided, and a mark is left in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from sqlmodel import select

from handlers.audience_rounds import read_round
from handlers.audience_sizes import read_size
from handlers.dates import read_day
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.answers import COMING, Answer
from storage.audience_criteria import Criteria, MeetingPart, SurveyPart
from storage.meetings import Meeting, MeetingState
from storage.persons import Address, Person
from storage.surveys import Survey, SurveyState

FIRST_MARK = 0xE000
"""Where Unicode's private use begins, which :func:`handlers.typed.clean` lets nobody type."""

MARK = re.compile("[\ue000-\uf8ff]")
QUOTED = re.compile('[„“”"»«‚‘]([^„“”"»«‚‘]+)[“”"»«‘’]')
STOP = re.compile(r"[,;]|\s(?:und|sowie|and|oder|or|außer|ausser|aber|but|except|ohne|without)\s|[\ue000-\uf8ff]")
"""Where a title that is not in quotes ends at the latest."""

ANSWER_TO = r"(?:\s+(?:auf|bei|zu|zum|zur|für|fuer|an|to|for))?(?:\s+(?:die|der|dem|den|das|the))?"
KIND = r"\s+(?P<kind>Umfrage|Termin|survey|meeting)\b"
OPEN_KIND = rf"(?:{KIND})?"
WITHOUT = re.compile(
    rf"\b(?:noch )?(?:ohne|without)(?: (?:eine|an|any))? (?:Antwort|answer|reply){ANSWER_TO}{OPEN_KIND}\s+",
    re.IGNORECASE,
)
WITH = re.compile(
    rf"\b(?:mit|with)(?: (?:einer|an?))? (?:(?P<said>Antwort|answer|reply){ANSWER_TO}{OPEN_KIND}"
    rf"|(?P<how>Zusage|Absage|Vielleicht|Vertretung|acceptance|refusal|maybe|substitute){ANSWER_TO}"
    r"\s+(?P<meeting>Termin|meeting)\b)\s+",
    re.IGNORECASE,
)
"""An offer of places is no answer: "mit Zusage NEST"."""

WHO = re.compile(
    r"\b(?:die|who)(?: have| has| did)?(?P<not> (?:noch )?nicht| not(?: yet)?)?"
    rf"(?P<verb> answer(?:ed)?| accepted| declined)?{ANSWER_TO}{KIND}\s+(?P<rest>.+)",
    re.IGNORECASE,
)
VERB = re.compile(
    r"(?P<which>.+?)\s+(?P<not>(?:noch )?nicht )?(?P<said>beantwortet|geantwortet|zugesagt|abgesagt|vielleicht gesagt)"
    r"(?: haben| hat)?\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?:Nr\.? ?)?(\d{1,9})\b(?![.,]\d)(?:\s*\(?(?P<title>[\ue000-\uf8ff])\)?)?", re.IGNORECASE)
PERSON = re.compile(r"\bPerson\s+(?:Nr\.? ?)?(\d{1,9})\b", re.IGNORECASE)
SINCE = re.compile(
    r"\b(?:(?:neu(?:e|en)?(?: dabei)?|dabei|beigetreten|new|(?:who )?joined)\s+)?(?:seit|since)\s+(?=(?P<rest>[^;]+))",
    re.IGNORECASE,
)
SINCE_TAIL = re.compile(r"\s*(?:neu\s+)?(?:dabei|beigetreten|neu)\b(?: sind| ist)?", re.IGNORECASE)
ON = r"(?:auf|per|über|ueber|via|on|by)"
ON_NETWORK = re.compile(rf"\b{ON}\s+(\w+(?:\s+(?:oder|or)\s+(?:{ON}\s+)?\w+)*)", re.IGNORECASE)
ANOTHER = re.compile(rf"\s+(?:oder|or)\s+(?:{ON}\s+)?", re.IGNORECASE)
SAID: Mapping[str, tuple[Answer, ...]] = {
    **dict.fromkeys(("antwort", "answer", "reply", "beantwortet", "geantwortet", "answered"), tuple(Answer)),
    **dict.fromkeys(("zusage", "acceptance", "zugesagt", "accepted"), COMING),
    **dict.fromkeys(("absage", "refusal", "abgesagt", "declined"), (Answer.NO,)),
    **dict.fromkeys(("vielleicht", "maybe", "vielleicht gesagt"), (Answer.MAYBE,)),
    **dict.fromkeys(("vertretung", "substitute"), (Answer.SUBSTITUTE,)),
}
"""What people said to a meeting, in words; whoever sends a substitute has accepted, too."""


Asked = Survey | Meeting
Kind = type[Survey] | type[Meeting]
ASKED: Mapping[str, Kind] = {"umfrage": Survey, "survey": Survey, "termin": Meeting, "meeting": Meeting}


@dataclass
class Phrases:
    """A text with marks in the place of its phrases, and what these say."""

    turn: Turn
    text: str
    _found: dict[str, Criteria | str] = field(default_factory=dict)

    def said_in(self, piece: str) -> tuple[Criteria, list[str], str]:
        """Give what the phrases in a piece of the text say together, what it has in quotes, and its other words."""
        marked = [self._found[mark] for mark in MARK.findall(piece)]
        conditions = together(*(each for each in marked if isinstance(each, Criteria)))
        return conditions, [each for each in marked if isinstance(each, str)], MARK.sub(" ", piece)

    def written(self, text: str) -> str:
        """Write a piece of the text as it was typed, as far as it was not understood."""
        shown = MARK.sub(lambda mark: f"„{said}“" if (said := self.quote_of(mark[0])) else "", text)
        return re.sub(r"\s+", " ", shown).strip(" ,")

    def put_aside(self, start: int, end: int, said: Criteria | str) -> None:
        """Leave a mark in the place of a phrase."""
        mark = chr(FIRST_MARK + len(self._found))
        self._found[mark] = said
        self.text = f"{self.text[:start]} {mark} {self.text[end:]}"

    def quote_of(self, mark: str) -> str:
        """Give what stands in quotes behind a mark, if anything does."""
        said = self._found[mark]
        return said if isinstance(said, str) else ""


def together(*conditions: Criteria) -> Criteria:
    """Join what several criteria ask, so that all of it must be true; names of one kind add up."""
    values: dict[str, object] = {}
    for one in conditions:
        for name in type(one).model_fields:
            said, before = getattr(one, name), values.get(name)
            if said in ((), None):
                continue
            if isinstance(before, tuple):
                said = tuple(dict.fromkeys((*before, *said)))
            elif before is not None:
                said = min(before, said) if name == "population_to" else max(before, said)
            values[name] = said
    return Criteria.model_validate(values)


def find_phrases(turn: Turn, typed: str) -> Phrases:
    """Put aside all phrases of a text. Raises :class:`Problem` for one that says something we do not know."""
    phrases = Phrases(turn, typed)
    while quoted := QUOTED.search(phrases.text):
        phrases.put_aside(*quoted.span(), quoted[1])
    while held := read_round(turn.session, phrases.text):
        phrases.put_aside(held.start, held.end, held.criteria)
    while found := WITHOUT.search(phrases.text):
        _answer(phrases, found, found["kind"], ())
    while found := WITH.search(phrases.text):
        _answer(phrases, found, found["kind"] or found["meeting"], SAID[fold(found["said"] or found["how"])])
    while found := WHO.search(phrases.text):
        _clause(phrases, found)
    for pattern, read in SIMPLE:
        for found in reversed(list(pattern.finditer(phrases.text))):
            read(phrases, found)
    while size := read_size(phrases.text):
        phrases.put_aside(size.start, size.end, size.criteria)
    return phrases


def _answer(phrases: Phrases, found: re.Match[str], kind: str | None, said: tuple[Answer, ...]) -> None:
    """Read what was answered to the survey or meeting that is named behind a phrase."""
    start, end = found.span()
    which, length = _named(phrases, kind, phrases.text[end:])
    phrases.put_aside(start, end + length, _part(which, said))


def _clause(phrases: Phrases, found: re.Match[str]) -> None:
    """Read "die bei Termin 3 zugesagt haben", "who have not answered survey 3"."""
    start = found.start()
    verb = VERB.match(found["rest"])
    if found["verb"]:
        which, length = _named(phrases, found["kind"], found["rest"])
        words, length = fold(found["verb"]), found.start("rest") + length
    elif verb:
        which, matched = _named(phrases, found["kind"], verb["which"])
        if phrases.text[found.start("rest") + matched : found.start("rest") + verb.end("which")].strip():
            raise Problem("audience-answer-unclear", typed=phrases.written(found[0]))
        words, length = fold(verb["said"]), found.start("rest") + verb.end()
    else:
        raise Problem("audience-answer-unclear", typed=phrases.written(found[0]))
    negative = bool(found["not"] or (verb and not found["verb"] and verb["not"]))
    if negative and SAID[words] != tuple(Answer):
        raise Problem("audience-answer-unclear", typed=phrases.written(found[0]))
    phrases.put_aside(start, length, _part(which, () if negative else SAID[words]))


def _part(which: Asked, said: tuple[Answer, ...]) -> Criteria:
    if isinstance(which, Meeting):
        return Criteria(meetings=(MeetingPart(number=which.id or 0, answers=said),))
    if said and said != tuple(Answer):
        raise Problem("audience-survey-answered", title=which.title)
    return Criteria(surveys=(SurveyPart(number=which.id or 0, sent=bool(said)),))


def _named(phrases: Phrases, kind: str | None, rest: str) -> tuple[Asked, int]:
    """Find the survey or meeting that is named at the beginning of a text, and how much of the text names it.

    By its number; else by its title in quotes, or by as many words of its title as stand there.
    """
    wanted = ASKED.get(fold(kind or ""))
    number = NUMBER.match(rest)
    if number and wanted and (found := _of_number(phrases.turn, wanted, int(number[1]))):
        titled = number["title"] and _letters(phrases.quote_of(number["title"])) == _letters(found.title)
        return found, number.end() if titled else number.end(1)
    stop = STOP.search(rest)
    named = [each for each in _all(phrases.turn) if wanted in {None, type(each)}]
    if MARK.match(rest):
        words, length = phrases.quote_of(rest[0]), 1
        return _one(phrases, [each for each in named if fold(each.title) == fold(words)], words, wanted), length
    words = rest[: stop.start()] if stop else rest
    ends = [found.end() for found in re.finditer(r"\S+", words)]
    for end in reversed(ends):
        typed = set(fold(words[:end]).split())
        if fitting := [each for each in named if typed <= set(re.findall(r"[\w-]+", fold(each.title)))]:
            return _one(phrases, fitting, words[:end], wanted), end
    return _one(phrases, [], words, wanted), 0


def _one(phrases: Phrases, found: list[Asked], typed: str, wanted: Kind | None) -> Asked:
    if len(found) == 1:
        return found[0]
    if not found:
        key = "audience-meeting-unknown" if wanted is Meeting else "audience-survey-unknown"
        raise Problem(key, typed=phrases.written(typed))
    lines = [phrases.turn.wording("audience-numbered", number=each.id, title=each.title) for each in found]
    raise Problem("audience-answer-several", typed=phrases.written(typed), found=Markdown("\n".join(lines)))


def _of_number(turn: Turn, kind: Kind, number: int) -> Asked | None:
    if kind is Meeting:
        return turn.session.get(Meeting, number)
    survey = turn.session.get(Survey, number)
    return survey if survey and survey.state is not SurveyState.DRAFT else None


def _letters(title: str) -> str:
    """Leave of a title what is the same in every kind of quotes."""
    return re.sub(r"\W", "", title)


def _all(turn: Turn) -> list[Asked]:
    """List what can be answered, or could be."""
    asked = select(Survey).where(Survey.state != SurveyState.DRAFT)
    agreed = select(Meeting).where(Meeting.state != MeetingState.CANCELLED)
    return [*turn.session.exec(asked), *turn.session.exec(agreed)]


def _since(phrases: Phrases, found: re.Match[str]) -> None:
    """Read since when somebody is there: the last such day, "1.6." or "Juni" of this year or the last."""
    rest, today = found["rest"], phrases.turn.today
    for word in reversed(list(re.finditer(r"[^\s,]+", rest))):
        try:
            read = read_day(rest[: word.end()], today)
        except Problem:
            continue
        day = read.day if read.exact or read.day <= today else read.day - relativedelta(years=1)
        tail = SINCE_TAIL.match(rest, word.end())
        if day <= today:
            end = found.start("rest") + (tail.end() if tail else word.end())
            return phrases.put_aside(found.start(), end, Criteria(since=day))
    raise Problem("audience-since-unclear", typed=phrases.written(found[0] + rest))


def _on_network(phrases: Phrases, found: re.Match[str]) -> None:
    """Read on which network somebody is; other words behind "auf" are something else."""
    turn = phrases.turn
    known = {*turn.session.exec(select(Address.network).distinct()), *(turn.office.networks or ())}
    names = {fold(name): name for name in known} | {fold(turn.wording.network(name)): name for name in known}
    said = [names.get(fold(name)) for name in ANOTHER.split(found[1])]
    if all(said):
        phrases.put_aside(*found.span(), Criteria(networks=tuple(name for name in said if name)))


def _person(phrases: Phrases, found: re.Match[str]) -> None:
    if phrases.turn.session.get(Person, int(found[1])) is None:
        raise Problem("audience-person-unknown", typed=found[0])
    end = found.end()
    named = re.match(r"\s*[\ue000-\uf8ff]", phrases.text[end:])  # how the person is called, for who reads it
    quoted = named and phrases.quote_of(named[0].strip())
    phrases.put_aside(found.start(), end + (named.end() if named and quoted else 0), Criteria(people=(int(found[1]),)))


SIMPLE: tuple[tuple[re.Pattern[str], Callable[[Phrases, re.Match[str]], None]], ...] = (
    (PERSON, _person),
    (SINCE, _since),
    (ON_NETWORK, _on_network),
)
