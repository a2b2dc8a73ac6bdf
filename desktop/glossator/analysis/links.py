"""How nodes are connected and by whose word: links out of single statements, filtered, followed, ways along them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from glossator.core.lens import CERTAINTY
from glossator.core.scheme import Scheme
from glossator.core.statements import UNGRADED, Node, NodeFacts, Statement

GRADED = "graded"
"""As the least grade of a :class:`Sieve`: whatever anybody judged."""


class LinkKey(NamedTuple):
    """What a link stands for: all statements of a ``type`` (and ``role``, where ``first`` is an event) about two nodes.
    The ends of a symmetric relation stand in one order.
    """

    first: Node
    second: Node
    type: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """All statements of one type about two nodes, added up.

    ``relations`` are the ids of their records, ``documents`` and ``sources`` tell in how many documents from how many
    sources they stand, ``voices`` names who says it and how often (the empty name: the text itself).  ``certainty`` and
    ``grade`` are the best of all; ``denied`` of the relations say that it is not so.  ``arrow`` is 1 where the link
    leads from first to second, -1 where from second to first, 0 where it leads nowhere.
    """

    key: LinkKey
    relations: tuple[int, ...]
    documents: int
    sources: int
    voices: tuple[tuple[str, int], ...]
    certainty: str
    grade: str
    denied: int
    arrow: int

    @property
    def ends(self) -> tuple[Node, Node]:
        """Its two nodes, which may be one and the same."""
        return self.key.first, self.key.second

    def other(self, node: Node) -> Node:
        """The node at the other end."""
        return self.key.second if node == self.key.first else self.key.first


@dataclass(frozen=True)
class Sieve:
    """Which statements are shown: none of the ``hidden`` types, at least this ``certainty`` (a value of the scheme),
    at least this ``grade`` (letter and digit, or :data:`GRADED`); empty asks for nothing.
    """

    hidden: frozenset[str] = frozenset()
    certainty: str = ""
    grade: str = ""


class Ways(NamedTuple):
    """What a scheme says of links: types without direction, the role of each event type that leads into the event, and
    the values of certainty, the surest first.
    """

    symmetric: frozenset[str]
    leading: Mapping[str, str]
    certainties: tuple[str, ...]

    @classmethod
    def of(cls, scheme: Scheme) -> Ways:
        """Those of a scheme."""
        certainty = scheme.attribute(CERTAINTY)
        return cls(
            frozenset(each.id for each in scheme.relation_types if each.symmetric),
            {each.id: each.roles[0].name for each in scheme.event_types if each.roles},
            certainty.values if certainty is not None else (),
        )

    def key(self, said: Statement) -> LinkKey:
        """The link that a statement belongs to."""
        first, second = said.first, said.second
        if said.type in self.symmetric and second < first:
            first, second = second, first
        return LinkKey(first, second, said.type, said.role)

    def arrow(self, key: LinkKey) -> int:
        """Which way a link leads; see :class:`Link`."""
        if key.role:
            return -1 if self.leading.get(key.type) == key.role else 1
        return 0 if key.type in self.symmetric else 1

    def certainty(self, said: Statement) -> str:
        """How sure a statement is: its value, or the one that need not be said."""
        return said.certainty or (self.certainties[0] if self.certainties else "")

    def rank(self, certainty: str) -> int:
        """0 for what is surest; the larger the less sure, what the scheme does not know last."""
        return self.certainties.index(certainty) if certainty in self.certainties else len(self.certainties)

    def takes(self, said: Statement, sieve: Sieve) -> bool:
        """Whether a sieve lets a statement through."""
        if said.type in sieve.hidden:
            return False
        if sieve.certainty and self.rank(self.certainty(said)) > self.rank(sieve.certainty):
            return False
        if sieve.grade == GRADED:
            return said.grade != UNGRADED
        return not sieve.grade or (said.reliability <= sieve.grade[0] and said.credibility <= sieve.grade[1])

    def link(self, key: LinkKey, said: Sequence[Statement]) -> Link:
        """Statements about the same, of which there is one at least, added up."""
        voices = Counter(each.voice for each in said)
        return Link(
            key,
            tuple(sorted({each.relation for each in said})),
            len({each.document for each in said}),
            len({each.source for each in said}),
            tuple(sorted(voices.items(), key=lambda each: (-each[1], each[0]))),
            min((self.certainty(each) for each in said), key=self.rank),
            min(each.grade for each in said),
            len({each.relation for each in said if each.is_denied}),
            self.arrow(key),
        )


@dataclass(frozen=True)
class Network:
    """Nodes and the links between them, as they are shown: both begin with what matters most.

    ``hidden_nodes`` and ``hidden_links`` tell how many others there are that a filter hides.
    """

    nodes: Mapping[Node, NodeFacts] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    hidden_nodes: int = 0
    hidden_links: int = 0

    @cached_property
    def at(self) -> Mapping[Node, tuple[Link, ...]]:
        """The links of each node, a loop once."""
        found: dict[Node, list[Link]] = {node: [] for node in self.nodes}
        for link in self.links:
            for node in dict.fromkeys(link.ends):
                found[node].append(link)
        return {node: tuple(links) for node, links in found.items()}

    @cached_property
    def said(self) -> Mapping[int, int]:
        """In how many of the links each relation is that any of them stands for."""
        return Counter(relation for link in self.links for relation in link.relations)

    def remember(self, at: Mapping[Node, tuple[Link, ...]], said: Mapping[int, int]) -> None:
        """Whoever made it out of another one knows the links of each node and of each relation already."""
        self.__dict__.update(at=at, said=said)

    @property
    def is_empty(self) -> bool:
        """There is nothing to show."""
        return not self.nodes

    def neighbours(self, node: Node) -> tuple[Node, ...]:
        """The nodes that links lead to, those with most documents first; a node is none of its own."""
        found = {link.other(node) for link in self.at.get(node, ())} - {node}
        return tuple(sorted(found, key=self._weight))

    def path(self, start: Node, goal: Node) -> tuple[Link, ...]:
        """The shortest way between two nodes, whatever way its links lead; of several as short the one that most
        sources and the better grades speak for.  Empty where there is none, or both are the same.
        """
        if start == goal or start not in self.nodes or goal not in self.nodes:
            return ()
        best: dict[Node, tuple[float, Link | None]] = {start: (0.0, None)}
        layer = [start]
        while layer and goal not in best:
            layer = self._next_layer(layer, best)
        way: list[Link] = []
        at = goal
        while at in best and (link := best[at][1]) is not None:
            way.append(link)
            at = link.other(at)
        return tuple(reversed(way))

    def _next_layer(self, layer: Sequence[Node], best: dict[Node, tuple[float, Link | None]]) -> list[Node]:
        """The nodes one step farther, each with the link that leads there best."""
        new: dict[Node, tuple[float, Link | None]] = {}
        for node in layer:
            for link in self.at[node]:
                there = link.other(node)
                cost = best[node][0] + _doubt(link)
                if there not in best and (there not in new or cost < new[there][0]):
                    new[there] = (cost, link)
        best.update(new)
        return list(new)

    def only(self, nodes: Collection[Node]) -> Network:
        """These of the nodes, and the links between them; the others count as hidden."""
        kept = {node: facts for node, facts in self.nodes.items() if node in nodes}
        links = tuple(link for link in self.links if link.key.first in kept and link.key.second in kept)
        return Network(
            kept,
            links,
            self.hidden_nodes + len(self.nodes) - len(kept),
            self.hidden_links + len(self.links) - len(links),
        )

    def top(self, most: int) -> Network:
        """The nodes with most documents, so many at most, and the events that join two of them."""
        things = [node for node in self.nodes if not node.event][:most]
        chosen = set(things)
        events = [
            node
            for node in self.nodes
            if node.event and sum(1 for each in self.neighbours(node) if each in chosen) > 1
        ]
        return self.only(chosen | set(events[: max(0, most - len(chosen)) or most // 2]))

    def _weight(self, node: Node) -> tuple[int, int, str]:
        facts = self.nodes[node]
        return -facts.documents, -facts.mentions, facts.name


LinkWeight = tuple[int, int, int, LinkKey]
NodeWeight = tuple[int, int, str, Node]


def link_weight(link: Link) -> LinkWeight:
    """By which links are put in order: those first that most sources, documents and relations speak for."""
    return -link.sources, -link.documents, -len(link.relations), link.key


def node_weight(node: Node, facts: NodeFacts) -> NodeWeight:
    """By which nodes are put in order: those first that stand in most documents and mentions."""
    return -facts.documents, -facts.mentions, facts.name, node


def _doubt(link: Link) -> float:
    """How little speaks for a link, 0 to 1: few sources, no good grade."""
    letter, digit = "ABCDEF".find(link.grade[0]), "123456".find(link.grade[1])
    return 0.6 / link.sources + 0.04 * (letter + digit)


def ring(network: Network, node: Node, steps: int = 1) -> set[Node]:
    """A node and all that links lead to in so many steps."""
    found, ahead = {node}, deque([(node, 0)])
    while ahead:
        at, distance = ahead.popleft()
        if distance < steps:
            for near in network.neighbours(at):
                if near not in found:
                    found.add(near)
                    ahead.append((near, distance + 1))
    return found
