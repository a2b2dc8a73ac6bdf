"""Where the caret goes: by characters in the order of the screen, by words, lines, pages and to the ends."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QTextLayout

from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.rows import Rows

Move = Literal[
    "left",
    "right",
    "word left",
    "word right",
    "up",
    "down",
    "paragraph up",
    "paragraph down",
    "line start",
    "line end",
    "text start",
    "text end",
]

_BY_CHARACTER = QTextLayout.CursorMode.SkipCharacters
_BY_WORD = QTextLayout.CursorMode.SkipWords


def moved(page: ArticleLayout, caret: int, move: Move, x: float) -> int:
    """The offset to which ``move`` takes ``caret``; ``x`` is where up and down try to stay, from the column's left."""
    match move:
        case "left" | "right":
            return _sideways(page, caret, to_right=move == "right")
        case "word left" | "word right":
            row = page.rows.row_at(caret)
            return _by_word(page, caret, onward=(move == "word right") != page.text(row).is_rtl)
        case "up" | "down":
            return _by_line(page, caret, -1 if move == "up" else 1, x)
        case "paragraph up" | "paragraph down":
            return _by_paragraph(page.rows, caret, -1 if move == "paragraph up" else 1)
        case "line start" | "line end":
            return _line_edge(page, caret, to_end=move == "line end")
        case "text start":
            return 0
        case _:
            return len(page.rows.text)


def x_of(page: ArticleLayout, caret: int) -> float:
    """Where a caret at an offset stands, in pixels from the left of the column."""
    return page.text(page.rows.row_at(caret)).x_of(caret)


def _sideways(page: ArticleLayout, caret: int, *, to_right: bool) -> int:
    row = page.text(page.rows.row_at(caret))
    if not row.is_bidi:
        return _step(page, caret, _BY_CHARACTER, onward=to_right)
    here = row.position(caret)
    step = row.layout.rightCursorPosition if to_right else row.layout.leftCursorPosition
    there = step(here)
    if there != here:
        return row.offset(there)
    onward = to_right != row.is_rtl
    neighbour = row.span.end + 1 if onward else row.span.start - 1
    return min(max(0, neighbour), len(page.rows.text))


def _by_word(page: ArticleLayout, caret: int, *, onward: bool) -> int:
    return _step(page, caret, _BY_WORD, onward=onward)


def _step(page: ArticleLayout, caret: int, mode: QTextLayout.CursorMode, *, onward: bool) -> int:
    """One step in the order of the text; from the end of a row on to the next one."""
    index = page.rows.row_at(caret)
    row = page.text(index)
    if onward:
        if caret >= row.span.end:
            return min(caret + 1, len(page.rows.text))
        return row.offset(row.layout.nextCursorPosition(row.position(caret), mode))
    if caret > row.span.start:
        return row.offset(row.layout.previousCursorPosition(row.position(caret), mode))
    if index == 0:
        return 0
    if page.rows.begins_paragraph(index):
        return caret - 1
    before = page.text(index - 1)
    return before.offset(before.layout.previousCursorPosition(before.position(before.span.end), mode))


def _by_line(page: ArticleLayout, caret: int, step: int, x: float) -> int:
    row, line = page.line_place(caret)
    line += step
    if 0 <= line < len(page.text(row).lines):
        return page.text(row).offset_at(x, line)
    row += step
    if not 0 <= row < len(page.rows):
        return 0 if step < 0 else len(page.rows.text)
    text = page.text(row)
    return text.offset_at(x, 0 if step > 0 else len(text.lines) - 1)


def _by_paragraph(rows: Rows, caret: int, step: int) -> int:
    """The beginning of the next paragraph that holds something, or of this one where the caret is inside it."""
    row = rows.row_at(caret)
    if step < 0 and rows.starts[row] < caret and rows.begins_paragraph(row):
        row += 1
    while 0 <= (row := row + step) < len(rows):
        is_inside = rows.is_hard_wrapped and row > 0 and not rows.is_blank(row - 1)
        if rows.begins_paragraph(row) and not rows.is_blank(row) and not is_inside:
            return rows.starts[row]
    return 0 if step < 0 else len(rows.text)


def _line_edge(page: ArticleLayout, caret: int, *, to_end: bool) -> int:
    row, line = page.line_place(caret)
    text = page.text(row)
    span = text.line_span(line)
    if not to_end:
        return span.start
    if line + 1 == len(text.lines):
        if page.rows.ends_paragraph(row):
            return span.end
        return text.offset(text.layout.previousCursorPosition(text.position(span.end)))
    end = text.line_text(line).end
    if end < span.end:
        return end
    return text.offset(text.layout.previousCursorPosition(text.position(span.end)))
