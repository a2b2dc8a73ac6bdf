"""What a view is made of: marks with their place and their words, and the drawing that holds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from glossator.core.titles import counted
from glossator.ui.theme import Theme

Reach = Literal["box", "row", "name", "end"]


DIGIT = 8
"""Pixels that a digit takes, more or less."""
CARD_LETTERS = frozenset("ft")
"""Letters that ask something of a whole card: in it no list looks for a row that begins so."""
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_NUMBER = 84  # pixels of the words at the end of a bar


class Box(NamedTuple):
    """A rectangle in the units of a view: ``x`` along its values (or columns), ``y`` along its rows."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands for annotations and can be clicked.  ``key`` says which annotations, ``tip`` says it in
    words; ``row`` and ``column`` are its neighbours' order for the arrow keys.  It can be clicked in its box, in the
    whole row, in the name of the row only, or in its box and the number at the end of that.
    """

    key: Hashable
    box: Box
    tip: str
    row: int
    column: int = 0
    reach: Reach = "box"


@dataclass(frozen=True, slots=True)
class Frame:
    """The room that a view needs: its ``rows`` of ``row_height`` pixels, ``width`` units along its values, and the
    margins around them in pixels; ``has_axis`` asks for ticks below; columns are at most ``widest`` pixels wide.
    Rows that may ``grow`` take the room of a view that is enlarged.
    """

    rows: int
    row_height: int
    width: float
    left: int
    top: int = 4
    right: int = 16
    has_axis: bool = True
    widest: int = 0
    grow: bool = False


class Place(NamedTuple):
    """From the units of a view to pixels: ``area`` is where its rows and values lie, ``beside`` the room to the
    right of it in which rows go on with their numbers.
    """

    area: QRectF
    to_pixels: Callable[[float, float], QPointF]
    beside: float = 0.0

    def rectangle(self, box: Box) -> QRectF:
        """Where ``box`` lies, in pixels."""
        return QRectF(
            self.to_pixels(box.x, box.y), self.to_pixels(box.x + box.width, box.y + box.height)
        ).normalized()

    def reached(self, mark: Mark) -> QRectF:
        """Where ``mark`` can be clicked, in pixels."""
        body = self.rectangle(mark.box)
        if mark.reach == "row":
            body.setLeft(0)
            body.setRight(max(body.right(), self.area.right()) + max(0.0, self.beside - 4))
        elif mark.reach == "name":
            body.setRight(self.area.left() - 6)
            body.setLeft(0)
        elif mark.reach == "end":
            body.setRight(body.right() + _NUMBER)
        return body


class Drawing(Protocol):
    """A view that can be drawn: its frame, its marks, and how they look."""

    @property
    def frame(self) -> Frame:
        """The room it needs."""

    @property
    def marks(self) -> Sequence[Mark]:
        """Its marks, row by row."""

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw everything but the axis."""


@runtime_checkable
class Headed(Protocol):
    """A drawing whose columns have names above them, which stay in sight where its lower rows are looked at."""

    def paint_head(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw the names above the columns, as :meth:`Drawing.paint` does."""


@runtime_checkable
class Telling(Protocol):
    """A drawing of so many marks that their words are made when they are asked for: their ``tip`` is empty."""

    def tip_of(self, mark: Mark) -> str:
        """The words of a mark."""


@dataclass(frozen=True)
class Table:
    """The numbers of a view as a table: headings, rows of cells, and for each row the key of its mark (or ``None``)."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str | int | float, ...], ...] = ()
    keys: tuple[Hashable | None, ...] = ()


class LegendEntry(NamedTuple):
    """A sample and its words; ``style`` is a fill (solid, hatched, hollow) or a sign (dot, diamond, ramp, outline)."""

    style: str
    words: str


@dataclass(frozen=True)
class View:
    """All that a card shows: the drawing (``None`` when there is nothing), its legend, its table twin, the line below,
    and what to do when it is empty.  A chart that draws in its own way finds what it draws in ``content``.  A ``hint``
    says what hands can do: beside the line below, and not on paper.  ``cut`` says what of the table is
    not listed in the window, beside the line below while the table is shown.
    """

    drawing: Drawing | None
    legend: tuple[LegendEntry, ...] = ()
    table: Table = field(default_factory=Table)
    foot: str = ""
    empty: str = ""
    content: object = None
    hint: str = ""
    cut: str = ""

    @property
    def is_empty(self) -> bool:
        """There is nothing to draw."""
        return self.drawing is None and self.content is None


def shown_hidden(shown: int, hidden: int, one: str, many: str = "") -> str:
    """How much is shown and how much the filter hides, as the line below each view says it."""
    return f"{counted(shown, one, many)} shown, {number(hidden)} hidden by the filter"


def cut_short(listed: int, one: str) -> str:
    """That a table in the window lists the first rows of many."""
    return f"listed here: the first {counted(listed, one)}; a table that is saved or copied goes on"


def nothing_shown(hidden: int, why: str, one: str, many: str = "") -> str:
    """What an empty view says: that the filter hides all there is, or ``why`` there is nothing and what to do."""
    return (
        f"The filter hides all {counted(hidden, one, many)}. Take a filter off above." if hidden > 0 else why
    )


def number(value: int) -> str:
    """A count as it is written everywhere in the window, with commas between the thousands."""
    return f"{value:,}"


def one_line(text: str) -> str:
    """``text`` without breaks and tabs, which would be painted as further lines, over what is there."""
    return _BREAKS.sub(" ", text)


def short(value: float) -> str:
    """A number where there is little room: "0.5", "9,999", "67 k", "1.2 M", "3 G"; from 10,000 on rounded."""
    if value < 10_000:
        return f"{value:,g}"
    for unit, letter in ((1e3, "k"), (1e6, "M")):
        if round(value / unit) < 1_000:
            return f"{_rounded(value / unit)} {letter}"
    return f"{_rounded(value / 1e9)} G"


def _rounded(value: float) -> str:
    told = f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"
    return told.removesuffix(".0")


def whole_ticks(width: float, *, most: int = 6) -> list[int]:
    """Whole numbers from 0 up to ``width`` in steps of 1, 2 or 5 times a power of ten, about ``most`` of them."""
    if width < 0:
        return []
    step = 1
    factors = (2, 2.5, 2)
    at = 0
    while width / step > most:
        step = round(step * factors[at % 3])
        at += 1
    return list(range(0, int(width) + 1, step))


def neighbour(marks: Sequence[Mark], current: Mark | None, rows: int, columns: int) -> Mark | None:
    """The next mark in a direction of the arrow keys: in the same row, or the nearest one of the next row that has any;
    the same mark where there is none.
    """
    if current is None:
        return marks[0] if marks else None
    if columns:
        same = [m for m in marks if m.row == current.row and (m.column - current.column) * columns > 0]
        return min(same, key=lambda m: abs(m.column - current.column), default=current)
    beyond = [m for m in marks if (m.row - current.row) * rows > 0]
    return min(
        beyond, key=lambda m: (abs(m.row - current.row), abs(m.column - current.column)), default=current
    )
