"""The line above the page: the article's title, source, date and grade."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from glossator.core.documents import Document, grade_words, shown_time
from glossator.ui.linelabel import LineLabel


class HeaderPanel(QFrame):
    """Tells which document is on the page; its button asks for the properties."""

    properties_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = LineLabel()
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self._title.setFont(font)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = LineLabel()
        self._facts.setProperty("role", "muted")
        button = QToolButton()
        button.setText("Properties…")
        button.setToolTip("Source, author, date, grade, status (Alt+Return)")
        button.clicked.connect(self.properties_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 8, 16, 8)
        outer.addLayout(words, 1)
        outer.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        self.show_document(None)

    def show_document(self, document: Document | None) -> None:
        """The facts of ``document``; nothing where none is open."""
        self.setVisible(document is not None)
        if document is not None:
            self._title.say(document.name)
            self._facts.say(facts(document))


def facts(document: Document) -> str:
    """Source, author, date, grade and status in one line; what is not known is not named."""
    when = shown_time(document.published)
    parts = (document.source, document.author, when, grade_words(document), document.status)
    return "  ·  ".join(part for part in parts if part)
