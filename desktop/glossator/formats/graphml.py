"""Networks as GraphML, for Gephi, yEd, Cytoscape, igraph and networkx; written and not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import graph, text, xml
from glossator.formats.graph import Edge, Graph, Node
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole

NAME = "graphml"
TITLE = "GraphML"
ABOUT = "a network for Gephi, yEd, Cytoscape or networkx: entities and events as nodes, relations and roles as edges"
ENDINGS = (".graphml",)
CARRIES = graph.CARRIES
READS = False

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    ("node", "label", "string"),
    ("node", "kind", "string"),
    ("node", "type", "string"),
    ("node", "mentions", "int"),
    ("node", "documents", "string"),
    ("edge", "type", "string"),
    ("edge", "weight", "int"),
    ("edge", "documents", "string"),
)


def sniff(_head: bytes, _path: Path) -> bool:
    """Never: a network has no text, so nothing is read from it."""
    return False


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """Refuses."""
    raise GlossatorError(
        f"“{printable(path.name)}” is a network without a text, so nothing can be read from it."
    )


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write the network of all documents."""
    made = Graph(documents)
    with written_whole(target, overwrite=options.overwrite) as out:
        out.writelines(line.encode() for line in _lines(made))


def check(target: Path) -> list[str]:
    """What is wrong with a network that was written."""
    root = xml.parsed(text.bytes_of(target), target.name)
    held = root.find(f"{{{_SPACE}}}graph")
    assert held is not None
    nodes = [each.get("id") for each in held.iterfind(f"{{{_SPACE}}}node")]
    edges = list(held.iterfind(f"{{{_SPACE}}}edge"))
    ends = {str(each.get(end)) for each in edges for end in ("source", "target")} - {*map(str, nodes)}
    return graph.differing(len(nodes), len(edges), (held.get("parse.nodes"), held.get("parse.edges")), ends)


def _lines(made: Graph) -> Iterator[str]:
    nodes, edges = made.nodes, made.edges
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SPACE}">\n'
    for on, name, kind in _KEYS:
        yield f'<key id="{on}_{name}" for="{on}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield f'<graph edgedefault="directed" parse.nodes="{len(nodes)}" parse.edges="{len(edges)}">\n'
    for node in nodes:
        yield f'<node id="n{node.number}">{_data("node", _of_node(node))}</node>\n'
    for number, edge in enumerate(edges):
        ends = f'source="n{edge.source}" target="n{edge.target}"'
        yield f'<edge id="e{number}" {ends}>{_data("edge", _of_edge(edge))}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _of_node(node: Node) -> dict[str, object]:
    return {
        "label": node.name,
        "kind": node.kind,
        "type": node.type,
        "mentions": node.mentions,
        "documents": "; ".join(node.documents),
    }


def _of_edge(edge: Edge) -> dict[str, object]:
    return {"type": edge.type, "weight": edge.count, "documents": "; ".join(edge.documents)}


def _data(on: str, held: dict[str, object]) -> str:
    return "".join(
        f'<data key="{on}_{name}">{escape(str(value), {chr(13): "&#13;"})}</data>'
        for name, value in held.items()
    )
