"""What is asked before a scheme is taken in that knows less: what becomes of the tags that would be left dangling."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glossator.core.titles import enumerated, short
from glossator.scheme_files import Dangling

_SIZE = (640, 460)
_KEEP = "Keep it as it is: Review lists it"
_DELETE = "Take it out"
_ALIKE = 0.8  # how alike a word has to be to one of the scheme to be proposed as it
_WHAT = {
    "label": "subtype of {}",
    "relation type": "role of {}",
    "event type": "role of {}",
    "attribute": "value of {}",
}


class FateQuestion(QDialog):
    """A list for each word that the scheme will not know any more: kept, turned into another one, or taken out.

    ``asked`` carries what was chosen (:data:`~glossator.core.settling.Fates`); words that are kept are not in it.
    """

    asked = Signal(object)

    def __init__(self, name: str, left: Sequence[Dangling], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tags that would be left dangling")
        self.setModal(True)
        self.resize(*_SIZE)
        head = QLabel(f"What becomes of these tags with {short(name)}?", self)
        head.setProperty("tone", "head")
        head.setWordWrap(True)
        about = QLabel(
            "Something is said with each of these words that the scheme will not know any more. "
            "What you choose is shown before it is done, and is one step together with the scheme.",
            self,
        )
        about.setWordWrap(True)
        about.setProperty("tone", "muted")
        self.rows: list[tuple[Dangling, QComboBox]] = []
        inside = QWidget(self)
        inside.setProperty("ground", "panel")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        for each in left:
            self._add(each)
        self._grid.setRowStretch(len(left), 1)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go: QPushButton = self.buttons.addButton("Preview…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for part in (head, about, area, self.buttons):
            column.addWidget(part, 1 if part is area else 0)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def _add(self, left: Dangling) -> None:
        at = len(self.rows)
        word = left.word
        kind = _WHAT[word.kind].format(left.name)
        said = (
            f"“{short(word.value)}”"
            if word.has_place
            else f"“{short(left.name)}” where it has no place any more"
        )
        label = QLabel(f"{said}  ·  {kind}" if word.has_place else said, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        tags = QLabel(enumerated({"tag": left.tags}), self)
        tags.setProperty("tone", "muted")
        tags.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        into = QComboBox(self)
        into.addItem(_KEEP, None)
        for each in left.choices:
            into.addItem(f"Make it “{each}”", each)
        if left.may_go:
            into.addItem(_DELETE, "")
        into.setCurrentIndex(_likely(left) + 1)
        into.setAccessibleName(f"{said}, {kind}")
        into.setMinimumWidth(240)
        label.setBuddy(into)
        for column, part in enumerate((label, tags, into)):
            self._grid.addWidget(part, at, column)
        self.rows.append((left, into))

    def _on_accepted(self) -> None:
        self.accept()
        self.asked.emit(
            {left.word: into.currentData() for left, into in self.rows if into.currentData() is not None}
        )


def _likely(left: Dangling) -> int:
    """Which of the choices a word seems to be under another spelling; -1 for none, as nothing is turned by a guess that
    the eye would not make.
    """
    plain = [each.casefold() for each in left.choices]
    found = get_close_matches(left.word.value.casefold(), plain, 1, _ALIKE)
    return plain.index(found[0]) if found else -1
