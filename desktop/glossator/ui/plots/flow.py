"""Widgets in lines: each stands behind the one before, and begins another line where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from shiboken6 import isValid

_ANY = 1 << 20


class Flow(QLayout):
    """The layout; it wants no more width than its widest widget, and as much height as its lines take at a width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent) if parent is not None else super().__init__()
        self._all: list[QLayoutItem] = []

    @property
    def _items(self) -> list[QLayoutItem]:
        """What is in it.  Of a window that is going Qt for Python lets go of the items first, and Qt asks once more: an
        error here would end the program.
        """
        if not all(map(isValid, self._all)):
            self._all = [each for each in self._all if isValid(each)]
        return self._all

    def addItem(self, item: QLayoutItem) -> None:
        self._all.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        items = self._items
        return items[index] if 0 <= index < len(items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        items = self._items
        return items.pop(index) if 0 <= index < len(items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._placed(QRect(0, 0, width, 0), is_done=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._placed(area, is_done=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        height = max((item.sizeHint().height() for item in self._seen), default=0)
        edges = self.contentsMargins()
        return QSize(edges.left() + edges.right(), height + edges.top() + edges.bottom())

    @property
    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _placed(self, area: QRect, *, is_done: bool) -> int:
        """Put everything into lines within ``area``, or only find out how high they are."""
        return self._in_flow(area, self._seen, is_done=is_done)

    def _in_flow(self, area: QRect, items: list[QLayoutItem], *, is_done: bool) -> int:
        edges = self.contentsMargins()
        inner = area.marginsRemoved(edges)
        x, y, line = inner.x(), inner.y(), 0
        for item in items:
            size = _size(item, inner.width())
            if x > inner.x() and x + size.width() > inner.x() + inner.width():
                x, y, line = inner.x(), y + line + self.spacing(), 0
            if is_done:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line + edges.bottom() - area.y()


class Beside(Flow):
    """Controls at the right of what leads the row.  Where that would be left less than ``least`` pixels (than it asks
    for, where it asks for less), it has a line to itself, and the controls stand in lines below it.
    """

    def __init__(self, parent: QWidget | None = None, *, least: int = _ANY) -> None:
        super().__init__(parent)
        self._least = least
        self._leading: QWidget | None = None

    def lead(self, widget: QWidget) -> None:
        """This one leads the row, before all that come."""
        self._leading = widget
        self.addWidget(widget)

    @property
    def whole(self) -> int:
        """Pixels of width in which all stand in one line."""
        sizes = [item.sizeHint().width() for item in self._seen]
        edges = self.contentsMargins()
        return edges.left() + sum(sizes) + self.spacing() * max(0, len(sizes) - 1) + edges.right()

    def _placed(self, area: QRect, *, is_done: bool) -> int:
        edges = self.contentsMargins()
        inner = area.marginsRemoved(edges)
        seen = self._seen
        lead = seen[0] if seen and seen[0].widget() is self._leading else None
        rest = seen[1:] if lead is not None else seen
        sizes = [item.sizeHint() for item in rest]
        beside = sum(size.width() + self.spacing() for size in sizes)
        wanted = min(self._least, lead.sizeHint().width()) if lead is not None else 0
        if rest and wanted + beside - self.spacing() * (lead is None) > inner.width():
            return self._in_lines(area, lead, is_done=is_done)
        high = max((each.sizeHint().height() for each in seen), default=0)
        if is_done:
            x = inner.x() + inner.width() - beside + self.spacing()
            for item, size in zip(rest, sizes, strict=True):
                item.setGeometry(QRect(QPoint(x, inner.y() + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
        if lead is not None:
            room = inner.width() - beside
            tall = _size(lead, room).height()
            high = max(high, tall)
            if is_done:
                lead.setGeometry(QRect(inner.x(), inner.y() + (high - tall) // 2, room, tall))
        return inner.y() + high + edges.bottom() - area.y()

    def _in_lines(self, area: QRect, lead: QLayoutItem | None, *, is_done: bool) -> int:
        edges = self.contentsMargins()
        used = 0
        if lead is not None:
            inner = area.marginsRemoved(edges)
            high = _size(lead, inner.width()).height()
            if is_done:
                lead.setGeometry(QRect(inner.x(), inner.y(), inner.width(), high))
            used = high + self.spacing() // 2
        rest = [item for item in self._seen if item is not lead]
        return used + self._in_flow(area.adjusted(0, used, 0, 0), rest, is_done=is_done)


def _size(item: QLayoutItem, room: int) -> QSize:
    """What an item asks for in so many pixels of width."""
    size = item.sizeHint()
    size.setWidth(min(size.width(), max(0, room)))
    if item.hasHeightForWidth():
        size.setHeight(item.heightForWidth(size.width()))
    return size
