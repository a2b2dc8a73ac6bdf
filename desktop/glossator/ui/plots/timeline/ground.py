"""The ground of a timeline: which days are seen, what is drawn of them, and which mark is where."""

from __future__ import annotations

import math
from collections.abc import Hashable
from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from glossator.analysis.lanes import Bin, Unit, floor_to, unit_for
from glossator.analysis.timeline import EventKey
from glossator.ui.plots.chart import nothing
from glossator.ui.plots.signs import words
from glossator.ui.plots.timeline import looks
from glossator.ui.plots.timeline.content import MOST_MARKS, BinKey, Content, Lit, PileKey
from glossator.ui.plots.timeline.geometry import (
    AXIS,
    COLUMN,
    HIGHEST,
    LINE,
    NAMES,
    TOP,
    Layout,
    Packing,
    Shape,
    Span,
    wanting,
)
from glossator.ui.plots.traychart import DrawnSurface
from glossator.ui.theme import LabelColour, Theme

ELSEWHERE = "elsewhere"
"""What is pointed at where it is said that there are events before or after what is seen."""
_LEAST_HEIGHT = 150
_WORDS = 150.0
_REACH = 4.0
_SIGN = 150.0
_BEFORE = 8.0
_HALO = 16.0


class Ground(DrawnSurface):
    """Draws a :class:`Content`; ``resized`` tells that it needs another height."""

    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.content: Content | None = None
        self.span = Span(0, 1)
        self._layout: Layout | None = None
        self._counted: Unit | None = None  # the unit of time of columns, where what is in sight is counted
        self._bins: list[Bin] = []  # the columns in sight
        self._scales: list[int] = []  # events of the highest column of each lane
        self._band: tuple[float, float] | None = None
        self._is_moved = False
        self._room = 0
        self._needed = _LEAST_HEIGHT
        self._column_height = COLUMN
        self._measured = self.font()
        self._fitted: dict[str, tuple[str, float]] = {}
        self._packing = Packing(self._width_of)
        self._stamps = looks.Stamps()

    # --- what is shown

    def show_content(self, content: Content) -> None:
        """Draw this instead; the days that are seen stay, if they were chosen by hand."""
        self.content = content
        if self.current is not None and not content.rows_of(self.current):
            self.current = None
        self._settle()

    def fit(self, *, everything: bool = False) -> None:
        """Show all days that have something, or (at first) all but a few far ones."""
        if self.content is not None:
            self._is_moved = everything
            self.span.show(*(self.content.extent if everything else self.content.usual))
            self._settle()

    def look_like(self, other: Ground) -> None:
        """Show the days that ``other`` shows, where these were chosen by hand."""
        if other._is_moved:
            self._is_moved = True
            self.span.show(other.span.low, other.span.high)
            self._settle()

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show a longer (more than 1) or shorter stretch of time."""
        self._is_moved = True
        self.span.zoom(factor, around if around is not None else (self.span.low + self.span.high) / 2)
        self._settle()

    @property
    def foot(self) -> int:
        """Where the axis ends: the lower edge of what is seen of it, so that dates stay in sight where lanes go on."""
        around = self.parentWidget()
        return self.height() if around is None else min(self.height(), around.height() - self.y())

    @property
    def needed(self) -> int:
        """How many pixels high it has to be."""
        return self._needed

    def use_room(self, height: int) -> None:
        """So many pixels are free; 0 where it stands among other charts."""
        self._room = height
        self._settle()

    @property
    def unit(self) -> Unit:
        """The unit of time that suits what is seen: of columns, and of a date on which something is dropped."""
        return unit_for(self.span.low, self.span.high)

    @property
    def layout_now(self) -> Layout | None:
        """Where the marks stand."""
        return self._layout

    def _settle(self) -> None:
        """Lay out what is in sight."""
        content = self.content
        if content is None:
            return
        self._notice_font()
        self.span.fit(self.width())
        if not self._is_moved:
            self.span.show(*content.usual)
            if len(content.dated) <= MOST_MARKS:
                self.span.leave(wanting(content.lanes, self.span, self._width_of))
        self._counted, self._bins = None, []
        if content.in_sight(self.span.low, self.span.high) > MOST_MARKS:
            unit = self._counted = self.unit
            self._bins = content.binned(unit, self.span.low, self.span.high)
            self._scales = content.scales(unit)
            count = len(content.lanes)
            free = (max(self._room, self._needed_by(TOP + count * COLUMN)) - AXIS - TOP) / count
            high = self._column_height = min(max(COLUMN, free), HIGHEST)
            edges = tuple((TOP + at * high, TOP + (at + 1) * high) for at in range(count))
            self._layout = Layout((), edges, TOP + count * high)
        else:
            self._layout = self._packing.packed(content.lanes, self.span, self._room - AXIS)
        self.current = self._mark_of(content, self.current)
        wanted = self._needed_by(self._layout.height)
        if wanted != self._needed or wanted != self.minimumHeight():
            self._needed = wanted
            self.setMinimumHeight(
                wanted
            )  # where there is more room it takes that as well, so that hands are felt there
            self.resized.emit()
        self.update()

    def _mark_of(self, content: Content, key: Hashable | None) -> Hashable | None:
        """What stands now for what was current: the pile that an event came into, or an event of one that is gone."""
        shapes = self._layout.shapes if self._layout is not None else ()
        if isinstance(key, PileKey) and not any(each.key == key for each in shapes):
            key = next((each for each in key.events if each in content.rows), None)
        piles = [each.key for each in shapes if each.pile] if isinstance(key, EventKey) else []
        return next((each for each in piles if isinstance(each, PileKey) and key in each.events), key)

    def _needed_by(self, height: float) -> int:
        return max(_LEAST_HEIGHT, round(height + AXIS))

    def _width_of(self, text: str) -> float:
        """The room that the words of a mark take."""
        return self._shown(text)[1]

    def _shown(self, text: str) -> tuple[str, float]:
        """The words of a mark as they are shown, and the room that they take; each is measured once."""
        found = self._fitted.get(text)
        if found is None:
            metrics = QFontMetricsF(self._measured)
            shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, _WORDS)
            found = self._fitted[text] = shown, min(_WORDS, metrics.horizontalAdvance(shown))
        return found

    def _notice_font(self) -> None:
        """Measure words anew where they are set otherwise."""
        if self._measured != self.font():
            self._measured = self.font()
            self._fitted.clear()
            self._packing.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._settle()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """Draw everything."""
        content, layout = self.content, self._layout
        if content is None or layout is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        looks.axis(painter, self.span, self.foot, self.theme, self._free(painter.fontMetrics()))
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.width(), self.foot - AXIS))
        for held, (top, bottom) in zip(content.lanes, layout.lanes, strict=True):
            looks.lane(painter, held.name, top, bottom, self.span.right, self.theme)
        if self._counted is not None and self._scales[-1] > self._scales[0]:
            room = QRectF(4, layout.lanes[-1][0] + 20, NAMES - 16, 20)
            words(painter, room, "at a scale of its own", self.theme.muted)
        painter.setClipRect(QRectF(NAMES - 2, 0, self.width(), self.foot - AXIS))
        self._paint_marks(painter, layout)
        self._paint_columns(painter)
        self._paint_band(painter)
        painter.restore()
        self._paint_far(painter)

    def _paint_marks(self, painter: QPainter, layout: Layout) -> None:
        for shape in layout.shapes if self.is_lit is not nothing else ():
            if self.is_lit(shape.key):
                looks.lit(painter, whole(shape), self.theme)
        colours = {each: self._colour(each) for each in {shape.row.type for shape in layout.shapes}}
        self._stamps.begin(painter, self.theme)
        for shape in layout.shapes:
            if shape.number is not None:
                looks.pile(painter, shape, shape.number, colours[shape.row.type], self.theme, self._stamps)
            else:
                looks.mark(painter, shape, colours[shape.row.type], self._stamps)
        self._paint_words(painter, layout)
        for shape in layout.shapes if self.current is not None else ():
            if shape.key == self.current:
                looks.ring(painter, whole(shape), self.theme, has_focus=self.hasFocus())

    def _paint_words(self, painter: QPainter, layout: Layout) -> None:
        metrics = QFontMetricsF(self.font())
        down = (LINE - metrics.height()) / 2 + metrics.ascent()
        painter.setPen(QColor(self.theme.ink))
        for shape in layout.shapes:
            if shape.words.width() > 0:
                at = QPointF(shape.words.left(), shape.words.top() + down)
                painter.drawText(at, self._shown(shape.row.words)[0])

    def _paint_columns(self, painter: QPainter) -> None:
        content = self.content
        if content is None or self._counted is None:
            return
        for lane, found in groupby(self._bins, key=lambda each: each.lane):
            colour = self._colour(content.lanes[lane].rows[0].type)
            looks.columns(painter, [self._column(each) for each in found], colour)
        lit = self._lit_columns(content, self._counted)
        for each in self._bins if lit else ():
            if (each.lane, each.start) in lit:
                body = self._column(each)  # a halo around a low one would hardly be seen
                looks.lit(painter, body.adjusted(0, min(0.0, body.height() - _HALO), 0, 0), self.theme)
        current = self._bin_of(self.current)
        if current is not None:
            looks.ring(painter, self._column(current), self.theme, has_focus=self.hasFocus())

    def _lit_columns(self, content: Content, unit: Unit) -> set[tuple[int, float]]:
        """The columns in which rows are lit, by lane and first day."""
        if self.is_lit is nothing:
            return set()
        if isinstance(self.is_lit, Lit):
            rows = [row for key in self.is_lit.events if (row := content.rows.get(key)) is not None]
        else:
            rows = [each for each in content.dated if self.is_lit(each.key)]
        return {(content.lane_of(each), floor_to(each.start, unit)) for each in rows if each.whens}

    def _column(self, found: Bin) -> QRectF:
        bottom = TOP + (found.lane + 1) * self._column_height - 2
        height = max(2.0, (self._column_height - 8) * found.events / self._scales[found.lane])
        first, last = self.span.x(found.start), self.span.x(found.end)
        return QRectF(first, bottom - height, max(1.5, last - first - 1), height)

    def _paint_band(self, painter: QPainter) -> None:
        if self._band is not None:
            first, last = sorted(self._band)
            looks.band(painter, QRectF(first, 1, last - first, self.height() - AXIS - 2), self.theme)

    def _paint_far(self, painter: QPainter) -> None:
        """How many events lie outside of what is seen, at the edges."""
        for text, area in self.far():
            words(painter, area, text, self.theme.accent, at_right=text.endswith("▸"))

    def far(self) -> list[tuple[str, QRectF]]:
        """What is said of events before and after what is seen, and where; a click there shows all.  Columns count what
        begins in them, so what began before all columns is told to be earlier, even where it goes on.
        """
        if self.content is None:
            return []
        low, high, bottom = self.span.low, self.span.high, self.foot - 20.0
        if self._counted is not None:
            (before, after), does = self.content.uncounted(self._counted, low, high), ("began ", "begin ")
        else:
            (before, after), does = self.content.beyond(low, high), ("", "")
        found = []
        if before:
            found.append((f"◂ {before:,} {does[0]}earlier", QRectF(4, bottom, NAMES - 8, 18)))
        if after:
            found.append((f"{after:,} {does[1]}later ▸", QRectF(self.span.right - _SIGN, bottom, _SIGN, 18)))
        return found

    def _free(self, metrics: QFontMetrics) -> float:
        """How far the words of the axis may reach: to where it says that there are later events."""
        said = [
            area.right() - metrics.horizontalAdvance(text) for text, area in self.far() if area.left() > NAMES
        ]
        return min(said, default=math.inf) - _BEFORE

    def is_far_at(self, point: QPointF) -> bool:
        """Whether it is said there that there are events before or after what is seen."""
        return any(area.contains(point) for _, area in self.far())

    def _colour(self, type_id: str) -> LabelColour:
        scheme = self.content.scheme if self.content else None
        event = scheme.event_type(type_id) if scheme else None
        label = scheme.label(scheme.trigger_of(event)) if scheme and event else None
        return self.theme.of(label)

    # --- what is where

    def key_at(self, point: QPointF) -> Hashable | None:
        """The mark or column at a point."""
        if self.content is None or self._layout is None:
            return None
        for found in self._bins:
            high = self._column_height
            if self._column(found).adjusted(0, -high, 1, 2).contains(point) and (
                TOP + found.lane * high <= point.y()
            ):
                return self.content.bin_key(found)
        held = [
            each
            for each in self._layout.shapes
            if whole(each).adjusted(-_REACH, 0, _REACH, 0).contains(point)
        ]
        nearest = min(held, key=lambda each: abs(each.box.center().x() - point.x()), default=None)
        return nearest.key if nearest is not None else None

    def center_of(self, key: Hashable | None) -> QPoint | None:
        """The middle of a mark."""
        if self._layout is None or self.content is None or key is None:
            return None
        shape = next((each for each in self._layout.shapes if each.key == key), None)
        if shape is not None:
            return shape.box.center().toPoint()
        column = self._bin_of(key)
        return self._column(column).center().toPoint() if column is not None else None

    def _bin_of(self, key: Hashable) -> Bin | None:
        """The column that a key stands for, in sight or not."""
        if self.content is None or self._counted is None or not isinstance(key, BinKey):
            return None
        return self.content.bin_of(key, self._counted)

    def tip_of(self, key: Hashable | None) -> str:
        """What is said of a mark, in one line."""
        if self.content is None or key is None:
            return ""
        if key is ELSEWHERE:
            return "A click here, or 0, shows all of them"
        if isinstance(key, EventKey):
            row = self.content.rows.get(key)
            return self.content.tip(row) if row else ""
        if isinstance(key, PileKey):
            return self.content.pile_tip(key)
        found = self._bin_of(key)
        return self.content.bin_tip(found) if found is not None else ""

    def keys_between(self, first: float, last: float) -> list[Hashable]:
        """The marks or columns that lie, at least in part, between two days."""
        if self.content is None:
            return []
        if self._counted is not None:
            columns = self.content.binned(self._counted, first, last)
            return [self.content.bin_key(each) for each in columns if each.start < last and each.end > first]
        return [each.key for each in self.content.dated if each.start < last and each.end > first]


def whole(shape: Shape) -> QRectF:
    """A mark with its words."""
    return shape.box.united(shape.words) if shape.words.width() > 0 else shape.box
