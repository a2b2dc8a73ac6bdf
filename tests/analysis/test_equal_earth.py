from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.analysis.equal_earth import HEIGHT, WIDTH, great_circle, project, project_all, unproject

LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-90, 90)


@given(LONGITUDES, LATITUDES)
def test_what_is_projected_comes_back(longitude: float, latitude: float) -> None:
    back = unproject(*project(longitude, latitude))
    assert back is not None
    assert math.isclose(back[1], latitude, abs_tol=1e-6)
    assert math.isclose(back[0], longitude, abs_tol=1e-6)


def test_the_world_has_the_proportions_of_the_projection() -> None:
    """The paper gives a width to height of 1 : 0.48672 and poles that are 0.59247 of the equator long."""
    assert math.isclose(HEIGHT / WIDTH, 0.48672, abs_tol=1e-5)
    assert math.isclose(2 * project(180, 90)[0] / WIDTH, 0.59247, abs_tol=1e-5)
    assert project(180, 0)[0] * 2 == pytest.approx(WIDTH)
    assert project(0, 90)[1] * 2 == pytest.approx(HEIGHT)


@given(st.floats(-170, 170), st.floats(-85, 85))
def test_areas_compare_everywhere(longitude: float, latitude: float) -> None:
    """A small quadrangle has the area on the plane that it has on the globe."""
    step = 0.01
    west, east = project(longitude - step, latitude), project(longitude + step, latitude)
    south, north = project(longitude, latitude - step), project(longitude, latitude + step)
    drawn = (east[0] - west[0]) * (north[1] - south[1]) - (east[1] - west[1]) * (north[0] - south[0])
    real = math.radians(2 * step) ** 2 * math.cos(math.radians(latitude))
    assert math.isclose(drawn, real, rel_tol=1e-4)


@given(st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=1))
def test_many_at_once_lie_where_each_lies(places: list[tuple[float, float]]) -> None:
    x, y = project_all(np.array([a for a, _ in places]), np.array([b for _, b in places]))
    wanted = [project(*each) for each in places]
    assert list(x) == pytest.approx([each[0] for each in wanted], abs=1e-9)
    assert list(y) == pytest.approx([each[1] for each in wanted], abs=1e-9)


@pytest.mark.parametrize("wrong", [(math.nan, 0), (0, math.nan), (181, 0), (0, 90.001), (math.inf, 0)])
def test_what_is_no_place_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="latitude"):
        project(*wrong)
    with pytest.raises(ValueError, match="latitude"):
        great_circle(wrong, (0, 0))


def test_beside_the_map_there_is_no_place() -> None:
    assert unproject(0, HEIGHT) is None
    assert unproject(WIDTH / 2 * 1.01, 0) is None
    assert unproject(WIDTH / 2 * 0.99, HEIGHT / 2) is None
    assert unproject(math.nan, 0) is None


def test_the_way_from_tokyo_to_los_angeles_crosses_the_date_line_once() -> None:
    ways = great_circle((139.7, 35.7), (-118.2, 34.1))
    assert len(ways) == 2
    west, east = ways
    assert west[0] == pytest.approx((139.7, 35.7))
    assert east[-1] == pytest.approx((-118.2, 34.1))
    assert (west[-1][0], east[0][0]) == (180, -180)
    assert west[-1][1] == east[0][1]
    assert max(y for way in ways for _, y in way) > 45, "it bends to the north"
    for way in ways:
        assert all(abs(b[0] - a[0]) < 90 for a, b in itertools.pairwise(way))


def test_a_way_within_a_region_is_one_piece() -> None:
    (way,) = great_circle((36.3, 33.5), (20.07, 32.11))
    assert len(way) == 25
    assert all(32 < y < 34 for _, y in way)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0, 0), (180, 0)),
        ((10, 40), (-170, -40)),
        ((0, 90), (0, -90)),
        ((0, 89.9), (180, 89.9)),
        ((180, 10), (-179, 10)),
    ],
)
def test_ways_between_opposite_places_and_near_the_poles_end_where_they_should(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    ways = great_circle(first, second)
    for end, wanted in ((ways[0][0], first), (ways[-1][-1], second)):
        assert (
            project(*end) == pytest.approx(project(*wanted), abs=1e-6)
            or abs(wanted[0]) == 180
            or (abs(wanted[1]) == 90)
        )
        assert end[1] == pytest.approx(wanted[1], abs=1e-6)
    assert all(math.isfinite(value) for way in ways for point in way for value in point)


def test_at_one_place_there_is_no_way() -> None:
    assert great_circle((20, 30), (20, 30)) == []
    assert great_circle((-180, 30), (180, 30)) == []
