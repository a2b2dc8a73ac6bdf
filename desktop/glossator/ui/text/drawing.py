"""An article laid out for something that is no screen: cut into sheets, drawn as letters, lines and rectangles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from glossator.core.annotations import AnnotationSet
from glossator.core.errors import Refused
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.text import metrics, tracks
from glossator.ui.text.chips import Stamps
from glossator.ui.text.decoration import Decoration, Density
from glossator.ui.text.ink import Inks
from glossator.ui.text.layout import ArticleLayout, Placed
from glossator.ui.text.margin import MarginLanes
from glossator.ui.text.metrics import Metrics
from glossator.ui.text.paint import Scene, paint_page
from glossator.ui.text.sight import Sight
from glossator.ui.theme import LabelColour, Theme

PAPER_POINTS = 10.5
"""Type size on paper."""
MOST_LINES = 300
"""A picture shows at most so many lines."""

_FINE = 4.0
"""Parts of a pixel to which distances are rounded on paper."""


@dataclass(frozen=True)
class Style:
    """How an article is drawn: its face ("" for the default), the size of its type, what is drawn around the text."""

    theme: Theme
    interface: QFont
    family: str = ""
    points: float = PAPER_POINTS
    zoom: int = 100
    density: Density = "all"

    def measured(self) -> Metrics:
        """The measures of the page in this style."""
        family = self.family or metrics.default_family()
        return metrics.measure(family, self.points, self.zoom, _FINE, self.interface)


class Sheet(NamedTuple):
    """A part of an article that is drawn in one go: its rows with what belongs to it, ``height`` pixels together."""

    placed: list[Placed]
    height: float


class Drawing:
    """An article laid out for something that is no screen; the column is ``width`` wide, in pixels."""

    def __init__(
        self,
        annotations: AnnotationSet,
        scheme: Scheme | None,
        style: Style,
        width: float,
        *,
        as_outlines: bool = False,
    ) -> None:
        self.style = style
        self._as_outlines = as_outlines
        self.metrics = style.measured()
        self.page = ArticleLayout(annotations, scheme, self.metrics, width=width, density=style.density)
        self.left = self.metrics.gutter
        self.stamps = Stamps(self.metrics, style.theme, as_shapes=True, as_outlines=as_outlines)
        self._inks = Inks(style.theme, scheme, self.metrics, as_shapes=True)
        self._margin = MarginLanes(annotations, scheme)

    def colour(self, label: str) -> LabelColour:
        """The colours of a label."""
        return self._inks.colour(label)

    def sheets(self, first_room: float, room: float) -> Iterator[Sheet]:
        """The article cut between lines into sheets that are at most so high; only a line taller than that is cut."""
        row, line, left = 0, 0, first_room
        while row < len(self.page.rows):
            sheet, row, line = self._sheet(row, line, left)
            if sheet.placed:
                yield sheet
            left = room

    def _sheet(self, row: int, line: int, room: float) -> tuple[Sheet, int, int]:
        placed: list[Placed] = []
        y = -self.page.marks(row).lines[line].top
        while row < len(self.page.rows):
            around = self.page.marks(row)
            stop = next(
                (at for at in range(line, len(around.lines)) if y + around.lines[at].bottom > room),
                len(around.lines),
            )
            if stop == line and not placed:
                stop = line + 1
            if stop > line:
                placed.append(Placed(row, y, self.page.text(row), _part_of(around, line, stop)))
            if stop < len(around.lines):
                return Sheet(placed, y + around.lines[stop].top), row, stop
            y += around.height
            row, line = row + 1, 0
        return Sheet(placed, y), row, 0

    def stretch(self, span: Span) -> Sheet:
        """The lines on which ``span`` lies; :class:`Refused` where they are more than :data:`MOST_LINES`."""
        row, first = self.page.line_place(span.start)
        end, last = self.page.line_place(max(span.start, span.end - 1))
        y = -self.page.marks(row).lines[first].top
        placed: list[Placed] = []
        count = 0
        for at in range(row, end + 1):
            around = self.page.marks(at)
            start, stop = first if at == row else 0, last + 1 if at == end else len(around.lines)
            placed.append(Placed(at, y, self.page.text(at), _part_of(around, start, stop)))
            y += around.lines[stop - 1].bottom if at == end else around.height
            count += stop - start
            if count > MOST_LINES:
                raise Refused(
                    f"A picture holds at most {MOST_LINES} lines, and more are selected.",
                    remedy="Select less, or save the article as PDF.",
                )
        return Sheet(placed, y)

    def paint(self, painter: QPainter, sheet: Sheet, width: float) -> None:
        """Paint a sheet at the painter's origin, ``width`` pixels wide."""
        exposed = QRectF(0, 0, width, sheet.height)
        sight = Sight(
            self.page,
            sheet.placed,
            left=self.left,
            window=sheet.height,
            name_width=self.stamps.name_width,
        )
        scene = Scene(
            page=self.page,
            placed=sheet.placed,
            theme=self.style.theme,
            stamps=self.stamps,
            inks=self._inks,
            left=self.left,
            routes=tracks.everything(sight, self._margin) if self.style.density == "all" else [],
            as_outlines=self._as_outlines,
        )
        painter.save()
        painter.setClipRect(exposed)
        paint_page(painter, scene, exposed)
        painter.restore()


def _part_of(around: Decoration, start: int, stop: int) -> Decoration:
    """What belongs to the lines from ``start`` to ``stop`` of a row."""
    if start == 0 and stop == len(around.lines):
        return around
    return replace(
        around,
        boxes=[box for box in around.boxes if start <= box.line < stop],
        chips={key: chip for key, chip in around.chips.items() if start <= chip.line < stop},
        tracks=[track for track in around.tracks if start <= track.line < stop],
    )
