"""Lines that lead to a record: its words as a link, and a button that takes it out where that is possible."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.scheme import Scheme
from glossator.ui.theme import Theme, icon, swatch

CANDIDATES = 24
"""How many mentions a menu offers: those next to the place in question."""


class Link(NamedTuple):
    """``key`` is what is told when the line is clicked (a record's id), ``tip`` its explanation."""

    key: object
    text: str
    tip: str = ""
    icon: QIcon | None = None


class LinkButton(QPushButton):
    """A button that looks like a link and shortens its words to the room there is."""

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = link.text
        self.setProperty("role", "link")
        self.setToolTip(link.tip or link.text)
        self.setAccessibleName(link.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if link.icon is not None:
            self.setIcon(link.icon)
            self.setIconSize(QSize(20, 16))
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - 12 - (26 if not self.icon().isNull() else 0)
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))


class LinkList(QWidget):
    """Links one below the other.  ``followed`` and ``removed`` tell the key of a link."""

    followed = Signal(object)
    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: tuple[tuple[Link, ...], bool] = ((), False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.lines: list[LinkButton] = []
        self.crosses: list[QToolButton] = []

    def show_links(self, links: Sequence[Link], *, removable: bool = False) -> None:
        """Show ``links``; each has a cross where they are ``removable``."""
        wanted = tuple(each._replace(icon=None) for each in links), removable
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.lines, self.crosses = [], []
        for link in links:
            self._column.addWidget(self._line(link, removable=removable))

    def wear(self, theme: Theme) -> None:
        """Follow another look; the lines are made anew when they are shown next."""
        self.theme = theme
        self._shown = ((), not self._shown[1])

    def _line(self, link: Link, *, removable: bool) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        button = LinkButton(link, line)
        button.clicked.connect(lambda: self.followed.emit(link.key))
        row.addWidget(button, 1)
        self.lines.append(button)
        if removable:
            cross = QToolButton(line)
            cross.setIcon(icon("close", self.theme, self.theme.muted))
            cross.setIconSize(QSize(14, 14))
            cross.setToolTip(f"Take out “{link.text}”")
            cross.setAccessibleName(f"Take out {link.text}")
            cross.clicked.connect(lambda: self.removed.emit(link.key))
            row.addWidget(cross)
            self.crosses.append(cross)
        return line


def add_button(theme: Theme, text: str, parent: QWidget) -> QToolButton:
    """A small button with a plus, to put one more beside links."""
    button = QToolButton(parent)
    button.setIcon(icon("add", theme, theme.accent))
    button.setIconSize(QSize(14, 14))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button


def beside(holder: QWidget, links: LinkList, button: QToolButton) -> None:
    """Lay ``links`` out in ``holder`` with ``button`` to their right, in the first line."""
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 2, 0, 0)
    row.setSpacing(0)
    row.addWidget(links, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    holder.setFocusProxy(button)


def nearest(
    annotations: AnnotationSet,
    offset: int,
    *,
    labels: Collection[str] = (),
    leaving_out: Collection[int] = (),
) -> list[Mention]:
    """The mentions next to ``offset`` with one of ``labels`` (any where none is given), the nearest first."""
    fitting = (
        each
        for each in annotations.mentions.values()
        if (not labels or each.label in labels) and each.id not in leaving_out
    )
    return heapq.nsmallest(
        CANDIDATES, fitting, key=lambda each: (abs(each.start - offset), each.start, each.id)
    )


def fill_menu(menu: QMenu, mentions: Sequence[Mention], scheme: Scheme, theme: Theme) -> None:
    """An entry for each of ``mentions``, whose data is its id."""
    for mention in mentions:
        label = scheme.label(mention.label)
        action = menu.addAction(QIcon(swatch(theme.of(label))), f"{short(mention.quote)}".replace("&", "&&"))
        action.setData(mention.id)
        action.setToolTip(scheme.name_of(mention.label))
    if not mentions:
        menu.addAction("No mention of this document may stand here").setEnabled(False)


def short(text: str, most: int = 60) -> str:
    """``text`` in one line of at most ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
