"""Our small Markdown: headings, bold, italic, code, links, lists, line breaks, and nothing else; HTML in it is text.

Plain text is written from the same tokens as HTML, so that neither markup nor escapes of what users typed show in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_RULES = ["heading", "list", "fence", "backticks", "emphasis", "link", "escape", "entity", "newline", "balance_pairs"]
_SMALLER, _SMALLEST = 2, 6
"""How many levels below its own a heading is shown, and the lowest there is: in a chat, the highest would shout."""
_SAFE_LINKS = ("https://", "http://", "mailto:")


def to_html(text: str) -> str:
    """Render our small Markdown as HTML; a single paragraph goes without its tags, as Element itself writes it."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + _SMALLER, _SMALLEST)}"
    paragraphs = [token for token in tokens if token.type == "paragraph_open"]
    if len(tokens) == len(paragraphs) + 2 and len(paragraphs) == 1:
        paragraphs[0].hidden = tokens[-1].hidden = True
    return str(markdown.renderer.render(tokens, markdown.options, {})).strip()


def to_plain(text: str) -> str:
    """Render our small Markdown as plain text."""
    return "".join(block.before + block.indented(_plain(block.token)) for block in blocks(text))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading (an ``inline`` token) or a ``fence``.

    ``before`` stands between it and the block before, ``lead`` is the marker of its list item. ``belongs`` says that
    the block before announces it, as a heading or with a colon at its end.
    """

    before: str
    lead: str
    token: Token
    is_heading: bool = False
    belongs: bool = False

    def indented(self, said: str) -> str:
        """Write what the block says behind its marker, later lines below the first."""
        return self.lead + said.replace("\n", self.line_break)

    @property
    def line_break(self) -> str:
        """What a line break in the block is."""
        return "\n" + " " * len(self.lead)


def blocks(text: str) -> Iterator[Block]:
    """List the blocks for networks without lists: a blank line between them, none between the items of a list."""
    reader = _Reader()
    for token in _markdown().parse(text):
        reader.step(token)
        if token.type in {"inline", "fence"}:
            yield reader.block(token)


class _Reader:
    """Knows in which list and item the next block stands."""

    def __init__(self) -> None:
        self._markers: list[_Marker] = []
        self._inside = False
        self._begun = False
        self._heading = False
        self._announced = False

    def step(self, token: Token) -> None:
        """Go on with the next token."""
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._inside = bool(self._markers)
            self._markers.append(_Marker(token))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._markers.pop()
            self._inside = bool(self._markers)
        elif token.type == "list_item_open":
            self._markers[-1].next()
        elif token.type in {"heading_open", "heading_close"}:
            self._heading = token.type == "heading_open"

    def block(self, token: Token) -> Block:
        """Place a block here."""
        lead = "  " * (len(self._markers) - 1) + self._markers[-1].take() if self._markers else ""
        between = "\n" if self._inside else "\n\n"
        before = between if self._begun else ""
        belongs, self._announced = self._announced, self._heading or token.content.rstrip(" *`").endswith(":")
        self._inside, self._begun = bool(self._markers), True
        return Block(before, lead, token, self._heading, belongs)


class _Marker:
    """What stands before the items of one list."""

    def __init__(self, token: Token) -> None:
        self._number = int(token.attrs.get("start", 1)) - 1 if token.type == "ordered_list_open" else None
        self._fresh = False

    def next(self) -> None:
        self._fresh = True
        if self._number is not None:
            self._number += 1

    def take(self) -> str:
        """Return the marker for an item's first block and as many blanks for the others."""
        marker = "• " if self._number is None else f"{self._number}. "
        fresh, self._fresh = self._fresh, False
        return marker if fresh else " " * len(marker)


def _plain(token: Token) -> str:
    return token.content.rstrip("\n") if token.type == "fence" else "".join(_inline(token.children or []))


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    links: list[tuple[str, str]] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type == "link_open":
            links.append((str(token.attrs["href"]), ""))
        elif token.type == "link_close":
            href, shown = links.pop()
            yield "" if href.removeprefix("mailto:") == shown else f" ({href})"
        elif token.content:
            links = [(href, shown + token.content) for href, shown in links]
            yield token.content


def numbered(labels: Sequence[str]) -> str:
    """Write choices as the numbered list that people answer with a number."""
    return "\n".join(f"{number}. {to_plain(label)}" for number, label in enumerate(labels, 1))


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True, "xhtmlOut": True}).enable(_RULES)
    markdown.validateLink = _is_safe  # type: ignore[method-assign]
    return markdown


def _is_safe(url: str) -> bool:
    return url.startswith(_SAFE_LINKS)
