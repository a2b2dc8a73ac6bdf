"""The matrix of who appears with whom, as it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from glossator.analysis.cooccurrence import Meetings
from glossator.store.summaries import EntityCount
from glossator.ui import theme
from glossator.ui.plots.cooccurrence import Crossing, ramp_words
from glossator.ui.plots.marks import Place
from tests.builders import scheme

LEFT, TOP, SIDE = 240, 124, 30


def test_a_name_stands_above_each_column(qapp: QApplication) -> None:
    names = ("Ada Lovelace", "Bob Hope", "Eve Moneypenny")
    people = tuple(EntityCount(each, name, "PER", 2, 1) for each, name in enumerate(names, 1))
    drawing = Crossing(Meetings("sentence", people, {(1, 2): 1}, {1: 1, 2: 1}, 1), scheme(), by_lift=False)
    image = QImage(LEFT + 3 * SIDE + 40, TOP + 3 * SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        area = QRectF(LEFT, TOP, 3 * SIDE, 3 * SIDE)
        drawing.paint(
            painter, Place(area, lambda x, y: QPointF(LEFT + x * SIDE, TOP + y * SIDE)), theme.light()
        )
    for column in range(3):
        xs = range(LEFT + column * SIDE, LEFT + (column + 1) * SIDE)
        ink = sum(image.pixelColor(x, y).lightness() < 128 for x in xs for y in range(TOP))
        assert ink > 20, f"no name above column {column}"


def test_the_key_says_what_the_shades_stand_for() -> None:
    people = tuple(EntityCount(each, name, "PER", 4, 1) for each, name in enumerate(("Ada", "Bob", "Eve"), 1))
    found = Meetings("sentence", people, {(1, 2): 3, (1, 3): 1}, {1: 4, 2: 3, 3: 2}, 10)
    assert ramp_words(found, by_lift=False) == "1 to 3 sentences"
    assert ramp_words(found._replace(together={(1, 3): 1}), by_lift=False) == "1 sentence"
    assert ramp_words(found, by_lift=True) == "seldom to 2.5 times as often as by chance"
