"""Documents as bare rows, for writers that must be fast."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import orjson

from glossator.core.documents import Document
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Names, Row


class ExportDocument(NamedTuple):
    """A document with all that is said of it as rows of the tables, in which ``names`` knows the numbers of labels,
    people and origins.

    ``mentions`` are (id, label, start, end, fragments, quote, subtype, entity, attributes, author, created,
    origin, confidence), in the order of the text; ``relations`` (document, id, type, trigger, attributes, author,
    created, origin, confidence, arguments) and ``notes`` (document, id, target, body, author by name, created, kind,
    attributes), by id.
    ``quote`` is JSON; ``fragments`` JSON, or ``None`` where start and end say all; ``attributes`` JSON or ``None``;
    ``arguments`` a JSON list of [role, target, 1 where the target is a relation].
    """

    document: Document
    text: str
    names: Names
    mentions: list[Row]
    relations: list[Row]
    notes: list[Row]


_ROWS_AT_ONCE = 4_000  # mentions read at once; of documents with more, one
_DOCUMENTS_AT_ONCE = 500
_THESE = "document IN (SELECT value FROM json_each(?))"
_START, _END = 2, 3  # columns of a mention
# All of a document as one JSON list: read anew from that they cost half of what the driver takes for a row each.
_MENTIONS = f"""SELECT document, json_group_array(json_array(id, label, start, "end", fragments, json_quote(quote)||'',
    subtype, entity, attributes, author, created, origin, confidence)) FROM mention WHERE {_THESE} GROUP BY document"""
_RELATIONS = f"""SELECT document, id, type, "trigger", attributes, author, created, origin, confidence,
    (SELECT json_group_array(json_array(role, coalesce(mention, sub), mention IS NULL) ORDER BY ord) FROM argument
        WHERE relation=relation.id)
    FROM relation WHERE {_THESE} ORDER BY document, id"""
_NOTES = f"""SELECT document, note.id, target, body, person.name, created, kind, attributes FROM note
    JOIN person ON person.key=author WHERE {_THESE} ORDER BY document, note.id"""
_TEXTS = f"SELECT document.id, body FROM document JOIN text ON text.key=document.text WHERE document.{reading.BY_IDS}"


def bare(database: Database, names: Names, documents: Iterable[Document]) -> Iterator[ExportDocument]:
    """The rows of ``documents``, one at a time.  Small ones are read many at once, as each question has its price.

    Names stand as numbers: to put them in would cost a copy of each row, to join their tables as much as the rows.
    """
    waiting = iter(documents)
    while page := list(islice(waiting, _DOCUMENTS_AT_ONCE)):
        for few in _divided(database, page):
            yield from _read(database, names, few)


def _divided(database: Database, documents: Sequence[Document]) -> Iterator[list[Document]]:
    counts = dict(
        database.rows(
            f"SELECT document, mentions FROM stat_document WHERE {_THESE}",
            (reading.id_list([each.id for each in documents]),),
        )
    )
    few: list[Document] = []
    total = 0
    for document in documents:
        mentions = counts.get(document.id, 0)
        if few and total + mentions > _ROWS_AT_ONCE:
            yield few
            few, total = [], 0
        few.append(document)
        total += mentions
    yield few


def _read(database: Database, names: Names, documents: Sequence[Document]) -> Iterator[ExportDocument]:
    wanted = (reading.id_list([each.id for each in documents]),)
    texts = dict(database.rows(_TEXTS, wanted))
    mentions = dict(database.rows(_MENTIONS, wanted))
    relations, notes = (_divider(database.rows(each, wanted)) for each in (_RELATIONS, _NOTES))
    for document in documents:
        mine = document.id
        tagged = _in_order(orjson.loads(mentions.pop(mine, "[]")))
        yield ExportDocument(document, texts.get(mine, ""), names, tagged, relations(mine), notes(mine))


def _divider(rows: list[Row]) -> Callable[[int], list[Row]]:
    """What there is of a document among ``rows``, which begin with their document, in order."""
    owners = [row[0] for row in rows]
    return lambda document: rows[bisect_left(owners, document) : bisect_right(owners, document)]


def _in_order(mentions: list[Row]) -> list[Row]:
    """By start, the longer first; they come by start and id, and most begin where no other does."""
    starts = [row[_START] for row in mentions]
    if len(set(starts)) < len(starts) or starts != sorted(starts):
        mentions.sort(key=lambda row: (row[_START], -row[_END], row[0]))
    return mentions
