"""GV100AD, the statistical offices' register: names and inhabitants of the municipalities that are known."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from storage.database import Database
from storage.member_files import MemberFileError, import_members, take_members
from storage.municipalities import Municipality
from storage.municipality_register import is_register, read_register

MEMBERS = """ags,name,population
05315000,Köln,5
15002000,Halle in Sachsen-Anhalt,
03241,Hannover,
03241001,Hannover,
""".encode()


def line(kind: int, ags: str, name: str, inhabitants: object = "") -> str:
    """Write a line as the register has it; inhabitants only for a municipality."""
    begun = f"{kind}20211231{ags:<8}{'0000':<4}{name:<50}"
    return f"{begun}{'':<56}{0:011d}{inhabitants:0>11}" if inhabitants != "" else begun


REGISTER = "\n".join(
    [
        line(10, "05", "Nordrhein-Westfalen"),
        line(40, "03241", "Region Hannover"),
        line(50, "03241", "Region Hannover, Verband"),
        line(60, "03241001", "Hannover, Landeshauptstadt", 535932),
        line(60, "03241002", "Barsinghausen, Stadt", 34000),
        line(60, "05315000", "Köln, Stadt", 1073096),
        line(60, "15002000", "Halle (Saale), Stadt", 238061),
        line(60, "01001000", "Flensburg, Stadt", 91113),
    ]
)


def places(session: Session) -> dict[str, tuple[str, int | None]]:
    """Give names and inhabitants by keys."""
    return {ags: (place.name, place.population) for ags in KEYS if (place := session.get(Municipality, ags))}


KEYS = ("05315000", "15002000", "03241", "03241001", "01001000")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_the_known_are_named_and_counted(sqlite_database: Database, encoding: str, end: str) -> None:
    """A name that says the same stays, another comes without its designation; a Kreis has its municipalities' sum."""
    content = REGISTER.replace("\n", end).encode(encoding)
    assert is_register(content)
    with sqlite_database.transaction() as session:
        import_members(session, MEMBERS)
        read = read_register(session, content)
        assert (read.others, len(read.changes)) == (2, 4)
        take_members(session, read.changes)
        assert places(session) == {
            "05315000": ("Köln", 1073096),
            "15002000": ("Halle (Saale)", 238061),
            "03241": ("Region Hannover", 569932),
            "03241001": ("Hannover", 535932),
        }
        assert read_register(session, content).changes == []


@pytest.mark.parametrize(
    "wrong",
    [
        line(60, "99315000", "Nirgends", 5),
        line(60, "0531500", "Köln", 5),
        line(60, "05315000", "Köln", "viele"),
        line(60, "05315000", "Köln"),
        "ags,name",
        "\x00",
    ],
    ids=["no Land", "short key", "no number", "cut off", "a table", "no text"],
)
def test_a_fault_is_named_by_its_line(sqlite_database: Database, wrong: str) -> None:
    """And nothing is taken."""
    with sqlite_database.transaction() as session:
        import_members(session, MEMBERS)
        with pytest.raises(MemberFileError) as raised:
            read_register(session, f"{REGISTER}\n{wrong}\n".encode())
        assert [fault.row for fault in raised.value.faults] == [9]


@pytest.mark.parametrize("content", [MEMBERS, b"", b"PK\x03\x04", b"60", b"6020211231"])
def test_another_file_is_no_register(content: bytes) -> None:
    """Tables and workbooks are told apart by how a file begins."""
    assert not is_register(content)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_garbage_is_refused_by_line(sqlite_database: Database, content: bytes) -> None:
    """Whatever stands behind a good line: changes or faults, never anything else."""
    with sqlite_database.transaction() as session:
        try:
            found = read_register(session, REGISTER.encode() + b"\n" + content).changes
        except MemberFileError as error:
            found = []
            rows = [fault.row for fault in error.faults]
            assert rows == sorted(rows)
            assert min(rows, default=9) > 8
        assert not found
