"""The sheet on which the cards stand: their order and width, chosen by hand and kept, and one of them enlarged."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget

from glossator.ui.plots import arrangement
from glossator.ui.plots.arrangement import AROUND, BETWEEN, TWO_COLUMNS, USUAL, Arrangement
from glossator.ui.plots.card import Card
from glossator.ui.plots.plot import Plot
from glossator.ui.settings import BOARD, Settings
from glossator.ui.theme import Theme, icon

_BESIDE = 232  # pixels of a card and its surroundings that are not its chart, as long as it has none
_LEAST = 200  # pixels of an enlarged chart, also in a window that is low


class BoardSheet(QWidget):
    """Places cards.  ``arranged`` tells that other ones may be in sight now, ``enlarging`` which one is about to take
    the whole page (empty: none any more).

    One card can be ``enlarged`` to the whole page: the others wait behind it.  ``choice`` is the button with the menu
    of all views.
    """

    arranged = Signal()
    enlarging = Signal(str)

    def __init__(self, theme: Theme, settings: Settings | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._cards: dict[str, Card] = {}
        self.enlarged = ""
        kept = settings.get(BOARD) if settings is not None else ()
        self.arrangement: Arrangement = arrangement.read(kept, USUAL)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*AROUND)
        self._grid.setSpacing(BETWEEN)
        self.choice = QToolButton()
        self.choice.setText("View&s")
        self.choice.setToolTip("Which views stand on the board")
        self.choice.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.choice.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.choice)
        self.choice.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.choice.setIcon(icon("summary", theme))

    def place(self, plots: Mapping[str, Plot]) -> None:
        """Put the cards of these views on the board."""
        self._titles = {name: plot.survey.title for name, plot in plots.items()}
        for name, plot in plots.items():
            card = self._cards[name] = plot.card
            card.out.settings = self._settings
            card.enlarge_requested.connect(lambda name=name: self.enlarge("" if self.enlarged else name))
            card.width_requested.connect(
                lambda name=name: self._set(arrangement.widened(self.arrangement, name))
            )
            card.hide_requested.connect(lambda name=name: self._turn(name))
            card.move_requested.connect(lambda step, name=name: self._move(name, step))
        self._arrange(is_first=True)

    # --- what is asked for

    def enlarge(self, name: str) -> None:
        """Show one view on the whole page; an empty name brings the board back."""
        before, self.enlarged = self.enlarged, name
        if before != name:
            self.enlarging.emit(name)
            self._arrange()
            if before and not name:
                self.focus_on(before)

    @property
    def first(self) -> str:
        """The view that is enlarged, or the first one on the board; empty for none."""
        return self.enlarged or next((each.name for each in self.arrangement if each.is_shown), "")

    def focus_on(self, name: str) -> None:
        """Give the keyboard to a view."""
        card = self._cards.get(name)
        if card is None:
            self.choice.setFocus()
        else:
            card.take_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event):  # before the scroll area takes the arrows
            super().keyPressEvent(event)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; ``False`` where it means nothing here."""
        name = self._focused()
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Escape and self.enlarged:
            self.enlarge("")
        elif event.key() == Qt.Key.Key_F and name and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.enlarge("" if self.enlarged else name)
        elif is_alt and name and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(name, 1 if event.key() == Qt.Key.Key_Right else -1)
        elif is_alt and name and event.key() == Qt.Key.Key_W:
            self._set(arrangement.widened(self.arrangement, name))
        else:
            return False
        return True

    def settle(self, width: int, height: int) -> None:
        """Let everything take its place now, in so many pixels that are seen of it; an enlarged view takes them all."""
        for name, card in self._cards.items():
            card.use_room(self._room_in(card, width, height) if name == self.enlarged else 0)
        self._grid.activate()
        self.resize(
            width, max(height, self._grid.totalHeightForWidth(width), self._grid.minimumSize().height())
        )
        self._grid.activate()

    def _room_in(self, card: Card, width: int, height: int) -> int:
        """What an enlarged card leaves to its chart when it takes all that is seen."""
        margins, column = self._grid.contentsMargins(), card.layout()
        if column is None or card.view.is_empty:
            return max(_LEAST, height - _BESIDE)
        drawn = card.twin if card.as_table.isChecked() else card.chart
        inside = width - margins.left() - margins.right()
        is_wrapped = column.hasHeightForWidth()
        whole = column.totalHeightForWidth(inside) if is_wrapped else column.totalMinimumSize().height()
        return max(_LEAST, height - margins.top() - margins.bottom() - (whole - drawn.minimumHeight()))

    def _focused(self) -> str:
        held = self.focusWidget()
        return next((name for name, card in self._cards.items() if card.isAncestorOf(held)), "")

    def _turn(self, name: str) -> None:
        """Show a view on the board, or show it no longer."""
        if self.enlarged == name:
            self.enlarged = ""
        self._set(arrangement.turned(self.arrangement, name))

    def _move(self, name: str, step: int) -> None:
        self._set(arrangement.moved(self.arrangement, name, step))

    def _set(self, wanted: Arrangement) -> None:
        self.arrangement = wanted
        if self._settings is not None:
            self._settings.set(BOARD, arrangement.written(wanted))
        self._arrange()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for each in self.arrangement:
            action = self.menu.addAction(self._titles[each.name])
            action.setCheckable(True)
            action.setChecked(each.is_shown)
            action.triggered.connect(lambda _=False, name=each.name: self._turn(name))
        self.menu.addSeparator()
        self.menu.addAction("As it was at &first").triggered.connect(lambda: self._set(USUAL))

    # --- places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, *, is_first: bool = False) -> None:
        """Two columns where there is room for them."""
        columns = 2 if self.width() >= TWO_COLUMNS else 1
        alone = {self.enlarged: (0, 0, columns)}
        places = alone if self.enlarged else arrangement.cells(self.arrangement, columns)
        last = max((row for row, _, _ in places.values()), default=-1)
        for name, card in self._cards.items():
            if name in places:
                row, column, span = places[name]
                self._grid.addWidget(card, row, column, 1, span)
            if (
                not is_first or name not in places
            ):  # those of a page that comes are shown with it, in a turn of its own
                card.setVisible(name in places)
        for row in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(row, int(row == last + 1))
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
        self.arranged.emit()
