"""Which relations join which labels, type by type: a small matrix for each, all with the same rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from glossator.analysis.distribution import Cell, Matrix, relation_matrix, type_counts
from glossator.analysis.frequencies import Pairs, pairs_sheet
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
from glossator.ui.plots.matrix import PairKey, told
from glossator.ui.plots.signs import (
    edge_of,
    in_cell,
    ink_on,
    shade_of,
    words,
)
from glossator.ui.theme import Theme

MOST_TYPES, MOST_LABELS = 14, 12
"""Matrices, and rows and columns of each, that can be read beside one another."""
_ABREAST = 3
_ROW = 20
_NAME, _TAGS, _GAP = (
    1,
    1.5,
    1,
)  # rows: the name of a type, the tags above its columns, what is left free below
_SIDE, _BESIDE = 2.4, 1.4  # columns: the tags beside its rows, what is left free on the right


class Small(NamedTuple):
    """One of the matrices: its type (id), what it is called, and the relations by the labels of their ends."""

    type: str
    name: str
    matrix: Matrix


class Multiples:
    """The drawing: matrices of the same ``labels``, some abreast, shaded by one measure so that they compare."""

    def __init__(self, smalls: Sequence[Small], labels: Sequence[str], scheme: Scheme) -> None:
        self._smalls = smalls
        self._labels = labels
        self._tags = [each.tag if (each := scheme.label(name)) and each.tag else name[:3] for name in labels]
        self._most = max((n for small in smalls for n in small.matrix.counts.values()), default=1)
        size = len(labels)
        self._wide, self._high = _SIDE + size + _BESIDE, _NAME + _TAGS + size + _GAP
        abreast = min(_ABREAST, max(1, len(smalls)))
        rows = -(-len(smalls) // abreast)
        self._abreast = abreast
        self.frame = Frame(
            round(rows * self._high + 0.5), _ROW, abreast * self._wide, 8, right=8, has_axis=False, widest=34
        )
        self.marks = tuple(
            mark for at, small in enumerate(smalls) for mark in self._marks_of(at, small, scheme)
        )

    def _corner(self, at: int) -> tuple[float, float]:
        """Where the first cell of a matrix stands."""
        down, right = divmod(at, self._abreast)
        return right * self._wide + _SIDE, down * self._high + _NAME + _TAGS

    def _marks_of(self, at: int, small: Small, scheme: Scheme) -> list[Mark]:
        left, top = self._corner(at)
        places = {name: place for place, name in enumerate(self._labels)}
        down, right = divmod(at, self._abreast)
        size = len(self._labels)
        found = []
        for cell, count in small.matrix.counts.items():
            if cell.row in places and cell.column in places:
                x, y = places[cell.column], places[cell.row]
                tip = f"{small.name}, {told(cell, count, small.matrix, scheme)}"
                key = PairKey(small.type, cell.row, cell.column)
                box = Box(left + x, top + y, 1, 1)
                found.append(Mark(key, box, tip, down * size + y, right * size + x))
        return sorted(found, key=lambda mark: (mark.row, mark.column))

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        small_font = QFont(painter.font())
        small_font.setPointSizeF(small_font.pointSizeF() * 0.8)
        for at, small in enumerate(self._smalls):
            left, top = self._corner(at)
            head = place.rectangle(Box(left - _SIDE, top - _NAME - _TAGS, self._wide - 0.4, _NAME))
            count = number(small.matrix.total)
            words(painter, head, f"{small.name}  {count}", theme.ink)
            painter.save()
            painter.setFont(small_font)
            self._paint_tags(painter, place, left, top, theme)
            for y, row in enumerate(self._labels):
                for x, column in enumerate(self._labels):
                    body = place.rectangle(Box(left + x, top + y, 1, 1)).adjusted(1, 1, -1, -1)
                    self._paint_cell(painter, body, Cell(row, column), small.matrix, theme)
            painter.restore()

    def _paint_tags(self, painter: QPainter, place: Place, left: float, top: float, theme: Theme) -> None:
        painter.setPen(QColor(theme.muted))
        metrics = QFontMetricsF(painter.font())
        upright = any(
            metrics.horizontalAdvance(tag) > place.rectangle(Box(0, 0, 1, 1)).width() for tag in self._tags
        )
        for at, tag in enumerate(self._tags):
            side = place.rectangle(Box(left - _SIDE, top + at, _SIDE - 0.2, 1))
            painter.drawText(side, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, tag)
            above = place.rectangle(Box(left + at, top - _TAGS, 1, _TAGS))
            if upright:
                _write_upright(painter, above, tag)
            else:
                painter.drawText(above, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, tag)

    def _paint_cell(self, painter: QPainter, body: QRectF, cell: Cell, matrix: Matrix, theme: Theme) -> None:
        count, is_right = matrix.counts.get(cell, 0), cell in matrix.permitted
        if not count:
            if is_right:
                painter.setPen(QPen(QColor(edge_of(theme)), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(body.adjusted(0.5, 0.5, -0.5, -0.5))
            return
        shade = shade_of(count, self._most, theme)
        painter.setPen(QPen(QColor(theme.danger), 2) if not is_right else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade))
        painter.drawRect(body.adjusted(1, 1, -1, -1) if not is_right else body)
        ink = ink_on(shade, theme)
        in_cell(painter, body, ink, number(count), short(count))


def _write_upright(painter: QPainter, area: QRectF, text: str) -> None:
    """``text`` from below upwards, beginning at the lower edge of ``area``."""
    painter.save()
    painter.translate(QPointF(area.left(), area.bottom()))
    painter.rotate(-90)
    along = QRectF(2, 0, area.height(), area.width())
    painter.drawText(along, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def view(found: Pairs, scheme: Scheme) -> View:
    """The view of binary relations, a matrix for each type that has any; of very many the most frequent ones."""
    events = {each.id for each in scheme.event_types}
    counts = {name: n for name, n in type_counts(found.counts).items() if name not in events}
    types = sorted(counts, key=lambda name: (-counts[name], name))
    drawn = types[:MOST_TYPES]
    smalls = [Small(name, scheme.name_of(name), _of_type(found, scheme, name)) for name in drawn]
    labels = _labels(smalls, scheme)
    total = sum(counts.values())
    foot = [shown_hidden(found.shown, found.total - found.shown, "relation or event", "relations and events")]
    foot.append(f"{counted(total, 'relation')} of {counted(len(types), 'type')}")
    if len(types) > len(drawn):
        foot.append(f"the {MOST_TYPES} most frequent types are drawn, all are in the table")
    if any(_misses(small, labels) for small in smalls):
        foot.append(f"the {MOST_LABELS} labels with most are drawn, all are in the table")
    legend = [LegendEntry("ramp", "few to many"), LegendEntry("frame", "permitted, none yet")]
    if any(small.matrix.forbidden for small in smalls):
        legend.append(LegendEntry("outline", "not permitted by the scheme"))
    binary = found._replace(counts=tuple(each for each in found.counts if not each.role))
    sheet = pairs_sheet(binary, scheme)
    return View(
        drawing=Multiples(smalls, labels, scheme) if smalls else None,
        legend=tuple(legend),
        table=Table(
            sheet.headings,
            sheet.rows,
            tuple(PairKey(str(row[0]), str(row[3]), str(row[4])) for row in sheet.rows),
        ),
        foot="  ·  ".join(foot),
        empty=nothing_shown(
            0 if found.shown else found.total,
            "Nothing is related yet. Press R on a mention and then the letter shown on another, or drag from one to the"
            " other.",
            "relation or event",
            "relations and events",
        ),
    )


def _of_type(found: Pairs, scheme: Scheme, name: str) -> Matrix:
    return relation_matrix((each for each in found.counts if each.type == name), scheme, name)


def _labels(smalls: Sequence[Small], scheme: Scheme) -> list[str]:
    """The labels that stand in the matrices: those that are joined most often, in the order of the scheme."""
    counts: dict[str, int] = {}
    for small in smalls:
        for cell, count in small.matrix.counts.items():
            for name in cell:
                counts[name] = counts.get(name, 0) + count
    kept = set(sorted(counts, key=lambda name: (-counts[name], name))[:MOST_LABELS])
    known = [label.id for label in scheme.labels if label.id in kept]
    return known + sorted(kept - set(known))


def _misses(small: Small, labels: Sequence[str]) -> bool:
    """Something of the matrix has no place among these labels."""
    return any(cell.row not in labels or cell.column not in labels for cell in small.matrix.counts)
