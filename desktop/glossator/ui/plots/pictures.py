"""Pictures of a view for saving and copying: as pixels and as SVG."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator


def image(size: QSize, paint: Callable[[QPainter], None], *, ratio: float = 2.0) -> QImage:
    """What ``paint(painter)`` draws, as a picture of ``size`` pixels at ``ratio`` times their number."""
    made = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    with QPainter(made) as painter:
        paint(painter)
    return made


def png(size: QSize, paint: Callable[[QPainter], None]) -> bytes:
    """What ``paint(painter)`` draws, as a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image(size, paint))
    buffer.close()
    return bytes(held.data())


def svg(size: QSize, paint: Callable[[QPainter], None], *, title: str) -> bytes:
    """What ``paint(painter)`` draws, as an SVG document."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(QPointF(), size))
    generator.setTitle(title)
    with QPainter(generator) as painter:
        paint(painter)
    buffer.close()
    return bytes(held.data())
