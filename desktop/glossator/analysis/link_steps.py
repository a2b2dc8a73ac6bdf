"""A network after a Change: links and nodes that changed are put in their places, all others are those of before."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from glossator.analysis.links import Link, LinkKey, Network, NodeWeight, link_weight, node_weight
from glossator.core.statements import Node, NodeFacts


def stepped(
    before: Network,
    links: Mapping[LinkKey, Link | None],
    facts: Mapping[Node, NodeFacts],
    lone: AbstractSet[Node] = frozenset(),
    *,
    hidden: tuple[int, int] = (0, 0),
) -> Network:
    """The network ``before`` with these ``links`` as they are now (``None``: not there any more) and these nodes with
    their ``facts``; of these nodes one without a link stands in it only if it is ``lone``.  ``hidden`` tells how many
    nodes and links there would be with those that are not shown.  Objects that say the same stay the same objects.
    """
    at = dict(before.at)
    held, said = list(before.links), Counter(before.said)
    for key, now in links.items():
        old = next((each for each in at.get(key.first, ()) if each.key == key), None)
        if old == now:
            continue
        if old is not None:
            del held[bisect_left(held, link_weight(old), key=link_weight)]
            _leave(at, said, old)
        if now is not None:
            insort(held, now, key=link_weight)
            _enter(at, said, now)
    nodes = _nodes(before.nodes, {node: facts[node] for node in facts if at.get(node) or node in lone}, facts)
    for node in facts:
        if node in nodes:
            at.setdefault(node, ())
        else:
            at.pop(node, None)
    made = Network(nodes, tuple(held), hidden[0] - len(nodes), hidden[1] - len(held))
    made.remember(at, said)
    return made


def _leave(at: dict[Node, tuple[Link, ...]], said: Counter[int], old: Link) -> None:
    for node in dict.fromkeys(old.ends):
        at[node] = tuple(each for each in at[node] if each is not old)
    for relation in old.relations:
        said[relation] -= 1
        if not said[relation]:
            del said[relation]


def _enter(at: dict[Node, tuple[Link, ...]], said: Counter[int], now: Link) -> None:
    for node in dict.fromkeys(now.ends):
        links = list(at.get(node, ()))
        insort(links, now, key=link_weight)
        at[node] = tuple(links)
    said.update(now.relations)


def _nodes(
    before: Mapping[Node, NodeFacts], shown: Mapping[Node, NodeFacts], asked: Iterable[Node]
) -> Mapping[Node, NodeFacts]:
    """The nodes of before, those ``asked`` for as they are ``shown`` now; the very same object where none changed."""
    changed = [node for node in asked if before.get(node) != shown.get(node)]
    if not changed:
        return before
    order: list[tuple[Node, NodeFacts]] = list(before.items())
    for node in changed:
        if node in before:
            del order[bisect_left(order, _weight((node, before[node])), key=_weight)]
        if node in shown:
            insort(order, (node, shown[node]), key=_weight)
    return dict(order)


def _weight(each: tuple[Node, NodeFacts]) -> NodeWeight:
    return node_weight(*each)
