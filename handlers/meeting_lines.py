"""A meeting in one line: "12.08.2021 14:00 90min Dialog mit dem BMI für NRW https://…"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handlers import meeting_steps as steps
from handlers.dialogues import Answers, Understood
from handlers.moments import find_moment
from handlers.problems import Problem
from handlers.repeats import WEEKLY
from handlers.turn import Turn
from handlers.wording import Markdown

LINK = re.compile(r"https?://\S+")
HOUR = r"(\d{1,2}(?:[:.]\d{2})?)(?: ?uhr)?"
RANGE = re.compile(rf"(?<![\d.,:])(?:von )?{HOUR} ?(?:-|–|bis) ?{HOUR}(?![\d:]|\.\d)", re.IGNORECASE)
"""From when to when: "14:00–15:30", "von 14 bis 16 Uhr"; without a colon or "Uhr" it could be anything."""

MANY = r"(?:eine?|an?|anderthalb|eineinhalb|zwei(?:einhalb)?|drei|vier|fünf|sechs|\d[\d.,]*)"
LENGTH = re.compile(
    r"(?:^|\s)(?:for )?(bis (?:um )?\d{1,2}(?:[:.]\d{2})?(?: ?uhr)?"
    rf"|{MANY} ?(?:min(?:uten|utes)?|h|std|stunden?|hours?|(?:halbe |viertel|dreiviertel)stunde)\.?)(?=\s|$|,)",
    re.IGNORECASE,
)
WEEKDAY = r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
UNITS = r"wöchentlich|woechentlich|weekly|monatlich|monthly|(?:jede|every) (?:woche|week)|(?:jeden|every) mon(?:at|th)"
OFTEN = re.compile(
    rf"(?:^|(?<=\s))(?:(?:jeden|every) (?={WEEKDAY}\b)"
    rf"|(?P<words>{UNITS}|alle (?:zwei|2) wochen|every two weeks)(?=[\s,;:]|$))",
    re.IGNORECASE,
)
"""How a meeting repeats; "jeden Montag 14 Uhr" says with its start each week's day and time."""

FOR = re.compile(r"(?P<title>.*)\s(?:für|fuer|for) (?P<whom>.+)", re.IGNORECASE)
EDGE = " ,;:–-"


@dataclass(slots=True)
class MeetingLine:
    """What a line says, and remarks on what was unclear in it."""

    answers: Answers = field(default_factory=dict)
    remarks: list[Markdown] = field(default_factory=list)


def read_meeting_line(turn: Turn, typed: str) -> MeetingLine:
    """Read a line. What is not understood becomes part of the title, which the review shows."""
    line = MeetingLine()
    rest = typed
    if found := LINK.search(rest):
        _take(turn, line, "link", found[0].rstrip(".,)"))
        rest = rest.replace(found[0], " ")
    if found := OFTEN.search(rest):
        _take(turn, line, "rule", found["words"] or WEEKLY)
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    rest = _take_start(turn, line, RANGE.sub(_with_words, rest))
    if found := LENGTH.search(rest):
        _take(turn, line, "duration", found[1])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    rest = f" {rest}".rstrip(f"{EDGE}.")
    if found := FOR.fullmatch(rest):
        rest = found["title"] if _take_quietly(turn, line, "audience", found["whom"]) else rest
    title = re.sub(r"\s+", " ", rest).strip(EDGE)
    if title:
        _take(turn, line, "name", title)
    return line


def _with_words(found: re.Match[str]) -> str:
    """Write from when to when so that a start and a length can be found in it."""
    is_time = ":" in found[0] or "uhr" in found[0].lower()
    return f"{found[1]} Uhr bis {found[2]} Uhr" if is_time else found[0]


def _take_start(turn: Turn, line: MeetingLine, text: str) -> str:
    """Take the start out of a text; returns what is left."""
    zone = steps.zone_of(turn, line.answers)
    found = find_moment(text, turn.today, zone)
    if found is None:
        return text
    try:
        if isinstance(found[0], Problem):
            raise found[0]
        _keep(line, "start", steps.understood_start(turn, found[0], zone))
    except Problem as problem:
        line.remarks.append(turn.wording.problem(problem))
    return found[1]


def _take(turn: Turn, line: MeetingLine, key: str, words: str) -> None:
    """Read a part as the answer to its question; what breaks a rule is remarked on and asked again."""
    try:
        _keep(line, key, READERS[key](turn, line.answers, words))
    except Problem as problem:
        line.remarks.append(turn.wording.problem(problem))


def _take_quietly(turn: Turn, line: MeetingLine, key: str, words: str) -> bool:
    """Read a part if it is one: "für NRW" names an audience, "für alle Fälle" does not."""
    try:
        _keep(line, key, READERS[key](turn, line.answers, words))
    except Problem:
        return False
    return True


def _keep(line: MeetingLine, key: str, understood: Understood) -> None:
    line.answers[key] = understood.value
    if understood.remark:
        line.remarks.append(understood.remark)


READERS = {
    "name": steps.read_title,
    "duration": steps.read_duration,
    "audience": steps.read_audience,
    "link": steps.read_link,
    "rule": steps.read_repeat,
}
