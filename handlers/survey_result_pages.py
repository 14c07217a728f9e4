"""Long results as messages: a few that can be read at once, and beyond that a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.messages import Attachment, Choice, Message
from handlers.wording import Markdown, Wording, unmarked

LONGEST_PAGE = 3000
"""Characters of one message: beneath Telegram's 4,096, with room for what is escaped."""

MOST_PAGES = 3
"""Messages that somebody reads on a telephone; what is longer comes as a file."""


def paragraph(lines: Iterable[Markdown]) -> Markdown:
    """Put lines below each other."""
    return Markdown("\n".join(lines))


def paragraphs(parts: Iterable[Markdown]) -> Markdown:
    """Put parts below each other with a blank line between: what stands right below a list would belong to it."""
    return Markdown("\n\n".join(parts))


def pages(paragraphs: Sequence[Markdown]) -> list[Markdown]:
    """Put paragraphs on pages; one that is longer than a page is divided between its lines."""
    found: list[Markdown] = []
    for paragraph in paragraphs:
        for part in _parts(paragraph):
            if found and len(found[-1]) + len(part) + 2 <= LONGEST_PAGE:
                found[-1] = Markdown(f"{found[-1]}\n\n{part}")
            else:
                found.append(part)
    return found


def as_messages(
    wording: Wording,
    name: str,
    paragraphs: Sequence[Markdown],
    choices: tuple[Choice, ...] = (),
    picture: Attachment | None = None,
) -> list[Message]:
    """Write paragraphs as messages, the picture with the first, the choices below the last.

    What would be too many of them is shown as far as it fits one, and sent whole as a text file called ``name``.
    """
    found = pages(paragraphs)
    if len(found) > MOST_PAGES:
        whole = "\r\n\r\n".join(unmarked(paragraph).replace("\n", "\r\n") for paragraph in paragraphs)
        file = Attachment(f"{name}.txt", "text/plain", whole.encode())
        shown = Message(found[0], attachment=picture)
        return [shown, Message(wording("survey-result-in-file"), choices, attachment=file)]
    last = len(found) - 1
    return [
        Message(page, choices if place == last else (), picture if place == 0 else None)
        for place, page in enumerate(found)
    ]


def _parts(paragraph: Markdown) -> list[Markdown]:
    parts: list[str] = []
    for line in paragraph.split("\n"):
        if parts and len(parts[-1]) + len(line) + 1 <= LONGEST_PAGE:
            parts[-1] = f"{parts[-1]}\n{line}"
        else:
            parts.append(line)
    return [Markdown(part) for part in parts]
