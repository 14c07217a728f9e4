"""Reminders to a group that strike once each, at given moments: what is due, and known by its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from scheduler.group_reminders import NAME
from storage.due import DueItem
from storage.group_reminders import GroupReminder
from storage.groups import Group
from storage.persons import Role

BERLIN = ZoneInfo("Europe/Berlin")


def plan_strikes(session: Session, network: str, chat: str, moments: Sequence[datetime], by: int = 1) -> None:
    """Write a group down, and a reminder „Lage 0“, „Lage 1“ … for each moment.

    What is due is written as well, for moments between two seconds: of the rule itself all come at the full second.
    """
    group = Group(network=network, chat=chat, role=Role.SPOKESPERSON, created_at=moments[0])
    session.add(group)
    session.flush()
    for number, moment in enumerate(moments):
        wall = moment.astimezone(BERLIN)
        clock = f"BYHOUR={wall.hour};BYMINUTE={wall.minute};BYSECOND={wall.second}"
        rule = f"DTSTART:{wall:%Y%m%dT%H%M%S}\nRRULE:FREQ=DAILY;COUNT=1;{clock}"
        made = {"role": Role.SPOKESPERSON, "created_by": by, "created_at": moments[0]}
        reminder = GroupReminder(rule=rule, text=f"Lage {number}", **made)
        session.add(reminder)
        session.flush()
        keys = {"subject": reminder.subject, "recipient": group.recipient, "occurrence": f"{wall:%Y-%m-%dT%H:%M:%S}"}
        session.add(DueItem(rule=NAME, due_at=moment, **keys))
