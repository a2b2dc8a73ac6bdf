"""The panel with the steps of the project: looked through, told in detail, taken back and done again."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from glossator.core.changes import Change
from glossator.core.history import Step
from glossator.core.titles import short
from glossator.retrospect import CREATION, HistoryRow, Key, Wanted
from glossator.ui.panels.history.details import StepDetails, turning
from glossator.ui.panels.history.model import HistoryModel, facts
from glossator.ui.panels.history.painter import StepPainter
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme, icon
from glossator.workbench import Workbench

_FILTER_DELAY = 200  # milliseconds after the last key
_DETAILS_HEIGHT = 150  # pixels, until the user moves the line between list and details
_EVERYTHING, _HERE, _RECORD = range(3)
_EVERYBODY = "Everybody"


class HistoryPanel(QWidget):
    """Shows the steps of the project and asks for what should be done with one."""

    undo_requested = Signal()
    redo_requested = Signal()
    take_back_requested = Signal(object)  # the id of a step
    again_requested = Signal(object)
    goto_requested = Signal(object)
    then_requested = Signal(object)  # the place of a step in the journal

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
        self._document = selection.document
        self._record: Key | None = None
        self._is_stale = False
        self.model = HistoryModel(self)
        self.list = QListView(self)
        self._delegate = StepPainter(theme, self)
        self.undo = QPushButton("Undo", self)
        self.redo = QPushButton("Redo", self)
        self.filter = QLineEdit(self)
        self.scope = QComboBox(self)
        self.person = _PersonBox(self)
        self.details = StepDetails(theme, self)
        self._empty = QLabel(self)
        self._pile = QStackedWidget(self)
        self._later = QTimer(self, singleShot=True, interval=_FILTER_DELAY)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._lay_out()
        self._connect(signals)
        self.set_theme(theme)
        self.set_bench(bench)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        is_other = bench is not self._bench
        self._bench = self.person.bench = bench
        if is_other:
            self._forget_filters()
        self._refill()

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._delegate.theme = theme
        self.undo.setIcon(icon("undo", theme))
        self.redo.setIcon(icon("redo", theme))
        self.details.set_theme(theme)
        self.list.viewport().update()

    def show_record(self, key: Key, called: str) -> None:
        """Show what touched one record, which people call ``called``."""
        self._forget_filters()
        self._record = key
        self.scope.blockSignals(True)
        self.scope.addItem(f"“{short(called)}”")
        self.scope.setCurrentIndex(_RECORD)
        self.scope.blockSignals(False)
        self._refill()
        self.list.setFocus()

    def show_step(self, change_id: int) -> None:
        """Bring one of the last steps into sight, whatever is filtered."""
        self._forget_filters()
        self._refill()
        place = self.model.row_of(change_id)
        while place < 0 and self.model.canFetchMore(QModelIndex()):
            self.model.fetchMore(QModelIndex())
            place = self.model.row_of(change_id)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))
            self.list.scrollTo(self.model.index(place))
        self.list.setFocus()

    def menu(self, line: HistoryRow) -> QMenu:
        """What can be done with a step; the menu deletes itself when it is closed."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction("Go to where it was", lambda: self.goto_requested.emit(line.id))
        turn = made.addAction(turning(line), lambda: self._turn(line))
        turn.setEnabled(self._can_turn(line))
        made.addSeparator()
        made.addAction(
            "See the project as it was after this step", lambda: self.then_requested.emit(line.place)
        )
        made.addAction(f"Only what {line.author or 'nobody'} did", lambda: self._show_person(line.author))
        made.addSeparator()
        made.addAction("Copy", lambda: QGuiApplication.clipboard().setText(f"{line.title} · {facts(line)}"))
        return made

    def showEvent(self, event: object) -> None:
        if self._is_stale:
            self._refill()

    # --- building

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("History")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.filter.setPlaceholderText("Search in the titles")
        self.filter.setAccessibleName("Search in the titles of the steps")
        self.filter.setClearButtonEnabled(True)
        self.scope.setAccessibleName("Steps of the project, of this document, or of one record")
        self.scope.addItems(["Whole project", "This document"])
        self.person.setAccessibleName("Whose steps")
        for box in (self.scope, self.person):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("tone", "empty")
        self._pile.addWidget(self.list)
        self._pile.addWidget(self._empty)
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        bars = []
        for left, right in ((self.undo, self.redo), (self.scope, self.person)):
            bar = QHBoxLayout()
            bar.setSpacing(8)
            bar.addWidget(left, 1)
            bar.addWidget(right, 1)
            bars.append(bar)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 6)
        top.setSpacing(6)
        top.addLayout(bars[0])
        top.addWidget(self.filter)
        top.addLayout(bars[1])
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._pile)
        parts.addWidget(self.details)
        parts.setSizes([1000, _DETAILS_HEIGHT])
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(parts, 1)

    def _connect(self, signals: ProjectSignals) -> None:
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        self.filter.textChanged.connect(self._later.start)
        self.filter.returnPressed.connect(self._refill)
        self._later.timeout.connect(self._refill)
        self.scope.currentIndexChanged.connect(self._refill)
        self.person.activated.connect(self._refill)
        self.model.looked.connect(self._after_look)
        self._settled.timeout.connect(lambda: self.list.scrollTo(self.list.currentIndex()))
        self.list.activated.connect(lambda index: self.goto_requested.emit(self.model.line(index.row()).id))
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        self.list.selectionModel().currentChanged.connect(self._show_details)
        self.details.turn_requested.connect(self._on_turn_wanted)
        self.details.then_requested.connect(self._on_then_wanted)
        self._selection.changed.connect(self._on_selection)
        signals.changed.connect(self._on_changed)

    # --- what is shown

    def _wanted(self) -> Wanted:
        scope = self.scope.currentIndex()
        return Wanted(
            document=self._selection.document if scope == _HERE else None,
            record=self._record if scope == _RECORD else None,
            author=self.person.chosen,
            text=self.filter.text().strip(),
        )

    def _forget_filters(self) -> None:
        for field in (self.scope, self.filter):
            field.blockSignals(True)
        self.filter.clear()
        self.scope.setCurrentIndex(_EVERYTHING)
        if self.scope.count() > _RECORD:
            self.scope.removeItem(_RECORD)
        for field in (self.scope, self.filter):
            field.blockSignals(False)
        self.person.forget()
        self._record = None

    def _show_person(self, name: str) -> None:
        self.person.choose(name)
        self._refill()

    def _on_selection(self) -> None:
        if self._selection.document != self._document:
            self._document = self._selection.document
            if self.scope.currentIndex() == _HERE:
                self._refill()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and not self._is_stale:
            self.model.follow(change)
            self._after_look()
            self._show_details()
        else:
            self._is_stale = True

    def _refill(self) -> None:
        self._later.stop()
        self._is_stale = False
        self.model.show_steps(self._bench, self._wanted())
        self._show_details()

    def _after_look(self) -> None:
        history = self._bench.history if self._bench and not self._bench.read_only else None
        self._offer(self.undo, "Undo", history.to_undo if history else None)
        self._offer(self.redo, "Redo", history.to_redo if history else None)
        self._empty.setText(self._emptiness())
        self._pile.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _emptiness(self) -> str:
        if self.model.is_looking:
            return "Looking…"
        if self.model.wanted != Wanted():
            return "No such step.\nChoose “Whole project”, “Everybody”, or delete some letters."
        return "No steps yet.\nWhat you tag, relate and change is listed here."

    @staticmethod
    def _offer(button: QPushButton, verb: str, step: Step | None) -> None:
        button.setEnabled(step is not None)
        button.setToolTip(f"{verb}: {step.title}" if step else f"There is nothing to {verb.lower()}.")

    # --- one step

    def _current(self) -> HistoryRow | None:
        index = self.list.currentIndex()
        return self.model.line(index.row()) if index.isValid() else None

    def _show_details(self) -> None:
        line = self._current()
        is_new = line is not None and self.details.isHidden()
        self.details.show_step(self._bench, line, can_turn=line is not None and self._can_turn(line))
        if is_new:
            self._settled.start()  # the list gets lower, and the line must stay in sight

    def _can_turn(self, line: HistoryRow) -> bool:
        return self._bench is not None and not self._bench.read_only and line.origin != CREATION

    def _turn(self, line: HistoryRow) -> None:
        (self.again_requested if line.undone else self.take_back_requested).emit(line.id)

    def _on_turn_wanted(self) -> None:
        if (line := self._current()) is not None:
            self._turn(line)

    def _on_then_wanted(self) -> None:
        if (line := self._current()) is not None:
            self.then_requested.emit(line.place)

    def _on_menu_wanted(self, point: QPoint) -> None:
        index = self.list.indexAt(point)
        if index.isValid():
            self.menu(self.model.line(index.row())).popup(self.list.viewport().mapToGlobal(point))


class _PersonBox(QComboBox):
    """Everybody, or one of those who made steps; they are asked for when the list is opened."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bench: Workbench | None = None
        self.addItem(_EVERYBODY)

    @property
    def chosen(self) -> str | None:
        """The name of the person; ``None`` for everybody."""
        name: str | None = self.currentData()
        return name

    def choose(self, name: str) -> None:
        """Choose a person."""
        if (place := self.findData(name)) < 0:
            self.addItem(name or "Nobody", name)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def forget(self) -> None:
        """Everybody again."""
        self.clear()
        self.addItem(_EVERYBODY)

    def showPopup(self) -> None:
        """Open the list, with everybody who made steps until now."""
        chosen = self.chosen
        self.forget()
        for each in self.bench.ask.people() if self.bench is not None else []:
            self.addItem(f"{each.name or 'Nobody'} ({each.steps:,})", each.name)
        if chosen is not None:
            self.choose(chosen)
        super().showPopup()
