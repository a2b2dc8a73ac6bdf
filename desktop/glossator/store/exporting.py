"""Documents as bare rows, for writers that must be fast."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from glossator.core.documents import Document
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Names, Row


class ExportDocument(NamedTuple):
    """A document with all that is said of it as rows of the tables, labels, people and origins by name.

    ``mentions`` are (id, label, start, end, fragments, quote, subtype, entity, attributes, author, created, origin,
    confidence), in the order of the text; ``relations`` (id, type, trigger, attributes, author, created, origin,
    confidence, arguments) and ``notes`` (id, target, body, author, created), by id.  ``fragments`` is JSON, or ``None``
    where start and end say all; ``attributes`` JSON or ``None``; ``arguments`` a JSON list of
    [role, target, 1 where the target is a relation].
    """

    document: Document
    text: str
    mentions: list[Row]
    relations: list[Row]
    notes: list[Row]


_ROWS_AT_ONCE = 4_000  # mentions read at once; of documents with more, one
_DOCUMENTS_AT_ONCE = 500
_THESE = "document IN (SELECT value FROM json_each(?))"
# In the order of the index; mentions with one start are sorted here, which is cheaper than a sort of every row there.
_MENTIONS = f"""SELECT document, id, label, start, -"end", fragments, quote, subtype, entity, attributes, author,
    created, origin, confidence FROM mention WHERE {_THESE} ORDER BY document, start"""
_RELATIONS = f"""SELECT document, id, type, "trigger", attributes, author, created, origin, confidence,
    (SELECT json_group_array(json_array(role, coalesce(mention, sub), mention IS NULL) ORDER BY ord) FROM argument
        WHERE relation=relation.id)
    FROM relation WHERE {_THESE} ORDER BY document, id"""
_NOTES = f"""SELECT document, note.id, target, body, person.name, created FROM note JOIN person ON person.key=author
    WHERE {_THESE} ORDER BY document, note.id"""
_TEXTS = f"SELECT document.id, body FROM document JOIN text ON text.key=document.text WHERE document.{reading.BY_IDS}"


def bare(database: Database, names: Names, documents: Iterable[Document]) -> Iterator[ExportDocument]:
    """The rows of ``documents``, one at a time.  Small ones are read many at once, as each question has its price.

    Names are put in here: joining their tables would cost as much as the rows.
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
    mentions, relations, notes = (database.rows(each, wanted) for each in (_MENTIONS, _RELATIONS, _NOTES))
    mentions.sort(key=_PLACE)
    mentions_of = _divider(mentions, _named_mentions(mentions, names))
    relations_of = _divider(relations, _named_relations(relations, names))
    notes_of = _divider(notes, [row[1:] for row in notes])
    for document in documents:
        mine = document.id
        yield ExportDocument(
            document, texts.get(mine, ""), mentions_of(mine), relations_of(mine), notes_of(mine)
        )


_PLACE = itemgetter(0, 3, 4, 1)  # by document and start, the longer first, then by id


def _divider(rows: list[Row], named: list[Row]) -> Callable[[int], list[Row]]:
    """What there is of a document among ``named``, which go with ``rows`` that begin with their document, in order."""
    owners = [row[0] for row in rows]
    return lambda document: named[bisect_left(owners, document) : bisect_right(owners, document)]


def _named_mentions(rows: list[Row], names: Names) -> list[Row]:
    items, people, origins = names.items, names.people, names.origins
    return [
        (key, items[label], low, -less, parts, said, sub, entity, held, people[by], made, origins[how], sure)
        for _, key, label, low, less, parts, said, sub, entity, held, by, made, how, sure in rows
    ]


def _named_relations(rows: list[Row], names: Names) -> list[Row]:
    items, people, origins = names.items, names.people, names.origins
    return [
        (key, items[type_], trigger, held, people[by], made, origins[how], sure, arguments)
        for _, key, type_, trigger, held, by, made, how, sure, arguments in rows
    ]
