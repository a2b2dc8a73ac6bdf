"""The panel that finds in the project: what to look for, how much was found, and the hits in their lines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QMenu,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from glossator import searches
from glossator.analysis.concordance import Line
from glossator.analysis.finding import HITS, Finding, FoundDocument
from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError, Refused
from glossator.core.scheme import Scheme
from glossator.searches import Asked, Where
from glossator.ui import tasks
from glossator.ui.panels.search.heads import Heads
from glossator.ui.panels.search.model import DOCUMENT_ROLE, LINE_ROLE, Arrangement, ResultsModel
from glossator.ui.panels.search.painter import ResultPainter
from glossator.ui.panels.search.strip import EXPRESSION, TEXT, WORDS, SearchStrip
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.tasks import Progress, Report, Task
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

_DELAY = {
    WORDS: 150,
    TEXT: 500,
    EXPRESSION: 500,
}  # milliseconds after the last key; the others read every text
_HOW = (
    "Type words to find them in every document, in any spelling.\n\n"
    "“several words” in quotation marks stand together  ·  begin* finds words that begin so\n"
    "one OR other  ·  -word is left out\n\n"
    "label:PER  ·  entity:Russia  ·  PER –LEADS→ ORG  ·  event:Movement.Transport(Destination:Libya)\n"
    "attr:certainty=Possible  ·  author:Ada  ·  date:2024-12..2025  ·  status:done"
)
_QUOTES = ("“", '"')
_SORTED_HITS = 1_000  # of a document, where all hits are sorted
_HOW_TEXT = "Type what is to be found in every document, just as it stands there."


class SearchPanel(QWidget):
    """Finds in all documents while one types.

    ``goto_requested`` carries a document's id and the :class:`~glossator.core.spans.Span` of a hit, ``tag_requested``
    the id of a label and the selected hits; ``closed`` follows Esc.  The selection may hold many rows:
    :meth:`selected_lines` gives their hits.
    """

    goto_requested = Signal(object, object)
    tag_requested = Signal(object, object)
    closed = Signal()

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
        self._task: Task[Finding] | None = None
        self._is_told = False  # how far the search has come
        self.model = ResultsModel(self)
        self.strip = SearchStrip(self)
        self.heads = Heads(self)
        self.list = QTreeView(self)
        self.empty = QLabel(self)
        self._painter = ResultPainter(theme, self)
        self._pile = QStackedWidget(self)
        self._later = QTimer(self, singleShot=True)
        self._build()
        self._lay_out()
        self._connect(signals)
        self.set_theme(theme)
        self.set_bench(bench)

    # --- building

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setMouseTracking(True)
        self.list.setIndentation(18)
        self.list.setExpandsOnDoubleClick(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Found in the project")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "empty")
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self._pile.addWidget(self.empty)
        self._pile.addWidget(self.list)
        self.setFocusProxy(self.strip.field)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.heads)
        column.addWidget(self._pile, 1)

    def _connect(self, signals: ProjectSignals) -> None:
        self.strip.offer(self._offered)
        self.heads.arranged.connect(self._on_arranged)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda point: self.menu().popup(self.list.viewport().mapToGlobal(point))
        )
        self.strip.typed.connect(self._on_typed)
        self.strip.chosen.connect(self.search)
        self.strip.cancelled.connect(self._on_cancelled)
        self.strip.closed.connect(self.closed)
        self.strip.field.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(self._on_taken)
        self.list.clicked.connect(self._on_clicked)
        self.model.page_wanted.connect(self._on_page_wanted)
        self.model.rowsInserted.connect(self._open_new)
        self._later.timeout.connect(self.search)
        signals.changed.connect(self._on_changed)
        signals.renewed.connect(self._later.start)

    # --- from outside

    def set_bench(self, bench: Workbench | None) -> None:
        """Search in another project, or in none."""
        if bench is self._bench:
            return
        self._stop()
        self._bench = bench
        self._later.stop()
        self.strip.field.clear()
        self._show_nothing("")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._painter.theme = theme
        self.strip.set_theme(theme)
        self.list.viewport().update()

    def open_with(self, text: str = "") -> None:
        """Take the keyboard; ``text`` (what is selected on the page) is looked for, else what was looked for last."""
        self.strip.open_with(text)

    def selected_lines(self) -> list[Line]:
        """The hits that are selected, in the order of the list."""
        rows = sorted(
            self.list.selectionModel().selectedIndexes(), key=lambda each: (each.parent().row(), each.row())
        )
        return [line for each in rows if (line := each.data(LINE_ROLE)) is not None]

    def menu(self) -> QMenu:
        """What can be done with the selected hits; the menu deletes itself when it is closed."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = self.selected_lines()
        tagging = made.addMenu(f"Tag {len(lines):,} hit{'s' * (len(lines) != 1)} as")
        tagging.setEnabled(bool(lines) and self._bench is not None and not self._bench.read_only)
        for label in self._bench.scheme.labels if self._bench is not None else ():
            if not label.retired:
                action = tagging.addAction(label.name.replace("&", "&&"), partial(self._tag, label.id))
                action.setToolTip(label.key)
        made.addAction("Select all", self.list.selectAll)
        return made

    # --- searching

    def search(self) -> None:
        """Look for what is typed, in the place of what was looked for before."""
        self._later.stop()
        self._stop()
        asked = self.strip.asked
        if self._bench is None or not asked.typed.strip():
            self._show_nothing("")
            return
        try:
            asked.understood()
        except Refused as refused:
            self._show_nothing(f"{refused.what}\n\n{refused.remedy}")
            return
        self._ask(asked, 0, lambda found: self._show_first(asked, found))

    def _ask(self, asked: Asked, offset: int, done: Callable[[Finding], None]) -> None:
        assert self._bench is not None, "somebody searches while no project is open"
        where = Where.of(self._bench)
        is_page = asked.is_ranked and not self.model.is_flat  # to be sorted, all hits have to be there
        limit = searches.PAGE if is_page else searches.MOST_SCANNED
        hits = _SORTED_HITS if self.model.is_flat else HITS
        self.strip.count.setText("Searching…")
        if isinstance(where, Workbench):  # a network share, where the window has to wait
            try:
                done(searches.find(where, asked, offset=offset, limit=limit, hits=hits))
            except GlossatorError as error:
                self._show_nothing(str(error))
            return

        def work(progress: Progress) -> Finding:
            return searches.find(where, asked, progress.report, offset=offset, limit=limit, hits=hits)

        self._task = tasks.run(
            work,
            done=done,
            failed=lambda error: self._show_nothing(str(error)),
            progress=self._tell,
            parent=self,
        )
        self._task.finished.connect(self._on_finished)
        self._is_told = not asked.is_ranked
        self.strip.cancel.setVisible(self._is_told)

    def _tell(self, report: Report) -> None:
        if self._is_told:
            self.strip.count.setText(f"Searching… {report.done:,} of {report.total:,} documents")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.strip.cancel.hide()

    def _show_first(self, asked: Asked, found: Finding) -> None:
        if not found.documents:
            self._show_nothing(_not_found(asked))
            return
        self.model.show(found, is_whole=_is_last(asked, found, 0))
        self.list.expandAll()
        self._pile.setCurrentWidget(self.list)
        top = self.model.index(0, 0)
        first = self.model.index(0, 0, top)
        self.list.setCurrentIndex(first if first.isValid() else top)
        self.list.scrollToTop()
        self.strip.count.setText(_in_words(found))

    def _show_next(self, asked: Asked, found: Finding, offset: int) -> None:
        self.model.append(found, is_whole=_is_last(asked, found, offset))
        self.strip.count.setText(_in_words(found))

    def _show_nothing(self, why: str) -> None:
        self.model.show(None)
        self.strip.count.clear()
        how = _HOW if self.strip.way.currentIndex() == WORDS else _HOW_TEXT
        self.empty.setText(why or how)
        self._pile.setCurrentWidget(self.empty)

    # --- what happens

    def _on_typed(self) -> None:
        self._later.start(_DELAY[self.strip.way.currentIndex()])

    def _on_finished(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.strip.cancel.hide()

    def _on_cancelled(self) -> None:
        self._stop()
        self._show_nothing("The search was cancelled.")

    def _on_page_wanted(self) -> None:
        asked, offset = self.strip.asked, len(self.model.documents)
        if self._bench is not None and self._task is None:
            self._ask(asked, offset, lambda found: self._show_next(asked, found, offset))

    def _open_new(self, parent: QModelIndex, first: int, last: int) -> None:
        if not parent.isValid():
            for row in range(first, last + 1):
                self.list.expand(self.model.index(row, 0))

    def _on_changed(self, change: Change) -> None:
        if self.strip.field.text() and any(
            isinstance(each, Document) for each in (*change.added, *change.removed)
        ):
            self._later.start()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.parent().isValid() and index.data(LINE_ROLE) is None:
            self._on_taken(index)

    def _on_arranged(self, arrangement: Arrangement) -> None:
        self.model.arrange(arrangement)
        self.list.setRootIsDecorated(not self.model.is_flat)
        if self.strip.field.text().strip():
            self.search()

    def _offered(self) -> tuple[Scheme, list[str]] | None:
        return (self._bench.scheme, self._bench.ask.authors()) if self._bench is not None else None

    def _tag(self, label_id: str) -> None:
        if lines := self.selected_lines():
            self.tag_requested.emit(label_id, lines)

    def _takes_key(self, event: QKeyEvent) -> bool:
        """The key of a label tags the selected hits."""
        is_bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        label = (
            self._bench.scheme.label_for_key(event.text())
            if self._bench is not None and is_bare and event.text().strip()
            else None
        )
        if label is None:
            return False
        self._tag(label.id)
        return True

    def _on_taken(self, index: QModelIndex) -> None:
        """Go to a hit, to a document's first one, or look for the others."""
        found: FoundDocument | None = index.data(DOCUMENT_ROLE)
        if found is None:
            return
        line: Line | None = index.data(LINE_ROLE)
        if line is None and index.parent().isValid():
            self._complete(found)
            return
        line = line or next(iter(found.lines), None)
        self.goto_requested.emit(found.document.id, line.span if line else None)

    def _complete(self, found: FoundDocument) -> None:
        if self._bench is None:
            return
        try:
            whole = searches.hits_in(self._bench, self.strip.asked, found.document.id)
        except GlossatorError as error:
            self._show_nothing(str(error))
            return
        if whole is not None:
            self.model.complete(whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key, is_field = event.key(), watched is self.strip.field
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_entered() if is_field else self._on_taken(self.list.currentIndex())
        elif is_field and key == Qt.Key.Key_Down and self.model.documents:
            self.list.setFocus()
        elif is_field or not self._takes_key(event):
            return super().eventFilter(watched, event)
        return True

    def _on_entered(self) -> None:
        """Enter in the field: search at once, or, where that is done, go to the hits."""
        if self._later.isActive() or not self.model.documents:
            self.search()
        else:
            self.list.setFocus()


def _is_last(asked: Asked, found: Finding, offset: int) -> bool:
    if not asked.is_ranked:
        return found.is_total
    return found.is_total and offset + len(found.documents) >= found.total


def _in_words(found: Finding) -> str:
    count = f"{found.total:,} document{'s' * (found.total != 1)}"
    if found.is_total:
        return count
    return f"more than {count}, the newest first" if found.order == "newest" else f"more than {count}"


def _not_found(asked: Asked) -> str:
    typed = asked.typed.strip()
    quoted = typed if typed[:1] in _QUOTES else f"“{typed}”"
    if asked.options is None and not asked.is_ranked:
        return f"Nothing is found by {typed}.\n\nTake out one of the filters."
    said = f"No document has {quoted}."
    if asked.options is not None:
        return said
    last = typed.split()[-1]
    if last[-1:].isalnum() and len(last) > 1:
        return f"{said}\n\nWords that begin so are found with {last}*."
    return said
