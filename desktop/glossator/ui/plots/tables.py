"""The table twin of a view: the same numbers for the keyboard, the screen reader and the spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Hashable
from html import escape

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from glossator.core.errors import GlossatorError
from glossator.ui.plots.marks import Table

_Index = QModelIndex | QPersistentModelIndex
_ROW = 28


class TableModel(QAbstractTableModel):
    """The numbers of a view; rows that stand for something selected elsewhere are written in bold.  ``failed`` says why
    rows that are made when they are looked at cannot be had: once, as every cell would ask for them again.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = Table()
        self.is_lit: Callable[[Hashable], bool] = lambda key: False
        self.has_failed = False
        """Its rows could not be had since it was told to show them."""

    def key(self, row: int) -> Hashable | None:
        """What a row stands for; ``None`` where that is nothing."""
        keys = self.table.keys
        return keys[row] if 0 <= row < len(keys) else None

    def show(self, table: Table) -> None:
        """Hold these numbers instead."""
        self.beginResetModel()
        self.table = table
        self.has_failed = False
        self.endResetModel()

    def _value(self, index: _Index) -> object:
        """What a cell says; nothing after a failure."""
        if self.has_failed:
            return None
        try:
            value: object = self.table.rows[index.row()][index.column()]
        except GlossatorError as error:
            self.has_failed = True
            self.failed.emit(str(error))
            return None
        return value

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.table.rows):
            return None
        if role == Qt.ItemDataRole.FontRole:
            key = self.key(index.row())
            if key is None or not self.is_lit(key):
                return None
            bold = QFont()
            bold.setBold(True)
            return bold
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole}:
            return None
        value = self._value(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if isinstance(value, int | float):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_heading = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.table.headings)
        return self.table.headings[section] if is_heading and role == Qt.ItemDataRole.DisplayRole else None


class TwinView(QTableView):
    """Shows the numbers; ``chosen`` carries the key of the row that was taken with Enter or a double click, ``brushed``
    the keys of the rows that were selected with Ctrl or Shift (and False: they are all), ``failed`` why there are none.
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
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.activated.connect(self._on_activated)
        self.clicked.connect(lambda _: self._on_selected())

    def point_out(self, is_lit: Callable[[Hashable], bool]) -> None:
        """Write the rows in bold whose key ``is_lit`` by what is selected elsewhere."""
        self.numbers.is_lit = is_lit
        self.viewport().update()

    def show_table(self, table: Table) -> None:
        """Show these numbers instead, the first row being the current one."""
        self.numbers.show(table)
        if table.rows:
            self.setCurrentIndex(self.numbers.index(0, 0))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.numbers.has_failed:
            self.show_table(self.numbers.table)  # perhaps they can be had now

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


def as_html(table: Table, caption: str) -> str:
    """The numbers as a table of HTML, as programs for writing take it from the clipboard."""
    head = "".join(f"<th>{escape(str(each))}</th>" for each in table.headings)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: object) -> str:
    style = ' style="text-align:right"' if isinstance(value, int | float) else ""
    return f"<td{style}>{escape(str(value))}</td>"
