"""A council decision as a file: a PDF, by what is in it. Who it is shown to."""

from __future__ import annotations

from pathlib import PurePath

from handlers.messages import Kind
from handlers.problems import Problem
from handlers.turn import Turn
from handlers.typed import clean
from storage.files import keep

PDF = "application/pdf"
MARK = b"%PDF-"
"""What a PDF begins with (ISO 32000-1, section 7.5.2); some scanners write an empty line before it."""

BEFORE = b"\xef\xbb\xbf\x00\r\n\t "
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
TEXTS = {".doc", ".docx", ".odt", ".rtf", ".pages", ".txt", ".xlsx", ".xls", ".ods"}
LONGEST_NAME = 120


def is_pdf(content: bytes | None) -> bool:
    """Say whether a file is a PDF by what is in it, whatever it is called."""
    return content is not None and content[:1024].lstrip(BEFORE).startswith(MARK)


def sent_pdf(turn: Turn) -> int:
    """Keep the PDF that came; gives the number of the file. Raises :class:`Problem` for whatever is none."""
    file, content = turn.incoming.file, turn.incoming.content
    name = clean(PurePath(file.name).name if file else "")[-LONGEST_NAME:]
    suffix = PurePath(name).suffix.lower()
    if content is None or not is_pdf(content):
        raise Problem(_refusal(turn, suffix), name=name)
    kept = keep(turn.session, name if suffix == ".pdf" else f"{name or 'beschluss'}.pdf", PDF, content, turn.now)
    return kept.id or 0


def _refusal(turn: Turn, suffix: str) -> str:
    content = turn.incoming.content or b""
    if turn.incoming.kind is Kind.IMAGE or (content.startswith(PICTURES) and suffix != ".pdf"):
        return "evidence-file-picture"
    if suffix == ".pdf":
        return "evidence-file-false"
    return "evidence-file-text" if suffix in TEXTS else "evidence-file-other"
