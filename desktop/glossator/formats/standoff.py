"""What somebody else's file says of texts: spans, relations, groups and notes, in its own words and its own unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from glossator.core.annotations import NO_ATTRIBUTES, Attributes
from glossator.core.scheme import Scheme
from glossator.formats.units import Unit

Ranges = tuple[tuple[int, int], ...]
"""Pairs of offsets in the unit of the file, in the order in which they are written there."""

_NOTHING: Mapping[str, str] = {}


class Fault(NamedTuple):
    """Something that does not fit: the file, the line (from 1; 0 for the whole file), and a sentence."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """The fault as it is told."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.what}" if place else self.what


class OutSpan(NamedTuple):
    """A label on one or more stretches.  ``quoted`` is the text that the file says stands there; ``created`` is UTC in
    milliseconds since 1970 (0: the file does not say).
    """

    label: str
    ranges: Ranges
    id: str = ""
    quoted: str | None = None
    subtype: str = ""
    attributes: Attributes = NO_ATTRIBUTES
    author: str = ""
    created: int = 0
    confidence: float | None = None
    origin: str = ""
    line: int = 0


class OutRelation(NamedTuple):
    """A relation, or an event where ``trigger`` names a span.  An argument is a role and the id of a span or of another
    relation.
    """

    type: str
    arguments: tuple[tuple[str, str], ...]
    id: str = ""
    trigger: str = ""
    attributes: Attributes = NO_ATTRIBUTES
    author: str = ""
    created: int = 0
    confidence: float | None = None
    origin: str = ""
    line: int = 0


class OutGroup(NamedTuple):
    """Spans (by id) that mean the same thing.  Groups of one ``key``, and groups that share an outside identifier, are
    one thing in all documents of an import; of other keys they are others, whatever their identifiers.  ``untyped``:
    the file says that the thing has no type.
    """

    members: tuple[str, ...]
    name: str = ""
    type: str = ""
    identifiers: Mapping[str, str] = _NOTHING
    aliases: tuple[str, ...] = ()
    id: str = ""
    attributes: Attributes = NO_ATTRIBUTES
    key: str = ""
    author: str = ""
    created: int = 0
    line: int = 0
    untyped: bool = False


class OutNote(NamedTuple):
    """A remark on the span, relation or group with the id ``target``; on the document where that is empty."""

    body: str
    target: str = ""
    id: str = ""
    author: str = ""
    created: int = 0
    attributes: Attributes = NO_ATTRIBUTES
    line: int = 0


class OutDocument(NamedTuple):
    """A text with what a file says of it.

    ``text`` is just as the file has it, with its own line ends and byte order mark; ``None`` where the file has none,
    and the project is asked for the document called ``name``.  ``unit`` is what the file says of itself.  ``joint``
    stands between fragments in quotations.  ``faults`` keep a file out unless somebody leaves them out, ``remarks`` are
    only told.  ``done`` and ``size`` count bytes of the whole reading, for progress.
    ``source`` are the bytes that the text was read from, where it has a file of its own.
    """

    text: str | None
    name: str = ""
    file: str = ""
    line: int = 0
    id: str = ""
    spans: Sequence[OutSpan] = ()
    relations: Sequence[OutRelation] = ()
    groups: Sequence[OutGroup] = ()
    notes: Sequence[OutNote] = ()
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    metadata: Mapping[str, str] = _NOTHING
    unit: Unit | None = None
    author: str = ""
    joint: str = " "
    encoding: str = ""
    source: bytes | None = None
    done: int = 0
    size: int = 0


MADE_UP = "\x00"
"""How ids begin that a file does not tell, so that its records can be named: nobody keeps them, and nobody is
shown them."""
SUBTYPE = "subtype"
"""The attribute as which a subtype goes out where a format has no other place for it; it comes in so too."""


def shown_id(known: str, what: str = "mention") -> str:
    """An id as people are told: one that the file does not tell is none, and ``what`` has none."""
    return f"a {what} without an id" if known.startswith(MADE_UP) else known


def named_place(file: str, number: int) -> str:
    """What a document is called that has no name of its own: the ``number``-th of its file."""
    stem = file.rpartition(".")[0] or file
    return f"{stem} {number}"


class Options(NamedTuple):
    """What somebody chose for reading or writing.  ``extra`` holds what only one format knows; ``scheme`` is that of
    the project, where there is one.
    """

    encoding: str = ""
    text_field: str = ""
    label_field: str = ""
    scheme: Scheme | None = None
    overwrite: bool = False
    extra: Mapping[str, str] = _NOTHING
