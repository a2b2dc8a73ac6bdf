"""The strip above the page in which a string is looked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from glossator.core.find import FindOptions
from glossator.core.titles import counted
from glossator.ui.theme import Theme, icon


class FindBar(QFrame):
    """Asks what to look for and shows how much was found.

    ``find_requested`` carries the pattern and its :class:`FindOptions` whenever one of them changes, ``step`` 1 or -1
    (Enter and Shift+Enter, F3, the arrows), ``closed`` follows Esc or the cross.
    """

    find_requested = Signal(str, object)
    step = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find in the document")
        self.field.setAccessibleName("Find in the document")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(420)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.previous = self._button("", "Previous hit (Shift+Enter)")
        self.next = self._button("", "Next hit (Enter)")
        self.case = self._button("Aa", "Tell upper from lower case (Alt+C)", key="Alt+C")
        self.words = self._button("“ab”", "Whole words only (Alt+W)", key="Alt+W")
        self.regex = self._button(".*", "Regular expression (Alt+X)", key="Alt+X")
        self.close_button = self._button("", "Close (Esc)")
        self._lay_out()
        self.set_theme(theme)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._ask)
        for option in (self.case, self.words, self.regex):
            option.toggled.connect(self._ask)
        self.previous.clicked.connect(lambda: self.step.emit(-1))
        self.next.clicked.connect(lambda: self.step.emit(1))
        self.close_button.clicked.connect(self.leave)
        self.hide()

    def _button(self, text: str, tip: str, *, key: str = "") -> QToolButton:
        made = QToolButton(self)
        made.setText(text)
        made.setToolTip(tip)
        made.setAccessibleName(tip.rsplit(" (", 1)[0])
        made.setCheckable(bool(key))
        if key:
            made.setShortcut(key)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.field, 3)
        for part in (self.previous, self.next):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.count)
        row.addStretch(1)
        for part in (self.case, self.words, self.regex):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.close_button)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        for button, name in ((self.previous, "previous"), (self.next, "next"), (self.close_button, "close")):
            button.setIcon(icon(name, theme))

    @property
    def options(self) -> FindOptions:
        """How to look."""
        return FindOptions(self.case.isChecked(), self.words.isChecked(), self.regex.isChecked())

    def open_with(self, text: str = "") -> None:
        """Show the strip; ``text`` (what is selected on the page) stands in the field, else what was looked for."""
        self.show()
        if text:
            self.field.setText(" ".join(text.split()))
        self.field.setFocus()
        self.field.selectAll()
        self._ask()

    def show_count(self, current: int, total: int) -> None:
        """Say which hit is the current one (from 1; 0 for none) and how many there are."""
        if not self.field.text():
            self._say("", "muted")
        elif not total:
            self._say("No hits", "warning")
        elif current:
            self._say(f"{current} of {total}", "muted")
        else:
            self._say(counted(total, "hit"), "muted")

    def show_fault(self, sentence: str) -> None:
        """Say why the pattern cannot be looked for."""
        self._say(sentence, "danger")

    def leave(self) -> None:
        """Close the strip."""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.step.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self.find_requested.emit(self.field.text(), self.options)

    def _say(self, sentence: str, tone: str) -> None:
        self.count.setText(sentence)
        self.count.setToolTip(sentence)
        if self.count.property("tone") != tone:
            self.count.setProperty("tone", tone)
            self.count.style().unpolish(self.count)
            self.count.style().polish(self.count)
