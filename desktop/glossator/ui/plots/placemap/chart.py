"""The place map with its tray, as a chart on a card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from glossator.analysis.journeys import SiteKey
from glossator.analysis.places import Site
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.plots.chart import Chart
from glossator.ui.plots.marks import View
from glossator.ui.plots.placemap.content import Content
from glossator.ui.plots.placemap.surface import Surface
from glossator.ui.plots.tray import MOST, TrayList, Waiting
from glossator.ui.plots.traychart import TrayChart
from glossator.ui.theme import Theme

_HEIGHT = 460
_PICTURE = 1400  # pixels that a map is wide in a picture
_NOBODY = "it stands for nobody yet (I on the page says what it is)"


class PlaceMapChart(TrayChart):
    """Draws a :class:`Content`.  ``place_wanted`` carries the key of a place that shall be somewhere."""

    place_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._listed: tuple[list[Site], Scheme] | None = None
        self._waiting: list[Waiting] = []
        self.surface = Surface(theme, self)
        held = TrayList("Places without coordinates", Qt.Key.Key_P)
        self.put_together(self.surface, self.surface, held)
        self.setFixedHeight(_HEIGHT)
        self.surface.place_wanted.connect(self.place_wanted)
        self.wanted.connect(self._on_wanted)

    def show_view(self, view: View) -> None:
        """Draw this view instead; what was chosen by hand stays."""
        content = view.content
        assert isinstance(content, Content)
        self.surface.show_content(content)
        head = f"{counted(len(content.unplaced), 'place')} not on the map"
        first = content.unplaced[:MOST]
        if (first, content.scheme) != self._listed:
            self._listed = first, content.scheme
            self._waiting = waiting(first, content.scheme)
        self.tray.show_waiting(head, self._waiting)

    def use_room(self, height: int) -> None:
        """So many pixels are free; 0 stands for the usual height."""
        self.setFixedHeight(max(height, 200) if height else _HEIGHT)

    def posed(self, view: View, theme: Theme, parent: QWidget) -> Chart:
        made = PlaceMapChart(theme, parent)
        made.setFixedSize(_PICTURE, round(_PICTURE * self.surface.shape_chosen))
        made.show()
        made.show_view(view)
        made.tray.hide()
        made.settle()
        made.surface.look_like(self.surface)
        return made

    def _on_wanted(self, key: SiteKey) -> None:
        """What stands for nobody has no place to be looked for, but sentences."""
        (self.place_wanted if key.entity is not None else self.chosen).emit(key)


def waiting(sites: Sequence[Site], scheme: Scheme) -> list[Waiting]:
    """Places that are not on the map, as the tray lists them."""
    made = []
    for site in sites:
        is_known = site.key.entity is not None
        name = site.name if is_known else f"“{site.name}”"
        why = site.why if is_known else _NOBODY
        does = "Enter looks for it, S shows its sentences." if is_known else "S shows its sentences."
        words = f"{name}  {site.mentions:,}\n{scheme.name_of(site.label)}"
        made.append(Waiting(site.key, words, f"{name}, {counted(site.mentions, 'mention')}: {why}. {does}"))
    return made
