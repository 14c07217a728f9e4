"""What a claimed row refers to, as its network needs it: the names of other messages of ours, and the file it shares.

In the database a row refers to others by our own keys. On its way out, and nowhere else, it names

- in ``replaces`` the parts of the message as it stands in the chat now, however often it was edited,
- in ``removes`` all parts it ever had, also its edits; empty where there is nothing to remove,
- in ``thread`` the root of the thread and, behind a blank, the message in it that is answered, if that is another,
- in ``ends_poll`` and ``poll_name`` the message whose poll ends, and that poll.

What stands in another chat is not there to be edited, removed or answered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select, tuple_

from storage.batches import REMOVAL
from storage.files import StoredFile
from storage.outbox import OutboxMessage, OutboxState
from storage.parts import PartKind, read_part, write_parts

FOREIGN = "="
"""Before the network's own name of somebody else's message, as the root of a thread: there is no key for it."""

Place = tuple[str, str, str]
"""Network, chat, and a key or name there."""


@dataclass(frozen=True, slots=True)
class Named:
    """A message of ours that has a name on its network."""

    external_id: str
    parts: Sequence[str]
    poll_name: str | None
    thread: str | None


def name_references(session: Session, rows: Sequence[OutboxMessage]) -> None:
    """Let claimed rows name what they refer to. Rows that refer to nothing cost no query."""
    referring = [row for row in rows if any(_keys(row))]
    if referring:
        _name(session, referring)
    sharing = [row for row in rows if row.file_id is not None]
    if sharing:
        _attach(session, sharing)


def foreign(name: str) -> str:
    """Write the network's name of a message that is not ours as the root of a thread."""
    return FOREIGN + name


def _keys(row: OutboxMessage) -> tuple[str | None, ...]:
    return row.replaces, row.ends_poll, row.thread, row.removes


def _name(session: Session, rows: Sequence[OutboxMessage]) -> None:
    known = _known(session, {key for row in rows for key in _keys(row) if key})
    changed = {key for row in rows for key in (row.replaces, row.removes) if key}
    places = [(network, chat, one.external_id) for (network, chat, key), one in known.items() if key in changed]
    versions = _versions(session, places)
    for row in rows:
        replaced, polled, _, removed = (known.get((row.network, row.chat, key or "")) for key in _keys(row))
        named = {
            "replaces": " ".join(_standing(row, replaced, versions)) if replaced and replaced.external_id else None,
            "removes": " ".join(_ever(row, removed, versions)) if row.removes is not None else None,
            "thread": _thread(row, known),
            "ends_poll": _poll(polled) if polled and polled.poll_name else None,
            "poll_name": polled.poll_name if polled else row.poll_name,
        }
        for name, value in named.items():
            set_committed_value(row, name, value)  # for the network alone


def _known(session: Session, keys: Collection[str]) -> dict[Place, Named]:
    """Look up messages by their keys, and the roots of the threads they stand in."""
    known: dict[Place, Named] = {}
    wanted, seen = set(keys), set[str]()
    while wanted:
        found = _look_up(session, wanted)
        known |= found
        seen |= wanted
        wanted = {one.thread for one in found.values() if one.thread and not one.thread.startswith(FOREIGN)} - seen
    return known


def _look_up(session: Session, keys: Collection[str]) -> dict[Place, Named]:
    one = OutboxMessage
    columns = select(one.network, one.chat, one.key, one.external_id, one.part_names, one.poll_name, one.thread)  # type: ignore[call-overload]
    rows = session.exec(columns.where(col(one.key).in_(keys)))
    return {
        (network, chat, key): Named(name or "", parts or ([name] if name else []), poll_name, thread)
        for network, chat, key, name, parts, poll_name, thread in rows
        if name or parts
    }


def _versions(session: Session, places: Collection[Place]) -> dict[Place, list[Sequence[str]]]:
    """List, for messages by their names, the parts of each version of them, the newest last; none once removed."""
    versions: dict[Place, list[Sequence[str]]] = {}
    removed: set[Place] = set()
    named = [place for place in places if place[2]]
    if not named:
        return versions
    one = OutboxMessage
    here = tuple_(col(one.network), col(one.chat), col(one.external_id)).in_(named)
    columns = select(one.network, one.chat, one.external_id, one.part_names, _is_removed())  # type: ignore[call-overload]
    for network, chat, name, parts, is_gone in session.exec(columns.where(here).order_by(col(one.id))):
        versions.setdefault((network, chat, name), []).append(parts or [name])
        if is_gone:
            removed.add((network, chat, name))
    for place in removed:
        versions[place].append([])
    return versions


def _is_removed() -> ColumnElement[bool]:
    """Write that a message was taken out of its chat, and that nothing stands in its place."""
    removal = aliased(OutboxMessage)
    taken = (col(removal.key) == col(OutboxMessage.key).concat(REMOVAL), col(removal.external_id) == "")
    return select(removal.id).where(*taken, col(removal.state) == OutboxState.SENT).exists()


def _standing(row: OutboxMessage, named: Named, versions: dict[Place, list[Sequence[str]]]) -> Sequence[str]:
    return versions.get((row.network, row.chat, named.external_id), [named.parts])[-1]


def _ever(row: OutboxMessage, named: Named | None, versions: dict[Place, list[Sequence[str]]]) -> list[str]:
    if named is None:
        return []
    all_versions = versions.get((row.network, row.chat, named.external_id), [named.parts])
    parts = {part.name: part for version in all_versions for part in map(read_part, version)}
    return write_parts(parts.values())


def _poll(polled: Named) -> str:
    polls = [part.name for part in map(read_part, polled.parts) if part.kind is PartKind.POLL]
    return polls[0] if polls else polled.external_id


def _thread(row: OutboxMessage, known: dict[Place, Named]) -> str | None:
    """Name the root of a thread and the message in it that is answered: networks know no threads in threads."""
    key, path = row.thread, list[str]()
    while key and len(path) < len(known) + 1:
        if key.startswith(FOREIGN):
            path.append(key.removeprefix(FOREIGN))
            break
        found = known.get((row.network, row.chat, key))
        if found is None or not found.external_id:
            break
        path.append(found.external_id)
        key = found.thread
    return " ".join(dict.fromkeys((path[-1], path[0]))) if path else None


def _attach(session: Session, rows: Sequence[OutboxMessage]) -> None:
    """Give rows the files they share: the same bytes to all of them."""
    wanted = {row.file_id for row in rows}
    columns = select(StoredFile.id, StoredFile.name, StoredFile.media_type, StoredFile.content)
    files = {number: found for number, *found in session.exec(columns.where(col(StoredFile.id).in_(wanted)))}
    for row in rows:
        name, media_type, content = files.get(row.file_id, (None, None, None))
        set_committed_value(row, "attachment_name", name)
        set_committed_value(row, "attachment_type", media_type)
        set_committed_value(row, "attachment", content)
