"""The page for screen readers: a document with text, caret and the places of its characters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from glossator.core.spans import Span

_NOT_SUPPORTED = shiboken6.VoidPtr(0)
"""What ``interface_cast`` answers for "no": ``None`` would become a wild pointer."""


class ReadablePage(Protocol):
    """What a screen reader needs of the page; offsets are code points, places are on the screen."""

    @property
    def text(self) -> str:
        """The text of the article."""
        ...

    @property
    def caret(self) -> int:
        """Where the caret stands."""
        ...

    def put_caret(self, offset: int) -> None:
        """Put the caret somewhere and bring it into the window."""
        ...

    def reveal(self, span: Span) -> None:
        """Bring a stretch of the text into the window."""
        ...

    def character_rect(self, offset: int) -> QRect:
        """Where a character stands on the screen; empty when it is not in the window."""
        ...

    def offset_on_screen(self, point: QPoint) -> int:
        """The offset nearest to a point of the screen."""
        ...


class _Text(QAccessibleTextInterface):
    """The text of a page.  Offsets are code points here as well, as AT-SPI counts."""

    def __init__(self, page: ReadablePage) -> None:
        super().__init__()
        self._page = page

    def text(self, start: int, end: int) -> str:
        return self._page.text[max(0, start) : end if end >= 0 else None]

    def characterCount(self) -> int:
        return len(self._page.text)

    def cursorPosition(self) -> int:
        return self._page.caret

    def setCursorPosition(self, position: int) -> None:
        self._page.put_caret(position)

    def selectionCount(self) -> int:
        return 0  # ``selection`` has lost its results in the binding; selections are told by events

    def addSelection(self, start: int, end: int) -> None:
        self._page.reveal(Span(start, end))

    def removeSelection(self, index: int) -> None:
        self._page.put_caret(self._page.caret)

    def setSelection(self, index: int, start: int, end: int) -> None:
        self._page.reveal(Span(start, end))

    def characterRect(self, offset: int) -> QRect:
        return self._page.character_rect(offset)

    def offsetAtPoint(self, point: QPoint) -> int:
        return self._page.offset_on_screen(point)

    def scrollToSubstring(self, start: int, end: int) -> None:
        self._page.reveal(Span(start, end))


class _Page(QAccessibleWidget):
    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Document, widget.accessibleName())
        self._text = _Text(cast("ReadablePage", widget))

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self._text if kind == QAccessible.InterfaceType.TextInterface else _NOT_SUPPORTED

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None


@cache
def install(kind: type[QWidget]) -> None:
    """Let Qt describe widgets of ``kind``, which are :class:`ReadablePage`, to screen readers; once is enough."""

    def made(_: str, described: QObject | None) -> QAccessibleInterface | None:
        return _Page(described) if isinstance(described, kind) else None

    QAccessible.installFactory(made)


def tell_caret(widget: QWidget, caret: int, spans: tuple[Span, ...], tell: Callable[[], str]) -> None:
    """Tell screen readers, if there are any, where the caret is, what is selected, and what ``tell`` says of it."""
    if not QAccessible.isActive():
        return
    if spans:
        selection = QAccessibleTextSelectionEvent(widget, spans[0].start, spans[0].end)
        selection.setCursorPosition(caret)
        QAccessible.updateAccessibility(selection)
    else:
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(widget, caret))
    if told := tell():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, told))
