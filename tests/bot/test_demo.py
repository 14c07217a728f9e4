"""The demo as `make demo ONCE=1 JSON=1` plays it: on a real Synapse with real clients, and on Telegram alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import vobject
from icalendar import Calendar

from bot.demo.figures import count_all
from bot.demo.run import open_stage, play, run_demo
from bot.telegram_network.network import TelegramNetwork

COUNTED = {
    "people": 32,
    "pledges_rejected": 1,
    "digests_sent": 2,
    "pledges_reaffirmed": 3,
    "rounds": 1,
    "meetings": 1,
    "date_votes": 18,
    "invitations": 12,
    "answers": 9,
    "reminders": 6,
    "calendar_files": 18,
    "surveys": 1,
    "survey_asked": 27,
    "survey_sent": 12,
    "survey_answers": 122,
    "charts": 16,
    "announcements": 1,
    "letters_sent": 28,
    "letters_failed": 1,
    "letters_corrected": 28,
    "enquiries_opened": 3,
    "enquiries_answered": 1,
}
ON_MATRIX = COUNTED | {
    "network": "matrix",
    "accounts": 33,
    "messages_in": 335,
    "messages_out": 467,
    "pledges_confirmed": 5,
    "places_confirmed": 90,
}
ON_TELEGRAM = COUNTED | {
    "network": "telegram",
    "accounts": 32,
    "messages_in": 320,
    "messages_out": 449,
    "pledges_confirmed": 4,
    "places_confirmed": 75,
}
GUESTS = {
    "Bielefeld": "Bielefeld",
    "Köln": "Köln",
    "Halle": "Halle (Westf.)",
    "Münster": "Münster",
    "Rottenburg": "Rottenburg am Neckar",
    "München": "München",
}
STARTS = {
    "hafenbote-2021-07-14.ics": datetime(2021, 7, 14, 12, 0, tzinfo=UTC),
    "hafenbote-2021-07-15.ics": datetime(2021, 7, 15, 8, 0, tzinfo=UTC),
}


@pytest.fixture
def _unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait a second for each message on Telegram."""
    monkeypatch.setattr(TelegramNetwork, "limits", None)


@pytest.mark.synapse
@pytest.mark.usefixtures("logged")
async def test_the_demo_goes_well_and_counts_right() -> None:
    """All is as the scenes say. On Matrix, one of the people links Telegram, and reports there.

    Each guest of the meeting can open both calendar files they have received, and the picture of the survey's result.
    """
    async with open_stage("matrix", lambda _: None) as stage:
        assert await play(stage, lambda _: None) == ""
        assert count_all(stage) == ON_MATRIX
        for name, guest in GUESTS.items():
            files = await stage.crowds[0].files(name)
            pictures = [files.pop(each) for each in list(files) if each.endswith(".png")]
            assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"]
            check_calendar_files(files, f"Ansprechperson {guest}")


@pytest.mark.usefixtures("logged", "_unpaced")
async def test_the_demo_says_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    """On Telegram alone: exit code 0; with JSON, the figures alone go to standard output, all else to the other."""
    assert await run_demo(once=True, as_json=True, network="telegram") == 0
    said = capsys.readouterr()
    figures = json.loads(said.out)
    assert figures.pop("seconds") > 0
    assert figures == ON_TELEGRAM
    assert "calendar_files: 18" in said.err
    assert said.err.endswith("Alles wie erwartet.\n")


def check_calendar_files(files: dict[str, bytes], guest: str) -> None:
    """Read files with two parsers: one meeting before and after it moved, asking this guest and nobody else."""
    assert files.keys() == STARTS.keys()
    texts = [files[name].decode() for name in STARTS]
    ours = [event for text in texts for event in Calendar.from_ical(text).events]
    theirs = [event for text in texts for event in vobject.readOne(text, validate=True).vevent_list]
    assert [event.start.astimezone(UTC) for event in ours] == [*STARTS.values()]
    assert [event.dtstart.value.astimezone(UTC) for event in theirs] == [*STARTS.values()]
    assert len({event["UID"] for event in ours} | {event.uid.value for event in theirs}) == 1
    assert ours[0]["SEQUENCE"] < ours[1]["SEQUENCE"]
    assert [event["ATTENDEE"].params["CN"] for event in ours] == [guest, guest]
    assert [each.params["CN"] for event in theirs for each in event.attendee_list] == [[guest], [guest]]
