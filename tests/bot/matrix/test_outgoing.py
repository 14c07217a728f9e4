"""What people see of the bot's messages in a Matrix client: rows of the outbox and the events they become."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import to_html, to_plain
from bot.matrix.outgoing import render, render_end, render_file, render_poll
from handlers.wording import escape_lines
from storage.outbox import OutboxMessage

HTML = "org.matrix.custom.html"
HEADINGS = ("h3", "h4", "h5", "h6")


def row(text: str, **more: object) -> OutboxMessage:
    """Write a row of the outbox."""
    created_at = datetime(2021, 7, 1, tzinfo=UTC)
    return OutboxMessage(network="matrix", chat="!raum", text=text, created_at=created_at, **more)  # type: ignore[arg-type]


RENDERED = [
    pytest.param("Moin", "Moin", "Moin", id="plain text"),
    pytest.param("**fett** *kursiv*", "fett kursiv", "<strong>fett</strong> <em>kursiv</em>", id="bold and italic"),
    pytest.param("`start 4711`", "start 4711", "<code>start 4711</code>", id="code"),
    pytest.param("eins\nzwei", "eins\nzwei", "eins<br />\nzwei", id="a line break is one"),
    pytest.param("eins\n\nzwei", "eins\n\nzwei", "<p>eins</p>\n<p>zwei</p>", id="paragraphs"),
    pytest.param(
        "- eins\n- zwei\n  - tief\n- drei",
        "• eins\n• zwei\n  • tief\n• drei",
        "<ul>\n<li>eins</li>\n<li>zwei\n<ul>\n<li>tief</li>\n</ul>\n</li>\n<li>drei</li>\n</ul>",
        id="lists in lists",
    ),
    pytest.param(
        "3. drei\n4. vier",
        "3. drei\n4. vier",
        '<ol start="3">\n<li>drei</li>\n<li>vier</li>\n</ol>',
        id="numbered list",
    ),
    pytest.param("- a\n\n1. b", "• a\n\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>", id="two lists"),
    pytest.param(
        "[Portal](https://example.org)",
        "Portal (https://example.org)",
        '<a href="https://example.org">Portal</a>',
        id="a link shows its address where there is no markup",
    ),
    pytest.param(
        "[https://example.org](https://example.org)",
        "https://example.org",
        '<a href="https://example.org">https://example.org</a>',
        id="but only once",
    ),
    pytest.param(
        "[x](javascript:alert\\(1\\))", "[x](javascript:alert(1))", "[x](javascript:alert(1))", id="no scripts"
    ),
    pytest.param(
        "Halle \\(Westf\\.\\) \\*neu\\*", "Halle (Westf.) *neu*", "Halle (Westf.) *neu*", id="typed text stays as typed"
    ),
    pytest.param("<b>x</b> & y", "<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y", id="html is text"),
    pytest.param(
        "# Brief\n### *Anlass*\nText",
        "Brief\n\nAnlass\n\nText",
        "<h3>Brief</h3>\n<h5><em>Anlass</em></h5>\n<p>Text</p>",
        id="headings, not as large as on a page",
    ),
    pytest.param("###### tief", "tief", "<h6>tief</h6>", id="a heading alone, on the lowest level"),
    pytest.param("#kein Titel", "#kein Titel", "#kein Titel", id="no heading without a blank"),
    pytest.param("\\# kein Titel", "# kein Titel", "# kein Titel", id="no heading where somebody typed it"),
    pytest.param(
        "20 Plätze – ab „sofort“", "20 Plätze – ab „sofort“", "20 Plätze – ab „sofort“", id="German typography"
    ),
]


@pytest.mark.parametrize(("text", "plain", "html"), RENDERED)
def test_renders(text: str, plain: str, html: str) -> None:
    """The body has no markup and the HTML nothing but ours."""
    assert (to_plain(text), to_html(text)) == (plain, html)


def test_plain_message_needs_no_html() -> None:
    """A message without markup is a notice with a body, and mentions nobody."""
    assert render(row("Moin")) == {"msgtype": "m.notice", "body": "Moin", "m.mentions": {}}


def test_choices_are_a_numbered_list() -> None:
    """On Matrix, people choose by number, word or reaction; labels are never markup."""
    assert render(row("Wählen Sie:", choices=[["Ja & <gern>", "ja"], ["Nein", "nein"]])) == {
        "msgtype": "m.notice",
        "body": "Wählen Sie:\n\n1. Ja & <gern>\n2. Nein",
        "format": HTML,
        "formatted_body": "Wählen Sie:<ol><li>Ja &amp; &lt;gern&gt;</li><li>Nein</li></ol>",
        "m.mentions": {},
    }


THREADS = [
    pytest.param("$root", {"is_falling_back": True, "m.in_reply_to": {"event_id": "$root"}}, id="below its root"),
    pytest.param("$root $ours", {"is_falling_back": False, "m.in_reply_to": {"event_id": "$ours"}}, id="as an answer"),
]


@pytest.mark.parametrize(("thread", "answer"), THREADS)
def test_a_message_stands_in_a_thread(thread: str, answer: dict[str, object]) -> None:
    """Clients without threads show an answer; an edit stays where the edited message stands."""
    relation = {"rel_type": "m.thread", "event_id": "$root", **answer}
    assert render(row("Moin", thread=thread))["m.relates_to"] == relation
    assert render(row("Moin", thread=thread, replaces="$vorher"))["m.relates_to"]["rel_type"] == "m.replace"


@pytest.mark.parametrize(
    ("replaces", "event"),
    [
        ("$vorher", "$vorher"),
        ("file:$datei text:$vorher edit:$nachher poll:$umfrage", "$vorher"),
        ("file:$datei", "$datei"),
    ],
)
def test_an_edit_replaces_the_text(replaces: str, event: str) -> None:
    """Of all parts the text, and never an earlier edit: the specification knows no edits of edits."""
    assert render(row("fertig", replaces=replaces))["m.relates_to"]["event_id"] == event


def test_replacement_edits_the_earlier_message() -> None:
    """Clients that know edits show the new content, others a line with an asterisk."""
    new = {
        "msgtype": "m.notice",
        "body": "fertig",
        "format": HTML,
        "formatted_body": "<strong>fertig</strong>",
        "m.mentions": {},
    }
    assert render(row("**fertig**", replaces="$vorher")) == {
        **new,
        "body": "* fertig",
        "formatted_body": "* <strong>fertig</strong>",
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$vorher"},
    }


@pytest.mark.parametrize(("media_type", "msgtype"), [("image/png", "m.image"), ("text/calendar", "m.file")])
def test_file_is_shown_as_what_it_is(media_type: str, msgtype: str) -> None:
    """A picture is shown, everything else offered for download."""
    file = {"body": "termin.ics", "url": "mxc://a/b"}
    assert render_file(file, media_type) == {**file, "msgtype": msgtype, "m.mentions": {}}


START, END, TEXT = "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.end", "org.matrix.msc1767.text"


@pytest.mark.parametrize(("several", "most"), [(False, 1), (True, 2)])
def test_poll_is_an_event_of_its_own(several: bool, most: int) -> None:  # noqa: FBT001
    """As clients read it today (MSC3381, unstable), with a text for those that read none; ids are numbers."""
    poll = {"question": "Wohin?", "options": ["Köln", "Kiel"], "several": several}
    assert render_poll(row("Umfrage", poll=poll)) == (
        START,
        {
            START: {
                "question": {"msgtype": "m.text", "body": "Wohin?", TEXT: "Wohin?"},
                "kind": "org.matrix.msc3381.poll.disclosed",
                "max_selections": most,
                "answers": [{"id": "1", TEXT: "Köln"}, {"id": "2", TEXT: "Kiel"}],
            },
            TEXT: "Wohin?\n1. Köln\n2. Kiel",
            "m.mentions": {},
        },
    )


def test_end_of_a_poll_is_an_event() -> None:
    """It refers to the poll; a message that ends none, or a poll that was never shown, is a text alone."""
    relation = {"rel_type": "m.reference", "event_id": "$umfrage"}
    ended = render_end(row("**Beendet**", ends_poll="$text", poll_name="$umfrage"))
    assert ended == (END, {END: {}, "m.relates_to": relation, TEXT: "Beendet", "m.mentions": {}})
    assert render_end(row("Beendet", ends_poll="$text")) is None
    assert render_end(row("Beendet")) is None
    assert render_poll(row("Beendet")) is None


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


TYPED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("*_`[]()<>&#-+.\n\\!|~")
)


@given(TYPED)
def test_html_holds_only_our_tags(text: str) -> None:
    """Whatever is in a text, nothing but our own small markup comes out of it."""
    tags = _Tags()
    tags.feed(to_html(text))
    assert tags.seen <= {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "a", *HEADINGS}


@given(st.text(st.sampled_from("#* -+1.)_`>[]()\\~|<&!a\n"), max_size=40))
def test_what_users_typed_begins_no_heading_or_list(typed: str) -> None:
    """Line by line as they wrote it, however it begins; blanks at its ends and twice in a row are not kept."""
    lines = [re.sub(r"\s+", " ", line.strip()) for line in typed.split("\n")]
    kept = "\n".join(lines).strip()
    shown = to_plain(escape_lines(typed))
    assert re.sub(r"\n+", "\n", shown) == re.sub(r"\n+", "\n", kept)
    assert not any(heading in to_html(escape_lines(typed)) for heading in HEADINGS)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1))
def test_escaped_text_is_shown_as_it_was_typed(typed: str) -> None:
    """Punctuation with a backslash before it never becomes markup, neither in the body nor in the HTML."""
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", typed)
    tags = _Tags()
    tags.feed(to_html(escaped))
    tags.close()
    assert (to_plain(escaped), tags.text, tags.seen) == (typed, typed, set())
