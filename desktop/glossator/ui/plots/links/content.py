"""What a link chart shows: a network, where its nodes stand, and what of it is pointed out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from glossator.analysis.links import LinkKey, Network
from glossator.core.scheme import Scheme
from glossator.core.statements import Node

Place = tuple[float, float]
"""Where a node stands, in pixels where nothing is enlarged."""
Mark = Node | LinkKey
"""What stands for annotations in the chart."""


@dataclass(frozen=True)
class Content:
    """What the chart shows: a network, where its nodes stand, which of them are pinned, links that are pointed out as a
    way, and of nodes how many neighbours are not shown.  Nodes are sized by their documents, or ``by_mentions``.
    ``identity`` is another one where nothing of what was shown before counts, so that all of it is brought into view.
    """

    network: Network
    scheme: Scheme
    places: Mapping[Node, Place]
    pinned: frozenset[Node] = frozenset()
    way: tuple[LinkKey, ...] = ()
    beyond: Mapping[Node, int] = field(default_factory=dict)
    by_mentions: bool = False
    identity: Hashable = None

    def holds(self, key: Mark) -> bool:
        """A node or link is in it."""
        if isinstance(key, Node):
            return key in self.network.nodes
        return any(link.key == key for link in self.network.at.get(key.first, ()))

    def new_since(self, before: Content | None) -> list[Place]:
        """Where the nodes stand that were not in it before."""
        known = before.network.nodes.keys() if before is not None else set()
        return [self.places.get(node, (0.0, 0.0)) for node in self.network.nodes.keys() - known]


class Lights(NamedTuple):
    """Nodes and links that are lit from elsewhere, drawn or not."""

    nodes: frozenset[Node] = frozenset()
    links: frozenset[LinkKey] = frozenset()


class Lighting:
    """Whether a mark is lit, and at once all that are: asked of each mark, that takes long in a large chart."""

    def __init__(self, find: Callable[[], Lights]) -> None:
        self.find = find

    def __call__(self, key: Hashable) -> bool:
        lights = self.find()
        return key in lights.nodes or key in lights.links
