"""Any history of the ledger: what counts and what waits is what a plain oracle says, any day, as known at any time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from storage.database import Database
from storage.ledger import LedgerError, add_evidence, decide, propose, reaffirm, withdraw
from storage.ledger_chain import broken_at
from storage.municipalities import Land, land_of
from storage.pledge_spans import PledgeSpan, spans_of
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup, offer_of
from storage.standings import Standing, life_of, offer_as_known, standing
from storage.totals import known_on, pending, totals
from tests.storage.conftest import as_values

pytestmark = pytest.mark.usefixtures("municipalities")

BEGINNING = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
CAMPS, EVERYONE = Programme.GREEK_CAMPS, TargetGroup.EVERYONE
LINES = (Line("05711000", CAMPS, EVERYONE), Line("05515000", CAMPS, EVERYONE))
DAYS = [date(2021, 7, number) for number in range(1, 7)]
TWO_FROM = 40
"""From so many places on a report needs two confirmations."""

CONTACT, DEPUTY, OFFICE, LAND = "Ansprechperson Bielefeld", "Vertretung Bielefeld", "Koordinierungsstelle", "NRW"


@dataclass(frozen=True)
class Step:
    """Something that somebody does on a line; ``which`` says to which of the reports that wait."""

    deed: str
    who: str
    line: Line
    offer: Offer
    today: date
    which: int


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Make an offer that begins on one of the days and may end on one."""
    start = draw(st.sampled_from(DAYS))
    end = draw(st.none() | st.sampled_from([each for each in DAYS if each >= start]))
    return Offer(draw(st.integers(1, 50)), start, end)


DEEDS = {
    **dict.fromkeys(("look", "report", "withdraw", "reaffirm", "prove"), (CONTACT, DEPUTY)),
    **dict.fromkeys(("confirm", "reject"), (OFFICE, LAND, CONTACT)),
}
STEPS = st.sampled_from([*DEEDS, "report", "report", "confirm", "confirm"]).flatmap(
    lambda deed: st.builds(
        Step,
        deed=st.just(deed),
        who=st.sampled_from(DEEDS[deed]),
        line=st.sampled_from(LINES),
        offer=offers(),
        today=st.sampled_from(DAYS),
        which=st.integers(0, 1),
    )
)


REPORT = Step("report", CONTACT, LINES[0], Offer(20, DAYS[0]), DAYS[0], 0)
LOOK, CONFIRM = replace(REPORT, deed="look"), replace(REPORT, deed="confirm", who=OFFICE)
WITHDRAW = replace(REPORT, deed="withdraw", today=DAYS[2])
COLLEAGUE = replace(REPORT, who=DEPUTY, offer=Offer(45, DAYS[0], DAYS[2]))
CONFLICT = (replace(COLLEAGUE, deed="look"), REPORT, COLLEAGUE)
"""Two colleagues report without having seen each other's report; the second one needs two confirmations."""

SECOND = replace(CONFIRM, which=1)


@dataclass
class Report:
    """A report that waits, in the oracle's book."""

    by: str
    offer: Offer
    version: int
    endorsed_by: str = ""


@dataclass
class Book:
    """What the oracle knows of a line: what was written, what waits, and what each day is painted with.

    A confirmation paints its places from its first day on (and nothing after its last), a withdrawal paints nothing
    from that day on, and what was painted last is what counts.
    """

    written: list[str] = field(default_factory=list)
    waiting: list[Report] = field(default_factory=list)
    decided: list[Offer | date] = field(default_factory=list)
    painted: dict[date, int] = field(default_factory=lambda: dict.fromkeys(DAYS, 0))

    def report(self, who: str, seen: int, offer: Offer) -> bool:
        """Somebody reports, having seen so many entries; says whether that is taken."""
        if any(deed != "report" for deed in self.written[seen:]):
            return False
        self.written.append("report")
        unseen = [each for each in self.waiting if each.version > seen and each.by != who]
        self.waiting = [*unseen, Report(who, offer, len(self.written))]
        return True

    def confirm(self, who: str, which: int) -> bool:
        """Somebody confirms one of what waits."""
        report = self.waiting[which] if which < len(self.waiting) else None
        if report is None or who in (report.by, report.endorsed_by):
            return False
        if report.offer.places >= TWO_FROM and not report.endorsed_by:
            report.endorsed_by = who
            self.written.append("endorse")
            return True
        self.written += ["reject"] * (len(self.waiting) - 1) + ["confirm"]
        self.waiting = []
        self.decided.append(report.offer)
        end = report.offer.valid_until or date.max
        self.paint(report.offer.valid_from, {each: report.offer.places for each in DAYS if each <= end})
        return True

    def reject(self, who: str, which: int) -> bool:
        """Somebody rejects one of what waits."""
        if which >= len(self.waiting) or self.waiting[which].by == who:
            return False
        self.written.append("reject")
        del self.waiting[which]
        return True

    def withdraw(self, today: date) -> bool:
        """Take back what waits, and what counts or will, for the municipality."""
        stands = self.in_force(today)
        is_over = stands is not None and (stands.valid_until or date.max) < today
        counts = self.planned(today) is not None or (stands is not None and not (is_over and self.waiting))
        self.written += ["withdraw"] * (len(self.waiting) + counts)
        self.waiting = []
        if counts:
            self.decided.append(today)
            self.paint(today, {})
        return True

    def reaffirm(self, today: date) -> bool:
        """Stand by what counts, for the municipality."""
        stands = self.in_force(today)
        still = stands is not None and (stands.valid_until or date.max) >= today
        if self.waiting or not (still or self.planned(today)):
            return False
        self.written.append("reaffirm")
        return True

    def prove(self, which: int, today: date) -> bool:
        """Add evidence to one of what waits, or to what counts."""
        if which >= len(self.waiting) and self.in_force(today) is None:
            return False
        self.written.append("prove")
        return True

    def in_force(self, today: date) -> Offer | None:
        """Find the newest decision that has begun, if it is an offer."""
        begun = [each for each in self.decided if (each if isinstance(each, date) else each.valid_from) <= today]
        return begun[-1] if begun and isinstance(begun[-1], Offer) else None

    def planned(self, today: date) -> Offer | None:
        """Find the newest decision if it is an offer that has not begun."""
        newest = self.decided[-1] if self.decided else None
        return newest if isinstance(newest, Offer) and newest.valid_from > today else None

    def paint(self, start: date, places: dict[date, int]) -> None:
        """Let something take the place of what counted from a day on."""
        self.painted |= {each: places.get(each, 0) for each in DAYS if each >= start}

    def expected(self, of: date) -> int:
        """Say the highest number that waits for a day."""
        told = (each.offer for each in self.waiting)
        return max((o.places for o in told if o.valid_from <= of <= (o.valid_until or date.max)), default=0)


@dataclass
class World:
    """The ledger, the oracle's books beside it, and who has seen which version of a line."""

    session: Session
    people: dict[str, int]
    now: datetime = BEGINNING
    books: dict[Line, Book] = field(default_factory=lambda: {line: Book() for line in LINES})
    views: dict[tuple[str, Line], Standing] = field(default_factory=dict)

    def do(self, step: Step) -> None:
        """Do a step in the ledger and in the book, and see that both take it or both do not."""
        self.now += timedelta(minutes=10)
        book = self.books[step.line]
        written = len(book.written)
        taken = self._in_book(book, step)
        try:
            self._in_ledger(step)
            assert taken, step
        except LedgerError:
            assert not taken, step
        after = standing(self.session, step.line)
        assert after.version == len(book.written)
        if len(book.written) > written and step.deed == "report":
            self.views[step.who, step.line] = after

    def _in_book(self, book: Book, step: Step) -> bool:  # noqa: PLR0911 - one for each deed
        match step.deed:
            case "report":
                seen = self.views.get((step.who, step.line))
                return book.report(step.who, seen.version if seen else len(book.written), step.offer)
            case "confirm":
                return book.confirm(step.who, step.which)
            case "reject":
                return book.reject(step.who, step.which)
            case "withdraw":
                return book.withdraw(step.today)
            case "reaffirm":
                return book.reaffirm(step.today)
            case "prove":
                return book.prove(step.which, step.today)
        return True

    def _in_ledger(self, step: Step) -> None:
        stands, actor = standing(self.session, step.line, step.today), self.people[step.who]
        match step.deed:
            case "look":
                self.views[step.who, step.line] = stands
            case "report":
                seen = self.views.get((step.who, step.line), stands)
                propose(self.session, seen, step.offer, actor, self.now)
            case "confirm" | "reject":
                state = PledgeState.CONFIRMED if step.deed == "confirm" else PledgeState.REJECTED
                report = stands.reports[step.which] if step.which < len(stands.reports) else None
                if report is None:
                    raise LedgerError
                decide(self.session, report, state, actor, self.now, two_from=TWO_FROM)
            case "withdraw":
                withdraw(self.session, stands, actor, self.now, step.today)
            case "reaffirm":
                reaffirm(self.session, stands, actor, self.now, step.today)
            case "prove":
                self._prove(step, stands)

    def _prove(self, step: Step, stands: Standing) -> None:
        entry = stands.reports[step.which] if step.which < len(stands.reports) else stands.in_force
        if entry is None:
            raise LedgerError
        paper = f"Vorlage {stands.version}"
        add_evidence(self.session, stands, entry, Offer(1, DAYS[0], paper=paper), self.people[step.who], self.now)
        known = offer_as_known(self.session, entry)
        assert known == replace(offer_of(entry), paper=paper)

    def counted(self) -> dict[tuple[date, bool], dict[tuple[TargetGroup, Land], int]]:
        """Say what the books add up to, for every day: what counts, and what waits."""
        found = {}
        for of in DAYS:
            for waiting in (False, True):
                sums: Counter[tuple[TargetGroup, Land]] = Counter()
                for line, book in self.books.items():
                    sums[line.target_group, land_of(line.ags)] += book.expected(of) if waiting else book.painted[of]
                found[of, waiting] = dict(+sums)
        return found


def summed(session: Session, moment: datetime) -> dict[tuple[date, bool], dict[tuple[TargetGroup, Land], int]]:
    """Say what the ledger adds up to for every day, as known at a moment."""
    through = known_on(session, moment)
    return {
        (of, waiting): {
            (t.target_group, t.land): t.places for t in totals(session, of, through=through, waiting=waiting)
        }
        for of in DAYS
        for waiting in (False, True)
    }


@pytest.fixture
def everybody(people: dict[str, int]) -> dict[str, int]:
    """Give the people of the histories; a second coordinator is among them."""
    return {**people, LAND: people["Ansprechperson Potsdam"]}


def test_the_ledger_says_what_history_says(database: Database, everybody: dict[str, int]) -> None:
    """After every step, for every day, and as known at every moment before: what counts and what waits is right.

    No later entry changes what was known; all spans follow from the entries alone; the chain is whole.
    """

    @settings(max_examples=50 if database.is_sqlite else 12, deadline=None)
    @example([REPORT, CONFIRM, LOOK, replace(REPORT, offer=Offer(20, DAYS[4])), CONFIRM, WITHDRAW])
    @example([REPORT, CONFIRM, LOOK, replace(REPORT, offer=Offer(7, DAYS[1])), CONFIRM])
    @example([*CONFLICT, WITHDRAW])
    @example([*CONFLICT, SECOND, SECOND, replace(SECOND, who=LAND)])
    @given(st.lists(STEPS, min_size=8, max_size=20))
    def check(history: list[Step]) -> None:
        with database.transaction() as session:
            world = World(session, everybody)
            known = {BEGINNING: world.counted()}
            for step in history:
                world.do(step)
                known[world.now] = world.counted()
            for moment, expected in known.items():
                assert summed(session, moment) == expected
            assert len(pending(session)) == sum(len(book.waiting) for book in world.books.values())
            made = [span for line in LINES for span in spans_of(life_of(session, line))]
            assert as_values(session.exec(select(PledgeSpan))) == as_values(made)
            assert broken_at(session) is None
            session.rollback()

    check()
