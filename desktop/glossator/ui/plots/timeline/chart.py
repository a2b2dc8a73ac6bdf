"""The timeline with its tray, as a chart on a card."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from glossator.analysis.timeline import EventKey, Row
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.plots.chart import PICTURE, Chart
from glossator.ui.plots.marks import View
from glossator.ui.plots.timeline.content import Content, title
from glossator.ui.plots.timeline.surface import MIME, Surface
from glossator.ui.plots.tray import MOST, TrayList, Waiting
from glossator.ui.plots.traychart import TrayChart
from glossator.ui.theme import Theme

_TALLEST, _LEAST = 560, 180
_PICTURED = 1_000  # pixels that a picture may be high before the words of its marks are left out


class TimelineChart(TrayChart):
    """Draws a :class:`Content`.  ``date_wanted`` carries the key of an event and the date (ISO 8601) at which it was
    dropped, or an empty one.
    """

    date_wanted = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._room = 0
        self._scheme: Scheme | None = None
        self._lines: dict[int, tuple[Row, Waiting]] = {}  # of the tray, by the row, which it keeps alive
        self.surface = Surface(theme, self)
        self.area = QScrollArea(self)
        self.area.setWidget(self.surface)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self.surface.update())  # the axis stays
        held = TrayList("Events without a date", Qt.Key.Key_D, dragged=(MIME, _as_data))
        self.put_together(self.surface, self.area, held)
        self.surface.dropped.connect(self.date_wanted)
        self.surface.date_wanted.connect(lambda key: self.date_wanted.emit(key, ""))
        self.surface.resized.connect(self._fit)
        self.wanted.connect(lambda key: self.date_wanted.emit(key, ""))
        self.set_theme(theme)

    def show_view(self, view: View) -> None:
        """Draw this view instead; what was chosen by hand stays."""
        content = view.content
        assert isinstance(content, Content)
        has_dated = bool(content.dated)
        self.area.setVisible(has_dated)
        self.tray.stand_alone(alone=not has_dated)
        self.surface.show_content(content)
        head = f"{counted(len(content.undated), 'event')} without a date"
        self.tray.show_waiting(head, self._waiting(content))
        self.setFocusProxy(self.surface if has_dated else self.tray.list)
        self._fit()

    def _waiting(self, content: Content) -> list[Waiting]:
        """The lines of the tray; those of rows that are the same are not made again."""
        if content.scheme != self._scheme:
            self._scheme = content.scheme
            self._lines.clear()
        rows, before = content.undated[:MOST], self._lines
        self._lines = {id(row): before.get(id(row)) or (row, waiting(row, content.scheme)) for row in rows}
        return [line for _, line in self._lines.values()]

    def _fit(self) -> None:
        self.setFixedHeight(self._room or max(_LEAST, min(self.surface.needed, _TALLEST)))

    def use_room(self, height: int) -> None:
        """So many pixels are free; 0 stands for the usual height."""
        self._room = height
        self.surface.use_room(height)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        ground = f"background: {theme.raised};"
        self.area.setStyleSheet(f"QScrollArea, QScrollArea > QWidget > QWidget {{ {ground} }}")

    # --- pictures

    @property
    def has_ground(self) -> bool:
        return bool(self.surface.content and self.surface.content.dated)

    def posed(self, view: View, theme: Theme, parent: QWidget) -> Chart:
        made = TimelineChart(theme, parent)
        made.setFixedWidth(PICTURE)
        made.show()
        made.surface.use_room(_PICTURED)
        made.show_view(view)
        made.tray.hide()
        made.settle()
        made.surface.look_like(self.surface)
        made.setFixedHeight(made.surface.needed)
        made.settle()
        return made


def waiting(row: Row, scheme: Scheme) -> Waiting:
    """An event without a date, as the tray lists it."""
    name = scheme.name_of(row.type)
    tip = f"{title(row)}, {name}: {row.why}. Enter dates it, S shows its sentence."
    return Waiting(row.key, f"{title(row)}  {name}\n{row.why}", tip)


def _as_data(key: Hashable) -> bytes:
    """What is dragged: the event's key as text."""
    assert isinstance(key, EventKey)
    return f"{'' if key.entity is None else key.entity} {key.event}".encode()
