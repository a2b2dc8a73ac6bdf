"""The Summary page: three questions over a document or the whole project, and the sentences behind each mark."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.concordance import Line
from glossator.analysis.distribution import PairCount, by_label, relation_matrix, role_matrix, type_counts
from glossator.core.annotations import Entity, Mention, Relation
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.scheme import Scheme
from glossator.ui import messages
from glossator.ui.plots import bars, dots, matrix
from glossator.ui.plots.card import Card
from glossator.ui.plots.evidence import Evidence
from glossator.ui.plots.sentences import Sentences
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

_TWO_COLUMNS = 960
_ENTITIES = 50
_DELAY = 40
_SENTENCES = 0.36
_MARGIN = 64
LABELS, ENTITIES, LINKS = "labels", "entities", "links"
_ALL = frozenset({LABELS, ENTITIES, LINKS})
_NO_PROJECT = "No project is open. Open one with Ctrl+O, or make one with Ctrl+N."


def touched_views(change: Change) -> frozenset[str]:
    """Which of the views a Change can alter."""
    return frozenset().union(*(_views_of(record) for record in (*change.removed, *change.added)))


def _views_of(record: Record) -> frozenset[str]:
    match record:
        case Mention() | Document():
            return _ALL
        case Relation():
            return frozenset({LINKS})
        case Entity():
            return frozenset({ENTITIES})
    return frozenset()


class SummaryPage(QWidget):
    """Shows what the open document or the whole project holds.

    ``goto_requested`` carries the document's id, the span (code points) and the id of the mention or relation of a
    sentence that was taken.  A hidden page asks nothing.
    """

    goto_requested = Signal(object, object, object)

    def __init__(
        self,
        bench: Workbench | None,
        selection: Selection,
        signals: ProjectSignals,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._evidence = Evidence(bench) if bench else None
        self._selection = selection
        self.theme = theme
        self._cards: dict[str, Card] = {}
        self._stale: set[str] = set(_ALL)
        self._document: int | None = None
        self._pairs: list[PairCount] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DELAY)
        self._soon.timeout.connect(self.refresh)
        self._make_parts()
        self._lay_out()
        self._make_cards()
        signals.changed.connect(self._on_changed)
        signals.document_opened.connect(self._on_document_opened)
        selection.changed.connect(self._on_selection_changed)

    def _make_parts(self) -> None:
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.in_document = QToolButton(self)
        self.in_document.setText("&Document")
        self.in_project = QToolButton(self)
        self.in_project.setText("&Project")
        self._scopes = QButtonGroup(self)
        for button in (self.in_document, self.in_project):
            button.setCheckable(True)
            self._scopes.addButton(button)
        self.in_document.setChecked(True)
        self._scopes.buttonClicked.connect(lambda: self._go_stale(_ALL))
        self.type = QComboBox(self)
        self.type.setAccessibleName("Which relations or event roles")
        self.type.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.type.currentIndexChanged.connect(self._show_links)
        self.sentences = Sentences(self.theme, self)
        self.sentences.hide()
        self.sentences.went.connect(self._on_went)
        self.sentences.closed.connect(self._on_closed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 8)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.in_document)
        head.addWidget(self.in_project)
        self._sheet = QWidget(self)
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(24, 8, 24, 24)
        self._grid.setSpacing(16)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._sheet)
        splitter = self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.area)
        splitter.addWidget(self.sentences)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(splitter, 1)

    def _make_cards(self) -> None:
        questions = {LABELS: bars.QUESTION, ENTITIES: dots.QUESTION, LINKS: matrix.QUESTION}
        for name, question in questions.items():
            self._cards[name] = Card(question, self.theme, self._sheet)
            self._cards[name].chosen.connect(self._on_chosen)
        self._cards[LINKS].controls.addWidget(self.type)
        self.setFocusProxy(self._cards[LABELS].canvas)
        self._arrange()

    # --- what is shown

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = bench
        self._evidence = Evidence(bench) if bench else None
        self._close_sentences()
        self._go_stale(_ALL)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.sentences.set_theme(theme)
        for card in self._cards.values():
            card.set_theme(theme)

    @property
    def scope(self) -> int | None:
        """The id of the document that the views are about; ``None`` for the whole project."""
        return self._selection.document if self.in_document.isChecked() else None

    @property
    def cards(self) -> dict[str, Card]:
        """The cards by the name of their view."""
        return self._cards

    def refresh(self) -> None:
        """Ask anew for what is out of date, if the page is seen."""
        if not self.isVisible():
            return
        self._soon.stop()
        self._settle_scope()
        stale, self._stale = self._stale, set()
        try:
            self._show(stale)
        except GlossatorError as error:
            messages.show_error(self, error)

    def _show(self, stale: Iterable[str]) -> None:
        bench = self._bench
        self._sheet.setVisible(bench is not None)
        if bench is None:
            self.title.setText(_NO_PROJECT)
            return
        self.title.setText(self._title(bench))
        for name in stale:
            match name:
                case "labels":
                    rows = by_label(bench.ask.label_counts(self.scope), bench.scheme)
                    self._cards[LABELS].show_view(bars.view(rows, bench.scheme))
                case "entities":
                    self._show_entities(bench)
                case _:
                    self._pairs = list(bench.ask.relation_pairs(self.scope))
                    self._fill_types(bench.scheme)
                    self._show_links()
        self._link()

    def _show_entities(self, bench: Workbench) -> None:
        counts = bench.ask.entity_counts(self.scope, limit=_ENTITIES + 1)
        shown = counts[:_ENTITIES]
        self._cards[ENTITIES].show_view(
            dots.view(
                shown,
                bench.scheme,
                more=len(counts) > len(shown),
                with_documents=self.scope is None,
            )
        )

    def _show_links(self) -> None:
        if self._bench is None:
            return
        type_id, is_role = self.type.currentData() or ("", False)
        make = role_matrix if is_role else relation_matrix
        found = make(self._pairs, self._bench.scheme, type_id)
        self._cards[LINKS].show_view(matrix.view(found, self._bench.scheme, type_id, is_role=is_role))

    def _fill_types(self, scheme: Scheme) -> None:
        """The choice of relation and event types, those with something first; what was chosen stays chosen."""
        chosen = self.type.currentData() or ("", False)
        counts = type_counts(self._pairs)
        events = {each.id for each in scheme.event_types}
        names = sorted(counts, key=lambda each: (-counts[each], each))
        self.type.blockSignals(True)
        self.type.clear()
        self.type.addItem("All relations", ("", False))
        for name in names:
            if name not in events:
                self.type.addItem(f"{scheme.name_of(name)}  {counts[name]}", (name, False))
        self.type.insertSeparator(self.type.count())
        self.type.addItem("Roles of all events", ("", True))
        for name in names:
            if name in events:
                self.type.addItem(f"{scheme.name_of(name)}  {counts[name]}", (name, True))
        at = next((row for row in range(self.type.count()) if self.type.itemData(row) == chosen), 0)
        self.type.setCurrentIndex(at)
        self.type.blockSignals(False)

    def _title(self, bench: Workbench) -> str:
        if self.scope is not None and self._evidence is not None:
            return self._evidence.name_of(self.scope)
        count = bench.ask.document_count()
        return f"{bench.ask.title()}  ·  {'1 document' if count == 1 else f'{count} documents'}"

    def _settle_scope(self) -> None:
        """Without an open document only the project can be shown."""
        has_document = self._bench is not None and self._selection.document is not None
        self.in_document.setEnabled(has_document)
        if not has_document:
            self.in_project.setChecked(True)
        if self.scope != self._document:
            self._document = self.scope
            self._stale = set(_ALL)
            self._close_sentences()

    def _go_stale(self, views: Iterable[str]) -> None:
        """These are out of date: ask anew soon, or when the page is seen next."""
        self._stale.update(views)
        if self._stale and self.isVisible():
            self._soon.start()

    # --- what happens

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where there is room for them."""
        is_wide = self.width() >= _TWO_COLUMNS
        places = ((0, 0, 1), (0, 1, 1), (1, 0, 2)) if is_wide else ((0, 0, 2), (1, 0, 2), (2, 0, 2))
        for card, (row, column, span) in zip(self._cards.values(), places, strict=True):
            self._grid.addWidget(card, row, column, 1, span)
        self._grid.setRowStretch(3, 1)

    def _on_changed(self, change: Change) -> None:
        if self._evidence is not None and any(isinstance(each, Document) for each in change.removed):
            self._evidence.forget_names()
        self._go_stale(touched_views(change))

    def _on_document_opened(self, document_id: object) -> None:
        if self.isVisible():
            self._soon.start()

    def _on_selection_changed(self, by: object) -> None:
        if self.isVisible():
            if self.in_document.isChecked() and self._selection.document != self._document:
                self._soon.start()
            self._link()

    def _link(self) -> None:
        """Point out the marks of the selected mention or relation."""
        current = self._bench.current if self._bench else None
        primary = self._selection.primary
        mention = current.mentions.get(primary) if current and primary is not None else None

        def is_linked(key: object) -> bool:
            if mention is None:
                return False
            if isinstance(key, bars.LabelKey):
                return key == bars.LabelKey(mention.label)
            if isinstance(key, dots.EntityKey):
                return key.entity is not None and key.entity == mention.entity
            return False

        for card in self._cards.values():
            card.canvas.link(is_linked)

    def _on_chosen(self, key: object) -> None:
        if self._evidence is None:
            return
        try:
            self.sentences.show_source(self._evidence.source(key, self.scope))
        except GlossatorError as error:
            messages.show_error(self, error)
            return
        if not self.sentences.isVisible():
            self.sentences.show()
            height = self._splitter.height()
            self._splitter.setSizes([height - round(height * _SENTENCES), round(height * _SENTENCES)])
        self._reveal(key)
        self.sentences.list.setFocus()

    def _reveal(self, key: object) -> None:
        """Keep the mark in view, as the sentences take room from the cards."""
        for card in self._cards.values():
            canvas = card.canvas
            if canvas.isVisible() and canvas.current is not None and canvas.current.key == key:
                at = canvas.mapTo(self._sheet, canvas.center_of(canvas.current))
                self.area.ensureVisible(at.x(), at.y(), 0, _MARGIN)

    def _on_went(self, line: Line) -> None:
        self.goto_requested.emit(line.document, line.span, line.record)

    def _on_closed(self) -> None:
        self._close_sentences()
        self.setFocus()

    def _close_sentences(self) -> None:
        self.sentences.hide()
        self.sentences.show_source(None)
