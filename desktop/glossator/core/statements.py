"""What relations and events say of whom: statements that join two nodes, who makes them, and how sure they are."""

from __future__ import annotations

from typing import NamedTuple

from glossator.core import ids
from glossator.core.errors import GlossatorError

POLARITY = "polarity"
"""The attribute that says whether the text denies it."""
NEGATIVE = "Negative"
UNGRADED = "F6"
"""The grade of what nobody judged: neither its source nor what it says."""

_EVENT = "event "
_QUOTE = "quote "
_PARTING = "\t"  # no id of a label has one


class Node(NamedTuple):
    """Who or what stands at an end of a link.

    It is an identity (``entity``), or all mentions with one ``label`` and one ``quote`` that stand for nobody yet, or
    an event without an identity (``event``: the id of its record, ``label``: its type).
    """

    entity: int = 0
    quote: str = ""
    label: str = ""
    event: int = 0

    @property
    def text(self) -> str:
        """The node as one text, which :func:`node_of` reads: stable between sessions, for what is kept of it."""
        if self.entity:
            return ids.to_text(self.entity)
        if self.event:
            return f"{_EVENT}{ids.to_text(self.event)}{_PARTING}{self.label}"
        return f"{_QUOTE}{self.label}{_PARTING}{self.quote}"


def node_of(text: str) -> Node | None:
    """The node that :attr:`Node.text` wrote as ``text``; ``None`` where nobody wrote that."""
    try:
        if text.startswith(_EVENT):
            number, _, label = text.removeprefix(_EVENT).partition(_PARTING)
            return Node(event=ids.from_text(number), label=label)
        if text.startswith(_QUOTE):
            label, parting, quote = text.removeprefix(_QUOTE).partition(_PARTING)
            return Node(quote=quote, label=label) if parting else None
        return Node(entity=ids.from_text(text))
    except (GlossatorError, ValueError):
        return None


class Statement(NamedTuple):
    """That a relation leads from ``first`` to ``second``, or (with a ``role``) that ``second`` fills that role of the
    event ``first``; ``type`` is the id of the relation or event type, ``relation`` that of the record.

    ``certainty`` and ``credibility`` are values of the attributes, empty where the record has none of its own;
    ``voice`` is whom the text names as saying so (empty: its author speaks), ``source`` where the document comes from
    (its name where that is not known), ``reliability`` the grade of whoever says it.
    """

    relation: int
    document: int
    type: str
    role: str
    first: Node
    second: Node
    certainty: str = ""
    credibility: str = "6"
    is_denied: bool = False
    voice: str = ""
    source: str = ""
    reliability: str = "F"

    @property
    def grade(self) -> str:
        """Its Admiralty grade: the letter of the source, the digit of the information; "F6" where nobody judged."""
        return f"{self.reliability}{self.credibility}"


class NodeFacts(NamedTuple):
    """What a node is called, the id of its label (of an event that of its trigger), its mentions and documents."""

    name: str
    label: str
    mentions: int
    documents: int
