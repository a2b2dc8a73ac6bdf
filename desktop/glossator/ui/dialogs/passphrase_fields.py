"""Fields in which a passphrase is typed: hidden or shown, a new one twice, with what is weak about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from glossator import protection

LOST = "Nobody can recover a forgotten passphrase: without it the project is lost, with all its backups."
COVERED = "Encrypted are the project, what stands beside it while it is open, and backups and copies made from now on."
NOT_COVERED = (
    "Not protected are: the name, size and times of the file and who has it open (the lock beside it); exports, prints "
    "and pictures; what you copy to the clipboard; the list of recent projects and the log, which name files; and, "
    "while the project is open, the memory of the program, which the system may write to its swap space."
)


def secret_field(parent: QWidget, name: str) -> QLineEdit:
    """A line for a passphrase, hidden at first; ``name`` is what a screen reader says."""
    field = QLineEdit(parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    hints = Qt.InputMethodHint
    field.setInputMethodHints(
        hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
    )
    field.setAccessibleName(name)
    return field


def show_what_is_typed(is_shown: bool, *fields: QLineEdit) -> None:
    """Show the letters in ``fields``, or dots in their place."""
    mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
    for each in fields:
        each.setEchoMode(mode)


def told(parent: QWidget, text: str = "", tone: str = "muted") -> QLabel:
    """A few words that wrap."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label


class NewPassphrase(QWidget):
    """Two lines for a new passphrase.  ``changed`` tells that another one stands in them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "Passphr&ase") -> None:
        super().__init__(parent)
        self.first = secret_field(self, "Passphrase")
        self.again = secret_field(self, "The passphrase once more")
        self.show_typed = QCheckBox("Show &what is typed", self)
        self.hint = told(self)
        self.lost = told(self, LOST, "warning")
        self.covered = told(self, f"{COVERED} {NOT_COVERED}")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.addRow(name, self.first)
        form.addRow("Once &more", self.again)
        form.addRow("", self.show_typed)
        form.addRow("", self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.lost)
        column.addWidget(self.covered)
        for field in (self.first, self.again):
            field.textChanged.connect(self._on_typed)
        self.show_typed.toggled.connect(lambda is_on: show_what_is_typed(is_on, self.first, self.again))
        self._on_typed()

    @property
    def text(self) -> str:
        """What stands in the first line."""
        return self.first.text()

    @property
    def fault(self) -> str:
        """Why it cannot be taken, in a sentence; empty when it can."""
        return protection.checked(self.first.text(), self.again.text())

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.again.clear()

    def _on_typed(self) -> None:
        typed = self.first.text()
        weak = protection.weakness(typed)
        advice = "Four or more words that do not belong together are easy to keep in mind and hard to find."
        self.hint.setText(weak or ("Nothing plain is weak about it." if typed else advice))
        self.changed.emit()
