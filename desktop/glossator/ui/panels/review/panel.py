"""The Review panel: what is odd in the open document or the project, and what can be done about each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.doubts import Doubt
from glossator.core.changes import Change
from glossator.core.errors import GlossatorError
from glossator.core.review import KINDS, Kind
from glossator.reviews import MOST
from glossator.ui.panels.review.journey import Journey
from glossator.ui.panels.review.model import DOUBT_ROLE, DoubtsModel
from glossator.ui.panels.review.painter import DoubtPainter
from glossator.ui.panels.review.remedies import Remedies
from glossator.ui.panels.review.watch import Watch
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.tasks import Report
from glossator.ui.theme import Theme
from glossator.ui.treelist import TreeList
from glossator.workbench import Workbench

_HERE, _EVERYWHERE = range(2)
_INDENTATION = 14  # pixels
_AGAIN = 400  # milliseconds after a Change, until the documents that it touched are read anew
_NOTHING = "Nothing is odd here."
_NOTHING_YET = "Nothing is odd so far."


class ReviewPanel(QWidget):
    """Lists what is odd by kind.

    ``goto_requested`` carries a document's id, a Span and a record's id; ``mend_requested`` and ``wave_requested`` the
    doubts that shall be put right or waved through, ``unwave_requested`` those whose reason is to go;
    ``decide_requested`` one about which a person decides.
    """

    goto_requested = Signal(object, object, object)
    mend_requested = Signal(object)
    wave_requested = Signal(object)
    unwave_requested = Signal(object)
    decide_requested = Signal(object)

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
        self._found: dict[int, list[Doubt]] = {}  # by document
        self._touched: set[int] = set()
        self.watch = Watch(self)
        self.journey = Journey(self)
        self.model = DoubtsModel(self)
        self._painter = DoubtPainter(theme, self)
        self._pile = TreeList(self.model, self._painter, "What is odd", _INDENTATION, self)
        self.list, self.empty = self._pile.list, self._pile.empty
        self.scope = QComboBox(self)
        self.waved_too = QCheckBox("Waved through too", self)
        self.count = QLabel(self)
        self.cancel = QPushButton("Cancel", self)
        self.remedies = Remedies(self)
        self.fix, self.wave, self.all = self.remedies.fix, self.remedies.wave, self.remedies.all
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self._build()
        self._lay_out()
        self._connect(signals)
        self.set_theme(theme)
        self.set_bench(bench)

    # --- building

    def _build(self) -> None:
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.scope.addItems(["This document", "Whole project"])
        self.scope.setAccessibleName("Where to look")
        self.waved_too.setToolTip("Show also what somebody let pass for a reason")
        self.count.setProperty("tone", "muted")
        self.cancel.hide()
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 4)
        top.setSpacing(8)
        top.addWidget(self.scope)
        top.addWidget(self.waved_too)
        top.addStretch(1)
        second = QHBoxLayout()
        second.setContentsMargins(12, 0, 8, 4)
        second.addWidget(self.count, 1)
        second.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(second)
        column.addWidget(self._pile, 1)
        column.addWidget(self.remedies)

    def _connect(self, signals: ProjectSignals) -> None:
        self.watch.found.connect(self._on_watched)
        self.watch.failed.connect(self._on_failed)
        self.journey.told.connect(self._on_told)
        self.journey.passed.connect(self._on_passed)
        self.journey.ended.connect(self._on_ended)
        self.journey.failed.connect(self._on_failed)
        self.scope.currentIndexChanged.connect(self._on_scope)
        self.waved_too.toggled.connect(lambda: self._show(self._all()))
        self.cancel.clicked.connect(self._on_cancelled)
        self.list.doubleClicked.connect(self._on_taken)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.list.selectionModel().selectionChanged.connect(self._show_possible)
        self.list.installEventFilter(self)
        self.remedies.mend_requested.connect(self.mend_requested)
        self.remedies.wave_requested.connect(self.wave_requested)
        self.remedies.unwave_requested.connect(self.unwave_requested)
        self.remedies.decide_requested.connect(self.decide_requested)
        self._again.timeout.connect(self._look_again)
        signals.changed.connect(self._on_changed)
        signals.renewed.connect(self._begin)
        signals.document_opened.connect(self._on_opened)

    # --- from outside

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = bench
        self.watch.set_bench(bench)
        self._begin()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._painter.theme = theme
        self.list.viewport().update()

    @property
    def selected(self) -> list[Doubt]:
        """The oddities that are selected."""
        return [doubt for each in self._pile.selected() if (doubt := each.data(DOUBT_ROLE)) is not None]

    def choose(self, index: QModelIndex) -> None:
        """Make a row the current one, and the only one that is selected, whatever keys are held."""
        chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, chosen)
        self.list.scrollTo(index)

    # --- looking

    @property
    def _is_project(self) -> bool:
        return self.scope.currentIndex() == _EVERYWHERE

    def _begin(self) -> None:
        """Look from the beginning, in the place that is chosen."""
        self.journey.stop()
        self._again.stop()
        self._found.clear()
        self._touched.clear()
        self.cancel.hide()
        self._painter.names_documents = self._is_project
        self.model.show([])
        bench = self._bench
        if self._is_project and bench is not None:
            self._say("Looking…")
            self.cancel.show()
            self.journey.begin(bench)
        elif not self._is_project:
            self.watch.begin()
        self.watch.set_awake(self.isVisible() and not self._is_project)
        self._show_possible()
        if bench is None or (bench.current is None and not self._is_project):
            self._say("")
            self._pile.say("No document is open." if bench is not None else "No project is open.")

    def _all(self) -> list[Doubt]:
        return [each for found in self._found.values() for each in found]

    def _show(self, found: list[Doubt]) -> None:
        """Show these instead of those that are shown; what was chosen stays so."""
        held = self.list.currentIndex().data(DOUBT_ROLE)
        row = self.list.currentIndex().row()
        shown = [each for each in found if self.waved_too.isChecked() or not each.oddity.waved]
        if self.model.show(shown):
            self.list.expandAll()
            self._choose_again(held, row)
        self._say_count(found)

    def _choose_again(self, held: Doubt | None, row: int) -> None:
        if held is None:
            return
        found = self.model.index_of(held.key)
        if not found.isValid():  # it was put right: the next one of its kind
            kinds = (self.model.index(at, 0) for at in range(self.model.rowCount()))
            kind = next((each for each in kinds if each.data() == KINDS[held.oddity.kind]), QModelIndex())
            last = self.model.rowCount(kind) - 1 if kind.isValid() else -1
            found = self.model.index(min(row, last), 0, kind) if last >= 0 else QModelIndex()
        if found.isValid():
            self.choose(found)

    def _say_count(self, found: list[Doubt]) -> None:
        waved = sum(bool(each.oddity.waved) for each in found)
        said = f"{len(found) - waved:,} to look at"
        self._say(f"{said}, {waved:,} waved through" if waved else said)
        if self.model.rowCount():
            self._pile.show_rows()
        else:
            self._pile.say(_NOTHING_YET if self.journey.is_under_way else _NOTHING)
        self._show_possible()

    def _say(self, text: str) -> None:
        self.count.setText(text)

    def _look_again(self) -> None:
        """Look anew at the documents of the project that were changed meanwhile."""
        if self._bench is None or not self._is_project or self.journey.is_under_way:
            self._again.start() if self.journey.is_under_way else None
            return
        touched = sorted(self._touched)
        self._touched.clear()
        self.journey.begin(self._bench, touched)

    # --- what happens

    def _on_watched(self, found: list[Doubt]) -> None:
        if not self._is_project:
            self._found = {0: found}
            self._show(found)

    def _on_told(self, report: Report) -> None:
        if report.total > 1:
            self._say(f"Looking… {report.done:,} of {report.total:,} documents")

    def _on_passed(self, passed: dict[int, list[Doubt]]) -> None:
        is_known = any(each in self._found for each in passed)
        self._found.update(passed)
        if is_known:
            self._show(self._all())
            return
        new = [each for found in passed.values() for each in found]
        self.model.append(each for each in new if self.waved_too.isChecked() or not each.oddity.waved)
        if self.model.rowCount():
            self._pile.show_rows()

    def _on_ended(self, whole: bool) -> None:
        self.cancel.hide()
        self._say_count(self._all())
        if not whole:
            self._say(f"More than {MOST:,} are odd; these are the first")

    def _on_cancelled(self) -> None:
        self.journey.stop()
        self.cancel.hide()
        self._say_count(self._all())
        self._say(f"{self.count.text()}; not all documents were looked at")

    def _on_failed(self, error: GlossatorError) -> None:
        self.cancel.hide()
        self._say(error.what)

    def _on_scope(self) -> None:
        self._begin()

    def _on_opened(self) -> None:
        if not self._is_project:
            self.model.show([])
            self.watch.begin()

    def _on_changed(self, change: Change) -> None:
        if not self._is_project:
            self.watch.follow(change)
        elif touched := change.documents():
            self._touched |= touched
            self._again.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.set_awake(not self._is_project)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.set_awake(False)

    # --- what is asked for

    def _show_possible(self) -> None:
        can_write = self._bench is not None and not self._bench.read_only
        self.remedies.offer(self.selected, self._of_kind(), can_write=can_write)

    def _of_kind(self) -> list[Doubt]:
        """Everything of the kind of the current row, as far as it was not waved through."""
        current = self.list.currentIndex()
        if not current.isValid():
            return []
        name = (current.parent() if current.parent().isValid() else current).data()
        kinds: list[Kind] = [kind for kind, called in KINDS.items() if called == name]
        return [each for kind in kinds for each in self.model.of_kind(kind) if not each.oddity.waved]

    def _on_taken(self, index: QModelIndex) -> None:
        doubt: Doubt | None = index.data(DOUBT_ROLE)
        if doubt is not None:
            self.goto_requested.emit(doubt.document, doubt.line.span, doubt.line.record)

    def _on_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        index = self.list.indexAt(at)
        if index.data(DOUBT_ROLE) is not None:
            menu.addAction("Go there").triggered.connect(lambda: self._on_taken(index))
        self.remedies.fill(menu)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_taken(self.list.currentIndex())
            return True
        return self.remedies.takes_key(event) or super().eventFilter(watched, event)
