"""Searching a project: by the words of its index or through every text, on a workbench or away from the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from glossator.analysis import finding
from glossator.analysis.finding import HITS, Finding, FoundDocument, Told
from glossator.core.find import FindOptions, compiled
from glossator.core.folding import places
from glossator.core.query import Query, read
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.search import Order, Wanted
from glossator.workbench import Workbench

PAGE = 20
"""How many documents are shown at first."""
MOST_SCANNED = 500
"""Documents with hits after which a search through every text ends: nobody reads on."""


class Asked(NamedTuple):
    """What is looked for: words, as :func:`glossator.core.query.read` reads them, or, with ``options``, the text just
    as it was typed, or a regular expression.
    """

    typed: str
    options: FindOptions | None = None
    order: Order = "best"

    def understood(self) -> Query | re.Pattern[str]:
        """What it means; :class:`~glossator.core.errors.Refused` says what is missing."""
        return read(self.typed) if self.options is None else compiled(self.typed, self.options)


class Where(NamedTuple):
    """A project that may be searched away from the thread of the window: its file and what opens that."""

    path: Path
    key: Key | None = None

    @classmethod
    def of(cls, bench: Workbench) -> Where | Workbench:
        """The file of a workbench, or, where no second connection may be made, the workbench itself, which can only be
        asked on its own thread.
        """
        project = bench.project_file
        return bench if project.is_alone else cls(project.path, project.key)


def find(
    where: Where | Workbench,
    asked: Asked,
    told: Told = lambda done, total: None,
    *,
    offset: int = 0,
    limit: int = PAGE,
    hits: int = HITS,
) -> Finding:
    """A page of the documents in which it is found, with at most so many ``hits`` of each.

    A search through every text stops when it has enough of them: then ``is_total`` is no.
    """
    meant = asked.understood()
    with _questions(where) as ask:
        if isinstance(meant, Query):
            matches = ask.search(Wanted(meant), order=asked.order, offset=offset, limit=limit)
            return finding.with_lines(ask, matches, meant, told, hits=hits)
        with closing(finding.scan(ask, meant, told, hits=hits)) as scanned:
            found = tuple(islice(scanned, offset, offset + limit))
            is_total = next(scanned, None) is None
        return Finding(found, offset + len(found), is_total, "name")


def hits_in(where: Where | Workbench, asked: Asked, document_id: int) -> FoundDocument | None:
    """All hits in one document; ``None`` when it is no longer there."""
    meant = asked.understood()
    with _questions(where) as ask:
        document = ask.document(document_id)
        if document is None:
            return None
        text = ask.text_of(document_id)
        spans = places(text, meant.pattern) if isinstance(meant, Query) else finding.spans_of(text, meant)
        return finding.lines_of(document, text, spans)


def total(where: Where | Workbench, asked: Asked) -> int:
    """How many documents have the words that are looked for, however many that are."""
    meant = asked.understood()
    assert isinstance(meant, Query), "what is not in the index is counted by finding it"
    with _questions(where) as ask:
        return ask.search_count(Wanted(meant))


@contextmanager
def _questions(where: Where | Workbench) -> Iterator[Queries]:
    if isinstance(where, Workbench):
        yield where.ask
        return
    with ProjectFile.open(where.path, read_only=True, key=where.key) as project:
        yield project.ask
