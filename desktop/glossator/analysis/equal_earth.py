"""The Equal Earth projection and ways over the globe: from degrees to a plane on which areas compare, and back.

The projection is that of B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection", International Journal
of Geographical Information Science 33(3), 2019, pages 454-465, with its four coefficients, on a sphere of radius 1.

>>> [round(each, 4) for each in project(90.0, 0.0)], [round(each, 2) for each in unproject(*project(20.07, 32.11))]
([1.3533, 0.0], [20.07, 32.11])
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x to the east and y to the north on the plane."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_ENOUGH = 1e-11
_STEPS = 24
_NEARLY_OPPOSITE = 1e-9


def project(longitude: float, latitude: float) -> Point:
    """Where a place lies on the plane; ``ValueError`` for what is no latitude or longitude (NaN is none)."""
    check(longitude, latitude)
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = math.radians(longitude) * math.cos(theta) / (_M * _slope(square, sixth))
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def _slope(square: float, sixth: float) -> float:
    return _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)


def unproject(x: float, y: float) -> Point | None:
    """The place that lies there; ``None`` outside of the map."""
    if not (math.isfinite(x) and math.isfinite(y)) or abs(y) > HEIGHT / 2 + _ENOUGH:
        return None
    theta = y / _A1
    for _ in range(12):
        square = theta * theta
        sixth = square**3
        step = (theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square)) - y) / _slope(square, sixth)
        theta -= step
        if abs(step) < _ENOUGH:
            break
    square = theta * theta
    latitude = math.degrees(math.asin(max(-1.0, min(1.0, math.sin(theta) / _M))))
    longitude = math.degrees(_M * x * _slope(square, square**3) / math.cos(theta))
    return (longitude, latitude) if abs(longitude) <= 180 + 1e-9 else None


def project_all(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    """Where many places lie; all of them have to be right."""
    import numpy as np  # late: only who draws a map waits for it

    theta = np.arcsin(_M * np.sin(np.radians(latitudes)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = np.radians(longitudes) * np.cos(theta) / (_M * slope)
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def check(longitude: float, latitude: float) -> None:
    """``ValueError`` with a sentence for what is no place on the earth."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # false for NaN as well
        raise ValueError("A latitude lies between -90 and 90, a longitude between -180 and 180.")


def great_circle(first: Point, second: Point, steps: int = _STEPS) -> list[list[Point]]:
    """The shortest way over the globe between two places, in pieces that do not cross the date line.  Between places
    that are opposite to each other it leads over the north pole; at one place there is no way.
    """
    begin, end = _vector(first), _vector(second)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(begin, end, strict=True)))))
    if angle < _NEARLY_OPPOSITE:
        return []
    if math.pi - angle < _NEARLY_OPPOSITE:
        over = (0.0, 90.0) if abs(first[1]) < 90 else (0.0, 0.0)
        return _cut([*_arc(begin, _vector(over), steps // 2), *_arc(_vector(over), end, steps // 2)[1:]])
    return _cut(_arc(begin, end, steps))


def _arc(begin: tuple[float, ...], end: tuple[float, ...], steps: int) -> list[Point]:
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(begin, end, strict=True)))))
    way = []
    for step in range(steps + 1):
        first = math.sin((1 - step / steps) * angle) / math.sin(angle)
        second = math.sin(step / steps * angle) / math.sin(angle)
        x, y, z = (first * a + second * b for a, b in zip(begin, end, strict=True))
        way.append((math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1.0, min(1.0, z))))))
    return way


def _vector(place: Point) -> tuple[float, float, float]:
    check(*place)
    longitude, latitude = math.radians(place[0]), math.radians(place[1])
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def _cut(way: list[Point]) -> list[list[Point]]:
    pieces = [[way[0]]]
    for (x1, y1), (x2, y2) in itertools.pairwise(way):
        if abs(x2 - x1) > 180:
            edge = math.copysign(180.0, x1)
            beyond = x2 + 2 * edge
            y = y1 + (y2 - y1) * (edge - x1) / (beyond - x1) if beyond != x1 else y1
            pieces[-1].append((edge, y))
            pieces.append([(-edge, y)])
        pieces[-1].append((x2, y2))
    return pieces


WIDTH = 2 * math.pi / (_M * _A1)
"""How wide the whole world is on the plane, along the equator."""
_POLE = math.asin(_M)
HEIGHT = 2 * _POLE * (_A1 + _A2 * _POLE**2 + _POLE**6 * (_A3 + _A4 * _POLE**2))
"""How high it is, from pole to pole."""
