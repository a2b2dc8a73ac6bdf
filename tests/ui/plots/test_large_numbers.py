"""Numbers of large projects: never cut, as a number that is cut reads as another one, nor over one another."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QBuffer, QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.analysis.distribution import Cell, Matrix
from glossator.analysis.evidence import GradeKey, Grades
from glossator.analysis.pace import HAND, Day
from glossator.ui import theme
from glossator.ui.plots import matrix, pace
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.claims import ClaimBars
from glossator.ui.plots.grades import GradeGrid
from glossator.ui.plots.marks import Frame, View, short
from glossator.ui.plots.pace import PaceDrawing
from glossator.ui.plots.signs import in_cell
from tests.builders import scheme


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (0.35, "0.35"),
        (9_999, "9,999"),
        (10_000, "10 k"),
        (67_123, "67 k"),
        (999_499, "999 k"),
        (999_600, "1 M"),
        (1_250_000, "1.2 M"),
        (2_900_192, "2.9 M"),
        (9_960_000, "10 M"),
        (999_700_000, "1 G"),
        (3_400_000_000, "3.4 G"),
    ],
)
def test_a_number_where_there_is_little_room(value: float, told: str) -> None:
    assert short(value) == told


def small(words: str) -> float:
    """How wide words are in the smaller type of cells."""
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * 0.8)
    return QFontMetricsF(font).horizontalAdvance(words)


def ink(width: float, *told: str) -> tuple[int, int, int]:
    """How many columns of an image are written on: left of a cell, in it, and right of it."""
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        in_cell(painter, QRectF(100, 0, width, 40), "#000000", *told)
    written = [any(image.pixel(x, y) != 0xFFFFFFFF for y in range(40)) for x in range(300)]
    right = 100 + round(width)
    return sum(written[:100]), sum(written[100:right]), sum(written[right:])


def test_a_number_fits_into_its_cell_or_is_told_otherwise_or_not_at_all(qapp: QApplication) -> None:
    whole = QFontMetricsF(QFont()).horizontalAdvance("66,780")
    wide = ink(whole + 6, "66,780", "67 k")
    smaller = ink(small("66,780") + 6, "66,780", "67 k")
    brief = ink(small("66,780") + 2, "66,780", "67 k")
    assert ink(8, "66,780", "67 k") == (0, 0, 0)
    for left, within, right in (wide, smaller, brief):
        assert (left, right) == (0, 0)
        assert within > 10
    assert wide[1] > smaller[1] > brief[1]


def words_of(canvas: Canvas) -> list[str]:
    """The words that a canvas writes, as an SVG has them."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    with QPainter(generator) as painter:
        canvas.picture(painter, QPointF())
    told = bytes(buffer.data().data()).decode()
    return [each for part in told.split(">") if (each := part.split("<")[0].strip())]


def shown(qtbot: QtBot, drawing: object, width: int) -> Canvas:
    canvas = Canvas(theme.light())
    qtbot.addWidget(canvas)
    canvas.resize(width, 500)
    canvas.show()
    canvas.show_view(View(drawing))  # type: ignore[arg-type]
    canvas._plane.settle()
    return canvas


def test_five_digits_in_the_cells_of_kinds_of_links(qtbot: QtBot) -> None:
    labels = ("PER", "ORG", "GPE", "LOC", "FAC", "WEA", "VEH", "TIM", "EVT", "DOC", "VAL", "CUE")
    counts = {Cell(a, b): 66_780 + 7 * at for at, a in enumerate(labels) for b in labels}
    found = Matrix(labels, labels, Counter(counts), frozenset(counts))
    view = matrix.view(found, scheme(), 1, 0)
    narrow = words_of(shown(qtbot, view.drawing, 480))
    assert "67 k" in narrow
    assert "66,780" not in narrow
    assert "66,780" in words_of(shown(qtbot, view.drawing, 1_500))


def test_millions_in_the_grid_of_grades(qtbot: QtBot) -> None:
    found = Grades(Counter({GradeKey("B", "2"): 1_010_000}), {}, Counter(), 1_010_000, True)
    assert "1 M" in words_of(shown(qtbot, GradeGrid(found), 420))
    assert "1,010,000" in words_of(shown(qtbot, GradeGrid(found), 1_200))


def test_numbers_below_an_axis_leave_one_another_room(qtbot: QtBot) -> None:
    class Long(ClaimBars):
        def __init__(self) -> None:
            super().__init__([], ())
            self.frame = Frame(3, 30, 880_000, 200, right=150)

    for width in (420, 560, 1_200):
        axis = shown(qtbot, Long(), width)._plane.item.getAxis("bottom")
        (ticks,) = axis._tickLevels
        room = (width - 350) / max(1, len(ticks) - 1)
        metrics = QFontMetricsF(QFont())
        assert all(metrics.horizontalAdvance(told) < room for _, told in ticks)
        assert [told for _, told in ticks][1:2] in ([], ["200 k"], ["500 k"])


def test_the_scales_of_the_pace_are_words_not_powers(qtbot: QtBot) -> None:
    days = [Day(20_000, {HAND: 10_000_000}, 100)]
    told = words_of(shown(qtbot, PaceDrawing(days), 600))
    assert "10 M" in told
    assert not [each for each in told if "e+" in each]


def test_what_a_scale_of_the_pace_counts_keeps_off_its_numbers(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, QRectF]] = []
    monkeypatch.setattr(pace, "words", lambda painter, area, text, *_, **__: written.append((text, area)))
    words_of(shown(qtbot, PaceDrawing([Day(20_000, {HAND: 10_000_000}, 1)]), 600))
    names = [area for text, area in written if text in {"a minute", "a day"}]
    numbers = [area for text, area in written if text in {"0", "5 M", "10 M"}]
    assert (len(names), len(numbers)) == (2, 6)
    assert not [name for name in names if name.top() < 0 or any(name.intersects(each) for each in numbers)]


@pytest.mark.parametrize(
    ("mentions", "minutes", "told"),
    [
        (10_000_400, 1, "10,000,400 a minute in 1 active minute"),
        (25, 10, "2.5 a minute in 10 active minutes"),
    ],
)
def test_a_rate_in_words(mentions: int, minutes: int, told: str) -> None:
    assert pace.told(Day(20_000, {HAND: mentions}, minutes)).endswith(f"; {told}")
