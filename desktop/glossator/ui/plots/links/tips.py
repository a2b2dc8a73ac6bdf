"""What is said of a node or a link where the pointer or the keyboard is on it: its numbers, and by whose word."""

from __future__ import annotations

import html

from glossator.analysis.links import Link, LinkKey, Network
from glossator.core.claims import CREDIBILITY_WORDS, RELIABILITY_WORDS
from glossator.core.scheme import Scheme
from glossator.core.statements import UNGRADED, Node
from glossator.core.titles import counted
from glossator.ui.plots.links.content import Mark
from glossator.ui.plots.links.looks import name_of

_VOICES = 3
_LINE = 420  # pixels


def tip(key: Mark, network: Network, scheme: Scheme, beyond: int = 0) -> str:
    """What there is to say, in a line; empty for what is not shown.  Of a node so many neighbours are not drawn."""
    if isinstance(key, Node):
        told = _node(key, network, scheme)
        more = f", {counted(beyond, 'other')} not drawn (Ctrl+Enter draws them)" if beyond else ""
        return told + more if told else ""
    link = next((each for each in network.at.get(key.first, ()) if each.key == key), None)
    return _link(link, network, scheme) if link is not None else ""


def called(node: Node, network: Network, scheme: Scheme) -> str:
    """What a node of the network is called."""
    return name_of(node, network.nodes[node], scheme) if node in network.nodes else ""


def titled(key: LinkKey, network: Network, scheme: Scheme) -> str:
    """What a link is called: who, what, whom."""
    first, second = called(key.first, network, scheme), called(key.second, network, scheme)
    kind = scheme.relation_type(key.type)
    sign = "↔" if kind is not None and kind.symmetric else "→"
    return (
        f"{first}, {key.role}: {second}"
        if key.role
        else f"{first} – {scheme.name_of(key.type)} {sign} {second}"
    )


def _node(node: Node, network: Network, scheme: Scheme) -> str:
    facts = network.nodes.get(node)
    if facts is None:
        return ""
    name, links = name_of(node, facts, scheme), counted(len(network.at[node]), "link")
    if node.event:
        return f"{name} (“{_flat(facts.name)}”): {links}"
    kind = scheme.name_of(facts.label) if facts.label else "no label"
    what = kind if node.entity else f"{kind}, no identity yet"
    told = f"{counted(facts.mentions, 'mention')} in {counted(facts.documents, 'document')}"
    return f"{name} ({what}): {told}, {links} to {counted(len(network.neighbours(node)), 'other')}"


def _link(link: Link, network: Network, scheme: Scheme) -> str:
    parts = [
        (
            f"{titled(link.key, network, scheme)}: {counted(len(link.relations), 'statement')} in"
            f" {counted(link.documents, 'document')} from {counted(link.sources, 'source')}"
        )
    ]
    if link.denied:
        parts.append("denied" if link.denied == len(link.relations) else f"denied in {link.denied} of them")
    if link.certainty:
        parts.append(link.certainty)
    parts.append(grade_words(link.grade))
    parts.append(f"by {voices(link)}")
    return "  ·  ".join(parts)


def grade_words(grade: str) -> str:
    """An Admiralty grade, with its meaning."""
    if grade == UNGRADED:
        return "not graded"
    letter, digit = RELIABILITY_WORDS.get(grade[0], ""), CREDIBILITY_WORDS.get(grade[1:], "")
    return f"{grade} at best ({letter}; {digit})"


def voices(link: Link) -> str:
    """Who says what a link stands for."""
    named = [f"{_flat(name)} {count}" if name else f"the text itself {count}" for name, count in link.voices]
    rest = len(named) - _VOICES
    return ", ".join(named[:_VOICES]) + (f" and {counted(rest, 'other')}" if rest > 0 else "")


def wrapped(words: str) -> str:
    """A tooltip that breaks its lines, whatever stands in it; empty where there are no words."""
    return f'<div style="max-width: {_LINE}px">{html.escape(words)}</div>' if words else ""


def _flat(words: str) -> str:
    flat = " ".join(words[:120].split())
    return flat if len(words) <= 120 else f"{flat}…"
