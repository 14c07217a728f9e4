"""Networks that can read along: allowed for a municipality, agreed to by an account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage import consents
from storage.consents import NOTICE_VERSION, agree, allow, allowed_places, has_agreed, is_allowed, refuse, withdraw
from storage.database import Database
from storage.municipalities import Municipality, fold, land_of

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)


def test_an_agreement_holds_for_one_account_and_notice(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others have not agreed, nor the same account elsewhere, nor to a later notice; and a yes can be taken back."""
    with database.transaction() as session:
        agree(session, "telegram", "42", NOW)
        agree(session, "telegram", "42", NOW)
    with database.transaction() as session:
        asked = [("telegram", "42"), ("telegram", "43"), ("matrix", "42")]
        assert [has_agreed(session, *account) for account in asked] == [True, False, False]
        monkeypatch.setattr(consents, "NOTICE_VERSION", NOTICE_VERSION + 1)
        assert not has_agreed(session, "telegram", "42")
        assert withdraw(session, "telegram", "42")
        session.flush()
        assert not withdraw(session, "telegram", "42")


def test_a_municipality_is_allowed_until_it_is_refused(database: Database) -> None:
    """No network is allowed before somebody allows it."""
    with database.transaction() as session:
        for ags, name in (("05315000", "Köln"), ("05915000", "Hamm")):
            session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
    with database.transaction() as session:
        assert not is_allowed(session, "05315000", "telegram")
        allow(session, "05315000", "telegram", None, NOW)
    with database.transaction() as session:
        assert [place.name for place in allowed_places(session, "telegram")] == ["Köln"]
        assert is_allowed(session, "05315000", "telegram")
        assert not is_allowed(session, "05915000", "telegram")
        refuse(session, "05315000", "telegram")
        refuse(session, "05915000", "telegram")
    with database.transaction() as session:
        assert allowed_places(session, "telegram") == []
