"""The page on paper and in pictures: an article as pages, with what stands around them, and a stretch of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPagedPaintDevice,
    QPageLayout,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from glossator.core.annotations import AnnotationSet
from glossator.core.documents import grade_words
from glossator.core.scheme import Scheme
from glossator.core.spans import Span, hull
from glossator.ui.text import marks
from glossator.ui.text.decoration import Chip
from glossator.ui.text.drawing import Drawing, Sheet, Style

_PICTURE_RATIO = 2.0
_SPACE = 6.0


# --- pages --------------------------------------------------------------------------------------------------------


def dots_per_inch() -> int:
    """The resolution in which sizes of type in points come out on paper as they were measured on the screen."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInchY())


def write_pdf(
    device: QIODevice,
    annotations: AnnotationSet,
    scheme: Scheme | None,
    style: Style,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write an article as PDF to ``device``; returns the number of pages.  See :func:`print_pages`."""
    writer = QPdfWriter(device)
    writer.setTitle(annotations.document.name)
    writer.setCreator("Glossator")
    writer.setResolution(dots_per_inch())
    writer.setPageMargins(QMarginsF(15, 15, 15, 12), QPageLayout.Unit.Millimeter)
    return print_pages(writer, annotations, scheme, style, report)


def print_pages(
    device: QPagedPaintDevice,
    annotations: AnnotationSet,
    scheme: Scheme | None,
    style: Style,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Draw an article on the pages of ``device``, whose resolution is :func:`dots_per_inch`; returns their number.

    ``report`` is told after each page how many code points are done, and of how many; what it raises ends the work.
    """
    with QPainter(device) as painter:
        view = painter.viewport()
        width, height = float(view.width()), float(view.height())
        drawing = Drawing(annotations, scheme, style, width - style.measured().gutter)
        head = _Head(drawing, annotations, scheme, width)
        foot = 2.2 * head.small.height()
        number = 0
        for sheet in drawing.sheets(height - head.height - foot, height - foot):
            if number:
                device.newPage()
            number += 1
            painter.save()
            if number == 1:
                head.paint(painter)
                painter.translate(0, head.height)
            drawing.paint(painter, sheet, width)
            painter.restore()
            head.paint_foot(painter, number, QRectF(0, height - foot, width, foot))
            report(sheet.placed[-1].text.span.end, len(annotations.text))
    return number


class _Head:
    """What stands on the first page above the text: title, origin, and the key to the labels; and below each page."""

    def __init__(
        self, drawing: Drawing, annotations: AnnotationSet, scheme: Scheme | None, width: float
    ) -> None:
        self._drawing = drawing
        self._document = annotations.document
        self._left, self._width = drawing.left, width - drawing.left
        self._title_font = QFont(drawing.metrics.font)
        self._title_font.setPointSizeF(drawing.metrics.font.pointSizeF() * 1.6)
        self._title_font.setWeight(QFont.Weight.DemiBold)
        self.small = QFontMetricsF(drawing.metrics.name_font)
        self._origin = _origin(annotations)
        self._title_height = self._wrapped(QFontMetricsF(self._title_font), self._document.name)
        self._origin_height = self._wrapped(self.small, self._origin) if self._origin else 0.0
        self._key = self._key_of(annotations, scheme)
        line = drawing.metrics.chip_height + 1.5 * _SPACE
        self._key_height = (1 + max((chip.line for chip, _ in self._key), default=-1)) * line
        self.height = self._title_height + self._origin_height + self._key_height + 3 * _SPACE

    def _wrapped(self, font: QFontMetricsF, text: str) -> float:
        room = QRectF(0, 0, self._width, 1e6)
        return font.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() + _SPACE

    def _key_of(self, annotations: AnnotationSet, scheme: Scheme | None) -> list[tuple[Chip, str]]:
        """The labels of the article with their names and numbers, in the order of the scheme, line under line."""
        counted = Counter(each.label for each in annotations.mentions.values())
        known = [label for label in scheme.labels if label.id in counted] if scheme else []
        chip_font = QFontMetricsF(self._drawing.metrics.chip_font)
        found: list[tuple[Chip, str]] = []
        x, line = 0.0, 0
        for label in known:
            tag = label.tag or label.id
            width = chip_font.horizontalAdvance(tag) + 7 * self._drawing.metrics.unit
            words = f"{label.name} {counted[label.id]}"
            whole = width + _SPACE + self.small.horizontalAdvance(words) + 3 * _SPACE
            if x and x + whole > self._width:
                x, line = 0.0, line + 1
            found.append((Chip(0, line, x, 0.0, width, tag, 0, label.id), words))
            x += whole
        return found

    def paint(self, painter: QPainter) -> None:
        """Paint title, origin and key at the painter's origin."""
        theme = self._drawing.style.theme
        painter.setPen(QColor(theme.ink))
        painter.setFont(self._title_font)
        wrap = Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self._left, 0, self._width, self._title_height), wrap, self._document.name)
        painter.setPen(QColor(theme.muted))
        painter.setFont(self._drawing.metrics.name_font)
        painter.drawText(
            QRectF(self._left, self._title_height, self._width, self._origin_height), wrap, self._origin
        )
        top = self._title_height + self._origin_height + _SPACE
        for chip, words in self._key:
            self._paint_key(painter, chip, words, top)
        y = self.height - _SPACE
        painter.fillRect(QRectF(self._left, y, self._width, 0.75), QColor(theme.rule))

    def _paint_key(self, painter: QPainter, chip: Chip, words: str, top: float) -> None:
        drawing = self._drawing
        height = drawing.metrics.chip_height
        x, y = self._left + chip.left, top + chip.line * (height + 1.5 * _SPACE)
        drawing.stamps.chip(painter, QPointF(x, y), chip, drawing.colour(chip.label), is_strong=False)
        painter.setPen(QColor(drawing.style.theme.ink))
        painter.setFont(drawing.metrics.name_font)
        baseline = y + (height + self.small.capHeight()) / 2
        painter.drawText(QPointF(x + chip.width + _SPACE, baseline), words)

    def paint_foot(self, painter: QPainter, number: int, rect: QRectF) -> None:
        """Paint name of the article and number of the page at the bottom of one."""
        painter.setPen(QColor(self._drawing.style.theme.muted))
        painter.setFont(self._drawing.metrics.name_font)
        width = self.small.horizontalAdvance("0000")
        name = self.small.elidedText(
            self._document.name, Qt.TextElideMode.ElideRight, self._width - 2 * width
        )
        below = Qt.AlignmentFlag.AlignBottom
        painter.drawText(rect.adjusted(self._left, 0, 0, 0), below | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(rect, below | Qt.AlignmentFlag.AlignRight, str(number))


def _origin(annotations: AnnotationSet) -> str:
    document = annotations.document
    parts = (document.source, document.author, document.published, document.url, grade_words(document))
    return " · ".join(part for part in parts if part)


# --- pictures -----------------------------------------------------------------------------------------------------


def picture_png(
    annotations: AnnotationSet, scheme: Scheme | None, style: Style, spans: Sequence[Span], width: float
) -> bytes:
    """The lines on which ``spans`` lie, as a PNG file at twice the size; the column is ``width`` wide.

    It shows the relations between mentions on these lines.  :class:`Refused` where there are too many lines.
    """
    drawing, sheet, size = _picture(annotations, scheme, style, spans, width)
    made = QImage(size * _PICTURE_RATIO, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(_PICTURE_RATIO)
    with QPainter(made) as painter:
        _paint_picture(painter, drawing, sheet, size)
    held, buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(made)
    buffer.close()
    return bytes(held.data())


def picture_svg(
    annotations: AnnotationSet, scheme: Scheme | None, style: Style, spans: Sequence[Span], width: float
) -> bytes:
    """The same as an SVG document; letters are outlines, so that they are right where the face is missing."""
    drawing, sheet, size = _picture(annotations, scheme, style, spans, width, as_outlines=True)
    held, buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(dots_per_inch())
    generator.setSize(size)
    generator.setViewBox(QRectF(QPointF(), size))
    generator.setTitle(annotations.document.name)
    with QPainter(generator) as painter:
        _paint_picture(painter, drawing, sheet, size)
    buffer.close()
    return bytes(held.data())


def _buffer() -> tuple[QByteArray, QBuffer]:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return held, buffer


def _picture(
    annotations: AnnotationSet,
    scheme: Scheme | None,
    style: Style,
    spans: Sequence[Span],
    width: float,
    *,
    as_outlines: bool = False,
) -> tuple[Drawing, Sheet, QSize]:
    wanted = hull(tuple(sorted(spans)))
    plain = Drawing(AnnotationSet(annotations.document, annotations.text), scheme, style, width)
    shown = _whole_lines(plain, wanted)
    drawing = Drawing(_of_lines(annotations, shown), scheme, style, width, as_outlines=as_outlines)
    sheet = drawing.stretch(wanted)
    pad = drawing.metrics.pad / 2
    size = QSize(round(drawing.left + drawing.page.width + pad), round(sheet.height + pad))
    return drawing, sheet, size


def _whole_lines(drawing: Drawing, span: Span) -> Span:
    """From the beginning of the line of the first character to the end of that of the last."""
    row, line = drawing.page.line_place(span.start)
    end, last = drawing.page.line_place(max(span.start, span.end - 1))
    return Span(drawing.page.text(row).line_span(line).start, drawing.page.text(end).line_span(last).end)


def _of_lines(annotations: AnnotationSet, span: Span) -> AnnotationSet:
    """The mentions that touch these lines with their notes, and the relations that lie in them with all their ends."""
    inside = annotations.within(span)
    begun = {each.id for each in inside if span.holds(each.start)}
    held = {relation.id: relation for each in inside for relation in annotations.relations_of(each.id)}
    relations = [
        relation for relation in held.values() if marks.mentions_drawn_by(relation, annotations) <= begun
    ]
    notes = [note for each in inside for note in annotations.notes_on(each.id)]
    return AnnotationSet(annotations.document, annotations.text, inside, relations, notes)


def _paint_picture(painter: QPainter, drawing: Drawing, sheet: Sheet, size: QSize) -> None:
    painter.fillRect(QRectF(QPointF(), size), QColor(drawing.style.theme.paper))
    drawing.paint(painter, sheet, size.width())
