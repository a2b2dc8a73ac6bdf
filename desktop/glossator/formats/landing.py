"""Where the records of somebody else's file come to: what there is already, and a document with all that it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.documents import Document
from glossator.formats.doctor import Finding, Verdict
from glossator.formats.standoff import Fault


@dataclass
class Land:
    """What there is already where the records come to: nothing, unless a project says otherwise.

    ``find`` knows the document with the text of this digest, ``named`` that of this name with its text, ``said`` what
    is said of a document, ``entities`` those that there are.
    """

    find: Callable[[str], Document | None] = lambda digest: None
    named: Callable[[str], tuple[Document, str] | None] = lambda name: None
    said: Callable[[int], AnnotationSet | None] = lambda document: None
    entities: Callable[[], Iterable[Entity]] = tuple


@dataclass
class Taken:
    """A document with the records that a file gives it; ``is_new``: the project does not have its text yet.

    ``there`` counts mentions and relations that it had already, which did not come again.
    """

    document: Document
    text: str
    is_new: bool
    verdict: Verdict
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    findings: Sequence[Finding] = ()
    there: int = 0
    left_out: int = 0
    source: bytes | None = None
