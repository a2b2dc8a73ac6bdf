"""What did I tag, and what have I left out?  Labels by the number of their mentions, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from glossator.analysis.distribution import LabelRow, by_label, levels_of
from glossator.analysis.frequencies import Labels, labels_sheet
from glossator.core.scheme import Label, Scheme
from glossator.ui.plots.marks import (
    Box,
    Frame,
    LegendEntry,
    Mark,
    Place,
    Table,
    View,
    counted,
    nothing_shown,
    number,
    shown_hidden,
)
from glossator.ui.plots.signs import CHIP, chip, fill, words
from glossator.ui.theme import LabelColour, Theme

_ROW = 28
_BAR = 14
_LEFT = 204
_COUNT = 48
_STYLES = ("solid", "hatched", "hollow")


class LabelKey(NamedTuple):
    """What a bar, or a segment of it, stands for: the mentions with a label, or those with one ``level`` only."""

    label: str
    level: str | None = None


class Bars:
    """The drawing: a row for each label, its bar in segments by level."""

    def __init__(self, rows: Sequence[LabelRow], scheme: Scheme, *, is_filtered: bool = False) -> None:
        self._rows = rows
        self._none = "none shown" if is_filtered else "none yet"
        self._labels = [scheme.label(row.label) for row in rows]
        self._levels = levels_of(scheme)
        longest = max((row.mentions for row in rows), default=1)
        self.frame = Frame(len(rows), _ROW, longest * 1.04, _LEFT, right=_COUNT)
        self.marks = tuple(mark for at, row in enumerate(rows) for mark in self._marks_of(at, row))

    def _marks_of(self, at: int, row: LabelRow) -> list[Mark]:
        if not row.mentions:
            return []
        name, whole = _name(row.label, self._labels[at]), counted(row.mentions, "mention")
        if len(row.shares) == 1:
            box = Box(0, at + 0.06, row.mentions, 0.88)
            return [Mark(LabelKey(row.label), box, f"{name}: {whole}", at, reach="row")]
        marks = [Mark(LabelKey(row.label), Box(0, at + 0.06, 0, 0.88), f"{name}: {whole}", at, reach="name")]
        x = 0.0
        for column, share in enumerate(row.shares, 1):
            tip = f"{name}, {share.level or 'without level'}: {number(share.mentions)} of {whole}"
            box = Box(x, at + 0.06, share.mentions, 0.88)
            marks.append(Mark(LabelKey(row.label, share.level), box, tip, at, column))
            x += share.mentions
        return marks

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, row in enumerate(self._rows):
            line = place.rectangle(Box(0, at, self.frame.width, 1))
            colour = theme.of(self._labels[at])
            draw_name(painter, line, self._labels[at], row.label, theme)
            x = 0.0
            for share in row.shares:
                body = place.rectangle(Box(x, at, share.mentions, 1))
                body.setTop(line.center().y() - _BAR / 2)
                body.setHeight(_BAR)
                fill(painter, body, style_of(share.level, self._levels), colour)
                x += share.mentions
            end = place.to_pixels(x, at).x() + 8
            told = QRectF(end, line.top(), 120, line.height())
            if row.mentions:
                words(painter, told, number(row.mentions), theme.ink)
            else:
                words(painter, told, self._none, theme.muted)


def style_of(level: str, levels: Sequence[str]) -> str:
    """The fill for a level: by its place among the levels, so that they differ without colour."""
    return _STYLES[min(levels.index(level), 2)] if level in levels else "solid"


def draw_name(painter: QPainter, line: QRectF, label: Label | None, fallback: str, theme: Theme) -> None:
    """A label's chip and name to the left of its row."""
    colour: LabelColour = theme.of(label)
    tag = label.tag if label and label.tag else fallback[:3]
    chip(painter, QRectF(line.left() - _LEFT + 4, line.top(), CHIP, line.height()), tag, colour)
    name = QRectF(line.left() - _LEFT + CHIP + 12, line.top(), _LEFT - CHIP - 24, line.height())
    words(painter, name, label.name if label else fallback, theme.ink)


def _name(label_id: str, label: Label | None) -> str:
    return f"{label_id} {label.name}" if label else label_id


def view(found: Labels, scheme: Scheme, *, limit: int = 30) -> View:
    """The view of these counts, of which the first ``limit`` labels are drawn; the table has them all."""
    rows = by_label(found.counts, scheme)
    total = found.shown
    shown = rows[:limit]
    unused = sum(1 for row in rows if not row.mentions)
    drawn = {share.level for row in shown for share in row.shares}
    levels = [level for level in levels_of(scheme) if level in drawn]
    foot = [shown_hidden(total, found.total - total, "mention")]
    if len(rows) > limit:
        others = sum(row.mentions for row in rows[limit:])
        foot.append(f"{number(len(rows) - limit)} further labels with {number(others)} are in the table")
    if unused and total == found.total:
        foot.append(f"{counted(unused, 'label')} not used yet")
    sheet = labels_sheet(found, scheme)
    return View(
        drawing=Bars(shown, scheme, is_filtered=total < found.total) if total else None,
        legend=tuple(LegendEntry(style_of(level, levels_of(scheme)), level) for level in levels),
        table=Table(
            sheet.headings, sheet.rows, tuple(LabelKey(row.label) if row.mentions else None for row in rows)
        ),
        foot="  ·  ".join(foot),
        empty=_nothing(found.total),
    )


def _nothing(total: int) -> str:
    return nothing_shown(
        total,
        "Nothing is tagged yet. Put the caret in a name on the page and press the key of a label: "
        "P for a person, G for a country.",
        "mention",
    )
