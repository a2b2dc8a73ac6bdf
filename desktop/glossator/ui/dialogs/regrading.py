"""The dialog that asks for other grades of many claims at once, and why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS

_WIDTH = 520
_AS_IT_IS = "as it is"


class RegradeDialog(QDialog):
    """Asks for grades.  ``wanted`` carries that of the sources, that of what they say (each empty where it shall stay)
    and the reason; the dialog stays open until it is accepted from outside, or cancelled.
    """

    wanted = Signal(str, str, str)

    def __init__(self, what: str, sources: str, *, is_graded: bool, parent: QWidget | None = None) -> None:
        """``what`` tells the claims, ``sources`` whose reliability it is; without ``is_graded`` the scheme of the
        project has no grades for what is said.
        """
        super().__init__(parent)
        self.setWindowTitle("Grade anew")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self.what = QLabel(what, self)
        self.what.setProperty("tone", "head")
        self.sources = QLabel(sources, self)
        self.sources.setProperty("tone", "muted")
        for label in (self.what, self.sources):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.reliability = self._choice(RELIABILITY_WORDS, "Reliability of the sources")
        self.credibility = self._choice(CREDIBILITY_WORDS, "Credibility of what they say")
        self.credibility.setEnabled(is_graded)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("Why is it another grade?")
        self.reason.setAccessibleName("Reason")
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "warning")
        self.fault.setWordWrap(True)
        self.set_button = QPushButton("&Grade", self)
        self.set_button.setDefault(True)
        self._lay_out()
        self.reason.textEdited.connect(lambda _: self.fault.clear())

    def _choice(self, words: Mapping[str, str], name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.addItem(_AS_IT_IS, "")
        for grade, said in words.items():
            made.addItem(f"{grade}  {said}", grade)
        made.currentIndexChanged.connect(lambda _: self.fault.clear())
        return made

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.set_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&Source", self.reliability)
        form.addRow("&Information", self.credibility)
        form.addRow("&Reason", self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.what)
        column.addWidget(self.sources)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(buttons)

    def say(self, sentence: str) -> None:
        """Why that cannot be; the dialog stays open."""
        self.fault.setText(sentence)
        self.reason.setFocus()

    def _on_accepted(self) -> None:
        self.wanted.emit(self.reliability.currentData(), self.credibility.currentData(), self.reason.text())
