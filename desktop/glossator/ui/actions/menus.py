"""The menu bar, the toolbar and the context menu, filled from the literals of ids."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from glossator.ui.actions.bars import CONTEXT, LABELS, MENUS, PAINT, RECENT, SEPARATOR, TOOLBAR, Menu
from glossator.ui.actions.shortcuts import Actions
from glossator.ui.settings import RECENT as RECENT_PROJECTS
from glossator.ui.settings import Settings

_ICON = 20  # pixels

Special = dict[str, Callable[[QMenu], object]]


class OwnLetters(QObject):
    """Lets a menu that is open have the letters that are typed: else those that are commands of the page would be
    carried out, as the actions of the page stand in menus.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and event.text().isprintable() and event.text():
                event.accept()
                return True
        return super().eventFilter(watched, event)


class Menus:
    """Puts the actions where they can be found; ``open_recent`` opens one of the recent projects."""

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        settings: Settings,
        open_recent: Callable[[Path], None],
    ) -> None:
        self._window = window
        self._actions = actions
        self._settings = settings
        self._open_recent = open_recent
        self._letters = OwnLetters(window)
        special: Special = {
            RECENT: lambda menu: menu.aboutToShow.connect(partial(self._fill_recent, menu)),
            LABELS: lambda menu: menu.aboutToShow.connect(partial(self._fill_labels, menu, painting=False)),
            PAINT: lambda menu: menu.aboutToShow.connect(partial(self._fill_labels, menu, painting=True)),
        }
        for title, entries in MENUS:
            menu = window.menuBar().addMenu(title)
            menu.aboutToShow.connect(actions.dress)
            self._fill(menu, entries, special)
        self._make_toolbar()

    def open_context(self, at: QPoint) -> None:
        """The context menu of the page, at a point of the desktop."""
        self._actions.dress()
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, CONTEXT, {LABELS: self._add_labels})
        menu.popup(at)

    def _make_toolbar(self) -> None:
        bar = self._window.addToolBar("Tools")
        bar.setObjectName("Tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(_ICON, _ICON))
        for entry in TOOLBAR:
            if entry == SEPARATOR:
                bar.addSeparator()
            else:
                bar.addAction(self._actions[entry])

    def _fill(self, menu: QMenu, entries: tuple[str | Menu, ...], special: Special) -> None:
        menu.installEventFilter(self._letters)
        for entry in entries:
            if isinstance(entry, tuple):
                title, inner = entry
                self._fill(menu.addMenu(title), inner, special)
            elif entry == SEPARATOR:
                menu.addSeparator()
            elif entry in special:
                special[entry](menu)
            else:
                menu.addAction(self._actions[entry])

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for each in self._settings.get(RECENT_PROJECTS):
            path = Path(each)
            menu.addAction(path.stem, partial(self._open_recent, path)).setToolTip(each)
        if menu.isEmpty():
            menu.addAction("No project yet").setEnabled(False)

    def _fill_labels(self, menu: QMenu, *, painting: bool) -> None:
        menu.clear()
        menu.setToolTipsVisible(True)
        menu.addActions(self._actions.label_actions(painting=painting))

    def _add_labels(self, menu: QMenu) -> None:
        labels = menu.addMenu("&Label")
        labels.setToolTipsVisible(True)
        labels.addActions(self._actions.label_actions())
