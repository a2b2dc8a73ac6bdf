"""What did I tag here, and what there?  Labels of two selections side by side, each as its share of all mentions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from glossator.analysis.frequencies import ComparedRow, Labels, compared, labels_sheet
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.plots.bars import LabelKey, draw_name
from glossator.ui.plots.marks import Box, Frame, LegendEntry, Mark, Place, Table, View, number, shown_hidden
from glossator.ui.plots.signs import fill, words
from glossator.ui.theme import Theme

_ROW = 38
_BAR = 11
_LEFT = 204
_RIGHT = 108
_DRAWN = 30
_STYLES = ("solid", "hatched")


class OtherKey(NamedTuple):
    """What a bar of the other selection stands for: its mentions with a label."""

    label: str


class ComparedBars:
    """The drawing: two bars for each label, as shares of their selections."""

    def __init__(self, rows: Sequence[ComparedRow], scheme: Scheme, names: tuple[str, str]) -> None:
        self._rows = rows
        self._labels = [scheme.label(row.label) for row in rows]
        longest = max((share for row in rows for share in row.shares), default=0.0) or 1.0
        self.frame = Frame(len(rows), _ROW, longest * 1.04, _LEFT, right=_RIGHT, has_axis=False)
        self.marks = tuple(
            Mark(
                LabelKey(row.label) if side == 0 else OtherKey(row.label),
                Box(0, at + 0.06 + 0.44 * side, row.shares[side], 0.44),
                told(row, scheme, side, names),
                2 * at + side,
                reach="end",
            )
            for at, row in enumerate(rows)
            for side in (0, 1)
            if row.counts[side]
        )

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, row in enumerate(self._rows):
            line = place.rectangle(Box(0, at, self.frame.width, 1))
            draw_name(painter, line, self._labels[at], row.label, theme)
            for side in (0, 1):
                middle = place.to_pixels(0, at + 0.28 + 0.44 * side).y()
                end = place.to_pixels(row.shares[side], at).x()
                body = QRectF(line.left(), middle - _BAR / 2, end - line.left(), _BAR)
                if row.counts[side]:
                    fill(painter, body, _STYLES[side], theme.of(self._labels[at]))
                said = f"{number(row.counts[side])}  {row.shares[side]:.0%}" if row.counts[side] else "none"
                area = QRectF(end + 8, middle - 9, _RIGHT, 18)
                words(painter, area, said, theme.ink if row.counts[side] else theme.muted)


def told(row: ComparedRow, scheme: Scheme, side: int, names: tuple[str, str]) -> str:
    """A bar in words."""
    name = f"{row.label} {scheme.name_of(row.label)}"
    return f"{name}, {names[side]}: {counted(row.counts[side], 'mention')}, {row.shares[side]:.1%}"


def view(found: Labels, scheme: Scheme, names: tuple[str, str]) -> View:
    """The view of two selections; ``names`` say which they are."""
    rows = compared(found, scheme)
    other = found.other
    assert other is not None
    shown = [row for row in rows if any(row.counts)][:_DRAWN]
    foot = [shown_hidden(found.shown, found.total - found.shown, "mention")]
    foot.append(f"{counted(other.shown, 'mention')} there; bars are shares of all")
    sheet = labels_sheet(found, scheme)
    return View(
        drawing=ComparedBars(shown, scheme, names) if shown else None,
        legend=tuple(LegendEntry(style, name) for style, name in zip(_STYLES, names, strict=True)),
        table=Table(
            sheet.headings, sheet.rows, tuple(LabelKey(row.label) if row.counts[0] else None for row in rows)
        ),
        foot="  ·  ".join(foot),
        empty="Nothing is tagged on either side yet.",
    )
