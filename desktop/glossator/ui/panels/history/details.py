"""What a step changed, told below the list, with what can be done with the step."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from glossator.analysis.differences import differences
from glossator.core.errors import GlossatorError
from glossator.retrospect import HistoryRow
from glossator.ui.theme import Theme, icon
from glossator.workbench import Workbench

SHOWN = 200
"""Differences of one step that are told; of more it is said that there are."""
_LOW = 48  # pixels: two lines of differences are always in sight
_LARGE = 20_000  # records: reading them would stop the window


class StepDetails(QWidget):
    """Tells of one step what was before and after; asks to take it back (or do it again), and to see the project as it
    was then.
    """

    turn_requested = Signal()
    then_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self.text = QPlainTextEdit(self)
        self.turn = QPushButton(self)
        self.then = QPushButton("As it was then", self)
        self._build()
        self.set_theme(theme)
        self.hide()

    def _build(self) -> None:
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(_LOW)
        self.text.setAccessibleName("What this step changed")
        self.then.setToolTip("See the whole project as it was after this step")
        self.turn.clicked.connect(self.turn_requested)
        self.then.clicked.connect(self.then_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.turn, 1)
        buttons.addWidget(self.then, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)

    def set_theme(self, theme: Theme) -> None:
        """Follow another look."""
        self.then.setIcon(icon("history", theme))

    def show_step(self, bench: Workbench | None, line: HistoryRow | None, *, can_turn: bool) -> None:
        """Tell of ``line``; of nothing where it is ``None``."""
        self.setVisible(line is not None)
        if bench is None or line is None:
            return
        self._title.setText(line.title)
        self.turn.setText(turning(line))
        self.turn.setEnabled(can_turn)
        self.text.setPlainText(told(bench, line))


def turning(line: HistoryRow) -> str:
    """What may be asked of a step: to be taken back, or to be done again."""
    return "Do this step again" if line.undone else "Undo this step"


def told(bench: Workbench, line: HistoryRow) -> str:
    """What a step changed, a line for each difference."""
    if line.changes > _LARGE:
        return f"{line.changes:,} records: too many to be told one by one."
    try:
        change = bench.ask.change(line.id)
    except GlossatorError as error:
        return error.what
    if change is None:
        return ""
    lines = [str(each) for each in islice(differences(change, bench.scheme, bench.ask.called), SHOWN + 1)]
    if len(lines) > SHOWN:
        lines[SHOWN:] = ["…"]
    return "\n".join(lines)
