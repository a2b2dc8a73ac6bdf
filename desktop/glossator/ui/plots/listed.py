"""The ground of charts that are a list of rows: a picture of one holds the rows from the first in sight on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from glossator.ui.plots.chart import PICTURE, Chart
from glossator.ui.plots.marks import CARD_LETTERS, View, number
from glossator.ui.theme import Theme

MOST_PICTURED = 60
"""Rows that a picture holds; with more of them nobody could read it on a page."""


class RowList(QListView):
    """A list that leaves to its card the letters that ask something of that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in CARD_LETTERS and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ListedChart(Chart):
    """Who inherits it makes the ``list`` with its model, and says how its rows are drawn."""

    list: QListView
    row_height = 30
    """Pixels of a row."""

    def drawer(self, theme: Theme, parent: QWidget) -> QStyledItemDelegate:
        """What draws a row of its model, in these colours, with nothing lit."""
        raise NotImplementedError

    def noun(self) -> str:
        """What its rows are: "lines"."""
        raise NotImplementedError

    def total(self) -> int:
        """How many rows there are, also those that were not fetched yet; 0 where that is not known."""
        return self.list.model().rowCount()

    def posed(self, view: View, theme: Theme, parent: QWidget) -> Chart:
        made = RowsPicture(self, theme, parent)
        made.show()
        return made

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        return (self.list,)

    def first_seen(self) -> int:
        """The row at the top of what is in sight."""
        return max(0, self.list.indexAt(QPoint(4, 4)).row())

    def head_height(self) -> int:
        """Pixels of what stands above the rows in a picture."""
        return 0

    def paint_head(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Draw what stands above the rows in a picture."""


class RowsPicture(Chart):
    """The rows of a :class:`ListedChart` as a picture, drawn out of the same model."""

    def __init__(self, live: ListedChart, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._live = live
        self._drawer = live.drawer(theme, self)
        count, first = live.list.model().rowCount(), live.first_seen()
        first = min(first, max(0, count - MOST_PICTURED))
        self._rows = range(first, min(count, first + MOST_PICTURED))
        self.setFixedSize(self.picture_size())

    def left_out(self) -> str:
        total = self._live.total()
        if total == len(self._rows):
            return ""
        of = f" of {number(total)}" if total else ""
        return f"{self._live.noun()} {number(self._rows.start + 1)} to {number(self._rows.stop)}{of}"

    def picture_size(self) -> QSize:
        return QSize(PICTURE, self._live.head_height() + self._live.row_height * len(self._rows))

    def picture(self, painter: QPainter, at: QPointF) -> None:
        painter.save()
        painter.translate(at)
        painter.setFont(self.font())
        self._live.paint_head(painter, PICTURE, self.theme)
        option = QStyleOptionViewItem()
        option.font = self.font()
        top, high, model = self._live.head_height(), self._live.row_height, self._live.list.model()
        for at_row, row in enumerate(self._rows):
            option.rect = QRect(0, top + at_row * high, PICTURE, high)
            self._drawer.paint(painter, option, model.index(row, 0))
        painter.restore()
