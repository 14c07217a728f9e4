"""Meetings as calendar files, read back by two parsers: icalendar's own, and vobject, which shares nothing with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from handlers.calendar_files import Attendee, feed_file, invitation_file
from handlers.messages import Attachment
from handlers.wording import Wording
from storage.answers import Answer
from storage.attendance import Attendance
from storage.meetings import Meeting, MeetingState, NoDateError
from storage.persons import Language

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
WORDING = Wording(Language.GERMAN, ZoneInfo("Europe/Berlin"))
LINK = "https://video.example.org/dialog?raum=1&x=a,b;c"
BIELEFELD = Attendee("Ansprechperson Bielefeld")
numbers = count()


def meeting(**more: Any) -> Meeting:  # noqa: ANN401 - whatever a meeting has
    """Give a meeting in August, two hours long."""
    told = {
        "uid": "8f14e45fceea467a9d4a3c1e8c1d2b7a",
        "title": "Dialog mit dem BMI",
        "starts_at": datetime(2021, 8, 12, 12, 0, tzinfo=UTC),
        "duration": 120,
        "link": LINK,
        "created_by": 1,
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Meeting(**(told | more))


def said(answer: Answer, *, waiting: bool = False) -> Attendance:
    """Give what a party has answered."""
    told = {"meeting_id": 1, "date_number": 1, "party": "05711000", "answered_by": 1, "answered_at": NOW}
    return Attendance(answer=answer, waiting=waiting, **told)


@dataclass(frozen=True, slots=True)
class Read:
    """What both parsers find in a file that holds one meeting."""

    ours: Any
    theirs: Any


def read(file: Attachment | bytes) -> Read:
    """Read a file twice. Its time zones are called otherwise first, so that the parsers must read what stands there."""
    content = file if isinstance(file, bytes) else file.content
    text = content.decode().replace("Europe/Berlin", f"Nowhere/Berlin{next(numbers)}")
    [event] = Calendar.from_ical(text).events
    calendar = vobject.readOne(text, validate=True)
    assert len(calendar.vevent_list) == 1
    return Read(event, calendar.vevent)


def lines(content: bytes) -> list[str]:
    """Give the lines of a file, unfolded (RFC 5545, section 3.1)."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_says_all_there_is_to_know() -> None:
    """Who, what, when, where and with whom; when it was changed, by the meeting's own memory and not by the clock."""
    told = meeting(agenda="Lage\nAussprache", partners="BMI; BAMF", documents="https://cloud.example.org/x", sequence=3)
    file = invitation_file(WORDING, told, BIELEFELD)
    assert (file.name, file.media_type) == ("hafenbote-2021-08-12.ics", "text/calendar; charset=utf-8; method=REQUEST")
    assert {
        "METHOD:REQUEST",
        "UID:8f14e45fceea467a9d4a3c1e8c1d2b7a",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "DTSTAMP:20210705T070000Z",
        "LAST-MODIFIED:20210705T070000Z",
        "DTSTART;TZID=Europe/Berlin:20210812T140000",
        "DTEND;TZID=Europe/Berlin:20210812T160000",
        'ATTENDEE;CN="Ansprechperson Bielefeld";PARTSTAT=NEEDS-ACTION:invalid:nomail',
        "ORGANIZER;CN=Hafenbote:invalid:nomail",
        f"URL:{LINK}",
        f"CONFERENCE;FEATURE=VIDEO;LABEL=Videokonferenz;VALUE=URI:{LINK}",
    } <= set(lines(file.content))
    found = read(file)
    for event in (found.ours["SUMMARY"], found.theirs.summary.value):
        assert event == "Dialog mit dem BMI"
    described = f"Lage\nAussprache\nMit: BMI; BAMF\nUnterlagen: https://cloud.example.org/x\nVideokonferenz: {LINK}"
    assert (found.ours["DESCRIPTION"], found.theirs.description.value) == (described, described)
    assert (found.ours["LOCATION"], found.theirs.location.value) == (LINK, LINK)
    assert invitation_file(WORDING, told, BIELEFELD) == file


DATES = [
    pytest.param("2021-07-15T08:00Z", "20210715T100000", id="in summer"),
    pytest.param("2021-01-15T09:00Z", "20210115T100000", id="in winter"),
    pytest.param("2021-03-27T23:30Z", "20210328T003000", id="over the hour that spring leaves out"),
    pytest.param("2021-03-28T01:30Z", "20210328T033000", id="right after it"),
    pytest.param("2021-10-30T22:30Z", "20211031T003000", id="over the hour that autumn has twice"),
    pytest.param("2021-10-31T12:00Z", "20211031T130000", id="on its afternoon"),
]


@pytest.mark.parametrize(("starts", "shown"), DATES)
def test_a_meeting_is_when_it_is(starts: str, shown: str) -> None:
    """It stands there by Berlin's clocks; by the file's own zone, both parsers read the moments it begins and ends."""
    begins = datetime.fromisoformat(starts)
    file = invitation_file(WORDING, meeting(starts_at=begins, duration=300), BIELEFELD)
    assert f"DTSTART;TZID=Europe/Berlin:{shown}" in lines(file.content)
    found = read(file)
    for start, end in ((found.ours.start, found.ours.end), (found.theirs.dtstart.value, found.theirs.dtend.value)):
        assert (start.astimezone(UTC), end.astimezone(UTC)) == (begins, begins + timedelta(hours=5))


def test_the_hour_that_comes_again_is_written_in_utc() -> None:
    """Half past two on 31.10.2021 would be its first; the second is an hour later and only UTC can say so."""
    begins = datetime(2021, 10, 31, 1, 30, tzinfo=UTC)
    file = invitation_file(WORDING, meeting(starts_at=begins), BIELEFELD)
    assert {"DTSTART:20211031T013000Z", "DTEND:20211031T033000Z"} <= set(lines(file.content))


def test_a_meeting_elsewhere_hangs_on_its_own_clock() -> None:
    """The time zone described is the meeting's."""
    file = invitation_file(WORDING, meeting(timezone="America/New_York"), BIELEFELD)
    assert {"TZID:America/New_York", "DTSTART;TZID=America/New_York:20210812T080000"} <= set(lines(file.content))
    assert read(file).theirs.dtstart.value.astimezone(UTC) == datetime(2021, 8, 12, 12, 0, tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(1, 720),
)
def test_any_meeting_is_when_it_is(starts: datetime, minutes: int) -> None:
    """Whatever its start and length, both parsers read the very moments."""
    begins = starts.replace(microsecond=0)
    ends = begins + timedelta(minutes=minutes)
    found = read(invitation_file(WORDING, meeting(starts_at=begins, duration=minutes), BIELEFELD))
    assert (found.ours.start.astimezone(UTC), found.ours.end.astimezone(UTC)) == (begins, ends)
    assert found.theirs.dtstart.value.astimezone(UTC) == begins
    assert found.theirs.dtend.value.astimezone(UTC) == ends


ANSWERS = [
    pytest.param((None,), "NEEDS-ACTION", id="not yet"),
    pytest.param((said(Answer.YES),), "ACCEPTED", id="yes"),
    pytest.param((said(Answer.YES, waiting=True),), "TENTATIVE", id="yes, but waits for a place"),
    pytest.param((said(Answer.MAYBE),), "TENTATIVE", id="maybe"),
    pytest.param((said(Answer.SUBSTITUTE),), "TENTATIVE", id="somebody else"),
    pytest.param((said(Answer.NO),), "DECLINED", id="no"),
    pytest.param((said(Answer.NO), None), "NEEDS-ACTION", id="for one of two municipalities not yet"),
    pytest.param((said(Answer.NO), said(Answer.YES)), "ACCEPTED", id="for one of two municipalities yes"),
]


@pytest.mark.parametrize(("answers", "status"), ANSWERS)
def test_an_answer_is_shown(answers: tuple[Attendance | None, ...], status: str) -> None:
    """The attendee takes part as far as any of their parties; who has declined is neither reminded nor busy."""
    found = read(invitation_file(WORDING, meeting(), Attendee("Ansprechperson Bielefeld", answers)))
    assert found.ours["ATTENDEE"].params["PARTSTAT"] == status
    assert found.theirs.attendee.params["PARTSTAT"] == [status]
    takes_time = status != "DECLINED"
    assert found.theirs.transp.value == ("OPAQUE" if takes_time else "TRANSPARENT")
    alarms = [timedelta(days=-1), timedelta(hours=-1)] if takes_time else []
    assert [alarm.TRIGGER for alarm in found.ours.walk("VALARM")] == alarms
    assert [alarm.trigger.value for alarm in getattr(found.theirs, "valarm_list", [])] == alarms


def test_nobody_else_stands_in_an_invitation() -> None:
    """One attendee, and no label but theirs."""
    file = invitation_file(WORDING, meeting(), BIELEFELD)
    assert len([line for line in lines(file.content) if line.startswith("ATTENDEE")]) == 1
    assert len(read(file).theirs.attendee_list) == 1


def test_a_change_is_the_same_meeting_with_a_higher_number() -> None:
    """Clients replace what has the same UID and a lower SEQUENCE (RFC 5546, 2.1.5); a cancellation takes it away."""
    later = meeting(starts_at=datetime(2021, 8, 19, 12, 0, tzinfo=UTC), sequence=1, changed_at=NOW + timedelta(days=1))
    off = meeting(state=MeetingState.CANCELLED, sequence=2, changed_at=NOW + timedelta(days=2))
    files = [invitation_file(WORDING, each, BIELEFELD) for each in (meeting(), later, off)]
    events = [read(file) for file in files]
    assert {each.ours.uid for each in events} == {"8f14e45fceea467a9d4a3c1e8c1d2b7a"}
    assert [int(each.theirs.sequence.value) for each in events] == [0, 1, 2]
    assert [each.theirs.status.value for each in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [each.theirs.dtstamp.value for each in events] == [NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)]
    methods = ["REQUEST", "REQUEST", "CANCEL"]
    assert [file.media_type.rpartition("=")[2] for file in files] == methods
    assert [f"METHOD:{method}" in lines(file.content) for file, method in zip(files, methods, strict=True)] == [
        True
    ] * 3


def test_a_cancellation_reminds_of_nothing() -> None:
    """What is off takes no time and rings no alarm (RFC 5546, section 3.2.5: no VALARM)."""
    found = read(invitation_file(WORDING, meeting(state=MeetingState.CANCELLED), BIELEFELD))
    assert found.theirs.transp.value == "TRANSPARENT"
    assert not found.ours.walk("VALARM")


@pytest.mark.parametrize("link", ["Telefon 0331 000000", "javascript:alert(1)", "https://x y", "https://x\nURL:y"])
def test_only_an_address_is_a_link(link: str) -> None:
    """Where to go or to call is a place and no more; nothing else is made of it."""
    file = invitation_file(WORDING, meeting(link=link), BIELEFELD)
    assert not [line for line in lines(file.content) if line.startswith(("URL", "CONFERENCE"))]
    assert read(file).theirs.location.value == " ".join(link.split())


def test_a_meeting_without_a_link_has_none() -> None:
    """Nothing is made up for it: no place, no address, no conference, and no word of one."""
    content = invitation_file(WORDING, meeting(link=""), BIELEFELD).content.decode()
    assert not [word for word in ("LOCATION", "URL", "CONFERENCE", "Videokonferenz") if word in content]


def test_a_meeting_without_a_date_is_no_file() -> None:
    """Where the date is still to be found there is nothing to put into a calendar."""
    with pytest.raises(NoDateError):
        invitation_file(WORDING, meeting(starts_at=None, state=MeetingState.FINDING), BIELEFELD)


TEXTS = [
    pytest.param("Komma, Semikolon; Doppelpunkt: \\ \"Anführung\" 'x'", id="signs with a meaning"),
    pytest.param("Größe – „Öffnung“ €, ½ 中文 العربية", id="other scripts"),
    pytest.param("🚢⚓️ Häfen 🏳️‍🌈", id="emoji"),
    pytest.param("x" * 300, id="one long word"),
    pytest.param("ä" * 300, id="a long word of two octets each"),
    pytest.param("😀" * 200, id="a long word of four octets each"),
    pytest.param("Lage\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:untergeschoben", id="another meeting inside"),
    pytest.param("a\rBEGIN:VALARM\x0bATTENDEE:mailto:x@example.org\x85\u2028URL:x", id="unusual ends of lines"),
    pytest.param("\\n\\,\\;", id="what looks escaped"),
    pytest.param("nichts\x00da\x07\ud800", id="what is no text"),
    pytest.param("Zeile eins\n\n  Zeile zwei  \n" + "Wort " * 2000, id="ten thousand signs"),
]


def seen(text: str) -> list[str]:
    """Give the words of a text without what cannot be seen."""
    return "".join(sign for sign in text if sign not in "\x00\x07\ud800\u200d").split()


@pytest.mark.parametrize("text", TEXTS)
def test_whatever_is_typed_stays_text(text: str) -> None:
    """No text can end a line, a property or a meeting; both parsers give it back, but for what cannot be seen."""
    told = meeting(title=text, agenda=text, partners=text, documents=text, link=text)
    found = read(invitation_file(WORDING, told, BIELEFELD))
    words = seen(text)
    described = [*words, "Mit:", *words, "Unterlagen:", *words, "Videokonferenz:", *words]
    for event in (found.ours["SUMMARY"], found.ours["LOCATION"], found.theirs.summary.value):
        assert event == " ".join(words)
    for event in (found.ours["DESCRIPTION"], found.theirs.description.value):
        assert event.split() == described
    assert [len(found.ours.walk(part)) for part in ("VEVENT", "VALARM")] == [1, 2]
    assert len(found.theirs.attendee_list) == 1


def test_a_label_stays_a_label() -> None:
    """A municipality's name may hold signs that mean something in a parameter (RFC 6868)."""
    label = 'Ansprechperson "Halle", (Westf.): a; b ^ Größe\r\nATTENDEE:mailto:x@example.org'
    found = read(invitation_file(WORDING, meeting(), Attendee(label)))
    assert found.ours["ATTENDEE"].params["CN"] == " ".join(label.split())
    assert len(found.theirs.attendee_list) == 1


@pytest.mark.parametrize("text", TEXTS)
def test_lines_are_folded_between_signs(text: str) -> None:
    """No line is longer than 75 octets, and each is text by itself (RFC 5545, section 3.1)."""
    content = invitation_file(WORDING, meeting(title=text, agenda=text), BIELEFELD).content
    folded = content.removesuffix(b"\r\n").split(b"\r\n")
    assert folded[-1] == b"END:VCALENDAR"
    assert max(map(len, folded)) <= 75
    assert not [line for line in folded if not line.decode() or b"\n" in line or b"\r" in line]


@given(st.text(min_size=1, max_size=400))
def test_any_title_stays_one_title(text: str) -> None:
    """Whatever the signs, one meeting with one title is read, the same by both."""
    found = read(invitation_file(WORDING, meeting(title=text, agenda=text), BIELEFELD))
    assert found.ours["SUMMARY"] == found.theirs.summary.value
    assert found.ours["DESCRIPTION"] == found.theirs.description.value


def test_a_feed_holds_many_meetings() -> None:
    """Published, named, with how often to ask again; each zone described once, for all the years it is needed in."""
    winter = meeting(uid="2", starts_at=datetime(2022, 1, 12, 13, 0, tzinfo=UTC))
    off = meeting(uid="3", state=MeetingState.CANCELLED)
    listed = [
        (meeting(), BIELEFELD),
        (off, BIELEFELD),
        (winter, Attendee("Ansprechperson Bielefeld", (said(Answer.NO),))),
    ]
    content = feed_file(WORDING, "Hafenbote", listed, NOW)
    assert {
        "METHOD:PUBLISH",
        "NAME:Hafenbote",
        "X-WR-CALNAME:Hafenbote",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    } <= set(lines(content))
    assert lines(content).count("BEGIN:VTIMEZONE") == 1
    found = vobject.readOne(content.decode()).vevent_list
    assert [(each.status.value, each.attendee.params["PARTSTAT"]) for each in found] == [
        ("CONFIRMED", ["NEEDS-ACTION"]),
        ("CANCELLED", ["NEEDS-ACTION"]),
        ("CONFIRMED", ["DECLINED"]),
    ]
    assert [each.dtstart.value.astimezone(UTC).hour for each in found] == [12, 12, 13]


def test_a_feed_of_no_person_has_no_attendee() -> None:
    """In a Land's feed stands what takes place, not who comes; it rings no alarms."""
    content = feed_file(WORDING, "Hafenbote", [(meeting(), None)], NOW)
    assert b"ATTENDEE" not in content
    assert b"VALARM" not in content


def test_an_empty_feed_is_a_whole_calendar() -> None:
    """A calendar must hold something (RFC 5545, section 3.4): the house's time zone."""
    content = feed_file(WORDING, "Hafenbote", [], NOW)
    assert lines(content).count("BEGIN:VTIMEZONE") == 1
    assert not Calendar.from_ical(content).events
