"""The judgements of a record in the inspector: text, likelihood, confidence, and what is odd in their wording."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from glossator.core import claims, judgements
from glossator.core.annotations import AnnotationSet, Note, Value
from glossator.core.scheme import AttributeType
from glossator.ui.notelinks import candidates
from glossator.ui.panels.inspector.attributes import AttributeForm
from glossator.ui.panels.inspector.notes import NoteField
from glossator.ui.panels.inspector.sections import faint, written_time
from glossator.ui.theme import Theme
from glossator.workbench import Workbench


class JudgementView(QWidget):
    """One judgement: its text, what is chosen for it, who made it, and what is odd in its wording."""

    edited = Signal(object)  # a Make

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._annotations: AnnotationSet | None = None
        self.note: Note | None = None
        self.text = NoteField(self, kind="judgement")
        self.text.setAccessibleName("Text of the judgement")
        self.text.setPlaceholderText("Empty: Ctrl+Enter takes the judgement out")
        self.attributes = AttributeForm(theme, self)
        self.odd = QLabel(self)
        self.odd.setProperty("tone", "warning")
        self.odd.setWordWrap(True)
        self.origin = faint(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        for part in (self.text, self.attributes, self.odd, self.origin):
            column.addWidget(part)
        self.text.edited.connect(self.edited)
        self.attributes.edited.connect(self._on_attribute)

    def show_judgement(self, bench: Workbench, annotations: AnnotationSet, note: Note) -> None:
        """Show ``note``, a judgement in ``annotations``."""
        self._bench, self._annotations, self.note = bench, annotations, note
        self.text.links.offered = lambda begun: candidates(bench, annotations, begun)
        self.text.show_note(annotations, note.target, note.id)
        kinds = judgements.attributes_of(bench.scheme)
        self.attributes.show_values(kinds, note.attributes, annotations, bench.scheme, 0)
        faults = judgements.style_faults(note)
        self.odd.setText("\n".join(f"⚠ {each}" for each in faults))
        self.odd.setVisible(bool(faults))
        self.origin.setText(f"{note.author} · {written_time(note.created)}")

    def set_editable(self, *, editable: bool) -> None:
        """Whether it can be changed."""
        self.text.set_editable(editable=editable)
        self.attributes.setEnabled(editable)

    def _on_attribute(self, kind: AttributeType, value: Value | None) -> None:
        bench, here, note = self._bench, self._annotations, self.note
        if bench is not None and here is not None and note is not None:
            self.edited.emit(lambda by: claims.set_value(here, [note.id], kind, value, bench.scheme, by=by))


class Judgements(QWidget):
    """All judgements of a record, below one another; hidden where there are none."""

    edited = Signal(object)  # a Make

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_editable = True
        self.views: list[JudgementView] = []
        self.heading = faint("Judgements", self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.heading)
        self.hide()

    def show_judgements(self, bench: Workbench, annotations: AnnotationSet, target: int) -> None:
        """Show the judgements of ``target``."""
        there = annotations.judgements_on(target)
        if [each.id for each in there] != [view.note.id for view in self.views if view.note is not None]:
            self._make(len(there))
        for view, note in zip(self.views, there, strict=True):
            view.show_judgement(bench, annotations, note)
        self.setVisible(bool(there))

    def set_editable(self, *, editable: bool) -> None:
        """Whether they can be changed."""
        self._is_editable = editable
        for view in self.views:
            view.set_editable(editable=editable)

    def tell(self) -> None:
        """Ask for the edits that were typed and not told yet."""
        for view in self.views:
            view.text.tell()
            view.attributes.tell()

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self._theme = theme
        for view in self.views:
            view.attributes.theme = theme
            view.attributes.make_anew()

    def _make(self, number: int) -> None:
        self.tell()
        for old in self.views:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.views = []
        for _ in range(number):
            view = JudgementView(self._theme, self)
            view.set_editable(editable=self._is_editable)
            view.edited.connect(self.edited)
            self._column.addWidget(view)
            self.views.append(view)
