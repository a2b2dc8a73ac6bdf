"""What a link chart is made of, whatever the magnification: nodes and links by number with their looks, kept up."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from glossator.analysis.links import Link, Network, Ways
from glossator.core.scheme import Scheme
from glossator.core.statements import Node, NodeFacts
from glossator.ui.plots.links import geometry, looks
from glossator.ui.plots.links.content import Place
from glossator.ui.plots.links.geometry import Numbers, Points, Wiring
from glossator.ui.plots.links.looks import Line, NodeLook
from glossator.ui.plots.links.since import Since, ids_of, met, put, taken

_PART = 3  # a step makes fewer links than every third to other ones


class Cast(NamedTuple):
    """What a chart is made of: nodes and links by number, and their looks."""

    nodes: tuple[Node, ...]
    number: Mapping[Node, int]
    looks: tuple[NodeLook, ...]
    links: tuple[Link, ...]
    lines: tuple[Line, ...]
    words: tuple[str, ...]
    wires: Wiring
    radii: Points
    kinds: Numbers
    styles: Numbers
    """The number of each link's pen: links that are drawn alike have the same one, and larger ones are painted over."""
    facts: Mapping[Node, NodeFacts]
    basis: tuple[Scheme, int, bool]
    """What looks rest on: the scheme, the most documents or mentions, and which of these are counted."""
    mark: object
    """Tells it from all others."""
    since: Since
    ids: Numbers
    """Which object each link is."""

    def standing(self, places: Mapping[Node, Place]) -> Points:
        """Where its nodes stand."""
        found = chain.from_iterable(map(places.get, self.nodes, repeat((0.0, 0.0))))
        return np.fromiter(found, dtype=float, count=2 * len(self.nodes)).reshape(-1, 2)

    @classmethod
    def of(cls, network: Network, scheme: Scheme, *, by_mentions: bool, before: Cast | None = None) -> Cast:
        """The cast of a network; what is in it as in the cast ``before`` is taken from there."""
        basis = (scheme, _most(network, before, by_mentions=by_mentions), by_mentions)
        if before is None or before.basis != basis:
            before = _nobody(basis)
        nodes = tuple(network.nodes)
        number = (
            before.number if network.nodes is before.facts else {node: at for at, node in enumerate(nodes)}
        )
        since = Since(before.mark, _nodes_since(network, before), _links_since(network, before))
        seen = taken(
            before.looks,
            since.nodes,
            lambda at: looks.look_of(
                nodes[at], network.nodes[nodes[at]], scheme, basis[1], by_mentions=by_mentions
            ),
        )
        ways, links = Ways.of(scheme), network.links
        lines = taken(before.lines, since.links, lambda at: looks.line_of(links[at], ways))
        wires = _wires(network, number, before, since)
        return cls(
            nodes,
            number,
            tuple(seen),
            links,
            tuple(lines),
            tuple(taken(before.words, since.links, lambda at: looks.words_of(links[at], scheme))),
            wires,
            put(before.radii, since.nodes, lambda at: seen[at].radius),
            put(before.kinds, since.nodes, lambda at: seen[at].kind),
            put(before.styles, since.links, lambda at: looks.style_of(lines[at], float(wires.width[at]))),
            network.nodes,
            basis,
            object(),
            since,
            ids_of(links),
        )


def _most(network: Network, before: Cast | None, *, by_mentions: bool) -> int:
    if before is not None and before.facts is network.nodes and before.basis[2] == by_mentions:
        return before.basis[1]
    return looks.most(network, by_mentions=by_mentions)


def _nobody(basis: tuple[Scheme, int, bool]) -> Cast:
    none, zero = np.zeros(0, dtype=np.intp), np.zeros(0)
    wires = geometry.wiring(none, none, zero, none, np.zeros(0, dtype=np.bool_))
    since = Since(object(), none, none)
    return Cast((), {}, (), (), (), (), wires, zero, none, none, {}, basis, object(), since, none)


def _nodes_since(network: Network, before: Cast) -> Numbers:
    if network.nodes is before.facts:
        return np.arange(len(before.nodes), dtype=np.intp)
    known = before.facts
    return np.array(
        [before.number[node] if known.get(node) == facts else -1 for node, facts in network.nodes.items()],
        dtype=np.intp,
    )


def _links_since(network: Network, before: Cast) -> Numbers:
    """A link that is as it was is the same object, unless all of them were asked for anew: what they say is compared
    only where many are others.
    """
    links = network.links
    found = met(before.ids, ids_of(links))
    other = np.flatnonzero(found < 0).tolist()
    if len(other) * _PART > len(links):
        by_key = {link.key: at for at, link in enumerate(before.links)}
        for place in other:
            was = by_key.get(links[place].key, -1)
            if was >= 0 and before.links[was] == links[place]:
                found[place] = was
    return found


def _wires(network: Network, number: Mapping[Node, int], before: Cast, since: Since) -> Wiring:
    links, old = network.links, before.wires
    moved = np.array(list(map(number.get, before.nodes, repeat(-1))), dtype=np.intp)
    return geometry.wiring(
        put(moved[old.first], since.links, lambda at: number[links[at].key.first]),
        put(moved[old.second], since.links, lambda at: number[links[at].key.second]),
        put(old.width, since.links, lambda at: looks.width_of(links[at].sources)),
        put(old.arrow, since.links, lambda at: links[at].arrow),
        put(old.is_turned, since.links, lambda at: links[at].key.second < links[at].key.first),
    )
