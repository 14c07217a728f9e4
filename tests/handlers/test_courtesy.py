"""When somebody is left alone: a table of moments, and a naive oracle that steps through the quarter hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import dropwhile, pairwise
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from handlers.courtesy import (
    LOW_PER_WEEK,
    Circumstances,
    good_moment,
    lands_resting,
    moment_for_one_more,
    next_good_moment,
    paused_until,
    zone_of,
)
from handlers.turn import Office
from storage.database import Database
from storage.municipalities import Land, Municipality, fold, land_of
from storage.outbox import OutboxMessage, OutboxState, Urgency
from storage.persons import Person, Role, RoleAssignment
from storage.restraints import RestraintReason

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
URGENT, NORMAL, LOW = Urgency.URGENT, Urgency.NORMAL, Urgency.LOW
NIGHT, WEEKEND, HOLIDAY = RestraintReason.QUIET_HOURS, RestraintReason.WEEKEND, RestraintReason.HOLIDAY
CAP, PAUSED = RestraintReason.WEEKLY_CAP, RestraintReason.PAUSED
YEARS = range(2020, 2041)
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)


def here(
    *lands: Land, zone: ZoneInfo = BERLIN, paused: date | None = None, low: int = 0, since: date = date.min
) -> Circumstances:
    """Make somebody's circumstances, with their Länder from a day on."""
    return Circumstances(zone, lambda day: lands if day >= since else (), paused, low)


def local(wall: str, zone: ZoneInfo = BERLIN) -> datetime:
    """Read a wall time: "2021-07-05 21:30"."""
    return datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


NRW, BERLIN_LAND, SAXONY, BRANDENBURG, BAVARIA = Land.NW, Land.BE, Land.SN, Land.BB, Land.BY
TABLE = [
    # The night: 20:00 belongs to it, 07:00 does not.
    ("2021-07-05 07:00", NORMAL, here(NRW), "2021-07-05 07:00", None),
    ("2021-07-05 06:59", NORMAL, here(NRW), "2021-07-05 07:00", NIGHT),
    ("2021-07-05 19:59", NORMAL, here(NRW), "2021-07-05 19:59", None),
    ("2021-07-05 20:00", NORMAL, here(NRW), "2021-07-06 07:00", NIGHT),
    ("2021-07-05 00:00", LOW, here(NRW), "2021-07-05 07:00", NIGHT),
    ("2021-07-05 23:59", URGENT, here(NRW), "2021-07-05 23:59", None),
    # The weekend is for low ones only.
    ("2021-07-10 12:00", NORMAL, here(NRW), "2021-07-10 12:00", None),
    ("2021-07-10 12:00", LOW, here(NRW), "2021-07-12 07:00", WEEKEND),
    ("2021-07-09 20:30", LOW, here(NRW), "2021-07-12 07:00", NIGHT),
    ("2021-07-09 20:30", NORMAL, here(NRW), "2021-07-10 07:00", NIGHT),
    ("2021-07-11 19:59", LOW, here(), "2021-07-12 07:00", WEEKEND),
    # Holidays by law of the Land: Fronleichnam, Buß- und Bettag, Allerheiligen, the third of October everywhere.
    ("2021-06-03 10:00", NORMAL, here(NRW), "2021-06-04 07:00", HOLIDAY),
    ("2021-06-03 10:00", NORMAL, here(BERLIN_LAND), "2021-06-03 10:00", None),
    ("2021-06-03 10:00", NORMAL, here(SAXONY), "2021-06-03 10:00", None),
    ("2021-11-17 10:00", NORMAL, here(SAXONY), "2021-11-18 07:00", HOLIDAY),
    ("2021-11-17 10:00", NORMAL, here(NRW), "2021-11-17 10:00", None),
    ("2021-11-01 10:00", NORMAL, here(NRW), "2021-11-02 07:00", HOLIDAY),
    ("2021-11-01 10:00", NORMAL, here(BRANDENBURG), "2021-11-01 10:00", None),
    ("2022-10-03 10:00", NORMAL, here(BRANDENBURG), "2022-10-04 07:00", HOLIDAY),
    ("2022-10-03 10:00", URGENT, here(NRW), "2022-10-03 10:00", None),
    # Whoever is for several Länder rests in each; whoever is for none, when all do.
    ("2021-11-01 10:00", NORMAL, here(BERLIN_LAND, BAVARIA), "2021-11-02 07:00", HOLIDAY),
    ("2021-11-01 10:00", NORMAL, here(), "2021-11-01 10:00", None),
    ("2022-10-03 10:00", NORMAL, here(), "2022-10-04 07:00", HOLIDAY),
    ("2021-11-01 10:00", NORMAL, here(NRW, since=date(2021, 11, 2)), "2021-11-01 10:00", None),
    # One after the other: Christmas 2021 is a weekend for low ones; the reason is the first thing in the way.
    ("2021-12-24 21:00", NORMAL, here(NRW), "2021-12-27 07:00", NIGHT),
    ("2021-12-25 10:00", LOW, here(NRW), "2021-12-27 07:00", WEEKEND),
    ("2022-04-14 22:00", NORMAL, here(NRW), "2022-04-16 07:00", NIGHT),
    ("2022-04-15 10:00", LOW, here(NRW), "2022-04-19 07:00", HOLIDAY),
    # Silence on request.
    ("2021-07-05 10:00", NORMAL, here(NRW, paused=date(2021, 7, 8)), "2021-07-08 07:00", PAUSED),
    ("2021-07-05 22:00", LOW, here(NRW, paused=date(2021, 7, 10)), "2021-07-12 07:00", PAUSED),
    ("2021-07-08 10:00", NORMAL, here(NRW, paused=date(2021, 7, 8)), "2021-07-08 10:00", None),
    ("2021-07-05 10:00", URGENT, here(NRW, paused=date(2021, 7, 8)), "2021-07-05 10:00", None),
    ("2021-10-20 10:00", NORMAL, here(NRW, paused=date(2021, 11, 1)), "2021-11-02 07:00", PAUSED),
    # Enough for a week: only low ones count, and only they wait, for the next Monday at eight.
    ("2021-07-06 10:00", LOW, here(NRW, low=LOW_PER_WEEK - 1), "2021-07-06 10:00", None),
    ("2021-07-06 10:00", LOW, here(NRW, low=LOW_PER_WEEK), "2021-07-12 08:00", CAP),
    ("2021-07-05 07:30", LOW, here(NRW, low=LOW_PER_WEEK), "2021-07-05 08:00", CAP),
    ("2021-07-05 08:00", LOW, here(NRW, low=LOW_PER_WEEK), "2021-07-12 08:00", CAP),
    ("2021-07-11 23:00", LOW, here(NRW, low=LOW_PER_WEEK), "2021-07-12 08:00", CAP),
    ("2021-07-06 10:00", NORMAL, here(NRW, low=LOW_PER_WEEK), "2021-07-06 10:00", None),
    ("2021-10-29 10:00", LOW, here(NRW, low=LOW_PER_WEEK), "2021-11-02 07:00", CAP),
    ("2021-10-30 10:00", LOW, here(NRW, low=LOW_PER_WEEK), "2021-11-02 07:00", CAP),
    ("2021-10-29 10:00", LOW, here(low=LOW_PER_WEEK, paused=date(2021, 11, 3)), "2021-11-03 07:00", PAUSED),
    # The days on which clocks are changed.
    ("2021-03-28 01:30", NORMAL, here(NRW), "2021-03-28 07:00", NIGHT),
    ("2021-10-30 20:00", NORMAL, here(NRW), "2021-10-31 07:00", NIGHT),
]


@pytest.mark.parametrize(
    ("moment", "urgency", "circumstances", "expected", "reason"),
    TABLE,
    ids=[f"{moment} {urgency} {reason}" for moment, urgency, _, _, reason in TABLE],
)
def test_the_moment_and_the_reason(
    moment: str, urgency: Urgency, circumstances: Circumstances, expected: str, reason: RestraintReason | None
) -> None:
    """A message of an urgency that is ready at a moment goes at the expected one, for the reason given."""
    assert next_good_moment(circumstances, urgency, local(moment)) == (local(expected), reason)


def test_the_night_is_where_the_person_is() -> None:
    """At 07:30 in Berlin it is still night in London: the message waits half an hour."""
    moment = local("2021-07-05 07:30").astimezone(UTC)
    assert next_good_moment(here(zone=LONDON), NORMAL, moment) == (local("2021-07-05 07:00", LONDON), NIGHT)
    assert next_good_moment(here(), NORMAL, moment) == (moment, None)


def test_holidays_are_those_of_the_law() -> None:
    """What only some places of a Land keep is no holiday of the Land: Fronleichnam in Saxony, Augsburg's peace."""
    assert lands_resting(date(2021, 10, 3)) == frozenset(Land)
    assert lands_resting(date(2021, 7, 5)) == frozenset()
    assert lands_resting(date(2021, 8, 8)) == frozenset()
    corpus_christi = {Land.BW, Land.BY, Land.HE, Land.NW, Land.RP, Land.SL}
    assert lands_resting(date(2021, 6, 3)) == corpus_christi
    assert lands_resting(date(2021, 11, 17)) == {Land.SN}


# The oracle.


@cache
def library(land: Land | None) -> Collection[date]:
    """Give the library's holidays of a Land, or those of all Germany."""
    return set(country_holidays("DE", subdiv=land.removeprefix("DE-") if land else None, years=range(2019, 2043)))


def is_good(circumstances: Circumstances, lands: Collection[Land], urgency: Urgency, moment: datetime) -> bool:
    """Say whether somebody may be written to in a moment, as one would explain it to them."""
    wall = moment.astimezone(circumstances.zone)
    if urgency is URGENT:
        return True
    awake = time(7) <= wall.time() < time(20)
    working = urgency is not LOW or wall.isoweekday() < 6
    free = any(wall.date() in library(land) for land in lands or [None])
    silent = circumstances.paused_until is not None and wall.date() < circumstances.paused_until
    return awake and working and not free and not silent


def quarter_hours(moment: datetime) -> Iterator[datetime]:
    """Yield a moment and all quarter hours after it."""
    yield moment
    quarter = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    while True:
        quarter += QUARTER
        yield quarter


def oracle(circumstances: Circumstances, lands: Collection[Land], urgency: Urgency, moment: datetime) -> datetime:
    """Find the earliest good moment by trying one after the other; behind enough low ones, from Monday at eight."""
    tried = quarter_hours(moment)
    wall = moment.astimezone(circumstances.zone).replace(tzinfo=None)
    silent = circumstances.paused_until is not None and wall.date() < circumstances.paused_until
    if urgency is LOW and circumstances.low_this_week >= LOW_PER_WEEK and not silent:
        begin = datetime.combine(wall.date(), time(8))
        while begin.isoweekday() != 1 or begin <= wall:
            begin += DAY
        tried = dropwhile(lambda each: each.astimezone(circumstances.zone).replace(tzinfo=None) < begin, tried)
    return next(each for each in tried if is_good(circumstances, lands, urgency, each))


def changes(zone: ZoneInfo) -> list[date]:
    """List the days on which clocks are changed."""
    noons = [datetime(YEARS[0], 1, 1, 12, tzinfo=UTC) + number * DAY for number in range(366 * len(YEARS))]
    offsets = [(noon.date(), noon.astimezone(zone).utcoffset()) for noon in noons]
    return [day for (_, before), (day, after) in pairwise(offsets) if before != after]


ODD_DAYS = sorted({*changes(BERLIN), *(day for land in Land for day in library(land) if day.year in YEARS)})
MOMENTS = st.one_of(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
    st.builds(
        lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
        st.sampled_from(ODD_DAYS),
        st.integers(-3 * 24 * 60, 2 * 24 * 60),
    ),
)
ZONES = st.sampled_from(["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"])
LANDS = st.lists(st.sampled_from(list(Land)), max_size=2)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Circumstances, list[Land], Urgency, datetime]:
    """Draw somebody's circumstances, an urgency and a moment; a silence ends some days before or after it."""
    moment, lands = draw(MOMENTS), draw(LANDS)
    paused = draw(st.none() | st.integers(-2, 12).map(lambda days: moment.date() + days * DAY))
    circumstances = here(*lands, zone=ZoneInfo(draw(ZONES)), paused=paused, low=draw(st.sampled_from([0, 2, 3, 9])))
    return circumstances, lands, draw(st.sampled_from(Urgency)), moment


@settings(max_examples=400)
@given(cases())
def test_the_answer_is_the_earliest_good_quarter_hour(
    case: tuple[Circumstances, list[Land], Urgency, datetime],
) -> None:
    """Never before the moment, good itself, and nothing earlier is: the same as trying all quarter hours in turn."""
    circumstances, lands, urgency, moment = case
    answer, reason = next_good_moment(circumstances, urgency, moment)
    assert answer >= moment
    assert answer == oracle(circumstances, lands, urgency, moment)
    assert (reason is None) == (answer == moment)
    uncapped = replace(circumstances, low_this_week=0)
    assert next_good_moment(uncapped, urgency, answer) == (answer, None)


@pytest.mark.parametrize("urgency", [NORMAL, LOW])
def test_every_quarter_hour_of_the_odd_days(urgency: Urgency) -> None:
    """On each day of 2020 to 2040 on which clocks are changed, and the day before, every quarter hour is right."""
    for day in changes(BERLIN):
        begin = datetime.combine(day - DAY, time(), BERLIN).astimezone(UTC)
        for number in range(2 * 24 * 4):
            moment = begin + number * QUARTER
            answer, _ = next_good_moment(here(NRW), urgency, moment)
            assert answer == oracle(here(NRW), [NRW], urgency, moment)


# What the database knows of somebody.


class Household:
    """A house with one person, whose roles, zone and messages a test sets."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.office = Office(BERLIN)
        self.person = Person(label="Ansprechperson Köln", created_at=local("2021-01-04 09:00"))
        session.add(self.person)
        session.flush()

    def role(self, role: Role, *, ags: str | None = None, land: Land | None = None, until: date | None = None) -> None:
        """Give the person a role since January, for a municipality or a Land."""
        if ags and self.session.get(Municipality, ags) is None:
            self.session.add(Municipality(ags=ags, name=ags, folded_name=fold(ags), land=land_of(ags)))
            self.session.flush()
        since = date(2021, 1, 1)
        self.session.add(
            RoleAssignment(person_id=self.person.id, role=role, ags=ags, land=land, valid_from=since, valid_until=until)
        )

    def told(self, when: str, urgency: Urgency = LOW, state: OutboxState = OutboxState.SENT) -> None:
        """Put a message to the person into the outbox."""
        row = OutboxMessage(network="core", chat="Köln", person_id=self.person.id, text="", created_at=local(when))
        row.urgency, row.state = urgency, state
        self.session.add(row)

    def moment(self, wall: str, urgency: Urgency = NORMAL) -> tuple[datetime, RestraintReason | None]:
        """Ask when a message may go that is ready at a wall time."""
        return good_moment(self.session, self.office, self.person, urgency, local(wall))

    def one_more(self, wall: str, urgency: Urgency = LOW) -> tuple[datetime, RestraintReason | None]:
        """Ask the same of one more of many."""
        return moment_for_one_more(self.session, self.office, self.person, urgency, local(wall))


@pytest.fixture
def household(database: Database) -> Iterator[Household]:
    """Give a house on a fresh database: the test runs once on SQLite and once on PostgreSQL."""
    with database.transaction() as session:
        yield Household(session)


def test_the_holidays_are_those_of_the_municipality(household: Household) -> None:
    """Who speaks for Cologne rests on Allerheiligen, until the day on which that ends."""
    household.role(Role.CONTACT, ags="05315000", until=date(2022, 1, 1))
    assert household.moment("2021-11-01 10:00") == (local("2021-11-02 07:00"), HOLIDAY)
    assert household.moment("2022-11-01 10:00") == (local("2022-11-01 10:00"), None)


def test_the_holidays_are_those_of_a_coordinated_land(household: Household) -> None:
    """Who coordinates Bavaria and speaks for Potsdam rests with both."""
    household.role(Role.LAND_COORDINATOR, land=BAVARIA)
    household.role(Role.CONTACT, ags="12054000")
    assert household.moment("2021-11-01 10:00") == (local("2021-11-02 07:00"), HOLIDAY)
    assert household.moment("2022-10-31 10:00") == (local("2022-11-02 07:00"), HOLIDAY)


def test_the_office_rests_when_all_do(household: Household) -> None:
    """The office has no Land: it works on Allerheiligen, and rests on the third of October."""
    household.role(Role.COORDINATOR)
    assert household.moment("2021-11-01 10:00") == (local("2021-11-01 10:00"), None)
    assert household.moment("2022-10-03 10:00") == (local("2022-10-04 07:00"), HOLIDAY)


def test_a_persons_own_zone_counts(household: Household) -> None:
    """The night is the person's own once they have named a zone."""
    assert zone_of(household.office, household.person) == BERLIN
    household.person.timezone = "Europe/London"
    assert household.moment("2021-07-05 07:30") == (local("2021-07-05 07:00", LONDON), NIGHT)


def test_a_silence_is_over_by_itself(household: Household) -> None:
    """A silence counts up to its day, by the person's own calendar; afterwards it is as if there had been none."""
    household.person.timezone, household.person.paused_until = "America/New_York", date(2021, 7, 8)
    last, over = local("2021-07-08 05:59"), local("2021-07-08 06:00")
    assert paused_until(household.office, household.person, last) == date(2021, 7, 8)
    assert paused_until(household.office, household.person, over) is None


def test_three_low_ones_a_week_are_enough(household: Household) -> None:
    """What counts are low ones that went, or are about to, within seven days; rules that ask no count hear of none."""
    household.told("2021-06-28 10:00")
    household.told("2021-06-30 10:00", state=OutboxState.QUEUED)
    household.told("2021-07-02 10:00")
    assert household.one_more("2021-07-05 09:59") == (local("2021-07-12 08:00"), CAP)
    assert household.one_more("2021-07-05 09:59", NORMAL) == (local("2021-07-05 09:59"), None)
    assert household.moment("2021-07-05 09:59", LOW) == (local("2021-07-05 09:59"), None)
    assert household.one_more("2021-07-05 10:00") == (local("2021-07-05 10:00"), None)


@pytest.mark.parametrize(
    "state", [OutboxState.HELD, OutboxState.CANCELLED, OutboxState.FAILED, OutboxState.EXPIRED], ids=str
)
def test_what_nobody_read_does_not_count(household: Household, state: OutboxState) -> None:
    """Low ones that are held, were told among others, or never arrived, and normal ones, leave the week open."""
    for day in (1, 2, 3, 4):
        household.told(f"2021-07-0{day} 10:00", state=state)
        household.told(f"2021-07-0{day} 10:00", NORMAL)
    assert household.one_more("2021-07-05 09:00") == (local("2021-07-05 09:00"), None)
