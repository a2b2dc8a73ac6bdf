"""The inspector: it follows the selection and hands up the edits that its forms ask for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from glossator.core.annotations import Mention, Relation
from glossator.core.errors import Refused
from glossator.ui.panels.inspector.document_form import DocumentForm
from glossator.ui.panels.inspector.sections import Make
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.ui.theme import Theme
from glossator.workbench import Workbench

if TYPE_CHECKING:
    from glossator.ui.panels.inspector.mention_form import MentionForm
    from glossator.ui.panels.inspector.relation_form import RelationForm

_WIDTH = 252  # pixels: a name and its field beside each other
_AFTER = 20  # milliseconds: the page is painted first, and a walk through mentions is not held up


class InspectorPanel(QWidget):
    """Shows the first selected record, else the open document.

    Every edit is one Change, which it asks for by ``edit_requested``.
    """

    edit_requested = Signal(object)  # a Change
    refused = Signal(object)  # a Refused: why what was wanted is not possible
    goto_requested = Signal(object)  # the id of a mention or relation
    entity_requested = Signal()
    card_requested = Signal()
    note_requested = Signal()

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
        self.setMinimumWidth(_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bench: Workbench | None = None
        self._theme = theme
        self._selection = selection
        self._shown: tuple[int | None, tuple[int, ...]] = (None, ())
        self._of_records: list[MentionForm | RelationForm] = []  # those that were needed so far
        self.document = DocumentForm(theme, self)
        self.empty = QLabel(self)
        self.more = QLabel(self)
        self._pile = QStackedWidget(self)
        self._pages: dict[QWidget, QWidget] = {}  # of the pile, by what is on them
        self._later = QTimer(self, singleShot=True, interval=_AFTER)
        self._build()
        self._connect(signals)
        self.set_bench(bench)

    def set_bench(self, bench: Workbench | None) -> None:
        """Show another project, or none."""
        self._bench = bench
        self.refresh()

    @cached_property
    def mention(self) -> MentionForm:
        """The form of mentions, made when the first one is shown."""
        from glossator.ui.panels.inspector.mention_form import MentionForm

        made = MentionForm(self._theme, self)
        made.entity_requested.connect(self.entity_requested)
        made.card_requested.connect(self.card_requested)
        self._take(made)
        return made

    @cached_property
    def relation(self) -> RelationForm:
        """The form of relations and events, made when the first one is shown."""
        from glossator.ui.panels.inspector.relation_form import RelationForm

        made = RelationForm(self._theme, self)
        self._take(made)
        return made

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        for form in (self.document, *self._of_records):
            form.wear(theme)
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected now."""
        self._later.stop()
        self._shown = (self._selection.document, self._selection.records)
        current = self._bench.current if self._bench else None
        record = self._record()
        if self._bench is None or current is None:
            self._show(self.empty)
            self.empty.setText(
                "No document is open.\nChoose one with Ctrl+P, or import texts with Ctrl+I."
                if self._bench
                else "No project is open."
            )
        elif isinstance(record, Mention):
            self.mention.show_mention(self._bench, current, record)
            self._show(self.mention)
        elif isinstance(record, Relation):
            self.relation.show_relation(self._bench, current, record)
            self._show(self.relation)
        else:
            self.document.show_document(self._bench, current)
            self._show(self.document)
        editable = self._bench is not None and not self._bench.read_only
        for form in (self.document, *self._of_records):
            form.set_editable(editable=editable)
        others = len(self._selection.records) - 1
        self.more.setText(f"{others + 1} are selected; this is the first." if record and others > 0 else "")
        self.more.setVisible(bool(self.more.text()))

    def focus_attributes(self) -> None:
        """Give the keyboard to the first attribute of what is selected."""
        self.refresh()
        record = self._record()
        if record is None or not self._form_of(record).attributes.focus_first():
            self.document.note.setFocus()

    def tell(self) -> None:
        """Ask for the edits that were typed and not told yet, as before the document or the project is closed."""
        for form in self._of_records:
            form.attributes.tell()
        for each in (*self._of_records, self.document):
            each.note.tell()
            each.notes.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _build(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setProperty("tone", "empty")
        self.more.setProperty("tone", "muted")
        self.more.setContentsMargins(16, 8, 16, 0)
        self._add(self.empty, self.empty)
        self._add(self.document, _scrolled(self.document))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.more)
        layout.addWidget(self._pile, 1)

    def _connect(self, signals: ProjectSignals) -> None:
        self._later.timeout.connect(self.refresh)
        self._selection.changed.connect(self._on_selection)
        signals.changed.connect(self._refresh_later)
        signals.document_opened.connect(self._refresh_later)
        signals.project_closed.connect(lambda: self.set_bench(None))
        self.document.edited.connect(self._on_edited)
        self.document.goto_requested.connect(self.goto_requested)

    def _take(self, form: MentionForm | RelationForm) -> None:
        form.edited.connect(self._on_edited)
        form.goto_requested.connect(self.goto_requested)
        self._of_records.append(form)
        self._add(form, _scrolled(form))

    def _add(self, form: QWidget, page: QWidget) -> None:
        self._pages[form] = page
        self._pile.addWidget(page)

    def _form_of(self, record: Mention | Relation) -> MentionForm | RelationForm:
        return self.mention if isinstance(record, Mention) else self.relation

    def _record(self) -> Mention | Relation | None:
        current = self._bench.current if self._bench else None
        primary = self._selection.primary
        if current is None or primary is None:
            return None
        return current.mentions.get(primary) or current.relations.get(primary)

    def _show(self, form: QWidget) -> None:
        self._pile.setCurrentWidget(self._pages[form])

    def _on_selection(self) -> None:
        if (
            self._selection.document,
            self._selection.records,
        ) != self._shown:  # not at every step of the caret
            self._refresh_later()

    def _refresh_later(self) -> None:
        if self.isVisible():
            self._later.start()

    def _on_edited(self, make: Make) -> None:
        if self._bench is None:
            return
        try:
            change = make(self._bench.hand)
        except Refused as refused:
            self.refused.emit(refused)
        else:
            self.edit_requested.emit(change)
        self._later.start()  # whatever came of it, the fields show what holds


def _scrolled(form: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    form.setProperty("ground", "panel")
    form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(form)
    return area
