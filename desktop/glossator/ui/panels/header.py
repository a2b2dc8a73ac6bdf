"""The line above the page: the article's title, source, date and grade."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from glossator.core.documents import Document, grade_words, shown_time


class LineLabel(QLabel):
    """Words in one line, cut short where there is no room for all; then the tool tip says them all.

    However long they are, they ask for no room: a title of three hundred letters would make the window wider.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._words = ""

    def show_words(self, words: str) -> None:
        """Show ``words`` as far as there is room."""
        self._words = words.replace("\n", " ")
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all words."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """No width at all."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self._words else self._words)
        if shown != self.text():
            self.setText(shown)


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
            self._title.show_words(document.name)
            self._facts.show_words(facts(document))


def facts(document: Document) -> str:
    """Source, author, date, grade and status in one line; what is not known is not named."""
    when = shown_time(document.published)
    parts = (document.source, document.author, when, grade_words(document), document.status)
    return "  ·  ".join(part for part in parts if part)
