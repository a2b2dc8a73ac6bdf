"""What can be done about what is odd: put right, waved through, decided; the buttons below the list, and its keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from glossator.analysis.doubts import Doubt
from glossator.core.mending import can_mend


class Remedies(QWidget):
    """Offers what can be done about the doubts that are chosen.

    ``mend_requested`` and ``wave_requested`` carry the doubts that shall be put right or waved through,
    ``unwave_requested`` those whose reason is to go, ``decide_requested`` one about which a person decides.
    """

    mend_requested = Signal(object)
    wave_requested = Signal(object)
    unwave_requested = Signal(object)
    decide_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Sequence[Doubt] = ()
        self._of_kind: Sequence[Doubt] = ()
        self.fix = QPushButton("Put right", self)
        self.wave = QPushButton("Wave through…", self)
        self.all = QPushButton("All of this kind", self)
        self.fix.setToolTip("Put right what is selected, or go where it is decided (F)")
        self.wave.setToolTip("Let what is selected pass, for a reason (W)")
        self.all.setToolTip("Put right every one of this kind, as one step (Shift+F)")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 8)
        row.setSpacing(8)
        for button in (self.fix, self.wave, self.all):
            row.addWidget(button, 1)
        self.fix.clicked.connect(self._on_fix)
        self.wave.clicked.connect(self._on_wave)
        self.all.clicked.connect(self._on_all)

    def offer(self, chosen: Sequence[Doubt], of_kind: Sequence[Doubt], *, can_write: bool) -> None:
        """Offer what fits ``chosen``; ``of_kind`` are all of the current one's kind that nobody waved through."""
        self._chosen, self._of_kind = chosen, of_kind
        waved = bool(chosen) and all(each.oddity.waved for each in chosen)
        alone = len(chosen) == 1 and not can_mend(chosen[0].oddity)
        flags = any(each.oddity.kind == "flag" for each in chosen)
        self.fix.setText(
            "Decide…" if alone else "Take flag away" if flags and len(chosen) == 1 else "Put right"
        )
        self.fix.setEnabled(can_write and (alone or any(can_mend(each.oddity) for each in chosen)))
        self.wave.setText("Take reason back" if waved else "Wave through…")
        self.wave.setEnabled(can_write and bool(chosen) and not flags)
        self.all.setEnabled(can_write and len(of_kind) > 1 and can_mend(of_kind[0].oddity))

    def fill(self, menu: QMenu) -> None:
        """Put into a menu what the buttons do."""
        for button in (self.fix, self.wave, self.all):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)

    def takes_key(self, event: QKeyEvent) -> bool:
        """F, Shift+F and W on the list; true where it was one of them."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if event.key() == Qt.Key.Key_F:
            (self.all if held else self.fix).click()
        elif event.key() == Qt.Key.Key_W:
            self.wave.click()
        else:
            return False
        return True

    def _on_fix(self) -> None:
        mendable = [each for each in self._chosen if can_mend(each.oddity)]
        if mendable:
            self.mend_requested.emit(mendable)
        elif self._chosen:
            self.decide_requested.emit(self._chosen[0])

    def _on_wave(self) -> None:
        chosen = [each for each in self._chosen if each.oddity.kind != "flag"]
        if chosen and all(each.oddity.waved for each in chosen):
            self.unwave_requested.emit(chosen)
        elif chosen:
            self.wave_requested.emit([each for each in chosen if not each.oddity.waved])

    def _on_all(self) -> None:
        self.mend_requested.emit(list(self._of_kind))
