"""Where the nodes of link charts stand, as the project remembers it: for all documents, and for each one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from glossator.core import ids
from glossator.core.statements import Node, node_of
from glossator.ui.plots.links.content import Place
from glossator.workbench import Workbench

MOST = 6_000
"""Nodes whose places are remembered for a chart; of more those that are in it now come first."""
_NAME = "links.positions"
_FAR = 1e7


class Standing:
    """The places of nodes in one chart, and which of them were pinned there by hand."""

    def __init__(self) -> None:
        self.places: dict[Node, Place] = {}
        self.pinned: set[Node] = set()

    def read(self, bench: Workbench, document: int | None) -> None:
        """What the project remembers; what makes no sense is passed over."""
        self.places, self.pinned = {}, set()
        kept = bench.ask.kept(_name(document))
        for text, value in kept.items() if isinstance(kept, dict) else ():
            node, place = node_of(text), _place(value)
            if node is not None and place is not None:
                self.places[node] = place
                if len(value) > 2 and value[2] == 1:
                    self.pinned.add(node)

    def keep(self, bench: Workbench, document: int | None, shown: Iterable[Node]) -> None:
        """Have the project remember it; one that is open to read only does not."""
        first = dict.fromkeys(node for node in shown if node in self.places)
        wanted = [*first, *(node for node in self.places if node not in first)][:MOST]
        value: dict[str, Any] = {}
        for node in wanted:
            x, y = self.places[node]
            value[node.text] = [round(x, 1), round(y, 1), *([1] if node in self.pinned else [])]
        bench.keep(_name(document), value or None)

    def add(self, places: Mapping[Node, Place]) -> None:
        """These nodes stand there now."""
        self.places.update(places)

    def pin(self, node: Node, *, is_on: bool) -> None:
        """A node stays where it is when everything is arranged anew, or does so no longer."""
        if is_on:
            self.pinned.add(node)
        else:
            self.pinned.discard(node)

    def loosen(self) -> None:
        """Forget all places but those of pinned nodes."""
        self.places = {node: place for node, place in self.places.items() if node in self.pinned}


def _name(document: int | None) -> str:
    return _NAME if document is None else f"{_NAME}.{ids.to_text(document)}"


def _place(value: object) -> Place | None:
    if not isinstance(value, list) or len(value) < 2:
        return None
    x, y = value[0], value[1]
    if not isinstance(x, int | float) or not isinstance(y, int | float) or isinstance(x, bool):
        return None
    return (float(x), float(y)) if abs(x) < _FAR and abs(y) < _FAR else None
