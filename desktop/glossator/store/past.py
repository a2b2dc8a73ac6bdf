"""The history: who did what when, in a project, a document or a record, and by which person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glossator.core.annotations import Note
from glossator.core.changes import Change, Record, document_of
from glossator.core.history import Step
from glossator.core.plain import KIND_OF
from glossator.store import journal, reading
from glossator.store.driver import Database
from glossator.store.rows import Names

EFFORT = 20_000
"""How many steps are looked through at once for those that are wanted: some milliseconds of work."""

Key = int | str
"""What a record is known by in the history: its id, of an item of the scheme its kind and id (``label:GPE``)."""

_AMONG = "place IN (SELECT value FROM json_each(?))"
_LAST_ON = "SELECT ver FROM mention WHERE id=?1 UNION ALL SELECT ver FROM relation WHERE id=?1"
_DECODED = 500  # of the steps of a document, in one go
_SCHEME = 0  # stands among the ids of what was touched for the scheme


class HistoryRow(NamedTuple):
    """A line of the history.

    ``time`` is UTC in milliseconds since 1970, ``changes`` counts records, ``undone`` says that the Change is taken
    back now, ``documents`` are the ids of those that it touched, ``origin`` is how it came to be, ``place`` the
    number of its row in the journal.
    """

    id: int
    title: str
    author: str
    time: int
    undoes: int | None
    changes: int
    undone: bool
    documents: tuple[int, ...]
    origin: str = ""
    place: int = 0


class Wanted(NamedTuple):
    """Which steps are asked for: those that touched a document, a record or a note on it, by a person, from one moment
    (included) to another (not included; UTC, milliseconds since 1970), whose title holds a text (capitals do not
    matter).
    """

    document: int | None = None
    record: Key | None = None
    author: str | None = None
    since: int | None = None
    until: int | None = None
    text: str = ""


class HistoryPage(NamedTuple):
    """Some lines of the history, the newest first, and the place from which to ask on; ``None`` when that is all."""

    rows: list[HistoryRow]
    rest: int | None


class Person(NamedTuple):
    """Somebody who made steps: how many, and when the first and the last (UTC, milliseconds since 1970)."""

    name: str
    steps: int
    first: int
    last: int


def key_of(record: Record) -> Key:
    """What ``record`` is known by in the history."""
    return record.id if isinstance(record.id, int) else f"{KIND_OF[type(record)]}:{record.id}"


def steps(database: Database, names: Names, author: str | None, limit: int) -> list[Step]:
    """See :meth:`~glossator.store.queries.Queries.steps`."""
    where = "origin<>?"
    values: list[object] = [journal.CREATION]
    if author is not None:
        where += " AND (author=? OR undoes IS NOT NULL)"
        values.append(names.known_person(author))
    found = database.rows(
        "SELECT action.id, title, undoes, name, origin FROM action JOIN person ON key=author"
        f" WHERE {where} ORDER BY place DESC LIMIT ?",
        (*values, limit),
    )
    return [Step(*row) for row in reversed(found)]


def names(database: Database) -> list[str]:
    """See :meth:`~glossator.store.queries.Queries.authors`."""
    return [name for (name,) in database.rows("SELECT name FROM person ORDER BY name COLLATE NOCASE, name")]


def history(
    database: Database, names: Names, wanted: Wanted, before: int | None, limit: int
) -> list[HistoryRow]:
    """See :meth:`~glossator.store.queries.Queries.history`."""
    start: int | None = None
    if before is not None:
        found = database.one("SELECT place FROM action WHERE id=?", (before,))
        start = int(found[0]) if found else 0
    rows: list[HistoryRow] = []
    while len(rows) < limit:
        more, start = page(database, names, wanted, start, limit - len(rows))
        rows += more
        if start is None:
            break
    return rows


def page(
    database: Database,
    names: Names,
    wanted: Wanted,
    before: int | None,
    limit: int,
    *,
    effort: int = EFFORT,
) -> HistoryPage:
    """See :meth:`~glossator.store.queries.Queries.history_page`."""
    last = int(database.one("SELECT coalesce(max(place), 0) FROM action")[0]) + 1
    below = last if before is None else min(before, last)
    if wanted.record is not None:
        return _page_of_record(database, names, wanted, below, limit, effort)
    conditions, values = _conditions(names, wanted)
    floor = 0
    if wanted.document is not None:
        most = effort if conditions else limit
        places = _touching(database, [wanted.document], below, most)
        floor = places[-1] if len(places) == most else 0
        conditions.append(_AMONG)
        values.append(reading.id_list(places))
    elif conditions:
        floor = max(0, below - effort)
    where = " AND ".join(["place<?", "place>=?", *conditions])
    rows = _rows(database, f"{where} ORDER BY place DESC LIMIT ?", (below, floor, *values, limit))
    rest = rows[-1].place if len(rows) == limit else floor
    return HistoryPage(rows, rest if rest > 1 else None)


def rows_at(database: Database, places: Sequence[int]) -> list[HistoryRow]:
    """The lines at these places of the journal, the newest first."""
    return _rows(database, f"{_AMONG} ORDER BY place DESC", (reading.id_list(places),))


def row_of(database: Database, change_id: int) -> HistoryRow | None:
    """See :meth:`~glossator.store.queries.Queries.history_row`."""
    return next(iter(_rows(database, "action.id=?", (change_id,))), None)


def last_step_on(database: Database, record_id: int) -> HistoryRow | None:
    """See :meth:`~glossator.store.queries.Queries.last_step_on`."""
    return next(iter(_rows(database, f"place=({_LAST_ON})", (record_id,))), None)


def people(database: Database) -> list[Person]:
    """See :meth:`~glossator.store.queries.Queries.people`."""
    found = database.rows(
        "SELECT name, count(*) AS n, min(time), max(time) FROM action JOIN person ON key=author"
        " GROUP BY author ORDER BY n DESC, name"
    )
    return [Person(*row) for row in found]


def place_at(database: Database, moment: int) -> int | None:
    """The place of the last step made until ``moment`` (UTC, milliseconds since 1970); ``None`` before the first."""
    found = database.one(
        "SELECT place FROM action WHERE time<=? ORDER BY place DESC LIMIT 1", (moment,)
    )  # from the end, as clocks do not always go forward
    return int(found[0]) if found else None


def last_of_chain(database: Database, change_id: int) -> tuple[int, bool]:
    """Of the Changes that take back ``change_id``, and each other, the last one (itself where there is none), and
    whether ``change_id`` is taken back now.
    """
    takers = database.rows(_TAKERS, (change_id,))
    return (takers[0][0] if takers else change_id), _is_undone(takers, change_id)


def touching(database: Database, marks: Sequence[int], *, after: int) -> list[int]:
    """Places of the steps later than ``after`` that touched one of these documents or entities (0: the scheme), the
    newest first.
    """
    return [each for each in _touching(database, marks, 1 << 62, -1) if each > after]


def decoded(database: Database, places: Sequence[int]) -> Iterator[tuple[journal.Action, Change]]:
    """The steps at these places, in their order, a few hundred at a time."""
    for start in range(0, len(places), _DECODED):
        some = places[start : start + _DECODED]
        rows = journal.actions(database, f"WHERE {_AMONG}", (reading.id_list(some),))
        found = {each.place: each for each in rows}
        for place in some:
            yield found[place], journal.decode(found[place])


def is_about(record: Record, key: Key) -> bool:
    """Whether this is the record that is known as ``key``, or a note on it."""
    return key_of(record) == key or (isinstance(record, Note) and record.target == key)


_TOUCHING = """SELECT place FROM action WHERE document IN (SELECT value FROM json_each(?1)) AND place<?2
    UNION SELECT place FROM touched WHERE document IN (SELECT value FROM json_each(?1)) AND place<?2
    ORDER BY place DESC LIMIT ?3"""


def _touching(database: Database, marks: Sequence[int], below: int, limit: int) -> list[int]:
    return [place for (place,) in database.rows(_TOUCHING, (reading.id_list(marks), below, limit))]


def _conditions(names: Names, wanted: Wanted) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for condition, value in (
        ("author=?", None if wanted.author is None else names.known_person(wanted.author)),
        ("time>=?", wanted.since),
        ("time<?", wanted.until),
        ("instr(fold(title), ?)", wanted.text.casefold() or None),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    return conditions, values


def _page_of_record(
    database: Database, names: Names, wanted: Wanted, below: int, limit: int, effort: int
) -> HistoryPage:
    assert wanted.record is not None
    mark = _mark_of(database, names, wanted.record)
    if mark is None:
        return HistoryPage([], None)
    conditions, values = _conditions(names, wanted)
    effort = max(1, effort // 10)  # what is looked into costs more
    places = _touching(database, [mark], below, effort)
    rest = places[-1] if len(places) == effort else None
    found: list[int] = []
    for action, change in decoded(database, places):
        if any(is_about(each, wanted.record) for each in (*change.removed, *change.added)):
            found.append(action.place)
            if len(found) == limit:
                rest = action.place
                break
    where = " AND ".join([_AMONG, *conditions])
    rows = _rows(database, f"{where} ORDER BY place DESC", (reading.id_list(found), *values))
    return HistoryPage(rows, rest)


def _mark_of(database: Database, names: Names, key: Key) -> int | None:
    """Under what the steps are found that touched a record, also one that is there no more."""
    if isinstance(key, str):
        return _SCHEME
    record = reading.record(database, names, key)
    if record is None:
        grave = database.one("SELECT ver FROM gone WHERE id=?", (key,))
        if grave is None:
            return None
        _, change = next(decoded(database, [int(grave[0])]))
        record = next((each for each in change.removed if each.id == key), None)
    if record is None:
        return None
    document = document_of(record)
    if document is None and isinstance(record, Note):
        return record.target
    return key if document is None else document


def _rows(database: Database, where: str, values: Sequence[object]) -> list[HistoryRow]:
    found = database.rows(
        "SELECT action.id, title, name, time, undoes, n, document, origin, place"
        f" FROM action JOIN person ON key=author WHERE {where}",
        values,
    )
    return [
        HistoryRow(
            change_id,
            title,
            author,
            time,
            undoes,
            changes,
            _is_undone(database.rows(_TAKERS, (change_id,)), change_id),
            _documents(database, only, place),
            origin,
            place,
        )
        for change_id, title, author, time, undoes, changes, only, origin, place in found
    ]


_TAKERS = """WITH RECURSIVE taker(place, id, undoes) AS (SELECT place, id, undoes FROM action WHERE undoes=?
    UNION SELECT action.place, action.id, action.undoes FROM action JOIN taker ON action.undoes=taker.id)
    SELECT id, undoes FROM taker ORDER BY place DESC"""


def _is_undone(takers: Sequence[tuple[int, int]], change_id: int) -> bool:
    """Some Change takes it back and is not taken back itself (undo, redo and undo again make a chain, however long)."""
    undone = set()
    for taker, taken in takers:  # the last one first: nothing takes that back
        if taker not in undone:
            undone.add(taken)
    return change_id in undone


def _documents(database: Database, only: int | None, place: int) -> tuple[int, ...]:
    if only is not None:
        return (only,)
    found = database.rows("SELECT document FROM touched WHERE place=? AND is_document", (place,))
    return tuple(each for (each,) in found)
