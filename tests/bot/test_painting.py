"""Charts on their way out: painted for real by a child, once for all, and never a reason to keep a message back."""

from __future__ import annotations

import asyncio
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image
from structlog.testing import capture_logs

from bot import painting
from bot.chart_canvas import INNER, WIDTH, Canvas
from bot.chart_child import painted
from bot.clock import Clock
from bot.delivery import Delivery
from bot.matrix.attachments import measures
from bot.painting import Painter
from handlers.charts import MEDIA_TYPE, Chart, ChartKind, Mark, Part, Row, to_paint
from storage.database import Database
from storage.outbox import OutboxMessage
from tests.bot.doubles import ScriptedNetwork, eventually

LAENDER = ("Mecklenburg-Vorpommern", "Nordrhein-Westfalen", "Thüringen")
DAYS = (date(2021, 6, 1), date(2021, 7, 5), date(2021, 9, 1))
LONG = "Familien mit kleinen Kindern, einschließlich Großeltern und Geschwistern, die sie begleiten müssen"
ENDLESS = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenverwaltungsübergangsgebäude"


def part(value: float | None) -> Part:
    """Make a part that says its value in per cent."""
    return Part(value=value, said="" if value is None else f"{value:.0%}")


def chart(kind: ChartKind = ChartKind.BARS, *rows: Row, title: str = "Sind Sie bereit?") -> Chart:
    """Make a chart; without rows, with those that fit its kind."""
    width = {ChartKind.BARS: 1, ChartKind.PAIRS: 2, ChartKind.STACKED: 3, ChartKind.SPREAD: 3, ChartKind.STEPS: 1}[kind]
    values: list[tuple[float | None, ...]] = [(0.2, 0.3, 0.5), (0.0, None, 0.9), (None, None, None)]
    made = tuple(
        Row(label=name, parts=tuple(map(part, each[:width])), day=day, tick=f"{day:%m/%y}")
        for name, each, day in zip(LAENDER, values, DAYS, strict=True)
    )
    series = {2: ("vorher", "jetzt"), 3: ("Ja", LONG, "Später")}.get(width, ()) if kind is not ChartKind.SPREAD else ()
    shown = {"kind": kind, "title": title, "subtitle": "n = 58 Kommunen", "rows": rows or made, "series": series}
    return Chart.model_validate(shown | {"whole": 1, "hidden": "–", "note": "Schraffiert: wird nicht gezeigt."})


def row(drawn: Chart, **more: object) -> OutboxMessage:
    """Make a message with a chart, as it waits in the outbox."""
    file = to_paint(drawn)
    attached = {"attachment_name": file.name, "attachment_type": file.media_type, "attachment": file.content}
    where = {"network": "scripted", "chat": "!chat", "created_at": datetime(2021, 7, 5, tzinfo=UTC)}
    return OutboxMessage(text="Ja: 32", **where, **attached, **more)


def picture(png: bytes) -> Image.Image:
    """Open a PNG."""
    opened = Image.open(io.BytesIO(png))
    opened.load()
    return opened


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_becomes_a_picture_for_a_telephone(kind: ChartKind) -> None:
    """1,080 dots wide, not blank, with a clean edge: nothing runs out of it; and it describes itself."""
    png = painted(chart(kind))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    image = picture(png)
    assert image.width == 1080
    dots = image.convert("RGB")
    colours = dots.getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 20
    edge = [dots.getpixel((x, y)) for x in (0, 20, 1059, 1079) for y in range(image.height)]
    assert set(edge) == {(255, 255, 255)}
    assert "Sind Sie bereit?\nn = 58 Kommunen\nMecklenburg-Vorpommern: " in image.info["Description"]
    assert "Thüringen: " in image.info["Description"]


def test_a_hidden_number_is_hatched_over_the_whole_bar() -> None:
    """However large it is, so that its bar tells nothing; there is no colour in it."""
    shown, hidden = (
        picture(painted(chart(ChartKind.BARS, Row(label="Ja", parts=(part(each),))))) for each in (1, None)
    )
    blue = [
        sum(pixel == (0, 114, 178) for pixel in each.convert("RGB").get_flattened_data()) for each in (shown, hidden)
    ]
    assert blue[0] > 30_000
    assert blue[1] == 0
    assert hidden.info["Description"].endswith("Ja: –")


@pytest.mark.parametrize(("start", "known"), [(None, True), (20, False), (8, False), (0, False)])
def test_a_homeserver_is_told_how_large_a_picture_is(start: int | None, *, known: bool) -> None:
    """Clients keep its place free while they fetch it; of anything else nothing is said."""
    png = painted(chart())[:start]
    assert measures(png) == ({"w": 1080, "h": picture(png).height} if known else {})


@pytest.mark.parametrize("words", [LONG, ENDLESS, "Ja", "", "$x$ \\frac{1}{2} <b>&"])
def test_words_are_broken_where_the_line_ends(words: str) -> None:
    """No line is wider than its room, and no letter is lost."""
    canvas = Canvas()
    lines = canvas.wrapped(words, 12.5, INNER / 2)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(canvas.width(line, 12.5) <= INNER / 2 for line in lines)
    assert WIDTH * 180 / 72 == 1080
    assert painted(chart(ChartKind.BARS, Row(label=words, parts=(part(0.5),)), title=words or "–"))


async def test_a_message_goes_out_with_its_picture() -> None:
    """Painted by a child, so that nothing that paints is loaded here; the same chart is painted once."""
    painter, drawn = Painter(), chart()
    messages = [row(drawn), row(drawn), row(drawn)]
    await asyncio.gather(*(painter.finish(message) for message in messages))
    assert {message.attachment_type for message in messages} == {"image/png"}
    assert messages[0].attachment_name == "Sind Sie bereit.png"
    assert messages[0].attachment is messages[1].attachment is messages[2].attachment
    assert picture(messages[0].attachment or b"").width == 1080


async def test_other_files_and_later_parts_are_left_alone() -> None:
    """A calendar file is none of the painter's business; of a divided message the picture has gone already."""
    painter = Painter(child=("/bin/false",))
    text, later = row(chart()), row(chart(), parts=1)
    text.attachment_type = "text/plain"
    for message in (text, later):
        kept = message.attachment_type, message.attachment
        await painter.finish(message)
        assert (message.attachment_type, message.attachment) == kept


FAULTS = {
    "ends with a fault": (sys.executable, "-c", "raise SystemExit('secret answer')"),
    "paints nothing": (sys.executable, "-c", ""),
    "never ends": (sys.executable, "-c", "import time; time.sleep(60)"),
    "is not there": ("/nowhere/python",),
}


@pytest.mark.parametrize("child", FAULTS.values(), ids=FAULTS)
async def test_a_message_without_its_picture_goes_all_the_same(child: tuple[str, ...]) -> None:
    """The text says everything; the log says that a picture is missing, and nothing of what it would have shown."""
    painter, message = Painter(child, longest_wait=1.0), row(chart())
    with capture_logs() as logs:
        await painter.finish(message)
    assert (message.attachment, message.attachment_type, message.attachment_name) == (None, None, None)
    assert message.text == "Ja: 32"
    assert "chart not painted" in [each["event"] for each in logs]
    assert "secret" not in str(logs)
    assert "Thüringen" not in str(logs)


async def test_a_painter_that_failed_is_asked_again() -> None:
    """The next message with the same chart has its picture."""
    painter, drawn = Painter(("/nowhere/python",)), chart()
    await painter.finish(row(drawn))
    painter._child = painting.CHILD
    message = row(drawn)
    await painter.finish(message)
    assert message.attachment_type == "image/png"


async def test_nobody_waits_for_somebody_elses_picture(sqlite_database: Database) -> None:
    """While one message waits for its chart, others go; then it goes with its picture, the chart stays in its row."""
    network = ScriptedNetwork()
    with ThreadPoolExecutor(2) as executor:
        delivery = Delivery(sqlite_database, {"scripted": network}, Clock(), executor, "one")
        with sqlite_database.transaction() as session:
            session.add(row(chart()))
            session.flush()
            session.add(OutboxMessage(network="scripted", chat="other", text="Guten Tag", created_at=Clock().now()))
        running = asyncio.create_task(delivery.run())
        await eventually(lambda: len(network.sends) == 2, within=30)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert network.texts == ["Guten Tag", "Ja: 32"]
    assert network.sends[1].attachment_type == "image/png"
    with sqlite_database.transaction() as session:
        kept = session.get_one(OutboxMessage, network.sends[1].id)
        assert (kept.state, kept.attachment_type) == ("sent", MEDIA_TYPE)


async def test_nothing_that_paints_is_loaded_in_the_service() -> None:
    """Importing all of the service loads neither matplotlib nor numpy: they would cost every instance 40 MB."""
    code = "import bot.service, sys; print([name for name in ('matplotlib', 'numpy') if name in sys.modules])"
    pipe = asyncio.subprocess.PIPE
    root = Path(painting.__file__).parent.parent
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=pipe, cwd=root)
    said, _ = await child.communicate()
    assert said.decode().strip() == "[]"


def steps(*sums: tuple[float, float], whole: float = 100, marks: tuple[Mark, ...] = ()) -> Chart:
    """Make a chart over time: confirmed and pending from each day on."""
    rows = tuple(
        Row(
            label=str(day),
            parts=tuple(Part(value=value, said=f"{value:.0f}") for value in each),
            day=day,
            tick="Jul 21",
        )
        for day, each in zip(DAYS, sums, strict=False)
    )
    scale = tuple(Part(value=value, said=f"{value:,.0f}") for value in (0, whole))
    shown = {"kind": ChartKind.STEPS, "title": "Verlauf", "subtitle": "heute", "series": ("bestätigt", "wartet")}
    return Chart.model_validate(shown | {"rows": rows, "whole": whole, "scale": scale, "marks": marks, "hidden": "–"})


def areas(drawn: Chart) -> tuple[int, int]:
    """Count the dots of the first two series."""
    dots = list(picture(painted(drawn)).convert("RGB").get_flattened_data())
    return dots.count((0, 114, 178)), dots.count((230, 159, 0))


def test_steps_are_as_high_as_their_numbers() -> None:
    """Twice the places are twice the area, what waits lies above, and of nothing there is nothing but the legend."""
    legend = areas(steps((0, 0), (0, 0), (0, 0)))
    half, whole = areas(steps((40, 0), (40, 0), (40, 20))), areas(steps((80, 20), (80, 20), (80, 20)))
    blue = [(each[0] - legend[0]) for each in (half, whole)]
    assert blue[1] == pytest.approx(2 * blue[0], rel=0.05)
    assert 0 < half[1] - legend[1] < (whole[1] - legend[1]) / 5


@pytest.mark.parametrize("days", [DAYS[:1], DAYS[:2], (DAYS[0], DAYS[2]), (DAYS[2], DAYS[1])], ids=str)
def test_marked_days_stay_within_the_picture(days: tuple[date, ...]) -> None:
    """Their names are written whole, wherever the days are: nothing runs over the edge, also where numbers are long."""
    marks = tuple(Mark(day=day, label="Wahltag 26.09.2021: 100.000 + 100.000") for day in days)
    image = picture(painted(steps((0, 0), (100_000, 1), (1, 0), whole=200_000, marks=marks))).convert("RGB")
    edge = [image.getpixel((x, y)) for x in (0, 20, 1059, 1079) for y in range(image.height)]
    assert set(edge) == {(255, 255, 255)}


def test_a_row_without_a_day_has_no_place_in_time() -> None:
    """It is a slip of the program's, not of anybody who asked."""
    with pytest.raises(ValueError, match="has a day"):
        painted(chart(ChartKind.STEPS, Row(label="Köln", parts=(part(1),))))
