"""What stands around the first note on a record: its links, further notes, the judgements of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from glossator.core import notes
from glossator.core.annotations import AnnotationSet, Note
from glossator.ui.notelinks import candidates
from glossator.ui.panels.inspector.judgements import Judgements
from glossator.ui.panels.inspector.links import Link, LinkList
from glossator.ui.panels.inspector.notes import NoteField
from glossator.ui.panels.inspector.sections import faint
from glossator.ui.theme import Theme
from glossator.workbench import Workbench


class MoreNotes(QWidget):
    """Holds the field of the first note; below it a field for each further one.

    ``edited`` asks for an edit, ``goto_requested`` carries the id of the record to which a link leads.
    """

    edited = Signal(object)
    goto_requested = Signal(object)

    def __init__(self, first: NoteField, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = first
        self.fields: list[NoteField] = []
        self.links = LinkList(theme, self)
        self.gone = faint(parent=self)
        self.another = QPushButton("Add another note", self)
        self.another.setProperty("role", "link")
        self.judgements = Judgements(theme, self)
        self._target: tuple[Workbench, AnnotationSet, int] | None = None
        self._is_editable = True
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(first)
        column.addLayout(self._column)
        for part in (self.links, self.gone, self.another, self.judgements):
            column.addWidget(part)
        self.links.followed.connect(self.goto_requested)
        self.another.clicked.connect(self._on_another)
        self.judgements.edited.connect(self.edited)

    def show_notes(self, bench: Workbench, annotations: AnnotationSet, target: int) -> None:
        """Show all notes on ``target``, the first in the field that was there before."""
        is_same = self._target is not None and self._target[2] == target
        if not is_same:
            self.tell()
        self._target = (bench, annotations, target)
        self.first.links.offered = lambda begun: candidates(bench, annotations, begun)
        self.first.show_note(annotations, target)
        there = annotations.remarks_on(target)
        further = there[1:]
        shown = [each.note for each in self.fields]
        wanted: list[int | None] = [each.id for each in further]
        is_writing = is_same and any(each.note is None and each.is_changed for each in self.fields)
        if shown != wanted and not (is_writing and [each for each in shown if each is not None] == wanted):
            self._make(further)
        for field in self.fields:
            if field.note is not None:
                field.show_note(annotations, target, field.note)
        self.judgements.show_judgements(bench, annotations, target)
        self._show_links(bench, annotations.notes_on(target))
        self.another.setVisible(bool(there) and self._is_editable)

    def set_editable(self, *, editable: bool) -> None:
        """Whether notes can be written."""
        self._is_editable = editable
        for field in (self.first, *self.fields):
            field.set_editable(editable=editable)
        self.judgements.set_editable(editable=editable)
        self.another.setVisible(editable and self.first.is_stored)

    def tell(self) -> None:
        """Ask for the edits that were typed and not told yet."""
        for field in self.fields:
            field.tell()
        self.judgements.tell()

    def wear(self, theme: Theme) -> None:
        """Follow another look."""
        self.links.wear(theme)
        self.judgements.wear(theme)

    def _show_links(self, bench: Workbench, there: list[Note]) -> None:
        found = {each.id: each for note in there for each in notes.references(note.body)}
        known = set(bench.ask.known_ids(found)) if found else set()
        self.links.show_links([Link(each.id, each.words) for each in found.values() if each.id in known])
        self.links.setVisible(bool(known))
        lost = [f"“{each.words}”" for each in found.values() if each.id not in known]
        self.gone.setText(f"No longer there: {', '.join(lost)}" if lost else "")
        self.gone.setVisible(bool(lost))

    def _make(self, further: list[Note]) -> None:
        for old in self.fields:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.fields = []
        for note in further:
            self._add(note.id)

    def _add(self, note: int | None) -> NoteField:
        assert self._target is not None, "notes are about something"
        bench, annotations, target = self._target
        field = NoteField(self)
        field.links.offered = lambda begun: candidates(bench, annotations, begun)
        field.edited.connect(self.edited)
        field.set_editable(editable=self._is_editable)
        field.setAccessibleName("Further note")
        field.show_note(annotations, target, note, another=note is None)
        self._column.addWidget(field)
        self.fields.append(field)
        return field

    def _on_another(self) -> None:
        if self._target is not None and not any(each.note is None for each in self.fields):
            self._add(None)
        if self.fields:
            self.fields[-1].setFocus()
