"""Networks read as documents: a line for each thing or statement, nodes as identities, edges as relations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson

from glossator.core.annotations import NO_ATTRIBUTES, Attributes
from glossator.core.errors import GlossatorError
from glossator.formats.graph import EDGE, NODE
from glossator.formats.json_stream import parsed
from glossator.formats.loose_json import fields, items, shown
from glossator.formats.standoff import MADE_UP, Fault, OutDocument, OutGroup, OutRelation, OutSpan

UNTYPED = "Entity"
"""The label of what a network gives no type."""
RELATED = "related to"
"""The type of an edge without one."""
NAMES = ("label", "name", "title", "text")
TYPES = ("type", "kind", "class", "category", "group")
EDGES = ("type", "label", "relation", "relationship", "kind", "name", "interaction")
"""How programs call what we take for the name and the type of a node, and for the type of an edge."""

_MOST = 1_000_000  # times that all nodes and edges of a file may be stated
_NOTHING = "\u00a0"  # what stands where a name has no letters
_STATED = re.compile(r"(\d{1,7}):(\d{1,7})")


class Node(NamedTuple):
    """A node: ``stated`` says how often it stands in which document, where the file is ours; ``trigger`` is the node
    of an event's word.
    """

    id: str
    name: str
    kind: str = ""
    type: str = ""
    stated: Mapping[int, int] | None = None
    trigger: str = ""
    attributes: Attributes = NO_ATTRIBUTES


class Edge(NamedTuple):
    """An edge from a node to a node, by their ids; ``is_role`` where the first is an event and the other fills it;
    ``id`` is its own, where it has one.
    """

    source: str
    target: str
    type: str
    stated: Mapping[int, int] | None = None
    attributes: Attributes = NO_ATTRIBUTES
    is_role: bool = False
    id: str = ""


class Network(NamedTuple):
    """A network; ``titles`` are the documents that state it, ``None`` where another program wrote the file."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    titles: Sequence[str] | None = None
    remarks: Sequence[str] = ()


def packed(stated: Mapping[int, int]) -> str:
    """How often something stands in which document, as it is written: ``0:2 3:1``."""
    return " ".join(f"{document}:{count}" for document, count in stated.items())


def unpacked(words: str) -> dict[int, int]:
    """What :func:`packed` wrote; :class:`GlossatorError` for other words."""
    found = [_STATED.fullmatch(each) for each in words.split(" ")]
    if not all(found):
        raise GlossatorError(f"“{shown(words)}” does not say how often something stands in which document.")
    return {int(each[1]): int(each[2]) for each in found if each}


def packed_titles(titles: Sequence[str]) -> str:
    """The names of documents as they are written."""
    return orjson.dumps({"documents": titles}).decode()


def unpacked_titles(words: str | None) -> list[str] | None:
    """The names of documents; ``None`` where the file is not ours."""
    plain, _ = parsed((words or "").encode("utf-8", "replace"))
    held = fields(plain).get("documents")
    return [each for each in items(held) if isinstance(each, str)] if held is not None else None


def key_of(held: Mapping[str, str], names: Iterable[str]) -> str:
    """The key of the first of ``names`` under which something is said, whatever the size of its letters."""
    known = {key.casefold(): key for key, words in held.items() if words.strip()}
    return next((known[name] for name in names if name in known), "")


def node_of(known: str, held: Mapping[str, str], *, ours: bool) -> Node:
    """The node with the id ``known`` of which ``held`` is said."""
    if ours:
        stated = unpacked(held.get("stated", ""))
        kind = held.get("kind", "")
        return Node(known, held.get("label", ""), kind, held.get("type", ""), stated, held.get("trigger", ""))
    name, kind = key_of(held, NAMES), key_of(held, TYPES)
    words = " ".join(held.get(name, known).split())
    return Node(known, words, "", held.get(kind, ""), attributes=_rest(held, {name, kind}))


def edge_of(source: str, target: str, held: Mapping[str, str], *, ours: bool, known: str = "") -> Edge:
    """The edge between two nodes of which ``held`` is said, with the id ``known`` where it has one."""
    if ours:
        kind = held.get("type", held.get("label", ""))
        return Edge(
            source,
            target,
            kind,
            unpacked(held.get("stated", "")),
            is_role=held.get("sort") == "role",
            id=known,
        )
    kind = key_of(held, EDGES)
    return Edge(source, target, held.get(kind, ""), attributes=_rest(held, {kind}), id=known)


def _rest(held: Mapping[str, str], taken: set[str]) -> Attributes:
    """What else is said, under its own name."""
    return {key: words for key, words in held.items() if words.strip() and key not in taken} or NO_ATTRIBUTES


def documents(network: Network, file: str, key: str) -> Iterator[OutDocument]:
    """The documents that state a network of ours; of others one, with a line for each edge.

    ``key`` tells its identities from those of other files.
    """
    if not network.nodes:
        raise GlossatorError(f"“{file}” has no nodes in it.")
    remarks = [Fault(file, 0, each) for each in network.remarks]
    if network.titles is None:
        yield _of_others(network, file, key)._replace(remarks=remarks, done=1, size=1)
        return
    stated = itertools.chain((each.stated for each in network.nodes), (each.stated for each in network.edges))
    total = sum(sum(each.values()) for each in stated if each)
    if total > _MOST:
        raise GlossatorError(f"“{file}” states {total:,} things, and {_MOST:,} are read at most.")
    seen: dict[str, int] = {}
    ours = _split(network)
    for number, title in enumerate(network.titles):
        seen[title] = seen.get(title, 0) + 1
        head = title if seen[title] == 1 else f"{title} ({seen[title]})"
        nodes, edges = ours.get(number, ([], []))
        made = Stating(file, key, head or _NOTHING)
        made.state(nodes, edges, number)
        yield made.document(title or head)._replace(
            remarks=remarks if not number else (), done=number + 1, size=len(network.titles)
        )


def _split(network: Network) -> dict[int, tuple[list[Node], list[tuple[int, Edge]]]]:
    """What is stated in which document."""
    made: dict[int, tuple[list[Node], list[tuple[int, Edge]]]] = {}
    for node in network.nodes:
        for document in node.stated or ():
            made.setdefault(document, ([], []))[0].append(node)
    for number, edge in enumerate(network.edges):
        for document in edge.stated or ():
            made.setdefault(document, ([], []))[1].append((number, edge))
    return made


class Stating:
    """Writes a document of lines, with the annotations on them."""

    def __init__(self, file: str, key: str, title: str = "") -> None:
        self._file = file
        self._key = key
        self._pieces = [f"{title}\n\n"] if title else []
        self._at = len(title) + 2 if title else 0
        self._line = 1
        self._members: dict[str, list[str]] = {}
        self._nodes: dict[str, Node] = {}
        self._words: dict[tuple[str, str], str] = {}  # the mention of a node that has these words
        self.spans: list[OutSpan] = []
        self.relations: list[OutRelation] = []
        self.faults: list[Fault] = []

    def put(self, words: str) -> None:
        """Words that are no mention."""
        self._pieces.append(words)
        self._at += len(words)

    def mention(self, node: Node, words: str | None = None) -> str:
        """The name of a node, or other words for it, and the id of the mention that stands for it."""
        words = node.name if words is None else words
        words = words if words.strip() else _NOTHING
        held = self._members.setdefault(node.id, [])
        self._nodes[node.id] = node
        held.append(f"{MADE_UP}{node.id}/{len(held) + 1}")
        start = self._at
        self.put(words)
        label = node.type or UNTYPED
        self.spans.append(OutSpan(label, ((start, self._at),), held[-1], words, line=self._next()))
        return held[-1]

    def relate(self, kind: str, ends: Sequence[tuple[str, str]], attributes: Attributes, known: str) -> None:
        """A relation, which is an edge with the id ``known``."""
        self.relations.append(OutRelation(kind, tuple(ends), known, attributes=attributes, line=self._next()))

    def _next(self) -> int:
        self._line += 1  # records are made in the order of their lines
        return self._line

    def state(self, nodes: Sequence[Node], edges: Sequence[tuple[int, Edge]], document: int) -> None:
        """What a document of ours states."""
        words: dict[str, list[str]] = {}
        for node in nodes:
            if node.kind == "event" and node.name not in words.setdefault(node.trigger, []):
                words[node.trigger].append(node.name)
        for node in nodes:
            if node.kind != "event":
                for each in _wordings(node, document, words.get(node.id, ())):
                    known = self.mention(node, each)
                    self._words.setdefault((node.id, each), known)
                    self.put("\n")
        self._relations(nodes, edges, document)

    def _relations(self, nodes: Sequence[Node], edges: Sequence[tuple[int, Edge]], document: int) -> None:
        """Events and relations in the order in which they were numbered."""
        events = {node.id: node for node in nodes if node.kind == "event"}
        roles: dict[str, list[tuple[int, Edge]]] = {each: [] for each in events}
        links: list[tuple[int, Node | Edge]] = []
        for number, edge in edges:
            if edge.is_role and edge.source in roles:
                roles[edge.source].append((number, edge))
            else:
                links.append((number, edge))
        steps: list[tuple[int, Node | Edge]] = []
        last = -1
        for each, node in events.items():  # one without roles stands behind the one before it
            last = max(last, roles[each][0][0] if roles[each] else last)
            steps.append((last, node))
        ids = {each: f"{MADE_UP}R{place}" for place, each in enumerate(events, 1)}  # others may name them
        ends = {each: held[0] for each, held in self._members.items()} | ids
        for _, step in sorted((*steps, *links), key=lambda each: each[0]):
            if isinstance(step, Node):
                made = [self._event(step, [edge for _, edge in roles[step.id]], ends, document)]
            else:
                made = list(self._links(step, ends, document))
            self.relations += [each._replace(line=self._next()) for each in made]

    def _event(
        self, node: Node, roles: Sequence[Edge], ends: Mapping[str, str], document: int
    ) -> OutRelation:
        trigger = self._words.get((node.trigger, node.name)) or ends.get(node.trigger, "")
        if not trigger:
            self._fault(f"the event “{shown(node.name)}” has no word in this document.")
        arguments = [
            (edge.type, ends.get(edge.target, edge.target), (edge.stated or {})[document]) for edge in roles
        ]
        held = tuple((role, end) for role, end, count in arguments for _ in range(count))
        return OutRelation(node.type or UNTYPED, held, ends[node.id], trigger or node.trigger)

    def _links(self, edge: Edge, ends: Mapping[str, str], document: int) -> Iterator[OutRelation]:
        first, second = (ends.get(each, each) for each in (edge.source, edge.target))
        times = (edge.stated or {})[document]
        is_one = times == 1 and len(edge.stated or ()) == 1  # else the edge stands for several
        for _ in range(times):
            yield OutRelation(
                edge.type or RELATED,
                (("Arg1", first), ("Arg2", second)),
                f"{EDGE}{edge.id}" if is_one and edge.id else "",
                attributes=edge.attributes,
            )

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(self._file, 0, what))

    def document(self, name: str) -> OutDocument:
        """All of it."""
        return OutDocument(
            "".join(self._pieces),
            name,
            self._file,
            spans=self.spans,
            relations=self.relations,
            groups=[
                self._group(self._nodes[each], held)
                for each, held in self._members.items()
                if self._nodes[each].kind != "mention"
            ],
            faults=self.faults,
        )

    def _group(self, node: Node, members: Sequence[str]) -> OutGroup:
        return OutGroup(
            tuple(members),
            node.name,
            node.type,
            id=f"{NODE}{node.id}",
            attributes=node.attributes,
            key=f"{self._key}\n{node.id}",
            untyped=not node.type,
        )


def _wordings(node: Node, document: int, wanted: Sequence[str]) -> list[str]:
    """The words for a node each time that it is mentioned: those of events, which may be others than its name.

    Mentions without an identity are called what the first of them says.
    """
    stated = node.stated or {}
    is_named_here = node.kind == "mention" and document == next(iter(stated))
    made = [node.name] if is_named_here else []
    made += [each for each in wanted if each not in made]
    return (made + [node.name] * stated[document])[: stated[document]]


def _of_others(network: Network, file: str, key: str) -> OutDocument:
    """A line for each edge, and then one for each node without an edge."""
    name = file.rpartition(".")[0] or file
    made = Stating(file, key)
    nodes = {each.id: each for each in network.nodes}
    on_edges: set[str] = set()
    for edge in network.edges:
        ends = [nodes.get(each) for each in (edge.source, edge.target)]
        first, second = ends
        if first is None or second is None:
            lost = edge.source if first is None else edge.target
            made.faults.append(Fault(file, 0, f"an edge leads to “{shown(lost)}”, which is no node."))
            continue
        start = made.mention(first)
        made.put(f" — {edge.type or RELATED} — ")
        end = made.mention(second)
        made.put("\n")
        known = f"{EDGE}{edge.id}" if edge.id else ""
        made.relate(edge.type or RELATED, (("Arg1", start), ("Arg2", end)), edge.attributes, known)
        on_edges |= {first.id, second.id}
    for node in network.nodes:
        if node.id not in on_edges:
            made.mention(node)
            made.put("\n")
    return made.document(name)
