"""A note that is written where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from glossator.core import claims, edits, notes
from glossator.core.annotations import AnnotationSet, NoteKind
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.ui.notelinks import NoteLinks
from glossator.ui.panels.inspector.sections import Make

_LINES = 3
_MOST_LINES = 10
_AROUND = 22  # pixels above and below the lines
_WRITE = "Write a note (Ctrl+Enter saves)"
_CLOSED = "No note. This project is open for reading only."


class NoteField(QPlainTextEdit):
    """A note on one record: the first, the one with the id ``note``, or one that is still to be; or a judgement.

    ``[[`` offers links.  ``edited`` asks for the edit on Ctrl+Enter and when the field is left, if the text has
    changed.  Esc brings the stored text back.
    """

    edited = Signal(object)  # a Make

    def __init__(self, parent: QWidget | None = None, *, kind: NoteKind = "note") -> None:
        super().__init__(parent)
        self._kind = kind
        self._annotations: AnnotationSet | None = None
        self._target = 0
        self._stored = ""
        self._is_another = False
        self.note: int | None = None
        self.links = NoteLinks(self)
        self.setPlaceholderText(_WRITE)
        self.setAccessibleName("Note")
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.document().contentsChanged.connect(self._fit)
        self._fit()

    @property
    def is_stored(self) -> bool:
        """What it shows is a note already."""
        return bool(self._stored)

    @property
    def is_changed(self) -> bool:
        """Something was typed that is not stored."""
        return self.toPlainText().strip() != self._stored.strip()

    def show_note(
        self, annotations: AnnotationSet, target: int, note: int | None = None, *, another: bool = False
    ) -> None:
        """Show the note on ``target`` (the first, or the one with the id ``note``; or none yet, where it will be
        ``another``); what was typed for another record is told first, and is not lost.
        """
        all_of_them = annotations.remarks_on if self._kind == "note" else annotations.judgements_on
        there = [each for each in all_of_them(target) if note in (None, each.id)]
        body = there[0].body if there and not another else ""
        if target != self._target:
            self.tell()
        elif notes.shown(body) == self._stored and annotations is self._annotations:
            return
        is_kept = target == self._target and notes.shown(body) == self._stored
        self.note, self._is_another = note, another
        self._annotations, self._target = annotations, target
        if not is_kept:
            self._stored = self.links.show(body)
            self.setPlainText(self._stored)

    def set_editable(self, *, editable: bool) -> None:
        """Whether it can be written; where it cannot, it says so."""
        self.setReadOnly(not editable)
        self.setEnabled(editable or self.is_stored)  # what is written can be read and copied
        if self._kind == "note":
            self.setPlaceholderText(_WRITE if editable else _CLOSED)

    def tell(self) -> None:
        """Ask for the edit if the text has changed."""
        annotations, target = self._annotations, self._target
        written = self.toPlainText().strip()
        if annotations is None or written == self._stored.strip() or self.isReadOnly():
            return
        self._stored = written
        body, note, another = self.links.stored(), self.note, self._is_another
        wanted: Make
        if self._kind == "judgement":
            wanted = lambda by: claims.judge(annotations, target, body, by=by, note=note)  # noqa: E731
        else:
            wanted = lambda by: _written(annotations, target, body, by, note, another=another)  # noqa: E731
        self.edited.emit(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.tell()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._stored:
            self.setPlainText(self._stored)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Be as high as the text, between three and ten lines."""
        metrics = self.fontMetrics()
        frame = QRect(0, 0, max(40, self.viewport().width() - 10), 1 << 20)
        text = metrics.boundingRect(frame, Qt.TextFlag.TextWordWrap.value, self.toPlainText())
        lines = min(max(-(-text.height() // metrics.lineSpacing()), _LINES), _MOST_LINES)
        self.setFixedHeight(lines * metrics.lineSpacing() + _AROUND)


def _written(
    annotations: AnnotationSet, target: int, body: str, by: Hand, note: int | None, *, another: bool
) -> Change:
    known = {annotations.document.id, *annotations.mentions, *annotations.relations}
    if target not in known:
        raise Refused("The note was not saved: what it was about is no longer there.", details=body)
    return edits.write_note(annotations, target, body, by=by, note=note, another=another)
