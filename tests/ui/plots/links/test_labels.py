from __future__ import annotations

import math
import random
from itertools import combinations

from glossator.ui.plots.links.labels import (
    Box,
    Named,
    Slanted,
    Stretched,
    Taken,
    body_of,
    pieces_of,
    place_badges,
    place_names,
    place_words,
)


def crowd(count: int, room: float) -> list[Named]:
    chance = random.Random(3)
    return [
        Named(
            at,
            chance.random() * room,
            chance.random() * room,
            4 + 12 * chance.random(),
            20 + 90 * chance.random(),
            14,
        )
        for at in range(count)
    ]


def test_no_name_stands_on_another_or_on_a_strange_node() -> None:
    nodes = crowd(300, 1500)
    found = place_names(nodes, Taken())
    assert 40 < len(found) < 300
    assert not any(one.meets(other) for one, other in combinations(found.values(), 2))
    for number, box in found.items():
        for node in nodes:
            reach = node.radius * 0.94
            body = Box(node.x - reach, node.y - reach, node.x + reach, node.y + reach)
            assert node.number == number or not box.meets(body)


def test_the_first_ones_have_the_first_choice_and_more_room_shows_more() -> None:
    nodes = crowd(300, 900)
    assert nodes[0].number in place_names(nodes, Taken())
    dense = crowd(300, 500)
    wide = [node._replace(x=node.x * 6, y=node.y * 6) for node in dense]
    assert len(place_names(wide, Taken())) > 1.5 * len(place_names(dense, Taken()))


def test_the_largest_are_named_in_the_thickest_crowd_too() -> None:
    large = Named(0, 200, 200, 20, 60, 14)
    small = [Named(at, 110 + 14 * (at % 14), 110 + 14 * (at // 14), 7, 60, 14) for at in range(1, 196)]
    mark = Box(150, 222, 250, 240)  # as the sign for more neighbours, below it
    taken = Taken()
    taken.add(mark)
    found = place_names([large, *small], taken)
    assert 0 in found
    assert not found[0].meets(mark)
    assert not any(found[0].meets(box) for number, box in found.items() if number)
    assert not found[0].meets(Box(200 - 18.8, 200 - 18.8, 218.8, 218.8))


def test_words_stand_on_their_link_where_there_is_room_and_nothing_else() -> None:
    taken = Taken()
    taken.add(Box(480, -20, 520, 20))
    links = [
        Stretched(0, 100, 0, 0.0, 150, 60, 12),
        Stretched(1, 100, 3, 0.1, 150, 60, 12),
        Stretched(2, 300, 0, 0.7, 50, 60, 12),
        Stretched(3, 500, 0, 0.0, 300, 60, 12),
        Stretched(4, 300, 200, -1.2, 300, 60, 12),
    ]
    found = place_words(links, taken)
    assert set(found) == {0, 4}
    assert found[4] == Slanted(300, 200, -1.2)


def test_the_pieces_of_a_slanting_name_cover_it() -> None:
    for angle in (0.0, 0.4, -1.1, math.pi / 2):
        pieces = pieces_of(Slanted(10, 20, angle), 90, 12)
        for off in range(-45, 46, 3):
            x, y = 10 + off * math.cos(angle), 20 + off * math.sin(angle)
            assert any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in pieces)


def test_names_stay_within_what_is_seen_and_take_another_side_for_it() -> None:
    edge = Box(0.0, 0.0, 300.0, 200.0)
    corner = Named(1, 4.0, 196.0, 4.0, 80.0, 14.0)
    found = place_names([corner], Taken(), edge)
    assert edge.holds(found[1])
    assert not edge.holds(place_names([corner], Taken())[1])
    assert place_names([corner._replace(width=400.0)], Taken(), edge) == {}, (
        "there is no room for it anywhere"
    )


def test_badges_lie_over_no_badge_and_no_node() -> None:
    chance = random.Random(3)
    nodes = [
        Named(number, chance.uniform(0, 300), chance.uniform(0, 300), 8.0, 20.0, 12.0) for number in range(60)
    ]
    found = place_badges(nodes, nodes)
    assert 20 < len(found) < 60, "some have no room"
    for number, box in found.items():
        assert not any(box.meets(other) for at, other in found.items() if at != number)
        assert not any(box.meets(body_of(node)) for node in nodes if node.number != number)
    alone = place_badges(nodes[:1], nodes[:1])[nodes[0].number]
    assert alone.left > nodes[0].x
    assert alone.bottom < nodes[0].y, "the upper right corner is the usual one"
