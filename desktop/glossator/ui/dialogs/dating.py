"""The dialog that asks when something was: what the words may mean, a date to be typed, and how one knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from glossator.analysis.calendar_axis import span_words
from glossator.core import dates, dating
from glossator.normalising.proposals import Proposal
from glossator.ui.dialogs.reasoned import NumberedList, ReasonedDialog, plain_words

_ROW = 42  # pixels, of two lines
_ROW_WIDTH = 460  # pixels


class DateDialog(ReasonedDialog):
    """Asks for a date.  ``wanted`` carries the value (ISO 8601 or TIMEX3), the TIMEX3 modifier and the reason."""

    wanted = Signal(str, str, str)

    def __init__(self, what: str, *, needs_reason: bool, parent: QWidget | None = None) -> None:
        super().__init__("When was it?", what, "&Set the date", parent)
        self._needs_reason = needs_reason
        self._proposals: list[Proposal] = []
        self.why = plain_words(self, "", "muted")
        self.list = NumberedList("What the words may mean", self)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.taken.connect(self._on_taken)
        self.date = QLineEdit(self)
        self.date.setPlaceholderText("2024-12-05, 2024-12, 2024-12-05/2024-12-08, 199X, 2024-12-05~")
        self.date.setAccessibleName("Date")
        self.date.textEdited.connect(lambda _: self._on_typed())
        self.reason.setPlaceholderText(
            "How do you know?" if needs_reason else "How do you know? (may be empty)"
        )
        self.lay_out((self.why, self.list), [("&Date", self.date)])
        self.taken.connect(self._on_taken)

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
            item.setSizeHint(QSize(_ROW_WIDTH, _ROW))
        if value:
            self.date.setText(value)
        elif proposals:
            self.list.setCurrentRow(0)
        if self._needs_reason and self.date.text():
            self.reason.setFocus()
        else:
            (self.list if proposals else self.date).setFocus()

    @property
    def mod(self) -> str:
        """The modifier that goes with the date, where it is still the proposed one."""
        row = self.list.currentRow()
        held = self._proposals[row] if 0 <= row < len(self._proposals) else None
        return held.mod if held is not None and held.value == self.date.text().strip() else ""

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._proposals):
            self.date.setText(self._proposals[row].value)
            self.fault.clear()

    def _on_typed(self) -> None:
        text = self.date.text().strip()
        is_proposed = any(each.value == text for each in self._proposals)
        self.fault.setText("" if is_proposed else dates.when_fault(text))

    def _on_taken(self) -> None:
        value, reason = self.date.text().strip(), self.reason.text().strip()
        if not value:
            self.refuse("A date is needed.")
        elif self._needs_reason and not reason and not dating.is_timex(value) and dates.when_fault(value):
            self.refuse(dates.when_fault(value))  # before a reason is asked for
        elif self._needs_reason and not reason:
            self.say("Say in a few words how you know when it was.")
            self.reason.setFocus()
        else:
            self.wanted.emit(value, self.mod, reason)

    def refuse(self, fault: str) -> None:
        """The date is at fault, for this reason; the keyboard goes to it, so that the next letters replace it."""
        self.say(fault)
        self.date.setFocus()
        self.date.selectAll()
