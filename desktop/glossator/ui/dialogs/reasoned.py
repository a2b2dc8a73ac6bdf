"""The ground of dialogs that ask for a value and how one knows it: what is asked, a reason, and why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_WIDTH = 520


class ReasonedDialog(QDialog):
    """It stays open until it is accepted from outside, or cancelled; ``taken`` says that it shall be done as it stands.

    ``what`` names what is asked about, ``set_button`` does it, ``reason`` is a field, ``fault`` says why it cannot be.
    """

    taken = Signal()

    def __init__(self, title: str, what: str, deed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self.what = plain_words(self, what, "head")
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName("Reason")
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "warning")
        self.fault.setWordWrap(True)
        self.reason.textEdited.connect(lambda _: self.fault.clear())
        self.set_button = QPushButton(deed, self)
        self.set_button.setDefault(True)

    def lay_out(self, above: Sequence[QWidget], rows: Sequence[tuple[str, QWidget]]) -> None:
        """Put what is asked about and what stands ``above`` over a form with these ``rows`` and the reason."""
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.set_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.taken)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        for caption, field in (*rows, ("&Reason", self.reason)):
            form.addRow(caption, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.what, *above):
            column.addWidget(part)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(buttons)
        walked = (*above, *(field for _, field in rows), self.reason, self.set_button)
        for one, following in pairwise(
            each for each in walked if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        ):
            self.setTabOrder(one, following)  # the reason was made first

    def say(self, sentence: str) -> None:
        """Why it was not done; the dialog stays open."""
        self.fault.setText(sentence)


class NumberedList(QListWidget):
    """A list in which a number takes the row under it, which a list would look for in its words; ``taken`` says that
    the current row is meant.
    """

    taken = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.itemActivated.connect(lambda _: self.taken.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if number in set("123456789") and int(number) <= self.count():
            self.setCurrentRow(int(number) - 1)
            self.taken.emit()
        else:
            super().keyPressEvent(event)


def plain_words(parent: QWidget, words: str, tone: str) -> QLabel:
    """A label with words of the project: nothing in them is markup."""
    made = QLabel(words, parent)
    made.setProperty("tone", tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made
