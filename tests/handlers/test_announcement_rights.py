"""Who may do what with an announcement: a Land's coordination never reaches beyond its Land."""

from __future__ import annotations

import pytest

from handlers.announcement_rights import may_manage, may_see
from handlers.turn import Turn
from storage.announcements import Announcement, create
from storage.audience_criteria import Audience, Criteria
from storage.municipalities import Land
from storage.persons import Role
from tests.handlers.conftest import MONDAY, TurnOf

NW, HE = Criteria(lands=(Land.NW,)), Criteria(lands=(Land.HE,))


def written(turn: Turn, *criteria: Criteria, **values: object) -> Announcement:
    """Write an announcement; without criteria for nobody yet."""
    made = {"created_by": turn.sender_id, "created_at": MONDAY, "edited_by": turn.sender_id, "edited_at": MONDAY}
    whom = Audience(anyone_of=criteria).model_dump(mode="json") if criteria else None
    said = {"subject": "Einladung", "text": "Guten Tag!", "audience": whom}
    return create(turn.session, Announcement.model_validate(said | made | values))


@pytest.mark.parametrize(("criteria", "theirs"), [((), True), ((NW,), True), ((NW, HE), False), ((Criteria(),), False)])
def test_a_land_manages_what_it_wrote_for_itself(
    turn_of: TurnOf, criteria: tuple[Criteria, ...], *, theirs: bool
) -> None:
    """Once the office has made it reach further, its recipients and its course are the office's alone."""
    turn = turn_of(Role.LAND_COORDINATOR, land=Land.NW)
    announcement = written(turn, *criteria)
    assert (may_manage(turn, announcement), may_see(turn, announcement)) == (theirs, theirs)
    assert may_manage(turn_of(), announcement)


def test_a_land_does_not_manage_what_also_goes_to_groups(turn_of: TurnOf) -> None:
    """Nobody knows whose group it is."""
    turn = turn_of(Role.LAND_COORDINATOR, land=Land.NW)
    assert not may_manage(turn, written(turn, NW, groups=[1]))
    assert not may_manage(turn, written(turn, groups=[1]))
