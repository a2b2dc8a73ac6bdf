"""The panel that finds in the project: what to look for, how much was found, and the hits in their lines."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QMenu,
    QVBoxLayout,
    QWidget,
)

from glossator import searches
from glossator.analysis.concordance import Line
from glossator.analysis.finding import Finding, FoundDocument
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError, Refused
from glossator.core.filters import Question
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.searches import Asked
from glossator.ui.panels.search.heads import Heads
from glossator.ui.panels.search.inquiry import Inquiry, Wish
from glossator.ui.panels.search.model import DOCUMENT_ROLE, LINE_ROLE, Arrangement, Key, ResultsModel
from glossator.ui.panels.search.painter import ResultPainter
from glossator.ui.panels.search.strip import EXPRESSION, TEXT, WORDS, SearchStrip
from glossator.ui.panels.search.wording import HOW, HOW_TEXT, in_words, is_last, not_found
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.ui.treelist import TreeList
from glossator.workbench import Workbench

_DELAY = {
    WORDS: 150,
    TEXT: 500,
    EXPRESSION: 500,
}  # milliseconds after the last key; the others read every text
_INDENTATION = 18  # pixels
_AFTER_CHANGE = 400  # milliseconds: of many changes one after the other the last one counts


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
        self._inquiry = Inquiry(self)
        self._read = 0  # documents that were looked through for what is shown
        self._is_stale = False  # something changed while nobody looked
        self.model = ResultsModel(self)
        self.strip = SearchStrip(self)
        self.heads = Heads(self)
        self._painter = ResultPainter(theme, self)
        self._pile = TreeList(self.model, self._painter, "Found in the project", _INDENTATION, self)
        self.list, self.empty = self._pile.list, self._pile.empty
        self._later = QTimer(self, singleShot=True)
        self._again = QTimer(self, singleShot=True, interval=_AFTER_CHANGE)
        self._build()
        self._lay_out()
        self._connect(signals)
        self.set_theme(theme)
        self.set_bench(bench)

    # --- building

    def _build(self) -> None:
        self.list.setUniformRowHeights(True)
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
        self._later.timeout.connect(self.search)
        self._again.timeout.connect(self.look_again)
        self._inquiry.answered.connect(self._on_answered)
        self._inquiry.failed.connect(self._show_nothing)
        self._inquiry.told.connect(self._on_told)
        self._inquiry.ended.connect(self._on_ended)
        signals.changed.connect(self._on_changed)
        signals.renewed.connect(self._on_stale)

    # --- from outside

    def set_bench(self, bench: Workbench | None) -> None:
        """Search in another project, or in none."""
        if bench is self._bench:
            return
        self._inquiry.stop()
        self._bench = bench
        self._later.stop()
        self._again.stop()
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

    @property
    def is_searching(self) -> bool:
        """Something is being looked for, or will be in a moment."""
        return self._later.isActive() or self._again.isActive() or self._inquiry.is_running

    def selected_lines(self) -> list[Line]:
        """The hits that are selected, in the order of the list."""
        return [line for each in self._pile.selected() if (line := each.data(LINE_ROLE)) is not None]

    def menu(self) -> QMenu:
        """What can be done with the selected hits; the menu deletes itself when it is closed."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = self.selected_lines()
        tagging = made.addMenu(f"Tag {counted(len(lines), 'hit')} as")
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
        self._ask_anew(0)

    def look_again(self) -> None:
        """Look for the same once more, as something changed: as much is shown as before, and the same place in it."""
        self._ask_anew(len(self.model.documents))

    def _ask_anew(self, least: int) -> None:
        self._later.stop()
        self._again.stop()
        self._inquiry.stop()
        asked = self.strip.asked
        if self._bench is None or not asked.typed.strip():
            self._show_nothing("")
            return
        try:
            asked.understood()
        except Refused as refused:
            self._show_nothing(f"{refused.what}\n\n{refused.remedy}")
            return
        self._ask(Wish(asked, 0, least, self.model.is_flat))

    def _ask(self, wish: Wish) -> None:
        assert self._bench is not None, "somebody searches while no project is open"
        self.strip.count.setText("Searching…")
        self._inquiry.ask(self._bench, wish)
        self.strip.cancel.setVisible(self._inquiry.is_running and not wish.asked.is_ranked)

    def _on_told(self, done: int, total: int) -> None:
        if self.strip.cancel.isVisible():
            self.strip.count.setText(f"Searching… {done:,} of {total:,} documents")

    def _on_answered(self, wish: Wish, found: Finding) -> None:
        self._read = found.read
        if wish.offset:
            self.model.append(found, is_whole=is_last(wish.asked, found, wish.offset))
            self.strip.count.setText(in_words(found))
        else:
            self._show_first(wish, found)

    def _show_first(self, wish: Wish, found: Finding) -> None:
        if not found.documents:
            self._show_nothing(not_found(wish.asked))
            return
        place = self._place() if wish.limit else None
        self.model.show(found, is_whole=is_last(wish.asked, found, 0))
        self.list.expandAll()
        self._pile.show_rows()
        self.strip.count.setText(in_words(found))
        top = self.model.index(0, 0)
        first = self.model.index(0, 0, top)
        self.list.setCurrentIndex(first if first.isValid() else top)
        self.list.scrollToTop()
        if place is not None:
            self._go_back(*place)

    def _place(self) -> tuple[Key | None, int]:
        """The row that is current, and how far the list is scrolled (pixels)."""
        return self.model.key(self.list.currentIndex()), self.list.verticalScrollBar().value()

    def _go_back(self, key: Key | None, scrolled: int) -> None:
        index = self.model.index_of(key) if key is not None else QModelIndex()
        if index.isValid():
            self.list.setCurrentIndex(index)
        self.list.verticalScrollBar().setValue(scrolled)

    def _show_nothing(self, why: str) -> None:
        self.model.show(None)
        self.strip.count.clear()
        how = HOW if self.strip.way.currentIndex() == WORDS else HOW_TEXT
        self._pile.say(why or how)

    # --- what happens

    def _on_typed(self) -> None:
        self._later.start(_DELAY[self.strip.way.currentIndex()])

    def _on_ended(self) -> None:
        self.strip.cancel.hide()

    def _on_cancelled(self) -> None:
        self._inquiry.stop()
        self._show_nothing("The search was cancelled.")

    def _on_page_wanted(self) -> None:
        if self._bench is not None and not self._inquiry.is_running:
            wish = Wish(self.strip.asked, len(self.model.documents), 0, self.model.is_flat, self._read)
            self._ask(wish)

    def _on_changed(self, change: Change) -> None:
        """What is found may be other documents now; by what is said in them, whatever was said anew."""
        asked = self.strip.asked
        if not asked.typed.strip():
            return
        kinds = (Document, Mention, Relation, Entity) if _is_by_what_is_said(asked) else (Document,)
        if any(isinstance(each, kinds) for each in (*change.added, *change.removed)):
            self._on_stale()

    def _on_stale(self) -> None:
        if self.isVisible():
            self._again.start()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._again.start()

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


def _is_by_what_is_said(asked: Asked) -> bool:
    try:
        return isinstance(asked.understood(), Question)
    except Refused:
        return False
