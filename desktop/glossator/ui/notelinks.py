"""Links while a note is written: what ``[[`` offers (mentions, documents, identities), and which record each is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QPlainTextEdit

from glossator.core import notes
from glossator.core.annotations import AnnotationSet
from glossator.core.folding import fold
from glossator.core.notes import Reference
from glossator.workbench import Workbench

_MOST = 8  # of each kind
_LONGEST = 60  # characters of a quotation


class Candidate(NamedTuple):
    """A record that may be linked: what the link says, and what it is."""

    reference: Reference
    kind: str


Offered = Callable[[str], Sequence[Candidate]]
"""What may be meant by the beginning of a name."""


def candidates(bench: Workbench, annotations: AnnotationSet, begun: str) -> list[Candidate]:
    """Mentions of the document, documents and identities of the project whose words hold ``begun``."""
    wanted = fold(begun.strip())
    found: dict[str, Candidate] = {}
    for each in annotations.in_order():
        if len(found) == _MOST:
            break
        words = " ".join(each.quote.split())[:_LONGEST]
        if wanted in fold(words) and words not in found:
            kind = f"mention · {bench.scheme.name_of(each.label)}"
            found[words] = Candidate(Reference(each.id, words), kind)
    text = begun.strip()
    identities = [
        Candidate(Reference(row.entity.id, row.entity.name), "identity")
        for row in bench.unhidden.entities(text=text, limit=_MOST)
    ]
    documents = [
        Candidate(Reference(row.document.id, row.document.name), "document")
        for row in bench.ask.documents(text=text, limit=_MOST)
    ]
    return [*found.values(), *identities, *documents]


class NoteLinks(QObject):
    """Below a field: what a link that is being typed may mean; Enter or a click takes it.

    ``known`` are the links that the text may hold: those it came with, and those that were taken since.
    """

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self.offered: Offered = lambda begun: ()
        self.known: list[Reference] = []
        self._field = field
        self._candidates: list[Candidate] = []
        self.model = QStringListModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(field)
        self.completer.activated.connect(lambda text: self.take(self.model.stringList().index(text)))
        field.textChanged.connect(self.offer)

    def show(self, body: str) -> str:
        """A stored note as it is written in the field."""
        self.known = notes.references(body)
        return notes.shown(body)

    def stored(self) -> str:
        """What is written in the field as it is stored."""
        return notes.stored(self._field.toPlainText().strip(), self.known)

    def offer(self) -> None:
        """Show what is meant, where a link is being typed."""
        begun = self._begun() if self._field.isVisible() and not self._field.isReadOnly() else None
        self._candidates = [] if begun is None else list(self.offered(begun))
        self.model.setStringList([f"{each.reference.words}  ({each.kind})" for each in self._candidates])
        popup = self.completer.popup()
        if popup is None:
            return
        if not self._candidates:
            popup.hide()
            return
        place = self._field.cursorRect()
        place.setWidth(max(240, min(420, self._field.width())))
        self.completer.complete(place)
        popup.setCurrentIndex(self.model.index(0, 0))

    def take(self, row: int) -> None:
        """Write the candidate in ``row`` as a link."""
        begun = self._begun()
        if begun is None or not 0 <= row < len(self._candidates):
            return
        reference = self._candidates[row].reference
        reference = reference._replace(words=" ".join(notes.clean(reference.words).split()))
        cursor = self._field.textCursor()
        left, kept = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
        before = notes.references(notes.stored(self._field.toPlainText()[: cursor.position()], self.known))
        cursor.movePosition(left, kept, len(begun.encode("utf-16-le")) // 2)
        cursor.insertText(f"{reference.words}]]")
        place = len(before)
        self.known.insert(place, reference)
        self._field.setTextCursor(cursor)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begun(self) -> str | None:
        cursor = self._field.textCursor()
        return notes.begun(cursor.block().text()[: cursor.positionInBlock()])
