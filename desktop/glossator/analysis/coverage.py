"""What is done and what is unread: documents by status, and in each the sentences in which something is said."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from glossator.analysis.sheets import Sheet
from glossator.core.documents import STATUSES, Document
from glossator.core.scheme import Scheme
from glossator.core.tokens import sentences

MOST = 500
"""Documents that are listed one by one; more are put together by month."""


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
    """Documents of one month and status."""

    @property
    def month(self) -> str:
        """As ``2024-12``, or as far as it is known; empty for documents without a date."""

    @property
    def status(self) -> str:
        """Their status."""

    @property
    def documents(self) -> int:
        """How many there are."""

    @property
    def tagged(self) -> int:
        """How many of them have a mention."""


class Coverage(NamedTuple):
    """Documents by status; each of them in ``rows``, or, where there are too many, months in ``groups``."""

    statuses: Mapping[str, int]
    rows: tuple[ProgressRow, ...]
    groups: tuple[GroupRow, ...]
    total: int

    @property
    def documents(self) -> int:
        """How many documents there are under the filter."""
        return sum(self.statuses.values())


class Month(NamedTuple):
    """The documents of a month (empty: without a date) by status, and how many of them have a mention."""

    month: str
    statuses: Mapping[str, int]
    tagged: int

    @property
    def documents(self) -> int:
        """How many there are."""
        return sum(self.statuses.values())


def months(groups: Iterable[GroupRow]) -> list[Month]:
    """The months in their order, those documents that have no date last."""
    by_month: dict[str, Counter[str]] = {}
    tagged: Counter[str] = Counter()
    for each in groups:
        by_month.setdefault(each.month, Counter())[each.status] += each.documents
        tagged[each.month] += each.tagged
    return [
        Month(month, by_month[month], tagged[month]) for month in sorted(by_month, key=lambda m: (not m, m))
    ]


def strip(text: str, starts: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """For each sentence of ``text`` where it begins and how many mentions begin in it; ``starts`` are in order."""
    begun = [span.start for span in sentences(text)]
    counts = [0] * len(begun)
    for start in starts:
        if begun:
            counts[max(0, bisect_right(begun, start) - 1)] += 1
    return tuple(zip(begun, counts, strict=True))


def sheet(found: Coverage, _scheme: Scheme) -> Sheet:
    """A row for each document, or for each month where there are too many documents."""
    unit = ("document", "documents")
    hidden = found.total - found.documents
    if found.groups:
        return Sheet(
            ("Published", *STATUSES, "Documents", "With mentions"),
            tuple(
                (
                    each.month or "no date",
                    *(each.statuses.get(s, 0) for s in STATUSES),
                    each.documents,
                    each.tagged,
                )
                for each in months(found.groups)
            ),
            *(found.documents, hidden, unit),
        )
    return Sheet(
        ("Document", "Status", "Mentions", "Relations", "Characters"),
        tuple(
            (each.document.name, each.document.status, each.mentions, each.relations, each.document.length)
            for each in found.rows
        ),
        *(found.documents, hidden, unit),
    )
