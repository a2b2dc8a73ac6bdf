"""A field over a list: type to filter, arrows, Enter; the ground on which palette, menus and pickers stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from glossator.ui.dialogs.choices import EDGE, ROW, Choice, ChoiceDelegate, ChoiceModel
from glossator.ui.theme import Theme


class Taking(Enum):
    """How a row was taken."""

    ONCE = auto()
    AGAIN = auto()


class Chooser(QWidget):
    """A field over a list.  ``source`` gives the rows for what is typed.

    ``chosen`` carries the :class:`Choice` (Enter or click), ``repeated`` too (Shift+Enter: take it and stay),
    ``moved`` the current one or ``None``, ``cancelled`` follows Esc.
    """

    chosen = Signal(object)
    repeated = Signal(object)
    moved = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Callable[[str], Sequence[Choice]] = lambda text: ()
        self.model = ChoiceModel(self)
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        self.list = QListView(self)
        self._delegate = ChoiceDelegate(theme, self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Choices")
        # it stands on whatever ground the dialog has; the highlighted row shows where the keyboard is
        self.list.setStyleSheet("QListView, QListView:focus { background: transparent; border: 0; }")
        self.nothing = QLabel("Nothing matches. Type less, or something else.", self)
        self.nothing.setProperty("tone", "empty")
        self.nothing.setWordWrap(True)
        self.hint = QLabel(self)
        self.hint.setProperty("tone", "muted")
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(EDGE, 4, EDGE, 4)
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.refresh)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.hint)
        self.setFocusProxy(self.field)

    @property
    def current(self) -> Choice | None:
        """The highlighted row."""
        return self.model.choice(self.list.currentIndex().row())

    def set_source(self, source: Callable[[str], Sequence[Choice]], *, text: str = "") -> None:
        """Show what ``source`` gives for ``text``, and ask it again at each letter typed."""
        self._source = source
        if self.field.text() == text:
            self.refresh()
        else:
            self.field.setText(text)  # which asks; signals stay on, for the cross in the field follows them

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._delegate.theme = theme
        self.list.viewport().update()

    def refresh(self) -> None:
        """Ask the source again; the first row becomes the current one."""
        self.model.show(self._source(self.field.text()))
        found = self.model.rowCount() > 0
        self.list.setVisible(found)
        self.nothing.setVisible(not found)
        if found:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._on_current_changed()

    def take(self, how: Taking = Taking.ONCE) -> None:
        """Choose the current row, if there is one."""
        choice = self.current
        if choice is not None:
            (self.chosen if how is Taking.ONCE else self.repeated).emit(choice)

    def step(self, steps: int) -> None:
        """Go down (or up) by rows; over the end it goes on at the other end."""
        rows = self.model.rowCount()
        if rows:
            self.list.setCurrentIndex(self.model.index((self.list.currentIndex().row() + steps) % rows))
            self.list.scrollTo(self.list.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        rows = self.model.rowCount()
        page = max(1, self.list.viewport().height() // ROW - 1)
        row = self.list.currentIndex().row()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: min(page, rows - 1 - row),
            Qt.Key.Key_PageUp: -min(page, row),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            self.take(Taking.AGAIN if shifted else Taking.ONCE)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            return False
        return True

    def _on_clicked(self, index: QModelIndex) -> None:
        choice = self.model.choice(index.row())
        if choice is not None:
            self.chosen.emit(choice)

    def _on_current_changed(self) -> None:
        choice = self.current
        self.hint.setText(choice.hint if choice else "")
        self.hint.setVisible(bool(choice and choice.hint))
        self.moved.emit(choice)
