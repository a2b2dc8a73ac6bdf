"""The panel with the documents of the project: filter, list, menu, and what to do where there is none."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.changes import Change
from glossator.core.documents import STATUSES, Document
from glossator.core.scheme import SchemeItem
from glossator.core.titles import counted
from glossator.ui.linelabel import LineLabel
from glossator.ui.panels.documents.filtering import Filter, FilterButton
from glossator.ui.panels.documents.model import DocumentsModel
from glossator.ui.panels.documents.painter import DocumentPainter
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme, icon
from glossator.workbench import Workbench

_FILTER_DELAY = 150  # milliseconds after the last key


class DocumentsPanel(QWidget):
    """Shows the documents of the open project and asks for what should be done with one.

    A click, Enter or a double click asks to open; the context menu holds the rest.
    """

    open_requested = Signal(object)  # a document's id
    import_requested = Signal()
    properties_requested = Signal(object)
    status_requested = Signal(object, str)
    remove_requested = Signal(object)

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bench: Workbench | None = None
        self._selection = selection
        self._theme = theme
        self.model = DocumentsModel(self)
        self.filter = QLineEdit(self)
        self.list = QListView(self)
        self._delegate = DocumentPainter(theme, self)
        self.ticks = FilterButton(theme, self)
        self._import = QToolButton(self)
        self._empty = QLabel(self)
        self._count = LineLabel(self)  # however much it tells, the panel keeps its width
        self.clear = QToolButton(self)
        self._pile = QStackedWidget(self)
        self._later = QTimer(self, singleShot=True, interval=_FILTER_DELAY)
        self._build()
        self._connect(signals)
        self.set_theme(theme)
        self.set_bench(bench)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none; the same one is read anew through the same filter, at the same place."""
        is_other, at = bench is not self._bench, self.list.verticalScrollBar().value()
        self._bench = bench
        self.ticks.set_scheme(bench.scheme if bench is not None else None)
        if is_other:
            self.filter.clear()
            self.ticks.clear()
        self._later.stop()
        self._show()
        if not is_other:
            self.list.verticalScrollBar().setValue(at)

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        self._delegate.theme = theme
        self._import.setIcon(icon("import", theme))
        self.ticks.set_theme(theme)
        self.list.viewport().update()

    def _build(self) -> None:
        self.filter.setPlaceholderText("Filter documents")
        self.filter.setAccessibleName("Filter documents by name")
        self.filter.setClearButtonEnabled(True)
        self.clear.setText("Clear filter")
        self.clear.setToolTip("List all documents again")
        self.clear.hide()
        self._import.setToolTip("Import text files…")
        self._import.setAccessibleName("Import text files")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Documents")
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("tone", "empty")
        self._count.setProperty("tone", "muted")
        self._pile.addWidget(self.list)
        self._pile.addWidget(self._empty)
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 6)
        top.setSpacing(4)
        top.addWidget(self.filter)
        top.addWidget(self.ticks)
        top.addWidget(self._import)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(12, 6, 12, 8)
        bottom.addWidget(self._count, 1)
        bottom.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pile, 1)
        layout.addLayout(bottom)
        self.setFocusProxy(self.list)
        for first, second in pairwise((self.filter, self.ticks, self._import, self.list, self.clear)):
            self.setTabOrder(first, second)

    def _connect(self, signals: ProjectSignals) -> None:
        self._import.clicked.connect(self.import_requested)
        self.filter.textChanged.connect(self._later.start)
        self.filter.returnPressed.connect(self._on_filter_entered)
        self._later.timeout.connect(self._show)
        self.ticks.changed.connect(self._show)
        self.clear.clicked.connect(self.clear_filter)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        self._selection.changed.connect(self._on_selection)
        self._selection.concerned.connect(self._on_concerned)
        signals.changed.connect(self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def clear_filter(self) -> None:
        """List all documents again."""
        self.filter.clear()
        self.ticks.clear()
        self._later.stop()
        self._show()
        self.list.setFocus()

    def _on_changed(self, change: Change) -> None:
        if self._bench is not None and any(
            isinstance(each, SchemeItem) for each in (*change.removed, *change.added)
        ):
            self.ticks.set_scheme(self._bench.scheme)
            if self._wanted() != self.model.filter or self.ticks.labels:
                self._show()
                return
        self.model.follow(change)
        self._after_change()
        self._mark_open()

    def _wanted(self) -> Filter:
        return Filter(self.filter.text().strip(), self.ticks.statuses, self.ticks.labels)

    def _show(self) -> None:
        self.model.show_documents(self._bench, self._wanted())
        self._after_change()
        self._mark_open()

    def _on_filter_entered(self) -> None:
        self._later.stop()
        self._show()
        if self.model.rowCount():
            self._on_chosen(self.model.index(0))

    def _on_chosen(self, index: QModelIndex) -> None:
        document = self.model.row(index.row()).document.id
        if document != self._selection.document:
            self.open_requested.emit(document)

    def _on_selection(self) -> None:
        if self._selection.document != self._delegate.open_document:  # not at every step of the caret
            self._mark_open()

    def _on_concerned(self) -> None:
        """Other documents hold what is selected in the views."""
        self._delegate.concerned = self._selection.documents
        self._after_change()
        self.list.viewport().update()

    def _mark_open(self) -> None:
        place = self.model.row_of(self._selection.document)
        self._delegate.open_document = self._selection.document
        if place >= 0 and self.list.currentIndex().row() != place:
            self.list.setCurrentIndex(self.model.index(place))
        elif self._selection.document is None:
            self.list.setCurrentIndex(QModelIndex())  # where the open one went, no other one looks open
        self.list.viewport().update()

    def _after_change(self) -> None:
        total = self._bench.ask.document_count() if self._bench else 0
        is_filtered = total > 0 and self.model.filter.is_any
        listed = f"{self.model.count():,} of " if is_filtered else ""
        held = self._selection.documents
        told = f"  ·  {len(held):,} with the selected" if held is not None else ""
        self._count.say(f"{listed}{counted(total, 'document')}{told}" if total else "")
        self.clear.setVisible(is_filtered)
        self.filter.setEnabled(total > 0)
        self.ticks.setEnabled(total > 0)
        self._import.setEnabled(self._bench is not None and not self._bench.read_only)
        self._empty.setText(self._emptiness(total))
        self._pile.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _emptiness(self, total: int) -> str:
        if self._bench is None:
            return "No project is open.\nOpen one with Ctrl+O or make one with Ctrl+N."
        if not total:
            return "No documents yet.\nImport text files, or drop them on this window."
        wanted = self.model.filter
        named = f"No document matches “{wanted.text}”" if wanted.text else "No document is listed"
        if not wanted.is_ticked:
            return f"{named}.\nDelete some letters of the filter."
        ticked = wanted.words(self._bench.scheme)
        return f"{named} with the filter: {ticked}.\nTake some of it away, or clear it below."

    def _on_menu_wanted(self, point: QPoint) -> None:
        index = self.list.indexAt(point)
        if index.isValid():
            self.menu(self.model.row(index.row()).document).popup(self.list.viewport().mapToGlobal(point))

    def menu(self, document: Document) -> QMenu:
        """What can be done with ``document``; the menu deletes itself when it is closed."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction("Open", lambda: self.open_requested.emit(document.id))
        made.addAction("Properties…", lambda: self.properties_requested.emit(document.id))
        states = made.addMenu("Status")
        group = QActionGroup(states)
        for status in STATUSES:
            action = states.addAction(status.capitalize())
            action.setCheckable(True)
            action.setChecked(status == document.status)
            action.triggered.connect(lambda _=False, s=status: self.status_requested.emit(document.id, s))
            group.addAction(action)
        made.addSeparator()
        remove = made.addAction(
            icon("delete", self._theme),
            "Remove from the project…",
            lambda: self.remove_requested.emit(document.id),
        )
        may_write = self._bench is not None and not self._bench.read_only
        states.setEnabled(may_write)
        remove.setEnabled(may_write)
        return made
