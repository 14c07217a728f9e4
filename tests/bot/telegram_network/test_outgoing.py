"""What people see of the bot's messages in Telegram: rows of the outbox and the calls they become."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_network.calls import Upload
from bot.telegram_network.outgoing import render
from bot.telegram_network.texts import cut, length, to_parts
from storage.outbox import OutboxMessage

PREVIEW = {"link_preview_options": {"is_disabled": True}, "parse_mode": "HTML"}


def row(text: str, chat: str = "4711", **more: object) -> OutboxMessage:
    """Write a row of the outbox."""
    created_at = datetime(2021, 7, 1, tzinfo=UTC)
    known = {"network": "telegram", "created_at": created_at, "key": "k" * 32}
    return OutboxMessage(chat=chat, text=text, **known | more)  # type: ignore[arg-type]


RENDERED = [
    pytest.param("Moin", "Moin", id="plain text"),
    pytest.param("**fett** *kursiv*", "<b>fett</b> <i>kursiv</i>", id="bold and italic"),
    pytest.param("***beides***", "<i><b>beides</b></i>", id="marks in marks"),
    pytest.param("`start 4711`", "<code>start 4711</code>", id="code"),
    pytest.param("```\na < b\n```", "<pre>a &lt; b</pre>", id="a block of code"),
    pytest.param("eins\nzwei", "eins\nzwei", id="a line break is one"),
    pytest.param("# Brief\n## Der **Anlass**\nText", "<b>Brief</b>\n\n<b>Der </b><b>Anlass</b>\n\nText", id="headings"),
    pytest.param("eins\n\nzwei", "eins\n\nzwei", id="paragraphs"),
    pytest.param("- eins\n- zwei\n  - tief\n- drei", "• eins\n• zwei\n  • tief\n• drei", id="lists in lists"),
    pytest.param("3. drei\n4. vier", "3. drei\n4. vier", id="numbered list"),
    pytest.param(
        "[Portal & mehr](https://example.org/?a=1&b=2)",
        '<a href="https://example.org/?a=1&amp;b=2">Portal &amp; mehr</a>',
        id="a link",
    ),
    pytest.param("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y", id="html is text"),
    pytest.param("Halle \\(Westf\\.\\) \\*neu\\*", "Halle (Westf.) *neu*", id="typed text stays as typed"),
]


@pytest.mark.parametrize(("text", "expected"), RENDERED)
def test_renders(text: str, expected: str) -> None:
    """Our small Markdown becomes the few tags Telegram knows, and everything else is escaped."""
    [call] = render(row(text))
    assert (call.method, call.parameters) == ("sendMessage", {"chat_id": 4711, "text": expected, **PREVIEW})


def test_choices_are_buttons() -> None:
    """Each choice is a button in a line of its own; its data is the row's key and the choice's place."""
    [call] = render(row("Wählen Sie:", choices=[["Ja \\& *gern*", "ja"], ["Nein", "nein"]]))
    assert call.parameters["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Ja & gern", "callback_data": f"{'k' * 32}:0"}],
            [{"text": "Nein", "callback_data": f"{'k' * 32}:1"}],
        ]
    }


@pytest.mark.parametrize("more", [{"key": "k" * 63}, {"choices": [[f"{n}", f"{n}"] for n in range(101)]}])
def test_what_fits_no_keyboard_is_a_numbered_list(more: dict[str, object]) -> None:
    """Data over 64 bytes, or more buttons than Telegram takes: choices are offered as on a network without buttons."""
    [call] = render(row("Wählen Sie:", **{"choices": [["Ja", "ja"], ["Nein", "nein"]], **more}))
    assert "reply_markup" not in call.parameters
    assert "\n2. " in str(call.parameters["text"])


def test_the_keyboard_stands_under_the_last_part() -> None:
    """A long text comes in parts, in order; people answer when they have read all of it."""
    calls = render(row("wort " * 2000, choices=[["Ja", "ja"]]))
    assert len(calls) == 3
    assert [("reply_markup" in call.parameters) for call in calls] == [False, False, True]


def test_a_topic_is_named() -> None:
    """In a forum the message goes to its topic."""
    [call] = render(row("Moin", chat="-100123/7"))
    assert (call.parameters["chat_id"], call.parameters["message_thread_id"]) == (-100123, 7)


def test_a_replacement_is_an_edit() -> None:
    """The earlier message gets the new text, and loses its keyboard."""
    [call] = render(row("**fertig**", chat="-100123/7", replaces="17"))
    assert call.method == "editMessageText"
    assert call.parameters == {"chat_id": -100123, "message_id": 17, "text": "<b>fertig</b>", **PREVIEW}


def test_a_replacement_of_something_else_is_a_message() -> None:
    """What is no number of a message of Telegram's cannot be edited."""
    [call] = render(row("fertig", replaces="$event"))
    assert call.method == "sendMessage"


POLL = {"question": "Wohin?", "options": ["Köln & Bonn", "Kiel"], "several": False}


def test_a_poll_follows_its_text() -> None:
    """A poll of its own message, in the same topic, in which votes are seen; its texts are no Markdown."""
    text, poll = render(row("Umfrage", chat="-100123/7", poll=POLL))
    assert text.method == "sendMessage"
    assert (poll.method, poll.parameters) == (
        "sendPoll",
        {
            "chat_id": -100123,
            "message_thread_id": 7,
            "question": "Wohin?",
            "options": [{"text": "Köln & Bonn"}, {"text": "Kiel"}],
            "is_anonymous": False,
            "allows_multiple_answers": False,
        },
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"options": [f"{number}" for number in range(13)]},
        {"options": ["a", "x" * 101]},
        {"options": ["a", "😀" * 51]},
        {"question": "x" * 301},
    ],
    ids=["13 options", "a long option", "a long option as Telegram measures", "a long question"],
)
def test_what_is_too_long_for_a_poll_stays_a_text(changed: dict[str, object]) -> None:
    """The text has said everything already."""
    assert [call.method for call in render(row("Umfrage", poll=POLL | changed))] == ["sendMessage"]


def test_the_end_of_a_poll_stops_it_first() -> None:
    """Then the text follows; a poll that was never shown is not stopped."""
    stop, _ = render(row("Beendet", chat="-100123/7", ends_poll="17"))
    assert (stop.method, stop.parameters) == ("stopPoll", {"chat_id": -100123, "message_id": 17})
    assert [call.method for call in render(row("Beendet", ends_poll="$event"))] == ["sendMessage"]


@pytest.mark.parametrize(
    ("media_type", "method", "field"),
    [("image/png", "sendPhoto", "photo"), ("text/calendar; method=REQUEST", "sendDocument", "document")],
)
def test_a_file_carries_its_text(media_type: str, method: str, field: str) -> None:
    """A picture is shown, everything else offered for download; a short text stands below it, with the buttons."""
    attached = {"attachment": b"x", "attachment_name": "t.x", "attachment_type": media_type}
    [call] = render(row("**Termin**", choices=[["Ja", "ja"]], **attached))
    assert (call.method, call.upload) == (method, Upload(field, "t.x", media_type, b"x"))
    assert call.parameters["caption"] == "<b>Termin</b>"
    assert "reply_markup" in call.parameters


def test_a_file_with_a_long_text_comes_first() -> None:
    """A caption is short in Telegram: a longer text follows the file."""
    calls = render(row("wort " * 300, attachment=b"x", attachment_name="t.ics", attachment_type="text/calendar"))
    assert [call.method for call in calls] == ["sendDocument", "sendMessage"]
    assert "caption" not in calls[0].parameters


def test_nothing_to_say_is_no_call() -> None:
    """Telegram refuses blank messages."""
    assert render(row(" \n")) == []


CUTS = [
    pytest.param("eins.\n\nzwei drei", 12, "eins.", id="between paragraphs"),
    pytest.param("- eins\n- zwei drei", 14, "- eins", id="then between lines"),
    pytest.param("Eins zwei. Drei vier", 15, "Eins zwei.", id="then between sentences"),
    pytest.param("Er rief „Halt!“ und lief", 18, "Er rief „Halt!“", id="with the end of a quotation"),
    pytest.param("eins zwei drei", 9, "eins zwei", id="then between words"),
    pytest.param("einszweidrei", 5, "einsz", id="and only then within one"),
    pytest.param("ab😀cd", 3, "ab", id="but never within a sign"),
    pytest.param("kurz", 4, "kurz", id="and not at all if it fits"),
]


@pytest.mark.parametrize(("text", "longest", "first"), CUTS)
def test_cuts_where_it_hurts_least(text: str, longest: int, first: str) -> None:
    """A part ends at the best place there is."""
    assert text[: cut(text, longest)] == first


HEADED = "Vorwort.\n\n## Anlass\n\nErster Satz. Zweiter Satz."
LISTED = "Vorwort.\n\nWir brauchen:\n\n- Zahlen\n- Fristen"
LINKED = "Alles im [Portal der Städte](https://example.org) und mehr"

TOGETHER = [
    pytest.param(HEADED, 24, ("Vorwort.", "<b>Anlass</b>\n\nErster Satz.", "Zweiter Satz."), id="heading and text"),
    pytest.param(LISTED, 26, ("Vorwort.", "Wir brauchen:\n\n• Zahlen", "• Fristen"), id="list and announcement"),
    pytest.param(
        LINKED,
        20,
        ("Alles im", '<a href="https://example.org">Portal der Städte</a>', "und mehr"),
        id="the words of a link",
    ),
    pytest.param(
        "## Sehr langer Titel", 8, ("<b>Sehr</b>", "<b>langer</b>", "<b>Titel</b>"), id="but not at all costs"
    ),
]


@pytest.mark.parametrize(("text", "longest", "parts"), TOGETHER)
def test_keeps_together_what_belongs_together(text: str, longest: int, parts: tuple[str, ...]) -> None:
    """A part ends neither behind a heading nor behind a colon, nor within a link."""
    assert to_parts(text, longest) == parts


def test_each_part_has_its_own_limit() -> None:
    """A caption, and then texts: the last limit is that of all that follow."""
    assert to_parts("eins zwei drei vier", 4, 9, 5) == ("eins", "zwei drei", "vier")


def letter() -> str:
    """Write a letter of 12,000 signs, as the office would."""
    points = "\n".join(
        f"- **Punkt {number}**: Plätze, Fristen und Unterlagen bis zum {number}.9.2021" for number in range(1, 21)
    )
    section = "Die Kommunen haben ihre Bereitschaft erklärt. " * 20
    sections = [f"## {number}. Abschnitt\n\n{section}\n\nBitte prüfen Sie:\n\n{points}" for number in range(1, 7)]
    return "\n\n".join(["# Einladung", *sections])


def test_a_long_letter_is_split_well() -> None:
    """A letter of 12,000 signs with headings and lists: few parts, each begins and ends where a reader would pause."""
    text = letter()
    parts = to_parts(text)
    assert len(text) > 12_000
    assert len(parts) <= 5
    for part in parts:
        lines = _shown(part).split("\n")
        assert not lines[-1].endswith(":")
        assert not re.fullmatch(r"\d\. Abschnitt|Einladung", lines[-1])
        assert lines[-1].endswith((".", "2021"))
    shown = "".join(map(_shown, parts))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s|[#*]|^- ", "", re.sub(r"^- ", "•", text, flags=re.MULTILINE))


def _shown(part: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", part))


TYPED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("*_`[]()<>&#-+.\n\\!|~ 😀"),
    max_size=200,
)


@given(TYPED, st.integers(2, 40))
def test_parts_fit_and_are_well_formed(text: str, longest: int) -> None:
    """Every part is short enough as Telegram measures it, is not blank, and closes what it opens."""
    for part in to_parts(text, longest):
        assert 0 < length(_shown(part)) <= longest
        assert _shown(part).strip()
        opened: list[str] = []
        for slash, name in re.findall(r"<(/?)(\w+)[^>]*>", part):
            if slash:
                assert opened.pop() == name
            else:
                opened.append(name)
        assert opened == []


@given(TYPED, st.integers(2, 40))
def test_nothing_is_lost_between_parts(text: str, longest: int) -> None:
    """All parts together say what the whole says, but for blanks where it was split."""
    whole = "".join(to_parts(text, 10_000))
    parts = "".join(to_parts(text, longest))
    assert re.sub(r"\s", "", _shown(parts)) == re.sub(r"\s", "", _shown(whole))
