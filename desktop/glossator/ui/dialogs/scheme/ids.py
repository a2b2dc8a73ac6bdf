"""Ids of labels: typed, completed while they are typed, or ticked in a list of all labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.scheme import Label
from glossator.ui.theme import swatch, worn

_ID = Qt.ItemDataRole.UserRole
_MOST_ROWS = 14
_TICKED, _FREE = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class KnownLabel(NamedTuple):
    """A label that may be named, and how deep it stands below others."""

    label: Label
    depth: int = 0


Known = Sequence[KnownLabel]


class TickList(QFrame):
    """Labels with a tick each, over the window; ``changed`` follows each tick.  Space ticks; Enter and Esc close."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("frame", "popup")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Labels")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        self.list.itemChanged.connect(self.changed)
        self.list.installEventFilter(self)
        self.setFocusProxy(self.list)

    def show_labels(self, known: Known, ticked: Iterable[str]) -> None:
        """List ``known``, ``ticked`` as they are."""
        chosen = set(ticked)
        self.list.blockSignals(True)
        self.list.clear()
        for each in known:
            label = each.label
            made = QListWidgetItem(f"{'    ' * each.depth}{label.name}  {label.id}", self.list)
            made.setData(_ID, label.id)
            made.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            made.setCheckState(_TICKED if label.id in chosen else _FREE)
            made.setIcon(QIcon(swatch(worn().of(label))))
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)

    def ticked(self) -> tuple[str, ...]:
        """The ids that have a tick, in the order of the scheme."""
        rows = [self.list.item(at) for at in range(self.list.count())]
        return tuple(row.data(_ID) for row in rows if row.checkState() == _TICKED)

    def open_below(self, widget: QWidget) -> None:
        """Open under ``widget``, as wide as it."""
        rows = max(1, min(self.list.count(), _MOST_ROWS))
        high = rows * max(22, self.list.sizeHintForRow(0)) + 2 * self.list.frameWidth() + 12
        self.setFixedSize(max(widget.width(), 240), high)
        self.move(widget.mapToGlobal(QPoint(0, widget.height())))
        self.show()
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = (
            event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        )
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
            return True
        return super().eventFilter(watched, event)


class IdsField(QWidget):
    """Ids of labels with spaces between them; each is completed while it is typed, and the button (Alt+Down) lists all
    labels to be ticked.  ``textChanged`` follows each change.
    """

    textChanged = Signal(str)  # noqa: N815 - as that of a line of Qt

    def __init__(self, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Labels, such as PER ORG")
        self.button = QToolButton(self)
        self.button.setText("▾")
        self.button.setToolTip("Tick labels in a list (Alt+Down)")
        self.button.setAccessibleName("Tick labels in a list")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._known: Known = ()
        self._ticks: TickList | None = None
        completer = QCompleter([], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setWidget(self.line)
        completer.activated.connect(self._on_completed)
        self._completer = completer
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.line.textChanged.connect(self.textChanged)
        self.line.installEventFilter(self)
        self.button.clicked.connect(self.tick)
        self.know(known)

    def know(self, known: Known) -> None:
        """Complete these, and list them, from now on."""
        self._known = known
        self._completer.setModel(QStringListModel([each.label.id for each in known], self._completer))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setPlaceholderText(self, text: str) -> None:
        """What the empty field says."""
        self.line.setPlaceholderText(text)

    def text(self) -> str:
        """What stands in the field."""
        return self.line.text()

    def setText(self, text: str) -> None:
        """Let this stand in the field."""
        self.line.setText(text)

    def ids(self) -> tuple[str, ...]:
        """The ids, each once."""
        return tuple(dict.fromkeys(re.findall(r"[^\s,]+", self.line.text())))

    def show_ids(self, ids: Iterable[str]) -> None:
        """Show these ids."""
        self.line.setText(" ".join(ids))
        self.line.setCursorPosition(0)

    def tick(self) -> TickList:
        """List all labels, those in the field ticked; what is ticked then stands in the field, what it does not know
        stays there.
        """
        if self._ticks is None:
            self._ticks = TickList(self)
            self._ticks.changed.connect(self._on_ticked)
        self._ticks.show_labels(self._known, self.ids())
        self._ticks.open_below(self)
        return self._ticks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_alt = (
                event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
            )
            if is_alt and event.key() == Qt.Key.Key_Down:
                self.tick()
                return True
        return super().eventFilter(watched, event)

    def _on_ticked(self) -> None:
        if self._ticks is not None:
            known = {each.label.id for each in self._known}
            ticked, before = self._ticks.ticked(), self.ids()
            kept = [each for each in before if each in ticked or each not in known]
            self.show_ids([*kept, *(each for each in ticked if each not in kept)])

    def _on_edited(self) -> None:
        word = re.split(r"[\s,]", self.line.text()[: self.line.cursorPosition()])[-1]
        if word:
            self._completer.setCompletionPrefix(word)
            self._completer.complete()
        elif (popup := self._completer.popup()) is not None:
            popup.hide()

    def _on_completed(self, word: str) -> None:
        before = self.line.text()[: self.line.cursorPosition()]
        rest = self.line.text()[self.line.cursorPosition() :]
        begun = re.split(r"[\s,]", before)[-1]
        self.line.setText(before[: len(before) - len(begun)] + word + " " + rest.lstrip())
