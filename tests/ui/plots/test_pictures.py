"""Saved pictures: laid out for their own size whatever the window is, and each says what it was made of."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator import __version__
from glossator.core.layers import Whose
from glossator.core.lens import Lens
from glossator.surveys import SURVEYS
from glossator.ui import theme
from glossator.ui.plots import origin, traypicture
from glossator.ui.plots.card import Card
from glossator.ui.plots.entities import EntitiesPlot
from glossator.ui.plots.legend import LINE, entries_height
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.plot import LinksPlot
from glossator.ui.plots.listed import MOST_PICTURED, RowsPicture
from glossator.ui.plots.marks import LegendEntry
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.pictures import image
from glossator.ui.plots.placemap.chart import PlaceMapChart
from glossator.ui.plots.timeline.chart import TimelineChart
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.ui.plots.tray import Waiting
from glossator.workbench import Workbench

each_view = pytest.mark.parametrize("name", SURVEYS)


@pytest.fixture
def page(sampled_page: SummaryPage) -> SummaryPage:
    """In a small window: pictures are laid out for their own size."""
    sampled_page.resize(640, 620)
    return sampled_page


def shown(page: SummaryPage, name: str, qtbot: QtBot) -> Card:
    page.show_view(name)
    card = page.cards[name]
    qtbot.waitUntil(lambda: not card.view.is_empty and not card._is_counting)
    return card


def drawn(card: Card) -> QImage:
    with card.out.composed() as picture:
        return image(picture.size, picture.paint, ratio=1.0)


def differing(one: QImage, other: QImage) -> float:
    """Which share of the pixels of two pictures of a size differs."""
    first, second = (np.frombuffer(each.constBits(), np.uint32) for each in (one, other))
    return float((first != second).mean())


def words_of(svg: bytes) -> str:
    """All words that an SVG shows, without blanks: Qt may write them in several pieces."""
    told = re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode())
    return "".join("".join(told).split()).replace("&quot;", '"').replace("&amp;", "&")


@each_view
def test_a_picture_is_the_same_in_a_narrow_window_and_in_a_wide_one(
    page: SummaryPage, qtbot: QtBot, name: str
) -> None:
    card = shown(page, name, qtbot)
    narrow = drawn(card)
    page.resize(1500, 1000)
    page.refresh()
    QApplication.sendPostedEvents()
    wide = drawn(card)
    assert narrow.size() == wide.size()
    assert differing(narrow, wide) < 0.002, "letters drawn as shapes may have another edge"
    assert 640 < narrow.width() <= 2500
    assert 0.15 < narrow.height() / narrow.width() < 2.5


@each_view
def test_its_foot_its_title_and_its_texts_say_what_it_was_made_of(
    page: SummaryPage, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    page.bar.set_lens(Lens(since="2001-02-03", document=page.bar.document))
    page.bar.clear()
    card = shown(page, name, qtbot)
    card.out.save(tmp_path / "x.png", "PNG")
    card.out.save(tmp_path / "x.svg", "SVG")
    svg = (tmp_path / "x.svg").read_bytes()
    title = page._bench.ask.title()  # type: ignore[union-attr]
    today = datetime.now().astimezone().date()
    chosen = f"chosen: {'; '.join(card.choices)}  ·  " if card.choices else ""
    line = f"{title}  ·  its one document  ·  no filter  ·  {chosen}made {today}  ·  Glossator {__version__}"
    assert f"<title>{card.question}</title>" in svg.decode()
    assert line in svg.decode(), "as its description"
    assert "".join(line.split()) in words_of(svg), "and at its foot"
    for entry in card.view.legend:
        assert "".join(entry.words.split()) in words_of(svg)
    read = QImage(str(tmp_path / "x.png"))
    assert read.text("Title") == card.question
    assert line in read.text("Description")
    assert read.text("Software") == f"Glossator {__version__}"
    assert read.text("Creation Time").startswith(str(today))
    assert read.text("Source") == title


@each_view
def test_in_print_a_dark_window_has_a_light_ground(
    page: SummaryPage, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    card = shown(page, name, qtbot)
    page.set_theme(theme.dark())
    assert drawn(card).pixelColor(3, 3) == QColor(theme.dark().raised)
    with card.out.composed(theme.light()) as picture:
        paper = image(picture.size, picture.paint, ratio=1.0)
    dark = {QColor(theme.dark().raised).rgb(), QColor(theme.dark().panel).rgb()}
    held = [paper.pixel(x, y) for x in range(0, paper.width(), 7) for y in range(0, paper.height(), 7)]
    assert not dark & set(held)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    card.out.print_on(printer)
    assert (tmp_path / "x.pdf").stat().st_size > 2_000
    page.set_theme(theme.light())


def test_the_filter_in_words_is_that_with_which_the_figures_were_asked_for(
    page: SummaryPage, sampled: Workbench, qtbot: QtBot
) -> None:
    card = shown(page, "labels", qtbot)
    page.bar.set_lens(Lens(labels=frozenset({"GPE", "PER"}), certainty=frozenset({"Certain"})))
    with card.out.composed() as picture:
        assert picture.origin is not None
        assert picture.origin.narrowed == "no filter", "the figures follow soon"
    page.refresh()
    with card.out.composed() as picture:
        assert picture.origin is not None
        names = ", ".join(sampled.scheme.name_of(each) for each in ("GPE", "PER"))
        assert picture.origin.narrowed == f"filter: {names}; Certain"
    page.bar.clear()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("labels", ("By level",)),
        ("together", ("same sentence", "how often")),
        ("contexts", ("All mentions", "as in the texts")),
        ("pairs", ("All relations",)),
        ("links", ("All types", "However sure", "Any grade")),
        ("timeline", ("Lanes: type of event",)),
        ("places", ()),
        ("pace", ()),
    ],
)
def test_its_foot_names_what_its_own_controls_say(
    page: SummaryPage, qtbot: QtBot, name: str, words: tuple[str, ...]
) -> None:
    card = shown(page, name, qtbot)
    with card.out.composed() as picture:
        assert picture.origin is not None
        assert picture.origin.chosen == words
        assert ("chosen: " + "; ".join(words) in picture.origin.line) is bool(words)
        assert "chosen:  " not in picture.origin.line


def test_a_choice_is_named_when_what_is_drawn_follows_it(page: SummaryPage, qtbot: QtBot) -> None:
    def told(name: str) -> tuple[str, ...]:
        with page.cards[name].out.composed() as picture:
            assert picture.origin is not None
            return picture.origin.chosen

    shown(page, "timeline", qtbot)
    timeline, entities = page.plots["timeline"], page.plots["entities"]
    assert isinstance(timeline, TimelinePlot)
    assert isinstance(entities, EntitiesPlot)
    lanes, field = timeline.by, entities.field
    lanes.setCurrentIndex(1)
    assert told("timeline") == ("Lanes: who",)
    lanes.setCurrentIndex(0)
    shown(page, "entities", qtbot)
    field.setText("Lib")
    assert told("entities") == (), "the rows follow soon"
    qtbot.waitUntil(lambda: told("entities") == ("looked for “Lib”",))
    field.clear()
    qtbot.waitUntil(lambda: told("entities") == ())


def test_a_link_chart_names_the_types_that_it_leaves_out(
    page: SummaryPage, sampled: Workbench, qtbot: QtBot
) -> None:
    shown(page, "links", qtbot)
    plot = page.plots["links"]
    assert isinstance(plot, LinksPlot)
    assert plot.web is not None
    types = list(plot.web.types())
    plot.controls.hide_type(types[0])
    assert plot.card.choices[0] == f"without {sampled.scheme.name_of(types[0])}"
    for each in types[1:4]:
        plot.controls.hide_type(each)
    assert plot.card.choices[0] == f"{len(types) - 4} of {len(types)} types"
    plot.controls.clear()
    plot.controls.changed.emit()


def test_a_document_persons_and_what_has_no_name_are_named(sampled: Workbench) -> None:
    document, when = sampled.ask.document_ids()[0], datetime(2024, 5, 6, 23, 30, tzinfo=UTC)
    found = sampled.ask.document(document)
    assert found is not None
    whose = Whose(frozenset({"Kim", "Ada"}))
    told = origin.of(sampled, Lens(document=document, whose=whose), when)
    assert told.scope == f"document “{found.name}”"
    assert told.narrowed == "filter: only what Ada, Kim said"
    assert "made 2024-05-06" in told.line
    assert origin.of(sampled, Lens(document=1), when).scope == "a document that is gone"


def test_the_name_of_a_file_says_what_a_table_cannot(sampled: Workbench) -> None:
    when = datetime(2024, 5, 6, 23, 30, tzinfo=UTC)
    told = origin.of(sampled, Lens(), when)
    plain = told._replace(project="Case: A/B?", scope="all 2 documents")
    assert plain.file_name("Who is it?") == "Who is it - Case_ A_B_ - all 2 documents - 2024-05-06"
    filtered = origin.of(sampled, Lens(labels=frozenset({"PER"}), since="2024"), when)
    assert filtered.file_name("Who?").endswith(
        f" - 2024-05-06 - filter Published from 2024 on; {sampled.scheme.name_of('PER')}"
    )
    long = told._replace(project="P" * 500, scope="Ж" * 500).file_name("Who?")
    assert len(long.encode()) <= 150
    assert long.startswith(f"Who - {'P' * 39}… - ЖЖЖ")


# --- what is shown of a chart that can be moved


def test_a_map_shows_the_world_or_what_was_chosen_by_hand(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "places", qtbot)
    assert isinstance(card.chart, PlaceMapChart)
    live = card.chart.surface
    with card.out.composed() as picture:
        assert isinstance(picture.chart, PlaceMapChart)
        made = picture.chart.surface
        assert live.content is not None
        area = made.rect()
        for x, y in live.content.reach:
            assert area.contains(made.view.to_pixels(x, y).toPoint())
        assert made.width() == 2 * made.height() == 1400
    live.zoom(6.0, QPointF(200, 150))
    with card.out.composed() as picture:
        assert isinstance(picture.chart, PlaceMapChart)
        seen, made_view = live.view.seen, picture.chart.surface.view
        assert made_view.seen.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(seen)
        assert made_view.seen.width() < 1.7 * seen.width()
        assert made_view.seen.center().x() == pytest.approx(seen.center().x())
    live.fit()


def test_a_timeline_shows_its_days_and_all_its_lanes(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "timeline", qtbot)
    assert isinstance(card.chart, TimelineChart)
    live = card.chart.surface
    live.zoom(0.5)
    with card.out.composed() as picture:
        assert isinstance(picture.chart, TimelineChart)
        made = picture.chart.surface
        assert (made.span.low, made.span.high) == (live.span.low, live.span.high)
        layout = made.layout_now
        assert layout is not None
        assert layout.height <= made.height()
        assert picture.chart.picture_size().height() >= made.height()
    live.fit()


def test_a_link_chart_shows_all_its_names_or_what_was_chosen_by_hand(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "links", qtbot)
    live = card.chart
    assert isinstance(live, LinkChart)
    with card.out.composed() as picture:
        made = picture.chart
        assert isinstance(made, LinkChart)
        assert made.scene is not None
        assert made.scene.names
        for box in made.scene.names.values():
            left, top = box.left - made.origin.x(), box.top - made.origin.y()
            assert left >= 0
            assert top >= 0
            assert box.right - made.origin.x() <= made.width()
        assert made.key.words == live.key.words
        assert made.key.height > 0, "the whole key"
    live.magnify(2.0)
    with card.out.composed() as picture:
        made = picture.chart
        assert isinstance(made, LinkChart)
        high = live.height() - live.key.height
        for x, y in ((0.0, 0.0), (live.width(), high)):
            at = (live.origin + QPointF(x, y)) * (made.zoom / live.zoom) - made.origin
            assert -1 <= at.x() <= made.width() + 1
            assert -1 <= at.y() <= made.height() - made.key.height + 1
    live.fit()


def test_of_a_long_list_a_picture_holds_what_is_in_sight_and_says_so(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "contexts", qtbot)
    with card.out.composed() as picture:
        assert isinstance(picture.chart, RowsPicture)
        count = card.chart.model.rowCount()  # type: ignore[attr-defined]
        assert count > MOST_PICTURED
        assert picture.chart.left_out() == f"lines 1 to {MOST_PICTURED} of {count}"
        assert picture.chart.left_out() in picture.texts["Description"]
        assert "Enter" not in picture.texts["Description"], "what hands can do is of no use on paper"
    assert "Enter shows it below" in card.foot.text()
    at = card.chart.list.model().index(20, 0)  # type: ignore[attr-defined]
    card.chart.list.scrollTo(at, card.chart.list.ScrollHint.PositionAtTop)  # type: ignore[attr-defined]
    with card.out.composed() as picture:
        assert picture.chart.left_out() == f"lines 21 to {20 + MOST_PICTURED} of {count}"


def test_of_a_short_list_all_rows_are_there(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "coverage", qtbot)
    with card.out.composed() as picture:
        assert picture.chart.left_out() == ""
        assert picture.chart.picture_size() == QSize(1120, 30 + card.chart.row_height)  # type: ignore[attr-defined]


def test_what_waits_in_a_tray_stands_below_its_chart(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "places", qtbot)
    assert isinstance(card.chart, PlaceMapChart)
    rows = card.chart.tray.list.rows
    assert rows
    with card.out.composed() as picture:
        assert isinstance(picture.chart, PlaceMapChart)
        whole = picture.chart.picture_size().height()
        assert whole == picture.chart.surface.height() + traypicture.height(rows)
        assert picture.chart.left_out() == ""
        more = [Waiting(at, f"Name {at}\nwhy", "") for at in range(traypicture.MOST + 2)]
        picture.chart.tray.list.show_waiting(more)
        assert picture.chart.left_out() == "2 others that wait in the table"


def test_no_tray_takes_no_room(qapp: QApplication) -> None:
    held = QImage(40, 40, QImage.Format.Format_ARGB32)
    held.fill(0)
    with QPainter(held) as painter:
        traypicture.paint(painter, "Nothing", [], 40, theme.light())
    assert held.pixel(3, 20) == 0
    assert traypicture.height([]) == 0


# --- its parts


def test_a_key_that_has_no_room_goes_on_in_another_line(qapp: QApplication) -> None:
    entries = [LegendEntry("solid", f"a sign that means {at}") for at in range(6)]
    assert entries_height(entries, 5_000, QFont()) == LINE
    assert entries_height(entries, 400, QFont()) >= 3 * LINE
    assert entries_height([], 400, QFont()) == 0


def test_a_very_large_picture_has_fewer_pixels(qapp: QApplication) -> None:
    made = image(QSize(4_000, 4_000), lambda painter: None)
    assert 35_000_000 < made.width() * made.height() <= 40_100_000
    assert image(QSize(100, 50), lambda painter: None).width() == 200


def test_the_clipboard_has_the_picture_as_pixels_and_as_shapes(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "labels", qtbot)
    card.out.copy_picture()
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    assert data.hasImage()
    assert card.question in bytes(data.data("image/svg+xml").data()).decode()


def test_nothing_of_a_picture_is_left_behind(page: SummaryPage, qtbot: QtBot) -> None:
    card = shown(page, "links", qtbot)
    before = QApplication.topLevelWidgets()  # some of other tests may go meanwhile

    def come() -> int:
        return sum(each not in before for each in QApplication.topLevelWidgets())

    with card.out.composed() as picture:
        assert picture.chart is not card.chart
        assert come() == 1
    qtbot.waitUntil(lambda: come() == 0)
    assert page.isActiveWindow() or QApplication.activeWindow() is None
