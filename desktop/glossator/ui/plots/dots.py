"""Who and what matters in this case?  Entities by mentions and documents, as two dots a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from glossator.analysis.frequencies import Entities, entities_sheet, left_out
from glossator.analysis.sheets import called
from glossator.analysis.summary import EntityCount
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.plots.marks import (
    DIGIT,
    Box,
    Frame,
    LegendEntry,
    Mark,
    Place,
    Table,
    View,
    cut_short,
    nothing_shown,
    number,
    shown_hidden,
)
from glossator.ui.plots.signs import CHIP, chip, sign, words
from glossator.ui.theme import Theme

_ROW = 26
_LEFT = 220
_COUNT = 72


class EntityKey(NamedTuple):
    """What a row stands for: the mentions of an entity, or those with a label and a quote that have no entity."""

    entity: int | None
    name: str
    label: str


class Dots:
    """The drawing: a row for each entity, a dot for its mentions, a diamond for its documents."""

    def __init__(self, rows: Sequence[EntityCount], scheme: Scheme, *, with_documents: bool) -> None:
        self._rows = rows
        self._with_documents = with_documents
        self._scheme = scheme
        longest = max((row.mentions for row in rows), default=1)
        self._right = max((len(self._told(row)) for row in rows), default=0) * DIGIT + 24
        self.frame = Frame(len(rows), _ROW, longest * 1.04, _LEFT, right=max(_COUNT, self._right))
        self.marks = tuple(
            Mark(_key(row), Box(0, at + 0.06, self.frame.width, 0.88), _tip(row, scheme), at, reach="row")
            for at, row in enumerate(rows)
        )

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, row in enumerate(self._rows):
            line = place.rectangle(Box(0, at, self.frame.width, 1))
            label = self._scheme.label(row.label)
            colour = theme.of(label)
            tag = label.tag if label and label.tag else row.label[:3]
            chip(painter, QRectF(line.left() - _LEFT + 4, line.top(), CHIP, line.height()), tag, colour)
            name = QRectF(line.left() - _LEFT + CHIP + 12, line.top(), _LEFT - CHIP - 24, line.height())
            words(painter, name, _shown(row), theme.ink if row.entity is not None else theme.muted)
            first = place.to_pixels(row.documents, at + 0.5)
            last = place.to_pixels(row.mentions, at + 0.5)
            painter.setPen(QPen(QColor(theme.rule), 2))
            painter.drawLine(QPointF(line.left(), line.center().y()), last)
            # where both are the same number the diamond stays seen around the dot
            if self._with_documents:
                sign(painter, first, "diamond", colour, theme)
            sign(painter, last, "dot", colour, theme)
            told = QRectF(place.area.right() + 8, line.top(), self.frame.right - 12, line.height())
            words(painter, told, self._told(row), theme.muted)

    def _told(self, row: EntityCount) -> str:
        return number(row.mentions) + (f" in {number(row.documents)}" if self._with_documents else "")


def _key(row: EntityCount) -> EntityKey:
    return EntityKey(row.entity, row.name, row.label)


def _shown(row: EntityCount) -> str:
    return called(row.name) if row.entity is not None else f"“{' '.join(row.name.split())}”"


def _tip(row: EntityCount, scheme: Scheme) -> str:
    what = "" if row.entity is not None else ", no identity yet"
    counts = f"{counted(row.mentions, 'mention')} in {counted(row.documents, 'document')}"
    return f"{_shown(row)} ({scheme.name_of(row.label)}{what}): {counts}"


def view(
    found: Entities, scheme: Scheme, *, limit: int = 15, with_documents: bool = True, name: str = ""
) -> View:
    """The view of these counts, of which the first ``limit`` are drawn.  Within one document the number of documents
    says nothing and is left out of the drawing.  ``name`` is what was looked for.
    """
    rows = found.counts[: found.limit]
    shown = rows[:limit]
    quotes = sum(1 for row in shown if row.entity is None)
    drawn, hidden = sum(row.mentions for row in shown), found.total - found.shown
    if drawn == found.shown:
        foot = [shown_hidden(drawn, hidden, "mention")]
    else:
        told = f"{counted(drawn, 'mention')} shown of {number(found.shown)}"
        foot = [f"{told}, {number(hidden)} hidden by the filter"]
    if len(found.counts) > len(shown):
        foot.append(f"the first {number(len(shown))} names")
    foot += left_out(found)
    if quotes:
        foot.append(f"{number(quotes)} in quotes without identity (I gives one)")
    sheet = entities_sheet(found, scheme)
    return View(
        drawing=Dots(shown, scheme, with_documents=with_documents) if rows else None,
        legend=(LegendEntry("dot", "mentions"), *([LegendEntry("diamond", "documents")] * with_documents)),
        table=Table(sheet.headings, sheet.rows, tuple(_key(row) for row in rows)),
        foot="  ·  ".join(foot),
        cut=cut_short(found.limit, "name") if len(found.counts) > found.limit else "",
        empty=f"No identity that is shown is called “{name}”." if name else _nothing(found.total),
    )


def _nothing(total: int) -> str:
    return nothing_shown(
        total,
        "No one is named yet. Tag people, organizations and places on the page, then press I on a mention "
        "to say who or what it is.",
        "mention",
    )
