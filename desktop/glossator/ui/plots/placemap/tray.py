"""The tray beside a map: places without coordinates, each with the reason; Enter looks for where they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from glossator.analysis.places import Site, SiteKey
from glossator.core.scheme import Scheme
from glossator.ui.plots.marks import counted

WIDTH = 244
"""Pixels that the tray takes."""
_ROW = 40
_KEY = Qt.ItemDataRole.UserRole
_NOBODY = "it stands for nobody yet (I on the page says what it is)"


class TrayList(QListWidget):
    """The unplaced places; ``wanted`` carries the key of the one that shall get a place, ``chosen`` that of the one
    whose sentences are wanted, ``moved`` the words of the current one.
    """

    wanted = Signal(object)
    chosen = Signal(object)
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName("Places without coordinates")
        self.itemDoubleClicked.connect(lambda item: self._want(SiteKey(*item.data(_KEY))))
        self.currentRowChanged.connect(
            lambda row: self.moved.emit(self.item(row).toolTip() if row >= 0 else "")
        )

    def show_sites(self, sites: Sequence[Site], scheme: Scheme) -> None:
        """Hold these places; the current one stays it, if it is still there."""
        held = self.current_key()
        self.blockSignals(True)
        self.clear()
        for site in sites:
            is_known = site.key.entity is not None
            name = site.name if is_known else f"“{site.name}”"
            why = site.why if is_known else _NOBODY
            item = QListWidgetItem(f"{name}  {site.mentions:,}\n{scheme.name_of(site.label)}", self)
            item.setData(_KEY, site.key)
            does = "Enter looks for it, S shows its sentences." if is_known else "S shows its sentences."
            item.setToolTip(f"{name}, {counted(site.mentions, 'mention')}: {why}. {does}")
            item.setSizeHint(QSize(WIDTH - 20, _ROW))
            if site.key == held:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def current_key(self) -> SiteKey | None:
        """What the current line stands for."""
        row = self.currentRow()
        return SiteKey(*self.item(row).data(_KEY)) if row >= 0 else None

    def _want(self, key: SiteKey) -> None:
        (self.wanted if key.entity is not None else self.chosen).emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if key is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_P}:
            self._want(key)
        elif key is not None and event.key() in {Qt.Key.Key_S, Qt.Key.Key_Space}:
            self.chosen.emit(key)
        else:
            super().keyPressEvent(event)


class Tray(QWidget):
    """The list under its heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel(self)
        self.head.setProperty("tone", "section")
        self.list = TrayList(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self.setFixedWidth(WIDTH)

    def show_sites(self, sites: Sequence[Site], scheme: Scheme) -> None:
        """Hold these places; without any there is no tray."""
        self.head.setText(f"{counted(len(sites), 'place')} not on the map")
        self.list.show_sites(sites, scheme)
        self.setVisible(bool(sites))
