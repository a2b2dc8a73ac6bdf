"""One field per kind of attribute: it shows a value and tells, when the user has changed it, which one is wanted."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from glossator.core.annotations import Value
from glossator.core.dates import when_fault
from glossator.core.scheme import AttributeType
from glossator.ui.theme import widen_list

_ADMIRALTY = {
    "1": "1 · confirmed by others",
    "2": "2 · probably true",
    "3": "3 · possibly true",
    "4": "4 · doubtful",
    "5": "5 · improbable",
    "6": "6 · cannot be judged",
}
_FOREIGN = " (not in the scheme)"


class Choice(QComboBox):
    """A list of values that the wheel does not change by accident.  ``picked`` tells what the user chose."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)  # the narrowest column holds it beside its name
        self._shown: object = None
        self.activated.connect(self._on_activated)

    def show_choice(self, value: object) -> None:
        """Show ``value``, which should be the data of an item; one that is not gets an item of its own."""
        self._shown = value
        place = self.findData(value)
        if place < 0:
            self.addItem(f"{value}{_FOREIGN}", value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def showPopup(self) -> None:
        widen_list(self)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _on_activated(self, place: int) -> None:
        if self.itemData(place) != self._shown:
            self.picked.emit(self.itemData(place))


class ChoiceField(QWidget):
    """One of several values.  The first is the default and is told as ``None``, as it is not stored."""

    edited = Signal(object)

    def __init__(self, kind: AttributeType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice(self)
        self._default = kind.values[0] if kind.values else ""
        wordy = kind.id == "info_credibility"
        for value in kind.values:
            self.choice.addItem(_ADMIRALTY.get(value, value) if wordy else value, value)
        self.choice.picked.connect(self._on_picked)
        self.choice.setToolTip(kind.definition)
        _only(self, self.choice)

    def show_value(self, value: Value | None) -> None:
        """Show a stored value, or the default where none is stored."""
        self.choice.show_choice(self._default if value is None else value)

    def _on_picked(self, value: object) -> None:
        self.edited.emit(None if value == self._default else value)


class FlagField(QWidget):
    """Yes or no; no is told as ``None``."""

    edited = Signal(object)

    def __init__(self, kind: AttributeType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox("Yes", self)
        self.box.setToolTip(kind.definition)
        self.box.clicked.connect(lambda is_on: self.edited.emit(True if is_on else None))
        _only(self, self.box)

    def show_value(self, value: Value | None) -> None:
        """Show a stored value."""
        self.box.setChecked(value is True)


class SeveralField(QWidget):
    """Any number of values, told as a tuple in the order of the scheme, or ``None`` for none of them."""

    edited = Signal(object)

    def __init__(self, kind: AttributeType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foreign: tuple[str, ...] = ()
        self.boxes = {value: QCheckBox(value, self) for value in kind.values}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for box in self.boxes.values():
            box.setToolTip(kind.definition)
            box.clicked.connect(self._on_clicked)
            column.addWidget(box)
        for box in list(self.boxes.values())[:1]:
            self.setFocusProxy(box)

    def show_value(self, value: Value | None) -> None:
        """Show the stored values."""
        held = value if isinstance(value, tuple) else () if value is None else (str(value),)
        self._foreign = tuple(each for each in held if each not in self.boxes)
        for name, box in self.boxes.items():
            box.setChecked(name in held)

    def _on_clicked(self) -> None:
        chosen = tuple(name for name, box in self.boxes.items() if box.isChecked())
        self.edited.emit((*chosen, *self._foreign) or None)


class LineField(QWidget):
    """A line of text, a number, a date or a place.

    It is told when Enter is pressed or the field is left, if it has changed and is right; what is wrong is marked,
    explained in the tool tip, and stays in the field.  Esc brings the stored value back.
    """

    edited = Signal(object)

    def __init__(self, kind: AttributeType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._shown = ""
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_EXAMPLES.get(kind.kind, ""))
        self.line.editingFinished.connect(self._on_finished)
        self.line.textEdited.connect(lambda: self._mark(""))
        self.line.installEventFilter(self)
        _only(self, self.line)
        self._mark("")

    def show_value(self, value: Value | None) -> None:
        """Show a stored value; what is being typed and is not told yet stays."""
        text = "" if value is None else str(value)
        is_typing = self.line.hasFocus() and self.line.text() != self._shown
        if text != self._shown or not is_typing:
            self._shown = text
            self.line.setText(text)
            self._mark("")

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() == Qt.Key.Key_Escape and self.line.text() != self._shown:  # type: ignore[attr-defined]
            self.line.setText(self._shown)
            self._mark("")
            return True
        return False

    def tell(self) -> None:
        """Tell what was typed, if it is right, and forget it if it is not: another record is shown next."""
        self._on_finished()
        self.line.setText(self._shown)
        self._mark("")

    def _on_finished(self) -> None:
        text = self.line.text().strip()
        if text == self._shown:
            self._mark("")
            return
        judge = _FAULTS.get(self._kind.kind)
        fault = judge(text) if judge else ""
        self._mark(fault)
        if not fault:
            self._shown = text
            self.edited.emit(_value(self._kind.kind, text))

    def _mark(self, fault: str) -> None:
        self.line.setToolTip(fault or self._kind.definition)
        self.line.setAccessibleDescription(fault)
        if bool(self.line.property("wrong")) != bool(fault):
            self.line.setProperty("wrong", bool(fault))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)


def number_fault(written: str) -> str:
    """What is wrong with a number, in a sentence; empty for a right one and for none."""
    if not written:
        return ""
    try:
        value = float(written)
    except ValueError:
        return "Write a number, such as 12 or 32.89."
    return "" if math.isfinite(value) else "Write a number that has an end."


def place_fault(written: str) -> str:
    """What is wrong with a place (latitude, longitude), in a sentence; empty for a right one and for none."""
    if not written:
        return ""
    parts = [part.strip() for part in written.split(",")]
    if len(parts) != 2 or any(not part or number_fault(part) for part in parts):
        return "Write latitude and longitude in degrees, such as 32.89, 13.19."
    if abs(float(parts[0])) > 90 or abs(float(parts[1])) > 180:
        return "A latitude lies between -90 and 90, a longitude between -180 and 180."
    return ""


_EXAMPLES = {"number": "number", "date": "2024-12-05", "place": "32.89, 13.19"}
_FAULTS: dict[str, Callable[[str], str]] = {"number": number_fault, "date": when_fault, "place": place_fault}


def _value(kind: str, text: str) -> Value | None:
    if not text:
        return None
    if kind != "number":
        return text
    value = float(text)
    return int(value) if value.is_integer() and not set(text) & set(".eE") else value


def _only(holder: QWidget, *widgets: QWidget) -> None:
    """Let ``widgets`` fill ``holder``, and the first of them have its focus."""
    row = QVBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for widget in widgets:
        row.addWidget(widget)
    holder.setFocusProxy(widgets[0])
