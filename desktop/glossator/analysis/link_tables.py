"""A link chart as tables: its links with who says them, its nodes, and a way from node to node told step by step."""

from __future__ import annotations

from collections.abc import Sequence

from glossator.analysis.links import Link, Network
from glossator.analysis.sheets import Sheet, called
from glossator.analysis.web import Web
from glossator.core.scheme import Scheme
from glossator.core.statements import Node, NodeFacts

LINKS = (
    "From",
    "From is",
    "Link",
    "To",
    "To is",
    "Statements",
    "Documents",
    "Sources",
    "Certainty",
    "Grade",
    "Denied",
    "Said by",
)
"""The headings of the table of links."""
NODES = ("Name", "Label", "Identity", "Mentions", "Documents", "Links", "Neighbours")
"""The headings of the table of nodes."""
_SOURCES = "the text itself"


def links_sheet(web: Web, scheme: Scheme) -> Sheet:
    """All links of a web, those first that most speak for."""
    notes = [f"{web.alone:,} with fewer than two ends link nothing"] if web.alone else []
    if web.leading is not None:
        notes.append(f"among the {len(web.leading)} identities in most documents")
    return Sheet(
        LINKS,
        link_rows(web.network(), scheme),
        len(web.relations()),
        web.hidden,
        ("relation", "relations"),
        tuple(notes),
    )


def link_rows(network: Network, scheme: Scheme) -> tuple[tuple[str | int, ...], ...]:
    """A row for each link, under :data:`LINKS`: in the direction in which it leads."""
    return tuple(link_row(link, network, scheme) for link in network.links)


def link_row(link: Link, network: Network, scheme: Scheme) -> tuple[str | int, ...]:
    """The row of one link."""
    first, second = link.ends if link.arrow >= 0 else (link.key.second, link.key.first)
    return (
        plain_name(first, network.nodes[first], scheme),
        network.nodes[first].label,
        link.key.role or scheme.name_of(link.key.type),
        plain_name(second, network.nodes[second], scheme),
        network.nodes[second].label,
        len(link.relations),
        link.documents,
        link.sources,
        link.certainty,
        link.grade,
        link.denied,
        said_by(link),
    )


def said_by(link: Link) -> str:
    """Who says what a link stands for, each with how often."""
    return "; ".join(f"{' '.join(name.split()) or _SOURCES} ({count})" for name, count in link.voices)


def node_rows(network: Network, scheme: Scheme) -> tuple[tuple[str | int, ...], ...]:
    """A row for each node, under :data:`NODES`."""
    return tuple(node_row(node, network, scheme) for node in network.nodes)


def node_row(node: Node, network: Network, scheme: Scheme) -> tuple[str | int, ...]:
    """The row of one node."""
    facts, links = network.nodes[node], network.at[node]
    return (
        plain_name(node, facts, scheme),
        facts.label,
        "yes" if node.entity else "an event" if node.event else "no",
        facts.mentions,
        facts.documents,
        len(links),
        len({link.other(node) for link in links} - {node}),
    )


def plain_name(node: Node, facts: NodeFacts, scheme: Scheme) -> str:
    """What a node is called in a table: an event by its type and its words."""
    words = called(" ".join(facts.name.split()))
    return f"{scheme.name_of(node.label)} “{words}”" if node.event else words


def way_in_words(way: Sequence[Link], start: Node, network: Network, scheme: Scheme) -> str:
    """A way, told step by step with who says each."""
    at = start
    steps = [plain_name(start, network.nodes[start], scheme)]
    for link in way:
        at = link.other(at)
        said = link.key.role or scheme.name_of(link.key.type)
        steps.append(f"– {said} (by {said_by(link)}) – {plain_name(at, network.nodes[at], scheme)}")
    return " ".join(steps)
