"""How fast does the work go, and is it slowing?  Mentions a minute by day with their median, over bars of how many."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from glossator.analysis.facets import Facets
from glossator.analysis.pace import (
    HAND,
    IMPORTED,
    MOST_DAYS,
    SUGGESTED,
    WAYS,
    Day,
    Pace,
    moving,
    sheet,
    undated_told,
)
from glossator.core.annotations import Mention
from glossator.core.changes import Change, document_of
from glossator.core.lens import MentionPick, Pick
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
    whole_ticks,
)
from glossator.ui.plots.plot import About, Plot, steps_of
from glossator.ui.plots.signs import fill, words
from glossator.ui.theme import Theme

_DOT = 4.4  # pixels above the fastest day, so that its dot is whole
_HEIGHT = 260
_LEFT = 64
_TOP = 28
_TICK = 18  # pixels: the line of a tick's number, around its place
_NAME = 16  # pixels: the line of what a scale counts, above its highest tick
_FOOT = 26
_LINE = 0.52  # of the height is the line's, the rest that of the bars
_WIDEST = 96
_INSIDE = 6  # pixels from the edge of a day, which is lit where it is brushed
_STYLES = {HAND: "solid", SUGGESTED: "hatched", IMPORTED: "hollow"}


class DayKey(NamedTuple):
    """What a day stands for: the mentions that were made on it (days since 1970, UTC)."""

    day: int


class PaceLine(NamedTuple):
    """What is drawn of a day: its place, its rate and the median up to it."""

    day: Day
    median: float | None


class PaceDrawing:
    """The drawing: above a dot for each day and the median as a line, below a bar of mentions by how they were made."""

    def __init__(self, days: Sequence[Day]) -> None:
        self._lines = [PaceLine(*each) for each in zip(days, moving(days), strict=True)]
        self._fastest = max((each.day.rate or 0.0 for each in self._lines), default=0.0) or 1.0
        self._most = max((each.mentions for each in days), default=0) or 1
        self.frame = Frame(
            1, _HEIGHT, len(days), _LEFT, top=_TOP, has_axis=False,
            widest=_WIDEST if len(days) < 20 else 0, grow=True,
        )  # fmt: skip
        self.marks = tuple(
            Mark(DayKey(each.day), Box(at, 0, 1, 1), told(each), 0, at) for at, each in enumerate(days)
        )

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw scales, line and bars."""
        whole = place.rectangle(Box(0, 0, self.frame.width, 1))
        between = _TICK + _NAME
        upper = QRectF(
            whole.left(), whole.top() + _DOT, whole.width(), whole.height() * _LINE - between / 2 - _DOT
        )
        lower = QRectF(
            whole.left(),
            upper.bottom() + between,
            whole.width(),
            whole.bottom() - _FOOT - upper.bottom() - between,
        )
        self._paint_scale(painter, upper, self._fastest, "a minute", theme)
        self._paint_scale(painter, lower, self._most, "a day", theme)
        width = place.rectangle(Box(0, 0, 1, 1)).width()
        self._paint_rates(painter, upper, width, theme)
        self._paint_bars(painter, lower, width, theme)
        every = max(1, round(76 / max(width, 0.01)))
        for at in range(0, len(self._lines), every):
            area = QRectF(lower.left() + at * width + _INSIDE, lower.bottom() + 2, max(width, 80), _FOOT - 4)
            words(painter, area, self._lines[at].day.date, theme.muted)

    def _paint_scale(self, painter: QPainter, area: QRectF, most: float, what: str, theme: Theme) -> None:
        ticks: Sequence[float] = whole_ticks(most, most=3)
        if most < 2:
            ticks = (0, round(most / 2, 2), round(most, 2))
        for tick in ticks:
            y = area.bottom() - area.height() * tick / most
            painter.setPen(QPen(QColor(theme.rule), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            line = QRectF(0, y - _TICK / 2, _LEFT - 8, _TICK)
            words(painter, line, short(tick), theme.muted, at_right=True)
        words(painter, QRectF(4, area.top() - _TICK / 2 - _NAME, 120, _NAME), what, theme.muted)

    def _paint_rates(self, painter: QPainter, area: QRectF, width: float, theme: Theme) -> None:
        def point(at: int, rate: float) -> QPointF:
            return QPointF(
                area.left() + (at + 0.5) * width, area.bottom() - area.height() * rate / self._fastest
            )

        line = [point(at, each.median) for at, each in enumerate(self._lines) if each.median is not None]
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line))
        painter.setPen(QPen(QColor(theme.accent), 1.4))
        painter.setBrush(QColor(theme.raised))
        for at, each in enumerate(self._lines):
            if each.day.rate is not None:
                painter.drawEllipse(point(at, each.day.rate), _DOT - 1, _DOT - 1)

    def _paint_bars(self, painter: QPainter, area: QRectF, width: float, theme: Theme) -> None:
        body = max(1.0, min(width - 1, 24))
        for at, each in enumerate(self._lines):
            y = area.bottom()
            for way in WAYS:
                height = area.height() * each.day.ways.get(way, 0) / self._most
                if height:
                    left = area.left() + (at + 0.5) * width - body / 2
                    fill(painter, QRectF(left, y - height, body, height), _STYLES[way], theme.neutral)
                y -= height


def told(day: Day) -> str:
    """A day in words."""
    ways = ", ".join(f"{number(n)} {way}" for way in WAYS if (n := day.ways.get(way, 0)))
    rate = (
        f"; {_rate(day.rate)} a minute in {counted(day.minutes, 'active minute')}"
        if day.rate is not None
        else ""
    )
    return f"{day.date}: {counted(day.mentions, 'mention')} ({ways}){rate}"


def _rate(rate: float) -> str:
    """With a decimal where that says something."""
    return f"{rate:.1f}" if rate < 100 else number(round(rate))


class PacePlot(Plot):
    """The pace; a tag is added to its day without asking anybody."""

    _found: Pace | None = None

    def show(self, answer: Any, about: About) -> None:
        found: Pace = answer
        self._found = found
        days = found.days[-MOST_DAYS:]
        twin = sheet(found, about.scheme)
        foot = [shown_hidden(found.shown, found.total - found.shown, "mention")]
        if found.undated:
            foot.append(undated_told(found))
        if len(found.days) > len(days):
            foot.append(f"the last {MOST_DAYS} days with work of {number(len(found.days))}")
        foot.append("a minute is active when a step was made in it by hand; days are UTC")
        self.card.show_view(
            View(
                PaceDrawing(days) if days else None,
                legend=(
                    LegendEntry("line", "median of 7 days with work"),
                    LegendEntry("dot", "mentions a minute"),
                    *(
                        LegendEntry(_STYLES[way], way)
                        for way in WAYS
                        if any(each.ways.get(way) for each in days)
                    ),
                ),
                table=Table(twin.headings, twin.rows, tuple(DayKey(each.day) for each in found.days)),
                foot="  ·  ".join(foot),
                empty=f"{undated_told(found)}, so there is no pace of them."
                if found.undated
                else nothing_shown(
                    found.total,
                    "Nothing is tagged yet, so there is no pace. It begins with the first tag.",
                    "mention",
                ),
            )
        )

    def follow(self, change: Change, about: About) -> bool:
        steps, found = steps_of(change, about), self._found
        if steps is None or found is None:
            return False
        scope = about.lens.document
        touched = {document_of(each) for each in (*change.removed, *change.added)}
        if about.lens.annotators or scope not in {None, *touched} or change.origin.startswith("import"):
            return False  # its minute may not count
        moved = sum(
            sign
            for sign, held in ((1, change.added), (-1, change.removed))
            for each in held
            if isinstance(each, Mention) and scope in {None, each.document}
        )
        self.show(
            found.with_steps(steps.mentions_before, steps.mentions, change.time, found.total + moved), about
        )
        return True

    def pick(self, key: Hashable, about: About) -> Pick | None:
        return MentionPick(day=key.day) if isinstance(key, DayKey) else None

    def caption(self, key: Hashable, about: About) -> str:
        held = (
            next((each for each in self._found.days if DayKey(each.day) == key), None)
            if self._found
            else None
        )
        return f"Made on {held.date}" if held is not None else ""

    def is_lit(self, key: Hashable, facets: Facets) -> bool:
        return isinstance(key, DayKey) and key.day in facets.days

    def forget(self) -> None:
        self._found = None
