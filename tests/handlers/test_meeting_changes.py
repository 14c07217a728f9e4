"""What a coordinator reads before a change of a meeting is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.markdown import to_plain
from handlers.meeting_changes import change_words
from storage.meetings import Meeting
from tests.handlers.conftest import TurnOf

NOW = datetime(2021, 7, 9, 7, 0, tzinfo=UTC)
START = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


def meeting(starts_at: datetime) -> Meeting:
    """Give a meeting on a day in July."""
    return Meeting(title="Dialog", starts_at=starts_at, created_by=1, created_at=NOW, changed_at=NOW)


def test_what_a_move_brings_stands_below_the_list(turn_of: TurnOf) -> None:
    """In paragraphs of their own: right below the list they would be a part of its last line."""
    turn = replace(turn_of(), now=NOW)
    words = change_words(turn, meeting(START), meeting(START + timedelta(hours=20)), 3)
    assert to_plain("\n\n".join(words)).splitlines() == [
        "Das ändert sich:",
        "",
        "• Beginn: Mittwoch, 14.07.2021, 14:00 Uhr → Donnerstag, 15.07.2021, 10:00 Uhr",
        "",
        "3 Antworten gelten dann nicht mehr; alle Eingeladenen werden neu gefragt.",
        "",
        "Erinnert wird dann: Mittwoch, 14.07.2021, 08:00 Uhr; Donnerstag, 15.07.2021, 09:00 Uhr",
    ]
