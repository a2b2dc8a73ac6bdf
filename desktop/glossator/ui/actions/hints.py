"""Hint letters: every candidate on the page gets letters, and typing them picks it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from glossator.ui.selection import Selection
from glossator.ui.text.view import ArticleView

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters in the order in which they are given out: those under the fingers first."""


_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_PART = (
    0.75  # of the window that a page up or down goes on: some lines stay, as letters stand on whole ones only
)


def codes(number: int) -> list[str]:
    """``number`` different codes, none of which begins another: one letter each, or two where one does not do.

    >>> codes(3), codes(27)[:2]
    (['a', 's', 'd'], ['aa', 'as'])
    """
    if number <= len(LETTERS):
        return list(LETTERS[:number])
    return [first + second for first in LETTERS for second in LETTERS][:number]


class Hints(QObject):
    """While it is active, letters pick a candidate, arrows walk through them, Enter takes, Esc ends; so does a click.
    Page up and down, and the wheel, show more of the text.

    ``picked`` carries the id of the mention; ``entered`` is Enter before one was walked to; ``ended`` comes when
    nothing was picked; ``scrolled`` when other text is in the window now, so that :meth:`start` may be given what is
    seen there.  Keys that mean nothing here end it and do what they always do.
    """

    picked = Signal(object)
    entered = Signal()
    ended = Signal()
    scrolled = Signal()

    def __init__(self, page: ArticleView, selection: Selection) -> None:
        super().__init__(page)
        self._page = page
        self._selection = selection
        self._codes: dict[str, int] = {}
        self._typed = ""
        self._current: int | None = None
        self.is_active = False
        selection.changed.connect(self._on_selection_changed)
        page.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def start(self, candidates: Sequence[int]) -> None:
        """Show letters on ``candidates``, the nearest first."""
        self._codes = dict(zip(codes(len(candidates)), candidates, strict=True))
        self._typed = ""
        self._current = None
        self._page.installEventFilter(self)
        self._show()
        self.is_active = True
        self._page.setFocus()

    def stop(self) -> None:
        """Take the letters away, without saying that it ended."""
        if self.is_active:
            self.is_active = False
            self._page.removeEventFilter(self)
            self._page.set_hints({})
            self._codes = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.KeyPress,
            QEvent.Type.ShortcutOverride,
        ):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.setAccepted(self._is_mine(event))
                return event.isAccepted()
            if self._is_mine(event):
                self._on_key(event)
                return True
        return False

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace):
            return True
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            return True
        if event.key() in _PAGES:
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        return not held and event.text().lower() in LETTERS and bool(event.text())

    def _on_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._end()
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._show()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._current is not None:
                self._pick(self._current)
            else:
                self.entered.emit()
        elif key in _PAGES:
            bar = self._page.verticalScrollBar()
            bar.setValue(bar.value() + round(_PAGES[key] * _PART * bar.pageStep()))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._walk(-1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._walk(1)
        else:
            self._type(event.text().lower())

    def _type(self, letter: str) -> None:
        self._typed += letter
        left = [mention for code, mention in self._codes.items() if code.startswith(self._typed)]
        if not left:
            self._typed = ""
        elif self._typed in self._codes:
            self._pick(self._codes[self._typed])
            return
        self._show()

    def _walk(self, step: int) -> None:
        order = list(self._codes.values())
        if order:
            place = order.index(self._current) + step if self._current in order else (0 if step > 0 else -1)
            self._current = order[place % len(order)]
            self._show()

    def _show(self) -> None:
        self._page.set_hints(
            {
                mention: "⏎" if mention == self._current else code[len(self._typed) :]
                for code, mention in self._codes.items()
                if code.startswith(self._typed)
            }
        )

    def _pick(self, mention_id: int) -> None:
        self.stop()
        self.picked.emit(mention_id)

    def _end(self) -> None:
        self.stop()
        self.ended.emit()

    def _on_scrolled(self) -> None:
        if self.is_active and not self._typed:
            self.scrolled.emit()

    def _on_selection_changed(self, by: object) -> None:
        if self.is_active and by is self._page and self._selection.primary in self._codes.values():
            self._pick(self._selection.primary or 0)
