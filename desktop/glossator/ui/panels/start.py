"""What is shown while no project is open: what to do next, and the recent projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH = 440
_MOST = 6
_EDGES = 28  # pixels: of a button, left and right of its words


class StartPage(QWidget):
    """Buttons for a new project, an existing one, the demo article, the tour and the guide, and one for each recent
    project.
    """

    new_requested = Signal()
    open_requested = Signal()
    demo_requested = Signal()
    tour_requested = Signal()
    guide_requested = Signal()
    recent_requested = Signal(object)  # a Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        column = QFrame()
        column.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(column)
        inner.setSpacing(8)
        title = QLabel("Glossator")
        title.setObjectName("title")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        title.setFont(font)
        inner.addWidget(title)
        lead = QLabel(
            "Read an article, tag what it says, see it, export it. All of it stays in one file on this machine."
        )
        lead.setWordWrap(True)
        inner.addWidget(lead)
        inner.addSpacing(16)
        for text, signal in (
            ("Open the demo article", self.demo_requested),
            ("New project…", self.new_requested),
            ("Open a project…", self.open_requested),
        ):
            inner.addWidget(_button(text, signal))
        learn = QHBoxLayout()
        learn.setSpacing(8)
        learn.addWidget(_button("Two-minute tour", self.tour_requested))
        learn.addWidget(_button("User guide (F1)", self.guide_requested))
        inner.addLayout(learn)
        hint = QLabel(
            "Or drop articles (texts, web pages, PDF, Word, mail …) or a .gloss project on this window."
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "muted")
        inner.addWidget(hint)
        inner.addSpacing(16)
        self._heading = QLabel("Recent projects")
        inner.addWidget(self._heading)
        inner.addLayout(self._recent)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        middle = QHBoxLayout()  # an alignment would take the height of the lead as if it had the whole width
        middle.addStretch(1)
        middle.addWidget(column)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)

    def show_recent(self, projects: Sequence[Path]) -> None:
        """The recent projects, the last one first; those that are gone are left out."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        here = [each for each in projects if each.exists()][:_MOST]
        self._heading.setVisible(bool(here))
        for project in here:
            self._recent.addWidget(self._button(project))

    def _button(self, project: Path) -> QPushButton:
        button = QPushButton()
        words = f"{project.stem}   —   {project.parent}".replace("&", "&&")
        room = _WIDTH - _EDGES
        button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        button.setProperty("role", "field")
        button.setMinimumHeight(32)
        button.setToolTip(str(project))
        button.clicked.connect(lambda: self.recent_requested.emit(project))
        return button


def _button(text: str, signal: SignalInstance) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumHeight(36)
    button.clicked.connect(signal)
    return button
