"""Networks as GraphML, for Gephi, yEd, Cytoscape, igraph and networkx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from glossator.formats import graph, graph_reading, graph_xml, text, xml
from glossator.formats.graph import Edge, Graph, Node
from glossator.formats.graph_reading import Network
from glossator.formats.graph_xml import local, loose_ends
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "graphml"
TITLE = "GraphML"
ABOUT = "a network for Gephi, yEd, Cytoscape or networkx: entities and events as nodes, relations and roles as edges"
ENDINGS = (".graphml",)
CARRIES = graph.CARRIES

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    ("node", "label", "string"),
    ("node", "kind", "string"),
    ("node", "type", "string"),
    ("node", "mentions", "int"),
    ("node", "documents", "string"),
    ("node", "stated", "string"),
    ("node", "trigger", "string"),
    ("edge", "type", "string"),
    ("edge", "sort", "string"),
    ("edge", "weight", "int"),
    ("edge", "documents", "string"),
    ("edge", "stated", "string"),
    ("graph", "documents", "string"),
)


def sniff(head: bytes, _path: Path) -> bool:
    """Its first element says so."""
    return b"<graphml" in head


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents that a network of ours states, or one of the statements of a network of others."""
    return graph_xml.read(path, "graphml", TITLE, _network)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the network of all documents."""
    graph_xml.write(documents, target, options, _lines)


def check(target: Path) -> list[str]:
    """What is wrong with a network that was written."""
    root = xml.parsed(text.bytes_of(target), target.name)
    held = root.find(f"{{{_SPACE}}}graph")
    assert held is not None
    nodes, edges = (list(held.iterfind(f"{{{_SPACE}}}{name}")) for name in ("node", "edge"))
    stated = held.get("parse.nodes"), held.get("parse.edges")
    return graph.differing(len(nodes), len(edges), stated, loose_ends(nodes, edges))


# --- reading


def _network(root: _Element) -> Network:
    keys = {str(each.get("id")): each for each in root if local(each) == "key"}
    nodes: list[graph_reading.Node] = []
    edges: list[graph_reading.Edge] = []
    titles: list[str] | None = None
    skipped: Counter[str] = Counter()
    for held in root:
        if local(held) == "graph" and titles is None:
            titles = graph_reading.unpacked_titles(_values(held, keys, "graph").get("documents"))
    for element in root.iter():
        match local(element):
            case "node":
                nodes.append(_node(element, _values(element, keys, "node"), ours=titles is not None))
            case "edge":
                edges.append(_edge(element, _values(element, keys, "edge"), ours=titles is not None))
            case "hyperedge" | "port" as other:
                skipped[f"{other}s"] += 1
    if any(local(each) == "graph" and each.get("edgedefault") == "undirected" for each in root):
        skipped["directions, as it has none: the ends of its edges stand as in the file"] = 0
    told = [f"{f'{count:,} ' if count else ''}{what} are left out." for what, count in skipped.items()]
    return Network(nodes, edges, titles, told)


def _values(element: _Element, keys: Mapping[str, _Element], on: str) -> dict[str, str]:
    """What is said of an element, by the names of the keys; of keys with a default that where nothing is said."""
    found = {
        str(key.get("attr.name") or name): default.text or ""
        for name, key in keys.items()
        if key.get("for", "all") in (on, "all")
        for default in key
        if local(default) == "default"
    }
    for data in element:
        if local(data) == "data":
            key = keys.get(str(data.get("key")))
            name = (key.get("attr.name") if key is not None else "") or data.get("key") or ""
            shown = [each for each in data.iter() if local(each) in ("NodeLabel", "EdgeLabel")]
            if shown:  # yEd writes the words that it draws into its drawing
                found.setdefault("label", " ".join("".join(map(str, shown[0].itertext())).split()))
            elif not len(data):
                found[str(name)] = data.text or ""
    return found


def _node(element: _Element, held: dict[str, str], *, ours: bool) -> graph_reading.Node:
    return graph_reading.node_of(str(element.get("id")), held, ours=ours)


def _edge(element: _Element, held: dict[str, str], *, ours: bool) -> graph_reading.Edge:
    ends = (str(element.get("source")), str(element.get("target")))
    return graph_reading.edge_of(*ends, held, ours=ours, known=str(element.get("id") or ""))


# --- writing


def _lines(made: Graph) -> Iterator[str]:
    nodes, edges = made.nodes, made.edges
    ids = graph.ids_of(nodes, "n")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SPACE}">\n'
    for on, name, kind in _KEYS:
        yield f'<key id="{on}_{name}" for="{on}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield f'<graph edgedefault="directed" parse.nodes="{len(nodes)}" parse.edges="{len(edges)}">\n'
    yield f"{_data('graph', {'documents': graph_reading.packed_titles(made.titles)})}\n"
    for node in nodes:
        yield f"<node id={_said(ids[node.number])}>{_data('node', _of_node(node, ids))}</node>\n"
    for known, edge in zip(graph.ids_of(edges, "e"), edges, strict=True):
        ends = f"source={_said(ids[edge.source])} target={_said(ids[edge.target])}"
        yield f"<edge id={_said(known)} {ends}>{_data('edge', _of_edge(edge))}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _of_node(node: Node, ids: Sequence[str]) -> dict[str, object]:
    return {
        "label": node.name,
        "kind": node.kind,
        "type": node.type,
        "mentions": node.mentions,
        "documents": "; ".join(node.documents),
        "stated": graph_reading.packed(node.stated),
    } | ({} if node.trigger is None else {"trigger": ids[node.trigger]})


def _said(words: str) -> str:
    return quoteattr(words, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _of_edge(edge: Edge) -> dict[str, object]:
    return {
        "type": edge.type,
        "sort": edge.sort,
        "weight": edge.count,
        "documents": "; ".join(edge.documents),
        "stated": graph_reading.packed(edge.stated),
    }


def _data(on: str, held: dict[str, object]) -> str:
    return "".join(
        f'<data key="{on}_{name}">{escape(str(value), {chr(13): "&#13;"})}</data>'
        for name, value in held.items()
    )
