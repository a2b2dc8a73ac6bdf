"""Outlines of countries as we ship them, on the plane of the map: read once for each degree of detail."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossator import paths
from glossator.analysis.equal_earth import project_all

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Detail = Literal["110m", "50m"]
"""How exact outlines are: for maps of 1:110 million (the world) or 1:50 million (a region)."""
_LONGEST = 2.0
"""Degrees: longer straight lines of an outline are bent on the plane, and get points in between."""


class Outline(NamedTuple):
    """A country: its code (ISO 3166-1, two letters; empty where it has none), its name, a point inside it (longitude,
    latitude), and its rings on the plane of the map, each with x to the east and y to the north.
    """

    code: str
    name: str
    at: tuple[float, float]
    rings: tuple[tuple[Floats, Floats], ...]
    bounds: tuple[float, float, float, float]
    """West, south, east and north edge on the plane."""


@cache
def outlines(detail: Detail) -> tuple[Outline, ...]:
    """All countries with this detail, by name."""
    import numpy as np  # late: only who draws a map waits for it

    packed = gzip.decompress(paths.resource("maps", f"outlines-{detail}.gz").read_bytes())
    head, _, body = packed.partition(b"\n")
    told = json.loads(head)
    steps = np.frombuffer(body, dtype="<i4").reshape(-1, 2)
    found, start = [], 0
    for country in told["countries"]:
        rings = []
        for length in country["rings"]:
            degrees = steps[start : start + length].cumsum(axis=0) / told["scale"]
            start += length
            rings.append(project_all(*_bent(degrees[:, 0], degrees[:, 1])))
        bounds = (
            min(float(x.min()) for x, _ in rings),
            min(float(y.min()) for _, y in rings),
            max(float(x.max()) for x, _ in rings),
            max(float(y.max()) for _, y in rings),
        )
        latitude, longitude = country["at"]
        found.append(Outline(country["code"], country["name"], (longitude, latitude), tuple(rings), bounds))
    return tuple(found)


def _bent(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    """A ring with points in between on its long straight lines."""
    import numpy as np

    far = np.maximum(np.abs(np.diff(longitudes)), np.abs(np.diff(latitudes)))
    if far.max(initial=0.0) <= _LONGEST:
        return longitudes, latitudes
    counts = np.ceil(far / _LONGEST).clip(min=1).astype(int)
    at = np.concatenate([[0], np.cumsum(counts)])
    wanted = np.arange(at[-1] + 1)
    return np.interp(wanted, at, longitudes), np.interp(wanted, at, latitudes)


@cache
def by_code() -> dict[str, Outline]:
    """The countries that have a code, by it, in the finer detail."""
    return {each.code: each for each in outlines("50m") if each.code}
