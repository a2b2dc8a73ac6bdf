"""The table twin of a view: the same numbers for the keyboard, the screen reader and the spreadsheet."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from glossator.ui.plots.marks import Table

_Index = QModelIndex | QPersistentModelIndex
_ROW = 28


class TableModel(QAbstractTableModel):
    """The numbers of a view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = Table()

    def show(self, table: Table) -> None:
        """Hold these numbers instead."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.table.rows):
            return None
        value = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_heading = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.table.headings)
        return self.table.headings[section] if is_heading and role == Qt.ItemDataRole.DisplayRole else None


class TwinView(QTableView):
    """Shows the numbers; ``chosen`` carries the key of the row that was taken with Enter or a double click."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = TableModel(self)
        self.setModel(self.numbers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.activated.connect(self._on_activated)

    def show_table(self, table: Table) -> None:
        """Show these numbers instead, the first row being the current one."""
        self.numbers.show(table)
        if table.rows:
            self.setCurrentIndex(self.numbers.index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        keys = self.numbers.table.keys
        key = keys[index.row()] if index.row() < len(keys) else None
        if key is not None:
            self.chosen.emit(key)


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
