"""Somebody whose hands never leave the keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from glossator.core.annotations import Mention
from tests.journeys.analyst import Analyst


class Typist(Analyst):
    """Somebody whose hands never leave the keys."""

    def key(self, keys: str) -> None:
        """Press keys wherever the keyboard is now."""
        self.press(keys, on=self.keyboard)

    def write(self, text: str) -> None:
        """Type a text wherever the keyboard is now; letters of any script, as an input method sends them."""
        field = self.keyboard
        self.actions += len(text)
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(field, letter)
            else:
                pressed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(field, pressed)

    @property
    def keyboard(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def come_back(self) -> None:
        """A dialog closed: a window manager would make the window below active again, which no screen does not."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.page.hasFocus)

    def find(self, words: str) -> None:
        """Select the first ``words`` of the article by finding them."""
        self.key("Ctrl+Home")
        self.key("Ctrl+F")
        self.key("Ctrl+A")
        self.type(words, self.keyboard)
        self.key("Esc")
        assert self.page.selected_text() == words
        assert self.page.hasFocus()

    def walk_to(self, words: str) -> Mention:
        """Go to the first mention of ``words`` from the head of the article, mention by mention."""
        wanted = self.annotations.mentions[self.mention(words).id] if words in self.text else None
        self.key("Ctrl+Home")
        for _ in range(len(self.annotations.mentions)):
            self.key("J")
            chosen = self.window.desk.mention
            if chosen is not None and chosen.quote == words:
                assert wanted is None or chosen == wanted
                return chosen
        raise AssertionError(f"{words!r} was never reached")

    def hint_of(self, words: str) -> str:
        """The letters that stand on the mention of ``words``."""
        hints = self.window.relating._hints._codes
        return next(code for code, each in hints.items() if self.annotations.mentions[each].quote == words)

    def digit_of(self, words: str) -> str:
        """The digit that stands on the mention of ``words`` while a role is asked for."""
        return self._digit(lambda title: title == words)

    def digit_of_type(self, name: str) -> str:
        """The digit of a kind of event in the list."""
        return self._digit(lambda title: title == name)

    def _digit(self, is_meant: Callable[[str], bool]) -> str:
        model = self.window.relating.builder.chooser.model
        shown = [model.choice(row) for row in range(model.rowCount())]
        return next(each.shortcut for each in shown if each and is_meant(each.title))
