"""The end of an erasure: once the networks have removed what they can, where it stood is forgotten, which is said."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.erasing import FIRST_KEY, RULE
from handlers.messages import Message
from handlers.turn import Outgoing
from scheduler.timetable import Deed, Later, Rule, Say, Strike
from storage.batches import cancel_waiting
from storage.due import DueItem
from storage.erasure import Removed, chat_of, forget_chats, on_the_way, removed
from storage.persons import Person

LOOKS_EVERY = timedelta(seconds=1)
LONGEST = timedelta(days=1)
"""How long we wait for a network that is away; what stands there then stays."""


def end_erasure(strike: Strike, item: DueItem) -> Deed:
    """Wait for the removals, then forget the chats and say in the last message what could be removed."""
    session, now = strike.session, strike.now
    number, batch = (int(named.rpartition(":")[2]) for named in (item.subject, item.recipient))
    in_time = now - datetime.fromisoformat(item.occurrence) < LONGEST
    if in_time and on_the_way(session, number, batch):
        return Later(now + LOOKS_EVERY, "messages are being removed")
    cancel_waiting(session, batch, now)
    person, counted = session.get_one(Person, number), removed(session, batch)
    where = chat_of(session, number, FIRST_KEY)
    text = _last_words(strike, person, counted, int(item.anchor))
    forget_chats(session, number)
    person.language = strike.office.language
    return Say([Outgoing(Message(text), stranger=where)] if where else [])


def _last_words(strike: Strike, person: Person, counted: Removed, count: int) -> str:
    left = count - counted.gone - counted.replaced
    values = {"count": count, "gone": counted.gone, "replaced": counted.replaced, "left": left}
    return strike.office.wording(person.language)("erasure-done", **values)


ERASURE_END = Rule(RULE, end_erasure)
