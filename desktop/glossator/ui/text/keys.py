"""Keys that move the caret and the selection; every other key is left to the actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from glossator.ui.text import hittest, movement
from glossator.ui.text.choice import Choice
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.movement import Move
from glossator.ui.text.scrolling import Scroller

_KEY = QKeySequence.StandardKey
_MOVES: tuple[tuple[QKeySequence.StandardKey, Move, bool], ...] = (
    (_KEY.MoveToPreviousChar, "left", False),
    (_KEY.MoveToNextChar, "right", False),
    (_KEY.SelectPreviousChar, "left", True),
    (_KEY.SelectNextChar, "right", True),
    (_KEY.MoveToPreviousWord, "word left", False),
    (_KEY.MoveToNextWord, "word right", False),
    (_KEY.SelectPreviousWord, "word left", True),
    (_KEY.SelectNextWord, "word right", True),
    (_KEY.MoveToPreviousLine, "up", False),
    (_KEY.MoveToNextLine, "down", False),
    (_KEY.SelectPreviousLine, "up", True),
    (_KEY.SelectNextLine, "down", True),
    (_KEY.MoveToStartOfLine, "line start", False),
    (_KEY.MoveToEndOfLine, "line end", False),
    (_KEY.SelectStartOfLine, "line start", True),
    (_KEY.SelectEndOfLine, "line end", True),
    (_KEY.MoveToStartOfDocument, "text start", False),
    (_KEY.MoveToEndOfDocument, "text end", False),
    (_KEY.SelectStartOfDocument, "text start", True),
    (_KEY.SelectEndOfDocument, "text end", True),
)
_PARAGRAPHS: dict[int, Move] = {Qt.Key.Key_Up: "paragraph up", Qt.Key.Key_Down: "paragraph down"}
"""With Alt, as Qt has no standard keys for paragraphs."""
_SHIFT, _KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
_PAGES = (
    (_KEY.MoveToPreviousPage, -1, False),
    (_KEY.MoveToNextPage, 1, False),
    (_KEY.SelectPreviousPage, -1, True),
    (_KEY.SelectNextPage, 1, True),
)


def take(event: QKeyEvent, choice: Choice, scroller: Scroller) -> bool:
    """Do what the key asks of the caret; ``False`` when it asks for something else."""
    page = scroller.page
    if page is None:
        return False
    for key, move, extend in _MOVES:
        if event.matches(key):
            _move(page, choice, scroller, move, extend=extend)
            return True
    if (
        event.key() in _PARAGRAPHS
        and event.modifiers() & ~_SHIFT & ~_KEYPAD == Qt.KeyboardModifier.AltModifier
    ):
        move = _PARAGRAPHS[Qt.Key(event.key())]
        _move(page, choice, scroller, move, extend=bool(event.modifiers() & _SHIFT))
        return True
    for key, step, extend in _PAGES:
        if event.matches(key):
            _turn(page, choice, scroller, step, extend=extend)
            return True
    return False


def _move(page: ArticleLayout, choice: Choice, scroller: Scroller, move: Move, *, extend: bool) -> None:
    caret = choice.caret
    x = choice.x if choice.x is not None else movement.x_of(page, caret)
    if choice.parts and not extend and choice.mention is None and move in {"left", "right"}:
        place = choice.selected.start if move == "left" else choice.selected.end
    else:
        place = movement.moved(page, caret, move, x)
    choice.to(place, extend=extend)
    choice.x = x if move in {"up", "down"} else None
    scroller.reveal(place)


def _turn(page: ArticleLayout, choice: Choice, scroller: Scroller, step: int, *, extend: bool) -> None:
    """A page up or down: the caret keeps its place in the window, at the ends it goes on to the first or last line."""
    scroller.reveal(choice.caret)
    x = choice.x if choice.x is not None else movement.x_of(page, choice.caret)
    y = page.y_of(choice.caret, scroller.window)
    wanted = step * max(page.metrics.pitch, scroller.window - 2 * page.metrics.pitch)
    scroller.by(wanted)
    went = y - page.y_of(choice.caret, scroller.window)
    y += wanted - went + page.metrics.box_ascent / 2
    place = hittest.offset_at(scroller.placed, x, y)
    choice.to(place, extend=extend)
    choice.x = x
    scroller.reveal(place)
