"""A hit in its line: context is cut between words, and a hit has the colours of its own label."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from glossator.analysis.concordance import Line
from glossator.core.spans import Span
from glossator.ui import concordance, theme

LEFT = "to maintain a military presence in the Middle East following the fall of the Assad regime in "
RIGHT = ", Russian cargo aircraft have transported air-defense equipment, such as radars for S-400 systems."


def drawn(monkeypatch: pytest.MonkeyPatch, line: Line, width: int) -> list[str]:
    """The contexts as they are drawn in so many pixels."""
    said: list[str] = []
    real = concordance.draw_text

    def heard(painter: QPainter, area: QRectF, text: str, colour: str, **how: object) -> None:
        fits = painter.fontMetrics().horizontalAdvance(text) <= area.width() + 1
        said.append(text if fits else "cut anywhere")
        real(painter, area, text, colour, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(concordance, "draw_text", heard)
    picture = QImage(width, 30, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        concordance.draw_line(painter, QRectF(0, 0, width, 30), line, "#ffffff", theme.light())
    return said


@pytest.mark.parametrize("width", range(420, 900, 37))
def test_context_that_has_no_room_is_cut_between_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    left, right = drawn(monkeypatch, Line(1, Span(0, 3), 0, LEFT, "Damascus", RIGHT), width)
    assert left.startswith("…")
    assert LEFT.endswith(left[1:])
    assert LEFT[: -len(left[1:])].endswith(" ")
    assert right.endswith("…")
    assert RIGHT.startswith(right[:-1])
    assert RIGHT[len(right[:-1])] == " "


def test_context_that_has_room_is_drawn_whole(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, Line(1, Span(0, 3), 0, "In ", "Damascus", "."), 600) == ["In ", "."]
