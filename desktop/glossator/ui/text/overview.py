"""The scroll bar of the page, on which the whole article is told: mentions by label, hits, what is selected."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollBar, QStyle, QStyleOptionSlider, QToolTip, QWidget

from glossator.core.annotations import Mention
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.theme import Theme, blend

WIDTH = 18
"""Of the scroll bar, in pixels."""

_REST_MS = 120
"""Marks are drawn anew once nothing has changed for so long: never while something is scrolled or typed."""
_MARK = 2
"""Height of a mark, in pixels."""
_LOOKED_AT = 12
"""So many of the mentions under one mark are looked at; a mark can show no more than a few colours."""
_COLOURS = 3
_LABELS_LEFT, _LABELS_WIDTH = 3, 8
_HITS_LEFT, _HITS_WIDTH = 12, 5
_TOLD = 6
_TOLD_REACH = 3
_DRIFT = 0.01


class Look(NamedTuple):
    """What the scroll bar tells of: ``found`` are the hits of a search, ``chosen`` the fragments of the selected
    mention and ``label`` its label, which stands out; ``caret`` is an offset.
    """

    page: ArticleLayout
    scheme: Scheme | None
    theme: Theme
    found: Sequence[Span] = ()
    chosen: Sequence[Span] = ()
    label: str = ""
    caret: int = 0


class Places:
    """Where the offsets of an article stand on a bar, ``height`` pixels from ``top`` on, by the heights of its rows;
    an article shorter than the ``window`` does not fill the bar.
    """

    def __init__(self, page: ArticleLayout, height: int, top: int = 0, window: float = 0.0) -> None:
        self._top = top
        self._starts = page.rows.starts
        self._length = len(page.rows.text)
        self._tops = page.heights.tops()
        whole = max(self._tops[-1], window)
        self._scale = height / whole if whole > 0 else 0.0

    def y(self, offset: int) -> float:
        """Where ``offset`` stands, in pixels of the bar."""
        row = max(0, bisect_right(self._starts, offset) - 1)
        start, end = self._bounds(row)
        share = (offset - start) / (end - start) if end > start else 0.0
        above = self._tops[row] + share * (self._tops[row + 1] - self._tops[row])
        return self._top + above * self._scale

    def offset(self, y: float) -> int:
        """The offset that stands at ``y``; beyond the bar that of the nearer end."""
        if self._scale <= 0 or y <= self._top:
            return 0
        distance = (y - self._top) / self._scale
        row = bisect_right(self._tops, distance) - 1
        if row >= len(self._starts):
            return self._length
        start, end = self._bounds(row)
        height = self._tops[row + 1] - self._tops[row]
        return start + int((end - start) * (distance - self._tops[row]) / height) if height > 0 else start

    def _bounds(self, row: int) -> tuple[int, int]:
        return self._starts[row], self._starts[row + 1] if row + 1 < len(self._starts) else self._length


class Overview(QScrollBar):
    """A vertical scroll bar with marks.  ``look`` is asked when they are drawn: call :meth:`renew` when it has changed
    and :meth:`choose` when only the choice has.
    """

    def __init__(self, look: Callable[[], Look | None], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName("Overview of the article")
        self._look = look
        self._marks: QPixmap | None = None
        self._places: Places | None = None
        self._drawn_for = 0
        self._drawn_label = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.draw_marks)

    def renew(self) -> None:
        """The marks are to be drawn anew, as soon as there is time."""
        self._rest.start()

    def forget(self) -> None:
        """The marks have the colours of another theme."""
        self._marks = None
        self.renew()
        self.update()

    def choose(self) -> None:
        """Another mention is selected, or the caret stands elsewhere."""
        look = self._look()
        if look is not None and look.label != self._drawn_label:
            self._rest.start()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    # --- marks ------------------------------------------------------------------------------------------------

    def draw_marks(self) -> None:
        """Draw the marks now.  The work grows with the height of the bar, not with the number of mentions."""
        self._rest.stop()
        look = self._look()
        self._marks = self._places = None
        self._drawn_for = self.maximum()
        self._drawn_label = look.label if look is not None else ""
        if look is not None and self.height() > 0:
            groove = self._part(QStyle.SubControl.SC_ScrollBarGroove)
            self._places = Places(look.page, groove.height(), groove.top(), self.pageStep())
            ratio = self.devicePixelRatioF()
            made = QPixmap(QSize(WIDTH, self.height()) * ratio)
            made.setDevicePixelRatio(ratio)
            made.fill(QColor(look.theme.paper))
            with QPainter(made) as painter:
                painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(look.theme.rule))
                self._draw_labels(painter, look, self._places)
                self._draw_hits(painter, look, self._places)
            self._marks = made
        self.update()

    def _draw_labels(self, painter: QPainter, look: Look, places: Places) -> None:
        """The most frequent labels that begin under each mark, side by side; or the label that stands out alone."""
        inks = _inks(look)
        start = 0
        for y in range(0, self.height(), _MARK):
            end = places.offset(y + _MARK)
            under = look.page.annotations.beginning_in(Span(start, end), _LOOKED_AT) if end > start else []
            start = max(start, end)
            counted = Counter(each.label for each in under)
            seen = [label for label, _ in counted.most_common(_COLOURS)]
            seen = [look.label] if look.label in counted else sorted(seen)
            for place, label in enumerate(seen):
                width = _LABELS_WIDTH / len(seen)
                rect = QRectF(_LABELS_LEFT + place * width, y, width, _MARK)
                painter.fillRect(rect, inks.get(label, inks[""]))

    def _draw_hits(self, painter: QPainter, look: Look, places: Places) -> None:
        colour = QColor(look.theme.warning)
        last = -1
        for start in _thinned(look.found, places, self.height()):
            y = int(places.y(start))
            if y != last:
                painter.fillRect(QRectF(_HITS_LEFT, min(y, self.height() - 3), _HITS_WIDTH, 3), colour)
                last = y

    # --- painting ---------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look()
        with QPainter(self) as painter:
            if look is None:
                painter.fillRect(self.rect(), self.palette().base())
                return
            if self._marks is not None:
                painter.drawPixmap(0, 0, self._marks)
            else:
                painter.fillRect(self.rect(), QColor(look.theme.paper))
            self._paint_choice(painter, look)
            if self.maximum() > 0:
                self._paint_slider(painter, look.theme)

    def _paint_choice(self, painter: QPainter, look: Look) -> None:
        if self._places is None:
            return
        for span in look.chosen:
            top = self._places.y(span.start)
            height = max(3.0, self._places.y(span.end) - top)
            top = min(top, self.height() - height)
            painter.fillRect(QRectF(1, top, WIDTH - 1, height), QColor(look.theme.accent))
        y = min(round(self._places.y(look.caret)), self.height() - 1)
        painter.fillRect(QRectF(1, y, WIDTH - 1, 1), QColor(look.theme.ink))

    def _paint_slider(self, painter: QPainter, theme: Theme) -> None:
        rect = QRectF(self.slider()).adjusted(1.5, 0.5, -0.5, -0.5)
        is_bright = self.isSliderDown() or self.underMouse()
        ground, edge = QColor(theme.arc), QColor(blend(theme.arc, theme.paper, 0.9 if is_bright else 0.6))
        ground.setAlphaF(0.3 if is_bright else 0.18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 3, 3)

    def slider(self) -> QRect:
        """Where the handle stands, in pixels of the bar."""
        return self._part(QStyle.SubControl.SC_ScrollBarSlider)

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)

    # --- the hand ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the handle brings the handle there: what is marked is then in the window."""
        point = event.position().toPoint()
        groove = self._part(QStyle.SubControl.SC_ScrollBarGroove)
        is_beside = groove.contains(point) and not self.slider().contains(point)
        if event.button() == Qt.MouseButton.LeftButton and is_beside:
            whole = self.maximum() + self.pageStep()
            share = (event.position().y() - groove.top()) / groove.height()
            self.setValue(round(share * whole - self.pageStep() / 2))
            if not self.slider().contains(point):
                return
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told(event.pos().y()), self)
            return True
        return super().event(event)

    def told(self, y: float) -> str:
        """What begins near ``y`` on the bar, in words, a line each."""
        look = self._look()
        if look is None or self._places is None:
            return ""
        near = Span(self._places.offset(y - _TOLD_REACH), self._places.offset(y + _TOLD_REACH))
        found = look.page.annotations.beginning_in(near, 1000)
        lines = [_line(each, look.scheme) for each in found[:_TOLD]]
        if len(found) > _TOLD:
            lines.append(f"… and {len(found) - _TOLD} more")
        return "\n".join(lines)

    # --- what has changed -------------------------------------------------------------------------------------

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Rows that were measured move the marks a little; they are drawn anew when it shows."""
        super().sliderChange(change)
        if change == QAbstractSlider.SliderChange.SliderRangeChange:
            drift = abs(self.maximum() - self._drawn_for)
            if drift > _DRIFT * max(1, self._drawn_for):
                self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rest.start()


def _inks(look: Look) -> dict[str, QColor]:
    """The colour of each label, and of one that the scheme lacks as ""; paler where another one stands out."""
    theme = look.theme
    accents = {label.id: theme.of(label).accent for label in look.scheme.labels} if look.scheme else {}
    accents[""] = theme.neutral.accent
    rest = 0.25 if look.label else 0.8
    return {
        label: QColor(blend(accent, theme.paper, 1.0 if label == look.label else rest))
        for label, accent in accents.items()
    }


def _thinned(found: Sequence[Span], places: Places, height: int) -> list[int]:
    """The starts of the hits, but at most a few for each pixel of the bar."""
    if len(found) <= 4 * height:
        return [span.start for span in found]
    starts = [span.start for span in found]
    kept = []
    at = 0
    for y in range(height):
        edge = places.offset(y + 1)
        if at < len(starts) and starts[at] < edge:
            kept.append(starts[at])
            at = bisect_right(starts, edge - 1, at)
    return kept


def _line(mention: Mention, scheme: Scheme | None) -> str:
    quote = " ".join(mention.quote[:80].split())
    shown = quote if len(quote) <= 40 else f"{quote[:39].rstrip()}…"
    return f"{scheme.name_of(mention.label) if scheme else mention.label}: {shown}"
