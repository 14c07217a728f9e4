"""Canned answers: ``vorlagen``, ``vorlage NAME: Text`` keeps one, and in a thread ``vorlage NAME!`` gives it."""

from __future__ import annotations

import re

from handlers.enquiry_answers import give
from handlers.enquiry_desk import here
from handlers.messages import Choice, Message
from handlers.talk import is_sentence
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown, escape_lines
from storage.audit import note
from storage.canned_answers import CannedAnswer, canned, canned_answers, keep
from storage.enquiries import Enquiry
from storage.persons import Role

CANNED = re.compile(r"(?:vorlagen?|templates?)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
KEPT = re.compile(r"(?P<name>[^:\n]{1,40}):\s*(?P<text>.+)", re.DOTALL)
REMOVED = re.compile(r"(?P<name>.+?)\s+(?:löschen|loeschen|delete)", re.IGNORECASE)


def canned_command(turn: Turn, typed: str) -> Replies:
    """Keep an answer, show one, or list all, where no enquiry is meant."""
    if not turn.holds(Role.COORDINATOR):  # a room's command is everybody's there
        return [turn.reply("not-allowed")]
    return [Outgoing(Message(_deed(turn, typed)))]


def is_canned(typed: str) -> bool:
    """Say whether a text is about canned answers, and not a sentence: "Vorlagen finden Sie auf unserer Seite"."""
    found = CANNED.fullmatch(typed)
    return found is not None and (KEPT.fullmatch(found["rest"].strip()) is not None or not is_sentence(typed))


def canned_order(turn: Turn, enquiry: Enquiry, typed: str) -> Replies:
    """Do the same below an enquiry; ``vorlage NAME!`` gives the answer, without the sign it is only shown."""
    found = CANNED.fullmatch(typed)
    rest = found["rest"].strip() if found else ""
    answer = canned(turn.session, fold(rest))
    if answer is None or KEPT.fullmatch(rest):
        return [here(turn, enquiry, _deed(turn, rest))]
    if rest.endswith("!"):
        return give(turn, enquiry, answer.text)
    send = Choice(turn.wording("canned-do-send"), f"/fragen {enquiry.id} vorlage {answer.name}!")
    text = turn.wording("canned-shown-to-send", name=answer.name, text=escape_lines(answer.text))
    return [here(turn, enquiry, text, send)]


def _deed(turn: Turn, typed: str) -> Markdown:
    if kept := KEPT.fullmatch(typed):
        name = fold(kept["name"])
        again = keep(turn.session, name, kept["text"].strip(), turn.sender_id, turn.now)
        note(turn.session, turn.now, turn.sender_id, "canned-answer-kept", f"canned-answer:{name}")
        return turn.wording("canned-kept-again" if again else "canned-kept", name=name)
    removed = REMOVED.fullmatch(typed)
    gone = canned(turn.session, fold(removed["name"])) if removed else None
    if gone is not None:
        turn.session.delete(gone)
        note(turn.session, turn.now, turn.sender_id, "canned-answer-removed", f"canned-answer:{gone.name}")
        return turn.wording("canned-removed", name=gone.name)
    return _shown(turn, canned(turn.session, fold(typed)), typed)


def _shown(turn: Turn, answer: CannedAnswer | None, typed: str) -> Markdown:
    if answer is not None:
        return turn.wording("canned-shown", name=answer.name, text=escape_lines(answer.text))
    known = canned_answers(turn.session)
    names = ", ".join(each.name for each in known)
    head = [turn.wording("canned-unknown", typed=typed)] if typed else []
    listed = turn.wording("canned-list", names=names) if known else turn.wording("canned-none")
    return Markdown("\n".join([*head, listed]))
