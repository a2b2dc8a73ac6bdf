"""Where things stand on a timeline: the stretch of days in sight, and rows packed into lanes without overlap."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import is_
from typing import NamedTuple

from PySide6.QtCore import QRectF

from glossator.analysis.lanes import Lane
from glossator.analysis.timeline import EventKey, Row
from glossator.core.dates import When
from glossator.ui.plots.timeline.content import PileKey

NAMES = 156.0
"""Pixels that the names of lanes take."""
AXIS = 44.0
"""Pixels that the axis takes."""
TOP = 6.0
LINE = 22.0
"""Pixels of a line of marks with their words, and of one without."""
THIN = 13.0
PILED = 18.0
"""Pixels of a line where there are piles."""
COLUMN = 46.0
HIGHEST = 120.0
"""Pixels of a lane of a histogram, and at most, where there is room."""
DOT = 5.0
"""Radius of a point, in pixels."""
EDGE = 8.0
"""Pixels at the right that stay free."""
_LEAST = 1 / 24
_MOST = 4e8
_FADE = 44.0
_TALL = 420.0
_GAP = 6.0
_FEW = 3  # dots on one place that are no pile yet


class Span:
    """The days in sight, from ``low`` to ``high``, on a stretch of pixels from ``left`` to ``right``."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high
        self.left, self.right = NAMES, NAMES + 100.0

    def fit(self, width: float) -> None:
        """The chart is so many pixels wide."""
        self.right = max(self.left + 40.0, width - EDGE)

    def leave(self, pixels: float) -> None:
        """Leave so many pixels free at the right of what is shown, as far as there is room."""
        free = min(pixels, (self.right - self.left) / 2)
        self.high = self.low + (self.high - self.low) * (self.right - self.left) / (
            self.right - self.left - free
        )

    def x(self, day: float) -> float:
        """Where a day lies, in pixels; far away ones just beside what is seen."""
        if math.isinf(day):
            return self.left - 1e4 if day < 0 else self.right + 1e4
        place = self.left + (day - self.low) / (self.high - self.low) * (self.right - self.left)
        return min(max(place, self.left - 1e4), self.right + 1e4)

    def day(self, x: float) -> float:
        """Which day lies at a pixel."""
        return self.low + (x - self.left) / (self.right - self.left) * (self.high - self.low)

    def zoom(self, factor: float, around: float) -> None:
        """Show a stretch ``factor`` times as long, with the day ``around`` staying where it is."""
        length = (self.high - self.low) * factor
        if _LEAST <= length <= _MOST:
            share = (around - self.low) / (self.high - self.low)
            self.low = around - share * length
            self.high = self.low + length

    def pan(self, pixels: float) -> None:
        """Move what is seen by so many pixels."""
        days = pixels * (self.high - self.low) / (self.right - self.left)
        self.low, self.high = self.low + days, self.high + days

    def show(self, low: float, high: float) -> None:
        """Show these days."""
        if high - low >= _LEAST:
            self.low, self.high = low, high


class Shape(NamedTuple):
    """A mark of a row: its box in pixels, each of its times from where to where, and the room for its words; or of a
    ``pile`` of several, of which the row is the first, with the room for its number.
    """

    row: Row
    box: QRectF
    pieces: tuple[tuple[When, float, float], ...]
    words: QRectF
    lane: int
    pile: tuple[Row, ...] = ()
    number: QRectF | None = None

    @property
    def key(self) -> EventKey | PileKey:
        """What it stands for."""
        return PileKey(tuple(each.key for each in self.pile)) if self.pile else self.row.key


class Layout(NamedTuple):
    """Shapes in lanes: where each lane begins and ends, in pixels, and how high everything is."""

    shapes: tuple[Shape, ...]
    lanes: tuple[tuple[float, float], ...]
    height: float


def wanting(held: Sequence[Lane], span: Span, width_of: Callable[[str], float]) -> float:
    """How many pixels the words of marks want at the right edge that have no room on either side."""
    wanted, wide = 0.0, span.right - span.left
    for row in (row for lane in held for row in lane.rows):
        words = width_of(row.words) + 2 * _GAP
        first, last = span.x(row.start), span.x(row.end)
        if first - words < span.left < last <= span.right < last + words:
            wanted = max(wanted, wide * (1 - (wide - words) / (last - span.left)))
    return wanted


class _Mark(NamedTuple):
    """What is drawn of a row, or of a pile, before it has its line."""

    row: Row
    first: float
    last: float
    pieces: tuple[tuple[When, float, float], ...]
    pile: tuple[Row, ...] = ()


class _Stood(NamedTuple):
    """A mark in its line, with the room for its words: where that begins, and how wide it is."""

    mark: _Mark
    line: int
    left: float
    words: float


class _Way(NamedTuple):
    """A way of packing: the pixels of a line, whether there is room for words, and whether what is alike is piled."""

    line: float
    has_words: bool = False
    is_piled: bool = False


_WORDED, _BARE, _HEAPED = _Way(LINE, has_words=True), _Way(THIN), _Way(PILED, is_piled=True)


class _Packed:
    """What is in sight of a lane, and how it is packed in each way that was asked for."""

    def __init__(self, rows: list[Row], marks: list[_Mark]) -> None:
        self.rows, self.marks = rows, marks
        self.stood: dict[_Way, tuple[list[_Stood], int]] = {}
        self.shapes: dict[tuple[_Way, int, float], list[Shape]] = {}


class Packing:
    """Packs the rows of lanes into as few lines as there must be.  While the same days are shown, lanes of which the
    same rows are in sight stay packed as they are.
    """

    def __init__(self, width_of: Callable[[str], float]) -> None:
        """``width_of`` says how many pixels words take."""
        self._width_of = width_of
        self._look: object = None
        self._held: dict[str, _Packed] = {}

    def forget(self) -> None:
        """Words take another room now."""
        self._held.clear()

    def packed(self, lanes: Sequence[Lane], span: Span, room: float = 0.0) -> Layout:
        """Rows with their words where there is ``room`` for these (in pixels; the usual one at least); where there is
        none without them either, dots on one place, and bars over one stretch, are a pile.
        """
        look = span.low, span.high, span.left, span.right
        if look != self._look:
            self._look = look
            self._held.clear()
        held = [(each.name, self._seen(each, span)) for each in lanes]
        self._held = dict(held)
        found = [each for _, each in held]
        way = _WORDED
        if self._height(found, way, span) > max(_TALL, room):
            way = _BARE
            if self._height(found, way, span) > (room if room > 0 else _TALL):
                # what differs is no pile
                way = min((_HEAPED, _BARE), key=lambda each: self._height(found, each, span))
        return self._laid(found, way, span)

    def _seen(self, lane: Lane, span: Span) -> _Packed:
        """The rows of a lane that are in sight."""
        beyond = (_FADE + 2 * DOT) * (span.high - span.low) / (span.right - span.left)
        rows = lane.seen(span.low - beyond, span.high + beyond)  # days that a mark may reach farther
        before = self._held.get(lane.name)
        if before is not None and len(rows) == len(before.rows) and all(map(is_, rows, before.rows)):
            return before
        known = {id(each.row): each for each in before.marks} if before is not None else {}
        marks = [known.get(id(row)) or _mark(row, span) for row in rows]
        return _Packed(rows, [each for each in marks if each.last >= span.left and each.first <= span.right])

    def _height(self, found: Iterable[_Packed], way: _Way, span: Span) -> float:
        return TOP + sum(self._lane_height(each, way, span) for each in found)

    def _lane_height(self, held: _Packed, way: _Way, span: Span) -> float:
        return max(1, self._stood(held, way, span)[1]) * way.line + 8

    def _stood(self, held: _Packed, way: _Way, span: Span) -> tuple[list[_Stood], int]:
        """The marks in their lines, and how many lines there are."""
        if way not in held.stood:
            marks = held.marks if not way.is_piled else _piled(held.marks, span, self._number_width)
            held.stood[way] = _in_lines(marks, span, self._width_of if way.has_words else _no_room)
        return held.stood[way]

    def _laid(self, found: Sequence[_Packed], way: _Way, span: Span) -> Layout:
        shapes: list[Shape] = []
        edges, top = [], TOP
        for at, held in enumerate(found):
            stood, _ = self._stood(held, way, span)
            if (way, at, top) not in held.shapes:
                held.shapes = {(way, at, top): [self._shape(each, way, at, top, span) for each in stood]}
            shapes += held.shapes[way, at, top]
            bottom = top + self._lane_height(held, way, span)
            edges.append((top, bottom))
            top = bottom
        return Layout(tuple(shapes), tuple(edges), top)

    def _shape(self, stood: _Stood, way: _Way, lane: int, top: float, span: Span) -> Shape:
        mark, y = stood.mark, top + stood.line * way.line
        box = QRectF(mark.first, y, mark.last - mark.first, way.line)
        words = QRectF(stood.left, y, stood.words, way.line if stood.words else 0)
        if not mark.pile:
            return Shape(mark.row, box, mark.pieces, words, lane)
        half = self._number_width(len(mark.pile)) / 2
        # of a bar that goes on, in the middle of what is seen of it
        first, last = max(mark.first, span.left), min(mark.last, span.right)
        middle = (first + last) / 2 if last - first > 2 * half else (mark.first + mark.last) / 2
        number = QRectF(middle - half, y, 2 * half, way.line)
        return Shape(mark.row, box, mark.pieces, words, lane, mark.pile, number)

    def _number_width(self, count: int) -> float:
        """The room that the number of a pile takes, with that around it."""
        return max(PILED - 2, self._width_of(f"{count:,}") + 10)


def _no_room(_: str) -> float:
    return 0.0


def _in_lines(
    marks: Iterable[_Mark], span: Span, width_of: Callable[[str], float]
) -> tuple[list[_Stood], int]:
    """Each mark in the first line in which nothing else is where it and its words are."""
    ends: list[float] = []
    stood = []
    for mark in marks:
        first, last = mark.first, mark.last
        words = width_of(mark.row.words)
        # at the right edge the words stand before the mark
        is_before = last + _GAP + words > span.right and first - words - _GAP >= span.left
        begin = first - words - _GAP if is_before else first
        end = last if is_before else last + (words + _GAP if words else 2.0)
        number = len(ends)
        for at, taken in enumerate(ends):
            if taken < begin:
                number = at
                break
        ends[number : number + 1] = [end + _GAP / 2]
        stood.append(_Stood(mark, number, begin if is_before else last + _GAP, words))
    return stood, len(ends)


def _mark(row: Row, span: Span) -> _Mark:
    pieces = tuple((when, *_reach(when, span)) for when in row.whens)
    return _Mark(row, min(each[1] for each in pieces), max(each[2] for each in pieces), pieces)


def _piled(marks: Sequence[_Mark], span: Span, number_width: Callable[[int], float]) -> list[_Mark]:
    """The same with more than a few dots on one place, or bars over one stretch, as one pile.  A place is a stretch of
    days, which stays the same while the timeline is moved along.
    """
    days = (2 * DOT + 2) * (span.high - span.low) / (span.right - span.left)
    length = 2.0 ** math.ceil(math.log2(days))
    held: dict[object, list[_Mark]] = defaultdict(list)
    kept = []
    for each in marks:
        place = _place(each, length)
        if place is None:
            kept.append(each)
        else:
            held[place].append(each)
    for alike in held.values():
        if len(alike) <= _FEW:
            kept += alike
            continue
        first, last = min(each.first for each in alike), max(each.last for each in alike)
        half = number_width(len(alike)) / 2
        if last - first < 2 * half or _is_dot(alike[0]):
            middle = (first + last) / 2
            first, last = middle - half, middle + half
        rows = tuple(each.row for each in alike)
        kept.append(_Mark(rows[0], first, last, alike[0].pieces, rows))
    return sorted(kept, key=lambda each: each.first)


def _place(mark: _Mark, length: float) -> object:
    """What marks have in common that look alike on one place of ``length`` days; ``None``: it is like no other."""
    row = mark.row
    if not (math.isfinite(row.start) and math.isfinite(row.end)):
        return None
    if _is_dot(mark):
        return math.floor(row.start / length)
    if len(mark.pieces) > 1:
        return None
    (when,) = row.whens
    ends = math.isfinite(when.start), math.isfinite(when.end), when.is_exact, when.is_range
    return math.floor(row.start / length), math.floor(row.end / length), row.certainty, ends


def _is_dot(mark: _Mark) -> bool:
    return mark.last - mark.first <= 2 * DOT + 0.01


def _reach(when: When, span: Span) -> tuple[float, float]:
    """From where to where a time is drawn: an open end for a little while, a short one at least as a dot."""
    first = span.x(when.start) if math.isfinite(when.start) else span.x(when.end) - _FADE
    last = span.x(when.end) if math.isfinite(when.end) else span.x(when.start) + _FADE
    if last - first < 2 * DOT:
        middle = (first + last) / 2
        return middle - DOT, middle + DOT
    return first, last
