"""Searching a project: by words, through every text, by what is said in it; on a workbench or away from the window."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from glossator.analysis import finding
from glossator.analysis.concordance import Line
from glossator.analysis.finding import HITS, Finding, FoundDocument, Told
from glossator.analysis.structure import Sought
from glossator.core import filters, judgements
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.filters import Question
from glossator.core.find import AWAY, Finder, FindOptions
from glossator.core.folding import fold, places
from glossator.core.identical import Place
from glossator.core.layers import EVERYBODY, Layers, Whose
from glossator.core.query import Query
from glossator.core.scheme import Label, Scheme
from glossator.core.spans import quote
from glossator.store.anchors import Anchor
from glossator.store.keys import Key
from glossator.store.project_file import ProjectFile
from glossator.store.queries import Queries
from glossator.store.search import Order, Wanted
from glossator.workbench import Workbench

PAGE = 20
"""How many documents are shown at first."""
_AT_ONCE = 200  # documents that the index is asked for
_ALL = 1 << 40
MOST_SCANNED = 500
"""Documents with hits after which a search through every text ends: nobody reads on."""


class Asked(NamedTuple):
    """What is looked for: words and filters, as :func:`glossator.core.filters.read` reads them, or, with ``options``,
    the text just as it was typed, or a regular expression.
    """

    typed: str
    options: FindOptions | None = None
    order: Order = "best"

    def understood(self) -> Query | Question | Finder:
        """What it means; :class:`~glossator.core.errors.Refused` says what is missing."""
        if self.options is not None:
            return Finder(self.typed, self.options)
        question = filters.read(self.typed)
        return question.words if question.is_words and question.words is not None else question

    @property
    def is_ranked(self) -> bool:
        """The index alone answers it, page by page; all else is looked through, and can take a while."""
        return isinstance(self.understood(), Query)


class Where(NamedTuple):
    """A project that may be searched away from the thread of the window: its file and what opens that."""

    path: Path
    key: Key | None = None
    whose: Whose = EVERYBODY

    @classmethod
    def of(cls, bench: Workbench) -> Where | Workbench:
        """The file of a workbench, or, where no second connection may be made, the workbench itself, which can only be
        asked on its own thread.
        """
        project = bench.project_file
        return bench if project.is_alone else cls(project.path, project.key, bench.whose)


def find(
    where: Where | Workbench,
    asked: Asked,
    told: Told = lambda done, total: None,
    *,
    offset: int = 0,
    limit: int = PAGE,
    hits: int = HITS,
    read: int = 0,
) -> Finding:
    """A page of the documents in which it is found, with at most so many ``hits`` of each.

    A search through every text stops when it has enough of them: then ``is_total`` is no, and the next page is got by
    telling how many documents were ``read`` for this one.
    """
    meant = asked.understood()
    with _questions(where) as (ask, scheme, whose):
        if isinstance(meant, Query):
            matches = ask.search(Wanted(meant), order=asked.order, offset=offset, limit=limit)
            return finding.with_lines(ask, matches, meant, told, hits=hits)
        if isinstance(meant, Question):
            looking = _looked_through(
                ask, _sought(ask, meant, scheme, whose), meant.words, whose, told, hits, read
            )
        else:
            looking = finding.scan(ask, meant, told, hits=hits, read=read)
        with closing(looking) as scanned:
            page = list(islice(scanned, 0 if read else offset, limit if read else offset + limit))
            is_total = next(scanned, None) is None
        order = "name" if not isinstance(meant, Question) else "found"
        found = tuple(each for _, each in page)
        return Finding(found, offset + len(found), is_total, order, page[-1][0] if page else read)


def hits_in(where: Where | Workbench, asked: Asked, document_id: int) -> FoundDocument | None:
    """All hits in one document; ``None`` when it is no longer there."""
    meant = asked.understood()
    with _questions(where) as (ask, scheme, whose):
        document = ask.document(document_id)
        if document is None:
            return None
        if isinstance(meant, Question):
            return _found_in(ask, document, _sought(ask, meant, scheme, whose), meant.words, whose, None)
        text = ask.text_of(document_id)
        spans = places(text, meant.pattern) if isinstance(meant, Query) else meant.spans(text, AWAY)
        return finding.lines_of(document, text, spans)


def untagged(bench: Workbench, lines: Sequence[Line], label: Label) -> list[Place]:
    """The stretches of ``lines`` that can be tagged with ``label``: those on which what is seen has it not yet, and
    that are one stretch (a relation, or a mention in pieces, is none).
    """
    places: list[Place] = []
    for document_id, mine in groupby(sorted(lines), key=lambda each: each.document):
        whole = bench.annotations(document_id)
        seen = Layers(whole, bench.whose.of(document_id)).seen
        for line in dict.fromkeys(each._replace(left="", right="") for each in mine):
            mention = seen.mentions.get(line.record)
            is_one = not line.record or (mention is not None and mention.fragments == (line.span,))
            if is_one and all(each.label != label.id for each in seen.exactly((line.span,))):
                places.append(Place(document_id, line.span, quote((line.span,), whole.text)))
    return list(dict.fromkeys(places))


def total(where: Where | Workbench, asked: Asked) -> int:
    """How many documents have the words that are looked for, however many that are."""
    meant = asked.understood()
    assert isinstance(meant, Query), "what is not in the index is counted by finding it"
    with _questions(where) as (ask, _, _):
        return ask.search_count(Wanted(meant))


@contextmanager
def _questions(where: Where | Workbench) -> Iterator[tuple[Queries, Scheme, Whose]]:
    if isinstance(where, Workbench):
        yield where.ask, where.scheme, where.whose
        return
    with ProjectFile.open(where.path, read_only=True, key=where.key) as project:
        yield project.ask, project.scheme(), where.whose


# --- by what is said in it


def _sought(ask: Queries, question: Question, scheme: Scheme, whose: Whose) -> Sought:
    """What a question means in this project; :class:`Refused` names what there is not."""
    resolved = filters.resolved(question, scheme, judgements.attributes_of(scheme))
    wanted, without = resolved.filters, resolved.without
    known = {name: _called(ask, name) for name in wanted.names() | without.names()}
    for name in (*wanted.entity, *without.entity):
        if not known[name]:
            raise Refused(f"No identity is called “{name}”.", remedy="Type its name or one of its aliases.")
    sought = Sought(wanted, scheme, known, without)
    if not sought.of_judgements:
        return sought
    notes = [each for each in ask.notes_on_entities() if whose.is_seen(each.author, None)]
    return sought._replace(on_entities=tuple(each for each in notes if each.kind == "judgement"))


def _called(ask: Queries, name: str) -> frozenset[int]:
    """The identities with this folded name or alias."""
    rows = ask.entities(limit=None) if not name.isascii() else ask.entities(text=name)
    return frozenset(
        row.entity.id
        for row in rows
        if name in {fold(each) for each in (row.entity.name, *row.entity.aliases)}
    )


def _looked_through(
    ask: Queries, sought: Sought, words: Query | None, whose: Whose, told: Told, hits: int, read: int
) -> Generator[tuple[int, FoundDocument], None, None]:
    total = ask.document_count()
    for done, document in enumerate(_candidates(ask, sought, words, read), read):
        told(done, total)
        found = _found_in(ask, document, sought, words, whose, hits)
        if found is not None:
            yield done + 1, found


def _candidates(ask: Queries, sought: Sought, words: Query | None, read: int) -> Iterator[Document]:
    """The documents in which it may be, but for the first so many: those with the words, else those that an index leads
    to.
    """
    if words is not None:
        offset = read
        while page := ask.search(Wanted(words), order="newest", offset=offset, limit=_AT_ONCE).documents:
            yield from page
            offset += len(page)
        return
    for document_id in islice(ask.documents_with(_anchor(sought)), read, None):
        document = ask.document(document_id)
        if document is not None:
            yield document


def _anchor(sought: Sought) -> Anchor:
    wanted = sought.filters
    if wanted.attr and all(sought.is_of_judgements(name) for name, _ in wanted.attr):
        return Anchor(entities=tuple(sought.judged(sought.on_entities, wanted)), judged=True)
    if len(wanted.relation) == 1 and not wanted.event and wanted.relation[0].type:
        kind = sought.scheme.relation_type(wanted.relation[0].type)
        related = wanted.relation[0]
        if kind is not None and kind.symmetric:
            return Anchor(type=related.type)
        return Anchor(type=related.type, first=related.first.label, second=related.second.label)
    if len(wanted.event) == 1 and not wanted.relation and wanted.event[0].type:
        return Anchor(type=wanted.event[0].type)
    if wanted.entity:
        return Anchor(entities=tuple(each for name in wanted.entity for each in sought.known[name]))
    return Anchor(labels=wanted.label)


def _found_in(
    ask: Queries, document: Document, sought: Sought, words: Query | None, whose: Whose, hits: int | None
) -> FoundDocument | None:
    """A document with at most so many ``hits`` (``None``: all); ``None`` where it has not what is sought."""
    if not sought.takes_document(document):
        return None
    wanted = sought.filters
    whole = None
    if sought.needs_all:
        whole = Layers(ask.annotations(document.id), whose.of(document.id)).seen
        if sought.leaves_out(whole):
            return None
    if whole is not None and wanted.asks_of_records:
        lines = sought.lines(whole)
    elif wanted.wants_mentions:
        mentions = [
            each
            for label in wanted.label or (None,)
            for entity in _entities(sought)
            for each in ask.mentions_where(document=document.id, label=label, entity=entity, limit=_ALL)
            if whose.is_seen(each.author, document.id)
        ]
        chosen = sorted(sought.mentions(mentions), key=lambda each: (each.start, each.id))
        if hits is not None:
            chosen = chosen[: hits + 1]  # one more tells that there are more
        lines = sought.lines_of(ask.text_of(document.id), chosen) if chosen else []
    elif words is not None:
        text = ask.text_of(document.id)
        lines = list(finding.lines_of(document, text, places(text, words.pattern)).lines)
    else:
        return FoundDocument(document, (), is_all=True)
    if not lines and whole is not None and sought.is_judged(whole):
        return FoundDocument(document, (), is_all=True)
    shown = tuple(lines if hits is None else lines[:hits])
    return FoundDocument(document, shown, len(shown) == len(lines)) if lines else None


def _entities(sought: Sought) -> tuple[int | None, ...]:
    ids = dict.fromkeys(each for name in sought.filters.entity for each in sought.known[name])
    return tuple(ids) or (None,)
