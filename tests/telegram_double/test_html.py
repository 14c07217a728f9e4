"""Telegram's HTML, its complaints, and its measure of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram_double.detection import detected, to_html
from bot.demo.telegram_double.errors import ApiError
from bot.demo.telegram_double.formatted import Entity, Formatted, cleaned, units
from bot.demo.telegram_double.html_reader import read_html

READ = [
    pytest.param("<b>x</b>", "x", [("bold", 0, 1)], id="b is bold"),
    pytest.param("<STRONG>x</strong>", "x", [("bold", 0, 1)], id="tags have no case"),
    pytest.param("<i>a<b>b</b></i>", "ab", [("italic", 0, 2), ("bold", 1, 1)], id="tags nest"),
    pytest.param(
        "<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)], id="two words for underlined"
    ),
    pytest.param(
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [("strikethrough", at, 1) for at in range(3)],
        id="three for struck",
    ),
    pytest.param('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)], id="a spoiler as a span"),
    pytest.param("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)], id="a spoiler"),
    pytest.param("<a href='https://a.de'>x</a>", "x", [("text_link", 0, 1)], id="a link"),
    pytest.param("<a href='kein link'>x</a>", "x", [], id="what is no address is no link"),
    pytest.param("<a href='javascript:x()'>x</a>", "x", [], id="a script is no link"),
    pytest.param("<a href='http://[x'>x</a>", "x", [], id="a broken address is no link"),
    pytest.param("<a href='tg://user?id=5'>x</a>", "x", [("text_mention", 0, 1)], id="a mention without a name"),
    pytest.param("<pre><code class='language-python'>x</code></pre>", "x", [("pre", 0, 1)], id="code in a language"),
    pytest.param("<code><b>x</b></code>", "x", [("code", 0, 1)], id="nothing is marked inside code"),
    pytest.param(
        "<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)], id="a folded quotation"
    ),
    pytest.param("<tg-emoji emoji-id='53'>👍</tg-emoji>", "👍", [("custom_emoji", 0, 2)], id="an emoji of one's own"),
    pytest.param(
        "&lt;b&gt; &amp; &quot; &#228; &#x1F600; &nbsp;", '<b> & " ä 😀 &nbsp;', [], id="four names, all numbers"
    ),
    pytest.param("a & b", "a & b", [], id="a lone ampersand stands for itself"),
    pytest.param("<b></b>x", "x", [], id="an empty tag marks nothing"),
    pytest.param("<b>x</>", "x", [("bold", 0, 1)], id="an end tag may be nameless"),
]

REFUSED = [
    pytest.param("<b>x", 'Can\'t find end tag corresponding to start tag "b"', id="a tag left open"),
    pytest.param("x</b>", "Unexpected end tag at byte offset 1", id="an end without a beginning"),
    pytest.param("ü<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"', id="tags crossed"),
    pytest.param("<br>", 'Unsupported start tag "br" at byte offset 0', id="no br"),
    pytest.param("a <2", "Unclosed start tag at byte offset 2", id="a tag cut off"),
    pytest.param("1 < 2", 'Unsupported start tag "" at byte offset 2', id="less than is no tag"),
    pytest.param("<b x", 'Unclosed start tag "b" at byte offset 0', id="an attribute cut off"),
    pytest.param("<a href='x", "Unclosed start tag at byte offset 0", id="a value cut off"),
    pytest.param(
        "<a href=http://a.de>x</a>", "Unexpected end of name token at byte offset 8", id="a value without quotes"
    ),
    pytest.param("<a ='x'>", 'Empty attribute name in the tag "a" at byte offset 0', id="a value without a name"),
    pytest.param("<b/>", 'Unsupported start tag "b/" at byte offset 0', id="no empty tags"),
    pytest.param(
        "<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0', id="a span is a spoiler"
    ),
    pytest.param("<b>x</b", "Unclosed end tag at byte offset 4", id="an end tag cut off"),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_read(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """HTML becomes a text and entities in UTF-16 units."""
    read = read_html(source)
    assert (read.text, [(each.type, each.offset, each.length) for each in read.entities]) == (text, entities)


@pytest.mark.parametrize(("source", "complaint"), REFUSED)
def test_refused(source: str, complaint: str) -> None:
    """What cannot be read is refused in Telegram's words."""
    with pytest.raises(ApiError) as refused:
        read_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


FOUND = [
    pytest.param("/start ABCD", [("bot_command", 0, 6)], id="a command"),
    pytest.param("😀 /hilfe@hafenbote_bot", [("bot_command", 3, 20)], id="a command for one bot after an emoji"),
    pytest.param("und/oder </x>", [], id="a stroke between words is no command"),
    pytest.param("@hafenbote_bot, bitte", [("mention", 0, 14)], id="a mention"),
    pytest.param("kontakt@bielefeld.de", [("email", 0, 20)], id="a mail address"),
    pytest.param("siehe https://a.de/b.", [("url", 6, 14)], id="an address ends before the full stop"),
    pytest.param("#Zusage #1", [("hashtag", 0, 7)], id="a hashtag is no number"),
]


@pytest.mark.parametrize(("text", "entities"), FOUND)
def test_found(text: str, entities: list[tuple[str, int, int]]) -> None:
    """Telegram marks these by itself."""
    assert [(each.type, each.offset, each.length) for each in detected(Formatted(text)).entities] == entities


def test_cleaning_moves_entities_along() -> None:
    """Direction overrides vanish, blanks at both ends are cut, and what is marked stays marked."""
    text = Formatted("  a\u202eb\u202d😀 ", (Entity("bold", 3, 2), Entity("italic", 6, 3)))
    assert cleaned(text) == Formatted("ab😀", (Entity("bold", 1, 1), Entity("italic", 2, 2)))


@given(st.text())
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    """Whatever is escaped comes back unchanged."""
    escaped = text.encode("utf-8", "ignore").decode()
    assert read_html(to_html(Formatted(escaped))).text == escaped


@given(st.text())
def test_units_are_those_of_utf16(text: str) -> None:
    """Characters beyond the first plane count twice."""
    assert units(text) == len(text) + sum(ord(char) > 0xFFFF for char in text)
