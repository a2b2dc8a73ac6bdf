"""The page of the settings on backups: whether one is made each day, how long they are kept, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from glossator.ui import settings as known
from glossator.ui.dialogs.settings_form import explain, form_of, number
from glossator.ui.settings import Setting, Settings


class BackupSettings(QWidget):
    """A form; :meth:`values` tells what it says."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.daily = QCheckBox("&Make a backup on each day on which I work on a project", self)
        self.daily.setChecked(settings.get(known.BACKUPS_ON))
        self.days = number(self, (1, 365, 1), " days", settings.get(known.BACKUP_DAYS))
        self.weeks = number(self, (0, 520, 1), " weeks", settings.get(known.BACKUP_WEEKS))
        self.place = QLineEdit(settings.get(known.BACKUP_PLACE), self)
        self.place.setPlaceholderText("Beside each project")
        self.place.setClearButtonEnabled(True)
        self.choose = QPushButton("&Choose…", self)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._on_choose)
        self.daily.toggled.connect(self._enable)
        self._lay_out()
        self._enable()

    def values(self) -> tuple[tuple[Setting[Any], Any], ...]:
        """The settings with the values of the form; a place that is no full path is none."""
        place = self.place.text().strip()
        return (
            (known.BACKUPS_ON, self.daily.isChecked()),
            (known.BACKUP_DAYS, self.days.value()),
            (known.BACKUP_WEEKS, self.weeks.value()),
            (known.BACKUP_PLACE, place if place and Path(place).is_absolute() else ""),
        )

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.place, 1)
        where.addWidget(self.choose)
        form = form_of(self)
        form.addRow("", self.daily)
        form.addRow("&Keep them for", self.days)
        form.addRow("Then one a &week, for", self.weeks)
        caption = QLabel("&Place", self)
        caption.setBuddy(self.place)
        form.addRow(caption, where)
        explain(
            form,
            "A backup is also made before a large import, a change of the scheme and a new file format, and before you"
            " go back to another one. Those that you ask for yourself are never deleted by Glossator. A place on"
            " another disk also helps where this one fails.",
        )

    def _enable(self) -> None:
        for field in (self.days, self.weeks):
            field.setEnabled(self.daily.isChecked())

    def _on_choose(self) -> None:
        dialog = QFileDialog(
            self, "Place of the backups of all projects", self.place.text() or str(Path.home())
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.place.setText)
        dialog.open()
