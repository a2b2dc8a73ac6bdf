"""Pictures of a view for saving and copying: as pixels and as SVG, each with what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

_INCH = 0.0254
_MOST = 40_000_000  # pixels of a picture; a larger view has fewer pixels for each of its own


def dots_per_inch() -> int:
    """The resolution in which sizes of type in points come out as they were measured on the screen."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInchY())


def image(
    size: QSize,
    paint: Callable[[QPainter], None],
    *,
    ratio: float = 2.0,
    texts: Mapping[str, str] | None = None,
) -> QImage:
    """What ``paint(painter)`` draws, as a picture of ``size`` pixels at ``ratio`` times their number; a very large one
    at less.  ``texts`` is what it says of itself, by keywords as PNG has them ("Title", "Software").
    """
    scale = min(ratio, (_MOST / max(1, size.width() * size.height())) ** 0.5)
    made = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    dots = round(dots_per_inch() / _INCH)  # or type would come out in the size of another screen
    made.setDotsPerMeterX(dots)
    made.setDotsPerMeterY(dots)
    made.setDevicePixelRatio(scale)
    made.fill(0)
    with QPainter(made) as painter:
        paint(painter)
    for key, words in (texts or {}).items():
        made.setText(key, words)
    return made


def png(size: QSize, paint: Callable[[QPainter], None], *, texts: Mapping[str, str] | None = None) -> bytes:
    """What ``paint(painter)`` draws, as a PNG file that says ``texts`` of itself."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image(size, paint, texts=texts))
    buffer.close()
    return bytes(held.data())


def svg(size: QSize, paint: Callable[[QPainter], None], *, title: str, description: str = "") -> bytes:
    """What ``paint(painter)`` draws, as an SVG document with a title and a description."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(dots_per_inch())
    generator.setSize(size)
    generator.setViewBox(QRectF(QPointF(), size))
    generator.setTitle(title)
    generator.setDescription(description)
    with QPainter(generator) as painter:
        paint(painter)
    buffer.close()
    return bytes(held.data())
