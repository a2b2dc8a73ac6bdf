"""What is measured and drawn once for many scenes of a link chart: names, words, pictures of nodes and of badges."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from glossator.ui.plots.links import looks
from glossator.ui.plots.links.geometry import Points
from glossator.ui.plots.links.looks import NodeLook
from glossator.ui.theme import Theme

_LOOKS = 8_000  # whose pictures are found without a look at what they are made of
_NAME = 168.0  # pixels that a name may be wide


class Kept:
    """What holds for one face and one theme."""

    def __init__(self) -> None:
        self.badges: dict[tuple[int, float], QPixmap] = {}
        self.badge_widths: dict[int, float] = {}
        self._names: dict[str, tuple[str, float]] = {}
        self._words: dict[str, float] = {}
        self._of_look: dict[tuple[int, float, float], tuple[NodeLook, QPixmap]] = {}
        self._stamps: dict[tuple[NodeLook, float, float], QPixmap] = {}

    def fitted(self, name: str, font: QFont) -> tuple[str, float]:
        """A name as it is written, and how wide it is then, in pixels."""
        if name not in self._names:
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME)
            self._names[name] = (shown, min(_NAME, metrics.horizontalAdvance(shown)))
        return self._names[name]

    def wide_words(self, words: Sequence[str], font: QFont) -> Points:
        """How wide each of these words is on a link, in pixels."""
        metrics, known = QFontMetricsF(font), self._words
        for each in set(words) - known.keys():
            known[each] = metrics.horizontalAdvance(each) + 4
        return np.fromiter(map(known.__getitem__, words), dtype=float, count=len(words))

    def stamp(self, look: NodeLook, radius: float, ratio: float, font: QFont, theme: Theme) -> QPixmap:
        """The picture of a node of this radius, for a device with so many pixels for one."""
        quick = (id(look), radius, ratio)
        held = self._of_look.get(quick)
        if held is None or held[0] is not look:
            if len(self._of_look) >= _LOOKS:
                self._of_look.clear()
            held = self._of_look[quick] = (look, self._stamp(look, radius, ratio, font, theme))
        return held[1]

    def _stamp(self, look: NodeLook, radius: float, ratio: float, font: QFont, theme: Theme) -> QPixmap:
        key = (look._replace(name="", radius=0.0), radius, ratio)
        if key not in self._stamps:
            size = 2 * math.ceil(radius * 1.45 + 3)
            stamp = self._stamps[key] = QPixmap(round(size * ratio), round(size * ratio))
            stamp.setDevicePixelRatio(ratio)
            stamp.fill(Qt.GlobalColor.transparent)
            with QPainter(stamp) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setFont(font)
                looks.paint_node(painter, QPointF(size / 2, size / 2), look, radius, theme)
        return self._stamps[key]
