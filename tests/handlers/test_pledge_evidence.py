"""What an offer rests on and depends on, on 5 July 2021: what people write of it, and which links are refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pledge_evidence import Evidence, condition_kinds, read_evidence
from handlers.pledge_evidence_files import is_pdf
from handlers.pledge_evidence_links import find_links
from handlers.typed import clean
from storage.pledges import ConditionKind, Offer

TODAY = date(2021, 7, 5)
RATSINFO = "https://ratsinfo.example.org/vo/4711"


def read(typed: str) -> Evidence:
    """Read a text as it comes from the network."""
    return read_evidence(clean(typed), TODAY)


def said(on: str = "", paper: str = "", link: str = "") -> tuple[date | None, str, str]:
    """Give what a text should say."""
    return (date.fromisoformat(on) if on else None), paper, link


UNDERSTOOD = {
    f"Ratsbeschluss vom 11. Juli 2019, Vorlage 9123/2014-2020, {RATSINFO}": said(
        "2019-07-11", "9123/2014-2020", RATSINFO
    ),
    "11.07.2019, Vorlage 9123/2014-2020": said("2019-07-11", "9123/2014-2020"),
    "Beschluss vom 11.7.19": said("2019-07-11"),
    "Stadtratsbeschluss v. 2019-07-11, DS 19/SVV/0456": said("2019-07-11", "19/SVV/0456"),
    "Vorlage VII/2019/0123 vom 11. 7. 2019": said("2019-07-11", "VII/2019/0123"),
    "Sitzungsvorlage Nr. 20-26 / V 01234 vom 17. März 2021": said("2021-03-17", "20-26 / V 01234"),
    "Drucksache 2019-0815-01": said(paper="2019-0815-01"),
    "Beschluss-Nr. 0456/19": said(paper="0456/19"),
    "Beschlussvorlage: 77/2021": said(paper="77/2021"),
    "9123/2014-2020": said(paper="9123/2014-2020"),
    "resolution of July 11, 2019, paper 9123/2014": said("2019-07-11", "9123/2014"),
    "council decision of 11 July 2019, document no. 12": said("2019-07-11", "12"),
    "am 3.3. beschlossen": said("2021-03-03"),
    "vom 17. Dezember": said("2020-12-17"),
    "einstimmig in der 17. Sitzung 2019": said(),
    "Haushalt 2019/2020": said(),
    "TOP 7": said(),
    "vom 11.07.2019, geändert am 20.05.2021": said("2019-07-11"),
    f"(siehe {RATSINFO}).": said(link=RATSINFO),
    "www.koeln.de/rat": said(link="https://www.koeln.de/rat"),
    "https://ratsinfo.example.org/a_(b)": said(link="https://ratsinfo.example.org/a_(b)"),
    "http://93.184.216.34/vo": said(link="http://93.184.216.34/vo"),
    "https://müllheim.de/rat?id=1&nr=11.07.2018": said(link="https://müllheim.de/rat?id=1&nr=11.07.2018"),
}


@pytest.mark.parametrize(("typed", "expected"), [pytest.param(*each, id=each[0]) for each in UNDERSTOOD.items()])
def test_day_paper_and_link_are_found_in_what_people_write(typed: str, expected: tuple[date | None, str, str]) -> None:
    """And what they wrote stays as it is."""
    found = read(typed)
    assert (found.resolved_on, found.paper, found.link) == expected
    assert (found.resolution, found.problems) == (typed, ())


DOUBTFUL = {
    "Beschluss vom 15.9.2021": "evidence-day-ahead",
    "Beschluss vom 31.02.2020": "date-does-not-exist",
}


@pytest.mark.parametrize(("typed", "key"), DOUBTFUL.items(), ids=DOUBTFUL)
def test_a_day_on_which_nothing_can_have_been_decided_is_said_and_not_noted(typed: str, key: str) -> None:
    """The words stay; perhaps the council is yet to decide."""
    found = read(typed)
    assert (found.resolution, found.resolved_on, [problem.key for problem in found.problems]) == (typed, None, [key])


REFUSED = {
    "evidence-link-private": [
        "http://localhost/vo",
        "https://LOCALHOST./vo",
        "http://ratsinfo/vo/1",
        "https://rats.local/1",
        "https://ratsinfo.stadt.intern",
        "https://allris.lan:8443/x",
        "http://127.0.0.1:8080/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://10.1.2.3/",
        "http://172.16.0.9/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.7/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://ratsinfo..de/",
        "www.ratsinfo.lan/1",
    ],
    "evidence-link-scheme": [
        "ftp://ratsinfo.example.org/vo.pdf",
        "file:///C:/Rat/Beschluss.pdf",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:rat@example.org",
        r"G:\Rat\Beschluss.pdf",
        r"\\server\rat\beschluss.pdf",
    ],
    "evidence-link-secret": ["https://anna:geheim@ratsinfo.example.org/", "https://ratsinfo.example.org@10.0.0.1/"],
    "evidence-link-unclear": ["http://[::1/", "https://ratsinfo.example.org:rat/"],
}


@pytest.mark.parametrize(
    ("link", "key"), [pytest.param(link, key, id=link) for key, links in REFUSED.items() for link in links]
)
def test_a_link_that_others_cannot_open_is_refused_and_all_else_kept(link: str, key: str) -> None:
    """Of the link nothing is kept, of the rest everything; and nobody ever fetches one."""
    found = read(f"Vorlage 9123/2014-2020, {link}, einstimmig")
    assert [problem.key for problem in found.problems] == [key]
    assert (found.resolution, found.paper, found.link) == (
        "Vorlage 9123/2014-2020, einstimmig",
        "9123/2014-2020",
        "",
    )
    assert read(f"siehe {link}").resolution == ""


def test_of_several_links_the_first_that_all_can_open_counts() -> None:
    """And the second good one stays in the words."""
    found = read(f"http://intranet/1 und {RATSINFO}, {RATSINFO}2")
    assert (found.link, found.resolution) == (RATSINFO, f"und {RATSINFO}, {RATSINFO}2")


def test_what_names_another_decision_takes_the_place_of_the_one_there_was() -> None:
    """So that no number of one decision stands beside the day of another; anything else is added."""
    known = read("11.07.2019, Vorlage 1/2019").behind(Offer(20, TODAY))
    assert read("Beschluss vom 3.6.2021").is_other(known)
    assert not read(f"11. Juli 2019, {RATSINFO}").is_other(known)
    added = read(RATSINFO).added_to(known)
    assert added.resolution == f"11.07.2019, Vorlage 1/2019; {RATSINFO}"
    assert (added.resolved_on, added.paper, added.link) == (date(2019, 7, 11), "1/2019", RATSINFO)


CONDITIONS = {
    "ohne Anrechnung auf die Quote": {ConditionKind.NOT_COUNTED},
    "keine Anrechnung auf den Königsteiner Schlüssel": {ConditionKind.NOT_COUNTED},
    "nur mit Zustimmung des Bundes": {ConditionKind.FEDERAL_CONSENT},
    "sofern das BMI zustimmt": {ConditionKind.FEDERAL_CONSENT},
    "der Bund muss erst seine Zustimmung geben": {ConditionKind.FEDERAL_CONSENT},
    "wenn genug Wohnraum da ist": {ConditionKind.ACCOMMODATION},
    "zunächst befristet auf zwei Jahre": {ConditionKind.TIME_LIMIT},
    "mit Zustimmung des Bundes, ohne Anrechnung und nur bei freien Unterkünften": {
        ConditionKind.FEDERAL_CONSENT,
        ConditionKind.NOT_COUNTED,
        ConditionKind.ACCOMMODATION,
    },
    "subject to federal consent": {ConditionKind.FEDERAL_CONSENT},
    "auch ohne Zustimmung des Bundes": set(),
    "dass der Bund alle Kosten trägt": set(),
    "nur Geschwister": set(),
    "": set(),
}


@pytest.mark.parametrize(("typed", "kinds"), [pytest.param(*each, id=each[0]) for each in CONDITIONS.items()])
def test_conditions_are_counted_by_their_kinds(typed: str, kinds: set[ConditionKind]) -> None:
    """What fits no kind is free text, and so is the opposite of one."""
    assert set(condition_kinds(typed)) == kinds


def test_a_file_is_a_pdf_by_what_is_in_it() -> None:
    """Some scanners write an empty line or a byte order mark before the first sign."""
    assert is_pdf(b"%PDF-1.7\n")
    assert is_pdf(b"\xef\xbb\xbf\r\n%PDF-1.4")
    assert not any(map(is_pdf, [None, b"", b"%PD", b"<html>%PDF-1.4", b"PK\x03\x04", b"MZ%PDF-1.4"]))


PIECES = [
    "Ratsbeschluss",
    "vom",
    "11.07.2019",
    "31.02.2020",
    "99.99.2021",
    "29. Februar",
    "Vorlage",
    "Nr.",
    "9123/2014-2020",
]
PIECES += [
    RATSINFO,
    "http://",
    "https://[",
    "www.",
    "//",
    "http://10.0.0.1",
    "file:",
    "\\\\",
    ",",
    ";",
    "(",
    ")",
    "und",
    "²",
    "٣/٣",
]
TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@given(TEXTS)
def test_no_text_makes_reading_fail_and_none_of_it_is_lost(typed: str) -> None:
    """Save for refused links, and what joined them to the rest, every word stays; a noted day is never ahead."""
    text = clean(typed)
    found = read_evidence(text, TODAY)
    condition_kinds(text)
    refused = [link.typed for link in find_links(text) if link.problem]
    if not refused:
        assert found.resolution == text
    elif found.resolution:
        left = text
        for link in refused:
            left = left.replace(link, " ", 1)
        joining = {"und", "vom"}
        assert {word.strip(",;.:()") for word in left.split()} - joining <= {
            word.strip(",;.:()") for word in found.resolution.split()
        } | {""}
    assert found.resolved_on is None or found.resolved_on <= TODAY
    assert not found.link or found.link.startswith(("http://", "https://"))
