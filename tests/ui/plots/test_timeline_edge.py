"""The right edge of a timeline: words have room there or stand before what they name, and none is cut."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from glossator.ui.plots.timeline import looks
from glossator.ui.plots.timeline.chart import TimelineChart
from glossator.ui.plots.timeline.geometry import Span
from glossator.ui.theme import light
from tests.ui.plots.test_timeline import chart, row, show

__all__ = ["chart"]


@pytest.mark.parametrize("width", [600, 700, 1200])
def test_the_name_of_a_mark_that_fills_the_axis_has_room(chart: TimelineChart, width: int) -> None:
    chart.resize(width, 300)
    show(chart, [row(1, "2023", words="met in Tobruk"), row(2)])
    chart.grab()
    surface = chart.surface
    assert surface.layout_now is not None
    (shape,) = surface.layout_now.shapes
    assert shape.words.width() > 0
    assert surface.span.left <= shape.words.left()
    assert shape.words.right() <= surface.span.right
    assert not shape.words.intersects(shape.box)


def test_the_words_of_the_last_tick_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    span = Span(19_358, 19_728)  # from 2023 on, a little beyond the beginning of 2024
    span.fit(500)
    drawn: list[tuple[float, str]] = []
    monkeypatch.setattr(looks, "words", lambda painter, area, text, colour: drawn.append((area.left(), text)))
    picture = QImage(500, 100, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        looks.axis(painter, span, 100, light())
        metrics = painter.fontMetrics()
    assert any(text == "2024" for _, text in drawn)
    assert all(left + metrics.horizontalAdvance(text) <= 500 for left, text in drawn)
