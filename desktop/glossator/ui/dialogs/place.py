"""The dialog that asks where something is: candidates of the gazetteer, a small map of them, or typed coordinates."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.analysis.equal_earth import project
from glossator.core.locating import AREA, EXACT, PRECISIONS, REGION, Spot, parsed
from glossator.ui import worldmap
from glossator.ui.dialogs.reasoned import NumberedList, plain_words
from glossator.ui.theme import Theme
from glossator.ui.worldmap import MapView
from glossator.whereabouts import Candidate

_ROW = 42
_DELAY = 120
_WORDS = {
    EXACT: "Exact: the place itself",
    AREA: "Area: somewhere around it",
    REGION: "Region: the whole of it",
}
_BY_KIND = {"country": REGION, "state": REGION, "city": AREA}


class Thumbnail(QWidget):
    """A small map with a dot for each candidate, the current one in the middle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places: list[tuple[float, float]] = []
        self._current = -1
        self.setMinimumSize(300, 190)

    def show_places(self, places: Sequence[tuple[float, float]], current: int) -> None:
        """Show these (longitude, latitude), and point out one of them (-1: none)."""
        self._places, self._current = list(places), current
        self.update()

    def _view(self) -> MapView:
        view = MapView().sized(self.width(), self.height())
        if 0 <= self._current < len(self._places):
            return view.showing([project(*self._places[self._current])], nearest=420.0)
        return view.showing([project(*each) for each in self._places], nearest=420.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            view = self._view()
            worldmap.paint(painter, view, self._theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for at, place in enumerate(self._places):
                if at != self._current:
                    self._dot(painter, view.place(*place), self._theme.arc, 4.0)
            if 0 <= self._current < len(self._places):
                self._dot(painter, view.place(*self._places[self._current]), self._theme.accent, 7.0)

    def _dot(self, painter: QPainter, at: QPointF, colour: str, radius: float) -> None:
        painter.setPen(QPen(QColor(self._theme.raised), 1.6))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(at, radius, radius)


class PlaceDialog(QDialog):
    """Asks for a place.  ``searched`` carries what is typed to look for; ``wanted`` the :class:`Spot`, the number at
    GeoNames (0: none) and the reason; ``nowhere_wanted`` the reason why it has no place.
    """

    searched = Signal(str)
    wanted = Signal(object, int, str)
    nowhere_wanted = Signal(str)

    def __init__(self, name: str, theme: Theme, *, had: str = "", parent: QWidget | None = None) -> None:
        """``had`` says, in words, where it is now; then another place needs a reason."""
        super().__init__(parent)
        self._candidates: list[Candidate] = []
        self._was_typed = False  # the coordinates: then they stay where no candidate is left
        self.setWindowTitle("Where is it?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(820, 520)
        self.head = plain_words(self, name, "head")
        self.now = QLabel(f"Now: {had}" if had else "It has no place yet.", self)
        self.now.setProperty("tone", "muted")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Another name to look for")
        self.search.setAccessibleName("Another name to look for")
        self.list = NumberedList("Places that may be meant", self)
        self.state = QLabel("Looking up places…", self)
        self.state.setProperty("tone", "muted")
        self.state.setWordWrap(True)
        self.map = Thumbnail(theme, self)
        self.at = QLineEdit(self)
        self.at.setPlaceholderText("32.09, 23.95")
        self.at.setAccessibleName("Latitude and longitude")
        self.precision = QComboBox(self)
        self.precision.setAccessibleName("How exactly it is known")
        for each in PRECISIONS:
            self.precision.addItem(_WORDS[each], each)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Why is it another one?" if had else "How do you know? (may be empty)")
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "warning")
        self.fault.setWordWrap(True)
        self.take = QPushButton("&It is there", self)
        self.take.setDefault(True)
        self.nowhere = QPushButton("It has &no place", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DELAY)
        self._lay_out()
        self.nowhere.setVisible(bool(had))
        self.take.setEnabled(False)
        self._connect()
        self.list.setFocus()  # a digit that comes before the candidates names none, and is no name to look for

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("&Coordinates", self.at)
        form.addRow("&Precision", self.precision)
        form.addRow("&Reason", self.reason)
        left = QVBoxLayout()
        left.setSpacing(8)
        for part in (self.search, self.list, self.state):
            left.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.map, 1)
        right.addLayout(form)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 1)
        middle.addLayout(right, 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.nowhere, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.now)
        column.addLayout(middle, 1)
        column.addWidget(self.fault)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _: self._soon.start())
        self._soon.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.list.currentRowChanged.connect(self._on_row)
        self.list.taken.connect(self._on_accepted)
        self.at.textEdited.connect(lambda _: self._on_typed())
        self.at.textChanged.connect(lambda written: self.take.setEnabled(bool(written.strip())))
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.nowhere.clicked.connect(lambda: self.nowhere_wanted.emit(self.reason.text().strip()))

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Offer these, the likeliest first."""
        self._candidates = list(candidates)
        self.list.clear()
        for number, each in enumerate(candidates, 1):
            place = each.place
            where = ", ".join(filter(None, (place.part, each.country if place.kind != "country" else "")))
            key = f"{number}  " if number <= 9 else "    "
            item = QListWidgetItem(
                f"{key}{place.name}{f' ({where})' if where else ''}\n     {each.why}", self.list
            )
            item.setSizeHint(QSize(300, _ROW))
            item.setToolTip(each.why)
        self.state.setText(
            "" if candidates else "No place of that name is known. Type another name, or coordinates."
        )
        self.state.setVisible(not candidates)
        if candidates:
            self.list.setCurrentRow(0)
        elif not self._was_typed:
            self.at.clear()
            self.map.show_places([], -1)
        if not self.search.text():
            (self.list if candidates else self.search).setFocus()

    def say(self, sentence: str) -> None:
        """Why it was not done."""
        self.fault.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.search.hasFocus() and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    @property
    def _candidate(self) -> Candidate | None:
        row = self.list.currentRow()
        return self._candidates[row] if 0 <= row < len(self._candidates) else None

    def _on_row(self, row: int) -> None:
        held = self._candidate
        self.map.show_places([(each.place.longitude, each.place.latitude) for each in self._candidates], row)
        if held is not None:
            self._was_typed = False
            self.at.setText(f"{held.place.latitude:g}, {held.place.longitude:g}")
            self.precision.setCurrentIndex(self.precision.findData(_BY_KIND[held.place.kind]))
            self.fault.clear()

    def _on_typed(self) -> None:
        self._was_typed = bool(self.at.text().strip())
        found = parsed(self.at.text())
        self.fault.setText("" if found else "Write latitude and longitude in degrees, such as 32.89, 13.19.")
        if found:
            self.list.setCurrentRow(-1)
            self.map.show_places([(found[1], found[0])], 0)

    def _on_accepted(self) -> None:
        found = parsed(self.at.text())
        if found is None:
            self.say("Write latitude and longitude in degrees, such as 32.89, 13.19.")
            self.at.setFocus()
            return
        spot = Spot(*found, str(self.precision.currentData()))
        held = self._candidate
        number = 0
        if held is not None:
            number = held.place.id
            spot = spot._replace(country=held.place.country, gazetteer=f"geonames:{number}")
            if held.place.kind == "country" and spot.precision == REGION:
                spot = spot._replace(outline=held.place.country)
        self.wanted.emit(spot, number, self.reason.text().strip())
