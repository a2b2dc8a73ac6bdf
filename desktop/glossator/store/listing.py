"""The list of documents: as people count their names, those whose name holds something, in a state or with a label."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from glossator.core import natural
from glossator.core.changes import Change, Record
from glossator.core.documents import Document
from glossator.core.layers import EVERYBODY, Whose
from glossator.store import rows
from glossator.store.driver import Database
from glossator.store.reading import id_list, understood
from glossator.store.rows import Names
from glossator.store.seen import condition

BY_NAME = "name COLLATE NOCASE, id"
"""The order of the names by letters, which the index has; the list counts what digits say, too."""

_THESE = "IN (SELECT value FROM json_each(?))"
# Each of the two leads along the list in its order without a look at the documents themselves.
_IN_ANY_STATE = "document INDEXED BY document_name"
_IN_ONE_STATE = "document INDEXED BY document_status"
_JOKER = re.compile(r"[%_\\]")
_LONGEST = 10_000  # characters of a pattern; SQLite refuses some five times as long
_NEAR = (400, 4_000)
"""Documents from the beginning of the whole list among which those of a page are looked for first, and then."""


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


class Order:
    """The order of the whole list on one connection, and of those whose name holds what was looked for last: found
    once, and again when a document has come, gone or another name.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listed = natural.Listed(None)
        self._named = natural.Listed(None)
        self._changes = 0

    def follow(self, change: Change) -> None:
        """This is written over the same connection next."""
        if _named(change.removed) != _named(change.added):
            self._changes += 1

    @property
    def is_whole(self) -> bool:
        """The ids that were given last are all there are."""
        return self._listed.is_all

    def ids(self, end: int) -> Sequence[int]:
        """The ids before the place ``end`` of the list, and maybe more; -1: all of them."""
        if self._listed.token != (token := self._token()):
            self._listed = natural.Listed(token)
        if not self._listed.reaches(end):
            self._listed.fill(_in_order(self._database, _IN_ANY_STATE, "TRUE", ()), end)
        return self._listed.ids

    def named(self, text: str) -> natural.Listed:
        """The list of those whose name holds ``text``, as far as it is known."""
        if self._named.token != (token := (text, self._token())):
            self._named = natural.Listed(token)
        return self._named

    def _token(self) -> object:
        """Another one as soon as the order may be another."""
        return self._changes, self._database.one("PRAGMA data_version")[0]


def page(
    database: Database, names: Names, order: Order, wanted: DocumentsWanted, offset: int, limit: int
) -> list[DocumentRow]:
    """A page of the list; a ``limit`` of -1 is the rest of it."""
    end = -1 if limit < 0 else offset + limit
    with database.one_state():  # another connection may take documents out in between
        wanted_ids = _ids(database, names, order, wanted, end)[offset : None if end < 0 else end]
        found = database.rows(
            f"SELECT {rows.DOCUMENTS}, mentions, relations FROM document JOIN stat_document AS s ON s.document=id"
            f" WHERE id {_THESE}",
            (id_list(list(wanted_ids)),),
        )
    with understood():
        made = {row[0]: DocumentRow(rows.document(row[:-2]), row[-2], row[-1]) for row in found}
    return [made[each] for each in wanted_ids]


def ids(database: Database, names: Names, order: Order, wanted: DocumentsWanted) -> list[int]:
    """The ids of the whole list, in its order."""
    with database.one_state():
        return list(_ids(database, names, order, wanted, -1))


def _ids(database: Database, names: Names, order: Order, wanted: DocumentsWanted, end: int) -> Sequence[int]:
    """The ids before the place ``end`` of the list, and maybe more; -1: all of them."""
    if wanted == DocumentsWanted(whose=wanted.whose):
        return order.ids(end)
    is_by_name = wanted == DocumentsWanted(wanted.text, whose=wanted.whose)
    listed = order.named(wanted.text) if is_by_name else natural.Listed(None)
    if not listed.reaches(end):
        table, where, values = _condition(names, wanted)
        if not wanted.labels and wanted.among is None:
            near = _near(database, order, where, values, end)
            if near is not None:
                return near
        listed.fill(_in_order(database, table, where, values), end)
    return listed.ids


def _near(
    database: Database, order: Order, where: str, values: tuple[object, ...], end: int
) -> Sequence[int] | None:
    """The ids before the place ``end`` for which ``where`` holds, where they stand so near the beginning of the whole
    list, which is known or soon wanted, that looking there takes less than putting all of them in order.
    """
    for reach in _NEAR:
        if 0 <= end <= reach:
            known = order.ids(_NEAR[-1])
            held = known[:reach]
            question = f"SELECT id FROM document NOT INDEXED WHERE {where} AND id {_THESE}"
            found = {each for (each,) in database.rows(question, (*values, id_list(list(held))))}
            if len(found) >= end or (order.is_whole and len(known) <= reach):
                return [each for each in held if each in found]
    return None


def _named(records: Iterable[Record]) -> set[tuple[int, str]]:
    return {(each.id, each.name) for each in records if isinstance(each, Document)}


def _in_order(database: Database, table: str, where: str, values: tuple[object, ...]) -> Iterator[list[int]]:
    """The ids of the documents for which ``where`` holds, in the order of the list, some at a time."""
    begin, run = "", None
    while True:
        found = database.each(
            f"SELECT id, name FROM {table} WHERE {where} AND name COLLATE NOCASE>=? ORDER BY {BY_NAME}",
            (*values, begin),
        )
        for batch in natural.batches(found):
            if isinstance(batch, natural.Run):
                run = batch
            else:
                yield batch
        if run is None:
            return
        # Numbers by the thousand are put in order by SQLite, and what is alike in them as everywhere.
        number = f"CAST(substr(name, {len(run.begins) + 1}) AS INTEGER)"
        yield from natural.counted(
            database.each(
                f"SELECT id, name, {number} AS number FROM {table} WHERE {where}"
                f" AND name COLLATE NOCASE>=? AND name COLLATE NOCASE<? ORDER BY number, {BY_NAME}",
                (*values, run.first, run.behind),
            )
        )
        begin, run = run.behind, None


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
    """The condition that one of ``columns`` holds ``text`` (capitals do not matter), and the values in it, which have
    to be the first.

    SQLite itself knows capitals of ASCII only, but what is only that it finds many times as fast as we.
    """
    if not text:
        return "TRUE", ()
    folded = text.casefold()
    ours = "(octet_length({0})>length({0}) AND instr(fold({0}), ?1))"
    if not folded.isascii():
        return " OR ".join(ours.format(column) for column in columns), (folded,)
    pattern = "%" + _JOKER.sub(r"\\\g<0>", folded) + "%"
    if len(pattern) > _LONGEST:
        one = "instr(lower({0}), ?1) OR " + ours
        return " OR ".join(one.format(column) for column in columns), (folded,)
    one = "{0} LIKE ?2 ESCAPE '\\' OR " + ours
    return " OR ".join(one.format(column) for column in columns), (folded, pattern)


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
