"""Records of every kind, drawn by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from glossator.core.annotations import Argument, Entity, Mention, Note, Relation
from glossator.core.documents import RELIABILITIES, STATUSES, Document
from glossator.core.scheme import (
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Role,
    Scheme,
    Signature,
)
from glossator.core.spans import Fragments, Span, normalise

IDS = st.integers(1, (1 << 63) - 1)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.lists(WORDS, max_size=3).map(tuple)
TIMES = st.integers(0, 1 << 45)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = WORDS | st.booleans() | st.integers(-(1 << 63), (1 << 63) - 1) | NUMBERS | NAMES
ATTRIBUTES = st.dictionaries(WORDS, VALUES, max_size=3)
CONFIDENCES = st.none() | st.floats(0, 1)


def fragments(length: int = 40) -> st.SearchStrategy[Fragments]:
    """One to three fragments of a text of ``length``, in order and apart."""
    offsets = st.lists(st.integers(0, length), min_size=2, max_size=6, unique=True).map(sorted)
    return offsets.map(
        lambda found: normalise(Span(*pair) for pair in zip(found[::2], found[1::2], strict=False))
    )


SIGNATURES = st.builds(Signature, NAMES, NAMES)
ROLES = st.builds(Role, WORDS, NAMES, st.booleans())
ARGUMENTS = st.builds(Argument, WORDS, IDS, st.booleans())

LABELS = st.builds(
    Label, WORDS, WORDS, WORDS, slot=WORDS, tag=WORDS, definition=WORDS, subtypes=NAMES, retired=st.booleans()
)
RELATION_TYPES = st.builds(
    RelationType,
    WORDS,
    WORDS,
    WORDS,
    st.lists(SIGNATURES, max_size=2).map(tuple),
    symmetric=st.booleans(),
    same_type=st.booleans(),
    identity=st.booleans(),
    roles=st.tuples(WORDS, WORDS),
    retired=st.booleans(),
)
EVENT_TYPES = st.builds(EventType, WORDS, WORDS, st.lists(ROLES, max_size=2).map(tuple), WORDS, st.booleans())
ATTRIBUTE_TYPES = st.builds(
    AttributeType,
    WORDS,
    WORDS,
    st.lists(st.sampled_from(["mention", "relation", "event", "document", "judgement"]), max_size=2).map(
        tuple
    ),
    st.sampled_from(["choice", "several", "flag", "text", "number", "date", "place", "mention", "mentions"]),
    NAMES,
    NAMES,
    WORDS,
    st.booleans(),
)
HEADINGS = st.builds(Heading, WORDS, WORDS, WORDS, WORDS, WORDS, st.dictionaries(WORDS, NAMES, max_size=2))
SCHEMES = st.builds(
    Scheme,
    WORDS,
    WORDS,
    WORDS,
    st.lists(LABELS, max_size=2).map(tuple),
    st.lists(RELATION_TYPES, max_size=2).map(tuple),
    st.lists(EVENT_TYPES, max_size=2).map(tuple),
    st.lists(ATTRIBUTE_TYPES, max_size=2).map(tuple),
    WORDS,
    WORDS,
    st.dictionaries(WORDS, NAMES, max_size=2),
)
DOCUMENTS = st.builds(
    Document,
    IDS,
    WORDS,
    st.integers(0, 1 << 40),
    WORDS,
    source=WORDS,
    published=WORDS,
    reliability=st.sampled_from(RELIABILITIES),
    status=st.sampled_from(STATUSES),
    encoding=WORDS,
)
MENTIONS = st.builds(
    Mention,
    IDS,
    IDS,
    WORDS,
    fragments(),
    WORDS,
    WORDS,
    st.none() | IDS,
    ATTRIBUTES,
    WORDS,
    TIMES,
    WORDS,
    CONFIDENCES,
)
RELATIONS = st.builds(
    Relation,
    IDS,
    IDS,
    WORDS,
    st.lists(ARGUMENTS, max_size=3).map(tuple),
    st.none() | IDS,
    ATTRIBUTES,
    WORDS,
    TIMES,
    WORDS,
    CONFIDENCES,
)
ENTITIES = st.builds(
    Entity, IDS, WORDS, WORDS, NAMES, st.dictionaries(WORDS, WORDS, max_size=2), ATTRIBUTES, WORDS, TIMES
)
NOTES = st.builds(Note, IDS, IDS, WORDS, st.none() | IDS, WORDS, TIMES)

RECORDS: dict[str, st.SearchStrategy[Any]] = {
    "document": DOCUMENTS,
    "mention": MENTIONS,
    "relation": RELATIONS,
    "entity": ENTITIES,
    "note": NOTES,
    "label": LABELS,
    "relation type": RELATION_TYPES,
    "event type": EVENT_TYPES,
    "attribute": ATTRIBUTE_TYPES,
    "scheme": HEADINGS,
}
"""A strategy for each kind of record that a Change may hold."""
