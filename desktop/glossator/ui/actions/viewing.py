"""How things look: zoom, density of the labels, theme, and which panels stand beside the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget

from glossator.ui import theme as themes
from glossator.ui.actions.desk import Desk
from glossator.ui.settings import (
    CHIPS_IN_FULL,
    DENSITY,
    PAGE_COLUMN,
    PAGE_FAMILY,
    PAGE_POINTS,
    PAGE_SPACING,
    THEME,
    ZOOM,
    Settings,
)
from glossator.ui.text.decoration import Density
from glossator.ui.theme import Theme

ZOOMS: tuple[int, ...] = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400)
DENSITIES: tuple[Density, ...] = ("calm", "normal", "all")
_SAID: dict[str, str] = {
    "calm": "Labels: calm, underlines only.",
    "normal": "Labels: normal, chips and the arcs of the selected mention.",
    "all": "Labels: all chips and all arcs.",
}


class Viewing(QObject):
    """Keeps the looks of the window and remembers them on this workstation."""

    def __init__(
        self, desk: Desk, settings: Settings, left: Sequence[QDockWidget], right: Sequence[QDockWidget]
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._left = tuple(left)
        self._right = tuple(right)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def zoom_by(self, steps: int) -> None:
        """The next larger (positive) or smaller size of the page's text."""
        now = self._desk.page.zoom
        near = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - now))
        self.zoom_to(ZOOMS[max(0, min(len(ZOOMS) - 1, near + steps))])

    def zoom_to(self, percent: int) -> None:
        """This size of the page's text, in percent."""
        self._desk.page.set_zoom(percent)
        self._settings.set(ZOOM, percent)
        self._desk.said.emit(f"Zoom {percent} %", False)

    def next_density(self) -> None:
        """Calm → normal → all → calm."""
        now = DENSITIES.index(self._desk.page.density)
        self.set_density(DENSITIES[(now + 1) % len(DENSITIES)])
        self._desk.said.emit(_SAID[self._settings.get(DENSITY)], False)

    def set_density(self, density: str) -> None:
        """How much of the labels the page shows: one of :data:`DENSITIES`."""
        self._settings.set(DENSITY, density)
        self._desk.page.set_density(next(each for each in DENSITIES if each == density))

    def shape_page(self) -> None:
        """The face, the spacing, the column and the chips of the page as they are set."""
        get = self._settings.get
        self._desk.page.set_page_font(get(PAGE_FAMILY), get(PAGE_POINTS))
        self._desk.page.set_page_shape(spacing=get(PAGE_SPACING), column=get(PAGE_COLUMN))
        self._desk.page.set_chips_in_full(get(CHIPS_IN_FULL))

    def turn_chips(self) -> None:
        """Chips with the label alone, or with subtype, identity and attributes as well."""
        full = not self._settings.get(CHIPS_IN_FULL)
        self._settings.set(CHIPS_IN_FULL, full)
        self._desk.page.set_chips_in_full(full)
        self._desk.said.emit("Chips tell all that is known." if full else "Chips tell the label.", False)

    def choose_theme(self, setting: str) -> None:
        """``system``, ``light``, ``dark`` or ``contrast``."""
        self._settings.set(THEME, setting)
        self._wear(themes.chosen(setting, self._app))

    def fold(self, side: str) -> None:
        """Show or hide the docks of the ``left`` or ``right`` side."""
        self._turn(self._left if side == "left" else self._right)

    def fold_all(self) -> None:
        """Only the page; once more, and the docks are back."""
        self._turn((*self._left, *self._right))

    def show_state_of(self, docks: Sequence[QDockWidget], action: QAction) -> None:
        """Tick ``action`` while any of ``docks`` is shown."""
        for dock in docks:
            dock.visibilityChanged.connect(
                lambda: action.setChecked(any(not each.isHidden() for each in docks))
            )

    def _turn(self, docks: Sequence[QDockWidget]) -> None:
        """Hide ``docks``, or show them where all are hidden."""
        is_shown = any(dock.isVisible() for dock in docks)
        for dock in docks:
            dock.setVisible(not is_shown)

    def _on_system_changed(self) -> None:
        if self._settings.get(THEME) == "system":
            self._wear(themes.chosen("system", self._app))

    def _wear(self, theme: Theme) -> None:
        if theme.name != self._desk.theme.name:
            themes.apply(self._app, theme)
            self._desk.wear(theme)
