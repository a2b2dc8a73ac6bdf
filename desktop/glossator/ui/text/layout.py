"""The layout of an article: rows laid out and decorated as they come near the screen, and where they stand."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.changes import Change
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.text import marks
from glossator.ui.text.decoration import Asks, Decoration, Density, decorate
from glossator.ui.text.heights import Heights
from glossator.ui.text.metrics import Metrics
from glossator.ui.text.rows import Rows
from glossator.ui.text.rowtext import RowText

LAYOUTS_ALIVE = 400
"""How many rows keep their text layout; the least recently used are dropped first."""

_NEAR = 3
"""Scroll steps of up to so many windows go through exactly measured rows; farther ones by estimates."""
_WRAPPING = 1.03
"""Lines are a little shorter than the column, because words are not divided."""


class Placed(NamedTuple):
    """A row on the screen: ``y`` is the distance of its top from the top of the window, in pixels."""

    row: int
    y: float
    text: RowText
    marks: Decoration


class Grip(NamedTuple):
    """What stays where it is while everything is laid out anew: the line of ``offset``, ``y`` below the top."""

    offset: int
    y: float


class ArticleLayout:
    """The rows of one article and the place that is shown: row ``top``, ``shift`` pixels below its top.

    ``details`` says what a chip tells beside the label.  ``laid_out`` and ``decorated`` count the work done, for those
    who watch what an act costs.
    """

    def __init__(
        self,
        annotations: AnnotationSet,
        scheme: Scheme | None,
        metrics: Metrics,
        *,
        width: float,
        density: Density = "normal",
    ) -> None:
        self.annotations = annotations
        self.scheme = scheme
        self.rows = Rows(annotations.text)
        self.metrics = metrics
        self.density: Density = density
        self.width = width
        self.top = 0
        self.shift = 0.0
        self.laid_out = 0
        self.decorated = 0
        self.details: Callable[[Mention], str] | None = None
        self._texts: OrderedDict[int, RowText] = OrderedDict()
        self._marks: dict[int, Decoration] = {}
        self._forget_measures()

    # --- rows -------------------------------------------------------------------------------------------------

    def text(self, row: int) -> RowText:
        """The text layout of ``row``, made now if need be."""
        found = self._texts.get(row)
        if found is not None:
            self._texts.move_to_end(row)
            return found
        span = self.rows.span(row)
        found = RowText(
            self.rows.text, span, self.metrics, self.width, is_rtl=self.rows.is_right_to_left(row)
        )
        self.laid_out += 1
        self._texts[row] = found
        if len(self._texts) > LAYOUTS_ALIVE:
            dropped, _ = self._texts.popitem(last=False)
            self._marks.pop(dropped, None)
        return found

    def marks(self, row: int) -> Decoration:
        """The decoration of ``row``, made now if need be; its height is then known exactly."""
        text = self.text(row)
        found = self._marks.get(row)
        if found is None:
            found = self._marks[row] = decorate(
                text,
                self.annotations.within(text.span) if text.span.length else (),
                self.density,
                self.metrics,
                self._asks,
                above=self._above(row),
                below=self._below(row),
            )
            self.decorated += 1
            self.heights.measure(row, found.height)
        return found

    @property
    def alive(self) -> int:
        """How many text layouts are kept."""
        return len(self._texts)

    def knows(self, row: int) -> bool:
        """The row is laid out and decorated already."""
        return row in self._marks and row in self._texts

    def _above(self, row: int) -> float:
        return self.metrics.paragraph_gap * 2 if row == 0 else 0.0

    def _below(self, row: int) -> float:
        if row + 1 == len(self.rows):
            return self.metrics.paragraph_gap * 4
        if self.rows.is_blank(row) or self.rows.is_blank(row + 1) or not self.rows.ends_paragraph(row):
            return 0.0
        return self._gap

    # --- what changes -----------------------------------------------------------------------------------------

    def reshape(self, metrics: Metrics, width: float, density: Density) -> None:
        """Another face, zoom, width or density: everything is laid out anew when it is shown."""
        if (metrics, width) != (self.metrics, self.width):
            self._texts.clear()
        self.metrics, self.width, self.density = metrics, width, density
        self._forget_measures()

    def touched_by(self, change: Change) -> tuple[set[int], set[int]]:
        """The rows and the relations that look different after ``change``, which the annotations have followed."""
        held = self.annotations
        rows: set[int] = set()
        relations: set[int] = set()
        for record in (*change.removed, *change.added):
            match record:
                case Mention(document=held.document.id):
                    rows.update(self.rows.covering(Span(record.start, record.end)))
                    relations.update(each.id for each in held.relations_of(record.id))
                case Relation(document=held.document.id):
                    relations.add(record.id)
                    rows.update(self._rows_of_ends(record))
                case Note() if record.target in held.mentions:
                    rows.add(self.rows.row_at(held.mentions[record.target].start))
                case Entity() if self.details is not None:
                    rows.update(self._rows_about(record.id))
        if self.density == "all":
            for relation in filter(None, map(held.relations.get, relations)):
                rows.update(self._rows_of_ends(relation))
        return rows, relations

    def _rows_of_ends(self, relation: Relation) -> Iterator[int]:
        for end in marks.mentions_drawn_by(relation, self.annotations):
            yield self.rows.row_at(self.annotations.mentions[end].start)

    def redecorate(self, rows: Iterable[int]) -> list[int]:
        """Forget the decoration of ``rows``; returns those that had one."""
        known = [row for row in dict.fromkeys(rows) if self._marks.pop(row, None) is not None]
        for row in known:
            if row in self._texts:
                self.marks(row)
        return known

    def _forget_measures(self) -> None:
        self._marks.clear()
        self._gap = 0.0 if self.rows.is_hard_wrapped else self.metrics.paragraph_gap
        chip_metrics = QFontMetricsF(self.metrics.chip_font)
        name_metrics = QFontMetricsF(self.metrics.name_font)
        self._asks = Asks(
            tag=self._tag,
            count=lambda mention: len(self.annotations.relations_of(mention)),
            arcs=lambda mention: marks.arcs_at(mention, self.annotations, self.scheme),
            is_noted=lambda mention: bool(self.annotations.notes_on(mention)),
            chip_width=cache(partial(_chip_width, chip_metrics, self.metrics)),
            name_width=cache(partial(_name_width, name_metrics)),
        )
        self.heights = Heights(self._estimates())

    def _tag(self, mention: Mention) -> str:
        label = self.scheme.label(mention.label) if self.scheme else None
        tag = (label.tag or label.id) if label else mention.label
        return tag + self.details(mention) if self.details is not None else tag

    def _rows_about(self, entity: int) -> list[int]:
        """The decorated rows on which a mention of this entity begins."""
        mentions = self.annotations.mentions
        return [
            row
            for row, found in self._marks.items()
            if any(mentions[each].entity == entity for each in found.chips if each in mentions)
        ]

    def _estimates(self) -> Iterator[float]:
        """Heights from lengths alone: as many lines as the characters fill."""
        metrics, starts = self.metrics, self.rows.starts
        pitch = metrics.pitch if self.density != "calm" else metrics.pitch - metrics.lead + metrics.calm_lead
        if self.density == "all":
            arcs = 2 * len(self.annotations.relations) / max(1, len(self.rows.text))
            pitch += metrics.arc_pitch * min(2.0, arcs * self.width / metrics.average)
        per_line = self.width / (metrics.average * _WRAPPING)
        gap, blank = self._gap, metrics.blank_line
        ceil = math.ceil
        for row in range(len(starts) - 1):
            length = starts[row + 1] - starts[row]
            yield ceil(length / per_line) * pitch + gap if length > 1 else blank
        last = len(self.rows.text) - starts[-1]
        yield (ceil(last / per_line) or 1) * pitch + self._below(len(starts) - 1)

    # --- places -----------------------------------------------------------------------------------------------

    @property
    def value(self) -> float:
        """The distance from the very top that the window shows, in pixels."""
        return self.heights.top(self.top) + self.shift

    def visible(self, height: float) -> list[Placed]:
        """The rows in a window of ``height`` pixels, from top to bottom."""
        found = []
        y, row = -self.shift, self.top
        while y < height and row < len(self.rows):
            found.append(Placed(row, y, self.text(row), self.marks(row)))
            y += found[-1].marks.height
            row += 1
        return found

    def move(self, distance: float, window: float) -> None:
        """Scroll by ``distance`` pixels through exactly measured rows, not beyond the ends."""
        self.shift += distance
        while self.shift < 0 and self.top > 0:
            self.top -= 1
            self.shift += self.marks(self.top).height
        self.shift = max(0.0, self.shift)
        while self.top + 1 < len(self.rows) and self.shift >= (height := self.marks(self.top).height):
            self.shift -= height
            self.top += 1
        if distance > 0:
            self.stop_at_end(window)
        self.shift = self.metrics.snap(self.shift)

    def jump(self, value: float, window: float) -> None:
        """Show what lies ``value`` pixels from the top: near by exactly, far by estimates."""
        distance = value - self.value
        if abs(distance) <= _NEAR * window:
            self.move(distance, window)
            return
        self.top, self.shift = self.heights.at(value)
        self.move(0.0, window)
        self.stop_at_end(window)

    def jump_to_end(self, window: float) -> None:
        """Show the end, whatever the estimates say."""
        self.top = len(self.rows) - 1
        self.shift = self.marks(self.top).height - window
        self.move(0.0, window)

    def stop_at_end(self, window: float) -> None:
        """Do not leave the window emptier than need be: the last row ends at its bottom."""
        y, row = -self.shift, self.top
        while y < window and row < len(self.rows):
            y += self.marks(row).height
            row += 1
        if row == len(self.rows) and y < window:
            self.shift -= window - y
            while self.shift < 0 and self.top > 0:
                self.top -= 1
                self.shift += self.marks(self.top).height
            self.shift = max(0.0, self.shift)

    def line_place(self, offset: int) -> tuple[int, int]:
        """(row, line) of the character at ``offset``."""
        row = self.rows.row_at(offset)
        return row, self.text(row).line_at(offset)

    def y_of(self, offset: int, window: float) -> float:
        """How far below the window's top the text box of ``offset`` begins: exact when it is near, else a guess."""
        row, line = self.line_place(offset)
        inside = self.marks(row).lines[line].box_top
        if row >= self.top:
            y, at = -self.shift, self.top
            while at < row and y <= window:
                y += self.marks(at).height
                at += 1
            if at == row:
                return y + inside
        return self.heights.top(row) - self.value + inside

    def grip(self, offset: int | None, window: float) -> Grip:
        """Take hold of the line of ``offset`` if it is in the window, or else of the first whole line in it."""
        if offset is not None:
            y = self.y_of(offset, window)
            if 0 <= y < window:
                return Grip(offset, y)
        for placed in self.visible(window):
            for line, box in enumerate(placed.marks.lines):
                if placed.y + box.box_top >= 0:
                    return Grip(placed.text.starts[line], placed.y + box.box_top)
        return Grip(self.rows.starts[self.top], 0.0)

    def hold(self, grip: Grip, window: float) -> None:
        """Scroll so that the line of ``grip`` stands where it stood."""
        row, line = self.line_place(grip.offset)
        self.top, self.shift = row, self.marks(row).lines[line].box_top - grip.y
        self.move(0.0, window)
        self.stop_at_end(window)


def _chip_width(font: QFontMetricsF, metrics: Metrics, tag: str, count: int, is_noted: bool) -> float:
    width = font.horizontalAdvance(tag) + (9 if is_noted else 7) * metrics.unit
    if count:
        width += font.horizontalAdvance(str(count)) + 3 * metrics.unit
    return metrics.snap(width)


def _name_width(font: QFontMetricsF, name: str) -> float:
    # Qt's method itself would not do for the cache: reading its help text has Qt for Python build all signatures.
    return font.horizontalAdvance(name)
