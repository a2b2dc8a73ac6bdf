"""The dialog that asks whose annotations are shown: persons, each with a tick."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

_NAME = Qt.ItemDataRole.UserRole
_NOBODY = "(without a name)"


class PersonsDialog(QDialog):
    """Ticks for persons; ``chosen`` carries the names that are ticked (but one's own), and whether all are."""

    chosen = Signal(object, bool)

    def __init__(
        self, own: str, others: Sequence[str], ticked: Collection[str], parent: QWidget | None = None
    ) -> None:
        """``own`` stands first with a tick that cannot be taken away; ``others`` follow."""
        super().__init__(parent)
        self.setWindowTitle("Whose annotations")
        self.setModal(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Whose annotations are shown")
        mine = QListWidgetItem(f"{own} (you)")
        mine.setFlags(mine.flags() & ~Qt.ItemFlag.ItemIsUserCheckable & ~Qt.ItemFlag.ItemIsEnabled)
        mine.setCheckState(Qt.CheckState.Checked)
        self.list.addItem(mine)
        self._others: list[QListWidgetItem] = []
        for name in others:
            item = QListWidgetItem(name or _NOBODY)
            item.setData(_NAME, name)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
            self._others.append(item)
        if self._others:
            self.list.setCurrentItem(self._others[0])
        label = QLabel("&Show the annotations of", self)
        label.setBuddy(self.list)
        hint = QLabel("Space ticks. What is hidden is kept, and no edit touches it.", self)
        hint.setWordWrap(True)
        hint.setProperty("tone", "muted")
        buttons = QDialogButtonBox(self)
        show = buttons.addButton("Show", QDialogButtonBox.ButtonRole.AcceptRole)
        show.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (label, self.list, hint, buttons):
            column.addWidget(part)
        self.resize(360, 320)
        self.accepted.connect(self._on_accepted)

    def tick(self, name: str, *, on: bool) -> None:
        """Tick the person of this name, or take the tick away."""
        for item in self._others:
            if item.data(_NAME) == name:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _on_accepted(self) -> None:
        ticked = [each.data(_NAME) for each in self._others if each.checkState() == Qt.CheckState.Checked]
        self.chosen.emit(ticked, len(ticked) == len(self._others))
