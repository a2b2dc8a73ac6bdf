"""The settings dialog: its pages, and what of them has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTabWidget, QVBoxLayout, QWidget

from glossator.ui.dialogs.backup_settings import BackupSettings
from glossator.ui.dialogs.import_settings import ImportSettings
from glossator.ui.dialogs.key_settings import KeyRow, KeySettings
from glossator.ui.dialogs.look_settings import LookSettings
from glossator.ui.settings import Setting, Settings


class SettingsDialog(QDialog):
    """Changes are collected and told at once: ``applied`` carries pairs of (:class:`Setting`, value), those that
    differ only.  ``rows`` are the actions, ``labels`` the keys that the open scheme gives to labels (key → name).
    """

    applied = Signal(object)  # tuple[tuple[Setting, value], ...]

    def __init__(
        self,
        settings: Settings,
        rows: Sequence[KeyRow],
        parent: QWidget | None = None,
        *,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle("Settings")
        self.setModal(True)
        self.resize(640, 560)
        self.tabs = QTabWidget(self)
        self.look = LookSettings(settings, self)
        self.keys = KeySettings(settings, rows, self, labels=labels)
        self.imports, self.backups = ImportSettings(settings, self), BackupSettings(settings, self)
        self.tabs.addTab(self.look, "&Look and author")
        self.tabs.addTab(self.keys, "&Shortcuts")
        self.tabs.addTab(self.imports, "&Import")
        self.tabs.addTab(self.backups, "&Backups")
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "danger")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.look.author_changed.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.tabs, self.fault, self.buttons):
            column.addWidget(part)
        self.look.theme.setFocus()

    def changes(self) -> tuple[tuple[Setting[Any], Any], ...]:
        """The settings that would be changed, with their new values."""
        pages = (self.look, self.keys, self.imports, self.backups)
        return tuple(
            (each, value)
            for page in pages
            for each, value in page.values()
            if value != self._settings.get(each)
        )

    def _check(self) -> None:
        fault = self.look.fault()
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not fault)

    def _on_accepted(self) -> None:
        changes = self.changes()
        self.accept()
        if changes:
            self.applied.emit(changes)
