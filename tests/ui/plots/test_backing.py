from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from glossator.ui.plots.backing import Backing

SIZE = QSize(120, 80)
Touch = Callable[[Backing, QRectF], None]

pytestmark = pytest.mark.usefixtures("qapp")


def one(backing: Backing, area: QRectF) -> None:
    backing.touch(area)


def together(backing: Backing, area: QRectF) -> None:
    backing.touch_together([area])


def shown(backing: Backing, colour: str, origin: QPointF | None = None) -> QImage:
    """What is seen where the chart has this colour now all over."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        backing.show(
            painter,
            origin or QPointF(),
            SIZE,
            "#ffffff",
            lambda on, part: on.fillRect(part, QColor(colour)),
        )
    return image


@pytest.mark.parametrize("touch", [one, together])
def test_only_what_was_touched_is_painted_again(touch: Touch) -> None:
    backing = Backing()
    shown(backing, "#ff0000")
    painted = backing.painted
    touch(backing, QRectF(10, 10, 20, 20))
    image = shown(backing, "#00ff00")
    assert backing.painted - painted == 400
    assert image.pixelColor(20, 20) == QColor("#00ff00")
    assert image.pixelColor(40, 20) == QColor("#ff0000")
    assert shown(backing, "#0000ff") == image, "once"


@pytest.mark.parametrize("touch", [one, together])
def test_what_nobody_looks_at_is_remembered_up_to_a_measure(touch: Touch) -> None:
    backing = Backing()
    shown(backing, "#ff0000")
    for at in range(20_000):
        touch(backing, QRectF(at % 100, at % 60, 5, 5))
        assert len(backing._touched) <= 400
        assert len(backing._together) <= 4_000
    assert shown(backing, "#00ff00").pixelColor(119, 79) == QColor("#00ff00"), "all of it, then"


def test_moving_on_paints_what_comes_into_view() -> None:
    backing = Backing()
    shown(backing, "#ff0000")
    painted = backing.painted
    image = shown(backing, "#00ff00", QPointF(30, 0))
    assert backing.painted - painted == 30 * SIZE.height()
    assert image.pixelColor(89, 40) == QColor("#ff0000")
    assert image.pixelColor(91, 40) == QColor("#00ff00")
