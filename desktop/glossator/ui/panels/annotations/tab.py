"""One tab of tables: a filter above, the table, and a sentence where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.panels.annotations.table import ID_ROLE, RecordsModel

_FILTER_DELAY = 150  # milliseconds after the last key
_ROW_HEIGHT = 28
_DELETING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Width(NamedTuple):
    """How wide a column is: a number of ``pixels``, or as its content wants, but no less than its ``share`` of the room
    where all content does not fit.  Where the table has less than ``least_room`` pixels, the column gives way.
    """

    share: float = 0
    pixels: int = 0
    least_room: int = 0


def shared(room: int, wanted: Sequence[int], shares: Sequence[float]) -> list[int]:
    """Pixels for columns in ``room``: what each one wants where that fits, and the rest to the first one; else to those
    that want more than their share what the modest ones leave over.
    """
    if sum(wanted) <= room:
        return [wanted[0] + room - sum(wanted), *wanted[1:]]
    fair = [int(room * each / sum(shares)) for each in shares]
    given = [min(pair) for pair in zip(wanted, fair, strict=True)]
    greedy = [place for place, (want, has) in enumerate(zip(wanted, given, strict=True)) if want > has]
    greedy.sort(key=lambda place: wanted[place] - given[place])
    for nth, place in enumerate(greedy):
        left = room - sum(given)
        given[place] += min(wanted[place] - given[place], left // (len(greedy) - nth))
    return given


class TableTab(QWidget):
    """A table of records that is filled when it is first seen, and anew when it is shown after ``forget``.

    ``fill`` gives the records for a filter text; the table filters them by it, unless they
    ``is_filtered`` already.  ``emptiness`` is the sentence for a filter text that finds nothing.
    """

    went = Signal(object)  # the id of a record that was clicked or entered
    chosen = Signal(object)  # the tuple of ids that the user selected, the current one first
    key_pressed = Signal(str)  # a letter, a digit or a sign that was pressed on the table
    delete_requested = Signal(object)  # the tuple of selected ids
    menu_wanted = Signal(
        object, QPoint
    )  # the id of the record that the menu is about; a point of the desktop

    def __init__(
        self,
        name: str,
        model: RecordsModel[Any],
        *,
        fill: Callable[[str], Iterable[Any]],
        emptiness: Callable[[str], str],
        widths: Sequence[Width],
        sort_by: int,
        order: Qt.SortOrder = Qt.SortOrder.AscendingOrder,
        is_filtered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self._fill = fill
        self._emptiness = emptiness
        self._widths = tuple(widths)
        self._is_filtered = is_filtered
        self._is_stale = True
        self._is_marking = False
        self._is_sharing = False
        self._is_set_by_hand = False
        self._wanted: list[
            int
        ] = []  # pixels that the columns with a share need, measured when the table is filled
        self.filter = QLineEdit(self)
        self.table = QTableView(self)
        self.empty = QLabel(self)
        self._pile = QStackedWidget(self)
        self._later = QTimer(self, singleShot=True, interval=_FILTER_DELAY)
        self._build(name, sort_by, order)
        self.filter.textChanged.connect(self._later.start)
        self._later.timeout.connect(self.refill)
        self.table.clicked.connect(self._on_clicked)
        self.table.activated.connect(lambda index: self.went.emit(index.data(ID_ROLE)))
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_menu_wanted)
        self.table.installEventFilter(self)
        self.filter.installEventFilter(self)

    def _on_clicked(self, index: QModelIndex) -> None:
        """A click goes there; one with Ctrl or Shift gathers rows."""
        gathering = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if not QGuiApplication.keyboardModifiers() & gathering:
            self.went.emit(index.data(ID_ROLE))

    def _on_menu_wanted(self, point: QPoint) -> None:
        index = self.table.indexAt(point)
        if index.isValid():
            self.menu_wanted.emit(index.data(ID_ROLE), self.table.viewport().mapToGlobal(point))

    def forget(self) -> None:
        """What is shown holds no more: fill anew, at once if it is seen, else when it is."""
        self._is_stale = True
        if self.isVisible():
            self.refill()

    def refill(self) -> None:
        """Fill anew."""
        self._is_stale = False
        self._later.stop()
        self._is_marking = True
        text = self.filter.text().strip()
        self.model.show_records(self._fill(text), "" if self._is_filtered else text)
        self._is_marking = False
        self.after_change()
        self._measure()

    def follow(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Follow single records, if the table is seen; else fill it anew when it is."""
        if self._is_stale or not self.isVisible():
            self._is_stale = True
            return
        was_empty = not self.model.rowCount()
        self._is_marking = True
        for before, after in pairs:
            self.model.follow(before, after)
        self._is_marking = False
        self.after_change()
        if was_empty:
            self._measure()

    def mark(self, ids: Sequence[int]) -> None:
        """Select the rows of these records, and bring the first one into view."""
        if self._is_stale:
            return
        rows = [row for each in ids if (row := self.model.row_of(each)) >= 0]
        last = self.model.columnCount() - 1
        marked = QItemSelection()
        for row in rows:
            marked.select(self.model.index(row, 0), self.model.index(row, last))
        self._is_marking = True
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            self.table.selectionModel().setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
            self.table.scrollTo(self.model.index(rows[0], 0))
        self.table.selectionModel().select(marked, flags.ClearAndSelect)
        self._is_marking = False

    def selected(self) -> tuple[int, ...]:
        """Ids of the selected records, the current one first."""
        current = self.table.currentIndex().data(ID_ROLE)
        ids = [index.data(ID_ROLE) for index in self.table.selectionModel().selectedRows()]
        return tuple(sorted(ids, key=lambda each: each != current))

    def after_change(self) -> None:
        """Show the table, or the sentence where it is empty."""
        is_empty = not self.model.rowCount()
        if is_empty:
            self.empty.setText(self._emptiness(self.filter.text().strip()))
        self._pile.setCurrentIndex(1 if is_empty else 0)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_stale:
            self.refill()

    def _measure(self) -> None:
        hint, head = self.table.sizeHintForColumn, self.table.horizontalHeader().sectionSizeHint
        self._wanted = [max(hint(place), head(place)) for place in self._sharing]
        self._share_width()

    @property
    def _sharing(self) -> list[int]:
        return [place for place, each in enumerate(self._widths) if not each.pixels]

    def _share_width(self) -> None:
        if self._is_set_by_hand or not self._wanted:
            return
        header = self.table.horizontalHeader()
        room = self.table.width() - self.table.verticalScrollBar().sizeHint().width() - 6
        shown = [width.least_room <= room for width in self._widths]
        fixed = sum(each.pixels for each, is_shown in zip(self._widths, shown, strict=True) if is_shown)
        sharing = self._sharing
        given = shared(room - fixed, self._wanted, [self._widths[place].share for place in sharing])
        self._is_sharing = True
        for column, (width, is_shown) in enumerate(zip(self._widths, shown, strict=True)):
            self.table.setColumnHidden(column, not is_shown)
            header.resizeSection(column, width.pixels or given[sharing.index(column)])
        self._is_sharing = False

    def _on_section_resized(self) -> None:
        is_dragged = (
            QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        )  # the header resizes for itself too
        if is_dragged and not self._is_sharing:
            self._is_set_by_hand = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._share_width()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.table and event.key() in _DELETING and self.selected():
                self.delete_requested.emit(self.selected())
                return True
            if watched is self.table and _is_bare(event) and self.selected():
                self.key_pressed.emit(event.text())
                return True
            if watched is self.filter and event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return False

    def _build(self, name: str, sort_by: int, order: Qt.SortOrder) -> None:
        self.filter.setPlaceholderText(f"Filter {name.lower()}")
        self.filter.setAccessibleName(f"Filter {name.lower()}")
        self.filter.setClearButtonEnabled(True)
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(name)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(max(_ROW_HEIGHT, table.fontMetrics().height() + 10))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(sort_by, order)
        table.setSortingEnabled(True)
        header.setMinimumSectionSize(40)
        header.setResizeContentsPrecision(0)  # what can be seen is measured, not thousands of rows
        header.sectionResized.connect(self._on_section_resized)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setProperty("tone", "empty")
        self._pile.addWidget(table)
        self._pile.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self.filter)
        layout.addWidget(self._pile, 1)
        self.setFocusProxy(table)

    def _on_selected(self) -> None:
        if not self._is_marking and self.selected():
            self.chosen.emit(self.selected())


def _is_bare(event: QKeyEvent) -> bool:
    """A key that writes something, without Ctrl and Alt; the space bar belongs to the table."""
    others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not others and event.text().isprintable() and bool(event.text().strip())
