"""Networks as GEXF, the format of Gephi; written and not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import graph, text, xml
from glossator.formats.graph import Graph
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole

NAME = "gexf"
TITLE = "GEXF"
ABOUT = "a network for Gephi: entities and events as nodes, relations and roles as edges, with counts and documents"
ENDINGS = (".gexf",)
CARRIES = graph.CARRIES
READS = False

_SPACE = "http://gexf.net/1.3"
_NODE = (("kind", "string"), ("type", "string"), ("mentions", "integer"), ("documents", "string"))


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
    nodes, edges = (root.find(f".//{{{_SPACE}}}{name}") for name in ("nodes", "edges"))
    assert nodes is not None
    assert edges is not None
    known = {str(each.get("id")) for each in nodes}
    ends = {str(each.get(end)) for each in edges for end in ("source", "target")} - known
    return graph.differing(len(nodes), len(edges), (nodes.get("count"), edges.get("count")), ends)


def _lines(made: Graph) -> Iterator[str]:
    nodes, edges = made.nodes, made.edges
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_SPACE}" version="1.3">\n'
    yield '<graph defaultedgetype="directed" mode="static">\n<attributes class="node">\n'
    for name, kind in _NODE:
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield '</attributes>\n<attributes class="edge">\n<attribute id="documents" title="documents" type="string"/>\n'
    yield f'</attributes>\n<nodes count="{len(nodes)}">\n'
    for node in nodes:
        held = (node.kind, node.type, str(node.mentions), "; ".join(node.documents))
        values = "".join(_value(name, words) for (name, _), words in zip(_NODE, held, strict=True))
        yield f'<node id="{node.number}" label={_said(node.name)}><attvalues>{values}</attvalues></node>\n'
    yield f'</nodes>\n<edges count="{len(edges)}">\n'
    for number, edge in enumerate(edges):
        kind = _said(edge.type)
        yield f'<edge id="{number}" source="{edge.source}" target="{edge.target}" kind={kind} label={kind}'
        yield f' weight="{edge.count}"><attvalues>{_value("documents", "; ".join(edge.documents))}</attvalues></edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _value(name: str, words: str) -> str:
    return f'<attvalue for="{name}" value={_said(words)}/>'


def _said(words: str) -> str:
    return quoteattr(words, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
