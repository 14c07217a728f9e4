"""How tasks read, in lists and in what their people are told."""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from sqlmodel import Session

from handlers.meeting_sending import party_words
from handlers.messages import Choice, Message
from handlers.turn import Office, Outgoing
from handlers.wording import Markdown, Wording
from storage.minutes import ActionItem
from storage.outbox import Lane, Urgency
from storage.persons import Person

ON_A_BUTTON = 40
"""Characters of a task that a button shows."""


def task_words(session: Session, wording: Wording, item: ActionItem, today: date) -> Markdown:
    """Write a task as a line of a list, with who has it, and whether it is overdue."""
    late = "yes" if item.due_on < today else "no"
    owner = party_words(session, wording, item.party)
    return wording("task-line", owner=owner, day=item.due_on, text=item.text, late=late)


def done_choice(wording: Wording, item: ActionItem, key: str = "task-do-done") -> Choice:
    """Offer to say that a task is done."""
    text = shorten(item.text, ON_A_BUTTON, placeholder=" …")
    return Choice(wording(key, text=text, number=item.id), f"/aufgaben {item.id} erledigt")


def task_notice(  # noqa: PLR0913 - whom what is told about which task, why, and whether they can say it is done
    session: Session,
    office: Office,
    person: Person,
    item: ActionItem,
    key: str,
    *,
    why: str = "why-task",
    choice: bool = True,
    **values: object,
) -> Outgoing:
    """Tell one person something about a task."""
    wording = office.wording(person.language)
    party = party_words(session, wording, item.party)
    text = wording(key, owner=party, day=item.due_on, text=item.text, **values)
    choices = (done_choice(wording, item),) if choice else ()
    reason = wording(why, party=party)
    return Outgoing(Message(text, choices), person=person, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=reason)
