"""The dialog that asks for the moment at which the project is to be seen."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class MomentDialog(QDialog):
    """A day and a time; ``chosen`` carries them as UTC in milliseconds since 1970."""

    chosen = Signal(object)

    def __init__(self, latest: int, parent: QWidget | None = None) -> None:
        """``latest`` is the time of the last step; the field begins with the end of the day before it."""
        super().__init__(parent)
        self.setWindowTitle("The project as it was")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.field = QDateTimeEdit(self)
        self.field.setDisplayFormat("dddd, yyyy-MM-dd HH:mm:ss")
        self.field.setCalendarPopup(True)
        self.field.setAccessibleName("Day and time")
        plain = QTextCharFormat()  # Qt's red of the week-end cannot be read on every ground
        plain.setForeground(self.palette().text())
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.field.calendarWidget().setWeekdayTextFormat(day, plain)
        last = QDateTime.fromMSecsSinceEpoch(latest)
        self.field.setDateTime(QDateTime(last.date().addDays(-1), last.time().fromString("23:59:59")))
        self.field.setCurrentSection(QDateTimeEdit.Section.DaySection)
        label = QLabel("&See the project as it was on", self)
        label.setBuddy(self.field)
        hint = QLabel(
            "All that came later is taken back in a copy, which can be read and saved, not changed.", self
        )
        hint.setWordWrap(True)
        hint.setProperty("tone", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.show_button = QPushButton("Show", self)
        self.show_button.setDefault(True)
        buttons.addButton(self.show_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (label, self.field, hint, buttons):
            column.addWidget(part)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        self.chosen.emit(self.field.dateTime().toMSecsSinceEpoch() + 999)  # to the end of the second
