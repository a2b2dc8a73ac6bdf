"""Networks in files of XML, whatever their elements are called: read by their first element, and written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.documents import printable
from glossator.core.errors import GlossatorError
from glossator.formats import graph_reading, text, xml
from glossator.formats.graph import Graph
from glossator.formats.graph_reading import Network
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole

if TYPE_CHECKING:
    from lxml.etree import _Element


def local(element: _Element) -> str:
    """The name of an element, whatever its namespace."""
    return str(element.tag).rpartition("}")[2]


def read(path: Path, first: str, title: str, network: Callable[[_Element], Network]) -> Iterator[OutDocument]:
    """The documents that a network of ours states, or one of the statements of a network of others.

    ``first`` is what the first element is called in files of this format, whose name is ``title``.
    """
    file = printable(path.name)
    root = xml.parsed(text.bytes_of(path), file)
    if local(root) != first:
        raise GlossatorError(f"“{file}” is no {title}.")
    yield from graph_reading.documents(network(root), file, str(path))


def write(
    documents: Iterable[Outgoing], target: Path, options: Options, lines: Callable[[Graph], Iterator[str]]
) -> None:
    """Write the network of all documents."""
    made = Graph(documents)
    with written_whole(target, overwrite=options.overwrite) as out:
        out.writelines(line.encode() for line in lines(made))


def loose_ends(nodes: Iterable[_Element], edges: Iterable[_Element]) -> set[str]:
    """The ends of edges that are no nodes."""
    known = {str(each.get("id")) for each in nodes}
    return {str(each.get(end)) for each in edges for end in ("source", "target")} - known
