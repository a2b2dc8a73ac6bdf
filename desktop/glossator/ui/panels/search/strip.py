"""What is looked for in the project, and how: the strip above the hits, with how much was found."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from glossator.core.find import FindOptions
from glossator.searches import Asked
from glossator.ui.panels.search.completing import Completing, Offered, menu_of
from glossator.ui.theme import Theme, icon

WORDS, TEXT, EXPRESSION = range(3)
"""How what is typed is read: words in any spelling, the text as it stands, a regular expression."""

_WAYS = ("Words", "Exact text", "Regular expression")
_ORDERS: dict[str, Literal["best", "newest", "name"]] = {
    "Best first": "best",
    "Newest first": "newest",
    "By name": "name",
}


class SearchStrip(QWidget):
    """Asks what to look for.  ``typed`` follows each letter, ``chosen`` another way to look or another order,
    ``cancelled`` and ``closed`` their buttons.
    """

    typed = Signal()
    chosen = Signal()
    cancelled = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.way = QComboBox(self)
        self.order = QComboBox(self)
        self.case = QToolButton(self)
        self.filters = QToolButton(self)
        self.count = QLabel(self)
        self.cancel = QToolButton(self)
        self.cross = QToolButton(self)
        self.completing: Completing | None = None
        self._build()
        self._lay_out()
        self.field.textChanged.connect(self.typed)
        self.way.currentIndexChanged.connect(self._on_way)
        self.case.toggled.connect(self.chosen)
        self.order.currentIndexChanged.connect(self.chosen)
        self.cancel.clicked.connect(self.cancelled)
        self.cross.clicked.connect(self.closed)
        self._on_way()

    def _build(self) -> None:
        self.field.setPlaceholderText("Find in the project")
        self.field.setAccessibleName("Find in the project")
        self.field.setClearButtonEnabled(True)
        self.way.addItems(_WAYS)
        self.way.setAccessibleName("How it is looked for")
        self.order.addItems(list(_ORDERS))
        self.order.setAccessibleName("Which documents come first")
        self.case.setText("Aa")
        self.case.setCheckable(True)
        self.case.setShortcut("Alt+C")
        self.case.setToolTip("Tell upper from lower case (Alt+C)")
        self.case.setAccessibleName("Tell upper from lower case")
        self.filters.setText("Filter")
        self.filters.setToolTip("Find by label, identity, relation, event, author, date or status")
        self.filters.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.count.setProperty("tone", "muted")
        self.cancel.setText("Cancel")
        self.cancel.setToolTip("Stop searching")
        self.cancel.hide()
        self.cross.setToolTip("Close (Esc)")
        self.cross.setAccessibleName("Close the search")
        self.setFocusProxy(self.field)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.field, 3)
        row.addWidget(self.filters)
        row.addWidget(self.way)
        row.addWidget(self.case)
        row.addWidget(self.order)
        row.addSpacing(6)
        row.addWidget(self.count, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.cross)

    def offer(self, offered: Offered) -> None:
        """Offer filters while one types, and in the menu, from what the project has."""
        self.completing = Completing(self.field, offered)
        self.filters.setMenu(menu_of(self.filters, offered, self.add_filter))

    def add_filter(self, text: str) -> None:
        """Write a filter behind what is typed; one that is only begun waits for the rest."""
        before = self.field.text().rstrip()
        self.field.setText(f"{before} {text}".strip())
        self.field.setFocus()
        if text.endswith(":") and self.completing is not None:
            self.completing.offer()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.cross.setIcon(icon("close", theme))

    @property
    def asked(self) -> Asked:
        """What is looked for now."""
        way = self.way.currentIndex()
        options = None if way == WORDS else FindOptions(self.case.isChecked(), regex=way == EXPRESSION)
        return Asked(self.field.text(), options, _ORDERS[self.order.currentText()])

    def open_with(self, text: str) -> None:
        """Take the keyboard; ``text`` is looked for, or, where it is empty, what was looked for last."""
        wanted, way = " ".join(text.split()), self.way.currentIndex()
        if wanted and way == WORDS and " " in wanted:
            wanted = f'"{wanted.replace(chr(34), " ")}"'
        if wanted and way != EXPRESSION:
            self.field.setText(wanted)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_way(self) -> None:
        is_words = self.way.currentIndex() == WORDS
        self.case.setVisible(not is_words)
        self.filters.setVisible(is_words)
        if self.completing is not None:
            self.completing.is_on = is_words
        self.order.setVisible(is_words)  # every text is read by name
        self.chosen.emit()
