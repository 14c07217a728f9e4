"""Every place that names a person is known, to the export and to the erasure."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from storage.personal import PLACES, Fate
from storage.retention import Deed
from storage.retention_rules import RULES
from storage.retention_table import as_table
from storage.schema import METADATA


def test_every_column_that_refers_to_a_person_is_a_known_place() -> None:
    """A new table with somebody's number in it is neither exported nor erased until it says what becomes of it."""
    referring = {
        (key.parent.table.name, key.parent.name)
        for table in METADATA.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "person.id"
    }
    assert referring - {(place.table, place.column) for place in PLACES} == set()


def test_every_column_that_names_an_account_or_a_chat_is_a_known_place() -> None:
    """The same for what networks call people; group chats and the bot's own are nobody's."""
    of_groups = {("group_chat", "chat"), ("matrix_key", "account")}
    naming = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.columns
        if column.name in {"account", "chat", "sender", "voter"}
    }
    beside = {("address", "account"), ("address", "chat"), ("link_request", "chat")}  # go with their rows
    assert naming - of_groups - beside == {(each.table, each.column) for each in PLACES} & naming - beside


def test_places_exist() -> None:
    """Each place is a column there is, and so is what it empties."""
    for place in PLACES:
        columns = METADATA.tables[place.table].columns
        assert {place.column, *place.clears} <= set(columns.keys()), place
        assert bool(place.clears) is (place.fate is Fate.CLEARED), place


def test_every_table_has_a_rule_of_how_long_it_is_kept() -> None:
    """Nothing is kept that nobody has thought about; a new table fails here until somebody does."""
    assert {rule.table for rule in RULES} == set(METADATA.tables)


def test_every_rule_says_why_and_by_which_law() -> None:
    """A rule without a reason would be none."""
    for rule in RULES:
        assert rule.reason, rule
        assert rule.basis, rule
        assert (rule.days is None) is (rule.over is None), rule


def test_nothing_is_erased_that_something_refers_to() -> None:
    """A rule that erases rows spares those to which a foreign key of another table still leads."""
    for rule in RULES:
        if rule.deed is Deed.ERASE and rule.over is not None:
            over = str(rule.over(METADATA.tables[rule.table], datetime.now(UTC)))
            for key in (key for table in METADATA.tables.values() for key in table.foreign_keys):
                assert key.column.table.name != rule.table or f"{key.parent}" in over, (rule.table, key.parent)


def test_the_erasure_concept_has_the_rules_there_are() -> None:
    """The paper that is shown to an authority says what the job does: `python -m storage.retention_table` writes it."""
    concept = Path(__file__).parents[2] / "deploy" / "privacy" / "loeschkonzept.md"
    assert as_table() in concept.read_text(encoding="utf-8")
