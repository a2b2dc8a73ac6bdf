"""The progress as a chart on a card: all documents as one bar, over a list of them or of groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QVBoxLayout, QWidget

from glossator.ui.plots.chart import IsLit
from glossator.ui.plots.coverage.rows import (
    ORDER,
    ROW,
    Cursor,
    GroupKey,
    RowDelegate,
    RowModel,
    Rows,
    paint_statuses,
    told_cell,
)
from glossator.ui.plots.listed import ListedChart, RowList
from glossator.ui.plots.marks import View, number
from glossator.ui.theme import Theme

_HEIGHT = 300
_BAR = 30


class _Bar(QWidget):
    """All documents by status, as one bar."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.statuses: Mapping[str, int] = {}
        self.setFixedHeight(_BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.draw(painter, self.width(), self.theme)

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Draw it with ``painter`` in so many pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_statuses(painter, QRectF(8, 4, width - 16, 14), self.statuses, theme)


class CoverageChart(ListedChart):
    """The bar over the rows; ``content`` of its view are :class:`Rows`.  ``went`` carries the key of a document and the
    first of the sentences of a cell that was clicked; ``opened`` the key of a group that is to be shown alone.
    """

    went = Signal(object, int)
    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.bar = _Bar(theme, self)
        self.model = RowModel(self)
        self.list = RowList(self)
        self.list.setModel(self.model)
        self._delegate = RowDelegate(theme, self.model, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("Documents and their sentences")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.clicked.connect(lambda _: self._on_clicked())
        self.list.doubleClicked.connect(lambda index: self._open(index.row()))
        self.list.entered.connect(lambda index: self._tell(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._on_row(index.row()))
        self.list.viewport().installEventFilter(self)
        self.list.installEventFilter(self)
        self._room = 0
        self.setFixedHeight(_HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.bar.theme = self._delegate.theme = theme
        self.bar.update()
        self.list.viewport().update()

    def show_view(self, view: View) -> None:
        rows = view.content
        assert isinstance(rows, Rows)
        self.bar.statuses = rows.statuses
        self.bar.setToolTip(", ".join(f"{number(rows.statuses.get(s, 0))} {s}" for s in ORDER))
        self.bar.update()
        self.model.show(rows)
        self._fit()
        self._tell(self.list.currentIndex().row())

    def _fit(self) -> None:
        needed = _BAR + 8 + ROW * self.model.rowCount()
        self.setFixedHeight(min(self._room or _HEIGHT, max(needed, _BAR + 4 * ROW)))

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = is_lit
        self._delegate.is_lit = is_lit
        self.list.viewport().update()

    def use_room(self, height: int) -> None:
        self._room = height
        self._fit()

    @property
    def current_key(self) -> Hashable | None:
        return self.model.key(self.list.currentIndex().row())

    def center_of_current(self) -> QPoint | None:
        index = self.list.currentIndex()
        return self.list.mapTo(self, self.list.visualRect(index).center()) if index.isValid() else None

    # --- pictures

    row_height = ROW

    def drawer(self, theme: Theme, parent: QWidget) -> RowDelegate:
        return RowDelegate(theme, self.model, parent)

    def noun(self) -> str:
        return "rows"

    def head_height(self) -> int:
        return _BAR

    def paint_head(self, painter: QPainter, width: int, theme: Theme) -> None:
        self.bar.draw(painter, width, theme)

    # --- hands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._told_at(event.pos()), self.list)
            return True
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
                return self._go_to_cell(event.position().toPoint())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.list:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        row, key = self.list.currentIndex().row(), event.key()
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if key in steps and not event.modifiers() and self._step(row, steps[Qt.Key(key)]):
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            cursor = self._delegate.cursor
            if cursor is not None and cursor.row == row:
                self.went.emit(self.model.key(row), cursor.first)
            else:
                self._open(row)
            return True
        return False

    def _step(self, row: int, step: int) -> bool:
        """The keyboard goes to the next cell of a row."""
        strip, cursor = self.model.strip(row), self._delegate.cursor
        if not strip:
            return False
        at = (cursor.first + step) if cursor is not None and cursor.row == row else 0 if step > 0 else -1
        if at < 0:
            self._on_row(row)
            return True
        at = min(at, len(strip) - 1)
        self._delegate.cursor = Cursor(row, at, at)
        told = told_cell(strip, at, at)
        self.setAccessibleDescription(told)
        self.moved.emit(told)
        self.list.viewport().update()
        return True

    def _on_row(self, row: int) -> None:
        self._delegate.cursor = None
        self.list.viewport().update()
        self._tell(row)

    def _cell_at(self, at: QPoint) -> tuple[int, tuple[int, int]] | None:
        index = self.list.indexAt(at)
        strip = self.model.strip(index.row())
        held = (
            self._delegate.cell_at(QRectF(self.list.visualRect(index)), len(strip), at.x()) if strip else None
        )
        return (index.row(), held) if held is not None else None

    def _go_to_cell(self, at: QPoint) -> bool:
        found = self._cell_at(at)
        if found is None:
            return False
        row, (first, _) = found
        self.went.emit(self.model.key(row), first)
        return True

    def _told_at(self, at: QPoint) -> str:
        found = self._cell_at(at)
        if found is not None:
            return told_cell(self.model.strip(found[0]), *found[1])
        return self.model.told(self.list.indexAt(at).row())

    def _on_clicked(self) -> None:
        rows = [index.row() for index in self.list.selectionModel().selectedRows()]
        keys = tuple(key for row in rows if (key := self.model.key(row)) is not None)
        if any(isinstance(key, GroupKey) for key in keys):
            return
        self.brushed.emit(keys, False)
        if len(keys) == 1:
            self.chosen.emit(keys[0])

    def _open(self, row: int) -> None:
        """The sentences of a document, or a group by itself."""
        key = self.model.key(row)
        if isinstance(key, GroupKey):
            self.opened.emit(key)
        elif key is not None:
            self.chosen.emit(key)

    def _tell(self, row: int) -> None:
        self.moved.emit(self.model.told(row))
