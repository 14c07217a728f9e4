"""A table in the chat: what is shown of it, and that only what was shown is taken, once, by the office."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from handlers.ledger_imports import MOST_TAKEN, SHOWN, import_pledges
from handlers.messages import FileProblem, Incoming, IncomingFile, Kind, Message
from handlers.turn import Turn
from storage.files import StoredFile
from storage.ledger import propose
from storage.member_files import import_members
from storage.pledges import Line, Offer, PledgeEntry, Programme, TargetGroup
from storage.standings import standing
from storage.totals import pending
from tests.handlers.conftest import MONDAY, TurnOf

HEADING = "ags,programme,target_group,places,valid_from"


@pytest.fixture
def office(session: Session, turn_of: TurnOf) -> Turn:
    """Give a turn of the office's in a network with many more members."""
    import_members(
        session, "\n".join(["ags,name", *(f"06{number:06d},Ort {number}" for number in range(1100))]).encode()
    )
    return turn_of(label="Koordinierungsstelle")


def rows(count: int, places: str = "20") -> bytes:
    """Write a table of so many reports."""
    return "\n".join([HEADING, *(f"06{number:06d},nest,UMF,{places},2021-09-01" for number in range(count))]).encode()


def sent(turn: Turn, content: bytes | None, problem: FileProblem | None = None) -> Message:
    """Let the office send a file; gives the answer."""
    file = IncomingFile("zusagen.csv", "text/csv", 1, "1")
    incoming = Incoming(
        "matrix", "$1", "a", "c", direct=True, kind=Kind.FILE, file=file, content=content, problem=problem
    )
    (reply,) = import_pledges(replace(turn, incoming=incoming), "")
    return reply.message


def pressed(turn: Turn, message: Message, place: int = 0) -> Sequence[Message]:
    """Let somebody press a button below a preview; gives the answers."""
    value = message.choices[place].value
    return [reply.message for reply in import_pledges(turn, value.removeprefix("/zusagen import "))]


def kept(session: Session) -> int:
    """Count the files that are kept."""
    return len(session.exec(select(StoredFile.id)).all())


@pytest.mark.parametrize("count", [1, SHOWN, SHOWN + 1, MOST_TAKEN, MOST_TAKEN + 1])
def test_what_is_more_than_can_be_read_is_in_a_table(session: Session, office: Turn, count: int) -> None:
    """Up to 15 changes are said, all are in the file of more; what would take too long is for the command line."""
    message = sent(office, rows(count))
    assert message.text.count("\n- Zeile") == min(count, SHOWN)
    if count > SHOWN:
        assert message.attachment is not None
        lines = list(csv.reader(io.StringIO(message.attachment.content.decode("utf-8-sig")), delimiter=";"))
        assert [line[0] for line in lines[1:]] == [str(row) for row in range(2, count + 2)]
    else:
        assert message.attachment is None
    assert len(message.choices) == (2 if count <= MOST_TAKEN else 0)
    assert kept(session) == (1 if count <= MOST_TAKEN else 0)


def test_what_was_shown_is_taken_once(session: Session, office: Turn) -> None:
    """Then each report waits, the file is gone, and a second press of the same button says so."""
    message = sent(office, rows(3))
    taken = pressed(office, message)
    assert "3 Meldungen sind angekommen" in taken[0].text
    assert "niemanden sonst" in taken[0].text
    assert [entry.places for entry, _ in pending(session)] == [20] * 3
    assert kept(session) == 0
    assert "nicht mehr" in pressed(office, message)[0].text
    assert len(pending(session)) == 3


def test_what_has_changed_meanwhile_is_shown_anew(session: Session, office: Turn, turn_of: TurnOf) -> None:
    """Whatever somebody reports between preview and yes: nothing is taken before the new preview has its yes."""
    message = sent(office, rows(2))
    line = Line("05315000", Programme.NEST, TargetGroup.EVERYONE)
    propose(session, standing(session, line), Offer(5, office.today), turn_of(label="Köln").sender_id, MONDAY)
    (again,) = pressed(office, message)
    assert again.text.startswith("Inzwischen hat sich")
    assert len(pending(session)) == 1
    assert "2 Meldungen sind angekommen" in pressed(office, again)[0].text


def test_a_table_with_faults_offers_nothing_and_is_not_kept(session: Session, office: Turn) -> None:
    """All or nothing."""
    message = sent(office, rows(2) + b"\nX,nest,UMF,20,2021-09-01")
    assert message.choices == ()
    assert kept(session) == 0
    assert not session.exec(select(PledgeEntry)).all()


def test_a_discarded_table_is_forgotten(session: Session, office: Turn) -> None:
    """Nothing of it is reported, nor kept."""
    (answer,) = pressed(office, sent(office, rows(2)), 1)
    assert (answer.text, kept(session)) == (office.wording("ledger-dropped"), 0)


@pytest.mark.parametrize("typed", ["1 0123456789abcdef 0", "999 0123456789abcdef 0", "1 0123456789abcdef verwerfen"])
def test_a_button_that_was_made_up_does_nothing(session: Session, office: Turn, typed: str) -> None:
    """Whoever does not know what is in a file can neither take nor delete it."""
    sent(office, rows(2))
    (answer,) = import_pledges(office, typed)
    assert answer.message.text == office.wording("ledger-file-gone")
    assert kept(session) == 1


@pytest.mark.parametrize("problem", list(FileProblem), ids=str)
def test_a_file_that_did_not_come_is_said(office: Turn, problem: FileProblem) -> None:
    """Too large, gone, or out of reach, as for any file."""
    assert sent(office, None, problem).text == office.wording(f"file-{problem}")
