"""Which ends are offered to somebody who renews an offer."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from handlers.pledge_steps import end_choices
from handlers.turn import Turn


@pytest.mark.parametrize(
    ("today", "ends", "offered"),
    [
        ("2021-11-23", None, ["31.12.2021", "31.12.2022", "unbefristet"]),
        ("2021-11-23", "2021-12-31", ["31.12.2022", "31.12.2023", "unbefristet"]),
        ("2021-11-23", "2021-12-30", ["31.12.2021", "31.12.2022", "unbefristet"]),
        ("2022-01-05", "2021-12-20", ["31.12.2022", "31.12.2023", "unbefristet"]),
    ],
)
def test_only_later_ends_are_offered(today: str, ends: str | None, offered: list[str]) -> None:
    """The end that an offer has already would renew nothing."""

    def wording(key: str, **_: object) -> str:
        return key

    turn = cast("Turn", SimpleNamespace(today=date.fromisoformat(today), wording=wording))
    assert [choice.value for choice in end_choices(turn, {"ends": ends})] == offered
