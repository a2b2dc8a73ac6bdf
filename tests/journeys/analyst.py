"""What an analyst does, in the analyst's words, done with real keys and mouse clicks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.spans import Span
from glossator.ui.main_window import MainWindow


class Analyst:
    """Works the window by hand.  ``actions`` counts keys and clicks."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.page = window.page
        self.actions = 0
        self.heard: list[str] = []
        window.desk.said.connect(lambda text, is_refusal: self.heard.append(text))
        self.page.setFocus()

    @property
    def annotations(self) -> AnnotationSet:
        found = self.window.desk.annotations
        assert found is not None
        return found

    @property
    def text(self) -> str:
        return self.annotations.text

    def span(self, words: str, nth: int = 1) -> Span:
        """Where ``words`` stand in the text for the ``nth`` time."""
        start = -1
        for _ in range(nth):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def show(self, span: Span) -> None:
        """Have a span in the window."""
        self.page.reveal(span)

    def put_caret(self, words: str, nth: int = 1) -> None:
        """Click into the middle of ``words``."""
        span = self.span(words, nth)
        self.show(span)
        self.click((span.start + span.end) // 2)

    def click(self, offset: int, *, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Click on the character at ``offset``."""
        self.actions += 1
        QTest.mouseClick(self.page.viewport(), Qt.MouseButton.LeftButton, modifier, self.point(offset))

    def drag(
        self, words: str, nth: int = 1, *, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Drag from the first to the last character of ``words``."""
        self.actions += 1
        span = self.span(words, nth)
        self.show(span)
        start, end = self.point(span.start, edge=True), self.point(span.end - 1, edge=True, right=True)
        pane = self.page.viewport()
        QTest.mousePress(pane, Qt.MouseButton.LeftButton, modifier, start)
        QTest.mouseMove(pane, (start + end) / 2)
        QTest.mouseMove(pane, end)
        QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, modifier, end)

    def click_on(self, widget: QWidget) -> None:
        """Click into the middle of a button or field."""
        self.actions += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def button(self, inside: QWidget, text: str) -> QPushButton:
        """The button that says ``text``."""
        found = [each for each in inside.findChildren(QPushButton) if each.text() == text]
        assert len(found) == 1, f"{len(found)} buttons say {text!r}"
        return found[0]

    def point(self, offset: int, *, edge: bool = False, right: bool = False) -> QPoint:
        """A point of the viewport on the character at ``offset`` (near its left or right edge)."""
        on_screen = self.page.character_rect(offset)
        assert not on_screen.isEmpty(), f"the character at {offset} is not in the window"
        rectangle = on_screen.translated(-self.page.viewport().mapToGlobal(QPoint(0, 0)))
        if edge:
            x = rectangle.right() - 1 if right else rectangle.left() + 1
            return QPoint(x, rectangle.center().y())
        return rectangle.center()

    def press(self, keys: str, on: QWidget | None = None) -> None:
        """Press a key or a chord such as ``Ctrl+Z``."""
        self.actions += 1
        QTest.keySequence(on or self.page, QKeySequence(keys))

    def type(self, text: str, on: QWidget) -> None:
        """Type into a field."""
        self.actions += len(text)
        QTest.keyClicks(on, text)

    def mention(self, words: str, nth: int = 1, label: str = "") -> Mention:
        """The mention of ``words`` (with this label, where one is given)."""
        span = self.span(words, nth)
        found = [each for each in self.annotations.exactly((span,)) if label in ("", each.label)]
        assert len(found) == 1, f"{len(found)} mentions of {words!r}"
        return found[0]

    def tag(self, words: str, key: str, nth: int = 1) -> Mention:
        """Select ``words`` and press the key of a label."""
        self.page.select(self.span(words, nth))
        self.press(key)
        return self.mention(words, nth)
