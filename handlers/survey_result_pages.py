"""Long results as messages: a few that can be read at once, and beyond that a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.messages import Attachment, Choice, Message
from handlers.wording import Markdown, Wording, unmarked

LONGEST_PAGE = 3000
"""Characters of one message: beneath Telegram's 4,096, with room for what is escaped."""

MOST_PAGES = 3
"""Messages that somebody reads on a telephone; what is longer comes as a file."""

LINE, GAP = "\n", "\n\n"


def paragraph(lines: Iterable[Markdown]) -> Markdown:
    """Put lines below each other."""
    return Markdown(LINE.join(lines))


def paragraphs(parts: Iterable[Markdown]) -> Markdown:
    """Put parts below each other with a blank line between: what stands right below a list would belong to it."""
    return Markdown(GAP.join(parts))


def pages(parts: Iterable[Markdown]) -> list[Markdown]:
    """Put parts on pages; one that is longer than a page is divided between its lines."""
    found = [""]
    for part in parts:
        pieces = [part] if len(part) <= LONGEST_PAGE else part.split("\n")
        for place, piece in enumerate(pieces):
            longer = f"{found[-1]}{LINE if place else GAP}{piece}"
            if found[-1] and len(longer) > LONGEST_PAGE:
                found.append(piece)
            else:
                found[-1] = longer if found[-1] else piece
    return [Markdown(page) for page in found]


def as_messages(
    wording: Wording,
    name: str,
    parts: Sequence[Markdown],
    choices: tuple[Choice, ...] = (),
    picture: Attachment | None = None,
) -> list[Message]:
    """Write parts as messages, the picture with the first, the choices below the last.

    What would be too many of them is shown as far as it fits one, and sent whole as a text file called ``name``.
    """
    found = pages(parts)
    if len(found) > MOST_PAGES:
        whole = "\r\n\r\n".join(unmarked(part).replace("\n", "\r\n") for part in parts)
        file = Attachment(f"{name}.txt", "text/plain", whole.encode())
        shown = Message(found[0], attachment=picture)
        return [shown, Message(wording("survey-result-in-file"), choices, attachment=file)]
    last = len(found) - 1
    return [
        Message(page, choices if place == last else (), picture if place == 0 else None)
        for place, page in enumerate(found)
    ]
