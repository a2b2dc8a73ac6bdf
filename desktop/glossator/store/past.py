"""The history: who did what when, in a project, a document or a record, and by which person."""

from __future__ import annotations

from typing import NamedTuple

from glossator.core.history import Step
from glossator.store import journal
from glossator.store.driver import Database
from glossator.store.rows import Names


class HistoryRow(NamedTuple):
    """A line of the history.

    ``time`` is UTC in milliseconds since 1970, ``changes`` counts records, ``undone`` says that the Change is taken
    back now, ``documents`` are the ids of those that it touched.
    """

    id: int
    title: str
    author: str
    time: int
    undoes: int | None
    changes: int
    undone: bool
    documents: tuple[int, ...]


def steps(database: Database, names: Names, author: str | None, limit: int) -> list[Step]:
    """See :meth:`~glossator.store.queries.Queries.steps`."""
    where = "origin<>?"
    values: list[object] = [journal.CREATION]
    if author is not None:
        where += " AND author=?"
        values.append(names.known_person(author))
    found = database.rows(
        f"SELECT id, title, undoes FROM action WHERE {where} ORDER BY place DESC LIMIT ?", (*values, limit)
    )
    return [Step(*row) for row in reversed(found)]


def history(database: Database, before: int | None, limit: int, document: int | None) -> list[HistoryRow]:
    """See :meth:`~glossator.store.queries.Queries.history`."""
    conditions = ["TRUE"]
    values: list[object] = []
    if before is not None:
        conditions.append("place<(SELECT place FROM action WHERE id=?)")
        values.append(before)
    if document is not None:
        conditions.append(
            "place IN (SELECT place FROM action WHERE document=? UNION ALL"
            " SELECT place FROM touched WHERE document=?)"
        )
        values += [document, document]
    found = database.rows(
        "SELECT action.id, title, name, time, undoes, n, document, place FROM action JOIN person ON key=author"
        f" WHERE {' AND '.join(conditions)} ORDER BY place DESC LIMIT ?",
        (*values, limit),
    )
    return [
        HistoryRow(
            change_id,
            title,
            author,
            time,
            undoes,
            changes,
            _is_undone(database, change_id),
            _documents(database, only, place),
        )
        for change_id, title, author, time, undoes, changes, only, place in found
    ]


_TAKERS = """WITH RECURSIVE taker(place, id, undoes) AS (SELECT place, id, undoes FROM action WHERE undoes=?
    UNION SELECT action.place, action.id, action.undoes FROM action JOIN taker ON action.undoes=taker.id)
    SELECT id, undoes FROM taker ORDER BY place DESC"""


def _is_undone(database: Database, change_id: int) -> bool:
    """Some Change takes it back and is not taken back itself (undo, redo and undo again make a chain, however long)."""
    undone = set()
    for taker, taken in database.rows(_TAKERS, (change_id,)):  # the last one first: nothing takes that back
        if taker not in undone:
            undone.add(taken)
    return change_id in undone


def _documents(database: Database, only: int | None, place: int) -> tuple[int, ...]:
    if only is not None:
        return (only,)
    return tuple(each for (each,) in database.rows("SELECT document FROM touched WHERE place=?", (place,)))
