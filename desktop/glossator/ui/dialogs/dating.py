"""The dialog that asks when something was: what the words may mean, a date to be typed, and how one knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.calendar_axis import span_words
from glossator.core import dates
from glossator.normalising.proposals import Proposal

_ROW = 42
_WIDTH = 520


class DateDialog(QDialog):
    """Asks for a date.  ``wanted`` carries the value (ISO 8601 or TIMEX3), the TIMEX3 modifier and the reason; the
    dialog stays open until :meth:`done` says that it was set, or it is cancelled.
    """

    wanted = Signal(str, str, str)

    def __init__(self, what: str, *, needs_reason: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._needs_reason = needs_reason
        self._proposals: list[Proposal] = []
        self.setWindowTitle("When was it?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self.what = QLabel(what, self)
        self.what.setProperty("tone", "head")
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.what.setWordWrap(True)
        self.why = QLabel(self)
        self.why.setProperty("tone", "muted")
        self.why.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("What the words may mean")
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(lambda _: self._on_accepted())
        self.list.installEventFilter(self)
        self.date = QLineEdit(self)
        self.date.setPlaceholderText("2024-12-05, 2024-12, 2024-12-05/2024-12-08, 199X, 2024-12-05~")
        self.date.setAccessibleName("Date")
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(
            "How do you know?" if needs_reason else "How do you know? (may be empty)"
        )
        self.reason.setAccessibleName("Reason")
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "warning")
        self.fault.setWordWrap(True)
        self.set_button = QPushButton("&Set the date", self)
        self.set_button.setDefault(True)
        self._lay_out()
        self.date.textEdited.connect(lambda _: self._on_typed())
        self.reason.textEdited.connect(lambda _: self.fault.clear())

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.set_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&Date", self.date)
        form.addRow("&Reason", self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.what, self.why, self.list):
            column.addWidget(part)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(buttons)

    def offer(self, proposals: Sequence[Proposal], why_none: str, value: str = "") -> None:
        """Offer these; the field begins with ``value``, or else with the likeliest of them."""
        self._proposals = list(proposals)
        self.why.setText(why_none if not proposals else "What the words may mean; the number takes it:")
        self.why.setVisible(bool(self.why.text()))
        self.list.setVisible(bool(proposals))
        self.list.setFixedHeight(_ROW * len(proposals) + 8)
        for number, each in enumerate(proposals, 1):
            mod = f"  {each.mod.lower().replace('_', ' ')}" if each.mod else ""
            when = dates.read(each.value)
            said = f"   {span_words(when.start, when.end)}" if when is not None else ""
            item = QListWidgetItem(f"{number}  {each.value}{mod}{said}\n    {each.why}", self.list)
            item.setSizeHint(QSize(_WIDTH - 60, _ROW))
        if value:
            self.date.setText(value)
        elif proposals:
            self.list.setCurrentRow(0)
        if self._needs_reason and self.date.text():
            self.reason.setFocus()
        else:
            (self.list if proposals else self.date).setFocus()

    def say(self, sentence: str) -> None:
        """Why it was not set."""
        self.fault.setText(sentence)

    @property
    def mod(self) -> str:
        """The modifier that goes with the date, where it is still the proposed one."""
        row = self.list.currentRow()
        held = self._proposals[row] if 0 <= row < len(self._proposals) else None
        return held.mod if held is not None and held.value == self.date.text().strip() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A number takes what stands under it in the list, which would look for it in its words."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = event.text()
            if number.isdigit() and 1 <= int(number) <= len(self._proposals):
                self.list.setCurrentRow(int(number) - 1)
                self._on_accepted()
                return True
        return super().eventFilter(watched, event)

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._proposals):
            self.date.setText(self._proposals[row].value)
            self.fault.clear()

    def _on_typed(self) -> None:
        text = self.date.text().strip()
        is_proposed = any(each.value == text for each in self._proposals)
        self.fault.setText("" if is_proposed else dates.when_fault(text))

    def _on_accepted(self) -> None:
        value, reason = self.date.text().strip(), self.reason.text().strip()
        if not value:
            self.say("A date is needed.")
            self.date.setFocus()
        elif self._needs_reason and not reason:
            self.say("Say in a few words how you know when it was.")
            self.reason.setFocus()
        else:
            self.wanted.emit(value, self.mod, reason)
