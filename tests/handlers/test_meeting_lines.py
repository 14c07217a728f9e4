"""A meeting in one line, on Monday 5 July 2021: what each part is, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.markdown import to_plain
from handlers.audiences import audience_words
from handlers.meeting_lines import MeetingLine, read_meeting_line
from handlers.repeats import FORTNIGHTLY, MONTHLY, WEEKLY
from handlers.turn import Turn
from handlers.typed import clean
from storage.audience_criteria import Audience
from storage.municipalities import Land
from storage.persons import Role
from tests.handlers.conftest import TurnOf

START = "12.08.2021 14:00"
ALL_OF_NRW = "Alle Kommunen in Nordrhein-Westfalen"


def shown(turn: Turn, line: MeetingLine) -> str:
    """Write what a line says: start, minutes, title, audience and link; what it does not say is a dash."""
    answers = line.answers
    audience = answers.get("audience")
    whom = to_plain(audience_words(turn, Audience.model_validate_json(audience))) if audience else "-"
    start, minutes, title = answers.get("start", "-")[:16], answers.get("duration", "-"), answers.get("name", "-")
    return f"{start} | {minutes} | {title} | {whom} | {answers.get('link', '-')}"


LINES = [
    ("", "- | - | - | - | -"),
    ("Dialog", "- | - | Dialog | - | -"),
    (START, "2021-08-12T14:00 | - | - | - | -"),
    ("90min", "- | 90 | - | - | -"),
    (f"{START} 90min Dialog mit dem BMI", "2021-08-12T14:00 | 90 | Dialog mit dem BMI | - | -"),
    (
        f"{START} 90min Dialog mit dem BMI für NRW https://video.example.org/bmi",
        f"2021-08-12T14:00 | 90 | Dialog mit dem BMI | {ALL_OF_NRW} | https://video.example.org/bmi",
    ),
    ("Dialog am 12.08.2021 um 14 Uhr, 90 Minuten", "2021-08-12T14:00 | 90 | Dialog | - | -"),
    (
        "Videokonferenz am 12.08.2021 um 14 Uhr, 2 Stunden, für Köln und Bonn, https://video.example.org/1",
        "2021-08-12T14:00 | 120 | Videokonferenz | Köln, Bonn | https://video.example.org/1",
    ),
    (f"Runde für Köln und Bonn am {START} 60min", "2021-08-12T14:00 | 60 | Runde | Köln, Bonn | -"),
    (f"Dialog für alle {START}", "2021-08-12T14:00 | - | Dialog | Alle Kommunen | -"),
    (f"Dialog für Sprecher*innen {START}", "2021-08-12T14:00 | - | Dialog | Sprecher*innengruppe | -"),
    (f"Dialog für alle Fälle {START}", "2021-08-12T14:00 | - | Dialog für alle Fälle | - | -"),
    (f"Für und wider für Köln {START}", "2021-08-12T14:00 | - | Für und wider | Köln | -"),
    (f"{START} Dialog für Entenhausen", "2021-08-12T14:00 | - | Dialog für Entenhausen | - | -"),
    (f"{START} Dialog für Halle (Westf.)", "2021-08-12T14:00 | - | Dialog | Halle (Westf.) | -"),
    (f"{START} „Dialog“ für NRW.", f"2021-08-12T14:00 | - | „Dialog“ | {ALL_OF_NRW} | -"),
    (f"{START} bis 15:30 Dialog", "2021-08-12T14:00 | 90 | Dialog | - | -"),
    ("12.08.2021, 14:00–15:30 Uhr, Dialog", "2021-08-12T14:00 | 90 | Dialog | - | -"),
    ("12.08.2021 von 14 bis 15:30 Uhr Dialog", "2021-08-12T14:00 | 90 | Dialog | - | -"),
    ("12.08.2021 14-16 Uhr Dialog", "2021-08-12T14:00 | 120 | Dialog | - | -"),
    ("12.08.2021 von 9.30 bis 11 Uhr Dialog", "2021-08-12T09:30 | 90 | Dialog | - | -"),
    (
        "Dialog am Donnerstag, den 12. August 2021 um 14 Uhr, zwei Stunden, für alle",
        "2021-08-12T14:00 | 120 | Dialog | Alle Kommunen | -",
    ),
    (f"Dialog {START} eine halbe Stunde", "2021-08-12T14:00 | 30 | Dialog | - | -"),
    (f"Dialog {START} anderthalb Stunden", "2021-08-12T14:00 | 90 | Dialog | - | -"),
    (f"1,5 h Workshop {START}", "2021-08-12T14:00 | 90 | Workshop | - | -"),
    (f"Top 10 Themen am {START}", "2021-08-12T14:00 | - | Top 10 Themen | - | -"),
    (f"Haushalt 2022 am {START} 90 Min.", "2021-08-12T14:00 | 90 | Haushalt 2022 | - | -"),
    (f"20 Plätze für UMF am {START}", "2021-08-12T14:00 | - | 20 Plätze für UMF | - | -"),
    (f"Seiten 10-12 am {START}", "2021-08-12T14:00 | - | Seiten 10-12 | - | -"),
    ("Klausur 10.08.-12.08.2021", "- | - | Klausur 10.08.-12.08.2021 | - | -"),
    (f"{START} Ein Titel: mit – Strich", "2021-08-12T14:00 | - | Ein Titel: mit – Strich | - | -"),
    ("14 Uhr am 12.08.2021 Dialog", "2021-08-12T14:00 | - | Dialog | - | -"),
    (
        f"{START} Dialog https://video.example.org/x. Danke",
        "2021-08-12T14:00 | - | Dialog Danke | - | https://video.example.org/x",
    ),
    (f"ftp://video.example.org/y {START}", "2021-08-12T14:00 | - | ftp://video.example.org/y | - | -"),
    (
        "Dialogue on 12 August 2021 at 2 pm for 90 minutes for Hesse",
        "2021-08-12T14:00 | 90 | Dialogue | Alle Kommunen in Hessen | -",
    ),
]


@pytest.mark.parametrize(("typed", "means"), LINES, ids=[typed for typed, _ in LINES])
def test_each_part_is_found_and_the_rest_is_the_title(turn_of: TurnOf, typed: str, means: str) -> None:
    """Start, length, audience and link in any order; what is none of these is the title, which the review shows."""
    turn = turn_of()
    line = read_meeting_line(turn, clean(typed))
    assert shown(turn, line) == means
    assert not line.remarks


@pytest.mark.parametrize(
    ("typed", "remark", "means"),
    [
        ("morgen um 9 Uhr Dialog", "Verstanden als Dienstag, 06.07.2021", "2021-07-06T09:00 | - | Dialog | - | -"),
        ("12.8. 10 Uhr Dialog", "Verstanden als Donnerstag, 12.08.", "2021-08-12T10:00 | - | Dialog | - | -"),
        ("31.10.2021 02:30 Nacht", "zweimal", "2021-10-31T02:30 | - | Nacht | - | -"),
        ("31.02.2022 14:00 Dialog", "Den 31.02.2022 gibt es nicht", "- | - | Dialog | - | -"),
        ("12.08.2021 25:00 Jour fixe", "Die Uhrzeit „25:00“ gibt es nicht", "- | - | Jour fixe | - | -"),
        ("27.03.2022 02:30 Nacht", "27.03.2022 02:30 gibt es nicht", "- | - | Nacht | - | -"),
        ("gestern 14:00 Dialog", "ist schon vorbei", "- | - | Dialog | - | -"),
        ("12.08.2031 14:00 Dialog", "mehr als drei Jahre", "- | - | Dialog | - | -"),
        (f"{START} 13 Stunden Marathon", "„13 Stunden“ verstehe ich nicht", "2021-08-12T14:00 | - | Marathon | - | -"),
        (f"{START} bis 13:00 Dialog", "liegt vor dem Beginn", "2021-08-12T14:00 | - | Dialog | - | -"),
        (f"{START} {'x' * 121}", "121 Zeichen", "2021-08-12T14:00 | - | - | - | -"),
        (f"{START} Dialog https://", "", "2021-08-12T14:00 | - | Dialog https:// | - | -"),
    ],
)
def test_what_is_unclear_or_cannot_be_is_remarked_on(turn_of: TurnOf, typed: str, remark: str, means: str) -> None:
    """And asked again; everything else in the line is kept."""
    turn = turn_of()
    line = read_meeting_line(turn, clean(typed))
    assert shown(turn, line) == means
    assert len(line.remarks) == bool(remark)
    assert remark in "".join(line.remarks)


def test_who_coordinates_a_land_invites_there(turn_of: TurnOf) -> None:
    """In a line, too: "für alle" means all of the Land, and another Land stays in the title, to be asked about."""
    turn = turn_of(Role.LAND_COORDINATOR, land=Land.NW)
    own, other = (read_meeting_line(turn, f"{START} Dialog für {whom}") for whom in ("alle", "Hessen"))
    assert shown(turn, own) == f"2021-08-12T14:00 | - | Dialog | {ALL_OF_NRW} | -"
    assert shown(turn, other) == "2021-08-12T14:00 | - | Dialog für Hessen | - | -"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_line_breaks_it(turn_of: TurnOf, text: str) -> None:
    """Whatever is typed is read as something."""
    assert isinstance(read_meeting_line(turn_of(), clean(text)), MeetingLine)


@pytest.mark.parametrize(
    ("typed", "rule", "title"),
    [
        ("jeden Montag 14:00 Lage", WEEKLY, "Lage"),
        ("Lage every Monday 14:00", WEEKLY, "Lage"),
        (f"wöchentlich {START} Lage", WEEKLY, "Lage"),
        (f"{START} Lage, alle zwei Wochen", FORTNIGHTLY, "Lage"),
        (f"{START} Lage monatlich", MONTHLY, "Lage"),
        (f"{START} Monatlicher Bericht", None, "Monatlicher Bericht"),
        (f"{START} Lage für jeden", None, "Lage für jeden"),
    ],
)
def test_a_line_says_how_a_meeting_repeats(turn_of: TurnOf, typed: str, rule: str | None, title: str) -> None:
    """Whoever writes "jeden Montag" wants a series, and no meeting that is called "jeden"."""
    answers = read_meeting_line(turn_of(), typed).answers
    assert (answers.get("rule"), answers["name"]) == (rule, title)
