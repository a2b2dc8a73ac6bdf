"""One row of text broken into lines: where each character stands, from left to right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from glossator.core.spans import Span
from glossator.ui.text import offsets, rows
from glossator.ui.text.metrics import Metrics

_TAB_CHARACTERS = 4


class TextLine(NamedTuple):
    """A line of a row: positions from ``start`` to ``end``, without its trailing white space to ``text_end``.

    ``line`` lives as long as the QTextLayout it belongs to; ``ascent`` and ``descent`` are in pixels and larger than
    those of the page's face where another face had to help out.
    """

    line: QTextLine
    start: int
    end: int
    text_end: int
    ascent: float
    descent: float


class _Cell(NamedTuple):
    """A character as a reader counts, from ``left`` to ``right`` on the screen."""

    left: float
    right: float
    start: int
    end: int
    is_rtl: bool


def _left_of(cell: _Cell) -> float:
    return cell.left


class RowText:
    """The text layout of one row; x runs from the left edge of the column, in pixels.

    What it takes and gives are offsets in the document; positions stay inside.
    """

    def __init__(self, text: str, span: Span, metrics: Metrics, width: float, *, is_rtl: bool) -> None:
        drawn = rows.shown(span.slice(text))
        self.span = span
        self.width = width
        self.is_rtl = is_rtl
        self.is_bidi = is_rtl or rows.has_right_to_left(drawn)
        self._needs_cells = self.is_bidi or rows.has_combining(drawn)
        self.map = offsets.map_of(drawn)
        self.layout = QTextLayout(drawn, metrics.font)
        self.layout.setTextOption(_option(metrics, is_rtl=is_rtl))
        self.layout.setCacheEnabled(True)
        self.lines = _lines(self.layout, drawn, self.map, width)
        self._cells: dict[int, list[_Cell]] = {}
        self.starts = [span.start + self.map.offset(line.start) for line in self.lines]

    def position(self, offset: int) -> int:
        """The position in the row of an offset in the document."""
        return self.map.position(offset - self.span.start)

    def offset(self, position: int) -> int:
        """The offset in the document of a position in the row."""
        return self.span.start + self.map.offset(position)

    def line_at(self, offset: int) -> int:
        """The line that holds the character at ``offset`` (at the row's end: the last)."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def line_span(self, index: int) -> Span:
        """The stretch of the document on a line, with its trailing white space."""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.span.end
        return Span(self.starts[index], end)

    def line_text(self, index: int) -> Span:
        """The stretch of the document on a line, without its trailing white space."""
        return Span(self.starts[index], self.offset(self.lines[index].text_end))

    def x_of(self, offset: int, line: int | None = None) -> float:
        """Where a caret at ``offset`` stands; ``line`` says on which, where a line ends and another begins."""
        index = self.line_at(offset) if line is None else line
        return _to_x(self.lines[index].line, self.position(offset))

    def offset_at(self, x: float, line: int) -> int:
        """The offset between two characters of ``line`` that is nearest to ``x``."""
        if self._needs_cells:
            return self._cell_offset_at(x, line)
        found = self.offset(self.lines[line].line.xToCursor(x))
        span = self.line_span(line)
        if found >= span.end and line + 1 < len(self.lines):  # behind the last character another line begins
            return max(span.start, self.offset(self.layout.previousCursorPosition(self.lines[line].end)))
        return found

    def _cell_offset_at(self, x: float, line: int) -> int:
        """Qt's own answer is up to a character off in lines from right to left, and anywhere among combining marks."""
        cells = self._cells_of(line)
        if not cells:
            return self.starts[line]
        at = min(max(0, bisect_right(cells, x, key=_left_of) - 1), len(cells) - 1)
        cell = cells[at]
        is_behind = (x >= (cell.left + cell.right) / 2) != cell.is_rtl
        if is_behind and cell.end >= self.line_span(line).end and line + 1 < len(self.lines):
            return cell.start
        return cell.end if is_behind else cell.start

    def _cells_of(self, line: int) -> list[_Cell]:
        """What a reader counts as characters on a line, from left to right."""
        known = self._cells.get(line)
        if known is not None:
            return known
        each = self.lines[line]
        made = []
        here = each.start
        while here < each.end:
            following = min(each.end, max(here + 1, self.layout.nextCursorPosition(here)))
            runs = each.line.glyphRuns(here, following - here)
            boxes = [run.boundingRect() for run in runs]
            start, end = self.offset(here), self.offset(following)
            made += [
                _Cell(box.x(), box.x() + box.width(), start, end, run.isRightToLeft())
                for box, run in zip(boxes, runs, strict=True)
                if box.width() > 0
            ]
            here = following
        self._cells[line] = sorted(made)
        return self._cells[line]

    def is_right_to_left_at(self, offset: int) -> bool:
        """The character at ``offset`` is written from right to left."""
        if not self.is_bidi:
            return False
        line = self.lines[self.line_at(offset)].line
        runs = line.glyphRuns(self.position(offset), 1)
        return bool(runs) and runs[0].isRightToLeft()

    def rects(self, line: int, start: int, end: int | None = None) -> list[tuple[float, float]]:
        """Left and right edges of what is drawn of ``[start, end)`` (by default one character) on ``line``.

        In a line with both directions one stretch of text can be several on the screen.
        """
        each = self.lines[line]
        low = max(each.start, self.position(start))
        high = min(each.end, self.position(start + 1 if end is None else end))
        if low >= high:
            return []
        if not self.is_bidi:
            return [(_to_x(each.line, low), _to_x(each.line, high))]
        boxes = (run.boundingRect() for run in each.line.glyphRuns(low, high - low))
        return merged((box.x(), box.x() + box.width()) for box in boxes if box.width() > 0)


def merged(intervals: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """``intervals`` from left to right, those that touch joined."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(intervals):
        if found and low <= found[-1][1] + 0.01:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _to_x(line: QTextLine, position: int) -> float:
    found = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _option(metrics: Metrics, *, is_rtl: bool) -> QTextOption:
    """QTextLayout orders the runs of a right-to-left paragraph, but would leave it at the left edge."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(_TAB_CHARACTERS * metrics.average)
    if is_rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _lines(layout: QTextLayout, drawn: str, mapped: offsets.OffsetMap, width: float) -> list[TextLine]:
    found = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        end = start + max(0, line.textLength())  # an empty text has one line of length -1
        line.setPosition(QPointF(0, 0))
        first, last = mapped.offset(start), mapped.offset(end)
        kept = len(drawn[first:last].rstrip())
        text_end = mapped.position(first + kept) if kept else end
        found.append(TextLine(line, start, end, text_end, line.ascent(), line.descent()))
    layout.endLayout()
    return found
