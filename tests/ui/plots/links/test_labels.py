from __future__ import annotations

import math
import random
from itertools import combinations

from glossator.ui.plots.links.labels import Box, Named, Slanted, Stretched, body_of, pieces_of
from glossator.ui.plots.links.placing import Placing, Wants
from tests.ui.plots.links.plainly import wants_of


def names(nodes: list[Named], within: Box | None = None) -> dict[int, Box]:
    return Placing(wants_of(nodes, within=within)).names


def crowd(count: int, room: float) -> list[Named]:
    chance = random.Random(3)
    return [
        Named(
            chance.random() * room,
            chance.random() * room,
            4 + 12 * chance.random(),
            20 + 90 * chance.random(),
            14,
        )
        for _ in range(count)
    ]


def test_no_name_stands_on_another_or_on_a_strange_node() -> None:
    nodes = crowd(300, 1500)
    found = names(nodes)
    assert 40 < len(found) < 300
    assert not any(one.meets(other) for one, other in combinations(found.values(), 2))
    for number, box in found.items():
        for at, node in enumerate(nodes):
            assert at == number or not box.meets(body_of(node))


def test_the_first_ones_have_the_first_choice_and_more_room_shows_more() -> None:
    assert 0 in names(crowd(300, 900))
    dense = crowd(300, 500)
    wide = [node._replace(x=node.x * 6, y=node.y * 6) for node in dense]
    assert len(names(wide)) > 1.5 * len(names(dense))


def test_the_largest_are_named_in_the_thickest_crowd_too() -> None:
    large = Named(200, 200, 20, 60, 14)
    small = [Named(110 + 14 * (at % 14), 110 + 14 * (at // 14), 7, 60, 14) for at in range(1, 196)]
    alone = Placing(wants_of([large], badges=[30.0]))
    assert alone.badges[0].left > 200
    made = Placing(wants_of([large, *small], badges=[30.0, *[0.0] * 195]))
    assert 0 in made.names
    box = made.names[0]
    assert not any(box.meets(other) for other in made.badges.values())
    assert not any(box.meets(other) for number, other in made.names.items() if number)
    assert not box.meets(body_of(large))


def test_a_name_of_the_first_ones_lies_over_the_fewest_nodes() -> None:
    first = Named(200, 200, 20, 90, 14)
    ring = [Named(200 + x, 200 + y, 7, 40, 14) for x in range(-120, 121, 16) for y in range(-60, 61, 15)]
    others = [each for each in ring if max(abs(each.x - 200), abs(each.y - 200)) > 26]
    gap = [each for each in others if not (each.y < 176 and each.x > 195)]
    box = names([first, *others])[0]
    assert sum(box.meets(body_of(each)) for each in others) > 0
    box = names([first, *gap])[0]
    assert not any(box.meets(body_of(each)) for each in gap), "there is room to the right above it"
    assert box.bottom < first.y


def test_words_stand_on_their_link_where_there_is_room_and_nothing_else() -> None:
    links = [
        Stretched(100, 0, 0.0, 60, 11),
        Stretched(100, 3, 0.1, 60, 11),
        Stretched(300, 0, 0.7, 0, 11),  # too short for what it says
        Stretched(500, 0, 0.0, 60, 11),
        Stretched(300, 200, -1.2, 60, 11),
    ]
    found = Placing(wants_of([Named(500, 0, 20, 0.0, 14)], links)).words
    assert set(found) == {0, 4}
    assert found[4] == Slanted(300, 200, -1.2)


def test_the_pieces_of_a_slanting_name_cover_it() -> None:
    for angle in (0.0, 0.4, -1.1, math.pi / 2):
        pieces = pieces_of(Stretched(10, 20, angle, 90, 12))
        for off in range(-45, 46, 3):
            x, y = 10 + off * math.cos(angle), 20 + off * math.sin(angle)
            assert any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in pieces)


def test_names_stay_within_what_is_seen_and_take_another_side_for_it() -> None:
    edge = Box(0.0, 0.0, 300.0, 200.0)
    corner = Named(4.0, 196.0, 4.0, 80.0, 14.0)
    assert edge.holds(names([corner], edge)[0])
    assert not edge.holds(names([corner])[0])
    assert names([corner._replace(width=400.0)], edge) == {}, "there is no room for it anywhere"


def badged(count: int) -> tuple[Wants, list[Named]]:
    chance = random.Random(3)
    nodes = [Named(chance.uniform(0, 300), chance.uniform(0, 300), 8.0, 0.0, 14.0) for _ in range(60)][:count]
    return wants_of(nodes, badges=[20.0] * count), nodes


def test_badges_lie_over_no_badge_and_no_node() -> None:
    wants, nodes = badged(60)
    found = Placing(wants).badges
    assert 20 < len(found) < 60, "some have no room"
    for number, box in found.items():
        assert not any(box.meets(other) for at, other in found.items() if at != number)
        assert not any(box.meets(body_of(node)) for at, node in enumerate(nodes) if at != number)
    alone = Placing(badged(1)[0]).badges[0]
    assert alone.left > nodes[0].x
    assert alone.bottom < nodes[0].y, "the upper right corner is the usual one"
