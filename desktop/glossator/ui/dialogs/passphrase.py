"""The dialogs for passphrases: one asks for that of a project, the other sets, changes or takes it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.dialogs.passphrase_fields import NewPassphrase, secret_field, show_what_is_typed, told

_WIDTH = 460
_OLD_REMAINS = (
    "Its backups are encrypted, too. What else was written without protection may remain: copies, exports, and, until "
    "the disk writes over it, the space that the project had there. Delete old copies yourself."
)
_OLD_ONE_OPENS = "Its backups get the new passphrase as well. Copies that were made before keep the old one."
_ALL_CAN_READ = (
    "The project and its backups will be written as plain files, which everybody who gets hold of them can read. "
    "Copies that were made before keep their passphrase."
)


class AskPassphrase(QDialog):
    """Asks for the passphrase of a project.  ``submitted`` carries it; then either :meth:`accept` or :meth:`refuse`
    follows, and until then nothing can be typed.
    """

    submitted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, button: str = "Open") -> None:
        super().__init__(parent)
        self.setWindowTitle("Passphrase")
        self.setModal(True)
        self.head = told(self, f"“{name}” is protected by a passphrase.", "head")
        self.field = secret_field(self, "Passphrase")
        self.field.setPlaceholderText("Passphrase")
        self.show_typed = QCheckBox("Show &what is typed", self)
        self.fault = told(self, tone="danger")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = self.buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self._column = _column(self, self.head, self.field, self.show_typed, self.fault, self.buttons)
        self.field.textChanged.connect(self._on_typed)
        self.show_typed.toggled.connect(lambda is_on: show_what_is_typed(is_on, self.field))
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.field.setFocus()
        _fit(self, self._column)

    def refuse(self, sentence: str) -> None:
        """Say why it did not open, and let the passphrase be typed again."""
        self._wait(is_waiting=False)
        self.fault.setText(sentence)
        self.field.selectAll()
        self.field.setFocus()
        _fit(self, self._column)

    def _on_typed(self, text: str) -> None:
        self.go.setEnabled(bool(text))
        if text and self.fault.text():
            self.fault.clear()
            _fit(self, self._column)

    def _on_accepted(self) -> None:
        if self.go.isEnabled():
            self._wait(is_waiting=True)
            self.submitted.emit(self.field.text())

    def _wait(self, *, is_waiting: bool) -> None:
        self.field.setEnabled(not is_waiting)
        self.go.setEnabled(not is_waiting and bool(self.field.text()))


class ChangePassphrase(QDialog):
    """Sets the passphrase of a project that has none, or changes it or takes it away.

    ``submitted`` carries the present passphrase and the new one, each empty where there is none; then either
    :meth:`accept` or :meth:`refuse` follows, and until then nothing can be typed.
    """

    submitted = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None, *, is_protected: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Passphrase")
        self.setModal(True)
        self._is_protected = is_protected
        what = "is protected by a passphrase." if is_protected else "is not protected."
        self.head = told(self, f"“{name}” {what}", "head")
        self.old = secret_field(self, "Present passphrase")
        self.old.setPlaceholderText("Present passphrase")
        self.remove = QCheckBox("&Take the protection away", self)
        self.new = NewPassphrase(self, name="&New passphrase" if is_protected else "Passphr&ase")
        self.after = told(self)
        self.fault = told(self, tone="danger")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go: QPushButton = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        for each in (self.old, self.remove):
            each.setVisible(is_protected)
        self._column = _column(
            self,
            *(self.head, self.old, self.remove, self.new, self.after, self.fault, self.buttons),
        )
        self._connect()
        (self.old if is_protected else self.new.first).setFocus()
        self._on_chosen()

    def _connect(self) -> None:
        self.remove.toggled.connect(self._on_chosen)
        self.old.textChanged.connect(self._check)
        self.new.changed.connect(self._check)
        self.new.show_typed.toggled.connect(lambda is_on: show_what_is_typed(is_on, self.old))
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def refuse(self, sentence: str) -> None:
        """Say why nothing was changed, and let everything be typed again."""
        self._wait(is_waiting=False)
        self.fault.setText(sentence)
        self.old.selectAll()
        self.old.setFocus()
        _fit(self, self._column)

    def _on_chosen(self) -> None:
        is_removed = self.remove.isChecked()
        self.new.setVisible(not is_removed)
        if not self._is_protected:
            self.go.setText("Protect")
            self.after.setText(_OLD_REMAINS)
        else:
            self.go.setText("Take away" if is_removed else "Change")
            self.after.setText(_ALL_CAN_READ if is_removed else _OLD_ONE_OPENS)
        self._check()

    def _check(self) -> None:
        fault = "" if self.remove.isChecked() else self.new.fault
        if self._is_protected and not self.old.text():
            fault = "Type the present passphrase."
        self.fault.setText(fault if self.new.again.text() else "")  # what is still to be typed is no fault
        self.go.setEnabled(not fault)
        _fit(self, self._column)

    def _on_accepted(self) -> None:
        if self.go.isEnabled():
            self._wait(is_waiting=True)
            self.submitted.emit(self.old.text(), "" if self.remove.isChecked() else self.new.text)

    def _wait(self, *, is_waiting: bool) -> None:
        for each in (self.old, self.remove, self.new, self.go):
            each.setEnabled(not is_waiting)


def _column(dialog: QDialog, *rows: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 16)
    column.setSpacing(16)
    for each in rows:
        column.addWidget(each)
    return column


def _fit(dialog: QDialog, column: QVBoxLayout) -> None:
    """As high as its sentences want it, which a layout with wrapped text does not see itself."""
    for label in dialog.findChildren(QLabel):
        label.setVisible(bool(label.text()) or not label.wordWrap())
    column.invalidate()
    column.activate()
    width = max(dialog.width(), _WIDTH)
    dialog.resize(width, column.totalHeightForWidth(width))
