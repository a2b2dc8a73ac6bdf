"""What is done and what is unread: documents by status, and in each the sentences that were read and tagged."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from glossator.analysis.sheets import Sheet
from glossator.core.documents import STATUSES, Document
from glossator.core.perusal import characters, is_read
from glossator.core.scheme import Scheme
from glossator.core.spans import Fragments
from glossator.core.tokens import sentences

MOST = 500
"""Documents that are listed one by one; more are put together."""
WAYS = ("month", "week", "folder")
"""What documents are put together by."""


class ProgressRow(Protocol):
    """A document with how much is said of it."""

    @property
    def document(self) -> Document:
        """The document."""

    @property
    def mentions(self) -> int:
        """How many mentions it has."""

    @property
    def relations(self) -> int:
        """How many relations and events it has."""


class GroupRow(Protocol):
    """Documents of one group and status."""

    @property
    def name(self) -> str:
        """A month, a week or a folder; empty for documents that belong to none."""

    @property
    def status(self) -> str:
        """Their status."""

    @property
    def documents(self) -> int:
        """How many there are."""

    @property
    def tagged(self) -> int:
        """How many of them have a mention."""

    @property
    def characters(self) -> int:
        """How long they are together."""


class Group(NamedTuple):
    """The documents of a group (empty name: of none) by status, how many of them have a mention, how many characters
    they have and how many of these were read.
    """

    name: str
    statuses: Mapping[str, int]
    tagged: int
    characters: int
    read: int

    @property
    def documents(self) -> int:
        """How many there are."""
        return sum(self.statuses.values())


class Coverage(NamedTuple):
    """Documents by status; each of them in ``rows``, or, where there are too many or it is wanted, put together in
    ``groups``, by ``way``.  ``read`` is what was read of those in the rows, ``sentences`` in how many of how many of
    theirs a mention begins, where that was asked for.
    """

    statuses: Mapping[str, int]
    rows: tuple[ProgressRow, ...]
    groups: tuple[Group, ...]
    total: int
    way: str = ""
    read: Mapping[int, Fragments] = {}
    sentences: Mapping[int, tuple[int, int]] = {}

    @property
    def documents(self) -> int:
        """How many documents there are under the filter."""
        return sum(self.statuses.values())

    def characters_read(self, document: int) -> int:
        """How many characters of a document were read."""
        return characters(self.read.get(document, ()))


def grouped(groups: Iterable[GroupRow], read: Iterable[tuple[str, int]]) -> list[Group]:
    """The groups in their order, those documents that belong to none last; ``read`` are groups with characters that
    were read in them.
    """
    by_name: dict[str, Counter[str]] = defaultdict(Counter)
    tagged: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for each in groups:
        by_name[each.name][each.status] += each.documents
        tagged[each.name] += each.tagged
        lengths[each.name] += each.characters
    for name, count in read:
        seen[name] += count
    return [
        Group(name, by_name[name], tagged[name], lengths[name], seen[name])
        for name in sorted(by_name, key=lambda name: (not name, name))
    ]


class Sentence(NamedTuple):
    """A sentence: where it stands, how many mentions begin in it, and whether it was read."""

    start: int
    end: int
    mentions: int
    is_read: bool = False


def strip(text: str, starts: Sequence[int], read: Fragments = ()) -> tuple[Sentence, ...]:
    """The sentences of ``text``; ``starts`` of mentions are in order."""
    found = list(sentences(text))
    begun = [span.start for span in found]
    counts = [0] * len(begun)
    for start in starts:
        if begun:
            counts[max(0, bisect_right(begun, start) - 1)] += 1
    return tuple(
        Sentence(span.start, span.end, n, bool(read) and is_read(span, read))
        for span, n in zip(found, counts, strict=True)
    )


def share_of(sentences: Sequence[Sentence]) -> tuple[int, int]:
    """In how many sentences a mention begins, and how many there are."""
    return sum(each.mentions > 0 for each in sentences), len(sentences)


HEADINGS = (
    "Document", "Status", "Mentions", "Relations", "Characters", "Characters read",
    "Sentences", "Sentences with mentions",
)  # fmt: skip
"""Of the table of documents."""


def cells(found: Coverage, row: ProgressRow, share: tuple[int, int] | None) -> tuple[str | int, ...]:
    """A row of that table; ``share`` is that of its sentences with a mention, where it is known."""
    document = row.document
    counted: tuple[str | int, str | int] = (share[1], share[0]) if share is not None else ("", "")
    return (
        *(document.name, document.status, row.mentions, row.relations, document.length),
        *(found.characters_read(document.id), *counted),
    )


def sheet(found: Coverage, _scheme: Scheme) -> Sheet:
    """A row for each document, or for each group where they are put together."""
    unit = ("document", "documents")
    hidden = found.total - found.documents
    if found.groups:
        return Sheet(
            (
                "Folder" if found.way == "folder" else "Published",
                *STATUSES, "Documents", "With mentions", "Characters", "Characters read",
            ),
            tuple(
                (
                    each.name or ("no folder" if found.way == "folder" else "no date"),
                    *(each.statuses.get(s, 0) for s in STATUSES),
                    *(each.documents, each.tagged, each.characters, each.read),
                )
                for each in found.groups
            ),
            *(found.documents, hidden, unit),
        )  # fmt: skip
    return Sheet(
        HEADINGS,
        tuple(cells(found, each, found.sentences.get(each.document.id)) for each in found.rows),
        *(found.documents, hidden, unit),
    )
