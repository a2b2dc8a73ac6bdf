"""The table twin of a link chart, kept up: a link or node that says what it said keeps its row."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from glossator.analysis import link_tables
from glossator.analysis.links import Network
from glossator.analysis.sheets import Later
from glossator.core.scheme import Scheme
from glossator.ui.plots.links.since import ids_of, met, taken
from glossator.ui.plots.marks import Table

Row = tuple[str | int, ...]


class Twin:
    """The rows that were made last, and of what."""

    def __init__(self) -> None:
        self._scheme: Scheme | None = None
        self._of_links, self._of_nodes = Network(), Network()
        self._links: list[Row] = []
        self._nodes: list[Row] = []

    def table(self, network: Network, scheme: Scheme, *, lists_nodes: bool) -> Table:
        """The links of a network, or its nodes; rows are made when somebody looks at them."""
        if lists_nodes:
            made = Later(len(network.nodes), lambda: self._node_rows(network, scheme))
            return Table(link_tables.NODES, cast(Any, made), tuple(network.nodes))
        keys = Later(len(network.links), lambda: [link.key for link in network.links])
        made = Later(len(network.links), lambda: self._link_rows(network, scheme))
        return Table(link_tables.LINKS, cast(Any, made), cast(Any, keys))

    def _link_rows(self, network: Network, scheme: Scheme) -> list[Row]:
        self._be_of(scheme)
        before, links = self._of_links, network.links
        since = met(ids_of(before.links), ids_of(links))
        if before.nodes is not network.nodes:  # a row names both ends
            known = before.nodes
            other = {node for node, facts in network.nodes.items() if known.get(node) is not facts}
            renamed = [link.key.first in other or link.key.second in other for link in links]
            since[np.array(renamed, dtype=np.bool_)] = -1
        self._links = taken(self._links, since, lambda at: link_tables.link_row(links[at], network, scheme))
        self._of_links = network
        return self._links

    def _node_rows(self, network: Network, scheme: Scheme) -> list[Row]:
        self._be_of(scheme)
        before, known = self._of_nodes, dict(zip(self._of_nodes.nodes, self._nodes, strict=True))
        self._nodes = [
            known[node]
            if before.nodes.get(node) is facts and before.at[node] is network.at[node]
            else link_tables.node_row(node, network, scheme)
            for node, facts in network.nodes.items()
        ]
        self._of_nodes = network
        return self._nodes

    def _be_of(self, scheme: Scheme) -> None:
        """Rows in the words of another scheme are forgotten."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._of_links = self._of_nodes = Network()
            self._links, self._nodes = [], []
