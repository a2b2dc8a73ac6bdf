"""The window on an article: which part is shown, the scroll bar that tells it, and rows laid out ahead of it."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QScrollBar

from glossator.ui.text.layout import ArticleLayout, Grip, Placed

_AHEAD_SECONDS = 0.004
_LARGEST = 2**31 - 1


class Scroller(QObject):
    """Moves the window over an :class:`ArticleLayout`.

    The truth is the layout's top row and shift; the scroll bar is derived from it.  ``moved`` tells that another part
    is shown.
    """

    moved = Signal()

    def __init__(self, bar: QScrollBar, parent: QObject) -> None:
        super().__init__(parent)
        self.page: ArticleLayout | None = None
        self.window = 0.0
        self._bar = bar
        self._placed: list[Placed] | None = None
        self._onward = True
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._lay_out_ahead)
        bar.valueChanged.connect(self._on_value)

    def show_page(self, page: ArticleLayout | None) -> None:
        """Show another article from its top, or none."""
        self.page = page
        self._ahead.stop()
        self.changed()

    def changed(self) -> None:
        """The layout or the place has changed: whatever was found of it is void."""
        self._placed = None
        self.sync()

    @property
    def placed(self) -> list[Placed]:
        """The rows in the window."""
        if self._placed is None:
            self._placed = self.page.visible(self.window) if self.page is not None else []
        return self._placed

    def sync(self) -> None:
        """Let the scroll bar tell the truth, unless a hand is on it."""
        if self._bar.isSliderDown():
            return
        page = self.page
        with QSignalBlocker(self._bar):
            if page is None:
                self._bar.setRange(0, 0)
                return
            self.placed  # noqa: B018  measures the rows in the window
            total = page.heights.total
            self._bar.setPageStep(max(1, round(self.window)))
            self._bar.setSingleStep(max(1, round(page.metrics.pitch)))
            self._bar.setRange(0, min(_LARGEST, max(0, round(total - self.window))))
            self._bar.setValue(min(_LARGEST, round(page.value)))

    def by(self, distance: float) -> None:
        """Scroll by ``distance`` pixels."""
        if self.page is not None:
            self.page.move(distance, self.window)
            self._have_moved(onward=distance > 0)

    def _on_value(self, value: int) -> None:
        page = self.page
        if page is None:
            return
        onward = value >= page.value
        if value >= self._bar.maximum():
            page.jump_to_end(self.window)
        elif value <= 0:
            page.top, page.shift = 0, 0.0
        else:
            page.jump(value, self.window)
        self._have_moved(onward=onward)

    def _have_moved(self, *, onward: bool) -> None:
        self._onward = onward
        self.changed()
        self._ahead.start()
        self.moved.emit()

    def reveal(self, offset: int, *, whole: int | None = None) -> None:
        """Scroll so that the line of ``offset`` (and, if it fits, that of ``whole``) is comfortably in the window."""
        page = self.page
        if page is None or self.window <= 0:
            return
        pitch = page.metrics.pitch
        y = page.y_of(offset, self.window)
        border = min(pitch, self.window / 4)
        if not -self.window < y < 2 * self.window:
            page.hold(Grip(offset, self.window / 3), self.window)
        elif y < border:
            page.move(y - border, self.window)
        elif y + pitch > self.window - border / 2:
            page.move(y + pitch - self.window + border / 2, self.window)
        else:
            return
        self._have_moved(onward=y > 0)
        if whole is not None and (below := page.y_of(whole, self.window) + pitch - self.window) > 0:
            top = page.y_of(offset, self.window)
            self.by(min(below, max(0.0, top - border)))

    def restore(self, offset: int) -> None:
        """Bring the line of ``offset`` to the top."""
        if self.page is not None:
            if offset <= 0:
                self.page.top, self.page.shift = 0, 0.0
            else:
                self.page.hold(Grip(offset, self.page.metrics.lead), self.window)
            self._have_moved(onward=True)

    def rest(self) -> None:
        """Lay nothing out ahead while nobody looks."""
        self._ahead.stop()

    def _lay_out_ahead(self) -> None:
        """Lay out the next window of rows in the direction of travel, a little at a time."""
        page, placed = self.page, self.placed
        if page is None or not placed:
            self._ahead.stop()
            return
        end = perf_counter() + _AHEAD_SECONDS
        row = placed[-1].row + 1 if self._onward else placed[0].row - 1
        left = self.window
        while left > 0 and 0 <= row < len(page.rows):
            left -= page.marks(row).height
            row += 1 if self._onward else -1
            if perf_counter() > end:
                return
        self._ahead.stop()
