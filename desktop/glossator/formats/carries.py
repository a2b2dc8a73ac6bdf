"""What a format can carry: the table from which exports tell their losses and people choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Identities = Literal["none", "groups", "named", "full"]
One = Literal["one"]


@dataclass(frozen=True)
class Carries:
    """What a format can carry of what we hold; all that is not said cannot be.

    ``nested``, ``crossing``, ``same_span``: mentions within, across and just on one another; ``tokens``: mentions
    begin and end with words.  ``groups`` of identities are mentions of one thing without its name, ``named`` ones have
    it, ``full`` ones their type as well.  ``notes`` says on what notes stand, ``metadata`` which fields of a Document
    go along (``*``: all).  ``names`` is the pattern that labels, types, roles and attributes have to match as a
    whole, ``identifier_names`` that for the names of databases; ``reserved`` are names that no further fact may
    have.  ``one_line``: notes, names and values have no line
    ends.  ``whole_text`` is false where a text is rebuilt from words; ``spans`` where only statements go out.
    ``authors`` and ``times`` may be ``one``: all that is said of a document has the same, or none has any.
    ``ids`` says of which records the ids go along that they had in a file, with the pattern that such an id has to
    match as a whole (nothing: whatever it is); ``ids_over_all`` of which no two in a file may have the same, as against
    no two in a document.
    """

    spans: bool = True
    nested: bool = False
    crossing: bool = False
    same_span: bool = False
    discontinuous: bool = False
    tokens: bool = False
    subtypes: bool = False
    mention_attributes: bool = False
    relation_attributes: bool = False
    entity_attributes: bool = False
    several_values: bool = False
    typed_values: bool = False
    relations: bool = False
    roles: bool = False
    events: bool = False
    nested_events: bool = False
    nested_relations: bool = False
    identities: Identities = "none"
    identifiers: bool = False
    aliases: bool = False
    notes: frozenset[str] = frozenset()
    judgements: bool = False
    authors: bool | One = False
    times: bool | One = False
    confidence: bool = False
    origin: bool = False
    metadata: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()
    any_character: bool = False
    one_line: bool = False
    whole_text: bool = True
    names: str = ""
    identifier_names: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    ids_over_all: frozenset[str] = frozenset(("document", "entity"))

    def told(self) -> Iterator[tuple[str, str]]:
        """What people ask of a format, and the answer: a row of the table each."""
        for name, words in QUESTIONS.items():
            asks_of_text = name in _OF_TEXT and not self.spans
            yield words, "–" if asks_of_text else _answer(getattr(self, name))


QUESTIONS = {
    "nested": "mentions within others",
    "crossing": "mentions across others",
    "discontinuous": "mentions in pieces",
    "subtypes": "subtypes",
    "mention_attributes": "attributes",
    "relations": "relations",
    "relation_attributes": "attributes of relations",
    "events": "events",
    "nested_events": "events within events",
    "identities": "identities",
    "identifiers": "outside identifiers",
    "notes": "notes on",
    "authors": "authors",
    "times": "times",
    "confidence": "confidence",
    "ids": "ids out of files, of",
    "whole_text": "the text as it is",
}
"""The columns of the table: what is asked, and its words."""


_OF_TEXT = frozenset(("nested", "crossing", "discontinuous", "subtypes", "mention_attributes", "whole_text"))


def _answer(held: object) -> str:
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, frozenset | Mapping):
        return ", ".join(sorted(held)) or "no"
    if held == "one":
        return "one for a document"
    return "no" if held == "none" else str(held)


LETTERS = r"[^\x00-\x1f\x7f\ufffe\uffff]+"
"""A pattern for names and ids: whatever letters an XML file can have, in one line."""
ANY_IDS: Mapping[str, str] = dict.fromkeys(("document", "mention", "relation", "entity", "note"), "")
"""Ids of whatever shape, of all records."""
EVERYTHING = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    subtypes=True,
    mention_attributes=True,
    relation_attributes=True,
    entity_attributes=True,
    several_values=True,
    typed_values=True,
    relations=True,
    roles=True,
    events=True,
    nested_events=True,
    nested_relations=True,
    identities="full",
    identifiers=True,
    aliases=True,
    notes=frozenset(("mention", "relation", "document", "entity")),
    judgements=True,
    authors=True,
    times=True,
    confidence=True,
    origin=True,
    metadata=frozenset("*"),
    any_character=True,
    ids=ANY_IDS,
)
"""What we hold ourselves."""
