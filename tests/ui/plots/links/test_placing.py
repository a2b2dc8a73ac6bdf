from __future__ import annotations

from random import Random

import numpy as np
import pytest

from glossator.ui.plots.links.geometry import Numbers, Points
from glossator.ui.plots.links.labels import Box
from glossator.ui.plots.links.placing import Placing, Wants
from tests.ui.plots.links.plainly import (
    Places,
    boxes_of,
    link_by,
    node_by,
    plainly,
    wants_by,
    wants_of,
)


def found(made: Placing) -> Places:
    return made.badges, made.names, made.words


def mixed(chance: Random, count: int, most: int) -> Numbers:
    """Which of so many stay, in their order, with new ones (-1) among them."""
    kept = [at for at in range(count) if chance.random() > 0.04]
    for _ in range(chance.randrange(3)):
        if len(kept) < most:
            kept.insert(chance.randrange(len(kept) + 1), -1)
    return np.array(kept, dtype=np.intp)


def taken(before: Points, since: Numbers, new: list[float]) -> Points:
    values = iter(new)
    return np.array([before[was] if was >= 0 else next(values) for was in since], dtype=float)


def stepped(chance: Random, old: Wants, nodes: Numbers, links: Numbers, room: float) -> Wants:
    """What is wanted after a step: some came, some went, some stand elsewhere or are called otherwise."""
    fresh = [node_by(chance, room) for _ in nodes]
    drawn = [link_by(chance, room) for _ in links]
    made = Wants(
        np.stack(
            [
                taken(old.places[:, 0], nodes, [each.x for each in fresh]),
                taken(old.places[:, 1], nodes, [each.y for each in fresh]),
            ],
            axis=1,
        ),
        taken(old.radii, nodes, [each.radius for each in fresh]),
        taken(old.badges, nodes, [15.0] * len(fresh)),
        taken(old.names, nodes, [each.width for each in fresh]),
        np.zeros(0, dtype=np.intp),
        np.stack(
            [
                taken(old.middles[:, 0], links, [each.x for each in drawn]),
                taken(old.middles[:, 1], links, [each.y for each in drawn]),
            ],
            axis=1,
        ),
        taken(old.angles, links, [each.angle for each in drawn]),
        taken(old.words, links, [each.width for each in drawn]),
        old.heights,
        old.within,
    )
    at = chance.randrange(len(nodes))
    if chance.random() < 0.5:
        made.places[at] += chance.uniform(-30, 30)
    if chance.random() < 0.5:
        made.badges[at] = chance.choice([0.0, 18.0, 30.0])
    if chance.random() < 0.3:
        made.names[at] = chance.choice([0.0, 33.0])
    if len(links) and chance.random() < 0.3:
        made.words[chance.randrange(len(links))] = chance.choice([0.0, 40.0])
    return made


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("within", [None, Box(20.0, 20.0, 430.0, 430.0)], ids=["anywhere", "within"])
def test_what_followed_any_steps_stands_where_it_stands_from_the_beginning(
    seed: int, within: Box | None
) -> None:
    chance, room = Random(seed), 450.0
    wants = wants_by(chance, 60, 70, room)._replace(within=within)
    rank = [chance.random() for _ in range(60)]
    wants = wants._replace(order=np.argsort(rank, kind="stable"))
    made = Placing(wants)
    assert found(made) == plainly(wants)
    for _ in range(25):
        nodes, links = mixed(chance, len(rank), 80), mixed(chance, len(wants.words), 90)
        after = stepped(chance, wants, nodes, links, room)
        rank = [rank[was] if was >= 0 else chance.random() for was in nodes]
        if chance.random() < 0.4:  # one matters otherwise: it counts as new
            at = chance.randrange(len(rank))
            rank[at], nodes[at] = chance.choice([-1.0, chance.random(), 2.0]), -1
        wants = after._replace(order=np.argsort(rank, kind="stable"))
        assert made.takes(wants)
        names, words = set(made.names.values()), len(made.words)
        made.follow(wants, nodes, links)
        assert found(made) == plainly(wants)
        other = names ^ set(made.names.values())
        assert other <= set(made.touched)
        assert words == len(made.words) or made.touched


def test_a_step_that_changes_nothing_touches_nothing() -> None:
    wants = wants_by(Random(2), 40, 50, 400.0)
    made = Placing(wants)
    before = found(made)
    assert boxes_of(before)
    made.follow(wants, np.arange(40), np.arange(50))
    assert found(made) == before
    assert made.touched == []


def test_where_most_is_new_all_of_it_finds_its_place_anew() -> None:
    made = Placing(wants_by(Random(2), 10, 10, 300.0))
    wants = wants_by(Random(4), 50, 60, 400.0)
    made.follow(wants, np.full(50, -1), np.full(60, -1))
    assert found(made) == plainly(wants)


def test_other_edges_and_other_faces_are_no_step() -> None:
    wants = wants_of([node_by(Random(1), 100.0)])
    made = Placing(wants)
    assert made.takes(wants)
    assert not made.takes(wants._replace(within=Box(0.0, 0.0, 9.0, 9.0)))
    assert not made.takes(wants._replace(heights=(1.0, 2.0, 3.0)))


def test_nothing_wants_no_room() -> None:
    assert found(Placing(wants_of())) == ({}, {}, {})
