from __future__ import annotations

import math
import random
from itertools import combinations, pairwise

import pytest

from glossator.analysis.chart_layout import STEP_X, STEP_Y, arrange

Links = list[tuple[int, int]]


def web_of(nodes: int, links: int, seed: int = 1) -> Links:
    chance = random.Random(seed)
    return [tuple(chance.sample(range(nodes), 2)) for _ in range(links)]  # type: ignore[misc]


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot((one[0] - other[0]) / STEP_X, (one[1] - other[1]) / STEP_Y)


SHAPES: dict[str, tuple[int, Links]] = {
    "nothing": (0, []),
    "one": (1, []),
    "one with itself": (1, [(0, 0)]),
    "a pair": (2, [(0, 1), (1, 0), (0, 1)]),
    "a path": (9, list(pairwise(range(9)))),
    "a ring": (9, [(i, (i + 1) % 9) for i in range(9)]),
    "a hub": (120, [(0, i) for i in range(1, 120)]),
    "all with all": (16, list(combinations(range(16), 2))),
    "groups": (40, [(i, i + 1) for i in range(0, 40, 4)] + [(i, i + 2) for i in range(0, 40, 4)]),
    "many": (420, web_of(420, 600)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_node_has_one_finite_place_and_the_same_again(shape: str) -> None:
    count, links = SHAPES[shape]
    places = arrange(range(count), links)
    assert set(places) == set(range(count))
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert arrange(range(count), links) == places


@pytest.mark.parametrize("shape", [each for each in SHAPES if each != "many"])
def test_no_two_nodes_stand_on_one_another(shape: str) -> None:
    count, links = SHAPES[shape]
    places = arrange(range(count), links)
    nearest = min((apart(places[a], places[b]) for a, b in combinations(range(count), 2)), default=1.0)
    assert nearest > 0.35


@pytest.mark.parametrize("seed", range(12))
def test_a_few_nodes_have_room_for_an_arrow_between_any_two_and_are_as_wide_as_a_chart(seed: int) -> None:
    count = 8 + 2 * seed
    links = [*pairwise(range(count)), *web_of(count, count // 3, seed)]
    places = arrange(range(count), links)
    assert min(apart(places[a], places[b]) for a, b in combinations(range(count), 2)) > 0.8
    width, height = (max(held) - min(held) for held in zip(*places.values(), strict=True))
    assert width > 1.4 * height
    more = arrange(range(count + 1), [*links, (0, count)], places)
    assert min(apart(more[count], places[node]) for node in range(count)) > 0.8


def test_groups_lie_apart_and_lonely_ones_in_rows_below() -> None:
    links = [(0, 1), (1, 2), (3, 4), (5, 6)]
    places = arrange(range(12), links)
    groups = [{0, 1, 2}, {3, 4}, {5, 6}]
    for one, other in combinations(groups, 2):
        assert min(apart(places[a], places[b]) for a in one for b in other) > 0.6
    lowest = max(places[node][1] for node in range(7))
    lonely = [places[node] for node in range(7, 12)]
    assert all(y > lowest for _, y in lonely)
    assert len({y for _, y in lonely}) < len(lonely)


@pytest.mark.parametrize("new", [1, 5, 40])
def test_what_stood_somewhere_stays_and_new_ones_join_their_neighbours(new: int) -> None:
    links = web_of(120, 200)
    old = range(120 - new)
    known = arrange(old, [each for each in links if max(each) in old])
    places = arrange(range(120), links, known)
    assert {node: places[node] for node in old} == known
    for node in range(120 - new, 120):
        near = [other for link in links if node in link for other in link if other in old]
        if near and new < 9:
            assert min(apart(places[node], places[other]) for other in near) < 6
        assert min(apart(places[node], places[other]) for other in range(120) if other != node) > 0.3


def test_a_new_group_stands_below_what_is_known() -> None:
    known = {0: (10.0, 20.0), 1: (200.0, 50.0)}
    places = arrange(range(5), [(0, 1), (2, 3), (3, 4)], known)
    assert places[0] == known[0]
    assert min(places[node][1] for node in (2, 3, 4)) > 50.0


def test_places_that_nobody_asks_about_do_not_matter() -> None:
    known = {"gone": (0.0, 0.0), "a": (1.0, 2.0)}
    places = arrange(["a", "b"], [("a", "b"), ("a", "gone")], known)
    assert set(places) == {"a", "b"}
    assert places["a"] == (1.0, 2.0)


def test_the_work_can_be_ended() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        arrange(range(3), [(0, 1)], told=stop)
