"""Networks as GEXF, the format of Gephi."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from glossator.formats import graph, graph_reading, graph_xml, text, xml
from glossator.formats.graph import Graph
from glossator.formats.graph_reading import Network
from glossator.formats.graph_xml import local, loose_ends
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "gexf"
TITLE = "GEXF"
ABOUT = "a network for Gephi: entities and events as nodes, relations and roles as edges, with counts and documents"
ENDINGS = (".gexf",)
CARRIES = graph.CARRIES

_SPACE = "http://gexf.net/1.3"
_NODE = (
    ("kind", "string"),
    ("type", "string"),
    ("mentions", "integer"),
    ("documents", "string"),
    ("stated", "string"),
    ("trigger", "string"),
)


def sniff(head: bytes, _path: Path) -> bool:
    """Its first element says so."""
    return b"<gexf" in head


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """The documents that a network of ours states, or one of the statements of a network of others."""
    return graph_xml.read(path, "gexf", TITLE, _network)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the network of all documents."""
    graph_xml.write(documents, target, options, _lines)


def check(target: Path) -> list[str]:
    """What is wrong with a network that was written."""
    root = xml.parsed(text.bytes_of(target), target.name)
    nodes, edges = (root.find(f".//{{{_SPACE}}}{name}") for name in ("nodes", "edges"))
    assert nodes is not None
    assert edges is not None
    stated = nodes.get("count"), edges.get("count")
    return graph.differing(len(nodes), len(edges), stated, loose_ends(nodes, edges))


# --- reading


def _network(root: _Element) -> Network:
    said = next((each.text for each in root.iter() if local(each) == "description"), None)
    titles = graph_reading.unpacked_titles(said)
    names: dict[tuple[str, str], str] = {}
    nodes: list[graph_reading.Node] = []
    edges: list[graph_reading.Edge] = []
    skipped: Counter[str] = Counter()
    for element in root.iter():
        match local(element):
            case "attributes":
                on = element.get("class") or "node"
                names |= {(on, str(each.get("id"))): each.get("title") or "" for each in element}
            case "node":
                held = _values(element, names, "node")
                nodes.append(graph_reading.node_of(str(element.get("id")), held, ours=titles is not None))
            case "edge":
                ends = (str(element.get("source")), str(element.get("target")))
                held = _values(element, names, "edge")
                known = str(element.get("id") or "")
                edges.append(graph_reading.edge_of(*ends, held, ours=titles is not None, known=known))
            case "spell" | "hyperedge" as other:
                skipped[f"{other}s"] += 1
    told = [f"{count:,} {what} are left out." for what, count in skipped.items()]
    return Network(nodes, edges, titles, told)


def _values(element: _Element, names: Mapping[tuple[str, str], str], on: str) -> dict[str, str]:
    """What is said of a node or an edge: its own attributes, and the values under their titles."""
    found = {
        str(name): str(words)
        for name, words in element.attrib.items()
        if name in ("label", "kind", "weight", "type", "start", "end")
    }
    if on == "edge" and found.get("type") in ("directed", "undirected", "mutual"):
        del found["type"]
    for group in element:
        if local(group) == "attvalues":
            for each in group:
                key = str(each.get("for") or each.get("id"))
                found[names.get((on, key)) or key] = str(each.get("value", ""))
    return found


# --- writing


def _lines(made: Graph) -> Iterator[str]:
    nodes, edges = made.nodes, made.edges
    ids = graph.ids_of(nodes, "")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_SPACE}" version="1.3">\n'
    yield f"<meta><description>{escape(graph_reading.packed_titles(made.titles))}</description></meta>\n"
    yield '<graph defaultedgetype="directed" mode="static">\n<attributes class="node">\n'
    for name, kind in _NODE:
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield '</attributes>\n<attributes class="edge">\n<attribute id="documents" title="documents" type="string"/>\n'
    yield '<attribute id="sort" title="sort" type="string"/>\n'
    yield '<attribute id="stated" title="stated" type="string"/>\n'
    yield f'</attributes>\n<nodes count="{len(nodes)}">\n'
    for node in nodes:
        trigger = "" if node.trigger is None else ids[node.trigger]
        said = (node.kind, node.type, str(node.mentions), "; ".join(node.documents))
        held = (*said, graph_reading.packed(node.stated), trigger)
        values = "".join(_value(name, words) for (name, _), words in zip(_NODE, held, strict=True))
        yield f"<node id={_said(ids[node.number])} label={_said(node.name)}><attvalues>{values}</attvalues></node>\n"
    yield f'</nodes>\n<edges count="{len(edges)}">\n'
    for known, edge in zip(graph.ids_of(edges, ""), edges, strict=True):
        kind = _said(edge.type)
        ends = f"source={_said(ids[edge.source])} target={_said(ids[edge.target])}"
        yield f"<edge id={_said(known)} {ends} kind={kind} label={kind}"
        values = _value("sort", edge.sort) + _value("documents", "; ".join(edge.documents))
        values += _value("stated", graph_reading.packed(edge.stated))
        yield f' weight="{edge.count}"><attvalues>{values}</attvalues></edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _value(name: str, words: str) -> str:
    return f'<attvalue for="{name}" value={_said(words)}/>'


def _said(words: str) -> str:
    return quoteattr(words, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
