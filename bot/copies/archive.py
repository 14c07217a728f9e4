"""The file of a copy: a compressed tar with the tables as lines, the bot's keys, and what all of it must be.

``head.json`` stands first and says how the tables are to be read, ``manifest.json`` last, with the digest of all that
stands before it: a file that is cut off has none. Both databases have this one format, so each reads the other's.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO

from storage.shapes import Kind, Shape
from storage.snapshots import Count

FORMAT = 1
QUICKLY = 3
"""Level of compression: on the highest it takes five times as long and saves a tenth."""
HEAD, MANIFEST = "head.json", "manifest.json"
TABLES, STORE = "tables/", "matrix-store/"
MEMBER = 2_000_000
"""Bytes after which a table goes on in the next member: so much of it is in memory."""


class ArchiveError(Exception):
    """A file is no copy of ours, or is damaged."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a copy is of: its release, schema, moment and tables, and the last number given in each."""

    version: str
    revision: str
    made_at: datetime
    database: str
    shapes: Sequence[Shape]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy must hold: each table's rows and checksum, the ledger's length and head, each member's digest."""

    tables: Mapping[str, Sequence[int | str]]
    ledger: Sequence[int | str]
    members: Mapping[str, str]


@dataclass(slots=True)
class Writer:
    """Writes a copy, member by member."""

    tar: tarfile.TarFile
    made_at: datetime
    members: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        """Write a member."""
        told = tarfile.TarInfo(name)
        told.size, told.mode, told.mtime = len(content), 0o600, int(self.made_at.timestamp())
        self.tar.addfile(told, io.BytesIO(content))
        self.members[name] = sha256(content).hexdigest()

    def add_head(self, head: Head) -> None:
        """Write what stands first."""
        self.add(HEAD, _json(asdict(head) | {"hafenbote": FORMAT}))

    def add_table(self, name: str, lines: Iterable[bytes]) -> Count:
        """Write a table's lines; returns what they come to."""
        count, part, number = Count(), bytearray(), 0
        for line in lines:
            count.add(line)
            part += line
            if len(part) >= MEMBER:
                self.add(f"{TABLES}{name}/{number:06}", bytes(part))
                part, number = bytearray(), number + 1
        self.add(f"{TABLES}{name}/{number:06}", bytes(part))
        return count

    def add_manifest(self, tables: Mapping[str, Count], ledger: tuple[int, str]) -> None:
        """Write what stands last."""
        counted = {name: (count.rows, count.checksum) for name, count in tables.items()}
        self.add(MANIFEST, _json(asdict(Manifest(counted, ledger, self.members))))


@contextmanager
def writing(onto: BinaryIO, made_at: datetime) -> Iterator[Writer]:
    """Begin to write a copy, and end it."""
    with (
        gzip.GzipFile("", "wb", QUICKLY, onto, made_at.timestamp()) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        yield Writer(tar, made_at)


class Reader:
    """Reads a copy once, from its beginning to its end. Everything it gives has its digest looked at before the end."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._members = self._open()
        self._digests: dict[str, str] = {}
        self._next: tuple[str, bytes] | None = next(self._members, None)
        self.head = self._read_head()

    def _open(self) -> Iterator[tuple[str, bytes]]:
        try:
            with gzip.GzipFile(fileobj=self._source) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    yield member.name, content.read() if content else b""
            while self._source.read(MEMBER):  # what is sealed is known to be whole only at its end
                pass
        except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise ArchiveError("this file is damaged, or no copy made by `hafenbote db backup`") from error

    def _read_head(self) -> Head:
        content = self._taken(HEAD)
        if content is None:
            raise ArchiveError("this file is no copy made by `hafenbote db backup`")
        told = _parsed(content)
        if told.pop("hafenbote") != FORMAT:
            raise ArchiveError(f"this copy was made by Hafenbote {told['version']}: restore it with that version")
        shapes = [
            Shape(each["name"], {name: Kind(kind) for name, kind in each["columns"].items()}, each["key"])
            for each in told.pop("shapes")
        ]
        return Head(**told | {"made_at": datetime.fromisoformat(told["made_at"])}, shapes=shapes)

    def _taken(self, prefix: str) -> bytes | None:
        """Take the next member if it is one of these."""
        if self._next is None or not self._next[0].startswith(prefix):
            return None
        name, content = self._next
        self._digests[name] = sha256(content).hexdigest()
        self._next = next(self._members, None)
        return content

    def lines(self, shape: Shape) -> Iterator[bytes]:
        """Read the next table, which must be this one."""
        while (part := self._taken(f"{TABLES}{shape.name}/")) is not None:
            yield from io.BytesIO(part)

    def store(self) -> Iterator[tuple[str, bytes]]:
        """Read the files of the Matrix store, after all tables."""
        while self._next is not None and self._next[0].startswith(STORE):
            name = self._next[0].removeprefix(STORE)
            yield name, self._taken(STORE) or b""

    def end(self) -> Manifest:
        """Read what stands last, and compare. Raises :class:`ArchiveError`."""
        content = self._taken(MANIFEST)
        if content is None or self._next is not None:
            raise ArchiveError("this copy is cut off or damaged: take another one")
        manifest = Manifest(**_parsed(content))
        del self._digests[MANIFEST]
        if self._digests != manifest.members:
            raise ArchiveError("this copy is damaged, its digests are not those of its parts: take another one")
        return manifest


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, default=str, ensure_ascii=False, indent=1).encode()


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError as error:
        raise ArchiveError("this copy is damaged: take another one") from error
    return dict(told)
