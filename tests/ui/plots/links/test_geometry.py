from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from glossator.ui.plots.links import geometry, shapes
from glossator.ui.plots.links.geometry import Points, Run, Wiring

RADII = np.array([20.0, 12.0, 9.0, 15.0])
PLACES = np.array([[0.0, 0.0], [200.0, 60.0], [-150.0, 90.0], [30.0, -180.0]])


def wired(pairs: list[tuple[int, int]], width: float, arrows: list[int]) -> Wiring:
    ends = np.array(pairs, dtype=np.intp)
    first, second = ends[:, 0], ends[:, 1]
    widths = np.full(len(pairs), width)
    return geometry.wiring(first, second, widths, np.array(arrows, dtype=np.intp), second < first)


def course_of(
    pairs: list[tuple[int, int]], kind: int = 0, arrows: list[int] | None = None
) -> tuple[Wiring, Run]:
    wires = wired(pairs, 2.0, arrows or [1] * len(pairs))
    kinds = np.full(len(PLACES), kind, dtype=np.intp)
    return wires, geometry.run(wires, PLACES.copy(), RADII, kinds)


def off_edge(point: Points, node: int, kind: int) -> float:
    """How far a point is from the edge of a node, along the ray from its middle."""
    way = point - PLACES[node]
    column = round(math.atan2(way[1], way[0]) * shapes.DIRECTIONS / math.tau) % shapes.DIRECTIONS
    return float(abs(math.hypot(*way) - shapes.reach()[kind, column] * RADII[node]))


@pytest.mark.parametrize("kind", range(len(shapes.NAMES)), ids=shapes.NAMES)
def test_links_begin_and_end_at_the_edge_of_their_nodes(kind: int) -> None:
    pairs = [(0, 1), (1, 0), (0, 2), (3, 0), (2, 1), (0, 1)]
    _, course = course_of(pairs, kind)
    for at, (first, second) in enumerate(pairs):
        assert off_edge(course.start[at], first, kind) < 2.6
        assert off_edge(course.end[at], second, kind) < 2.6


@pytest.mark.parametrize("arrow", [1, -1])
def test_the_tip_of_an_arrow_is_where_the_link_ends(arrow: int) -> None:
    pairs = [(0, 1), (0, 1), (2, 3)]
    wires, course = course_of(pairs, arrows=[arrow] * 3)
    tips = geometry.heads(course, wires)[:, 0]
    assert np.allclose(tips, course.end if arrow > 0 else course.start)


def test_an_arrow_head_points_along_its_link_and_one_without_direction_has_none() -> None:
    wires, course = course_of([(0, 1), (2, 3)], arrows=[1, 0])
    tip, one, other = geometry.heads(course, wires)[0]
    along = (course.end[0] - course.start[0]) / np.hypot(*(course.end[0] - course.start[0]))
    back = (one + other) / 2 - tip
    assert np.allclose(back / np.hypot(*back), -along)
    bare = geometry.heads(course, wires)[1]
    assert np.allclose(bare[0], bare[1])
    assert np.allclose(bare[0], bare[2])


def middle_of(course: Run, at: int) -> Points:
    line = geometry.points(course, at)
    found: Points = line[len(line) // 2] if len(line) > 2 else line.mean(axis=0)
    return found


@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_parallel_links_run_apart_whichever_way_they_lead(count: int) -> None:
    pairs = [(0, 1) if at % 2 else (1, 0) for at in range(count)]
    _, course = course_of(pairs)
    middles = [middle_of(course, at) for at in range(count)]
    assert min(math.dist(one, other) for one, other in combinations(middles, 2)) > 12


def test_loops_of_a_node_stand_off_it_and_apart() -> None:
    wires, course = course_of([(0, 0), (0, 0), (1, 1)])
    assert list(wires.loops) == [True, True, True]
    sizes = [math.dist(course.start[at], course.control[at]) for at in (0, 1)]
    assert sizes[1] - sizes[0] > 5
    for at, node in ((0, 0), (1, 0), (2, 1)):
        farthest = max(math.dist(point, PLACES[node]) for point in geometry.points(course, at))
        assert farthest > RADII[node] * 1.5
        assert math.dist(course.end[at], PLACES[node]) < RADII[node] * 2.6


def test_nodes_on_one_another_have_no_link_turned_round() -> None:
    wires = wired([(0, 1)], 2.0, [1])
    places = np.array([[0.0, 0.0], [3.0, 0.0]])
    course = geometry.run(wires, places, np.array([20.0, 20.0]), np.zeros(2, dtype=np.intp))
    assert np.allclose(course.start, course.end)
    assert np.isfinite(course.boxes).all()
    same = geometry.run(wires, np.zeros((2, 2)), np.array([20.0, 20.0]), np.zeros(2, dtype=np.intp))
    assert np.isfinite(same.boxes).all()
    assert np.isfinite(geometry.heads(same, wires)).all()


def test_what_is_hit_is_what_is_drawn() -> None:
    pairs = [(0, 1), (1, 0), (0, 1), (2, 3), (0, 0), (3, 0)]
    wires, course = course_of(pairs)
    for at in range(len(pairs)):
        line = geometry.points(course, at)
        for point in line[1:-1] if len(line) > 2 else [line.mean(axis=0)]:
            found = geometry.nearest(course, wires, float(point[0]), float(point[1]), 3.0)
            assert found is not None
            assert found[1] <= 0.5
    assert geometry.nearest(course, wires, 4000.0, 4000.0, 5.0) is None


def test_every_link_lies_in_its_box() -> None:
    pairs = [(0, 1), (1, 0), (0, 2), (0, 0), (3, 1), (3, 1), (3, 1)]
    _, course = course_of(pairs)
    for at in range(len(pairs)):
        line = geometry.points(course, at)
        left, top, right, bottom = course.boxes[at]
        assert (line >= (left, top)).all()
        assert (line <= (right, bottom)).all()


def test_words_stand_upright_in_the_middle() -> None:
    pairs = [(0, 1), (1, 0), (2, 3), (3, 2), (0, 0)]
    _, course = course_of(pairs)
    middle, angle = geometry.middles(course)
    assert ((angle > -math.pi / 2 - 1e-9) & (angle <= math.pi / 2 + 1e-9)).all()
    for at in range(4):
        assert math.dist(middle[at], middle_of(course, at)) < 1.5


def test_a_line_is_cut_where_a_box_cuts_it() -> None:
    wires = wired([(0, 1), (0, 2)], 1.0, [0, 0])
    places = np.array([[0.0, 0.0], [1000.0, 0.0], [0.0, 1000.0]])
    course = geometry.run(wires, places, np.full(3, 1e-6), np.zeros(3, dtype=np.intp))
    begin, finish = geometry.crossing(course, np.array([0, 1]), (400, -10, 600, 10), 0)
    assert begin[0] == pytest.approx(0.4, abs=0.01)
    assert finish[0] == pytest.approx(0.6, abs=0.01)
    assert begin[1] >= finish[1]


@pytest.mark.parametrize("kind", range(len(shapes.NAMES)), ids=shapes.NAMES)
def test_the_reach_of_a_shape_is_the_edge_of_what_is_drawn(kind: int) -> None:
    path = shapes.outline(kind)
    for column in range(0, shapes.DIRECTIONS, 15):
        angle = math.tau * column / shapes.DIRECTIONS
        far = shapes.reach()[kind, column]
        inside = QPointF(math.cos(angle), math.sin(angle)) * (far * 0.97)
        outside = QPointF(math.cos(angle), math.sin(angle)) * (far * 1.04)
        assert path.contains(inside)
        assert not path.contains(outside)


def test_every_colour_slot_has_a_shape_of_its_own() -> None:
    outlines = [shapes.outline(number).toFillPolygon().boundingRect() for number in range(len(shapes.NAMES))]
    points = [shapes.outline(number).elementCount() for number in range(len(shapes.NAMES))]
    told = {
        (n, round(box.width(), 2), round(box.height(), 2)) for n, box in zip(points, outlines, strict=True)
    }
    assert len(told) >= len(shapes.NAMES) - 1  # two triangles, one on its head
    assert shapes.number_of("no such slot") == len(shapes.NAMES) - 1
