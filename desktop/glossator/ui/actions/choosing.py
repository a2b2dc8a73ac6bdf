"""The settings: their dialog, and what follows at once from a changed value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from glossator.ui.actions.desk import Desk
from glossator.ui.actions.shortcuts import Actions
from glossator.ui.actions.table import ROWS, group, plain
from glossator.ui.actions.viewing import Viewing
from glossator.ui.settings import AUTHOR, DENSITY, SHORTCUTS, THEME, Setting, Settings


class Choosing(QObject):
    """Lets the analyst change the settings; ``applied`` comes when they hold."""

    applied = Signal()

    def __init__(self, desk: Desk, settings: Settings, viewing: Viewing, actions: Actions) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._viewing = viewing
        self._actions = actions

    def open(self) -> None:
        """Show the dialog."""
        from glossator.ui.dialogs.key_settings import KeyRow
        from glossator.ui.dialogs.settings_dialog import SettingsDialog

        bench = self._desk.bench
        labels = {each.key: each.name for each in bench.scheme.labels if each.key} if bench else {}
        rows = [KeyRow(row.id, group(row.id), plain(row), row.keys[0] if row.keys else "") for row in ROWS]
        dialog = SettingsDialog(self._settings, rows, self._desk.window, labels=labels)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(self._on_applied)
        dialog.open()

    def _on_applied(self, chosen: Sequence[tuple[Setting[Any], Any]]) -> None:
        for setting, value in chosen:
            self._settings.set(setting, value)
        get = self._settings.get
        self._viewing.choose_theme(get(THEME))
        self._viewing.shape_page()
        self._viewing.set_density(get(DENSITY))
        own_keys = get(SHORTCUTS)
        self._actions.set_shortcuts(own_keys)
        bench = self._desk.bench
        if bench is not None:
            bench.sign_as(get(AUTHOR))
        self.applied.emit()
