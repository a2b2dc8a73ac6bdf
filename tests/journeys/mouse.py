"""Somebody with one hand on the mouse and none on the keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget

from glossator.core.spans import Span
from glossator.ui.dialogs.chooser import Chooser
from tests.journeys.analyst import Analyst
from tests.ui.text.reach import click, drag, on, on_chip

_NOTCH = 120  # eighths of a degree: one step of a wheel


class Mouse(Analyst):
    """Somebody with one hand on the mouse and none on the keys."""

    def show(self, span: Span) -> None:
        """Turn the wheel until the span is in the window."""
        pane = self.page.viewport()
        for turn in (1, -1):
            for _ in range(40):
                ends = (self.page.character_rect(span.start), self.page.character_rect(span.end - 1))
                if not any(each.isEmpty() for each in ends):
                    return
                self._turn(pane, turn)
        raise AssertionError(f"{span} cannot be scrolled to")

    def bring(self, widget: QWidget) -> None:
        """Turn the wheel over the pane around a widget until the whole of it is seen."""
        around = widget.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        assert around is not None, "it is in no pane that scrolls"
        pane = around.viewport()
        for turn in (-1, 1):
            for _ in range(40):
                top = widget.mapTo(pane, QPoint(0, 0)).y()
                if top >= 0 and top + min(widget.height(), pane.height() - 2) <= pane.height():
                    return
                self._turn(pane, turn)
        raise AssertionError(f"{widget} cannot be scrolled to")

    def _turn(self, pane: QWidget, turn: int) -> None:
        """One step of the wheel over the middle of a pane."""
        middle = QPointF(pane.rect().center())
        self.actions += 1
        wheel = QWheelEvent(
            middle,
            QPointF(pane.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, turn * _NOTCH),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(pane, wheel)

    def take(self, on_what: QWidget, at: QPoint, *path: str) -> None:
        """Press the right button at a point of a widget and choose from the menu that opens."""
        self.actions += 1
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, on_what.mapToGlobal(at))
        QApplication.sendEvent(on_what, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        with self.qtbot.waitSignal(menu.destroyed):  # Qt would close the next menu together with this one
            for entry in path:
                menu = self._take_entry(menu, entry)

    def _take_entry(self, menu: QMenu, entry: str) -> QMenu:
        """Click on an entry; the menu behind it where there is one."""
        self.actions += 1
        action = next(each for each in menu.actions() if _plain(each.text()) == entry)
        assert action.isEnabled(), entry
        place = menu.actionGeometry(action).center()
        inner = action.menu()
        if not isinstance(inner, QMenu):
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
            return menu
        # no release: on a narrow screen the inner menu opens below the pointer
        QTest.mousePress(menu, Qt.MouseButton.LeftButton, pos=place)
        self.qtbot.waitUntil(inner.isVisible)
        return inner

    def on_words(self, words: str, *path: str) -> None:
        """Choose from the context menu of ``words``."""
        span = self.span(words)
        self.show(span)
        self.take(self.page.viewport(), self.point((span.start + span.end) // 2), *path)

    def double_click(self, words: str, nth: int = 1) -> None:
        """Click twice, fast, into the middle of ``words``: one action of the hand."""
        span = self.span(words, nth)
        point = self.point((span.start + span.end) // 2)
        self.actions += 1
        pane = self.page.viewport()
        click(self.page, point)
        QTest.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=point)
        QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=point)

    def drag_points(self, start: QPoint, end: QPoint) -> None:
        """Drag from one point of the page to another."""
        self.actions += 1
        drag(self.page, start, end)

    def choose(self, chooser: Chooser, words: str) -> None:
        """Click on the row that says ``words``."""
        rows = [chooser.model.index(row) for row in range(chooser.model.rowCount())]
        index = next(each for each in rows if words in each.data(Qt.ItemDataRole.DisplayRole))
        chooser.list.scrollTo(index)
        self.actions += 1
        place = chooser.list.visualRect(index).center()
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def relate(self, first: str, second: str, relation: str) -> None:
        """Drag from the chip of one mention to another, and click on the relation."""
        source, target = self.mention(first), self.mention(second)
        self.show(source.fragments[0])
        self.drag_points(on_chip(self.page, source.id), on(self.page, target.start + 1))
        menu = self.window.relating.menu
        self.qtbot.waitUntil(menu.isVisible)
        self.choose(menu.chooser, relation)
        assert not menu.isVisible()


def _plain(text: str) -> str:
    return text.split("\t", maxsplit=1)[0].replace("&", "").rstrip("…")
