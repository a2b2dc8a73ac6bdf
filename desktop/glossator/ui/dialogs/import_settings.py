"""The page of the settings on texts that come in: what is shown before, how pages come in, what is kept of files."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from glossator.ui import settings as known
from glossator.ui.dialogs.settings_form import choice, explain, form_of
from glossator.ui.settings import Setting, Settings

_LOOKS = (("choice", "Where there is a choice"), ("always", "Always"), ("never", "Never"))
_PAGES = ((False, "The article alone"), (True, "The whole page, with menus and captions"))


class ImportSettings(QWidget):
    """A form; :meth:`values` tells what it says."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = choice(self, _LOOKS, settings.get(known.LOOK_FIRST))
        self.pages = choice(self, _PAGES, settings.get(known.WHOLE_PAGES))
        self.keeps = QCheckBox("&Keep the original files in the project", self)
        self.keeps.setChecked(settings.get(known.KEEP_ORIGINALS))
        form = form_of(self)
        form.addRow("Sho&w texts before they come in", self.look)
        form.addRow("Web &pages", self.pages)
        form.addRow("", self.keeps)
        explain(
            form,
            "A file that is kept can be saved again and read with another encoding. Without them a project of many"
            " PDFs or web pages stays much smaller; the digest of each file is kept in any case.",
        )

    def values(self) -> tuple[tuple[Setting[Any], Any], ...]:
        """The settings with the values of the form."""
        return (
            (known.LOOK_FIRST, self.look.currentData()),
            (known.WHOLE_PAGES, bool(self.pages.currentData())),
            (known.KEEP_ORIGINALS, self.keeps.isChecked()),
        )
