"""The dialog in which a note is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.notelinks import NoteLinks

_KEYS = "Ctrl+Enter {after}  ·  Esc leaves it as it was  ·  [[ links"


class NoteDialog(QDialog):
    """Plain text on a record: a note, or a judgement.  ``saved`` carries the text (empty: it is taken away).

    Ctrl+Enter saves.  Esc keeps nothing; if something was typed, it asks first, in the dialog itself.
    """

    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self.setWindowTitle("Note")
        self.setModal(True)
        self.resize(520, 320)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "head")
        self.title.setWordWrap(True)
        self.body = QPlainTextEdit(self)
        self.body.setPlaceholderText("What should be remembered about this?")
        self.body.setTabChangesFocus(True)
        self.body.setAccessibleName("Text of the note")
        self.links = NoteLinks(self.body)
        self.keys = QLabel(_KEYS.format(after="saves"), self)
        self.keys.setProperty("tone", "muted")
        self.save = QPushButton("Save", self)
        self.save.setDefault(True)
        self.leave = QPushButton("Cancel", self)
        self.save.setAutoDefault(False)
        self.leave.setAutoDefault(False)
        self.question = QFrame(self)
        self.question.setProperty("frame", "banner")
        self.question.setProperty("tone", "warning")
        self.stay = QPushButton("Keep writing", self.question)
        self.discard = QPushButton("Throw it away", self.question)
        self.discard.setProperty("role", "danger")
        for button in (self.stay, self.discard):
            button.setMinimumWidth(136)  # in bold, as the button for Enter, the words are wider
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        asked = QHBoxLayout(self.question)
        asked.setContentsMargins(12, 8, 8, 8)
        asked.addWidget(QLabel("What you typed is not saved.", self.question), 1)
        asked.addWidget(self.discard)
        asked.addWidget(self.stay)
        self.question.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keys, 1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.title, self.body, self.question):
            column.addWidget(part)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.reject)
        self.stay.clicked.connect(self._on_stay)
        self.discard.clicked.connect(self._on_discard)
        self.body.textChanged.connect(self.question.hide)
        self.body.installEventFilter(self)

    @property
    def is_changed(self) -> bool:
        """Something was typed that is not saved."""
        return self.body.toPlainText() != self._before

    def open_for(self, title: str, body: str = "", *, asks: str = "", after: str = "") -> None:
        """Write under ``title``, beginning with what is said already; ``asks`` is the question in the empty field,
        ``after`` what comes when it is saved.
        """
        if asks:
            self.setWindowTitle("Judgement")
            self.body.setPlaceholderText(asks)
            self.body.setAccessibleName("Text of the judgement")
        if after:
            self.keys.setText(_KEYS.format(after=after))
        self.title.setText(title)
        self._before = self.links.show(body)
        self.body.setPlainText(self._before)
        self.body.moveCursor(QTextCursor.MoveOperation.End)
        self.question.hide()
        self.open()
        self.body.setFocus()

    def reject(self) -> None:
        if self.is_changed and not self.question.isVisible():
            self.question.show()
            self.stay.setFocus()
        elif self.question.isVisible():
            self._on_stay()
        else:
            super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._on_save()
                return True
        return super().eventFilter(watched, event)

    def _on_save(self) -> None:
        self._before = self.body.toPlainText()
        self.accept()
        self.saved.emit(self.links.stored())

    def _on_stay(self) -> None:
        self.question.hide()
        self.body.setFocus()

    def _on_discard(self) -> None:
        self._before = self.body.toPlainText()
        self.question.hide()
        super().reject()
