"""What draws inside a card: the ground of every chart, whatever it draws with."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from glossator.ui.plots.marks import View
from glossator.ui.theme import Theme

PICTURE = 1120
"""Pixels that a chart is wide in a picture, where nothing else follows from what it draws."""

_MARGIN = 140  # pixels in sight around the mark of the keyboard, with the names above the columns

IsLit = Callable[[Hashable], bool]
"""Whether the mark with this key stands for something that is selected elsewhere."""


def nothing(_key: Hashable) -> bool:
    """No mark is lit: nothing is selected anywhere."""
    return False


def keep_in_sight(widget: QWidget, at: QPoint) -> None:
    """Have the page that a widget scrolls on show a point of it, with some room above and below."""
    found = widget.parentWidget()
    while found is not None and not isinstance(found, QScrollArea):
        found = found.parentWidget()
    held = found.widget() if found is not None else None
    if found is not None and held is not None:
        place = widget.mapTo(held, at)
        found.ensureVisible(place.x(), place.y(), 0, min(_MARGIN, found.viewport().height() // 3))


class Chart(QWidget):
    """Draws a view.  ``chosen`` carries the key of the mark taken with a click or Enter; ``brushed`` the keys of those
    that are to be selected in all views, and whether these come to the ones that are; ``moved`` the words of the
    mark under the pointer or the arrow keys, empty where there is none.
    """

    chosen = Signal(object)
    brushed = Signal(object, bool)
    moved = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.is_lit: IsLit = nothing

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.update()

    def show_view(self, view: View) -> None:
        """Draw this view instead; where the keyboard is stays there, if that mark is still one."""
        raise NotImplementedError

    def point_out(self, is_lit: IsLit) -> None:
        """Light up the marks whose key ``is_lit`` by what is selected on the page or in another view."""
        self.is_lit = is_lit
        self.update()

    def use_room(self, height: int) -> None:
        """So many pixels are free: a chart that can be of any size takes them; 0 stands for its usual height."""

    def note_scrolled(self) -> None:
        """The page was scrolled: another part of the chart is in sight."""

    @property
    def told(self) -> str:
        """What is said of the mark under the pointer, or of the one that the keyboard is on."""
        return ""

    @property
    def current_key(self) -> Hashable | None:
        """The key of the mark that the keyboard is on."""
        return None

    def center_of_current(self) -> QPoint | None:
        """The middle of that mark, in pixels of this widget."""
        return None

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it, one after the other."""
        return (self, *self.findChildren(QAbstractButton))

    # --- pictures

    def posed(self, view: View, theme: Theme, parent: QWidget) -> Chart:
        """Another chart of this kind, laid out for a picture of ``view`` in a size of its own; of a chart that can be
        moved it shows all, or the part that was chosen here by hand.
        """
        raise NotImplementedError

    def left_out(self) -> str:
        """What of the view a picture of it does not hold, in words; empty where it holds all."""
        return ""

    def picture_size(self) -> QSize:
        """The size of its picture, in pixels."""
        return self.size()

    def picture(self, painter: QPainter, at: QPointF) -> None:
        """Draw the whole chart with ``painter``, its upper left corner at ``at``."""
        raise NotImplementedError
