"""Who somebody is, where they can be reached, and what they may do when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.municipalities import Land
from storage.persons import (
    Address,
    Language,
    Person,
    Role,
    RoleAssignment,
    address_at,
    colleagues,
    holders,
    mark_gone,
    municipalities_of,
    note_chat,
    person_at,
    preferred_address,
    roles_of,
)

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
DAY = date(2021, 7, 1)
BIELEFELD, POTSDAM = "05711000", "12054000"
CONTACT, DEPUTY, ELSEWHERE = "Ansprechperson Bielefeld", "Vertretung Bielefeld", "Ansprechperson Potsdam"


def add_address(database: Database, person_id: int, network: str, account: str, position: int = 0) -> None:
    """Make a person reachable at an account, in the chat ``chat of <account>``."""
    with database.transaction() as session:
        session.add(
            Address(
                person_id=person_id,
                network=network,
                account=account,
                chat=f"chat of {account}",
                position=position,
                created_at=NOW,
            )
        )


def assign(database: Database, *assignments: RoleAssignment) -> None:
    """Give roles, in this order."""
    with database.transaction() as session:
        for assignment in assignments:
            session.add(assignment)
            session.flush()


def role(person_id: int, role: Role, ags: str | None = None, **more: object) -> RoleAssignment:
    """Make a role that holds since the beginning of 2021."""
    return RoleAssignment(**{"valid_from": date(2021, 1, 1), **more}, person_id=person_id, role=role, ags=ags)


def reached_at(database: Database, person_id: int) -> str | None:
    """Say at which chat a person is reached."""
    with database.transaction() as session:
        address = preferred_address(session, person_id)
        return address.chat if address else None


def test_a_person_speaks_german_unless_said_otherwise(database: Database, people: dict[str, int]) -> None:
    """Nobody has to choose a language before the first message."""
    with database.transaction() as session:
        assert session.get_one(Person, people[CONTACT]).language is Language.GERMAN


def test_a_person_is_known_by_any_of_their_accounts(database: Database, people: dict[str, int]) -> None:
    """Accounts on several networks are one person; the same name on another network is nobody."""
    add_address(database, people[CONTACT], "matrix", "@bielefeld:x.org")
    add_address(database, people[CONTACT], "telegram", "17")
    with database.transaction() as session:
        found = [person_at(session, *at) for at in (("matrix", "@bielefeld:x.org"), ("telegram", "17"))]
        assert [person.label for person in found if person] == [CONTACT, CONTACT]
        assert person_at(session, "matrix", "17") is None


def test_an_account_belongs_to_one_person(database: Database, people: dict[str, int]) -> None:
    """An account cannot stand for two people."""
    add_address(database, people[CONTACT], "matrix", "@bielefeld:x.org")
    with pytest.raises(IntegrityError):
        add_address(database, people[DEPUTY], "matrix", "@bielefeld:x.org")


def test_a_message_goes_to_the_first_address_that_is_not_gone(database: Database, people: dict[str, int]) -> None:
    """The lowest position comes first; where the person left or blocked us, the next one takes its place."""
    person = people[CONTACT]
    assert reached_at(database, person) is None
    add_address(database, person, "telegram", "17", position=1)
    add_address(database, person, "matrix", "@bielefeld:x.org", position=0)
    assert reached_at(database, person) == "chat of @bielefeld:x.org"
    with database.transaction() as session:
        mark_gone(session, "matrix", "chat of @bielefeld:x.org")
    assert reached_at(database, person) == "chat of 17"
    with database.transaction() as session:
        mark_gone(session, "telegram", "chat of 17")
    assert reached_at(database, person) is None


def test_an_address_where_nothing_is_sent_comes_last(database: Database, people: dict[str, int]) -> None:
    """A network that is switched off is passed over; who is reached nowhere else is written to when it is on again."""
    add_address(database, people[CONTACT], "telegram", "17", position=0)
    with database.transaction() as session:
        alone = preferred_address(session, people[CONTACT], {"matrix"})
        assert alone is not None
        assert alone.network == "telegram"
    add_address(database, people[CONTACT], "matrix", "@bielefeld:x.org", position=1)
    with database.transaction() as session:
        either = [preferred_address(session, people[CONTACT], {on}) for on in ("matrix", "telegram")]
        assert [address.network for address in either if address] == ["matrix", "telegram"]


def test_among_equal_positions_the_older_address_comes_first(database: Database, people: dict[str, int]) -> None:
    """The order of addresses never depends on chance."""
    add_address(database, people[CONTACT], "telegram", "17")
    add_address(database, people[CONTACT], "matrix", "@bielefeld:x.org")
    assert reached_at(database, people[CONTACT]) == "chat of 17"


def test_leaving_a_chat_concerns_that_chat_only(database: Database, people: dict[str, int]) -> None:
    """A chat of the same name on another network stays."""
    add_address(database, people[CONTACT], "telegram", "17")
    add_address(database, people[DEPUTY], "threema", "17")
    with database.transaction() as session:
        mark_gone(session, "telegram", "chat of 17")
    assert reached_at(database, people[CONTACT]) is None
    assert reached_at(database, people[DEPUTY]) == "chat of 17"


def test_who_writes_again_is_back(database: Database, people: dict[str, int]) -> None:
    """Writing brings a gone address back, and the chat written in last is the one we answer in."""
    add_address(database, people[CONTACT], "matrix", "@bielefeld:x.org")
    with database.transaction() as session:
        mark_gone(session, "matrix", "chat of @bielefeld:x.org")
    with database.transaction() as session:
        _, address = address_at(session, "matrix", "@bielefeld:x.org") or pytest.fail("known")
        note_chat(address, "another chat")
        assert address_at(session, "matrix", "@stranger:x.org") is None
    assert reached_at(database, people[CONTACT]) == "another chat"


def test_a_role_holds_from_its_first_to_its_last_day(database: Database, people: dict[str, int]) -> None:
    """Both days are included; without an end a role holds until further notice."""
    person = people[CONTACT]
    limited = role(person, Role.CONTACT, valid_from=date(2021, 3, 1), valid_until=date(2021, 6, 30))
    assign(database, limited, role(person, Role.SPOKESPERSON, valid_from=date(2021, 6, 30)))
    held = {}
    with database.transaction() as session:
        for month, day in ((2, 28), (3, 1), (6, 29), (6, 30), (7, 1)):
            held[month, day] = [each.role.value for each in roles_of(session, person, date(2021, month, day))]
    assert held == {
        (2, 28): [],
        (3, 1): ["contact"],
        (6, 29): ["contact"],
        (6, 30): ["contact", "spokesperson"],
        (7, 1): ["spokesperson"],
    }


def test_only_municipal_roles_speak_for_a_municipality(
    database: Database, people: dict[str, int], municipalities: dict[str, str]
) -> None:
    """A contact or deputy speaks for the municipality of the role, ordered by AGS; other roles speak for none."""
    person = people[CONTACT]
    assign(
        database,
        role(person, Role.DEPUTY, POTSDAM),
        role(person, Role.CONTACT, BIELEFELD),
        role(person, Role.SPOKESPERSON, "05515000"),
        role(person, Role.COORDINATOR),
    )
    with database.transaction() as session:
        spoken_for = municipalities_of(session, roles_of(session, person, DAY))
        assert municipalities_of(session, []) == []
    assert [each.name for each in spoken_for] == [municipalities[BIELEFELD], municipalities[POTSDAM]]


def test_holders_of_a_role_come_in_its_order(
    database: Database, people: dict[str, int], municipalities: dict[str, str]
) -> None:
    """Who holds a role is listed by position, then by when it was given, each person once, and only while it holds."""
    assert BIELEFELD in municipalities
    assign(
        database,
        role(people[CONTACT], Role.CONTACT, BIELEFELD, position=2),
        role(people[DEPUTY], Role.CONTACT, BIELEFELD, position=1),
        role(people[DEPUTY], Role.CONTACT, BIELEFELD, position=3),
        role(people[ELSEWHERE], Role.CONTACT, BIELEFELD, valid_until=date(2021, 6, 30)),
        role(people["Koordinierungsstelle"], Role.DEPUTY, BIELEFELD),
    )
    with database.transaction() as session:
        assert [each.label for each in holders(session, Role.CONTACT, DAY)] == [DEPUTY, CONTACT]


def test_holders_are_those_of_the_land_asked_for(
    database: Database, people: dict[str, int], municipalities: dict[str, str]
) -> None:
    """A role for one Land is not a role for another; unasked, all are listed."""
    assert POTSDAM in municipalities
    assign(
        database,
        role(people[CONTACT], Role.LAND_COORDINATOR, land=Land.NW),
        role(people[ELSEWHERE], Role.LAND_COORDINATOR, land=Land.BB),
        role(people[ELSEWHERE], Role.CONTACT, POTSDAM),
    )
    with database.transaction() as session:
        assert [each.label for each in holders(session, Role.LAND_COORDINATOR, DAY, land=Land.BB)] == [ELSEWHERE]
        assert len(holders(session, Role.LAND_COORDINATOR, DAY)) == 2
        assert holders(session, Role.LAND_COORDINATOR, DAY, land=Land.BY) == []


def test_colleagues_are_contacts_then_deputies(
    database: Database, people: dict[str, int], municipalities: dict[str, str]
) -> None:
    """The people of a municipality come once each, contacts before deputies, without the one who asks."""
    assert BIELEFELD in municipalities
    assign(
        database,
        role(people[DEPUTY], Role.DEPUTY, BIELEFELD),
        role(people[CONTACT], Role.CONTACT, BIELEFELD),
        role(people[CONTACT], Role.DEPUTY, BIELEFELD),
        role(people[ELSEWHERE], Role.CONTACT, POTSDAM),
    )
    with database.transaction() as session:
        assert [each.label for each in colleagues(session, BIELEFELD, DAY)] == [CONTACT, DEPUTY]
        assert [each.label for each in colleagues(session, BIELEFELD, DAY, without=people[CONTACT])] == [DEPUTY]
        assert colleagues(session, BIELEFELD, date(2020, 12, 31)) == []
