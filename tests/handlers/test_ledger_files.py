"""Pledges as tables: out and back without a change, whatever spreadsheets make of them, and every fault by its row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlmodel import Session

from handlers import ledger_exports
from handlers.ledger_files import Preview, TableFormat, fault_words, ledger_file, preview, preview_file
from handlers.ledger_rows import EARLIEST
from handlers.problems import Problem
from handlers.spreadsheets import bare, shielded
from handlers.turn import Turn
from handlers.typed import clean
from handlers.wording import Wording
from storage.ledger import add_evidence, decide, propose
from storage.member_files import import_members
from storage.municipalities import Land
from storage.persons import Language
from storage.pledge_files import COLUMNS, held_offers, take_changes
from storage.pledges import MAX_PLACES, ConditionKind, Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing
from storage.totals import pending
from tests.handlers.conftest import MONDAY, TurnOf
from tests.handlers.spreadsheets import saved

TODAY = date(2021, 7, 5)
KOELN, BIELEFELD, KIEL = "05315000", "05711000", "01002000"
PLACES = [KOELN, BIELEFELD, KIEL, "11000000", "12054000"]
WORDING = Wording(Language.GERMAN, ZoneInfo("Europe/Berlin"), TODAY)
HEADING = ["ags", "programme", "target_group", "places", "valid_from", "valid_until"]
ROW = [KOELN, "nest", "everyone", "20", "2021-09-01", "2021-12-31"]


@pytest.fixture
def office(turn_of: TurnOf) -> Turn:
    """Give a turn of somebody in the office, who imports."""
    return turn_of(label="Koordinierungsstelle")


def text(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Write rows as a CSV file."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def faults(shown: Preview) -> list[tuple[int, str]]:
    """Give the faults by their rows, each as somebody reads it."""
    return [(fault.row, fault_words(WORDING, fault)) for fault in shown.faults]


WORDS = st.text(st.characters(codec="utf-8"), max_size=20).map(clean) | st.sampled_from(
    ["=HYPERLINK(1)", "+1", "-1", "@x", "'", "'=", "''x", "-", "„Beschluss“; Nr. 1, ja", "1234", "0012", '"']
)
DAYS = st.dates(date(2021, 7, 5), date(2090, 1, 1))


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Draw an offer with all that a table says of it."""
    start, end = draw(DAYS), draw(st.none() | DAYS)
    return Offer(
        places=draw(st.integers(1, MAX_PLACES)),
        valid_from=start,
        valid_until=None if end is None else max(start, end),
        resolution=draw(WORDS),
        condition=draw(WORDS),
        resolved_on=draw(st.none() | st.dates(EARLIEST, TODAY)),
        paper=draw(WORDS),
        link=draw(st.sampled_from(["", "https://example.org/vorlage?id=1&x=2"])),
        condition_kinds=tuple(draw(st.lists(st.sampled_from(ConditionKind), unique=True))),
    )


LINES = st.builds(Line, st.sampled_from(PLACES), st.sampled_from(Programme), st.sampled_from(TargetGroup))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LINES, offers(), st.booleans()), min_size=1, max_size=6))
def test_what_was_exported_changes_nothing(
    session: Session, turn_of: TurnOf, reports: list[tuple[Line, Offer, bool]]
) -> None:
    """Whatever stands and waits, with any words in it: the table that says so, read back, makes no report."""
    with session.begin_nested() as nested:
        reporter, decider = (turn_of(label=label).sender_id for label in ("Ansprechperson", "Koordinierungsstelle"))
        for line, offer, confirmed in reports:
            entry = propose(session, standing(session, line), offer, reporter, MONDAY)
            if confirmed:
                decide(session, entry, PledgeState.CONFIRMED, decider, MONDAY)
        held = held_offers(session, TODAY)
        shown = preview(session, ledger_file(TableFormat.CSV, held), TODAY)
        assert (faults(shown), list(shown.changes), shown.same, shown.count) == ([], [], len(held), len(held))
        nested.rollback()


@given(WORDS)
def test_no_text_is_a_formula_and_none_is_lost(words: str) -> None:
    """Shielded, a text begins as no formula does, and comes back as it was."""
    assert not shielded(words).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert bare(shielded(words)) == words


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda said: f"{','.join(HEADING)}\n{said}".encode()))
def test_garbage_is_refused_with_a_sentence(session: Session, content: bytes) -> None:
    """Any bytes: something about the file as a whole, or faults by their rows; never anything else."""
    assert all(said_of(session, content))


def said_of(session: Session, content: bytes) -> list[str]:
    """Give what is said of a table in which nothing can be right."""
    try:
        shown = preview(session, content, TODAY)
    except Problem as problem:
        return [WORDING.problem(problem)]
    assert not shown.changes
    assert len({fault.row for fault in shown.faults}) == shown.count
    return [said for _, said in faults(shown)]


@pytest.mark.parametrize("content", [b"PK\x03\x04garbage", b"%PDF-1.4", b"\x89PNG\r\n", b"", b"\0\0", b"\xff\xfe\0"])
def test_what_is_no_table_is_refused(session: Session, content: bytes) -> None:
    """A damaged workbook, a PDF, a picture, nothing at all."""
    with pytest.raises(Problem) as raised:
        preview(session, content, TODAY)
    assert WORDING.problem(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_any_spreadsheets_csv_is_read(session: Session, encoding: str, delimiter: str) -> None:
    """Windows-1252 as German spreadsheets write it, byte order marks, and whatever separates."""
    rows = [["ags", "municipality", *HEADING[1:], "resolution"], [KOELN, "Köln", *ROW[1:], "Beschluß, für „alle“"]]
    shown = preview(session, text(*rows, delimiter=delimiter, encoding=encoding), TODAY)
    assert faults(shown) == []
    assert [change.offer.resolution for change in shown.changes] == ["Beschluß, für „alle“"]


@pytest.mark.parametrize(
    ("column", "typed", "name", "read"),
    [
        ("ags", "5315000", "line", KOELN),
        ("ags", "05 315 000", "line", KOELN),
        ("places", "zwanzig", "places", 20),
        ("places", "1.200", "places", 1200),
        ("valid_from", "01.09.2021", "valid_from", date(2021, 9, 1)),
        ("valid_from", "1. September 2021", "valid_from", date(2021, 9, 1)),
        ("valid_from", "44440", "valid_from", date(2021, 9, 1)),
        ("valid_until", "", "valid_until", None),
        ("programme", "Landesaufnahmeprogramm", "line", "land"),
        ("target_group", "UMF", "line", "unaccompanied_minors"),
    ],
)
def test_cells_are_read_as_people_write_them(
    session: Session, column: str, typed: str, name: str, read: object
) -> None:
    """Days as text and as a spreadsheet's number, keys without their leading 0, names of programmes and groups."""
    cells = dict(zip(HEADING, ROW, strict=True)) | {column: typed}
    (change,) = preview(session, text(HEADING, list(cells.values())), TODAY).changes
    found = getattr(change.seen.line, column) if name == "line" else getattr(change.offer, name)
    assert found == read


@pytest.mark.parametrize(
    ("column", "typed", "key"),
    [
        ("ags", "53150", "ledger-ags"),
        ("ags", "99315000", "ledger-ags"),
        ("ags", "05315999", "ledger-ags-unknown"),
        ("programme", "NESTO", "ledger-value"),
        ("target_group", "", "ledger-value"),
        ("places", "0", "ledger-places"),
        ("places", "+5", "ledger-places"),
        ("places", "100001", "ledger-places"),
        ("valid_from", "", "ledger-day"),
        ("valid_from", "1.9.", "ledger-day"),
        ("valid_from", "31.02.2021", "date-does-not-exist"),
        ("valid_until", "2021-08-31", "ledger-end-before-start"),
        ("valid_until", "9999-12-31", "ledger-far"),
        ("places", "=1+1", "ledger-formula"),
    ],
)
def test_a_fault_names_its_row(session: Session, column: str, typed: str, key: str) -> None:
    """The row that a spreadsheet shows, an empty one counted, and nothing of the table is a report."""
    cells = dict(zip(HEADING, ROW, strict=True)) | {column: typed}
    shown = preview(session, text(HEADING, [], list(cells.values())), TODAY)
    assert [(fault.row, fault.problem.key) for fault in shown.faults] == [(3, key)]
    assert not shown.changes


@pytest.mark.parametrize(
    "heading",
    [["ags", "places"], [*HEADING, "platz"], [*HEADING, "places"], []],
    ids=["missing", "strange", "twice", "empty"],
)
def test_a_wrong_heading_is_refused(session: Session, heading: list[str]) -> None:
    """A column that is missing, unknown or there twice would make other reports than somebody means."""
    with pytest.raises(Problem, match="ledger-"):
        preview(session, text(heading, ROW) if heading else b"\n", TODAY)


def test_ten_thousand_rows_show_exactly_their_faults(session: Session) -> None:
    """10,000 rows with 37 faults: exactly these 37 by their rows, and all changes, in the file with the answer, too."""
    places = [f"05{number:06d}" for number in range(10_000)]
    import_members(session, text(["ags", "name"], *([ags, f"Ort {ags}"] for ags in places)))
    wrong = [row for row in range(2, 10_002) if row % 271 == 5]
    rows = [[ags, *ROW[1:3], "0" if row in wrong else "20", *ROW[4:]] for row, ags in enumerate(places, start=2)]
    shown = preview(session, text(HEADING, *rows), TODAY)
    assert [fault.row for fault in shown.faults] == wrong
    assert (len(wrong), len(shown.changes)) == (37, 10_000 - 37)
    said = list(csv.reader(io.StringIO(preview_file(WORDING, shown).decode("utf-8-sig")), delimiter=";"))
    assert [int(row) for row, kind, _ in said if kind == "Fehler"] == wrong
    assert len(said) == 1 + 10_000


def book() -> Workbook:
    """Make a workbook as people do: days as days, as text and as numbers, numbers as text, empty rows."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEADING)
    sheet.append([5315000, "nest", "everyone", 20, datetime(2021, 9, 1), "31.12.2021"])  # noqa: DTZ001 - as a cell has it
    sheet.append([])
    sheet.append([BIELEFELD, "nest", "everyone", "12", 44440, None])
    sheet.append([KIEL, "nest", "everyone", 5.0, "2021-09-01", date(2021, 12, 31)])
    return made


def test_a_workbook_is_read(session: Session) -> None:
    """Whatever kind of cell holds a day or a number."""
    shown = preview(session, saved(book()), TODAY)
    assert faults(shown) == []
    said = [
        (change.row, change.offer.places, change.offer.valid_from, change.offer.valid_until) for change in shown.changes
    ]
    start, end = date(2021, 9, 1), date(2021, 12, 31)
    assert said == [(2, 20, start, end), (4, 12, start, None), (5, 5, start, end)]


def test_a_workbooks_formulas_errors_and_merged_cells_are_faults(session: Session) -> None:
    """Nothing is computed, and nothing is guessed: each is named by its row."""
    made = book()
    sheet = made.active
    assert sheet is not None
    sheet["D2"] = '=HYPERLINK("https://example.org","20")'
    sheet["D4"] = "#N/A"
    sheet.merge_cells("E5:F5")
    shown = preview(session, saved(made), TODAY)
    assert [(fault.row, fault.problem.key) for fault in shown.faults] == [
        (2, "ledger-formula"),
        (4, "ledger-error"),
        (5, "ledger-merged"),
    ]


def test_a_workbook_that_was_exported_changes_nothing(session: Session, office: Turn) -> None:
    """A text like a formula is one there, too, and comes back; what was handed in later is in it."""
    line = Line(KOELN, Programme.NEST, TargetGroup.EVERYONE)
    offer = Offer(20, TODAY, condition="=1+1", resolution="'Beschluss")
    entry = propose(session, standing(session, line), offer, office.sender_id, MONDAY)
    evidence = Offer(20, TODAY, paper="-9123/2014")
    add_evidence(session, standing(session, line), entry, evidence, office.sender_id, MONDAY)
    shown = preview(session, ledger_file(TableFormat.XLSX, held_offers(session, TODAY)), TODAY)
    assert (faults(shown), list(shown.changes), shown.same) == ([], [], 1)


def test_rows_become_reports_that_wait(session: Session, office: Turn) -> None:
    """None of them counts yet; what the table does not name stays as it is, and read again it changes nothing."""
    line = Line(KOELN, Programme.NEST, TargetGroup.EVERYONE)
    before = Offer(10, TODAY, resolution="Ratsbeschluss", condition="keine Anrechnung")
    entry = propose(session, standing(session, line), before, office.sender_id, MONDAY)
    table = text(HEADING, ROW, [BIELEFELD, *ROW[1:]])
    shown = preview(session, table, TODAY)
    assert [(change.row, change.instead) for change in shown.changes] == [(2, before), (3, None)]
    taken = take_changes(session, shown.changes, office.sender_id, MONDAY)
    assert [each.state for each in taken] == [PledgeState.PROPOSED] * 2
    assert [(each.ags, each.places, each.resolution) for each, _ in pending(session)] == [
        (KOELN, 20, "Ratsbeschluss"),
        (BIELEFELD, 20, ""),
    ]
    assert entry.id not in {each.id for each, _ in pending(session)}
    again = preview(session, table, TODAY)
    assert (list(again.changes), again.same) == ([], 2)


def test_a_land_gets_its_own_lines(session: Session, office: Turn) -> None:
    """Whoever coordinates a Land exports what belongs to it."""
    for ags in (KOELN, KIEL):
        line = Line(ags, Programme.NEST, TargetGroup.EVERYONE)
        propose(session, standing(session, line), Offer(5, TODAY), office.sender_id, MONDAY)
    from_kiel = ledger_file(TableFormat.CSV, held_offers(session, TODAY, lands={Land.SH}))
    rows = list(csv.DictReader(io.StringIO(from_kiel.decode("utf-8-sig")), delimiter=";"))
    assert ([row["ags"] for row in rows], tuple(rows[0])) == ([KIEL], COLUMNS)


def test_what_would_keep_others_waiting_is_for_the_command_line(office: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat gives a table of some thousand lines; of none there is none."""
    monkeypatch.setattr(ledger_exports, "MOST_LINES", 1)
    said = []
    for ags in (None, KOELN, KIEL):
        if ags:
            line = Line(ags, Programme.NEST, TargetGroup.EVERYONE)
            propose(office.session, standing(office.session, line), Offer(5, TODAY), office.sender_id, MONDAY)
        (reply,) = ledger_exports.export(office, "csv")
        said.append((reply.message.attachment is not None, reply.message.text.split(".")[0]))
    assert said == [
        (False, "Es gibt keine Zusagen und keine Meldungen, also auch keine Tabelle"),
        (True, "Eine Zeile mit dem, was gilt und was wartet"),
        (False, "Das sind mehr als 1 Zeilen"),
    ]
