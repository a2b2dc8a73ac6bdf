"""How many neighbours of each drawn node are not drawn, counted once and kept up."""

from __future__ import annotations

from collections.abc import Iterable

from glossator.analysis.links import Network, Sieve
from glossator.analysis.web import Web
from glossator.core.statements import Node

Counts = dict[Node, int]
"""Neighbours that are not drawn, of the nodes that have any, in the order of the nodes."""


def beyond(web: Web, network: Network, sieve: Sieve) -> Counts:
    """Those of a ``network`` that is drawn of a web."""
    return _ordered(network, _of(network.nodes, web, network, sieve))


def stepped(held: Counts, web: Web, before: Network, after: Network, sieve: Sieve) -> Counts:
    """The same after a change of the web, where ``held`` told them of the network ``before``."""
    touched = {node for key in web.step.links for node in key[:2]}
    for node in before.nodes.keys() ^ after.nodes.keys():
        touched |= {node, *web.neighbours(node, sieve)}
        touched.update(end for link in before.at.get(node, ()) for end in link.ends)
    found = _of((node for node in touched if node in after.nodes), web, after, sieve)
    kept = {node: count for node, count in held.items() if node in after.nodes and node not in touched}
    return _ordered(after, kept | found)


def _of(nodes: Iterable[Node], web: Web, network: Network, sieve: Sieve) -> Counts:
    found = {}
    for node in nodes:
        drawn = {link.other(node) for link in network.at[node]} - {node}
        if count := len(web.neighbours(node, sieve)) - len(drawn):
            found[node] = count
    return found


def _ordered(network: Network, counts: Counts) -> Counts:
    return {node: counts[node] for node in network.nodes if node in counts}
