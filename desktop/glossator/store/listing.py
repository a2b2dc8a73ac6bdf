"""The list of documents: by name, of those whose name holds something, that are in a state or have a label."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from glossator.core.documents import Document
from glossator.core.layers import EVERYBODY, Whose
from glossator.store import rows
from glossator.store.driver import Database
from glossator.store.reading import id_list, understood
from glossator.store.rows import Names
from glossator.store.seen import condition

BY_NAME = "name COLLATE NOCASE, id"
"""The order of the list."""

_THESE = "IN (SELECT value FROM json_each(?))"
# Each of the two leads along the list in its order without a look at the documents themselves.
_IN_ANY_STATE = "document INDEXED BY document_name"
_IN_ONE_STATE = "document INDEXED BY document_status"


class DocumentRow(NamedTuple):
    """A line of the documents list."""

    document: Document
    mentions: int
    relations: int


class DocumentsWanted(NamedTuple):
    """Which documents are asked for: those whose name holds ``text`` (capitals do not matter), in one of ``statuses``,
    with a mention of one of ``labels`` (ids) that ``whose`` lets one see; where a field is empty, all.  Only
    those ``among`` these ids are asked for, where that is given.
    """

    text: str = ""
    statuses: Collection[str] = ()
    labels: Collection[str] = ()
    whose: Whose = EVERYBODY
    among: Collection[int] | None = None


def page(
    database: Database, names: Names, wanted: DocumentsWanted, offset: int, limit: int
) -> list[DocumentRow]:
    """A page of the list; a ``limit`` of -1 is the rest of it."""
    table, where, values = _condition(names, wanted)
    found = database.rows(
        f"SELECT {rows.DOCUMENTS}, mentions, relations FROM"
        f" (SELECT id AS wanted FROM {table} WHERE {where} ORDER BY {BY_NAME} LIMIT ? OFFSET ?)"
        f" CROSS JOIN document ON document.id=wanted JOIN stat_document AS s ON s.document=id ORDER BY {BY_NAME}",
        (*values, limit, offset),
    )
    with understood():
        return [DocumentRow(rows.document(row[:-2]), row[-2], row[-1]) for row in found]


def ids(database: Database, names: Names, wanted: DocumentsWanted) -> list[int]:
    """The ids of the whole list, in its order."""
    table, where, values = _condition(names, wanted)
    found = database.rows(f"SELECT id FROM {table} WHERE {where} ORDER BY {BY_NAME}", values)
    return [each for (each,) in found]


def count(database: Database, names: Names, wanted: DocumentsWanted) -> int:
    """How long the list is."""
    if wanted == DocumentsWanted(whose=wanted.whose):
        return int(database.one("SELECT count(*) FROM stat_document")[0])
    if wanted.labels and wanted == DocumentsWanted(labels=wanted.labels):
        return _count_labelled(database, {names.known_label(each) for each in wanted.labels})
    table, where, values = _condition(names, wanted)
    return int(database.one(f"SELECT count(*) FROM {table} WHERE {where}", values)[0])


def _count_labelled(database: Database, labels: set[int]) -> int:
    """How many documents have a mention with one of ``labels``, out of the kept counts alone: those of one or two are
    merged along the index, else it takes less to look which have none.
    """
    marks = ",".join("?" * len(labels))
    if len(labels) > 2:
        question = (
            "SELECT (SELECT count(*) FROM stat_document) - (SELECT count(*) FROM stat_document AS d WHERE NOT EXISTS"
            f" (SELECT 1 FROM stat_document_label AS s WHERE s.document=d.document AND s.label IN ({marks})))"
        )
    else:
        one = "SELECT document FROM stat_document_label WHERE label=?"
        question = f"SELECT count(*) FROM ({' UNION '.join([one] * len(labels))} ORDER BY document)"
    return int(database.one(question, tuple(labels))[0])


def holding(text: str, *columns: str) -> tuple[str, tuple[object, ...]]:
    """The condition that one of ``columns`` holds ``text`` (capitals do not matter), and the values in it, of which it
    has to be the first.

    SQLite itself knows capitals of ASCII only, but what is only that it finds many times as fast as we.
    """
    if not text:
        return "TRUE", ()
    folded = text.casefold()
    quick = "instr(lower({0}), ?1)" if folded.isascii() else "FALSE"
    one = quick + " OR (octet_length({0})>length({0}) AND instr(fold({0}), ?1))"
    return " OR ".join(one.format(column) for column in columns), (folded,)


def _condition(names: Names, wanted: DocumentsWanted) -> tuple[str, str, tuple[object, ...]]:
    """The table with the index that the list goes along, the condition, and the values in it."""
    held, values = holding(wanted.text, "name")
    conditions, all_values = [f"({held})"], list(values)
    statuses = tuple(dict.fromkeys(wanted.statuses))
    if len(statuses) == 1:
        conditions.append("status=?")
        all_values += statuses
    elif statuses:
        conditions.append(f"status {_THESE}")
        all_values.append(id_list(statuses))
    if wanted.labels:
        labelled, label_values = _labelled(names, wanted.labels, wanted.whose)
        conditions.append(f"id IN ({labelled})")
        all_values += label_values
    if wanted.among is not None:
        conditions.append(f"id {_THESE}")
        return "document", " AND ".join(conditions), (*all_values, id_list(list(wanted.among)))
    table = _IN_ONE_STATE if len(statuses) == 1 else _IN_ANY_STATE
    return table, " AND ".join(conditions), tuple(all_values)


def _labelled(names: Names, labels: Collection[str], whose: Whose) -> tuple[str, tuple[object, ...]]:
    """The question for the documents in which a mention with one of ``labels`` is seen: out of the kept counts where
    nothing is hidden, else of the mentions themselves.
    """
    numbers = id_list([names.known_label(each) for each in labels])
    kept = f"SELECT document FROM stat_document_label AS s WHERE label {_THESE}"
    if whose.is_everybody:
        return kept, (numbers,)
    is_seen, seen_values = condition(names, whose, "m")
    exists = (
        f"EXISTS (SELECT 1 FROM mention AS m WHERE m.label=s.label AND m.document=s.document AND {is_seen})"
    )
    if whose.persons is not None:
        return f"{kept} AND {exists}", (numbers, *seen_values)
    blind = id_list(list(whose.blind))
    return (
        f"{kept} AND document NOT {_THESE} UNION ALL {kept} AND document {_THESE} AND {exists}",
        (numbers, blind, numbers, blind, *seen_values),
    )
