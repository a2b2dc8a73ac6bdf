"""The heads above the hits: below their documents, or all in the order of their left context, words or right one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from glossator.ui.panels.search.model import Arrangement

_HEADS: tuple[tuple[Arrangement, str, str, int], ...] = (
    ("document", "Document", "The hits below their documents", 0),
    ("left", "Left context", "All hits by the words before them, the nearest first", 3),
    ("hit", "Hit", "All hits by their own words", 2),
    ("right", "Right context", "All hits by the words behind them", 3),
)


class Heads(QWidget):
    """Four heads of which one is pressed; ``arranged`` tells another one."""

    arranged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: Arrangement = "document"
        self.buttons: dict[Arrangement, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 2)
        row.setSpacing(2)
        for name, text, tip, share in _HEADS:
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(f"Sort: {tip}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(name == self.chosen)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            if share:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, name=name: self._on_clicked(name))
            row.addWidget(button, share)
            self.buttons[name] = button

    def _on_clicked(self, name: Arrangement) -> None:
        if name != self.chosen:
            self.chosen = name
            self.arranged.emit(name)
