"""A hundred sentences of municipalities on 5 July 2021, and what each is understood as; or that it is no pledge.

Bielefeld has three lines: 10 UMF under NEST until the end of 2021, 20 for everyone under the Land's programme without
an end, and, from 1 September 2021 for a year, 8 for the vulnerable under Dublin.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from handlers.dialogues import REVIEW
from handlers.pledge_lines import read_pledge_line
from handlers.pledge_sentences import is_evidence, meant_pledge
from handlers.table import find_command
from handlers.turn import Turn
from storage.dialogues import DialoguePosition, end_dialogue, running_dialogue
from storage.ledger import decide, propose
from storage.persons import Role
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.handlers.conftest import MONDAY, TurnOf

BIELEFELD = "05711000"
NEST, LAND, DUBLIN = "nest unaccompanied_minors", "land everyone", "dublin vulnerable"
LINES = {
    Line(BIELEFELD, Programme.NEST, TargetGroup.UNACCOMPANIED_MINORS): Offer(10, date(2021, 1, 1), date(2021, 12, 31)),
    Line(BIELEFELD, Programme.LAND, TargetGroup.EVERYONE): Offer(20, date(2021, 1, 1)),
    Line(BIELEFELD, Programme.DUBLIN, TargetGroup.VULNERABLE): Offer(8, date(2021, 9, 1), date(2022, 8, 31)),
}
TODAY, OPEN = "2021-07-05", ""
STEPS = {"programme", "target_group", "places", "valid_from", "valid_until", "resolution", "condition"}
EVIDENCE = ("evidence",)
Meaning = tuple[object, ...]

UNDERSTOOD: dict[str, Meaning] = {
    "wir erhöhen UMF auf 12 bis Ende 2021": (NEST, 12, TODAY, "2021-12-31"),
    "wir erhöhen UMF auf 25 bis Ende 2021": (NEST, 25, TODAY, "2021-12-31"),
    "+5 Plätze Landesaufnahmeprogramm ab 1.9.": (LAND, 25, "2021-09-01", OPEN),
    "wir bleiben bei 20 bis Ende Juni": (LAND, 20, TODAY, "2022-06-30"),
    "Zusage NEST zurückziehen": ("withdraw", NEST),
    "Wir erhöhen unsere Zusage NEST von 10 auf 15 Plätze ab sofort.": (NEST, 15, TODAY, "2021-12-31"),
    "Wir erhöhen NEST um 5 auf 15.": (NEST, 15, TODAY, "2021-12-31"),
    "UMF um fünf erhöhen": (NEST, 15, TODAY, "2021-12-31"),
    "Wir stocken NEST auf 25 auf": (NEST, 25, TODAY, "2021-12-31"),
    "wir stocken die UMF-Plätze ab 1.9. auf 25 auf, bis 30.6.2022": (NEST, 25, "2021-09-01", "2022-06-30"),
    "Bielefeld erhöht UMF auf 25": (NEST, 25, TODAY, "2021-12-31"),
    "Die Stadt Bielefeld stockt das Landesprogramm um 10 Plätze auf": (LAND, 30, TODAY, OPEN),
    "Wir verdoppeln NEST": (NEST, 20, TODAY, "2021-12-31"),
    "Wir halbieren unser Angebot im Landesaufnahmeprogramm ab Januar": (LAND, 10, "2022-01-01", OPEN),
    "wir senken NEST auf 5": (NEST, 5, TODAY, "2021-12-31"),
    "Wir haben beschlossen, NEST um 5 zu senken": (NEST, 5, TODAY, "2021-12-31"),
    "leider müssen wir NEST auf 5 senken": (NEST, 5, TODAY, "2021-12-31"),
    "wir reduzieren das Landesprogramm um 10 ab 1.10.": (LAND, 10, "2021-10-01", OPEN),
    "wir verringern die Plätze für UMF um drei": (NEST, 7, TODAY, "2021-12-31"),
    "Landesprogramm auf 15 reduzieren": (LAND, 15, TODAY, OPEN),
    "NEST kürzen auf 5 zum 1.10.": (NEST, 5, "2021-10-01", "2021-12-31"),
    "wir verlängern NEST bis 30.06.2022": (NEST, 10, TODAY, "2022-06-30"),
    "Wir verlängern die Zusage NEST um sechs Monate": (NEST, 10, TODAY, "2022-06-30"),
    "Zusage Dublin verlängern bis Ende 2022": (DUBLIN, 8, "2021-09-01", "2022-12-31"),
    "Wir verlängern Dublin um ein Jahr": (DUBLIN, 8, "2021-09-01", "2023-08-31"),
    "NEST verlängern und auf 25 erhöhen bis Ende 2022": (NEST, 25, TODAY, "2022-12-31"),
    "Wir bleiben bei 20 im Landesprogramm": (LAND, 20, TODAY, OPEN),
    "es bleibt bei 10 UMF bis 31.12.2021": (NEST, 10, TODAY, "2021-12-31"),
    "wir bleiben bei zwanzig": (LAND, 20, TODAY, OPEN),
    "NEST: 5 weitere Plätze": (NEST, 15, TODAY, "2021-12-31"),
    "5 Plätze mehr für UMF": (NEST, 15, TODAY, "2021-12-31"),
    "zwei zusätzliche Plätze NEST ab Oktober": (NEST, 12, "2021-10-01", "2021-12-31"),
    "-5 UMF": (NEST, 5, TODAY, "2021-12-31"),
    "3 UMF weniger ab 1.8.": (NEST, 7, "2021-08-01", "2021-12-31"),
    "12 UMF Dublin bis 31.12.2021": ("dublin unaccompanied_minors", 12, TODAY, "2021-12-31"),
    "20 Plätze NEST bis 31.12.2022": (NEST, 20, TODAY, "2022-12-31"),
    "Wir nehmen 20 Menschen aus Griechenland auf": ("greek_camps ?", 20, TODAY, None, "target_group"),
    "Wir nehmen zwölf unbegleitete Minderjährige aus Griechenland bis Ende 2022 auf": (
        "greek_camps unaccompanied_minors",
        12,
        TODAY,
        "2022-12-31",
    ),
    "Wir bieten 15 Plätze für besonders Schutzbedürftige im humanitären Aufnahmeprogramm an": (
        "federal_humanitarian vulnerable",
        15,
        TODAY,
        None,
        "valid_until",
    ),
    "Wir stellen 10 Plätze Seenotrettung zur Verfügung, ab 1.9., unbefristet": (
        "sea_rescue ?",
        10,
        "2021-09-01",
        OPEN,
        "target_group",
    ),
    "Wir sagen 40 Plätze im Bundesaufnahmeprogramm für alle bis Ende 2022 zu": (
        "federal_existing everyone",
        40,
        TODAY,
        "2022-12-31",
    ),
    "Hiermit melden wir 6 UMF kommunales Aufnahmeprogramm bis Jahresende": (
        "municipal unaccompanied_minors",
        6,
        TODAY,
        "2021-12-31",
    ),
    "Wir möchten NEST auf 25 Plätze erhöhen": (NEST, 25, TODAY, "2021-12-31"),
    "wir erhöhen auf 5 UMF": (NEST, [5, 15], TODAY, "2021-12-31", "places"),
    "wir erhöhen das Landesprogramm auf 5": (LAND, [5, 25], TODAY, OPEN, "places"),
    "wir senken NEST auf 30": (NEST, [30], TODAY, "2021-12-31", "places"),
    "wir senken NEST um 30": (NEST, [], TODAY, "2021-12-31", "places"),
    "wir erhöhen 25 UMF NEST": (NEST, [25, 35], TODAY, "2021-12-31", "places"),
    "wir bleiben bei 25 UMF": (NEST, [25, 10], TODAY, "2021-12-31", "places"),
    "+5 Plätze Seenotrettung": ("sea_rescue ?", [5], TODAY, None, "target_group"),
    "Seenotrettung um 5 erhöhen": ("sea_rescue ?", [5], TODAY, None, "target_group"),
    "wir erhöhen auf 35": ("? ?", None, None, None, "line"),
    "+5 Plätze": ("? ?", None, None, None, "line"),
    "wir erhöhen NEST seit 1.6. auf 25": (NEST, 25, "2021-06-01", "2021-12-31"),
    "rückwirkend ab 1.6. NEST auf 25 erhöhen": (NEST, 25, "2021-06-01", "2021-12-31"),
    "Wir ziehen unsere Zusage im Landesprogramm zurück": ("withdraw", LAND),
    "Wir ziehen die 10 UMF zurück": ("withdraw", NEST),
    "ziehen 5 UMF NEST zurück": (NEST, 5, TODAY, "2021-12-31"),
    "Zusage NEST ab 1.10. zurückziehen": (NEST, 10, TODAY, "2021-09-30"),
    "Zusage NEST zum 30.11. zurückziehen": (NEST, 10, TODAY, "2021-11-30"),
    "Zusage NEST zum 1.12. zurückziehen": (NEST, 10, TODAY, "2021-11-30"),
    "Wir möchten unser Angebot Dublin zurückziehen": ("withdraw", DUBLIN),
    "Zusage Seenotrettung zurückziehen": ("withdraw", ""),
    "Wir nehmen die Zusage NEST zurück": ("withdraw", NEST),
    "wir erhöhen UMF auf 25, sofern der Bund zustimmt": (NEST, 25, TODAY, "2021-12-31"),
    "wir erhöhen UMF auf 25 ohne Anrechnung auf die Quote bis Ende 2022": (NEST, 25, TODAY, "2022-12-31"),
    "Laut Ratsbeschluss vom 11.07.2019 erhöhen wir UMF auf 25": (NEST, 25, TODAY, "2021-12-31"),
    "wir erhöhen UMF auf 25 bis Ende 2021, Ratsbeschluss vom 1.7.2021, Vorlage 77/2021": (
        NEST,
        25,
        TODAY,
        "2021-12-31",
    ),
    "Ratsbeschluss vom 11. Juli 2019, Vorlage 9123/2014-2020": EVIDENCE,
    "Beschluss des Stadtrates vom 1.7.2021": EVIDENCE,
    "Vorlage 9123/2014-2020": EVIDENCE,
    "Stadtratsbeschluss vom 12.05.2021, Drucksache 21/345, für NEST": EVIDENCE,
    "Ratsbeschluss NEST: https://ratsinfo.example.org/vorlage/12": EVIDENCE,
    "Der Rat hat am 1.7. beschlossen, NEST auf 25 zu erhöhen": (NEST, 25, TODAY, "2021-12-31"),
    "Unser Stadtrat hat gestern beschlossen, UMF um 5 aufzustocken": (NEST, 15, TODAY, "2021-12-31"),
    "Der Kreistag hat beschlossen, die Zusage NEST zurückzuziehen": ("withdraw", NEST),
    "we raise UMF to 25 until 31.12.2021": (NEST, 25, TODAY, "2021-12-31"),
    "we increase NEST by 5": (NEST, 15, TODAY, "2021-12-31"),
    "we stay at 20 until the end of June": (LAND, 20, TODAY, "2022-06-30"),
    "withdraw pledge NEST": ("withdraw", NEST),
    "we withdraw our pledge for NEST": ("withdraw", NEST),
    "Hallo, wir erhöhen UMF auf 25 bis Ende 2021. Viele Grüße": (NEST, 25, TODAY, "2021-12-31"),
    "wir erhöhen UMF auf ca. 25": (NEST, None, TODAY, "2021-12-31", "places"),
    "wir erhöhen NEST um 50%": (NEST, None, TODAY, "2021-12-31", "places"),
    "wir erhöhen NEST um 50 Prozent": (NEST, None, TODAY, "2021-12-31", "places"),
    "wir erhöhen UMF auf 25 bis 31.02.2022": (NEST, 25, TODAY, None, "valid_until"),
    "WIR ERHÖHEN UMF AUF 25": (NEST, 25, TODAY, "2021-12-31"),
    "wir erhoehen UMF auf 25": (NEST, 25, TODAY, "2021-12-31"),
    "Wir setzen NEST auf 6 herab": (NEST, 6, TODAY, "2021-12-31"),
    "Wir halten an 10 UMF fest bis Ende 2022": (NEST, 10, TODAY, "2022-12-31"),
    "Wir halten an unseren 10 UMF-Plätzen fest": (NEST, 10, TODAY, "2021-12-31"),
    "Dublin ab 1.10. auf 12 erhöhen": (DUBLIN, 12, "2021-10-01", "2022-08-31"),
    "NEST erst ab 1.10. auf 25": (NEST, 25, "2021-10-01", None, "valid_until"),
    "wir weiten das Landesprogramm auf 50 Plätze aus": (LAND, 50, TODAY, OPEN),
    "UMF verdreifachen": (NEST, 30, TODAY, "2021-12-31"),
    "Wir erhöhen NEST bis 31.8.2021 auf 25": (NEST, 25, TODAY, "2021-08-31"),
    "Dublin verkürzen bis 31.3.2022": (DUBLIN, 8, "2021-09-01", "2022-03-31"),
    "Landesprogramm befristen bis 31.12.2021": (LAND, 20, TODAY, "2021-12-31"),
    "wir senken das Landesprogramm von 15 auf 10": (LAND, [10], TODAY, OPEN, "places"),
    "wir erhöhen das Landesprogramm um 20-30": (LAND, None, TODAY, OPEN, "places"),
    "zum 1.9. erhöhen wir das Landesprogramm auf 40 Plätze": (LAND, 40, "2021-09-01", OPEN),
    "Landesprogramm ab Oktober auf 25 Plätze erhöhen, befristet bis 31.3.2022": (LAND, 25, "2021-10-01", "2022-03-31"),
    "Wir nehmen fünf weitere UMF auf": (NEST, 15, TODAY, "2021-12-31"),
    "Wir erhöhen die Zahl der Plätze im Landesaufnahmeprogramm auf insgesamt 40": (LAND, 40, TODAY, OPEN),
    "Wir melden 10 zusätzliche Plätze im Landesprogramm": (LAND, 30, TODAY, OPEN),
    "NEST bis 31.12.2022 verlängern": (NEST, 10, TODAY, "2022-12-31"),
    "Wir nehmen die UMF-Zusage zurück": ("withdraw", NEST),
}
"""The line, how many places, from when, until when, and, unless it is the review, what is asked next. Several numbers
are all that can be meant; the person is asked which."""

RESTS = {
    "wir erhöhen UMF auf 25, sofern der Bund zustimmt": ("", "sofern der Bund zustimmt"),
    "wir erhöhen UMF auf 25 ohne Anrechnung auf die Quote bis Ende 2022": ("", "ohne Anrechnung auf die Quote"),
    "Laut Ratsbeschluss vom 11.07.2019 erhöhen wir UMF auf 25": ("11.07.2019", ""),
    "wir erhöhen UMF auf 25 bis Ende 2021, Ratsbeschluss vom 1.7.2021, Vorlage 77/2021": (
        "1.7.2021, Vorlage 77/2021",
        "",
    ),
    "Ratsbeschluss vom 1.7.2021: wir stocken NEST auf 25 auf": ("1.7.2021", ""),
    "Der Rat hat am 1.7. beschlossen, NEST auf 25 zu erhöhen": ("01.07.2021", ""),
    "Unser Stadtrat hat gestern beschlossen, UMF um 5 aufzustocken": ("04.07.2021", ""),
}

NO_PLEDGE = [
    "Der Rat hat nicht beschlossen, NEST auf 25 zu erhöhen",
    "Der Rat hat am 1.7. beschlossen, darüber im Herbst zu beraten",
    "Hat der Rat beschlossen, NEST auf 25 zu erhöhen",
    "wir haben 20 Plätze im Kindergarten",
    "können wir auf 12 erhöhen?",
    "Können wir auf 12 erhöhen",
    "wann sind die 5 Plätze frei?",
    "wir erhöhen nicht",
    "Wir erhöhen UMF nicht auf 25",
    "wir erhöhen UMF auf keinen Fall auf 25",
    "wenn der Bund zustimmt, könnten wir auf 12 erhöhen",
    "Falls der Bund zustimmt, erhöhen wir auf 12",
    "Wir könnten NEST auf 25 erhöhen",
    "Köln erhöht UMF auf 50",
    "Die Stadt Münster stockt NEST auf 25 auf",
    "Das Land will das Landesprogramm auf 500 Plätze erhöhen",
    "Wir bleiben am 12.8. bis 14 Uhr",
    "Wir kommen mit 2 Personen",
    "Wir nehmen mit 2 Personen teil",
    "Wir melden 2 Personen an",
    "Das Treffen am 1.9. passt uns",
    "Ab 1.9. sind 5 Plätze frei",
    "Der Rat entscheidet am 12.08.2021 über die Zusage NEST",
    "Der Ratsbeschluss vom 11.07.2019 ist noch nicht veröffentlicht",
    "Ratsbeschluss folgt",
    "Wo finde ich den Ratsbeschluss vom 11.07.2019, Vorlage 9123/2014-2020?",
    "Wie viele Plätze hat NEST?",
    "Zählt NEST auch ab 1.9.?",
    "ungefähr 20",
    "20",
    "20 Plätze",
    "NEST",
    "ja, 20",
    "bis Ende Juni",
    "bis zum 31.12.2021",
    "ab 1.9.",
    "Wir prüfen eine Erhöhung auf 25 UMF",
    "Wir wollen eventuell NEST auf 25 erhöhen",
    "Vielleicht erhöhen wir NEST auf 25",
    "Wir haben 2019 NEST auf 20 erhöht",
    "Wir haben NEST noch nicht erhöht",
    "Bitte verlängern Sie die Umfrage bis Ende August",
    "Bitte verlängern bis 1.9.",
    "Wir bleiben dabei",
    "Wir bleiben bis Ende Juni",
    "Es bleibt bei 14 Uhr",
    "Wir sagen zu",
    "Wir sagen mit 3 Personen zu",
    "Ich bin vom 1.9. bis 30.9. im Urlaub",
    "Unsere Kita hat 25 neue Plätze ab 1.9.",
    "Wer zieht seine Zusage zurück?",
    "Zieht jemand die Zusage NEST zurück",
    "Die Zusage NEST wurde nicht zurückgezogen",
    "Wir ziehen nicht zurück",
    "Wir ziehen um",
    "Wir ziehen im August ins neue Rathaus",
    "Wir haben keine 5 weiteren Plätze",
    "Die 20 UMF sind angekommen",
    "20 UMF NEST sind belegt",
    "Soll ich NEST auf 25 erhöhen",
    "Wir sollten NEST auf 25 erhöhen",
    "Wir würden gern UMF auf 25 erhöhen",
    "Die Presse schreibt, wir erhöhen NEST auf 25",
    "12 UMF oder 15?",
    "Zwei Plätze reservieren für den Dialog bitte",
    "Hat der Rat NEST auf 25 erhöht?",
    "we cannot raise UMF to 25",
    "could we raise NEST to 25",
    "How many places do we offer?",
    "We have 20 places in our shelter",
    "Die Kosten steigen um 5 Prozent",
    "Die Kosten für NEST steigen um 5 %",
    "Wir erhöhen das Budget auf 20.000 Euro",
    "wir erhöhen die Kreisumlage um 5",
    "Wir erhöhen auf 25 Mitarbeitende",
    "wir senken UMF bis Ende 2021",
    "die Zusage im Landesprogramm gilt weiterhin",
    "Ab sofort bieten wir fünf Plätze im Landesprogramm zusätzlich an",
    "NEST auf 25, Dublin auf 10 erhöhen",
]


@pytest.fixture
def contact(session: Session, turn_of: TurnOf) -> Turn:
    """Give a turn of Bielefeld's contact, whose lines somebody else has confirmed."""
    turn = turn_of(Role.CONTACT, ags=BIELEFELD)
    decider = turn_of(Role.COORDINATOR)
    for line, offer in LINES.items():
        report = propose(session, standing(session, line), offer, turn.sender_id, MONDAY)
        decide(session, report, PledgeState.CONFIRMED, decider.sender_id, MONDAY)
    return turn


def begun(turn: Turn, typed: str) -> DialoguePosition:
    """Let somebody write a sentence, and end what it begins."""
    command, rest = find_command(meant_pledge(turn.saying(typed)))
    assert command
    command.run(turn.saying(typed), rest)
    position = running_dialogue(turn.session, turn.sender_id)
    assert position
    end_dialogue(turn.session, turn.sender_id)
    return position


def meaning(turn: Turn, typed: str) -> Meaning:
    """Say what a sentence is understood as: the line, how many, from when, until when, and what is open."""
    command = meant_pledge(turn.saying(typed))
    if not command.startswith("/zusage "):
        return EVIDENCE if command == f"/beleg {typed}" else ()
    position = begun(turn, typed)
    said, step = position.answers, position.step
    if position.dialogue == "withdrawal":
        return ("withdraw", str(said.get("line", "")).partition(" ")[2])
    line = f"{said.get('programme', '?')} {said.get('target_group', '?')}"
    numbers = said.get("places") or said.get("readings")
    found = (line, numbers, said.get("valid_from"), said.get("valid_until"))
    return found if step == REVIEW else (*found, step)


def test_a_sentence_about_ones_own_pledges_is_understood(contact: Turn) -> None:
    """Without the word "zusage", with what it leaves out filled in from the lines there are."""
    assert {typed: meaning(contact, typed) for typed in UNDERSTOOD} == UNDERSTOOD


def test_what_an_offer_rests_on_and_depends_on_is_a_part_of_the_sentence(contact: Turn) -> None:
    """In the words it was written in."""
    said = {typed: begun(contact, typed).answers for typed in RESTS}
    assert {typed: (each["resolution"] or "", each["condition"] or "") for typed, each in said.items()} == RESTS


def test_what_is_no_pledge_goes_to_people(contact: Turn) -> None:
    """Questions, refusals, other towns, guesses, meetings and mere scraps: in doubt it is none."""
    assert {typed: meant for typed in NO_PLEDGE if (meant := meaning(contact, typed))} == {}


def test_only_who_speaks_for_a_municipality_has_pledges(turn_of: TurnOf) -> None:
    """What a coordinator writes of numbers is no report."""
    coordinator = turn_of()
    assert not any(meant_pledge(coordinator.saying(typed)) for typed in UNDERSTOOD)


@given(st.lists(st.sampled_from(" ".join([*UNDERSTOOD, *NO_PLEDGE]).split()), max_size=12).map(" ".join))
def test_whatever_is_written_can_be_told_from_evidence(typed: str) -> None:
    """No order of words makes telling fail, or last."""
    assert is_evidence(typed) in {True, False}
    assert read_pledge_line(typed, date(2021, 7, 5)).answers.keys() <= STEPS
