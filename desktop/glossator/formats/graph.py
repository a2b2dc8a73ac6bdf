"""What texts state as a network: entities and events are its nodes, relations and roles its edges, each with counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, count

from glossator.core.annotations import Attributes, Mention, Relation
from glossator.core.outside import ID
from glossator.core.spans import quote
from glossator.formats.carries import LETTERS, Carries
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import kept_or_free

NODE, EDGE = "node ", "edge "
"""What stands before the ids of nodes and edges where they are read, as ids of other formats are none of a network."""
CARRIES = Carries(
    spans=False,
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    relations=True,
    events=True,
    nested_events=True,
    identities="full",
    names=LETTERS,
    ids={"entity": rf"{NODE}{LETTERS}", "relation": rf"{EDGE}{LETTERS}"},
    ids_over_all=frozenset(("entity", "relation")),
)
"""What a network holds; texts and the places of mentions are not in it."""


_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


@dataclass
class Node:
    """An entity, mentions of one label and one wording without an identity, or an event.

    ``stated`` says how often in which document, by the number of that; ``trigger`` is the node of an event's word;
    ``id`` is the one that it had in a network that was read.
    """

    number: int
    name: str
    kind: str
    type: str
    mentions: int = 0
    documents: dict[str, None] = field(default_factory=dict)
    stated: Counter[int] = field(default_factory=Counter)
    trigger: int | None = None
    id: str = ""


@dataclass
class Edge:
    """A type of relation between two nodes, or a role that one has in the other; ``count`` says how often, ``stated``
    how often in which document; ``sort`` is ``relation`` or ``role``; ``id`` as of a node.
    """

    source: int
    target: int
    type: str
    sort: str
    id: str = ""
    count: int = 0
    documents: dict[str, None] = field(default_factory=dict)
    stated: Counter[int] = field(default_factory=Counter)


class Graph:
    """The network of some documents, in the order in which they state it."""

    def __init__(self, documents: Iterable[Outgoing]) -> None:
        self._nodes: dict[object, Node] = {}
        self._edges: dict[tuple[int, int, str, str, str], Edge] = {}
        self.titles: list[str] = []
        """The names of the documents, in their order."""
        for each in documents:
            self._take(each)

    @property
    def nodes(self) -> list[Node]:
        """The nodes, numbered from 0."""
        return list(self._nodes.values())

    @property
    def edges(self) -> list[Edge]:
        """The edges."""
        return list(self._edges.values())

    def _take(self, outgoing: Outgoing) -> None:
        held = outgoing.annotations
        self.titles.append(outgoing.document.name or "Untitled")
        place = {each.id: self._of(each, outgoing) for each in held.in_order()}
        relations = sorted(held.relations.values(), key=lambda each: each.id)
        for each in relations:
            if each.is_event:
                place[each.id] = self._event(each, place, outgoing)
        for each in relations:
            ends = [(argument.role, place[argument.target]) for argument in each.arguments]
            if each.is_event:
                for role, end in ends:
                    self._join(place[each.id], end, role, "role")
            else:
                self._join(ends[0][1], ends[1][1], each.type, "relation", _id(each.attributes, EDGE))

    def _of(self, mention: Mention, outgoing: Outgoing) -> Node:
        entity = outgoing.entities.get(mention.entity or 0)
        words = _words(mention, outgoing)
        if entity is not None:
            node = self._node(entity.id, entity.name or "Unnamed", "entity", entity.type)
            node.id = _id(entity.attributes, NODE)
        else:
            node = self._node((mention.label, words.casefold()), words, "mention", mention.label)
        node.mentions += 1
        self._state(node)
        return node

    def _event(self, event: Relation, place: Mapping[int, Node], outgoing: Outgoing) -> Node:
        trigger = outgoing.annotations.mentions[event.trigger or 0]
        node = self._node(("event", event.id), _words(trigger, outgoing), "event", event.type)
        node.mentions = 1
        node.trigger = place[trigger.id].number
        self._state(node)
        return node

    def _state(self, held: Node | Edge) -> None:
        held.documents[self.titles[-1]] = None
        held.stated[len(self.titles) - 1] += 1

    def _node(self, key: object, name: str, kind: str, node_type: str) -> Node:
        return self._nodes.setdefault(key, Node(len(self._nodes), name, kind, _CONTROL.sub("", node_type)))

    def _join(self, source: Node, target: Node, edge_type: str, sort: str, known: str = "") -> None:
        key = (source.number, target.number, edge_type, sort, known)
        edge = self._edges.setdefault(key, Edge(*key))
        edge.count += 1
        self._state(edge)


def _id(attributes: Attributes, mark: str) -> str:
    """The id that a node or an edge had in a network; nothing where the id is none of these."""
    known = str(attributes.get(ID, "")) if attributes else ""
    return known.removeprefix(mark) if known.startswith(mark) else ""


def ids_of(held: Iterable[Node | Edge], letter: str) -> list[str]:
    """Ids for nodes or edges, none twice: those that they had, else ``letter`` with their place or a later number.

    An id that one of them had is given to no other one, wherever it stands.
    """
    wanted = [each.id or None for each in held]
    later = (f"{letter}{number}" for number in count(len(wanted)))
    return kept_or_free(wanted, (chain((f"{letter}{place}",), later) for place in count()))


def _words(mention: Mention, outgoing: Outgoing) -> str:
    """What a mention covers in the text as it goes out, which is without control characters."""
    return " ".join(quote(mention.fragments, outgoing.text).split())


def differing(nodes: int, edges: int, stated: tuple[str | None, str | None], ends: set[str]) -> list[str]:
    """What is wrong with a network that was written: other numbers than it states, ends that are no nodes."""
    told = []
    if (str(nodes), str(edges)) != stated:
        told.append(
            f"{nodes:,} nodes and {edges:,} edges were written, {stated[0]} and {stated[1]} are stated."
        )
    if ends:
        told.append(f"An edge leads to “{min(ends)}”, which is no node.")
    return told
