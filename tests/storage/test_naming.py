"""What a claimed row refers to is named as its network does, and stays our own key in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import event

from storage.batches import REMOVAL
from storage.claims import claim
from storage.database import Database
from storage.files import StoredFile
from storage.naming import foreign
from storage.outbox import OutboxMessage, record_part, record_sent
from storage.parts import Part, PartKind, name_parts, read_part, read_parts
from storage.said import by_external_id, ours_among
from tests.storage.test_outbox import NOW, enqueue, failed, message, take

WHOLE = (Part("16", PartKind.CAPTION), Part("17"), Part("18", PartKind.POLL))


def say(database: Database, name: str, parts: Sequence[Part] = (), **more: object) -> OutboxMessage:
    """Send a message that arrives under a name."""
    said = message(**({"said": name} | more))  # type: ignore[arg-type]
    enqueue(database, said)
    [claimed] = take(database)
    with database.transaction() as session:
        assert record_sent(session, claimed, name, NOW)
        name_parts(session, claimed, parts)
    return claimed


def claimed(database: Database, **more: object) -> OutboxMessage:
    """Claim the one row that refers to another."""
    enqueue(database, message("x", **more))  # type: ignore[arg-type]
    [row] = take(database)
    failed(database, row)
    return row


def test_parts_are_written_and_read() -> None:
    """A name alone is that of a text; a name may hold colons, as old event ids of Matrix do."""
    old = "$143273582443PhrSn:example.org"
    assert read_parts(f"file:17 {old} text:{old}") == [Part("17", PartKind.FILE), Part(old), Part(old)]
    assert [read_part(str(part)) for part in WHOLE] == list(WHOLE)
    assert read_parts(None) == []


def test_an_edit_names_the_parts_that_stand_there_now(database: Database) -> None:
    """However often a message was edited, and whichever version is named: its parts are those of the newest."""
    first = say(database, "16", WHOLE)
    assert claimed(database, replaces=first.key).replaces == "caption:16 text:17 poll:18"
    second = say(database, "16", WHOLE[:1], replaces=first.key)
    for version in (first, second):
        assert claimed(database, replaces=version.key).replaces == "caption:16"
    assert claimed(database, replaces=say(database, "99").key).replaces == "99"


def test_a_removal_names_all_parts_there_ever_were(database: Database) -> None:
    """Also those of its edits; each once. What never arrived, or stands in another chat, leaves nothing to remove."""
    first = say(database, "17")
    say(database, "17", (Part("17"), Part("19", PartKind.EDIT)), replaces=first.key)
    assert claimed(database, removes=first.key).removes == "text:17 edit:19"
    assert claimed(database, removes=first.key, chat="b").removes == ""
    assert claimed(database, removes="never said").removes == ""
    assert claimed(database).removes is None


def test_what_was_removed_is_not_edited_any_more(database: Database) -> None:
    """An edit of what is gone shows nobody anything: it goes as a new message. A text in its place still stands."""
    first, other = say(database, "17"), say(database, "27")
    second = say(database, "17", (Part("17"), Part("19", PartKind.EDIT)), replaces=first.key)
    say(database, "", removes=second.key, key=second.key + REMOVAL)
    say(database, "27", removes=other.key, key=other.key + REMOVAL)
    assert [claimed(database, replaces=each.key).replaces for each in (first, second, other)] == ["", "", "27"]


def test_what_has_arrived_of_a_message_that_failed_can_be_removed(database: Database) -> None:
    """A long message whose end was refused has left its beginning in the chat."""
    enqueue(database, message("long"))
    [begun] = take(database)
    with database.transaction() as session:
        assert record_part(session, begun, ["text:7"])
    [again] = take(database)
    assert again.part_names == ["text:7"]
    failed(database, again)
    assert claimed(database, removes=begun.key).removes == "text:7"
    assert claimed(database, replaces=begun.key).replaces is None


def test_a_thread_is_named_by_its_root(database: Database) -> None:
    """Networks know no threads in threads: an answer in one names its root, and what is answered in it."""
    root = say(database, "$root")
    answer = say(database, "$answer", thread=root.key)
    assert claimed(database, thread=root.key).thread == "$root"
    assert claimed(database, thread=answer.key).thread == "$root $answer"
    assert claimed(database, thread=root.key, chat="b").thread is None
    theirs = say(database, "$ours", thread=foreign("$theirs"))
    assert claimed(database, thread=foreign("$theirs")).thread == "$theirs"
    assert claimed(database, thread=theirs.key).thread == "$theirs $ours"


def test_the_end_of_a_poll_names_its_part(database: Database) -> None:
    """The poll stands in a message of its own below the text."""
    asked = say(database, "17", (Part("17"), Part("18", PartKind.POLL)))
    assert claimed(database, ends_poll=asked.key).ends_poll is None
    with database.transaction() as session:
        session.get_one(OutboxMessage, asked.id).poll_name = "4711"
    ended = claimed(database, ends_poll=asked.key)
    assert (ended.ends_poll, ended.poll_name) == ("18", "4711")


def test_many_rows_share_one_file(database: Database) -> None:
    """It is read once for all rows of a claim, which hold the same bytes; the rows in the database hold none."""
    with database.transaction() as session:
        file = StoredFile(name="brief.pdf", media_type="application/pdf", content=b"%PDF", digest="0", created_at=NOW)
        session.add(file)
        session.flush()
        number = file.id
    enqueue(database, *(message("Anbei", chat=f"{chat}", file_id=number) for chat in range(5)))
    rows = take(database)
    assert len({id(row.attachment) for row in rows}) == 1
    assert {(row.attachment_name, row.attachment_type, row.attachment) for row in rows} == {
        ("brief.pdf", "application/pdf", b"%PDF")
    }
    with database.transaction() as session:
        assert session.get_one(OutboxMessage, rows[0].id).attachment is None


def test_what_refers_to_nothing_costs_no_query(database: Database) -> None:
    """Nearly all rows are so: a claim of them makes as many statements as it ever did."""
    asked: list[str] = []
    enqueue(database, *(message("x", chat=f"{chat}") for chat in range(5)))
    with database.transaction() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert len(claim(session, "instance 1", ["telegram"], 10)) == 5
    statements = [statement for statement in asked if statement.lstrip().startswith(("SELECT", "UPDATE"))]
    assert len([statement for statement in statements if "outbox" in statement]) == 2


def test_each_part_and_the_newest_version_are_found(database: Database) -> None:
    """People answer any part of a message; what was edited is its newest version. Signs of patterns are signs."""
    first = say(database, "16", WHOLE)
    second = say(database, "16", WHOLE[1:2], replaces=first.key)
    with database.transaction() as session:
        found = [by_external_id(session, "telegram", "a", name) for name in ("16", "17", "18", "1_", "%", "", '"')]
        assert [each and each.id for each in found] == [second.id, second.id, first.id, None, None, None, None]
        assert by_external_id(session, "telegram", "b", "17") is None
        assert ours_among(session, "telegram", "a", {"16", "18", "7"}) == {"16", "18"}
