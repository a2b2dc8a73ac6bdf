from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from glossator.analysis.links import GRADED, Network, Sieve
from glossator.analysis.web import Step, Web
from glossator.core.scheme import AttributeType, Scheme
from glossator.core.statements import Node, NodeFacts, Statement
from tests.builders import scheme as small

NODES = (
    *(Node(entity=number) for number in range(1, 9)),
    Node(quote="a ship", label="FAC"),
    Node(event=99, label="ATTACK"),
)
SIEVES = (Sieve(), Sieve(hidden=frozenset({"LEADS"})), Sieve(grade=GRADED), Sieve(certainty="Probable"))


def scheme() -> Scheme:
    made = small()
    sure = AttributeType("certainty", "Certainty", ("relation",), values=("Certain", "Probable", "Possible"))
    return replace(made, attributes=(*made.attributes, sure))


def facts(chance: Random, node: Node) -> NodeFacts:
    count = chance.randrange(1, 4)
    return NodeFacts(f"number {node.entity}", chance.choice(["PER", "ORG"]), count * 2, count)


def statement(chance: Random, number: int) -> Statement:
    first, second = chance.choices(NODES, k=2)  # also one with itself, and several between the same two
    return Statement(
        relation=number,
        document=chance.randrange(5),
        type=chance.choice(["LEADS", "NEAR", "PART_OF"]),
        role="",
        first=first,
        second=second,
        certainty=chance.choice(["", "Probable", "Possible"]),
        credibility=chance.choice("126"),
        is_denied=chance.random() < 0.2,
        source=f"paper {chance.randrange(4)}",
    )


def same(one: Network, other: Network) -> None:
    assert one == other
    assert list(one.nodes.items()) == list(other.nodes.items())
    assert dict(one.at) == dict(other.at)
    assert dict(one.said) == dict(other.said)


@pytest.mark.parametrize("sieve", SIEVES, ids=["all", "by type", "by grade", "by certainty"])
@pytest.mark.parametrize("seed", range(6))
def test_a_network_that_followed_any_steps_is_one_made_anew(seed: int, sieve: Sieve) -> None:
    chance = Random(seed)
    held = {number: statement(chance, number) for number in range(1, 25)}
    web = Web(scheme(), held.values(), {node: facts(chance, node) for node in NODES})
    whole = web.network(sieve)
    among = set(chance.sample(NODES, 6))
    part = web.network(sieve, among)
    undo: list[tuple[int, Statement | None]] = []
    for number in range(100, 180):
        if undo and chance.random() < 0.3:
            relation, was = undo.pop()
        else:
            relation = chance.choice([number, *held])
            undo.append((relation, held.get(relation)))
            was = None if relation in held and chance.random() < 0.5 else statement(chance, relation)
        held.pop(relation, None)
        if was is not None:
            held[relation] = was
        known = {node: facts(chance, node) for node in chance.sample(NODES, chance.randrange(2))}
        web.replace([relation], [was] if was is not None else [], known)
        among = set(part.nodes) | web.step.nodes if chance.random() < 0.5 else set(chance.sample(NODES, 6))
        whole, part = web.followed(whole, web.step, sieve), web.followed(part, web.step, sieve, among)
        same(whole, web.network(sieve))
        same(part, web.network(sieve, among))


def test_what_did_not_change_is_the_same_object() -> None:
    chance = Random(3)
    web = Web(
        scheme(),
        [statement(chance, at) for at in range(30)],
        {node: facts(chance, node) for node in NODES},
    )
    before = web.network()
    web.replace([99], [statement(chance, 99)], {})
    after = web.followed(before, web.step)
    kept = {id(link) for link in before.links} & {id(link) for link in after.links}
    assert len(kept) == len(after.links) - 1
    assert after.nodes is before.nodes
    assert web.followed(after, Step()).links == after.links


def test_a_relation_that_says_the_same_again_changes_nothing() -> None:
    web = Web(scheme(), [statement(Random(1), 1)], {node: facts(Random(1), node) for node in NODES})
    before = web.network()
    web.replace([1], [statement(Random(1), 1)], dict(web.facts))
    after = web.followed(before, web.step)
    assert after.nodes is before.nodes
    assert after.links[0] is before.links[0]


def test_asked_through_another_sieve_it_is_made_anew() -> None:
    chance = Random(5)
    web = Web(scheme(), [statement(chance, at) for at in range(30)], {})
    before = web.network()
    web.replace([99], [statement(chance, 99)], {})
    other = SIEVES[1]
    assert web.followed(before, web.step, other) == web.network(other)


def test_several_steps_are_followed_at_once() -> None:
    chance = Random(6)
    web = Web(scheme(), [statement(chance, at) for at in range(30)], {})
    before, missed = web.network(), Step()
    for number in range(40, 50):
        gone = chance.randrange(30)
        web.replace([gone], [statement(chance, number)], {NODES[number % 9]: facts(chance, NODES[0])})
        missed = missed.and_then(web.step)
    same(web.followed(before, missed), web.network())
