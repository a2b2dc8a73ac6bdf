"""The page of the settings on the look of window and page, and on the name that stands on annotations."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QWidget

from glossator.ui import settings as known
from glossator.ui.dialogs.settings_form import choice, explain, form_of, number
from glossator.ui.settings import Setting, Settings

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
_DENSITIES = (
    ("calm", "Calm: highlights only"),
    ("normal", "Normal: with the arcs of what is selected"),
    ("all", "All: with every arc"),
)
_BEST = "The best there is"


class LookSettings(QWidget):
    """A form; :meth:`values` tells what it says.  ``author_changed`` says that another name stands in it."""

    author_changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = choice(self, _THEMES, settings.get(known.THEME))
        self.density = choice(self, _DENSITIES, settings.get(known.DENSITY))
        families = [("", _BEST), *((family, family) for family in QFontDatabase.families())]
        self.family = choice(self, families, settings.get(known.PAGE_FAMILY))
        self.points = QDoubleSpinBox(self)
        self.points.setRange(8, 32)
        self.points.setSingleStep(0.5)
        self.points.setDecimals(1)
        self.points.setSuffix(" pt")
        self.points.setMinimumHeight(30)
        self.points.setValue(settings.get(known.PAGE_POINTS))
        self.spacing = number(self, (80, 200, 5), " %", settings.get(known.PAGE_SPACING))
        self.column = number(self, (40, 140, 5), " characters", settings.get(known.PAGE_COLUMN))
        self.author = QLineEdit(settings.get(known.AUTHOR), self)
        self.author.textChanged.connect(self.author_changed)
        form = form_of(self)
        form.addRow("&Theme", self.theme)
        form.addRow("Typeface of the &page", self.family)
        form.addRow("Type si&ze", self.points)
        form.addRow("&Line spacing", self.spacing)
        form.addRow("&Column width", self.column)
        form.addRow("&Density", self.density)
        form.addRow("Your &name", self.author)
        explain(form, "It stands on every annotation you make from now on.")

    def fault(self) -> str:
        """Why it cannot be saved as it stands, in a sentence; empty where it can."""
        return "" if known.AUTHOR.is_valid(self.author.text()) else "Your name must have 1 to 80 characters."

    def values(self) -> tuple[tuple[Setting[Any], Any], ...]:
        """The settings with the values of the form."""
        return (
            (known.THEME, self.theme.currentData()),
            (known.PAGE_FAMILY, self.family.currentData()),
            (known.PAGE_POINTS, self.points.value()),
            (known.PAGE_SPACING, self.spacing.value()),
            (known.PAGE_COLUMN, self.column.value()),
            (known.DENSITY, self.density.currentData()),
            (known.AUTHOR, self.author.text().strip()),
        )
