"""The page on paper and in pictures: nothing is lost between pages, words stay words, shapes stay shapes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from glossator.core.annotations import AnnotationSet
from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.text import printing
from glossator.ui.text.decoration import Density
from glossator.ui.text.drawing import MOST_LINES, Drawing, Sheet, Style
from tests import builders
from tests.bench import documents

WIDTH = 600.0


@pytest.fixture
def style(qtbot: QtBot) -> Style:
    return Style(theme.light(), QFont())


def drawn(held: AnnotationSet, style: Style) -> Drawing:
    return Drawing(held, builders.scheme(), style, WIDTH)


def lines_of(sheet: Sheet) -> list[tuple[int, int]]:
    """(row, line) of the lines that stand on a sheet with their whole height."""
    return [
        (each.row, index)
        for each in sheet.placed
        for index, box in enumerate(each.marks.lines)
        if each.y + box.top >= -0.01 and each.y + box.bottom <= sheet.height + 0.01
    ]


@pytest.mark.parametrize("density", ["calm", "normal", "all"])
@pytest.mark.parametrize("room", [120.0, 333.0, 900.0])
def test_every_line_stands_on_exactly_one_page(style: Style, density: Density, room: float) -> None:
    held = documents.article(documents.S1)
    drawing = Drawing(held, documents.scheme(), replace(style, density=density), WIDTH)
    found = [line for sheet in drawing.sheets(room / 2, room) for line in lines_of(sheet)]
    page = drawing.page
    assert found == [
        (row, line) for row in range(len(page.rows)) for line in range(len(page.text(row).lines))
    ]


def test_no_page_is_higher_than_there_is_room_and_none_is_empty(style: Style) -> None:
    drawing = drawn(builders.annotated("[Ada|PER] met [Bob|PER] and left.\n" * 80), style)
    sheets = list(drawing.sheets(200.0, 500.0))
    assert len(sheets) > 5
    assert all(sheet.placed for sheet in sheets)
    assert sheets[0].height <= 200 + drawing.metrics.paragraph_gap * 4
    assert all(lines_of(sheet)[-1] for sheet in sheets)
    for sheet in sheets[1:]:
        last = sheet.placed[-1]
        row, line = lines_of(sheet)[-1]
        assert row == last.row
        assert last.y + last.marks.lines[line].bottom <= 500


def test_a_line_taller_than_a_page_does_not_stop_the_printing(style: Style) -> None:
    drawing = drawn(builders.annotated("One [Ada|PER] line.\nAnother."), style)
    assert len(list(drawing.sheets(5.0, 5.0))) == 2


def test_what_belongs_to_another_page_is_not_drawn_beyond_the_edge(style: Style) -> None:
    text = " ".join(f"[name{each}|PER] said something long about it;" for each in range(60))
    drawing = drawn(builders.annotated(text), style)
    sheets = list(drawing.sheets(150.0, 150.0))
    chips = [chip for sheet in sheets for each in sheet.placed for chip in each.marks.chips]
    assert len(sheets) > 3
    assert sorted(chips) == sorted(set(chips))
    assert len(chips) == 60


def pdf_of(held: AnnotationSet, style: Style) -> tuple[int, bytes]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pages = printing.write_pdf(buffer, held, builders.scheme(), style)
    buffer.close()
    return pages, bytes(data.data())


def test_a_pdf_holds_letters_and_lines_and_no_picture(style: Style) -> None:
    held = builders.annotated(
        "[Ada|PER] led the [Academy|ORG] near [Paris|LOC], as [somebody|CUE] [said|EVT].",
        relations=[("LEADS", "Ada", "Academy")],
    )
    pages, data = pdf_of(held, style)
    assert pages == 1
    assert data.startswith(b"%PDF-")
    assert b"/Subtype /Image" not in data
    assert b"/FontFile" in data
    assert data.count(b"/Type /Page\n") == pages or len(re.findall(rb"/Type /Page\b(?!s)", data)) == pages


def test_progress_is_told_page_by_page_and_can_end_the_work(style: Style) -> None:
    class Enough(Exception):
        pass

    held = builders.annotated("[Ada|PER] was here.\n" * 400)
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 3:
            raise Enough

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with pytest.raises(Enough):
        printing.write_pdf(buffer, held, builders.scheme(), style, report)
    assert [total for _, total in told] == [len(held.text)] * 3
    assert 0 < told[0][0] < told[1][0] < told[2][0] < len(held.text)


def image_of(data: bytes) -> QImage:
    return QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)


def colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name() for y in range(0, image.height(), 2) for x in range(image.width())
    }


SENTENCE = "[Ada|PER] led the [Academy|ORG] near [Paris|LOC], as [somebody|CUE] wrote, for [ten years|FAC]."


@pytest.fixture
def held() -> AnnotationSet:
    return builders.annotated(
        f"Before it nothing.\n{SENTENCE}\nAfter it [Bob|PER] came.",
        relations=[("LEADS", "Ada", "Academy"), ("LEADS", "Bob", "Academy")],
    )


def test_a_picture_shows_the_selected_lines_at_twice_their_size(style: Style, held: AnnotationSet) -> None:
    start = held.text.index("Ada")
    image = image_of(printing.picture_png(held, builders.scheme(), style, [Span(start, start + 3)], WIDTH))
    drawing = drawn(held, style)
    line = drawing.page.marks(1).lines[0]
    assert image.width() == 2 * round(drawing.left + WIDTH + drawing.metrics.pad / 2)
    assert image.height() > 2 * (line.bottom - line.top)
    assert image.height() < 2 * (line.bottom - line.top) + 200
    slots = theme.light().slots
    assert {slots["PER"].tint.lower(), slots["ORG"].tint.lower()} <= colours(image)


def test_a_picture_has_the_relations_between_its_lines_only(style: Style, held: AnnotationSet) -> None:
    start = held.text.index("Ada")
    drawing, sheet, _ = printing._picture(held, builders.scheme(), style, [Span(start, start + 3)], WIDTH)
    assert [builders.the(held, "Ada").id] == [
        next(relation.mentions()) for relation in drawing.page.annotations.relations.values()
    ]
    assert builders.the(held, "Bob").id not in drawing.page.annotations.mentions
    assert [each.row for each in sheet.placed] == [1]
    both, _, _ = printing._picture(held, builders.scheme(), style, [Span(start, len(held.text))], WIDTH)
    assert len(both.page.annotations.relations) == 2


def test_an_svg_looks_like_the_png_and_needs_no_faces(style: Style, held: AnnotationSet) -> None:
    span = [Span(held.text.index("Ada"), held.text.index("Ada") + 3)]
    svg = printing.picture_svg(held, builders.scheme(), style, span, WIDTH)
    root = ET.fromstring(svg)
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert "path" in names
    assert not names & {"text", "image", "pattern"}
    png = image_of(printing.picture_png(held, builders.scheme(), style, span, WIDTH))
    again = QImage(png.size(), QImage.Format.Format_RGB32)
    with QPainter(again) as painter:
        QSvgRenderer(QByteArray(svg)).render(painter)
    near = 0
    for y in range(0, png.height(), 3):
        for x in range(0, png.width(), 3):
            one, other = QColor(png.pixel(x, y)), QColor(again.pixel(x, y))
            near += abs(one.lightness() - other.lightness()) < 60
    assert near / ((png.height() // 3 + 1) * (png.width() // 3 + 1)) > 0.985


def test_emoji_in_an_svg_become_pictures(style: Style) -> None:
    held = builders.annotated("Ada 👩‍🔬 was here.")
    svg = printing.picture_svg(held, builders.scheme(), style, [Span(0, 3)], WIDTH)
    assert b"<image" in svg or b"<path" in svg
    assert b"<text" not in svg


@pytest.mark.parametrize("density", ["calm", "normal", "all"])
def test_every_pattern_is_drawn_as_shapes(style: Style, held: AnnotationSet, density: Density) -> None:
    look = theme.light()
    span = [Span(held.text.index("Ada"), held.text.index("Ada") + 3)]
    made = image_of(
        printing.picture_png(held, builders.scheme(), replace(style, density=density), span, WIDTH)
    )
    found = colours(made)
    for label in ("PER", "ORG", "LOC", "FAC"):
        assert look.slots[label].accent.lower() in found, label


def test_a_picture_of_too_much_is_refused(style: Style) -> None:
    held = builders.annotated("A line.\n" * (MOST_LINES + 5))
    with pytest.raises(Refused, match="300 lines"):
        printing.picture_png(held, builders.scheme(), style, [Span(0, len(held.text))], WIDTH)


def test_right_to_left_and_hard_texts_are_printed(style: Style) -> None:
    held = builders.annotated(
        "[وزارة الصحة|ORG] في [القاهرة|GPE]\nראש [הממשלה|PER]\n\x00\u2028[東京都|GPE] 👩‍🔬\t\n"
    )
    for density in ("calm", "all"):
        pages, data = pdf_of(held, replace(style, density=density))
        assert pages == 1
        assert len(data) > 2000
    assert pdf_of(builders.annotated(""), style)[0] == 1
