"""What kinds of links exist, and which does the scheme not permit?  Relations by the labels of their ends."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from glossator.analysis.distribution import Cell, Matrix
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.plots.marks import (
    Box,
    Frame,
    LegendEntry,
    Mark,
    Place,
    Table,
    View,
    nothing_shown,
    number,
    short,
    shown_hidden,
)
from glossator.ui.plots.signs import (
    CHIP,
    chip,
    edge_of,
    in_cell,
    ink_on,
    shade_of,
    words,
)
from glossator.ui.theme import Theme

MOST = 40
"""Rows, and columns, that can be read."""
_ROW = 32
_LEFT = 204
_TOP = 36
_WIDEST = 88


class PairKey(NamedTuple):
    """What a cell stands for: relations of a type (all where empty) by the labels of their ends; with ``is_role`` the
    fillers of event roles, ``row`` then being the event type, or the role where ``type`` is given.
    """

    type: str
    row: str
    column: str
    is_role: bool = False


class Grid:
    """The drawing: a cell for each pair, shaded by its count; what is not permitted is outlined and marked."""

    def __init__(self, matrix: Matrix, scheme: Scheme, type_id: str, *, is_role: bool) -> None:
        self._matrix = matrix
        self._scheme = scheme
        self._most = max(matrix.counts.values(), default=1)
        self.frame = Frame(
            len(matrix.rows), _ROW, len(matrix.columns), _LEFT, top=_TOP, has_axis=False, widest=_WIDEST
        )
        columns = {name: at for at, name in enumerate(matrix.columns)}
        rows = {name: at for at, name in enumerate(matrix.rows)}
        self.marks = tuple(
            Mark(
                PairKey(type_id, cell.row, cell.column, is_role),
                Box(columns[cell.column], rows[cell.row], 1, 1),
                told(cell, count, matrix, scheme),
                rows[cell.row],
                columns[cell.column],
            )
            for cell, count in sorted(
                matrix.counts.items(), key=lambda each: (rows[each[0].row], columns[each[0].column])
            )
        )

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        self._paint_names(painter, place, theme)
        for y, row in enumerate(self._matrix.rows):
            for x, column in enumerate(self._matrix.columns):
                cell = Cell(row, column)
                body = place.rectangle(Box(x, y, 1, 1)).adjusted(1.5, 1.5, -1.5, -1.5)
                count = self._matrix.counts.get(cell, 0)
                if count:
                    self._paint_cell(painter, body, count, theme, is_right=cell in self._matrix.permitted)
                elif cell in self._matrix.permitted:
                    painter.setPen(QPen(QColor(edge_of(theme)), 1))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _paint_cell(
        self, painter: QPainter, body: QRectF, count: int, theme: Theme, *, is_right: bool
    ) -> None:
        shade = shade_of(count, self._most, theme)
        painter.setPen(QPen(QColor(theme.danger), 2) if not is_right else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade))
        painter.drawRoundedRect(body.adjusted(1, 1, -1, -1) if not is_right else body, 3, 3)
        ink = ink_on(shade, theme)
        sign = "" if is_right else " !"
        in_cell(
            painter, body, ink, f"{number(count)}{sign}", number(count), f"{short(count)}{sign}", short(count)
        )

    def _paint_names(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, name in enumerate(self._matrix.columns):
            top = place.rectangle(Box(at, 0, 1, 1))
            self._paint_label(painter, QRectF(top.left(), 0, top.width(), _TOP), name, theme)
        for at, name in enumerate(self._matrix.rows):
            line = place.rectangle(Box(0, at, 1, 1))
            label = self._scheme.label(name)
            side = QRectF(line.left() - _LEFT + 4, line.top(), _LEFT - 16, line.height())
            if label is not None:
                self._paint_label(painter, QRectF(side.left(), side.top(), CHIP, side.height()), name, theme)
                side.setLeft(side.left() + CHIP + 8)
            words(painter, side, label.name if label else self._scheme.name_of(name), theme.ink)

    def _paint_label(self, painter: QPainter, area: QRectF, name: str, theme: Theme) -> None:
        label = self._scheme.label(name)
        chip(painter, area, label.tag if label and label.tag else name[:3], theme.of(label))


def told(cell: Cell, count: int, matrix: Matrix, scheme: Scheme) -> str:
    """A cell in words."""
    first, second = scheme.name_of(cell.row), scheme.name_of(cell.column)
    said = f"{first} → {second}: {number(count)}"
    return said if cell in matrix.permitted else f"{said}, not (all) permitted by the scheme"


def view(
    matrix: Matrix, scheme: Scheme, shown: int, hidden: int, type_id: str = "", *, is_role: bool = False
) -> View:
    """The view of ``matrix``, which holds the relations of ``type_id`` (all where empty), or fillers of event roles;
    ``shown`` and ``hidden`` count relations and events under the filter.
    """
    what = ("filled role", "filled roles") if is_role else ("relation", "relations")
    foot = [shown_hidden(shown, hidden, "relation or event", "relations and events")]
    foot.append(f"{counted(matrix.total, *what)} in {counted(len(matrix.counts), 'pair')}")
    if is_role:
        foot.append("of an event, each role counts once for each label in it")
    if matrix.forbidden:
        foot.append(f"{number(matrix.forbidden)} in pairs that the scheme does not permit")
    ordered = sorted(matrix.counts.items(), key=lambda each: -each[1])
    legend = [LegendEntry("ramp", "few to many"), LegendEntry("frame", "permitted, none yet")]
    if matrix.forbidden:
        legend.append(LegendEntry("outline", "not permitted by the scheme"))
    drawn = clipped(matrix)
    if drawn is not matrix:
        foot.append(f"the {MOST} labels with most are drawn, all are in the table")
    return View(
        drawing=Grid(drawn, scheme, type_id, is_role=is_role) if matrix.counts else None,
        legend=tuple(legend),
        table=Table(
            ("Role" if is_role else "First", "Filler" if is_role else "Second", "Number", "Permitted"),
            tuple(
                (cell.row, cell.column, count, "yes" if cell in matrix.permitted else "no")
                for cell, count in ordered
            ),
            tuple(PairKey(type_id, cell.row, cell.column, is_role) for cell, _ in ordered),
        ),
        foot="  ·  ".join(foot),
        empty=nothing_shown(
            0 if shown else hidden,
            "No event has a role filled yet. Tag a trigger with E, and its roles are asked one after the other."
            if is_role
            else "Nothing is related yet. Press R on a mention and then the letter shown on another, or drag from one "
            "to the other.",
            "relation or event",
            "relations and events",
        ),
    )


def clipped(matrix: Matrix) -> Matrix:
    """The matrix with the rows and columns that hold most, where there are too many to be read."""
    if len(matrix.rows) <= MOST and len(matrix.columns) <= MOST:
        return matrix
    rows, columns = Counter[str](), Counter[str]()
    for cell, count in matrix.counts.items():
        rows[cell.row] += count
        columns[cell.column] += count
    kept_rows = {name for name, _ in rows.most_common(MOST)}
    kept_columns = {name for name, _ in columns.most_common(MOST)}

    def is_kept(cell: Cell) -> bool:
        return cell.row in kept_rows and cell.column in kept_columns

    return Matrix(
        tuple(each for each in matrix.rows if each in kept_rows),
        tuple(each for each in matrix.columns if each in kept_columns),
        {cell: count for cell, count in matrix.counts.items() if is_kept(cell)},
        frozenset(cell for cell in matrix.permitted if is_kept(cell)),
    )
