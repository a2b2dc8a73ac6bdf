"""The key to the signs of a link chart, which it draws into itself: shapes of labels, and what lines tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from glossator.analysis.links import Ways
from glossator.core.scheme import Label, Scheme
from glossator.core.statements import Node, NodeFacts
from glossator.ui.plots.links import looks, shapes
from glossator.ui.plots.links.cast import Cast
from glossator.ui.plots.links.content import Content
from glossator.ui.plots.links.looks import DASHED, DOTTED, SOLID, Line, NodeLook
from glossator.ui.theme import Theme

_ROW = 20.0
_SAMPLE = 26.0
_GAP = 16.0
_EDGE = 12.0
_LABELS = 12
_SIZE = {False: attrgetter("documents"), True: attrgetter("mentions")}
_SHARE = 0.34  # of the height of a chart is the most that its key takes


class _Entry(NamedTuple):
    """A sample, and what it means."""

    paint: Callable[[QPainter, QRectF], None]
    words: str


_OfNodes = tuple[Mapping[Node, NodeFacts], tuple[Theme, Scheme, bool], list[_Entry], list[_Entry]]


class Key:
    """The key of one chart, in rows at its foot."""

    def __init__(self, chart: QWidget) -> None:
        self._chart = chart
        self._entries: list[_Entry] = []
        self._rows: list[list[tuple[_Entry, float, float]]] = []
        self._theme: Theme | None = None
        self._scheme: Scheme | None = None
        self._picture: QPixmap | None = None
        self._of_nodes: _OfNodes | None = None  # what tells of nodes holds as long as these are the same

    @property
    def height(self) -> float:
        """How much room it takes, in pixels."""
        return len(self._rows) * _ROW + (10 if self._rows else 0)

    @property
    def words(self) -> tuple[str, ...]:
        """What its samples mean."""
        return tuple(entry.words for entry in self._entries)

    def show(self, content: Content, cast: Cast, theme: Theme) -> None:
        """Explain the signs that there are in ``content``, whose nodes and links look as in ``cast``."""
        before = (self._theme, self._scheme, self.words)
        self._theme, self._scheme = theme, content.scheme
        held = self._of_nodes
        if (
            held is None
            or held[0] is not cast.facts
            or held[1] != (theme, content.scheme, content.by_mentions)
        ):
            about = (theme, content.scheme, content.by_mentions)
            held = self._of_nodes = (cast.facts, about, _labels(content, theme), _sizes(content, theme))
        self._entries = [*held[2], *_lines(content, cast, theme), *held[3]]
        if before != (theme, content.scheme, self.words):  # or its picture and its rows hold
            self.arrange(self._chart.width())

    def arrange(self, width: int) -> None:
        """Break the rows for a chart of this width."""
        metrics = QFontMetricsF(self._chart.font())
        self._picture = None
        self._rows = []
        x = float("inf")
        for entry in self._entries:
            needed = _SAMPLE + 6 + metrics.horizontalAdvance(entry.words)
            if x + needed > width - _EDGE:
                x = _EDGE
                self._rows.append([])
            self._rows[-1].append((entry, x, needed))
            x += needed + _GAP
        if self.height > self._chart.height() * _SHARE:
            self._rows = []  # a small chart is of more use than its key

    def show_at_foot(self, painter: QPainter, area: QRectF) -> None:
        """Paint it as :meth:`paint`, on the screen: as a picture, which is made once for many frames."""
        ratio = self._chart.devicePixelRatioF()
        size = (QSizeF(area.width(), self.height) * ratio).toSize()
        if size.isEmpty():
            return
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as on:
                self.paint(on, QRectF(0, 0, area.width(), self.height))
        painter.drawPixmap(QPointF(area.left(), area.bottom() - self.height), self._picture)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint it at the foot of ``area``."""
        if self._theme is None or not self._rows:
            return
        painter.save()
        painter.setFont(self._chart.font())
        top = area.bottom() - self.height
        ground = QColor(self._theme.raised)
        ground.setAlphaF(0.92)
        painter.fillRect(QRectF(area.left(), top, area.width(), self.height), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, held in enumerate(self._rows):
            y = top + 6 + row * _ROW
            for entry, x, needed in held:
                painter.save()
                entry.paint(painter, QRectF(area.left() + x, y, _SAMPLE, _ROW - 4))
                painter.restore()
                painter.setPen(QColor(self._theme.muted))
                told = QRectF(area.left() + x + _SAMPLE + 6, y, needed, _ROW - 4)
                painter.drawText(told, Qt.AlignmentFlag.AlignVCenter, entry.words)
        painter.restore()


def _labels(content: Content, theme: Theme) -> list[_Entry]:
    """The labels of the nodes, in the order of the scheme."""
    held = {facts.label for facts in content.network.nodes.values()}
    order = [label for label in content.scheme.labels if label.id in held]
    found = []
    for label in order[:_LABELS]:
        is_event = label.id in content.scheme.triggers
        found.append(
            _Entry(_node_sample(label, theme, is_event=is_event), "Event" if is_event else label.name)
        )
    if len(order) > _LABELS:
        found.append(_Entry(lambda painter, area: None, f"and {len(order) - _LABELS} other labels"))
    if any(not node.entity and not node.event for node in content.network.nodes):
        found.append(_Entry(_nobody_sample(theme), "no identity yet"))
    return found


def _node_sample(label: Label, theme: Theme, *, is_event: bool) -> Callable[[QPainter, QRectF], None]:
    look = NodeLook(shapes.number_of(label.slot), 6.5, label, "", "", True, is_event)
    return lambda painter, area: looks.paint_node(painter, _middle(area), look, 6.5, theme)


def _nobody_sample(theme: Theme) -> Callable[[QPainter, QRectF], None]:
    look = NodeLook(0, 6.5, None, "", "", False, False)
    return lambda painter, area: looks.paint_node(painter, _middle(area), look, 6.5, theme)


def _middle(area: QRectF) -> QPointF:
    return QPointF(area.right() - 8, area.center().y())


def _lines(content: Content, cast: Cast, theme: Theme) -> list[_Entry]:
    """What lines tell, as far as any of them does."""
    ways = Ways.of(content.scheme)
    _, first = np.unique(cast.styles, return_index=True)
    lines = {cast.lines[at] for at in first.tolist()}
    patterns = {line.pattern for line in lines}
    names = (*ways.certainties[:2], " or ".join(ways.certainties[2:]))
    found = []
    for pattern, name in zip((SOLID, DASHED, DOTTED), names, strict=False):
        if pattern in patterns and name and len(patterns) > 1:
            found.append(_Entry(_line_sample(Line(pattern, True, False), theme), name))
    if any(not line.is_graded for line in lines):
        found.append(_Entry(_line_sample(Line(SOLID, False, False), theme), "nobody graded it (F6)"))
    if any(line.is_denied for line in lines):
        found.append(_Entry(_line_sample(Line(SOLID, True, True), theme), "denied"))
    if len(first) and cast.wires.width.max() > looks.width_of(1):
        found.append(_Entry(_width_sample(theme), "the wider, the more sources"))
    return found


def _sizes(content: Content, theme: Theme) -> list[_Entry]:
    """What sizes tell, where there are several."""
    if len(set(map(_SIZE[content.by_mentions], content.network.nodes.values()))) < 2:
        return []
    size = "mentions" if content.by_mentions else "documents"
    return [_Entry(_size_sample(theme), f"the larger, the more {size}")]


def _line_sample(line: Line, theme: Theme) -> Callable[[QPainter, QRectF], None]:
    return lambda painter, area: looks.paint_sample(painter, area, line, theme)


def _width_sample(theme: Theme) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, area: QRectF) -> None:
        line = Line(SOLID, True, False)
        for row, sources in enumerate((1, 4)):
            painter.setPen(looks.pen_of(line, looks.width_of(sources), looks.colour_of(line, theme)))
            y = area.center().y() - 4 + 7 * row
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    return paint


def _size_sample(theme: Theme) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, area: QRectF) -> None:
        look = NodeLook(0, 1, None, "", "", True, False)
        looks.paint_node(painter, QPointF(area.left() + 5, area.center().y()), look, 3.5, theme)
        looks.paint_node(painter, QPointF(area.left() + 17, area.center().y()), look, 7.5, theme)

    return paint
