"""The table twin of a view: the same numbers for the keyboard, the screen reader and the spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from html import escape

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from glossator.core.errors import GlossatorError
from glossator.ui.plots.marks import CARD_LETTERS, Table, one_line

_Index = QModelIndex | QPersistentModelIndex
_ROW = 28
_GAP = 12
_NARROWEST = 130  # pixels of a column with words, where they need as many
# as numbers, since each cell is asked for many of them
_DISPLAY, _ALIGNMENT = Qt.ItemDataRole.DisplayRole.value, Qt.ItemDataRole.TextAlignmentRole.value
_TOOLTIP, _FONT = Qt.ItemDataRole.ToolTipRole.value, Qt.ItemDataRole.FontRole.value
_OF_CELLS = frozenset({_DISPLAY, _ALIGNMENT, _TOOLTIP})
_SORTS = (
    "Sort by this column (S); again: the other way round, then as it was. Ctrl+C copies the selected rows."
)


class TableModel(QAbstractTableModel):
    """The numbers of a view, in its order or in that of a column; rows that stand for something selected elsewhere are
    written in bold.  ``failed`` says why rows that are made when they are looked at cannot be had: once, as every cell
    would ask for them again.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = Table()
        self.is_lit: Callable[[Hashable], bool] = lambda key: False
        self.has_failed = False
        """Its rows could not be had since it was told to show them."""
        self.sorted_by: tuple[int, Qt.SortOrder] | None = None
        """The column in whose order the rows stand; ``None`` for that of the view."""
        self._order: list[int] | None = None

    def key(self, row: int) -> Hashable | None:
        """What a row stands for; ``None`` where that is nothing."""
        keys, at = self.table.keys, self._place(row)
        return keys[at] if 0 <= at < len(keys) else None

    def row_of(self, key: Hashable | None) -> int:
        """The first row that stands for that; -1 for none."""
        held = enumerate(self.table.keys) if key is not None else iter(())
        at = next((at for at, each in held if each == key), -1)
        return at if self._order is None or at < 0 else self._order.index(at)

    def show(self, table: Table) -> None:
        """Hold these numbers instead, in the same order where they have the same columns."""
        self.beginResetModel()
        if table.headings != self.table.headings:
            self.sorted_by = None
        self.table = table
        self.has_failed = False
        self._put_in_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column: numbers by size, words by the alphabet; -1: as the view has them."""
        self.beginResetModel()
        self.sorted_by = (column, order) if 0 <= column < len(self.table.headings) else None
        self._put_in_order()
        self.endResetModel()

    def sorted_alike(self, table: Table) -> Table:
        """Rows of another table with the same columns, in the order in which these stand."""
        if self.sorted_by is None or table.headings != self.table.headings:
            return table
        return Table(table.headings, tuple(table.rows[at] for at in _places(table, *self.sorted_by)))

    def arranged(self, rows: Sequence[int] | None = None) -> Table:
        """The numbers as they stand here; ``rows`` chooses some of them.  :class:`GlossatorError` where they cannot be
        had.
        """
        chosen = [self._place(row) for row in (range(len(self.table.rows)) if rows is None else rows)]
        keys = self.table.keys
        return Table(
            self.table.headings,
            tuple(self.table.rows[at] for at in chosen),
            tuple(keys[at] if at < len(keys) else None for at in chosen),
        )

    def _place(self, row: int) -> int:
        """Which row of the table stands in a row here."""
        return self._order[row] if self._order is not None and 0 <= row < len(self._order) else row

    def told(self, row: int) -> Sequence[object]:
        """What a row says; nothing after a failure."""
        if self.has_failed:
            return ()
        try:
            told: Sequence[object] = self.table.rows[self._place(row)]
        except GlossatorError as error:
            self.has_failed = True
            self.failed.emit(str(error))
            return ()
        return told

    def _put_in_order(self) -> None:
        self._order = None
        if self.sorted_by is None or self.has_failed:
            return
        try:
            self._order = _places(self.table, *self.sorted_by)
        except GlossatorError as error:
            self.has_failed = True
            self.failed.emit(str(error))

    def _value(self, index: _Index) -> object:
        """What a cell says; nothing after a failure."""
        told = self.told(index.row())
        return told[index.column()] if told else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.table.rows):
            return None
        if role == _FONT:
            key = self.key(index.row())
            if key is None or not self.is_lit(key):
                return None
            bold = QFont()
            bold.setBold(True)
            return bold
        if role not in _OF_CELLS:
            return None
        value = self._value(index)
        if role == _DISPLAY:
            return one_line(value) if isinstance(value, str) else value
        if role == _TOOLTIP:
            return value if isinstance(value, str) else None  # there may not be room for all of it
        if isinstance(value, int | float):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_heading = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.table.headings)
        return self.table.headings[section] if is_heading and role == Qt.ItemDataRole.DisplayRole else None


def _places(table: Table, column: int, order: Qt.SortOrder) -> list[int]:
    """Which row stands where in the order of a column."""
    cells = [row[column] for row in table.rows]
    is_falling = order == Qt.SortOrder.DescendingOrder
    return sorted(range(len(cells)), key=lambda at: _by_value(cells[at]), reverse=is_falling)


def _by_value(value: object) -> tuple[int, float, str]:
    """Numbers by size, before words by the alphabet."""
    if isinstance(value, int | float):
        return 0, float(value), ""
    return 1, 0.0, str(value).casefold()


class TwinView(QTableView):
    """Shows the numbers; ``chosen`` carries the key of the row that was taken with Enter or a double click, ``brushed``
    the keys of the rows that were selected with Ctrl or Shift (and False: they are all), ``failed`` why there are none.
    A click on a heading, or S, puts the rows in the order of a column: rising, falling, and as they were.  ``ready``
    has the whole table made before that, and calls what it is given.
    """

    chosen = Signal(object)
    brushed = Signal(object, bool)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = TableModel(self)
        self.numbers.failed.connect(self.failed)
        self.setModel(self.numbers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setResizeContentsPrecision(
            0
        )  # rows that nobody sees may have to be read first
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setToolTip(_SORTS)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)
        self._fitted: tuple[object, ...] | None = None
        self.ready: Callable[[Callable[[], None]], None] = lambda then: then()
        self.activated.connect(self._on_activated)
        self.clicked.connect(lambda _: self._on_selected())

    def point_out(self, is_lit: Callable[[Hashable], bool]) -> None:
        """Write the rows in bold whose key ``is_lit`` by what is selected elsewhere."""
        self.numbers.is_lit = is_lit
        self.viewport().update()

    def show_table(self, table: Table) -> None:
        """Show these numbers instead; the current row stays the one that stands for the same, or is the first."""
        index = self.currentIndex()
        held = self.numbers.key(index.row()) if index.isValid() else None
        self.numbers.show(table)
        if len(table.rows):
            row, column = max(0, self.numbers.row_of(held)), min(index.column(), len(table.headings) - 1)
            self.setCurrentIndex(self.numbers.index(row, max(0, column)))
        self._tell_order()
        if self._fitted is None or self._in_sight() != self._fitted:
            self._fit_columns()

    def _in_sight(self) -> tuple[object, ...] | None:
        """What is seen of the numbers, by which columns are as wide as they are; ``None`` where nothing is."""
        if not self.isVisible() or self.numbers.has_failed or not len(self.numbers.table.rows):
            return None
        room = self.viewport().size()
        first, last = self.rowAt(0), self.rowAt(room.height() - 1)
        rows = range(max(0, first), last + 1 if last >= 0 else self.numbers.rowCount())
        return self.numbers.table.headings, room, self.font(), first, *map(self.numbers.told, rows)

    def sort_by(self, column: int) -> None:
        """Put the rows in the order of a column; of the same one again the other way round, then as they were."""
        now = self.numbers.sorted_by
        if now is None or now[0] != column:
            wanted = column, Qt.SortOrder.AscendingOrder
        elif now[1] == Qt.SortOrder.AscendingOrder:
            wanted = column, Qt.SortOrder.DescendingOrder
        else:
            wanted = -1, Qt.SortOrder.AscendingOrder
        self.ready(lambda: self._sort(*wanted))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        index = self.currentIndex()
        held = self.numbers.key(index.row())
        self.numbers.sort(column, order)
        self._tell_order()
        row = max(0, self.numbers.row_of(held))
        self.setCurrentIndex(self.numbers.index(row, max(0, index.column())))

    def _fit_columns(self) -> None:
        """Each column is as wide as its words; where there is not room for all, those with words share what is left by
        those with numbers, but none is so narrow that it says nothing: then the table scrolls.
        """
        if not self.isVisible() or self.numbers.has_failed:
            return
        count, room = len(self.numbers.table.headings), self.viewport().width()
        header = self.horizontalHeader()
        wanted = [max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) + _GAP for at in range(count)]
        first = self.numbers.index(0, 0)
        numbers = {at for at in range(count) if isinstance(first.siblingAtColumn(at).data(), int | float)}
        for at, width in enumerate(_shared(room, wanted, numbers)):
            self.setColumnWidth(at, width)
        self._fitted = self._in_sight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _tell_order(self) -> None:
        header, now = self.horizontalHeader(), self.numbers.sorted_by
        header.setSortIndicatorShown(now is not None)
        if now is not None:
            header.setSortIndicator(*now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.sort_by(max(0, self.currentIndex().column()))
        elif event.text() and not event.modifiers() and event.text() in CARD_LETTERS:
            event.ignore()  # rather than looking for a row that begins so
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, with the headings."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        try:
            QGuiApplication.clipboard().setMimeData(
                as_data(self.numbers.arranged(rows), self.accessibleName())
            )
        except GlossatorError as error:
            self.failed.emit(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.numbers.has_failed:
            self.show_table(self.numbers.table)  # perhaps they can be had now
        self._fit_columns()

    def _on_activated(self, index: QModelIndex) -> None:
        key = self.numbers.key(index.row())
        if key is not None:
            self.chosen.emit(key)

    def _on_selected(self) -> None:
        keys = [self.numbers.key(index.row()) for index in self.selectionModel().selectedRows()]
        self.brushed.emit(tuple(key for key in keys if key is not None), False)


def as_csv(table: Table) -> str:
    """The numbers as CSV (RFC 4180), with the headings."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(table.headings)
    writer.writerows(table.rows)
    return held.getvalue()


def as_tabbed(table: Table) -> str:
    """The numbers with tabs between them, as spreadsheets take them from the clipboard."""
    rows = [table.headings, *table.rows]
    return "\n".join("\t".join(" ".join(str(value).split()) for value in row) for row in rows)


def as_data(table: Table, caption: str) -> QMimeData:
    """The numbers as the clipboard holds them: for a spreadsheet, and as a table for a text."""
    data = QMimeData()
    data.setText(as_tabbed(table))
    data.setHtml(as_html(table, caption))
    return data


def as_html(table: Table, caption: str) -> str:
    """The numbers as a table of HTML, as programs for writing take it from the clipboard."""
    head = "".join(f"<th>{escape(str(each))}</th>" for each in table.headings)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: object) -> str:
    style = ' style="text-align:right"' if isinstance(value, int | float) else ""
    return f"<td{style}>{escape(str(value))}</td>"


def _shared(room: int, wanted: Sequence[int], fixed: AbstractSet[int]) -> list[int]:
    """The room among columns by what each wants: ``fixed`` ones (their numbers) get that, the others what is left, but
    none less than it needs to say anything.
    """
    least = [each if at in fixed else min(each, _NARROWEST) for at, each in enumerate(wanted)]
    held = set(fixed)
    while True:
        asked = sum(each for at, each in enumerate(wanted) if at not in held)
        share = (room - sum(least[at] for at in held)) / asked if asked else 1.0
        short = {at for at, each in enumerate(wanted) if at not in held and each * share < least[at]}
        if not short:
            return [least[at] if at in held else int(each * share) for at, each in enumerate(wanted)]
        held |= short
