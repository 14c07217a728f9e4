"""The pledge ledger: nothing is overwritten, nobody decides on their own report, no two people collide unnoticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from storage.database import Database
from storage.ledger import ChangedMeanwhileError, OwnReportError, decide, propose, withdraw
from storage.municipalities import Land
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup, line_of
from storage.standings import Standing, previous_in_force, standing, standings
from storage.totals import pending

pytestmark = pytest.mark.usefixtures("municipalities")

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
TODAY = date(2021, 7, 1)
LINE = Line("05711000", Programme.GREEK_CAMPS, TargetGroup.UNACCOMPANIED_MINORS)
OFFER = Offer(20, date(2021, 6, 1), date(2021, 12, 31), "Ratsbeschluss 12/2021", "nur mit Zustimmung des Landes")
LATER = Offer(30, date(2021, 12, 1))


@pytest.fixture
def contact(people: dict[str, int]) -> int:
    """Give who reports for Bielefeld."""
    return people["Ansprechperson Bielefeld"]


@pytest.fixture
def deputy(people: dict[str, int]) -> int:
    """Give the colleague of who reports."""
    return people["Vertretung Bielefeld"]


@pytest.fixture
def coordinator(people: dict[str, int]) -> int:
    """Give who decides."""
    return people["Koordinierungsstelle"]


def report(database: Database, actor: int, offer: Offer = OFFER, line: Line = LINE) -> PledgeEntry:
    """Report an offer on a line as it stands."""
    with database.transaction() as session:
        return propose(session, standing(session, line), offer, actor, NOW)


def confirm(database: Database, entry: PledgeEntry, actor: int) -> PledgeEntry:
    """Confirm an entry."""
    with database.transaction() as session:
        return decide(session, entry, PledgeState.CONFIRMED, actor, NOW)


def look(database: Database, line: Line = LINE) -> Standing:
    """Look up how a line stands."""
    with database.transaction() as session:
        return standing(session, line)


def chain(session: Session) -> list[tuple[int, str, bool, int]]:
    """List all entries as version, state, whether effective, and places."""
    entries = session.exec(select(PledgeEntry).order_by(PledgeEntry.id)).all()
    return [(each.version, each.state.value, each.effective, each.places) for each in entries]


def test_an_unwritten_line_stands_at_version_0(database: Database) -> None:
    """Where nobody has reported anything, nothing counts, nothing waits, and the first entry goes on from 0."""
    assert look(database) == Standing(LINE, in_force=None, reports=(), version=0)


def test_a_report_waits(database: Database, contact: int) -> None:
    """A reported offer is kept in full, waits for confirmation, and does not count yet."""
    entry = report(database, contact)
    stands = look(database)
    assert stands.in_force is None
    assert stands.pending is not None
    assert stands.version == stands.pending.version == 1
    kept = stands.pending
    assert Offer(kept.places, kept.valid_from, kept.valid_until, kept.resolution, kept.condition) == OFFER
    assert (kept.id, kept.actor_id, kept.recorded_at, kept.effective) == (entry.id, contact, NOW, False)
    assert line_of(kept) == LINE


def test_a_confirmed_report_counts(database: Database, contact: int, coordinator: int) -> None:
    """A confirmation carries the whole offer over, counts from then on, and nothing waits any more."""
    confirm(database, report(database, contact), coordinator)
    stands = look(database)
    assert stands.pending is None
    assert stands.in_force is not None
    kept = stands.in_force
    assert (kept.version, kept.state, kept.effective) == (2, PledgeState.CONFIRMED, True)
    assert Offer(kept.places, kept.valid_from, kept.valid_until, kept.resolution, kept.condition) == OFFER
    assert kept.actor_id == coordinator


def test_a_rejected_report_counts_for_nothing(database: Database, contact: int, coordinator: int) -> None:
    """A rejection keeps its reason; what counted before goes on counting, and nothing waits any more."""
    confirmed = confirm(database, report(database, contact), coordinator)
    entry = report(database, contact, LATER)
    with database.transaction() as session:
        rejected = decide(session, entry, PledgeState.REJECTED, coordinator, NOW, reason="Beschluss fehlt")
    stands = look(database)
    assert (rejected.reason, rejected.effective) == ("Beschluss fehlt", False)
    assert stands.pending is None
    assert stands.in_force is not None
    assert (stands.in_force.id, stands.version) == (confirmed.id, 4)


def test_a_new_report_waits_beside_what_counts(database: Database, contact: int, coordinator: int) -> None:
    """Until a change is confirmed, the offer of before counts."""
    confirm(database, report(database, contact), coordinator)
    report(database, contact, LATER)
    stands = look(database)
    assert stands.in_force is not None
    assert stands.pending is not None
    assert (stands.in_force.places, stands.pending.places) == (20, 30)


def test_a_newer_report_replaces_a_waiting_one(database: Database, contact: int, deputy: int, coordinator: int) -> None:
    """When two reports follow each other, the newer one waits and the older can no longer be confirmed."""
    older = report(database, contact)
    newer = report(database, deputy, LATER)
    stands = look(database)
    assert stands.pending is not None
    assert stands.pending.id == newer.id
    with pytest.raises(ChangedMeanwhileError):
        confirm(database, older, coordinator)
    confirm(database, newer, coordinator)


def contradict(database: Database, contact: int, deputy: int) -> tuple[PledgeEntry, PledgeEntry]:
    """Let two colleagues report differently, neither having seen the other's report."""
    seen = look(database)
    first = report(database, contact)
    with database.transaction() as session:
        return first, propose(session, seen, LATER, deputy, NOW)


def test_two_reports_from_one_view_contradict_each_other(
    database: Database, contact: int, deputy: int, coordinator: int
) -> None:
    """Two colleagues who had not seen each other's reports both keep them; confirming one rejects the other."""
    first, second = contradict(database, contact, deputy)
    assert [each.id for each in look(database).reports] == [first.id, second.id]
    confirm(database, first, coordinator)
    stands = look(database)
    assert (stands.reports, stands.in_force and stands.in_force.places) == ((), 20)
    with pytest.raises(ChangedMeanwhileError):
        confirm(database, second, coordinator)
    with database.transaction() as session:
        assert chain(session)[2:] == [(3, "rejected", False, 30), (4, "confirmed", True, 20)]


def test_whoever_rejects_one_of_two_leaves_the_other(
    database: Database, contact: int, deputy: int, coordinator: int
) -> None:
    """Rejecting one of two reports that contradict each other settles it, too: the other one still waits."""
    first, second = contradict(database, contact, deputy)
    with database.transaction() as session:
        decide(session, first, PledgeState.REJECTED, coordinator, NOW, reason="Beschluss fehlt")
    assert [each.id for each in look(database).reports] == [second.id]
    confirm(database, second, coordinator)


def test_who_has_seen_both_reports_settles_them(database: Database, contact: int, deputy: int) -> None:
    """Once the colleagues agree, the report of whoever has seen both takes the place of both."""
    contradict(database, contact, deputy)
    agreed = report(database, contact, LATER)
    assert [each.id for each in look(database).reports] == [agreed.id]


def test_ones_own_older_report_is_replaced_also_unseen(database: Database, contact: int) -> None:
    """Somebody who reports twice from one view, as on two devices, does not contradict themselves."""
    seen = look(database)
    report(database, contact)
    with database.transaction() as session:
        newer = propose(session, seen, LATER, contact, NOW)
    assert [each.id for each in look(database).reports] == [newer.id]


def test_a_report_on_an_outdated_view_is_refused(
    database: Database, contact: int, deputy: int, coordinator: int
) -> None:
    """Who reports on a line on which something was decided since they looked is told so; nothing is overwritten."""
    seen = look(database)
    confirm(database, report(database, contact), coordinator)
    with pytest.raises(ChangedMeanwhileError, match="Somebody else wrote"), database.transaction() as session:
        propose(session, seen, LATER, deputy, NOW)
    with database.transaction() as session:
        assert len(chain(session)) == 2


def test_of_two_colleagues_at_once_nothing_is_lost(
    database: Database, contact: int, deputy: int, at_once: Callable[..., list[object]]
) -> None:
    """Two colleagues report on the same view at the same moment: both reports are kept, and contradict each other."""
    seen = look(database)

    def go_on(actor: int, offer: Offer) -> Callable[[], object]:
        def run() -> object:
            with database.transaction() as session:
                entry = propose(session, seen, offer, actor, NOW)
                time.sleep(0.1)
                return entry

        return run

    results = at_once(go_on(contact, OFFER), go_on(deputy, LATER))
    assert {type(result) for result in results} == {PledgeEntry}
    assert {each.places for each in look(database).reports} == {20, 30}


def test_of_two_decisions_at_once_one_wins(
    database: Database, people: dict[str, int], at_once: Callable[..., list[object]]
) -> None:
    """One confirms while another rejects: exactly one decision is kept."""
    entry = report(database, people["Ansprechperson Bielefeld"])

    def go_on(actor: int, state: PledgeState) -> Callable[[], object]:
        def run() -> object:
            with database.transaction() as session:
                decided = decide(session, entry, state, actor, NOW)
                time.sleep(0.1)
                return decided

        return run

    results = at_once(
        go_on(people["Koordinierungsstelle"], PledgeState.CONFIRMED),
        go_on(people["Ansprechperson Potsdam"], PledgeState.REJECTED),
    )
    assert {type(result) for result in results} == {PledgeEntry, ChangedMeanwhileError}
    assert look(database).version == 2


def test_lines_do_not_disturb_each_other(database: Database, contact: int) -> None:
    """A change on one line leaves the view of another line valid, be it of another programme, group or municipality."""
    others = [
        Line(LINE.ags, Programme.NEST, LINE.target_group),
        Line(LINE.ags, LINE.programme, TargetGroup.VULNERABLE),
        Line("12054000", LINE.programme, LINE.target_group),
    ]
    seen = [look(database, line) for line in others]
    report(database, contact)
    with database.transaction() as session:
        assert [propose(session, each, LATER, contact, NOW).version for each in seen] == [1, 1, 1]


def test_nobody_decides_on_their_own_report(database: Database, contact: int, deputy: int) -> None:
    """Who reported neither confirms nor rejects it; somebody else does."""
    entry = report(database, contact)
    for state in (PledgeState.CONFIRMED, PledgeState.REJECTED):
        with pytest.raises(OwnReportError, match="their own report"), database.transaction() as session:
            decide(session, entry, state, contact, NOW)
    confirm(database, entry, deputy)


@pytest.mark.parametrize("state", [PledgeState.CONFIRMED, PledgeState.REJECTED])
def test_a_decision_is_made_once(database: Database, contact: int, coordinator: int, state: PledgeState) -> None:
    """What was decided cannot be decided again by pressing the same button."""
    entry = report(database, contact)
    with database.transaction() as session:
        decide(session, entry, state, coordinator, NOW)
    with pytest.raises(ChangedMeanwhileError):
        confirm(database, entry, coordinator)


@pytest.mark.parametrize("state", [PledgeState.CONFIRMED, PledgeState.REJECTED])
def test_only_a_report_can_be_decided_on(
    database: Database, contact: int, coordinator: int, state: PledgeState
) -> None:
    """A decision is no report: who reported cannot confirm by deciding on the rejection of their report."""
    entry = report(database, contact)
    with database.transaction() as session:
        decision = decide(session, entry, state, coordinator, NOW)
    for again in (PledgeState.CONFIRMED, PledgeState.REJECTED):
        with pytest.raises(ChangedMeanwhileError), database.transaction() as session:
            decide(session, decision, again, contact, NOW)
    assert look(database).version == 2


def test_a_waiting_report_can_be_withdrawn(database: Database, contact: int, coordinator: int) -> None:
    """A withdrawn report waits no more and cannot be confirmed; a new one can follow."""
    entry = report(database, contact)
    with database.transaction() as session:
        withdrawn = withdraw(session, standing(session, LINE), contact, NOW, TODAY)
    assert [(each.version, each.state, each.effective) for each in withdrawn] == [(2, PledgeState.WITHDRAWN, False)]
    assert look(database) == Standing(LINE, in_force=None, reports=(), version=2)
    with pytest.raises(ChangedMeanwhileError):
        confirm(database, entry, coordinator)
    assert report(database, contact, LATER).version == 3


def test_what_counts_can_be_withdrawn_without_leave(database: Database, contact: int, coordinator: int) -> None:
    """A municipality takes its confirmed offer back by itself: it counts no more from today on."""
    confirm(database, report(database, contact), coordinator)
    with database.transaction() as session:
        (ended,) = withdraw(session, standing(session, LINE), contact, NOW, TODAY)
    assert (ended.state, ended.effective, ended.valid_from) == (PledgeState.WITHDRAWN, True, TODAY)
    assert look(database) == Standing(LINE, in_force=None, reports=(), version=3)


def test_a_withdrawal_takes_both_back(database: Database, contact: int, coordinator: int) -> None:
    """What waits and what counts are withdrawn together, the waiting report first."""
    confirm(database, report(database, contact), coordinator)
    report(database, contact, LATER)
    with database.transaction() as session:
        withdraw(session, standing(session, LINE), contact, NOW, TODAY)
        assert chain(session)[3:] == [(4, "withdrawn", False, 30), (5, "withdrawn", True, 20)]
    assert look(database) == Standing(LINE, in_force=None, reports=(), version=5)


def test_an_offer_can_be_withdrawn_after_its_end(database: Database, contact: int, coordinator: int) -> None:
    """Withdrawing what has run out already is taken, with an end that is not before its beginning."""
    confirm(database, report(database, contact), coordinator)
    day = date(2022, 3, 1)
    with database.transaction() as session:
        (ended,) = withdraw(session, standing(session, LINE), contact, NOW, day)
    assert (ended.valid_from, ended.valid_until) == (day, day)


def test_a_report_is_withdrawn_behind_an_offer_that_is_over(database: Database, contact: int, coordinator: int) -> None:
    """What has run out counts no more anyway: it stays as it was, and only the report is taken back."""
    confirm(database, report(database, contact), coordinator)
    report(database, contact, LATER)
    with database.transaction() as session:
        withdrawn = withdraw(session, standing(session, LINE), contact, NOW, date(2022, 3, 1))
    assert [(each.effective, each.places) for each in withdrawn] == [(False, 30)]
    assert look(database).in_force is not None


def test_where_nothing_stands_nothing_is_withdrawn(database: Database, contact: int) -> None:
    """A withdrawal without anything to withdraw writes nothing."""
    with database.transaction() as session:
        assert withdraw(session, standing(session, LINE), contact, NOW, TODAY) == []
        assert chain(session) == []


def test_a_withdrawal_on_an_outdated_view_is_refused(
    database: Database, contact: int, deputy: int, coordinator: int
) -> None:
    """Who withdraws what has changed since they looked is told so, and neither of the two is withdrawn."""
    confirm(database, report(database, contact), coordinator)
    report(database, contact, LATER)
    seen = look(database)
    report(database, deputy, Offer(25, TODAY))
    with pytest.raises(ChangedMeanwhileError), database.transaction() as session:
        withdraw(session, seen, contact, NOW, TODAY)
    stands = look(database)
    assert stands.version == 4
    assert stands.in_force is not None


def test_the_lines_of_a_municipality_are_those_with_something_on_them(
    database: Database, contact: int, coordinator: int
) -> None:
    """Listed is what counts or waits; a line on which everything was rejected or withdrawn is left out."""
    rejected, waiting = (Line(LINE.ags, each, TargetGroup.EVERYONE) for each in (Programme.NEST, Programme.LAND))
    confirm(database, report(database, contact), coordinator)
    report(database, contact, LATER, waiting)
    entry = report(database, contact, LATER, rejected)
    report(database, contact, LATER, Line("12054000", Programme.LAND, TargetGroup.EVERYONE))
    with database.transaction() as session:
        decide(session, entry, PledgeState.REJECTED, coordinator, NOW)
        assert [each.line for each in standings(session, LINE.ags)] == [LINE, waiting]


def test_what_waits_is_listed_oldest_first(database: Database, contact: int, deputy: int, coordinator: int) -> None:
    """Coordinators see each line's newest report, once, the oldest first; what was decided or withdrawn is gone."""
    lines = [Line(ags, Programme.LAND, TargetGroup.EVERYONE) for ags in ("15002000", "05711000", "12054000")]
    first, decided, replaced = (report(database, contact, OFFER, line) for line in lines)
    confirm(database, decided, coordinator)
    second = report(database, deputy, LATER, lines[2])
    with database.transaction() as session:
        listed = [(entry.id, municipality.name) for entry, municipality in pending(session)]
    assert listed == [(first.id, "Halle (Saale)"), (second.id, "Potsdam")]
    assert replaced.id not in {number for number, _ in listed}


def test_what_waits_is_listed_by_land(database: Database, contact: int) -> None:
    """A Länderkoordination sees the reports of its own Land only."""
    for ags in ("15002000", "05711000", "05515000"):
        report(database, contact, OFFER, Line(ags, Programme.LAND, TargetGroup.EVERYONE))
    with database.transaction() as session:
        by_land = {land: [each.name for _, each in pending(session, land=land)] for land in (Land.NW, Land.ST, Land.BY)}
    assert by_land == {Land.NW: ["Bielefeld", "Münster"], Land.ST: ["Halle (Saale)"], Land.BY: []}


def test_what_counted_before_is_the_previous_confirmation(database: Database, contact: int, coordinator: int) -> None:
    """What an entry changed is the confirmation that counted until then: no report, no rejection, not the entry."""
    first = confirm(database, report(database, contact), coordinator)
    proposed = report(database, contact, LATER)
    second = confirm(database, proposed, coordinator)
    with database.transaction() as session:
        assert previous_in_force(session, first) is None
        for entry in (proposed, second):
            before = previous_in_force(session, entry)
            assert before is not None
            assert before.id == first.id


def test_after_a_withdrawal_nothing_counted_before(database: Database, contact: int, coordinator: int) -> None:
    """A new offer after a withdrawal begins from nothing; the withdrawal itself ended what was confirmed."""
    confirmed = confirm(database, report(database, contact), coordinator)
    with database.transaction() as session:
        (ended,) = withdraw(session, standing(session, LINE), contact, NOW, TODAY)
    entry = report(database, contact, LATER)
    with database.transaction() as session:
        before = previous_in_force(session, ended)
        assert before is not None
        assert before.id == confirmed.id
        assert previous_in_force(session, entry) is None


@pytest.mark.parametrize(
    ("offer", "rule"),
    [
        (Offer(0, TODAY), "places_positive"),
        (Offer(-5, TODAY), "places_positive"),
        (Offer(5, TODAY, TODAY - timedelta(days=1)), "end_after_start"),
    ],
)
def test_an_impossible_offer_is_refused_by_the_database(
    database: Database, contact: int, offer: Offer, rule: str
) -> None:
    """No places, or an end before the beginning, cannot be written, whatever the layers above have checked."""
    with pytest.raises(IntegrityError, match=rule):
        report(database, contact, offer)


def test_an_offer_may_be_for_one_day(database: Database, contact: int) -> None:
    """Both days are included, so that an offer may begin and end on the same."""
    assert report(database, contact, Offer(1, TODAY, TODAY)).valid_until == TODAY


@pytest.mark.parametrize("line", [Line("99999999", Programme.LAND, TargetGroup.EVERYONE)])
def test_an_unknown_municipality_offers_nothing(database: Database, contact: int, line: Line) -> None:
    """An entry for a municipality nobody has entered is refused."""
    with pytest.raises(IntegrityError):
        report(database, contact, OFFER, line)


def test_a_version_exists_once(database: Database, contact: int) -> None:
    """Even past all rules of the ledger, the database takes no second entry of the same version."""
    entry = report(database, contact)
    twin = PledgeEntry(**entry.model_dump(exclude={"id"}))
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(twin)


@pytest.mark.parametrize("deed", ["UPDATE pledge_entry SET places = 200", "DELETE FROM pledge_entry"])
def test_the_database_refuses_to_change_the_past(database: Database, contact: int, deed: str) -> None:
    """Changing or deleting an entry is refused by the database itself, whoever asks for it."""
    report(database, contact)
    with pytest.raises(DBAPIError, match="pledge_entry is append-only"), database.transaction() as session:
        session.connection().execute(text(deed))
    with database.transaction() as session:
        assert chain(session) == [(1, "proposed", False, 20)]


def test_numbers_rise_in_the_order_of_commits(
    database: Database, contact: int, at_once: Callable[..., list[object]]
) -> None:
    """Who reads the ledger up to an entry never misses one with a lower number that was committed later."""
    seen_from_outside: list[list[int]] = []

    def write(programme: Programme) -> Callable[[], None]:
        def run() -> None:
            with database.transaction() as session:
                line = Line(LINE.ags, programme, TargetGroup.EVERYONE)
                propose(session, standing(session, line), OFFER, contact, NOW)
                time.sleep(0.03)
            with database.transaction() as session:
                seen_from_outside.append([each for each in session.exec(select(PledgeEntry.id)).all() if each])

        return run

    assert at_once(*map(write, list(Programme)[:5])) == [None] * 5
    assert all(sorted(seen) == list(range(1, len(seen) + 1)) for seen in seen_from_outside)
