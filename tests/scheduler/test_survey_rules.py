"""Whatever happens in whatever order: reminders keep their number and distance, and nobody missing is forgotten."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select

from storage.database import Database
from storage.due import DueItem
from storage.minutes import ActionItem
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment
from storage.survey_notices import Stage, SurveyNotice
from storage.survey_participation import Participation
from storage.surveys import Survey, SurveyVersion
from tests.scheduler.survey_town import BONN, BREMEN, Surveys
from tests.scheduler.town import KIEL, KOELN, at

DAY = timedelta(days=1)
NEWCOMERS = count()
OPENS = at("2021-06-01 10:00")
MOST, APART = 2, 5
ASKED = {KOELN: "Köln", BONN: "Bonn", BREMEN: "Bremen", KIEL: "Kiel"}

EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("down"), st.integers(1, 20)),
        st.tuples(st.just("days"), st.integers(1, 12)),
        st.tuples(st.just("send"), st.sampled_from(sorted(ASKED))),
        st.tuples(st.just("join"), st.sampled_from(sorted(ASKED))),
        st.tuples(st.just("close"), st.integers(20, 60)),
        st.tuples(st.just("by hand"), st.just(0)),
    ),
    max_size=12,
)


@pytest.fixture
def town(database: Database) -> Surveys:
    """Give a town of four municipalities: Cologne and Bonn have contacts, the others nobody yet."""
    town = Surveys(database)
    for ags in (BONN, BREMEN):
        town.place(ags, ASKED[ags])
    town.person("Bonn", Role.CONTACT, BONN)
    town.person("Bonns Vertretung", Role.DEPUTY, BONN)
    return town


def empty(database: Database) -> None:
    """Forget all surveys, and who has joined since the town was made."""
    with database.transaction() as session:
        for table in (Address, RoleAssignment):
            new = select(Person.id).where(col(Person.label).startswith("Neu "))
            session.exec(delete(table).where(col(table.person_id).in_(new)))
        for table in (OutboxMessage, SurveyNotice, Participation, SurveyVersion, Survey, DueItem, ActionItem):
            session.exec(delete(table))


@given(events=EVENTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_reminders_keep_their_number_and_distance(town: Surveys, events: list[tuple[str, int | str]]) -> None:
    """Never more than the most, never closer, never after sending or closing; who is missing is told or a task."""
    empty(town.database)
    number = town.survey(f"{OPENS:%Y-%m-%d %H:%M}", "2021-07-20 18:00", reminders_at_most=MOST, reminder_days=APART)
    now, closes, sent = OPENS, at("2021-07-20 18:00"), {}
    town.tick(now)
    for kind, value in events:
        if kind == "join" and value in {KIEL, BREMEN}:
            town.person(f"Neu {next(NEWCOMERS)}", Role.CONTACT, str(value))
        elif kind == "send" and value not in sent and now < closes:
            town.sends(number, str(value), now)
            sent[value] = now
        elif kind == "close" and now < closes:
            closes = max(OPENS + int(value) * DAY, now + DAY)
            town.changes(number, now, closes_at=closes)
        elif kind == "by hand" and now < closes:
            town.reminds(number, f"{now:%Y-%m-%d %H:%M}")
        elif kind == "days":
            for _ in range(int(value)):
                now = (now + DAY).replace(hour=8)
                town.tick(now)
        elif kind == "down":
            now += int(value) * DAY
            town.tick(now)
    check(town, number, sent, now < closes)


def check(town: Surveys, number: int, sent: dict[int | str, object], is_open: bool) -> None:  # noqa: FBT001 - how it ended
    """Hold what was told against the rules."""
    told = [notice for notice in town.notices() if notice.told_at]
    by_place = defaultdict(list)
    for notice in told:
        by_place[notice.ags].append(notice)
    for ags, notices in by_place.items():
        counted = {each.number for each in notices if each.stage is not Stage.INVITATION}
        assert len(counted) <= MOST
        assert len([each for each in notices if each.stage is Stage.INVITATION]) == 1
        assert len({each.number for each in notices if each.stage is Stage.LAST_DAY}) <= 1
        days = sorted({(each.number, each.told_at.date()) for each in notices if each.told_at})
        assert all((later - earlier).days >= APART for (_, earlier), (_, later) in pairwise(days))
        assert ags not in sent or all(each.told_at <= sent[ags] for each in notices)  # type: ignore[operator]
    rows = [row for name in ("Köln", "Bonn", "Bonns Vertretung") for row in town.rows(name)]
    said = len([row for row in rows if "-results-" not in row.key])  # who took part hears the results at the closing
    assert said == len([each for each in told if each.ags in {KOELN, BONN}])
    for ags in ASKED if is_open else ():
        part = town.part(number, ags)
        assert part is not None
        assert by_place[ags] or part.task_id, "forgotten"
