"""An invitation is used once, by whoever brings its code or link first, and cannot be guessed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from storage.database import Database
from storage.inbox import trace
from storage.invites import (
    CODE_ALPHABET,
    CODE_LENGTH,
    LINK_BYTES,
    LOCKED_FOR,
    VALIDITY,
    WRONG_TRIES,
    CodeTries,
    Invite,
    Secrets,
    count_wrong_try,
    create_invite,
    forget_old_tries,
    forget_tries,
    locked_until,
    redeem,
)
from storage.municipalities import Land
from storage.persons import Role

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
ACCOUNT = ("telegram", "17")


def invite(database: Database, role: Role = Role.CONTACT, ags: str | None = None, land: Land | None = None) -> Secrets:
    """Invite somebody to a role."""
    with database.transaction() as session:
        asked = Invite(role=role, ags=ags, land=land, created_at=NOW, expires_at=NOW + VALIDITY)
        return create_invite(session, asked)


def bring(database: Database, typed: str, now: datetime = NOW) -> Role | None:
    """Bring what was typed; gives the role it was good for."""
    with database.transaction() as session:
        redeemed = redeem(session, typed, now)
        return redeemed.role if redeemed else None


def try_wrongly(database: Database, times: int, now: datetime = NOW) -> list[datetime | None]:
    """Count wrong tries, each in a transaction of its own; gives what each of them led to."""
    ends = []
    for _ in range(times):
        with database.transaction() as session:
            ends.append(count_wrong_try(session, *ACCOUNT, now))
    return ends


def lock(database: Database, now: datetime, account: tuple[str, str] = ACCOUNT) -> datetime | None:
    """Say until when an account is locked."""
    with database.transaction() as session:
        return locked_until(session, *account, now)


def test_a_code_is_good_for_the_role_it_was_made_for(database: Database, municipalities: dict[str, str]) -> None:
    """Whoever brings the code gets the invitation with its role, municipality and Land."""
    assert "05711000" in municipalities
    code = invite(database, Role.DEPUTY, ags="05711000").code
    other = invite(database, Role.LAND_COORDINATOR, land=Land.NW).code
    with database.transaction() as session:
        for typed, expected in (
            (code, (Role.DEPUTY, "05711000", None)),
            (other, (Role.LAND_COORDINATOR, None, Land.NW)),
        ):
            redeemed = redeem(session, typed, NOW)
            assert redeemed is not None
            assert (redeemed.role, redeemed.ags, redeemed.land, redeemed.used_at) == (*expected, NOW)


def test_a_code_is_good_once(database: Database) -> None:
    """The second who brings a code gets nothing, and neither does the link that belongs to it."""
    secrets = invite(database)
    assert bring(database, secrets.code) is Role.CONTACT
    assert bring(database, secrets.code) is None
    assert bring(database, secrets.link_token) is None


def test_a_link_is_good_once(database: Database) -> None:
    """The token in the link does the same as the typed code, and uses up both."""
    secrets = invite(database)
    assert bring(database, f" {secrets.link_token}\n") is Role.CONTACT
    assert bring(database, secrets.link_token) is None
    assert bring(database, secrets.code) is None


def test_a_link_is_taken_literally(database: Database) -> None:
    """Nobody types a link: its token in another case is another token."""
    assert bring(database, invite(database).link_token.swapcase()) is None


@pytest.mark.parametrize(
    "typing",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "").lower(),
        lambda code: code.replace("-", "–"),
        lambda code: code.replace("-", "\N{NO-BREAK SPACE}"),
        " ".join,
        lambda code: f"  {code}.\n",
    ],
    ids=["lower", "no dashes", "spaces", "lower without dashes", "en dashes", "nbsp", "spelled", "surrounded"],
)
def test_a_code_is_read_as_people_type_it(database: Database, typing: Callable[[str], str]) -> None:
    """Case, dashes and spaces make no difference."""
    assert bring(database, typing(invite(database).code)) is Role.CONTACT


@pytest.mark.parametrize("typed", ["", " ", "-", "AAAA-AAAA-AAAA", "%", "' OR 1=1 --", "ä" * 5000])
def test_what_is_no_code_is_good_for_nothing(database: Database, typed: str) -> None:
    """Whatever else is typed finds no invitation, and none is used up by it."""
    secrets = invite(database)
    assert bring(database, typed) is None
    assert bring(database, secrets.code) is Role.CONTACT


def test_part_of_a_code_is_good_for_nothing(database: Database) -> None:
    """A code must be complete and exact."""
    code = invite(database).code
    assert bring(database, code[:-1]) is None
    assert bring(database, code + "A") is None


def test_an_invitation_ends_after_two_weeks(database: Database) -> None:
    """Up to its end a code is good, from that moment on it is not."""
    early, late = invite(database), invite(database)
    assert timedelta(days=14) == VALIDITY
    assert bring(database, early.code, NOW + VALIDITY - timedelta(seconds=1)) is Role.CONTACT
    assert bring(database, late.code, NOW + VALIDITY) is None
    assert bring(database, late.link_token, NOW + VALIDITY) is None


def test_only_hashes_are_kept(database: Database) -> None:
    """Neither code nor token, in whatever spelling, is anywhere in the table."""
    secrets = invite(database)
    with database.transaction() as session:
        (row,) = session.connection().execute(text("SELECT * FROM invite")).all()
    kept = " ".join(map(str, row)).upper()
    for secret in (secrets.code, secrets.code.replace("-", ""), secrets.link_token):
        assert secret.upper() not in kept
    assert len({row.code_hash, row.link_hash}) == 2
    assert {len(row.code_hash), len(row.link_hash)} == {64}


def test_a_code_is_long_enough_and_easy_to_read(database: Database) -> None:
    """A typed code has at least 50 random bits in three groups of four signs that nobody mixes up."""
    assert CODE_LENGTH * math.log2(len(set(CODE_ALPHABET))) >= 50
    assert not set("0O1I") & set(CODE_ALPHABET)
    groups = invite(database).code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(CODE_ALPHABET)


def test_a_link_is_long_enough(database: Database) -> None:
    """A link has at least 128 random bits, in signs that need no escaping in an address or a Telegram start link."""
    token = invite(database).link_token
    assert LINK_BYTES * 8 >= 128
    assert len(token) >= 22
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()


def test_no_two_invitations_share_a_secret(database: Database) -> None:
    """Every invitation has secrets of its own."""
    made = [invite(database) for _ in range(50)]
    assert len({secrets.code for secrets in made}) == len({secrets.link_token for secrets in made}) == 50


def test_given_hashes_are_not_trusted(database: Database) -> None:
    """An invitation gets fresh secrets even if somebody set hashes beforehand."""
    with database.transaction() as session:
        forged = Invite(role=Role.CONTACT, code_hash="x", link_hash="y", created_at=NOW, expires_at=NOW + VALIDITY)
        create_invite(session, forged)
        assert (forged.code_hash, forged.link_hash) != ("x", "y")


@pytest.mark.parametrize("second", ["code", "link_token"])
def test_of_two_who_bring_it_at_once_one_wins(
    database: Database, at_once: Callable[..., list[object]], second: str
) -> None:
    """Two people who bring the same invitation at the same moment: exactly one gets it."""
    secrets = invite(database)

    def take(typed: str) -> Callable[[], bool]:
        def run() -> bool:
            with database.transaction() as session:
                redeemed = redeem(session, typed, NOW)
                time.sleep(0.1)
                return redeemed is not None

        return run

    assert sorted(map(bool, at_once(take(secrets.code), take(getattr(secrets, second))))) == [False, True]


def test_an_invitation_whose_use_broke_off_is_still_good(database: Database) -> None:
    """When registering fails after the code was taken, the code can be brought again."""
    secrets = invite(database)

    def break_off() -> None:
        with database.transaction() as session:
            assert redeem(session, secrets.code, NOW)
            session.flush()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        break_off()
    assert bring(database, secrets.code) is Role.CONTACT


def test_the_fifth_wrong_try_locks_for_fifteen_minutes(database: Database) -> None:
    """Four wrong tries cost nothing; the fifth says until when the account must wait, and then it is free again."""
    end = NOW + timedelta(minutes=15)
    assert (5, timedelta(minutes=15)) == (WRONG_TRIES, LOCKED_FOR)
    assert try_wrongly(database, 4) == [None] * 4
    assert lock(database, NOW) is None
    assert try_wrongly(database, 1) == [end]
    assert lock(database, NOW) == lock(database, end - timedelta(seconds=1)) == end
    assert lock(database, end) is None


def test_after_a_lock_there_are_five_tries_again(database: Database) -> None:
    """When the lock has ended, counting starts anew."""
    try_wrongly(database, 5)
    later = NOW + LOCKED_FOR
    assert try_wrongly(database, 5, later) == [None] * 4 + [later + LOCKED_FOR]


def test_a_lock_concerns_one_account(database: Database) -> None:
    """Other accounts, also the same name on another network, go on trying."""
    try_wrongly(database, 5)
    assert lock(database, NOW, ("telegram", "18")) is None
    assert lock(database, NOW, ("matrix", "17")) is None


def test_a_right_code_forgets_the_wrong_ones(database: Database) -> None:
    """After a right code there are five tries again; forgetting where nothing was counted does nothing."""
    try_wrongly(database, 4)
    for _ in range(2):
        with database.transaction() as session:
            forget_tries(session, *ACCOUNT)
    assert try_wrongly(database, 4) == [None] * 4


@pytest.mark.parametrize("before", [0, 2])
def test_wrong_tries_at_once_are_all_counted(
    database: Database, at_once: Callable[..., list[object]], before: int
) -> None:
    """Guessing in parallel, through several instances, gives no more tries: none is lost in the count."""
    try_wrongly(database, before)

    def guess() -> datetime | None:
        with database.transaction() as session:
            end = count_wrong_try(session, *ACCOUNT, NOW)
            session.flush()
            time.sleep(0.05)
            return end

    ends = at_once(*[guess] * (4 - before))
    assert ends == [None] * (4 - before)
    with database.transaction() as session:
        assert session.exec(select(CodeTries.wrong)).one() == 4


def test_wrong_tries_are_forgotten_a_while_after_the_last(database: Database) -> None:
    """Of an account that nobody knows there is but a trace, and after 15 minutes not even that: it has five tries."""
    try_wrongly(database, 4)
    with database.transaction() as session:
        kept = session.exec(select(CodeTries)).one()
        assert (kept.sender, ACCOUNT[1] in str(kept)) == (trace(*ACCOUNT), False)
        forget_old_tries(session, NOW + LOCKED_FOR - timedelta(seconds=1))
        assert session.exec(select(CodeTries)).all() == [kept]
        forget_old_tries(session, NOW + LOCKED_FOR)
        assert session.exec(select(CodeTries)).all() == []
    try_wrongly(database, 4)
    assert try_wrongly(database, 4, NOW + LOCKED_FOR) == [None] * 4


def test_every_code_has_a_digit(database: Database) -> None:
    """Typed alone, a code is told from a word by it; three in a hundred drawn at random have none."""
    codes = [invite(database).code for _ in range(200)]
    assert all(any(sign.isdigit() for sign in code) for code in codes)
