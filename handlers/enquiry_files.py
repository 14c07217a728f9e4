"""Files that come with an enquiry or an answer: kept once, shown by their names."""

from __future__ import annotations

from handlers.messages import FileProblem
from handlers.problems import Problem
from handlers.turn import Turn
from storage.files import keep

NAMELESS = {"image/jpeg": "bild.jpg", "image/png": "bild.png", "image/webp": "bild.webp"}
"""What pictures are called that a phone sends without a name."""

UNKNOWN = "application/octet-stream"


def kept_file(turn: Turn) -> int | None:
    """Keep the file that came, if one did; gives its number. Raises :class:`Problem` where it could not be had."""
    file, content = turn.incoming.file, turn.incoming.content
    if file is None:
        return None
    if content is None:
        raise Problem(f"file-{turn.incoming.problem or FileProblem.GONE}")
    name = file.name or NAMELESS.get(file.media_type, "datei")
    return keep(turn.session, name, file.media_type or UNKNOWN, content, turn.now).id
