"""Lanes in the margin: apart, stable, the same after a change as when found anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from glossator.core.annotations import AnnotationSet, Relation
from glossator.core.spans import Span
from glossator.ui.text.margin import LANES, MarginLanes
from tests import builders
from tests.bench import documents


def reach_of(held: AnnotationSet, relation: Relation) -> tuple[int, int]:
    places = [held.mentions[each].start for each in relation.mentions()]
    return min(places), max(places)


def all_lanes(margin: MarginLanes, held: AnnotationSet) -> dict[int, int]:
    return {each: margin.lane(each) for each in held.relations}


def test_short_relations_run_nearer_to_the_text() -> None:
    held = documents.article(documents.S2)
    margin = MarginLanes(held, documents.scheme())
    for relation in held.relations.values():
        low, high = reach_of(held, relation)
        assert 0 <= margin.lane(relation.id) < LANES
        assert (margin.lane(relation.id) < 4) == (high - low <= 2000)


def test_relations_that_meet_have_lanes_of_their_own_while_there_are_enough() -> None:
    held = builders.annotated(
        "[a|PER] [b|ORG] [c|GPE] x [d|FAC].",
        relations=[("CITES", "a", "c"), ("CITES", "b", "d"), ("NEAR", "d", "a")],
    )
    margin = MarginLanes(held, None)
    assert len(set(all_lanes(margin, held).values())) == 3


def test_following_changes_gives_the_lanes_of_a_new_margin() -> None:
    held = documents.article(documents.S2)
    random = Random(4)
    margin = MarginLanes(held, documents.scheme())
    all_lanes(margin, held)
    for _ in range(30):
        chosen = random.choice(list(held.relations.values()))
        match random.randrange(3):
            case 0:
                held.drop_relation(chosen.id)
                margin.follow([chosen.id])
            case 1:
                held.put_relation(replace(chosen, id=random.randrange(1 << 40)))
                margin.follow(held.relations)
            case _:
                mention = held.mentions[next(chosen.mentions())]
                start = random.randrange(len(held.text) - 5)
                held.put_mention(replace(mention, fragments=(Span(start, start + 4),)))
                margin.follow(each.id for each in held.relations_of(mention.id))
        assert all_lanes(margin, held) == all_lanes(MarginLanes(held, documents.scheme()), held)


def test_an_unknown_relation_runs_next_to_the_text() -> None:
    assert MarginLanes(builders.annotated("[a|PER]"), None).lane(99) == 0


class Watched(MarginLanes):
    """Counts the relations that are looked at."""

    measured = 0

    def _measured(self, relation: Relation) -> tuple[int, int, int] | None:
        self.measured += 1
        return super()._measured(relation)


def test_of_very_many_relations_only_those_near_by_are_looked_at() -> None:
    held = documents.article(documents.S3)
    margin = Watched(held, documents.scheme())
    some = sorted(held.relations.values(), key=lambda each: reach_of(held, each))[3000:3010]
    for relation in some:
        margin.lane(relation.id)
    assert len(held.relations) == 6000
    assert 0 < margin.measured < 600
    margin.measured = 0
    margin.follow([some[0].id])
    margin.lane(some[0].id)
    assert margin.measured < 300


def test_of_very_many_relations_those_that_meet_seldom_share_a_lane() -> None:
    held = documents.article(documents.S3)
    margin = MarginLanes(held, documents.scheme())
    places = sorted((*reach_of(held, each), each.id) for each in held.relations.values())
    near = [(low, high, margin.lane(number)) for low, high, number in places if high - low <= 2000]
    assert {lane for _, _, lane in near} == {0, 1, 2, 3}
    assert all(margin.lane(number) >= 4 for low, high, number in places if high - low > 2000)
    shared = sum(one[1] > other[0] and one[2] == other[2] for one, other in pairwise(near))
    assert shared < len(near) * 0.15


def test_following_changes_of_very_many_relations_gives_the_lanes_of_a_new_margin() -> None:
    held = documents.article(documents.S3)
    random = Random(6)
    margin = MarginLanes(held, documents.scheme())
    watched = random.sample(list(held.relations), 200)
    for _ in range(5):
        gone = random.choice(watched)
        watched.remove(gone)
        kept = held.relations[gone]
        held.drop_relation(gone)
        margin.follow([gone])
        held.put_relation(replace(kept, id=random.randrange(1 << 40, 1 << 41)))
        margin.follow([next(reversed(held.relations))])
        anew = MarginLanes(held, documents.scheme())
        assert [margin.lane(each) for each in watched] == [anew.lane(each) for each in watched]
