"""The ledger cannot be changed unnoticed: not by an entry, not as a whole, and not behind what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.database import Database
from storage.files import keep
from storage.ledger import decide, propose, withdraw
from storage.ledger_chain import FIRST, broken_at
from storage.ledger_check import check_ledger
from storage.ledger_seals import BrokenSeal, SealFault, broken_seals, newest_seal, seal
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.storage.tampering import tamper, write_anew

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
TODAY = date(2021, 7, 1)
KEY = "ein Schlüssel, den niemand kennt"
LINE = Line("05711000", Programme.NEST, TargetGroup.EVERYONE)
OTHER = Line("12054000", Programme.LAND, TargetGroup.VULNERABLE)
OFFER = Offer(20, TODAY, date(2021, 12, 31), "Ratsbeschluss 12/2021")

EXCHANGED = "UPDATE stored_file SET content = (SELECT content FROM stored_file WHERE id = 2) WHERE id = 1"

TAMPERINGS = {
    "changed": ("UPDATE pledge_entry SET places = 200 WHERE id = 2", 2),
    "backdated": ("UPDATE pledge_entry SET recorded_at = '2021-06-01 09:00:00' WHERE id = 1", 1),
    "its reason changed": ("UPDATE pledge_entry SET reason = 'anders' WHERE id = 3", 3),
    "removed": ("DELETE FROM pledge_entry WHERE id = 2", 3),
    "its first removed": ("DELETE FROM pledge_entry WHERE id = 1", 2),
    "added": (
        (
            "INSERT INTO pledge_entry (id, ags, programme, target_group, version, state, effective, places, valid_from,"
            " resolution, paper, link, condition, condition_kinds, base, actor_id, reason, recorded_at, digest)"
            " SELECT 99, ags, programme, target_group, 99, state, effective, places, valid_from, resolution, paper,"
            " link, condition, condition_kinds, base, actor_id, reason, recorded_at, digest FROM pledge_entry"
            " WHERE id = 4"
        ),
        99,
    ),
    "reordered": (
        (
            "UPDATE pledge_entry SET id = 98 WHERE id = 2; UPDATE pledge_entry SET id = 2 WHERE id = 3;"
            " UPDATE pledge_entry SET id = 3 WHERE id = 98"
        ),
        2,
    ),
}


@pytest.fixture
def written(database: Database, municipalities: dict[str, str], people: dict[str, int]) -> Database:
    """Give a ledger of five entries on two lines: reported, confirmed, rejected, and one withdrawn."""
    assert municipalities
    contact, office = people["Ansprechperson Bielefeld"], people["Koordinierungsstelle"]
    with database.transaction() as session:
        entry = propose(session, standing(session, LINE), OFFER, contact, NOW)
        decide(session, entry, PledgeState.CONFIRMED, office, NOW)
        entry = propose(session, standing(session, OTHER), OFFER, contact, NOW)
        decide(session, entry, PledgeState.REJECTED, office, NOW, reason="Beschluss fehlt")
        withdraw(session, standing(session, LINE), contact, NOW, TODAY)
    return database


def sealed(database: Database, key: str = KEY, now: datetime = NOW) -> None:
    """Seal a ledger."""
    with database.transaction() as session:
        seal(session, key, now)


def fault(database: Database, key: str = KEY) -> tuple[int, SealFault] | None:
    """Give the first seal that does not fit, by how far it reaches, and why."""
    with database.transaction() as session:
        found: BrokenSeal | None = next(broken_seals(session, key), None)
        return (found.seal.through, found.fault) if found else None


def test_a_ledger_that_nobody_touched_is_whole(written: Database) -> None:
    """All entries are counted, the newest digest is named, and with seals or without there is nothing to say."""
    report = check_ledger(written, KEY)
    assert report.is_whole
    assert (report.chain.entries, report.chain.through, report.seal) == (5, 5, None)
    assert report.chain.head != FIRST
    sealed(written)
    report = check_ledger(written, KEY)
    assert report.is_whole
    assert report.seal is not None
    assert (report.seal.through, report.seal.head, report.seal.sealed_at) == (5, report.chain.head, NOW)


def test_an_empty_ledger_is_whole(database: Database) -> None:
    """Where nothing was ever reported there is nothing to seal, and nothing wrong."""
    sealed(database)
    report = check_ledger(database, KEY)
    assert (report.is_whole, report.chain.entries, report.seal) == (True, 0, None)


@pytest.mark.parametrize(("statements", "number"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_past_that_was_changed_breaks_the_chain(written: Database, statements: str, number: int) -> None:
    """An entry changed, backdated, removed, added or moved is found, and the first that does not fit is named."""
    tamper(written, *statements.split(";"))
    with written.transaction() as session:
        assert broken_at(session) == number
    report = check_ledger(written, "")
    assert not report.is_whole
    assert report.chain.broken_at == number


@pytest.mark.parametrize("statement", ["DELETE FROM stored_file", EXCHANGED], ids=["removed", "changed"])
def test_evidence_that_was_exchanged_breaks_the_chain(
    database: Database, municipalities: dict[str, str], people: dict[str, int], statement: str
) -> None:
    """A report's file counts by its content: another one in its place, or none, is found."""
    assert municipalities
    with database.transaction() as session:
        file = keep(session, "beschluss.pdf", "application/pdf", b"%PDF-1.7 wir nehmen auf", NOW)
        keep(session, "anderer.pdf", "application/pdf", b"%PDF-1.7 wir nehmen nicht auf", NOW)
        offer = Offer(20, TODAY, file_id=file.id)
        propose(session, standing(session, LINE), offer, people["Ansprechperson Bielefeld"], NOW)
    assert check_ledger(database, "").is_whole
    tamper(database, statement)
    assert check_ledger(database, "").chain.broken_at == 1


def test_a_ledger_written_anew_is_shown_by_its_seal(written: Database) -> None:
    """Whoever changes an entry and computes all digests anew makes a whole chain, but not the seal."""
    sealed(written)
    tamper(written, "UPDATE pledge_entry SET reason = 'geändert' WHERE id = 4")
    write_anew(written)
    report = check_ledger(written, KEY)
    assert report.chain.broken_at is None
    assert fault(written) == (5, SealFault.REWRITTEN)
    assert not report.is_whole
    assert fault(written, key="") == (5, SealFault.REWRITTEN), "also whoever has no key sees that"


def test_a_cut_off_end_is_shown_by_its_seal(written: Database) -> None:
    """Entries that were removed from the end leave a whole chain, and a seal without its entry."""
    sealed(written)
    tamper(written, "DELETE FROM pledge_entry WHERE id >= 4")
    with written.transaction() as session:
        assert broken_at(session) is None
    assert fault(written) == (5, SealFault.CUT_OFF)


def test_a_seal_cannot_be_made_without_the_key(written: Database) -> None:
    """Whoever writes the ledger and its seal anew lacks the key; so does whoever moves a seal to another entry."""
    sealed(written, key="ein anderer Schlüssel")
    assert fault(written) == (5, SealFault.FORGED)
    assert fault(written, key="ein anderer Schlüssel") is None
    tamper(written, "UPDATE ledger_seal SET through = 4, head = (SELECT digest FROM pledge_entry WHERE id = 4)")
    assert fault(written, key="ein anderer Schlüssel") == (4, SealFault.FORGED)


def test_a_ledger_is_sealed_again_once_it_has_grown(written: Database, people: dict[str, int]) -> None:
    """Nothing new, no seal; after a new entry one more, and both are held against the ledger."""
    sealed(written)
    with written.transaction() as session:
        assert seal(session, KEY, NOW + timedelta(days=1)) is None
        propose(session, standing(session, OTHER), OFFER, people["Ansprechperson Potsdam"], NOW)
    sealed(written, now=NOW + timedelta(days=2))
    with written.transaction() as session:
        newest = newest_seal(session)
    assert newest is not None
    assert newest.through == 6
    tamper(written, "UPDATE ledger_seal SET head = 'x' WHERE through = 5")
    assert fault(written) == (5, SealFault.FORGED)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pledge_span SET places = 2000 WHERE entry_id = 2",
        "DELETE FROM pledge_span WHERE entry_id = 2",
        "UPDATE pledge_span SET known_until = 5 WHERE entry_id = 1",
    ],
    ids=["more places", "left out", "known longer"],
)
def test_totals_that_are_not_what_was_written_are_found(written: Database, statement: str) -> None:
    """What counts on which day follows from the ledger alone; where it does not, the line is named."""
    tamper(written, statement)
    report = check_ledger(written, KEY)
    assert report.chain.broken_at is None
    assert (report.is_whole, report.wrong_line) == (False, LINE)


def test_totals_nobody_wrote_anything_of_are_found(written: Database) -> None:
    """Places on a line on which nothing was ever reported are wrong, too."""
    tamper(
        written,
        "INSERT INTO pledge_span (id, entry_id, ags, land, programme, target_group, places, valid_from, valid_until,"
        " pending, lapses, known_from, known_until) SELECT 99, entry_id, '05515000', land, programme, target_group,"
        " places, valid_from, valid_until, pending, lapses, known_from, known_until FROM pledge_span WHERE entry_id = 2"
        " AND known_until < 100",
    )
    wrong = check_ledger(written, KEY).wrong_line
    assert wrong is not None
    assert wrong.ags == "05515000"
