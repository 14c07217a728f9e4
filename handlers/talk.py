"""What free text is: courtesy that wants nothing, a sentence that somebody should read, or a scrap that is neither."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum, auto

from handlers.typed import fold


class Talk(StrEnum):
    """What somebody says that is neither a command nor an answer to us."""

    GREETING = auto()
    THANKS = auto()
    NOD = auto()
    """"ok", a thumb: means something only below what it answers."""
    SENTENCE = auto()
    SCRAP = auto()


SOFT = r"(?:alles klar|ok|okay|ja|super|prima|gut|perfekt|danke|dank|vielen|lieben|besten|schoen\w*|sehr|gerne?|dafuer)"
GREETING = re.compile(
    r"(?:hallo|hi|hey|moin(?: moin)?|servus|guten?(?:en)? (?:morgen|tag|abend)|gruess gott|hello|good morning)"
    r"(?: (?:zusammen|allerseits|hafenbote|liebes team|liebe kolleg\w+|everybody))?"
    r"|tschuess|auf wiedersehen|bis (?:bald|dann|morgen)|schoene[ns]? (?:tag|abend|feierabend|wochenende)(?: noch)?|bye"
)
THANKS = re.compile(
    rf"(?:{SOFT}[,! ]+)*(?:danke|(?:vielen|herzlichen|besten|lieben) dank|dankeschoen|merci|thanks|thank you)"
    rf"(?:[,! ]+(?:{SOFT}|ihnen|euch|fuer (?:die|ihre) (?:schnelle )?(?:info|antwort|hilfe|rueckmeldung)|very much))*"
)
NOD = re.compile(
    r"(?:ok(?:ay|i)?|alles klar|in ordnung|verstanden|gut|super|prima|perfekt|passt|top|genau|stimmt|klar|mache? ich"
    r"|machen wir|gerne?|aha|ah|hm+)(?:[,! ]+(?:ok|gut|super|prima|klar|passt))?"
)

ASKING = {
    "wer",
    "was",
    "wann",
    "wo",
    "wie",
    "warum",
    "wieso",
    "weshalb",
    "welche",
    "welcher",
    "welches",
    "wohin",
    "woher",
}
ASKING |= {
    "wieviel",
    "wieviele",
    "wen",
    "wem",
    "wofuer",
    "womit",
    "worum",
    "gibt",
    "who",
    "what",
    "when",
    "where",
    "how",
}
ASKING |= {"why", "which"}
PEOPLE = {"ich", "wir", "sie", "er", "es", "man", "uns", "mir", "mich", "ihnen", "ihr", "ihre", "unser", "unsere", "i"}
PEOPLE |= {"we", "you", "us", "our", "my", "das", "dies", "this", "it"}
DOING = {"ist", "sind", "war", "waren", "bin", "hat", "haben", "habe", "hatte", "hatten", "wird", "werden", "wurde"}
DOING |= {"wurden", "kann", "koennen", "koennte", "koennten", "konnte", "konnten", "muss", "muessen", "soll", "sollen"}
DOING |= {"sollte", "darf", "duerfen", "moechte", "moechten", "will", "wollen", "geht", "gehen", "kommt", "kommen"}
DOING |= {"brauche", "brauchen", "braucht", "fehlt", "fehlen", "bitte", "bitten", "nicht", "gilt", "gelten", "heisst"}
DOING |= {"funktioniert", "klappt", "steht", "schicken", "senden", "suche", "suchen", "finde", "finden", "noch", "denn"}
DOING |= {"is", "are", "can", "cannot", "could", "do", "does", "have", "has", "need", "please", "not"}
TELLING = ASKING | PEOPLE | DOING
"""Words that only somebody who tells or asks something writes; a line for a command has none of them."""

FEW = 2
LONG = 6
"""Words of which a text is a sentence, whichever they are."""


def talk_of(typed: str) -> Talk:
    """Say what a text is that is neither a command nor an answer."""
    words = fold(typed)
    if not any(sign.isalnum() for sign in words):
        return Talk.SENTENCE if "?" in typed else Talk.NOD
    for talk, pattern in ((Talk.GREETING, GREETING), (Talk.THANKS, THANKS), (Talk.NOD, NOD)):
        if pattern.fullmatch(_without_pictures(words)):
            return talk
    return Talk.SENTENCE if is_sentence(typed) else Talk.SCRAP


def is_sentence(typed: str) -> bool:
    """Say whether a text asks or tells something that only a human can answer."""
    words = [fold(word) for word in re.split(r"[\s,;:/]+", typed) if fold(word)]
    if typed.rstrip().endswith("?"):
        return len(words) >= FEW or (bool(words) and words[0] in ASKING)
    telling = sum(word in TELLING for word in words)
    return (len(words) > FEW and telling > 0) or (len(words) >= LONG and not _is_line(typed))


def _is_line(typed: str) -> bool:
    """Say whether a text looks like what commands take: figures among names, in one line."""
    return any(sign.isdigit() for sign in typed) and "\n" not in typed


def _without_pictures(words: str) -> str:
    return fold("".join(sign for sign in words if unicodedata.category(sign) not in {"So", "Sk", "Mn"}))
