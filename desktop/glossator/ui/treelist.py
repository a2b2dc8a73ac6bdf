"""A list of groups with rows below each, or, where there is nothing, a sentence that says why."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QTreeView,
    QWidget,
)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Groups(QAbstractItemModel):
    """A model of groups in one column, with rows below each: the ``internalId`` of a row is the place of its group,
    counted from 1, and that of a group is 0.
    """

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 1


class TreeList(QStackedWidget):
    """Shows ``model``, drawn by ``painter``; several rows can be selected, and groups that come are unfolded."""

    def __init__(
        self,
        model: QAbstractItemModel,
        painter: QStyledItemDelegate,
        name: str,
        indentation: int,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is what a screen reader calls the list, ``indentation`` that of the rows, in pixels."""
        super().__init__(parent)
        self.list = QTreeView(self)
        self.empty = QLabel(self)
        self.list.setModel(model)
        self.list.setItemDelegate(painter)
        self.list.setHeaderHidden(True)
        self.list.setMouseTracking(True)
        self.list.setIndentation(indentation)
        self.list.setExpandsOnDoubleClick(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName(name)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "empty")
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.addWidget(self.empty)
        self.addWidget(self.list)
        model.rowsInserted.connect(self._open_new)

    def show_rows(self) -> None:
        """Show the list."""
        self.setCurrentWidget(self.list)

    def say(self, why: str) -> None:
        """Show a sentence instead of the list."""
        self.empty.setText(why)
        self.setCurrentWidget(self.empty)

    def selected(self) -> list[QModelIndex]:
        """The rows that are selected, in the order of the list."""
        return sorted(
            self.list.selectionModel().selectedIndexes(), key=lambda each: (each.parent().row(), each.row())
        )

    def _open_new(self, parent: QModelIndex, first: int, last: int) -> None:
        if not parent.isValid():
            model = self.list.model()
            for row in range(first, last + 1):
                self.list.expand(model.index(row, 0))
