"""How an item looks on the page, in the light and the dark theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from glossator.core.scheme import Scheme, SchemeItem
from glossator.ui import theme as themes
from glossator.ui.theme import Theme

Draw = Callable[[Scheme, SchemeItem, Theme], bytes]
"""Draws a line of the page on which an item stands, as PNG at twice the size; nothing where there is nothing to see."""

_RATIO = 2.0


class PagePreview(QWidget):
    """Two lines of the page beside one another: light and dark."""

    def __init__(self, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self.pictures = tuple(QLabel(self) for _ in range(2))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for picture, name in zip(self.pictures, ("light", "dark"), strict=True):
            picture.setAccessibleName(f"On the page, {name}")
            picture.setToolTip(f"On the page, {name}")
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)

    def show_item(self, scheme: Scheme, item: SchemeItem) -> None:
        """Show ``item`` as it would stand on the page under ``scheme``."""
        drawn = [self._draw(scheme, item, theme) for theme in (themes.light(), themes.dark())]
        for picture, png in zip(self.pictures, drawn, strict=True):
            image = QImage.fromData(png) if png else QImage()
            image.setDevicePixelRatio(_RATIO)
            picture.setPixmap(QPixmap.fromImage(image))
        self.setVisible(any(drawn))
