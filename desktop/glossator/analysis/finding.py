"""What a search of the project finds: documents, each with its hits in their lines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import NamedTuple, Protocol

from glossator.analysis.concordance import Line, before, behind, of_spans
from glossator.core.documents import Document
from glossator.core.find import AWAY, Finder
from glossator.core.folding import places
from glossator.core.ids import to_text
from glossator.core.query import Query
from glossator.core.spans import Span

HITS = 10
"""How many hits of a document are shown with the others; the rest is a step away."""

Told = Callable[[int, int], object]
"""Hears how many documents are read and how many there are; what it raises ends the search."""


class FoundDocument(NamedTuple):
    """A document with hits, in the order of its text; ``is_all`` says that there are no others in it."""

    document: Document
    lines: tuple[Line, ...]
    is_all: bool


class Finding(NamedTuple):
    """A page of what was found.  ``total`` documents match, or more than so many where ``is_total`` says no; ``order``
    is that in which they stand, and ``read`` how many were looked through up to the last one, where that was done.
    """

    documents: tuple[FoundDocument, ...]
    total: int
    is_total: bool
    order: str
    read: int = 0


class Matches(Protocol):
    """A page of the documents that match a query."""

    @property
    def documents(self) -> Sequence[Document]:
        """Those of this page."""

    @property
    def total(self) -> int:
        """How many there are in all, as far as they were counted."""

    @property
    def is_total(self) -> bool:
        """Whether all were counted."""

    @property
    def order(self) -> str:
        """In which they stand."""


class Texts(Protocol):
    """What a project is asked for the texts of its documents."""

    def text_of(self, document_id: int) -> str:
        """The text of a document."""

    def document_count(self) -> int:
        """How many documents there are."""

    def texts(self) -> Generator[tuple[Document, str], None, None]:
        """Every document with its text, by name."""


def with_lines(
    ask: Texts, matches: Matches, query: Query, told: Told = lambda done, total: None, *, hits: int = HITS
) -> Finding:
    """The matches of a search with at most so many hits of each."""
    shown: list[FoundDocument] = []
    for document in matches.documents:
        told(len(shown), len(matches.documents))
        text = ask.text_of(document.id)
        shown.append(_shown(document, text, places(text, query.pattern), hits))
    return Finding(tuple(shown), matches.total, matches.is_total, matches.order)


def scan(
    ask: Texts,
    finder: Finder,
    told: Told = lambda done, total: None,
    *,
    hits: int = HITS,
    read: int = 0,
) -> Generator[tuple[int, FoundDocument], None, None]:
    """The documents in which ``finder`` finds something, by name, with at most so many hits of each, and how many were
    looked through up to it; the first so many (``read``) are passed over.  Every text is read until the generator is
    closed, which has to be done where it is left early.
    """
    total = ask.document_count()
    with closing(ask.texts()) as texts:
        for done, (document, text) in enumerate(texts):
            if done < read:
                continue
            told(done, total)
            found = _shown(document, text, finder.spans(text, AWAY), hits)
            if found.lines:
                yield done + 1, found


def lines_of(document: Document, text: str, spans: Iterable[Span]) -> FoundDocument:
    """All hits of one document."""
    return FoundDocument(document, tuple(of_spans(document.id, text, spans)), is_all=True)


def _shown(document: Document, text: str, spans: Iterator[Span], hits: int) -> FoundDocument:
    first = list(islice(spans, hits + 1))
    return FoundDocument(document, tuple(of_spans(document.id, text, first[:hits])), len(first) <= hits)


def as_plain(found: FoundDocument) -> dict[str, object]:
    """A document with its hits as a JSON value; offsets are code points, their ends exclusive."""
    return {
        "document": to_text(found.document.id),
        "name": found.document.name,
        "hits": [
            {
                "start": line.span.start,
                "end": line.span.end,
                "left": line.left,
                "hit": line.hit,
                "right": line.right,
            }
            for line in found.lines
        ],
        "all": found.is_all,
    }


def as_text(found: FoundDocument, width: int = 40) -> str:
    """A document with its hits as lines for a terminal, one below the other."""
    lines = [found.document.name]
    lines += [
        f"  {line.span.start:>8}  {before(line.left, width):>{width + 1}}[{line.hit}]{behind(line.right, width)}"
        for line in found.lines
    ]
    if not found.is_all:
        lines.append("            … and more in this document")
    return "\n".join(lines)
