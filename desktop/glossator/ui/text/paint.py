"""Painting of the rows in the window, from the paper up to the caret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from glossator.core.spans import Span
from glossator.ui.text.chips import Stamps
from glossator.ui.text.curves import Head, Route
from glossator.ui.text.decoration import Chip
from glossator.ui.text.hittest import Handle
from glossator.ui.text.ink import Inks, tint_rect
from glossator.ui.text.layout import ArticleLayout, Placed
from glossator.ui.theme import Theme, blend

_FAINT = 0.4
"""What is left of the colour of arcs that stand back."""
_DASHES = [4.0, 3.0]
_NO_FORMATS: list[QTextLayout.FormatRange] = []


@dataclass(slots=True)
class Scene:
    """All that one picture of the page shows.

    ``left`` is the x of the column, ``placed`` are the rows from top to bottom; ``spans`` are selected stretches of
    text, ``found`` the hits of a search, ``strong`` the mentions to bring out (selected ones, with ``handles``),
    ``hovered`` those under the pointer; ``caret`` is an offset, or ``None`` to draw none; ``rubber`` is an arc that
    follows the pointer; ``as_outlines`` draws letters as their outlines.
    """

    page: ArticleLayout
    placed: Sequence[Placed]
    theme: Theme
    stamps: Stamps
    inks: Inks
    left: float
    spans: Sequence[Span] = ()
    found: Sequence[Span] = ()
    strong: frozenset[int] = frozenset()
    hovered: frozenset[int] = frozenset()
    routes: Sequence[Route] = ()
    handles: Sequence[Handle] = ()
    preview: Sequence[Span] = ()
    hints: Mapping[int, str] = field(default_factory=dict)
    caret: int | None = None
    has_focus: bool = True
    rubber: Sequence[tuple[float, float]] = ()
    as_outlines: bool = False


def paint_page(painter: QPainter, scene: Scene, exposed: QRectF) -> None:
    """Paint what of ``scene`` lies in ``exposed``."""
    painter.fillRect(exposed, QColor(scene.theme.paper))
    rows = [
        each
        for each in scene.placed
        if each.y < exposed.bottom() and each.y + each.marks.height > exposed.top()
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    for each in rows:
        painter.translate(scene.left, each.y)
        scene.inks.paint_grounds(painter, scene.inks.of(each.row, each.marks))
        _paint_emphasis(painter, scene, each)
        painter.translate(-scene.left, -each.y)
    found = blend(scene.theme.warning, scene.theme.paper, 0.35)
    _paint_spans(painter, scene, rows, scene.found, found, tails=False)
    _paint_spans(painter, scene, rows, scene.spans, scene.theme.selection)
    _paint_spans(
        painter, scene, rows, scene.preview, blend(scene.theme.accent, scene.theme.paper, 0.3), tails=False
    )
    painter.setPen(QColor(scene.theme.ink))
    for each in rows:
        at = QPointF(scene.left, each.y)
        if scene.as_outlines:
            _paint_outlines(painter, each, at, exposed)
        else:
            each.text.layout.draw(painter, at, _NO_FORMATS, exposed)
    _paint_routes(painter, scene)
    for each in rows:
        _paint_chips(painter, scene, each)
    _paint_names(painter, scene)
    _paint_handles(painter, scene)
    _paint_rubber(painter, scene)
    if scene.caret is not None:
        _paint_caret(painter, scene, rows, scene.caret)


def paint_empty(painter: QPainter, rect: QRectF, theme: Theme, font: QFont, words: str) -> None:
    """A page without an article, with ``words`` in its middle."""
    painter.fillRect(rect, QColor(theme.paper))
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    option = QTextOption(Qt.AlignmentFlag.AlignCenter)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    painter.drawText(rect.adjusted(32, 32, -32, -32), words, option)


def _paint_outlines(painter: QPainter, each: Placed, at: QPointF, exposed: QRectF) -> None:
    """The text of a row without its faces; what has no outlines, such as coloured emoji, becomes a small picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line, box in zip(each.text.lines, each.marks.lines, strict=True):
        middle = each.y + (box.box_top + box.box_bottom) / 2
        if not exposed.top() <= middle <= exposed.bottom():
            continue
        for run in line.line.glyphRuns():
            face = run.rawFont()
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                path.addPath(face.pathForGlyph(glyph).translated(place + at))
            if path.isEmpty() and not run.boundingRect().isEmpty():
                _paint_as_picture(painter, run, at)
            else:
                painter.fillPath(path, painter.pen().color())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_as_picture(painter: QPainter, run: QGlyphRun, at: QPointF) -> None:
    rect = run.boundingRect().adjusted(-1, -1, 1, 1)
    made = QImage((rect.size() * 4).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(4)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as onto:
        onto.drawGlyphRun(-rect.topLeft(), run)
    painter.drawImage(QRectF(rect.topLeft() + at, rect.size()), made)


def _paint_emphasis(painter: QPainter, scene: Scene, each: Placed) -> None:
    """A deeper ground under what is hovered, and an outline as well around what is selected."""
    if not scene.strong and not scene.hovered:
        return
    for box in each.marks.boxes:
        is_strong = box.mention.id in scene.strong
        if box.is_gap or not (is_strong or box.mention.id in scene.hovered):
            continue
        colour = scene.inks.colour(box.mention.label)
        line = each.marks.lines[box.line]
        rect = tint_rect(box, line.box_top, line.box_bottom, scene.page.metrics)
        share = (
            (0.34 if scene.theme.is_dark else 0.26) if is_strong else (0.3 if scene.theme.is_dark else 0.2)
        )
        painter.fillRect(rect, QColor(blend(colour.accent, scene.theme.paper, share)))
        if is_strong:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour.accent), scene.page.metrics.unit))
            half = scene.page.metrics.unit / 2
            painter.drawRect(rect.adjusted(half, half, -half, -half))
            painter.setPen(Qt.PenStyle.NoPen)


def _paint_spans(
    painter: QPainter,
    scene: Scene,
    rows: Iterable[Placed],
    spans: Sequence[Span],
    colour: str,
    *,
    tails: bool = True,
) -> None:
    """A ground behind stretches of text; a short tail shows that a line break is part of one."""
    if not any(span.length for span in spans):
        return
    rects = []
    unit = scene.page.metrics.unit
    for each in rows:
        own = each.text.span
        for span in spans:
            if span.end <= own.start - 1 or span.start > own.end or span.is_empty:
                continue
            for index, box in enumerate(each.marks.lines):
                line = each.text.line_span(index)
                found = each.text.rects(index, max(span.start, line.start), min(span.end, line.end))
                if tails and span.start <= own.end < span.end and index + 1 == len(each.marks.lines):
                    found = [*found, _tail(each, scene.page.metrics.average)]
                rects += [
                    QRectF(
                        scene.left + low,
                        each.y + box.box_top - unit,
                        high - low,
                        box.box_bottom - box.box_top + 2 * unit,
                    )
                    for low, high in found
                ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRects(rects)


def _tail(each: Placed, width: float) -> tuple[float, float]:
    x = each.text.x_of(each.text.span.end, len(each.text.lines) - 1)
    return (x - width * 0.7, x) if each.text.is_rtl else (x, x + width * 0.7)


def _paint_routes(painter: QPainter, scene: Scene) -> None:
    if not scene.routes:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    quiet = QPen(QColor(scene.theme.arc), 1.0)
    faint = QPen(QColor(blend(scene.theme.arc, scene.theme.paper, _FAINT)), 1.0)
    strong = QPen(QColor(scene.theme.accent), 1.5)
    for route in scene.routes:
        pen = strong if route.is_focus else faint if route.is_faint else quiet
        painter.setPen(_dashed(pen) if route.arc.is_odd else pen)
        painter.drawPolyline([QPointF(x, y) for x, y in route.points])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _dashed(pen: QPen) -> QPen:
    """The pen for what the scheme does not permit."""
    made = QPen(pen)
    made.setDashPattern(_DASHES)
    return made


def _paint_names(painter: QPainter, scene: Scene) -> None:
    """Arrow heads and names, above the chips."""
    if not scene.routes:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for route in scene.routes:
        painter.setBrush(QColor(_colour_of(scene, route, scene.theme.arc)))
        for head in route.heads:
            painter.drawPolygon(_arrow(head, scene.page.metrics.unit))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for route in scene.routes:
        if route.name_at is not None:
            colour = _colour_of(scene, route, scene.theme.muted)
            scene.stamps.name(
                painter, route.name_at, route.name, colour, framed=route.is_signpost or route.is_framed
            )


def _colour_of(scene: Scene, route: Route, quiet: str) -> str:
    if route.is_focus:
        return scene.theme.accent
    return blend(quiet, scene.theme.paper, _FAINT) if route.is_faint else quiet


def _arrow(head: Head, unit: float) -> QPolygonF:
    x, y = head.tip
    half, height = 3 * unit, (5 if head.is_down else -5) * unit
    return QPolygonF([QPointF(x, y), QPointF(x - half, y - height), QPointF(x + half, y - height)])


def _paint_chips(painter: QPainter, scene: Scene, each: Placed) -> None:
    bright = scene.strong | scene.hovered
    for chip in each.marks.chips.values():
        _paint_chip(painter, scene, each, chip, is_strong=chip.mention in bright)
    if scene.hints:
        _paint_hints(painter, scene, each)


def _paint_chip(painter: QPainter, scene: Scene, each: Placed, chip: Chip, *, is_strong: bool) -> None:
    colour = scene.inks.colour(chip.label)
    at = QPointF(scene.left + chip.left, each.y + chip.top)
    scene.stamps.chip(painter, at, chip, colour, is_strong=is_strong)


def _paint_hints(painter: QPainter, scene: Scene, each: Placed) -> None:
    """Hint letters stand where the chip is, or at the beginning of the mention where chips are hidden."""
    unit = scene.page.metrics.unit
    for box in each.marks.boxes:
        letters = scene.hints.get(box.mention.id)
        if not letters or not box.begins or box.is_gap or box.mention.start < each.text.starts[box.line]:
            continue
        chip = each.marks.chips.get(box.mention.id)
        if chip is not None:
            x, y, width = chip.left, chip.top, chip.width
        else:
            x, y, width = box.left, each.marks.lines[box.line].box_top - each.marks.chip_height, 0.0
        at = QPointF(scene.left + x - unit, each.y + y - unit)
        scene.stamps.hint(painter, at, letters, width + 2 * unit)


def _paint_handles(painter: QPainter, scene: Scene) -> None:
    if not scene.handles:
        return
    unit = scene.page.metrics.unit
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(scene.theme.accent)))
    for handle in scene.handles:
        painter.drawRect(QRectF(handle.x - unit, handle.top, 2 * unit, handle.bottom - handle.top))
        y = handle.top if handle.edge == "start" else handle.bottom
        painter.drawEllipse(QPointF(handle.x, y), 3.5 * unit, 3.5 * unit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_rubber(painter: QPainter, scene: Scene) -> None:
    if len(scene.rubber) < 2:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(scene.theme.accent), 1.5)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(x, y) for x, y in scene.rubber])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scene.theme.accent))
    painter.drawEllipse(QPointF(*scene.rubber[-1]), 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_caret(painter: QPainter, scene: Scene, rows: Iterable[Placed], caret: int) -> None:
    for each in rows:
        if each.text.span.start <= caret <= each.text.span.end and (
            caret < each.text.span.end or scene.page.rows.row_at(caret) == each.row
        ):
            line = each.text.line_at(caret)
            box = each.marks.lines[line]
            x = scene.page.metrics.snap(scene.left + each.text.x_of(caret, line))
            colour = QColor(scene.theme.ink if scene.has_focus else scene.theme.muted)
            width = max(1.0, round(1.6 * scene.page.metrics.unit)) if scene.has_focus else 1.0
            painter.fillRect(
                QRectF(x - width / 2, each.y + box.box_top - 1, width, box.box_bottom - box.box_top + 2),
                colour,
            )
            return
